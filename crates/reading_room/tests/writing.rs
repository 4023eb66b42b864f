//! What programs may write, and what is refused: tokens, read-only rooms, values, repeats, others who
//! write.

mod common;

use axum::body::Body;
use axum::http::{Request, StatusCode};
use common::{BIDI, House, SCRIPT, TOKEN};
use rusqlite::Connection;
use serde_json::{Value, json};

const WRITES: [&str; 3] = ["/api/v1/corrections", "/api/v1/corrections/1/undo", "/api/v1/checks"];

fn correction(report: i64) -> Value {
    json!({"report": report, "type": "AID", "who": "Ewa", "why": "it says so"})
}

fn verdict(report: i64, verdict: &str) -> Value {
    json!({"report": report, "verdict": verdict, "who": "Ewa"})
}

async fn version(house: &House, report: i64) -> String {
    let page = house.ask_api(&format!("/api/v1/reports/{report}")).await.json();
    page["version"].as_str().expect("a version").to_owned()
}

#[tokio::test]
async fn without_token_nothing_is_written_and_a_room_for_reading_stays_so() {
    let closed = House::writable();
    let open = House::new();
    let reading = House::with(|s| s.token = Some(TOKEN.into()));
    for path in WRITES {
        let body = correction(1).to_string();
        let reply = closed.post(path, "application/json", body.clone()).await;
        assert_eq!(reply.status, StatusCode::UNAUTHORIZED, "{path}");
        let reply = open.post(path, "application/json", body.clone()).await;
        assert_eq!(reply.status, StatusCode::FORBIDDEN, "{path}");
        assert!(reply.json()["detail"].as_str().is_some_and(|d| d.contains("--write")), "{path}");
        let reply = reading.send_api(path, None, &correction(1)).await;
        assert_eq!(reply.status, StatusCode::FORBIDDEN, "{path}");
        let other = Request::post(path)
            .header("content-type", "application/json")
            .header("authorization", format!("Bearer {TOKEN}"))
            .header("origin", "https://evil.example");
        let reply = closed.send(other, Body::from(body)).await;
        assert_eq!(reply.status, StatusCode::FORBIDDEN, "{path}: another page's");
    }
    for house in [&closed, &reading] {
        assert_eq!(house.ask_api("/api/v1/stats").await.json()["corrections"], 0);
    }
}

