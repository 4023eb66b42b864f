//! Pledges of our own short papers and what later papers say of them.
//!
//! **In:** `pledge_links.tsv`, labelled before the rules were written; the papers and their readings in
//! `data/`. **Out:** precision and recall of the links, by kind, and what was decided wrongly.

use ledger::merge::Sketch;
use ledger::pledge::{
    Link, LinkKind, Pledge, later_keys, pledge_keys, promised_type, relate, status::FIRM,
};
use record::Record;
use std::collections::HashMap;

const LINKS: &str = include_str!("pledge_links.tsv");
const PAPERS: &str = include_str!("data/pledges.jsonl");
const READINGS: &str = include_str!("data/pledges_read.jsonl");

fn name(kind: LinkKind) -> &'static str {
    match kind {
        LinkKind::CarriedOut => "carried out",
        LinkKind::Repeated => "repeated",
        LinkKind::Withdrawn => "withdrawn",
        LinkKind::Contradicted => "contradicted",
    }
}

#[test]
fn links_of_labelled_pledges() {
    let texts: HashMap<String, String> = PAPERS
        .lines()
        .map(|l| {
            let paper: serde_json::Value = serde_json::from_str(l).expect("a paper");
            let field = |k: &str| paper[k].as_str().expect("a text").to_string();
            (field("id"), field("text"))
        })
        .collect();
    let mut sketches: HashMap<String, Vec<(Sketch, Option<Pledge>)>> = HashMap::new();
    for (number, line) in (0..).zip(READINGS.lines()) {
        let record = Record::parse(line).expect("a record");
        for event in record.coded.events.iter().filter(|e| e.same_as.is_none()) {
            let sketch = Sketch::of(number, event, &record, &texts[&record.id], None);
            let pledge = Pledge::of(number, &sketch, promised_type(event));
            sketches.entry(record.id.clone()).or_default().push((sketch, pledge));
        }
    }
    let (mut right, mut surplus, mut missed) = (0, 0, 0);
    for line in LINKS.lines().filter(|l| !l.starts_with('#')) {
        let f: Vec<&str> = line.split('\t').collect();
        let pledge = sketches[f[0]]
            .iter()
            .find_map(|(s, p)| p.as_ref().filter(|_| s.event == f[1]))
            .unwrap_or_else(|| panic!("{} is no pledge", f[0]));
        let later = sketches.get(f[2]).map(Vec::as_slice).unwrap_or_default();
        let kept = pledge_keys(pledge);
        let met = later.iter().filter(|(s, _)| later_keys(s).iter().any(|k| kept.contains(k)));
        let mut links: Vec<Link> = met.filter_map(|(s, _)| relate(pledge, s)).collect();
        links.sort_by(|a, b| b.score.total_cmp(&a.score));
        let best = links.first().filter(|l| l.score >= FIRM);
        let found = best.map_or("none", |l| name(l.kind));
        match (f[3], found) {
            ("none", "none") => {}
            (label, found) if label == found => right += 1,
            (label, found) => {
                surplus += usize::from(found != "none");
                missed += usize::from(label != "none");
                println!("{line}\n    {found}: {links:?}");
            }
        }
    }
    let precision = right as f32 / (right + surplus).max(1) as f32;
    let recall = right as f32 / (right + missed).max(1) as f32;
    println!(
        "links: precision {precision:.3} recall {recall:.3} ({right} right, {surplus} surplus, {missed} missed)"
    );
    assert!(precision >= 0.95 && recall >= 0.75);
}
