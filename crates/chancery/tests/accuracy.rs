//! The figures that the program and the README tell are those that `chancery eval` gives.

mod common;

use common::*;
use std::path::{Path, PathBuf};

const TOLD: &str = include_str!("../data/accuracy.tsv");

fn beside(part: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(part)
}

/// Rows of the table: file of the set, what it holds, figures.
fn rows() -> impl Iterator<Item = (&'static str, &'static str, Vec<&'static str>)> {
    TOLD.lines().filter(|l| !l.starts_with('#')).map(|line| {
        let cells: Vec<&str> = line.split('\t').collect();
        assert_eq!(cells.len(), 7, "{line}");
        (cells[0], cells[1], cells[4..].to_vec())
    })
}

/// F1 of type, with actor, with recipient in the output of `chancery eval`.
fn measured(output: &str) -> Vec<String> {
    let after = |line: &str, word: &str| {
        let rest = line.split(word).nth(1)?;
        rest.split_whitespace().next().map(str::to_owned)
    };
    let of = |start: &str, word: &str| {
        let line = output.lines().find(|l| l.starts_with(start))?;
        after(line, word)
    };
    if output.starts_with("rows ") {
        // One type a sentence, no parties; rounded to three decimals as the table is.
        let f = of("rows ", "macro F1").and_then(|f| f.parse::<f64>().ok());
        return vec![f.map_or_else(String::new, |f| format!("{f:.3}")), "-".into(), "-".into()];
    }
    let levels = [("event", "a event "), ("+actor", "b event+actor"), ("+recipient", "c event+")];
    let figure = |(news, sentences): (&str, &str)| {
        // Strict precision, recall, F1: the third figure of the first block.
        let strict = || {
            let line = output.lines().find(|l| l.starts_with(sentences))?;
            line.split('|').nth(1)?.split_whitespace().nth(2).map(str::to_owned)
        };
        let whole = output.lines().find(|l| l.starts_with(news) && l.contains(" TP "));
        whole.and_then(|l| after(l, "F1")).or_else(strict).unwrap_or_default()
    };
    levels.map(figure).to_vec()
}

#[test]
fn figures_are_those_measured() {
    if !ready() {
        return;
    }
    for (set, _, told) in rows() {
        let own = beside("tests/data/readouts").join(set);
        let gold = if own.is_file() { own } else { beside("../../../shared/gold").join(set) };
        if !gold.is_file() {
            println!("skipped: {set} is not beside the checkout");
            continue;
        }
        let output = run(&["eval", gold.to_str().unwrap()]);
        assert_eq!(output.status.code(), Some(0), "{set}: {}", stderr(&output));
        assert_eq!(
            measured(&stdout(&output)),
            told,
            "{set}: renew data/accuracy.tsv and the README"
        );
    }
}

#[test]
fn the_readme_tells_the_same() {
    let readme = std::fs::read_to_string(beside("../../README.md")).expect("the README");
    for (set, what, told) in rows().filter(|r| r.2[2] != "-") {
        let figures: Vec<&str> = told.iter().map(|f| f.trim_start_matches('0')).collect();
        let row = figures.join(" / ");
        assert!(
            readme.lines().any(|l| l.ends_with(&format!("| {row} |"))),
            "{set} ({what}): {row}"
        );
    }
}
