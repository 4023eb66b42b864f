//! Acts by who, toward whom, what, when and about what.
//!
//! Every filter has an index whose rows lie in order of the day. The most selective one drives
//! the question (its rows are counted up to a bound first); the others are looked up for each
//! row; so the newest acts come without the whole ledger being read.

use super::drivers::{COUNTED, Driver};
use super::rows::ActRow;
use super::saying::Saying;
use super::words::Query;
use crate::error::{LedgerError, Result};
use crate::store::Ledger;
use rusqlite::params_from_iter;
use rusqlite::types::Value;
use serde::Serialize;

/// Which acts. Empty lists and `None` ask for all.
#[derive(Clone, Debug, Default)]
pub struct ActFilter {
    /// A code (`CHN`, `EU`), an entity (`person/...`) or a canonical name, in the actor's role.
    pub actor: Option<String>,
    /// The same as recipient. In reciprocal acts each participant is both.
    pub recipient: Option<String>,
    /// PLOVER types; any of them.
    pub types: Vec<String>,
    /// PLOVER mode.
    pub mode: Option<String>,
    /// First day, `YYYY`, `YYYY-MM` or `YYYY-MM-DD`.
    pub from: Option<String>,
    /// Last day, in the same forms, with all of it.
    pub to: Option<String>,
    /// Area of cooperation.
    pub area: Option<String>,
    /// Framework.
    pub framework: Option<String>,
    /// PLOVER context.
    pub context: Option<String>,
    /// Quad class, 1 to 4.
    pub quad: Option<u8>,
    /// `core` or `background`.
    pub weight: Option<String>,
    /// `none`, `future`, `hypothetical`, `negation`, `historical`.
    pub aux: Option<String>,
    /// Country of the place.
    pub country: Option<String>,
    /// Least number of sources.
    pub min_sources: u32,
    /// Most certain acts below this are left out; 0 to 1.
    pub min_confidence: f32,
    /// At most this confidence: the queue of doubtful records.
    pub max_confidence: Option<f32>,
    /// Words that one of the papers must have that tell the act; or the very sentence that tells it.
    pub words: Query,
}

/// Acts that are read at a time where their words must be looked at.
const BATCH: u32 = 100;

/// Papers that are opened for a page.
const OPENED: usize = 2_000;

/// Of more papers no list is given to SQLite where each act is looked at anyway.
const LISTED: usize = 10_000;

/// A page of acts, newest first.
#[derive(Clone, Debug, Serialize)]
pub struct ActPage {
    /// The acts.
    pub acts: Vec<ActRow>,
    /// What to give as `after` for the next page; `None` on the last.
    pub next: Option<String>,
}

/// Number and day of an act.
type Dated = (i64, String);

impl Ledger {
    /// Acts that a filter asks for, newest first, those without a day last.
    ///
    /// # Errors
    /// If a day or the cursor is none, or the ledger cannot be read.
    pub fn acts(&self, filter: &ActFilter, after: Option<&str>, limit: u32) -> Result<ActPage> {
        let documents = match filter.words.terms.is_empty() {
            true => None,
            false => Some(self.indexed(&filter.words)?),
        };
        let (found, next) = match &documents {
            Some(documents) if filter.words.must_be_read() => {
                self.saying(filter, documents, after, limit as usize)?
            }
            _ => {
                let most = limit.saturating_add(1);
                let mut found = self.act_ids(filter, documents.as_deref(), after, most)?;
                let more = found.len() > limit as usize;
                found.truncate(limit as usize);
                let next = found.last().filter(|_| more).map(cursor_behind);
                (found, next)
            }
        };
        let acts = found.iter().map(|(id, _)| self.act_row(*id)).collect::<Result<_>>()?;
        Ok(ActPage { acts, next })
    }

    /// Acts whose papers or sentences truly have the words, and the cursor of the next page. A
    /// page is full if there are more, unless very many papers were opened in vain.
    fn saying(
        &self,
        filter: &ActFilter,
        documents: &[i64],
        after: Option<&str>,
        limit: usize,
    ) -> Result<(Vec<Dated>, Option<String>)> {
        let mut saying = Saying::new(self, &filter.words, documents);
        let (mut found, mut after) = (Vec::new(), after.map(str::to_owned));
        let listed = (documents.len() <= LISTED).then_some(documents);
        loop {
            let batch = self.act_ids(filter, listed, after.as_deref(), BATCH)?;
            let last = batch.len() < BATCH as usize;
            for act in batch {
                let behind = cursor_behind(&act);
                if saying.act(act.0)? {
                    if found.len() == limit {
                        return Ok((found, after));
                    }
                    found.push(act);
                }
                after = Some(behind);
            }
            if last || saying.opened() > OPENED {
                return Ok((found, after.filter(|_| !last)));
            }
        }
    }

