//! Our scores against those of the shared task's own script (conll18_ud_eval.py 1.2) on a small
//! pair of files: what the script printed for them stands here as numbers.
//!
//! `data/conll18/gold.conllu` is our own prose; `system.conllu` is the same text read by a UDPipe
//! model that learnt from next to nothing, so that tokens, words of multiword tokens, sentences,
//! tags and trees all differ. The last sentence, written by hand, has a form with a no-break space
//! that the system splits, a subtype and features beyond the universal set; one gold lemma is `_`.
//! `bench/against_conll18.sh` compares the two on whole treebanks.

use syntax::conllu::read_conllu;
use syntax::evaluate::evaluate;

const GOLD: &str = include_str!("data/conll18/gold.conllu");
const SYSTEM: &str = include_str!("data/conll18/system.conllu");

/// Metric, gold, system, correct, aligned, F1 with all digits that Python prints.
type Row = (&'static str, usize, usize, usize, Option<usize>, f64);

#[rustfmt::skip]
const OFFICIAL: [Row; 13] = [
    ("Tokens", 92, 89, 84, None, 0.9281767955801105),
    ("Sentences", 7, 7, 2, None, 0.2857142857142857),
    ("Words", 100, 95, 86, None, 0.882051282051282),
    ("UPOS", 100, 95, 65, Some(86), 0.6666666666666666),
    ("XPOS", 100, 95, 51, Some(86), 0.5230769230769231),
    ("UFeats", 100, 95, 53, Some(86), 0.5435897435897435),
    ("AllTags", 100, 95, 49, Some(86), 0.5025641025641026),
    ("Lemmas", 100, 95, 70, Some(86), 0.717948717948718),
    ("UAS", 100, 95, 42, Some(86), 0.4307692307692308),
    ("LAS", 100, 95, 29, Some(86), 0.29743589743589743),
    ("CLAS", 58, 57, 14, Some(53), 0.24347826086956523),
    ("MLAS", 58, 57, 7, Some(53), 0.12173913043478261),
    ("BLEX", 58, 57, 12, Some(53), 0.20869565217391303),
];

#[test]
fn every_metric_equals_the_script_s() {
    let (gold, system) = (read_conllu(GOLD).unwrap(), read_conllu(SYSTEM).unwrap());
    let scores = evaluate(&gold, &system).unwrap();
    let ours: Vec<Row> = scores
        .metrics
        .iter()
        .map(|(name, s)| (*name, s.gold, s.system, s.correct, s.aligned, s.f1()))
        .collect();
    assert_eq!(ours, OFFICIAL);
}

#[test]
fn the_relations_that_events_need_are_printed() {
    let (gold, system) = (read_conllu(GOLD).unwrap(), read_conllu(SYSTEM).unwrap());
    let table = evaluate(&gold, &system).unwrap().to_string();
    let names: Vec<&str> =
        table.lines().skip(2).filter_map(|l| l.split_whitespace().next()).collect();
    let wanted =
        ["nsubj", "obj", "iobj", "obl", "obl:arg", "ccomp", "xcomp", "parataxis", "negation"];
    assert_eq!(names[13..], wanted);
    // Counted by hand: both files have "nie powiedział" and "nie czytał" and attach them alike.
    let line = table.lines().find(|l| l.starts_with("negation")).unwrap();
    assert_eq!(line.split('|').nth(3).unwrap().trim(), "100.00");
}
