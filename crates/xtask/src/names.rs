//! `cargo xtask names`: trains and measures the name tagger.
//!
//! **In:** JSON lines `{id, text, entities: [{bstart, bend, type, lemma}]}`, one line a document or
//! a sentence (`doc#3`, `doc-0003`), and the packs of a language's folder. **Out:** `names.pack`,
//! or a table of exact span and type scores.

use crate::corpus;
use anyhow::{Context, Result, bail};
use rayon::prelude::*;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::io::BufRead;
use std::path::{Path, PathBuf};
use std::time::Instant;
use syntax::names::{
    NameExample, NameOptions, NameScratch, NameTagger, kind_code, kind_from_code, name_lemma,
    train_names,
};
use syntax::{Analyser, AnalyserScratch, Name, NameKind, Sentence};
use text::{Lang, Span, segment};

#[derive(clap::Args)]
pub struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(clap::Subcommand)]
enum Command {
    /// Train a name model.
    Train(Train),
    /// Score a name model: exact span and type.
    Eval(Eval),
    /// Score base forms of names on gold spans.
    Lemmas(Lemmas),
}

#[derive(clap::Args)]
struct Language {
    /// Language of the texts.
    #[arg(long, value_parser = ["pl", "en"])]
    lang: String,
    /// Folder with the language's packs.
    #[arg(long)]
    packs: PathBuf,
}

#[derive(clap::Args)]
struct Train {
    #[command(flatten)]
    language: Language,
    /// Where the pack goes.
    #[arg(long)]
    out: PathBuf,
    /// Version written into the pack.
    #[arg(long, default_value = "1")]
    version: String,
    /// Kinds to learn.
    #[arg(long, value_delimiter = ',', default_value = "PER,ORG,LOC")]
    kinds: Vec<String>,
    /// Passes over the documents.
    #[arg(long, default_value_t = 8)]
    epochs: usize,
    /// Binary logarithm of the number of rows of weights.
    #[arg(long, default_value_t = 18)]
    bits: u32,
    /// Seed of the order of documents.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    #[arg(required = true)]
    files: Vec<PathBuf>,
}

#[derive(clap::Args)]
struct Eval {
    #[command(flatten)]
    language: Language,
    /// The model.
    #[arg(long)]
    model: PathBuf,
    /// Print this many missed and surplus names.
    #[arg(long, default_value_t = 0)]
    errors: usize,
    #[arg(required = true)]
    files: Vec<PathBuf>,
}

#[derive(clap::Args)]
struct Lemmas {
    #[command(flatten)]
    language: Language,
    /// Print this many wrong base forms.
    #[arg(long, default_value_t = 0)]
    errors: usize,
    #[arg(required = true)]
    files: Vec<PathBuf>,
}

#[derive(Deserialize)]
struct Row {
    id: String,
    text: String,
    #[serde(default)]
    entities: Vec<Entity>,
}

#[derive(Deserialize)]
struct Entity {
    bstart: usize,
    bend: usize,
    r#type: String,
    #[serde(default)]
    lemma: Option<String>,
}

/// A document with its gold names by bytes.
struct Gold {
    text: String,
    rows: Vec<Span>,
    names: Vec<(Span, NameKind, Option<String>)>,
}

pub fn run(args: &Args) -> Result<()> {
    match &args.command {
        Command::Train(a) => train(a),
        Command::Eval(a) => eval(a),
        Command::Lemmas(a) => lemmas(a),
    }
}

fn load(language: &Language) -> Result<Analyser> {
    let lang = if language.lang == "en" { Lang::En } else { Lang::Pl };
    Ok(Analyser::load(&language.packs, lang)?)
}

/// Joins lines of one document.
fn read(path: &Path) -> Result<Vec<Gold>> {
    let mut all: Vec<Gold> = Vec::new();
    let mut last = String::new();
    for (number, line) in corpus::open(path)?.lines().enumerate() {
        let place = || format!("{}:{}", path.display(), number + 1);
        let row: Row = serde_json::from_str(&line.with_context(place)?).with_context(place)?;
        let document = match row.id.rsplit_once(['#', '-']) {
            Some((d, n)) if !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit()) => d.to_owned(),
            _ => row.id.clone(),
        };
        if document != last || all.is_empty() {
            all.push(Gold { text: String::new(), rows: Vec::new(), names: Vec::new() });
            last = document;
        }
        let Some(gold) = all.last_mut() else { bail!("no document") };
        let at = gold.text.len();
        gold.text.push_str(&row.text);
        gold.rows.push(Span::new(at, gold.text.len()));
        gold.text.push('\n');
        for e in row.entities {
            if row.text.get(e.bstart..e.bend).is_none() {
                bail!("{}: name {}..{} is no stretch of the text", place(), e.bstart, e.bend);
            }
            let kind = kind_from_code(&e.r#type).with_context(place)?;
            gold.names.push((Span::new(at + e.bstart, at + e.bend), kind, e.lemma));
        }
    }
    Ok(all)
}

