//! Acts and reports as they are listed, each with the sentence that says it.

use crate::error::{LedgerError, Result};
use crate::load;
use crate::store::Ledger;
use rusqlite::{Row, params};
use serde::Serialize;

/// An act as it is listed.
#[derive(Clone, Debug, Serialize)]
pub struct ActRow {
    /// Stable id.
    pub act: String,
    /// Its date as the record gives it (ISO 8601, EDTF).
    pub date: Option<String>,
    /// PLOVER type.
    pub event: String,
    /// PLOVER mode.
    pub mode: Option<String>,
    /// CAMEO code.
    pub cameo: String,
    /// Quad class.
    pub quad: u8,
    /// PLOVER score.
    pub score: f64,
    /// Auxiliary mode.
    pub aux: String,
    /// `core` or `background`.
    pub weight: String,
    /// Who acts.
    pub actors: Vec<PartyRow>,
    /// Toward whom.
    pub recipients: Vec<PartyRow>,
    /// Areas of cooperation.
    pub areas: Vec<String>,
    /// Frameworks.
    pub frameworks: Vec<String>,
    /// PLOVER contexts.
    pub contexts: Vec<String>,
    /// Where.
    pub place: Option<String>,
    /// Country of the place.
    pub country: Option<String>,
    /// Degrees north.
    pub lat: Option<f64>,
    /// Degrees east.
    pub lon: Option<f64>,
    /// 0 to 1.
    pub confidence: f64,
    /// How many reports tell it.
    pub n_reports: u32,
    /// In how many papers.
    pub n_documents: u32,
    /// By how many sources.
    pub n_sources: u32,
    /// Day of the first paper that told it.
    pub first_seen: Option<String>,
    /// Day of the last.
    pub last_seen: Option<String>,
    /// The report whose values stand here.
    pub report: ReportRow,
}

/// A party of an act.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PartyRow {
    /// Canonical English name.
    pub name: String,
    /// ISO 3166-1 alpha-3 or acronym.
    pub code: Option<String>,
    /// PLOVER sector.
    pub sector: Option<String>,
    /// Entity key.
    pub entity: String,
}

/// One paper's telling of an act.
#[derive(Clone, Debug, Default, Serialize)]
pub struct ReportRow {
    /// Its number.
    pub report: i64,
    /// The paper's number.
    pub document: i64,
    /// The paper's id in its record.
    pub document_name: String,
    /// The event's id in the paper's record.
    pub event: String,
    /// ISO 639-1 code of the paper's language.
    pub lang: String,
    /// Day of the paper.
    pub published: Option<String>,
    /// Who published it.
    pub source: String,
    /// Its address.
    pub url: Option<String>,
    /// Its title.
    pub title: Option<String>,
    /// Who says so.
    pub said_by: Option<String>,
    /// Trigger, code points.
    pub start: u32,
    /// One past its last code point.
    pub end: u32,
    /// Sentence, code points.
    pub sentence_start: u32,
    /// One past its last code point.
    pub sentence_end: u32,
    /// The sentence's words.
    pub sentence: String,
    /// Whether a person corrected it.
    pub corrected: bool,
    /// Why it was put to its act, if another report founded it.
    pub merged: Vec<String>,
}

impl Ledger {
    /// An act by its stable id, with all reports.
    ///
    /// # Errors
    /// If there is none of that id.
    pub fn act(&self, uid: &str) -> Result<(ActRow, Vec<ReportRow>)> {
        let id = self.act_id(uid)?;
        let reports: Vec<i64> = self.run(|db| {
            let mut asked =
                db.prepare_cached("SELECT id FROM reports WHERE act = ?1 ORDER BY id")?;
            asked.query_map([id], |r| r.get(0))?.collect()
        })?;
        let reports = reports.into_iter().map(|r| self.report_row(r)).collect::<Result<_>>()?;
        Ok((self.act_row(id)?, reports))
    }

    pub(crate) fn act_id(&self, uid: &str) -> Result<i64> {
        use rusqlite::OptionalExtension;
        let id = self.run(|db| {
            let mut asked = db.prepare_cached("SELECT id FROM acts WHERE uid = ?1")?;
            asked.query_row([uid], |r| r.get(0)).optional()
        })?;
        id.ok_or_else(|| LedgerError::Question(format!("there is no act \"{uid}\"")))
    }

