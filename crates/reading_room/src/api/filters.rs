//! Parameters that several operations share, and the ledger's filters made from them.

use crate::params::{Kind, Param, Params};
use crate::problem::Problem;
use crate::room::Room;
use ledger::ask::{ActFilter, PledgeFilter, Query, ToldFilter, Within};
use std::sync::Arc;

/// What may have become of a pledge.
pub const STATUSES: [&str; 5] = ["promised", "repeated", "carried out", "withdrawn", "open"];

macro_rules! param {
    ($id:ident, $name:literal, $kind:expr, $doc:literal) => {
        #[doc = $doc]
        pub static $id: Param = Param { name: $name, kind: $kind, doc: $doc };
    };
}

/// PLOVER types.
pub const TYPES: [&str; 16] = [
    "AGREE",
    "CONSULT",
    "SUPPORT",
    "CONCEDE",
    "COOPERATE",
    "AID",
    "RETREAT",
    "REQUEST",
    "ACCUSE",
    "REJECT",
    "THREATEN",
    "PROTEST",
    "SANCTION",
    "MOBILIZE",
    "COERCE",
    "ASSAULT",
];

param!(
    ACTOR,
    "actor",
    Kind::Text,
    "A code (CHN, EU), an entity (person/...) or a canonical name as actor; in reciprocal acts each participant is actor and recipient"
);
param!(RECIPIENT, "recipient", Kind::Text, "The same as recipient");
param!(TYPE, "type", Kind::SomeOf(&TYPES), "PLOVER types; any of them");
param!(MODE, "mode", Kind::Text, "PLOVER mode");
param!(FROM, "from", Kind::Day, "First day");
param!(TO, "to", Kind::Day, "Last day, with all of it");
param!(AREA, "area", Kind::Text, "Area of cooperation");
param!(FRAMEWORK, "framework", Kind::Text, "Framework");
param!(CONTEXT, "context", Kind::Text, "PLOVER context");
param!(
    QUAD,
    "quad",
    Kind::OneOf(&["1", "2", "3", "4"]),
    "Quad class: 1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict"
);
param!(WEIGHT, "weight", Kind::OneOf(&["core", "background"]), "Acts told, or only referred to");
param!(
    AUX,
    "aux",
    Kind::OneOf(&["none", "future", "hypothetical", "negation", "historical"]),
    "Auxiliary mode"
);
param!(COUNTRY, "country", Kind::Text, "Country of the place, ISO 3166-1 alpha-3");
param!(MIN_SOURCES, "min_sources", Kind::Whole(0, 1000, 0), "Least number of sources");
param!(MIN_CONFIDENCE, "min_confidence", Kind::Share, "Least confidence");
param!(
    MAX_CONFIDENCE,
    "max_confidence",
    Kind::Share,
    "Most confidence: the queue of doubtful records"
);
param!(AFTER, "after", Kind::DayCursor, "Cursor: what the page before gave as next");
param!(SKIP, "after", Kind::Cursor, "Cursor: what the page before gave as next");
param!(LIMIT, "limit", Kind::Whole(1, 200, 50), "Rows of a page");
param!(LANG, "lang", Kind::OneOf(&["pl", "en"]), "Language of the papers");
param!(SOURCE, "source", Kind::Text, "Name of a source");
param!(ORIGINALS, "originals", Kind::OneOf(&["true", "false"]), "Leave out copies of other papers");
param!(SPEAKER, "speaker", Kind::Text, "Who said it: a code, an entity or a canonical name");
param!(WORDS, "q", Kind::Text, "Words in any inflection; phrases in quotes; a star for any ending");
param!(
    WITHIN,
    "words_in",
    Kind::OneOf(&["paper", "sentence"]),
    "Where the words must stand: anywhere in a paper that tells the act, or in the sentence that tells it"
);
param!(
    SORT,
    "sort",
    Kind::OneOf(&["best", "newest"]),
    "The best first (without words the newest), or the newest"
);
param!(
    FACETS,
    "facets",
    Kind::Whole(0, 200, 12),
    "Most values that a facet names; 0 for no facets"
);
param!(HITS_AFTER, "after", Kind::HitCursor, "Cursor: what the page before gave as next");
param!(NAMED, "q", Kind::Text, "Part of a name or key, or a code");
param!(PARTNERS, "partners", Kind::Whole(0, 200, 50), "How many partners");
param!(LATEST, "latest", Kind::Whole(0, 200, 20), "How many of the newest acts");
param!(
    ACTS_KEPT,
    "acts",
    Kind::OneOf(&["all", "asserted"]),
    "Which acts are given away; without it the format's own choice"
);
param!(
    PER,
    "per",
    Kind::OneOf(&["report", "act", "one-a-day"]),
    "Every report, one report an act, or one act of a kind between the same parties a day; without it what readers of the format expect"
);
param!(STATUS, "status", Kind::OneOf(&STATUSES), "What became of it, as of the last ingest");
param!(PLEDGE_KIND, "kind", Kind::OneOf(&["promise", "concession", "threat"]), "Which pledges");
param!(NO_TEXT, "no_text", Kind::OneOf(&["true", "false"]), "Leave out every word of the papers");

