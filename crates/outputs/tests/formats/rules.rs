//! What holds for every format: checks, checksums, sameness.

use crate::papers::{TALK, VISIT, export_bytes, folder, talk, told, visit};
use outputs::{Format, Options, OutputError, Paper, Shape, Target, open};
use sha2::{Digest, Sha256};

fn formats() -> impl Iterator<Item = Format> {
    Format::all()
        .filter(|f| *f != Format::Brat && (*f != Format::Parquet || cfg!(feature = "parquet")))
}

#[test]
fn the_same_papers_give_the_same_bytes_and_checksum() {
    for format in formats() {
        let (first, manifest) = export_bytes(format, &Options::default());
        let (second, again) = export_bytes(format, &Options::default());
        assert!(first == second, "{format}");
        assert_eq!(manifest, again);
        let hash: String = Sha256::digest(&first).iter().map(|b| format!("{b:02x}")).collect();
        assert_eq!(
            (&manifest.files[0].sha256, manifest.files[0].bytes),
            (&hash, first.len() as u64)
        );
        assert_eq!((manifest.documents, manifest.events), (3, 7));
    }
}

#[test]
fn no_papers_give_a_file_that_is_read() {
    for format in formats() {
        let (_keep, path) = folder();
        let file = path.join("empty");
        let export = open(format, Target::File(file.clone()), &Options::default());
        let manifest = export.and_then(|e| e.finish()).unwrap_or_else(|e| panic!("{format}: {e}"));
        assert_eq!(manifest.rows, 0, "{format}");
        let text = std::fs::read(&file).unwrap_or_default();
        if matches!(format, Format::JsonLd | Format::LabelStudio) {
            assert_eq!(
                serde_json::from_slice::<serde_json::Value>(&text).ok(),
                Some(serde_json::json!([]))
            );
        }
    }
}

#[test]
fn words_that_are_not_in_the_text_are_an_error() {
    let mut export =
        open(Format::Jsonl, Target::Stream(Box::new(std::io::sink())), &Options::default())
            .unwrap_or_else(|e| panic!("{e}"));
    let mut record = talk();
    assert!(export.paper(&paper(&record, TALK)).is_ok());
    let error = export.paper(&paper(&record, VISIT)).map_err(|e| e.to_string());
    assert!(error.is_err_and(|e| e.contains("\"talk-1\"") && e.contains("spotkał się")));
    record.coded.events[0].trigger.end = u32::MAX;
    assert!(matches!(export.paper(&paper(&record, TALK)), Err(OutputError::Citation { .. })));
    record.coded.events[0].trigger.start = 90;
    record.coded.events[0].trigger.end = 80;
    assert!(matches!(export.paper(&paper(&record, TALK)), Err(OutputError::Citation { .. })));
}

#[test]
fn offsets_that_no_text_can_have_are_an_error_without_a_text_too() {
    let spoil: [fn(&mut record::Record); 3] = [
        |r| (r.coded.events[0].trigger.start, r.coded.events[0].trigger.end) = (90, 80),
        |r| r.coded.events[1].sentence = [9, 2],
        |r| r.coded.statements[0].content.end = u32::MAX,
    ];
    for spoil in spoil {
        let mut record = talk();
        spoil(&mut record);
        for text in [None, Some(TALK)] {
            let target = Target::Stream(Box::new(std::io::sink()));
            let mut export = open(Format::LabelStudio, target, &Options::default())
                .unwrap_or_else(|e| panic!("{e}"));
            let paper = Paper { record: &record, text, source: None, told: &[] };
            assert!(matches!(export.paper(&paper), Err(OutputError::Citation { .. })));
        }
    }
}

#[test]
fn every_format_does_without_a_text() {
    let record = talk();
    let paper = Paper { record: &record, text: None, source: None, told: &[] };
    let (_keep, path) = folder();
    for format in Format::all().filter(|f| *f != Format::Parquet || cfg!(feature = "parquet")) {
        let target = match format.shape() {
            Shape::File => Target::Stream(Box::new(std::io::sink())),
            Shape::Folder => Target::Folder(path.clone()),
        };
        let mut export =
            open(format, target, &Options::default()).unwrap_or_else(|e| panic!("{e}"));
        assert!(export.paper(&paper).is_ok(), "{format}");
        assert!(export.finish().is_ok(), "{format}");
    }
}

