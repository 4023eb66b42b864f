//! brat standoff, checked against the rules of its line grammar and against the text.

use crate::papers::{TALK, VISIT, export_to, folder, talk};
use outputs::{Format, Options, OutputError, Paper, Target, open};
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use std::fs;

fn read(path: &std::path::Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

/// Checks a file of annotations; returns its `T` lines as number to label and words.
fn check(text: &str, annotations: &str) -> HashMap<String, (String, String)> {
    let letters: Vec<char> = text.chars().collect();
    let mut spans = HashMap::new();
    let mut events = Vec::new();
    for line in annotations.lines() {
        let fields: Vec<&str> = line.split('\t').collect();
        match line.chars().next() {
            Some('T') => {
                // Text may hold tabs itself.
                let (label, offsets) = fields[1].split_once(' ').unwrap_or_default();
                let words: Vec<String> = offsets
                    .split(';')
                    .map(|o| {
                        let (a, b) = o.split_once(' ').unwrap_or_default();
                        let (a, b): (usize, usize) =
                            (a.parse().unwrap_or(0), b.parse().unwrap_or(0));
                        letters[a..b].iter().collect()
                    })
                    .collect();
                assert_eq!(words.join(" "), fields[2..].join("\t"), "{line}");
                spans.insert(fields[0].to_owned(), (label.to_owned(), words.join(" ")));
            }
            Some('E') => {
                for part in fields[1].split(' ') {
                    let (_, target) = part.split_once(':').unwrap_or_default();
                    assert!(spans.contains_key(target), "{line}");
                }
                events.push(fields[0].to_owned());
            }
            Some('A') => {
                let target = fields[1].split(' ').nth(1).unwrap_or_default();
                assert!(events.contains(&target.to_owned()), "{line}");
            }
            Some('#') => assert!(fields[1].starts_with("AnnotatorNotes "), "{line}"),
            other => panic!("a line begins with {other:?}: {line}"),
        }
    }
    spans
}

#[test]
fn brat_spans_are_slices_of_the_text() {
    let (_keep, path) = folder();
    let manifest = export_to(Format::Brat, Target::Folder(path.clone()), &Options::default());
    assert_eq!(manifest.rows, 3);
    let sums = read(&path.join("SHA256SUMS"));
    assert_eq!((sums.lines().count(), manifest.files[0].name.as_str()), (7, "SHA256SUMS"));
    for line in sums.lines() {
        let (sum, name) = line.split_once("  ").unwrap_or_default();
        let hash = Sha256::digest(fs::read(path.join(name)).unwrap_or_default());
        assert_eq!(hash.iter().map(|b| format!("{b:02x}")).collect::<String>(), sum, "{name}");
    }
    assert_eq!(read(&path.join("talk-1.txt")), TALK);
    let annotations = read(&path.join("talk-1.ann"));
    let spans = check(TALK, &annotations);
    assert!(spans.values().any(|s| s == &("Place".into(), "Wilnie".into())));
    assert!(annotations.contains("\tCONSULT:T1 Actor:T2 Actor2:T3 Place:T4\n"), "{annotations}");
    assert!(annotations.contains("\tNegation E3\n"));
    assert!(annotations.contains("\tMode E2 yield\n"));
    let name = sums.lines().filter_map(|l| l.split_once("  ")).map(|l| l.1);
    let Some(name) = name.into_iter().find(|n| n.starts_with("a_b") && n.ends_with(".ann")) else {
        panic!("no file for the second paper")
    };
    let spans = check(VISIT, &read(&path.join(name)));
    assert!(
        spans.values().any(|s| s.1 == "praised Albania for reforms"),
        "a span over a line break"
    );
    let conf = read(&path.join("annotation.conf"));
    for section in ["[entities]", "[relations]", "[events]", "[attributes]"] {
        assert!(conf.contains(section));
    }
    assert!(conf.contains("CONSULT\tActor*:Party"));
}

#[test]
fn brat_without_text_keeps_offsets() {
    let (_keep, path) = folder();
    let options = Options { anonymous_text: true, ..Options::default() };
    export_to(Format::Brat, Target::Folder(path.clone()), &options);
    let text = read(&path.join("talk-1.txt"));
    assert_eq!(text.chars().count(), TALK.chars().count());
    assert!(text.chars().all(|c| c == 'x' || c == '\n'));
    let spans = check(&text, &read(&path.join("talk-1.ann")));
    assert!(spans.values().all(|s| s.1.chars().all(|c| matches!(c, 'x' | ' '))));
}

#[test]
fn two_papers_of_one_id_are_an_error() {
    let (_keep, path) = folder();
    let record = talk();
    let paper = Paper { record: &record, text: Some(TALK), source: None, told: &[] };
    let mut export = open(Format::Brat, Target::Folder(path), &Options::default())
        .unwrap_or_else(|e| panic!("{e}"));
    assert!(export.paper(&paper).is_ok());
    assert!(
        matches!(export.paper(&paper), Err(OutputError::Twice { document, .. }) if document == "talk-1")
    );
}
