//! Tab-separated files without quoting: what POLECAT, ICEWS, GDELT and Phoenix share.

use crate::sink::Sink;
use crate::{FileEntry, Manifest, OutputError, cell};

/// A tab file being written.
pub(crate) struct Tab {
    sink: Sink,
    missing: &'static str,
}

impl Tab {
    /// A file without a header.
    pub fn bare(sink: Sink, missing: &'static str) -> Self {
        Self { sink, missing }
    }

    /// A file with a header.
    pub fn headed(sink: Sink, missing: &'static str, names: &[&str]) -> Result<Self, OutputError> {
        let mut tab = Self { sink, missing };
        tab.sink.put(&cell::tabs(names))?;
        Ok(tab)
    }

    /// Writes a row and counts it; empty values are written as the file's missing value.
    pub fn row(&mut self, values: &[String], manifest: &mut Manifest) -> Result<(), OutputError> {
        let values: Vec<&str> = values
            .iter()
            .map(|v| if v.trim().is_empty() { self.missing } else { v.as_str() })
            .collect();
        self.sink.put(&cell::tabs(&values))?;
        manifest.rows += 1;
        Ok(())
    }

    /// Closes the file.
    pub fn close(self) -> Result<Vec<FileEntry>, OutputError> {
        Ok(vec![self.sink.close()?])
    }
}

/// A value that may be missing.
pub(crate) fn or_empty<T: ToString>(value: Option<T>) -> String {
    value.map(|v| v.to_string()).unwrap_or_default()
}
