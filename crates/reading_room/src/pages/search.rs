//! Search: papers by words and by what they tell, with what they can be narrowed down by.
//!
//! The query string is the whole state: every choice is a link that changes it, so that a page can
//! be kept, sent to others and left by the way back; and the same string asks the API and the
//! exports for what is seen.

use super::shell::{Shell, Visit};
use super::view::part;
use super::{Shown, asked, render};
use crate::api;
use crate::params::Params;
use crate::problem::Problem;
use crate::room::Room;
use askama::Template;
use axum::extract::State;
use axum::http::Uri;
use ledger::ask::{Empty, Facet, FacetValue, Found, Hit, Piece};
use std::sync::LazyLock;

/// Papers of a page.
const LISTED: u32 = 20;

/// Values of a facet that "more" names.
const MANY: &str = "100";

/// Filters in the order in which they are told, with the parameters that carry each.
const FILTERS: [(&str, &[&str]); 11] = [
    ("type", &["type"]),
    ("quad", &["quad"]),
    ("actor", &["actor"]),
    ("recipient", &["recipient"]),
    ("area", &["area"]),
    ("framework", &["framework"]),
    ("country", &["country"]),
    ("time", &["from", "to"]),
    ("lang", &["lang"]),
    ("source", &["source"]),
    ("originals", &["originals"]),
];

/// What neither an export nor a permalink keeps.
const OF_THE_PAGE: [&str; 3] = ["after", "limit", "facets"];

/// Formats that are one file and that this build writes.
static FORMATS: LazyLock<Vec<&'static str>> = LazyLock::new(|| {
    let sink = || outputs::Target::Stream(Box::new(std::io::sink()));
    outputs::Format::all()
        .filter(|f| f.shape() == outputs::Shape::File)
        .filter(|f| outputs::open(*f, sink(), &outputs::Options::default()).is_ok())
        .map(outputs::Format::name)
        .collect()
});

#[derive(Template)]
#[template(path = "search.html")]
struct Page {
    s: Shell,
    asked: Params,
    words: String,
    wrong: String,
    total: u64,
    notes: Vec<String>,
    found: Vec<Paper>,
    chips: Vec<Chip>,
    clear: String,
    hidden: Vec<(&'static str, String)>,
    sorts: Vec<Sort>,
    facets: Vec<Panel>,
    why: Option<Why>,
    actors: Vec<Actor>,
    next: String,
    query: String,
    exports: String,
    formats: &'static [&'static str],
}

impl Page {
    /// What stands in a field of the form.
    fn value(&self, name: &str) -> &str {
        self.asked.text(name).unwrap_or("")
    }
}

/// A paper that was found.
struct Paper {
    href: String,
    title: String,
    source: String,
    published: String,
    lang: String,
    snippet: Vec<Piece>,
}

/// A filter that is chosen, and the way out of it.
struct Chip {
    /// One of [`FILTERS`].
    of: &'static str,
    filter: String,
    value: String,
    href: String,
}

struct Sort {
    name: String,
    href: String,
    chosen: bool,
}

/// A facet.
struct Panel {
    id: String,
    title: String,
    values: Vec<Choice>,
    further: u64,
    more: String,
}

/// A value of a facet: a link that chooses it, or takes the choice back.
struct Choice {
    name: String,
    code: String,
    href: String,
    papers: u64,
    chosen: bool,
}

/// Why nothing was found.
struct Why {
    told: Vec<String>,
    ways: Vec<Way>,
}

/// A way to find something.
struct Way {
    text: String,
    href: String,
}

struct Actor {
    name: String,
    href: String,
    count: u64,
}

impl Paper {
    fn of(hit: Hit, s: &Shell) -> Self {
        let about = hit.about;
        let title = about.title.filter(|t| !t.trim().is_empty()).unwrap_or(about.id);
        Self {
            href: format!("/paper/{}", about.document),
            title: crate::plain::plain(&title),
            source: about.source,
            published: s.day(about.published.as_deref().unwrap_or_default()),
            lang: about.lang,
            snippet: hit.snippet,
        }
    }
}

/// Address of a search with other values for some parameters.
fn to(asked: &Params, other: &[(&str, Option<&str>)]) -> String {
    let mut all = vec![("after", None)];
    all.extend(other);
    format!("/search?{}", asked.query_with(&all))
}

