//! The record as a page for people.
//!
//! On top who dealt with whom and when; then a line a record with its words underneath, the
//! statements with their speakers, relations, occasions, and what was not understood.

use super::{Head, Notes, Spool, Style};
use crate::pipeline::{About, Stretch};
use anyhow::Result;
use events::record::{Event, MentionRecord, Occasion, Relation, Statement};
use std::collections::{BTreeMap, HashMap, HashSet};
use std::fmt::Write as _;
use std::io::Write;

/// Columns that running words take.
const WIDTH: usize = 96;
const INDENT: &str = "      ";

/// A growing page.
pub struct TextPage {
    head: Head,
    style: Style,
    events: Spool,
    statements: Spool,
    relations: Spool,
    occasions: Spool,
    notes: Notes,
    /// How often two parties meet in core events.
    pairs: BTreeMap<(String, String), usize>,
    /// Names that the world did not know, how often.
    unknown: HashMap<String, usize>,
    sentences: usize,
    silent: usize,
}

impl TextPage {
    /// An empty page.
    pub fn new(head: Head, style: Style) -> Self {
        Self {
            head,
            style,
            events: Spool::new(),
            statements: Spool::new(),
            relations: Spool::new(),
            occasions: Spool::new(),
            notes: Notes::default(),
            pairs: BTreeMap::new(),
            unknown: HashMap::new(),
            sentences: 0,
            silent: 0,
        }
    }

    /// Adds the records of a stretch.
    pub fn add(&mut self, about: &About, stretch: &Stretch) -> Result<()> {
        let style = self.style;
        let starts: HashMap<u32, &str> = stretch
            .sentences
            .iter()
            .map(|s| (about.points.at(s.span.start), s.span.of(about.text)))
            .collect();
        let mut told = HashSet::new();
        let mut last = None;
        for event in &stretch.coded.events {
            told.insert(event.sentence[0]);
            self.count_pairs(event);
            let mut block = event_line(event, style);
            block.push('\n');
            if last != Some(event.sentence) {
                let words = starts.get(&event.sentence[0]).copied().unwrap_or(&event.trigger.text);
                block.push_str(&wrapped(words, style));
                last = Some(event.sentence);
            }
            self.events.push(block.as_bytes(), b"")?;
        }
        for s in &stretch.coded.statements {
            self.statements.push(statement(s, style).as_bytes(), b"")?;
        }
        for r in &stretch.coded.relations {
            self.relations.push(relation(r, style).as_bytes(), b"")?;
        }
        for o in &stretch.coded.occasions {
            self.occasions.push(occasion(o, style).as_bytes(), b"")?;
        }
        self.notes.add(stretch);
        self.sentences += stretch.sentences.len();
        self.silent += starts.keys().filter(|at| !told.contains(at)).count();
        const MOST_NAMES: usize = 10_000;
        for m in stretch.mentions.iter().filter(|m| m.kind == world::MentionKind::Unknown) {
            if self.unknown.len() < MOST_NAMES {
                *self.unknown.entry(m.span.of(about.text).to_owned()).or_default() += 1;
            }
        }
        Ok(())
    }

    fn count_pairs(&mut self, event: &Event) {
        if event.weight != "core" {
            return;
        }
        let codes = |list: &[MentionRecord]| {
            list.iter().map(|m| m.code.as_ref().unwrap_or(&m.name).to_string()).collect::<Vec<_>>()
        };
        let actors = codes(&event.actors);
        let others =
            if event.recipients.is_empty() { actors.clone() } else { codes(&event.recipients) };
        for a in &actors {
            for b in others.iter().filter(|b| *b != a) {
                let pair = (a.min(b).clone(), a.max(b).clone());
                *self.pairs.entry(pair).or_default() += 1;
            }
        }
    }

    /// Writes the page.
    pub fn finish(self, out: &mut dyn Write) -> Result<()> {
        let style = self.style;
        let dyad =
            self.pairs.iter().max_by_key(|(_, n)| **n).map(|((a, b), _)| format!("{a} – {b}"));
        let mut top: Vec<String> = dyad.into_iter().collect();
        top.extend(self.head.published.map(|d| d.to_string()));
        top.extend(self.head.title.clone());
        let id = format!("[{}, {}]", self.head.id, self.head.lang.code());
        writeln!(out, "{} {}", style.bold(&top.join(" · ")), style.dim(&id))?;
        if let Some(url) = &self.head.url {
            writeln!(out, "{}", style.dim(url))?;
        }
        let events = self.events.items;
        let lists = [
            ("Events", self.events),
            ("Statements", self.statements),
            ("Relations", self.relations),
            ("Occasions", self.occasions),
        ];
        for (name, list) in lists {
            if list.items > 0 {
                writeln!(out, "\n{}", style.bold(&format!("{name} ({})", list.items)))?;
                list.copy_to(out)?;
            }
        }
        writeln!(out, "\n{}", style.bold("Not understood"))?;
        writeln!(out, "  {} of {} sentences gave no event", self.silent, self.sentences)?;
        let mut unknown: Vec<_> = self.unknown.into_iter().collect();
        unknown.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        if !unknown.is_empty() {
            const SHOWN: usize = 12;
            let names: Vec<&str> = unknown.iter().take(SHOWN).map(|(n, _)| n.as_str()).collect();
            let more = unknown.len().saturating_sub(SHOWN);
            let more = if more > 0 { format!(" and {more} more") } else { String::new() };
            writeln!(out, "  names not known: {}{more}", names.join(", "))?;
        }
        for note in self.notes.all(events) {
            writeln!(out, "  {note}")?;
        }
        writeln!(out)?;
        Ok(())
    }
}

