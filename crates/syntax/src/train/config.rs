//! A language's `train.toml`: which treebanks, which seed, how long.

use super::TrainError;
use crate::parser::ParserOptions;
use crate::tagger::TagOptions;
use serde::Deserialize;
use std::path::{Path, PathBuf};

/// The whole file. Paths of treebanks are relative to the data folder given at the call.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TrainConfig {
    /// ISO 639-1 code.
    pub language: String,
    /// Version written into the packs.
    pub version: String,
    /// Beginning of every random choice.
    #[serde(default = "one")]
    pub seed: u64,
    /// Treebanks with trees.
    pub trees: Vec<PathBuf>,
    /// Treebanks with tags and lemmas alone.
    #[serde(default)]
    pub morphology: Vec<PathBuf>,
    /// Treebanks on which learning curves are measured.
    #[serde(default)]
    pub held_out: Vec<PathBuf>,
    /// Taggers trained to tag the parser's treebank (each sentence by one that has not seen it).
    #[serde(default = "ten")]
    pub folds: usize,
    /// How the tagger learns.
    pub tagger: TaggerConfig,
    /// How the parser learns; without it no parser is trained.
    pub parser: Option<ParserConfig>,
}

/// See [`TagOptions`].
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs)]
pub struct TaggerConfig {
    pub epochs: usize,
    pub bits: u32,
    #[serde(default)]
    pub full_tags: bool,
}

/// See [`ParserOptions`].
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs)]
pub struct ParserConfig {
    pub epochs: usize,
    pub models: usize,
    pub exploration: f64,
    pub margin: f32,
    pub action_bits: u32,
    pub label_bits: u32,
    #[serde(default)]
    pub further: bool,
}

fn one() -> u64 {
    1
}

fn ten() -> usize {
    10
}

impl TrainConfig {
    /// Reads a `train.toml`.
    ///
    /// # Errors
    /// If it cannot be read or has unknown or missing keys; the message names file and line.
    pub fn read(path: &Path) -> Result<Self, TrainError> {
        let text = std::fs::read_to_string(path)
            .map_err(|source| TrainError::Io { path: path.into(), source })?;
        Self::parse(&text).map_err(|reason| TrainError::Config { path: path.into(), reason })
    }

    /// Reads the text of a `train.toml`.
    ///
    /// # Errors
    /// What is wrong, with its line.
    pub fn parse(text: &str) -> Result<Self, String> {
        let config: Self = toml::from_str(text).map_err(|e| e.to_string())?;
        if config.tagger.epochs == 0 {
            return Err("tagger.epochs must be at least 1".into());
        }
        if !(10..=26).contains(&config.tagger.bits) {
            return Err("tagger.bits must lie between 10 and 26".into());
        }
        if config.version.is_empty() || config.version.len() > 32 {
            return Err("version must have 1 to 32 bytes".into());
        }
        Ok(config)
    }

    /// The tagger's options.
    pub fn tag_options(&self) -> TagOptions {
        TagOptions {
            epochs: self.tagger.epochs,
            bits: self.tagger.bits,
            seed: self.seed,
            full_tags: self.tagger.full_tags,
            version: self.version.clone(),
        }
    }

    /// The parser's options, if one is to be trained.
    pub fn parser_options(&self) -> Option<ParserOptions> {
        self.parser.as_ref().map(|p| ParserOptions {
            epochs: p.epochs,
            models: p.models,
            seed: self.seed,
            exploration: p.exploration,
            margin: p.margin,
            action_bits: p.action_bits,
            label_bits: p.label_bits,
            further: p.further,
            version: self.version.clone(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SMALL: &str = "language = \"pl\"\nversion = \"1\"\ntrees = [\"a.conllu\"]\n\
                         [tagger]\nepochs = 3\nbits = 16\n";

    #[test]
    fn defaults_are_filled_in() {
        let config = TrainConfig::parse(SMALL).unwrap();
        assert_eq!((config.seed, config.folds), (1, 10));
        assert!(config.parser_options().is_none());
        assert_eq!(config.tag_options().epochs, 3);
    }

    #[test]
    fn mistakes_are_named() {
        let unknown = format!("sed = 3\n{SMALL}");
        assert!(TrainConfig::parse(&unknown).unwrap_err().contains("sed"));
        let none = SMALL.replace("epochs = 3", "epochs = 0");
        assert!(TrainConfig::parse(&none).unwrap_err().contains("epochs"));
        let wide = SMALL.replace("bits = 16", "bits = 60");
        assert!(TrainConfig::parse(&wide).unwrap_err().contains("bits"));
    }
}
