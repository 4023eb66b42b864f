//! The record of a whole paper, as one line of JSON.

use crate::Coded;
use compact_str::CompactString;
use serde::{Deserialize, Serialize};
use thiserror::Error;

/// One paper with everything it yields.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Record {
    /// Given by the input, else made from the file's name.
    pub id: String,
    /// ISO 639-1 code of its language.
    pub lang: CompactString,
    /// Day of publication, `YYYY-MM-DD`.
    pub published: Option<CompactString>,
    /// Headline.
    pub title: Option<String>,
    /// Where it was published.
    pub url: Option<String>,
    /// Acts, statements, relations, occasions, notes.
    #[serde(flatten)]
    pub coded: Coded,
}

/// A line that is no record.
#[derive(Debug, Error)]
#[error("is no record: {0}")]
pub struct RecordError(#[from] serde_json::Error);

impl Record {
    /// Reads a line of `chancery read --format jsonl`.
    ///
    /// # Errors
    /// If the line is not JSON or lacks a key of the contract.
    pub fn parse(line: &str) -> Result<Self, RecordError> {
        Ok(serde_json::from_str(line)?)
    }

    /// The record as one line of JSON, without the line break.
    ///
    /// # Errors
    /// Never for records that were read or coded; numbers that are none (NaN) print as null.
    pub fn line(&self) -> Result<String, RecordError> {
        Ok(serde_json::to_string(self)?)
    }
}
