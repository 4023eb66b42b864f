//! What the room needs of the path, without knowing it.

use ledger::Terms;
use record::Record;
use serde::Serialize;

/// Reads texts, and knows what the words of a correction mean. The binary gives one; tests give a
/// simple one.
pub trait Reader: Terms + Send + Sync + 'static {
    /// The record of a text.
    ///
    /// # Errors
    /// If the text cannot be read, or the reader fails.
    fn read(&self, given: &Given) -> Result<Record, ReadFault>;

    /// Dictionary forms that a word may have, in any language the program reads.
    fn lemmas(&self, word: &str) -> Vec<String>;

    /// The offices that a person held, or those who led a state or organisation, by the key of its
    /// entity; the newest first, empty where nothing is known.
    fn offices(&self, entity: &str) -> Vec<Office>;

    /// How good records are, as measured on coded texts.
    fn accuracy(&self) -> Vec<Accuracy>;
}

/// An office that somebody held.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Office {
    /// Key of the holder's entity.
    pub person: String,
    /// Who held it.
    pub name: String,
    /// Which office: `head_of_state`, `foreign_minister`, ...
    pub office: String,
    /// Code of the state or organisation.
    pub code: String,
    /// First day, ISO 8601.
    pub from: Option<String>,
    /// Last day; none where it was still held at `as_of`.
    pub to: Option<String>,
    /// The day up to which an open office is vouched for.
    pub as_of: Option<String>,
}

/// What was measured on one set of coded texts: F1, from 0 to 1.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Accuracy {
    /// File of the set.
    pub set: String,
    /// What it holds, in English.
    pub en: String,
    /// The same in Polish.
    pub pl: String,
    /// Whether nobody read it while writing rules.
    pub blind: bool,
    /// F1 of the type of event.
    pub event: Option<f32>,
    /// Of the type with the actor.
    pub actor: Option<f32>,
    /// Of the type with actor and recipient.
    pub recipient: Option<f32>,
}

/// A text to be read, with what is known of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Given {
    /// The text.
    pub text: String,
    /// ISO 639-1 code; detected where there is none.
    pub lang: Option<String>,
    /// Day of publication, `YYYY-MM-DD`.
    pub published: Option<String>,
    /// Headline.
    pub title: Option<String>,
}

/// Why there is no record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReadFault {
    /// What was given cannot be read: told to whoever gave it.
    Given(String),
    /// The reader failed: noted in the log.
    Program(String),
}
