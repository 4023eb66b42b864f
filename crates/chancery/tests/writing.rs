//! Records checked and put right through a room that the binary opens with `--write`, and what the
//! other commands say of it afterwards.
#![cfg(unix)]

mod common;

use common::{chancery, stdout};
use serde_json::Value;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Stdio};

const TOKEN: &str = "a-token-for-the-test";

/// A room that is ended with the test.
struct Open {
    child: Child,
    address: String,
}

impl Open {
    fn new(ledger: &Path, more: &[&str]) -> Self {
        let mut child = chancery()
            .args(["serve", "--write", "--port", "0", "--log", "none", "--ledger"])
            .arg(ledger)
            .args(more)
            .env("CHANCERY_TOKEN", TOKEN)
            .stdout(Stdio::piped())
            .spawn()
            .expect("serve runs");
        let mut line = String::new();
        let out = child.stdout.take().expect("its output");
        BufReader::new(out).read_line(&mut line).expect("a line");
        let address = line.rsplit("http://").next().unwrap_or("").trim().trim_end_matches('/');
        Self { address: address.to_owned(), child }
    }

    /// The answer's status and body.
    fn ask(&self, head: &str, body: &str) -> (u16, Value) {
        let mut stream = TcpStream::connect(&self.address).expect("a connection");
        let request = format!(
            "{head} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\nAuthorization: Bearer {TOKEN}\r\n\
             Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
            self.address,
            body.len()
        );
        stream.write_all(request.as_bytes()).expect("sent");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).expect("an answer");
        let status = answer.split(' ').nth(1).and_then(|s| s.parse().ok()).unwrap_or(0);
        let body = answer.split_once("\r\n\r\n").map_or("", |x| x.1);
        (status, serde_json::from_str(body).unwrap_or(Value::Null))
    }
}

