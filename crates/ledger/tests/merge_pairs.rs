//! Merging on pairs of reports that were labelled before its rules were tuned.
//!
//! **In:** `merge_pairs.tsv`; our own papers with their readings in `data/`; for the readouts a folder
//! with `readouts.jsonl` (texts) and `read.jsonl` (readings), named by `CHANCERY_READINGS` and made by
//! `bench/merge_pairs.sh`. **Out:** precision and recall of each half, and what was decided wrongly.
//! Pairs whose reports the program no longer finds at their place are counted and left out.

use ledger::merge::copies::first_copies;
use ledger::merge::{Signature, Sketch, compare};
use record::Record;
use std::collections::HashMap;
use std::path::Path;

const PAIRS: &str = include_str!("merge_pairs.tsv");

/// Sketches by paper and code points of the trigger.
type Sketches = HashMap<(String, String, String, String), Sketch>;

fn lines(path: &Path) -> Vec<String> {
    let all = std::fs::read_to_string(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    all.lines().map(String::from).collect()
}

fn sketches(texts: &Path, readings: &Path, numbers: i64) -> Sketches {
    let texts: HashMap<String, String> = lines(texts)
        .iter()
        .map(|l| {
            let paper: serde_json::Value = serde_json::from_str(l).expect("a paper");
            let field = |k: &str| paper[k].as_str().expect("a text").to_string();
            (field("id"), field("text"))
        })
        .collect();
    let mut found = Sketches::new();
    let records: Vec<Record> =
        lines(readings).iter().map(|l| Record::parse(l).expect("a record")).collect();
    let signed: Vec<_> = records.iter().map(|r| Signature::of(&texts[&r.id])).collect();
    let copies = first_copies(&signed);
    for ((number, record), copy_of) in (numbers..).zip(&records).zip(copies) {
        let text = &texts[&record.id];
        for event in &record.coded.events {
            let t = &event.trigger;
            let key = (
                record.id.clone(),
                t.start.to_string(),
                t.end.to_string(),
                event.event.to_string(),
            );
            let mut sketch = Sketch::of(number, event, record, text, None);
            sketch.copy_of = copy_of.map(|c| numbers + c as i64);
            found.insert(key, sketch);
        }
    }
    found
}

#[derive(Default)]
struct Tally {
    right: usize,
    surplus: usize,
    missed: usize,
    apart: usize,
    unread: usize,
}

impl Tally {
    fn precision(&self) -> f32 {
        self.right as f32 / (self.right + self.surplus).max(1) as f32
    }

    fn recall(&self) -> f32 {
        self.right as f32 / (self.right + self.missed).max(1) as f32
    }
}

fn score(set: &str, half: &str, sketches: &Sketches, errors: bool) -> Tally {
    let mut tally = Tally::default();
    for line in PAIRS.lines().filter(|l| !l.starts_with('#')) {
        let f: Vec<&str> = line.split('\t').collect();
        assert_eq!(f.len(), 11, "{line}");
        if f[0] != set || f[1] != half || f[2] == "?" {
            continue;
        }
        let key = |at: usize| -> (String, String, String, String) {
            (f[at].into(), f[at + 1].into(), f[at + 2].into(), f[at + 3].into())
        };
        let (Some(a), Some(b)) = (sketches.get(&key(3)), sketches.get(&key(7))) else {
            tally.unread += 1;
            continue;
        };
        let verdict = compare(a, b);
        assert_eq!(verdict.same, compare(b, a).same, "the order of a pair matters: {line}");
        let shared = ledger::merge::keys(a).iter().any(|k| ledger::merge::keys(b).contains(k));
        let same = verdict.same && shared;
        let wrong = same != (f[2] == "1");
        match (f[2] == "1", same) {
            (true, true) => tally.right += 1,
            (true, false) => tally.missed += 1,
            (false, true) => tally.surplus += 1,
            (false, false) => tally.apart += 1,
        }
        if wrong && errors {
            let key = if verdict.same && !shared { " NO SHARED KEY" } else { "" };
            println!("{line}\n    {:?}{key}", verdict.reasons);
        }
    }
    println!(
        "{set} {half}: precision {:.3} recall {:.3} ({} right, {} surplus, {} missed, {} rightly apart, {} not read)",
        tally.precision(),
        tally.recall(),
        tally.right,
        tally.surplus,
        tally.missed,
        tally.apart,
        tally.unread,
    );
    tally
}

#[test]
fn labelled_pairs_of_our_own_papers() {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data");
    let sketches = sketches(&data.join("papers.jsonl"), &data.join("papers_read.jsonl"), 0);
    score("papers", "tune", &sketches, true);
    let held = score("papers", "held", &sketches, std::env::var_os("HELD").is_some());
    assert!(held.precision() >= 0.95, "precision");
    assert!(held.recall() >= 0.80, "recall");
}

#[test]
fn labelled_pairs_of_the_readouts() {
    let Some(folder) = std::env::var_os("CHANCERY_READINGS") else {
        println!("skipped: CHANCERY_READINGS names no folder; see bench/merge_pairs.sh");
        return;
    };
    let folder = Path::new(&folder);
    let sketches = sketches(&folder.join("readouts.jsonl"), &folder.join("read.jsonl"), 1000);
    score("readouts", "tune", &sketches, true);
    let held = score("readouts", "held", &sketches, std::env::var_os("HELD").is_some());
    assert!(held.precision() >= 0.95, "precision");
    assert!(held.recall() >= 0.75, "recall");
}
