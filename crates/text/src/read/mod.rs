//! Files, folders' files and standard input in; documents, or why there is none, out.
//!
//! **In:** a path or a byte stream and what the flags gave. **Out:** an iterator of [`Item`]s, each
//! a [`Document`], raw CoNLL-U, or a [`ReadError`] that names file, line and reason. One bad
//! document never stops the others: a JSONL file with a broken line yields an error for the line
//! and goes on.
//!
//! The text of `.txt` and `.jsonl` is kept as given (only its encoding is read), since offsets
//! point into it; of `.html` and `.md` it is the extracted text.

mod decode;
mod error;
mod html;
mod jsonl;
mod language;
mod markdown;

pub use decode::decode;
pub use error::{ReadError, Reason};
pub use language::detect;

use crate::{Document, Lang};
use jiff::civil::Date;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;

/// What a file is read as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Plain text.
    Text,
    /// Markdown; marks are taken off.
    Markdown,
    /// A web page; its main text is taken.
    Html,
    /// One JSON object a line.
    Jsonl,
    /// Trees that another program made.
    Conllu,
}

impl Format {
    /// By a file name's extension.
    pub fn of(path: &Path) -> Option<Self> {
        let extension = path.extension()?.to_str()?.to_ascii_lowercase();
        Some(match extension.as_str() {
            "txt" | "text" => Format::Text,
            "md" | "markdown" => Format::Markdown,
            "html" | "htm" | "xhtml" => Format::Html,
            "jsonl" | "ndjson" => Format::Jsonl,
            "conllu" | "conll" => Format::Conllu,
            _ => return None,
        })
    }

    /// By a stream's first bytes, for standard input.
    fn sniff(head: &[u8]) -> Self {
        let head = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head).trim_ascii_start();
        let lower: Vec<u8> = head.iter().take(256).map(u8::to_ascii_lowercase).collect();
        let tabs = head.split(|&b| b == b'\n').take(8);
        if head.starts_with(b"{") {
            Format::Jsonl
        } else if lower.starts_with(b"<!doctype html") || lower.starts_with(b"<html") {
            Format::Html
        } else if tabs.filter(|l| l.iter().filter(|&&b| b == b'\t').count() == 9).count() > 0 {
            Format::Conllu
        } else {
            Format::Text
        }
    }
}

/// What the flags give where the input says nothing.
#[derive(Clone, Copy, Debug, Default)]
pub struct Defaults {
    /// Language; detected where `None`.
    pub lang: Option<Lang>,
    /// Day of publication.
    pub published: Option<Date>,
}

/// One thing that was read.
#[derive(Clone, Debug, PartialEq)]
pub enum Item {
    /// A text.
    Document(Document),
    /// CoNLL-U as it was given; `syntax` parses it.
    Conllu {
        /// File name without its extension.
        id: String,
        /// Language of the trees (given, else Polish: trees do not say).
        lang: Lang,
        /// Day of publication, if given.
        published: Option<Date>,
        /// The file's content.
        content: String,
    },
}

/// What a source yields, one document at a time.
pub type Items = Box<dyn Iterator<Item = Result<Item, ReadError>> + Send>;

/// Reads a file by the format that its extension names (plain text where it names none).
pub fn read_file(path: &Path, defaults: Defaults) -> Items {
    let name = path.display().to_string();
    let fail = |reason| one(Err(ReadError::new(&name, None, reason)));
    if path.is_dir() {
        return fail(Reason::Folder);
    }
    let file = match std::fs::File::open(path) {
        Ok(file) => file,
        Err(e) => return fail(Reason::Io(e.to_string())),
    };
    let id = path.file_stem().map_or_else(|| name.clone(), |s| s.to_string_lossy().into_owned());
    let format = Format::of(path).unwrap_or(Format::Text);
    read(BufReader::new(file), &name, &id, format, defaults)
}

/// Reads standard input (or any stream), finding its format by its first bytes.
pub fn read_stream(stream: impl Read + Send + 'static, name: &str, defaults: Defaults) -> Items {
    let mut stream = BufReader::with_capacity(1 << 16, stream);
    let format = match stream.fill_buf() {
        Ok(head) => Format::sniff(head),
        Err(e) => return one(Err(ReadError::new(name, None, Reason::Io(e.to_string())))),
    };
    read(stream, name, name, format, defaults)
}

fn one(item: Result<Item, ReadError>) -> Items {
    Box::new(std::iter::once(item))
}

fn read(
    mut stream: impl BufRead + Send + 'static,
    name: &str,
    id: &str,
    format: Format,
    defaults: Defaults,
) -> Items {
    if format == Format::Jsonl {
        return Box::new(jsonl::Lines::new(stream, name, defaults));
    }
    let mut bytes = Vec::new();
    if let Err(e) = stream.read_to_end(&mut bytes) {
        return one(Err(ReadError::new(name, None, Reason::Io(e.to_string()))));
    }
    one(read_bytes(bytes, name, id, format, defaults))
}

/// Reads one document from bytes.
///
/// # Errors
/// If they are no text, in no encoding we read, empty, or in a language we do not read.
pub fn read_bytes(
    bytes: Vec<u8>,
    name: &str,
    id: &str,
    format: Format,
    defaults: Defaults,
) -> Result<Item, ReadError> {
    let fail = |reason| ReadError::new(name, None, reason);
    let declared = if format == Format::Html { html::declared(&bytes) } else { None };
    let text = decode(bytes, declared.as_deref()).map_err(fail)?;
    let Defaults { lang, published } = defaults;
    let base = Document { id: id.into(), lang: Lang::Pl, published, title: None, url: None, text };
    let (mut document, said) = match format {
        Format::Conllu => {
            let content = base.text;
            if content.trim().is_empty() {
                return Err(fail(Reason::Empty));
            }
            let lang = lang.unwrap_or(Lang::Pl);
            return Ok(Item::Conllu { id: id.into(), lang, published, content });
        }
        Format::Html => html::extract(base).map_err(fail)?,
        Format::Markdown => markdown::strip(base),
        Format::Text | Format::Jsonl => (base, None),
    };
    document.lang = finish(&document.text, lang.or(said))
        .map_err(|(line, reason)| ReadError::new(name, line, reason))?;
    Ok(Item::Document(document))
}

/// Refuses empty texts and control characters, and finds the language.
fn finish(text: &str, given: Option<Lang>) -> Result<Lang, (Option<usize>, Reason)> {
    if text.trim().is_empty() {
        return Err((None, Reason::Empty));
    }
    let control = |b: &u8| matches!(b, 0..=8 | 0x0E..=0x1F | 0x7F);
    if let Some(at) = text.as_bytes().iter().position(control) {
        let line = text.as_bytes()[..at].iter().filter(|&&b| b == b'\n').count() + 1;
        return Err((Some(line), Reason::Control { code: text.as_bytes()[at], byte: at }));
    }
    match given {
        Some(lang) => Ok(lang),
        None => detect(text).map_err(|reason| (None, reason)),
    }
}

#[cfg(test)]
mod tests;
