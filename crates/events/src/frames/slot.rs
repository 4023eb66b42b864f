//! Role slots: which dependents may fill which role.

use compact_str::CompactString;
use syntax::Case;

/// What a filler does in the act.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Role {
    /// Who acts.
    Actor,
    /// Toward whom.
    Recipient,
    /// Who acts together with the actor.
    Partner,
    /// The act or clause an operator works on.
    Complement,
    /// A lexically restricted object that carries the meaning.
    Object,
    /// A third party talked about.
    Third,
}

impl Role {
    /// The role of its letter in frame files.
    pub fn from_letter(letter: &str) -> Option<Self> {
        Some(match letter {
            "a" => Self::Actor,
            "r" => Self::Recipient,
            "p" => Self::Partner,
            "c" => Self::Complement,
            "o" => Self::Object,
            "t" => Self::Third,
            _ => return None,
        })
    }
}

/// How a role stands in the sentence, in the terms of the head's active voice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Realisation {
    /// Subject.
    Subject,
    /// Direct object (Polish accusative, English object).
    Object,
    /// English indirect object.
    Indirect,
    /// A bare case other than nominative and accusative.
    Case(Case),
    /// A preposition, with the case it governs where the language has cases.
    Preposition(CompactString, Option<Case>),
    /// Infinitive.
    Infinitive,
    /// A clause with "że", "that" or without conjunction.
    That,
    /// A clause of wish: "żeby", "aby", "by".
    Wish,
    /// An indirect question.
    Whether,
    /// A quotation.
    Quote,
    /// English -ing form.
    Ing,
    /// Adjective of a state or possessive pronoun.
    Adjective,
    /// English possessive.
    Possessive,
}

/// Which words may fill a slot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Restriction {
    /// A political actor.
    Actor,
    /// A word class of the language's `classes.txt`.
    Class(CompactString),
    /// A lemma.
    Lemma(CompactString),
}

/// A role with the ways it may be realised; the first that is found wins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slot {
    /// The role.
    pub role: Role,
    /// Realisations with their restrictions (empty: anything).
    pub ways: Vec<(Realisation, Vec<Restriction>)>,
    /// Whether the frame fails without it.
    pub required: bool,
}

impl Slot {
    /// Whether any realisation is lexically restricted.
    pub fn restricted(&self) -> bool {
        self.ways.iter().any(|(_, r)| !r.is_empty())
    }
}
