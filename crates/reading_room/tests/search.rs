//! The search page, the search of the API, and what is asked by the words of papers.

mod common;

use axum::http::StatusCode;
use common::{House, SCRIPT};
use serde_json::{Value, json};

fn form(words: &str) -> String {
    form_urlencoded::byte_serialize(words.as_bytes()).collect()
}

/// Values of a facet with their counts.
fn counts(found: &Value, name: &str) -> Vec<(String, u64)> {
    let facets = found["facets"].as_array().expect("facets");
    let facet = facets.iter().find(|f| f["facet"] == name).expect("a facet");
    let values = facet["values"].as_array().expect("values").iter();
    values
        .map(|v| {
            let value = v["value"].as_str().expect("a value").to_owned();
            (value, v["papers"].as_u64().expect("a count"))
        })
        .collect()
}

fn one(value: &str, papers: u64) -> (String, u64) {
    (value.to_owned(), papers)
}

#[tokio::test]
async fn the_api_tells_hits_counts_and_why_there_are_none() {
    let house = House::new();
    let all = house.get("/api/v1/search").await.json();
    assert_eq!((all["total"].as_u64(), all["hits"].as_array().map(Vec::len)), (Some(3), Some(3)));
    assert_eq!(counts(&all, "type"), [one("ACCUSE", 1), one("CONSULT", 1), one("SANCTION", 1)]);
    assert_eq!(counts(&all, "framework"), [one("NATO", 3)]);
    assert_eq!(counts(&all, "country"), [one("POL", 3)]);
    assert_eq!(counts(&all, "source"), [one("gazette.example.org", 2), one("papers.jsonl", 1)]);
    let one_type = house.get("/api/v1/search?type=CONSULT&actor=POL&limit=1").await.json();
    assert_eq!(one_type["total"], 1);
    assert_eq!(counts(&one_type, "type"), [one("CONSULT", 1), one("SANCTION", 1)]);
    assert_eq!(counts(&one_type, "actor"), [one("FIN", 1), one("POL", 1)]);
    let met = house.get("/api/v1/search?q=met&facets=0").await.json();
    assert_eq!((&met["total"], &met["facets"]), (&json!(1), &json!([])));
    assert!(
        met["hits"][0]["snippet"].as_array().is_some_and(|s| s.iter().any(|p| p["hit"] == true))
    );
    let filtered = house.get("/api/v1/search?q=met&type=SANCTION").await.json();
    assert_eq!(filtered["empty"]["words"], 1);
    assert_eq!(filtered["empty"]["without"], json!([{"filter": "type", "papers": 1}]));
    let unknown = house.get("/api/v1/search?q=met+zebra").await.json();
    assert_eq!(unknown["empty"]["unknown"], json!(["zebra"]));
    let hidden = house.get("/api/v1/search?source=papers.jsonl").await.json();
    assert_eq!(hidden["total"], 1, "a source without its folder");
}

#[tokio::test]
async fn every_source_that_a_facet_names_can_be_chosen() {
    let house = House::new();
    let db = rusqlite::Connection::open(&house.ledger).expect("opened");
    // Sixty more, each of two papers, so that the three papers' own are not among the first fifty.
    db.execute_batch(
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 60)
         INSERT INTO sources (id, name) SELECT 1000 + i, '/a/folder/' || i || '.jsonl' FROM n;
         CREATE TEMP TABLE one AS SELECT * FROM documents WHERE id = 1;
         CREATE TEMP TABLE text AS SELECT * FROM papers WHERE document = 1;
         CREATE TEMP TABLE more (id, source);
         INSERT INTO more SELECT 2 * id + n, id FROM sources, (SELECT 0 AS n UNION SELECT 1)
             WHERE id > 1000;",
    )
    .expect("sources");
    let copy = |table: &str, from: &str, other: &[(&str, &str)]| {
        let columns: Vec<String> = db
            .prepare(&format!("SELECT name FROM pragma_table_info('{table}')"))
            .and_then(|mut q| q.query_map([], |r| r.get(0))?.collect())
            .expect("columns");
        let cell = |c: &String| {
            let new = other.iter().find(|o| o.0 == c.as_str());
            new.map_or_else(|| format!("{from}.{c}"), |o| o.1.to_owned())
        };
        let cells = columns.iter().map(cell).collect::<Vec<_>>().join(", ");
        db.execute(&format!("INSERT INTO {table} SELECT {cells} FROM {from}, more"), [])
            .expect("copies");
    };
    let key = ("key", "one.key || more.id");
    copy("documents", "one", &[("id", "more.id"), ("source", "more.source"), key]);
    copy("papers", "text", &[("document", "more.id")]);
    let found = house.get("/api/v1/search?facets=200&limit=1").await.json();
    let all = counts(&found, "source");
    assert_eq!(all.len(), 62);
    for (source, papers) in all {
        let path = format!("/api/v1/documents?limit=200&source={}", form(&source));
        let rows = house.get(&path).await.json()["documents"].as_array().map(Vec::len);
        assert_eq!(rows, Some(papers as usize), "{source}");
    }
}

