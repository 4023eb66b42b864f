//! Every page answers, in both languages, and none repeats markup of a paper.

mod common;

use axum::http::StatusCode;
use common::{House, SCRIPT};

/// Pages of the test ledger.
const PAGES: [&str; 17] = [
    "/",
    "/acts",
    "/acts?actor=POL&type=SANCTION",
    "/paper/1",
    "/paper/2",
    "/paper/3",
    "/dyad/POL/FIN",
    "/dyad/BLR/POL",
    "/dyad/CHN/KAZ",
    "/actor/POL",
    "/actor/country/BLR",
    "/search?q=met",
    "/pledges",
    "/map",
    "/desk",
    "/sources",
    "/api",
];

#[tokio::test]
async fn every_page_answers_in_both_languages() {
    let house = House::new();
    for page in PAGES {
        for lang in ["pl", "en"] {
            let reply = house.get_with(page, &[("accept-language", lang)]).await;
            assert_eq!(reply.status, StatusCode::OK, "{page}: {}", reply.text);
            assert!(reply.text.contains(&format!("<html lang=\"{lang}\"")), "{page}");
            assert!(reply.header("content-type").starts_with("text/html"));
            assert!(reply.text.len() < 300 << 10, "{page}: {}", reply.text.len());
            assert!(reply.header("vary").contains("Accept-Language"));
        }
    }
}

#[tokio::test]
async fn no_page_repeats_markup_or_turns_the_writing() {
    let house = House::new();
    let mut pages: Vec<String> = PAGES.map(str::to_owned).into();
    let acts = house.get("/api/v1/acts").await.json();
    let acts = acts["acts"].as_array().expect("acts");
    assert_eq!(acts.len(), 3);
    for act in acts {
        pages.push(format!("/act/{}", act["act"].as_str().expect("an id")));
        for party in act["actors"].as_array().expect("actors") {
            let key = form(party["entity"].as_str().expect("a key"));
            pages.push(format!("/actor/{key}"));
            pages.push(format!("/partners.csv?entity={key}"));
        }
    }
    let search = form(&format!("{SCRIPT} \"><svg onload=alert(1)>"));
    pages.push(format!("/search?q={search}"));
    pages.push(format!("/acts?actor={search}"));
    pages.push(format!("/actor/{search}"));
    pages.push(format!("/nowhere/{search}"));
    for page in pages {
        let reply = house.get(&page).await;
        for wrong in [
            "<script>",
            "<img",
            "onerror=alert(2)>",
            "<b>",
            "<svg onload",
            "style=\"",
            "javascript:",
        ] {
            assert!(!reply.text.contains(wrong), "{page}: {wrong}");
        }
        if let Some(title) = reply.text.split("<title>").nth(1) {
            let title = title.split("</title>").next().unwrap_or_default();
            assert!(!title.contains(['\u{202E}', '\u{2066}']), "{page}: {title:?}");
        }
        for address in
            reply.text.split(" href=\"").skip(1).chain(reply.text.split(" src=\"").skip(1))
        {
            let address = address.split('"').next().unwrap_or_default();
            let ours = address.starts_with(['/', '#']) && !address.starts_with("//");
            assert!(ours || address == "https://gazette.example.org/a1", "{page}: {address}");
        }
    }
}

fn form(words: &str) -> String {
    form_urlencoded::byte_serialize(words.as_bytes()).collect::<String>().replace('+', "%20")
}

#[tokio::test]
async fn a_paper_shows_its_words_and_their_record() {
    let house = House::new();
    let text = house.get("/paper/1").await.text;
    assert!(text.contains("<span class=\"t q1\" data-e=\"e1\">met</span>"), "{text}");
    assert!(text.contains("id=\"r-e1\"") && text.contains("href=\"#r-e1\""));
    assert!(text.contains("a rule &#60;b&#62;bold"));
    let hostile = house.get("/paper/2").await.text;
    assert!(hostile.contains("&#60;script&#62;alert(1)"));
    assert!(!hostile.contains(">Original<"), "an address that runs something must not be linked");
}

#[tokio::test]
async fn charts_stand_with_title_units_source_and_files() {
    let house = House::new();
    for page in ["/dyad/POL/BLR", "/actor/POL", "/map"] {
        let text = house.get(page).await.text;
        assert!(text.contains("<svg ") && text.contains("<figcaption>"), "{page}");
        assert!(
            text.contains("Units: ") && text.contains("Source: the ledger, 3 papers"),
            "{page}"
        );
        let files: Vec<&str> = text
            .split(" href=\"")
            .skip(1)
            .filter_map(|h| h.split('"').next())
            .filter(|h| h.contains(".svg") && !h.starts_with("/assets") || h.contains(".csv"))
            .collect();
        assert!(files.len() >= 2, "{page}: {files:?}");
        for file in files {
            let reply = house.get(&file.replace("&amp;", "&").replace("&#38;", "&")).await;
            assert_eq!(reply.status, StatusCode::OK, "{file}");
            assert!(reply.header("content-disposition").starts_with("attachment"), "{file}");
            assert!(reply.text.len() > 40, "{file}");
        }
    }
    let csv = house.get("/dyad/POL/BLR/timeline.csv").await.text;
    assert!(
        csv.lines().nth(1).is_some_and(|l| l.contains("SANCTION,4") && l.contains("POL->BLR")),
        "{csv}"
    );
}

