//! What people say of records: right, wrong, unsure.
//!
//! **In:** a checker's verdict on one report. **Out:** a row that is never changed nor deleted, held
//! by the words (paper and trigger) and by what the record said; and for each report the verdicts
//! that are about what it says now. A record that a later reading or a correction changed is another
//! record: verdicts on it are *stale*, and the queue hands it out again. So a re-reading that says
//! the same keeps its verdicts.
//!
//! `queue` hands records out, `list` lists verdicts, `agreement` compares checkers by `alpha`.

mod agreement;
pub mod alpha;
mod list;
mod queue;

pub use agreement::{
    Agreement, Checker, Disagreement, Reliability, Said, VERDICT_COLUMNS, Verdicts,
};
pub use list::{CheckFilter, CheckRow, ReportPage};
pub use queue::{Order, Queue, Queued};

use crate::error::{LedgerError, Result};
use crate::filing::Filing;
use crate::forms::{Form, Once};
use crate::load;
use crate::plain::{self, LONGEST};
use crate::store::Ledger;
use record::{Event, MentionRecord};
use rusqlite::{OptionalExtension, params};
use serde::{Deserialize, Serialize};
use serde_json::json;
use xxhash_rust::xxh3::xxh3_64;

/// What a verdict may be.
pub const VERDICTS: [&str; 3] = ["right", "wrong", "unsure"];

/// Parts of a record that may be wrong.
pub const SLOTS: [&str; 8] =
    ["type", "mode", "actor", "recipient", "date", "place", "aux", "other"];

/// A verdict on its way into the ledger.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Check {
    /// The report's number.
    pub report: i64,
    /// One of [`VERDICTS`].
    pub verdict: String,
    /// What is wrong, of [`SLOTS`]; none where that is not told.
    #[serde(default)]
    pub slots: Vec<String>,
    /// A remark.
    #[serde(default)]
    pub note: String,
    /// Who checks.
    #[serde(default)]
    pub who: String,
    /// What the record said when it was shown, as [`version`] tells it.
    #[serde(default)]
    pub version: Option<String>,
}

impl Check {
    /// The same with its words in order.
    fn sound(&self) -> Result<Self> {
        let none = |field, what: String, allowed: &[&str]| LedgerError::Field {
            field,
            what,
            allowed: allowed.iter().map(|s| (*s).to_owned()).collect(),
        };
        if !VERDICTS.contains(&self.verdict.as_str()) {
            let what = format!("is no verdict (\"{}\")", shown(&self.verdict));
            return Err(none("verdict", what, &VERDICTS));
        }
        if let Some(slot) = self.slots.iter().find(|s| !SLOTS.contains(&s.as_str())) {
            let what = format!("names no part of a record (\"{}\")", shown(slot));
            return Err(none("slots", what, &SLOTS));
        }
        if !self.slots.is_empty() && self.verdict != "wrong" {
            let what = format!("are given, but the verdict is \"{}\"", self.verdict);
            return Err(LedgerError::field("slots", what));
        }
        // In one order and each once, so that the same verdict is the same text.
        let slots = SLOTS.iter().filter(|s| self.slots.iter().any(|g| g == *s));
        Ok(Self {
            slots: slots.map(|s| (*s).to_owned()).collect(),
            note: plain::words("note", &self.note, LONGEST)?,
            who: plain::name(&self.who)?,
            ..self.clone()
        })
    }
}

/// The beginning of a value, for a message.
pub(crate) fn shown(value: &str) -> String {
    value.chars().filter(|c| !c.is_control()).take(40).collect()
}

/// What a record says, as a number: of everything that is coded, and of the word that carries it.
/// Where it stands, how sure it is and why are not part of that.
pub(crate) fn said(event: &Event) -> i64 {
    let party = |m: &MentionRecord| json!([m.entity.as_ref().unwrap_or(&m.name), m.code, m.sector]);
    let parties = |list: &[MentionRecord]| list.iter().map(party).collect::<Vec<_>>();
    let all = json!([
        event.trigger.text,
        event.event,
        event.mode,
        event.contexts,
        event.aux,
        event.weight,
        parties(&event.actors),
        parties(&event.recipients),
        event.said_by.as_ref().map(party),
        event.areas,
        event.frameworks,
        event.date.as_ref().map(|d| &d.value),
        event.place.as_ref().map(|p| &p.name),
    ]);
    xxh3_64(all.to_string().as_bytes()) as i64
}

