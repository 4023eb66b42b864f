//! `chancery train` and `chancery eval-syntax`: a language's models, learnt and measured.

use crate::cli::{EvalSyntax, Train};
use crate::codebook::Codebook;
use crate::packs::{Engines, Packs};
use anyhow::{Context, Result, bail};
use std::path::Path;
use std::process::ExitCode;
use std::time::Instant;
use syntax::Analyser;
use syntax::conllu::write_conllu;
use syntax::evaluate::evaluate;
use syntax::train::{TrainConfig, learning_curve, read_treebank, train_language};
use syntax::treebank::{Keep, analyse_documents};

/// Trains the tagger and parser that a `train.toml` describes, beside it (or in `--to`).
pub fn train(args: &Train) -> Result<ExitCode> {
    let config = TrainConfig::read(&args.config)?;
    if let Some(lang) = args.lang.as_ref().filter(|l| l.code() != config.language) {
        bail!("{}: is for \"{}\", not \"{}\"", args.config.display(), config.language, lang.code());
    }
    let folder = args.to.as_deref().or(args.config.parent());
    let folder = folder.context("the configuration lies in no folder")?;
    if args.curve {
        println!("sentences\twords\tUPOS\tXPOS\tUFeats\tLemma\tUAS\tLAS");
        for p in learning_curve(&config, &args.data, folder)? {
            let s = p.scores;
            print!("{}\t{}", p.sentences, p.words);
            for n in [s.upos, s.xpos, s.feats, s.lemmas, p.heads, p.relations] {
                print!("\t{:.2}", 100.0 * n as f64 / s.words.max(1) as f64);
            }
            println!();
        }
        return Ok(ExitCode::SUCCESS);
    }
    let begin = Instant::now();
    train_language(&config, &args.data, folder, |step| {
        println!("{:6.1} s  {step}", begin.elapsed().as_secs_f64());
    })?;
    Ok(ExitCode::SUCCESS)
}

/// Scores the packs on gold treebanks. A file that fails is reported and the next is read.
pub fn eval_syntax(packs: Packs, codebook: &Codebook, args: &EvalSyntax) -> Result<ExitCode> {
    let engines = Engines::open(packs, codebook)?;
    let analyser = engines.syntax(args.lang.lang())?.analyser();
    if let Some(folder) = &args.write {
        std::fs::create_dir_all(folder).with_context(|| folder.display().to_string())?;
    }
    let mut code = ExitCode::SUCCESS;
    for path in &args.gold {
        if let Err(e) = eval_one(analyser, path, args.write.as_deref()) {
            eprintln!("{}: {e:#}", path.display());
            code = ExitCode::from(2);
        }
    }
    Ok(code)
}

fn eval_one(analyser: &Analyser, path: &Path, folder: Option<&Path>) -> Result<()> {
    let gold = read_treebank(path)?;
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let stem = name.split(".conllu").next().unwrap_or_default();
    for (input, short, keep) in
        [("gold tokens", "tokens", Keep::Tokens), ("raw text", "raw", Keep::Text)]
    {
        let system = analyse_documents(analyser, &gold, keep);
        println!("{}: {input}\n{}", path.display(), evaluate(&gold, &system)?);
        if let Some(folder) = folder {
            let path = folder.join(format!("{stem}.{short}.conllu"));
            std::fs::write(&path, write_conllu(&system))
                .with_context(|| path.display().to_string())?;
        }
    }
    Ok(())
}
