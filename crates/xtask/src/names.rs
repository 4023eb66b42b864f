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
use std::sync::Arc;
use syntax::lexicon::{Lexicon, NameClass};
use syntax::names::{
    NameExample, NameOptions, NameScratch, NameTagger, kind_code, kind_from_code, name_lemma,
    train_names,
};
use syntax::{
    Analyser, AnalyserScratch, Clusters, Gender, Morph, Name, NameKind, Packs, Sentence, Upos, Word,
};
use text::{Lang, Segment, Span, segment};
use world::World;

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
    #[arg(long, default_value_t = 5)]
    epochs: usize,
    /// Binary logarithm of the number of rows of weights.
    #[arg(long, default_value_t = 18)]
    bits: u32,
    /// By how much the gold labels must win in training.
    #[arg(long, default_value_t = 1.)]
    margin: f32,
    /// The same for leaving a word of a name outside.
    #[arg(long, default_value_t = 2.)]
    miss: f32,
    /// By how much the finished model is moved away from leaving a word outside.
    #[arg(long, default_value_t = 0.)]
    lean: f32,
    /// Share of words whose form is hidden in training.
    #[arg(long, default_value_t = 0.1)]
    hidden: f32,
    /// Read place adjectives as no names and peoples as persons (for NKJP's data).
    #[arg(long)]
    news_convention: bool,
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
    /// Bring the gold names to the convention of news corpora first.
    #[arg(long)]
    news_convention: bool,
    /// World pack whose lists settle the names first found.
    #[arg(long)]
    world: Option<PathBuf>,
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

/// A language's packs; a language whose tagger is still to be trained gives untagged words.
struct Loaded {
    lang: Lang,
    lexicon: Option<Arc<Lexicon>>,
    clusters: Option<Arc<Clusters>>,
    analyser: Option<Analyser>,
}

impl Loaded {
    fn lexicon(&self) -> Option<&Lexicon> {
        self.lexicon.as_deref()
    }

    fn clusters(&self) -> Option<&Clusters> {
        self.clusters.as_deref()
    }
}

fn load(language: &Language) -> Result<Loaded> {
    let lang = if language.lang == "en" { Lang::En } else { Lang::Pl };
    let packs = Packs::open(&language.packs)?;
    let lexicon = packs.lexicon.as_ref().map(Lexicon::from_pack).transpose()?.map(Arc::new);
    let clusters = packs.clusters.as_ref().map(Clusters::from_pack).transpose()?.map(Arc::new);
    let analyser = match packs.tagger {
        Some(_) => Some(Analyser::from_packs(&packs, lang)?),
        None => None,
    };
    if analyser.is_none() {
        eprintln!("no tagger.pack: words are not tagged");
    }
    Ok(Loaded { lang, lexicon, clusters, analyser })
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
    for gold in &mut all {
        gold.names.sort_by_key(|n| (n.0.start, n.0.end));
    }
    Ok(all)
}

fn analyse(loaded: &Loaded, gold: &Gold) -> Vec<Sentence> {
    let mut scratch = AnalyserScratch::default();
    let mut out = Vec::new();
    for row in &gold.rows {
        for s in segment(row.of(&gold.text), row.start as usize, loaded.lang) {
            out.push(match &loaded.analyser {
                Some(analyser) => {
                    let mut sentence = analyser.words(&gold.text, &s, &mut scratch);
                    analyser.tag(&mut sentence, &gold.text, &mut scratch);
                    sentence
                }
                None => untagged(&s),
            });
        }
    }
    out
}

fn untagged(segment: &Segment) -> Sentence {
    let blank: Arc<str> = Arc::from("_");
    let word = |&span: &Span| Word {
        span,
        continues_token: false,
        lemma: "".into(),
        upos: Upos::X,
        xpos: blank.clone(),
        feats: blank.clone(),
        morph: Morph::default(),
        head: None,
        deprel: "_".into(),
    };
    let words = segment.tokens.iter().map(word).collect();
    let (span, ends_paragraph) = (segment.span, segment.ends_paragraph);
    Sentence { span, words, names: Vec::new(), ends_paragraph }
}

