//! Records handed out to be checked, one after the other.
//!
//! **In:** who checks, in which order, and the record that was looked at last. **Out:** the next one
//! that this checker has not judged as it stands. Of the least sure an act is handed out once, by the
//! report that stands for it; in the other orders each report is a record of its own.

use crate::error::Result;
use crate::store::Ledger;
use rusqlite::{OptionalExtension, params};

/// In which order records are handed out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    /// The least sure first.
    #[default]
    Lowest,
    /// What others have checked, the latest verdict first: so that agreement can be measured.
    Second,
    /// Anywhere in the ledger: so that figures are about all of it and not about its doubtful part.
    Sample,
}

/// Whose queue.
#[derive(Clone, Debug, Default)]
pub struct Queue {
    /// The checker.
    pub who: String,
    /// The order.
    pub order: Order,
    /// Acts up to this confidence; for [`Order::Lowest`].
    pub most: f32,
    /// A number that decides where [`Order::Sample`] looks.
    pub chance: u64,
}

/// A record of the queue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Queued {
    /// The report.
    pub report: i64,
}

/// What a checker has not judged, of `r`; `?1` is the checker.
const OPEN: &str = "NOT EXISTS (SELECT 1 FROM checked c WHERE c.report = r.id AND c.who = ?1)";

impl Ledger {
    /// The next record after the one given, in the order of the queue, or before it; `None` at the
    /// end.
    ///
    /// # Errors
    /// If the ledger cannot be read.
    pub fn queued(&self, queue: &Queue, from: Option<i64>, back: bool) -> Result<Option<Queued>> {
        if !self.has_checks()? {
            return Ok(None);
        }
        match queue.order {
            Order::Lowest => self.lowest(queue, from, back),
            Order::Second => self.second(queue, from, back),
            Order::Sample => self.sample(queue),
        }
    }

    /// How many records a checker has judged as they stand, and how many of the doubtful ones are
    /// left (of these no more than 1,000 are counted).
    ///
    /// # Errors
    /// If the ledger cannot be read.
    pub fn queue_counts(&self, queue: &Queue) -> Result<(u64, u64)> {
        if !self.has_checks()? {
            return Ok((0, 0));
        }
        let done = "SELECT count(*) FROM checked WHERE who = ?1";
        let left = format!(
            "SELECT count(*) FROM (SELECT 1 FROM acts a INDEXED BY acts_by_confidence
             JOIN reports r ON r.id = a.report WHERE a.confidence <= ?2 AND {OPEN} LIMIT 1000)"
        );
        let most = f64::from(queue.most) + 1e-6;
        let number = |n: i64| n.max(0) as u64;
        self.run(|db| {
            let done = db.prepare_cached(done)?.query_row([&queue.who], |r| r.get(0))?;
            let left =
                db.prepare_cached(&left)?.query_row(params![queue.who, most], |r| r.get(0))?;
            Ok((number(done), number(left)))
        })
    }

    fn lowest(&self, queue: &Queue, from: Option<i64>, back: bool) -> Result<Option<Queued>> {
        let place: Option<(f64, i64)> = match from {
            Some(report) => self.run(|db| {
                let sql = "SELECT a.confidence, a.id FROM reports r JOIN acts a ON a.id = r.act
                           WHERE r.id = ?1";
                db.prepare_cached(sql)?
                    .query_row([report], |r| Ok((r.get(0)?, r.get(1)?)))
                    .optional()
            })?,
            None => None,
        };
        let (sign, order) = if back { ("<", "DESC") } else { (">", "ASC") };
        let end = if back { (2.0, i64::MAX) } else { (-1.0, -1) };
        let (confidence, act) = place.unwrap_or(end);
        let sql = format!(
            "SELECT r.id FROM acts a INDEXED BY acts_by_confidence JOIN reports r ON r.id = a.report
             WHERE a.confidence <= ?2 AND (a.confidence, a.id) {sign} (?3, ?4) AND {OPEN}
             ORDER BY a.confidence {order}, a.id {order} LIMIT 1"
        );
        let most = f64::from(queue.most) + 1e-6;
        self.one(&sql, params![queue.who, most, confidence, act])
    }

    fn second(&self, queue: &Queue, from: Option<i64>, back: bool) -> Result<Option<Queued>> {
        // In order of the latest verdict of anybody else.
        let latest = "(SELECT max(o.verdict) FROM checked o WHERE o.report = r.id AND o.who <> ?1)";
        let (sign, order) = if back { (">", "ASC") } else { ("<", "DESC") };
        let sql = format!(
            "SELECT r.id FROM (SELECT DISTINCT report FROM checked WHERE who <> ?1) x
             JOIN reports r ON r.id = x.report WHERE {OPEN}
             AND (?2 IS NULL OR {latest} {sign} (SELECT max(o.verdict) FROM checked o
                WHERE o.report = ?2 AND o.who <> ?1)) ORDER BY {latest} {order} LIMIT 1"
        );
        self.one(&sql, params![queue.who, from])
    }

    fn sample(&self, queue: &Queue) -> Result<Option<Queued>> {
        let most: Option<i64> =
            self.run(|db| db.query_row("SELECT max(id) FROM reports", [], |r| r.get(0)))?;
        let start = (queue.chance % (most.unwrap_or(0).max(0) as u64 + 1)) as i64;
        let sql = |sign| {
            format!(
                "SELECT r.id FROM reports r WHERE r.id {sign} ?2 AND {OPEN} ORDER BY r.id LIMIT 1"
            )
        };
        match self.one(&sql(">="), params![queue.who, start])? {
            None => self.one(&sql("<"), params![queue.who, start]),
            found => Ok(found),
        }
    }

    fn one(&self, sql: &str, values: &[&dyn rusqlite::ToSql]) -> Result<Option<Queued>> {
        self.run(|db| {
            let mut asked = db.prepare_cached(sql)?;
            asked.query_row(values, |r| Ok(Queued { report: r.get(0)? })).optional()
        })
    }
}
