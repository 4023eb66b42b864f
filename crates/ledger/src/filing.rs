//! Papers in: one transaction holds whole papers and how far their source was read.
//!
//! **In:** [`Filed`] papers and the state of the unit they came from. **Out:** rows. Nothing of a
//! transaction is in the ledger before [`Filing::commit`]; so a kill leaves whole papers only, and
//! a unit's position never runs ahead of its papers.

use crate::error::{LedgerError, Result};
use crate::filed::{self, Filed, Token};
use crate::fold::fold;
use crate::load;
use crate::merge::Signature;
use crate::store::Ledger;
use record::{Event, MentionRecord, Record};
use rusqlite::{OptionalExtension, Transaction, TransactionBehavior, params};
use std::collections::{BTreeSet, HashMap};
use std::path::Path;
use xxhash_rust::xxh3::xxh3_64;

/// Level of compression: papers are written once and read often.
const LEVEL: i32 = 9;

/// What became of a paper.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It was not there.
    New,
    /// It was there, with another text or an older record; its record was replaced.
    Replaced,
    /// It was there, word for word, and its record is as new.
    Unchanged,
}

/// An open transaction that takes papers.
pub struct Filing<'l> {
    pub(crate) tx: Transaction<'l>,
    pub(crate) path: &'l Path,
    /// Ids of entities and sources that this transaction has met.
    entities: HashMap<String, i64>,
    now: String,
    packer: zstd::bulk::Compressor<'static>,
}

impl Ledger {
    /// Begins to take papers. Another writer is waited for some seconds.
    ///
    /// # Errors
    /// If another program writes, or the ledger may not be written.
    pub fn filing(&mut self) -> Result<Filing<'_>> {
        let path = &self.path;
        let tx = self
            .db
            .transaction_with_behavior(TransactionBehavior::Immediate)
            .map_err(|e| LedgerError::of(path, e))?;
        let now = jiff::Timestamp::now().strftime("%Y-%m-%dT%H:%M:%SZ").to_string();
        let io = |source| LedgerError::Io { path: path.clone(), source };
        let packer = zstd::bulk::Compressor::new(LEVEL).map_err(io)?;
        Ok(Filing { tx, path, entities: HashMap::new(), now, packer })
    }

    /// Whether a paper is there with this text, and which program and packs made its record.
    ///
    /// # Errors
    /// If the ledger cannot be read.
    pub fn known(&self, key: &str, text: &str) -> Result<Option<String>> {
        let sql = "SELECT m.versions FROM documents d JOIN makers m ON m.id = d.maker
                   WHERE d.key = ?1 AND d.checksum = ?2";
        self.run(|db| {
            let mut asked = db.prepare_cached(sql)?;
            asked.query_row(params![key, checksum(text.as_bytes())], |r| r.get(0)).optional()
        })
    }
}

