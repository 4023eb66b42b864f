//! Records in, one page a document out: text for people, JSON lines and CoNLL-U for programs.
//!
//! A page is filled stretch by stretch and written when it is whole. What is longer than a
//! megabyte waits in a temporary file, so that the record of a huge document needs no memory.

mod conllu;
mod jsonl;
mod style;
mod tables;
mod text;

pub use style::Style;
pub use tables::{Table, bar};
pub use text::event_line;

use crate::cli::Format;
use crate::pipeline::{About, Stretch};
use ::text::{Document, Lang};
use anyhow::Result;
use jiff::civil::Date;
use std::io::{Read, Seek, Write};
use tempfile::SpooledTempFile;

/// What a list keeps in memory before it moves to a file.
const IN_MEMORY: usize = 1 << 20;

/// What is printed of a document beside its records.
pub struct Head {
    /// Given or made from the file's name.
    pub id: String,
    /// Its language.
    pub lang: Lang,
    /// Its day.
    pub published: Option<Date>,
    /// Its title.
    pub title: Option<String>,
    /// Its address.
    pub url: Option<String>,
}

impl Head {
    /// Of a document.
    pub fn of(d: &Document) -> Self {
        let (id, title, url) = (d.id.clone(), d.title.clone(), d.url.clone());
        Self { id, lang: d.lang, published: d.published, title, url }
    }
}

/// A part of a page that grows; in memory while small, else in a temporary file.
struct Spool {
    file: SpooledTempFile,
    items: usize,
}

impl Spool {
    fn new() -> Self {
        Self { file: SpooledTempFile::new(IN_MEMORY), items: 0 }
    }

    fn push(&mut self, item: &[u8], between: &[u8]) -> Result<()> {
        if self.items > 0 {
            self.file.write_all(between)?;
        }
        self.items += 1;
        Ok(self.file.write_all(item)?)
    }

    fn copy_to(mut self, out: &mut dyn Write) -> Result<()> {
        self.file.rewind()?;
        let mut buffer = [0; 1 << 14];
        loop {
            match self.file.read(&mut buffer)? {
                0 => return Ok(()),
                n => out.write_all(&buffer[..n])?,
            }
        }
    }
}

/// The page of one document.
pub enum Page {
    /// For people.
    Text(Box<text::TextPage>),
    /// For programs.
    Jsonl(Box<jsonl::JsonPage>),
    /// The syntax.
    Conllu(Box<conllu::ConlluPage>),
}

impl Page {
    /// An empty page.
    pub fn new(head: Head, format: Format, style: Style) -> Self {
        match format {
            Format::Text => Page::Text(Box::new(text::TextPage::new(head, style))),
            Format::Jsonl => Page::Jsonl(Box::new(jsonl::JsonPage::new(head))),
            Format::Conllu => Page::Conllu(Box::new(conllu::ConlluPage::new(head))),
        }
    }

    /// Adds the next stretch.
    pub fn add(&mut self, about: &About, stretch: &Stretch) -> Result<()> {
        match self {
            Page::Text(p) => p.add(about, stretch),
            Page::Jsonl(p) => p.add(stretch),
            Page::Conllu(p) => p.add(about, stretch),
        }
    }

    /// Writes the whole page.
    pub fn finish(self, out: &mut dyn Write) -> Result<()> {
        match self {
            Page::Text(p) => p.finish(out),
            Page::Jsonl(p) => p.finish(out),
            Page::Conllu(p) => p.finish(out),
        }
    }
}

/// Notes of all stretches: those of empty stretches count only if the whole document is empty.
#[derive(Default)]
pub struct Notes {
    of_records: Vec<String>,
    of_nothing: Vec<String>,
}

impl Notes {
    /// More notes than this say nothing to a person.
    const MOST: usize = 200;

    /// Takes the notes of a stretch.
    pub fn add(&mut self, stretch: &Stretch) {
        let nothing = stretch.coded.events.is_empty();
        let list = if nothing { &mut self.of_nothing } else { &mut self.of_records };
        for note in &stretch.coded.notes {
            if list.len() < Self::MOST && !list.contains(note) {
                list.push(note.clone());
            }
        }
    }

    /// Those that count, for a document with so many events.
    pub fn all(self, events: usize) -> Vec<String> {
        if events == 0 { self.of_nothing } else { self.of_records }
    }
}
