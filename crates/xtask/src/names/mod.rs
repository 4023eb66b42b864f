//! `cargo xtask names`: trains and measures the name tagger.
//!
//! **In:** JSON lines `{id, text, entities: [{bstart, bend, type, lemma}]}`, one line a document or
//! a sentence (`doc#3`, `doc-0003`), and the packs of a language's folder. **Out:** `names.pack`,
//! or a table of exact span and type scores.

mod data;
mod score;

use anyhow::{Context, Result};
use data::{Loaded, align, analyse, load, news_convention, read};
use rayon::prelude::*;
use score::{eval, lemmas};
use std::path::PathBuf;
use syntax::names::{NameExample, NameOptions, kind_from_code, train_names};

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

pub fn run(args: &Args) -> Result<()> {
    match &args.command {
        Command::Train(a) => train(a),
        Command::Eval(a) => eval(a),
        Command::Lemmas(a) => lemmas(a),
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