impl Filing<'_> {
    /// When the transaction began, UTC.
    pub(crate) fn now(&self) -> &str {
        &self.now
    }

    pub(crate) fn wrong(&self) -> impl Fn(rusqlite::Error) -> LedgerError + use<'_> {
        |e| LedgerError::of(self.path, e)
    }

    /// Keeps a paper with its record. A paper of the same key and text, whose record the same
    /// packs made, is left alone.
    ///
    /// # Errors
    /// If the ledger cannot be written, or a span of the record lies outside the text.
    pub fn file(&mut self, unit: i64, paper: &Filed) -> Result<Outcome> {
        let points = paper.text.chars().count() as u32;
        check(paper, points)?;
        let sum = checksum(paper.text.as_bytes());
        let sql = "SELECT d.id, d.checksum, m.versions FROM documents d
                   JOIN makers m ON m.id = d.maker WHERE d.key = ?1";
        let there: Option<(i64, i64, String)> = self
            .tx
            .prepare_cached(sql)
            .and_then(|mut q| {
                q.query_row([&paper.key], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?))).optional()
            })
            .map_err(self.wrong())?;
        let outcome = match there {
            Some((_, old, maker)) if old == sum && maker == paper.maker => {
                return Ok(Outcome::Unchanged);
            }
            Some((document, ..)) => {
                self.forget(document)?;
                Outcome::Replaced
            }
            None => Outcome::New,
        };
        self.put(unit, paper)?;
        Ok(outcome)
    }

    /// Keeps a paper that is not there.
    pub(crate) fn put(&mut self, unit: i64, paper: &Filed) -> Result<i64> {
        let document = self.document(unit, paper)?;
        let copy_of = self.copies(document, &paper.text)?;
        self.statements(document, paper)?;
        self.relations(document, paper)?;
        self.acts(document, paper, copy_of)?;
        self.corrected(document, paper)?;
        self.recheck(document, &paper.key)?;
        Ok(document)
    }

    /// Gives a paper that is there a new record, as a later program or other packs read it.
    /// Corrections are kept and applied to it.
    ///
    /// # Errors
    /// If there is no such paper, a citation lies outside its text, or the ledger cannot be
    /// written.
    pub fn renew(
        &mut self,
        key: &str,
        record: Record,
        tokens: Vec<Token>,
        maker: &str,
    ) -> Result<()> {
        let missing = || LedgerError::Question(format!("there is no document \"{key}\""));
        let (unit, old) = self.as_filed(key)?.ok_or_else(missing)?;
        let paper = Filed { record, tokens, maker: maker.to_owned(), ..old };
        check(&paper, paper.text.chars().count() as u32)?;
        let document = self.id_of(key)?;
        self.forget(document)?;
        self.put(unit, &paper)?;
        Ok(())
    }

    /// A paper as it was filed, with its unit.
    pub(crate) fn as_filed(&self, key: &str) -> Result<Option<(i64, Filed)>> {
        let sql = "SELECT d.id, d.unit, s.name, d.author, m.versions FROM documents d
            JOIN sources s ON s.id = d.source JOIN makers m ON m.id = d.maker WHERE d.key = ?1";
        type Row = (i64, i64, String, Option<String>, String);
        let row: Option<Row> = self
            .tx
            .prepare_cached(sql)
            .and_then(|mut q| {
                q.query_row([key], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?, r.get(3)?, r.get(4)?)))
                    .optional()
            })
            .map_err(self.wrong())?;
        let Some((document, unit, source, author, maker)) = row else { return Ok(None) };
        let paper = Filed {
            key: key.to_owned(),
            text: load::text(&self.tx, document, self.path)?,
            tokens: load::tokens(&self.tx, document, self.path)?,
            record: load::record(&self.tx, document, self.path)?,
            source,
            author,
            maker,
        };
        Ok(Some((unit, paper)))
    }

    /// Makes all of it last.
    ///
    /// # Errors
    /// If the disk is full or fails; then nothing of it is kept.
    pub fn commit(self) -> Result<()> {
        let path = self.path;
        self.tx.commit().map_err(|e| LedgerError::of(path, e))
    }

    /// The row of a paper, its packed parts and its words for the search.
    fn document(&mut self, unit: i64, paper: &Filed) -> Result<i64> {
        let points = paper.text.chars().count() as u32;
        let sum = checksum(paper.text.as_bytes());
        let source = self.named("sources", "name", &paper.source)?;
        let maker = self.named("makers", "versions", &paper.maker)?;
        let record = &paper.record;
        let line = record.line().map_err(|e| wrong_record(paper, &e.to_string()))?;
        let mut squeeze = |bytes: &[u8]| {
            let io = |source| LedgerError::Io { path: self.path.to_path_buf(), source };
            self.packer.compress(bytes).map_err(io)
        };
        let text = squeeze(paper.text.as_bytes())?;
        let tokens = squeeze(&filed::pack(&paper.tokens))?;
        let line = squeeze(line.as_bytes())?;
        let sql = "INSERT INTO documents (key, name, lang, published, title, url, author, source,
            unit, maker, points, n_words, checksum, added)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)";
        let put = |tx: &Transaction| -> rusqlite::Result<i64> {
            tx.prepare_cached(sql)?.execute(params![
                paper.key,
                record.id,
                record.lang.as_str(),
                record.published.as_deref(),
                record.title,
                record.url,
                paper.author,
                source,
                unit,
                maker,
                points,
                paper.tokens.len() as i64,
                sum,
                self.now
            ])?;
            let document = tx.last_insert_rowid();
            tx.prepare_cached("INSERT INTO papers VALUES (?1, ?2, ?3, ?4)")?
                .execute(params![document, text, tokens, line])?;
            let (forms, lemmas) = words(record.title.as_deref(), &paper.text, &paper.tokens);
            tx.prepare_cached("INSERT INTO words (rowid, forms, lemmas) VALUES (?1, ?2, ?3)")?
                .execute(params![document, forms, lemmas])?;
            Ok(document)
        };
        put(&self.tx).map_err(self.wrong())
    }

    fn statements(&mut self, document: i64, paper: &Filed) -> Result<()> {
        let sql = "INSERT INTO statements (document, statement, speaker, kind, start, end)
                   VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
        for s in &paper.record.coded.statements {
            let speaker = s.speaker.as_ref().map(|m| self.entity(m)).transpose()?;
            self.tx
                .prepare_cached(sql)
                .and_then(|mut q| {
                    let (start, end) = (s.content.start, s.content.end);
                    q.execute(params![document, s.id, speaker, s.kind.as_str(), start, end])
                })
                .map_err(self.wrong())?;
        }
        Ok(())
    }

    fn relations(&mut self, document: i64, paper: &Filed) -> Result<()> {
        let sql = "INSERT INTO relations (document, kind, lo, hi, label, day, start, end)
                   VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
        let published = paper.record.published.as_deref();
        for r in &paper.record.coded.relations {
            for (i, a) in r.parties.iter().enumerate() {
                for b in r.parties[i + 1..].iter().filter(|b| *b != a) {
                    let (lo, hi) = if a < b { (a, b) } else { (b, a) };
                    let (start, end) = (r.evidence.start, r.evidence.end);
                    let kind = r.kind.as_str();
                    let row = params![
                        document,
                        kind,
                        lo.as_str(),
                        hi.as_str(),
                        r.label,
                        published,
                        start,
                        end
                    ];
                    self.tx
                        .prepare_cached(sql)
                        .and_then(|mut q| q.execute(row))
                        .map_err(self.wrong())?;
                }
            }
        }
        Ok(())
    }

    /// The id of an entity, by what the world knows it as, else by its name.
    pub(crate) fn entity(&mut self, m: &MentionRecord) -> Result<i64> {
        let key = entity_key(m);
        if let Some(id) = self.entities.get(&key) {
            return Ok(*id);
        }
        let sql = "INSERT INTO entities (key, name, code, sector) VALUES (?1, ?2, ?3, ?4)
                   ON CONFLICT (key) DO UPDATE SET code = coalesce(code, excluded.code),
                   sector = coalesce(sector, excluded.sector) RETURNING id";
        let id = self
            .tx
            .prepare_cached(sql)
            .and_then(|mut q| {
                let (code, sector) = (m.code.as_deref(), m.sector.as_deref());
                q.query_row(params![key, m.name.as_str(), code, sector], |r| r.get(0))
            })
            .map_err(self.wrong())?;
        self.entities.insert(key, id);
        Ok(id)
    }

    /// The id of a name in a table of names. Table and column are ours, never a user's.
    fn named(&mut self, table: &'static str, column: &'static str, name: &str) -> Result<i64> {
        let ask = format!("SELECT id FROM {table} WHERE {column} = ?1");
        let put = format!("INSERT INTO {table} ({column}) VALUES (?1) RETURNING id");
        let find = |tx: &Transaction| -> rusqlite::Result<i64> {
            let there = tx.prepare_cached(&ask)?.query_row([name], |r| r.get(0)).optional()?;
            match there {
                Some(id) => Ok(id),
                None => tx.prepare_cached(&put)?.query_row([name], |r| r.get(0)),
            }
        };
        find(&self.tx).map_err(self.wrong())
    }

    /// Takes a paper out again, with its reports; acts that nothing else tells go with it.
    pub(crate) fn forget(&mut self, document: i64) -> Result<()> {
        let told: Vec<(i64, i64)> = self
            .tx
            .prepare_cached("SELECT id, act FROM reports WHERE document = ?1")
            .and_then(|mut q| q.query_map([document], |r| Ok((r.get(0)?, r.get(1)?)))?.collect())
            .map_err(self.wrong())?;
        let mut acts = BTreeSet::new();
        for (report, act) in told {
            self.no_keys(report)?;
            acts.insert(act);
        }
        let (title, signature): (Option<String>, Option<Vec<u8>>) = self
            .tx
            .prepare_cached("SELECT title, signature FROM documents WHERE id = ?1")
            .and_then(|mut q| q.query_row([document], |r| Ok((r.get(0)?, r.get(1)?))))
            .map_err(self.wrong())?;
        // Bands lie in order of the band: the paper's own are found by computing them once more.
        let bands = signature.and_then(|s| Signature::from_bytes(&s)).map(|s| s.bands());
        let text = load::text(&self.tx, document, self.path)?;
        let tokens = load::tokens(&self.tx, document, self.path)?;
        let (forms, lemmas) = words(title.as_deref(), &text, &tokens);
        let away = |tx: &Transaction| -> rusqlite::Result<()> {
            tx.prepare_cached(
                "INSERT INTO words (words, rowid, forms, lemmas) VALUES ('delete', ?1, ?2, ?3)",
            )?
            .execute(params![document, forms, lemmas])?;
            let mut band =
                tx.prepare_cached("DELETE FROM bands WHERE band = ?1 AND document = ?2")?;
            for key in bands.unwrap_or_default() {
                band.execute(params![key as i64, document])?;
            }
            for sql in [
                "UPDATE documents SET copy_of = NULL, likeness = NULL WHERE copy_of = ?1",
                "DELETE FROM reports WHERE document = ?1",
                "DELETE FROM documents WHERE id = ?1",
            ] {
                tx.prepare_cached(sql)?.execute([document])?;
            }
            Ok(())
        };
        away(&self.tx).map_err(self.wrong())?;
        for act in acts {
            self.refresh(act)?;
        }
        Ok(())
    }
}

