//! The ledger from outside: papers in, questions answered, records corrected and given away.

use std::path::Path;
use std::process::{Command, Output};

const PAPERS: &str = r#"{"id":"a","lang":"pl","published":"2024-03-05","title":"Rozmowa o gazie","url":"https://www.example.org/rozmowa?utm_source=x","text":"Prezydent Litwy Gitanas Nausėda rozmawiał we wtorek przez telefon z prezydentem Andrzejem Dudą. Duda obiecał Litwie dostawy gazu."}
{"id":"b","lang":"en","published":"2024-03-06","title":"Call","url":"https://example.net/call","text":"Polish President Andrzej Duda spoke by phone with Lithuanian President Gitanas Nausėda on Tuesday. Duda thanked Lithuania for its support."}
{"id":"c","lang":"pl","published":"2024-05-20","text":"Minister Radosław Sikorski oskarżył Rosję o ataki na Ukrainę. Kolega z Wilna rozmawiał z gospodarzem."}
"#;

fn chancery(folder: &Path, args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_chancery"))
        .args(args)
        .current_dir(folder)
        .env("CHANCERY_LEDGER", folder.join("l.ledger"))
        .env("CHANCERY_CONFIG", folder)
        .output()
        .expect("the program runs")
}

fn said(folder: &Path, args: &[&str]) -> String {
    let out = chancery(folder, args);
    let err = String::from_utf8_lossy(&out.stderr);
    assert!(out.status.success(), "{args:?}: {err}");
    String::from_utf8(out.stdout).expect("UTF-8")
}

/// A ledger with the three papers.
fn kept() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("papers.jsonl"), PAPERS).expect("written");
    let out = said(folder.path(), &["ingest", "papers.jsonl"]);
    assert!(out.starts_with("3 papers kept (3 new"), "{out}");
    folder
}

#[test]
fn a_second_run_changes_nothing_and_all_is_sound() {
    let folder = kept();
    let folder = folder.path();
    let before = said(folder, &["stats", "--format", "json"]);
    let out = said(folder, &["ingest", "papers.jsonl"]);
    assert!(out.contains("have not changed"), "{out}");
    assert_eq!(said(folder, &["stats", "--format", "json"]), before);
    assert!(said(folder, &["verify"]).contains("sound"));
    let dry = said(folder, &["ingest", "papers.jsonl", "--ledger", "other.ledger", "--dry-run"]);
    assert!(dry.contains("3 papers would be kept") && !folder.join("other.ledger").exists());
}

#[test]
fn words_are_found_in_any_inflection_of_either_language() {
    let folder = kept();
    let folder = folder.path();
    let found = said(folder, &["search", "dostawa", "Litwa"]);
    assert!(found.contains("[Litwie] [dostawy]"), "{found}");
    assert!(said(folder, &["search", "thank"]).contains("[thanked]"));
    assert!(said(folder, &["search", "kolegą"]).contains("[Kolega]"));
    assert!(said(folder, &["search", "parasol"]).contains("No paper has: parasol"));
}

/// JSON lines of an answer.
fn rows(folder: &Path, args: &[&str]) -> Vec<serde_json::Value> {
    let out = said(folder, args);
    out.lines().map(|l| serde_json::from_str(l).expect("JSON")).collect()
}

#[test]
fn papers_are_narrowed_down_by_what_they_tell() {
    let folder = kept();
    let folder = folder.path();
    let found = &rows(folder, &["search", "--type", "CONSULT", "--facets", "--format", "json"])[0];
    assert_eq!(found["total"], 2, "{found}");
    let facet = |name: &str| {
        let facets = found["facets"].as_array().expect("facets");
        facets.iter().find(|f| f["facet"] == name).expect("a facet")["values"].clone()
    };
    let langs = facet("lang");
    assert_eq!(langs.as_array().map(Vec::len), Some(2), "{langs}");
    assert!(langs.as_array().is_some_and(|l| l.iter().all(|v| v["papers"] == 1)));
    let types = facet("type");
    let types = types.as_array().expect("values").iter();
    assert!(types.clone().any(|v| v["value"] == "ACCUSE" && v["chosen"] == false));
    assert!(types.clone().any(|v| v["value"] == "CONSULT" && v["papers"] == 2));
    let table = said(folder, &["search", "--facets=1", "--format", "csv"]);
    assert!(table.contains("lang,pl,pl,2,false") && !table.contains("lang,en"), "{table}");
    let none = said(folder, &["search", "gazowy", "gaz", "--type", "ACCUSE"]);
    assert!(none.contains("No paper has: gazowy"), "{none}");
    let none = said(folder, &["search", "gaz", "--type", "ACCUSE"]);
    assert!(none.contains("None of 1 papers with: gaz fits the filters"), "{none}");
    assert!(none.contains("without the filter type: 1"), "{none}");
    let first = said(folder, &["search", "--limit", "2"]);
    let after = first.split("--after ").nth(1).expect("more").trim();
    let rest = said(folder, &["search", "--limit", "2", "--after", after]);
    assert!(rest.contains("1 of 3 papers"), "{rest}");
}

