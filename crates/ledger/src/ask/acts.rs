//! Acts by who, toward whom, what, when and about what.
//!
//! Every filter has an index whose rows lie in order of the day. The most selective one drives
//! the question (its rows are counted up to a bound first); the others are looked up for each
//! row; so the newest acts come without the whole ledger being read.

use super::rows::ActRow;
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
}

/// A page of acts, newest first.
#[derive(Clone, Debug, Serialize)]
pub struct ActPage {
    /// The acts.
    pub acts: Vec<ActRow>,
    /// What to give as `after` for the next page; `None` on the last.
    pub next: Option<String>,
}

/// No count goes beyond this: a driver with more rows is as good as any.
const COUNTED: i64 = 20_000;

/// One way to come to acts in order of the day.
struct Driver {
    /// FROM and the conditions on the driver's own columns; `{day}` stands for its day column.
    from: &'static str,
    day: &'static str,
    act: &'static str,
    wheres: String,
    values: Vec<Value>,
    /// Whether no act comes twice.
    unique: bool,
    /// Index of the acts themselves that it goes by, if its rows are not in order of the day: worth
    /// it only where they are few, since all must be sorted.
    sorted_from: Option<&'static str>,
}

impl Ledger {
    /// Acts that a filter asks for, newest first, those without a day last.
    ///
    /// # Errors
    /// If a day or the cursor is none, or the ledger cannot be read.
    pub fn acts(&self, filter: &ActFilter, after: Option<&str>, limit: u32) -> Result<ActPage> {
        let drivers = self.drivers(filter)?;
        let mut best = 0;
        if drivers.len() > 1 {
            let mut least = i64::MAX;
            for (i, d) in drivers.iter().enumerate() {
                let mut rows = self.rows(d)?;
                if d.sorted_from.is_some() && rows >= COUNTED {
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
            wheres.push(format!(
                "EXISTS (SELECT 1 FROM {} WHERE {} = a.id AND {})",
                other.from, other.act, other.wheres
            ));
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
            limit = u64::from(limit) + 1
        );
        let mut found: Vec<(i64, String)> = self.run(|db| {
            let mut asked = db.prepare_cached(&sql)?;
            asked.query_map(params_from_iter(values), |r| Ok((r.get(0)?, r.get(1)?)))?.collect()
        })?;
        let more = found.len() > limit as usize;
        found.truncate(limit as usize);
        let next = found.last().filter(|_| more).map(|(id, day)| format!("{day}~{id}"));
        let acts = found.iter().map(|(id, _)| self.act_row(*id)).collect::<Result<_>>()?;
        Ok(ActPage { acts, next })
    }

    /// How many rows a driver has, up to a bound.
    fn rows(&self, d: &Driver) -> Result<i64> {
        let wheres = if d.wheres.is_empty() { "1".into() } else { d.wheres.clone() };
        let sql = format!(
            "SELECT count(*) FROM (SELECT 1 FROM {} WHERE {wheres} LIMIT {COUNTED})",
            d.from
        );
        self.run(|db| {
            db.prepare_cached(&sql)?.query_row(params_from_iter(d.values.iter()), |r| r.get(0))
        })
    }
}

impl Ledger {
    /// All ways that a filter offers; the last resort is the order of days itself.
    fn drivers(&self, f: &ActFilter) -> Result<Vec<Driver>> {
        let mut out = Vec::new();
        if let (Some(a), Some(b)) = (&f.actor, &f.recipient)
            && is_code(a)
            && is_code(b)
            && a != b
        {
            // Denied and imagined acts are in no dyad: the general way finds those.
            if matches!(f.aux.as_deref(), Some("none" | "future" | "historical")) {
                let (lo, hi, direction) = if a < b { (a, b, 0) } else { (b, a, 1) };
                out.push(Driver {
                    from: "dyads y",
                    day: "y.day",
                    act: "y.act",
                    wheres: "y.lo = ? AND y.hi = ? AND y.direction IN (?, 2)".into(),
                    values: vec![lo.clone().into(), hi.clone().into(), Value::from(direction)],
                    unique: true,
                    sorted_from: None,
                });
            }
        }
        for (party, role) in [(&f.actor, 0_i64), (&f.recipient, 1)] {
            let Some(party) = party else { continue };
            if is_code(party) {
                out.push(Driver {
                    from: "codes c",
                    day: "c.day",
                    act: "c.act",
                    wheres: "c.code = ? AND c.role = ?".into(),
                    values: vec![party.clone().into(), Value::from(role)],
                    unique: true,
                    sorted_from: None,
                });
                continue;
            }
            let entities = self.entities_named(party)?;
            let marks = vec!["?"; entities.len()].join(", ");
            // As recipient, participants of reciprocal acts count, too (role 2).
            let role = if role == 0 { "p.role = 0" } else { "p.role IN (1, 2)" };
            out.push(Driver {
                from: "parties p",
                day: "p.day",
                act: "p.act",
                wheres: format!("p.entity IN ({marks}) AND {role}"),
                unique: entities.len() == 1 && role.ends_with('0'),
                sorted_from: None,
                values: entities.into_iter().map(Value::from).collect(),
            });
        }
        for (kind, tag) in [("area", &f.area), ("framework", &f.framework), ("context", &f.context)]
        {
            if let Some(tag) = tag {
                out.push(Driver {
                    from: "tags t",
                    day: "t.day",
                    act: "t.act",
                    wheres: "t.kind = ? AND t.tag = ?".into(),
                    values: vec![Value::from(kind.to_owned()), tag.clone().into()],
                    unique: true,
                    sorted_from: None,
                });
            }
        }
        if !f.types.is_empty() {
            let marks = vec!["?"; f.types.len()].join(", ");
            out.push(Driver {
                from: "acts a",
                day: "a.day",
                act: "a.id",
                wheres: format!("a.type IN ({marks})"),
                values: f.types.iter().cloned().map(Value::from).collect(),
                unique: true,
                sorted_from: None,
            });
        }
        // Columns of the acts themselves: looked up by their index where few acts have the value,
        // else met soon enough in the order of days.
        let mut own = |index, wheres: &str, value: Value| {
            out.push(Driver {
                from: "acts a",
                day: "a.day",
                act: "a.id",
                wheres: wheres.into(),
                values: vec![value],
                unique: true,
                sorted_from: Some(index),
            });
        };
        if let Some(mode) = &f.mode {
            own("acts_by_mode", "a.mode = ?", mode.clone().into());
        }
        if let Some(country) = &f.country {
            own("acts_by_country", "a.country = ?", country.clone().into());
        }
        if f.min_sources > 1 {
            own(
                "acts_by_sources",
                "a.n_sources > 1 AND a.n_sources >= ?",
                i64::from(f.min_sources).into(),
            );
        }
        if let Some(most) = f.max_confidence {
            own("acts_by_confidence", "a.confidence <= ?", (f64::from(most) + 1e-6).into());
        }
        if out.iter().all(|d| d.sorted_from.is_some()) {
            out.push(Driver {
                from: "acts a",
                day: "a.day",
                act: "a.id",
                wheres: String::new(),
                values: Vec::new(),
                unique: true,
                sorted_from: None,
            });
        }
        Ok(out)
    }

    /// Entities that a key or a canonical name means.
    fn entities_named(&self, party: &str) -> Result<Vec<i64>> {
        let sql =
            "SELECT id FROM entities WHERE key = ?1 UNION SELECT id FROM entities WHERE name = ?1";
        self.run(|db| db.prepare_cached(sql)?.query_map([party], |r| r.get(0))?.collect())
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
fn bound(day: &str, last: bool) -> Result<String> {
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
