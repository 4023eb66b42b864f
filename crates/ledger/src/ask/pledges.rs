//! Pledges: what was promised, conceded and threatened, and what became of it.

use super::acts::is_code;
use super::rows::ActRow;
use crate::error::Result;
use crate::store::Ledger;
use rusqlite::params;
use serde::Serialize;

/// Which pledges. `None` asks for all.
#[derive(Clone, Debug, Default)]
pub struct PledgeFilter {
    /// Code, entity or name of the promisor.
    pub promisor: Option<String>,
    /// Code, entity or name of whom it is toward.
    pub beneficiary: Option<String>,
    /// `promised`, `repeated`, `carried out`, `withdrawn`, `open`.
    pub status: Option<String>,
    /// `promise`, `concession`, `threat`.
    pub kind: Option<String>,
    /// Made on this day or later.
    pub from: Option<String>,
    /// Made on this day or earlier.
    pub to: Option<String>,
}

/// A pledge with the acts that bear on it.
#[derive(Clone, Debug, Serialize)]
pub struct PledgeRow {
    /// What was undertaken, by whom, toward whom, about what.
    pub pledge: ActRow,
    /// `promise`, `concession`, `threat`.
    pub kind: String,
    /// Day.
    pub made: String,
    /// The time that it names: first and last day.
    pub due: Option<[String; 2]>,
    /// As of the last ingest: never more than the evidence says.
    pub status: String,
    /// Later acts that bear on it, by day.
    pub links: Vec<PledgeLink>,
}

/// A later act that bears on a pledge.
#[derive(Clone, Debug, Serialize)]
pub struct PledgeLink {
    /// The act.
    pub act: ActRow,
    /// `carried out`, `repeated`, `withdrawn`, `contradicted`.
    pub kind: String,
    /// 0 to 1; the status counts links of 0.6 or more.
    pub score: f64,
    /// Why, in plain words.
    pub reasons: Vec<String>,
}

impl Ledger {
    /// Pledges that a filter asks for, the newest first.
    ///
    /// # Errors
    /// If the ledger cannot be read.
    pub fn pledges(&self, f: &PledgeFilter, skip: u32, limit: u32) -> Result<Vec<PledgeRow>> {
        let side = |who: &Option<String>, role: &str, n: usize| match who {
            None => format!("(?{n} IS NULL)"),
            Some(who) if is_code(who) => format!(
                "EXISTS (SELECT 1 FROM codes c WHERE c.act = p.act AND c.code = ?{n} AND c.role = {role})"
            ),
            Some(_) => format!(
                "EXISTS (SELECT 1 FROM parties q JOIN entities e ON e.id = q.entity
                 WHERE q.act = p.act AND (e.key = ?{n} OR e.name = ?{n})
                 AND (q.role = {role} OR q.role = 2))"
            ),
        };
        let sql = format!(
            "SELECT p.act, p.kind, p.made, p.due_from, p.due_to, p.status FROM pledges p
             WHERE {} AND {} AND (?3 IS NULL OR p.status = ?3) AND (?4 IS NULL OR p.kind = ?4)
             AND (?5 IS NULL OR p.made >= ?5) AND (?6 IS NULL OR p.made <= ?6)
             ORDER BY p.made DESC, p.act DESC LIMIT ?7 OFFSET ?8",
            side(&f.promisor, "0", 1),
            side(&f.beneficiary, "1", 2)
        );
        type Row = (i64, String, String, Option<String>, Option<String>, String);
        let rows: Vec<Row> = self.run(|db| {
            db.prepare_cached(&sql)?
                .query_map(
                    params![f.promisor, f.beneficiary, f.status, f.kind, f.from, f.to, limit, skip],
                    |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?, r.get(3)?, r.get(4)?, r.get(5)?)),
                )?
                .collect()
        })?;
        rows.into_iter()
            .map(|(act, kind, made, from, to, status)| {
                Ok(PledgeRow {
                    pledge: self.act_row(act)?,
                    kind,
                    made,
                    due: from.zip(to).map(|(from, to)| [from, to]),
                    status,
                    links: self.pledge_links(act)?,
                })
            })
            .collect()
    }

    /// How many pledges there are of each status.
    ///
    /// # Errors
    /// If the ledger cannot be read.
    pub fn pledge_counts(&self) -> Result<Vec<super::Count>> {
        let sql = "SELECT status, count(*) FROM pledges GROUP BY status ORDER BY 2 DESC";
        self.run(|db| {
            db.prepare_cached(sql)?
                .query_map([], |r| {
                    let count: i64 = r.get(1)?;
                    Ok(super::Count { name: r.get(0)?, count: count.max(0) as u64 })
                })?
                .collect()
        })
    }

    fn pledge_links(&self, pledge: i64) -> Result<Vec<PledgeLink>> {
        let sql = "SELECT act, kind, score, reasons FROM pledge_links WHERE pledge = ?1
                   ORDER BY day_from, act LIMIT 100";
        let rows: Vec<(i64, String, f64, String)> = self.run(|db| {
            db.prepare_cached(sql)?
                .query_map([pledge], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?, r.get(3)?)))?
                .collect()
        })?;
        rows.into_iter()
            .map(|(act, kind, score, reasons)| {
                Ok(PledgeLink {
                    act: self.act_row(act)?,
                    kind,
                    score: (score * 100.0).round() / 100.0,
                    reasons: serde_json::from_str(&reasons).unwrap_or_default(),
                })
            })
            .collect()
    }
}
