//! Whatever the words, names and ids are: each file stays what it is.

use crate::papers::{event, mention, record};
use outputs::{Format, Options, Paper, Target, open};
use oxrdf::Triple;
use proptest::prelude::*;
use record::{Coded, PlaceRecord, Record};
use std::collections::HashSet;

/// A record whose every free string is one of these.
fn spoilt(s: &[String]) -> Record {
    let text = "A B C D";
    let mut e = event(text, "e1", ("CONSULT", "", "040", 1, 2.5), "B");
    let actor = |words: &str, n: usize| {
        let cited = crate::papers::cite(text, words, 0);
        mention(cited, &s[n], Some(s[n + 1].as_str()).filter(|e| !e.is_empty()), &s[2], "")
    };
    e.actors = vec![actor("A", 0), actor("C", 1)];
    e.recipients = vec![actor("D", 3)];
    e.contexts = vec![s[4].as_str().into()];
    e.areas = vec![s[5].as_str().into()];
    e.place = Some(PlaceRecord {
        name: s[6].as_str().into(),
        country: Some(s[2].as_str().into()),
        lat: -1.5,
        lon: 2.0,
        cited: crate::papers::cite(text, "C", 0),
    });
    e.why = vec![s[7].clone()];
    let coded = Coded { events: vec![e], ..Coded::default() };
    Record {
        published: Some("2024-01-01".into()),
        title: Some(s[0].clone()),
        url: Some(s[3].clone()),
        ..record(&s[1], &s[4], coded)
    }
}

fn export(format: Format, record: &Record, source: &str) -> String {
    let Ok(folder) = tempfile::tempdir() else { panic!("no temporary folder") };
    let path = folder.path().join("out");
    let paper = Paper { record, text: Some("A B C D"), source: Some(source), told: &[] };
    let export = open(format, Target::File(path.clone()), &Options::default());
    let done = export.and_then(|mut e| {
        e.paper(&paper)?;
        e.finish()
    });
    done.unwrap_or_else(|e| panic!("{format}: {e}"));
    std::fs::read_to_string(&path).unwrap_or_else(|e| panic!("{format}: {e}"))
}

fn strings() -> impl Strategy<Value = Vec<String>> {
    let nasty = prop_oneof![
        any::<String>(),
        "[\t\r\n\"'=<>&;,\\\\{}|\u{0}\u{85}\u{2028}\u{202e}@+ -]{0,6}",
        "(POL|EU|https://example.org/a|None|=1\\+1|ż🙂)",
    ];
    prop::collection::vec(nasty, 8)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn tables_keep_their_columns(s in strings()) {
        let record = spoilt(&s);
        for (format, columns) in [
            (Format::Polecat, 40), (Format::Icews, 20), (Format::GdeltEvents, 61),
            (Format::GdeltMentions, 16), (Format::Phoenix, 26),
        ] {
            let text = export(format, &record, &s[2]);
            for line in text.split('\n').filter(|l| !l.is_empty()) {
                prop_assert_eq!(line.split('\t').count(), columns, "{}: {:?}", format, line);
                prop_assert!(!line.contains(|c: char| c != '\t' && c.is_control()));
            }
        }
        let text = export(Format::Csv, &record, &s[2]);
        prop_assert_eq!(text.lines().count(), 2);
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        let numbers = ["lat", "score"];
        let header = reader.headers().cloned().unwrap_or_default();
        for row in reader.records() {
            let row = row.unwrap_or_else(|e| panic!("{e}"));
            for (name, value) in header.iter().zip(&row) {
                let formula = value.starts_with(['=', '+', '-', '@']);
                prop_assert!(!formula || numbers.contains(&name), "{}: {:?}", name, value);
            }
        }
    }

    #[test]
    fn graphs_say_the_same_in_every_form(s in strings()) {
        let record = spoilt(&s);
        let text = export(Format::NTriples, &record, &s[2]);
        let of = |t: Result<Triple, String>| t.unwrap_or_else(|e| panic!("{e}"));
        let nt: HashSet<Triple> = oxttl::NTriplesParser::new()
            .for_slice(&text).map(|t| of(t.map_err(|e| e.to_string()))).collect();
        let text = export(Format::Turtle, &record, &s[2]);
        let ttl: HashSet<Triple> = oxttl::TurtleParser::new()
            .for_slice(&text).map(|t| of(t.map_err(|e| e.to_string()))).collect();
        let text = export(Format::JsonLd, &record, &s[2]);
        let ld: HashSet<Triple> = oxjsonld::JsonLdParser::new()
            .for_slice(&text).map(|q| of(q.map(Triple::from).map_err(|e| e.to_string()))).collect();
        prop_assert_eq!(&nt, &ttl);
        prop_assert_eq!(&nt, &ld);
        let text = export(Format::GraphMl, &record, &s[2]);
        let mut reader = quick_xml::Reader::from_str(&text);
        loop {
            match reader.read_event() {
                Ok(quick_xml::events::Event::Eof) => break,
                Ok(_) => {}
                Err(e) => panic!("{e}: {text}"),
            }
        }
        prop_assert!(!text.contains(|c: char| c.is_control() && c != '\n'));
    }

    #[test]
    fn json_is_json(s in strings()) {
        let record = spoilt(&s);
        let text = export(Format::Jsonl, &record, &s[2]);
        prop_assert_eq!(Record::parse(text.trim_end_matches('\n')).ok(), Some(record.clone()));
        for line in export(Format::PloverJson, &record, &s[2]).split_terminator('\n') {
            prop_assert!(serde_json::from_str::<serde_json::Value>(line).is_ok());
        }
        let text = export(Format::LabelStudio, &record, &s[2]);
        prop_assert!(serde_json::from_str::<serde_json::Value>(&text).is_ok());
    }
}
