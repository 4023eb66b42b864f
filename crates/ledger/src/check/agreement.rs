//! How far checkers agree: figures for a paper, and the records on which they do not.
//!
//! A *unit* is a record as it was checked: paper, trigger and all that it said. Two verdicts on
//! different readings of the same words are about different units and are never compared. Of each
//! checker the latest verdict on a unit counts.
//!
//! `verdict` compares all three verdicts; `right or wrong` leaves `unsure` out, as if it had not been
//! given; a slot (`type`, `actor`, ...) compares whether it was found wrong: a verdict "right" says of
//! every slot that it is right, "wrong" of those that it does not name, "unsure" and a "wrong" that
//! names none say nothing.

use super::alpha::{Alpha, nominal};
use super::{SLOTS, VERDICTS};
use crate::error::Result;
use crate::store::Ledger;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// Disagreements that are listed.
const LISTED: usize = 200;

/// How far checkers agree.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Agreement {
    /// Verdicts that count.
    pub verdicts: usize,
    /// Records that anybody checked.
    pub units: usize,
    /// Of these checked by two or more.
    pub shared: usize,
    /// Who checked how much.
    pub checkers: Vec<Checker>,
    /// The figures: `verdict`, `right or wrong`, then each slot.
    pub figures: Vec<Reliability>,
    /// Records on which verdicts differ, the latest first, at most 200.
    pub disagreements: Vec<Disagreement>,
    /// How many there are.
    pub disagreed: usize,
}

/// One checker's share.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Checker {
    /// Name.
    pub who: String,
    /// Verdicts that count.
    pub verdicts: usize,
    /// Of these "right".
    pub right: usize,
    /// Of these "wrong".
    pub wrong: usize,
    /// Of these "unsure".
    pub unsure: usize,
    /// Of these on records that others checked, too.
    pub shared: usize,
}

/// One figure.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Reliability {
    /// What is compared.
    pub of: String,
    /// Records with two or more values.
    pub units: usize,
    /// Values in them.
    pub values: usize,
    /// Share of equal pairs, 0 to 1.
    pub agreement: Option<f64>,
    /// Krippendorff's alpha, nominal.
    pub alpha: Option<f64>,
    /// Its 95 % interval by the bootstrap over units.
    pub interval: Option<[f64; 2]>,
    /// Why there is no alpha: `too few` (no record with two values) or `all equal`.
    pub undefined: Option<&'static str>,
}

/// A record on which verdicts differ.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Disagreement {
    /// Key of the paper.
    pub document: String,
    /// Trigger, code points.
    pub start: u32,
    /// One past its last code point.
    pub end: u32,
    /// The words that carry the act.
    pub words: String,
    /// PLOVER type of the record as it was checked.
    pub event: String,
    /// The report that says so now, if one does.
    pub report: Option<i64>,
    /// Who said what.
    pub said: Vec<Said>,
}

/// A verdict in a disagreement.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Said {
    /// Who.
    pub who: String,
    /// What.
    pub verdict: String,
    /// What is wrong.
    pub slots: Vec<String>,
    /// A remark.
    pub note: String,
    /// When, UTC.
    pub at: String,
}

/// The verdicts that count, by unit: the data behind the figures.
#[derive(Clone, Debug, Default)]
pub struct Verdicts(Vec<Unit>);

#[derive(Clone, Debug)]
struct Unit {
    document: String,
    start: u32,
    end: u32,
    record: i64,
    latest: i64,
    words: String,
    event: String,
    report: Option<i64>,
    said: Vec<Said>,
}

impl Ledger {
    /// The verdicts that count, of all checkers, or of those that are named.
    ///
    /// # Errors
    /// If the ledger cannot be read.
    pub fn verdicts(&self, of: &[String]) -> Result<Verdicts> {
        if !self.has_checks()? {
            return Ok(Verdicts::default());
        }
        let sql = "SELECT k.document, k.start, k.end, k.said, k.who, k.verdict, k.slots, k.note, k.at,
                max(k.id), json_extract(k.event, '$.trigger.text'), json_extract(k.event, '$.event'),
                (SELECT c.report FROM checked c WHERE c.verdict = k.id LIMIT 1)
            FROM checks k GROUP BY k.document, k.start, k.end, k.said, k.who
            ORDER BY k.document, k.start, k.end, k.said, k.who";
        self.run(|db| {
            let mut units: Vec<Unit> = Vec::new();
            let mut asked = db.prepare_cached(sql)?;
            let mut rows = asked.query([])?;
            while let Some(r) = rows.next()? {
                let (who, slots): (String, String) = (r.get(4)?, r.get(6)?);
                if !of.is_empty() && !of.contains(&who) {
                    continue;
                }
                let unit = Unit {
                    document: r.get(0)?,
                    start: r.get(1)?,
                    end: r.get(2)?,
                    record: r.get(3)?,
                    latest: r.get(9)?,
                    words: r.get::<_, Option<String>>(10)?.unwrap_or_default(),
                    event: r.get::<_, Option<String>>(11)?.unwrap_or_default(),
                    report: r.get(12)?,
                    said: Vec::new(),
                };
                let said = Said {
                    who,
                    verdict: r.get(5)?,
                    slots: serde_json::from_str(&slots).unwrap_or_default(),
                    note: r.get(7)?,
                    at: r.get(8)?,
                };
                let place = |u: &Unit| (u.document.clone(), u.start, u.end, u.record);
                match units.last_mut() {
                    Some(last) if place(last) == place(&unit) => {
                        last.latest = last.latest.max(unit.latest);
                        last.report = last.report.or(unit.report);
                        last.said.push(said);
                    }
                    _ => units.push(Unit { said: vec![said], ..unit }),
                }
            }
            Ok(Verdicts(units))
        })
    }

