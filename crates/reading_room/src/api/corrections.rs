//! `/api/v1/corrections`: what people put right, and putting right.
//!
//! A body has the names of the flags of `chancery correct` and is carried out by the same code.

use super::filters::{LIMIT, SKIP};
use super::sent::{Sent, Writing, after};
use super::{Answer, Asked, Named, Operation};
use crate::hide::Hide;
use crate::params::Param;
use crate::room::Room;
use axum::Json;
use axum::extract::State;
use axum::routing::{get, post};
use ledger::{CorrectionFilter, Wish};
use serde::Deserialize;
use serde_json::{Value, json};
use std::sync::Arc;

static LISTED: &[&Param] = &[&SKIP, &LIMIT];

pub fn operations() -> Vec<Operation> {
    vec![
        Operation {
            method: "get",
            path: "/api/v1/corrections",
            summary: "What people put right, the newest first",
            params: LISTED,
            answer: "Corrections",
            handler: || get(corrections),
        },
        Operation {
            method: "post",
            path: "/api/v1/corrections",
            summary: "Puts a record right: change, reject, add, merge, split; as chancery correct does",
            params: &[],
            answer: "Corrected",
            handler: || post(correct),
        },
        Operation {
            method: "post",
            path: "/api/v1/corrections/{correction}/undo",
            summary: "Takes a correction back",
            params: &[],
            answer: "Undone",
            handler: || post(undo),
        },
    ]
}

async fn corrections(State(room): State<Room>, asked: Asked) -> Answer<Value> {
    let (after, limit) = (after(&asked), asked.0.whole(&LIMIT));
    let filter = CorrectionFilter::default();
    let mut rows = room.ask(move |l| l.corrections(&filter, after, limit + 1)).await?;
    let more = rows.len() > limit as usize;
    rows.truncate(limit as usize);
    let next = rows.last().filter(|_| more).map(|c| c.correction.to_string());
    Ok(Json(json!({ "corrections": rows.hidden(), "next": next })))
}

async fn correct(
    State(room): State<Room>,
    writing: Writing,
    Sent(wish): Sent<Wish>,
) -> Answer<Value> {
    let wish = Wish { who: writing.name(&wish.who), ..wish };
    let reader = Arc::clone(&room.reader);
    let made = room
        .write(true, move |l| l.put_right(&wish, reader.as_ref(), writing.form.as_ref()))
        .await?;
    Ok(Json(json!({ "corrections": made.answer, "repeated": made.repeated })))
}

/// Who takes a correction back.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Undo {
    #[serde(default)]
    who: String,
}

async fn undo(
    State(room): State<Room>,
    name: Named,
    writing: Writing,
    Sent(body): Sent<Undo>,
) -> Answer<Value> {
    let correction = name.number("correction")?;
    let who = writing.name(&body.who);
    let made =
        room.write(true, move |l| l.undo(correction, Some(&who), writing.form.as_ref())).await?;
    Ok(Json(json!({ "correction": correction, "repeated": made.repeated })))
}