#[test]
fn acts_and_exports_are_asked_by_words() {
    let folder = kept();
    let folder = folder.path();
    let told = |args: &[&str]| rows(folder, &[&["acts", "--format", "json"], args].concat());
    let paper = told(&["--words", "dostawa gazu"]);
    assert!(paper.iter().any(|a| a["event"] == "CONSULT"), "the call is told in that paper");
    let sentence = told(&["--words", "dostawa gazu", "--words-in", "sentence"]);
    assert!(!sentence.is_empty() && sentence.len() < paper.len(), "{sentence:?}");
    let of = |a: &serde_json::Value| a["report"]["sentence"].as_str().unwrap_or("").to_owned();
    assert!(sentence.iter().all(|a| of(a).contains("dostawy gazu")));
    assert_eq!(told(&["--words", "dostawa", "--type", "ACCUSE"]).len(), 0);

    let given = |format: &str, args: &[&str]| {
        said(folder, &[&["export", "--format", format, "--to", "-"], args].concat())
    };
    let csv = given("csv", &["--words", "dostawa"]);
    assert!(csv.lines().skip(1).count() >= 2, "{csv}");
    assert!(csv.lines().skip(1).filter(|l| l.contains(",e")).all(|l| l.contains(",a,e")), "{csv}");
    let consult = given("csv", &["--words", "Litwa", "--type", "CONSULT"]);
    assert!(consult.contains(",CONSULT,") && !consult.contains(",SUPPORT,"), "{consult}");
    // The act stands once in the file, though the first paper that tells it was not found.
    let polecat = given("polecat", &["--words", "thanked", "--type", "CONSULT"]);
    assert_eq!(polecat.lines().count(), 2, "{polecat}");
    assert_eq!(given("conllu", &["--words", "thanked"]).matches("# newdoc").count(), 1);
    for wrong in [
        &["search", "--", "-", "..."][..],
        &["acts", "--words", "!"],
        &["acts", "--words-in", "sentence"],
        &["export", "--format", "csv", "--to", "-", "--from", "spring"],
        &["search", "gaz", "--after", "1~2"],
    ] {
        assert!(!chancery(folder, wrong).status.success(), "{wrong:?}");
    }
}

#[test]
fn one_call_told_in_two_languages_is_one_act() {
    let folder = kept();
    let folder = folder.path();
    let acts = said(folder, &["acts", "--mode", "phone", "--actor", "LTU", "--format", "json"]);
    let acts: Vec<serde_json::Value> =
        acts.lines().map(|l| serde_json::from_str(l).expect("JSON")).collect();
    assert_eq!(acts.len(), 1, "{acts:?}");
    assert_eq!(acts[0]["n_documents"], 2);
    assert_eq!(acts[0]["n_sources"], 2);
    assert_eq!(acts[0]["first_seen"], "2024-03-05");
    let dyad = said(folder, &["dyad", "POL", "LTU"]);
    assert!(dyad.contains("2024-03"), "{dyad}");
}

#[test]
fn corrections_are_kept_shown_and_taken_back() {
    let folder = kept();
    let folder = folder.path();
    let list = || said(folder, &["acts", "--type", "ACCUSE", "--format", "json"]);
    let act: serde_json::Value =
        serde_json::from_str(list().lines().next().expect("an accusation")).expect("JSON");
    let act = act["act"].as_str().expect("an id").to_owned();
    assert!(!chancery(folder, &["correct", &act, "--type", "REQUEST"]).status.success());
    let who = ["--who", "Ewa", "--why", "misread"];
    let out = said(folder, &[&["correct", &act, "--type", "REJECT"][..], &who].concat());
    assert!(out.contains("correction 1"), "{out}");
    assert_eq!(list(), "");
    assert!(said(folder, &["corrections"]).contains("misread"));
    assert!(said(folder, &["corrections", "--gold"]).contains("REJECT"));
    said(folder, &["correct", "--undo", "1"]);
    assert!(list().contains(&act), "the act is back under its id");
    assert!(said(folder, &["verify"]).contains("sound"));
}

#[test]
fn what_is_given_away_is_what_was_read() {
    let folder = kept();
    let folder = folder.path();
    let read = said(folder, &["read", "papers.jsonl", "--format", "jsonl"]);
    let given = said(folder, &["export", "--format", "jsonl", "--to", "-"]);
    for (read, given) in read.lines().zip(given.lines()) {
        let (a, b): (serde_json::Value, serde_json::Value) =
            (serde_json::from_str(read).expect("JSON"), serde_json::from_str(given).expect("JSON"));
        assert_eq!((&a["events"], &a["statements"]), (&b["events"], &b["statements"]));
    }
    assert_eq!(given.lines().count(), 3);
    said(folder, &["export", "--format", "icews", "--to", "events.tab"]);
    let rows = std::fs::read_to_string(folder.join("events.tab")).expect("there");
    assert!(rows.lines().all(|l| l.split('\t').count() == 20), "{rows}");
    assert!(folder.join("events.tab.manifest.json").exists());
    said(folder, &["backup", "copy.ledger"]);
    said(folder, &["restore", "copy.ledger", "--ledger", "again.ledger"]);
    let again = said(folder, &["stats", "--ledger", "again.ledger", "--format", "csv"]);
    assert!(again.contains("papers,3,"), "{again}");
}

#[test]
fn wrong_questions_are_answered_with_what_to_do() {
    let folder = kept();
    let folder = folder.path();
    let cases: [(&[&str], &str); 5] = [
        (&["acts", "--from", "spring"], "YYYY"),
        (&["dyad", "POL", "POL"], "twice"),
        (&["dyad", "Poland", "LTU"], "code"),
        (&["acts", "--ledger", "none.ledger"], "there is no ledger"),
        (&["export", "--format", "xml", "--to", "-"], "known are"),
    ];
    for (args, words) in cases {
        let out = chancery(folder, args);
        let err = String::from_utf8_lossy(&out.stderr);
        assert!(!out.status.success() && err.contains(words), "{args:?}: {err}");
    }
}
