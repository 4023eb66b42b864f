//! What a mixed crowd asks: every page, every route of the API, and what no room should mind.

use crate::Fault;
use crate::ask::Client;
use hyper::Method;
use hyper::body::Bytes;
use serde_json::Value;

/// A question and what may come of it.
#[derive(Clone)]
pub struct Question {
    /// For the list of what came.
    pub kind: &'static str,
    pub method: Method,
    pub path: String,
    pub body: Bytes,
    /// Statuses that are right.
    pub right: &'static [u16],
    /// What every act of the answer must have: a field and its value.
    pub holds: Option<(&'static str, String)>,
}

impl Question {
    /// One that is asked by GET.
    pub fn get(kind: &'static str, right: &'static [u16], path: String) -> Self {
        Self { kind, method: Method::GET, path, body: Bytes::new(), right, holds: None }
    }
}

/// Questions over what is in the ledger, and questions whose answers do not change while papers
/// are taken in.
pub struct Questions {
    pub all: Vec<Question>,
    pub fixed: Vec<String>,
}

/// What is right for a question that can be answered.
const GOOD: &[u16] = &[200];
/// What is right for one that cannot.
const BAD: &[u16] = &[400, 404];

/// Cursors, numbers and names as no room gives them.
const WILD: [&str; 12] = [
    "x",
    "-1",
    "0",
    "99999999999999999999",
    "2024-06-11",
    "%00",
    "%F0%9F%A6%8A",
    "1%27%20OR%201=1--",
    "%E2%80%AE",
    "..%2F..%2Fetc%2Fpasswd",
    "%3Cscript%3Ealert(1)%3C/script%3E",
    "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
];

impl Questions {
    /// Looks around in the room.
    pub async fn of(client: &Client) -> Result<Self, Fault> {
        let json = async |path: &str| -> Result<Value, Fault> {
            Ok(serde_json::from_slice(&client.get(path).await?.bytes)?)
        };
        let acts = json("/api/v1/acts?limit=200").await?;
        let stats = json("/api/v1/stats").await?;
        let list = |v: &Value| v.as_array().cloned().unwrap_or_default();
        let text = |v: &Value| v.as_str().unwrap_or_default().to_owned();
        let mut all = Vec::new();
        let documents = stats["documents"].as_u64().unwrap_or(0);
        if documents == 0 {
            return Err("the ledger is empty".into());
        }
        let page = |path: String| Question::get("page", GOOD, path);
        let api = |path: String| Question::get("api", GOOD, path);
        for path in
            ["/", "/acts", "/search", "/pledges", "/map", "/desk", "/sources", "/api", "/enter"]
        {
            all.push(page(path.into()));
        }
        for path in [
            "stats",
            "units",
            "rejects",
            "corrections",
            "documents",
            "acts",
            "statements",
            "pledges",
            "entities",
            "openapi.json",
        ] {
            all.push(api(format!("/api/v1/{path}")));
        }
        all.extend(["/map.svg", "/map.csv", "/acts.csv?type=CONSULT"].map(|p| page(p.into())));
        for i in 0..40 {
            let document = 1 + (i * 7_919) % documents;
            all.push(page(format!("/paper/{document}")));
            all.push(api(format!("/api/v1/documents/{document}")));
        }
        for act in list(&acts["acts"]).iter().step_by(5) {
            let id = text(&act["act"]);
            all.push(page(format!("/act/{id}")));
            all.push(api(format!("/api/v1/acts/{id}/reports")));
            let codes: Vec<String> = ["actors", "recipients"]
                .iter()
                .flat_map(|role| list(&act[*role]))
                .filter_map(|p| p["code"].as_str().map(str::to_owned))
                .collect();
            let Some(a) = codes.first() else { continue };
            let mut by = api(format!("/api/v1/acts?limit=50&type={}", text(&act["event"])));
            by.holds = Some(("event", text(&act["event"])));
            all.push(by);
            all.push(page(format!("/actor/{a}")));
            all.push(api(format!("/api/v1/entities/{a}")));
            all.push(api(format!("/api/v1/acts?actor={a}&from=2020&limit=20")));
            if let Some(b) = codes.iter().find(|b| *b != a) {
                all.push(page(format!("/dyad/{a}/{b}")));
                all.push(page(format!("/dyad/{a}/{b}/timeline.svg")));
                all.push(page(format!("/dyad/{a}/{b}/balance.csv")));
                all.push(api(format!("/api/v1/dyads/{a}/{b}")));
            }
        }
        for words in ["umowa", "rozmowa", "sankcje", "agreement", "ministers+met", "negocj*"] {
            all.push(page(format!("/search?q={words}")));
            all.push(api(format!("/api/v1/search?q={words}")));
        }
        for format in ["csv", "jsonl", "polecat", "icews", "gdelt-events", "graphml", "turtle"] {
            all.push(Question::get("export", GOOD, format!("/api/v1/exports/{format}?to=2015")));
        }
        for wild in WILD {
            for path in [
                "/paper/",
                "/act/",
                "/actor/",
                "/api/v1/documents/",
                "/api/v1/acts/",
                "/api/v1/entities/",
                "/api/v1/exports/",
            ] {
                // "1' OR 1=1" and the like name nothing, so all are missing.
                all.push(Question::get("missing", BAD, format!("{path}{wild}")));
            }
            for path in ["acts", "pledges", "documents", "statements", "entities"] {
                all.push(Question::get(
                    "cursor",
                    &[200, 400, 404],
                    format!("/api/v1/{path}?after={wild}"),
                ));
            }
            all.push(Question::get("cursor", BAD, format!("/acts?after={wild}&limit=5")));
            all.push(Question::get("wrong", BAD, format!("/api/v1/acts?nonsense={wild}")));
            all.push(Question::get("search", &[200, 400], format!("/api/v1/search?q={wild}")));
        }
        let text =
            "Prezydent Finlandii rozmawiał we wtorek z prezydentem Polski o dostawach energii.";
        let body = serde_json::json!({"text": text, "published": "2024-06-11"}).to_string();
        for _ in 0..6 {
            all.push(Question {
                method: Method::POST,
                body: body.clone().into(),
                ..Question::get("read", GOOD, "/api/v1/read".into())
            });
        }
        let large = Bytes::from(vec![b'x'; 10 << 20]);
        for path in ["/api/v1/read", "/desk", "/enter"] {
            all.push(Question {
                method: Method::POST,
                body: large.clone(),
                ..Question::get("10 MB", &[413], path.into())
            });
        }
        let fixed = (0..5).map(|i| 1 + i * documents / 5);
        let fixed = fixed.flat_map(|d| [format!("/paper/{d}"), format!("/api/v1/documents/{d}")]);
        Ok(Self { all, fixed: fixed.collect() })
    }
}

/// Whether every act of an answer has what was asked for, and none comes twice.
pub fn holds(bytes: &[u8], field: &str, value: &str) -> bool {
    let Ok(answer) = serde_json::from_slice::<Value>(bytes) else { return false };
    let Some(acts) = answer["acts"].as_array() else { return false };
    let mut ids: Vec<&str> = acts.iter().filter_map(|a| a["act"].as_str()).collect();
    ids.sort_unstable();
    ids.dedup();
    ids.len() == acts.len() && acts.iter().all(|a| a[field] == value)
}
