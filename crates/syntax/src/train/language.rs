//! Training all that a language learns from treebanks: tagger, then parser.
//!
//! **In:** a [`TrainConfig`], the folder of the treebanks, the language's folder with its
//! dictionary and clusters. **Out:** `tagger.pack` and `parser.pack` in that folder, the same
//! bytes for the same input.

use super::{Shuffle, TrainConfig, TrainError, examples, read_treebank};
use crate::clusters::Clusters;
use crate::lexicon::Lexicon;
use crate::parser::{PARSER_KIND, Parser, ParserScratch, parser_schema, train_parser};
use crate::tagger::{
    Example, Sources, TAGGER_KIND, TAGGER_SCHEMA, TagScores, TagScratch, Tagger, TaggerTrainer,
    jackknife, retag, score,
};
use pack::Pack;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// What training has come to.
#[derive(Clone, Debug, PartialEq)]
pub enum Step {
    /// Treebanks are read: sentences with trees, sentences with tags alone, words of both.
    Read(usize, usize, usize),
    /// A pass of the tagger, with the share of ambiguous words it got right.
    Tagger(usize, f64),
    /// The treebank is tagged by taggers that have not seen it.
    Jackknifed,
    /// A pack was written, with its size in bytes.
    Wrote(PathBuf, usize),
}

impl std::fmt::Display for Step {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Step::Read(trees, tags, words) => {
                write!(f, "{trees} sentences with trees, {tags} with tags alone, {words} words")
            }
            Step::Tagger(pass, right) => {
                write!(f, "tagger, pass {pass}: {:.2}% of ambiguous words", 100.0 * right)
            }
            Step::Jackknifed => write!(f, "treebank tagged for the parser"),
            Step::Wrote(path, size) => {
                write!(f, "{}: {:.1} MB", path.display(), *size as f64 / 1e6)
            }
        }
    }
}

/// Scores after learning from a part of the treebanks.
#[derive(Clone, Copy, Debug, Default)]
pub struct CurvePoint {
    /// Sentences learnt from, with and without trees.
    pub sentences: usize,
    /// Their words.
    pub words: usize,
    /// Tags and lemmas on the held-out treebanks.
    pub scores: TagScores,
    /// Words with the right head.
    pub heads: usize,
    /// Words with the right head and relation (subtypes left out).
    pub relations: usize,
}

/// The dictionary and clusters of a language's folder, where it has them.
fn sources(folder: &Path) -> Result<Sources, TrainError> {
    let there = |name: &str| Some(folder.join(name)).filter(|p| p.exists());
    let lexicon = there("lexicon.pack").map(|p| Lexicon::open(&p)).transpose()?;
    let clusters = there("clusters.pack").map(|p| Clusters::open(&p)).transpose()?;
    Ok(Sources { lexicon: lexicon.map(Arc::new), clusters: clusters.map(Arc::new) })
}

fn read(data: &Path, paths: &[PathBuf]) -> Result<Vec<Example>, TrainError> {
    let mut all = Vec::new();
    for path in paths {
        all.extend(examples(&read_treebank(&data.join(path))?));
    }
    Ok(all)
}

/// Trains tagger and parser and writes their packs into `folder`.
///
/// # Errors
/// If a treebank or pack cannot be read or written, or there is nothing to learn from.
pub fn train_language(
    config: &TrainConfig,
    data: &Path,
    folder: &Path,
    mut report: impl FnMut(Step),
) -> Result<(), TrainError> {
    let sources = sources(folder)?;
    let trees = read(data, &config.trees)?;
    let morphology = read(data, &config.morphology)?;
    let words = trees.iter().chain(&morphology).map(|e| e.words.len()).sum();
    report(Step::Read(trees.len(), morphology.len(), words));
    let options = config.tag_options();
    let all = trees.iter().chain(&morphology).collect();
    let trainer = TaggerTrainer::new(all, sources.clone(), options.clone());
    let tagger = trainer.train(|pass, right| report(Step::Tagger(pass, right)))?;
    write(&folder.join("tagger.pack"), &tagger, &mut report)?;
    let Some(parser) = config.parser_options() else { return Ok(()) };
    let tagged = jackknife(&trees, &morphology, &sources, &options, config.folds)?;
    report(Step::Jackknifed);
    let parser = train_parser(&tagged, sources.clusters.as_deref(), &parser)?;
    write(&folder.join("parser.pack"), &parser, &mut report)
}