#[test]
fn two_events_of_one_act_are_one_row_of_an_act() {
    let (record, mut told) = (visit(), told());
    // The ledger found that the praise was part of the visit.
    told[1].act = told[0].act.clone();
    let paper = Paper { record: &record, text: Some(VISIT), source: None, told: &told };
    for (format, rows, again) in [(Format::Polecat, 1, 1), (Format::Csv, 3, 0)] {
        let target = Target::Stream(Box::new(std::io::sink()));
        let mut export =
            open(format, target, &Options::default()).unwrap_or_else(|e| panic!("{e}"));
        assert!(export.paper(&paper).is_ok());
        let manifest = export.finish().unwrap_or_else(|e| panic!("{e}"));
        let told_again = manifest.left_out.get("told again").copied().unwrap_or_default();
        assert_eq!((manifest.rows, told_again), (rows, again), "{format}");
    }
}

#[test]
fn a_ledger_of_another_record_is_an_error() {
    let mut export =
        open(Format::Csv, Target::Stream(Box::new(std::io::sink())), &Options::default())
            .unwrap_or_else(|e| panic!("{e}"));
    let (record, told) = (visit(), told());
    let paper = Paper { record: &record, text: None, source: None, told: &told[..2] };
    assert!(matches!(export.paper(&paper), Err(OutputError::Told { events: 3, told: 2, .. })));
}

#[test]
fn a_file_has_its_name_when_it_is_whole() {
    let (_keep, path) = folder();
    let file = path.join("acts.csv");
    assert!(std::fs::write(&file, "of yesterday").is_ok());
    let mut export = open(Format::Csv, Target::File(file.clone()), &Options::default())
        .unwrap_or_else(|e| panic!("{e}"));
    assert!(export.paper(&paper(&talk(), TALK)).is_ok());
    assert_eq!(std::fs::read_to_string(&file).unwrap_or_default(), "of yesterday");
    assert!(export.finish().is_ok());
    assert_eq!(std::fs::read_to_string(&file).unwrap_or_default().lines().count(), 5);
    assert!(!path.join("acts.csv.part").exists());
}

#[test]
fn targets_must_fit() {
    let (_keep, path) = folder();
    let wrong = open(Format::Csv, Target::Folder(path.clone()), &Options::default()).err();
    assert!(wrong.is_some_and(|e| e.to_string() == "csv is written as one file; give a file or a stream"));
    let wrong = open(Format::Brat, Target::File(path.join("x")), &Options::default()).err();
    assert!(wrong.is_some_and(|e| e.to_string() == "brat is written as many files; give a folder"));
    let nowhere =
        open(Format::Csv, Target::File(path.join("no/folder.csv")), &Options::default()).err();
    assert!(matches!(nowhere, Some(OutputError::Write { .. })));
}

#[cfg(not(feature = "parquet"))]
#[test]
fn a_format_that_is_not_built_says_so_and_makes_no_file() {
    let (_keep, path) = folder();
    let file = path.join("x.parquet");
    let error = open(Format::Parquet, Target::File(file.clone()), &Options::default()).err();
    assert!(matches!(error, Some(OutputError::NotBuilt(Format::Parquet))));
    assert!(!file.exists());
}

#[test]
fn the_manifest_is_json_with_counts() {
    let (_, manifest) = export_bytes(Format::Icews, &Options::default());
    let json: serde_json::Value = serde_json::from_str(&manifest.json()).unwrap_or_default();
    assert_eq!((&json["format"], &json["rows"]), (&"icews".into(), &6.into()));
    assert_eq!(json["left_out"]["negation"], 1);
    assert_eq!(json["columns"][19], "Longitude");
    assert_eq!(json["files"][0]["name"], "out.tab");
}

#[test]
fn the_documentation_lists_every_format_and_column() {
    let page = include_str!("../../../../docs/exports.md");
    for format in Format::all() {
        assert!(page.contains(&format!("`{}`", format.name())), "{format}");
    }
    let (_, manifest) = export_bytes(Format::Csv, &Options::default());
    let section = page.split("\n## ").find(|s| s.starts_with("CSV and Parquet"));
    let lines = section.unwrap_or_default().lines();
    let listed: Vec<&str> =
        lines.filter_map(|l| l.strip_prefix("| `")?.split('`').next()).collect();
    assert_eq!(listed, manifest.columns);
}

fn paper<'a>(record: &'a record::Record, text: &'a str) -> Paper<'a> {
    Paper { record, text: Some(text), source: None, told: &[] }
}
