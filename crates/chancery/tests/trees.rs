//! Trees of other parsers: the rest of the path works on them as on our own.
//!
//! `data/trees/article.txt` is our own prose. `udpipe.conllu` is what UDPipe 1 makes of it, with its
//! errors (the plain model of `bench/udpipe_train.py`). `stanza.conllu` and `stanza_old.conllu` have the
//! columns and comments that Stanza writes: now (`# sent_id` from 0, `start_char`, `ner=`) and in
//! its first versions (no comment, no `SpaceAfter`).

mod common;

use common::*;
use serde_json::Value;

const ARTICLE: &str = include_str!("data/trees/article.txt");

fn tree(name: &str) -> String {
    format!("{}/tests/data/trees/{name}", env!("CARGO_MANIFEST_DIR"))
}

fn read(name: &str) -> Value {
    let output = run(&["read", &tree(name), "--published", "2024-05-06", "--format", "jsonl"]);
    assert_eq!((stderr(&output).as_str(), output.status.code()), ("", Some(0)), "{name}");
    let mut records = records(&output);
    assert_eq!(records.len(), 1, "{name}");
    records.remove(0)
}

/// Type, actors and recipients of each event.
fn dyads(record: &Value) -> Vec<String> {
    let parties = |list: &Value| -> String {
        let all = list.as_array().unwrap().iter();
        all.map(|p| p["code"].as_str().unwrap_or("?")).collect::<Vec<_>>().join("+")
    };
    let events = record["events"].as_array().unwrap().iter();
    let dyad = |e: &Value| {
        let kind = e["event"].as_str().unwrap();
        format!("{kind} {} > {}", parties(&e["actors"]), parties(&e["recipients"]))
    };
    events.map(dyad).collect()
}

/// Every trigger stands in the article; returns how many there are.
fn check_triggers(record: &Value) -> usize {
    let events = record["events"].as_array().unwrap();
    let squeeze = |t: &str| t.split_whitespace().collect::<Vec<_>>().join(" ");
    for e in events {
        let words = e["trigger"]["text"].as_str().unwrap();
        assert!(squeeze(ARTICLE).contains(&squeeze(words)), "{words}");
    }
    events.len()
}

#[test]
fn stanza_s_trees_give_the_events_of_the_text() {
    if !ready() {
        return;
    }
    for name in ["stanza.conllu", "stanza_old.conllu"] {
        let record = read(name);
        check_triggers(&record);
        let found = dyads(&record);
        for wanted in ["ASSAULT RUS > UKR", "REQUEST LTU > BLR", "ACCUSE POL > RUS"] {
            assert!(found.iter().any(|f| f == wanted), "{name}: {wanted} not in {found:?}");
        }
        assert_eq!(record["lang"], "pl", "{name}");
    }
}

#[test]
fn udpipe_s_trees_give_events_where_they_are_right() {
    if !ready() {
        return;
    }
    let record = read("udpipe.conllu");
    check_triggers(&record);
    let found = dyads(&record);
    // "Białoruś" is a nominative there and "poparły" an adjective: what hangs on them is lost.
    for wanted in ["CONSULT LVA+POL > ", "ASSAULT RUS > UKR", "ACCUSE POL > RUS"] {
        assert!(found.iter().any(|f| f == wanted), "{wanted} not in {found:?}");
    }
    assert_eq!(record["lang"], "pl");
}

#[test]
fn parse_hands_other_parsers_trees_through() {
    if !ready() {
        return;
    }
    for name in ["udpipe.conllu", "stanza.conllu", "stanza_old.conllu"] {
        let given = std::fs::read_to_string(tree(name)).unwrap();
        let output = stdout(&run(&["parse", &tree(name)]));
        assert_eq!(arcs(&output), arcs(&given), "{name}");
        let text: Vec<&str> = output.lines().filter_map(|l| l.strip_prefix("# text = ")).collect();
        let squeezed = ARTICLE.split_whitespace().collect::<Vec<_>>().join(" ");
        assert_eq!(text.join(" "), squeezed, "{name}");
    }
}

#[test]
fn scores_are_printed_and_analyses_kept() {
    if !ready() {
        return;
    }
    let folder = Folder::new();
    let kept = folder.path().join("kept");
    let output = run(&["eval-syntax", "--write", kept.to_str().unwrap(), &tree("stanza.conllu")]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    for row in ["Tokens", "MLAS", "BLEX", "obl:arg", "negation"] {
        assert!(stdout(&output).lines().filter(|l| l.starts_with(row)).count() == 2, "{row}");
    }
    for name in ["stanza.tokens.conllu", "stanza.raw.conllu"] {
        let written = std::fs::read_to_string(kept.join(name)).unwrap();
        assert_eq!(
            forms(&written),
            forms(&std::fs::read_to_string(tree("stanza.conllu")).unwrap())
        );
    }
}

fn columns(conllu: &str, wanted: &[usize]) -> Vec<String> {
    let rows = conllu.lines().map(|l| l.split('\t').collect::<Vec<_>>());
    let words = rows.filter(|c| c.len() == 10 && !c[0].contains('-'));
    words.map(|c| wanted.iter().map(|&i| c[i]).collect::<Vec<_>>().join(" ")).collect()
}

/// Form, tags, head and relation of each word.
fn arcs(conllu: &str) -> Vec<String> {
    columns(conllu, &[1, 2, 3, 4, 5, 6, 7])
}

fn forms(conllu: &str) -> Vec<String> {
    columns(conllu, &[1])
}
