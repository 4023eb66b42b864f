//! Acts seen from far away: in a line of time between two parties, and on a map. Nothing here
//! opens a text, so the answers stay fast.

use super::acts::is_code;
use crate::error::{LedgerError, Result};
use crate::store::Ledger;
use rusqlite::params;
use serde::Serialize;

/// An act between two parties as a point in time.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Point {
    /// Stable id.
    pub act: String,
    /// First day that its date means; empty where it has none.
    pub day: String,
    /// PLOVER type.
    pub event: String,
    /// Quad class.
    pub quad: u8,
    /// PLOVER score.
    pub score: f64,
    /// `a->b`, `b->a` or `both`.
    pub direction: &'static str,
}

/// How many acts took place somewhere.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PlaceCount {
    /// The place; `None` for acts of which only the country is known.
    pub place: Option<String>,
    /// Its country.
    pub country: Option<String>,
    /// Degrees north.
    pub lat: Option<f64>,
    /// Degrees east.
    pub lon: Option<f64>,
    /// Acts.
    pub acts: u32,
    /// Of these conflict (quad classes 3 and 4).
    pub conflict: u32,
}

impl Ledger {
    /// The newest acts between two codes on the days from the first to the last that are given (ISO
    /// 8601, both of them included), as points, newest first. An empty first day takes in acts
    /// without a day.
    ///
    /// # Errors
    /// If the codes are none, or the ledger cannot be read.
    pub fn points(&self, a: &str, b: &str, days: [&str; 2], limit: u32) -> Result<Vec<Point>> {
        if let Some(code) = [a, b].into_iter().find(|c| !is_code(c)) {
            return Err(LedgerError::Question(format!("\"{code}\" is no code")));
        }
        let (lo, hi, forward) = if a < b { (a, b, true) } else { (b, a, false) };
        let sql = "SELECT a.uid, y.day, y.type, y.quad, y.score, y.direction FROM dyads y
            CROSS JOIN acts a ON a.id = y.act WHERE y.lo = ?1 AND y.hi = ?2
            AND y.day BETWEEN ?4 AND ?5 ORDER BY y.day DESC, y.act DESC LIMIT ?3";
        self.run(|db| {
            db.prepare_cached(sql)?
                .query_map(params![lo, hi, limit, days[0], days[1]], |r| {
                    Ok(Point {
                        act: r.get(0)?,
                        day: r.get(1)?,
                        event: r.get(2)?,
                        quad: r.get(3)?,
                        score: r.get(4)?,
                        direction: match (r.get::<_, u8>(5)?, forward) {
                            (2, _) => "both",
                            (0, true) | (1, false) => "a->b",
                            _ => "b->a",
                        },
                    })
                })?
                .collect()
        })
    }

    /// Places of acts, those with most acts first. Looks at every act.
    ///
    /// # Errors
    /// If the ledger cannot be read.
    pub fn places(&self, limit: u32) -> Result<Vec<PlaceCount>> {
        let sql = "SELECT place, country, avg(lat), avg(lon), count(*) AS n, sum(quad > 2)
            FROM acts WHERE place IS NOT NULL OR country IS NOT NULL
            GROUP BY country, place ORDER BY n DESC, country, place LIMIT ?1";
        self.run(|db| {
            db.prepare_cached(sql)?
                .query_map([limit], |r| {
                    Ok(PlaceCount {
                        place: r.get(0)?,
                        country: r.get(1)?,
                        lat: r.get(2)?,
                        lon: r.get(3)?,
                        acts: r.get(4)?,
                        conflict: r.get(5)?,
                    })
                })?
                .collect()
        })
    }
}
