//! Asking the world and the calendar.

mod common;

use common::*;

#[test]
fn the_office_follows_the_day() {
    if !ready() {
        return;
    }
    let lines =
        "kanclerz Niemiec\t2021-05-01\nkanclerz Niemiec\t2025-06-01\nTokajewowi\t2021-06-02\n";
    let output = run_with_input(&["who", "--format", "jsonl"], lines.as_bytes());
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let names: Vec<String> =
        records(&output).iter().map(|r| r["name"].as_str().unwrap().to_owned()).collect();
    assert_eq!(names, ["Angela Merkel", "Friedrich Merz", "Kassym-Jomart Tokayev"]);
}

#[test]
fn a_wrong_day_is_named_and_the_rest_is_answered() {
    let lines = "w środę\t2021-06-02\nwczoraj\t2021-13-01\nwczoraj\t2021-06-02\n";
    let output = run_with_input(&["when", "--format", "jsonl"], lines.as_bytes());
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("-:2:"), "{}", stderr(&output));
    let values: Vec<String> =
        records(&output).iter().map(|r| r["value"].as_str().unwrap().to_owned()).collect();
    assert_eq!(values, ["2021-06-02", "2021-06-01"]);
}

#[test]
fn what_is_not_known_is_null() {
    if !ready() {
        return;
    }
    let output = run(&["who", "Xyzzyk Brrt", "--format", "jsonl"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert!(records(&output)[0]["entity"].is_null());
}