/// What a record says, as 16 hexadecimal digits: whoever corrects or checks gives it back, so that
/// nobody judges what has changed meanwhile.
#[must_use]
pub fn version(event: &Event) -> String {
    format!("{:016x}", said(event) as u64)
}

impl Ledger {
    /// Keeps a verdict; gives its number, and whether the same form had brought it before. A verdict
    /// that says what the same checker's last one on the record says is that one.
    ///
    /// # Errors
    /// If there is no such report ([`LedgerError::Absent`]), it says something else by now
    /// ([`LedgerError::Changed`]), a value is none ([`LedgerError::Field`]), or the ledger cannot be
    /// written.
    pub fn check(&mut self, check: &Check, form: Option<&Form>) -> Result<Once<i64>> {
        let check = check.sound()?;
        self.once(form, &check, |filing| filing.check(&check))
    }
}

impl Filing<'_> {
    fn check(&mut self, check: &Check) -> Result<i64> {
        let sql =
            "SELECT d.key, r.start, r.end FROM reports r JOIN documents d ON d.id = r.document
                   WHERE r.id = ?1";
        let place: Option<(String, u32, u32)> = self
            .tx
            .query_row(sql, [check.report], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?)))
            .optional()
            .map_err(self.wrong())?;
        let (key, start, end) = place
            .ok_or_else(|| LedgerError::Absent(format!("there is no report {}", check.report)))?;
        let event = load::event(&self.tx, check.report, self.path)?;
        self.unchanged(&event, check.version.as_deref())?;
        let slots = json!(check.slots).to_string();
        let last = "SELECT k.id FROM checked c JOIN checks k ON k.id = c.verdict
            WHERE c.report = ?1 AND c.who = ?2 AND k.verdict = ?3 AND k.slots = ?4 AND k.note = ?5";
        let same = params![check.report, check.who, check.verdict, slots, check.note];
        let there = self.tx.query_row(last, same, |r| r.get(0)).optional().map_err(self.wrong())?;
        if let Some(id) = there {
            return Ok(id);
        }
        let json =
            serde_json::to_string(&event).map_err(|e| LedgerError::Question(e.to_string()))?;
        let sql = "INSERT INTO checks (at, who, verdict, slots, note, document, start, end, event,
                   said) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)";
        let row = params![
            self.now(),
            check.who,
            check.verdict,
            slots,
            check.note,
            key,
            start,
            end,
            json,
            said(&event)
        ];
        self.tx.execute(sql, row).map_err(self.wrong())?;
        let id = self.tx.last_insert_rowid();
        self.tx
            .execute(
                "INSERT OR REPLACE INTO checked VALUES (?1, ?2, ?3)",
                params![check.report, check.who, id],
            )
            .map_err(self.wrong())?;
        Ok(id)
    }

    /// Puts verdicts to the reports of a paper that was filed: those about what its events say.
    pub(crate) fn recheck(&mut self, document: i64, key: &str) -> Result<()> {
        let any = "SELECT 1 FROM checks WHERE document = ?1";
        let any = self.tx.prepare_cached(any).and_then(|mut q| q.exists([key]));
        if !any.map_err(self.wrong())? {
            return Ok(());
        }
        let sql = "SELECT id FROM reports WHERE document = ?1";
        let reports: Vec<i64> = self
            .tx
            .prepare_cached(sql)
            .and_then(|mut q| q.query_map([document], |r| r.get(0))?.collect())
            .map_err(self.wrong())?;
        for report in reports {
            let event = load::event(&self.tx, report, self.path)?;
            self.recheck_report(report, key, &event)?;
        }
        Ok(())
    }

    /// The same for one report whose event may say something else than before.
    pub(crate) fn recheck_report(&mut self, report: i64, key: &str, event: &Event) -> Result<()> {
        // The latest of each checker: "max" takes the other columns from its row.
        let sql = "INSERT INTO checked SELECT ?1, who, max(id) FROM checks
            WHERE document = ?2 AND start < ?4 AND end > ?3 AND said = ?5 GROUP BY who";
        let (start, end) = (event.trigger.start, event.trigger.end);
        self.tx
            .prepare_cached("DELETE FROM checked WHERE report = ?1")
            .and_then(|mut q| q.execute([report]))
            .and_then(|_| {
                let mut put = self.tx.prepare_cached(sql)?;
                put.execute(params![report, key, start, end, said(event)])
            })
            .map(|_| ())
            .map_err(self.wrong())
    }
}
