//! Backups while the ledger is in use, and the check that all is as it should be.

use crate::days::first_day;
use crate::error::{LedgerError, Result};
use crate::filing::checksum;
use crate::load;
use crate::store::Ledger;
use rusqlite::Connection;
use rusqlite::backup::Backup;
use std::path::Path;
use std::time::Duration;

/// What a check found.
#[derive(Clone, Debug, Default)]
pub struct Verified {
    /// Papers looked at.
    pub documents: u64,
    /// Reports looked at.
    pub reports: u64,
    /// What is wrong, in plain words; none if all is sound.
    pub faults: Vec<String>,
}

impl Ledger {
    /// Copies the ledger, as of one moment, into a new file; others may read and write meanwhile.
    ///
    /// # Errors
    /// If the file is there, or cannot be written.
    pub fn backup(&self, to: &Path) -> Result<()> {
        let io = |source| LedgerError::Io { path: to.to_path_buf(), source };
        if to.exists() {
            return Err(io(std::io::ErrorKind::AlreadyExists.into()));
        }
        let wrong = |e| LedgerError::of(to, e);
        let part = to.with_extension("part");
        let _ = std::fs::remove_file(&part);
        {
            let mut copy = Connection::open(&part).map_err(wrong)?;
            let backup = Backup::new(&self.db, &mut copy).map_err(wrong)?;
            backup.run_to_completion(4_096, Duration::ZERO, None).map_err(wrong)?;
        }
        // It gets its name when it is whole.
        std::fs::rename(&part, to).map_err(io)
    }

    /// Looks at everything: SQLite's own check, texts against checksums, citations against texts,
    /// counts against rows, rows that belong to nothing. `told` hears of each paper.
    ///
    /// # Errors
    /// If the ledger cannot be read at all. What is wrong in it is in the answer.
    pub fn verify(&self, mut told: impl FnMut(u64)) -> Result<Verified> {
        let mut found = Verified::default();
        let fine: Vec<String> = self.run(|db| {
            db.prepare("PRAGMA integrity_check(20)")?.query_map([], |r| r.get(0))?.collect()
        })?;
        found.faults.extend(fine.into_iter().filter(|l| l != "ok").map(|l| format!("file: {l}")));
        let orphans: Vec<String> = self.run(|db| {
            db.prepare("PRAGMA foreign_key_check")?
                .query_map([], |r| {
                    let (table, row): (String, Option<i64>) = (r.get(0)?, r.get(1)?);
                    Ok(format!("{table}: row {} belongs to nothing", row.unwrap_or_default()))
                })?
                .collect()
        })?;
        found.faults.extend(orphans);
        for (sql, what) in COUNTS {
            let n: i64 = self.run(|db| db.query_row(sql, [], |r| r.get(0)))?;
            if n > 0 {
                found.faults.push(format!("{n} {what}"));
            }
        }
        let of_checks = if self.has_checks()? { &CHECKS[..] } else { &[] };
        for (sql, what) in of_checks {
            let n: i64 = self.run(|db| db.query_row(sql, [], |r| r.get(0)))?;
            if n > 0 {
                found.faults.push(format!("{n} {what}"));
            }
        }
        let documents: Vec<(i64, i64)> = self.run(|db| {
            db.prepare("SELECT id, checksum FROM documents ORDER BY id")?
                .query_map([], |r| Ok((r.get(0)?, r.get(1)?)))?
                .collect()
        })?;
        for (document, sum) in documents {
            found.documents += 1;
            if let Err(e) = self.verify_document(document, sum, &mut found) {
                found.faults.push(e.to_string());
            }
            told(found.documents);
        }
        Ok(found)
    }

    fn verify_document(&self, document: i64, sum: i64, found: &mut Verified) -> Result<()> {
        let text = load::text(&self.db, document, &self.path)?;
        if checksum(text.as_bytes()) != sum {
            found.faults.push(format!("document {document}: its text is not what was filed"));
        }
        let points: Vec<char> = text.chars().collect();
        let tokens = load::tokens(&self.db, document, &self.path)?;
        if tokens.iter().any(|t| t.end as usize > points.len()) {
            found.faults.push(format!("document {document}: a word lies outside its text"));
        }
        load::record(&self.db, document, &self.path)?;
        let paper = self.paper(document)?;
        for event in &paper.record.coded.events {
            found.reports += 1;
            let cited = &event.trigger;
            let words: Option<String> =
                points.get(cited.start as usize..cited.end as usize).map(|c| c.iter().collect());
            if words.as_deref() != Some(cited.text.as_str()) {
                found.faults.push(format!(
                    "document {document}, event {}: \"{}\" does not stand at {} to {}",
                    event.id, cited.text, cited.start, cited.end
                ));
            }
            if let Some(date) = &event.date
                && date.from == "published"
                && first_day(&date.value).is_none()
            {
                found.faults.push(format!(
                    "document {document}, event {}: \"{}\" is no day",
                    event.id, date.value
                ));
            }
        }
        Ok(())
    }
}

