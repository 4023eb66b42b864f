//! Gold files and predicted records, as far as scoring reads them.
//!
//! **In:** JSON lines (or one JSON object). **Out:** typed rows. Keys that scoring does not use are
//! ignored; offsets are code points.

use serde::{Deserialize, Deserializer};
use serde_json::Value;
use thiserror::Error;

/// A line that cannot be used.
#[derive(Debug, Error)]
#[error("{file}:{line}: {reason}")]
pub struct DataError {
    /// File name.
    pub file: String,
    /// Line, from 1.
    pub line: usize,
    /// What is wrong.
    pub reason: String,
}

/// What a gold file codes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Documents with events.
    News,
    /// Single coded sentences.
    Gsr,
    /// Relations between two marked actors.
    Plv,
}

/// A party of an event.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
pub struct Party {
    /// ISO 3166-1 alpha-3 or an organisation's acronym.
    #[serde(default)]
    pub code: Option<String>,
    /// PLOVER sector.
    #[serde(default)]
    pub sector: Option<String>,
    /// First code point.
    #[serde(default)]
    pub start: Option<usize>,
    /// One past the last.
    #[serde(default)]
    pub end: Option<usize>,
}

/// The words that carry an act, in a prediction.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
pub struct Trigger {
    /// The words.
    #[serde(default)]
    pub text: String,
    /// First code point.
    #[serde(default)]
    pub start: usize,
}

/// One predicted event.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct PredictedEvent {
    /// Type.
    pub event: String,
    /// Mode.
    #[serde(default)]
    pub mode: Option<String>,
    /// `core` or `background`.
    #[serde(default = "core")]
    pub weight: String,
    /// `none`, `future`, ...
    #[serde(default)]
    pub aux: Option<String>,
    /// Code points of its sentence.
    #[serde(default)]
    pub sentence: [usize; 2],
    /// The words.
    #[serde(default)]
    pub trigger: Trigger,
    /// Who acts.
    #[serde(default, deserialize_with = "listed")]
    pub actors: Vec<Party>,
    /// Toward whom.
    #[serde(default, deserialize_with = "listed")]
    pub recipients: Vec<Party>,
    /// Who reports it.
    #[serde(default)]
    pub said_by: Option<Party>,
    /// Fields of cooperation.
    #[serde(default, deserialize_with = "listed")]
    pub areas: Vec<String>,
    /// Formats and treaties.
    #[serde(default, deserialize_with = "listed")]
    pub frameworks: Vec<String>,
    /// 0 to 1.
    #[serde(default)]
    pub confidence: Option<f64>,
    /// How it came about.
    #[serde(default, deserialize_with = "listed")]
    pub why: Vec<String>,
}

/// The predicted record of one document.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct Prediction {
    /// The document's id.
    #[serde(deserialize_with = "id")]
    pub id: String,
    /// Its events.
    #[serde(default, deserialize_with = "listed")]
    pub events: Vec<PredictedEvent>,
}

/// A gold event of a document.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct GoldEvent {
    /// Type.
    pub event: String,
    /// Mode.
    #[serde(default)]
    pub mode: Option<String>,
    /// `core` or `background`.
    #[serde(default = "core")]
    pub weight: String,
    /// `none`, `future`, ...
    #[serde(default)]
    pub aux: Option<String>,
    /// The shortest words that express it.
    pub trigger: String,
    /// Which occurrence of them, from 1.
    #[serde(default)]
    pub nth: Option<usize>,
    /// Who acts.
    #[serde(default, deserialize_with = "listed")]
    pub actors: Vec<Party>,
    /// Toward whom.
    #[serde(default, deserialize_with = "listed")]
    pub recipients: Vec<Party>,
    /// Who reports it.
    #[serde(default)]
    pub said_by: Option<Party>,
    /// Fields of cooperation.
    #[serde(default, deserialize_with = "listed")]
    pub areas: Vec<String>,
    /// Formats and treaties.
    #[serde(default, deserialize_with = "listed")]
    pub frameworks: Vec<String>,
}

