//! Rows out: texts, words, records and events as they were filed.

use crate::error::{LedgerError, Result};
use crate::filed::{self, Token};
use record::{Event, Record};
use rusqlite::{Connection, OptionalExtension};
use std::io::Read;
use std::path::Path;

/// No part of a paper is longer, unpacked: a guard against damaged or hostile files.
const LONGEST: u64 = 1 << 30;

/// A part of a paper, unpacked.
fn part(db: &Connection, document: i64, column: &'static str, path: &Path) -> Result<Vec<u8>> {
    let sql = format!("SELECT {column} FROM papers WHERE document = ?1");
    let packed: Option<Vec<u8>> = db
        .prepare_cached(&sql)
        .and_then(|mut q| q.query_row([document], |r| r.get(0)).optional())
        .map_err(|e| LedgerError::of(path, e))?;
    let missing = || LedgerError::Question(format!("there is no document {document}"));
    unsqueeze(&packed.ok_or_else(missing)?)
        .map_err(|e| damaged(path, document, &format!("{column}: {e}")))
}

fn unsqueeze(packed: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut out = Vec::new();
    zstd::Decoder::new(packed)?.take(LONGEST).read_to_end(&mut out)?;
    Ok(out)
}

fn damaged(path: &Path, document: i64, what: &str) -> LedgerError {
    let what = format!("document {document}: {what}");
    LedgerError::Damaged { path: path.to_path_buf(), what }
}

/// The text of a paper.
pub(crate) fn text(db: &Connection, document: i64, path: &Path) -> Result<String> {
    String::from_utf8(part(db, document, "text", path)?)
        .map_err(|e| damaged(path, document, &e.to_string()))
}

/// The words of a paper.
pub(crate) fn tokens(db: &Connection, document: i64, path: &Path) -> Result<Vec<Token>> {
    filed::unpack(&part(db, document, "tokens", path)?)
        .ok_or_else(|| damaged(path, document, "its words cannot be unpacked"))
}

/// The record of a paper as it was made, before corrections.
pub(crate) fn record(db: &Connection, document: i64, path: &Path) -> Result<Record> {
    serde_json::from_slice(&part(db, document, "record", path)?)
        .map_err(|e| damaged(path, document, &e.to_string()))
}

/// The event of a report as it stands now, after corrections.
pub(crate) fn event(db: &Connection, report: i64, path: &Path) -> Result<Event> {
    let sql = "SELECT r.document, r.event, v.event FROM reports r
               LEFT JOIN revised v ON v.report = r.id WHERE r.id = ?1";
    let (document, id, revised): (i64, String, Option<String>) = db
        .prepare_cached(sql)
        .and_then(|mut q| q.query_row([report], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?))))
        .map_err(|e| LedgerError::of(path, e))?;
    if let Some(json) = revised {
        return serde_json::from_str(&json).map_err(|e| damaged(path, document, &e.to_string()));
    }
    let events = record(db, document, path)?.coded.events;
    events
        .into_iter()
        .find(|e| e.id == id)
        .ok_or_else(|| damaged(path, document, &format!("its record has no event {id}")))
}
