//! Why a document could not be read: file, line, reason, each in plain words.

use thiserror::Error;

/// A document that could not be read. Displays as `file:line: reason`, or
/// `file, record 3 at byte 512: reason`.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error(
    "{file}{}{}: {reason}",
    line.map(|l| format!(":{l}")).unwrap_or_default(),
    part.map(|p| p.to_string()).unwrap_or_default()
)]
pub struct ReadError {
    /// The file as it was named, or "-", or the address.
    pub file: String,
    /// Line in the file, from 1, where one can be named.
    pub line: Option<usize>,
    /// The part of a file that holds many documents but no lines.
    pub part: Option<Part>,
    /// What is wrong.
    pub reason: Reason,
}

impl ReadError {
    /// An error for a file, with the line where known.
    pub fn new(file: &str, line: Option<usize>, reason: Reason) -> Self {
        Self { file: file.into(), line, part: None, reason }
    }

    /// The same error, in a part of its file.
    pub fn in_part(self, part: Part) -> Self {
        Self { part: Some(part), ..self }
    }
}

/// A part of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// An archive's record.
    Record {
        /// Its number among all records of the file, from 1; 0 where reading began in the middle
        /// and nothing tells it.
        number: u64,
        /// Byte offset: of the packed member that holds it, else of the record in the content.
        byte: u64,
    },
    /// A feed's entry, from 1.
    Entry(u64),
}

impl std::fmt::Display for Part {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Part::Record { number: 0, byte } => write!(f, ", record at byte {byte}"),
            Part::Record { number, byte } => write!(f, ", record {number} at byte {byte}"),
            Part::Entry(number) => write!(f, ", entry {number}"),
        }
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
    /// More content than is read.
    #[error("is too large: more than {limit} bytes")]
    TooLarge {
        /// The limit it passed.
        limit: u64,
    },
    /// Packed so tightly that it is taken for a bomb.
    #[error("is refused as a packing bomb: each packed byte becomes more than {limit} bytes")]
    Ratio {
        /// The limit it passed.
        limit: u64,
    },
    /// Packed data that cannot be unpacked.
    #[error("cannot be unpacked: its {packing} data are broken or cut off ({reason})")]
    Packed {
        /// gzip or zstd.
        packing: &'static str,
        /// What the unpacker says.
        reason: String,
    },
    /// A page whose elements are nested beyond what any browser shows.
    #[error("is refused: its elements are nested more than {limit} deep")]
    Nested {
        /// The limit it passed.
        limit: usize,
    },
    /// A page of more elements than any real one has, or of fewer that are nested deep.
    #[error("is refused: it has more than {limit} elements, or too many that are nested deep")]
    Nodes {
        /// The limit it passed.
        limit: usize,
    },
    /// XML that defines entities, which may multiply without end.
    #[error("is refused: it defines entities of its own (<!ENTITY ...>), which no feed needs")]
    Entities,
    /// A feed that cannot be read.
    #[error("is no feed that can be read: {0}")]
    Feed(String),
    /// A broken archive.
    #[error("is broken: {0}")]
    Archive(String),
    /// Could not be fetched.
    #[error("was not fetched: {0}")]
    Fetch(String),
    /// A format that is not read.
    #[error("{0}")]
    Format(String),
    /// A page without a main text.
    #[error("no main text was found in the page: {0}")]
    Page(String),
}
