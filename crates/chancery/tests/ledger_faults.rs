//! `chancery ingest` and the questions when something is wrong: a clear line that names the file and
//! the reason, an exit code that is not 0, and nothing lost of what was there.

mod common;

use common::{Folder, READOUT, chancery, ready, stderr, stdout};
use rusqlite::Connection;
use std::path::Path;
use std::process::Output;

fn ingest(folder: &Path, args: &[&str]) -> Output {
    let mut command = chancery();
    command.current_dir(folder).arg("ingest").args(args);
    command.output().unwrap()
}

fn ask(folder: &Path, args: &[&str]) -> Output {
    chancery().current_dir(folder).args(args).args(["--ledger", "a.ledger"]).output().unwrap()
}

/// Key, checksum and number of acts of all papers.
fn papers(ledger: &Path) -> Vec<String> {
    let db = Connection::open(ledger).unwrap();
    let sql = "SELECT name || ' ' || checksum || ' ' ||
        (SELECT count(*) FROM reports WHERE document = d.id) FROM documents d ORDER BY name";
    let mut asked = db.prepare(sql).unwrap();
    asked.query_map([], |r| r.get(0)).unwrap().collect::<rusqlite::Result<_>>().unwrap()
}

/// A ledger of one paper.
fn kept() -> Folder {
    let folder = Folder::new();
    folder.file("first.txt", READOUT);
    let out =
        ingest(folder.path(), &["first.txt", "--published", "2024-06-11", "--ledger", "a.ledger"]);
    assert!(out.status.success(), "{}", stderr(&out));
    folder
}

fn fails(out: &Output, code: i32, words: &[&str]) {
    let err = stderr(out);
    assert_eq!(out.status.code(), Some(code), "{err}");
    for word in words {
        assert!(err.contains(word), "\"{word}\" is not in: {err}");
    }
    assert!(!err.contains("panicked"), "{err}");
}

#[test]
fn a_ledger_that_another_program_writes_to() {
    if !ready() {
        return;
    }
    let folder = kept();
    let path = folder.path().join("a.ledger");
    folder.file("second.txt", READOUT.replace("energetyki", "handlu"));
    let db = Connection::open(&path).unwrap();
    db.execute_batch("BEGIN IMMEDIATE").unwrap();
    let out = ingest(folder.path(), &["second.txt", "--ledger", "a.ledger"]);
    fails(&out, 1, &["a.ledger", "another program is writing"]);
    // Questions are answered meanwhile.
    let out = ask(folder.path(), &["acts"]);
    assert!(out.status.success() && stdout(&out).contains("CONSULT"), "{}", stderr(&out));
    db.execute_batch("ROLLBACK").unwrap();
    let out = ingest(folder.path(), &["second.txt", "--ledger", "a.ledger"]);
    assert!(out.status.success(), "{}", stderr(&out));
    assert_eq!(papers(&path).len(), 2);
}

#[test]
fn files_that_are_no_ledger_or_a_later_or_a_damaged_one() {
    if !ready() {
        return;
    }
    let folder = kept();
    let path = folder.path().join("a.ledger");
    // Another kind of file, another kind of database, a text.
    Connection::open(folder.path().join("other.db"))
        .unwrap()
        .execute_batch("CREATE TABLE t (a)")
        .unwrap();
    folder.file("note.ledger", "a note that is long enough to be taken for something ".repeat(40));
    for name in ["other.db", "note.ledger"] {
        let bytes = std::fs::read(folder.path().join(name)).unwrap();
        let out = ingest(folder.path(), &["first.txt", "--ledger", name]);
        fails(&out, 1, &[name, "is no ledger"]);
        assert_eq!(bytes, std::fs::read(folder.path().join(name)).unwrap(), "{name} was changed");
    }
    // Of a later version.
    std::fs::copy(&path, folder.path().join("later.ledger")).unwrap();
    Connection::open(folder.path().join("later.ledger"))
        .unwrap()
        .pragma_update(None, "user_version", 99)
        .unwrap();
    let out = ingest(folder.path(), &["first.txt", "--ledger", "later.ledger"]);
    fails(&out, 1, &["later.ledger", "version 99"]);
    // Damaged in the middle, cut short.
    drop(
        Connection::open(&path)
            .unwrap()
            .query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(())),
    );
    let bytes = std::fs::read(&path).unwrap();
    let mut torn = bytes.clone();
    torn[4096..].iter_mut().step_by(3).for_each(|b| *b ^= 0x5A);
    folder.file("torn.ledger", torn);
    folder.file("short.ledger", &bytes[..bytes.len() / 3]);
    for name in ["torn.ledger", "short.ledger"] {
        let out =
            ingest(folder.path(), &["first.txt", "--ledger", name, "--published", "2024-06-12"]);
        fails(&out, 1, &[name]);
    }
    // A folder, and a path that cannot be.
    let out = ingest(folder.path(), &["first.txt", "--ledger", "."]);
    fails(&out, 1, &["."]);
    let out = ingest(folder.path(), &["first.txt", "--ledger", "nowhere/a.ledger"]);
    fails(&out, 1, &["nowhere/a.ledger"]);
    let out = chancery().args(["acts", "--ledger", "/nonexistent/a.ledger"]).output().unwrap();
    fails(&out, 1, &["/nonexistent/a.ledger", "there is no ledger"]);
}

