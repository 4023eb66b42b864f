//! Papers with their records as they stand after corrections, and what was said in them.

use super::rows::slice;
use crate::error::{LedgerError, Result};
use crate::filed::Token;
use crate::load;
use crate::store::Ledger;
use record::{Event, Record};
use rusqlite::{OptionalExtension, Row, params};
use serde::Serialize;

/// Which papers. `None` asks for all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DocumentFilter {
    /// ISO 639-1 code.
    pub lang: Option<String>,
    /// Name of a source.
    pub source: Option<String>,
    /// First day of publication.
    pub from: Option<String>,
    /// Last day of publication.
    pub to: Option<String>,
    /// Copies of other papers are left out.
    pub originals: bool,
}

/// A paper as it is listed.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct DocumentRow {
    /// Its number in the ledger.
    pub document: i64,
    /// What makes it the same paper again.
    pub key: String,
    /// The id its record carries.
    pub id: String,
    /// ISO 639-1 code.
    pub lang: String,
    /// Day of publication.
    pub published: Option<String>,
    /// Headline.
    pub title: Option<String>,
    /// Address.
    pub url: Option<String>,
    /// Author.
    pub author: Option<String>,
    /// Who published it.
    pub source: String,
    /// The paper it is a copy of.
    pub copy_of: Option<i64>,
    /// Number of words.
    pub words: u32,
    /// When it was taken in, UTC.
    pub added: String,
    /// Program and packs that made its record.
    pub made_by: String,
}

/// A paper with text and record.
#[derive(Clone, Debug, Serialize)]
pub struct Paper {
    /// Its row.
    pub about: DocumentRow,
    /// Its text.
    pub text: String,
    /// Its record, corrections applied, rejected records taken out.
    pub record: Record,
    /// For each event of the record the stable id of its act, in the same order.
    pub acts: Vec<String>,
}

/// What somebody said, in which paper.
#[derive(Clone, Debug, Serialize)]
pub struct StatementRow {
    /// The paper's number.
    pub document: i64,
    /// The statement's id in its record.
    pub statement: String,
    /// Who said it.
    pub speaker: Option<String>,
    /// `direct`, `indirect`, `mixed`.
    pub kind: String,
    /// What was said, code points.
    pub start: u32,
    /// One past its last code point.
    pub end: u32,
    /// Its words.
    pub content: String,
}

/// A page of statements.
#[derive(Clone, Debug, Serialize)]
pub struct StatementPage {
    /// The statements.
    pub statements: Vec<StatementRow>,
    /// What to give as `after` for the next page; `None` on the last.
    pub next: Option<String>,
}

const COLUMNS: &str = "d.id, d.key, d.name, d.lang, d.published, d.title, d.url, d.author, s.name,
    d.copy_of, d.n_words, d.added, m.versions FROM documents d JOIN sources s ON s.id = d.source
    JOIN makers m ON m.id = d.maker";

impl Ledger {
    /// Papers, in the order in which they were taken in, after the one given.
    ///
    /// # Errors
    /// If the ledger cannot be read.
    pub fn documents(
        &self,
        filter: &DocumentFilter,
        after: i64,
        limit: u32,
    ) -> Result<Vec<DocumentRow>> {
        let sql = format!(
            "SELECT {COLUMNS} WHERE d.id > ?1 AND (?2 IS NULL OR d.lang = ?2)
             AND (?3 IS NULL OR s.name = ?3) AND (?4 IS NULL OR d.published >= ?4)
             AND (?5 IS NULL OR d.published <= ?5) AND (?6 = 0 OR d.copy_of IS NULL)
             ORDER BY d.id LIMIT ?7"
        );
        let f = filter;
        self.run(|db| {
            db.prepare_cached(&sql)?
                .query_map(
                    params![after, f.lang, f.source, f.from, f.to, f.originals, limit],
                    document_of,
                )?
                .collect()
        })
    }

    /// Papers whose record another program or other packs made, after the one given.
    ///
    /// # Errors
    /// If the ledger cannot be read.
    pub fn made_by_others(&self, maker: &str, after: i64, limit: u32) -> Result<Vec<DocumentRow>> {
        let sql =
            format!("SELECT {COLUMNS} WHERE d.id > ?1 AND m.versions <> ?2 ORDER BY d.id LIMIT ?3");
        self.run(|db| {
            db.prepare_cached(&sql)?.query_map(params![after, maker, limit], document_of)?.collect()
        })
    }

    /// The row of a paper by its number.
    ///
    /// # Errors
    /// If there is none.
    pub fn document(&self, document: i64) -> Result<DocumentRow> {
        let sql = format!("SELECT {COLUMNS} WHERE d.id = ?1");
        self.run(|db| db.prepare_cached(&sql)?.query_row([document], document_of).optional())?
            .ok_or_else(|| LedgerError::Question(format!("there is no document {document}")))
    }

