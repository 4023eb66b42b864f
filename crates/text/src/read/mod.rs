//! Files, folders' files and standard input in; documents, or why there is none, out.
//!
//! **In:** a path or a byte stream and what the flags gave. **Out:** an iterator of [`Item`]s, each
//! a [`Document`], raw CoNLL-U, or a [`ReadError`] that names file, line and reason. One bad
//! document never stops the others: a JSONL file with a broken line yields an error for the line
//! and goes on.
//!
//! The text of `.txt` and `.jsonl` is kept as given (only its encoding is read), since offsets
//! point into it; of `.html` and `.md` it is the extracted text. Files packed by gzip or zstd are
//! read like the others, whatever their names.

mod date;
mod decode;
mod error;
mod html;
mod jsonl;
mod language;
mod markdown;
mod unpack;

pub use date::{day_as_written, day_in_address};
pub use decode::decode;
pub use error::{Part, ReadError, Reason};
pub use html::{Carried, html_text};
pub use jsonl::JsonLines;
pub use language::{detect, settle};
pub use unpack::{Limits, Packing, Unpacked, unpack};

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
    /// By a file name's extension, that of the packing (`.gz`, `.zst`) aside.
    pub fn of(path: &Path) -> Option<Self> {
        let name = Packing::strip(path.file_name()?.to_str()?);
        let extension = Path::new(name).extension()?.to_str()?.to_ascii_lowercase();
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
    pub fn sniff(head: &[u8]) -> Self {
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
    let format = Format::of(path).unwrap_or(Format::Text);
    read(file, &name, &stem(path), Some(format), defaults)
}

/// The id of a file's document: its name without the extensions of format and packing.
pub fn stem(path: &Path) -> String {
    let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy();
    let name = Path::new(Packing::strip(&name));
    name.file_stem().unwrap_or(name.as_os_str()).to_string_lossy().into_owned()
}

/// Reads standard input (or any stream), finding its format by its first bytes.
pub fn read_stream(stream: impl Read + Send + 'static, name: &str, defaults: Defaults) -> Items {
    read(stream, name, name, None, defaults)
}

fn one(item: Result<Item, ReadError>) -> Items {
    Box::new(std::iter::once(item))
}

fn read(
    stream: impl Read + Send + 'static,
    name: &str,
    id: &str,
    format: Option<Format>,
    defaults: Defaults,
) -> Items {
    let limits = Limits::default();
    let opened = unpack(stream, &limits, false).and_then(|stream| {
        let mut stream = BufReader::with_capacity(1 << 16, stream);
        let sniffed = Format::sniff(stream.fill_buf()?);
        Ok((stream, format.unwrap_or(sniffed)))
    });
    let (stream, format) = match opened {
        Ok(opened) => opened,
        Err(e) => return one(Err(ReadError::new(name, None, e.into()))),
    };
    if format == Format::Jsonl {
        return Box::new(JsonLines::new(stream, name, limits.document_bytes, defaults));
    }
    let mut bytes = Vec::new();
    if let Err(e) = stream.take(limits.document_bytes + 1).read_to_end(&mut bytes) {
        return one(Err(ReadError::new(name, None, e.into())));
    }
    if bytes.len() as u64 > limits.document_bytes {
        let reason = Reason::TooLarge { limit: limits.document_bytes };
        return one(Err(ReadError::new(name, None, reason)));
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
    document(bytes, id, format, Carried::default(), defaults)
        .map_err(|(line, reason)| ReadError::new(name, line, reason))
}

/// Reads a web page from its bytes and what is known from the way it came.
///
/// # Errors
/// As [`read_bytes`]; also if it is nested too deep or has no main text.
pub fn read_page(
    bytes: Vec<u8>,
    name: &str,
    id: &str,
    carried: Carried<'_>,
    defaults: Defaults,
) -> Result<Item, ReadError> {
    document(bytes, id, Format::Html, carried, defaults)
        .map_err(|(line, reason)| ReadError::new(name, line, reason))
}

fn document(
    bytes: Vec<u8>,
    id: &str,
    format: Format,
    carried: Carried<'_>,
    defaults: Defaults,
) -> Result<Item, (Option<usize>, Reason)> {
    let fail = |reason| (None, reason);
    let own = if format == Format::Html { html::declared(&bytes) } else { None };
    let text = decode(bytes, carried.charset.or(own.as_deref())).map_err(fail)?;
    let Defaults { lang, published } = defaults;
    let (id, url) = (id.to_owned(), carried.url.map(str::to_owned));
    let base = Document { id, lang: Lang::Pl, published, title: None, author: None, url, text };
    let (mut document, said) = match format {
        Format::Conllu => {
            let (id, content) = (base.id, base.text);
            if content.trim().is_empty() {
                return Err(fail(Reason::Empty));
            }
            let lang = lang.unwrap_or(Lang::Pl);
            return Ok(Item::Conllu { id, lang, published, content });
        }
        Format::Html => html::extract(base, carried).map_err(fail)?,
        Format::Markdown => markdown::strip(base),
        Format::Text | Format::Jsonl => (base, None),
    };
    let lang = match lang {
        Some(lang) => Some(lang),
        None => language::settle(&document.text, said).map_err(fail)?,
    };
    document.lang = finish(&document.text, lang)?;
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
