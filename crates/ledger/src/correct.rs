//! What people put right: kept as an audit trail, applied over what the program reads.
//!
//! **In:** a correction of a report or act, with who and why. **Out:** the ledger's acts as that
//! person sees them, and a row that says what was before. Nothing the program made is lost: the
//! paper's record stays as it was, the corrected event lies beside it. When a paper is read again,
//! its corrections are applied again to the events whose triggers stand in the same words; where
//! the new reading says something else than before, the correction is marked so.

use crate::acts::Joined;
use crate::error::{LedgerError, Result};
use crate::filing::Filing;
use crate::guided::Anchor;
use crate::load;
use crate::store::Ledger;
use record::Event;
use rusqlite::{OptionalExtension, Transaction, params};
use serde::Serialize;
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

/// A correction as it is listed.
#[derive(Clone, Debug, Serialize)]
pub struct CorrectionRow {
    /// Its number.
    pub correction: i64,
    /// When, UTC.
    pub at: String,
    /// Who.
    pub who: String,
    /// Why.
    pub why: String,
    /// `change`, `reject`, `add`, `merge`, `split`.
    pub kind: String,
    /// Key of the paper.
    pub document: String,
    /// Trigger, code points.
    pub start: u32,
    /// One past its last code point.
    pub end: u32,
    /// The event before.
    pub before: Option<Value>,
    /// What was said instead.
    pub after: Option<Value>,
    /// `applied`; after a re-reading `agrees`, `differs` or `missing`.
    pub standing: String,
    /// When it was taken back, UTC.
    pub undone_at: Option<String>,
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
        if who.trim().is_empty() || why.trim().is_empty() {
            return Err(LedgerError::Question("a correction needs a name and a reason".into()));
        }
        let mut filing = self.filing()?;
        let id = filing.correct(target, change, who, why)?;
        filing.commit()?;
        Ok(id)
    }

    /// Takes a correction back; what it changed is as before. Later corrections of the same
    /// report stay.
    ///
    /// # Errors
    /// If there is no such correction, or it was taken back already.
    pub fn undo(&mut self, correction: i64) -> Result<()> {
        let mut filing = self.filing()?;
        filing.undo(correction)?;
        filing.commit()
    }

    /// All corrections, the newest first.
    ///
    /// # Errors
    /// If the ledger cannot be read.
    pub fn corrections(&self) -> Result<Vec<CorrectionRow>> {
        let sql = "SELECT id, at, who, why, kind, document, start, end, before, after, standing,
                   undone_at FROM corrections ORDER BY id DESC";
        let json = |s: Option<String>| s.and_then(|s| serde_json::from_str(&s).ok());
        self.run(|db| {
            db.prepare_cached(sql)?
                .query_map([], |r| {
                    Ok(CorrectionRow {
                        correction: r.get(0)?,
                        at: r.get(1)?,
                        who: r.get(2)?,
                        why: r.get(3)?,
                        kind: r.get(4)?,
                        document: r.get(5)?,
                        start: r.get(6)?,
                        end: r.get(7)?,
                        before: json(r.get(8)?),
                        after: json(r.get(9)?),
                        standing: r.get(10)?,
                        undone_at: r.get(11)?,
                    })
                })?
                .collect()
        })
    }
}

