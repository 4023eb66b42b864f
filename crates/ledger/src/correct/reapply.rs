//! Corrections carried over to a new reading of their paper.
//!
//! **In:** the corrections that stand and the reports that the new reading gave. **Out:** the same
//! corrections applied to the reports whose triggers stand in the same words, and for each whether
//! the program by now agrees.

use super::Kept;
use super::apply::read;
use crate::error::{LedgerError, Result};
use crate::filed::Filed;
use crate::filing::Filing;
use crate::load;
use record::Event;
use rusqlite::{OptionalExtension, Transaction, params};
use serde_json::Value;

impl Filing<'_> {
    /// Applies the corrections that people made to this paper's earlier records.
    pub(crate) fn corrected(&mut self, document: i64, paper: &Filed) -> Result<()> {
        for kept in self.kept(&paper.key)? {
            let report = if kept.kind == "add" { None } else { self.report_at(document, &kept)? };
            let standing = match (&report, kept.kind.as_str()) {
                (None, "add") => match self.told_at(document, &kept)? {
                    // The program finds by now what a person had to add.
                    true => "agrees",
                    false => "applied",
                },
                (None, _) => "missing",
                (Some(report), _) => {
                    let event = load::event(&self.tx, *report, self.path)?;
                    standing(&event, &kept)
                }
            };
            let mut standing = standing;
            if standing != "missing" && (kept.kind != "add" || standing != "agrees") {
                match self.apply(document, &paper.key, report, &kept) {
                    // The other act of a merge may come later or be gone.
                    Err(LedgerError::Question(_)) => standing = "missing",
                    other => other?,
                }
            }
            self.tx
                .execute(
                    "UPDATE corrections SET standing = ?2 WHERE id = ?1",
                    params![kept.id, standing],
                )
                .map_err(self.wrong())?;
        }
        self.hold_together(&paper.key)
    }

    fn kept(&self, key: &str) -> Result<Vec<Kept>> {
        let sql = "SELECT id, kind, start, end, before, after, other_document, other_start,
            other_end, who FROM corrections WHERE document = ?1 AND undone_at IS NULL ORDER BY id";
        let rows = |tx: &Transaction| -> rusqlite::Result<Vec<Kept>> {
            tx.prepare_cached(sql)?
                .query_map([key], |r| {
                    let (before, after): (Option<String>, Option<String>) = (r.get(4)?, r.get(5)?);
                    let other: Option<String> = r.get(6)?;
                    let (from, to): (Option<u32>, Option<u32>) = (r.get(7)?, r.get(8)?);
                    Ok(Kept {
                        id: r.get(0)?,
                        kind: r.get(1)?,
                        who: r.get(9)?,
                        start: r.get(2)?,
                        end: r.get(3)?,
                        before: before.and_then(|j| serde_json::from_str(&j).ok()),
                        after: after.and_then(|j| serde_json::from_str(&j).ok()),
                        other: other.zip(from).zip(to).map(|((d, a), b)| (d, a, b)),
                    })
                })?
                .collect()
        };
        rows(&self.tx).map_err(self.wrong())
    }

    /// The report whose trigger overlaps the anchor's; of several the one of the same type first.
    fn report_at(&self, document: i64, kept: &Kept) -> Result<Option<i64>> {
        let kind = kept.before.as_ref().map(|e| e.event.to_string());
        let sql = "SELECT id FROM reports WHERE document = ?1 AND start < ?3 AND end > ?2
                   ORDER BY type = ?4 DESC, abs(start - ?2), id LIMIT 1";
        self.tx
            .prepare_cached(sql)
            .and_then(|mut q| {
                q.query_row(params![document, kept.start, kept.end, kind], |r| r.get(0)).optional()
            })
            .map_err(self.wrong())
    }

    /// Whether the program's own reading has the added act.
    fn told_at(&self, document: i64, kept: &Kept) -> Result<bool> {
        let event: Event = read(kept.after.as_ref())?;
        let sql = "SELECT 1 FROM reports WHERE document = ?1 AND start < ?3 AND end > ?2
                   AND type = ?4";
        self.tx
            .prepare_cached(sql)
            .and_then(|mut q| {
                q.exists(params![document, kept.start, kept.end, event.event.as_str()])
            })
            .map_err(self.wrong())
    }
}

/// What a new reading says of a correction: the same as the person, the same as before, or neither.
fn standing(event: &Event, kept: &Kept) -> &'static str {
    let Ok(Value::Object(now)) = serde_json::to_value(event) else { return "differs" };
    let keys = ["event", "mode", "aux", "weight", "actors", "recipients"];
    if let Some(Value::Object(after)) = &kept.after
        && kept.kind == "change"
        && after.iter().all(|(k, v)| now.get(k) == Some(v))
    {
        return "agrees";
    }
    let before = kept.before.as_ref().and_then(|e| serde_json::to_value(e).ok());
    let same = |k: &str| before.as_ref().is_none_or(|b| b.get(k) == now.get(k));
    if keys.into_iter().all(same) { "applied" } else { "differs" }
}
