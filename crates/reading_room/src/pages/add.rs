//! An act that the program missed, added to a paper by a form.

use super::correct::{Kind, Typed, comes_back, kinds};
use super::form::{Sent, Writer, writer};
use super::shell::{Shell, Visit};
use super::{Shown, render, render_with};
use crate::api::Named;
use crate::guard::fresh;
use crate::plain::plain;
use crate::problem::Problem;
use crate::room::Room;
use askama::Template;
use axum::body::Bytes;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect};
use ledger::Wish;
use std::sync::Arc;

#[derive(Template)]
#[template(path = "add.html")]
struct Page {
    s: Shell,
    complaint: String,
    wrong: &'static str,
    document: i64,
    paper: String,
    title: String,
    lang: String,
    once: String,
    add: String,
    typed: Typed,
    kinds: Vec<Kind>,
    paragraphs: Vec<String>,
}

/// The page, and the key by which the ledger knows the paper.
async fn page(room: &Room, visit: &Visit, document: i64) -> Result<(Page, String), Problem> {
    let paper = room.ask(move |l| l.paper(document)).await.map_err(Problem::unknown)?;
    let mut s = Shell::new(visit, "", "");
    s.title = s.t("add.title").into_owned();
    let kinds = kinds(room.reader.as_ref(), &s)?;
    let title = paper.about.title.filter(|t| !t.trim().is_empty());
    let typed = Typed {
        event: kinds.first().map(|k| k.code.clone()).unwrap_or_default(),
        aux: "none".into(),
        weight: "core".into(),
        ..Typed::default()
    };
    let lines = paper.text.lines().map(plain).filter(|l| !l.trim().is_empty());
    let page = Page {
        complaint: String::new(),
        wrong: "",
        document,
        paper: format!("/paper/{document}"),
        title: title.unwrap_or(paper.about.id),
        lang: paper.about.lang,
        once: fresh(),
        add: String::new(),
        typed,
        kinds,
        paragraphs: lines.collect(),
        s,
    };
    Ok((page, paper.about.key))
}

/// `GET /add/{document}`.
pub async fn form(State(room): State<Room>, visit: Visit, name: Named) -> Shown {
    let document = name.document()?;
    if let Writer::Door(door) = writer(&room, &visit, &visit.path)? {
        return Ok(door);
    }
    render(&page(&room, &visit, document).await?.0)
}

/// `POST /add/{document}`.
pub async fn add(State(room): State<Room>, visit: Visit, name: Named, body: Bytes) -> Shown {
    let document = name.document()?;
    let who = match writer(&room, &visit, &format!("/add/{document}"))? {
        Writer::Named(who) => who,
        Writer::Door(door) => return Ok(door),
    };
    let sent = Sent::parse(&body);
    sent.belongs(&visit)?;
    let form = sent.once()?;
    let (page, key) = page(&room, &visit, document).await?;
    let typed = Typed::sent(&sent);
    let words = sent.typed("add");
    let lines = |s: &str| -> Vec<String> {
        s.lines().map(|l| l.trim().to_owned()).filter(|l| !l.is_empty()).collect()
    };
    let filled = |s: &str| Some(s.trim().to_owned()).filter(|s| !s.is_empty());
    let wish = Wish {
        act: Some(key),
        add: Some(words.clone()),
        event: Some(typed.event.clone()),
        mode: filled(&typed.mode),
        actor: lines(&typed.actor),
        recipient: lines(&typed.recipient),
        date: filled(&typed.date),
        aux: filled(&typed.aux),
        weight: filled(&typed.weight),
        who,
        why: typed.why.clone(),
        ..Wish::default()
    };
    let reader = Arc::clone(&room.reader);
    match room.write(true, move |l| l.put_right(&wish, reader.as_ref(), Some(&form))).await {
        Ok(made) => {
            let n = made.answer.first().copied().unwrap_or_default();
            Ok(Redirect::to(&format!("/paper/{document}?done={n}#corrections")).into_response())
        }
        Err(problem) if comes_back(problem.status) => {
            let kept = Page {
                wrong: problem.field.map_or("", |f| f.0),
                complaint: problem.detail,
                once: sent.typed("once"),
                add: words,
                typed,
                ..page
            };
            render_with(problem.status, &kept)
        }
        Err(problem) => Err(problem),
    }
}