impl Drop for Open {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn run(ledger: &Path, args: &[&str]) -> String {
    let out = chancery().args(args).arg("--ledger").arg(ledger).output().expect("it runs");
    assert!(out.status.success(), "{args:?}: {}", String::from_utf8_lossy(&out.stderr));
    stdout(&out)
}

#[test]
fn a_correction_over_http_is_the_one_of_the_command() {
    if !common::ready() {
        return;
    }
    let folder = tempfile::tempdir().expect("a folder");
    let examples = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../examples/rozmowa.txt"));
    let ledgers = ["a.ledger", "b.ledger"].map(|name| folder.path().join(name));
    for ledger in &ledgers {
        let file = examples.to_str().expect("a path");
        run(ledger, &["ingest", "--published", "2024-06-11", file]);
    }
    let [by_command, by_http] = &ledgers;
    let acts = run(by_command, &["acts", "--type", "SUPPORT", "--format", "json"]);
    let act: Value = serde_json::from_str(acts.lines().next().expect("an act")).expect("JSON");
    let act = act["act"].as_str().expect("an id");
    let given = [
        "--type",
        "request",
        "--mode",
        "assist",
        "--actor",
        "prezydent Finlandii",
        "--recipient",
        "Polska",
        "--date",
        "2024-06",
        "--who",
        "Ewa",
        "--why",
        "a test",
    ];
    run(by_command, &[&["correct", act][..], &given[..]].concat());
    let open = Open::new(by_http, &[]);
    let wish = format!(
        r#"{{"act": "{act}", "type": "request", "mode": "assist", "actor": ["prezydent Finlandii"],
            "recipient": ["Polska"], "date": "2024-06", "who": "Ewa", "why": "a test"}}"#
    );
    let (status, made) = open.ask("POST /api/v1/corrections", &wish);
    assert_eq!(status, 200, "{made}");
    let told = |ledger: &Path| {
        let all = run(ledger, &["corrections", "--format", "json"]);
        let mut all: Vec<Value> =
            all.lines().map(|l| serde_json::from_str(l).expect("JSON")).collect();
        all.iter_mut().for_each(|c| c["at"] = Value::Null);
        all
    };
    assert_eq!(told(by_command), told(by_http));
    let of = |ledger: &Path| run(ledger, &["acts", "--format", "json"]);
    assert_eq!(of(by_command), of(by_http));

    // Verdicts of two, and what the command makes of them.
    let (_, page) = open.ask("GET /api/v1/acts?limit=1", "");
    let report = page["acts"][0]["report"]["report"].as_i64().expect("a number");
    for (who, verdict, slots) in [("Ewa", "wrong", r#"["actor"]"#), ("Jan", "right", "[]")] {
        let body = format!(
            r#"{{"report": {report}, "verdict": "{verdict}", "slots": {slots}, "who": "{who}"}}"#
        );
        let (status, made) = open.ask("POST /api/v1/checks", &body);
        assert_eq!(status, 200, "{made}");
    }
    let (status, undone) = open.ask("POST /api/v1/corrections/1/undo", r#"{"who": "Jan"}"#);
    assert_eq!(status, 200, "{undone}");
    drop(open);
    let text = run(by_http, &["agreement"]);
    assert!(text.contains("2 verdicts on 1 records, 1 of them checked by two or more"), "{text}");
    assert!(text.contains("Ewa  wrong (actor)"), "{text}");
    let figures = run(by_http, &["agreement", "--format", "csv"]);
    assert_eq!(figures.lines().nth(1), Some("verdict,1,2,0.000,0.000,,,"), "{figures}");
    let json: Value =
        serde_json::from_str(&run(by_http, &["agreement", "--format", "json"])).expect("JSON");
    assert_eq!((&json["units"], &json["disagreed"]), (&Value::from(1), &Value::from(1)));
    let rows = run(by_http, &["agreement", "--verdicts", "--format", "csv"]);
    assert_eq!(rows.lines().count(), 3, "{rows}");
    assert!(run(by_http, &["verify"]).contains("sound"));
    assert!(run(by_command, &["agreement"]).contains("serve --write"), "an empty answer says how");
}

#[test]
fn a_room_for_writing_codes_by_the_users_own_codebook() {
    if !common::ready() {
        return;
    }
    let folder = common::Folder::new();
    let types = "include built-in\nBARTER | 2 | 5.0 | no | salt 6.0\n";
    folder.file("book/types.txt", types);
    let book = folder.path().join("book");
    let ledger = folder.path().join("a.ledger");
    let paper = folder.file("a.txt", "Poland praised Finland on Monday.\n");
    let paper = paper.to_str().expect("a path");
    run(&ledger, &["ingest", "--published", "2024-06-11", "--lang", "en", paper]);
    let open = Open::new(&ledger, &["--ontology", book.to_str().expect("a path")]);
    let (_, page) = open.ask("GET /api/v1/acts?limit=1", "");
    let report = page["acts"][0]["report"]["report"].as_i64().expect("an act");
    let wish = |kind: &str| {
        format!(r#"{{"report": {report}, "type": "{kind}", "who": "Ewa", "why": "a test"}}"#)
    };
    let (status, made) = open.ask("POST /api/v1/corrections", &wish("BARTER"));
    assert_eq!(status, 200, "{made}");
    let (status, refused) = open.ask("POST /api/v1/corrections", &wish("DANCE"));
    assert_eq!((status, &refused["field"]), (422, &Value::from("type")));
    let allowed = refused["allowed"].as_array().cloned().unwrap_or_default();
    assert!(allowed.contains(&Value::from("BARTER")), "{refused}");
}

#[test]
fn writing_without_a_token_is_refused_at_the_start() {
    let folder = tempfile::tempdir().expect("a folder");
    let out = chancery()
        .args(["serve", "--write", "--port", "0", "--ledger"])
        .arg(folder.path().join("a.ledger"))
        .env_remove("CHANCERY_TOKEN")
        .output()
        .expect("serve runs");
    let told = String::from_utf8_lossy(&out.stderr);
    assert!(
        !out.status.success() && told.contains("--write") && told.contains("--token"),
        "{told}"
    );
}
