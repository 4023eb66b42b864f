//! brat standoff: for each paper `NAME.txt` and `NAME.ann`, beside one `annotation.conf`.
//!
//! Offsets are code points. A span over a line break is written as fragments, as brat wants it.
//! Where the text may not be given away, `NAME.txt` holds an `x` for each character, so that the
//! annotations still open. `SHA256SUMS` lists every file (`sha256sum -c SHA256SUMS` checks them), so
//! that the manifest does not grow with the papers.

use super::Writer;
use crate::sink::Sink;
use crate::view::{Act, View};
use crate::{FileEntry, Manifest, OutputError, cell, ids, tables};
use record::{Cited, MentionRecord};
use std::collections::{BTreeMap, HashMap};
use std::fmt::Write as _;
use std::path::PathBuf;

pub(crate) struct Brat {
    folder: PathBuf,
    sums: Sink,
}

impl Brat {
    pub fn new(folder: PathBuf) -> Result<Self, OutputError> {
        std::fs::create_dir_all(&folder)
            .map_err(|source| OutputError::Write { path: folder.clone(), source })?;
        let mut conf = Sink::create(folder.join("annotation.conf"))?;
        conf.put(&configuration())?;
        let mut brat = Self { sums: Sink::create(folder.join("SHA256SUMS"))?, folder };
        brat.sum(&conf.close()?)?;
        Ok(brat)
    }

    /// Notes a file that is written.
    fn sum(&mut self, file: &FileEntry) -> Result<(), OutputError> {
        self.sums.put(&format!("{}  {}\n", file.sha256, file.name))
    }

    fn write(&mut self, document: &str, name: &str, text: &str) -> Result<(), OutputError> {
        let mut sink = Sink::create_new(self.folder.join(name)).map_err(|e| match e {
            OutputError::Write { path, source }
                if source.kind() == std::io::ErrorKind::AlreadyExists =>
            {
                OutputError::Twice { document: document.into(), path }
            }
            other => other,
        })?;
        sink.put(text)?;
        self.sum(&sink.close()?)
    }
}

impl Writer for Brat {
    fn paper(&mut self, view: &View<'_>, manifest: &mut Manifest) -> Result<(), OutputError> {
        let text = view.text_or_mask();
        let name = file_name(&view.record.id);
        let mut sheet = Sheet::new(&text);
        for act in view.acts() {
            sheet.event(&act);
        }
        self.write(&view.record.id, &format!("{name}.txt"), &text)?;
        self.write(&view.record.id, &format!("{name}.ann"), &sheet.lines)?;
        manifest.rows += 1;
        Ok(())
    }

    fn finish(self: Box<Self>, _: &mut Manifest) -> Result<Vec<FileEntry>, OutputError> {
        Ok(vec![self.sums.close()?])
    }
}

/// The annotations of one paper.
struct Sheet {
    letters: Vec<char>,
    lines: String,
    /// Label and span to the number of the `T` line.
    spans: HashMap<(String, u32, u32), usize>,
    noted: BTreeMap<usize, String>,
    events: usize,
    attributes: usize,
    notes: usize,
}

impl Sheet {
    fn new(text: &str) -> Self {
        Self {
            letters: text.chars().collect(),
            lines: String::new(),
            spans: HashMap::new(),
            noted: BTreeMap::new(),
            events: 0,
            attributes: 0,
            notes: 0,
        }
    }

    /// The `T` line of a span, written once.
    fn span(&mut self, label: &str, cited: &Cited) -> usize {
        let key = (label.to_owned(), cited.start, cited.end);
        if let Some(n) = self.spans.get(&key) {
            return *n;
        }
        let n = self.spans.len() + 1;
        self.spans.insert(key, n);
        let fragments = self.fragments(cited);
        let offsets: Vec<String> = fragments.iter().map(|(a, b)| format!("{a} {b}")).collect();
        let words: Vec<String> =
            fragments.iter().map(|&(a, b)| self.letters[a..b].iter().collect()).collect();
        self.line(format_args!("T{n}\t{label} {}\t{}", offsets.join(";"), words.join(" ")));
        n
    }

    /// The parts of a span between line breaks.
    fn fragments(&self, cited: &Cited) -> Vec<(usize, usize)> {
        let end = (cited.end as usize).min(self.letters.len());
        let start = (cited.start as usize).min(end);
        let mut fragments = Vec::new();
        let mut from = start;
        for at in start..=end {
            if at == end || matches!(self.letters[at], '\n' | '\r') {
                if at > from {
                    fragments.push((from, at));
                }
                from = at + 1;
            }
        }
        if fragments.is_empty() {
            fragments.push((start, end));
        }
        fragments
    }

