//! What a person asks for, made into corrections: the same for the command and the reading room.
//!
//! **In:** a [`Wish`] in the words of the command's flags, and what those words mean by codebook
//! and world ([`Terms`], which the binary gives). **Out:** one correction a report, each in the terms
//! of the contract. A party that the record has already keeps its citation; one that it has not is
//! cited to the act's own words, as implied.

use super::made::{added, changed};
use super::{Change, Target};
use crate::check::shown;
use crate::error::{LedgerError, Result};
use crate::filing::Filing;
use crate::load;
use compact_str::CompactString;
use rusqlite::OptionalExtension;
use serde::{Deserialize, Serialize};

/// What a person wishes to put right.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Wish {
    /// The act's stable id: all its reports, unless `report` names one. With `add` the paper's id,
    /// address or key.
    pub act: Option<String>,
    /// One report, by its number.
    pub report: Option<i64>,
    /// With `report`: all reports of its act.
    pub all: bool,
    /// What the report said when the person saw it ([`crate::check::version`]).
    pub version: Option<String>,
    /// Words of a paper that carry an act that was missed.
    pub add: Option<String>,
    /// Another PLOVER type.
    #[serde(rename = "type")]
    pub event: Option<String>,
    /// Another mode; `none` for no mode.
    pub mode: Option<String>,
    /// Other actors; `none` alone for nobody.
    pub actor: Vec<String>,
    /// Other recipients.
    pub recipient: Vec<String>,
    /// Another date (ISO 8601, EDTF); `none` for no date.
    pub date: Option<String>,
    /// `none`: no place is named. Other places cannot be given, since they need coordinates.
    pub place: Option<String>,
    /// `core` or `background`.
    pub weight: Option<String>,
    /// Another auxiliary mode.
    pub aux: Option<String>,
    /// It is no act.
    pub reject: bool,
    /// The report tells an act of its own.
    pub split: bool,
    /// It is the same act as this one.
    pub merge_with: Option<String>,
    /// Who.
    pub who: String,
    /// Why.
    pub why: String,
}

/// What follows from a type and mode by the codebook.
#[derive(Clone, Debug, PartialEq)]
pub struct Coding {
    /// CAMEO code.
    pub cameo: String,
    /// Quad class.
    pub quad: u8,
    /// PLOVER score, to a tenth.
    pub score: f64,
}

/// Somebody whom the world knows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Known {
    /// Canonical English name.
    pub name: String,
    /// Entity id.
    pub entity: String,
    /// Code.
    pub code: Option<String>,
    /// PLOVER sector.
    pub sector: Option<String>,
}

/// What a person's words mean. The binary gives it: codebook and world are nothing to a ledger.
pub trait Terms {
    /// Every type, alone and with each of its modes.
    ///
    /// # Errors
    /// In words for a person, if the codebook cannot be had.
    fn kinds(&self) -> Result<Vec<(String, Option<String>)>, String>;

    /// What follows from a type and mode that the codebook has.
    ///
    /// # Errors
    /// As [`Terms::kinds`].
    fn coding(
        &self,
        event: &str,
        mode: Option<&str>,
        contexts: &[CompactString],
    ) -> Result<Coding, String>;

    /// Who is meant by a name or role, in any inflection; `None` if the world knows nobody so. Who
    /// holds an office is told by the day (`YYYY-MM-DD`), if there is one.
    ///
    /// # Errors
    /// As [`Terms::kinds`].
    fn party(&self, name: &str, on: Option<&str>) -> Result<Option<Known>, String>;
}

impl Wish {
    /// How many different things are asked for, and whether keys of the event are.
    fn asks(&self) -> (usize, bool) {
        let texts = [&self.event, &self.mode, &self.date, &self.place, &self.weight, &self.aux];
        let keys = texts.into_iter().any(Option::is_some)
            || !self.actor.is_empty()
            || !self.recipient.is_empty();
        let whole =
            [self.reject, self.split, self.merge_with.is_some()].into_iter().filter(|x| *x).count();
        (whole, keys)
    }
}

