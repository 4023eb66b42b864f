//! RSS, Atom or JSON Feed in; a document an entry out.
//!
//! An entry's document is, in this order: the text that the feed carries, if it is the whole text;
//! the main text of the page that the entry links, if pages may be fetched; the summary or headline,
//! with a note that says so.
//!
//! A feed that breaks in the middle gives the entries that are whole, and an error for each that is
//! not.

mod check;
mod entry;
mod pieces;

use crate::read::{Reader, Records, Step};
use chrono::{DateTime, NaiveDate, Utc};
use feed_rs::model::{Entry, Feed, Link, Text};
use feed_rs::parser::Builder;
use std::panic::{AssertUnwindSafe, catch_unwind};
use text::{Part, ReadError, Reason};

/// Bytes in which a feed must name its encoding.
const HEAD: usize = 256;

/// What is to be read, read only when it is asked for.
type Opening = Box<dyn FnOnce() -> Result<(Vec<u8>, String, Reader), ReadError> + Send>;

/// The entries of a feed in their order.
pub(crate) struct Entries {
    opening: Option<Opening>,
    opened: Option<Open>,
    at: u64,
    passed_over: u64,
}

struct Open {
    name: String,
    reader: Reader,
    lang: Option<String>,
    entries: std::vec::IntoIter<Result<Entry, Reason>>,
}

impl Entries {
    pub(crate) fn new(
        opening: impl FnOnce() -> Result<(Vec<u8>, String, Reader), ReadError> + Send + 'static,
        from: u64,
    ) -> Self {
        Self { opening: Some(Box::new(opening)), opened: None, at: from, passed_over: 0 }
    }
}

impl Records for Entries {
    fn next(&mut self) -> Option<Step> {
        if let Some(opening) = self.opening.take() {
            match opening().and_then(|(bytes, name, reader)| Open::new(bytes, name, reader)) {
                Ok(mut open) => {
                    (0..self.at).for_each(|_| drop(open.entries.next()));
                    self.opened = Some(open);
                }
                Err(e) => return Some(Step::new(self.at, Err(e))),
            }
        }
        let open = self.opened.as_mut()?;
        loop {
            let entry = open.entries.next()?;
            self.at += 1;
            let fail = |e: ReadError| e.in_part(Part::Entry(self.at));
            let read = entry.map_err(|reason| ReadError::new(&open.name, None, reason)).and_then(
                |entry| entry::document(entry, open.lang.as_deref(), &open.name, &open.reader),
            );
            match read {
                Ok(None) => self.passed_over += 1,
                Ok(Some(step)) => {
                    let item = step.item.map_err(fail);
                    return Some(Step { position: self.at, item, ..step });
                }
                Err(e) => return Some(Step::new(self.at, Err(fail(e)))),
            }
        }
    }

    fn passed_over(&self) -> u64 {
        self.passed_over
    }
}

impl Open {
    fn new(bytes: Vec<u8>, name: String, reader: Reader) -> Result<Self, ReadError> {
        let fail = |reason| ReadError::new(&name, None, reason);
        let bytes = readable(bytes).map_err(fail)?;
        check::entities(&bytes).map_err(fail)?;
        let (lang, entries) = match parse(&bytes, &name) {
            Ok(feed) => (feed.language, feed.entries.into_iter().map(Ok).collect()),
            Err(whole) => {
                let (lang, entries) = salvage(&bytes, &name);
                // Nothing in it is whole: then what is wrong with all of it is wrong.
                if entries.iter().all(Result::is_err) {
                    return Err(fail(whole));
                }
                (lang, entries)
            }
        };
        Ok(Self { name, reader, lang, entries: entries.into_iter() })
    }
}

fn parse(bytes: &[u8], name: &str) -> Result<Feed, Reason> {
    let base = Some(name).filter(|name| name.starts_with("http"));
    // Ids of entries without one are made in `entry`, where they are the same each time.
    let none = |_: &[Link], _: &Option<Text>, _: Option<&str>| String::new();
    let builder = Builder::new().base_uri(base).timestamp_parser(moment).id_generator(none);
    let parser = builder.build();
    // A fault in the parser (none is known) may cost a feed and not the run.
    let parsed = catch_unwind(AssertUnwindSafe(|| parser.parse(bytes)));
    let parsed =
        parsed.map_err(|_| Reason::Feed("a fault of the program, please report it".into()))?;
    parsed.map_err(|e| Reason::Feed(e.to_string()))
}

/// A feed as its parser can read it: from its first mark on, and in UTF-8 if it names no encoding.
fn readable(bytes: Vec<u8>) -> Result<Vec<u8>, Reason> {
    let blank = bytes.iter().take_while(|b| b.is_ascii_whitespace()).count();
    let bytes = if blank > 0 { bytes[blank..].to_vec() } else { bytes };
    let head = &bytes[..bytes.len().min(HEAD)];
    let names = head.windows(8).any(|w| w == b"encoding");
    let marked = matches!(head, [0xFE, 0xFF, ..] | [0xFF, 0xFE, ..] | [0, ..] | [_, 0, ..]);
    if names || marked || std::str::from_utf8(&bytes).is_ok() {
        return Ok(bytes);
    }
    text::decode(bytes, None).map(String::into_bytes)
}

/// Reads the entries one by one.
fn salvage(bytes: &[u8], name: &str) -> (Option<String>, Vec<Result<Entry, Reason>>) {
    let mut lang = None;
    let mut entries = Vec::new();
    for piece in pieces::cut(bytes) {
        entries.push(match piece {
            Err(why) => Err(Reason::Feed(why.into())),
            Ok(piece) => parse(&piece, name).and_then(|feed| {
                lang = lang.take().or(feed.language);
                let entry = feed.entries.into_iter().next();
                entry.ok_or_else(|| Reason::Feed("the entry is empty".into()))
            }),
        });
    }
    (lang, entries)
}

/// The day of a time stamp **as written**, at midnight of no zone: `feed-rs` reckons in UTC and would
/// move what is published after midnight in Warsaw to the day before.
fn moment(text: &str) -> Option<DateTime<Utc>> {
    let day = text::day_as_written(text)?;
    let (year, month, date) = (day.year().into(), day.month(), day.day());
    let day = NaiveDate::from_ymd_opt(year, u32::try_from(month).ok()?, u32::try_from(date).ok()?)?;
    Some(day.and_hms_opt(0, 0, 0)?.and_utc())
}
