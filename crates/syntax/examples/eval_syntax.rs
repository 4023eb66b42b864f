//! Scores the packs of a language on treebanks: `eval_syntax LANG FOLDER GOLD.conllu[.zst] ...`

use std::{path::Path, time::Instant};
use syntax::conllu::read_conllu;
use syntax::treebank::{Keep, analyse_documents, eval_syntax};

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
        let begin = Instant::now();
        let words: usize = analyse_documents(&analyser, &gold, Keep::Text)
            .iter()
            .flat_map(|d| &d.sentences)
            .map(|s| s.sentence.words.len())
            .sum();
        println!("whole path: {:.0} words/s", words as f64 / begin.elapsed().as_secs_f64());
    }
    Ok(())
}
