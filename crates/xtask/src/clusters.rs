//! `cargo xtask clusters`: word clusters from plain text to `languages/<code>/clusters.pack`.

use crate::corpus;
use anyhow::{Context, Result};
use std::path::PathBuf;
use syntax::{ClusterOptions, ClusterTrainer};
use text::{Lang, segment};

#[derive(clap::Args)]
pub struct Args {
    /// Language of the texts.
    #[arg(long, value_parser = ["pl", "en"])]
    lang: String,
    /// Where the pack goes.
    #[arg(long)]
    out: PathBuf,
    /// Version written into the pack.
    #[arg(long, default_value = "1")]
    version: String,
    /// Number of clusters.
    #[arg(long, default_value_t = 1000)]
    clusters: usize,
    /// Forms rarer than this are left out.
    #[arg(long, default_value_t = 2)]
    at_least: u32,
    /// Most sweeps over the words.
    #[arg(long, default_value_t = 15)]
    sweeps: usize,
    /// JSON lines with a `text` or treebanks with `# text`, packed or not.
    #[arg(required = true)]
    files: Vec<PathBuf>,
}

pub fn run(args: &Args) -> Result<()> {
    let lang = if args.lang == "en" { Lang::En } else { Lang::Pl };
    let mut trainer = ClusterTrainer::default();
    for file in &args.files {
        corpus::texts(file, |text| {
            for s in segment(text, 0, lang) {
                trainer.add(s.tokens.iter().map(|t| t.of(text)));
            }
        })?;
    }
    let options =
        ClusterOptions { clusters: args.clusters, at_least: args.at_least, sweeps: args.sweeps };
    let bytes = trainer.finish(options, &args.version, |line| eprintln!("{line}"));
    std::fs::write(&args.out, &bytes).with_context(|| args.out.display().to_string())?;
    println!("{}: {} bytes", args.out.display(), bytes.len());
    Ok(())
}