/// A coded document.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct Document {
    /// Its id.
    #[serde(deserialize_with = "id")]
    pub id: String,
    /// Its text.
    pub text: String,
    /// Its events.
    pub events: Vec<GoldEvent>,
}

/// A country in a coded sentence.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
pub struct Actor {
    /// ISO 3166-1 alpha-3 or IGO, NGO, IMG, ISM.
    #[serde(default)]
    pub country: Option<String>,
}

/// A coded sentence: one event of it.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct Sentence {
    /// The record's id.
    #[serde(deserialize_with = "id")]
    pub id: String,
    /// The sentence.
    pub text: String,
    /// Type.
    pub event: String,
    /// Who acts.
    #[serde(default, deserialize_with = "listed")]
    pub sources: Vec<Actor>,
    /// Toward whom.
    #[serde(default, deserialize_with = "listed")]
    pub targets: Vec<Actor>,
    /// Records with the same value belong to one sentence; without it, those with the same text.
    #[serde(default)]
    pub sent: Option<String>,
}

/// Two marked actors and the relation between them.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct Pair {
    /// Its id.
    #[serde(deserialize_with = "id")]
    pub id: String,
    /// The sentence.
    pub text: String,
    /// The sentence with `<s>` and `<t>` around source and target.
    pub marked: String,
    /// The relation: a type, or YIELD.
    pub root: String,
    /// What the reference system answered.
    #[serde(default)]
    pub zsp: String,
}

/// A whole gold file.
#[derive(Clone, Debug, PartialEq)]
pub enum Gold {
    /// Documents with events.
    News(Vec<Document>),
    /// Single coded sentences.
    Gsr(Vec<Sentence>),
    /// Marked pairs.
    Plv(Vec<Pair>),
}

impl Gold {
    /// What it codes.
    pub fn kind(&self) -> Kind {
        match self {
            Gold::News(_) => Kind::News,
            Gold::Gsr(_) => Kind::Gsr,
            Gold::Plv(_) => Kind::Plv,
        }
    }
}

fn core() -> String {
    "core".into()
}

/// A list that may be null.
fn listed<'de, D: Deserializer<'de>, T: Deserialize<'de>>(d: D) -> Result<Vec<T>, D::Error> {
    Ok(Option::<Vec<T>>::deserialize(d)?.unwrap_or_default())
}

/// An id, written as text or as a number.
fn id<'de, D: Deserializer<'de>>(d: D) -> Result<String, D::Error> {
    match Value::deserialize(d)? {
        Value::String(s) => Ok(s),
        Value::Number(n) => Ok(n.to_string()),
        _ => Err(serde::de::Error::custom("an id is text or a number")),
    }
}

/// The rows of a file with their line numbers: one object a line, or the whole file one object.
fn rows(file: &str, source: &str) -> Result<Vec<(usize, Value)>, DataError> {
    let source = source.trim_start_matches('\u{feff}');
    let fail = |line: usize, e: serde_json::Error| DataError {
        file: file.into(),
        line: if line == 0 { e.line() } else { line },
        reason: e.to_string(),
    };
    if source.trim_start().starts_with('{') && !source.trim().contains("\n{") {
        return Ok(vec![(1, serde_json::from_str(source).map_err(|e| fail(0, e))?)]);
    }
    let lines = source.lines().enumerate().filter(|(_, l)| !l.trim().is_empty());
    lines.map(|(n, l)| Ok((n + 1, serde_json::from_str(l).map_err(|e| fail(n + 1, e))?))).collect()
}

fn typed<T: for<'de> Deserialize<'de>>(
    file: &str,
    rows: Vec<(usize, Value)>,
) -> Result<Vec<T>, DataError> {
    let one = |(line, value)| {
        serde_json::from_value(value).map_err(|e| DataError {
            file: file.into(),
            line,
            reason: e.to_string(),
        })
    };
    rows.into_iter().map(one).collect()
}