    pub(crate) fn act_row(&self, id: i64) -> Result<ActRow> {
        let sql = "SELECT uid, date, type, mode, cameo, quad, score, aux, weight, place, country,
            lat, lon, confidence, n_reports, n_documents, n_sources, first_seen, last_seen, report
            FROM acts WHERE id = ?1";
        let (mut row, report): (ActRow, i64) = self
            .run(|db| db.prepare_cached(sql)?.query_row([id], |r| Ok((act_of(r)?, r.get(19)?))))?;
        // A ledger of version 1 that is only read knows no more than the entity's own code.
        let own = if self.has_checks()? { "p.code, p.sector" } else { "e.code, e.sector" };
        let sql = format!(
            "SELECT e.name, {own}, e.key FROM parties p JOIN entities e ON e.id = p.entity
             WHERE p.act = ?1 AND p.role = ?2 ORDER BY p.place"
        );
        for (role, list) in [(0, &mut row.actors), (1, &mut row.recipients)] {
            *list = self.run(|db| {
                let mut asked = db.prepare_cached(&sql)?;
                asked
                    .query_map(params![id, role], |r| {
                        Ok(PartyRow {
                            name: r.get(0)?,
                            code: r.get(1)?,
                            sector: r.get(2)?,
                            entity: r.get(3)?,
                        })
                    })?
                    .collect()
            })?;
        }
        let tags: Vec<(String, String)> = self.run(|db| {
            let mut asked =
                db.prepare_cached("SELECT kind, tag FROM tags WHERE act = ?1 ORDER BY kind, tag")?;
            asked.query_map([id], |r| Ok((r.get(0)?, r.get(1)?)))?.collect()
        })?;
        for (kind, tag) in tags {
            match kind.as_str() {
                "area" => row.areas.push(tag),
                "framework" => row.frameworks.push(tag),
                _ => row.contexts.push(tag),
            }
        }
        row.report = self.report_row(report)?;
        Ok(row)
    }

    /// The event of a report as it stands now, after corrections.
    ///
    /// # Errors
    /// If there is no such report.
    pub fn event(&self, report: i64) -> Result<record::Event> {
        load::event(&self.db, report, &self.path)
    }

    /// One paper's telling of an act.
    pub(crate) fn report_row(&self, report: i64) -> Result<ReportRow> {
        let sql = "SELECT r.id, r.document, d.name, r.event, d.published, s.name, d.url, d.title,
            e.name, r.start, r.end, r.sentence_start, r.sentence_end, r.corrected, m.reasons, d.lang
            FROM reports r JOIN documents d ON d.id = r.document JOIN sources s ON s.id = d.source
            LEFT JOIN entities e ON e.id = r.said_by LEFT JOIN merges m ON m.report = r.id
            WHERE r.id = ?1";
        let mut row = self.run(|db| {
            db.prepare_cached(sql)?.query_row([report], |r| {
                let reasons: Option<String> = r.get(14)?;
                Ok(ReportRow {
                    report: r.get(0)?,
                    document: r.get(1)?,
                    document_name: r.get(2)?,
                    event: r.get(3)?,
                    lang: r.get(15)?,
                    published: r.get(4)?,
                    source: r.get(5)?,
                    url: r.get(6)?,
                    title: r.get(7)?,
                    said_by: r.get(8)?,
                    start: r.get(9)?,
                    end: r.get(10)?,
                    sentence_start: r.get(11)?,
                    sentence_end: r.get(12)?,
                    sentence: String::new(),
                    corrected: r.get(13)?,
                    merged: reasons.and_then(|j| serde_json::from_str(&j).ok()).unwrap_or_default(),
                })
            })
        })?;
        let text = load::text(&self.db, row.document, &self.path)?;
        row.sentence = slice(&text, row.sentence_start, row.sentence_end);
        Ok(row)
    }
}

/// Code points of a text.
pub(crate) fn slice(text: &str, start: u32, end: u32) -> String {
    text.chars().skip(start as usize).take(end.saturating_sub(start) as usize).collect()
}

fn act_of(r: &Row) -> rusqlite::Result<ActRow> {
    Ok(ActRow {
        act: r.get(0)?,
        date: r.get(1)?,
        event: r.get(2)?,
        mode: r.get(3)?,
        cameo: r.get(4)?,
        quad: r.get(5)?,
        score: tenth(r.get(6)?),
        aux: r.get(7)?,
        weight: r.get(8)?,
        actors: Vec::new(),
        recipients: Vec::new(),
        areas: Vec::new(),
        frameworks: Vec::new(),
        contexts: Vec::new(),
        place: r.get(9)?,
        country: r.get(10)?,
        lat: r.get(11)?,
        lon: r.get(12)?,
        confidence: (r.get::<_, f64>(13)? * 100.0).round() / 100.0,
        n_reports: r.get(14)?,
        n_documents: r.get(15)?,
        n_sources: r.get(16)?,
        first_seen: r.get(17)?,
        last_seen: r.get(18)?,
        report: ReportRow::default(),
    })
}

/// Scores have one decimal; single precision must not show.
fn tenth(score: f64) -> f64 {
    (score * 10.0).round() / 10.0
}
