//! Home: search, counts, the newest acts, the latest pairs.

use super::shell::{Shell, Visit};
use super::view::{Act, Pair, pairs};
use super::{Shown, render};
use crate::room::Room;
use askama::Template;
use axum::extract::State;
use ledger::ask::{ActFilter, Stats};
use std::sync::Arc;

/// Acts whose pairs are told; some are listed.
const LOOKED_AT: u32 = 40;
const LISTED: usize = 10;
const PAIRS: usize = 12;

#[derive(Template)]
#[template(path = "home.html")]
struct Home {
    s: Shell,
    stats: Arc<Stats>,
    acts: Vec<Act>,
    pairs: Vec<Pair>,
}

/// `GET /`.
pub async fn home(State(room): State<Room>, visit: Visit) -> Shown {
    let stats = room.stats().await?;
    let core = ActFilter { weight: Some("core".into()), ..ActFilter::default() };
    let page = room.ask(move |l| l.acts(&core, None, LOOKED_AT)).await?;
    let s = Shell::part(&visit, "home");
    let pairs = pairs(&page.acts, PAIRS, &s);
    let acts = page.acts.into_iter().take(LISTED).map(|a| Act::of(a, &s)).collect();
    render(&Home { s, stats, acts, pairs })
}