/// Counts that must be zero.
const COUNTS: [(&str, &str); 9] = [
    (
        "SELECT count(*) FROM acts a WHERE (n_documents, n_sources, first_seen, last_seen) IS NOT
         (SELECT count(DISTINCT d.id), count(DISTINCT d.source), min(d.published), max(d.published)
          FROM reports r JOIN documents d ON d.id = r.document WHERE r.act = a.id)",
        "acts whose papers, sources or days are not those of their reports",
    ),
    (
        "SELECT count(*) FROM acts a WHERE n_reports <> (SELECT count(*) FROM reports r WHERE r.act = a.id)",
        "acts whose count of reports is not that of their reports",
    ),
    ("SELECT count(*) FROM acts WHERE n_reports = 0", "acts that no report tells"),
    (
        "SELECT count(*) FROM acts a WHERE NOT EXISTS (SELECT 1 FROM reports r WHERE r.id = a.report AND r.act = a.id)",
        "acts that a report of another act stands for",
    ),
    (
        "SELECT count(*) FROM documents d WHERE NOT EXISTS (SELECT 1 FROM papers p WHERE p.document = d.id)",
        "papers without a text",
    ),
    (
        "SELECT count(*) FROM documents d WHERE NOT EXISTS (SELECT 1 FROM words w WHERE w.rowid = d.id)",
        "papers that the search does not know",
    ),
    (
        "SELECT count(*) FROM (SELECT lo, hi, substr(day, 1, 7) AS month, quad, direction, count(*) AS n FROM dyads GROUP BY 1, 2, 3, 4, 5) y
         LEFT JOIN balances b USING (lo, hi, month, quad, direction) WHERE b.acts IS NOT y.n",
        "balances of a month that are not those of its acts",
    ),
    (
        "SELECT count(*) FROM (SELECT document FROM bands UNION SELECT document FROM papers) WHERE document NOT IN (SELECT id FROM documents)",
        "keys or texts of papers that are not there",
    ),
    (
        "SELECT count(*) FROM merge_keys WHERE report NOT IN (SELECT id FROM reports)",
        "keys of reports that are not there",
    ),
];

/// The same of checks, which ledgers of version 1 do not have.
const CHECKS: [(&str, &str); 3] = [
    (
        "SELECT count(*) FROM checks WHERE NOT json_valid(event) OR NOT json_valid(slots)",
        "checks that do not tell what was checked",
    ),
    (
        "SELECT count(*) FROM checked c JOIN checks k ON k.id = c.verdict
         JOIN reports r ON r.id = c.report JOIN documents d ON d.id = r.document
         WHERE d.key <> k.document OR k.who <> c.who OR r.type IS NOT json_extract(k.event, '$.event')",
        "verdicts put to reports that they are not about",
    ),
    (
        "SELECT count(*) FROM checked c JOIN checks k ON k.id = c.verdict WHERE EXISTS (SELECT 1
         FROM checks l WHERE l.document = k.document AND l.start = k.start AND l.end = k.end
         AND l.said = k.said AND l.who = k.who AND l.id > k.id)",
        "verdicts that count although the checker gave a later one",
    ),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_ledger_is_sound_and_can_be_copied() {
        let folder = tempfile::tempdir().expect("a folder");
        let ledger = Ledger::open(&folder.path().join("a.ledger")).expect("made");
        assert!(ledger.verify(|_| {}).expect("verified").faults.is_empty());
        let to = folder.path().join("b.ledger");
        ledger.backup(&to).expect("copied");
        assert!(ledger.backup(&to).is_err(), "a backup must not overwrite");
        assert!(
            Ledger::open_to_read(&to)
                .expect("opened")
                .verify(|_| {})
                .expect("read")
                .faults
                .is_empty()
        );
    }
}
