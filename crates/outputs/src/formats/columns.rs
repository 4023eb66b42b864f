//! The columns of CSV and Parquet: one row an act, everything the record says of it.
//!
//! `docs/exports.md` lists them; a test holds the two together.

use crate::tables;
use crate::view::{Act, View};
use record::MentionRecord;

/// A value of a column.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Value {
    Text(Option<String>),
    Int(Option<i64>),
    Float(Option<f64>),
    Flag(Option<bool>),
    /// Items keep their places; an unknown one is `None`.
    List(Vec<Option<String>>),
}

/// The type of a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Text,
    Int,
    Float,
    Flag,
    List,
}

/// One column.
pub(crate) struct Column {
    pub name: &'static str,
    #[cfg_attr(not(feature = "parquet"), expect(dead_code, reason = "CSV has no types"))]
    pub kind: Kind,
    pub of: fn(&View<'_>, &Act<'_>) -> Value,
}

const fn text(name: &'static str, of: fn(&View<'_>, &Act<'_>) -> Value) -> Column {
    Column { name, kind: Kind::Text, of }
}
const fn int(name: &'static str, of: fn(&View<'_>, &Act<'_>) -> Value) -> Column {
    Column { name, kind: Kind::Int, of }
}
const fn float(name: &'static str, of: fn(&View<'_>, &Act<'_>) -> Value) -> Column {
    Column { name, kind: Kind::Float, of }
}
const fn list(name: &'static str, of: fn(&View<'_>, &Act<'_>) -> Value) -> Column {
    Column { name, kind: Kind::List, of }
}