/// What a value of a filter is called, and its code if that says more.
fn called(s: &Shell, filter: &str, value: &str, name: &str) -> (String, String) {
    match filter {
        "type" => (s.event(value).into_owned(), value.to_owned()),
        "quad" => (s.quad(value).into_owned(), String::new()),
        "actor" | "recipient" | "country" => {
            let known = s.code(value);
            let known = if known == value { name.to_owned() } else { known };
            let code = if known == value { String::new() } else { value.to_owned() };
            (known, code)
        }
        "area" => (s.term(value), String::new()),
        "lang" => (s.t(&format!("lang.{value}")).into_owned(), String::new()),
        _ => (name.to_owned(), String::new()),
    }
}

/// A facet with its links.
fn panel(s: &Shell, asked: &Params, facet: Facet) -> Panel {
    let name = facet.facet;
    let choice = |v: FacetValue| {
        let (called, code) = called(s, &name, &v.value, &v.name);
        let value = Some(v.value.as_str());
        let href = match (name.as_str(), v.chosen) {
            ("type", _) => {
                // Several types may be chosen; one more, or one less.
                let mut types = asked.list("type");
                types.retain(|t| *t != v.value);
                if !v.chosen {
                    types.push(v.value.clone());
                }
                let types = types.join(",");
                to(asked, &[("type", (!types.is_empty()).then_some(types.as_str()))])
            }
            ("year" | "month", true) => to(asked, &[("from", None), ("to", None)]),
            ("year" | "month", false) => to(asked, &[("from", value), ("to", value)]),
            (name, true) => to(asked, &[(name, None)]),
            (name, false) => to(asked, &[(name, value)]),
        };
        Choice { name: called, code, href, papers: v.papers, chosen: v.chosen }
    };
    Panel {
        title: s.t(&format!("filter.{name}")).into_owned(),
        values: facet.values.into_iter().map(choice).collect(),
        more: if facet.further > 0 && asked.text("facets") != Some(MANY) {
            format!("{}#facet-{name}", to(asked, &[("facets", Some(MANY))]))
        } else {
            String::new()
        },
        further: facet.further,
        id: name,
    }
}

/// What is chosen, with links that take each choice away.
fn chips(s: &Shell, asked: &Params) -> Vec<Chip> {
    let mut out = Vec::new();
    for (filter, params) in FILTERS {
        let title = s.t(&format!("filter.{filter}")).into_owned();
        let without: Vec<(&str, Option<&str>)> = params.iter().map(|p| (*p, None)).collect();
        if filter == "type" {
            let types = asked.list("type");
            for one in &types {
                let rest: Vec<&str> =
                    types.iter().filter(|t| *t != one).map(String::as_str).collect();
                let rest = rest.join(",");
                let href = to(asked, &[("type", (!rest.is_empty()).then_some(rest.as_str()))]);
                let value = s.event(one).into_owned();
                out.push(Chip { of: filter, filter: title.clone(), value, href });
            }
            continue;
        }
        let given: Vec<&str> = params.iter().filter_map(|p| asked.text(p)).collect();
        let value = match filter {
            _ if given.is_empty() => continue,
            "time" => match (asked.text("from"), asked.text("to")) {
                (Some(from), Some(to)) if from == to => from.to_owned(),
                (from, to) => format!("{} – {}", from.unwrap_or(""), to.unwrap_or("")),
            },
            "originals" if given == ["false"] => continue,
            "originals" => s.t("sources.yes").into_owned(),
            _ => called(s, filter, given[0], given[0]).0,
        };
        out.push(Chip { of: filter, filter: title, value, href: to(asked, &without) });
    }
    out
}

/// Why nothing was found, and what would find something.
fn why(s: &Shell, asked: &Params, chips: &[Chip], empty: &Empty) -> Why {
    let (mut told, mut ways) = (Vec::new(), Vec::new());
    let words = asked.text("q").is_some();
    if !empty.unknown.is_empty() {
        told.push(s.tn("search.unknown", &empty.unknown.join(", ")));
        told.push(s.t("search.try").into_owned());
    } else if empty.words == 0 {
        told.push(s.t(if words { "search.apart" } else { "search.nothing" }).into_owned());
    } else {
        let key = if words { "search.filtered" } else { "search.filtered_all" };
        // "12 papers, but none with type: Consult"
        let told_so = |of: Option<&str>| {
            let chips = chips.iter().filter(|c| of.is_none_or(|of| of == c.of));
            chips.map(|c| format!("{}: {}", c.filter, c.value)).collect::<Vec<_>>().join(", ")
        };
        told.push(s.tn(key, &s.number(&empty.words)).replace("[]", &told_so(None)));
        for without in &empty.without {
            let Some((name, params)) = FILTERS.iter().find(|f| f.0 == without.filter) else {
                continue;
            };
            let gone: Vec<(&str, Option<&str>)> = params.iter().map(|p| (*p, None)).collect();
            let text = s.tn("search.without", &told_so(Some(name)));
            ways.push(Way {
                text: format!("{text}: {}", s.number(&without.papers)),
                href: to(asked, &gone),
            });
        }
        let all: Vec<(&str, Option<&str>)> =
            FILTERS.iter().flat_map(|f| f.1).map(|p| (*p, None)).collect();
        let text = format!("{}: {}", s.t("search.unfiltered"), s.number(&empty.words));
        ways.push(Way { text, href: to(asked, &all) });
    }
    Why { told, ways }
}

