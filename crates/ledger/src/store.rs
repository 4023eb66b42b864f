//! The file: opened, made, brought to the present version.
//!
//! SQLite in WAL mode with full synchronisation: what a transaction committed survives a kill and
//! a power cut; what it did not commit is not there. One program writes, many may read meanwhile.

use crate::error::{LedgerError, Result};
use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// "Chan" in ASCII: marks the file as a ledger.
const APPLICATION: i64 = 0x4368_616E;

/// What brings a ledger from the version before to the next, in order.
const MIGRATIONS: [&str; 2] =
    [include_str!("../schema/001.sql"), include_str!("../schema/002.sql")];

/// The first version with checks.
const CHECKS: i64 = 2;

/// How long a writer waits for another.
const PATIENCE: Duration = Duration::from_secs(5);

/// How a file is opened whose name is a URI.
const IMMUTABLE: OpenFlags = OpenFlags::SQLITE_OPEN_READ_ONLY.union(OpenFlags::SQLITE_OPEN_URI);

/// The log beside a ledger, of what is committed but not in the file yet.
fn log(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push("-wal");
    name.into()
}

/// The URI of a file that nobody changes.
fn unchanging(path: &Path) -> PathBuf {
    let name = path.to_string_lossy();
    let name = name.replace('%', "%25").replace('?', "%3f").replace('#', "%23");
    format!("file:{name}?immutable=1").into()
}

/// A ledger in one SQLite file.
pub struct Ledger {
    pub(crate) db: Connection,
    pub(crate) path: PathBuf,
}

impl Ledger {
    /// Opens a ledger for writing; makes it where there is none.
    ///
    /// # Errors
    /// If the file is no ledger, is newer than the program, or may not be written.
    pub fn open(path: &Path) -> Result<Self> {
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE;
        let mut ledger = Self::connect(path, flags)?;
        ledger.migrate()?;
        // A batch of papers changes pages all over the file: what does not fit into the cache is
        // written several times, and so is what every checkpoint carries over.
        ledger.run(|db| {
            db.pragma_update(None, "cache_size", -256_000)?;
            db.pragma_update(None, "wal_autocheckpoint", 16_384)
        })?;
        Ok(ledger)
    }

    /// Opens a ledger that is there, for reading only.
    ///
    /// # Errors
    /// If there is none, or it is not of a version that the program knows.
    pub fn open_to_read(path: &Path) -> Result<Self> {
        if !path.is_file() {
            return Err(LedgerError::Missing(path.to_path_buf()));
        }
        // WAL needs a shared-memory file beside the ledger. In a folder that may not be written there
        // can be none: then the file is read as one that nobody changes, if no log lies beside it.
        let ledger = Self::connect(path, OpenFlags::SQLITE_OPEN_READ_WRITE)
            .or_else(|_| Self::connect(path, OpenFlags::SQLITE_OPEN_READ_ONLY))
            .or_else(|e| match log(path).exists() {
                true => Err(e),
                false => Self::connect(&unchanging(path), IMMUTABLE)
                    .map(|ledger| Self { path: path.to_path_buf(), ..ledger })
                    .map_err(|_| e),
            })?;
        if ledger.version()? == 0 {
            // An empty file: it becomes a ledger, where it may be written.
            drop(ledger);
            return Self::open(path);
        }
        // Migration is writing: done by whoever writes next. Until then a ledger of an earlier
        // version is read as it is; what came later is not in it.
        ledger.run(|db| db.pragma_update(None, "query_only", true))?;
        Ok(ledger)
    }

