//! The API answers as its description says, and refuses what it must.

mod common;

use axum::http::{Request, StatusCode};
use common::House;
use serde_json::{Value, json};

/// Whether a value is as a schema says; the keywords that our schemas use.
fn check(schema: &Value, value: &Value, root: &Value, at: &str) {
    if let Some(reference) = schema["$ref"].as_str() {
        let target = root.pointer(reference.trim_start_matches('#'));
        return check(target.unwrap_or_else(|| panic!("{reference}")), value, root, at);
    }
    if let Some(ways) = schema["anyOf"].as_array() {
        let null = ways.iter().any(|w| w["type"] == "null");
        if value.is_null() {
            assert!(null, "{at}: null");
        } else {
            check(&ways[0], value, root, at);
        }
        return;
    }
    let is = |kind: &Value| match kind.as_str() {
        Some("object") => value.is_object(),
        Some("array") => value.is_array(),
        Some("string") => value.is_string(),
        Some("integer") => value.is_i64() || value.is_u64(),
        Some("number") => value.is_number(),
        Some("boolean") => value.is_boolean(),
        Some("null") => value.is_null(),
        _ => false,
    };
    let kinds = &schema["type"];
    let good = kinds.as_array().map_or_else(|| is(kinds), |all| all.iter().any(is));
    assert!(good, "{at}: {value} is no {kinds}");
    if let (Some(object), Some(keys)) = (value.as_object(), schema["properties"].as_object()) {
        for key in schema["required"].as_array().into_iter().flatten() {
            assert!(object.contains_key(key.as_str().unwrap_or("")), "{at}: no {key}");
        }
        for (key, inner) in object {
            match keys.get(key) {
                Some(schema) => check(schema, inner, root, &format!("{at}.{key}")),
                None => assert_ne!(schema["additionalProperties"], json!(false), "{at}: {key}"),
            }
        }
    }
    for inner in value.as_array().into_iter().flatten() {
        check(&schema["items"], inner, root, &format!("{at}[]"));
    }
}

/// A body that an operation takes.
fn body_for(path: &str) -> Value {
    let who = ("Ewa", "it says so");
    match path {
        "/api/v1/corrections" => json!({"report": 1, "aux": "future", "who": who.0, "why": who.1}),
        "/api/v1/checks" => json!({"report": 2, "verdict": "right", "who": who.0}),
        p if p.ends_with("/undo") => json!({"who": who.0}),
        _ => json!({"text": "They met."}),
    }
}

#[tokio::test]
async fn every_operation_answers_as_described() {
    let house = House::writable();
    let described = house.ask_api("/api/v1/openapi.json").await.json();
    let act = house.ask_api("/api/v1/acts").await.json()["acts"][0]["act"].clone();
    let paths = described["paths"].as_object().expect("paths");
    assert!(paths.len() >= 16);
    for (path, methods) in paths {
        let asked = path
            .replace("{id}", act.as_str().expect("an id"))
            .replace("{document}", "1")
            .replace("{report}", "2")
            .replace("{correction}", "1")
            .replace("{key}", "country%2FPOL")
            .replace("{a}/{b}", "POL/BLR")
            .replace("{format}", "csv");
        let asked = if path.ends_with("/search") { format!("{asked}?q=met") } else { asked };
        for (method, operation) in methods.as_object().expect("methods") {
            let reply = match method.as_str() {
                "get" => house.ask_api(&asked).await,
                _ => house.send_api(&asked, None, &body_for(path)).await,
            };
            assert_eq!(reply.status, StatusCode::OK, "{asked}: {}", reply.text);
            let content = &operation["responses"]["200"]["content"];
            if let Some(schema) = content.get("application/json") {
                assert_eq!(reply.header("content-type"), "application/json");
                check(&schema["schema"], &reply.json(), &described, path);
            }
        }
        // Nothing is taken that is not described.
        let wild = house
            .ask_api(&format!("{asked}{}nonsense=1", if asked.contains('?') { "&" } else { "?" }))
            .await;
        let refused = [StatusCode::BAD_REQUEST, StatusCode::METHOD_NOT_ALLOWED];
        assert!(refused.contains(&wild.status), "{asked}: {}", wild.status);
    }
}

