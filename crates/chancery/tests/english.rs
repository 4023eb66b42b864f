//! English news end to end: one grammatical point a sentence, whole path.

mod common;

use common::*;
use serde_json::{Value, json};

/// Whether the English packs are there too.
fn english_ready() -> bool {
    ready()
        && !stdout(&run(&["doctor"])).lines().any(|l| {
            (l.starts_with("missing") || l.starts_with("broken")) && l.contains("languages/en")
        })
}

/// Type, actors, recipients of the core acts of a text, codes joined by "+".
fn acts(record: &Value) -> Vec<(String, String, String)> {
    let codes = |e: &Value, role: &str| {
        let mut codes: Vec<&str> =
            e[role].as_array().unwrap().iter().filter_map(|m| m["code"].as_str()).collect();
        codes.sort_unstable();
        codes.join("+")
    };
    let core = |e: &&Value| e["weight"] == "core";
    let events = record["events"].as_array().unwrap().iter().filter(core);
    events
        .map(|e| {
            let event = e["event"].as_str().unwrap().to_owned();
            (event, codes(e, "actors"), codes(e, "recipients"))
        })
        .collect()
}

#[test]
fn grammar_of_english_news() {
    if !english_ready() {
        return;
    }
    // text, then one act that must come of it
    let cases = [
        // pronouns: subjects go back to the subject, objects to the other
        (
            "The president of Serbia met the president of Slovenia on Monday. He thanked him for the visit.",
            ("SUPPORT", "SRB", "SVN"),
        ),
        // a participle that is the main verb
        ("Norwegian doctors handed over 300 kg of medicine to Moldova.", ("AID", "NOR", "MDA")),
        // a verb read as an attribute of its object
        ("Israeli jets bombed the port of Beirut.", ("ASSAULT", "ISR", "LBN")),
        // coordinated modifiers
        ("Kenyan and Ugandan ministers agreed to cooperate.", ("AGREE", "KEN+UGA", "")),
        // the day is no complement
        ("Kenya agreed on Tuesday to help Uganda.", ("AGREE", "KEN", "UGA")),
        // the modal stands over its verb
        ("Poland insisted that Serbia must release the prisoners.", ("REQUEST", "POL", "SRB")),
        // a lemma that the lemmatiser misses
        ("Norway deplored the decision of Serbia.", ("ACCUSE", "NOR", "SRB")),
        // what a protest demands is no act, but tells against whom it is
        (
            "Farmers from Chile blocked roads to demand help from the government of Chile.",
            ("PROTEST", "CHL", "CHL"),
        ),
        // the need that somebody stresses
        (
            "Canada stressed the need for Serbia to release the prisoners.",
            ("REQUEST", "CAN", "SRB"),
        ),
        // the gerund's subject stands above
        (
            "The president of Chile met the president of Peru, praising Peru for its reforms.",
            ("SUPPORT", "CHL", "PER"),
        ),
    ];
    let folder = Folder::new();
    let lines: String = cases
        .iter()
        .enumerate()
        .map(|(i, (text, _))| {
            json!({"id": i.to_string(), "lang": "en", "published": "2024-05-01", "text": text})
                .to_string()
                + "\n"
        })
        .collect();
    let path = folder.file("cases.jsonl", &lines);
    let output = run(&["read", path.to_str().unwrap(), "--format", "jsonl"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let missed: Vec<String> = records(&output)
        .iter()
        .zip(cases)
        .filter_map(|(record, (text, (event, actors, recipients)))| {
            let found = acts(record);
            let wanted = (event.to_owned(), actors.to_owned(), recipients.to_owned());
            (!found.contains(&wanted))
                .then(|| format!("{text}\n  wanted {wanted:?}\n  got {found:?}"))
        })
        .collect();
    assert!(missed.is_empty(), "{}", missed.join("\n"));
}

#[test]
fn sport_and_weather_are_no_politics() {
    if !english_ready() {
        return;
    }
    let text = "Heavy rain hit the north of Spain. The striker attacked down the wing and fired a shot at goal. \
                Shares rallied after the bank raised rates. The film opens in cinemas on Friday.";
    let folder = Folder::new();
    let path = folder.file("other.txt", text);
    let output = run(&["read", path.to_str().unwrap(), "--lang", "en", "--format", "jsonl"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert_eq!(acts(&records(&output)[0]), []);
}
