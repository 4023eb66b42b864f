//! Sentences in; lemmas, tags, features, Universal Dependencies trees and name spans out.
//!
//! This room knows grammar and no politics. Everything that depends on a language lies in its
//! packs (`languages/<code>/*.pack`): dictionary, tagger, parser, names.
#![warn(missing_docs)]

mod morph;
mod sentence;

pub use morph::{Aspect, Case, Gender, Mood, Morph, Number, Person, Tense, Upos, VerbForm, Voice};
pub use sentence::{Name, NameKind, Sentence, Word};
