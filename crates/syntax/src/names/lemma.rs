//! Base forms of inflected names.

use crate::lexicon::Lexicon;
use crate::{NameKind, Sentence};
use std::ops::Range;

/// The base form of a name.
pub fn name_lemma(sentence: &Sentence, words: Range<u32>, _kind: NameKind, text: &str, _lexicon: Option<&Lexicon>) -> String {
    let words = &sentence.words[words.start as usize..words.end as usize];
    words.iter().map(|w| w.span.of(text)).collect::<Vec<_>>().join(" ")
}
