//! A person's words made into keys of an event: types, parties, dates; and whole events that were
//! missed.
//!
//! **In:** an event, a [`Wish`] and what its words mean ([`Terms`]). **Out:** values of the contract,
//! or the field whose value is none, with what it may be.

use super::wish::{Coding, Terms, Wish};
use crate::check::shown;
use crate::days::first_day;
use crate::error::{LedgerError, Result};
use crate::plain;
use compact_str::CompactString;
use record::{Cited, Event, MentionRecord};
use serde_json::{Map, Value, json};
use text::Lang;

/// Weights that a record may have.
const WEIGHTS: [&str; 2] = ["core", "background"];
/// Auxiliary modes.
const AUX: [&str; 5] = ["none", "future", "hypothetical", "negation", "historical"];
/// Parties that may be given for one role.
const PARTIES: usize = 40;

/// The keys of an event that change, with what follows from them by the codebook.
pub(super) fn changed(now: &Event, wish: &Wish, terms: &dyn Terms) -> Result<Map<String, Value>> {
    let mut keys = Map::new();
    for (key, value, of) in [("weight", &wish.weight, &WEIGHTS[..]), ("aux", &wish.aux, &AUX[..])] {
        if let Some(value) = value {
            keys.insert(key.into(), json!(one_of(key, value, of)?));
        }
    }
    if wish.event.is_some() || wish.mode.is_some() {
        let event = wish.event.as_ref().map_or(now.event.to_string(), |e| e.to_uppercase());
        let mode = match (&wish.mode, &wish.event) {
            (Some(mode), _) => (mode != "none").then(|| mode.clone()),
            (None, Some(_)) => None,
            (None, None) => now.mode.as_ref().map(ToString::to_string),
        };
        keys.extend(typed(terms, &event, mode.as_deref(), &now.contexts)?);
    }
    for (field, key, names) in
        [("actor", "actors", &wish.actor), ("recipient", "recipients", &wish.recipient)]
    {
        if !names.is_empty() {
            keys.insert(key.into(), json!(parties(terms, field, names, now)?));
        }
    }
    if let Some(day) = &wish.date {
        let same = now.date.as_ref().filter(|d| d.value == day.as_str());
        keys.insert("date".into(), same.map_or_else(|| date(day), |d| Ok(json!(d)))?);
    }
    if let Some(place) = &wish.place {
        keys.insert("place".into(), json!(one_of("place", place, &["none"]).map(|_| Value::Null)?));
    }
    Ok(keys)
}

/// A value that must be one of these.
fn one_of<'v>(field: &'static str, value: &'v str, of: &[&str]) -> Result<&'v str> {
    if of.contains(&value) {
        return Ok(value);
    }
    Err(LedgerError::Field {
        field,
        what: format!("is not known (\"{}\")", shown(value)),
        allowed: of.iter().map(|s| (*s).to_owned()).collect(),
    })
}

/// A date that a person gives: nothing in the text says so, so it is inferred.
fn date(given: &str) -> Result<Value> {
    if given == "none" {
        return Ok(Value::Null);
    }
    let plain = given.len() <= 40 && given.bytes().all(|b| b.is_ascii_graphic());
    if !plain || first_day(given).is_none() || !real(given) {
        let what =
            format!("is none (\"{}\"): write YYYY, YYYY-MM, YYYY-MM-DD or EDTF", shown(given));
        return Err(LedgerError::field("date", what));
    }
    let granularity = match given.len() {
        _ if given.contains('/') => "interval",
        4 => "year",
        7 => "month",
        _ => "day",
    };
    Ok(json!({"value": given, "granularity": granularity, "text": null, "start": null, "end": null,
              "from": "inferred"}))
}

/// That a whole day is one of the calendar.
fn real(given: &str) -> bool {
    given.split('/').all(|part| {
        let whole = part.len() == 10 && part.bytes().all(|b| b.is_ascii_digit() || b == b'-');
        !whole || part.parse::<jiff::civil::Date>().is_ok()
    })
}

/// Type and mode, and what follows from them by the codebook.
fn typed(
    terms: &dyn Terms,
    event: &str,
    mode: Option<&str>,
    contexts: &[CompactString],
) -> Result<Map<String, Value>> {
    let kinds = terms.kinds().map_err(LedgerError::Terms)?;
    let mut types: Vec<String> = kinds.iter().map(|k| k.0.clone()).collect();
    types.dedup();
    if !types.iter().any(|t| t == event) {
        let what = format!("is not in the codebook (\"{}\")", shown(event));
        return Err(LedgerError::Field { field: "type", what, allowed: types });
    }
    let modes = || kinds.iter().filter(|k| k.0 == event).filter_map(|k| k.1.clone());
    if let Some(mode) = mode
        && !modes().any(|m| m == mode)
    {
        let what = format!("is none of {event} (\"{}\")", shown(mode));
        let allowed = std::iter::once("none".to_owned()).chain(modes()).collect();
        return Err(LedgerError::Field { field: "mode", what, allowed });
    }
    let Coding { cameo, quad, score } =
        terms.coding(event, mode, contexts).map_err(LedgerError::Terms)?;
    let keys = json!({"event": event, "mode": mode, "cameo": cameo, "quad": quad, "score": score});
    match keys {
        Value::Object(keys) => Ok(keys),
        _ => Ok(Map::new()),
    }
}

