//! Counts: how much is there, of what, from where, and what was refused.

use crate::error::Result;
use crate::store::Ledger;
use rusqlite::params;
use serde::Serialize;

/// How much is in a ledger.
#[derive(Clone, Debug, Serialize)]
pub struct Stats {
    /// Papers.
    pub documents: u64,
    /// Of these copies of others.
    pub copies: u64,
    /// Words in them.
    pub words: u64,
    /// Reports.
    pub reports: u64,
    /// Acts that they tell.
    pub acts: u64,
    /// Statements.
    pub statements: u64,
    /// Entities named.
    pub entities: u64,
    /// What could not be read.
    pub rejects: u64,
    /// Corrections that stand.
    pub corrections: u64,
    /// Verdicts of people on records.
    pub checks: u64,
    /// Size of the file in bytes.
    pub bytes: u64,
    /// First and last day of publication.
    pub days: (Option<String>, Option<String>),
    /// Papers by language.
    pub languages: Vec<Count>,
    /// Papers by source, most first.
    pub sources: Vec<Count>,
    /// Acts by type.
    pub types: Vec<Count>,
    /// Acts by quad class.
    pub quads: Vec<Count>,
    /// Papers by program and packs that made their records.
    pub makers: Vec<Count>,
}

/// How many of what.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Count {
    /// What.
    pub name: String,
    /// How many.
    pub count: u64,
}

/// A file, feed or archive that was read.
#[derive(Clone, Debug, Serialize)]
pub struct UnitRow {
    /// Path or address.
    pub name: String,
    /// Whether it was read to its end.
    pub done: bool,
    /// Items dealt with.
    pub position: u64,
    /// Papers from it.
    pub papers: u64,
    /// Rejects from it.
    pub rejects: u64,
    /// When it was read last, UTC.
    pub read_at: String,
}

/// What could not be read, and why.
#[derive(Clone, Debug, Serialize)]
pub struct RejectRow {
    /// The unit.
    pub unit: String,
    /// Which of its items, from 0.
    pub position: u64,
    /// Why.
    pub reason: String,
    /// When, UTC.
    pub at: String,
}

impl Ledger {
    /// Counts of everything.
    ///
    /// # Errors
    /// If the ledger cannot be read.
    pub fn stats(&self) -> Result<Stats> {
        let one = |sql: &str| -> Result<u64> {
            self.run(|db| db.query_row(sql, [], |r| r.get::<_, i64>(0))).map(|n| n.max(0) as u64)
        };
        let many = |sql: &str| -> Result<Vec<Count>> {
            self.run(|db| {
                db.prepare(sql)?
                    .query_map([], |r| {
                        let count: i64 = r.get(1)?;
                        Ok(Count { name: r.get(0)?, count: count.max(0) as u64 })
                    })?
                    .collect()
            })
        };
        Ok(Stats {
            documents: one("SELECT count(*) FROM documents")?,
            copies: one("SELECT count(*) FROM documents WHERE copy_of IS NOT NULL")?,
            words: one("SELECT coalesce(sum(n_words), 0) FROM documents")?,
            reports: one("SELECT count(*) FROM reports")?,
            acts: one("SELECT count(*) FROM acts")?,
            statements: one("SELECT count(*) FROM statements")?,
            entities: one("SELECT count(*) FROM entities")?,
            rejects: one("SELECT count(*) FROM rejects")?,
            corrections: one("SELECT count(*) FROM corrections WHERE undone_at IS NULL")?,
            checks: if self.has_checks()? { one("SELECT count(*) FROM checks")? } else { 0 },
            bytes: one("SELECT page_count * page_size FROM pragma_page_count, pragma_page_size")?,
            days: self.run(|db| {
                db.query_row("SELECT min(published), max(published) FROM documents", [], |r| {
                    Ok((r.get(0)?, r.get(1)?))
                })
            })?,
            languages: many(
                "SELECT lang, count(*) AS n FROM documents GROUP BY lang ORDER BY n DESC",
            )?,
            sources: many(
                "SELECT s.name, count(*) AS n FROM documents d JOIN sources s ON s.id = d.source
                 GROUP BY s.id ORDER BY n DESC, s.name LIMIT 50",
            )?,
            types: many(
                "SELECT type, count(*) AS n FROM acts GROUP BY type ORDER BY n DESC, type",
            )?,
            quads: many("SELECT quad || '', count(*) FROM acts GROUP BY quad ORDER BY quad")?,
            makers: many(
                "SELECT m.versions, count(*) AS n FROM documents d JOIN makers m ON m.id = d.maker
                 GROUP BY m.id ORDER BY n DESC",
            )?,
        })
    }

    /// Sources whose names end so, one that is called so first.
    ///
    /// # Errors
    /// If the ledger cannot be read.
    pub fn sources_ending(&self, ending: &str) -> Result<Vec<String>> {
        let sql = "SELECT name FROM sources WHERE substr(name, -length(?1)) = ?1
                   ORDER BY name = ?1 DESC, id";
        self.run(|db| db.prepare_cached(sql)?.query_map([ending], |r| r.get(0))?.collect())
    }

    /// What was read, newest first.
    ///
    /// # Errors
    /// If the ledger cannot be read.
    pub fn units(&self, limit: u32) -> Result<Vec<UnitRow>> {
        let sql = "SELECT name, done, position, papers, rejects, read_at FROM units
                   ORDER BY read_at DESC, id DESC LIMIT ?1";
        self.run(|db| {
            db.prepare_cached(sql)?
                .query_map(params![limit], |r| {
                    let number = |i| r.get::<_, i64>(i).map(|n| n.max(0) as u64);
                    Ok(UnitRow {
                        name: r.get(0)?,
                        done: r.get(1)?,
                        position: number(2)?,
                        papers: number(3)?,
                        rejects: number(4)?,
                        read_at: r.get(5)?,
                    })
                })?
                .collect()
        })
    }

    /// What could not be read, newest first.
    ///
    /// # Errors
    /// If the ledger cannot be read.
    pub fn rejects(&self, limit: u32) -> Result<Vec<RejectRow>> {
        let sql = "SELECT u.name, r.position, r.reason, r.at FROM rejects r
                   JOIN units u ON u.id = r.unit ORDER BY r.id DESC LIMIT ?1";
        self.run(|db| {
            db.prepare_cached(sql)?
                .query_map(params![limit], |r| {
                    let position: i64 = r.get(1)?;
                    Ok(RejectRow {
                        unit: r.get(0)?,
                        position: position.max(0) as u64,
                        reason: r.get(2)?,
                        at: r.get(3)?,
                    })
                })?
                .collect()
        })
    }
}
