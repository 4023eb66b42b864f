//! `cargo xtask links`: whether one entity has one id in several languages.
//!
//! **In:** a folder of name sets by language (`pl/train.jsonl.gz`, `cs/...`), whose names carry the
//! link of the entity they name, and a world pack. **Out:** for Polish with each other language the
//! share of links for which both languages lead to the same entity, of those for which both lead
//! to any; and the same by mentions.
//!
//! Every written form is looked up by itself, as `chancery who` does without a day; the entity of a
//! link in a language is the one that most of its mentions give.

use crate::corpus;
use anyhow::{Context, Result};
use rustc_hash::FxHashMap;
use serde::Deserialize;
use std::io::BufRead;
use std::path::PathBuf;
use world::World;

#[derive(clap::Args)]
pub struct Args {
    /// The world pack.
    #[arg(long, default_value = "world/world.pack")]
    world: PathBuf,
    /// Print this many links that the languages disagree on, the most frequent first.
    #[arg(long, default_value_t = 0)]
    errors: usize,
    /// Folder of the name sets.
    folder: PathBuf,
}

/// Languages compared with Polish.
const OTHERS: [&str; 5] = ["cs", "ru", "bg", "sl", "uk"];

#[derive(Deserialize)]
struct Row {
    text: String,
    entities: Vec<Entity>,
}

#[derive(Deserialize)]
struct Entity {
    bstart: usize,
    bend: usize,
    #[serde(default)]
    link: Option<String>,
}

/// Mentions by entity id, of each link.
type Votes = FxHashMap<String, FxHashMap<String, usize>>;

/// Measures and prints.
///
/// # Errors
/// If a set or the pack cannot be read.
pub fn run(args: &Args) -> Result<()> {
    let world = World::open(&args.world)?;
    let mut known = FxHashMap::default();
    let polish = votes(args, &world, "pl", &mut known)?;
    let mut wrong = Vec::new();
    let mut sum = [0; 4];
    for lang in OTHERS {
        let other = votes(args, &world, lang, &mut known)?;
        let [mut links, mut right, mut mentions, mut agreeing] = [0; 4];
        for (link, counts) in &other {
            let (Some(p), Some(o)) = (polish.get(link).and_then(best), best(counts)) else {
                continue;
            };
            let all: usize = counts.values().sum();
            links += 1;
            mentions += all;
            agreeing += counts.get(p).copied().unwrap_or(0);
            if p == o {
                right += 1;
            } else {
                wrong.push((all, format!("{lang}\t{link}\tpl {p}\t{lang} {o}")));
            }
        }
        print(lang, [links, right, mentions, agreeing]);
        for (s, n) in sum.iter_mut().zip([links, right, mentions, agreeing]) {
            *s += n;
        }
    }
    print("all", sum);
    wrong.sort_unstable_by(|a, b| b.cmp(a));
    for (n, line) in wrong.iter().take(args.errors) {
        println!("{n}\t{line}");
    }
    Ok(())
}

fn print(name: &str, [links, right, mentions, agreeing]: [usize; 4]) {
    let share = |a: usize, b: usize| a as f64 / b.max(1) as f64;
    println!(
        "{name:4} links {right} of {links} ({:.4}), mentions {agreeing} of {mentions} ({:.4})",
        share(right, links),
        share(agreeing, mentions)
    );
}

/// The entity that most mentions give.
fn best(counts: &FxHashMap<String, usize>) -> Option<&String> {
    counts.iter().max_by_key(|&(id, n)| (n, std::cmp::Reverse(id))).map(|(id, _)| id)
}

fn votes(
    args: &Args,
    world: &World,
    lang: &str,
    known: &mut FxHashMap<String, Option<String>>,
) -> Result<Votes> {
    let mut votes = Votes::default();
    for part in ["train", "dev", "test"] {
        let path = args.folder.join(lang).join(format!("{part}.jsonl.gz"));
        for (number, line) in corpus::open(&path)?.lines().enumerate() {
            let place = || format!("{}:{}", path.display(), number + 1);
            let row: Row = serde_json::from_str(&line.with_context(place)?).with_context(place)?;
            for e in row.entities {
                let form = row.text.get(e.bstart..e.bend).with_context(place)?;
                let form = form.split_whitespace().collect::<Vec<_>>().join(" ");
                let Some(link) = e.link.filter(|l| !l.is_empty()) else { continue };
                let found = known.entry(form).or_insert_with_key(|form| {
                    world.who(form, None).into_iter().next().map(|c| c.entity)
                });
                if let Some(id) = found {
                    *votes.entry(link).or_default().entry(id.clone()).or_default() += 1;
                }
            }
        }
    }
    Ok(votes)
}
