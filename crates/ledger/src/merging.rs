//! Where merging meets the store: candidates by key, the verdict of the rules, copies of papers.

use crate::acts::Joined;
use crate::error::{LedgerError, Result};
use crate::filed::Filed;
use crate::filing::Filing;
use crate::merge::{Signature, Sketch, are_copies, group, keys};
use record::Event;
use rusqlite::{OptionalExtension, Transaction, params};
use std::collections::BTreeSet;

/// Reports of an act that a new one is compared with: the first ones. An act that a hundred
/// papers tell is known well enough by these.
const COMPARED: i64 = 12;
/// Acts that a new report is compared with, the newest first: a guard against keys that a flood of
/// like reports shares.
const CANDIDATES: usize = 64;
/// Newest reports of a key that are looked at.
const ALIKE: usize = 256;

/// A paper, the one that it is a copy of, its signature.
type Signed = (i64, Option<i64>, Vec<u8>);

impl Filing<'_> {
    /// What merging knows of an event.
    pub(crate) fn sketch(
        &self,
        document: i64,
        paper: &Filed,
        event: &Event,
        copy_of: Option<i64>,
    ) -> Sketch {
        let mut sketch = Sketch::of(document, event, &paper.record, &paper.text, None);
        sketch.copy_of = copy_of;
        sketch
    }

    /// The act that a report tells again, if an earlier paper told it; not one of those that a
    /// person keeps it apart from.
    pub(crate) fn find_act(&mut self, sketch: &Sketch, apart: &[i64]) -> Result<Option<Joined>> {
        let wrong = |e| LedgerError::of(self.path, e);
        // The newest reports are taken first, so that a key that a flood of reports shares costs no
        // more than others.
        let alike = format!(
            "SELECT DISTINCT r.act FROM (SELECT report FROM merge_keys WHERE key = ?1
             ORDER BY report DESC LIMIT {ALIKE}) k CROSS JOIN reports r ON r.id = k.report"
        );
        let mut acts: BTreeSet<i64> = BTreeSet::new();
        for key in keys(sketch) {
            let found: Vec<i64> = self
                .tx
                .prepare_cached(&alike)
                .and_then(|mut q| q.query_map([key as i64], |r| r.get(0))?.collect())
                .map_err(wrong)?;
            acts.extend(found);
        }
        let free = acts.into_iter().rev().filter(|act| !apart.contains(act));
        let acts: Vec<i64> = free.take(CANDIDATES).collect();
        let sketches = acts.iter().map(|a| self.sketches(*a)).collect::<Result<Vec<_>>>()?;
        let candidates: Vec<&[Sketch]> = sketches.iter().map(Vec::as_slice).collect();
        Ok(group::place(sketch, &candidates).map(|(n, verdict)| Joined {
            act: acts[n],
            score: verdict.score,
            reasons: verdict.reasons,
            made_by: "rules".into(),
        }))
    }

    /// Sketches of an act's first reports.
    fn sketches(&self, act: i64) -> Result<Vec<Sketch>> {
        let sql = format!(
            "SELECT s.sketch FROM reports r JOIN sketches s ON s.report = r.id
             WHERE r.act = ?1 ORDER BY r.id LIMIT {COMPARED}"
        );
        let packed: Vec<Vec<u8>> = self
            .tx
            .prepare_cached(&sql)
            .and_then(|mut q| q.query_map([act], |r| r.get(0))?.collect())
            .map_err(self.wrong())?;
        let damaged = |e: postcard::Error| LedgerError::Damaged {
            path: self.path.to_path_buf(),
            what: format!("act {act}: a sketch cannot be read: {e}"),
        };
        packed.iter().map(|bytes| postcard::from_bytes(bytes).map_err(damaged)).collect()
    }

    /// Files a report under the keys by which others that tell its act are looked for.
    pub(crate) fn keys(&mut self, report: i64, sketch: &Sketch) -> Result<()> {
        let keys = keys(sketch);
        if keys.is_empty() {
            return Ok(());
        }
        let put = |tx: &Transaction| -> rusqlite::Result<()> {
            let packed = postcard::to_stdvec(sketch)
                .map_err(|e| rusqlite::Error::ToSqlConversionFailure(Box::new(e)))?;
            tx.prepare_cached("INSERT INTO sketches VALUES (?1, ?2)")?
                .execute(params![report, packed])?;
            let mut filed =
                tx.prepare_cached("INSERT OR IGNORE INTO merge_keys VALUES (?1, ?2)")?;
            for key in keys {
                filed.execute(params![key as i64, report])?;
            }
            Ok(())
        };
        put(&self.tx).map_err(self.wrong())
    }

    /// Takes a report's keys away, before the report itself is deleted.
    pub(crate) fn no_keys(&mut self, report: i64) -> Result<()> {
        let packed: Option<Vec<u8>> = self
            .tx
            .prepare_cached("SELECT sketch FROM sketches WHERE report = ?1")
            .and_then(|mut q| q.query_row([report], |r| r.get(0)).optional())
            .map_err(self.wrong())?;
        let Some(packed) = packed else { return Ok(()) };
        let sketch: Sketch = postcard::from_bytes(&packed).map_err(|e| LedgerError::Damaged {
            path: self.path.to_path_buf(),
            what: format!("report {report}: its sketch cannot be read: {e}"),
        })?;
        let away = |tx: &Transaction| -> rusqlite::Result<()> {
            let mut away =
                tx.prepare_cached("DELETE FROM merge_keys WHERE key = ?1 AND report = ?2")?;
            for key in keys(&sketch) {
                away.execute(params![key as i64, report])?;
            }
            Ok(())
        };
        away(&self.tx).map_err(self.wrong())
    }

    /// Notes whether a paper is a copy of an earlier one, and of which; copies of a copy are
    /// copies of the first.
    pub(crate) fn copies(&mut self, document: i64, text: &str) -> Result<Option<i64>> {
        let Some(signature) = Signature::of(text) else { return Ok(None) };
        let bands = signature.bands();
        let seen = |tx: &Transaction| -> rusqlite::Result<Vec<Signed>> {
            let mut asked =
                tx.prepare_cached("SELECT document FROM bands WHERE band = ?1 LIMIT 16")?;
            let mut documents = BTreeSet::new();
            for band in &bands {
                for found in asked.query_map([*band as i64], |r| r.get::<_, i64>(0))? {
                    documents.insert(found?);
                }
            }
            let sql = "SELECT id, copy_of, signature FROM documents WHERE id = ?1";
            let mut asked = tx.prepare_cached(sql)?;
            let mut out = Vec::new();
            for document in documents {
                let row = asked
                    .query_row([document], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?)))
                    .optional()?;
                out.extend(row);
            }
            Ok(out)
        };
        let seen = seen(&self.tx).map_err(self.wrong())?;
        let copy = seen.into_iter().find_map(|(other, first, bytes)| {
            let likeness = are_copies(&Signature::from_bytes(&bytes)?, &signature)?;
            Some((first.unwrap_or(other), likeness))
        });
        let put = |tx: &Transaction| -> rusqlite::Result<()> {
            let sql =
                "UPDATE documents SET signature = ?2, copy_of = ?3, likeness = ?4 WHERE id = ?1";
            let (of, likeness) = copy.unzip();
            tx.prepare_cached(sql)?.execute(params![
                document,
                signature.to_bytes(),
                of,
                likeness
            ])?;
            let mut filed = tx.prepare_cached("INSERT OR IGNORE INTO bands VALUES (?1, ?2)")?;
            for band in &bands {
                filed.execute(params![*band as i64, document])?;
            }
            Ok(())
        };
        put(&self.tx).map_err(self.wrong())?;
        Ok(copy.map(|(of, _)| of))
    }
}
