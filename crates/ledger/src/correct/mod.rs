//! What people put right: kept as an audit trail, applied over what the program reads.
//!
//! **In:** a correction of a report or act, with who and why. **Out:** the ledger's acts as that
//! person sees them, and a row that says what was before. Nothing the program made is lost: the
//! paper's record stays as it was, the corrected event lies beside it. When a paper is read again,
//! its corrections are applied again to the events whose triggers stand in the same words; where
//! the new reading says something else than before, the correction is marked so.
//!
//! `wish` and `made` make corrections of what a person asks for, `apply` makes them felt, `reapply` carries
//! them over to a new reading, `list` lists them.

mod apply;
mod list;
mod made;
mod reapply;
mod wish;

pub use list::{CorrectionFilter, CorrectionRow};
pub use wish::{Coding, Known, Terms, Wish};

use crate::check::version;
use crate::error::{LedgerError, Result};
use crate::filing::Filing;
use crate::forms::{Form, Once};
use crate::guided::Anchor;
use crate::load;
use crate::plain::{self, LONGEST};
use crate::store::Ledger;
use record::Event;
use rusqlite::{OptionalExtension, params};
use serde_json::{Map, Value};

/// What is put right.
#[derive(Clone, Debug)]
pub enum Change {
    /// Keys of the event (as the contract names them) that get other values.
    Change(Map<String, Value>),
    /// The record is no act.
    Reject,
    /// An act that the program missed in a paper.
    Add(Box<Event>),
    /// It tells the same act as another, given by its stable id.
    Merge(String),
    /// It tells an act of its own.
    Split,
}

impl Change {
    fn kind(&self) -> &'static str {
        match self {
            Self::Change(_) => "change",
            Self::Reject => "reject",
            Self::Add(_) => "add",
            Self::Merge(_) => "merge",
            Self::Split => "split",
        }
    }
}

/// What a correction is about.
#[derive(Clone, Debug)]
pub enum Target {
    /// A report, by its number.
    Report(i64),
    /// A paper, by its number; for acts that are added.
    Document(i64),
}

/// A correction on its way from one reading to the next.
pub(crate) struct Kept {
    /// 0 when it is being made.
    pub id: i64,
    pub kind: String,
    pub who: String,
    pub start: u32,
    pub end: u32,
    pub before: Option<Event>,
    pub after: Option<Value>,
    pub other: Option<Anchor>,
}

impl Ledger {
    /// Puts something right; gives the correction's number.
    ///
    /// # Errors
    /// If there is no such report, paper or act, if the change is none the contract knows, or the
    /// ledger cannot be written.
    pub fn correct(
        &mut self,
        target: &Target,
        change: &Change,
        who: &str,
        why: &str,
    ) -> Result<i64> {
        let mut filing = self.filing()?;
        let id = filing.correct(target, change, who, why)?;
        filing.commit()?;
        Ok(id)
    }

    /// Carries out what a person wishes, all of it or nothing; gives the corrections' numbers and
    /// whether the same form had been sent before (then nothing is done again).
    ///
    /// # Errors
    /// If what is to be put right is not there ([`LedgerError::Absent`]) or has changed since the
    /// person saw it ([`LedgerError::Changed`]), if a value is none ([`LedgerError::Field`]), or the
    /// ledger cannot be written.
    pub fn put_right(
        &mut self,
        wish: &Wish,
        terms: &dyn Terms,
        form: Option<&Form>,
    ) -> Result<Once<Vec<i64>>> {
        self.once(form, wish, |filing| filing.put_right(wish, terms))
    }

    /// Takes a correction back; what it changed is as before. Later corrections of the same
    /// report stay. `who` takes it back, if that is known.
    ///
    /// # Errors
    /// If there is no such correction ([`LedgerError::Absent`]), it was taken back already
    /// ([`LedgerError::Changed`]), or the ledger cannot be written.
    pub fn undo(
        &mut self,
        correction: i64,
        who: Option<&str>,
        form: Option<&Form>,
    ) -> Result<Once<()>> {
        let who = who.map(plain::name).transpose()?;
        self.once(form, &("undo", correction, &who), |filing| {
            filing.undo(correction, who.as_deref())
        })
    }
}

