//! `chancery serve` from the outside: opens, answers while papers come in, reads a text with the
//! real path, and stops in good order.
#![cfg(unix)]

mod common;

use common::chancery;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};

fn root() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."))
}

fn ingest(file: &str, ledger: &Path) {
    let status = chancery()
        .args(["ingest", "--published", "2024-06-11"])
        .arg(root().join("examples").join(file))
        .arg("--ledger")
        .arg(ledger)
        .stdout(Stdio::null())
        .status()
        .expect("ingest runs");
    assert!(status.success());
}

/// A room that is ended with the test.
struct Open {
    child: Child,
    address: String,
}

impl Open {
    fn new(ledger: &Path) -> Self {
        let mut child = chancery()
            .args(["serve", "--port", "0", "--log", "none", "--ledger"])
            .arg(ledger)
            .env_remove("CHANCERY_TOKEN")
            .stdout(Stdio::piped())
            .spawn()
            .expect("serve runs");
        let mut line = String::new();
        let out = child.stdout.take().expect("its output");
        BufReader::new(out).read_line(&mut line).expect("a line");
        let address = line.rsplit("http://").next().unwrap_or("").trim().trim_end_matches('/');
        Self { address: address.to_owned(), child }
    }

    fn ask(&self, head: &str, body: &str) -> String {
        let mut stream = TcpStream::connect(&self.address).expect("a connection");
        let host = &self.address;
        let request = format!(
            "{head} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
            body.len()
        );
        stream.write_all(request.as_bytes()).expect("sent");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).expect("an answer");
        answer
    }
}

impl Drop for Open {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn a_room_opens_reads_and_closes() {
    let folder = tempfile::tempdir().expect("a folder");
    let ledger = folder.path().join("a.ledger");
    ingest("papers.jsonl", &ledger);
    let mut open = Open::new(&ledger);
    let home = open.ask("GET /", "");
    assert!(home.starts_with("HTTP/1.1 200") && home.contains("content-security-policy"), "{home}");
    let found = open.ask("GET /api/v1/search?q=prezydentowi", "");
    assert!(found.contains("\"hit\":true"), "words are found in any inflection: {found}");

    // A ledger that grows is shown as it grows.
    ingest("rozmowa.txt", &ledger);
    let papers = open.ask("GET /api/v1/documents", "");
    assert!(papers.contains("\"id\":\"rozmowa\""), "{papers}");

    let text = r#"{"text":"Poland expelled two Belarusian diplomats on Monday.","published":"2024-06-18"}"#;
    let read = open.ask("POST /api/v1/read", text);
    assert!(read.starts_with("HTTP/1.1 200") && read.contains("\"event\":\"SANCTION\""), "{read}");
    let refused = open.ask("POST /api/v1/read", r#"{"text":"x","lang":"de"}"#);
    assert!(refused.starts_with("HTTP/1.1 422"), "{refused}");

    let asked = Command::new("kill").args(["-TERM", &open.child.id().to_string()]).status();
    assert!(asked.is_ok_and(|s| s.success()));
    assert!(open.child.wait().expect("its end").success(), "SIGTERM is no failure");
}

#[test]
fn a_room_for_others_needs_a_token() {
    let folder = tempfile::tempdir().expect("a folder");
    let ledger = folder.path().join("a.ledger");
    let out = chancery()
        .args(["serve", "--bind", "0.0.0.0", "--port", "0", "--ledger"])
        .arg(&ledger)
        .env_remove("CHANCERY_TOKEN")
        .output()
        .expect("serve runs");
    let told = String::from_utf8_lossy(&out.stderr);
    assert!(!out.status.success() && told.contains("--token"), "{told}");
    let out = chancery()
        .args(["serve", "--port", "0", "--ledger"])
        .arg(&ledger)
        .output()
        .expect("serve runs");
    let told = String::from_utf8_lossy(&out.stderr);
    assert!(!out.status.success() && told.contains("chancery ingest"), "{told}");
}
