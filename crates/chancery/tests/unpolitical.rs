//! Text with no politics in it must yield next to no records: sport between national teams, weather,
//! recipes, culture, science, local life, shopping, technology. The sentences are our own and full of
//! words that could mislead ("atak" in football, "agreement" between neighbours).

mod common;

use common::*;
use serde_json::Value;
use std::path::Path;

/// Records a sentence that are borne at most.
const BAR: f64 = 0.02;
/// What must not get worse. Measured 2026-11-28 on 204 English and 161 Polish sentences. All but the
/// first hundred were written before any rule was tried on them: of 64 and then 40 English ones 16
/// (0.25) and 2 (0.05) yielded a record at first sight, of 61 Polish ones 8 (0.13).
const CEILINGS: [(&str, f64); 2] = [("pl", 0.01), ("en", 0.02)];

#[test]
fn text_without_politics_yields_next_to_nothing() {
    if !ready() {
        return;
    }
    for (lang, ceiling) in CEILINGS {
        let path = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("tests/data")
            .join(format!("unpolitical_{lang}.jsonl"));
        let source = std::fs::read_to_string(&path).unwrap();
        let sentences: Vec<Value> =
            source.lines().map(|l| serde_json::from_str(l).unwrap()).collect();
        assert!(sentences.len() > 160);
        let output = run(&["read", path.to_str().unwrap(), "--format", "jsonl"]);
        assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
        let mut surplus = 0;
        for (sentence, record) in sentences.iter().zip(records(&output)) {
            assert_eq!(sentence["id"], record["id"]);
            for event in record["events"].as_array().unwrap() {
                surplus += 1;
                println!("{} {}: {}", event["event"], event["trigger"]["text"], sentence["text"]);
            }
        }
        let rate = surplus as f64 / sentences.len() as f64;
        let verdict = if rate < BAR { "under" } else { "over" };
        println!(
            "{lang}: {surplus} records in {} sentences, {verdict} the bar of {BAR}",
            sentences.len()
        );
        assert!(
            rate <= ceiling,
            "{lang}: {rate} records a sentence, at most {ceiling} are allowed"
        );
    }
}
