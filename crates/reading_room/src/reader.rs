//! What the room needs of the path, without knowing it.

use ledger::Terms;
use record::Record;

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