fn analyse(analyser: &Analyser, gold: &Gold, parse: bool) -> Vec<Sentence> {
    let mut scratch = AnalyserScratch::default();
    let mut out = Vec::new();
    for row in &gold.rows {
        for s in segment(row.of(&gold.text), row.start as usize, analyser.lang()) {
            let mut sentence = analyser.words(&gold.text, &s, &mut scratch);
            analyser.tag(&mut sentence, &gold.text, &mut scratch);
            if parse {
                analyser.parse(&mut sentence, &gold.text, &mut scratch);
            }
            out.push(sentence);
        }
    }
    out
}

/// Writes gold names into sentences by the words they overlap.
fn align(sentences: &mut [Sentence], gold: &Gold) {
    for s in sentences {
        let mut last = 0;
        for (span, kind, _) in &gold.names {
            let inside: Vec<u32> = (0..s.words.len() as u32)
                .filter(|&i| {
                    let w = s.words[i as usize].span;
                    w.start < span.end && span.start < w.end
                })
                .collect();
            if let (Some(&a), Some(&b)) = (inside.first(), inside.last())
                && a >= last
            {
                s.names.push(Name { words: a..b + 1, kind: *kind });
                last = b + 1;
            }
        }
    }
}

fn examples(analyser: &Analyser, files: &[PathBuf]) -> Result<Vec<NameExample>> {
    let mut all = Vec::new();
    for file in files {
        let golds = read(file)?;
        let found: Vec<NameExample> = golds
            .into_par_iter()
            .map(|gold| {
                let mut sentences = analyse(analyser, &gold, false);
                align(&mut sentences, &gold);
                NameExample { sentences, text: gold.text }
            })
            .collect();
        all.extend(found);
    }
    Ok(all)
}

fn train(args: &Train) -> Result<()> {
    let analyser = load(&args.language)?;
    let kinds = args.kinds.iter().map(|k| kind_from_code(k).with_context(|| format!("kind {k:?}")));
    let options = NameOptions {
        kinds: kinds.collect::<Result<_>>()?,
        epochs: args.epochs,
        bits: args.bits,
        seed: args.seed,
    };
    let examples = examples(&analyser, &args.files)?;
    let bytes = train_names(
        &examples,
        analyser.lexicon().map(|l| &**l),
        analyser.clusters().map(|c| &**c),
        &options,
        &args.version,
        |line| eprintln!("{line}"),
    );
    std::fs::write(&args.out, &bytes).with_context(|| args.out.display().to_string())?;
    println!("{}: {} bytes", args.out.display(), bytes.len());
    Ok(())
}

#[derive(Default, Clone, Copy)]
struct Count {
    right: usize,
    gold: usize,
    found: usize,
}

fn print(name: &str, c: Count) {
    let (p, r) = (c.right as f64 / c.found.max(1) as f64, c.right as f64 / c.gold.max(1) as f64);
    let f = 2. * c.right as f64 / (c.gold + c.found).max(1) as f64;
    println!("{name:8} P {p:.4} R {r:.4} F1 {f:.4}  gold {} found {}", c.gold, c.found);
}

