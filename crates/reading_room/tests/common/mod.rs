//! A small ledger with papers of our own, some of them hostile, and a way to ask its room.
#![allow(dead_code)] // every test file uses a part

use axum::body::Body;
use axum::http::{HeaderMap, Method, Request, StatusCode, header};
use compact_str::CompactString;
use http_body_util::BodyExt;
use ledger::{Coding, Filed, Known, Ledger, Terms, Token};
use reading_room::{Accuracy, Given, Office, ReadFault, Reader, Room, Settings, router};
use record::Record;
use serde_json::{Value, json};
use std::path::PathBuf;
use std::sync::Arc;
use tower::ServiceExt;

/// What no page may repeat as markup.
pub const SCRIPT: &str = "<script>alert(1)</script><img src=x onerror=alert(2)>";

/// Turns the direction of writing.
pub const BIDI: &str = "\u{202E}drawkcab\u{2066}";

/// Where papers without an address come from.
pub const UNIT: &str = "/home/somebody/papers.jsonl";

/// A reader that knows one word.
struct Simple;

impl Terms for Simple {
    fn kinds(&self) -> Result<Vec<(String, Option<String>)>, String> {
        let all = [
            ("ACCUSE", None),
            ("ACCUSE", Some("allege")),
            ("AID", None),
            ("CONSULT", None),
            ("CONSULT", Some("phone")),
            ("SANCTION", None),
        ];
        Ok(all.map(|(t, m)| (t.to_owned(), m.map(str::to_owned))).to_vec())
    }

    fn coding(&self, event: &str, _: Option<&str>, _: &[CompactString]) -> Result<Coding, String> {
        let quad = match event {
            "ACCUSE" => 3,
            "AID" => 2,
            "SANCTION" => 4,
            _ => 1,
        };
        Ok(Coding { cameo: "070".into(), quad, score: 1.0 })
    }

    fn party(&self, name: &str, _: Option<&str>) -> Result<Option<Known>, String> {
        Ok((name == "Norwegia").then(|| Known {
            name: "Norway".into(),
            entity: "country/NOR".into(),
            code: Some("NOR".into()),
            sector: None,
        }))
    }
}

impl Reader for Simple {
    fn read(&self, given: &Given) -> Result<Record, ReadFault> {
        if given.text.contains("panic") {
            return Err(ReadFault::Program("secret path /home/x".into()));
        }
        if given.text.contains("slowly") {
            std::thread::sleep(std::time::Duration::from_secs(1));
        }
        if given.lang.as_deref().is_some_and(|l| l != "en" && l != "pl") {
            return Err(ReadFault::Given("no such language".into()));
        }
        let events = match given.text.find("met") {
            Some(at) => {
                let at = given.text[..at].chars().count();
                vec![event(
                    "e1",
                    "CONSULT",
                    1,
                    ("met", at),
                    &[("Poland", "POL")],
                    &[("Finland", "FIN")],
                )]
            }
            None => Vec::new(),
        };
        Record::parse(&record("pasted", given.title.as_deref(), None, None, &events).to_string())
            .map_err(|e| ReadFault::Program(e.to_string()))
    }

    fn lemmas(&self, word: &str) -> Vec<String> {
        vec![word.to_lowercase()]
    }

    fn offices(&self, entity: &str) -> Vec<Office> {
        let held = |name: &str, from: &str, to: Option<&str>| Office {
            person: format!("person/{name}"),
            name: name.into(),
            office: "head_of_state".into(),
            code: "POL".into(),
            from: Some(from.into()),
            to: to.map(str::to_owned),
            as_of: to.is_none().then(|| "2026-01-15".into()),
        };
        match entity {
            "country/POL" => {
                vec![
                    held("Ewa", "2025-08-06", None),
                    held(SCRIPT, "2015-08-06", Some("2025-08-06")),
                ]
            }
            _ => Vec::new(),
        }
    }

    fn accuracy(&self) -> Vec<Accuracy> {
        vec![Accuracy {
            set: "set.jsonl".into(),
            en: "two <b>papers".into(),
            pl: "dwa teksty".into(),
            blind: true,
            event: Some(0.75),
            ..Accuracy::default()
        }]
    }
}

fn mention((name, code): (&str, &str)) -> Value {
    let entity = if code.len() == 3 { format!("country/{code}") } else { format!("name/{name}") };
    let code = if code.is_empty() { Value::Null } else { json!(code) };
    json!({"text": "", "start": 0, "end": 0, "name": name, "entity": entity, "code": code,
           "sector": "GOV", "implied": false})
}

