//! Plain sentences from the data sets: JSON lines with a `text`, treebanks with `# text`.
//!
//! **In:** a `.jsonl.gz` or `.conllu.zst` file (or the same, unpacked). **Out:** its texts, in
//! order. **Why:** clusters are learnt from text alone, whatever else a file holds.

use anyhow::{Context, Result};
use serde::Deserialize;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;

/// Opens a file, unpacking it by its ending.
pub fn open(path: &Path) -> Result<Box<dyn BufRead>> {
    let file = std::fs::File::open(path).with_context(|| path.display().to_string())?;
    let reader: Box<dyn Read> = match path.extension().and_then(|e| e.to_str()) {
        Some("gz") => Box::new(flate2::read::MultiGzDecoder::new(file)),
        Some("zst") => Box::new(zstd::Decoder::new(file)?),
        _ => Box::new(file),
    };
    Ok(Box::new(BufReader::new(reader)))
}

#[derive(Deserialize)]
struct Row {
    text: String,
}

/// Calls `each` with every text of a file.
pub fn texts(path: &Path, mut each: impl FnMut(&str)) -> Result<()> {
    let treebank = path.to_string_lossy().contains(".conllu");
    for (number, line) in open(path)?.lines().enumerate() {
        let line = line.with_context(|| format!("{}:{}", path.display(), number + 1))?;
        if treebank {
            if let Some(text) = line.strip_prefix("# text = ") {
                each(text);
            }
        } else {
            let row: Row = serde_json::from_str(&line)
                .with_context(|| format!("{}:{}", path.display(), number + 1))?;
            each(&row.text);
        }
    }
    Ok(())
}