#[tokio::test]
async fn an_empty_ledger_says_what_to_do() {
    let house = House::empty();
    for page in PAGES.into_iter().filter(|p| !p.starts_with("/paper") && !p.starts_with("/actor")) {
        let reply = house.get(page).await;
        assert_eq!(reply.status, StatusCode::OK, "{page}");
    }
    assert!(house.get("/").await.text.contains("chancery ingest"));
    let full = House::new().get("/sources").await.text;
    assert!(full.contains("chancery test; languages/pl 1"), "what made the records is told whole");
    assert!(house.get("/map").await.text.contains("class=\"empty\""));
}

#[tokio::test]
async fn wishes_are_kept_and_lead_back_here_only() {
    let house = House::new();
    let reply =
        house.get("/preferences?theme=dark&hl=pl&back=%2Facts%3Fhl%3Den%26type%3DAID").await;
    assert_eq!(reply.status, StatusCode::SEE_OTHER);
    assert_eq!(reply.header("location"), "/acts?type=AID");
    let cookies: Vec<_> = reply.headers.get_all("set-cookie").iter().collect();
    assert_eq!(cookies.len(), 2);
    for back in ["//evil.example", "https://evil.example", "/\\evil.example", "evil"] {
        let back: String = form_urlencoded::byte_serialize(back.as_bytes()).collect();
        let reply = house.get(&format!("/preferences?back={back}")).await;
        assert_eq!(reply.header("location"), "/");
    }
    let page =
        house.get_with("/", &[("cookie", "theme=dark; hl=pl"), ("accept-language", "en")]).await;
    assert!(page.text.contains("<html lang=\"pl\" data-theme=\"dark\">"));
    let page = house.get_with("/?hl=en", &[("cookie", "theme=x\"; hl=pl")]).await;
    assert!(page.text.contains("<html lang=\"en\">"));
}

#[tokio::test]
async fn the_desk_reads_a_text_and_keeps_nothing() {
    let house = House::new();
    let form = "application/x-www-form-urlencoded";
    let reply = house.post("/desk", form, "text=They+met+%3Cb%3Ehere%3C%2Fb%3E.&lang=en").await;
    assert_eq!(reply.status, StatusCode::OK);
    assert!(reply.text.contains("<span class=\"t q1\" data-e=\"e1\">met</span>"));
    assert!(!reply.text.contains("<b>"));
    assert!(
        reply.text.contains("href=\"/acts?max_confidence=0.6\""),
        "the queue of doubtful records"
    );
    let reply = house.post("/desk", form, "text=+").await;
    assert!(reply.text.contains("role=\"alert\""));
    assert_eq!(house.get("/api/v1/stats").await.json()["documents"], 3);
}

#[tokio::test]
async fn faults_are_pages_to_browsers() {
    let house = House::new();
    for (page, status) in [
        ("/paper/99", StatusCode::NOT_FOUND),
        ("/paper/x", StatusCode::NOT_FOUND),
        ("/act/nothing", StatusCode::NOT_FOUND),
        ("/actor/nobody", StatusCode::NOT_FOUND),
        ("/dyad/pol/fin", StatusCode::BAD_REQUEST),
        ("/dyad/POL/POL", StatusCode::BAD_REQUEST),
        ("/dyad/POL/FIN/other.svg", StatusCode::NOT_FOUND),
        ("/acts?from=yesterday", StatusCode::BAD_REQUEST),
        ("/acts?after=wild", StatusCode::BAD_REQUEST),
        ("/nowhere", StatusCode::NOT_FOUND),
    ] {
        let reply = house.get_with(page, &[("accept-language", "pl")]).await;
        assert_eq!(reply.status, status, "{page}");
        assert!(reply.text.contains("Wróć na początek"), "{page}");
    }
    let form = "application/x-www-form-urlencoded";
    let large = house.post("/desk", form, format!("text={}", "x".repeat(300 << 10))).await;
    assert_eq!(large.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert!(large.text.contains("Back to the start"));
}

#[tokio::test]
async fn a_state_shows_who_led_it_and_the_sources_what_was_measured() {
    let house = House::new();
    let page = house.get_with("/actor/country/POL", &[("accept-language", "pl")]).await.text;
    assert!(page.contains("Kto kierował") && page.contains("głowa państwa"), "{page}");
    assert!(page.contains("6 sierpnia 2025 – pełni (stan na 15 stycznia 2026)"), "{page}");
    assert!(
        page.contains("6 sierpnia 2015 – 6 sierpnia 2025") && !page.contains("<script>alert"),
        "{page}"
    );
    let page = house.get_with("/sources", &[("accept-language", "pl")]).await.text;
    assert!(page.contains("dwa teksty") && page.contains("0,750") && page.contains("ślepe"));
    let page = house.get_with("/sources", &[("accept-language", "en")]).await.text;
    assert!(page.contains("0.750") && !page.contains("two <b>"), "{page}");
}
