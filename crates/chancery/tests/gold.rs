//! The record against coded documents: our own five readouts, and the seed article where it is there.
//!
//! Counts event types as the field's scorer does at its first level: one to one within a sentence,
//! core records only, a surplus that hits a background record costs nothing.

mod common;

use common::*;
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::Path;

/// True positives, surplus, missed.
fn counts(gold: &Value, record: &Value) -> [usize; 3] {
    let text = gold["text"].as_str().unwrap();
    let place = |e: &Value| {
        let trigger = e["trigger"].as_str().unwrap();
        let nth = e["nth"].as_u64().unwrap_or(1) as usize;
        let byte =
            text.match_indices(trigger).nth(nth - 1).expect("a trigger stands in its text").0;
        text[..byte].chars().count() as u64
    };
    let core = |e: &Value| e["weight"].as_str().unwrap_or("core") == "core";
    let predicted: Vec<&Value> =
        record["events"].as_array().unwrap().iter().filter(|e| core(e)).collect();
    let key = |at: u64, kind: &str| {
        let inside = |s: &Value| s[0].as_u64().unwrap() <= at && at < s[1].as_u64().unwrap();
        let sentence =
            predicted.iter().find(|p| inside(&p["sentence"])).map(|p| p["sentence"][0].as_u64());
        (sentence.flatten(), kind.to_owned())
    };
    let mut owed: BTreeMap<_, [usize; 2]> = BTreeMap::new();
    for e in gold["events"].as_array().unwrap() {
        let entry = owed.entry(key(place(e), e["event"].as_str().unwrap())).or_default();
        entry[usize::from(!core(e))] += 1;
    }
    let mut found: BTreeMap<_, usize> = BTreeMap::new();
    for p in &predicted {
        let at = p["sentence"][0].as_u64().unwrap();
        *found.entry((Some(at), p["event"].as_str().unwrap().to_owned())).or_default() += 1;
    }
    let [mut right, mut surplus, mut missed] = [0; 3];
    for (k, [must, may]) in &owed {
        let n = found.remove(k).unwrap_or(0);
        right += n.min(*must);
        missed += must.saturating_sub(n);
        surplus += n.saturating_sub(must + may);
    }
    surplus += found.values().sum::<usize>();
    [right, surplus, missed]
}

fn f1(golds: &[Value]) -> f64 {
    let folder = Folder::new();
    let lines: String = golds
        .iter()
        .map(|g| {
            let d = serde_json::json!({"id": g["id"], "lang": g["lang"], "published": g["published"], "text": g["text"]});
            format!("{d}\n")
        })
        .collect();
    let path = folder.file("in.jsonl", lines);
    let output = run(&["read", path.to_str().unwrap(), "--format", "jsonl"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let mut sum = [0; 3];
    for (gold, record) in golds.iter().zip(records(&output)) {
        assert_eq!(gold["id"], record["id"]);
        for (s, n) in sum.iter_mut().zip(counts(gold, &record)) {
            *s += n;
        }
    }
    2.0 * sum[0] as f64 / (2 * sum[0] + sum[1] + sum[2]) as f64
}

#[test]
fn own_readouts() {
    if !ready() {
        return;
    }
    let source = include_str!("data/readouts/own_pl.jsonl");
    let golds: Vec<Value> = source.lines().map(|l| serde_json::from_str(l).unwrap()).collect();
    assert_eq!(golds.len(), 5);
    let f = f1(&golds);
    assert!(f >= 0.75, "event F1 {f:.3}");
}

#[test]
fn seed_article() {
    let path =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/gold/seed_xi_tokayev.json");
    let Ok(source) = std::fs::read_to_string(&path) else {
        println!("skipped: the seed article is not beside the checkout");
        return;
    };
    if !ready() {
        return;
    }
    let f = f1(&[serde_json::from_str(&source).unwrap()]);
    assert!(f >= 0.85, "event F1 {f:.3}");
}
