//! The desk: a text pasted and its record at once; records that are worth checking.

use super::marked::{Marked, marked};
use super::paper::{Entry, Said, entries, said};
use super::queue::{self, DOUBTFUL, Shown_};
use super::shell::{Shell, Visit};
use super::view::Act;
use super::{Shown, render};
use crate::api::record_of;
use crate::problem::Problem;
use crate::reader::Given;
use crate::room::Room;
use askama::Template;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{StatusCode, Uri};
use ledger::ask::ActFilter;

const LISTED: u32 = 20;

#[derive(Template)]
#[template(path = "desk.html")]
struct Desk {
    s: Shell,
    given: Given,
    complaint: String,
    result: Option<Result_>,
    /// Records to be judged by this visitor; none for those who may not.
    work: Option<Shown_>,
    /// Doubtful acts, for those who only look.
    queue: Vec<Act>,
}

/// The record of a pasted text.
struct Result_ {
    text: Marked,
    entries: Vec<Entry>,
    said: Vec<Said>,
    notes: Vec<String>,
}

async fn doubtful(room: &Room, s: &Shell) -> Result<Vec<Act>, Problem> {
    let filter = ActFilter { max_confidence: Some(DOUBTFUL), ..ActFilter::default() };
    let page = room.ask(move |l| l.acts(&filter, None, LISTED)).await?;
    Ok(page.acts.into_iter().map(|a| Act::of(a, s)).collect())
}

impl Desk {
    async fn new(room: &Room, visit: &Visit, uri: &Uri) -> Result<Self, Problem> {
        let s = Shell::part(visit, "desk");
        let work = queue::queue(room, visit, &s, uri).await?;
        let queue = match work {
            Some(_) => Vec::new(),
            None => doubtful(room, &s).await?,
        };
        let (given, complaint) = (Given::default(), String::new());
        Ok(Self { s, given, complaint, result: None, work, queue })
    }
}

/// `GET /desk`.
pub async fn desk(State(room): State<Room>, visit: Visit, uri: Uri) -> Shown {
    render(&Desk::new(&room, &visit, &uri).await?)
}

/// `POST /desk`.
pub async fn read(State(room): State<Room>, visit: Visit, uri: Uri, body: Bytes) -> Shown {
    let mut given = Given::default();
    for (name, value) in form_urlencoded::parse(&body) {
        let filled = || Some(value.trim().to_owned()).filter(|v| !v.is_empty());
        match &*name {
            // Browsers send line breaks of forms as CR LF.
            "text" => given.text = value.replace("\r\n", "\n"),
            "lang" => given.lang = filled(),
            "published" => given.published = filled(),
            "title" => given.title = filled(),
            _ => {}
        }
    }
    let s = Shell::part(&visit, "desk");
    let record = record_of(&room, given.clone()).await;
    let (complaint, result) = match record {
        Ok(record) => {
            let result = Result_ {
                text: marked(&given.text, &record.coded),
                entries: entries(&record.coded, &[], &[], &s),
                said: said(&record.coded, &s),
                notes: record.coded.notes,
            };
            (String::new(), Some(result))
        }
        Err(p) if p.status == StatusCode::UNPROCESSABLE_ENTITY => (p.detail, None),
        Err(p) => return Err(p),
    };
    render(&Desk { given, complaint, result, ..Desk::new(&room, &visit, &uri).await? })
}
