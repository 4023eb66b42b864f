//! Rows of the ledger as the templates show them.

use super::shell::Shell;
use super::zoom::Zoom;
use crate::plain::plain;
use ledger::ask::{ActRow, PartyRow, PledgeRow, ReportRow};
use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};

/// What must be encoded in a part of a path.
const PART: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'<')
    .add(b'>')
    .add(b'?')
    .add(b'`')
    .add(b'{')
    .add(b'}')
    .add(b'%')
    .add(b'\\')
    .add(b'^')
    .add(b'|');

/// A key or code as part of a path.
pub fn part(key: &str) -> String {
    utf8_percent_encode(key, PART).to_string()
}

/// A party with the address of its page.
pub struct Party {
    pub name: String,
    pub code: String,
    pub href: String,
}

impl Party {
    pub fn of(row: &PartyRow, s: &Shell) -> Self {
        let code = row.code.clone().unwrap_or_default();
        let name = s.name(&row.entity, &row.name);
        // "Poland POL" says the same twice only to those who know codes; "POL POL" to everybody.
        let shown = if code == name { String::new() } else { code };
        Self { name, code: shown, href: format!("/actor/{}", part(&row.entity)) }
    }
}

/// An act as it is listed.
pub struct Act {
    pub href: String,
    pub date: String,
    pub event: String,
    pub mode: String,
    pub quad: u8,
    pub quad_name: String,
    /// Empty for facts.
    pub aux: String,
    pub actors: Vec<Party>,
    pub recipients: Vec<Party>,
    pub about: Vec<String>,
    pub place: String,
    pub confidence: String,
    pub n_reports: u32,
    pub n_sources: u32,
    pub report: Report,
}

impl Act {
    pub fn of(row: ActRow, s: &Shell) -> Self {
        let mut about: Vec<String> = row.areas.iter().map(|a| s.term(a)).collect();
        about.extend(row.frameworks.iter().cloned());
        Self {
            href: format!("/act/{}", part(&row.act)),
            date: s.day(row.date.as_deref().unwrap_or_default()),
            event: s.event(&row.event).into_owned(),
            mode: s.term(row.mode.as_deref().unwrap_or_default()),
            quad: row.quad,
            quad_name: s.quad(row.quad).into_owned(),
            aux: if row.aux == "none" {
                String::new()
            } else {
                s.t(&format!("aux.{}", row.aux)).into_owned()
            },
            actors: row.actors.iter().map(|p| Party::of(p, s)).collect(),
            recipients: row.recipients.iter().map(|p| Party::of(p, s)).collect(),
            about,
            place: row.place.unwrap_or_default(),
            confidence: s.share(row.confidence),
            n_reports: row.n_reports,
            n_sources: row.n_sources,
            report: Report::of(row.report, s),
        }
    }
}

/// A report as it is listed.
pub struct Report {
    /// Address of its words in its paper.
    pub href: String,
    pub event: String,
    pub title: String,
    pub source: String,
    pub published: String,
    pub lang: String,
    pub said_by: String,
    pub sentence: String,
    pub corrected: bool,
    pub merged: Vec<String>,
    /// Its number.
    pub number: i64,
}

impl Report {
    pub fn of(row: ReportRow, s: &Shell) -> Self {
        let title = row.title.filter(|t| !t.trim().is_empty()).unwrap_or(row.document_name);
        Self {
            href: format!("/paper/{}#{}", row.document, part(&row.event)),
            event: row.event,
            title: plain(&title),
            source: crate::hide::unit_name(&row.source),
            published: s.day(row.published.as_deref().unwrap_or_default()),
            lang: row.lang,
            said_by: row.said_by.unwrap_or_default(),
            sentence: row.sentence.replace(['\n', '\r', '\t'], " "),
            corrected: row.corrected,
            merged: row.merged,
            number: row.report,
        }
    }
}

/// A pledge with what became of it.
pub struct Pledge {
    pub act: Act,
    pub kind: String,
    pub status: String,
    /// Empty where it names no time.
    pub due: String,
    pub links: Vec<Bearing>,
}

/// A later act that bears on a pledge.
pub struct Bearing {
    pub kind: String,
    pub score: String,
    pub reasons: Vec<String>,
    pub act: Act,
}

impl Pledge {
    pub fn of(row: PledgeRow, s: &Shell) -> Self {
        let due = row.due.map(|[from, to]| if from == to { from } else { format!("{from}/{to}") });
        let link = |l: ledger::ask::PledgeLink| Bearing {
            kind: s.t(&format!("pledge.{}", l.kind)).into_owned(),
            score: s.share(l.score),
            reasons: l.reasons,
            act: Act::of(l.act, s),
        };
        Self {
            kind: s.t(&format!("pledge.{}", row.kind)).into_owned(),
            status: s.t(&format!("pledge.{}", row.status)).into_owned(),
            due: s.day(&due.unwrap_or_default()),
            links: row.links.into_iter().map(link).collect(),
            act: Act::of(row.pledge, s),
        }
    }
}

/// A chart with what must stand beside it.
pub struct Figure {
    pub title: String,
    pub units: String,
    pub source: String,
    pub svg: String,
    pub csv_href: String,
    pub svg_href: String,
    /// For a line of time.
    pub zoom: Option<Zoom>,
}

/// A pair of codes with the address of its page.
pub struct Pair {
    pub a: String,
    pub b: String,
    pub href: String,
}

/// The pairs of codes that acts are between, each once, in the order of the acts.
pub fn pairs(acts: &[ActRow], most: usize, s: &Shell) -> Vec<Pair> {
    let mut seen: Vec<(String, String)> = Vec::new();
    for act in acts {
        let codes = |list: &[PartyRow]| -> Vec<String> {
            list.iter().filter_map(|p| p.code.clone()).collect()
        };
        let (mut from, mut to) = (codes(&act.actors), codes(&act.recipients));
        if to.is_empty() {
            to = from.split_off(from.len().min(1));
        }
        for a in &from {
            for b in &to {
                let pair = if a < b { (a, b) } else { (b, a) };
                let pair = (pair.0.clone(), pair.1.clone());
                if a != b && !seen.contains(&pair) {
                    seen.push(pair);
                }
            }
        }
    }
    seen.truncate(most);
    seen.into_iter()
        .map(|(a, b)| Pair {
            href: format!("/dyad/{}/{}", part(&a), part(&b)),
            a: s.code(&a),
            b: s.code(&b),
        })
        .collect()
}