    fn connect(path: &Path, flags: OpenFlags) -> Result<Self> {
        let wrong = |e| LedgerError::of(path, e);
        let flags = flags | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let db = Connection::open_with_flags(path, flags).map_err(wrong)?;
        db.busy_timeout(PATIENCE).map_err(wrong)?;
        // Plans do not depend on bound values; else SQLite compiles a statement anew for every
        // value that it is given, which took a quarter of the time of filing.
        db.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true).map_err(wrong)?;
        db.set_prepared_statement_cache_capacity(128);
        let ledger = Self { db, path: path.to_path_buf() };
        ledger.is_ours()?;
        Ok(ledger)
    }

    /// That the file is a ledger that we know, and how it is to be kept.
    fn is_ours(&self) -> Result<()> {
        let version = self.version()?;
        let application: i64 =
            self.run(|db| db.pragma_query_value(None, "application_id", |r| r.get(0)))?;
        let tables: i64 =
            self.run(|db| db.query_row("SELECT count(*) FROM sqlite_schema", [], |r| r.get(0)))?;
        if tables > 0 && application != APPLICATION {
            return Err(LedgerError::Foreign(self.path.clone()));
        }
        let known = MIGRATIONS.len() as i64;
        if version > known {
            return Err(LedgerError::Newer { path: self.path.clone(), found: version, known });
        }
        self.run(|db| {
            db.pragma_update(None, "foreign_keys", true)?;
            db.pragma_update(None, "synchronous", "FULL")?;
            db.pragma_update(None, "cache_size", -32_000)?;
            db.pragma_update(None, "temp_store", "MEMORY")?;
            db.pragma_update(None, "mmap_size", 1_i64 << 30)
        })
    }

    fn version(&self) -> Result<i64> {
        self.run(|db| db.pragma_query_value(None, "user_version", |r| r.get(0)))
    }

    /// Whether the file has tables of checks, and the codes that parties had in their acts. Asked each time: a writer may bring the file to the
    /// present version while others read it.
    pub(crate) fn has_checks(&self) -> Result<bool> {
        Ok(self.version()? >= CHECKS)
    }

    /// Applies the migrations that the file lacks, each in one transaction.
    fn migrate(&mut self) -> Result<()> {
        let path = self.path.clone();
        let wrong = |e| LedgerError::of(&path, e);
        let mode: String = self
            .db
            .pragma_update_and_check(None, "journal_mode", "WAL", |r| r.get(0))
            .map_err(wrong)?;
        debug_assert!(mode.eq_ignore_ascii_case("wal") || mode == "memory");
        let done = self.version()?.max(0) as usize;
        for (i, migration) in MIGRATIONS.iter().enumerate().skip(done) {
            let tx = self
                .db
                .transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)
                .map_err(wrong)?;
            // Asked inside the transaction: another program may have been faster.
            let version: i64 =
                tx.pragma_query_value(None, "user_version", |r| r.get(0)).map_err(wrong)?;
            if version == i as i64 {
                tx.execute_batch(migration).map_err(wrong)?;
                tx.pragma_update(None, "user_version", version + 1).map_err(wrong)?;
                tx.pragma_update(None, "application_id", APPLICATION).map_err(wrong)?;
            }
            tx.commit().map_err(wrong)?;
        }
        Ok(())
    }

    /// A number that another one follows whenever somebody else has written. It is this
    /// connection's own: numbers of two cannot be compared.
    ///
    /// # Errors
    /// If the ledger cannot be read.
    pub fn changes(&self) -> Result<i64> {
        self.run(|db| db.pragma_query_value(None, "data_version", |r| r.get(0)))
    }

    /// Where the ledger lies.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Runs something on the connection, with errors in our words.
    pub(crate) fn run<T>(&self, f: impl FnOnce(&Connection) -> rusqlite::Result<T>) -> Result<T> {
        f(&self.db).map_err(|e| LedgerError::of(&self.path, e))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ledger_is_made_once_and_opened_again() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("a.ledger");
        assert!(matches!(Ledger::open_to_read(&path), Err(LedgerError::Missing(_))));
        drop(Ledger::open(&path).expect("made"));
        let again = Ledger::open(&path).expect("opened");
        assert_eq!(again.version().expect("a version"), MIGRATIONS.len() as i64);
        let reader = Ledger::open_to_read(&path).expect("read");
        assert!(reader.db.execute("DELETE FROM meta", []).is_err(), "a reader must not write");
    }

    #[test]
    fn other_files_and_later_versions_are_refused() {
        let folder = tempfile::tempdir().expect("a folder");
        let text = folder.path().join("a.txt");
        std::fs::write(
            &text,
            "no ledger at all, but a text that is longer than a header".repeat(9),
        )
        .expect("written");
        assert!(matches!(Ledger::open(&text), Err(LedgerError::Foreign(_))));
        let other = folder.path().join("other.db");
        let db = Connection::open(&other).expect("opened");
        db.execute_batch("CREATE TABLE t (a)").expect("a table");
        drop(db);
        assert!(matches!(Ledger::open(&other), Err(LedgerError::Foreign(_))));
        let later = folder.path().join("later.ledger");
        let ledger = Ledger::open(&later).expect("made");
        ledger.db.pragma_update(None, "user_version", 99).expect("set");
        drop(ledger);
        assert!(matches!(Ledger::open(&later), Err(LedgerError::Newer { found: 99, .. })));
    }
}
