//! Documents and statements.

use super::filters::{FROM, LANG, LIMIT, ORIGINALS, SKIP, SOURCE, SPEAKER, TO, whole};
use super::{Answer, Asked, Named, Operation};
use crate::hide::Hide;
use crate::params::{Param, Params};
use crate::problem::Problem;
use crate::room::Room;
use axum::Json;
use axum::extract::State;
use axum::routing::get;
use ledger::ask::{DocumentFilter, Paper, StatementPage};
use serde_json::{Value, json};

static LISTED: &[&Param] = &[&LANG, &SOURCE, &FROM, &TO, &ORIGINALS, &SKIP, &LIMIT];
static SAID: &[&Param] = &[&SPEAKER, &SKIP, &LIMIT];

pub fn operations() -> Vec<Operation> {
    vec![
        Operation {
            method: "get",
            path: "/api/v1/documents",
            summary: "Papers, in the order in which they were taken in",
            params: LISTED,
            answer: "Documents",
            handler: || get(documents),
        },
        Operation {
            method: "get",
            path: "/api/v1/documents/{document}",
            summary: "A paper with its text and record",
            params: &[],
            answer: "Paper",
            handler: || get(document),
        },
        Operation {
            method: "get",
            path: "/api/v1/statements",
            summary: "Who said what, newest papers first",
            params: SAID,
            answer: "StatementPage",
            handler: || get(statements),
        },
    ]
}

/// Which papers.
pub async fn document_filter(room: &Room, asked: &Params) -> Result<DocumentFilter, Problem> {
    let source = match asked.owned("source") {
        Some(source) => Some(room.source_named(source).await?),
        None => None,
    };
    Ok(DocumentFilter {
        lang: asked.owned("lang"),
        source,
        from: asked.owned("from"),
        to: asked.text("to").map(whole),
        originals: asked.text("originals") == Some("true"),
    })
}

/// A cursor that is a number.
pub fn number(asked: &Params) -> Result<u32, Problem> {
    let Some(after) = asked.text(SKIP.name) else { return Ok(0) };
    after.parse().map_err(|_| Problem::wrong("Parameter \"after\" is no cursor of ours."))
}

async fn documents(State(room): State<Room>, Asked(asked): Asked) -> Answer<Value> {
    let (filter, limit) = (document_filter(&room, &asked).await?, asked.whole(&LIMIT));
    let after = i64::from(number(&asked)?);
    let mut rows = room.ask(move |l| l.documents(&filter, after, limit + 1)).await?;
    let more = rows.len() > limit as usize;
    rows.truncate(limit as usize);
    let next = rows.last().filter(|_| more).map(|d| d.document.to_string());
    Ok(Json(json!({ "documents": rows.hidden(), "next": next })))
}

async fn document(State(room): State<Room>, name: Named) -> Answer<Paper> {
    let document = name.document()?;
    let mut paper = room.ask(move |l| l.paper(document)).await.map_err(Problem::unknown)?;
    paper.about.hide();
    Ok(Json(paper))
}

async fn statements(State(room): State<Room>, Asked(asked): Asked) -> Answer<StatementPage> {
    let (speaker, limit) = (asked.owned("speaker"), asked.whole(&LIMIT));
    let after = asked.text(SKIP.name).map(|_| number(&asked)).transpose()?.map(i64::from);
    Ok(Json(room.ask(move |l| l.statements(speaker.as_deref(), after, limit)).await?))
}
