//! Experiments with the parser alone: trains on CoNLL-U files and scores others, both with the
//! morphology that stands in them.
//!
//! `train_parser OUT.pack [key=value ...] TRAIN.conllu[.zst] ... -- TEST.conllu[.zst] ...`

use std::path::Path;
use syntax::conllu::{ConlluDocument, read_conllu};
use syntax::{Parser, ParserOptions, ParserScratch, TrainingSentence};

type Failure = Box<dyn std::error::Error>;

fn read(path: &str) -> Result<Vec<ConlluDocument>, Failure> {
    let bytes = std::fs::read(path)?;
    let bytes = if path.ends_with(".zst") { zstd::decode_all(&bytes[..])? } else { bytes };
    Ok(read_conllu(std::str::from_utf8(&bytes)?).map_err(|e| format!("{path}: {e}"))?)
}

fn main() -> Result<(), Failure> {
    let mut options = ParserOptions::default();
    let mut args = std::env::args().skip(1);
    let out = args.next().ok_or("where to write the pack?")?;
    let (mut train, mut test, mut testing) = (Vec::new(), Vec::new(), false);
    for arg in args {
        match arg.split_once('=') {
            Some(("epochs", v)) => options.epochs = v.parse()?,
            Some(("models", v)) => options.models = v.parse()?,
            Some(("seed", v)) => options.seed = v.parse()?,
            Some(("exploration", v)) => options.exploration = v.parse()?,
            Some(("margin", v)) => options.margin = v.parse()?,
            Some(("action_bits", v)) => options.action_bits = v.parse()?,
            Some(("label_bits", v)) => options.label_bits = v.parse()?,
            _ if arg == "--" => testing = true,
            _ if testing => test.push(arg),
            _ => train.push(read(&arg)?),
        }
    }
    let sentences: Vec<_> = train
        .iter()
        .flatten()
        .flat_map(|d| d.sentences.iter().filter(|s| s.has_tree).map(move |s| (s, d)))
        .map(|(s, d)| TrainingSentence { sentence: &s.sentence, text: &d.text })
        .collect();
    let start = std::time::Instant::now();
    let bytes = syntax::train_parser(&sentences, &options)?;
    println!(
        "{} sentences, {:.1} s, {} bytes",
        sentences.len(),
        start.elapsed().as_secs_f64(),
        bytes.len()
    );
    std::fs::write(&out, bytes)?;
    let schema = syntax::parser_schema();
    let parser =
        Parser::from_pack(pack::Pack::open(Path::new(&out), syntax::PARSER_KIND, schema)?)?;
    for path in &test {
        let gold = read(path)?;
        let mut parsed = gold.clone();
        let mut scratch = ParserScratch::default();
        let start = std::time::Instant::now();
        for document in &mut parsed {
            for s in &mut document.sentences {
                parser.parse(&mut s.sentence, &document.text, &mut scratch);
            }
        }
        let seconds = start.elapsed().as_secs_f64();
        let words = |d: &[ConlluDocument]| -> Vec<_> {
            d.iter().flat_map(|d| &d.sentences).flat_map(|s| s.sentence.words.clone()).collect()
        };
        let (gold, parsed) = (words(&gold), words(&parsed));
        let share = |hit: &dyn Fn(usize) -> bool| {
            100.0 * (0..gold.len()).filter(|&i| hit(i)).count() as f64 / gold.len() as f64
        };
        let base = |s: &str| s.split(':').next().unwrap_or("").to_string();
        let head = |i: usize| gold[i].head == parsed[i].head;
        println!(
            "{path}: UAS {:.2} LAS {:.2} LAS+subtypes {:.2}; {:.0} words/s",
            share(&head),
            share(&|i| head(i) && base(&gold[i].deprel) == base(&parsed[i].deprel)),
            share(&|i| head(i) && gold[i].deprel == parsed[i].deprel),
            gold.len() as f64 / seconds,
        );
    }
    Ok(())
}
