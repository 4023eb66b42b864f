//! `cargo xtask train-tagger`, `score-tagger`: the tagger alone, for experiments.

use anyhow::{Context, Result};
use std::{path::PathBuf, sync::Arc, time::Instant};
use syntax::Clusters;
use syntax::lexicon::Lexicon;
use syntax::tagger::{
    Example, Sources, TagOptions, TagScratch, Tagger, TaggerTrainer, retag, score,
};

/// What to learn from.
#[derive(clap::Args)]
pub struct Train {
    /// Treebanks.
    #[arg(long, required = true)]
    treebank: Vec<PathBuf>,
    /// Dictionary pack, for languages that have one.
    #[arg(long)]
    lexicon: Option<PathBuf>,
    /// Word clusters.
    #[arg(long)]
    clusters: Option<PathBuf>,
    /// The pack to write.
    #[arg(long)]
    out: PathBuf,
    /// Passes.
    #[arg(long, default_value_t = 10)]
    epochs: usize,
    /// Binary logarithm of the number of weights.
    #[arg(long, default_value_t = 21)]
    bits: u32,
    /// Order of the sentences.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Choose part of speech and features together with the tag.
    #[arg(long)]
    full_tags: bool,
    /// Version of the pack.
    #[arg(long, default_value = "experiment")]
    version: String,
}

/// What to measure.
#[derive(clap::Args)]
pub struct Score {
    /// Tagger pack.
    #[arg(long)]
    tagger: PathBuf,
    /// Dictionary pack.
    #[arg(long)]
    lexicon: Option<PathBuf>,
    /// Word clusters.
    #[arg(long)]
    clusters: Option<PathBuf>,
    /// Print up to this many wrong words of the first treebank.
    #[arg(long, default_value_t = 0)]
    errors: usize,
    /// Gold treebanks.
    gold: Vec<PathBuf>,
}

fn examples(paths: &[PathBuf]) -> Result<Vec<Example>> {
    let mut all = Vec::new();
    for path in paths {
        all.extend(syntax::train::examples(&syntax::train::read_treebank(path)?));
    }
    Ok(all)
}

fn sources(lexicon: &Option<PathBuf>, clusters: &Option<PathBuf>) -> Result<Sources> {
    Ok(Sources {
        lexicon: lexicon.as_ref().map(|p| Lexicon::open(p)).transpose()?.map(Arc::new),
        clusters: clusters.as_ref().map(|p| Clusters::open(p)).transpose()?.map(Arc::new),
    })
}

/// Learns a tagger.
pub fn train(args: &Train) -> Result<()> {
    let data = examples(&args.treebank)?;
    let options = TagOptions {
        epochs: args.epochs,
        bits: args.bits,
        seed: args.seed,
        full_tags: args.full_tags,
        version: args.version.clone(),
    };
    let trainer =
        TaggerTrainer::new(data.iter().collect(), sources(&args.lexicon, &args.clusters)?, options);
    let begin = Instant::now();
    let bytes = trainer.train(|epoch, right| {
        println!("pass {epoch}: {:.2}% ({:.1} s)", 100.0 * right, begin.elapsed().as_secs_f64());
    })?;
    let partial = args.out.with_extension("part");
    std::fs::write(&partial, &bytes).with_context(|| partial.display().to_string())?;
    std::fs::rename(&partial, &args.out)?;
    println!("{}: {:.1} MB", args.out.display(), bytes.len() as f64 / 1e6);
    Ok(())
}

/// Scores a tagger on gold tokens.
pub fn measure(args: &Score) -> Result<()> {
    let tagger = Tagger::open(&args.tagger, &sources(&args.lexicon, &args.clusters)?)?;
    for path in &args.gold {
        let gold = examples(std::slice::from_ref(path))?;
        let mut scratch = TagScratch::default();
        let system: Vec<Example> = gold.iter().map(|e| retag(&tagger, e, &mut scratch)).collect();
        let begin = Instant::now();
        for e in &gold {
            tagger.tag(e.forms.iter().map(String::as_str), &mut scratch);
        }
        let s = score(&gold, &system);
        let speed = s.words as f64 / begin.elapsed().as_secs_f64();
        let share = |n: usize| 100.0 * n as f64 / s.words as f64;
        println!(
            "{}: UPOS {:.2} XPOS {:.2} UFeats {:.2} Lemma {:.2} ({} words, {:.0} k/s)",
            path.display(),
            share(s.upos),
            share(s.xpos),
            share(s.feats),
            share(s.lemmas),
            s.words,
            speed / 1e3
        );
        let mut left = args.errors;
        for (g, p) in gold.iter().zip(&system) {
            for ((form, a), b) in g.forms.iter().zip(&g.words).zip(&p.words) {
                let same = a.xpos == b.xpos
                    && a.lemma == b.lemma
                    && a.feats == b.feats
                    && a.upos == b.upos;
                if !same && left > 0 {
                    left -= 1;
                    println!(
                        "{form}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}",
                        a.lemma,
                        b.lemma,
                        a.xpos,
                        b.xpos,
                        a.upos.as_ud(),
                        b.upos.as_ud(),
                        a.feats,
                        b.feats
                    );
                }
            }
        }
    }
    Ok(())
}