#[tokio::test]
async fn wrong_questions_are_problems() {
    let house = House::new();
    for (path, status, kind) in [
        ("/api/v1/acts?limit=0", 400, "/api#wrong-question"),
        ("/api/v1/acts?from=x", 400, "/api#wrong-question"),
        ("/api/v1/acts?after=wild", 400, "/api#wrong-question"),
        ("/api/v1/acts?after=~", 400, "/api#wrong-question"),
        ("/api/v1/acts?after=2024-01-01~99999999999999999999", 400, "/api#wrong-question"),
        ("/api/v1/documents?after=-1", 400, "/api#wrong-question"),
        ("/api/v1/search?q=met&after=99999999999", 400, "/api#wrong-question"),
        ("/api/v1/search?q=met&after=1~2", 400, "/api#wrong-question"),
        ("/api/v1/search?after=1~2~3~x", 400, "/api#wrong-question"),
        ("/api/v1/search?after=1~2~3~4~5", 400, "/api#wrong-question"),
        ("/api/v1/search?q=%22%22", 400, "/api#wrong-question"),
        ("/api/v1/search?type=NONE", 400, "/api#wrong-question"),
        ("/api/v1/search?facets=201", 400, "/api#wrong-question"),
        ("/api/v1/search?sort=worst", 400, "/api#wrong-question"),
        ("/api/v1/acts?q=%22%22", 400, "/api#wrong-question"),
        ("/api/v1/acts?q=met&words_in=title", 400, "/api#wrong-question"),
        ("/api/v1/statements?after=x", 400, "/api#wrong-question"),
        ("/api/v1/exports/csv?q=-", 400, "/api#wrong-question"),
        ("/api/v1/dyads/POL/POL", 404, "/api#not-there"),
        ("/api/v1/acts/none", 404, "/api#not-there"),
        ("/api/v1/acts/none/reports", 404, "/api#not-there"),
        ("/api/v1/documents/99", 404, "/api#not-there"),
        ("/api/v1/documents/a%00b", 404, "/api#not-there"),
        ("/api/v1/entities/nobody", 404, "/api#not-there"),
        ("/api/v1/exports/xls", 404, "/api#not-there"),
        ("/api/v1/exports/brat", 404, "/api#not-there"),
        ("/api/v1/nonsense", 404, "/api#not-there"),
    ] {
        let reply = house.get(path).await;
        assert_eq!(reply.status.as_u16(), status, "{path}: {}", reply.text);
        assert_eq!(reply.header("content-type"), "application/problem+json", "{path}");
        let problem = reply.json();
        assert_eq!(
            (problem["type"].as_str(), problem["status"].as_u64()),
            (Some(kind), Some(status.into()))
        );
        assert!(problem["detail"].as_str().is_some_and(|d| !d.is_empty()), "{path}");
    }
    let reply = house.ask(Request::delete("/api/v1/acts")).await;
    assert_eq!(reply.status, StatusCode::METHOD_NOT_ALLOWED);
    assert_eq!(reply.header("content-type"), "application/problem+json");
    assert!(reply.header("allow").contains("GET"));
}

#[tokio::test]
async fn pages_of_a_list_follow_each_other() {
    let house = House::new();
    let (mut after, mut seen) = (String::new(), Vec::new());
    for _ in 0..5 {
        let page = house.get(&format!("/api/v1/acts?limit=1{after}")).await.json();
        seen.push(page["acts"][0]["act"].clone());
        match page["next"].as_str() {
            Some(next) => after = format!("&after={}", next.replace('~', "%7E")),
            None => break,
        }
    }
    assert_eq!(seen.len(), 3);
    let first = house.get("/api/v1/documents?limit=2").await.json();
    let rest = house
        .get(&format!("/api/v1/documents?after={}", first["next"].as_str().expect("more")))
        .await
        .json();
    assert_eq!(rest["documents"].as_array().map(Vec::len), Some(1));
    assert_eq!(rest["next"], Value::Null);
}