    /// How far checkers agree: all of them, or those that are named.
    ///
    /// # Errors
    /// If the ledger cannot be read.
    pub fn agreement(&self, of: &[String]) -> Result<Agreement> {
        Ok(self.verdicts(of)?.agreement())
    }
}

/// What [`Verdicts::cells`] are called.
pub const VERDICT_COLUMNS: [&str; 11] =
    ["unit", "document", "start", "end", "words", "type", "who", "verdict", "slots", "note", "at"];

impl Verdicts {
    /// The same as cells of a table, a row a verdict, under [`VERDICT_COLUMNS`]. `document` says how
    /// the key of a paper is told.
    pub fn cells(
        &self,
        document: impl Fn(&str) -> String,
    ) -> impl Iterator<Item = [String; VERDICT_COLUMNS.len()]> {
        self.0.iter().enumerate().flat_map(move |(i, u)| {
            let (unit, document) = ((i + 1).to_string(), document(&u.document));
            u.said.iter().map(move |said| {
                [
                    unit.clone(),
                    document.clone(),
                    u.start.to_string(),
                    u.end.to_string(),
                    u.words.clone(),
                    u.event.clone(),
                    said.who.clone(),
                    said.verdict.clone(),
                    said.slots.join(" "),
                    said.note.clone(),
                    said.at.clone(),
                ]
            })
        })
    }

    /// A row a verdict: unit, paper, offsets, words, type, checker, verdict, slots, note, time.
    pub fn rows(&self) -> impl Iterator<Item = (usize, Disagreement)> + '_ {
        self.0.iter().enumerate().map(|(i, u)| (i + 1, u.told()))
    }

    /// The figures.
    #[must_use]
    pub fn agreement(&self) -> Agreement {
        let mut checkers: BTreeMap<&str, Checker> = BTreeMap::new();
        for unit in &self.0 {
            for said in &unit.said {
                let checker = checkers.entry(&said.who).or_default();
                checker.who.clone_from(&said.who);
                checker.verdicts += 1;
                checker.shared += usize::from(unit.said.len() > 1);
                match said.verdict.as_str() {
                    "right" => checker.right += 1,
                    "wrong" => checker.wrong += 1,
                    _ => checker.unsure += 1,
                }
            }
        }
        let figure = |of: &str, value: &dyn Fn(&Said) -> Option<usize>| {
            let counts = |unit: &Unit| {
                let mut counts = vec![0; VERDICTS.len()];
                unit.said.iter().filter_map(value).for_each(|v| counts[v] += 1);
                counts
            };
            Reliability::of(of, nominal(&self.0.iter().map(counts).collect::<Vec<_>>()))
        };
        let verdict = |s: &Said| VERDICTS.iter().position(|v| *v == s.verdict);
        let mut figures = vec![
            figure("verdict", &verdict),
            figure("right or wrong", &|s| verdict(s).filter(|v| *v < 2)),
        ];
        figures.extend(SLOTS.iter().map(|slot| figure(slot, &|s| s.of_slot(slot))));
        let mut differ: Vec<&Unit> = self.0.iter().filter(|u| u.differs()).collect();
        differ.sort_by_key(|u| std::cmp::Reverse(u.latest));
        Agreement {
            verdicts: checkers.values().map(|c| c.verdicts).sum(),
            units: self.0.len(),
            shared: self.0.iter().filter(|u| u.said.len() > 1).count(),
            checkers: checkers.into_values().collect(),
            figures,
            disagreed: differ.len(),
            disagreements: differ.into_iter().take(LISTED).map(Unit::told).collect(),
        }
    }
}

impl Unit {
    fn differs(&self) -> bool {
        let ways: BTreeSet<(&str, &[String])> =
            self.said.iter().map(|s| (s.verdict.as_str(), s.slots.as_slice())).collect();
        ways.len() > 1
    }

    fn told(&self) -> Disagreement {
        Disagreement {
            document: self.document.clone(),
            start: self.start,
            end: self.end,
            words: self.words.clone(),
            event: self.event.clone(),
            report: self.report,
            said: self.said.clone(),
        }
    }
}

impl Said {
    /// 0 if the slot was found right, 1 if wrong.
    fn of_slot(&self, slot: &str) -> Option<usize> {
        match self.verdict.as_str() {
            "right" => Some(0),
            "wrong" if !self.slots.is_empty() => {
                Some(usize::from(self.slots.iter().any(|s| s == slot)))
            }
            _ => None,
        }
    }
}

impl Reliability {
    fn of(of: &str, found: Alpha) -> Self {
        let undefined = match (found.units, found.alpha) {
            (_, Some(_)) => None,
            (0, None) => Some("too few"),
            (_, None) => Some("all equal"),
        };
        let Alpha { units, values, agreement, alpha, interval } = found;
        Self { of: of.into(), units, values, agreement, alpha, interval, undefined }
    }
}
