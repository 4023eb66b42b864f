//! Training: treebanks in, packs out.
//!
//! [`TrainConfig`] is a language's `train.toml`; [`train_language`] follows it. Beside them what
//! all trainers share: reading treebanks as examples, the seeded order of sentences, and the
//! errors they end with.

mod config;
mod language;

pub use config::{ParserConfig, TaggerConfig, TrainConfig};
pub use language::{CurvePoint, Step, learning_curve, train_language};

use crate::conllu::{ConlluDocument, read_conllu};
use crate::tagger::Example;
use std::path::{Path, PathBuf};
use thiserror::Error;

/// Why training ended without a pack.
#[derive(Debug, Error)]
pub enum TrainError {
    /// No sentence with words.
    #[error("there is no sentence to learn from")]
    NoData,
    /// A treebank could not be read.
    #[error("{path}: {source}")]
    Io {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// A treebank is not CoNLL-U.
    #[error("{path}: {source}")]
    Conllu {
        /// The file.
        path: PathBuf,
        /// Line and reason.
        source: crate::conllu::ConlluError,
    },
    /// An automaton could not be built.
    #[error("cannot build a table: {0}")]
    Table(#[from] fst::Error),
    /// A configuration says something that is not understood.
    #[error("{path}: {reason}")]
    Config {
        /// The file.
        path: PathBuf,
        /// Place and reason.
        reason: String,
    },
    /// The parser could not be trained.
    #[error(transparent)]
    Parser(#[from] crate::ParserTrainError),
    /// A pack needed for training does not open.
    #[error(transparent)]
    Pack(#[from] pack::PackError),
}

/// Reads a treebank file; one whose name ends in `.zst` is unpacked.
///
/// # Errors
/// If it cannot be read or is not CoNLL-U; the message names file and line.
pub fn read_treebank(path: &Path) -> Result<Vec<ConlluDocument>, TrainError> {
    let io = |source| TrainError::Io { path: path.into(), source };
    let mut bytes = std::fs::read(path).map_err(io)?;
    if path.extension().is_some_and(|e| e == "zst") {
        bytes = zstd::decode_all(&bytes[..]).map_err(io)?;
    }
    let text = String::from_utf8(bytes)
        .map_err(|e| io(std::io::Error::new(std::io::ErrorKind::InvalidData, e)))?;
    read_conllu(&text).map_err(|source| TrainError::Conllu { path: path.into(), source })
}

/// The sentences of treebank documents as examples for the tagger.
pub fn examples(documents: &[ConlluDocument]) -> Vec<Example> {
    let sentences = documents.iter().flat_map(|d| {
        d.sentences.iter().enumerate().map(move |(s, sentence)| {
            let words = sentence.sentence.words.clone();
            let forms = (0..words.len()).map(|w| d.form(s, w).to_owned()).collect();
            Example { forms, words }
        })
    });
    sentences.collect()
}

/// A seeded order of things (SplitMix64, Fisher-Yates).
pub struct Shuffle(u64);

impl Shuffle {
    /// The order that belongs to a seed.
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// The next number.
    pub fn next_u64(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ z >> 30).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ z >> 27).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ z >> 31
    }

    /// Shuffles in place.
    pub fn shuffle<T>(&mut self, all: &mut [T]) {
        for i in (1..all.len()).rev() {
            all.swap(i, (self.next_u64() % (i as u64 + 1)) as usize);
        }
    }
}
