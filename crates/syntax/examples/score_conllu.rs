//! Scores one CoNLL-U file against another: `score_conllu GOLD SYSTEM`.

use syntax::conllu::{ConlluDocument, read_conllu};

fn read(path: &str) -> Result<Vec<ConlluDocument>, Box<dyn std::error::Error>> {
    let bytes = std::fs::read(path)?;
    let bytes = if path.ends_with(".zst") { zstd::decode_all(&bytes[..])? } else { bytes };
    Ok(read_conllu(std::str::from_utf8(&bytes)?).map_err(|e| format!("{path}: {e}"))?)
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let files: Vec<String> = std::env::args().skip(1).collect();
    let [gold, system] = files.as_slice() else { return Err("score_conllu GOLD SYSTEM".into()) };
    print!("{}", syntax::evaluate::evaluate(&read(gold)?, &read(system)?)?);
    Ok(())
}
