//! Search: papers by words, with what they can be narrowed down by.

use super::shell::{Shell, Visit};
use super::view::part;
use super::{Shown, asked, render};
use crate::api;
use crate::hide::Hide;
use crate::params::Params;
use crate::plain::plain;
use crate::problem::Problem;
use crate::room::Room;
use askama::Template;
use axum::extract::State;
use axum::http::Uri;
use ledger::ask::{Hit, Piece};
use std::sync::Arc;

/// Papers of a page.
const LISTED: u32 = 20;

/// Papers over which sources and languages are counted.
const FACETED: u32 = 100;

#[derive(Template)]
#[template(path = "search.html")]
struct Search {
    s: Shell,
    asked: Params,
    words: String,
    found: Vec<Found>,
    facets: Vec<Facet>,
    faceted: usize,
    actors: Vec<Link>,
    next: String,
    query: String,
    exports: String,
}

impl Search {
    /// What stands in a field of the form.
    fn value(&self, name: &str) -> &str {
        self.asked.text(name).unwrap_or("")
    }
}

struct Found {
    href: String,
    title: String,
    source: String,
    published: String,
    lang: String,
    snippet: Vec<Piece>,
}

struct Facet {
    title: String,
    values: Vec<Link>,
}

struct Link {
    name: String,
    href: String,
    count: usize,
}

impl Found {
    fn of(hit: Hit, s: &Shell) -> Self {
        let about = hit.about;
        let title = about.title.filter(|t| !t.trim().is_empty()).unwrap_or(about.id);
        Self {
            href: format!("/paper/{}", about.document),
            title: plain(&title),
            source: about.source,
            published: s.day(about.published.as_deref().unwrap_or_default()),
            lang: about.lang,
            snippet: hit.snippet,
        }
    }
}

/// Counts the values of a field among hits, most first, as links that narrow the search down.
fn facet(
    title: &str,
    name: &str,
    hits: &[Hit],
    asked: &Params,
    of: impl Fn(&Hit) -> &str,
) -> Facet {
    let mut counts: Vec<(&str, usize)> = Vec::new();
    for hit in hits {
        let value = of(hit);
        match counts.iter_mut().find(|c| c.0 == value) {
            Some(count) => count.1 += 1,
            None => counts.push((value, 1)),
        }
    }
    counts.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(b.0)));
    let rest = asked.query(&[name, "after"]);
    let values = counts.into_iter().take(12).map(|(value, count)| {
        let wish =
            form_urlencoded::Serializer::new(String::new()).append_pair(name, value).finish();
        Link { name: value.to_owned(), href: format!("/search?{rest}&{wish}"), count }
    });
    Facet { title: title.to_owned(), values: values.collect() }
}

/// `GET /search`.
pub async fn search(State(room): State<Room>, visit: Visit, uri: Uri) -> Shown {
    let asked = asked(&uri, api::SEARCHED)?;
    let s = Shell::part(&visit, "search");
    let words = asked.text("q").unwrap_or("").to_owned();
    let skip = api::number(&asked)?;
    let (mut hits, mut actors) = (Vec::new(), Vec::new());
    if !words.is_empty() {
        let (reader, asked, name) = (Arc::clone(&room.reader), asked.clone(), words.clone());
        let filter = api::document_filter(&room, &asked).await?;
        (hits, actors) = room
            .ask(move |l| {
                let query = api::words(&asked, filter, reader.as_ref());
                if query.terms.is_empty() {
                    return Ok((Vec::new(), Vec::new()));
                }
                let most = if skip == 0 { FACETED } else { LISTED + 1 };
                let named = if skip == 0 { l.entities(&name, 6)? } else { Vec::new() };
                Ok((l.search(&query, skip, most)?, named))
            })
            .await
            .map_err(Problem::unknown)?;
        hits.hide();
    }
    let facets = if skip == 0 && !hits.is_empty() {
        vec![
            facet(&s.t("filter.lang"), "lang", &hits, &asked, |h| &h.about.lang),
            facet(&s.t("filter.source"), "source", &hits, &asked, |h| &h.about.source),
        ]
    } else {
        Vec::new()
    };
    let faceted = hits.len();
    let more = hits.len() > LISTED as usize;
    let query = asked.query(&["after"]);
    let next = if more { format!("{query}&after={}", skip + LISTED) } else { String::new() };
    let exports = asked.query(&["q", "after"]);
    let found = hits.into_iter().take(LISTED as usize).map(|h| Found::of(h, &s)).collect();
    let actors = actors.into_iter().map(|e| Link {
        href: format!("/actor/{}", part(&e.entity)),
        count: (e.acts_as_actor + e.acts_as_recipient) as usize,
        name: e.name,
    });
    let actors = actors.collect();
    render(&Search { s, asked, words, found, facets, faceted, actors, next, query, exports })
}
