//! What can go wrong with a ledger, in words that say what to do.

use std::path::{Path, PathBuf};
use thiserror::Error;

/// A ledger that could not be opened, read or written.
#[derive(Debug, Error)]
pub enum LedgerError {
    /// Not there, and not to be made.
    #[error("{0}: there is no ledger: make one with \"chancery ingest SOURCE --ledger {0}\"")]
    Missing(PathBuf),
    /// A file of another kind.
    #[error("{0}: is no ledger (another kind of file)")]
    Foreign(PathBuf),
    /// Made by a later program.
    #[error("{path}: is a ledger of version {found}; this program knows up to {known}: update it")]
    Newer {
        /// The file.
        path: PathBuf,
        /// Its version.
        found: i64,
        /// The latest we know.
        known: i64,
    },
    /// Another program writes.
    #[error("{0}: another program is writing to the ledger: try again when it has finished")]
    Locked(PathBuf),
    /// The disk is full.
    #[error("{0}: the disk is full; everything committed before is kept")]
    Full(PathBuf),
    /// It may not be written.
    #[error("{0}: the ledger or its folder may not be written")]
    ReadOnly(PathBuf),
    /// Damaged.
    #[error("{path}: is damaged: {what}; restore it from a backup")]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        what: String,
    },
    /// SQLite says something else.
    #[error("{path}: {source}")]
    Sql {
        /// The file.
        path: PathBuf,
        /// SQLite's words.
        source: rusqlite::Error,
    },
    /// A file beside the ledger.
    #[error("{path}: {source}")]
    Io {
        /// The file.
        path: PathBuf,
        /// The system's words.
        source: std::io::Error,
    },
    /// A record that is not what it should be.
    #[error("document {document}: {what}")]
    Record {
        /// Key of the document.
        document: String,
        /// What is wrong.
        what: String,
    },
    /// A question that cannot be asked.
    #[error("{0}")]
    Question(String),
    /// What is to be put right or checked is not there.
    #[error("{0}")]
    Absent(String),
    /// It is no longer as the person saw it.
    #[error("{0}")]
    Changed(String),
    /// A value that a person gave is none.
    #[error("{field} {what}{}", among(.allowed))]
    Field {
        /// The field, as the command's flags and the API name it.
        field: &'static str,
        /// What is wrong with the value.
        what: String,
        /// What it may be, where that can be listed.
        allowed: Vec<String>,
    },
    /// The codebook or the world, by which a person's words are understood, cannot be had.
    #[error("{0}")]
    Terms(String),
}

/// The values that a field may have, as the end of a sentence.
fn among(allowed: &[String]) -> String {
    if allowed.is_empty() { String::new() } else { format!("; one of: {}", allowed.join(", ")) }
}

/// Results of this crate.
pub type Result<T, E = LedgerError> = std::result::Result<T, E>;

impl LedgerError {
    /// A value that is none, where what it may be cannot be listed.
    pub(crate) fn field(field: &'static str, what: impl Into<String>) -> Self {
        Self::Field { field, what: what.into(), allowed: Vec::new() }
    }

    /// SQLite's error for a file, in our words where we have better ones.
    pub(crate) fn of(path: &Path, source: rusqlite::Error) -> Self {
        use rusqlite::ErrorCode as Code;
        let path = path.to_path_buf();
        match source.sqlite_error_code() {
            Some(Code::DatabaseBusy | Code::DatabaseLocked) => Self::Locked(path),
            Some(Code::DiskFull) => Self::Full(path),
            Some(Code::ReadOnly | Code::PermissionDenied) => Self::ReadOnly(path),
            Some(Code::NotADatabase) => Self::Foreign(path),
            Some(Code::DatabaseCorrupt) => Self::Damaged { path, what: source.to_string() },
            Some(Code::CannotOpen) if path.parent().is_some_and(Path::exists) => {
                Self::ReadOnly(path)
            }
            _ => Self::Sql { path, source },
        }
    }
}
