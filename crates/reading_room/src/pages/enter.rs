//! The door: where the token is shown, and the name given under which a visitor writes.

use super::form::Sent;
use super::shell::{Shell, Visit, within};
use super::{Shown, render, render_with};
use crate::language::word;
use crate::problem::Problem;
use crate::room::Room;
use askama::Template;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, Uri, header};
use axum::response::{IntoResponse, Redirect};

#[derive(Template)]
#[template(path = "enter.html")]
struct Door {
    s: Shell,
    /// Whether the token was shown before: then only the name is asked.
    known: bool,
    complaint: String,
    who: String,
    back: String,
}

impl Door {
    fn new(visit: &Visit, back: String) -> Self {
        let known = visit.session.is_some();
        let title = word(visit.tongue, if known { "enter.name_title" } else { "enter.title" });
        let s = Shell::new(visit, "", &title);
        Self { who: s.who.clone(), s, known, complaint: String::new(), back }
    }
}

/// Where to go afterwards.
fn back(given: Option<&str>) -> String {
    given.filter(|b| within(b) && !b.starts_with("/enter")).unwrap_or("/").to_owned()
}

/// `GET /enter`.
pub async fn door(visit: Visit, uri: Uri) -> Shown {
    let wished = form_urlencoded::parse(uri.query().unwrap_or("").as_bytes())
        .find(|q| q.0 == "back")
        .map(|q| q.1.into_owned());
    render(&Door::new(&visit, back(wished.as_deref())))
}

/// `POST /enter`: the token, a name, or both.
pub async fn enter(
    State(room): State<Room>,
    visit: Visit,
    headers: HeaderMap,
    body: Bytes,
) -> Shown {
    let sent = Sent::parse(&body);
    let back = back(sent.text("back"));
    let given = sent.text("who").unwrap_or("").trim();
    let refuse = |status, complaint: String| {
        render_with(
            status,
            &Door { complaint, who: given.into(), ..Door::new(&visit, back.clone()) },
        )
    };
    let who = match given {
        "" => String::new(),
        given => match ledger::name(given) {
            Ok(who) => who,
            Err(e) => {
                return refuse(StatusCode::UNPROCESSABLE_ENTITY, Problem::from(e).detail);
            }
        },
    };
    let token = sent.text("token").map(str::trim).filter(|t| !t.is_empty());
    if let (Some(_), None) = (&visit.session, token) {
        sent.belongs(&visit)?;
        room.door.sessions().rename(&headers, &who);
        return Ok(Redirect::to(&back).into_response());
    }
    if room.door.is_closed() && !token.is_some_and(|t| room.door.is_token(t)) {
        let complaint = visit.tongue;
        return refuse(StatusCode::UNAUTHORIZED, word(complaint, "enter.wrong").into_owned());
    }
    let cookie = room.door.sessions().begin(&who).map_err(|e| Problem::fault(&e))?;
    Ok(([(header::SET_COOKIE, cookie)], Redirect::to(&back)).into_response())
}