impl Filing<'_> {
    fn correct(&mut self, target: &Target, change: &Change, who: &str, why: &str) -> Result<i64> {
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
        let (kind, who_says) = (change.kind().into(), who.into());
        let kept = Kept { id: 0, kind, who: who_says, start, end, before, after, other };
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

    /// Makes a correction felt in reports and acts.
    pub(crate) fn apply(
        &mut self,
        document: i64,
        key: &str,
        report: Option<i64>,
        kept: &Kept,
    ) -> Result<()> {
        let need = || LedgerError::Question(format!("{}: which report is meant?", kept.kind));
        match kept.kind.as_str() {
            "change" => self.change(report.ok_or_else(need)?, kept.after.as_ref()),
            "reject" => {
                let report = report.ok_or_else(need)?;
                let act = self.act_of(report)?;
                self.no_keys(report)?;
                self.run("DELETE FROM reports WHERE id = ?1", report)?;
                self.refresh(act)
            }
            "add" => {
                let mut event: Event = read(kept.after.as_ref())?;
                self.within(document, &event)?;
                event.id = self.free_id(document)?;
                let (report, _) = self.report(document, key, &event, None)?;
                self.revise(report, &event)
            }
            "merge" => {
                let report = report.ok_or_else(need)?;
                let other = kept.other.as_ref().ok_or_else(need)?;
                let Some(act) = self.act_at(other)? else {
                    return Err(LedgerError::Question("the other act is not there".into()));
                };
                if self.act_of(report)? == act && kept.id > 0 {
                    return Ok(());
                }
                self.move_to(report, act, Some(&Joined::by(&kept.who, act)))
            }
            _ => {
                let report = report.ok_or_else(need)?;
                let from = kept.other.as_ref().map(|o| self.act_at(o)).transpose()?.flatten();
                if from != Some(self.act_of(report)?) {
                    return Ok(());
                }
                let event = load::event(&self.tx, report, self.path)?;
                let act = self.found(key, &event)?;
                self.move_to(report, act, None)
            }
        }
    }

    /// Other values for some keys of a report's event.
    fn change(&mut self, report: i64, keys: Option<&Value>) -> Result<()> {
        let event = load::event(&self.tx, report, self.path)?;
        let mut value = serde_json::to_value(&event).map_err(no_event)?;
        if let (Some(event), Some(Value::Object(keys))) = (value.as_object_mut(), keys) {
            for (k, v) in keys {
                if !event.contains_key(k) {
                    return Err(LedgerError::Question(format!("an event has no \"{k}\"")));
                }
                event.insert(k.clone(), v.clone());
            }
        }
        let event: Event = serde_json::from_value(value).map_err(no_event)?;
        self.within(self.document_of(report)?, &event)?;
        self.revise(report, &event)?;
        let act = self.act_of(report)?;
        self.refresh(act)
    }

    /// That an event that a person gives lies in the text.
    fn within(&self, document: i64, event: &Event) -> Result<()> {
        let points = self.number("SELECT points FROM documents WHERE id = ?1", document)?;
        let points = points.unwrap_or_default();
        let [from, to] = event.sentence;
        for (from, to) in [(from, to), (event.trigger.start, event.trigger.end)] {
            if from > to || i64::from(to) > points {
                let what = format!("{from} to {to} lies outside the text ({points} characters)");
                return Err(LedgerError::Question(what));
            }
        }
        Ok(())
    }

    /// An id that no event of a paper has, rejected ones included.
    fn free_id(&self, document: i64) -> Result<String> {
        let mut ids: Vec<String> = self
            .tx
            .prepare_cached("SELECT event FROM reports WHERE document = ?1")
            .and_then(|mut q| q.query_map([document], |r| r.get(0))?.collect())
            .map_err(self.wrong())?;
        let made = load::record(&self.tx, document, self.path)?.coded.events;
        ids.extend(made.into_iter().map(|e| e.id));
        let numbers = ids.iter().filter_map(|id| id.strip_prefix('e')?.parse::<u32>().ok());
        Ok(format!("e{}", numbers.max().unwrap_or(0) + 1))
    }

    /// Puts an event in the place of the one that the program made.
    fn revise(&mut self, report: i64, event: &Event) -> Result<()> {
        let said_by = event.said_by.as_ref().map(|m| self.entity(m)).transpose()?;
        let put = |tx: &Transaction| -> rusqlite::Result<()> {
            let json = serde_json::to_string(event)
                .map_err(|e| rusqlite::Error::ToSqlConversionFailure(Box::new(e)))?;
            tx.prepare_cached("INSERT OR REPLACE INTO revised VALUES (?1, ?2)")?
                .execute(params![report, json])?;
            tx.prepare_cached(
                "UPDATE reports SET corrected = 1, type = ?2, mode = ?3, cameo = ?4, quad = ?5,
                 score = ?6, aux = ?7, weight = ?8, day = ?9, said_by = ?10, confidence = ?11
                 WHERE id = ?1",
            )?
            .execute(params![
                report,
                event.event.as_str(),
                event.mode.as_deref(),
                event.cameo.as_str(),
                event.quad,
                event.score,
                event.aux.as_str(),
                event.weight.as_str(),
                crate::acts::day(event),
                said_by,
                event.confidence
            ])?;
            Ok(())
        };
        put(&self.tx).map_err(self.wrong())
    }

    /// Puts a report to another act.
    pub(crate) fn move_to(&mut self, report: i64, act: i64, joined: Option<&Joined>) -> Result<()> {
        let old = self.act_of(report)?;
        if old == act {
            return Err(LedgerError::Question("it is told by that act already".into()));
        }
        let put = |tx: &Transaction| -> rusqlite::Result<()> {
            tx.execute("UPDATE reports SET act = ?2 WHERE id = ?1", params![report, act])?;
            tx.execute("DELETE FROM merges WHERE report = ?1", [report])?;
            if let Some(j) = joined {
                let reasons = Value::from(j.reasons.clone()).to_string();
                tx.execute(
                    "INSERT INTO merges (report, act, score, reasons, made_by)
                     VALUES (?1, ?2, ?3, ?4, ?5)",
                    params![report, act, j.score, reasons, j.made_by],
                )?;
            }
            Ok(())
        };
        put(&self.tx).map_err(self.wrong())?;
        self.refresh(old)?;
        self.refresh(act)
    }

    fn undo(&mut self, correction: i64) -> Result<()> {
        let sql = "SELECT document FROM corrections WHERE id = ?1 AND undone_at IS NULL";
        let key: Option<String> =
            self.tx.query_row(sql, [correction], |r| r.get(0)).optional().map_err(self.wrong())?;
        let key = key.ok_or_else(|| {
            LedgerError::Question(format!("there is no correction {correction} that stands"))
        })?;
        let now = self.now().to_owned();
        self.tx
            .execute(
                "UPDATE corrections SET undone_at = ?2 WHERE id = ?1",
                params![correction, now],
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

    /// Where the report that stands for an act is anchored.
    fn anchor_of(&self, uid: &str) -> Result<Anchor> {
        let sql = "SELECT d.key, r.start, r.end FROM acts a JOIN reports r ON r.id = a.report
                   JOIN documents d ON d.id = r.document WHERE a.uid = ?1";
        self.tx
            .query_row(sql, [uid], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?)))
            .optional()
            .map_err(self.wrong())?
            .ok_or_else(|| LedgerError::Question(format!("there is no act \"{uid}\"")))
    }

    fn document_of(&self, report: i64) -> Result<i64> {
        self.number("SELECT document FROM reports WHERE id = ?1", report)?
            .ok_or_else(|| LedgerError::Question(format!("there is no report {report}")))
    }

    pub(crate) fn act_of(&self, report: i64) -> Result<i64> {
        self.number("SELECT act FROM reports WHERE id = ?1", report)?
            .ok_or_else(|| LedgerError::Question(format!("there is no report {report}")))
    }

    fn key_of(&self, document: i64) -> Result<String> {
        self.tx
            .query_row("SELECT key FROM documents WHERE id = ?1", [document], |r| r.get(0))
            .optional()
            .map_err(self.wrong())?
            .ok_or_else(|| LedgerError::Question(format!("there is no document {document}")))
    }

    pub(crate) fn id_of(&self, key: &str) -> Result<i64> {
        self.tx
            .query_row("SELECT id FROM documents WHERE key = ?1", [key], |r| r.get(0))
            .map_err(self.wrong())
    }

    fn number(&self, sql: &str, id: i64) -> Result<Option<i64>> {
        self.tx
            .prepare_cached(sql)
            .and_then(|mut q| q.query_row([id], |r| r.get(0)).optional())
            .map_err(self.wrong())
    }

    fn run(&self, sql: &str, id: i64) -> Result<()> {
        self.tx.execute(sql, [id]).map(|_| ()).map_err(self.wrong())
    }
}

pub(crate) fn read(value: Option<&Value>) -> Result<Event> {
    let value = value.cloned().unwrap_or(Value::Null);
    serde_json::from_value(value).map_err(no_event)
}

fn no_event(e: serde_json::Error) -> LedgerError {
    LedgerError::Question(format!("is no event of the contract: {e}"))
}