/// Writes beside the target and renames: an open pack is never changed under its reader.
fn write(path: &Path, bytes: &[u8], report: &mut impl FnMut(Step)) -> Result<(), TrainError> {
    let io = |source| TrainError::Io { path: path.into(), source };
    let partial = path.with_extension("part");
    std::fs::write(&partial, bytes).map_err(io)?;
    std::fs::rename(&partial, path).map_err(io)?;
    report(Step::Wrote(path.into(), bytes.len()));
    Ok(())
}

/// Learns from an eighth, a quarter, a half and all of the sentences and scores each time on the
/// held-out treebanks. Writes no packs.
///
/// # Errors
/// As [`train_language`].
pub fn learning_curve(
    config: &TrainConfig,
    data: &Path,
    folder: &Path,
) -> Result<Vec<CurvePoint>, TrainError> {
    let sources = sources(folder)?;
    let mut trees = read(data, &config.trees)?;
    let mut morphology = read(data, &config.morphology)?;
    let gold = read(data, &config.held_out)?;
    let mut shuffle = Shuffle::new(config.seed);
    shuffle.shuffle(&mut trees);
    shuffle.shuffle(&mut morphology);
    let part = |all: &[Example], share: usize| all[..all.len() / share].to_vec();
    let mut curve = Vec::new();
    for share in [8, 4, 2, 1] {
        let (trees, morphology) = (part(&trees, share), part(&morphology, share));
        let options = config.tag_options();
        let all: Vec<&Example> = trees.iter().chain(&morphology).collect();
        let mut point = CurvePoint {
            sentences: all.len(),
            words: all.iter().map(|e| e.words.len()).sum(),
            ..CurvePoint::default()
        };
        let bytes = TaggerTrainer::new(all, sources.clone(), options.clone()).train(|_, _| {})?;
        let pack = Arc::new(Pack::in_memory(&bytes, TAGGER_KIND, TAGGER_SCHEMA)?);
        let tagger = Tagger::from_pack(&pack, &sources)?;
        let mut scratch = TagScratch::default();
        let mut system: Vec<Example> =
            gold.iter().map(|e| retag(&tagger, e, &mut scratch)).collect();
        point.scores = score(&gold, &system);
        if let Some(options_parser) = config.parser_options() {
            let tagged = jackknife(&trees, &morphology, &sources, &options, config.folds)?;
            let bytes = train_parser(&tagged, sources.clusters.as_deref(), &options_parser)?;
            let pack = Arc::new(Pack::in_memory(&bytes, PARSER_KIND, parser_schema())?);
            let parser = Parser::from_pack(&pack, sources.clusters.clone())?;
            let mut scratch = ParserScratch::default();
            for e in &mut system {
                let Example { forms, words } = e;
                parser.parse_words(words, |i, _| forms[i].as_str(), &mut scratch);
            }
            let words = |e: &[Example]| -> Vec<crate::Word> {
                e.iter().flat_map(|e| e.words.clone()).collect()
            };
            for (g, s) in words(&gold).iter().zip(&words(&system)) {
                let plain = |w: &crate::Word| w.deprel.split(':').next().map(str::to_owned);
                let head = g.head == s.head;
                point.heads += usize::from(head);
                point.relations += usize::from(head && plain(g) == plain(s));
            }
        }
        curve.push(point);
    }
    Ok(curve)
}
