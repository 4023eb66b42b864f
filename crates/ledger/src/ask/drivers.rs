//! Ways to come to the acts that a filter asks for.
//!
//! **In:** a filter. **Out:** its [`Driver`]s: each an index whose rows lie in order of the day, or
//! few enough to be sorted. The most selective one drives a question, the others are looked up.

use super::acts::{ActFilter, is_code};
use super::columns::listed;
use crate::error::Result;
use crate::store::Ledger;
use rusqlite::params_from_iter;
use rusqlite::types::Value;

/// No count goes beyond this: a driver with more rows is as good as any.
pub(super) const COUNTED: i64 = 20_000;

/// One way to come to acts in order of the day.
pub(super) struct Driver {
    /// FROM and the conditions on the driver's own columns; `{day}` stands for its day column.
    pub from: &'static str,
    pub day: &'static str,
    pub act: &'static str,
    pub wheres: String,
    pub values: Vec<Value>,
    /// Whether no act comes twice.
    pub unique: bool,
    /// Index of the acts themselves that it goes by, if its rows are not in order of the day: worth
    /// it only where they are few, since all must be sorted.
    pub sorted_from: Option<&'static str>,
}

impl Driver {
    /// Whether all its rows must be sorted: worth it only where they are few.
    pub(super) fn is_unordered(&self) -> bool {
        self.sorted_from.is_some() || self.from == OF_PAPERS
    }

    /// The condition that an act of another driver is one of this one's.
    pub(super) fn met_by_act(&self) -> String {
        if self.from == OF_PAPERS {
            // The list becomes an index once, not once an act.
            return "EXISTS (SELECT 1 FROM reports r WHERE r.act = a.id
                AND r.document IN (SELECT value FROM json_each(?)))"
                .into();
        }
        let Self { from, act, wheres, .. } = self;
        format!("EXISTS (SELECT 1 FROM {from} WHERE {act} = a.id AND {wheres})")
    }
}

/// A list of papers of so many characters holds some ten thousand.
const LONG: usize = 100_000;

/// Acts of a list of papers.
const OF_PAPERS: &str = "json_each(?) w CROSS JOIN reports r ON r.document = w.value";

impl Ledger {
    /// How many rows a driver has, up to a bound.
    pub(super) fn rows(&self, d: &Driver) -> Result<i64> {
        // A list of papers so long is no way to come to acts, however few they tell.
        if d.from == OF_PAPERS
            && d.values.iter().any(|v| matches!(v, Value::Text(t) if t.len() > LONG))
        {
            return Ok(i64::MAX);
        }
        let wheres = if d.wheres.is_empty() { "1".into() } else { d.wheres.clone() };
        let sql = format!(
            "SELECT count(*) FROM (SELECT 1 FROM {} WHERE {wheres} LIMIT {COUNTED})",
            d.from
        );
        self.run(|db| {
            db.prepare_cached(&sql)?.query_row(params_from_iter(d.values.iter()), |r| r.get(0))
        })
    }

    /// All ways that a filter and a list of papers offer; the last resort is the order of days itself.
    pub(super) fn drivers(&self, f: &ActFilter, papers: Option<&[i64]>) -> Result<Vec<Driver>> {
        let mut out = Vec::new();
        if let Some(papers) = papers {
            out.push(Driver {
                from: OF_PAPERS,
                day: "a.day",
                act: "r.act",
                wheres: String::new(),
                values: vec![listed(papers).into()],
                unique: false,
                sorted_from: None,
            });
        }
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
        if out.iter().all(Driver::is_unordered) {
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
    pub(super) fn entities_named(&self, party: &str) -> Result<Vec<i64>> {
        let sql =
            "SELECT id FROM entities WHERE key = ?1 UNION SELECT id FROM entities WHERE name = ?1";
        self.run(|db| db.prepare_cached(sql)?.query_map([party], |r| r.get(0))?.collect())
    }
}
