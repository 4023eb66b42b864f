//! Sentences in; lemmas, tags, features, Universal Dependencies trees and name spans out.
//!
//! This room knows grammar and no politics. Everything that depends on a language lies in its
//! packs (`languages/<code>/*.pack`): dictionary, tagger, parser, names.
#![warn(missing_docs)]

mod analyser;
pub mod clusters;
pub mod conllu;
pub mod evaluate;
pub mod lexicon;
mod morph;
pub mod names;
mod parser;
mod section;
mod sentence;
pub mod tagger;
pub mod train;
pub mod treebank;
mod weights;
mod words;

pub use analyser::{Analyser, AnalyserError, AnalyserScratch, Packs};
pub use clusters::{CLUSTERS_KIND, Cluster, ClusterOptions, ClusterTrainer, Clusters};
pub use morph::{Aspect, Case, Gender, Mood, Morph, Number, Person, Tense, Upos, VerbForm, Voice};
pub use names::{NAMES_KIND, NAMES_SCHEMA, NameScratch, NameTagger, name_lemma};
pub use parser::{
    PARSER_KIND, Parser, ParserOptions, ParserScratch, ParserTrainError, parser_schema,
    train_parser,
};
pub use sentence::{Name, NameKind, Sentence, Word};
