//! Corrections as they are listed.

use crate::error::Result;
use crate::store::Ledger;
use rusqlite::params;
use serde::Serialize;
use serde_json::Value;

/// A correction as it is listed.
#[derive(Clone, Debug, Serialize)]
pub struct CorrectionRow {
    /// Its number.
    pub correction: i64,
    /// When, UTC.
    pub at: String,
    /// Who.
    pub who: String,
    /// Why.
    pub why: String,
    /// `change`, `reject`, `add`, `merge`, `split`.
    pub kind: String,
    /// Key of the paper.
    pub document: String,
    /// Trigger, code points.
    pub start: u32,
    /// One past its last code point.
    pub end: u32,
    /// The event before.
    pub before: Option<Value>,
    /// What was said instead.
    pub after: Option<Value>,
    /// `applied`; after a re-reading `agrees`, `differs` or `missing`.
    pub standing: String,
    /// When it was taken back, UTC.
    pub undone_at: Option<String>,
    /// Who took it back, where that is known.
    pub undone_by: Option<String>,
}

/// Which corrections. `None` asks for all.
#[derive(Clone, Debug, Default)]
pub struct CorrectionFilter {
    /// Of one paper, by its key.
    pub document: Option<String>,
    /// About words between these code points of that paper.
    pub words: Option<(u32, u32)>,
}

impl Ledger {
    /// Corrections, the newest first, after (that is: older than) the one given.
    ///
    /// # Errors
    /// If the ledger cannot be read.
    pub fn corrections(
        &self,
        filter: &CorrectionFilter,
        after: Option<i64>,
        limit: u32,
    ) -> Result<Vec<CorrectionRow>> {
        let by = if self.has_checks()? { "undone_by" } else { "NULL" };
        let of = if filter.document.is_some() { "document = ?3" } else { "?3 IS NULL" };
        let sql = format!(
            "SELECT id, at, who, why, kind, document, start, end, before, after, standing,
             undone_at, {by} FROM corrections WHERE id < ?1 AND {of}
             AND (?4 IS NULL OR start < ?5 AND end > ?4) ORDER BY id DESC LIMIT ?2"
        );
        let json = |s: Option<String>| s.and_then(|s| serde_json::from_str(&s).ok());
        let (from, to) = filter.words.unzip();
        let values =
            params![after.unwrap_or(i64::MAX), limit, filter.document.as_deref(), from, to];
        self.run(|db| {
            db.prepare_cached(&sql)?
                .query_map(values, |r| {
                    Ok(CorrectionRow {
                        correction: r.get(0)?,
                        at: r.get(1)?,
                        who: r.get(2)?,
                        why: r.get(3)?,
                        kind: r.get(4)?,
                        document: r.get(5)?,
                        start: r.get(6)?,
                        end: r.get(7)?,
                        before: json(r.get(8)?),
                        after: json(r.get(9)?),
                        standing: r.get(10)?,
                        undone_at: r.get(11)?,
                        undone_by: r.get(12)?,
                    })
                })?
                .collect()
        })
    }

    /// Hands on all corrections, the newest first, without holding them all.
    ///
    /// # Errors
    /// If the ledger cannot be read.
    pub fn each_correction(&self, mut give: impl FnMut(CorrectionRow)) -> Result<()> {
        let mut after = None;
        loop {
            let page = self.corrections(&CorrectionFilter::default(), after, 500)?;
            let Some(last) = page.last() else { return Ok(()) };
            after = Some(last.correction);
            page.into_iter().for_each(&mut give);
        }
    }
}
