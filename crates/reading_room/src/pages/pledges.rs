//! Pledges: what was promised, conceded and threatened, and what became of it.

use super::acts::{Choice, choices};
use super::shell::{Shell, Visit};
use super::view::Pledge;
use super::{Shown, asked, render};
use crate::api::{self, PLEDGES, pledge_filter};
use crate::params::Params;
use crate::room::Room;
use askama::Template;
use axum::extract::State;
use axum::http::Uri;
use ledger::ask::Count;

/// Pledges of a page.
const LISTED: u32 = 20;

#[derive(Template)]
#[template(path = "pledges.html")]
struct Pledges {
    s: Shell,
    pledges: Vec<Pledge>,
    counts: Vec<Count>,
    asked: Params,
    statuses: Vec<Choice>,
    kinds: Vec<Choice>,
    next: String,
}

impl Pledges {
    /// What stands in a field of the form.
    fn value(&self, name: &str) -> &str {
        self.asked.text(name).unwrap_or("")
    }
}

/// `GET /pledges`.
pub async fn pledges(State(room): State<Room>, visit: Visit, uri: Uri) -> Shown {
    let asked = asked(&uri, PLEDGES)?;
    let (filter, skip) = (pledge_filter(&asked), api::number(&asked)?);
    let (mut rows, counts) =
        room.ask(move |l| Ok((l.pledges(&filter, skip, LISTED + 1)?, l.pledge_counts()?))).await?;
    let more = rows.len() > LISTED as usize;
    rows.truncate(LISTED as usize);
    let s = Shell::part(&visit, "pledges");
    let query = asked.query(&["after", "limit"]);
    let next = match more {
        true => format!("{query}&after={}", u64::from(skip) + u64::from(LISTED)),
        false => String::new(),
    };
    let pledges = rows.into_iter().map(|p| Pledge::of(p, &s)).collect();
    let statuses = choices(&asked, "status", &api::STATUSES, &s, "pledge");
    let kinds = choices(&asked, "kind", &["promise", "concession", "threat"], &s, "pledge");
    render(&Pledges { s, pledges, counts, asked, statuses, kinds, next })
}
