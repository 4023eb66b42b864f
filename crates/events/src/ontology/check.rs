//! What a codebook's author should know before using it.
//!
//! **In:** a loaded codebook and the operators that the languages' frames use. **Out:** findings:
//! rows that no question ever reaches, operators without rows, questions without an answer.
//! Unknown types and broken lines are refused already when the files are read.

use super::{Inner, Ontology};
use rustc_hash::FxHashSet;
use std::fmt;

/// Operators that the engine itself puts to the table: tense, negation and mood of a plain act.
const ENGINE_OPERATORS: [&str; 4] = ["future", "not", "negfuture", "hypothetical"];

/// One finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Finding {
    /// Earlier rows answer every question that this row could (`file:line`).
    Unreachable(String),
    /// No row of the table begins with this operator.
    NoRows(String),
    /// The operator over this act has no row: the act would be lost.
    Unanswered {
        /// The operator.
        operator: String,
        /// The inner type, or `none`.
        inner: String,
    },
    /// Records of the type will have an empty CAMEO code.
    NoCameo(String),
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Finding::Unreachable(rule) => {
                write!(f, "{rule}: no act reaches this row, earlier ones answer for it")
            }
            Finding::NoRows(operator) => {
                write!(f, "composition.txt: operator {operator} has no rows")
            }
            Finding::Unanswered { operator, inner } => {
                write!(f, "composition.txt: {operator} over {inner} has no row")
            }
            Finding::NoCameo(event) => {
                write!(
                    f,
                    "cameo.txt: {event} has no row without a condition, so no code of its own"
                )
            }
        }
    }
}

impl Ontology {
    /// Checks the composition table against all types, modes, polarities and owners.
    pub fn check<'o>(&self, operators: impl IntoIterator<Item = &'o str>) -> Vec<Finding> {
        let mut findings = Vec::new();
        let used: FxHashSet<&str> = operators.into_iter().chain(ENGINE_OPERATORS).collect();
        let mut used: Vec<&str> = used.into_iter().collect();
        used.sort_unstable();
        for operator in used {
            if !self.knows_operator(operator) {
                findings.push(Finding::NoRows(operator.into()));
                continue;
            }
            findings.extend(self.unanswered(operator));
        }
        findings.extend(self.unreachable());
        let types = self.kinds().into_iter().filter(|(_, mode)| mode.is_none());
        let bare = types.filter(|(event, _)| self.cameo(event, None, &[]).is_empty());
        findings.extend(bare.map(|(event, _)| Finding::NoCameo(event.into())));
        findings
    }

    fn unanswered(&self, operator: &str) -> Vec<Finding> {
        let mut missing: Vec<String> = Vec::new();
        for inner in self.questions() {
            if self.compose(operator, false, inner.as_ref()).is_none() {
                let name = inner.map_or("none", |i| i.event);
                // tense and mood without a row leave an act as it is
                let kept = ENGINE_OPERATORS.contains(&operator);
                if !kept && !missing.iter().any(|m| m == name) {
                    missing.push(name.into());
                }
            }
        }
        missing
            .into_iter()
            .map(|inner| Finding::Unanswered { operator: operator.into(), inner })
            .collect()
    }

    fn unreachable(&self) -> Vec<Finding> {
        let mut reached: FxHashSet<String> = FxHashSet::default();
        for (operator, negated) in self.composition.operators() {
            for inner in self.questions() {
                if let Some(composed) = self.composition.find(operator, negated, inner.as_ref()) {
                    reached.insert(composed.rule().into());
                }
            }
        }
        let mut rules = self.composition.rules();
        rules.retain(|r| !reached.contains(*r));
        rules.into_iter().map(|r| Finding::Unreachable(r.into())).collect()
    }

    /// Every question that the engine can put to an operator.
    fn questions(&self) -> Vec<Option<Inner<'_>>> {
        let mut all = vec![None];
        for (event, mode) in self.kinds() {
            for (negated, own) in [(false, false), (false, true), (true, false), (true, true)] {
                all.push(Some(Inner { event, mode, negated, own }));
            }
        }
        all
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ontology::{Sources, Text};

    const TYPES: &str = "AID | 2 | 10 | yes |\nAGREE | 1 | 2.5 | no |";

    fn with(composition: &str) -> Ontology {
        Ontology::from_sources(&Sources {
            types: Text::new("types.txt", TYPES),
            cameo: Text::new("cameo.txt", "AID | 070 |\nAGREE | 030 |"),
            composition: Text::new("composition.txt", composition),
            contexts: Text::default(),
        })
        .unwrap()
    }

    #[test]
    fn shadowed_rows_missing_operators_and_gaps_are_found() {
        let o = with(
            "promise | any | * | AGREE | - | op.a | in.r | all\n\
             promise | AID | + | AGREE | - | op.a | in.r | never reached\n\
             intend | AID | + | AGREE | - | op.a | in.r | only this\n\
             future, not, negfuture, hypothetical | any | * | drop | - | - | - | tense",
        );
        let findings = o.check(["promise", "intend", "offer"]);
        assert!(
            findings.contains(&Finding::Unreachable("composition.txt:2".into())),
            "{findings:?}"
        );
        assert!(findings.contains(&Finding::NoRows("offer".into())));
        assert!(
            findings.contains(&Finding::Unanswered {
                operator: "intend".into(),
                inner: "AGREE".into()
            })
        );
        assert!(
            findings.contains(&Finding::Unanswered {
                operator: "promise".into(),
                inner: "none".into()
            })
        );
    }

    #[test]
    fn the_built_in_codebook_answers_every_operator_over_every_type() {
        let o = Ontology::built_in().unwrap();
        let findings = o.check([
            "say",
            "discuss",
            "intend",
            "attempt",
            "offer",
            "promise",
            "agree",
            "announce",
            "consider",
            "request",
            "propose",
            "demand",
            "should",
            "order",
            "encourage",
            "invite",
            "refuse",
            "oppose",
            "deny",
            "threaten",
            "warn",
            "accuse",
            "condemn",
            "complain",
            "praise",
            "support",
            "regret",
            "doubt",
            "begin",
            "continue",
            "resume",
            "increase",
            "reduce",
            "stop",
            "prevent",
            "fail",
            "allow",
            "force",
            "help",
            "need",
            "possible",
            "impossible",
            "manage",
        ]);
        assert_eq!(
            findings,
            [],
            "{}",
            findings.iter().map(|f| f.to_string()).collect::<Vec<_>>().join("\n")
        );
    }
}
