//! `/api/v1/checks`, `/api/v1/agreement`, `/api/v1/reports`: records judged by people.

use super::filters::{LIMIT, SKIP};
use super::sent::{Sent, Writing, after};
use super::{Answer, Asked, Named, Operation};
use crate::hide::Hide;
use crate::params::{Kind, Param};
use crate::room::Room;
use axum::Json;
use axum::extract::State;
use axum::routing::{get, post};
use ledger::check::{Agreement, Check, CheckFilter, ReportPage};
use serde_json::{Value, json};

static WHO: Param = Param { name: "who", kind: Kind::Text, doc: "Name of a checker" };
static REPORT: Param = Param {
    name: "report",
    kind: Kind::Whole(1, 2_147_483_647, 0),
    doc: "Number of a report: the verdicts on what it says now",
};
static LISTED: &[&Param] = &[&WHO, &REPORT, &SKIP, &LIMIT];

pub fn operations() -> Vec<Operation> {
    vec![
        Operation {
            method: "get",
            path: "/api/v1/reports/{report}",
            summary: "A report with its event as it stands, its version, and what people said of it",
            params: &[],
            answer: "ReportPage",
            handler: || get(report),
        },
        Operation {
            method: "get",
            path: "/api/v1/checks",
            summary: "Verdicts of people on records, the newest first",
            params: LISTED,
            answer: "Checks",
            handler: || get(checks),
        },
        Operation {
            method: "post",
            path: "/api/v1/checks",
            summary: "Keeps a verdict on a record: right, wrong (and in what), or unsure",
            params: &[],
            answer: "Checked",
            handler: || post(check),
        },
        Operation {
            method: "get",
            path: "/api/v1/agreement",
            summary: "How far checkers agree: Krippendorff's alpha, part by part, and where they differ",
            params: &[],
            answer: "Agreement",
            handler: || get(agreement),
        },
    ]
}

async fn report(State(room): State<Room>, name: Named) -> Answer<ReportPage> {
    let report = name.number("report")?;
    Ok(Json(room.ask(move |l| l.report(report)).await?.hidden()))
}

async fn checks(State(room): State<Room>, asked: Asked) -> Answer<Value> {
    let (after, limit) = (after(&asked), asked.0.whole(&LIMIT));
    let filter = CheckFilter {
        who: asked.0.owned("who"),
        report: asked.0.text("report").and_then(|r| r.parse().ok()),
        ..CheckFilter::default()
    };
    let mut rows = room.ask(move |l| l.checks(&filter, after, limit + 1)).await?;
    let more = rows.len() > limit as usize;
    rows.truncate(limit as usize);
    let next = rows.last().filter(|_| more).map(|c| c.check.to_string());
    Ok(Json(json!({ "checks": rows.hidden(), "next": next })))
}

async fn check(
    State(room): State<Room>,
    writing: Writing,
    Sent(check): Sent<Check>,
) -> Answer<Value> {
    let check = Check { who: writing.name(&check.who), ..check };
    let made = room.write(false, move |l| l.check(&check, writing.form.as_ref())).await?;
    Ok(Json(json!({ "check": made.answer, "repeated": made.repeated })))
}

async fn agreement(State(room): State<Room>) -> Answer<Agreement> {
    Ok(Json(room.agreement().await?.as_ref().clone().hidden()))
}
