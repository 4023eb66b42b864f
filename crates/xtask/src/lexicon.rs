//! `cargo xtask lexicon`: dictionary rows in, a dictionary pack out.

use anyhow::Context;
use std::{fs::File, io::BufReader, path::PathBuf};

/// What to build from what.
#[derive(clap::Args)]
pub struct Args {
    /// SGJP rows (form, lemma, tag, proper-name class, label), compressed with zstd.
    #[arg(long)]
    source: PathBuf,
    /// The pack to write.
    #[arg(long)]
    out: PathBuf,
    /// Date of the dictionary, kept as the pack's version.
    #[arg(long, default_value = "2026-06-01")]
    date: String,
}

/// Builds the pack.
pub fn run(args: &Args) -> anyhow::Result<()> {
    let file = File::open(&args.source).with_context(|| args.source.display().to_string())?;
    let rows = BufReader::new(zstd::Decoder::new(file)?);
    let bytes = syntax::lexicon::build_sgjp(rows, &args.date)
        .with_context(|| args.source.display().to_string())?;
    // Written beside the target and renamed: an open pack is never changed under its reader.
    let partial = args.out.with_extension("part");
    std::fs::write(&partial, &bytes).with_context(|| partial.display().to_string())?;
    std::fs::rename(&partial, &args.out)?;
    println!("{}: {:.1} MB", args.out.display(), bytes.len() as f64 / 1e6);
    Ok(())
}
