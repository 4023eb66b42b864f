//! Who is in the ledger, and whom they deal with.

use crate::error::{LedgerError, Result};
use crate::fold::fold;
use crate::store::Ledger;
use rusqlite::{OptionalExtension, params};
use serde::Serialize;

/// An entity as it is listed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct EntityRow {
    /// `person/...`, `country/KAZ`, `org/SCO`, or `name/KAZ/...` (the code, if it has one, and the
    /// name) where the world does not know it.
    pub entity: String,
    /// Canonical English name.
    pub name: String,
    /// ISO 3166-1 alpha-3 or acronym.
    pub code: Option<String>,
    /// PLOVER sector.
    pub sector: Option<String>,
    /// Acts it does or takes part in.
    pub acts_as_actor: u32,
    /// Acts done toward it.
    pub acts_as_recipient: u32,
}

/// An entity with whom it deals.
#[derive(Clone, Debug, Serialize)]
pub struct EntityPage {
    /// The entity.
    pub entity: EntityRow,
    /// For a code: the codes it deals with, most acts first.
    pub partners: Vec<Partner>,
    /// Other entities of the same code, those with most acts first.
    pub kin: Vec<EntityRow>,
}

/// One code that another deals with.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Partner {
    /// The other's code.
    pub code: String,
    /// Acts between them.
    pub acts: u32,
    /// Of these cooperation (quad classes 1 and 2).
    pub cooperation: u32,
    /// Of these conflict (quad classes 3 and 4).
    pub conflict: u32,
    /// Mean PLOVER score.
    pub mean_score: f64,
}

/// Entities whose acts are counted for a list, those with the names nearest to what was asked.
const COUNTED: usize = 1_000;

const COUNTS: &str = "(SELECT count(*) FROM parties p WHERE p.entity = e.id AND p.role = 0),
    (SELECT count(*) FROM parties p WHERE p.entity = e.id AND p.role = 1)";

impl Ledger {
    /// Entities whose name, key or code holds the words, most acts first.
    ///
    /// # Errors
    /// If the ledger cannot be read.
    pub fn entities(&self, words: &str, limit: u32) -> Result<Vec<EntityRow>> {
        let sql = format!("SELECT e.key, e.name, e.code, e.sector, {COUNTS} FROM entities e");
        let wanted = fold(words);
        let mut all: Vec<EntityRow> = self.run(|db| {
            // Names are folded here, as SQLite folds only ASCII; entities are few beside acts.
            let mut ids: Vec<(bool, usize, i64)> = db
                .prepare_cached("SELECT id, name, key, code FROM entities")?
                .query_map([], |r| {
                    let (name, key): (String, String) = (r.get(1)?, r.get(2)?);
                    let code: Option<String> = r.get(3)?;
                    let held = fold(&name).contains(&wanted)
                        || fold(&key).contains(&wanted)
                        || code.as_ref().is_some_and(|c| fold(c) == wanted);
                    let exact = |s: &str| fold(s) == wanted;
                    let other = !exact(&name) && !code.as_deref().is_some_and(exact);
                    Ok(held.then_some((other, name.len(), r.get(0)?)))
                })?
                .filter_map(Result::transpose)
                .collect::<rusqlite::Result<_>>()?;
            // Counting acts is what costs: where a few letters mean thousands, the nearest names.
            ids.sort_unstable();
            ids.truncate(COUNTED);
            let mut asked = db.prepare_cached(&format!("{sql} WHERE e.id = ?1"))?;
            ids.into_iter().map(|(_, _, id)| asked.query_row([id], entity_of)).collect()
        })?;
        all.sort_by(|a, b| {
            let acts = |e: &EntityRow| e.acts_as_actor + e.acts_as_recipient;
            acts(b).cmp(&acts(a)).then_with(|| a.name.cmp(&b.name))
        });
        all.truncate(limit as usize);
        Ok(all)
    }

    /// An entity by its key, or the state or organisation of a code.
    ///
    /// # Errors
    /// If there is none.
    pub fn entity(&self, key: &str, partners: u32) -> Result<EntityPage> {
        let sql = format!(
            "SELECT e.key, e.name, e.code, e.sector, {COUNTS} FROM entities e
             WHERE e.key = ?1 OR e.code = ?1
             ORDER BY e.key = ?1 DESC, e.key LIKE 'country/%' DESC, e.key LIKE 'org/%' DESC, e.id
             LIMIT 1"
        );
        let found =
            self.run(|db| db.prepare_cached(&sql)?.query_row([key], entity_of).optional())?;
        let entity =
            found.ok_or_else(|| LedgerError::Question(format!("there is no entity \"{key}\"")))?;
        let code = entity.code.clone();
        let (partners, kin) = match &code {
            Some(code) => (self.partners(code, partners)?, self.kin(code, &entity.entity)?),
            None => (Vec::new(), Vec::new()),
        };
        Ok(EntityPage { entity, partners, kin })
    }

    fn partners(&self, code: &str, limit: u32) -> Result<Vec<Partner>> {
        let sql = "SELECT other, sum(acts) AS n, sum(iif(quad <= 2, acts, 0)),
            sum(iif(quad > 2, acts, 0)), sum(score) FROM
            (SELECT hi AS other, quad, acts, score FROM balances WHERE lo = ?1
             UNION ALL SELECT lo, quad, acts, score FROM balances WHERE hi = ?1)
            GROUP BY other ORDER BY n DESC, other LIMIT ?2";
        self.run(|db| {
            db.prepare_cached(sql)?
                .query_map(params![code, limit], |r| {
                    let (acts, score): (u32, f64) = (r.get(1)?, r.get(4)?);
                    Ok(Partner {
                        code: r.get(0)?,
                        acts,
                        cooperation: r.get(2)?,
                        conflict: r.get(3)?,
                        mean_score: (score / f64::from(acts.max(1)) * 100.0).round() / 100.0,
                    })
                })?
                .collect()
        })
    }

    fn kin(&self, code: &str, but: &str) -> Result<Vec<EntityRow>> {
        let sql = format!(
            "SELECT e.key, e.name, e.code, e.sector, {COUNTS} FROM entities e
             WHERE e.code = ?1 AND e.key <> ?2 ORDER BY 5 DESC, e.name LIMIT 50"
        );
        self.run(|db| db.prepare_cached(&sql)?.query_map([code, but], entity_of)?.collect())
    }
}

fn entity_of(r: &rusqlite::Row) -> rusqlite::Result<EntityRow> {
    Ok(EntityRow {
        entity: r.get(0)?,
        name: r.get(1)?,
        code: r.get(2)?,
        sector: r.get(3)?,
        acts_as_actor: r.get(4)?,
        acts_as_recipient: r.get(5)?,
    })
}