fn eval(args: &Eval) -> Result<()> {
    let analyser = load(&args.language)?;
    let model = NameTagger::open(&args.model)?;
    let mut counts: BTreeMap<&str, Count> = BTreeMap::new();
    let (mut words, mut seconds, mut shown) = (0, 0., 0);
    let mut scratch = NameScratch::default();
    for file in &args.files {
        let golds = read(file)?;
        let mut analysed: Vec<Vec<Sentence>> =
            golds.par_iter().map(|g| analyse(&analyser, g, false)).collect();
        let start = Instant::now();
        let (lexicon, clusters) =
            (analyser.lexicon().map(|l| &**l), analyser.clusters().map(|c| &**c));
        for (gold, sentences) in golds.iter().zip(&mut analysed) {
            model.tag_document(sentences, &gold.text, lexicon, clusters, &mut scratch);
        }
        seconds += start.elapsed().as_secs_f64();
        for (gold, sentences) in golds.iter().zip(&analysed) {
            let mut found: Vec<(Span, NameKind)> = Vec::new();
            for s in sentences {
                words += s.words.len();
                found.extend(s.names.iter().map(|n| {
                    let first = s.words[n.words.start as usize].span.start as usize;
                    let last = s.words[n.words.end as usize - 1].span.end as usize;
                    (Span::new(first, last), n.kind)
                }));
            }
            let wanted: Vec<(Span, NameKind)> = gold.names.iter().map(|n| (n.0, n.1)).collect();
            for n in &wanted {
                let c = counts.entry(kind_code(n.1)).or_default();
                c.gold += 1;
                c.right += usize::from(found.contains(n));
            }
            for n in &found {
                counts.entry(kind_code(n.1)).or_default().found += 1;
            }
            let wrong = wanted.iter().filter(|n| !found.contains(n)).map(|n| ("missed", n));
            for (what, n) in
                wrong.chain(found.iter().filter(|n| !wanted.contains(n)).map(|n| ("surplus", n)))
            {
                if shown < args.errors {
                    shown += 1;
                    let near = around(&gold.text, n.0);
                    println!("{what}\t{}\t{}\t{near}", kind_code(n.1), n.0.of(&gold.text));
                }
            }
        }
    }
    let mut sum = Count::default();
    for (kind, c) in counts {
        print(kind, c);
        sum.right += c.right;
        sum.gold += c.gold;
        sum.found += c.found;
    }
    print("all", sum);
    println!("{words} words, {:.0} words a second for names", words as f64 / seconds);
    Ok(())
}

/// Some 40 characters on both sides.
fn around(text: &str, span: Span) -> String {
    let (a, b) = (span.start as usize, span.end as usize);
    let a = text[..a].char_indices().rev().take(40).last().map_or(a, |(i, _)| i);
    let b = text[b..].char_indices().nth(40).map_or(text.len(), |(i, _)| b + i);
    text[a..b].replace('\n', " / ")
}

fn lemmas(args: &Lemmas) -> Result<()> {
    let analyser = load(&args.language)?;
    let mut counts: BTreeMap<&str, (usize, usize, usize)> = BTreeMap::new();
    let mut shown = 0;
    for file in &args.files {
        let golds = read(file)?;
        let analysed: Vec<Vec<Sentence>> =
            golds.par_iter().map(|g| analyse(&analyser, g, true)).collect();
        for (gold, mut sentences) in golds.iter().zip(analysed) {
            align(&mut sentences, gold);
            for s in &sentences {
                for n in &s.names {
                    let first = s.words[n.words.start as usize].span;
                    let hit = gold
                        .names
                        .iter()
                        .find(|g| g.0.start <= first.start && first.start < g.0.end);
                    let Some((span, _, Some(lemma))) = hit else { continue };
                    let ours = name_lemma(
                        s,
                        n.words.clone(),
                        n.kind,
                        &gold.text,
                        analyser.lexicon().map(|l| &**l),
                    );
                    let c = counts.entry(kind_code(n.kind)).or_default();
                    c.0 += usize::from(ours == *lemma);
                    c.1 += usize::from(ours.to_lowercase() == lemma.to_lowercase());
                    c.2 += 1;
                    if ours.to_lowercase() != lemma.to_lowercase() && shown < args.errors {
                        shown += 1;
                        println!(
                            "{}\t{}\tgold {lemma}\tours {ours}",
                            kind_code(n.kind),
                            span.of(&gold.text)
                        );
                    }
                }
            }
        }
    }
    let mut all = (0, 0, 0);
    for (kind, c) in &counts {
        let share = |n: usize| n as f64 / c.2.max(1) as f64;
        println!("{kind:8} equal {:.4}, but for capitals {:.4} of {}", share(c.0), share(c.1), c.2);
        all = (all.0 + c.0, all.1 + c.1, all.2 + c.2);
    }
    let share = |n: usize| n as f64 / all.2.max(1) as f64;
    println!(
        "all      equal {:.4}, but for capitals {:.4} of {}",
        share(all.0),
        share(all.1),
        all.2
    );
    Ok(())
}