/// An event of the contract.
pub fn event(
    id: &str,
    kind: &str,
    quad: u8,
    (words, at): (&str, usize),
    actors: &[(&str, &str)],
    recipients: &[(&str, &str)],
) -> Value {
    let all = |list: &[(&str, &str)]| list.iter().map(|m| mention(*m)).collect::<Vec<_>>();
    let score = [4.0, 9.5, -2.0, -6.0][usize::from(quad) - 1];
    json!({"id": id, "sentence": [0, at + words.chars().count()], "event": kind, "mode": null,
        "contexts": ["diplomatic"], "aux": "none", "weight": "core", "cameo": "040", "quad": quad,
        "score": score, "trigger": {"text": words, "start": at, "end": at + words.chars().count()},
        "actors": all(actors), "recipients": all(recipients), "said_by": null, "statement": null,
        "areas": ["nuclear energy"], "frameworks": ["NATO"],
        "date": {"value": "2024-06-11", "granularity": "day", "text": null, "start": null,
                 "end": null, "from": "published"},
        "place": {"name": "Warsaw", "country": "POL", "lat": 52.2, "lon": 21.0, "text": "",
                  "start": 0, "end": 0},
        "same_as": null, "confidence": 0.55, "why": ["a rule <b>bold</b>"]})
}

fn record(
    id: &str,
    title: Option<&str>,
    url: Option<&str>,
    published: Option<&str>,
    events: &[Value],
) -> Value {
    json!({"id": id, "lang": "en", "published": published, "title": title, "url": url,
        "events": events, "statements": [], "relations": [], "occasions": [], "notes": []})
}

fn filed(record: &Value, text: &str) -> Filed {
    let record = Record::parse(&record.to_string()).expect("a record");
    let mut tokens = Vec::new();
    let mut at = 0_u32;
    for word in text.split_inclusive(' ') {
        let length = word.trim_end().chars().count() as u32;
        let lemma = word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
        tokens.push(Token { start: at, end: at + length, lemma: lemma.as_str().into() });
        at += word.chars().count() as u32;
    }
    Filed {
        key: record.url.clone().unwrap_or_else(|| format!("{UNIT}#{}", record.id)),
        text: text.into(),
        tokens,
        source: if record.url.is_some() { "gazette.example.org".into() } else { UNIT.into() },
        author: Some(format!("A {SCRIPT}")),
        maker: "chancery test; languages/pl 1".into(),
        record,
    }
}

/// A room over a fresh ledger.
pub struct House {
    pub room: axum::Router,
    pub ledger: PathBuf,
    /// The same, to be served.
    pub open: Room,
    _folder: tempfile::TempDir,
}

/// The token of rooms that may be written in.
pub const TOKEN: &str = "a-long-enough-token";

/// A browser that came in through the door.
pub struct Browser<'h> {
    pub house: &'h House,
    pub cookie: String,
}

impl Browser<'_> {
    pub async fn get(&self, path: &str) -> Reply {
        self.house.get_with(path, &[("cookie", &self.cookie), ("accept-language", "en")]).await
    }

    /// Sends a form as a browser does.
    pub async fn send(&self, path: &str, fields: &[(&str, &str)]) -> Reply {
        let request = Request::post(path)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header(header::ORIGIN, "http://localhost")
            .header("sec-fetch-site", "same-origin")
            .header(header::COOKIE, &self.cookie);
        let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        self.house.send(request, Body::from(body)).await
    }
}

/// The value of a hidden field: the first after `from` in the page.
pub fn hidden(page: &str, name: &str) -> String {
    let field = format!("name=\"{name}\" value=\"");
    let at = page.find(&field).unwrap_or_else(|| panic!("no field {name}: {page}")) + field.len();
    let value = page[at..].split('"').next().unwrap_or_default();
    value.replace("&#34;", "\"").replace("&#60;", "<").replace("&#62;", ">").replace("&#38;", "&")
}

impl House {
    /// With the usual settings.
    pub fn new() -> Self {
        Self::with(|_| {})
    }

    /// An empty ledger.
    pub fn empty() -> Self {
        Self::build(false, |_| {})
    }

    /// With other settings.
    pub fn with(change: impl FnOnce(&mut Settings)) -> Self {
        Self::build(true, change)
    }

    /// With papers of one's own: records and their texts.
    pub fn of(papers: &[(Value, String)]) -> Self {
        let give = |ledger: &mut Ledger| {
            let mut filing = ledger.filing().expect("a transaction");
            let (unit, _) = filing.begin(UNIT, "s").expect("a unit");
            for (record, text) in papers {
                filing.file(unit, &filed(record, text)).expect("filed");
            }
            filing.reject(unit, 1, "/home/somebody/papers.jsonl:2: no text").expect("noted");
            filing.reached(unit, 9, true).expect("noted");
            filing.commit().expect("committed");
        };
        Self::made(give, |_| {})
    }

    fn build(papers: bool, change: impl FnOnce(&mut Settings)) -> Self {
        Self::made(
            |ledger| {
                if papers {
                    fill(ledger)
                }
            },
            change,
        )
    }