/// What must be known about the counts and the order.
fn notes(s: &Shell, found: &Found) -> Vec<String> {
    let mut out = Vec::new();
    if found.folded {
        out.push(s.t("search.folded").into_owned());
    }
    if found.ranked > 0 && found.ranked < found.total {
        out.push(s.tn("search.ranked", &s.number(&found.ranked)));
    }
    out
}

/// `GET /search`.
pub async fn search(State(room): State<Room>, visit: Visit, uri: Uri) -> Shown {
    let asked = asked(&uri, api::SEARCHED)?;
    let s = Shell::part(&visit, "search");
    let words = asked.text("q").unwrap_or("").to_owned();
    let first = asked.text("after").is_none();
    let (found, wrong) = match api::find(&room, &asked, LISTED).await {
        Ok(found) => (Some(found), String::new()),
        // Nothing but marks: the form stays, with what is the matter.
        Err(_) if !words.is_empty() && !words.contains(char::is_alphanumeric) => {
            (None, s.t("search.noword").into_owned())
        }
        Err(problem) => return Err(problem),
    };
    let named = match (first, words.clone()) {
        (true, words) if !words.is_empty() && found.is_some() => {
            room.ask(move |l| l.entities(&words, 6)).await.map_err(Problem::unknown)?
        }
        _ => Vec::new(),
    };
    let actors = named.into_iter().map(|e| Actor {
        href: format!("/actor/{}", part(&e.entity)),
        count: u64::from(e.acts_as_actor) + u64::from(e.acts_as_recipient),
        name: e.name,
    });
    let sort = if asked.text("sort") == Some("newest") || words.is_empty() { 1 } else { 0 };
    let sorts = ["best", "newest"].iter().enumerate().map(|(n, name)| Sort {
        name: s.t(&format!("sort.{name}")).into_owned(),
        href: to(&asked, &[("sort", (n == 1).then_some("newest"))]),
        chosen: n == sort,
    });
    let fields = ["q", "lang", "source", "from", "to", "after", "limit", "facets", "originals"];
    let hidden = api::SEARCHED.iter().map(|p| p.name).filter(|name| !fields.contains(name));
    let hidden = hidden.filter_map(|name| Some((name, asked.owned(name)?)));
    let chips = chips(&s, &asked);
    let all: Vec<(&str, Option<&str>)> =
        FILTERS.iter().flat_map(|f| f.1).map(|p| (*p, None)).collect();
    let mut page = Page {
        words,
        wrong,
        total: 0,
        notes: Vec::new(),
        found: Vec::new(),
        clear: to(&asked, &all),
        hidden: hidden.collect(),
        sorts: sorts.collect(),
        facets: Vec::new(),
        why: None,
        actors: actors.collect(),
        next: String::new(),
        query: asked.query(&OF_THE_PAGE),
        exports: asked.query(&["after", "limit", "facets", "sort"]),
        formats: &FORMATS,
        chips,
        s,
        asked,
    };
    if let Some(found) = found {
        page.total = found.total;
        page.notes = notes(&page.s, &found);
        page.why = found.empty.as_ref().map(|e| why(&page.s, &page.asked, &page.chips, e));
        if let Some(next) = &found.next {
            page.next = page.asked.query_with(&[("after", Some(next.as_str()))]);
        }
        let facets = found.facets.into_iter().filter(|f| !f.values.is_empty());
        page.facets = facets.map(|f| panel(&page.s, &page.asked, f)).collect();
        page.found = found.hits.into_iter().map(|h| Paper::of(h, &page.s)).collect();
    }
    render(&page)
}