/// One event on one line: id, type and mode, who -> whom, date, areas, frameworks, said by.
pub fn event_line(event: &Event, style: Style) -> String {
    let mode = event.mode.as_ref().map(|m| format!("/{m}")).unwrap_or_default();
    let kind = style.quad(event.quad, &format!("{}{mode}", event.event));
    let mut line = format!("  {:<4}{kind}", event.id);
    if event.aux != "none" {
        let _ = write!(line, " ({})", event.aux);
    }
    let _ = write!(line, "  {}", parties(&event.actors));
    if !event.recipients.is_empty() {
        let _ = write!(line, " -> {}", parties(&event.recipients));
    }
    if let Some(date) = &event.date {
        let _ = write!(line, " · {}", date.value);
    }
    if let Some(place) = &event.place {
        let _ = write!(line, " · in {}", place.name);
    }
    if !event.areas.is_empty() {
        let _ = write!(line, " · {}", event.areas.join(", "));
    }
    if !event.frameworks.is_empty() {
        let _ = write!(line, " · via {}", event.frameworks.join(", "));
    }
    if let Some(speaker) = &event.said_by {
        let _ = write!(line, " · said by {}", speaker.name);
    }
    if event.weight == "background" {
        line.push_str(&style.dim(" · background"));
    }
    if let Some(same) = &event.same_as {
        line.push_str(&style.dim(&format!(" · tells {same} again")));
    }
    line
}

fn parties(list: &[MentionRecord]) -> String {
    if list.is_empty() {
        return "?".into();
    }
    let one = |m: &MentionRecord| {
        let tags: Vec<&str> =
            [&m.code, &m.sector].into_iter().flatten().map(|s| s.as_str()).collect();
        let tags = if tags.is_empty() || tags == [m.name.as_str()] {
            String::new()
        } else {
            format!(" ({})", tags.join(" "))
        };
        format!("{}{tags}", m.name)
    };
    list.iter().map(one).collect::<Vec<_>>().join(", ")
}

fn statement(s: &Statement, style: Style) -> String {
    let speaker = s.speaker.as_ref().map_or("?".into(), |m| parties(std::slice::from_ref(m)));
    let mut line = format!("  {:<4}{speaker}", s.id);
    if !s.addressees.is_empty() {
        let _ = write!(line, " -> {}", parties(&s.addressees));
    }
    if let Some(cue) = &s.cue {
        let _ = write!(line, " · {}", squeezed(&cue.text));
    }
    let _ = write!(line, " · {}", s.kind);
    if !s.events.is_empty() {
        let _ = write!(line, " · {}", s.events.join(", "));
    }
    format!("{line}\n{}", wrapped(&s.content.text, style))
}

fn relation(r: &Relation, style: Style) -> String {
    let parties: Vec<&str> = r.parties.iter().map(|p| p.as_str()).collect();
    let said = r.said_by.as_ref().map(|m| format!(" · said by {}", m.name)).unwrap_or_default();
    let line = format!("  {}: {} ({}){said}\n", parties.join(" – "), r.label, r.kind);
    line + &wrapped(&r.evidence.text, style)
}

fn occasion(o: &Occasion, style: Style) -> String {
    let count = o.count.map(|n| format!(" of {n} years")).unwrap_or_default();
    let subject = o.subject.as_ref().map(|s| format!(": {s}")).unwrap_or_default();
    let founded = o.founded.map(|y| format!(", since {y}")).unwrap_or_default();
    let year = o.year.map(|y| format!(", in {y}")).unwrap_or_default();
    format!("  {}{count}{subject}{founded}{year}\n", o.kind) + &wrapped(&o.evidence.text, style)
}

/// White space of the source as single blanks.
fn squeezed(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Words under a record, indented and broken at the page's width.
fn wrapped(words: &str, style: Style) -> String {
    let mut out = String::new();
    let mut line = String::new();
    let mut length = 0;
    for word in words.split_whitespace() {
        let n = word.chars().count();
        if length > 0 && length + 1 + n > WIDTH - INDENT.len() {
            let _ = writeln!(out, "{INDENT}{}", style.dim(&line));
            line.clear();
            length = 0;
        }
        if length > 0 {
            line.push(' ');
            length += 1;
        }
        line.push_str(word);
        length += n;
    }
    if !line.is_empty() {
        let _ = writeln!(out, "{INDENT}{}", style.dim(&line));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_wrapped_at_the_width() {
        let long = "słowo ".repeat(40);
        let out = wrapped(&long, Style::plain());
        assert!(out.lines().count() > 1);
        assert!(out.lines().all(|l| l.chars().count() <= WIDTH && l.starts_with(INDENT)));
        assert_eq!(out.split_whitespace().count(), 40);
    }
}
