//! Corrections made felt: in the report, its act, and all that hangs on them.
//!
//! **In:** a correction, new or kept, and the report that it is about. **Out:** the ledger's rows
//! as the correction wants them.

use super::Kept;
use crate::acts::Joined;
use crate::error::{LedgerError, Result};
use crate::filing::Filing;
use crate::guided::Anchor;
use crate::load;
use record::Event;
use rusqlite::{OptionalExtension, Transaction, params};
use serde_json::Value;

impl Filing<'_> {
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
        put(&self.tx).map_err(self.wrong())?;
        // Verdicts were about what it said before.
        let key = self.key_of(self.document_of(report)?)?;
        self.recheck_report(report, &key, event)
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

    /// Where the report that stands for an act is anchored.
    pub(super) fn anchor_of(&self, uid: &str) -> Result<Anchor> {
        let sql = "SELECT d.key, r.start, r.end FROM acts a JOIN reports r ON r.id = a.report
                   JOIN documents d ON d.id = r.document WHERE a.uid = ?1";
        self.tx
            .query_row(sql, [uid], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?)))
            .optional()
            .map_err(self.wrong())?
            .ok_or_else(|| LedgerError::Question(format!("there is no act \"{uid}\"")))
    }

    pub(super) fn document_of(&self, report: i64) -> Result<i64> {
        self.number("SELECT document FROM reports WHERE id = ?1", report)?
            .ok_or_else(|| LedgerError::Question(format!("there is no report {report}")))
    }

    pub(crate) fn act_of(&self, report: i64) -> Result<i64> {
        self.number("SELECT act FROM reports WHERE id = ?1", report)?
            .ok_or_else(|| LedgerError::Question(format!("there is no report {report}")))
    }

    pub(super) fn key_of(&self, document: i64) -> Result<String> {
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
