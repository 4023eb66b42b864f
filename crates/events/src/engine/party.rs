//! Parties: who acts, and on whom.
//!
//! **In:** a mention that the world has linked. **Out:** what coding needs to know of it: whose it is
//! (state or organisation, sector), what it can be the antecedent of (person, number, gender), and
//! whether two of them are one. `resolver.rs` finds them, `write.rs` writes them.

use super::tree::Tree;
use compact_str::CompactString;
use record::{Cited, MentionRecord};
use syntax::{Gender, Number};
use text::{CodePoints, Span};
use world::{Mention, MentionKind};

/// Someone who can act or be acted on.
#[derive(Clone, Debug, PartialEq)]
pub struct Party {
    /// Bytes in the text; for implied parties the antecedent's or the pointing words'.
    pub span: Span,
    /// Canonical English name.
    pub name: CompactString,
    /// Entity id.
    pub entity: Option<CompactString>,
    /// State or organisation code.
    pub code: Option<CompactString>,
    /// PLOVER sector.
    pub sector: Option<CompactString>,
    /// Not named where it acts: the dropped subject, a pronoun, "obie strony".
    pub implied: bool,
    /// A single person.
    pub person: bool,
    /// Named only inside the phrase of a noun that is no word of politics ("Japanese maples").
    pub aside: bool,
    /// Names several.
    pub plural: bool,
    /// Grammatical gender of the head, for agreement.
    pub gender: Option<Gender>,
}

impl Party {
    /// From a mention of the world.
    pub fn from_mention(m: &Mention, tree: &Tree) -> Self {
        let head = tree.morph(m.head as usize);
        let person = matches!(m.kind, MentionKind::Person | MentionKind::Role);
        // men bear surnames in -a ("Duda powiedział"): such a form tells no gender
        let open_gender = m.kind == MentionKind::Person
            && head.gender == Some(Gender::Fem)
            && tree.lemma(m.head as usize).ends_with('a');
        Self {
            span: m.span,
            name: m.name.clone(),
            entity: m.entity.clone(),
            code: m.code.clone(),
            sector: m.sector.clone(),
            implied: false,
            aside: false,
            person: person && !m.plural,
            plural: m.plural
                || matches!(head.number, Some(Number::Plur)) && m.kind != MentionKind::State,
            gender: head.gender.filter(|_| head.number == Some(Number::Sing) && !open_gender),
        }
    }

    /// The same party as an antecedent.
    pub fn implied(mut self) -> Self {
        self.implied = true;
        self
    }

    /// Whether the two are the same entity, or at least belong to one state.
    pub fn same(&self, other: &Party) -> bool {
        match (&self.entity, &other.entity) {
            (Some(a), Some(b)) if a == b => true,
            _ => match (&self.code, &other.code) {
                (Some(a), Some(b)) => a == b,
                (None, None) => self.name == other.name,
                _ => false,
            },
        }
    }

    /// Whether `other` is this party again rather than somebody else of the same state: a state and
    /// its government are one party, its police and its students are two.
    pub fn again(&self, other: &Party) -> bool {
        let official = |p: &Party| p.implied || matches!(p.sector.as_deref(), None | Some("GOV"));
        self.same(other)
            && (self.entity.is_some() && self.entity == other.entity
                || self.span == other.span
                || official(self) && official(other))
    }

    /// A newspaper, agency, station or their people.
    pub fn media(&self) -> bool {
        self.sector.as_deref() == Some("MED")
    }

    /// A state or somebody who stands for one.
    pub fn state_like(&self) -> bool {
        self.code.as_ref().is_some_and(|c| c.len() >= 2) && self.sector.as_deref() != Some("REB")
    }

    /// As it leaves the program.
    pub fn record(&self, text: &str, points: &CodePoints) -> MentionRecord {
        MentionRecord {
            cited: Cited::new(self.span, text, points),
            name: self.name.clone(),
            entity: self.entity.clone(),
            code: self.code.clone(),
            sector: self.sector.clone(),
            implied: self.implied,
        }
    }
}

/// Adds a party unless the list has it.
pub fn push(list: &mut Vec<Party>, party: Party) {
    if !list.iter().any(|q| {
        q.entity.is_some() && q.entity == party.entity
            || q.span == party.span && q.code == party.code
    }) {
        list.push(party);
    }
}