    /// Numbers and days of acts, in order. `documents` are papers one of which must tell the act.
    fn act_ids(
        &self,
        filter: &ActFilter,
        documents: Option<&[i64]>,
        after: Option<&str>,
        limit: u32,
    ) -> Result<Vec<Dated>> {
        let drivers = self.drivers(filter, documents)?;
        let mut best = 0;
        if drivers.len() > 1 {
            let mut least = i64::MAX;
            for (i, d) in drivers.iter().enumerate() {
                let mut rows = self.rows(d)?;
                if d.is_unordered() && rows >= COUNTED {
                    rows = i64::MAX;
                }
                if rows < least {
                    (least, best) = (rows, i);
                }
            }
        }
        let driver = &drivers[best];
        let mut wheres = vec![driver.wheres.clone()];
        let mut values = driver.values.clone();
        for (_, other) in drivers.iter().enumerate().filter(|(i, _)| *i != best) {
            values.extend(other.values.iter().cloned());
            if other.from == "acts a" {
                // The type stands in the driver's row where that is a code's.
                let column = if driver.from == "codes c" { "c.type" } else { "a.type" };
                wheres.push(other.wheres.replace("a.type", column)); // empty where it is the order of days
                continue;
            }
            wheres.push(other.met_by_act());
        }
        rest(filter, driver, &mut wheres, &mut values)?;
        if let Some(after) = after {
            let (day, id) = cursor(after)?;
            wheres.push(format!("({}, a.id) < (?, ?)", driver.day));
            values.extend([Value::from(day), Value::from(id)]);
        }
        wheres.retain(|w| !w.is_empty());
        let wheres = if wheres.is_empty() {
            String::new()
        } else {
            format!("WHERE {}", wheres.join(" AND "))
        };
        // The driver comes first in the join; CROSS keeps SQLite from turning it round.
        let from = if let Some(index) = driver.sorted_from {
            format!("acts a INDEXED BY {index}")
        } else if driver.from == "acts a" {
            "acts a".to_owned()
        } else {
            format!("{} CROSS JOIN acts a ON a.id = {}", driver.from, driver.act)
        };
        let sql = format!(
            "SELECT {distinct} a.id, {day} FROM {from} {wheres}
             ORDER BY {day} DESC, {act} DESC LIMIT {limit}",
            distinct = if driver.unique { "" } else { "DISTINCT" },
            day = driver.day,
            act = driver.act,
        );
        self.run(|db| {
            let mut asked = db.prepare_cached(&sql)?;
            asked.query_map(params_from_iter(values), |r| Ok((r.get(0)?, r.get(1)?)))?.collect()
        })
    }
}

/// Conditions that have no index of their own.
fn rest(
    f: &ActFilter,
    driver: &Driver,
    wheres: &mut Vec<String>,
    values: &mut Vec<Value>,
) -> Result<()> {
    let mut add = |condition: String, value: Value| {
        wheres.push(condition);
        values.push(value);
    };
    if let Some(from) = &f.from {
        add(format!("{} >= ?", driver.day), bound(from, false)?.into());
    }
    if let Some(to) = &f.to {
        add(format!("{} <= ?", driver.day), bound(to, true)?.into());
    }
    let texts = [("a.weight", &f.weight), ("a.aux", &f.aux)];
    for (column, value) in texts {
        if let Some(value) = value {
            add(format!("{column} = ?"), value.clone().into());
        }
    }
    if let Some(quad) = f.quad {
        add("a.quad = ?".into(), Value::from(i64::from(quad)));
    }
    if f.min_confidence > 0.0 {
        add("a.confidence >= ?".into(), Value::from(f64::from(f.min_confidence) - 1e-6));
    }
    Ok(())
}

/// Codes are short and in capitals; everything else is a name or an entity.
pub(crate) fn is_code(party: &str) -> bool {
    (2..=12).contains(&party.len())
        && party.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'-')
}

/// The first or last day that a year, month or day means; sorts as text.
pub(super) fn bound(day: &str, last: bool) -> Result<String> {
    let digits = day.bytes().enumerate().all(|(i, b)| match i {
        4 | 7 => b == b'-',
        _ => b.is_ascii_digit(),
    });
    match day.len() {
        4 | 7 | 10 if digits => {
            let fill = if last { "-99-99" } else { "-00-00" };
            Ok(format!("{day}{}", &fill[day.len() - 4..]))
        }
        _ => Err(LedgerError::Question(format!(
            "\"{day}\" is no day: write YYYY, YYYY-MM or YYYY-MM-DD"
        ))),
    }
}

/// The cursor of what follows an act.
fn cursor_behind((id, day): &Dated) -> String {
    format!("{day}~{id}")
}

/// A cursor as [`ActPage::next`] gave it.
fn cursor(after: &str) -> Result<(String, i64)> {
    after
        .split_once('~')
        .and_then(|(day, id)| Some((day.to_owned(), id.parse().ok()?)))
        .ok_or_else(|| LedgerError::Question(format!("\"{after}\" is no cursor of ours")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bounds_take_in_the_whole_of_what_they_name() {
        assert_eq!(bound("2021", false).expect("a year"), "2021-00-00");
        assert_eq!(bound("2021-06", true).expect("a month"), "2021-06-99");
        assert_eq!(bound("2021-06-02", true).expect("a day"), "2021-06-02");
        for wrong in ["", "21", "2021-6", "2021/06", "20210602aa", "'; DROP"] {
            assert!(bound(wrong, false).is_err(), "{wrong}");
        }
    }

    #[test]
    fn codes_are_told_from_names() {
        assert!(is_code("CHN") && is_code("EU") && is_code("G7"));
        assert!(!is_code("China") && !is_code("person/xi-jinping") && !is_code("C"));
    }
}
