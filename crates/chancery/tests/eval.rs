//! `chancery eval`: the same tables as the field scorer's, and what it adds to them.

mod common;

use common::*;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The gold sets with the scorer's mode for each.
const SETS: [(&str, &str); 7] = [
    ("seed_xi_tokayev.json", "news"),
    ("news_pl_dev.jsonl", "news"),
    ("readouts_pl_dev.jsonl", "news"),
    ("readouts_en_dev.jsonl", "news"),
    ("gsr_en_dev.jsonl", "gsr"),
    ("gsr_pl_dev.jsonl", "gsr"),
    ("plv_train.jsonl", "plv"),
];

fn shared(part: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared").join(part)
}

/// The scorer's output; `None` (with a printed reason) if it cannot be run here.
fn scorer(args: &[&str]) -> Option<String> {
    let script = shared("eval/evaluate.py");
    if !script.is_file() {
        println!("skipped: evaluate.py is not beside the checkout");
        return None;
    }
    // the scorer's folder is not ours to write compiled files into
    let run = Command::new("python3").arg("-B").arg(&script).args(args).output();
    match run {
        Ok(output) if output.status.success() => Some(stdout(&output)),
        Ok(output) => panic!("evaluate.py {args:?}: {}", stderr(&output)),
        Err(e) => {
            println!("skipped: python3 cannot be run ({e})");
            None
        }
    }
}

#[test]
fn tables_are_those_of_the_field_scorer() {
    if !ready() {
        return;
    }
    let folder = Folder::new();
    for (set, kind) in SETS {
        let gold = shared("gold").join(set);
        if !gold.is_file() {
            println!("skipped: {set} is not beside the checkout");
            continue;
        }
        let gold = gold.to_str().unwrap();
        let Some(inputs) = scorer(&["input", gold]) else { return };
        let inputs = folder.file("in.jsonl", inputs);
        let read = run(&["read", inputs.to_str().unwrap(), "--format", "jsonl"]);
        assert_eq!(read.status.code(), Some(0), "{set}: {}", stderr(&read));
        let records = folder.file("out.jsonl", &read.stdout);
        let records = records.to_str().unwrap();
        let Some(table) = scorer(&[kind, gold, records]) else { return };
        assert!(table.lines().count() > 4, "{set}: {table}");
        for args in [&["eval", gold][..], &["eval", gold, "--predicted", records]] {
            let ours = run(args);
            assert_eq!(ours.status.code(), Some(0), "{set}: {}", stderr(&ours));
            let ours = stdout(&ours);
            assert_eq!(ours.get(..table.len()), Some(table.as_str()), "{set}:\n{ours}\n{table}");
        }
    }
}

const GOLD: &str = r#"{"id": "a", "lang": "pl", "text": "Polska pomaga Ukrainie. Czechy spotkały się ze Słowacją.", "events": [{"event": "AID", "mode": null, "trigger": "pomaga", "actors": [{"code": "POL"}], "recipients": [{"code": "UKR"}]}, {"event": "CONSULT", "mode": null, "trigger": "spotkały się", "actors": [{"code": "CZE"}, {"code": "SVK"}], "recipients": []}]}"#;

/// A record of one right event, one of a wrong type and one too many.
const RECORD: &str = r#"{"id": "a", "events": [{"event": "AID", "mode": null, "sentence": [0, 23], "trigger": {"text": "pomaga", "start": 7, "end": 13}, "actors": [{"code": "POL"}], "recipients": [{"code": "UKR"}], "why": ["one"]}, {"event": "AGREE", "mode": null, "sentence": [24, 56], "trigger": {"text": "spotkały", "start": 31, "end": 39}, "actors": [{"code": "CZE"}], "recipients": [], "why": ["two"]}, {"event": "ACCUSE", "mode": null, "sentence": [0, 23], "trigger": {"text": "Polska", "start": 0, "end": 6}, "actors": [], "recipients": [], "why": ["three"]}]}"#;

#[test]
fn given_records_are_scored_with_confusion_and_faults() {
    let folder = Folder::new();
    let (gold, record) = (folder.file("gold.jsonl", GOLD), folder.file("out.jsonl", RECORD));
    let (gold, record) = (gold.to_str().unwrap(), record.to_str().unwrap());
    let output = run(&["eval", gold, "--predicted", record, "--errors"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let page = stdout(&output);
    for part in [
        "documents 1  core gold events 2\nevent       TP    1 FP    2 FN    1   P 0.333  R 0.500  F1 0.400\n",
        "CONSULT     AGREE           1",
        "-           ACCUSE          1",
        "event F1                 0.400 [0.400-0.400]",
        "missed CONSULT - CZE+SVK > -  \"spotkały się\"  (a)\n  Czechy spotkały się ze Słowacją.\n  given: AGREE - CZE > -",
        "surplus ACCUSE - - > -  \"Polska\"  (a)\n  Polska pomaga Ukrainie.\n  gold: AID - POL > UKR\n  why: three",
    ] {
        assert!(page.contains(part), "{part}\n---\n{page}");
    }
    let one = stdout(&run(&["eval", gold, "--predicted", record, "--errors", "1"]));
    assert_eq!(one.matches("\nsurplus ").count(), 1, "{one}");
    let output = run(&["eval", gold, "--predicted", record, "--errors", "--format", "jsonl"]);
    let lines = records(&output);
    assert_eq!(lines[0]["event"]["tp"], 1);
    assert_eq!(lines[0]["intervals"]["draws"], 1000);
    assert_eq!(lines.len(), 4);
    assert_eq!(lines[2]["sentence"], "Czechy spotkały się ze Słowacją.");
}

#[test]
fn own_readouts_are_read_and_scored_in_one_step() {
    if !ready() {
        return;
    }
    let gold = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/readouts/own_pl.jsonl");
    let output = run(&["eval", gold.to_str().unwrap(), "--set", "readouts"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert!(stdout(&output).starts_with("documents 5  core gold events "));
}

#[test]
fn what_is_no_gold_is_refused_by_file_and_line() {
    let folder = Folder::new();
    let path = folder.file("gold.jsonl", format!("{GOLD}\n{{\"id\": 1, \"text\": \"x\"}}\n"));
    let output = run(&["eval", path.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(1));
    assert!(
        stderr(&output).contains("gold.jsonl:2: missing field `events`"),
        "{}",
        stderr(&output)
    );
    let path = folder.file("none.jsonl", "{\"id\": 1}\n");
    let output = run(&["eval", path.to_str().unwrap()]);
    assert!(stderr(&output).contains("none.jsonl:1: no gold record"), "{}", stderr(&output));
    assert!(stderr(&run(&["eval", "/nowhere.jsonl"])).contains("cannot be read"));
}