/// What the search keeps of a paper: folded forms, folded lemmas.
pub(crate) fn words(title: Option<&str>, text: &str, tokens: &[Token]) -> (String, String) {
    let lemmas: Vec<&str> = tokens.iter().map(|t| t.lemma.as_str()).collect();
    (fold(&format!("{}\n{text}", title.unwrap_or(""))), fold(&lemmas.join(" ")))
}

/// What an entity is kept under.
pub(crate) fn entity_key(m: &MentionRecord) -> String {
    match &m.entity {
        Some(id) => id.to_string(),
        // "officials" of one state are not those of another
        None => match &m.code {
            Some(code) => format!("name/{code}/{}", m.name),
            None => format!("name/{}", m.name),
        },
    }
}

/// XXH3 as SQLite keeps numbers.
pub(crate) fn checksum(bytes: &[u8]) -> i64 {
    xxh3_64(bytes) as i64
}

fn wrong_record(paper: &Filed, what: &str) -> LedgerError {
    LedgerError::Record { document: paper.key.clone(), what: what.to_owned() }
}

/// That every citation lies in the text and says what it cites.
fn check(paper: &Filed, points: u32) -> Result<()> {
    let sound = |e: &Event| e.trigger.start <= e.trigger.end && e.trigger.end <= points;
    for e in &paper.record.coded.events {
        if !sound(e) || e.sentence[1] > points {
            return Err(wrong_record(paper, &format!("event {} lies outside the text", e.id)));
        }
    }
    match paper.tokens.iter().find(|t| t.end > points) {
        Some(t) => Err(wrong_record(paper, &format!("word {:?} lies outside the text", t.lemma))),
        None => Ok(()),
    }
}
