//! Ledgers of earlier versions: read as they are, brought to the present by whoever writes.

mod common;

use common::{Told, paper};
use ledger::ask::{ActFilter, PartyRow};
use ledger::check::{Check, CheckFilter};
use ledger::{CorrectionFilter, Filed, Ledger, LedgerError};
use rusqlite::Connection;
use std::path::Path;

fn one() -> Filed {
    paper("one/1", "2021-06-02", "", &[Told::new(0, 2, 1, "2021-06-01")])
}

/// A ledger of version 1 with a paper and a correction in it, as a program of that time left it.
fn version_1(path: &Path) {
    let made = path.with_extension("made");
    {
        let mut ledger = Ledger::open(&made).expect("made");
        let mut filing = ledger.filing().expect("a transaction");
        let (unit, _) = filing.begin("unit", "stamp").expect("a unit");
        filing.file(unit, &one()).expect("filed");
        filing.commit().expect("committed");
    }
    let old = Connection::open(path).expect("opened");
    old.pragma_update(None, "journal_mode", "WAL").expect("set");
    old.pragma_update(None, "foreign_keys", false).expect("set");
    old.execute_batch(include_str!("../schema/001.sql")).expect("the first schema");
    old.execute("ATTACH ?1 AS made", [made.to_str()]).expect("attached");
    let tables: Vec<String> = old
        .prepare("SELECT name FROM main.sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%' AND name NOT LIKE 'words%'")
        .and_then(|mut q| q.query_map([], |r| r.get(0))?.collect())
        .expect("tables");
    // Balances are kept by triggers as the pairs come in.
    for table in tables.iter().filter(|t| *t != "balances" && *t != "corrections") {
        // The columns that the table had then.
        let columns: Vec<String> = old
            .prepare("SELECT name FROM pragma_table_info(?1, 'main')")
            .and_then(|mut q| q.query_map([table], |r| r.get(0))?.collect())
            .expect("columns");
        let columns = columns.iter().map(|c| format!("\"{c}\"")).collect::<Vec<_>>().join(", ");
        old.execute(
            &format!("INSERT INTO main.{table} ({columns}) SELECT {columns} FROM made.{table}"),
            [],
        )
        .unwrap_or_else(|e| panic!("{table}: {e}"));
    }
    let text = one();
    let lower = |s: &str| s.to_lowercase();
    let lemmas: Vec<String> = text.tokens.iter().map(|t| lower(&t.lemma)).collect();
    old.execute(
        "INSERT INTO words (rowid, forms, lemmas) VALUES (1, ?1, ?2)",
        [lower(&text.text), lemmas.join(" ")],
    )
    .expect("words");
    old.execute(
        "INSERT INTO corrections (at, who, why, kind, document, start, end, before, after, undone_at)
         VALUES ('2024-01-01T00:00:00Z', 'Ewa', 'no', 'reject', 'one/1', 0, 5, NULL, NULL, '2024-01-02T00:00:00Z')",
        [],
    )
    .expect("a correction");
    old.pragma_update(None, "user_version", 1).expect("set");
    old.pragma_update(None, "application_id", 0x4368_616E).expect("set");
}

fn state(path: &Path) -> i64 {
    let db = Connection::open(path).expect("opened");
    db.pragma_query_value(None, "user_version", |r| r.get(0)).expect("a version")
}

#[test]
fn an_old_ledger_is_read_as_it_is_and_migrated_by_who_writes() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("old.ledger");
    version_1(&path);
    let reader = Ledger::open_to_read(&path).expect("read");
    assert_eq!(state(&path), 1, "reading must not migrate");
    assert_eq!(reader.paper(1).expect("a paper").record.coded.events.len(), 1);
    assert!(reader.checks(&CheckFilter::default(), None, 10).expect("none").is_empty());
    assert_eq!(reader.agreement(&[]).expect("none").units, 0);
    assert_eq!(reader.stats().expect("counts").checks, 0);
    let old = reader.corrections(&CorrectionFilter::default(), None, 10).expect("one");
    assert_eq!((old.len(), old[0].who.as_str(), old[0].undone_by.as_deref()), (1, "Ewa", None));
    assert!(reader.verify(|_| {}).expect("verified").faults.is_empty());
    assert!(reader.report(1).expect("a report").checks.is_empty());

    let codes = |ledger: &Ledger| {
        let page = ledger.acts(&ActFilter::default(), None, 10).expect("acts");
        let act = page.acts.first().expect("an act");
        let code = |p: &PartyRow| p.code.clone().unwrap_or_default();
        [code(&act.actors[0]), code(&act.recipients[0])]
    };
    assert_eq!(codes(&reader), ["POL", "FIN"]);

    let mut writer = Ledger::open(&path).expect("migrated");
    assert_eq!(codes(&writer), ["POL", "FIN"]);
    assert_eq!(codes(&reader), ["POL", "FIN"], "one that was open goes on reading");
    assert_eq!(state(&path), 2);
    let check = Check { report: 1, verdict: "right".into(), who: "Jan".into(), ..Check::default() };
    writer.check(&check, None).expect("checked");
    // Who had it open before sees what came.
    assert_eq!(reader.checks(&CheckFilter::default(), None, 10).expect("one").len(), 1);
    assert_eq!(reader.report(1).expect("a report").checks[0].standing, "stands");
    assert_eq!(reader.corrections(&CorrectionFilter::default(), None, 10).expect("one").len(), 1);
    assert!(writer.verify(|_| {}).expect("verified").faults.is_empty());
}

#[test]
fn a_backup_of_an_old_ledger_is_an_old_ledger_and_checks_are_backed_up() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("old.ledger");
    version_1(&path);
    let copy = folder.path().join("copy.ledger");
    Ledger::open_to_read(&path).expect("read").backup(&copy).expect("copied");
    assert_eq!((state(&path), state(&copy)), (1, 1));
    let mut writer = Ledger::open(&copy).expect("migrated");
    let check =
        Check { report: 1, verdict: "unsure".into(), who: "Jan".into(), ..Check::default() };
    writer.check(&check, None).expect("checked");
    let again = folder.path().join("again.ledger");
    writer.backup(&again).expect("copied");
    let read = Ledger::open_to_read(&again).expect("read");
    assert_eq!(read.checks(&CheckFilter::default(), None, 10).expect("one").len(), 1);
    assert!(read.verify(|_| {}).expect("verified").faults.is_empty());
}

#[test]
fn a_migration_that_fails_leaves_the_old_version() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("old.ledger");
    version_1(&path);
    // A table of that name is in the way of the last steps of the migration.
    Connection::open(&path)
        .and_then(|db| db.execute_batch("CREATE TABLE v_checks (a)"))
        .expect("made");
    assert!(Ledger::open(&path).is_err());
    assert_eq!(state(&path), 1);
    let left: i64 = Connection::open(&path)
        .and_then(|db| {
            db.query_row("SELECT count(*) FROM sqlite_schema WHERE name = 'checks'", [], |r| {
                r.get(0)
            })
        })
        .expect("counted");
    assert_eq!(left, 0, "nothing of it is kept");
}

#[test]
fn a_later_ledger_is_refused() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("later.ledger");
    drop(Ledger::open(&path).expect("made"));
    Connection::open(&path).and_then(|db| db.pragma_update(None, "user_version", 3)).expect("set");
    for opened in [Ledger::open(&path), Ledger::open_to_read(&path)] {
        let error = opened.err().expect("refused");
        assert!(matches!(error, LedgerError::Newer { found: 3, known: 2, .. }), "{error}");
        assert!(error.to_string().contains("update"), "{error}");
    }
}
