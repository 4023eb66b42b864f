//! Scores one CoNLL-U file against another: `score_conllu [--counts] GOLD SYSTEM`.
//!
//! `--counts` prints what the scores are made of, tab-separated: name, gold, system, correct,
//! aligned (`_` where words are not aligned).

use syntax::conllu::{ConlluDocument, read_conllu};

fn read(path: &str) -> Result<Vec<ConlluDocument>, Box<dyn std::error::Error>> {
    let bytes = std::fs::read(path)?;
    let bytes = if path.ends_with(".zst") { zstd::decode_all(&bytes[..])? } else { bytes };
    Ok(read_conllu(std::str::from_utf8(&bytes)?).map_err(|e| format!("{path}: {e}"))?)
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut files: Vec<String> = std::env::args().skip(1).collect();
    let counts = files.first().is_some_and(|f| f == "--counts");
    files.drain(..usize::from(counts));
    let [gold, system] = files.as_slice() else {
        return Err("score_conllu [--counts] GOLD SYSTEM".into());
    };
    let scores = syntax::evaluate::evaluate(&read(gold)?, &read(system)?)?;
    if !counts {
        print!("{scores}");
        return Ok(());
    }
    for (name, s) in scores.metrics.iter().chain(&scores.relations) {
        let aligned = s.aligned.map_or("_".into(), |a| a.to_string());
        println!("{name}\t{}\t{}\t{}\t{aligned}", s.gold, s.system, s.correct);
    }
    Ok(())
}
