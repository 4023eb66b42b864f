//! A paper: its text with the words of its record marked, the record in the margin.

use super::marked::{Marked, marked};
use super::rights::{Right, rights};
use super::shell::{Shell, Visit};
use super::view::part;
use super::{Shown, asked, render};
use crate::api::Named;
use crate::hide::unit_name;
use crate::params::{Kind, Param};
use crate::plain::linkable;
use crate::problem::Problem;
use crate::room::Room;
use askama::Template;
use axum::extract::State;
use axum::http::Uri;
use ledger::CorrectionFilter;
use ledger::ask::DocumentRow;
use record::{Coded, MentionRecord, Occasion, Relation};

#[derive(Template)]
#[template(path = "paper.html")]
struct Page {
    s: Shell,
    about: DocumentRow,
    title: String,
    published: String,
    source: String,
    original: String,
    original_title: String,
    copy_of: String,
    text: Marked,
    entries: Vec<Entry>,
    said: Vec<Said>,
    relations: Vec<Relation>,
    occasions: Vec<Occasion>,
    notes: Vec<String>,
    message: String,
    corrections: Vec<Right>,
}

/// Corrections that are listed.
const LISTED: u32 = 100;

const NUMBER: Kind = Kind::Whole(1, 2_147_483_647, 0);
static DONE: Param = Param { name: "done", kind: NUMBER, doc: "The correction just made" };
static UNDONE: Param = Param { name: "undone", kind: NUMBER, doc: "The one just taken back" };
static ASKED: &[&Param] = &[&DONE, &UNDONE];

/// A record in the margin.
pub struct Entry {
    pub id: String,
    pub event: String,
    pub mode: String,
    pub quad: u8,
    pub quad_name: String,
    pub aux: String,
    pub background: bool,
    pub actors: Vec<Who>,
    pub recipients: Vec<Who>,
    pub said_by: Option<Who>,
    pub date: String,
    pub place: String,
    pub about: Vec<String>,
    pub contexts: Vec<String>,
    pub same_as: String,
    pub statement: String,
    pub cameo: String,
    pub score: String,
    pub confidence: String,
    pub why: Vec<String>,
    /// Address of its act; empty where it is in no ledger.
    pub act: String,
    /// Where it is put right; empty where it cannot be.
    pub correct: String,
}

/// Somebody in a record.
pub struct Who {
    pub name: String,
    pub code: String,
    pub href: String,
    pub implied: bool,
}

/// A statement in the margin.
pub struct Said {
    pub id: String,
    pub speaker: Option<Who>,
    pub kind: String,
    pub content: String,
    pub events: Vec<String>,
}

impl Who {
    fn of(mention: &MentionRecord, s: &Shell) -> Self {
        let code = mention.code.as_ref().map(|c| c.to_string()).unwrap_or_default();
        let name = s.name(mention.entity.as_deref().unwrap_or_default(), &mention.name);
        let href = mention.entity.as_ref().map(|e| format!("/actor/{}", part(e)));
        Self {
            code: if code == name { String::new() } else { code },
            name,
            href: href.unwrap_or_default(),
            implied: mention.implied,
        }
    }
}

/// The acts of a record; `acts` are their ids in the ledger and `reports` the numbers of the reports
/// that tell them, in the same order.
pub fn entries(coded: &Coded, acts: &[String], reports: &[i64], s: &Shell) -> Vec<Entry> {
    let entry = |(i, e): (usize, &record::Event)| {
        let mut about: Vec<String> = e.areas.iter().map(|a| s.term(a)).collect();
        about.extend(e.frameworks.iter().map(|f| f.to_string()));
        Entry {
            id: e.id.clone(),
            event: s.event(&e.event).into_owned(),
            mode: e.mode.as_ref().map(|m| s.term(m)).unwrap_or_default(),
            quad: e.quad,
            quad_name: s.quad(e.quad).into_owned(),
            aux: match e.aux.as_str() {
                "none" => String::new(),
                aux => s.t(&format!("aux.{aux}")).into_owned(),
            },
            background: e.weight == "background",
            actors: e.actors.iter().map(|m| Who::of(m, s)).collect(),
            recipients: e.recipients.iter().map(|m| Who::of(m, s)).collect(),
            said_by: e.said_by.as_ref().map(|m| Who::of(m, s)),
            date: e.date.as_ref().map(|d| s.day(&d.value)).unwrap_or_default(),
            place: e.place.as_ref().map(|p| p.name.to_string()).unwrap_or_default(),
            about,
            contexts: e.contexts.iter().map(|c| s.term(c)).collect(),
            same_as: e.same_as.clone().unwrap_or_default(),
            statement: e.statement.clone().unwrap_or_default(),
            cameo: e.cameo.to_string(),
            score: s.score(e.score),
            confidence: s.share(e.confidence),
            why: e.why.clone(),
            correct: match reports.get(i) {
                Some(report) if s.write => format!("/correct/{report}"),
                _ => String::new(),
            },
            act: acts.get(i).map(|a| format!("/act/{}", part(a))).unwrap_or_default(),
        }
    };
    coded.events.iter().enumerate().map(entry).collect()
}

/// The statements of a record.
pub fn said(coded: &Coded, s: &Shell) -> Vec<Said> {
    let one = |t: &record::Statement| Said {
        id: t.id.clone(),
        speaker: t.speaker.as_ref().map(|m| Who::of(m, s)),
        kind: s.t(&format!("paper.{}", t.kind)).into_owned(),
        content: crate::plain::short(&t.content.text.replace('\n', " "), 300),
        events: t.events.clone(),
    };
    coded.statements.iter().map(one).collect()
}

/// `GET /paper/{document}`.
pub async fn paper(State(room): State<Room>, visit: Visit, name: Named, uri: Uri) -> Shown {
    let document = name.document()?;
    let asked = asked(&uri, ASKED)?;
    let (paper, reports, corrections) = room
        .ask(move |l| {
            let paper = l.paper(document)?;
            let of = CorrectionFilter { document: Some(paper.about.key.clone()), words: None };
            let corrections = l.corrections(&of, None, LISTED)?;
            Ok((paper, l.reports_of(document)?, corrections))
        })
        .await
        .map_err(Problem::unknown)?;
    let original = paper.about.copy_of;
    let original_title = match original {
        Some(id) => {
            let row = room.ask(move |l| l.document(id)).await?;
            row.title.unwrap_or(row.id)
        }
        None => String::new(),
    };
    let given = paper.about.title.clone().filter(|t| !t.trim().is_empty());
    let title = given.unwrap_or_else(|| paper.about.id.clone());
    let s = Shell::new(&visit, "", &title);
    render(&Page {
        title,
        published: s.day(paper.about.published.as_deref().unwrap_or_default()),
        source: unit_name(&paper.about.source),
        original: paper.about.url.clone().filter(|u| linkable(u)).unwrap_or_default(),
        original_title,
        copy_of: original.map(|id| format!("/paper/{id}")).unwrap_or_default(),
        text: marked(&paper.text, &paper.record.coded),
        message: match (asked.text("done"), asked.text("undone")) {
            (Some(n), _) => s.tn("correct.done", &n),
            (None, Some(n)) => s.tn("correct.undone", &n),
            _ => String::new(),
        },
        corrections: rights(corrections, &s),
        entries: entries(&paper.record.coded, &paper.acts, &reports, &s),
        said: said(&paper.record.coded, &s),
        relations: paper.record.coded.relations,
        occasions: paper.record.coded.occasions,
        notes: paper.record.coded.notes,
        about: paper.about,
        s,
    })
}