#[tokio::test]
async fn a_correction_is_seen_at_once_and_can_be_taken_back() {
    let house = House::writable();
    house.ask_api("/api/v1/stats").await;
    let made = house.send_api("/api/v1/corrections", None, &correction(1)).await;
    assert_eq!(made.status, StatusCode::OK, "{}", made.text);
    assert_eq!(made.json()["corrections"].as_array().map(Vec::len), Some(1));
    let paper = house.ask_api("/api/v1/documents/1").await.json();
    assert_eq!(paper["record"]["events"][0]["event"], "AID");
    assert_eq!(house.ask_api("/api/v1/acts?type=AID").await.json()["acts"][0]["quad"], 2);
    assert_eq!(house.ask_api("/api/v1/stats").await.json()["corrections"], 1, "counts are new");
    let list = house.ask_api("/api/v1/corrections").await.json();
    assert_eq!(list["corrections"][0]["who"], "Ewa");
    assert_eq!(list["corrections"][0]["before"]["event"], "CONSULT");
    let undo = house.send_api("/api/v1/corrections/1/undo", None, &json!({"who": "Jan"})).await;
    assert_eq!(undo.status, StatusCode::OK, "{}", undo.text);
    let list = house.ask_api("/api/v1/corrections").await.json();
    assert_eq!(list["corrections"][0]["undone_by"], "Jan");
    let again = house.send_api("/api/v1/corrections/1/undo", None, &json!({"who": "Jan"})).await;
    assert_eq!(again.status, StatusCode::CONFLICT, "{}", again.text);
    let none = house.send_api("/api/v1/corrections/9/undo", None, &json!({"who": "Jan"})).await;
    assert_eq!(none.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn every_kind_of_correction_has_its_way() {
    let house = House::writable();
    let acts = house.ask_api("/api/v1/acts").await.json();
    let of = |kind: &str| {
        let all = acts["acts"].as_array().expect("acts");
        let act = all.iter().find(|a| a["event"] == kind).expect("one");
        act["act"].as_str().expect("an id").to_owned()
    };
    let (consult, sanction) = (of("CONSULT"), of("SANCTION"));
    let who = json!({"who": "Ewa", "why": "a test"});
    let wish = |more: Value| {
        let mut wish = who.clone();
        for (key, value) in more.as_object().expect("keys") {
            wish[key] = value.clone();
        }
        wish
    };
    let add = wish(json!({"add": "met", "act": "a1", "type": "CONSULT", "mode": "phone",
        "actor": ["Norwegia"]}));
    let merge = wish(json!({"act": sanction, "merge_with": consult}));
    let split = wish(json!({"act": consult, "split": true}));
    let reject = wish(json!({"report": 2, "reject": true}));
    let parties = wish(json!({"report": 1, "actor": ["Poland", "Norwegia"], "recipient": ["none"],
        "date": "2024-06", "place": "none", "weight": "background"}));
    for (what, body) in
        [("add", add), ("merge", merge), ("split", split), ("reject", reject), ("change", parties)]
    {
        let reply = house.send_api("/api/v1/corrections", None, &body).await;
        assert_eq!(reply.status, StatusCode::OK, "{what}: {}", reply.text);
        let list = house.ask_api("/api/v1/corrections?limit=1").await.json();
        assert_eq!(list["corrections"][0]["kind"], what, "{list}");
    }
    let paper = house.ask_api("/api/v1/documents/1").await.json();
    let first = &paper["record"]["events"][0];
    assert_eq!(first["actors"][1]["name"], "Norway");
    assert_eq!(
        (first["date"]["value"].as_str(), first["place"].is_null()),
        (Some("2024-06"), true)
    );
    // Pages of the list follow each other.
    let (mut after, mut seen) = (String::new(), 0);
    loop {
        let page = house.ask_api(&format!("/api/v1/corrections?limit=2{after}")).await.json();
        seen += page["corrections"].as_array().map_or(0, Vec::len);
        match page["next"].as_str() {
            Some(next) => after = format!("&after={next}"),
            None => break,
        }
    }
    assert_eq!(seen, 5);
}

#[tokio::test]
async fn what_is_none_is_named_with_what_it_may_be() {
    let house = House::writable();
    let long = "x".repeat(2_001);
    let cases = [
        (json!({"type": "DANCE"}), "type", "SANCTION"),
        (json!({"type": "CONSULT", "mode": "allege"}), "mode", "phone"),
        (json!({"aux": "maybe"}), "aux", "negation"),
        (json!({"actor": ["Nobody at all"]}), "actor", ""),
        (json!({"actor": [SCRIPT]}), "actor", ""),
        (json!({"date": "soon"}), "date", ""),
        (json!({"merge_with": "0000"}), "merge_with", ""),
        (json!({"aux": "future", "who": format!("Ewa{BIDI}")}), "who", ""),
        (json!({"aux": "future", "who": " "}), "who", ""),
        (json!({"aux": "future", "why": "a\u{0}b"}), "why", ""),
        (json!({"aux": "future", "why": long}), "why", ""),
    ];
    for (more, field, allowed) in cases {
        let mut body = json!({"report": 1, "who": "Ewa", "why": "a test"});
        for (key, value) in more.as_object().expect("keys") {
            body[key] = value.clone();
        }
        let reply = house.send_api("/api/v1/corrections", None, &body).await;
        assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY, "{body}: {}", reply.text);
        assert_eq!(reply.header("content-type"), "application/problem+json");
        let problem = reply.json();
        assert_eq!(
            (problem["field"].as_str(), problem["type"].as_str()),
            (Some(field), Some("/api#wrong-value")),
            "{problem}"
        );
        let all = problem["allowed"].as_array().cloned().unwrap_or_default();
        assert_eq!(all.iter().any(|a| a == allowed), !allowed.is_empty(), "{problem}");
    }
    for body in [
        json!({"report": 1, "colour": "red"}),
        json!({"report": "one", "aux": "future"}),
        json!({"report": 1, "who": "Ewa", "why": "x"}),
        json!({"report": 1, "who": "Ewa", "why": "x", "reject": true, "split": true}),
        json!([]),
    ] {
        let reply = house.send_api("/api/v1/corrections", None, &body).await;
        assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY, "{body}: {}", reply.text);
    }
    let reply = house.send_api("/api/v1/corrections", None, &correction(99)).await;
    assert_eq!(reply.status, StatusCode::NOT_FOUND);
    let large = json!({"report": 1, "why": "x".repeat(300 << 10)});
    let reply = house.send_api("/api/v1/corrections", None, &large).await;
    assert_eq!(reply.status, StatusCode::PAYLOAD_TOO_LARGE);
    for (body, field) in [
        (verdict(1, "perhaps"), "verdict"),
        (json!({"report": 1, "verdict": "wrong", "slots": ["colour"], "who": "Ewa"}), "slots"),
        (json!({"report": 1, "verdict": "right", "slots": ["type"], "who": "Ewa"}), "slots"),
        (json!({"report": 1, "verdict": "right"}), "who"),
    ] {
        let reply = house.send_api("/api/v1/checks", None, &body).await;
        assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY, "{body}");
        assert_eq!(reply.json()["field"], field);
    }
    assert_eq!(house.ask_api("/api/v1/stats").await.json()["corrections"], 0, "nothing was kept");
    assert_eq!(house.ask_api("/api/v1/checks").await.json()["checks"], json!([]));
}

