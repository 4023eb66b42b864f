//! The question that the engine puts to the composition table, and the answer.
//! (The interface between `ontology` and `engine`; `engine/composition.rs` and `engine/complete.rs` ask.)
//!
//! `Ontology::compose(&self, operator: &str, operator_negated: bool, inner: Option<&Inner>) -> Option<Composed>`
//! looks up `not:operator` rows first when `operator_negated`, falls back to the table's `not` row
//! over the plain result, and gives `None` only where no row matches.

use compact_str::CompactString;

/// The act under an operator.
#[derive(Clone, Copy, Debug)]
pub struct Inner<'a> {
    /// Its type.
    pub event: &'a str,
    /// Its mode.
    pub mode: Option<&'a str>,
    /// Whether it is denied ("wezwał, by **nie** atakowała").
    pub negated: bool,
    /// Whether the operator's actor also does the inner act (guard `in.a==op.a`).
    pub own: bool,
}

/// Whose role fills a role of the outcome.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// `op.a`
    OperatorActor,
    /// `op.r`
    OperatorRecipient,
    /// `in.a`
    InnerActor,
    /// `in.r`
    InnerRecipient,
    /// `in.p`
    InnerPartner,
}

/// What comes of an operator over an act. `rule` is `composition.txt:LINE`.
#[derive(Clone, Debug, PartialEq)]
pub enum Composed {
    /// No record.
    Drop {
        /// The row.
        rule: CompactString,
    },
    /// The inner act stays as it is.
    Inner {
        /// Only referred to.
        background: bool,
        /// The row.
        rule: CompactString,
    },
    /// A new act. Sources: the first alternative that yields anyone wins; each is a union.
    Outcome {
        /// Type.
        event: CompactString,
        /// Mode.
        mode: Option<CompactString>,
        /// Actor sources.
        actor: Vec<Vec<Source>>,
        /// Recipient sources.
        recipient: Vec<Vec<Source>>,
        /// The row.
        rule: CompactString,
    },
}

impl Composed {
    /// The row that says so, `file:line`.
    pub fn rule(&self) -> &str {
        match self {
            Composed::Drop { rule }
            | Composed::Inner { rule, .. }
            | Composed::Outcome { rule, .. } => rule,
        }
    }
}
