//! JSONL in, one document a line out; a broken line is an error of its own.

use super::{Defaults, Item, ReadError, Reason, decode, finish};
use crate::{Document, Lang};
use jiff::civil::Date;
use serde_json::{Map, Value};
use std::io::BufRead;

/// Reads a stream line by line, so that a file larger than memory can be read.
pub(super) struct Lines<R> {
    stream: R,
    name: String,
    defaults: Defaults,
    line: usize,
    seen: bool,
    done: bool,
}

impl<R: BufRead> Lines<R> {
    pub(super) fn new(stream: R, name: &str, defaults: Defaults) -> Self {
        Self { stream, name: name.into(), defaults, line: 0, seen: false, done: false }
    }

    fn error(&self, line: Option<usize>, reason: Reason) -> ReadError {
        ReadError::new(&self.name, line, reason)
    }
}

impl<R: BufRead> Iterator for Lines<R> {
    type Item = Result<Item, ReadError>;

    fn next(&mut self) -> Option<Self::Item> {
        while !self.done {
            let mut bytes = Vec::new();
            match self.stream.read_until(b'\n', &mut bytes) {
                Ok(0) => {
                    self.done = true;
                    let empty = self.error(None, Reason::Empty);
                    return (!self.seen).then_some(Err(empty));
                }
                Ok(_) => self.line += 1,
                Err(e) => {
                    self.done = true;
                    return Some(Err(self.error(Some(self.line + 1), Reason::Io(e.to_string()))));
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
    Ok(Item::Document(Document { id, lang, published, title, url, text }))
}

/// A field that may be absent or null, else a string.
fn string(fields: &Map<String, Value>, name: &'static str) -> Result<Option<String>, Reason> {
    match fields.get(name) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(s)) => Ok(Some(s.clone())),
        Some(_) => Err(Reason::Field { field: name, expected: "a string" }),
    }
}

/// A date, or the date of a time stamp in the paper's own zone.
pub(super) fn date(text: &str) -> Result<Date, Reason> {
    let wrong = || Reason::Date(text.chars().take(40).collect());
    let day = match text.as_bytes().get(10) {
        None => text,
        Some(b'T' | b' ') => text.get(..10).ok_or_else(wrong)?,
        Some(_) => return Err(wrong()),
    };
    let shape = day.len() == 10 && day.as_bytes()[4] == b'-' && day.as_bytes()[7] == b'-';
    if shape { day.parse().map_err(|_| wrong()) } else { Err(wrong()) }
}