#[tokio::test]
async fn a_request_that_comes_twice_is_carried_out_once() {
    let house = House::writable();
    let mut answers = Vec::new();
    for _ in 0..2 {
        let reply = house.send_api("/api/v1/corrections", Some("k-1"), &correction(1)).await;
        assert_eq!(reply.status, StatusCode::OK, "{}", reply.text);
        answers.push(reply.json());
    }
    assert_eq!(answers[0]["corrections"], answers[1]["corrections"]);
    assert_eq!((&answers[0]["repeated"], &answers[1]["repeated"]), (&json!(false), &json!(true)));
    let list = house.ask_api("/api/v1/corrections").await.json();
    assert_eq!(list["corrections"].as_array().map(Vec::len), Some(1));
    let other = house.send_api("/api/v1/corrections", Some("k-1"), &correction(2)).await;
    assert_eq!(other.status, StatusCode::UNPROCESSABLE_ENTITY, "the key stands for the first");
    for key in ["", "a b", "ż"] {
        let request = Request::post("/api/v1/checks")
            .header("content-type", "application/json")
            .header("authorization", format!("Bearer {TOKEN}"))
            .header("idempotency-key", key.as_bytes());
        let reply = house.send(request, Body::from(verdict(1, "right").to_string())).await;
        assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY, "{key:?}: {}", reply.text);
    }
    // At once, by many: still one.
    let body = json!({"report": 2, "verdict": "right", "who": "Ewa"});
    let send = || house.send_api("/api/v1/checks", Some("k-2"), &body);
    let all = tokio::join!(send(), send(), send(), send());
    for reply in [all.0, all.1, all.2, all.3] {
        assert_eq!(reply.status, StatusCode::OK, "{}", reply.text);
    }
    let list = house.ask_api("/api/v1/checks").await.json();
    assert_eq!(list["checks"].as_array().map(Vec::len), Some(1));
}

