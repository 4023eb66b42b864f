//! Acts, their reports, pledges.

use super::filters::{self, AFTER, LIMIT, act_filter, pledge_filter};
use super::papers::number;
use super::{Answer, Asked, Named, Operation};
use crate::hide::Hide;
use crate::problem::Problem;
use crate::room::Room;
use axum::Json;
use axum::extract::State;
use axum::routing::get;
use ledger::ask::{ActPage, ActRow, ReportRow};
use serde::Serialize;
use serde_json::{Value, json};

pub fn operations() -> Vec<Operation> {
    vec![
        Operation {
            method: "get",
            path: "/api/v1/acts",
            summary: "Acts, newest first; those without a day last",
            params: filters::ACTS,
            answer: "ActPage",
            handler: || get(acts),
        },
        Operation {
            method: "get",
            path: "/api/v1/acts/{id}",
            summary: "An act with all its reports",
            params: &[],
            answer: "ActWithReports",
            handler: || get(act),
        },
        Operation {
            method: "get",
            path: "/api/v1/acts/{id}/reports",
            summary: "The reports that tell an act, with the reasons of merges",
            params: &[],
            answer: "Reports",
            handler: || get(reports),
        },
        Operation {
            method: "get",
            path: "/api/v1/pledges",
            summary: "Promises, concessions and threats, and what became of them",
            params: filters::PLEDGES,
            answer: "Pledges",
            handler: || get(pledges),
        },
    ]
}

async fn acts(State(room): State<Room>, Asked(asked): Asked) -> Answer<ActPage> {
    let (filter, limit) = (act_filter(&room, &asked).await?, asked.whole(&LIMIT));
    let after = asked.owned(AFTER.name);
    let mut page = room.ask(move |l| l.acts(&filter, after.as_deref(), limit)).await?;
    page.acts.hide();
    Ok(Json(page))
}

/// An act with its reports.
#[derive(Serialize)]
struct ActWithReports {
    act: ActRow,
    reports: Vec<ReportRow>,
}

async fn act(State(room): State<Room>, id: Named) -> Answer<ActWithReports> {
    let id = id.one();
    let (act, reports) = room.ask(move |l| l.act(&id)).await.map_err(Problem::unknown)?;
    Ok(Json(ActWithReports { act: act.hidden(), reports: reports.hidden() }))
}

async fn reports(State(room): State<Room>, id: Named) -> Answer<Value> {
    let id = id.one();
    let (_, reports) = room.ask(move |l| l.act(&id)).await.map_err(Problem::unknown)?;
    Ok(Json(json!({ "reports": reports.hidden() })))
}

async fn pledges(State(room): State<Room>, Asked(asked): Asked) -> Answer<Value> {
    let (filter, limit) = (pledge_filter(&asked), asked.whole(&LIMIT));
    let skip = number(&asked)?;
    let mut rows = room.ask(move |l| l.pledges(&filter, skip, limit + 1)).await?;
    let more = rows.len() > limit as usize;
    rows.truncate(limit as usize);
    let next = more.then(|| (u64::from(skip) + u64::from(limit)).to_string());
    Ok(Json(json!({ "pledges": rows.hidden(), "next": next })))
}