    fn event(&mut self, act: &Act<'_>) {
        let event = act.event;
        let trigger = self.span(&event.event, &event.trigger);
        let mut arguments = String::new();
        self.arguments(&mut arguments, "Actor", &event.actors);
        self.arguments(&mut arguments, "Recipient", &event.recipients);
        self.arguments(&mut arguments, "Said-By", event.said_by.as_slice());
        if let Some(place) = &event.place {
            let n = self.span("Place", &place.cited);
            let _ = write!(arguments, " Place:T{n}");
        }
        if let Some(date) = &event.date
            && let (Some(start), Some(end)) = (date.start, date.end)
        {
            let text = date.text.clone().unwrap_or_default();
            let n = self.span("Time", &Cited { text, start, end });
            let _ = write!(arguments, " Time:T{n}");
        }
        self.events += 1;
        let n = self.events;
        self.line(format_args!("E{n}\t{}:T{trigger}{arguments}", event.event));
        if event.aux == "negation" {
            self.attribute(format_args!("Negation E{n}"));
        }
        if event.aux == "hypothetical" {
            self.attribute(format_args!("Speculation E{n}"));
        }
        if event.aux != "none" {
            self.attribute(format_args!("Aux E{n} {}", event.aux));
        }
        if event.weight == "background" {
            self.attribute(format_args!("Background E{n}"));
        }
        if let Some(mode) = &event.mode {
            self.attribute(format_args!("Mode E{n} {mode}"));
        }
        let note = format!("{} cameo={} confidence={}", event.id, event.cameo, event.confidence);
        self.note(&format!("E{n}"), &note);
    }

    fn arguments(&mut self, out: &mut String, role: &str, mentions: &[MentionRecord]) {
        for (i, mention) in mentions.iter().enumerate() {
            let n = self.span("Party", &mention.cited);
            // brat numbers repeated roles from the second on.
            let number = if i == 0 { String::new() } else { (i + 1).to_string() };
            let _ = write!(out, " {role}{number}:T{n}");
            let code = mention.code.as_deref().unwrap_or("-");
            let sector = mention.sector.as_deref().unwrap_or("-");
            let note = format!("{} · {code} {sector}", cell::clean(&mention.name));
            if self.noted.insert(n, note.clone()).as_ref() != Some(&note) {
                self.note(&format!("T{n}"), &note);
            }
        }
    }

    fn attribute(&mut self, what: std::fmt::Arguments<'_>) {
        self.attributes += 1;
        let n = self.attributes;
        self.line(format_args!("A{n}\t{what}"));
    }

    fn note(&mut self, of: &str, note: &str) {
        self.notes += 1;
        let n = self.notes;
        self.line(format_args!("#{n}\tAnnotatorNotes {of}\t{note}"));
    }

    fn line(&mut self, line: std::fmt::Arguments<'_>) {
        let _ = writeln!(self.lines, "{line}");
    }
}

/// A name for a paper's files: its id where that is a plain name, else what is plain in it and a
/// hash, so that different papers have different files.
fn file_name(id: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    let safe: String = id.chars().map(|c| if plain(c) { c } else { '_' }).take(80).collect();
    if safe == id { safe } else { format!("{safe}-{}", ids::short(&["brat", id])) }
}

/// `annotation.conf`: the labels, roles and attributes that the files use.
fn configuration() -> String {
    let roles = "Actor*:Party, Recipient*:Party, Said-By?:Party, Place?:Place, Time?:Time";
    let mut conf = String::from("[entities]\nParty\nPlace\nTime\n\n[relations]\n\n[events]\n");
    let mut modes = Vec::new();
    for (name, of) in tables::plover_types() {
        let _ = writeln!(conf, "{name}\t{roles}");
        modes.extend(of);
    }
    modes.sort_unstable();
    modes.dedup();
    conf.push_str("\n[attributes]\nNegation\tArg:<EVENT>\nSpeculation\tArg:<EVENT>\nBackground\tArg:<EVENT>\n");
    conf.push_str("Aux\tArg:<EVENT>, Value:future|hypothetical|negation|historical\n");
    let _ = writeln!(conf, "Mode\tArg:<EVENT>, Value:{}", modes.join("|"));
    conf
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn file_names_are_plain_and_differ() {
        assert_eq!(file_name("rozmowa-1"), "rozmowa-1");
        assert!(file_name("../etc/passwd").starts_with("___etc_passwd-"));
        assert_ne!(file_name("a/b"), file_name("a?b"));
    }

    #[test]
    fn spans_over_line_breaks_are_fragments() {
        let mut sheet = Sheet::new("łąka\r\ni 🙂 las");
        let n = sheet.span("Place", &Cited { text: String::new(), start: 0, end: 9 });
        assert_eq!((n, sheet.lines.as_str()), (1, "T1\tPlace 0 4;6 9\tłąka i 🙂\n"));
    }
}
