//! Scores the packs of a language on treebanks: `eval_syntax LANG FOLDER GOLD.conllu[.zst] ...`
//!
//! `eval_syntax --speed LANG FOLDER GOLD ...` prints `NAME words seconds` for each treebank instead:
//! its plain text through the whole path (tokenise, tag, parse), processor time of one thread.

use std::path::Path;
use syntax::conllu::{ConlluDocument, read_conllu};
use syntax::treebank::eval_syntax;
use syntax::{Analyser, AnalyserScratch};

/// Seconds that this thread has been running: what Linux counts, so that other work on the machine
/// does not matter; 0 elsewhere.
fn busy() -> f64 {
    let stat = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    stat.split(' ').next().and_then(|n| n.parse::<f64>().ok()).unwrap_or(0.0) / 1e9
}

/// Words of a treebank's plain text and the seconds that reading it takes.
fn time(analyser: &Analyser, gold: &[ConlluDocument]) -> (usize, f64) {
    let (mut words, mut scratch) = (0, AnalyserScratch::default());
    let begin = busy();
    for document in gold {
        for segment in text::segment(&document.text, 0, analyser.lang()) {
            words += analyser.sentence(&document.text, &segment, &mut scratch).words.len();
        }
    }
    (words, busy() - begin)
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut args = std::env::args().skip(1).peekable();
    let speed = args.next_if_eq("--speed").is_some();
    let lang = args.next().and_then(|l| text::Lang::from_code(&l)).ok_or("which language?")?;
    let folder = args.next().ok_or("which folder of packs?")?;
    let analyser = Analyser::load(Path::new(&folder), lang)?;
    for path in args {
        let bytes = std::fs::read(&path)?;
        let bytes = if path.ends_with(".zst") { zstd::decode_all(&bytes[..])? } else { bytes };
        let gold = read_conllu(std::str::from_utf8(&bytes)?).map_err(|e| format!("{path}: {e}"))?;
        if speed {
            let name = Path::new(&path).file_name().unwrap_or_default().to_string_lossy();
            let (words, seconds) = time(&analyser, &gold);
            println!("{} {words} {seconds:.4}", name.split(".conllu").next().unwrap_or(&name));
            continue;
        }
        let scores = eval_syntax(&analyser, &gold)?;
        println!("{path}: gold tokens\n{}", scores.gold_tokens);
        println!("{path}: raw text\n{}", scores.raw_text);
        let (words, seconds) = time(&analyser, &gold);
        println!("whole path: {:.0} words a second of processor time", words as f64 / seconds);
    }
    Ok(())
}
