//! `chancery ingest` killed at random moments, again and again: what it committed is whole, what it
//! did not is not there, and in the end the ledger holds what an undisturbed run puts into it.
//!
//! `KILLS=200 cargo test --release -p chancery --test kill -- --nocapture` (or
//! `bench/kill_ingest.sh 200`) kills as often as that; without it, fifteen times.

mod common;

use common::{Folder, chancery, ready};
use rusqlite::types::ValueRef;
use rusqlite::{Connection, OpenFlags};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::Path;
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

const PAPERS: usize = 900;
const FILES: usize = 3;

/// Papers of our own prose: who meets whom, and what they say; one line in a hundred is no paper.
fn corpus(folder: &Folder) {
    let who = [
        ("Prezydent Finlandii Alexander Stubb", "z premierem Estonii", "Estonii"),
        ("Prezydent Kazachstanu Kasym-Żomart Tokajew", "z przywódcą Chin Xi Jinpingiem", "Chinom"),
        ("Minister spraw zagranicznych Norwegii", "z szefem dyplomacji Polski", "Polsce"),
        ("Kanclerz Niemiec", "z prezydentem Francji", "Francji"),
    ];
    let what = ["współpracy energetycznej", "handlu", "granicy", "wymianie naukowej", "tranzycie"];
    for file in 0..FILES {
        let mut lines = String::new();
        for n in 0..PAPERS / FILES {
            if n % 100 == 57 {
                lines.push_str("{\"id\": \"no paper\"\n");
                continue;
            }
            let (a, b, c) = who[n % who.len()];
            let topic = what[n % what.len()];
            let (month, day) = (n / 28 % 12 + 1, n % 28 + 1);
            let text = format!(
                "{a} rozmawiał w środę {b} o {topic}. Zapowiedział, że w przyszłym roku przekaże \
                 {c} pomoc w wysokości {} milionów euro.\n\nPotępił też ataki Rosji na Ukrainę.",
                n + 2
            );
            let paper = serde_json::json!({
                "id": format!("{file}-{n}"),
                "text": text,
                "lang": "pl",
                "published": format!("2022-{month:02}-{day:02}"),
            });
            lines.push_str(&format!("{paper}\n"));
        }
        folder.file(&format!("papers/{file}.jsonl"), lines);
    }
}

fn ingest(folder: &Path, ledger: &str) -> Child {
    chancery()
        .current_dir(folder)
        .args(["ingest", "papers", "--ledger", ledger])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

/// All that a ledger holds but hours and, where rows have a name of their own, their numbers.
fn content(ledger: &Path) -> Vec<String> {
    let db = open(ledger);
    let mut all = Vec::new();
    for sql in [
        "SELECT d.*, '' FROM (SELECT key, name, lang, published, title, checksum, points, n_words,
            copy_of IS NULL, likeness, signature, p.text, p.tokens, p.record
            FROM documents JOIN papers p ON p.document = id) d",
        "SELECT d.key, r.event, a.uid, r.type, r.day, r.start, r.end, r.confidence FROM reports r
            JOIN documents d ON d.id = r.document JOIN acts a ON a.id = r.act",
        "SELECT uid, type, mode, cameo, aux, weight, day, date, confidence, place, n_reports,
            n_documents, n_sources, first_seen, last_seen FROM acts",
        "SELECT a.uid, e.key, p.role, p.day, p.place FROM parties p
            JOIN entities e ON e.id = p.entity JOIN acts a ON a.id = p.act",
        "SELECT a.uid, t.kind, t.tag, t.day FROM tags t JOIN acts a ON a.id = t.act",
        "SELECT a.uid, c.code, c.role, c.day FROM codes c JOIN acts a ON a.id = c.act",
        "SELECT lo, hi, month, quad, direction, acts, round(score, 3) FROM balances",
        "SELECT a.uid, m.score, m.reasons FROM merges m JOIN acts a ON a.id = m.act",
        "SELECT a.uid, p.kind, p.promised, p.made, p.due_from, p.due_to, p.status FROM pledges p
            JOIN acts a ON a.id = p.act",
        "SELECT a.uid, b.uid, l.kind, l.score, l.reasons FROM pledge_links l
            JOIN acts a ON a.id = l.pledge JOIN acts b ON b.id = l.act",
        "SELECT d.key, s.statement, s.kind, s.start, s.end FROM statements s
            JOIN documents d ON d.id = s.document",
        "SELECT key, report FROM merge_keys",
        "SELECT band, document FROM bands",
        "SELECT name, stamp, position, done, papers, rejects FROM units",
        "SELECT u.name, r.position, r.reason FROM rejects r JOIN units u ON u.id = r.unit",
        "SELECT id, block FROM words_data WHERE id = 1",
    ] {
        let mut asked = db.prepare(sql).unwrap();
        let width = asked.column_count();
        let mut rows: Vec<String> = asked
            .query_map([], |r| {
                let cells = (0..width).map(|i| {
                    Ok(match r.get_ref(i)? {
                        ValueRef::Null => "null".to_owned(),
                        ValueRef::Integer(n) => n.to_string(),
                        ValueRef::Real(x) => x.to_string(),
                        ValueRef::Text(t) => String::from_utf8_lossy(t).into_owned(),
                        ValueRef::Blob(b) => {
                            let mut hash = DefaultHasher::new();
                            b.hash(&mut hash);
                            format!("{:016x}", hash.finish())
                        }
                    })
                });
                Ok(cells.collect::<rusqlite::Result<Vec<_>>>()?.join("|"))
            })
            .unwrap()
            .collect::<rusqlite::Result<_>>()
            .unwrap();
        rows.sort();
        all.push(format!("== {sql}: {} rows", rows.len()));
        all.extend(rows);
    }
    all
}