/// Brings NKJP's names to the convention of news corpora: quotation marks stand outside a name; an
/// adjective made of a name ("polski") is no name; a people ("Polacy", "Szkotka") are persons;
/// a country that acts or plays is still a place.
fn news_convention(sentences: &mut [Sentence], text: &str, lexicon: Option<&Lexicon>) {
    const QUOTES: [&str; 6] = ["\"", "„", "”", "«", "»", "''"];
    for s in sentences {
        let form = |i: u32| s.words[i as usize].span.of(text);
        s.names.retain_mut(|n| {
            while n.words.len() > 1 && QUOTES.contains(&form(n.words.start)) {
                n.words.start += 1;
            }
            // A closing mark whose partner is inside the name belongs to it.
            while n.words.len() > 1
                && QUOTES.contains(&form(n.words.end - 1))
                && !(n.words.start..n.words.end - 1).any(|i| QUOTES.contains(&form(i)))
            {
                n.words.end -= 1;
            }
            if n.words.len() != 1 {
                return true;
            }
            let w = &s.words[n.words.start as usize];
            let known = lexicon.map_or(NameClass::NONE, |l| l.name_class(form(n.words.start)));
            let adjective = w.upos == Upos::Adj || w.upos == Upos::Adv;
            let small = form(n.words.start).starts_with(char::is_lowercase);
            let place = known.has(NameClass::PLACE);
            match n.kind {
                NameKind::Place if small => return false,
                NameKind::Place if adjective && n.words.start == 0 && !place => return false,
                NameKind::Organisation if small && adjective => return false,
                NameKind::Organisation if place && !w.morph.human => n.kind = NameKind::Place,
                NameKind::Place => {
                    let woman = w.morph.gender == Some(Gender::Fem)
                        && known.has(NameClass::COMMON)
                        && !place;
                    if w.morph.human || woman {
                        n.kind = NameKind::Person;
                    }
                }
                _ => {}
            }
            true
        });
    }
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

fn examples(loaded: &Loaded, files: &[PathBuf], convert: bool) -> Result<Vec<NameExample>> {
    let mut all = Vec::new();
    for file in files {
        let golds = read(file)?;
        let found: Vec<NameExample> = golds
            .into_par_iter()
            .map(|gold| {
                let mut sentences = analyse(loaded, &gold);
                align(&mut sentences, &gold);
                if convert {
                    let lexicon = loaded.lexicon();
                    news_convention(&mut sentences, &gold.text, lexicon);
                }
                NameExample { sentences, text: gold.text }
            })
            .collect();
        all.extend(found);
    }
    Ok(all)
}

fn train(args: &Train) -> Result<()> {
    let loaded = load(&args.language)?;
    let kinds = args.kinds.iter().map(|k| kind_from_code(k).with_context(|| format!("kind {k:?}")));
    let options = NameOptions {
        kinds: kinds.collect::<Result<_>>()?,
        epochs: args.epochs,
        bits: args.bits,
        seed: args.seed,
        margin: args.margin,
        miss: args.miss,
        lean: args.lean,
        hidden: args.hidden,
    };
    let examples = examples(&loaded, &args.files, args.news_convention)?;
    let bytes = train_names(
        &examples,
        loaded.lexicon(),
        loaded.clusters(),
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
    let loaded = load(&args.language)?;
    let model = NameTagger::open(&args.model)?;
    let world = args.world.as_deref().map(World::open).transpose()?;
    let mut counts: BTreeMap<&str, Count> = BTreeMap::new();
    let (mut words, mut seconds, mut shown) = (0, 0., 0);
    let mut scratch = NameScratch::default();
    for file in &args.files {
        let mut golds = read(file)?;
        let mut analysed: Vec<Vec<Sentence>> =
            golds.par_iter().map(|g| analyse(&loaded, g)).collect();
        if args.news_convention {
            for (gold, sentences) in golds.iter_mut().zip(&mut analysed) {
                align(sentences, gold);
                news_convention(sentences, &gold.text, loaded.lexicon());
                gold.names = spans(sentences).into_iter().map(|(s, k)| (s, k, None)).collect();
            }
        }
        let start = processor_seconds();
        let (lexicon, clusters) = (loaded.lexicon(), loaded.clusters());
        for (gold, sentences) in golds.iter().zip(&mut analysed) {
            model.tag_document(sentences, &gold.text, lexicon, clusters, &mut scratch);
            if let Some(world) = &world {
                world.settle_names(sentences, &gold.text, loaded.lang);
            }
        }
        seconds += processor_seconds() - start;
        for (gold, sentences) in golds.iter().zip(&analysed) {
            let found = spans(sentences);
            words += sentences.iter().map(|s| s.words.len()).sum::<usize>();
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
    println!(
        "{words} words, {:.0} words a second of processor time for names",
        words as f64 / seconds
    );
    Ok(())
}

/// Processor time of this thread, so that a busy machine does not change the figure; 0 where the
/// system does not tell.
fn processor_seconds() -> f64 {
    let stat = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    stat.split(' ').next().and_then(|n| n.parse::<f64>().ok()).unwrap_or(0.) / 1e9
}

/// The names of a document by bytes.
fn spans(sentences: &[Sentence]) -> Vec<(Span, NameKind)> {
    let mut out = Vec::new();
    for s in sentences {
        out.extend(s.names.iter().map(|n| {
            let first = s.words[n.words.start as usize].span.start as usize;
            let last = s.words[n.words.end as usize - 1].span.end as usize;
            (Span::new(first, last), n.kind)
        }));
    }
    out
}

/// Some 40 characters on both sides.
fn around(text: &str, span: Span) -> String {
    let (a, b) = (span.start as usize, span.end as usize);
    let a = text[..a].char_indices().rev().take(40).last().map_or(a, |(i, _)| i);
    let b = text[b..].char_indices().nth(40).map_or(text.len(), |(i, _)| b + i);
    text[a..b].replace('\n', " / ")
}

fn lemmas(args: &Lemmas) -> Result<()> {
    let loaded = load(&args.language)?;
    let mut counts: BTreeMap<&str, (usize, usize, usize)> = BTreeMap::new();
    let mut shown = 0;
    for file in &args.files {
        let golds = read(file)?;
        let analysed: Vec<Vec<Sentence>> = golds.par_iter().map(|g| analyse(&loaded, g)).collect();
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
                    let ours = name_lemma(s, n.words.clone(), n.kind, &gold.text, loaded.lexicon());
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
