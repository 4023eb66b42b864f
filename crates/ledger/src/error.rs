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
}

/// Results of this crate.
pub type Result<T, E = LedgerError> = std::result::Result<T, E>;

impl LedgerError {
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
