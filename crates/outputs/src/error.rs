//! What can go wrong on the way out: always with the paper or the file and what to do.

use crate::format::{Format, Shape};
use std::path::PathBuf;
use thiserror::Error;

/// Why an export failed.
#[derive(Debug, Error)]
pub enum OutputError {
    /// A name that is no format.
    #[error("unknown format \"{0}\"; known are: {known}", known = Format::list())]
    UnknownFormat(String),
    /// A name that is no choice of acts.
    #[error("unknown choice of acts \"{0}\"; known are: all, asserted")]
    UnknownActs(String),
    /// The program was built without this format.
    #[error("{0} is not in this build; build with the feature `parquet`")]
    NotBuilt(Format),
    /// A folder where one file is written, or the other way round.
    #[error("{format} is written as {}", match shape { Shape::File => "one file; give a file or a stream", Shape::Folder => "many files; give a folder" })]
    WrongTarget {
        /// Which format.
        format: Format,
        /// What it needs.
        shape: Shape,
    },
    /// The file system or the reader of a stream refused.
    #[error("cannot write {path}: {source}")]
    Write {
        /// Where to.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// What the ledger knows does not fit the record.
    #[error("paper \"{document}\": {events} events, but the ledger tells of {told}")]
    Told {
        /// The paper's id.
        document: String,
        /// Events of the record.
        events: usize,
        /// Entries given.
        told: usize,
    },
    /// Words of the record that do not stand in the text where it says.
    #[error(
        "paper \"{document}\": {what} is cited at {start}..{end} as \"{cited}\", which no text has there, or not this one; record and text are not of one reading"
    )]
    Citation {
        /// The paper's id.
        document: String,
        /// Which event or statement.
        what: String,
        /// First code point.
        start: u32,
        /// One past the last.
        end: u32,
        /// The words of the record.
        cited: String,
    },
    /// Two papers that would be written to one file.
    #[error("paper \"{document}\": {path} is already there; are two papers of one id?")]
    Twice {
        /// The paper's id.
        document: String,
        /// The file.
        path: PathBuf,
    },
    /// A value that JSON cannot hold.
    #[error("paper \"{document}\": {source}")]
    Json {
        /// The paper's id.
        document: String,
        /// Why.
        source: serde_json::Error,
    },
    /// The Parquet writer refused.
    #[error("cannot write {path} as Parquet: {reason}")]
    Parquet {
        /// Where to.
        path: PathBuf,
        /// Why.
        reason: String,
    },
}
