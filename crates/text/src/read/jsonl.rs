//! JSONL in, one document a line out; a broken line is an error of its own.

use super::date::date;
use super::{Defaults, Item, ReadError, Reason, decode, finish};
use crate::{Document, Lang};
use serde_json::{Map, Value};
use std::io::{self, BufRead, Read};

/// Reads a stream line by line, so that a file larger than memory can be read.
pub struct JsonLines<R> {
    stream: R,
    name: String,
    defaults: Defaults,
    longest: u64,
    line: usize,
    seen: bool,
    done: bool,
}

impl<R: BufRead> JsonLines<R> {
    /// A reader of a stream named `name`; lines may have `longest` bytes each.
    pub fn new(stream: R, name: &str, longest: u64, defaults: Defaults) -> Self {
        let name = name.into();
        Self { stream, name, defaults, longest, line: 0, seen: false, done: false }
    }

    /// Passes over the first `lines` lines, which an earlier run has read.
    ///
    /// # Errors
    /// If the stream cannot be read that far.
    pub fn skip_lines(&mut self, lines: u64) -> Result<(), ReadError> {
        for _ in 0..lines {
            match skip_line(&mut self.stream) {
                Ok(0) => break,
                Ok(_) => (self.line, self.seen) = (self.line + 1, true),
                Err(e) => return Err(self.stopped(e)),
            }
        }
        Ok(())
    }

    /// Lines taken so far, blank ones and broken ones too.
    pub fn lines(&self) -> u64 {
        self.line as u64
    }

    fn error(&self, line: Option<usize>, reason: Reason) -> ReadError {
        ReadError::new(&self.name, line, reason)
    }

    /// The stream cannot be read any further.
    fn stopped(&mut self, error: io::Error) -> ReadError {
        self.done = true;
        self.error(Some(self.line + 1), error.into())
    }
}

/// Passes over a line; gives its length.
fn skip_line(stream: &mut impl BufRead) -> io::Result<u64> {
    let mut length = 0;
    loop {
        let buffer = stream.fill_buf()?;
        let end = buffer.iter().position(|&b| b == b'\n').map(|i| i + 1);
        let used = end.unwrap_or(buffer.len());
        stream.consume(used);
        length += used as u64;
        if end.is_some() || used == 0 {
            return Ok(length);
        }
    }
}

impl<R: BufRead> Iterator for JsonLines<R> {
    type Item = Result<Item, ReadError>;

    fn next(&mut self) -> Option<Self::Item> {
        while !self.done {
            let mut bytes = Vec::new();
            match (&mut self.stream).take(self.longest).read_until(b'\n', &mut bytes) {
                Ok(0) => {
                    self.done = true;
                    let empty = self.error(None, Reason::Empty);
                    return (!self.seen).then_some(Err(empty));
                }
                Ok(_) => self.line += 1,
                Err(e) => return Some(Err(self.stopped(e))),
            }
            if bytes.len() as u64 == self.longest && bytes.last() != Some(&b'\n') {
                match skip_line(&mut self.stream) {
                    // The line ended just there, and with it the stream.
                    Ok(0) => {}
                    Ok(_) => {
                        self.seen = true;
                        let reason = Reason::TooLarge { limit: self.longest };
                        return Some(Err(self.error(Some(self.line), reason)));
                    }
                    Err(e) => return Some(Err(self.stopped(e))),
                }
            }
            if bytes.trim_ascii().is_empty() {
                continue;
            }
            self.seen = true;
            let item = document(bytes, self.defaults);
            return Some(item.map_err(|reason| self.error(Some(self.line), reason)));
        }
        None
    }
}

fn document(bytes: Vec<u8>, defaults: Defaults) -> Result<Item, Reason> {
    let line = decode(bytes, None)?;
    let value: Value =
        serde_json::from_str(line.trim()).map_err(|e| Reason::Json(e.to_string()))?;
    let Value::Object(fields) = value else {
        return Err(Reason::Json("an object is needed on each line".into()));
    };
    let id = match fields.get("id") {
        Some(Value::String(id)) if !id.is_empty() => id.clone(),
        Some(Value::Number(id)) => id.to_string(),
        None | Some(Value::Null) => return Err(Reason::Missing("id")),
        Some(_) => return Err(Reason::Field { field: "id", expected: "a string or a number" }),
    };
    let text = string(&fields, "text")?.ok_or(Reason::Missing("text"))?;
    let lang = match string(&fields, "lang")? {
        Some(code) if code != "auto" => {
            Some(Lang::from_code(&code).ok_or(Reason::Language(format!("\"{code}\"")))?)
        }
        _ => None,
    };
    let published = match string(&fields, "published")? {
        Some(day) => Some(date(&day)?),
        None => defaults.published,
    };
    let lang = finish(&text, lang.or(defaults.lang)).map_err(|(_, reason)| reason)?;
    let (title, url) = (string(&fields, "title")?, string(&fields, "url")?);
    // Others write lists or objects here; a name is welcome and nothing else is an error.
    let author = fields.get("author").and_then(Value::as_str).map(str::to_owned);
    Ok(Item::Document(Document { id, lang, published, title, author, url, text }))
}

/// A field that may be absent or null, else a string.
fn string(fields: &Map<String, Value>, name: &'static str) -> Result<Option<String>, Reason> {
    match fields.get(name) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(s)) => Ok(Some(s.clone())),
        Some(_) => Err(Reason::Field { field: name, expected: "a string" }),
    }
}