#[tokio::test]
async fn who_has_seen_an_answer_is_told_so() {
    let house = House::new();
    for path in ["/api/v1/stats", "/", "/dyad/POL/BLR", "/assets/none"] {
        let first = house.get(path).await;
        let tag = first.header("etag").to_owned();
        if path == "/assets/none" {
            assert_eq!((first.status, tag.as_str()), (StatusCode::NOT_FOUND, ""));
            continue;
        }
        let again = house.get_with(path, &[("if-none-match", &tag)]).await;
        assert_eq!((again.status, again.text.as_str()), (StatusCode::NOT_MODIFIED, ""), "{path}");
        let other = house.get_with(path, &[("if-none-match", "\"x\"")]).await;
        assert_eq!(other.status, StatusCode::OK);
    }
}

#[tokio::test]
async fn exports_come_in_every_format_of_one_file() {
    let house = House::new();
    for format in outputs::Format::all().filter(|f| f.shape() == outputs::Shape::File) {
        let reply = house.get(&format!("/api/v1/exports/{format}")).await;
        if reply.status == StatusCode::NOT_FOUND {
            // Parquet may be left out of a build.
            assert_eq!(format, outputs::Format::Parquet);
            continue;
        }
        assert_eq!(reply.status, StatusCode::OK, "{format}: {}", reply.text);
        // No paper quotes anybody.
        let silent = format == outputs::Format::GdeltQuotes;
        assert!(silent || !reply.text.is_empty(), "{format}");
        assert!(reply.header("content-disposition").contains("attachment"));
        assert_eq!(reply.header("etag"), "");
    }
    let hidden = house.get("/api/v1/exports/jsonl?no_text=true").await.text;
    assert!(!hidden.contains("Ministers met"));
    let one = house.get("/api/v1/exports/csv?from=2024-06-11&to=2024-06-11").await.text;
    assert_eq!(one.lines().count(), 2, "{one}");
}

#[tokio::test]
async fn texts_are_read_and_refused() {
    let house = House::new();
    let json = "application/json";
    for (kind, body, status) in [
        (json, r#"{"text":"They met.","lang":"en","published":"2024-06-11","title":"T"}"#, 200),
        (json, r#"{"text":" "}"#, 422),
        (json, r#"{"text":"x","lang":"de"}"#, 422),
        (json, r#"{"texts":"x"}"#, 422),
        (json, r#"{"text":"x","more":1}"#, 422),
        (json, "{", 400),
        ("text/plain", "They met.", 415),
    ] {
        let reply = house.post("/api/v1/read", kind, body).await;
        assert_eq!(reply.status.as_u16(), status, "{body}: {}", reply.text);
    }
    let fault = house.post("/api/v1/read", json, r#"{"text":"panic"}"#).await;
    assert_eq!(fault.status, StatusCode::INTERNAL_SERVER_ERROR);
    assert!(!fault.text.contains("secret"), "{}", fault.text);
    let large = format!("{{\"text\":\"{}\"}}", "x".repeat(300 << 10));
    let reply = house.post("/api/v1/read", json, large).await;
    assert_eq!(reply.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert_eq!(reply.header("content-type"), "application/problem+json");
    assert_eq!(house.get("/api/v1/stats").await.json()["documents"], 3, "nothing is kept");
}

#[tokio::test]
async fn folders_of_the_owner_are_nobodys_business() {
    let house = House::new();
    for path in [
        "/api/v1/units",
        "/api/v1/rejects",
        "/sources",
        "/api/v1/documents",
        "/api/v1/documents/3",
        "/paper/3",
        "/api/v1/acts",
        "/acts",
        "/api/v1/stats",
        "/search?q=Poland",
        "/api/v1/search?q=Poland",
        "/search?q=Poland&source=papers.jsonl",
        "/api/v1/documents?source=papers.jsonl",
        "/acts.csv",
        "/api/v1/dyads/POL/BLR",
        "/dyad/POL/BLR",
        "/api/v1/exports/gdelt-mentions",
        "/api/v1/exports/csv",
    ] {
        let reply = house.get(path).await;
        assert!(
            !reply.text.contains("/home") && !reply.text.contains("%2Fhome"),
            "{path}: {}",
            reply.text
        );
        if ["/acts.csv", "/api/v1/exports/csv"].contains(&path) {
            continue;
        }
        assert!(reply.text.contains("papers.jsonl"), "{path}: {}", reply.text);
    }
}
