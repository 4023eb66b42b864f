//! The desk: a text pasted and its record at once; records that are worth checking.

use super::marked::{Marked, marked};
use super::paper::{Entry, Said, entries, said};
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
use axum::http::StatusCode;
use ledger::ask::ActFilter;

/// Acts up to this confidence are worth checking.
const DOUBTFUL: f32 = 0.6;
const LISTED: u32 = 20;

#[derive(Template)]
#[template(path = "desk.html")]
struct Desk {
    s: Shell,
    given: Given,
    complaint: String,
    result: Option<Result_>,
    queue: Vec<Act>,
}

/// The record of a pasted text.
struct Result_ {
    text: Marked,
    entries: Vec<Entry>,
    said: Vec<Said>,
    notes: Vec<String>,
}

async fn queue(room: &Room, s: &Shell) -> Result<Vec<Act>, Problem> {
    let filter = ActFilter { max_confidence: Some(DOUBTFUL), ..ActFilter::default() };
    let page = room.ask(move |l| l.acts(&filter, None, LISTED)).await?;
    Ok(page.acts.into_iter().map(|a| Act::of(a, s)).collect())
}

/// `GET /desk`.
pub async fn desk(State(room): State<Room>, visit: Visit) -> Shown {
    let s = Shell::part(&visit, "desk");
    let queue = queue(&room, &s).await?;
    render(&Desk { s, given: Given::default(), complaint: String::new(), result: None, queue })
}

/// `POST /desk`.
pub async fn read(State(room): State<Room>, visit: Visit, body: Bytes) -> Shown {
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
                entries: entries(&record.coded, &[], &s),
                said: said(&record.coded, &s),
                notes: record.coded.notes,
            };
            (String::new(), Some(result))
        }
        Err(p) if p.status == StatusCode::UNPROCESSABLE_ENTITY => (p.detail, None),
        Err(p) => return Err(p),
    };
    let queue = queue(&room, &s).await?;
    render(&Desk { s, given, complaint, result, queue })
}
