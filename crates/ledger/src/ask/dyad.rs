//! What passes between two parties: balance by month, the newest acts, partnerships, what about.

use super::acts::is_code;
use super::pledges::{PledgeFilter, PledgeRow};
use super::rows::ActRow;
use crate::error::{LedgerError, Result};
use crate::pledge::partnership::Level;
use crate::store::Ledger;
use rusqlite::params;
use serde::Serialize;

/// Areas and frameworks are counted over the newest acts of a pair, so that the answer comes as
/// fast for a pair with a hundred thousand acts.
const COUNTED: u32 = 2_000;

/// The page of a pair of codes.
#[derive(Clone, Debug, Serialize)]
pub struct Dyad {
    /// The first code as it was asked.
    pub a: String,
    /// The second.
    pub b: String,
    /// All acts between them.
    pub acts: u64,
    /// Balance by month, oldest first; acts without a day under "".
    pub months: Vec<Month>,
    /// Newest acts.
    pub latest: Vec<ActRow>,
    /// Areas of the newest acts, most frequent first.
    pub areas: Vec<TagCount>,
    /// Frameworks of the newest acts, most frequent first.
    pub frameworks: Vec<TagCount>,
    /// How many of the newest acts areas and frameworks are counted over.
    pub counted: u32,
    /// Named partnerships that papers state, oldest first.
    pub partnerships: Vec<Partnership>,
    /// What each promised, conceded or threatened toward the other, newest first.
    pub pledges: Vec<PledgeRow>,
}

/// One month, one quad class, one direction.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Month {
    /// `YYYY-MM`.
    pub month: String,
    /// Quad class, 1 to 4.
    pub quad: u8,
    /// `a->b`, `b->a` or `both`.
    pub direction: &'static str,
    /// Number of acts.
    pub acts: u32,
    /// Sum of their PLOVER scores.
    pub score: f64,
}

/// How often something occurs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TagCount {
    /// Its canonical English name.
    pub tag: String,
    /// In how many acts.
    pub acts: u32,
}

/// A named partnership as a paper states it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Partnership {
    /// Canonical English label.
    pub label: String,
    /// Its level on the scale of docs/ledger/pledges.md.
    pub level: &'static str,
    /// Day of the first paper.
    pub first: Option<String>,
    /// Day of the last.
    pub last: Option<String>,
    /// In how many papers.
    pub papers: u32,
}

impl Ledger {
    /// The page of a pair, with so many of its newest acts.
    ///
    /// # Errors
    /// If the codes are none or the same, or the ledger cannot be read.
    pub fn dyad(&self, a: &str, b: &str, latest: u32) -> Result<Dyad> {
        for code in [a, b] {
            if !is_code(code) {
                return Err(LedgerError::Question(format!(
                    "\"{code}\" is no code: a pair is asked for by codes such as CHN KAZ"
                )));
            }
        }
        if a == b {
            return Err(LedgerError::Question(format!("a pair is of two parties, not {a} twice")));
        }
        let (lo, hi) = (a.min(b), a.max(b));
        let forward = a == lo;
        let months = self.months(lo, hi, forward)?;
        let ids: Vec<i64> = self.run(|db| {
            let mut asked = db.prepare_cached(
                "SELECT act FROM dyads WHERE lo = ?1 AND hi = ?2 ORDER BY day DESC, act DESC LIMIT ?3",
            )?;
            asked.query_map(params![lo, hi, latest], |r| r.get(0))?.collect()
        })?;
        let acts = months.iter().map(|m| u64::from(m.acts)).sum();
        Ok(Dyad {
            a: a.to_owned(),
            b: b.to_owned(),
            acts,
            latest: ids.into_iter().map(|id| self.act_row(id)).collect::<Result<_>>()?,
            areas: self.pair_tags(lo, hi, "area")?,
            frameworks: self.pair_tags(lo, hi, "framework")?,
            counted: acts.min(u64::from(COUNTED)) as u32,
            partnerships: self.partnerships(lo, hi)?,
            pledges: self.pair_pledges(lo, hi, latest)?,
            months,
        })
    }

    /// Pledges between two, the newest first; threats and promises of either.
    fn pair_pledges(&self, lo: &str, hi: &str, limit: u32) -> Result<Vec<PledgeRow>> {
        let mut all = Vec::new();
        for (a, b) in [(lo, hi), (hi, lo)] {
            let filter = PledgeFilter {
                promisor: Some(a.to_owned()),
                beneficiary: Some(b.to_owned()),
                ..PledgeFilter::default()
            };
            all.extend(self.pledges(&filter, 0, limit)?);
        }
        all.sort_by(|a, b| b.made.cmp(&a.made).then_with(|| a.pledge.act.cmp(&b.pledge.act)));
        all.dedup_by(|a, b| a.pledge.act == b.pledge.act);
        all.truncate(limit as usize);
        Ok(all)
    }

    fn months(&self, lo: &str, hi: &str, forward: bool) -> Result<Vec<Month>> {
        let sql = "SELECT month, quad, direction, acts, score FROM balances
                   WHERE lo = ?1 AND hi = ?2 ORDER BY month, quad, direction";
        self.run(|db| {
            db.prepare_cached(sql)?
                .query_map([lo, hi], |r| {
                    let score: f64 = r.get(4)?;
                    Ok(Month {
                        month: r.get(0)?,
                        quad: r.get(1)?,
                        direction: match (r.get::<_, u8>(2)?, forward) {
                            (2, _) => "both",
                            (0, true) | (1, false) => "a->b",
                            _ => "b->a",
                        },
                        acts: r.get(3)?,
                        score: (score * 10.0).round() / 10.0,
                    })
                })?
                .collect()
        })
    }

    fn pair_tags(&self, lo: &str, hi: &str, kind: &str) -> Result<Vec<TagCount>> {
        let sql = "SELECT t.tag, count(*) AS n FROM
            (SELECT act FROM dyads WHERE lo = ?1 AND hi = ?2 ORDER BY day DESC, act DESC LIMIT ?4) y
            CROSS JOIN tags t ON t.act = y.act AND t.kind = ?3
            GROUP BY t.tag ORDER BY n DESC, t.tag LIMIT 30";
        self.run(|db| {
            db.prepare_cached(sql)?
                .query_map(params![lo, hi, kind, COUNTED], |r| {
                    Ok(TagCount { tag: r.get(0)?, acts: r.get(1)? })
                })?
                .collect()
        })
    }

    fn partnerships(&self, lo: &str, hi: &str) -> Result<Vec<Partnership>> {
        let sql = "SELECT label, min(day), max(day), count(DISTINCT document) FROM relations
            WHERE lo = ?1 AND hi = ?2 AND kind = 'partnership' GROUP BY label ORDER BY min(day)";
        self.run(|db| {
            db.prepare_cached(sql)?
                .query_map([lo, hi], |r| {
                    let label: String = r.get(0)?;
                    Ok(Partnership {
                        level: Level::of(&label).name(),
                        label,
                        first: r.get(1)?,
                        last: r.get(2)?,
                        papers: r.get(3)?,
                    })
                })?
                .collect()
        })
    }
}