    fn made(fill: impl FnOnce(&mut Ledger), change: impl FnOnce(&mut Settings)) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("test.ledger");
        let mut ledger = Ledger::open(&path).expect("a ledger");
        fill(&mut ledger);
        drop(ledger);
        let mut settings = Settings::new(path, "127.0.0.1:0".parse().expect("an address"));
        settings.rate = 10_000;
        change(&mut settings);
        let ledger = settings.ledger.clone();
        let room = Room::open(settings, Arc::new(Simple)).expect("a room");
        Self { room: router(room.clone()), ledger, open: room, _folder: folder }
    }

    /// A room that may be written in.
    pub fn writable() -> Self {
        Self::with(|s| (s.token, s.write) = (Some(TOKEN.into()), true))
    }

    /// Somebody who comes in by the door, under a name.
    pub async fn enter(&self, who: &str) -> Browser<'_> {
        let body = form_urlencoded::Serializer::new(String::new())
            .extend_pairs([("token", TOKEN), ("who", who)])
            .finish();
        let reply = self.post("/enter", "application/x-www-form-urlencoded", body).await;
        assert_eq!(reply.status, StatusCode::SEE_OTHER, "{}", reply.text);
        let cookie = reply.header("set-cookie").split(';').next().unwrap_or_default().to_owned();
        Browser { house: self, cookie }
    }

    /// Asks a room that may be written in, as a program.
    pub async fn ask_api(&self, path: &str) -> Reply {
        self.get_with(path, &[("authorization", &format!("Bearer {TOKEN}"))]).await
    }

    /// Sends JSON as a program, with a key.
    pub async fn send_api(&self, path: &str, key: Option<&str>, body: &Value) -> Reply {
        let mut request = Request::post(path)
            .header(header::CONTENT_TYPE, "application/json")
            .header(header::AUTHORIZATION, format!("Bearer {TOKEN}"));
        if let Some(key) = key {
            request = request.header("idempotency-key", key);
        }
        self.send(request, Body::from(body.to_string())).await
    }

    /// Asks by GET.
    pub async fn get(&self, path: &str) -> Reply {
        self.ask(Request::get(path)).await
    }

    /// Asks with headers.
    pub async fn get_with(&self, path: &str, headers: &[(&str, &str)]) -> Reply {
        let request = headers.iter().fold(Request::get(path), |r, (n, v)| r.header(*n, *v));
        self.ask(request).await
    }

    /// Sends a body.
    pub async fn post(&self, path: &str, kind: &str, body: impl Into<Body>) -> Reply {
        let request = Request::builder().method(Method::POST).uri(path);
        let request = request.header(header::CONTENT_TYPE, kind);
        self.send(request, body.into()).await
    }

    pub async fn ask(&self, request: axum::http::request::Builder) -> Reply {
        self.send(request, Body::empty()).await
    }

    pub async fn send(&self, request: axum::http::request::Builder, body: Body) -> Reply {
        let mut request = request.body(body).expect("a request");
        request.headers_mut().entry(header::HOST).or_insert("localhost".parse().expect("a host"));
        let response = self.room.clone().oneshot(request).await.expect("an answer");
        let (parts, body) = response.into_parts();
        let bytes = body.collect().await.expect("a body").to_bytes();
        Reply {
            status: parts.status,
            headers: parts.headers,
            text: String::from_utf8_lossy(&bytes).into_owned(),
        }
    }
}

fn fill(ledger: &mut Ledger) {
    let mut filing = ledger.filing().expect("a transaction");
    let (unit, _) = filing.begin(UNIT, "s").expect("a unit");
    let plain = record(
        "a1",
        Some("Ministers met in Warsaw"),
        Some("https://gazette.example.org/a1"),
        Some("2024-06-11"),
        &[event("e1", "CONSULT", 1, ("met", 10), &[("Poland", "POL"), ("Finland", "FIN")], &[])],
    );
    let hostile_text = format!("{SCRIPT} accused {BIDI} of things.\n\nA second <b>paragraph</b>.");
    let at = SCRIPT.chars().count() + 1;
    let hostile = record(
        &format!("b2 {SCRIPT}"),
        Some(&format!("Title {SCRIPT} {BIDI}")),
        Some("javascript:alert(3)//"),
        Some("2024-06-12"),
        &[event("e1", "ACCUSE", 3, ("accused", at), &[(SCRIPT, "")], &[(BIDI, "BLR")])],
    );
    let sanction = record(
        "c3",
        None,
        None,
        None,
        &[event(
            "e1",
            "SANCTION",
            4,
            ("sanctioned", 7),
            &[("Poland", "POL")],
            &[("Belarus", "BLR")],
        )],
    );
    for (record, text) in [
        (plain, "Ministers met in Warsaw on Tuesday."),
        (hostile, hostile_text.as_str()),
        (sanction, "Poland sanctioned Belarus."),
    ] {
        filing.file(unit, &filed(&record, text)).expect("filed");
    }
    filing.reject(unit, 7, "/home/somebody/papers.jsonl:8: no <text>").expect("noted");
    filing.reached(unit, 9, true).expect("noted");
    filing.commit().expect("committed");
}

/// An answer.
pub struct Reply {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub text: String,
}

impl Reply {
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|v| v.to_str().ok()).unwrap_or("")
    }

    pub fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|e| panic!("{e}: {}", self.text))
    }
}
