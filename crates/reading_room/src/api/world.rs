//! Who is in the ledger, pairs, counts, where it all came from.

use super::filters::{LATEST, LIMIT, NAMED, PARTNERS};
use super::{Answer, Asked, Named, Operation};
use crate::hide::{Hide, unit_name, unpathed};
use crate::params::Param;
use crate::problem::Problem;
use crate::room::Room;
use axum::Json;
use axum::extract::State;
use axum::routing::get;
use ledger::ask::{Dyad, EntityPage};
use serde_json::{Value, json};

static FOUND: &[&Param] = &[&NAMED, &LIMIT];
static ENTITY: &[&Param] = &[&PARTNERS];
static PAIR: &[&Param] = &[&LATEST];
static ROWS: &[&Param] = &[&LIMIT];

pub fn operations() -> Vec<Operation> {
    vec![
        Operation {
            method: "get",
            path: "/api/v1/entities",
            summary: "Persons, states, organisations, those with most acts first",
            params: FOUND,
            answer: "Entities",
            handler: || get(entities),
        },
        Operation {
            method: "get",
            path: "/api/v1/entities/{key}",
            summary: "An entity by its key or code, with its partners and kin",
            params: ENTITY,
            answer: "EntityPage",
            handler: || get(entity),
        },
        Operation {
            method: "get",
            path: "/api/v1/dyads/{a}/{b}",
            summary: "What passes between two codes: balance by month, newest acts, partnerships",
            params: PAIR,
            answer: "Dyad",
            handler: || get(dyad),
        },
        Operation {
            method: "get",
            path: "/api/v1/stats",
            summary: "How much is in the ledger",
            params: &[],
            answer: "Stats",
            handler: || get(stats),
        },
        Operation {
            method: "get",
            path: "/api/v1/units",
            summary: "What was read: files, feeds, archives",
            params: ROWS,
            answer: "Units",
            handler: || get(units),
        },
        Operation {
            method: "get",
            path: "/api/v1/rejects",
            summary: "What could not be read, and why",
            params: ROWS,
            answer: "Rejects",
            handler: || get(rejects),
        },
    ]
}

async fn entities(State(room): State<Room>, Asked(asked): Asked) -> Answer<Value> {
    let (words, limit) = (asked.owned("q").unwrap_or_default(), asked.whole(&LIMIT));
    Ok(Json(json!({ "entities": room.ask(move |l| l.entities(&words, limit)).await? })))
}

async fn entity(State(room): State<Room>, key: Named, Asked(asked): Asked) -> Answer<EntityPage> {
    let (key, partners) = (key.one(), asked.whole(&PARTNERS));
    Ok(Json(room.ask(move |l| l.entity(&key, partners)).await.map_err(Problem::unknown)?))
}

async fn dyad(State(room): State<Room>, pair: Named, Asked(asked): Asked) -> Answer<Dyad> {
    let [a, b] =
        <[String; 2]>::try_from(pair.0).map_err(|_| Problem::missing("A pair is of two codes."))?;
    let latest = asked.whole(&LATEST);
    Ok(Json(room.ask(move |l| l.dyad(&a, &b, latest)).await.map_err(Problem::unknown)?.hidden()))
}

async fn stats(State(room): State<Room>) -> Answer<ledger::ask::Stats> {
    Ok(Json(room.stats().await?.as_ref().clone().hidden()))
}

async fn units(State(room): State<Room>, Asked(asked): Asked) -> Answer<Value> {
    let limit = asked.whole(&LIMIT);
    let mut units = room.ask(move |l| l.units(limit)).await?;
    units.iter_mut().for_each(|u| u.name = unit_name(&u.name));
    Ok(Json(json!({ "units": units })))
}

async fn rejects(State(room): State<Room>, Asked(asked): Asked) -> Answer<Value> {
    let limit = asked.whole(&LIMIT);
    let mut rejects = room.ask(move |l| l.rejects(limit)).await?;
    for r in &mut rejects {
        r.reason = unpathed(&r.reason, &r.unit);
        r.unit = unit_name(&r.unit);
    }
    Ok(Json(json!({ "rejects": rejects })))
}