/// Reads a gold file. `kind` forces what it is read as; else its first row tells.
///
/// # Errors
/// The first line that is no JSON or lacks what its kind needs; a file without rows.
pub fn read_gold(file: &str, source: &str, kind: Option<Kind>) -> Result<Gold, DataError> {
    let rows = rows(file, source)?;
    let nothing = |reason: &str| DataError { file: file.into(), line: 1, reason: reason.into() };
    let Some((_, first)) = rows.first() else { return Err(nothing("the file holds no records")) };
    let has = |key: &str| first.get(key).is_some();
    let kind = match kind {
        Some(kind) => kind,
        None if has("marked") && has("root") => Kind::Plv,
        None if has("event") && has("sources") => Kind::Gsr,
        None if has("events") => Kind::News,
        None => {
            return Err(nothing(
                "no gold record: it has neither \"events\" (news, readouts) nor \"sources\" (gsr) nor \"marked\" (plv)",
            ));
        }
    };
    Ok(match kind {
        Kind::News => Gold::News(typed(file, rows)?),
        Kind::Gsr => Gold::Gsr(typed(file, rows)?),
        Kind::Plv => Gold::Plv(typed(file, rows)?),
    })
}

/// What is to be read of a gold file: `{id, lang, published, title, text}` of each row, as the field
/// scorer hands it to the program under test. Rows that do not say their language are English.
///
/// # Errors
/// The first line that is no JSON.
pub fn read_inputs(file: &str, source: &str) -> Result<Vec<Value>, DataError> {
    let input = |(_, row): (usize, Value)| {
        let lang = row.get("lang").cloned().unwrap_or_else(|| "en".into());
        let mut input = serde_json::json!({"id": row["id"], "lang": lang});
        for key in ["published", "title", "text"] {
            input[key] = row[key].clone();
        }
        input
    };
    Ok(rows(file, source)?.into_iter().map(input).collect())
}

/// Reads predicted records, one document a line.
///
/// # Errors
/// The first line that is no JSON or no record.
pub fn read_predictions(file: &str, source: &str) -> Result<Vec<Prediction>, DataError> {
    typed(file, rows(file, source)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_row_tells_the_kind() {
        let kind = |row: &str| read_gold("g", row, None).map(|g| g.kind());
        assert_eq!(kind(r#"{"id": "a", "text": "t", "events": []}"#).unwrap(), Kind::News);
        let gsr = r#"{"id": 1, "text": "t", "event": "AID", "sources": [], "targets": []}"#;
        assert_eq!(kind(gsr).unwrap(), Kind::Gsr);
        let plv = r#"{"id": "a", "text": "t", "marked": "<s>t</s>", "root": "AID"}"#;
        assert_eq!(kind(plv).unwrap(), Kind::Plv);
        assert!(kind(r#"{"id": "a"}"#).unwrap_err().to_string().starts_with("g:1: no gold record"));
    }

    #[test]
    fn a_broken_line_is_named() {
        let good = r#"{"id": "a", "text": "t", "events": []}"#;
        let e = read_gold("g.jsonl", &format!("{good}\n\n{{\"id\": 3"), None).unwrap_err();
        assert_eq!(e.line, 3);
        let e = read_gold("g.jsonl", &format!("{good}\n{{\"id\": \"b\"}}"), None).unwrap_err();
        assert_eq!((e.line, e.reason.contains("text")), (2, true), "{e}");
    }

    #[test]
    fn one_object_over_many_lines_is_one_row() {
        let gold = read_gold("g", "{\n \"id\": \"a\",\n \"text\": \"t\",\n \"events\": []}", None);
        assert!(matches!(gold.unwrap(), Gold::News(d) if d.len() == 1));
    }
}
