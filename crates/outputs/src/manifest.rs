//! What was written: row counts, checksums, and what was left out with the reason.

use crate::{Format, OutputError};
use serde::Serialize;
use std::{collections::BTreeMap, path::Path};

/// What an export wrote; saved beside the data as `manifest.json`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Manifest {
    /// The format's name.
    pub format: String,
    /// The program's version.
    pub version: String,
    /// Whether the papers' words were left out.
    pub anonymous_text: bool,
    /// Papers that came in.
    pub documents: u64,
    /// Events that they held.
    pub events: u64,
    /// Rows, lines, objects, or files of annotation written, without headers.
    pub rows: u64,
    /// Events (or, where pairs are written, pairs) left out, by reason.
    pub left_out: BTreeMap<String, u64>,
    /// Column names, in order, for tables.
    pub columns: Vec<String>,
    /// The file; for a folder with many, the one that lists them with their checksums.
    pub files: Vec<FileEntry>,
}

/// One file of an export.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FileEntry {
    /// Its name, without the folder.
    pub name: String,
    /// Its size.
    pub bytes: u64,
    /// SHA-256, as `sha256sum` prints it.
    pub sha256: String,
}

impl Manifest {
    pub(crate) fn new(format: Format, version: &str, anonymous_text: bool) -> Self {
        Self {
            format: format.name().into(),
            version: version.into(),
            anonymous_text,
            documents: 0,
            events: 0,
            rows: 0,
            left_out: BTreeMap::new(),
            columns: Vec::new(),
            files: Vec::new(),
        }
    }

    /// Notes that an event or a pair stays out.
    pub(crate) fn leave_out(&mut self, reason: &str) {
        *self.left_out.entry(reason.into()).or_default() += 1;
    }

    /// The manifest as indented JSON with a line break at its end.
    pub fn json(&self) -> String {
        // Strings, numbers and lists of them: nothing that JSON cannot hold.
        let mut json = serde_json::to_string_pretty(self).unwrap_or_default();
        json.push('\n');
        json
    }

    /// Saves it.
    ///
    /// # Errors
    /// If the file cannot be written.
    pub fn write(&self, path: &Path) -> Result<(), OutputError> {
        std::fs::write(path, self.json())
            .map_err(|source| OutputError::Write { path: path.into(), source })
    }
}