/// The parties that a person names, in their order; `none` alone is nobody.
fn parties(
    terms: &dyn Terms,
    field: &'static str,
    names: &[String],
    now: &Event,
) -> Result<Vec<MentionRecord>> {
    if names.len() > PARTIES {
        return Err(LedgerError::field(field, format!("names more than {PARTIES} parties")));
    }
    if names == ["none"] {
        return Ok(Vec::new());
    }
    let (first, then) = match field {
        "actor" => (&now.actors, &now.recipients),
        _ => (&now.recipients, &now.actors),
    };
    let mut all: Vec<MentionRecord> = Vec::new();
    for name in names {
        let name = plain::words(field, name, 200)?;
        let is = |m: &&MentionRecord| m.name == name || m.entity.as_deref() == Some(name.as_str());
        let kept = first.iter().chain(then).find(is).cloned();
        let party = match kept {
            Some(kept) => kept,
            None => party(terms, field, &name, now)?,
        };
        if !all.iter().any(|m| m.entity == party.entity && m.name == party.name) {
            all.push(party);
        }
    }
    Ok(all)
}

/// A party that the record does not name yet.
fn party(terms: &dyn Terms, field: &'static str, name: &str, now: &Event) -> Result<MentionRecord> {
    let day = now.date.as_ref().and_then(|d| first_day(&d.value));
    let known = match name.is_empty() {
        true => None,
        false => terms.party(name, day.as_deref()).map_err(LedgerError::Terms)?,
    };
    let known = known.ok_or_else(|| {
        let what = format!("\"{}\" is not known to the world (see chancery who)", shown(name));
        LedgerError::field(field, what)
    })?;
    Ok(MentionRecord {
        cited: now.trigger.clone(),
        name: known.name.into(),
        entity: Some(known.entity.into()),
        code: known.code.map(Into::into),
        sector: known.sector.map(Into::into),
        implied: true,
    })
}

/// An event for words of a text.
pub(super) fn added(
    wish: &Wish,
    words: &str,
    text: &str,
    lang: &str,
    published: Option<&str>,
    terms: &dyn Terms,
) -> Result<Box<Event>> {
    let wrong = |what: String| LedgerError::field("add", what);
    if words.trim().is_empty() {
        return Err(wrong("is empty: give the words that carry the act".into()));
    }
    let at = text.find(words).ok_or_else(|| {
        wrong(format!(
            "does not stand in the paper (\"{}\"): give the words as they are",
            shown(words)
        ))
    })?;
    let lang = Lang::from_code(lang)
        .ok_or_else(|| wrong(format!("is in no language we read ({lang})")))?;
    let sentence = text::segment(text, 0, lang)
        .iter()
        .map(|s| s.span)
        .find(|s| (s.start as usize..s.end as usize).contains(&at))
        .ok_or_else(|| wrong("lies between sentences".into()))?;
    let point = |byte: usize| text[..byte].chars().count() as u32;
    let trigger = Cited { text: words.into(), start: point(at), end: point(at + words.len()) };
    let event = wish.event.as_deref().unwrap_or_default().to_uppercase();
    let mode = wish.mode.as_deref().filter(|m| *m != "none");
    let day = published.map(|day| {
        json!({"value": day, "granularity": "day", "text": null, "start": null, "end": null,
               "from": "published"})
    });
    let mut value = json!({
        "id": "e0", "sentence": [point(sentence.start as usize), point(sentence.end as usize)],
        "event": "", "mode": null, "contexts": [],
        "aux": one_of("aux", wish.aux.as_deref().unwrap_or("none"), &AUX)?,
        "weight": one_of("weight", wish.weight.as_deref().unwrap_or("core"), &WEIGHTS)?,
        "cameo": "", "quad": 1, "score": 0.0, "trigger": trigger, "actors": [], "recipients": [],
        "said_by": null, "statement": null, "areas": [], "frameworks": [],
        "date": wish.date.as_deref().map_or(Ok(json!(day)), date)?, "place": null,
        "same_as": null, "confidence": 1.0, "why": ["a person added it"],
    });
    for (key, of) in typed(terms, &event, mode, &[])? {
        value[key] = of;
    }
    let mut event: Event =
        serde_json::from_value(value).map_err(|e| LedgerError::Question(e.to_string()))?;
    for (field, names) in [("actor", &wish.actor), ("recipient", &wish.recipient)] {
        let found =
            if names.is_empty() { Vec::new() } else { parties(terms, field, names, &event)? };
        *(if field == "actor" { &mut event.actors } else { &mut event.recipients }) = found;
    }
    Ok(Box::new(event))
}