#[tokio::test]
async fn pages_of_hits_follow_each_other() {
    let house = House::new();
    for asked in ["", "q=o*&", "sort=newest&q=o*&"] {
        let whole = house.get(&format!("/api/v1/search?{asked}limit=100")).await.json();
        let (mut after, mut seen) = (String::new(), Vec::new());
        loop {
            let page = house.get(&format!("/api/v1/search?{asked}limit=1{after}")).await.json();
            let hits = page["hits"].as_array().expect("hits");
            assert_eq!(hits.len(), 1, "{page}");
            seen.extend(hits.iter().map(|h| h["about"]["document"].clone()));
            match page["next"].as_str() {
                Some(next) => after = format!("&after={}", form(next)),
                None => break,
            }
        }
        let all = whole["hits"].as_array().expect("hits").iter();
        assert_eq!(seen, all.map(|h| h["about"]["document"].clone()).collect::<Vec<_>>());
        assert_eq!(Some(seen.len() as u64), whole["total"].as_u64());
    }
}

#[tokio::test]
async fn the_page_offers_what_can_be_chosen_and_taken_back() {
    let house = House::new();
    let page = house.get_with("/search?q=o*", &[("accept-language", "en")]).await.text;
    assert!(page.contains("href=\"/search?q=o*&#38;type=CONSULT\""), "{page}");
    assert!(page.contains("href=\"/search?q=o*&#38;from=2024&#38;to=2024\""));
    let chosen = house
        .get("/search?q=met&type=CONSULT,SANCTION&actor=POL&from=2024-06&to=2024-06")
        .await
        .text;
    // A chip and a link of the panel take the same choice away.
    let away = "/search?q=met&#38;actor=POL&#38;from=2024-06&#38;to=2024-06&#38;type=SANCTION";
    assert_eq!(chosen.matches(&format!("href=\"{away}\"")).count(), 2, "{chosen}");
    assert!(chosen.contains("aria-current=\"true\"") && chosen.contains("Remove: "));
    assert!(chosen.contains("name=\"type\" value=\"CONSULT,SANCTION\""), "the form keeps it");
    assert!(chosen.contains("<mark>met</mark>"));
    for format in outputs::Format::all().filter(|f| f.shape() == outputs::Shape::File) {
        let here = chosen.contains(&format!("/api/v1/exports/{format}?q=met&#38;type=CONSULT"));
        assert!(here || format == outputs::Format::Parquet, "{format}");
    }
    let none =
        house.get_with("/search?q=met&type=SANCTION", &[("accept-language", "en")]).await.text;
    assert!(none.contains("Papers with these words: 1, but none with Type: Sanction."));
    assert!(none.contains("href=\"/search?q=met\">Without &#34;Type: Sanction&#34;: 1"), "{none}");
    let none = house.get_with("/search?q=zebra", &[("accept-language", "pl")]).await.text;
    assert!(none.contains("W żadnym artykule nie ma: zebra."));
    let marks = house.get("/search?q=%22%22").await;
    assert!(marks.status == StatusCode::OK && marks.text.contains("role=\"alert\""));
    assert_eq!(house.get("/search?after=wild").await.status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn every_link_of_the_page_answers() {
    let house = House::new();
    for page in [
        "/search",
        "/search?q=o*&type=ACCUSE",
        "/search?originals=true&lang=en&quad=1",
        "/search?q=zebra&lang=pl",
    ] {
        let text = house.get(page).await.text;
        let links = text.split(" href=\"").skip(1).filter_map(|h| h.split('"').next());
        let links: Vec<String> = links
            .filter(|h| h.starts_with("/search") || h.starts_with("/api"))
            .map(|h| h.replace("&#38;", "&").split('#').next().unwrap_or_default().to_owned())
            .collect();
        assert!(links.len() > 3, "{page}");
        for link in links {
            let reply = house.get(&link).await;
            // Only two exports are streamed at a time.
            let good = [StatusCode::OK, StatusCode::SERVICE_UNAVAILABLE].contains(&reply.status);
            assert!(good, "{page}: {link}: {}", reply.status);
        }
    }
}

#[tokio::test]
async fn what_is_taken_in_is_found_at_once() {
    let mut path = None;
    let house = House::with(|settings| path = Some(settings.ledger.clone()));
    assert_eq!(house.get("/api/v1/search?q=umbrella").await.json()["total"], 0);
    let record = json!({"id": "d4", "lang": "en", "published": "2024-07-01", "title": null,
        "url": null, "events": [], "statements": [], "relations": [], "occasions": [], "notes": []});
    let paper = ledger::Filed {
        key: "more#d4".into(),
        text: "An umbrella.".into(),
        tokens: vec![ledger::Token { start: 3, end: 11, lemma: "umbrella".into() }],
        record: record::Record::parse(&record.to_string()).expect("a record"),
        source: "more".into(),
        author: None,
        maker: "test".into(),
    };
    let mut ledger = ledger::Ledger::open(&path.expect("a path")).expect("a ledger");
    let mut filing = ledger.filing().expect("a transaction");
    let (unit, _) = filing.begin("more", "s").expect("a unit");
    filing.file(unit, &paper).expect("filed");
    filing.commit().expect("committed");
    let found = house.get("/api/v1/search?q=umbrella").await.json();
    assert_eq!(found["total"], 1);
    assert_eq!(counts(&found, "source"), [one("more", 1)]);
    assert_eq!(house.get("/api/v1/search").await.json()["total"], 4);
}

#[tokio::test]
async fn hostile_searches_repeat_no_markup() {
    let house = House::new();
    let hostile = form(&format!("{SCRIPT} \"><svg onload=alert(1)> x"));
    for param in ["q", "actor", "recipient", "area", "framework", "country", "source"] {
        for path in ["/search", "/acts"] {
            let reply = house.get(&format!("{path}?{param}={hostile}")).await;
            assert_eq!(reply.status, StatusCode::OK, "{path} {param}");
            for wrong in ["<script>", "<img", "<svg onload", "javascript:"] {
                assert!(!reply.text.contains(wrong), "{path} {param}: {wrong}");
            }
        }
    }
}

#[tokio::test]
async fn acts_and_exports_are_asked_by_words() {
    let house = House::new();
    let acts = house.get("/api/v1/acts?q=met").await.json();
    assert_eq!(acts["acts"].as_array().map(Vec::len), Some(1));
    assert_eq!(acts["acts"][0]["event"], "CONSULT");
    let sentence = house.get("/api/v1/acts?q=Warsaw&words_in=sentence").await.json();
    assert_eq!(sentence["acts"], json!([]), "the sentence ends before that word");
    assert_eq!(
        house.get("/api/v1/acts?q=Warsaw").await.json()["acts"].as_array().map(Vec::len),
        Some(1)
    );
    let csv = house.get("/api/v1/exports/csv?q=met").await.text;
    assert_eq!(csv.lines().count(), 2, "{csv}");
    let csv = house.get("/api/v1/exports/csv?type=SANCTION,ACCUSE").await.text;
    assert_eq!(csv.lines().count(), 3, "{csv}");
    let csv = house.get("/api/v1/exports/csv?q=met&type=SANCTION").await.text;
    assert_eq!(csv.lines().count(), 1, "{csv}");
    assert!(house.get("/acts.csv?q=met").await.text.lines().count() == 2);
    let page = house.get("/acts?q=met&words_in=sentence").await.text;
    assert!(page.contains("value=\"met\"") && page.contains("value=\"sentence\" selected"));
}
