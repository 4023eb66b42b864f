//! The desk, the correction form and the door, as a browser without script uses them.

mod common;

use axum::http::StatusCode;
use common::{BIDI, Browser, House, SCRIPT, TOKEN, hidden};

/// The hidden fields that every form of ours carries, from a page that has one.
fn carried(page: &str) -> Vec<(&'static str, String)> {
    let there = |name: &&str| page.contains(&format!("name=\"{name}\""));
    ["form", "once", "version", "was"]
        .into_iter()
        .filter(there)
        .map(|n| (n, hidden(page, n)))
        .collect()
}

async fn send(
    browser: &Browser<'_>,
    path: &str,
    carried: &[(&'static str, String)],
    more: &[(&str, &str)],
) -> common::Reply {
    let mut fields: Vec<(&str, &str)> = carried.iter().map(|(n, v)| (*n, v.as_str())).collect();
    fields.extend(more);
    browser.send(path, &fields).await
}

/// The report that the desk shows.
fn shown(page: &str) -> String {
    let at = page.find("action=\"/check/").unwrap_or_else(|| panic!("no record: {page}")) + 15;
    page[at..].split('"').next().unwrap_or_default().to_owned()
}

#[tokio::test]
async fn a_room_for_reading_says_why_nothing_can_be_written() {
    let house = House::new();
    for page in ["/", "/paper/1", "/desk"] {
        let text = house.get(page).await.text;
        assert!(!text.contains("/correct/") && !text.contains("/check/"), "{page}");
    }
    assert!(house.get("/desk").await.text.contains("--write"));
    assert!(house.get("/desk/agreement").await.text.contains("Nobody has checked"));
    for path in ["/correct/1", "/desk/none.csv", "/correct/x"] {
        let status = house.get(path).await.status;
        assert!([StatusCode::FORBIDDEN, StatusCode::NOT_FOUND].contains(&status), "{path}");
    }
    let form = "application/x-www-form-urlencoded";
    for path in ["/check/1", "/correct/1", "/add/1", "/undo/1"] {
        assert_eq!(house.post(path, form, "x=1").await.status, StatusCode::FORBIDDEN, "{path}");
    }
}

#[tokio::test]
async fn whoever_comes_without_a_name_is_asked_for_one_and_led_back() {
    let house = House::writable();
    let nobody = house.enter("").await;
    let desk = nobody.get("/desk").await;
    assert!(desk.text.contains("/enter?back=/desk") && !desk.text.contains("/check/"));
    let led = nobody.get("/correct/1").await;
    assert_eq!(
        (led.status, led.header("location")),
        (StatusCode::SEE_OTHER, "/enter?back=%2Fcorrect%2F1")
    );
    let door = nobody.get("/enter?back=%2Fcorrect%2F1").await.text;
    assert!(!door.contains("name=\"token\""), "the token was shown before");
    let form = hidden(&door, "form");
    for bad in ["E\u{202E}wa", "E\u{200B}", &"x".repeat(99)] {
        let refused = nobody.send("/enter", &[("form", &form), ("who", bad)]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{bad:?}");
        assert!(refused.text.contains("role=\"alert\""));
    }
    let forged = nobody.send("/enter", &[("form", "0000"), ("who", "Eve")]).await;
    assert_eq!(forged.status, StatusCode::FORBIDDEN);
    let back = hidden(&door, "back");
    let named = nobody.send("/enter", &[("form", &form), ("who", "Ewa"), ("back", &back)]).await;
    assert_eq!((named.status, named.header("location")), (StatusCode::SEE_OTHER, "/correct/1"));
    assert!(nobody.get("/correct/1").await.text.contains("<bdi>Ewa</bdi>"));
    for bad in [
        "//evil.example",
        "https://evil.example",
        "/\\evil",
        "/\t/evil.example",
        "/\u{1}",
        "/enter",
    ] {
        let reply = nobody.send("/enter", &[("form", &form), ("who", "Ewa"), ("back", bad)]).await;
        assert_eq!(reply.header("location"), "/", "{bad}");
    }
    let wrong = house.post("/enter", "application/x-www-form-urlencoded", "token=no&who=Ewa").await;
    assert_eq!(wrong.status, StatusCode::UNAUTHORIZED);
    assert!(wrong.text.contains("value=\"Ewa\""), "what was typed is kept");
}

#[tokio::test]
async fn records_are_judged_one_after_the_other() {
    let house = House::writable();
    let ewa = house.enter("Ewa").await;
    let mut seen = Vec::new();
    let mut page = ewa.get("/desk").await.text;
    assert!(page.contains("class=\"t q1\">met</span>"), "{page}");
    for (verdict, slots) in [
        ("right", vec![]),
        ("wrong", vec![("slot", "actor"), ("slot", "date"), ("note", SCRIPT)]),
        ("unsure", vec![]),
    ] {
        let report = shown(&page);
        let mut more = vec![("verdict", verdict), ("order", "lowest")];
        more.extend(slots);
        let path = format!("/check/{report}");
        let sent = send(&ewa, &path, &carried(&page), &more).await;
        assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text);
        // Sent twice, it is one verdict.
        send(&ewa, &path, &carried(&page), &more).await;
        let to = sent.header("location").to_owned();
        page = ewa.get(to.split('#').next().unwrap_or_default()).await.text;
        assert!(page.contains("role=\"status\"") && page.contains("Kept: "), "{page}");
        assert!(!page.contains("<script>alert"));
        seen.push(report);
    }
    seen.sort();
    assert_eq!(seen, ["1", "2", "3"]);
    assert!(page.contains("You have judged every doubtful record"), "{page}");
    assert!(page.contains("Your latest verdicts"));
    // Another look at what was judged shows what was said.
    let again = ewa.get("/desk?at=2").await.text;
    assert!(
        again.contains("You said") && again.contains("value=\"actor\" data-key=\"3\" checked"),
        "{again}"
    );
    // Another checker is given what Ewa has checked, and does not see what she said before judging.
    let jan = house.enter("Jan").await;
    assert!(ewa.get("/correct/3").await.text.contains("Verdicts on these words"));
    let blind = jan.get("/correct/3").await.text;
    assert!(!blind.contains("Verdicts on these words") && !blind.contains("<bdi>Ewa</bdi>"));
    let second = jan.get("/desk?order=second").await.text;
    assert_eq!(shown(&second), "3", "the latest first");
    let sample = jan.get("/desk?order=sample").await.text;
    assert!(["1", "2", "3"].contains(&shown(&sample).as_str()));
    assert!(jan.get("/desk?at=99").await.text.contains("no longer there"));
    let checks = house.ask_api("/api/v1/checks?who=Ewa").await.json();
    assert_eq!(checks["checks"].as_array().map(Vec::len), Some(3));
}

#[tokio::test]
async fn a_form_of_another_visit_or_page_is_refused() {
    let house = House::writable();
    let (ewa, jan) = (house.enter("Ewa").await, house.enter("Jan").await);
    let page = ewa.get("/desk").await.text;
    let fields = carried(&page);
    for path in ["/check/1", "/correct/1", "/undo/1"] {
        let stolen =
            send(&jan, path, &fields, &[("verdict", "right"), ("do", "reject"), ("why", "x")])
                .await;
        assert_eq!(stolen.status, StatusCode::FORBIDDEN, "{path}: {}", stolen.text);
        let bare = ewa.send(path, &[("verdict", "right"), ("once", "1")]).await;
        assert_eq!(bare.status, StatusCode::FORBIDDEN, "{path}");
    }
    let strange = Browser { house: &house, cookie: "chancery_session=00".into() };
    assert_eq!(strange.send("/check/1", &[]).await.status, StatusCode::UNAUTHORIZED);
    let kept = house.ask_api("/api/v1/checks").await.json();
    assert_eq!(kept["checks"].as_array().map(Vec::len), Some(0));
}

#[tokio::test]
async fn a_record_is_put_right_by_the_form_and_taken_back() {
    let house = House::writable();
    let ewa = house.enter("Ewa").await;
    assert!(ewa.get("/paper/1").await.text.contains("href=\"/correct/1\""));
    let act = house.ask_api("/api/v1/acts?type=CONSULT").await.json()["acts"][0]["act"].clone();
    let act = ewa.get(&format!("/act/{}", act.as_str().expect("an id"))).await.text;
    assert!(act.contains("href=\"/correct/1\""));
    let page = ewa.get("/correct/1").await.text;
    assert!(
        page.contains("<option value=\"CONSULT\" selected>")
            && page.contains(">Poland\nFinland</textarea>"),
        "{page}"
    );
    let fields = carried(&page);
    let typed = [
        ("type", "ACCUSE"),
        ("mode", "allege"),
        ("aux", "none"),
        ("weight", "core"),
        ("actor", "Poland\r\nNorwegia"),
        ("recipient", ""),
        ("date", "2024-06-11"),
        ("why", "They <b>blamed</b>."),
        ("do", "change"),
    ];
    let sent = send(&ewa, "/correct/1", &fields, &typed).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text);
    assert_eq!(sent.header("location"), "/paper/1?done=1#r-e1");
    // The same form once more: nothing is written twice.
    let again = send(&ewa, "/correct/1", &fields, &typed).await;
    assert_eq!(again.status, StatusCode::SEE_OTHER, "{}", again.text);
    let list = house.ask_api("/api/v1/corrections").await.json();
    assert_eq!(list["corrections"].as_array().map(Vec::len), Some(1), "{list}");
    assert!(list["corrections"][0]["after"].get("date").is_none(), "only what differs is changed");
    let paper = ewa.get("/paper/1?done=1").await.text;
    assert!(
        paper.contains("Kept: correction 1.")
            && paper.contains("allege")
            && paper.contains("Norway")
    );
    assert!(paper.contains("They &#60;b&#62;blamed") && !paper.contains("<b>blamed"));
    let undo = [("form", hidden(&paper, "form")), ("once", hidden(&paper, "once"))];
    let undone = send(&ewa, "/undo/1", &undo, &[]).await;
    assert_eq!(undone.status, StatusCode::SEE_OTHER, "{}", undone.text);
    let back = undone.header("location").split('#').next().unwrap_or_default().to_owned();
    let paper = ewa.get(&back).await.text;
    assert!(
        paper.contains("Correction 1 is taken back.") && paper.contains("Consult"),
        "{back}: {paper}"
    );
    assert!(!paper.contains("action=\"/undo/1\""));
    let twice = send(&ewa, "/undo/1", &undo, &[]).await;
    assert_eq!(twice.status, StatusCode::SEE_OTHER, "the same form again is no error");
}

#[tokio::test]
async fn an_act_that_was_missed_is_added_by_the_form() {
    let house = House::writable();
    let ewa = house.enter("Ewa").await;
    assert!(ewa.get("/paper/3").await.text.contains("href=\"/add/3\""));
    let page = ewa.get("/add/3").await.text;
    assert!(page.contains("Poland sanctioned Belarus."));
    let typed = |words: &'static str| {
        [
            ("add", words),
            ("type", "AID"),
            ("mode", ""),
            ("aux", "none"),
            ("weight", "core"),
            ("actor", "Norwegia"),
            ("recipient", ""),
            ("date", ""),
            ("why", "it was missed"),
        ]
    };
    let nowhere = send(&ewa, "/add/3", &carried(&page), &typed("danced <b>")).await;
    assert_eq!(nowhere.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(nowhere.text.contains("value=\"danced &#60;b&#62;\""), "{}", nowhere.text);
    for _ in 0..2 {
        let sent = send(&ewa, "/add/3", &carried(&nowhere.text), &typed("sanctioned")).await;
        assert_eq!(sent.header("location"), "/paper/3?done=1#corrections", "{}", sent.text);
    }
    let paper = house.ask_api("/api/v1/documents/3").await.json();
    let events = paper["record"]["events"].as_array().expect("events");
    assert_eq!((events.len(), events[1]["actors"][0]["name"].as_str()), (2, Some("Norway")));
    let forged = ewa.send("/add/3", &typed("sanctioned")).await;
    assert_eq!(forged.status, StatusCode::FORBIDDEN);
    assert_eq!(ewa.get("/add/99").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn what_cannot_be_done_comes_back_with_what_was_typed() {
    let house = House::writable();
    let ewa = house.enter("Ewa").await;
    let page = ewa.get("/correct/1?desk=lowest").await.text;
    let base =
        [("type", "CONSULT"), ("mode", ""), ("aux", "none"), ("weight", "core"), ("recipient", "")];
    for (field, value) in
        [("actor", "Nobody <i>at</i> all"), ("date", "soon"), ("merge_with", "00")]
    {
        let mut typed: Vec<(&str, &str)> = base.to_vec();
        typed.extend(
            [("actor", "Poland\nFinland"), ("date", "2024-06-11")].iter().filter(|t| t.0 != field),
        );
        typed.extend([
            (field, value),
            ("why", "because \"x\""),
            ("do", if field == "merge_with" { "merge" } else { "change" }),
        ]);
        let back = send(&ewa, "/correct/1", &carried(&page), &typed).await;
        assert_eq!(back.status, StatusCode::UNPROCESSABLE_ENTITY, "{field}: {}", back.text);
        assert!(
            back.text.contains("role=\"alert\"") && back.text.contains("aria-invalid"),
            "{field}"
        );
        assert!(back.text.contains("because &#34;x&#34;</textarea>"), "{field}: {}", back.text);
        assert!(!back.text.contains("<i>at"));
        assert!(back.text.contains(&value.replace('<', "&#60;").replace('>', "&#62;")));
    }
    // Somebody was faster.
    let other = serde_json::json!({"report": 1, "aux": "future", "who": "Jan", "why": "x"});
    house.send_api("/api/v1/corrections", None, &other).await;
    let typed = [
        ("type", "AID"),
        ("mode", ""),
        ("aux", "none"),
        ("weight", "core"),
        ("actor", "Poland\nFinland"),
        ("recipient", ""),
        ("date", "2024-06-11"),
        ("why", "mine"),
        ("do", "change"),
    ];
    let late = send(&ewa, "/correct/1", &carried(&page), &typed).await;
    assert_eq!(late.status, StatusCode::CONFLICT, "{}", late.text);
    assert!(
        late.text.contains("<option value=\"AID\" selected>")
            && late.text.contains(">mine</textarea>")
    );
    // What she had left alone is as Jan made it, and so it is shown above the form.
    assert!(late.text.contains("<option value=\"future\" selected>"), "{}", late.text);
    // Having seen what it says now, Ewa sends it again.
    let done = send(&ewa, "/correct/1", &carried(&late.text), &typed).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
}

#[tokio::test]
async fn names_that_no_page_holds_whole_are_left_as_they_are() {
    let house = House::writable();
    let ewa = house.enter("Ewa").await;
    let page = ewa.get("/correct/2").await.text;
    let was: serde_json::Value = serde_json::from_str(&hidden(&page, "was")).expect("fields");
    assert_ne!(was["recipient"], BIDI, "characters that turn are in no page");
    let field = |name: &str| was[name].as_str().expect("a field").to_owned();
    let names = ["event", "mode", "actor", "recipient", "aux", "weight"];
    let fields: Vec<(&str, String)> =
        names.iter().map(|n| (if *n == "event" { "type" } else { *n }, field(n))).collect();
    let mut typed: Vec<(&str, &str)> = fields.iter().map(|(n, v)| (*n, v.as_str())).collect();
    typed.extend([("date", "2024-06-10"), ("why", "the day before"), ("do", "change")]);
    let done = send(&ewa, "/correct/2", &carried(&page), &typed).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
    let made = house.ask_api("/api/v1/corrections").await.json();
    let after = made["corrections"][0]["after"].as_object().expect("keys");
    assert_eq!(after.keys().collect::<Vec<_>>(), ["date"]);
}

#[tokio::test]
async fn while_another_program_writes_the_form_keeps_what_was_typed() {
    let house = House::writable();
    let ewa = house.enter("Ewa").await;
    let page = ewa.get("/correct/2").await.text;
    let ingest = rusqlite::Connection::open(&house.ledger).expect("opened");
    ingest.execute_batch("BEGIN IMMEDIATE").expect("held");
    let typed = [("do", "reject"), ("why", "no act, surely")];
    let held = send(&ewa, "/correct/2", &carried(&page), &typed).await;
    assert_eq!(held.status, StatusCode::SERVICE_UNAVAILABLE, "{}", held.text);
    assert!(held.text.contains("no act, surely</textarea>"));
    ingest.execute_batch("ROLLBACK").expect("let go");
    let done = send(&ewa, "/correct/2", &carried(&held.text), &typed).await;
    assert_eq!(done.header("location"), "/paper/2?done=1#r-e1", "{}", done.text);
    let paper = ewa.get("/paper/2").await.text;
    assert!(paper.contains("No act was found") && paper.contains("action=\"/undo/1\""));
    // The same form again: the record is gone, and that is what was asked for.
    let again = send(&ewa, "/correct/2", &carried(&page), &typed).await;
    assert_eq!(again.status, StatusCode::SEE_OTHER, "{}", again.text);
}

#[tokio::test]
async fn agreement_is_shown_and_given_as_files() {
    let house = House::writable();
    for (who, report, said) in [("=Ewa", 1, "right"), ("Jan", 1, "wrong"), ("=Ewa", 2, "right")] {
        let body = serde_json::json!({"report": report, "verdict": said, "who": who, "note": format!("{SCRIPT}{BIDI}")});
        let reply = house.send_api("/api/v1/checks", None, &body).await;
        assert_eq!(reply.status, StatusCode::OK, "{}", reply.text);
    }
    let ewa = house.enter("Ewa").await;
    for lang in ["pl", "en"] {
        let page = house
            .get_with("/desk/agreement", &[("cookie", &ewa.cookie), ("accept-language", lang)])
            .await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(!page.text.contains("<script>alert") && page.text.contains("&#60;script&#62;"));
        assert!(page.text.contains("href=\"/desk/checks.csv\""));
    }
    let figures = ewa.get("/desk/agreement.csv").await;
    assert!(figures.header("content-type").starts_with("text/csv"));
    assert_eq!(figures.text.lines().count(), 11, "{}", figures.text);
    let checks = ewa.get("/desk/checks.csv").await.text;
    assert_eq!(checks.lines().count(), 4, "{checks}");
    assert!(checks.contains("'=Ewa") && !checks.contains('\u{202E}') && !checks.contains("/home"));
}

#[tokio::test]
async fn single_keys_can_be_turned_off() {
    let house = House::writable();
    let ewa = house.enter("Ewa").await;
    let on = ewa.get("/desk").await.text;
    assert!(on.contains(" data-keys>") && on.contains("Keys: r right"));
    let wish = ewa.get("/preferences?keys=off&back=%2Fdesk").await;
    assert!(wish.header("set-cookie").starts_with("keys=off"));
    let cookie = format!("{}; keys=off", ewa.cookie);
    let off = house.get_with("/desk", &[("cookie", &cookie), ("accept-language", "en")]).await.text;
    assert!(
        !off.contains(" data-keys>")
            && !off.contains("<kbd>")
            && off.contains("Turn single keys on")
    );
}

#[tokio::test]
async fn hostile_words_do_no_harm_in_the_forms() {
    let house = House::writable();
    let name = format!("<b>{}", "x".repeat(20));
    let ewa = house.enter(&name).await;
    for path in ["/desk?at=2", "/correct/2", "/paper/2", "/", "/enter"] {
        let page = ewa.get(path).await;
        assert_eq!(page.status, StatusCode::OK, "{path}");
        assert!(
            !page.text.contains("<b>x")
                && !page.text.contains("<script>alert")
                && !page.text.contains("onerror=alert(2)>"),
            "{path}"
        );
        assert!(!page.text.contains(TOKEN));
    }
    for query in ["order=wild", "at=-1", "at=99999999999999999999", "from=x", "way=up"] {
        let reply = ewa.get(&format!("/desk?{query}")).await;
        assert_eq!(reply.status, StatusCode::BAD_REQUEST, "{query}");
    }
    let fields = "slot=type&".repeat(5_000);
    let request = axum::http::Request::post("/check/1")
        .header("content-type", "application/x-www-form-urlencoded")
        .header("cookie", &ewa.cookie);
    let reply = house.send(request, axum::body::Body::from(format!("{fields}&%FF%00=%FF"))).await;
    assert_eq!(reply.status, StatusCode::FORBIDDEN);
}