fn open(ledger: &Path) -> Connection {
    Connection::open_with_flags(ledger, OpenFlags::SQLITE_OPEN_READ_WRITE).unwrap()
}

/// Whole papers only, and each unit's position where its papers are. Gives the number of papers.
fn whole(ledger: &Path) -> i64 {
    let db = open(ledger);
    let one = |sql: &str| db.query_row(sql, [], |r| r.get::<_, i64>(0)).unwrap();
    let fine: String = db.query_row("PRAGMA quick_check", [], |r| r.get(0)).unwrap();
    assert_eq!(fine, "ok");
    if one("SELECT count(*) FROM sqlite_schema WHERE name = 'documents'") == 0 {
        // Killed before the tables were made: then there is none at all.
        assert_eq!(one("SELECT count(*) FROM sqlite_schema"), 0);
        return 0;
    }
    let papers = one("SELECT count(*) FROM documents");
    assert_eq!(papers, one("SELECT count(*) FROM papers"));
    assert_eq!(papers, one("SELECT count(*) FROM words_docsize"));
    let dealt = one("SELECT coalesce(sum(position), 0) FROM units");
    assert_eq!(dealt, papers + one("SELECT count(*) FROM rejects"));
    assert_eq!(one("SELECT count(*) FROM acts"), one("SELECT count(DISTINCT act) FROM reports"));
    assert_eq!(
        one("SELECT count(*) FROM reports"),
        one("SELECT coalesce(sum(n_reports), 0) FROM acts")
    );
    db.execute_batch("INSERT INTO words(words) VALUES('integrity-check')").unwrap();
    papers
}

/// An even number below an end, from the clock: moments shall differ from run to run.
fn chance(end: u64) -> u64 {
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap();
    let mut hash = DefaultHasher::new();
    now.as_nanos().hash(&mut hash);
    hash.finish() % end.max(1)
}

#[test]
fn kills_lose_nothing_and_leave_no_half_paper() {
    if !ready() {
        return;
    }
    let wanted: usize = std::env::var("KILLS").ok().and_then(|n| n.parse().ok()).unwrap_or(15);
    let folder = Folder::new();
    corpus(&folder);
    let begun = Instant::now();
    let code = ingest(folder.path(), "quiet.ledger").wait().unwrap().code();
    let undisturbed = begun.elapsed();
    assert_eq!(code, Some(2), "some lines are no papers");
    let expected = content(&folder.path().join("quiet.ledger"));
    let papers = whole(&folder.path().join("quiet.ledger"));
    let (mut kills, mut ledgers, mut grown) = (0, 0, 0);
    while kills < wanted {
        ledgers += 1;
        let name = format!("{ledgers}.ledger");
        let path = folder.path().join(&name);
        let mut before = 0;
        loop {
            let mut child = ingest(folder.path(), &name);
            if kills < wanted {
                let moment = chance(undisturbed.as_micros() as u64);
                std::thread::sleep(Duration::from_micros(moment));
                child.kill().unwrap(); // SIGKILL: nothing is tidied up
            }
            let status = child.wait().unwrap();
            if status.code().is_some() {
                break; // it came to its end
            }
            kills += 1;
            if path.exists() {
                let now = whole(&path);
                assert!(now >= before, "{now} papers after {before}");
                grown += usize::from(now > before);
                before = now;
            }
        }
        assert_eq!(whole(&path), papers);
        let found = content(&path);
        for (a, b) in expected.iter().zip(&found) {
            assert_eq!(a, b, "after {kills} kills");
        }
        assert_eq!(expected.len(), found.len());
    }
    println!(
        "{kills} kills over {ledgers} ledgers of {papers} papers (an undisturbed run takes {:.1} s); \
         {grown} of the killed runs had committed something; all ledgers hold the same",
        undisturbed.as_secs_f64()
    );
}
