//! RDF read with the parsers of Oxigraph, GraphML with quick-xml.

use crate::papers::export;
use outputs::{Format, Options};
use oxrdf::{NamedNode, Term, Triple};
use quick_xml::events::Event as Piece;
use std::collections::{BTreeMap, HashSet};

fn triples(format: Format) -> HashSet<Triple> {
    let (text, _) = export(format, &Options::default());
    let triples: Result<HashSet<Triple>, String> = match format {
        Format::Turtle => oxttl::TurtleParser::new()
            .for_slice(&text)
            .map(|t| t.map_err(|e| e.to_string()))
            .collect(),
        Format::NTriples => oxttl::NTriplesParser::new()
            .for_slice(&text)
            .map(|t| t.map_err(|e| e.to_string()))
            .collect(),
        _ => oxjsonld::JsonLdParser::new()
            .for_slice(&text)
            .map(|q| q.map(Triple::from).map_err(|e| e.to_string()))
            .collect(),
    };
    triples.unwrap_or_else(|e| panic!("{format}: {e}"))
}

#[test]
fn three_forms_of_rdf_say_the_same() {
    let turtle = triples(Format::Turtle);
    let (text, manifest) = export(Format::NTriples, &Options::default());
    assert_eq!(text.lines().count() as u64, manifest.rows);
    assert_eq!(triples(Format::NTriples), turtle);
    let ld = triples(Format::JsonLd);
    let missing: Vec<_> = turtle.difference(&ld).chain(ld.difference(&turtle)).take(5).collect();
    assert!(missing.is_empty(), "{missing:#?}");
}

#[test]
fn each_line_of_json_ld_is_a_document() {
    let (text, manifest) = export(Format::JsonLd, &Options::default());
    let lines: Vec<&str> = text.lines().filter(|l| l.len() > 1).collect();
    assert_eq!(lines.len() as u64, manifest.rows);
    let mut all = HashSet::new();
    for line in lines {
        let line = line.trim_end_matches(',');
        for quad in oxjsonld::JsonLdParser::new().for_slice(line) {
            all.insert(Triple::from(quad.unwrap_or_else(|e| panic!("{e}: {line}"))));
        }
    }
    assert_eq!(all, triples(Format::NTriples));
}

#[test]
fn a_report_is_a_claim_with_its_source_and_place() {
    let graph = triples(Format::NTriples);
    let node = |iri: &str| NamedNode::new(iri).unwrap_or_else(|e| panic!("{iri}: {e}"));
    let prov = |name: &str| node(&format!("http://www.w3.org/ns/prov#{name}"));
    let sem = |name: &str| node(&format!("http://semanticweb.cs.vu.nl/2009/11/sem/{name}"));
    let has = |s: &NamedNode, p: NamedNode, o: Term| graph.contains(&Triple::new(s.clone(), p, o));
    let objects = |s: &NamedNode, p: NamedNode| -> Vec<Term> {
        let of = |t: &&Triple| t.subject == s.clone().into() && t.predicate == p;
        graph.iter().filter(of).map(|t| t.object.clone()).collect()
    };
    let report = node("urn:chancery:report:talk-1:e2");
    let paper = node("https://www.wiesci.example/a/1?x=1;2");
    assert!(has(&report, prov("wasDerivedFrom"), paper.into()));
    let president = node("urn:chancery:entity:person/gitanas-zvirblis");
    assert!(has(&report, prov("wasAttributedTo"), president.clone().into()));
    let act = node("urn:chancery:act:act-7");
    assert!(has(&act, sem("hasActor"), node("urn:chancery:entity:country/ALB").into()));
    assert!(has(&act, sem("hasTime"), node("urn:chancery:time:2025-03").into()));
    let stamps = objects(&node("urn:chancery:time:2025-03"), sem("hasTimeStamp"));
    assert!(matches!(&stamps[..], [Term::Literal(l)] if l.datatype().as_str().ends_with("EDTF")));
    // An act that is denied is no event.
    let kind = |report: &str| {
        let body = objects(&node(report), node("http://www.w3.org/ns/oa#hasBody"));
        let Some(Term::NamedNode(act)) = body.first() else { panic!("no body of {report}") };
        has(act, node("http://www.w3.org/1999/02/22-rdf-syntax-ns#type"), sem("Event").into())
    };
    assert!(kind("urn:chancery:report:talk-1:e1"));
    assert!(!kind("urn:chancery:report:talk-1:e3"));
}

#[test]
fn graphml_counts_pairs_by_quad_class() {
    let (text, manifest) = export(Format::GraphMl, &Options::default());
    let mut reader = quick_xml::Reader::from_str(&text);
    let (mut nodes, mut keys, mut edges) = (Vec::new(), HashSet::new(), BTreeMap::new());
    let (mut edge, mut key) = (String::new(), String::new());
    loop {
        let piece = reader.read_event().unwrap_or_else(|e| panic!("{e}"));
        match piece {
            Piece::Eof => break,
            Piece::Start(tag) | Piece::Empty(tag) => {
                let attribute = |name: &str| {
                    let value = tag.try_get_attribute(name).ok().flatten();
                    value.map(|v| v.value.into_owned()).unwrap_or_default()
                };
                match tag.name().as_ref() {
                    "key" => {
                        keys.insert(attribute("id"));
                    }
                    "node" => nodes.push(attribute("id")),
                    "edge" => edge = format!("{}>{}", attribute("source"), attribute("target")),
                    "data" => {
                        key = attribute("key");
                        assert!(keys.contains(&key), "{key} is declared");
                    }
                    _ => {}
                }
            }
            Piece::Text(words) if !edge.is_empty() => {
                let words = words.trim().to_owned();
                if !words.is_empty() {
                    edges
                        .entry(edge.clone())
                        .or_insert_with(BTreeMap::new)
                        .insert(key.clone(), words);
                }
            }
            _ => {}
        }
    }
    assert_eq!(nodes, ["ALB", "AUT", "EU", "LTU", "LVA", "RUS"]);
    assert_eq!(edges.len() as u64, manifest.rows);
    let names: Vec<&str> = edges.keys().map(String::as_str).collect();
    assert_eq!(names, ["ALB>AUT", "AUT>ALB", "EU>ALB", "LTU>LVA", "LTU>RUS", "LVA>LTU"]);
    let get = |edge: &str, key: &str| edges[edge].get(key).map(String::as_str);
    assert_eq!(get("LTU>RUS", "verbal_conflict"), Some("1"));
    assert_eq!(get("LTU>RUS", "mean_score"), Some("-1"));
    assert_eq!((get("LTU>LVA", "acts"), get("LTU>LVA", "first")), (Some("1"), Some("2024-02-18")));
}
