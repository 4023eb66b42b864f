//! The main job, end to end.

mod common;

use common::*;
use serde_json::Value;

/// Every cited span in a value equals the text at its offsets (code points).
fn check_citations(value: &Value, text: &[char]) {
    match value {
        Value::Object(map) => {
            if let (Some(Value::String(words)), Some(Value::Number(a)), Some(Value::Number(b))) =
                (map.get("text"), map.get("start"), map.get("end"))
            {
                let (a, b) = (a.as_u64().unwrap() as usize, b.as_u64().unwrap() as usize);
                assert_eq!(text[a..b].iter().collect::<String>(), *words);
            }
            map.values().for_each(|v| check_citations(v, text));
        }
        Value::Array(list) => list.iter().for_each(|v| check_citations(v, text)),
        _ => {}
    }
}

#[test]
fn a_record_has_the_contract_s_keys_and_cites_its_words() {
    if !ready() {
        return;
    }
    let folder = Folder::new();
    let text = format!("🙂 {READOUT}");
    let path = folder.file("rozmowa.txt", &text);
    let output =
        run(&["read", path.to_str().unwrap(), "--published", "2024-05-01", "--format", "jsonl"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let records = records(&output);
    assert_eq!(records.len(), 1);
    let keys: Vec<&String> = records[0].as_object().unwrap().keys().collect();
    let expected = [
        "id",
        "lang",
        "published",
        "title",
        "url",
        "events",
        "statements",
        "relations",
        "occasions",
        "notes",
    ];
    assert_eq!(keys, expected);
    assert_eq!(records[0]["id"], "rozmowa");
    assert_eq!(records[0]["lang"], "pl");
    assert_eq!(records[0]["published"], "2024-05-01");
    assert!(!records[0]["events"].as_array().unwrap().is_empty());
    check_citations(&records[0], &text.chars().collect::<Vec<_>>());
}

#[test]
fn many_documents_come_out_in_input_order_whatever_the_jobs() {
    if !ready() {
        return;
    }
    let folder = Folder::new();
    let mut lines = String::new();
    for i in 0..300 {
        let text = READOUT.repeat(1 + i % 3);
        lines += &serde_json::json!({"id": format!("d{i}"), "text": text}).to_string();
        lines.push('\n');
    }
    let path = folder.file("many.jsonl", &lines);
    let path = path.to_str().unwrap();
    let one = run(&["read", path, "--format", "jsonl", "--jobs", "1"]);
    let four = run(&["read", path, "--format", "jsonl", "--jobs", "4"]);
    let ids: Vec<Value> = records(&one).iter().map(|r| r["id"].clone()).collect();
    assert_eq!(ids.len(), 300);
    assert!(ids.iter().enumerate().all(|(i, id)| *id == format!("d{i}")));
    assert_eq!(one.stdout, four.stdout);
}

#[test]
fn folders_and_standard_input_are_read() {
    if !ready() {
        return;
    }
    let folder = Folder::new();
    folder.file("b/two.md", format!("# Rozmowa\n\n{READOUT}"));
    folder.file("a.txt", READOUT);
    folder.file("ignored.bin", [0, 1, 2]);
    let output = run(&["read", folder.path().to_str().unwrap(), "--format", "jsonl"]);
    let ids: Vec<Value> = records(&output).iter().map(|r| r["id"].clone()).collect();
    assert_eq!(ids, ["a", "two"]);
    let output = run_with_input(&["read", "-", "--format", "jsonl"], READOUT.as_bytes());
    assert_eq!(records(&output)[0]["id"], "-");
}

#[test]
fn packed_files_are_read_like_others() {
    if !ready() {
        return;
    }
    let folder = Folder::new();
    folder.file("a.txt", READOUT);
    folder.file("b.txt.gz", gzip(READOUT.as_bytes()));
    let line = serde_json::json!({"id": "c", "text": READOUT}).to_string();
    folder.file("c.jsonl.gz", gzip(line.as_bytes()));
    let output = run(&["read", folder.path().to_str().unwrap(), "--format", "jsonl"]);
    let all = records(&output);
    let ids: Vec<&Value> = all.iter().map(|r| &r["id"]).collect();
    assert_eq!(ids, ["a", "b", "c"]);
    assert!(all.iter().all(|r| r["events"] == all[0]["events"]));
    let output = run_with_input(&["read", "-", "--format", "jsonl"], &gzip(READOUT.as_bytes()));
    assert_eq!(records(&output)[0]["events"], all[0]["events"]);
}

#[test]
fn conllu_goes_out_and_comes_in_again() {
    if !ready() {
        return;
    }
    let folder = Folder::new();
    let path = folder.file("rozmowa.txt", READOUT);
    let trees = run(&["parse", path.to_str().unwrap()]);
    assert!(stdout(&trees).contains("# sent_id = rozmowa-1"));
    let words = |text: &str| text.lines().filter(|l| l.split('\t').count() == 10).count();
    assert!(words(&stdout(&trees)) > 40);
    let path = folder.file("drzewa.conllu", stdout(&trees));
    let output =
        run(&["read", path.to_str().unwrap(), "--format", "jsonl", "--published", "2024-05-01"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert!(!records(&output)[0]["events"].as_array().unwrap().is_empty());
}

#[test]
fn the_page_for_people_names_dyad_and_day() {
    if !ready() {
        return;
    }
    let folder = Folder::new();
    let path = folder.file("rozmowa.txt", READOUT);
    let output = run(&["read", path.to_str().unwrap(), "--published", "2024-05-01"]);
    let page = stdout(&output);
    let top = page.lines().next().unwrap();
    assert!(top.contains("2024-05-01") && top.contains("FIN – POL"), "{page}");
    assert!(page.contains("Events (") && page.contains("Not understood"), "{page}");
    assert!(!page.contains('\x1b'), "no colours where there is no terminal");
}

#[test]
fn a_record_is_explained() {
    if !ready() {
        return;
    }
    let folder = Folder::new();
    let path = folder.file("rozmowa.txt", READOUT);
    let path = path.to_str().unwrap();
    let page = stdout(&run(&["explain", path, "--event", "e1", "--published", "2024-05-01"]));
    for part in ["sentence", "tree", "mentions", "why", "nsubj"] {
        assert!(page.contains(part), "{part}: {page}");
    }
    let output = run(&["explain", path, "--event", "e999"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(stderr(&output).contains("no event e999"));
}

#[test]
fn help_versions_completions_and_manual() {
    assert!(stdout(&run(&["--version"])).starts_with("chancery "));
    assert!(stdout(&run(&["--version"])).contains("world/world"));
    assert!(stdout(&run(&["completions", "bash"])).contains("--published"));
    assert!(stdout(&run(&["man"])).contains(".TH chancery"));
    assert!(stdout(&run(&["doctor"])).contains("world/world"));
}

#[test]
fn a_reader_that_goes_away_is_no_error() {
    if !ready() {
        return;
    }
    let folder = Folder::new();
    let line = serde_json::json!({"id": "a", "text": READOUT}).to_string() + "\n";
    let path = folder.file("many.jsonl", line.repeat(400));
    let mut child = chancery()
        .args(["read", path.to_str().unwrap(), "--format", "jsonl"])
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!((stderr(&output).as_str(), output.status.code()), ("", Some(0)));
}
