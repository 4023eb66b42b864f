//! Verdicts as they are listed, and one report with all that people said of it.

use super::version;
use crate::ask::ReportRow;
use crate::correct::{CorrectionFilter, CorrectionRow};
use crate::error::{LedgerError, Result};
use crate::store::Ledger;
use record::Event;
use rusqlite::types::Value as Sql;
use rusqlite::{OptionalExtension, Row, params, params_from_iter};
use serde::Serialize;
use serde_json::Value;

/// A verdict as it is listed.
#[derive(Clone, Debug, Serialize)]
pub struct CheckRow {
    /// Its number.
    pub check: i64,
    /// When, UTC.
    pub at: String,
    /// Who.
    pub who: String,
    /// `right`, `wrong`, `unsure`.
    pub verdict: String,
    /// What is wrong.
    pub slots: Vec<String>,
    /// A remark; empty where there is none.
    pub note: String,
    /// Key of the paper.
    pub document: String,
    /// Trigger, code points.
    pub start: u32,
    /// One past its last code point.
    pub end: u32,
    /// The event as it was checked.
    pub event: Value,
    /// The report that says so now.
    pub report: Option<i64>,
    /// `stands`; `replaced` by a later one of the same checker on the same record; `stale`: the record
    /// says something else by now, or is gone.
    pub standing: String,
}

/// Which verdicts. `None` asks for all.
#[derive(Clone, Debug, Default)]
pub struct CheckFilter {
    /// Of one checker.
    pub who: Option<String>,
    /// On records of one paper, by its key.
    pub document: Option<String>,
    /// On words between these code points of that paper.
    pub words: Option<(u32, u32)>,
    /// On what one report says now.
    pub report: Option<i64>,
}

/// One report, with its event and what people said of it.
#[derive(Clone, Debug, Serialize)]
pub struct ReportPage {
    /// The report.
    pub report: ReportRow,
    /// Stable id of the act that it tells.
    pub act: String,
    /// How many reports tell that act.
    pub n_reports: u32,
    /// Its event as it stands, after corrections.
    pub event: Event,
    /// What the event says, as a number: give it back with a correction or verdict.
    pub version: String,
    /// Verdicts on its words, newest first.
    pub checks: Vec<CheckRow>,
    /// Corrections of its words, newest first.
    pub corrections: Vec<CorrectionRow>,
}

/// Verdicts and corrections that are shown with a report.
const SHOWN: u32 = 50;

const COLUMNS: &str = "k.id, k.at, k.who, k.verdict, k.slots, k.note, k.document, k.start, k.end,
    k.event, (SELECT c.report FROM checked c WHERE c.verdict = k.id LIMIT 1),
    EXISTS (SELECT 1 FROM checks l WHERE l.document = k.document AND l.start = k.start
        AND l.end = k.end AND l.said = k.said AND l.who = k.who AND l.id > k.id)
    FROM checks k";

impl Ledger {
    /// Verdicts, the newest first, after (that is: older than) the one given. A ledger that no
    /// program with checks has written yet has none.
    ///
    /// # Errors
    /// If the ledger cannot be read.
    pub fn checks(
        &self,
        filter: &CheckFilter,
        after: Option<i64>,
        limit: u32,
    ) -> Result<Vec<CheckRow>> {
        if !self.has_checks()? {
            return Ok(Vec::new());
        }
        let mut wheres = vec!["k.id < ?"];
        let mut values: Vec<Sql> = vec![after.unwrap_or(i64::MAX).into()];
        let mut and = |condition, value: &[Sql]| {
            wheres.push(condition);
            values.extend_from_slice(value);
        };
        if let Some(who) = &filter.who {
            and("k.who = ?", &[who.clone().into()]);
        }
        if let Some(document) = &filter.document {
            and("k.document = ?", &[document.clone().into()]);
        }
        if let Some((from, to)) = filter.words {
            and("k.end > ? AND k.start < ?", &[from.into(), to.into()]);
        }
        if let Some(report) = filter.report {
            and("k.id IN (SELECT verdict FROM checked WHERE report = ?)", &[report.into()]);
        }
        let wheres = wheres.join(" AND ");
        let sql = format!("SELECT {COLUMNS} WHERE {wheres} ORDER BY k.id DESC LIMIT {limit}");
        self.run(|db| {
            db.prepare_cached(&sql)?.query_map(params_from_iter(values), row_of)?.collect()
        })
    }

    /// A report by its number.
    ///
    /// # Errors
    /// If there is none ([`LedgerError::Absent`]), or the ledger cannot be read.
    pub fn report(&self, report: i64) -> Result<ReportPage> {
        let sql = "SELECT a.uid, a.n_reports, d.key FROM reports r JOIN acts a ON a.id = r.act
                   JOIN documents d ON d.id = r.document WHERE r.id = ?1";
        let found: Option<(String, u32, String)> = self.run(|db| {
            let mut asked = db.prepare_cached(sql)?;
            asked.query_row([report], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?))).optional()
        })?;
        let (act, n_reports, key) =
            found.ok_or_else(|| LedgerError::Absent(format!("there is no report {report}")))?;
        let event = self.event(report)?;
        let words = Some((event.trigger.start, event.trigger.end));
        let checks = CheckFilter { document: Some(key.clone()), words, ..CheckFilter::default() };
        let corrections = CorrectionFilter { document: Some(key), words };
        Ok(ReportPage {
            report: self.report_row(report)?,
            act,
            n_reports,
            version: version(&event),
            event,
            checks: self.checks(&checks, None, SHOWN)?,
            corrections: self.corrections(&corrections, None, SHOWN)?,
        })
    }

    /// Numbers of a paper's reports, in the order of its events ([`Ledger::paper`]).
    ///
    /// # Errors
    /// If the ledger cannot be read.
    pub fn reports_of(&self, document: i64) -> Result<Vec<i64>> {
        self.run(|db| {
            let mut asked =
                db.prepare_cached("SELECT id FROM reports WHERE document = ?1 ORDER BY id")?;
            asked.query_map(params![document], |r| r.get(0))?.collect()
        })
    }
}

fn row_of(r: &Row) -> rusqlite::Result<CheckRow> {
    let (slots, event): (String, String) = (r.get(4)?, r.get(9)?);
    let report: Option<i64> = r.get(10)?;
    let replaced: bool = r.get(11)?;
    Ok(CheckRow {
        check: r.get(0)?,
        at: r.get(1)?,
        who: r.get(2)?,
        verdict: r.get(3)?,
        slots: serde_json::from_str(&slots).unwrap_or_default(),
        note: r.get(5)?,
        document: r.get(6)?,
        start: r.get(7)?,
        end: r.get(8)?,
        event: serde_json::from_str(&event).unwrap_or(Value::Null),
        report,
        standing: match (report, replaced) {
            (Some(_), _) => "stands",
            (None, true) => "replaced",
            (None, false) => "stale",
        }
        .into(),
    })
}