impl Filing<'_> {
    pub(crate) fn correct(
        &mut self,
        target: &Target,
        change: &Change,
        who: &str,
        why: &str,
    ) -> Result<i64> {
        let (who, why) = (plain::name(who)?, plain::words("why", why, LONGEST)?);
        if why.is_empty() {
            return Err(LedgerError::field("why", "is missing: a correction needs a reason"));
        }
        let (document, report) = match target {
            Target::Report(report) => (self.document_of(*report)?, Some(*report)),
            Target::Document(document) => (*document, None),
        };
        let key = self.key_of(document)?;
        let before = report.map(|r| load::event(&self.tx, r, self.path)).transpose()?;
        let (start, end) = match (&before, change) {
            (_, Change::Add(event)) => (event.trigger.start, event.trigger.end),
            (Some(event), _) => (event.trigger.start, event.trigger.end),
            _ => return Err(LedgerError::Question("only an added act has no report".into())),
        };
        let after = match change {
            Change::Change(keys) => Some(Value::Object(keys.clone())),
            Change::Add(event) => serde_json::to_value(event).ok(),
            _ => None,
        };
        let other = match change {
            Change::Merge(uid) => Some(self.anchor_of(uid)?),
            Change::Split => match report.map(|r| self.beside(r)).transpose()?.flatten() {
                None => {
                    let what = "it tells its act alone: there is nothing to split";
                    return Err(LedgerError::Question(what.into()));
                }
                beside => beside,
            },
            _ => None,
        };
        let kind = change.kind().into();
        let kept = Kept { id: 0, kind, who: who.clone(), start, end, before, after, other };
        self.apply(document, &key, report, &kept)?;
        let text = |v: &Option<Value>| v.as_ref().map(ToString::to_string);
        let before = kept.before.as_ref().and_then(|e| serde_json::to_string(e).ok());
        let other = kept.other.as_ref();
        let sql = "INSERT INTO corrections (at, who, why, kind, document, start, end, before,
            after, other_document, other_start, other_end)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)";
        let row = params![
            self.now(),
            who,
            why,
            kept.kind,
            key,
            start,
            end,
            before,
            text(&kept.after),
            other.map(|o| &o.0),
            other.map(|o| o.1),
            other.map(|o| o.2)
        ];
        self.tx.execute(sql, row).map_err(self.wrong())?;
        Ok(self.tx.last_insert_rowid())
    }

    fn undo(&mut self, correction: i64, who: Option<&str>) -> Result<()> {
        let sql = "SELECT document, undone_at FROM corrections WHERE id = ?1";
        let row: Option<(String, Option<String>)> = self
            .tx
            .query_row(sql, [correction], |r| Ok((r.get(0)?, r.get(1)?)))
            .optional()
            .map_err(self.wrong())?;
        let (key, undone) =
            row.ok_or_else(|| LedgerError::Absent(format!("there is no correction {correction}")))?;
        if let Some(at) = undone {
            return Err(LedgerError::Changed(format!(
                "correction {correction} was taken back at {at} already"
            )));
        }
        let now = self.now().to_owned();
        self.tx
            .execute(
                "UPDATE corrections SET undone_at = ?2, undone_by = ?3 WHERE id = ?1",
                params![correction, now, who],
            )
            .map_err(self.wrong())?;
        // The paper is filed again as it was made, with the corrections that still stand.
        let paper = self.as_filed(&key)?;
        if let Some((unit, paper)) = paper {
            let document = self.id_of(&key)?;
            self.forget(document)?;
            self.put(unit, &paper)?;
        }
        Ok(())
    }

    /// That a report says what a person saw, as [`version`] told it.
    pub(crate) fn unchanged(&self, event: &Event, seen: Option<&str>) -> Result<()> {
        match seen {
            Some(seen) if seen != version(event) => Err(LedgerError::Changed(
                "the record has changed since you saw it: look at it as it is now".into(),
            )),
            _ => Ok(()),
        }
    }
}
