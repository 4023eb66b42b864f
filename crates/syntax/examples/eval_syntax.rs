//! Scores the packs of a language on treebanks: `eval_syntax LANG FOLDER GOLD.conllu[.zst] ...`

use std::path::Path;
use syntax::AnalyserScratch;
use syntax::conllu::read_conllu;
use syntax::treebank::eval_syntax;

/// Seconds that this thread has been running: what Linux counts, so that other work on the machine
/// does not matter; 0 elsewhere.
fn busy() -> f64 {
    let stat = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    stat.split(' ').next().and_then(|n| n.parse::<f64>().ok()).unwrap_or(0.0) / 1e9
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut args = std::env::args().skip(1);
    let lang = args.next().and_then(|l| text::Lang::from_code(&l)).ok_or("which language?")?;
    let folder = args.next().ok_or("which folder of packs?")?;
    let analyser = syntax::Analyser::load(Path::new(&folder), lang)?;
    for path in args {
        let bytes = std::fs::read(&path)?;
        let bytes = if path.ends_with(".zst") { zstd::decode_all(&bytes[..])? } else { bytes };
        let gold = read_conllu(std::str::from_utf8(&bytes)?).map_err(|e| format!("{path}: {e}"))?;
        let scores = eval_syntax(&analyser, &gold)?;
        println!("{path}: gold tokens\n{}", scores.gold_tokens);
        println!("{path}: raw text\n{}", scores.raw_text);
        let (mut words, mut scratch) = (0, AnalyserScratch::default());
        let begin = busy();
        for document in &gold {
            for segment in text::segment(&document.text, 0, lang) {
                words += analyser.sentence(&document.text, &segment, &mut scratch).words.len();
            }
        }
        println!(
            "whole path: {:.0} words a second of processor time",
            words as f64 / (busy() - begin)
        );
    }
    Ok(())
}
