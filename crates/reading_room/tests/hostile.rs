//! A ledger of papers that wish us ill, asked from end to end: every page, chart, file and answer.

mod common;
#[path = "common/markup.rs"]
mod markup;

use common::{House, event};
use markup::assert_harmless;
use serde_json::{Value, json};

/// What stands in titles, names, places, addresses and texts.
fn tricks() -> Vec<String> {
    let mut tricks: Vec<String> = [
        "<script>alert(1)</script>",
        "\"><svg/onload=alert(1)>",
        "' onmouseover='alert(1)' x='",
        "--></style></title></textarea></script><img src=x onerror=alert(1)>",
        "{{7*7}} ${7*7} <%= 7*7 %> {% block main %}",
        "&lt;script&gt;alert(1)&#x3C;/script&#x3E;",
        "\u{202E}drawkcab\u{2066}\u{202B}",
        "\u{200F}محمد بن سلمان\u{202E}",
        "nul\0bell\u{7}escape\u{1B}[31m delete\u{7F} next\u{85}line",
        "lines\u{2028}and\u{2029}paragraphs",
        "\u{FEFF}mark \u{FFFE}\u{FFFF} none",
        "=HYPERLINK(\"http://evil.example/\",\"x\")",
        "+1+cmd|' /C calc'!A0",
        "-2+3",
        "@SUM(A1:A9)",
        "\t=1+1",
        "\r=1+1",
        "javascript:alert(1)",
        "data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==",
        "vbscript:msgbox(1)",
        "//evil.example/",
        "../../../../etc/passwd",
        "%3Cscript%3Ealert(1)%3C/script%3E%00",
        "'; DROP TABLE acts; --",
        "👩‍👩‍👧‍👦🏴‍☠️🇵🇱",
    ]
    .map(str::to_owned)
    .into();
    tricks.push(format!("Z{}algo", "\u{336}\u{489}".repeat(500)));
    tricks.push("x".repeat(20_000));
    tricks
}

fn papers() -> Vec<(Value, String)> {
    let paper = |(i, trick): (usize, String)| {
        let text = format!("{trick} met {trick}.\n\n{trick}");
        let at = trick.chars().count() + 1;
        let mut act = event("e1", "CONSULT", 1, ("met", at), &[(&trick, "")], &[(&trick, "BLR")]);
        act["place"]["name"] = trick.as_str().into();
        act["place"]["country"] = ["POL", "FIN"][i % 2].into();
        act["areas"] = json!([trick]);
        act["frameworks"] = json!([trick]);
        act["why"] = json!([trick]);
        act["said_by"] = act["actors"][0].clone();
        let mut pledge =
            event("e2", "THREATEN", 3, ("met", at), &[("Poland", "POL")], &[(&trick, "BLR")]);
        pledge["aux"] = "future".into();
        let part = json!({"text": trick, "start": 0, "end": trick.chars().count()});
        let record = json!({
            "id": format!("p{i} {trick}"), "lang": "en", "published": "2024-06-11", "title": trick,
            "url": trick, "events": [act, pledge],
            "statements": [{"id": "s1", "speaker": act["actors"][0], "addressees": [], "cue": part,
                "content": part, "kind": "direct", "events": ["e1"]}],
            "relations": [{"kind": "partnership", "label": trick, "parties": ["POL", "BLR"],
                "said_by": null, "evidence": part}],
            "occasions": [{"kind": trick, "subject": trick, "count": null, "founded": null,
                "year": null, "evidence": part}],
            "notes": [trick]});
        (record, text)
    };
    let mut papers: Vec<_> = tricks().into_iter().enumerate().map(paper).collect();
    let long = "y".repeat(100_000);
    let record = json!({"id": "long", "lang": "pl", "published": null, "title": null, "url": null,
        "events": [], "statements": [], "relations": [], "occasions": [], "notes": []});
    papers.push((record, long));
    papers
}

fn form(words: &str) -> String {
    form_urlencoded::byte_serialize(words.as_bytes()).collect::<String>().replace('+', "%20")
}

/// Every address of the hostile ledger that gives a page or a chart.
async fn addresses(house: &House) -> Vec<String> {
    let mut all: Vec<String> = [
        "/",
        "/acts",
        "/search",
        "/pledges",
        "/map",
        "/desk",
        "/sources",
        "/api",
        "/enter",
        "/dyad/BLR/POL",
        "/dyad/BLR/POL?from=2024&to=2024",
        "/actor/BLR",
        "/actor/POL",
        "/map.svg",
        "/dyad/BLR/POL/timeline.svg",
        "/dyad/BLR/POL/balance.svg",
        "/network.svg?entity=BLR",
        "/network.svg?entity=POL",
        "/acts?type=THREATEN",
        "/acts?country=POL",
    ]
    .map(str::to_owned)
    .into();
    all.extend((1..=tricks().len() + 1).map(|n| format!("/paper/{n}")));
    let acts = house.get("/api/v1/acts?limit=200").await.json();
    for act in acts["acts"].as_array().expect("acts") {
        all.push(format!("/act/{}", act["act"].as_str().expect("an id")));
        for party in act["actors"].as_array().expect("actors") {
            let key = form(party["entity"].as_str().expect("a key"));
            // Longer than any address may be, or with a NUL in it: those have no page.
            if key.len() < 2_000 && !key.contains("%00") {
                all.push(format!("/actor/{key}"));
                all.push(format!("/network.svg?entity={key}"));
            }
        }
    }
    for trick in tricks() {
        let trick = form(&trick);
        for path in [
            "/search?q=",
            "/acts?actor=",
            "/acts?after=",
            "/pledges?actor=",
            "/actor/",
            "/paper/",
            "/act/",
            "/dyad?a=POL&b=",
            "/dyad/POL/",
            "/preferences?back=",
            "/",
            "/dyad/BLR/POL?from=",
        ] {
            all.push(format!("{path}{trick}"));
        }
    }
    all
}