impl Filing<'_> {
    /// Carries out a wish; gives the numbers of the corrections.
    pub(crate) fn put_right(&mut self, wish: &Wish, terms: &dyn Terms) -> Result<Vec<i64>> {
        let ask = |what: &str| Err(LedgerError::Question(what.into()));
        let (whole, keys) = wish.asks();
        if let Some(words) = &wish.add {
            if whole > 0 || wish.report.is_some() {
                return ask(
                    "an act is added on its own: without report, reject, split, merge_with",
                );
            }
            return self.add(wish, words, terms).map(|id| vec![id]);
        }
        if whole + usize::from(keys) != 1 {
            return ask(
                "say what is to change, one thing at a time: type, mode, actor, recipient, date, place, weight, aux (these together), or reject, split or merge_with",
            );
        }
        let chosen = self.chosen(wish)?;
        let mut made = Vec::new();
        for report in chosen {
            let change = if wish.reject {
                Change::Reject
            } else if wish.split {
                Change::Split
            } else if let Some(other) = &wish.merge_with {
                Change::Merge(self.other(other, report)?)
            } else {
                let event = load::event(&self.tx, report, self.path)?;
                let keys = changed(&event, wish, terms)?;
                let now = serde_json::to_value(&event).unwrap_or_default();
                if keys.iter().all(|(k, v)| now.get(k) == Some(v)) {
                    continue;
                }
                Change::Change(keys)
            };
            made.push(self.correct(&Target::Report(report), &change, &wish.who, &wish.why)?);
        }
        if made.is_empty() {
            return ask("the record says that already: nothing would change");
        }
        Ok(made)
    }

    /// The reports that are meant: one that was named alone, an act with all its reports. What the
    /// person saw must still be so.
    fn chosen(&self, wish: &Wish) -> Result<Vec<i64>> {
        let reports = match &wish.act {
            None if wish.all => self.told_with(wish.report.unwrap_or_default())?,
            None => Vec::new(),
            Some(act) => {
                let sql = "SELECT r.id FROM reports r JOIN acts a ON a.id = r.act WHERE a.uid = ?1
                           ORDER BY r.id = a.report DESC, r.id";
                let reports: Vec<i64> = self
                    .tx
                    .prepare_cached(sql)
                    .and_then(|mut q| q.query_map([act], |r| r.get(0))?.collect())
                    .map_err(self.wrong())?;
                if reports.is_empty() {
                    return Err(LedgerError::Absent(format!("there is no act \"{}\"", shown(act))));
                }
                reports
            }
        };
        let first = match (wish.report, reports.first()) {
            (Some(report), _) => report,
            (None, Some(first)) => *first,
            (None, None) => {
                return Err(LedgerError::field("act", "is missing, and so is a report"));
            }
        };
        // An act with fewer reports than before is another question; a report that is gone is gone.
        if self.act_if(first)?.is_none() {
            return Err(LedgerError::Absent(format!("there is no report {first}")));
        }
        if wish.act.is_some() && !reports.contains(&first) {
            return Err(LedgerError::Changed(format!(
                "report {first} does not tell act \"{}\"",
                shown(wish.act.as_deref().unwrap_or(""))
            )));
        }
        self.unchanged(&load::event(&self.tx, first, self.path)?, wish.version.as_deref())?;
        Ok(if wish.split || (wish.report.is_some() && !wish.all) {
            vec![first]
        } else {
            // In the order in which they were filed.
            let mut all = reports;
            all.sort_unstable();
            all
        })
    }

    /// The reports of the act that a report tells.
    fn told_with(&self, report: i64) -> Result<Vec<i64>> {
        let sql = "SELECT o.id FROM reports r JOIN reports o ON o.act = r.act WHERE r.id = ?1";
        self.tx
            .prepare_cached(sql)
            .and_then(|mut q| q.query_map([report], |r| r.get(0))?.collect())
            .map_err(self.wrong())
    }

    /// The act that a report is to be put to.
    fn other(&self, uid: &str, report: i64) -> Result<String> {
        let there: Option<i64> = self
            .tx
            .query_row("SELECT id FROM acts WHERE uid = ?1", [uid], |r| r.get(0))
            .optional()
            .map_err(self.wrong())?;
        match there {
            None => {
                let what = format!("names no act of this ledger (\"{}\")", shown(uid));
                Err(LedgerError::field("merge_with", what))
            }
            Some(act) if act == self.act_of(report)? => {
                Err(LedgerError::field("merge_with", "is the act itself"))
            }
            Some(_) => Ok(uid.to_owned()),
        }
    }

    fn act_if(&self, report: i64) -> Result<Option<i64>> {
        let sql = "SELECT act FROM reports WHERE id = ?1";
        self.tx.query_row(sql, [report], |r| r.get(0)).optional().map_err(self.wrong())
    }

    /// An act that the program missed, cited to the words that a person names.
    fn add(&mut self, wish: &Wish, words: &str, terms: &dyn Terms) -> Result<i64> {
        let name = wish.act.as_deref().unwrap_or_default();
        let sql =
            "SELECT id, lang, published FROM documents WHERE key = ?1 OR url = ?1 OR name = ?1
                   ORDER BY key = ?1 DESC, url = ?1 DESC, id LIMIT 1";
        let row: Option<(i64, String, Option<String>)> = self
            .tx
            .query_row(sql, [name], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?)))
            .optional()
            .map_err(self.wrong())?;
        let (document, lang, published) = row.ok_or_else(|| {
            LedgerError::Absent(format!("there is no document \"{}\"", shown(name)))
        })?;
        let text = load::text(&self.tx, document, self.path)?;
        let event = added(wish, words, &text, &lang, published.as_deref(), terms)?;
        self.correct(&Target::Document(document), &Change::Add(event), &wish.who, &wish.why)
    }
}