/// More than a small limit on the size of files lets in.
#[cfg(unix)]
#[test]
fn a_disk_that_is_full() {
    if !ready() {
        return;
    }
    let folder = kept();
    let path = folder.path().join("a.ledger");
    let before = papers(&path);
    let mut lines = String::new();
    for n in 0..400 {
        let text = format!("{READOUT} Numer {n} i słowo{n} oraz wyraz{}.", n * 7);
        lines.push_str(&format!(
            "{}\n",
            serde_json::json!({"id": n.to_string(), "text": text, "lang": "pl"})
        ));
    }
    folder.file("many.jsonl", lines);
    let size = std::fs::metadata(&path).unwrap().len() / 1024;
    // The shell limits the size of files (in KiB) to a little more than the ledger has; SIGXFSZ is
    // ignored, so that the write fails as it does on a full disk.
    let command = format!(
        "trap '' XFSZ; ulimit -f {}; exec {} ingest many.jsonl --ledger a.ledger",
        size + 200,
        env!("CARGO_BIN_EXE_chancery")
    );
    let out = std::process::Command::new("bash")
        .args(["-c", &command])
        .current_dir(folder.path())
        .env("CHANCERY_CONFIG", "/nonexistent/chancery")
        .output()
        .unwrap();
    fails(&out, 1, &["a.ledger"]);
    let after = papers(&path);
    assert!(before.iter().all(|p| after.contains(p)));
    // With room again, it goes on.
    let out = ingest(folder.path(), &["many.jsonl", "--ledger", "a.ledger"]);
    assert!(out.status.success(), "{}", stderr(&out));
    assert_eq!(papers(&path).len(), 401);
}

#[test]
fn a_second_run_changes_nothing_and_a_changed_file_is_read_again() {
    if !ready() {
        return;
    }
    let folder = kept();
    let path = folder.path().join("a.ledger");
    let before = papers(&path);
    let bytes = std::fs::read(&path).unwrap();
    let out =
        ingest(folder.path(), &["first.txt", "--published", "2024-06-11", "--ledger", "a.ledger"]);
    assert!(out.status.success() && stdout(&out).starts_with("0 papers kept"), "{}", stdout(&out));
    assert_eq!(before, papers(&path));
    assert_eq!(bytes, std::fs::read(&path).unwrap());
    std::thread::sleep(std::time::Duration::from_millis(20));
    folder.file("first.txt", format!("{READOUT}\nDuda potępił atak Rosji na Ukrainę.\n"));
    let out =
        ingest(folder.path(), &["first.txt", "--published", "2024-06-11", "--ledger", "a.ledger"]);
    assert!(stdout(&out).contains("1 replaced"), "{}", stdout(&out));
    let after = papers(&path);
    assert_eq!((after.len(), after == before), (1, false));
}

#[test]
fn papers_that_cannot_be_taken_are_named_and_the_others_kept() {
    if !ready() {
        return;
    }
    let folder = Folder::new();
    let paper = |id: &str, text: &str| {
        serde_json::json!({"id": id, "text": text, "lang": "pl"}).to_string()
    };
    let lines = [
        paper("a", READOUT),
        paper("a", "Ten sam numer, inny tekst o Finlandii."),
        "{\"id\": \"b\"".to_owned(),
        paper("c", ""),
        paper("d", "Minister spotkał się z ambasadorem."),
    ];
    folder.file("in/some.jsonl", lines.join("\n"));
    folder.file("in/empty.txt", "");
    folder.file("in/trees.conllu", "# text = Duda\n1\tDuda\tDuda\tPROPN\n");
    folder.file("in/bytes.txt", [0xff, 0xfe, 0x00, 0xd8, 0x00]);
    std::fs::create_dir(folder.path().join("in/nothing")).unwrap();
    let out = ingest(
        folder.path(),
        &["in", "gone.txt", "--ledger", "a.ledger", "--rejects", "rejects.jsonl"],
    );
    fails(&out, 2, &["some.jsonl", "the id \"a\"", "some.jsonl:3", "trees.conllu", "gone.txt"]);
    let names = papers(&folder.path().join("a.ledger"));
    assert!(
        names.iter().any(|n| n.starts_with("a ")) && names.iter().any(|n| n.starts_with("d ")),
        "{names:?}"
    );
    let rejects = std::fs::read_to_string(folder.path().join("rejects.jsonl")).unwrap();
    assert_eq!(rejects.lines().count(), stderr(&out).lines().count());
    // What is refused once is not asked again, and what is kept stays.
    let again = ingest(folder.path(), &["in", "--ledger", "a.ledger"]);
    assert!(again.status.success(), "{}", stderr(&again));
    assert_eq!(names, papers(&folder.path().join("a.ledger")));
    // A folder without anything.
    let out = ingest(folder.path(), &["in/nothing", "--ledger", "a.ledger"]);
    assert!(out.status.code().is_some_and(|c| c <= 2) && !stderr(&out).contains("panicked"));
    // A file that vanishes takes nothing with it.
    std::fs::remove_file(folder.path().join("in/some.jsonl")).unwrap();
    let out = ingest(folder.path(), &["in", "--ledger", "a.ledger"]);
    assert!(out.status.success(), "{}", stderr(&out));
    assert_eq!(names, papers(&folder.path().join("a.ledger")));
}

