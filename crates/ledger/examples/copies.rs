//! How well near-duplicate papers are told from papers of one genre.
//!
//! **In:** a file of papers, one JSON object a line with `id` and `text`. **Out:** for edits of known
//! strength, the share that is found; for the real pairs, how many lie at each likeness, and those
//! that count as copies. The edits are drawn from fixed seeds, so that the table can be repeated.
//!
//!     cargo run --release -p ledger --example copies -- papers.jsonl

use ledger::merge::{Signature, are_copies};
use std::collections::HashSet;
use std::error::Error;

/// A small generator (xorshift), enough to choose sentences and words.
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn one_in(&mut self, percent: u64) -> bool {
        self.next() % 100 < percent
    }
}

type Edit = fn(&[&str], &[&str], &mut Chance) -> String;

/// Edits of a paper's sentences; the second list is another paper's.
const EDITS: [(&str, Edit); 10] = [
    ("other order of sentences", |s, _, c| {
        let mut s = s.to_vec();
        (1..s.len()).rev().for_each(|i| s.swap(i, (c.next() % (i as u64 + 1)) as usize));
        s.join(" ")
    }),
    ("first tenth left out", |s, _, _| s[s.len().div_ceil(10)..].join(" ")),
    ("each 5th sentence left out", |s, _, c| kept(s, 20, c)),
    ("each 3rd sentence left out", |s, _, c| kept(s, 33, c)),
    ("cut behind the first half", |s, _, _| s[..s.len().div_ceil(2)].join(" ")),
    ("cut behind the first third", |s, _, _| s[..s.len().div_ceil(3)].join(" ")),
    ("a foreign paragraph of 2 sentences added", |s, o, _| {
        format!("{} {}", s.join(" "), o[..o.len().min(2)].join(" "))
    }),
    ("each 20th word another", |s, o, c| replaced(s, o, 5, c)),
    ("each 10th word another", |s, o, c| replaced(s, o, 10, c)),
    ("each 5th word another", |s, o, c| replaced(s, o, 20, c)),
];

fn kept(sentences: &[&str], percent: u64, chance: &mut Chance) -> String {
    let kept: Vec<&str> = sentences.iter().copied().filter(|_| !chance.one_in(percent)).collect();
    kept.join(" ")
}

fn replaced(sentences: &[&str], other: &[&str], percent: u64, chance: &mut Chance) -> String {
    let pool: Vec<&str> = other.iter().flat_map(|s| s.split_whitespace()).collect();
    let words = sentences.iter().flat_map(|s| s.split_whitespace());
    words
        .map(|w| match chance.one_in(percent) && !pool.is_empty() {
            true => pool[(chance.next() % pool.len() as u64) as usize],
            false => w,
        })
        .collect::<Vec<_>>()
        .join(" ")
}

fn main() -> Result<(), Box<dyn Error>> {
    let file = std::env::args().nth(1).ok_or("usage: copies PAPERS.jsonl")?;
    let mut papers = Vec::new();
    for line in std::fs::read_to_string(file)?.lines() {
        let paper: serde_json::Value = serde_json::from_str(line)?;
        if let (Some(id), Some(text)) = (paper["id"].as_str(), paper["text"].as_str()) {
            papers.push((id.to_string(), text.to_string()));
        }
    }
    let signed: Vec<(usize, Signature)> =
        (0..papers.len()).filter_map(|i| Some((i, Signature::of(&papers[i].1)?))).collect();
    println!("{} papers, {} with a signature", papers.len(), signed.len());
    println!("edit\tcopies\tshare a band\tmean likeness\tmean containment");
    for (name, edit) in EDITS {
        let mut chance = Chance(0x5EED);
        let (mut copies, mut bands, mut like, mut held, mut n) = (0, 0, 0.0, 0.0, 0);
        for (at, (i, whole)) in signed.iter().enumerate() {
            let sentences: Vec<&str> = papers[*i].1.split_inclusive(". ").collect();
            let other = &papers[signed[(at + 7) % signed.len()].0].1;
            let other: Vec<&str> = other.split_inclusive(". ").collect();
            let Some(edited) = Signature::of(&edit(&sentences, &other, &mut chance)) else {
                continue;
            };
            n += 1;
            copies += usize::from(are_copies(whole, &edited).is_some());
            let keys: HashSet<u64> = whole.bands().into_iter().collect();
            bands += usize::from(edited.bands().iter().any(|k| keys.contains(k)));
            like += whole.likeness(&edited);
            held += whole.containment(&edited);
        }
        let of = |k: usize| k as f32 / n as f32;
        println!(
            "{name}\t{:.3}\t{:.3}\t{:.2}\t{:.2}",
            of(copies),
            of(bands),
            like / n as f32,
            held / n as f32
        );
    }
    let (mut steps, mut found, mut shared) = ([0_usize; 11], Vec::new(), 0);
    for (n, (i, a)) in signed.iter().enumerate() {
        let keys: HashSet<u64> = a.bands().into_iter().collect();
        for (j, b) in &signed[n + 1..] {
            let likeness = a.likeness(b);
            steps[(likeness * 10.0) as usize] += 1;
            shared += usize::from(b.bands().iter().any(|k| keys.contains(k)));
            if let Some(how) = are_copies(a, b) {
                found.push((how, likeness, a.containment(b), a.names_likeness(b), *i, *j));
            }
        }
    }
    println!("real pairs by likeness (0.0, 0.1, ...): {steps:?}; {shared} share a band");
    found.sort_by(|x, y| x.1.total_cmp(&y.1));
    println!("{} real pairs count as copies: likeness, containment, names", found.len());
    for (_, likeness, containment, names, i, j) in found {
        println!("{likeness:.2}\t{containment:.2}\t{names:.2}\t{}\t{}", papers[i].0, papers[j].0);
    }
    Ok(())
}