/// Every column, in order.
pub(crate) const COLUMNS: &[Column] = &[
    text("id", |v, a| known(Some(a.id(v)))),
    text("document", |v, _| known(Some(&v.record.id))),
    text("event_id", |_, a| known(Some(&a.event.id))),
    text("lang", |v, _| known(Some(&v.record.lang))),
    text("published", |v, _| known(v.record.published.as_ref())),
    text("title", |v, _| known(v.record.title.as_ref())),
    text("url", |v, _| known(v.record.url.as_ref())),
    text("source", |v, _| known(v.source)),
    text("event", |_, a| known(Some(&a.event.event))),
    text("mode", |_, a| known(a.event.mode.as_ref())),
    list("contexts", |_, a| plain(&a.event.contexts)),
    text("aux", |_, a| known(Some(&a.event.aux))),
    text("weight", |_, a| known(Some(&a.event.weight))),
    text("cameo", |_, a| known(Some(&a.event.cameo))),
    int("quad", |_, a| Value::Int(Some(a.event.quad.into()))),
    float("score", |_, a| number(Some(a.event.score))),
    float("goldstein", |_, a| number(tables::scale(&a.event.cameo, |c| c.gdelt))),
    text("date", |_, a| known(a.event.date.as_ref().map(|d| &d.value))),
    text("date_granularity", |_, a| known(a.event.date.as_ref().map(|d| &d.granularity))),
    text("date_from", |_, a| known(a.event.date.as_ref().map(|d| &d.from))),
    list("actor_names", |_, a| each(&a.event.actors, |m| Some(&m.name))),
    list("actor_codes", |_, a| each(&a.event.actors, |m| m.code.as_deref())),
    list("actor_sectors", |_, a| each(&a.event.actors, |m| m.sector.as_deref())),
    list("actor_entities", |_, a| each(&a.event.actors, |m| m.entity.as_deref())),
    list("actor_texts", |_, a| each(&a.event.actors, |m| Some(&m.cited.text))),
    list("actor_spans", |_, a| spans(&a.event.actors)),
    list("recipient_names", |_, a| each(&a.event.recipients, |m| Some(&m.name))),
    list("recipient_codes", |_, a| each(&a.event.recipients, |m| m.code.as_deref())),
    list("recipient_sectors", |_, a| each(&a.event.recipients, |m| m.sector.as_deref())),
    list("recipient_entities", |_, a| each(&a.event.recipients, |m| m.entity.as_deref())),
    list("recipient_texts", |_, a| each(&a.event.recipients, |m| Some(&m.cited.text))),
    list("recipient_spans", |_, a| spans(&a.event.recipients)),
    text("said_by", |_, a| known(a.event.said_by.as_ref().map(|m| &m.name))),
    text("said_by_code", |_, a| known(a.event.said_by.as_ref().and_then(|m| m.code.as_ref()))),
    text("said_by_entity", |_, a| known(a.event.said_by.as_ref().and_then(|m| m.entity.as_ref()))),
    text("statement", |_, a| known(a.event.statement.as_ref())),
    list("areas", |_, a| plain(&a.event.areas)),
    list("frameworks", |_, a| plain(&a.event.frameworks)),
    text("place", |_, a| known(a.event.place.as_ref().map(|p| &p.name))),
    text("place_country", |_, a| known(a.event.place.as_ref().and_then(|p| p.country.as_ref()))),
    float("lat", |_, a| number(a.event.place.as_ref().map(|p| p.lat))),
    float("lon", |_, a| number(a.event.place.as_ref().map(|p| p.lon))),
    text("trigger", |_, a| known(Some(&a.event.trigger.text))),
    int("trigger_start", |_, a| Value::Int(Some(a.event.trigger.start.into()))),
    int("trigger_end", |_, a| Value::Int(Some(a.event.trigger.end.into()))),
    int("sentence_start", |_, a| Value::Int(Some(a.event.sentence[0].into()))),
    int("sentence_end", |_, a| Value::Int(Some(a.event.sentence[1].into()))),
    text("sentence", |v, a| known(v.words(a.event.sentence[0], a.event.sentence[1]))),
    text("same_as", |_, a| known(a.event.same_as.as_ref())),
    float("confidence", |_, a| number(Some(a.event.confidence))),
    Column { name: "implied", kind: Kind::Flag, of: |_, a| implied(a) },
    list("why", |_, a| plain(&a.event.why)),
    text("act", |_, a| known(a.told.map(|t| &t.act))),
    int("n_reports", |_, a| Value::Int(a.told.map(|t| t.n_reports.into()))),
    int("n_documents", |_, a| Value::Int(a.told.map(|t| t.n_documents.into()))),
    int("n_sources", |_, a| Value::Int(a.told.map(|t| t.n_sources.into()))),
    text("first_seen", |_, a| known(a.told.and_then(|t| t.first_seen.as_ref()))),
];

/// Empty words (a text that is left out) are unknown words.
fn known<S: AsRef<str>>(value: Option<S>) -> Value {
    Value::Text(value.map(|v| v.as_ref().to_owned()).filter(|v| !v.is_empty()))
}

fn plain<S: AsRef<str>>(values: &[S]) -> Value {
    Value::List(values.iter().map(|v| Some(v.as_ref().to_owned())).collect())
}

fn each<'a>(
    mentions: &'a [MentionRecord],
    of: impl Fn(&'a MentionRecord) -> Option<&'a str>,
) -> Value {
    let value = |m| of(m).filter(|v| !v.is_empty()).map(str::to_owned);
    Value::List(mentions.iter().map(value).collect())
}

fn spans(mentions: &[MentionRecord]) -> Value {
    let span = |m: &MentionRecord| Some(format!("{}-{}", m.cited.start, m.cited.end));
    Value::List(mentions.iter().map(span).collect())
}

fn implied(act: &Act<'_>) -> Value {
    Value::Flag(Some(act.event.actors.iter().chain(&act.event.recipients).any(|m| m.implied)))
}

/// The decimal number that is meant: single precision has no digits of its own behind it.
fn number(value: Option<f32>) -> Value {
    Value::Float(value.and_then(|v| v.to_string().parse().ok()))
}