#[test]
fn trees_and_a_huge_paper() {
    if !ready() {
        return;
    }
    let folder = Folder::new();
    folder.file("huge.txt", READOUT.repeat(3_000));
    folder.file(
        "trees.conllu",
        "# newdoc id = t1\n# text = Duda potępił Rosję.\n\
         1\tDuda\tDuda\tPROPN\t_\t_\t2\tnsubj\t_\t_\n\
         2\tpotępił\tpotępić\tVERB\t_\tTense=Past\t0\troot\t_\t_\n\
         3\tRosję\tRosja\tPROPN\t_\tCase=Acc\t2\tobj\t_\tSpaceAfter=No\n\
         4\t.\t.\tPUNCT\t_\t_\t2\tpunct\t_\t_\n\n",
    );
    let out = ingest(
        folder.path(),
        &["huge.txt", "trees.conllu", "--lang", "pl", "--ledger", "a.ledger"],
    );
    assert!(out.status.success(), "{}", stderr(&out));
    assert_eq!(papers(&folder.path().join("a.ledger")).len(), 2);
    let found = ask(folder.path(), &["search", "potępić", "--format", "json"]);
    assert!(stdout(&found).contains("t1"), "{}", stdout(&found));
}

#[test]
fn what_a_person_writes_is_never_sql() {
    if !ready() {
        return;
    }
    let folder = kept();
    let path = folder.path().join("a.ledger");
    let before = papers(&path);
    for words in
        ["'; DROP TABLE acts; --", "\" OR 1=1 --", "NEAR(a b) *", "%_", "(((", "--", "NULL"]
    {
        for args in [
            vec!["search", "--", words],
            vec!["acts", "--actor", words],
            vec!["acts", "--area", words],
            vec!["acts", "--from", words],
            vec!["acts", "--after", words],
            vec!["dyad", words, "POL"],
            vec!["entity", "--", words],
        ] {
            let mut command = chancery();
            let out = command
                .current_dir(folder.path())
                .env("CHANCERY_LEDGER", "a.ledger")
                .args(&args)
                .output()
                .unwrap();
            assert!(out.status.code().is_some_and(|c| c <= 2), "{args:?}");
            let err = stderr(&out);
            assert!(!err.contains("panicked") && !err.contains("syntax error"), "{args:?}: {err}");
        }
    }
    assert_eq!(before, papers(&path));
}

#[cfg(unix)]
#[test]
fn a_folder_that_may_not_be_written() {
    use std::os::unix::fs::PermissionsExt;
    if !ready() {
        return;
    }
    let folder = kept();
    let closed = folder.path().join("closed");
    std::fs::create_dir(&closed).unwrap();
    std::fs::copy(folder.path().join("a.ledger"), closed.join("a.ledger")).unwrap();
    let mode = |m| std::fs::set_permissions(&closed, std::fs::Permissions::from_mode(m)).unwrap();
    mode(0o555);
    if std::fs::write(closed.join("try"), "").is_ok() {
        // Whoever may do everything is not kept out by permissions.
        mode(0o755);
        println!("skipped, this user may write everywhere");
        return;
    }
    let out = ingest(folder.path(), &["first.txt", "--ledger", "closed/new.ledger"]);
    fails(&out, 1, &["closed/new.ledger", "may not be written"]);
    let out =
        chancery().current_dir(&closed).args(["acts", "--ledger", "a.ledger"]).output().unwrap();
    assert!(out.status.success(), "a ledger there can still be read: {}", stderr(&out));
    mode(0o755);
}
