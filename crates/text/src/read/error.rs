//! Why a document could not be read: file, line, reason, each in plain words.

use thiserror::Error;

/// A document that could not be read. Displays as `file:line: reason`.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{file}{}: {reason}", line.map(|l| format!(":{l}")).unwrap_or_default())]
pub struct ReadError {
    /// The file as it was named, or "-".
    pub file: String,
    /// Line in the file, from 1, where one can be named.
    pub line: Option<usize>,
    /// What is wrong.
    pub reason: Reason,
}

impl ReadError {
    /// An error for a file, with the line where known.
    pub fn new(file: &str, line: Option<usize>, reason: Reason) -> Self {
        Self { file: file.into(), line, reason }
    }
}

/// What is wrong with a document.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Reason {
    /// The system could not read it.
    #[error("cannot read: {0}")]
    Io(String),
    /// A folder where a file is needed.
    #[error("is a folder, not a file")]
    Folder,
    /// No text in it.
    #[error("is empty: no text in it")]
    Empty,
    /// Bytes that are no text.
    #[error("is binary, not text (a zero byte at byte {byte})")]
    Binary {
        /// Offset of the first zero byte.
        byte: usize,
    },
    /// In no encoding that we read.
    #[error(
        "is not UTF-8 (byte {byte}) and neither UTF-16, Windows-1250 nor ISO-8859-2 fit: \
         convert it to UTF-8"
    )]
    Encoding {
        /// Offset of the first byte that is no UTF-8.
        byte: usize,
    },
    /// Declares an encoding that its bytes contradict.
    #[error("does not hold the encoding it declares ({label})")]
    Declared {
        /// The declared name.
        label: String,
    },
    /// A control character in the text.
    #[error("holds a control character (U+{code:04X} at byte {byte} of the text)")]
    Control {
        /// Its code.
        code: u8,
        /// Byte offset in the text.
        byte: usize,
    },
    /// A line of JSONL that is no JSON.
    #[error("is not JSON: {0}")]
    Json(String),
    /// A field that must be there.
    #[error("field \"{0}\" is missing")]
    Missing(&'static str),
    /// A field of the wrong kind.
    #[error("field \"{field}\" must be {expected}")]
    Field {
        /// Its name.
        field: &'static str,
        /// What it must be.
        expected: &'static str,
    },
    /// A date that is none.
    #[error("\"{0}\" is no date: write YYYY-MM-DD")]
    Date(String),
    /// A language we do not read.
    #[error("language {0}: only Polish (pl) and English (en) are read")]
    Language(String),
    /// Nothing tells the language.
    #[error("its language cannot be told: give --lang pl or --lang en")]
    NoLanguage,
    /// A page without a main text.
    #[error("no main text was found in the page: {0}")]
    Page(String),
}