#[tokio::test]
async fn what_has_changed_since_it_was_seen_is_not_judged() {
    let house = House::writable();
    let seen = version(&house, 1).await;
    let mut body = correction(1);
    body["version"] = json!(seen);
    assert_eq!(house.send_api("/api/v1/corrections", None, &body).await.status, StatusCode::OK);
    body["type"] = json!("ACCUSE");
    let late = house.send_api("/api/v1/corrections", None, &body).await;
    assert_eq!(
        (late.status, late.json()["type"].clone()),
        (StatusCode::CONFLICT, json!("/api#changed"))
    );
    let mut check = verdict(1, "right");
    check["version"] = json!(seen);
    assert_eq!(house.send_api("/api/v1/checks", None, &check).await.status, StatusCode::CONFLICT);
    check["version"] = json!(version(&house, 1).await);
    assert_eq!(house.send_api("/api/v1/checks", None, &check).await.status, StatusCode::OK);
}

#[tokio::test]
async fn verdicts_are_listed_and_compared() {
    let house = House::writable();
    for (who, report, said) in [
        ("Ewa", 1, "right"),
        ("Jan", 1, "wrong"),
        ("Ewa", 2, "unsure"),
        ("Ewa", 3, "right"),
        ("Jan", 3, "right"),
    ] {
        let body = json!({"report": report, "verdict": said, "who": who, "note": SCRIPT});
        let reply = house.send_api("/api/v1/checks", None, &body).await;
        assert_eq!(reply.status, StatusCode::OK, "{}", reply.text);
    }
    let list = house.ask_api("/api/v1/checks?who=Ewa").await.json();
    assert_eq!(list["checks"].as_array().map(Vec::len), Some(3));
    let list = house.ask_api("/api/v1/checks?report=1").await.json();
    assert_eq!(list["checks"].as_array().map(Vec::len), Some(2));
    let page = house.ask_api("/api/v1/reports/1").await.json();
    assert_eq!(page["checks"][0]["standing"], "stands");
    let found = house.ask_api("/api/v1/agreement").await.json();
    assert_eq!(
        (&found["units"], &found["shared"], &found["disagreed"]),
        (&json!(3), &json!(2), &json!(1))
    );
    assert_eq!(found["figures"][0]["agreement"], json!(0.5));
    assert!(!found.to_string().contains("/home"), "no folders");
    assert_eq!(house.ask_api("/api/v1/reports/99").await.status, StatusCode::NOT_FOUND);
    assert_eq!(house.ask_api("/api/v1/reports/x").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn while_another_program_writes_one_is_told_to_come_again() {
    let house = House::writable();
    let ingest = Connection::open(&house.ledger).expect("opened");
    ingest.execute_batch("BEGIN IMMEDIATE").expect("the ledger is held");
    let held = house.send_api("/api/v1/corrections", Some("k"), &correction(1)).await;
    assert_eq!(held.status, StatusCode::SERVICE_UNAVAILABLE, "{}", held.text);
    assert!(held.header("retry-after").parse::<u32>().is_ok_and(|s| s > 0));
    assert!(!held.text.contains("ledger\""), "no path is told");
    // Readers are not kept waiting.
    assert_eq!(house.ask_api("/api/v1/acts").await.status, StatusCode::OK);
    ingest.execute_batch("ROLLBACK").expect("let go");
    let done = house.send_api("/api/v1/corrections", Some("k"), &correction(1)).await;
    assert_eq!((done.status, done.json()["repeated"].clone()), (StatusCode::OK, json!(false)));
}

#[tokio::test]
async fn a_ledger_that_is_gone_is_not_made_anew() {
    let house = House::writable();
    std::fs::remove_file(&house.ledger).expect("removed");
    let reply = house.send_api("/api/v1/checks", None, &verdict(1, "right")).await;
    assert_eq!(reply.status, StatusCode::SERVICE_UNAVAILABLE, "{}", reply.text);
    assert!(!house.ledger.exists());
}
