//! Search: papers by words and by what they tell, with facets.

use super::filters::{
    ACTOR, AREA, COUNTRY, FACETS, FRAMEWORK, FROM, HITS_AFTER, LANG, LIMIT, ORIGINALS, QUAD,
    RECIPIENT, SORT, SOURCE, TO, TYPE, WORDS, told_filter, words,
};
use super::papers::document_filter;
use super::{Answer, Asked, Operation};
use crate::hide::Hide;
use crate::params::{Param, Params};
use crate::problem::Problem;
use crate::room::Room;
use axum::Json;
use axum::extract::State;
use axum::routing::get;
use ledger::ask::{Found, Order, Page, Search};

/// What a search is asked for by.
pub static SEARCHED: &[&Param] = &[
    &WORDS,
    &TYPE,
    &QUAD,
    &ACTOR,
    &RECIPIENT,
    &AREA,
    &FRAMEWORK,
    &COUNTRY,
    &FROM,
    &TO,
    &LANG,
    &SOURCE,
    &ORIGINALS,
    &SORT,
    &FACETS,
    &HITS_AFTER,
    &LIMIT,
];

pub fn operations() -> Vec<Operation> {
    vec![Operation {
        method: "get",
        path: "/api/v1/search",
        summary: "Papers in which words occur, in any inflection, and that tell an act that fits, with facets; without words all papers",
        params: SEARCHED,
        answer: "Found",
        handler: || get(search),
    }]
}

/// What is looked for.
pub async fn searched(room: &Room, asked: &Params) -> Result<Search, Problem> {
    Ok(Search {
        words: words(room, asked).await?,
        papers: document_filter(room, asked).await?,
        told: told_filter(asked),
        order: match asked.text("sort") {
            Some("newest") => Order::Newest,
            _ => Order::Best,
        },
    })
}

/// A page of a search.
pub async fn find(room: &Room, asked: &Params, limit: u32) -> Result<Found, Problem> {
    let search = searched(room, asked).await?;
    let columns = room.columns().await?;
    let (after, facets) = (asked.owned(HITS_AFTER.name), asked.whole(&FACETS) as usize);
    let found = room
        .ask(move |l| {
            let page = Page { after: after.as_deref(), limit, facets };
            l.search(&search, Some(&columns), &page)
        })
        .await?;
    Ok(found.hidden())
}

async fn search(State(room): State<Room>, Asked(asked): Asked) -> Answer<Found> {
    Ok(Json(find(&room, &asked, asked.whole(&LIMIT)).await?))
}
