//! The analysed sentence that every later room reads.

use crate::{Morph, Upos};
use compact_str::CompactString;
use std::sync::Arc;
use text::Span;

/// One syntactic word (a token, or a part of one: "zrobił" and "em" of "zrobiłem").
#[derive(Clone, Debug, PartialEq)]
pub struct Word {
    /// Its bytes in the document's text. Parts of one token are adjacent.
    pub span: Span,
    /// Whether it continues the token of the word before it (a multiword token in UD).
    pub continues_token: bool,
    /// Dictionary form.
    pub lemma: CompactString,
    /// Universal part of speech.
    pub upos: Upos,
    /// Language-specific tag (NKJP/SGJP for Polish, Penn for English); `_` if unknown.
    pub xpos: Arc<str>,
    /// UD features as a string, `_` if none.
    pub feats: Arc<str>,
    /// The features that rules ask for.
    pub morph: Morph,
    /// Index of the head in the sentence's words, `None` for the root.
    pub head: Option<u32>,
    /// UD relation to the head, with subtype (`obl:arg`).
    pub deprel: CompactString,
}

/// What a name names. Product and event names come from models that know them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[allow(missing_docs)]
pub enum NameKind {
    Person,
    Organisation,
    Place,
    Product,
    Event,
}

/// A name found in a sentence: a range of its words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name {
    /// Word indices, half-open.
    pub words: std::ops::Range<u32>,
    /// Kind of the name.
    pub kind: NameKind,
}

/// A sentence with its tree.
#[derive(Clone, Debug, PartialEq)]
pub struct Sentence {
    /// Bytes in the document's text.
    pub span: Span,
    /// Words in order.
    pub words: Vec<Word>,
    /// Names, in order, not overlapping.
    pub names: Vec<Name>,
    /// Whether a line break follows the sentence.
    pub ends_paragraph: bool,
}

impl Sentence {
    /// The form of a word as it stands in the text.
    pub fn form<'t>(&self, word: usize, text: &'t str) -> &'t str {
        self.words[word].span.of(text)
    }

    /// Indices of the words that depend on this one, in order.
    pub fn children(&self, head: usize) -> impl Iterator<Item = usize> + '_ {
        let head = head as u32;
        self.words.iter().enumerate().filter(move |(_, w)| w.head == Some(head)).map(|(i, _)| i)
    }

    /// Index of the root, if there is a tree.
    pub fn root(&self) -> Option<usize> {
        self.words.iter().position(|w| w.head.is_none())
    }
}
