//! What became of pledges, outside any store: for looking at the links and for their figures.
//!
//! **In:** `papers.jsonl` (texts) and `read.jsonl` (what `chancery read --format jsonl` made of them).
//! **Out:** each firm link, one a line: kind, score, pledge, later act, reasons; then the partnerships.
//! Counts of the statuses on standard error.
//!
//!     cargo run --release -p ledger --example pledges -- papers.jsonl read.jsonl

use ledger::merge::Sketch;
use ledger::pledge::{
    Link, Pledge, Stated, later_keys, partnerships, pledge_keys, promised_type, relate, status,
    status::FIRM,
};
use record::Record;
use std::collections::{BTreeMap, HashMap};
use std::error::Error;
use std::fs::read_to_string;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let (Some(papers), Some(readings)) = (arguments.next(), arguments.next()) else {
        return Err("usage: pledges PAPERS.jsonl READINGS.jsonl".into());
    };
    let mut texts = HashMap::new();
    for line in read_to_string(papers)?.lines() {
        let paper: serde_json::Value = serde_json::from_str(line)?;
        if let (Some(id), Some(text)) = (paper["id"].as_str(), paper["text"].as_str()) {
            texts.insert(id.to_string(), text.to_string());
        }
    }
    let (mut acts, mut pledges, mut stated) = (Vec::new(), Vec::new(), Vec::new());
    for (number, line) in (0_i64..).zip(read_to_string(readings)?.lines()) {
        let record = Record::parse(line)?;
        let text = texts.get(&record.id).ok_or_else(|| format!("no text for {}", record.id))?;
        stated.extend(Stated::of(number, &record));
        for event in record.coded.events.iter().filter(|e| e.same_as.is_none()) {
            let sketch = Sketch::of(number, event, &record, text, None);
            let name = format!("{}\t{}", record.id, event.id);
            if let Some(pledge) = Pledge::of(acts.len() as i64, &sketch, promised_type(event)) {
                pledges.push((name.clone(), pledge));
            }
            acts.push((name, sketch));
        }
    }
    let mut kept: HashMap<u64, Vec<usize>> = HashMap::new();
    for (n, (_, pledge)) in pledges.iter().enumerate() {
        pledge_keys(pledge).into_iter().for_each(|k| kept.entry(k).or_default().push(n));
    }
    let mut links: Vec<Vec<Link>> = vec![Vec::new(); pledges.len()];
    for (name, act) in &acts {
        let keys = later_keys(act);
        let mut met: Vec<usize> =
            keys.iter().filter_map(|k| kept.get(k)).flatten().copied().collect();
        met.sort_unstable();
        met.dedup();
        for n in met {
            let Some(link) = relate(&pledges[n].1, act) else { continue };
            if link.score >= FIRM {
                let reasons = link.reasons.join("; ");
                println!("{:?}\t{:.2}\t{}\t{name}\t{reasons}", link.kind, link.score, pledges[n].0);
            }
            links[n].push(link);
        }
    }
    let last = acts.iter().filter_map(|a| a.1.published).max().ok_or("no paper has a day")?;
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for ((_, pledge), links) in pledges.iter().zip(&links) {
        *counts.entry(status::status(links, pledge.due, last).name()).or_default() += 1;
    }
    eprintln!("{} acts, {} pledges as of {last}: {counts:?}", acts.len(), pledges.len());
    for standing in partnerships(&stated) {
        for s in &standing.steps {
            println!(
                "{}-{}\t{}\t{} to {}\t{} papers",
                standing.pair[0],
                standing.pair[1],
                s.label,
                s.first,
                s.last,
                s.documents.len()
            );
        }
    }
    Ok(())
}
