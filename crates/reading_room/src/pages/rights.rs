//! Corrections as pages list them, and taken back by their forms.

use super::Shown;
use super::form::{Sent, Writer, writer};
use super::shell::{Shell, Visit};
use crate::api::Named;
use crate::guard::fresh;
use crate::hide::Hide;
use crate::room::Room;
use axum::body::Bytes;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect};
use ledger::{CorrectionFilter, CorrectionRow};

/// A correction as it is listed with the form that takes it back.
pub struct Right {
    pub row: CorrectionRow,
    pub kind: String,
    pub standing: String,
    pub after: String,
    /// The key of its form; empty where it cannot be taken back.
    pub once: String,
}

/// Corrections as they are listed; those that stand can be taken back by visitors who may write.
pub fn rights(rows: Vec<CorrectionRow>, s: &Shell) -> Vec<Right> {
    let right = |row: CorrectionRow| {
        let may = s.write && !s.who.is_empty() && row.undone_at.is_none();
        let standing = if row.undone_at.is_some() { "undone" } else { row.standing.as_str() };
        Right {
            kind: s.t(&format!("correction.{}", row.kind)).into_owned(),
            standing: s.t(&format!("standing.{standing}")).into_owned(),
            after: after(&row),
            once: if may { fresh() } else { String::new() },
            row,
        }
    };
    rows.hidden().into_iter().map(right).collect()
}

/// What a change says instead, in the codebook's words.
fn after(row: &CorrectionRow) -> String {
    let Some(keys) = row.after.as_ref().and_then(|a| a.as_object()) else { return String::new() };
    let names = |value: &serde_json::Value| -> String {
        let list = value.as_array().into_iter().flatten();
        let names: Vec<&str> = list.filter_map(|m| m["name"].as_str()).collect();
        if names.is_empty() { "–".into() } else { names.join(", ") }
    };
    let mut told = Vec::new();
    if let Some(event) = keys.get("event").and_then(|e| e.as_str()) {
        let mode = keys.get("mode").and_then(|m| m.as_str());
        told.push(mode.map_or(event.to_owned(), |m| format!("{event}/{m}")));
    }
    for key in ["actors", "recipients"] {
        told.extend(keys.get(key).map(|v| format!("{key}: {}", names(v))));
    }
    if let Some(date) = keys.get("date") {
        told.push(format!("date: {}", date["value"].as_str().unwrap_or("–")));
    }
    for key in ["aux", "weight"] {
        told.extend(keys.get(key).and_then(|v| v.as_str()).map(|v| format!("{key}: {v}")));
    }
    told.join(" · ")
}

/// `POST /undo/{correction}`: back to the paper, which was filed anew.
pub async fn undo(State(room): State<Room>, visit: Visit, name: Named, body: Bytes) -> Shown {
    let correction = name.number("correction")?;
    let who = match writer(&room, &visit, "/sources")? {
        Writer::Named(who) => who,
        Writer::Door(door) => return Ok(door),
    };
    let sent = Sent::parse(&body);
    sent.belongs(&visit)?;
    let form = sent.once()?;
    room.write(true, move |l| l.undo(correction, Some(&who), Some(&form))).await?;
    let document = room
        .ask(move |l| {
            let filter = CorrectionFilter::default();
            let row = l.corrections(&filter, Some(correction + 1), 1)?.into_iter().next();
            row.map(|r| l.document_named(&r.document)).transpose()
        })
        .await
        .ok()
        .flatten();
    let to = match document {
        Some(document) => format!("/paper/{document}?undone={correction}#corrections"),
        None => "/sources".to_owned(),
    };
    Ok(Redirect::to(&to).into_response())
}