/// What acts are asked for by.
pub static ACTS: &[&Param] = &[
    &ACTOR,
    &RECIPIENT,
    &TYPE,
    &MODE,
    &FROM,
    &TO,
    &AREA,
    &FRAMEWORK,
    &CONTEXT,
    &QUAD,
    &WEIGHT,
    &AUX,
    &COUNTRY,
    &MIN_SOURCES,
    &MIN_CONFIDENCE,
    &MAX_CONFIDENCE,
    &WORDS,
    &WITHIN,
    &AFTER,
    &LIMIT,
];

/// Words that are looked for.
///
/// # Errors
/// If there is no word in what was given.
pub async fn words(room: &Room, asked: &Params) -> Result<Query, Problem> {
    let Some(given) = asked.owned("q") else { return Ok(Query::default()) };
    // Looking words up takes a processor, so it takes a place among the questions.
    let reader = Arc::clone(&room.reader);
    let query = room.ask(move |_| Ok(Query::parse(&given, |w| reader.lemmas(w)))).await?;
    if query.terms.is_empty() {
        return Err(Problem::wrong("Parameter \"q\" holds no word."));
    }
    let within = match asked.text("words_in") {
        Some("sentence") => Within::Sentence,
        _ => Within::Paper,
    };
    Ok(Query { within, ..query })
}

/// Acts that papers must tell one of.
pub fn told_filter(asked: &Params) -> ToldFilter {
    ToldFilter {
        types: asked.list("type"),
        quad: asked.text("quad").and_then(|q| q.parse().ok()),
        actor: asked.owned("actor"),
        recipient: asked.owned("recipient"),
        area: asked.owned("area"),
        framework: asked.owned("framework"),
        country: asked.owned("country"),
    }
}

/// The ledger's filter.
///
/// # Errors
/// If words are looked for, but none is given.
pub async fn act_filter(room: &Room, asked: &Params) -> Result<ActFilter, Problem> {
    Ok(ActFilter {
        actor: asked.owned("actor"),
        recipient: asked.owned("recipient"),
        types: asked.list("type"),
        mode: asked.owned("mode"),
        from: asked.owned("from"),
        to: asked.owned("to"),
        area: asked.owned("area"),
        framework: asked.owned("framework"),
        context: asked.owned("context"),
        quad: asked.text("quad").and_then(|q| q.parse().ok()),
        weight: asked.owned("weight"),
        aux: asked.owned("aux"),
        country: asked.owned("country"),
        min_sources: asked.whole(&MIN_SOURCES),
        min_confidence: asked.share("min_confidence").unwrap_or(0.0),
        max_confidence: asked.share("max_confidence"),
        words: words(room, asked).await?,
    })
}

/// What pledges are asked for by.
pub static PLEDGES: &[&Param] =
    &[&ACTOR, &RECIPIENT, &STATUS, &PLEDGE_KIND, &FROM, &TO, &SKIP, &LIMIT];

/// The ledger's filter of pledges.
pub fn pledge_filter(asked: &Params) -> PledgeFilter {
    PledgeFilter {
        promisor: asked.owned("actor"),
        beneficiary: asked.owned("recipient"),
        status: asked.owned("status"),
        kind: asked.owned("kind"),
        from: asked.owned("from"),
        to: asked.text("to").map(whole),
    }
}

/// The last day of a year, month or day, as the ledger compares days: as text.
pub fn whole(day: &str) -> String {
    format!("{day}{}", &"-99-99"[day.len().clamp(4, 10) - 4..])
}