    /// The number of a paper by its key, its address or the id of its record (the first, if
    /// several have it).
    ///
    /// # Errors
    /// If there is none.
    pub fn document_named(&self, name: &str) -> Result<i64> {
        let sql = "SELECT id FROM documents WHERE key = ?1 OR url = ?1 OR name = ?1
                   ORDER BY key = ?1 DESC, url = ?1 DESC, id LIMIT 1";
        self.run(|db| db.prepare_cached(sql)?.query_row([name], |r| r.get(0)).optional())?
            .ok_or_else(|| LedgerError::Question(format!("there is no document \"{name}\"")))
    }

    /// A paper with text and record.
    ///
    /// # Errors
    /// If there is none, or what is kept of it is damaged.
    pub fn paper(&self, document: i64) -> Result<Paper> {
        let about = self.document(document)?;
        let text = load::text(&self.db, document, &self.path)?;
        let mut record = load::record(&self.db, document, &self.path)?;
        let rows: Vec<(String, String, Option<String>)> = self.run(|db| {
            db.prepare_cached(
                "SELECT r.event, a.uid, v.event FROM reports r JOIN acts a ON a.id = r.act
                 LEFT JOIN revised v ON v.report = r.id WHERE r.document = ?1 ORDER BY r.id",
            )?
            .query_map([document], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?)))?
            .collect()
        })?;
        let made = std::mem::take(&mut record.coded.events);
        let mut acts = Vec::with_capacity(rows.len());
        for (id, act, revised) in rows {
            let event: Option<Event> = match revised {
                Some(json) => serde_json::from_str(&json).ok(),
                None => made.iter().find(|e| e.id == id).cloned(),
            };
            let event = event.ok_or_else(|| LedgerError::Damaged {
                path: self.path.clone(),
                what: format!("document {document}: its record has no event {id}"),
            })?;
            record.coded.events.push(event);
            acts.push(act);
        }
        Ok(Paper { about, text, record, acts })
    }

    /// The words of a paper with their lemmas, in text order.
    ///
    /// # Errors
    /// If there is no such paper, or what is kept of it is damaged.
    pub fn tokens(&self, document: i64) -> Result<Vec<Token>> {
        load::tokens(&self.db, document, &self.path)
    }

    /// What an entity said, newest papers first; of all, without one. `after` is what the page
    /// before gave as `next`.
    ///
    /// # Errors
    /// If the ledger cannot be read.
    pub fn statements(
        &self,
        speaker: Option<&str>,
        after: Option<i64>,
        limit: u32,
    ) -> Result<StatementPage> {
        let sql = "SELECT t.document, t.statement, e.name, t.kind, t.start, t.end, t.id
            FROM statements t LEFT JOIN entities e ON e.id = t.speaker
            WHERE t.id < ?3 AND (?1 IS NULL OR t.speaker IN (SELECT id FROM entities
                WHERE key = ?1 OR name = ?1 OR code = ?1))
            ORDER BY t.id DESC LIMIT ?2";
        let after = after.unwrap_or(i64::MAX);
        let mut rows: Vec<(StatementRow, i64)> = self.run(|db| {
            db.prepare_cached(sql)?
                .query_map(params![speaker, i64::from(limit) + 1, after], |r| {
                    let row = StatementRow {
                        document: r.get(0)?,
                        statement: r.get(1)?,
                        speaker: r.get(2)?,
                        kind: r.get(3)?,
                        start: r.get(4)?,
                        end: r.get(5)?,
                        content: String::new(),
                    };
                    Ok((row, r.get(6)?))
                })?
                .collect()
        })?;
        let more = rows.len() > limit as usize;
        rows.truncate(limit as usize);
        let next = rows.last().filter(|_| more).map(|(_, id)| id.to_string());
        let mut statements: Vec<StatementRow> = rows.into_iter().map(|r| r.0).collect();
        for row in &mut statements {
            let text = load::text(&self.db, row.document, &self.path)?;
            row.content = slice(&text, row.start, row.end);
        }
        Ok(StatementPage { statements, next })
    }
}

fn document_of(r: &Row) -> rusqlite::Result<DocumentRow> {
    Ok(DocumentRow {
        document: r.get(0)?,
        key: r.get(1)?,
        id: r.get(2)?,
        lang: r.get(3)?,
        published: r.get(4)?,
        title: r.get(5)?,
        url: r.get(6)?,
        author: r.get(7)?,
        source: r.get(8)?,
        copy_of: r.get(9)?,
        words: r.get(10)?,
        added: r.get(11)?,
        made_by: r.get(12)?,
    })
}
