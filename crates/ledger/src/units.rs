//! What was read, how far, and what could not be.

use crate::error::Result;
use crate::filing::Filing;
use crate::store::Ledger;
use rusqlite::{OptionalExtension, params};

/// A file, feed or archive that papers come from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unit {
    /// Its row.
    pub id: i64,
    /// What told, when it was read, that it had not changed.
    pub stamp: String,
    /// Items that are dealt with: the place to go on from.
    pub position: u64,
    /// Whether it was read to its end.
    pub done: bool,
}

impl Ledger {
    /// Keys of the papers of a unit.
    ///
    /// # Errors
    /// If the ledger cannot be read.
    pub fn keys_of(&self, unit: i64) -> Result<Vec<String>> {
        self.run(|db| {
            let mut asked = db.prepare_cached("SELECT key FROM documents WHERE unit = ?1")?;
            asked.query_map([unit], |r| r.get(0))?.collect()
        })
    }

    /// What is known of a unit.
    ///
    /// # Errors
    /// If the ledger cannot be read.
    pub fn unit(&self, name: &str) -> Result<Option<Unit>> {
        let sql = "SELECT id, stamp, position, done FROM units WHERE name = ?1";
        self.run(|db| {
            db.prepare_cached(sql)?
                .query_row([name], |r| {
                    let position: i64 = r.get(2)?;
                    Ok(Unit {
                        id: r.get(0)?,
                        stamp: r.get(1)?,
                        position: position.max(0) as u64,
                        done: r.get(3)?,
                    })
                })
                .optional()
        })
    }
}

impl Filing<'_> {
    /// Begins a unit: goes on where it was if it has not changed, else from its first item.
    ///
    /// # Errors
    /// If the ledger cannot be written.
    pub fn begin(&mut self, name: &str, stamp: &str) -> Result<(i64, u64)> {
        let sql = "INSERT INTO units (name, stamp, read_at) VALUES (?1, ?2, ?3)
            ON CONFLICT (name) DO UPDATE SET read_at = excluded.read_at, done = 0,
            position = iif(stamp = excluded.stamp, position, 0), stamp = excluded.stamp
            RETURNING id, position";
        let now = self.now().to_owned();
        // What another state of the unit could not give is no reject of this one.
        let stale = "DELETE FROM rejects WHERE unit =
            (SELECT id FROM units WHERE name = ?1 AND stamp <> ?2)";
        self.tx.execute(stale, [name, stamp]).map_err(self.wrong())?;
        self.tx
            .prepare_cached(sql)
            .and_then(|mut q| {
                q.query_row(params![name, stamp, now], |r| {
                    let position: i64 = r.get(1)?;
                    Ok((r.get(0)?, position.max(0) as u64))
                })
            })
            .map_err(self.wrong())
    }

    /// How far a unit is dealt with, and whether that is its end.
    ///
    /// # Errors
    /// If the ledger cannot be written.
    pub fn reached(&mut self, unit: i64, position: u64, done: bool) -> Result<()> {
        let moved = "UPDATE units SET position = ?2, done = ?3 WHERE id = ?1";
        // Counted once, at the end: a unit may hold a hundred thousand papers.
        let counted = "UPDATE units SET
            papers = (SELECT count(*) FROM documents WHERE unit = ?1),
            rejects = (SELECT count(*) FROM rejects WHERE unit = ?1) WHERE id = ?1";
        let put = |tx: &rusqlite::Transaction| -> rusqlite::Result<()> {
            tx.prepare_cached(moved)?.execute(params![unit, position as i64, done])?;
            if done {
                tx.prepare_cached(counted)?.execute([unit])?;
            }
            Ok(())
        };
        put(&self.tx).map_err(self.wrong())?;
        Ok(())
    }

    /// Notes what could not be read: the item of a unit, and why.
    ///
    /// # Errors
    /// If the ledger cannot be written.
    pub fn reject(&mut self, unit: i64, position: u64, reason: &str) -> Result<()> {
        let sql = "INSERT INTO rejects (unit, position, reason, at) VALUES (?1, ?2, ?3, ?4)
            ON CONFLICT (unit, position) DO UPDATE SET reason = excluded.reason, at = excluded.at";
        let now = self.now().to_owned();
        self.tx
            .prepare_cached(sql)
            .and_then(|mut q| q.execute(params![unit, position as i64, reason, now]))
            .map_err(self.wrong())?;
        Ok(())
    }
}