#[tokio::test]
async fn no_page_or_chart_does_what_papers_want() {
    let house = House::of(&papers());
    for page in addresses(&house).await {
        for lang in ["pl", "en"] {
            let reply = house.get_with(&page, &[("accept-language", lang)]).await;
            assert!(!reply.status.is_server_error(), "{page}: {}", reply.status);
            let kind = reply.header("content-type");
            if kind.starts_with("text/html") || kind.starts_with("image/svg") {
                assert_harmless(&reply.text, &page);
                assert!(reply.text.len() < 1 << 20, "{page}: {} bytes", reply.text.len());
            }
            let back = reply.header("location");
            assert!(
                back.is_empty() || back.starts_with('/') && !back.starts_with("//"),
                "{page}: {back}"
            );
        }
    }
}

#[tokio::test]
async fn the_desk_shows_tricks_as_they_are() {
    let house = House::of(&[]);
    for trick in tricks() {
        let text = form(&format!("They met {trick}."));
        let body = format!("text={text}&title={}&lang=en&published={0}", form(&trick));
        let reply = house.post("/desk", "application/x-www-form-urlencoded", body).await;
        assert!(!reply.status.is_server_error(), "{trick}: {}", reply.status);
        assert_harmless(&reply.text, "/desk");
        let body = json!({"text": format!("They met {trick}."), "title": trick, "lang": trick});
        let reply = house.post("/api/v1/read", "application/json", body.to_string()).await;
        assert!(!reply.status.is_server_error(), "{trick}: {}", reply.status);
        reply.json();
    }
}

#[tokio::test]
async fn answers_of_the_api_stay_json() {
    let house = House::of(&papers());
    for path in [
        "documents",
        "acts",
        "statements",
        "pledges",
        "entities",
        "stats",
        "units",
        "rejects",
        "search?q=met",
        "dyads/BLR/POL",
        "documents/3",
        "entities/BLR",
    ] {
        let reply = house.get(&format!("/api/v1/{path}")).await;
        assert_eq!(reply.status, 200, "{path}: {}", reply.text);
        assert!(reply.header("content-type").starts_with("application/json"), "{path}");
        assert_eq!(reply.header("x-content-type-options"), "nosniff");
        reply.json();
    }
    for trick in tricks() {
        for path in [
            "documents/",
            "acts/",
            "entities/",
            "exports/",
            "dyads/POL/",
            "acts?actor=",
            "acts?after=",
            "search?q=",
            "acts?from=",
            "documents?source=",
        ] {
            let reply = house.get(&format!("/api/v1/{path}{}", form(&trick))).await;
            assert!(!reply.status.is_server_error(), "{path}{trick}: {}", reply.status);
            reply.json();
        }
    }
}

#[tokio::test]
async fn files_for_spreadsheets_hold_no_formulas() {
    let house = House::of(&papers());
    let mut files: Vec<String> = [
        "/acts.csv",
        "/map.csv",
        "/partners.csv?entity=BLR",
        "/dyad/BLR/POL/timeline.csv",
        "/dyad/BLR/POL/balance.csv",
        "/api/v1/exports/csv",
    ]
    .map(str::to_owned)
    .into();
    files.push("/api/v1/exports/csv?per=report".into());
    for file in files {
        let reply = house.get(&file).await;
        assert_eq!(reply.status, 200, "{file}");
        assert!(reply.header("content-disposition").starts_with("attachment"), "{file}");
        let mut rows =
            csv::ReaderBuilder::new().has_headers(false).from_reader(reply.text.as_bytes());
        let mut n = 0;
        for row in rows.records() {
            for cell in &row.expect("a row") {
                let formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r']);
                assert!(!formula || cell.parse::<f64>().is_ok(), "{file}: {cell}");
                assert!(!cell.contains('\0'), "{file}: {cell}");
                n += 1;
            }
        }
        assert!(n > 6, "{file}");
    }
}

#[tokio::test]
async fn every_export_of_hostile_papers_comes_whole() {
    let house = House::of(&papers());
    for format in [
        "jsonl",
        "plover",
        "polecat",
        "icews",
        "gdelt-events",
        "gdelt-mentions",
        "gdelt-quotes",
        "jsonld",
        "turtle",
        "ntriples",
        "graphml",
        "label-studio",
    ] {
        let reply = house.get(&format!("/api/v1/exports/{format}")).await;
        assert_eq!(reply.status, 200, "{format}: {}", reply.text);
        assert!(reply.text.len() > 1_000, "{format}");
        match format {
            "jsonl" => reply
                .text
                .lines()
                .for_each(|l| drop(serde_json::from_str::<Value>(l).expect("JSON"))),
            "jsonld" | "label-studio" => drop(reply.json()),
            "graphml" => {
                assert!(!reply.text.contains(|c: char| c.is_control() && !"\n\r\t".contains(c)))
            }
            _ => {}
        }
    }
}
