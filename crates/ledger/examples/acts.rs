//! Merges readings outside any store: for looking at what merging does, and for its figures.
//!
//! **In:** `papers.jsonl` (texts) and `read.jsonl` (what `chancery read --format jsonl` made of
//! them). **Out:** acts that more than one report tells, one report a line, with the reasons that
//! joined them; counts on standard error.
//!
//!     cargo run --release -p ledger --example acts -- papers.jsonl read.jsonl

use ledger::merge::{
    Signature, Sketch,
    copies::first_copies,
    group::{group, place},
    keys,
};
use record::Record;
use std::collections::{BTreeSet, HashMap, HashSet};
use std::error::Error;
use std::fs::read_to_string;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let (Some(papers), Some(readings)) = (arguments.next(), arguments.next()) else {
        return Err("usage: acts PAPERS.jsonl READINGS.jsonl".into());
    };
    let mut texts = HashMap::new();
    for line in read_to_string(papers)?.lines() {
        let paper: serde_json::Value = serde_json::from_str(line)?;
        if let (Some(id), Some(text)) = (paper["id"].as_str(), paper["text"].as_str()) {
            texts.insert(id.to_string(), text.to_string());
        }
    }
    let (mut sketches, mut names) = (Vec::new(), Vec::new());
    let mut papers = Vec::new();
    for line in read_to_string(readings)?.lines() {
        let record = Record::parse(line)?;
        let text = texts.get(&record.id).ok_or_else(|| format!("no text for {}", record.id))?;
        papers.push((record, text));
    }
    let signed: Vec<_> = papers.iter().map(|p| Signature::of(p.1)).collect();
    for ((number, (record, text)), copy_of) in (0..).zip(&papers).zip(first_copies(&signed)) {
        for (id, mut sketch) in Sketch::all(number, record, text) {
            sketch.copy_of = copy_of.and_then(|c| i64::try_from(c).ok());
            names.push(format!("{}\t{id}", record.id));
            sketches.push(sketch);
        }
    }
    let mut met: HashMap<u64, usize> = HashMap::new();
    let keyed: Vec<Vec<u64>> = sketches.iter().map(keys).collect();
    keyed.iter().flatten().for_each(|k| *met.entry(*k).or_default() += 1);
    let all: usize = keyed.iter().map(Vec::len).sum();
    let candidates: usize = met.values().map(|n| n * (n - 1)).sum();
    let mean = |n: usize| n as f64 / sketches.len().max(1) as f64;
    eprintln!("{:.1} keys and at most {:.0} candidates a report", mean(all), mean(candidates));
    let groups = group(&sketches);
    let batch = pairs(&groups.iter().map(|g| g.members.clone()).collect::<Vec<_>>());
    for (way, order) in [
        ("in the order given", (0..sketches.len()).collect::<Vec<_>>()),
        ("backwards", (0..sketches.len()).rev().collect()),
    ] {
        let one_by_one = pairs(&placed(&sketches, &keyed, &order));
        let both = one_by_one.intersection(&batch).count();
        let all = one_by_one.union(&batch).count().max(1);
        eprintln!("one by one {way}: {:.3} of the pairs as in the batch", both as f64 / all as f64);
    }
    let mut merged = 0;
    for (number, act) in groups.iter().filter(|g| g.members.len() > 1).enumerate() {
        merged += act.members.len();
        for &m in &act.members {
            println!("{number}\t{}\t{}", sketches[m].event, names[m]);
        }
        for (i, j, verdict) in &act.joined {
            println!("{number}\t+ {} {}: {}", names[*i], names[*j], verdict.reasons.join("; "));
        }
    }
    eprintln!(
        "{} reports, {} acts, {merged} reports in acts of several",
        sketches.len(),
        groups.len()
    );
    Ok(())
}

/// Pairs of reports of one act.
fn pairs(groups: &[Vec<usize>]) -> HashSet<(usize, usize)> {
    let of = |g: &Vec<usize>| {
        let mut g = g.clone();
        g.sort_unstable();
        let each =
            |(n, i): (usize, &usize)| g[n + 1..].iter().map(|j| (*i, *j)).collect::<Vec<_>>();
        g.iter().enumerate().flat_map(each).collect::<Vec<_>>()
    };
    groups.iter().flat_map(of).collect()
}

/// Reports given to acts one by one, as a store does.
fn placed(sketches: &[Sketch], keyed: &[Vec<u64>], order: &[usize]) -> Vec<Vec<usize>> {
    let mut acts: Vec<(Vec<usize>, Vec<Sketch>)> = Vec::new();
    let mut index: HashMap<u64, Vec<usize>> = HashMap::new();
    for &i in order {
        let found = keyed[i].iter().filter_map(|k| index.get(k)).flatten().copied();
        let met: Vec<usize> = found.collect::<BTreeSet<_>>().into_iter().collect();
        let candidates: Vec<&[Sketch]> = met.iter().map(|&a| acts[a].1.as_slice()).collect();
        let act = match place(&sketches[i], &candidates) {
            Some((n, _)) => met[n],
            None => {
                acts.push((Vec::new(), Vec::new()));
                acts.len() - 1
            }
        };
        acts[act].0.push(i);
        acts[act].1.push(sketches[i].clone());
        keyed[i].iter().for_each(|k| index.entry(*k).or_default().push(act));
    }
    acts.into_iter().map(|a| a.0).collect()
}
