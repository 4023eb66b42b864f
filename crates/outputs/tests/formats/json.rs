//! The JSON formats, read with serde_json.

use crate::papers::{TALK, VISIT, export, talk};
use outputs::{Acts, Format, Options};
use record::Record;
use serde_json::Value;

fn lines(text: &str) -> Vec<Value> {
    text.lines().map(|l| serde_json::from_str(l).unwrap_or_else(|e| panic!("{e}: {l}"))).collect()
}

#[test]
fn jsonl_is_the_contract_and_is_read_back() {
    let (text, manifest) = export(Format::Jsonl, &Options::default());
    assert_eq!((text.lines().count(), manifest.rows), (3, 3));
    let first = text.lines().next().unwrap_or_default();
    assert_eq!(Record::parse(first).ok(), Some(talk()));
    assert_eq!(Some(first.to_owned()), talk().line().ok(), "nothing is added without a ledger");
    let objects = lines(&text);
    assert_eq!(objects[1]["acts"][0]["act"], "act-7");
    assert_eq!(objects[1]["acts"][2]["n_sources"], 3);
}

#[test]
fn jsonl_of_chosen_acts_points_to_nothing_that_is_gone() {
    let options = Options { acts: Some(Acts::ASSERTED), ..Options::default() };
    let (text, manifest) = export(Format::Jsonl, &options);
    let objects = lines(&text);
    let ids: Vec<&str> = objects[0]["events"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|e| e["id"].as_str())
        .collect();
    assert_eq!(ids, ["e1", "e2"]);
    assert_eq!(manifest.events, 7);
    assert_eq!(objects[1]["acts"].as_array().map(Vec::len), Some(2));
}

#[test]
fn anonymous_text_leaves_out_every_word() {
    let options = Options { anonymous_text: true, ..Options::default() };
    // Words that stand in the papers and in no name, code or address.
    let words = [
        "spotkał",
        "Zażądał",
        "Rozmowa",
        "Łączy",
        "dodał",
        "visited",
        "praised",
        "calc",
        "premierem",
        "godzinę",
        "Wilnie",
    ];
    for format in Format::all() {
        if format == Format::Brat || (format == Format::Parquet && !cfg!(feature = "parquet")) {
            continue;
        }
        let (bytes, manifest) = crate::papers::export_bytes(format, &options);
        let text = String::from_utf8_lossy(&bytes);
        for word in words {
            assert!(!text.contains(word), "{format} holds \"{word}\"");
        }
        assert!(manifest.anonymous_text);
    }
    let (text, _) = export(Format::Jsonl, &options);
    let first: Vec<Value> = lines(&text);
    assert_eq!(first[0]["events"][0]["trigger"]["start"], 33);
    assert_eq!(first[0]["url"], "https://www.wiesci.example/a/1?x=1;2");
    assert!(first[0]["title"].is_null());
    let line = text.lines().next().unwrap_or_default();
    assert!(Record::parse(line).is_ok(), "no key of the contract is missing");
}

#[test]
fn plover_lines_have_what_the_manual_requires() {
    let (text, manifest) = export(Format::PloverJson, &Options::default());
    let objects = lines(&text);
    // The denied act is out; the empty paper is in.
    assert_eq!((objects.len() as u64, manifest.rows), (7, 7));
    for object in &objects {
        for key in ["id", "date", "actor", "event"] {
            assert!(object.get(key).is_some(), "{key} in {object}");
        }
    }
    assert_eq!(objects[0]["actor"][0]["code"], "LTU");
    assert_eq!(objects[0]["actor"][0]["entity_text"], "Prezydent Litwy Gitanas Żvirblis");
    assert_eq!(objects[0]["event_loc"]["lat"], 54.6892);
    assert_eq!(objects[1]["mode"][0], "yield");
    assert_eq!(objects[2]["link"], objects[0]["id"], "a second telling is linked to the first");
    assert_eq!(
        (&objects[3]["date"], &objects[3]["enddate"]),
        (&"2025-03-01".into(), &"2025-03-31".into())
    );
    assert_eq!(objects[3]["id"], "act-7");
    assert_eq!(objects[5]["comment"], "background");
    assert_eq!(objects[6]["has_event"], false);
    assert!(objects[6]["date"].is_null());
}

#[test]
fn quotes_stand_between_their_neighbours() {
    let (text, _) = export(Format::GdeltQuotes, &Options::default());
    let objects = lines(&text);
    assert_eq!(objects.len(), 1, "papers without a quote have no line");
    let quote = &objects[0]["quotes"][0];
    let get = |key: &str| quote[key].as_str().unwrap_or_default();
    assert_eq!(get("quote"), "„Łączy nas\nwspólna droga”");
    assert_eq!(get("post"), " – dodał Żvirblis.");
    assert_eq!(get("pre").chars().count(), 100);
    assert!(TALK.contains(&format!("{}{}{}", get("pre"), get("quote"), get("post"))));
    assert_eq!((get("speaker"), get("verb")), ("Gitanas Žvirblis", "dodał"));
    assert_eq!(objects[0]["lang"], "pl");
}

#[test]
fn label_studio_spans_hold_their_words() {
    let (text, manifest) = export(Format::LabelStudio, &Options::default());
    let tasks: Vec<Value> = serde_json::from_str(&text).unwrap_or_default();
    assert_eq!((tasks.len() as u64, manifest.rows), (3, 3));
    for (task, text) in tasks.iter().zip([TALK, VISIT]) {
        assert_eq!(task["data"]["text"], text);
        let letters: Vec<char> = text.chars().collect();
        let mut ids = Vec::new();
        let result = task["predictions"][0]["result"].as_array().cloned().unwrap_or_default();
        for region in &result {
            if region["type"] == "labels" {
                let value = &region["value"];
                let at = |key: &str| value[key].as_u64().unwrap_or_default() as usize;
                let words: String = letters[at("start")..at("end")].iter().collect();
                assert_eq!(value["text"], words);
                assert_eq!(
                    (&region["from_name"], &region["to_name"]),
                    (&"label".into(), &"text".into())
                );
                ids.push(region["id"].clone());
            } else {
                assert!(ids.contains(&region["from_id"]) && ids.contains(&region["to_id"]));
            }
        }
        assert!(!ids.is_empty());
    }
}
