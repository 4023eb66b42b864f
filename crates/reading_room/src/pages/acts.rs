//! The list of acts, and one act with its reports.

use super::shell::{Shell, Visit};
use super::view::{Act, Report};
use super::{Shown, asked, render};
use crate::api;
use crate::api::{ACTS, AFTER, act_filter};
use crate::params::Params;
use crate::problem::Problem;
use crate::room::Room;
use askama::Template;
use axum::extract::State;
use axum::http::Uri;

/// Acts of a page.
const LISTED: u32 = 30;

#[derive(Template)]
#[template(path = "acts.html")]
struct Acts {
    s: Shell,
    acts: Vec<Act>,
    asked: Params,
    types: Vec<Choice>,
    quads: Vec<Choice>,
    auxes: Vec<Choice>,
    weights: Vec<Choice>,
    next: String,
    query: String,
}

impl Acts {
    /// What stands in a field of the form.
    fn value(&self, name: &str) -> &str {
        self.asked.text(name).unwrap_or("")
    }
}

/// An option of a form.
pub struct Choice {
    pub value: String,
    pub label: String,
    pub chosen: bool,
}

/// The options of a field, with the one that is chosen.
pub fn choices(asked: &Params, name: &str, values: &[&str], s: &Shell, of: &str) -> Vec<Choice> {
    let now = asked.text(name).unwrap_or("");
    values
        .iter()
        .map(|v| Choice {
            value: (*v).to_owned(),
            label: s.t(&format!("{of}.{v}")).into_owned(),
            chosen: now == *v,
        })
        .collect()
}

/// `GET /acts`.
pub async fn acts(State(room): State<Room>, visit: Visit, uri: Uri) -> Shown {
    let asked = asked(&uri, ACTS)?;
    let (filter, after) = (act_filter(&room, &asked).await?, asked.owned(AFTER.name));
    let page = room.ask(move |l| l.acts(&filter, after.as_deref(), LISTED)).await?;
    let s = Shell::part(&visit, "acts");
    let acts = page.acts.into_iter().map(|a| Act::of(a, &s)).collect();
    let query = asked.query(&["after", "limit"]);
    let next = page.next.map(|n| {
        let after =
            form_urlencoded::Serializer::new(String::new()).append_pair("after", &n).finish();
        if query.is_empty() { after } else { format!("{query}&{after}") }
    });
    render(&Acts {
        types: choices(&asked, "type", &api::TYPES, &s, "type"),
        quads: choices(&asked, "quad", &["1", "2", "3", "4"], &s, "quad"),
        auxes: choices(
            &asked,
            "aux",
            &["none", "future", "hypothetical", "negation", "historical"],
            &s,
            "aux",
        ),
        weights: choices(&asked, "weight", &["core", "background"], &s, "weight"),
        next: next.unwrap_or_default(),
        s,
        acts,
        asked,
        query,
    })
}

/// Reports of an act that are listed: a page has an end.
const REPORTS: usize = 200;

#[derive(Template)]
#[template(path = "act.html")]
struct OneAct {
    s: Shell,
    act: Act,
    /// Type and mode as the codebook writes them.
    code: String,
    cameo: String,
    score: String,
    first_seen: String,
    last_seen: String,
    contexts: Vec<String>,
    country: String,
    uid: String,
    reports: Vec<Report>,
}

/// `GET /act/{id}`.
pub async fn act(State(room): State<Room>, visit: Visit, id: api::Named) -> Shown {
    let id = id.one();
    let (row, reports) = room.ask(move |l| l.act(&id)).await.map_err(Problem::unknown)?;
    let mut s = Shell::part(&visit, "acts");
    let (uid, cameo, score) = (row.act.clone(), row.cameo.clone(), s.score(row.score));
    let contexts = row.contexts.iter().map(|c| s.term(c)).collect();
    let country = row.country.clone().unwrap_or_default();
    let first_seen = s.day(row.first_seen.as_deref().unwrap_or_default());
    let last_seen = s.day(row.last_seen.as_deref().unwrap_or_default());
    let code = match &row.mode {
        Some(mode) => format!("{}/{mode}", row.event),
        None => row.event.clone(),
    };
    let act = Act::of(row, &s);
    let names: Vec<&str> = act.actors.iter().map(|p| p.name.as_str()).collect();
    s.title = crate::plain::plain(&format!("{}: {} {}", act.event, names.join(", "), act.date));
    let reports: Vec<Report> =
        reports.into_iter().take(REPORTS).map(|r| Report::of(r, &s)).collect();
    render(&OneAct {
        s,
        act,
        code,
        cameo,
        score,
        first_seen,
        last_seen,
        contexts,
        country,
        uid,
        reports,
    })
}
