//! `POST /api/v1/read`: a text in, its record out. Nothing is kept.

use super::Operation;
use super::sent::Sent;
use crate::problem::Problem;
use crate::reader::{Given, ReadFault};
use crate::room::Room;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::post;
use record::Record;
use serde::Deserialize;
use std::sync::Arc;

pub fn operations() -> Vec<Operation> {
    vec![Operation {
        method: "post",
        path: "/api/v1/read",
        summary: "Reads a text and gives its record; nothing is kept",
        params: &[],
        answer: "Record",
        handler: || post(read),
    }]
}

/// A text as the API takes it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Body {
    text: String,
    lang: Option<String>,
    published: Option<String>,
    title: Option<String>,
}

async fn read(State(room): State<Room>, Sent(body): Sent<Body>) -> super::Answer<Record> {
    let Body { text, lang, published, title } = body;
    Ok(Json(record_of(&room, Given { text, lang, published, title }).await?))
}

/// Reads a text, a few at a time.
pub async fn record_of(room: &Room, given: Given) -> Result<Record, Problem> {
    let unreadable = |what: &str| Problem::new(StatusCode::UNPROCESSABLE_ENTITY, what);
    if given.text.trim().is_empty() {
        return Err(unreadable("The text is empty: paste at least one sentence."));
    }
    let Ok(place) = Arc::clone(&room.readings).try_acquire_owned() else {
        return Err(Problem::busy("Other texts are being read; please try again in a moment."));
    };
    let reader = Arc::clone(&room.reader);
    let reading = tokio::task::spawn_blocking(move || {
        let _place = place;
        reader.read(&given)
    });
    match reading.await {
        Ok(Ok(record)) => Ok(record),
        Ok(Err(ReadFault::Given(what))) => Err(unreadable(&what)),
        Ok(Err(ReadFault::Program(what))) => Err(Problem::fault(&what)),
        Err(_) => Err(Problem::fault(&"a reading died")),
    }
}
