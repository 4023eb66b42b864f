//! Acts by who, toward whom, what, when and about what.
//!
//! Every filter has an index whose rows lie in order of the day. The most selective one drives
//! the question (its rows are counted up to a bound first); the others are looked up for each
//! row; so the newest acts come without the whole ledger being read.

use crate::error::{LedgerError, Result};
use crate::load;
use crate::store::Ledger;
use rusqlite::types::Value;
use rusqlite::{Row, params, params_from_iter};
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
#[derive(Clone, Debug, Serialize)]
pub struct ReportRow {
    /// Its number.
    pub report: i64,
    /// The paper's number.
    pub document: i64,
    /// The paper's id in its record.
    pub document_name: String,
    /// The event's id in the paper's record.
    pub event: String,
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
        for (role, list) in [(0, &mut row.actors), (1, &mut row.recipients)] {
            *list = self.run(|db| {
                let mut asked = db.prepare_cached(
                    "SELECT e.name, e.code, e.sector, e.key FROM parties p
                     JOIN entities e ON e.id = p.entity
                     WHERE p.act = ?1 AND p.role = ?2 ORDER BY p.place",
                )?;
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
            e.name, r.start, r.end, r.sentence_start, r.sentence_end, r.corrected, m.reasons
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
        report: ReportRow {
            report: 0,
            document: 0,
            document_name: String::new(),
            event: String::new(),
            published: None,
            source: String::new(),
            url: None,
            title: None,
            said_by: None,
            start: 0,
            end: 0,
            sentence_start: 0,
            sentence_end: 0,
            sentence: String::new(),
            corrected: false,
            merged: Vec::new(),
        },
    })
}

/// Scores have one decimal; single precision must not show.
fn tenth(score: f64) -> f64 {
    (score * 10.0).round() / 10.0
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
