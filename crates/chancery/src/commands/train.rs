//! `chancery train` and `chancery eval-syntax`: a language's models, learnt and measured.

use crate::cli::{EvalSyntax, Train};
use crate::codebook::Codebook;
use crate::packs::{Engines, Packs};
use anyhow::{Context, Result, bail};
use std::process::ExitCode;
use std::time::Instant;
use syntax::train::{TrainConfig, learning_curve, read_treebank, train_language};

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
    let mut code = ExitCode::SUCCESS;
    for path in &args.gold {
        let scored = read_treebank(path)
            .map_err(anyhow::Error::from)
            .and_then(|gold| Ok(syntax::treebank::eval_syntax(analyser, &gold)?));
        match scored {
            Ok(scores) => {
                println!("{}: gold tokens\n{}", path.display(), scores.gold_tokens);
                println!("{}: raw text\n{}", path.display(), scores.raw_text);
            }
            Err(e) => {
                eprintln!("{}: {e}", path.display());
                code = ExitCode::from(2);
            }
        }
    }
    Ok(code)
}
