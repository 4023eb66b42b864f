//! `chancery cases`: the frames' examples, and how many of them hold.

mod common;

use common::*;
use serde_json::Value;

/// Shares of examples that must pass. Measured 2026-11-28: Polish 1499 of 1729 (.867), English 1290 of
/// 1588 (.812). Raise them when the engine or the examples get better.
const FLOORS: [(&str, f64, usize); 2] = [("pl", 0.86, 1700), ("en", 0.81, 1700)];

#[test]
fn the_share_of_examples_that_hold_does_not_fall() {
    if !ready() {
        return;
    }
    let output = run(&["cases", "--format", "jsonl"]);
    let cases = records(&output);
    for (lang, floor, least) in FLOORS {
        let of_lang: Vec<&Value> = cases.iter().filter(|c| c["lang"] == lang).collect();
        assert!(of_lang.len() >= least, "{lang}: only {} examples", of_lang.len());
        let passed = of_lang.iter().filter(|c| c["passed"] == true).count();
        let share = passed as f64 / of_lang.len() as f64;
        println!("{lang}: {passed} of {} examples pass ({share:.3})", of_lang.len());
        assert!(share >= floor, "{lang}: {share:.3} of the examples pass, the floor is {floor}");
    }
}

#[test]
fn cases_are_run_by_name_type_operator_and_lemma() {
    if !ready() {
        return;
    }
    let output = run(&["cases", "pl/frames/AID.frames:8"]);
    let page = stdout(&output);
    assert_eq!(output.status.code(), Some(0), "{page}");
    assert!(page.starts_with("pass  pl/frames/AID.frames:8  "), "{page}");
    let names = |args: &[&str]| -> Vec<String> {
        let all = [&["cases", "--format", "jsonl"], args].concat();
        records(&run(&all)).iter().map(|c| c["name"].as_str().unwrap().to_owned()).collect()
    };
    let of_type = names(&["AID"]);
    assert!(of_type.len() > 60 && of_type.iter().all(|n| n.contains("/frames/AID.frames:")));
    assert!(names(&["request", "--lang", "en"]).iter().all(|n| n.starts_with("en/")));
    assert!(names(&["dopomóc"]).iter().any(|n| n.starts_with("pl/frames/AID.frames:")));
    let output = run(&["cases", "no such case"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(stderr(&output).contains("no case is named"), "{}", stderr(&output));
}

#[test]
fn a_failed_case_is_told_with_its_reason() {
    if !ready() {
        return;
    }
    let output = run(&["cases", "--failed", "--format", "jsonl"]);
    let failed = records(&output);
    assert!(failed.iter().all(|c| c["passed"] == false && c["fault"].is_string()));
    assert_eq!(output.status.code(), Some(if failed.is_empty() { 0 } else { 1 }));
}
