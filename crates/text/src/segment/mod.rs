//! Sentences and raw tokens, by rule.
//!
//! **In:** a text, or a stretch of one, and its language. **Out:** [`Segment`]s in order.
//! **Why by rule:** the guidelines of UD Polish PDB and UD English EWT are rules; a table of
//! character classes and a few lists decide in one pass and can be read and corrected.
//!
//! Three steps, each linear in the text: [`lines`] says which line breaks are only hard wraps,
//! [`tokens`] cuts the text into tokens, [`sentences`] groups them.

mod lexicon;
mod lines;
mod sentences;
mod tokens;
mod words;

use crate::{Lang, Span};

/// One sentence: its span and its raw tokens (blank-free, in order, inside the span).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Segment {
    /// From the first token's start to the last token's end.
    pub span: Span,
    /// Words, numbers, marks; never empty, never overlapping.
    pub tokens: Vec<Span>,
    /// Whether the segment ends a paragraph (a line break follows).
    pub ends_paragraph: bool,
}

/// Splits a text (or a stretch of one that begins at byte `offset`) into sentences and tokens.
///
/// Tokens are the *raw* tokens of the treebanks. English clitics are cut here ("do|n't",
/// "Biden|'s"), since letters alone decide; Polish mobile endings ("zrobił|em") are cut in
/// `syntax`, which has a dictionary. Every character that is not white space is in a token.
///
/// ```
/// use text::{segment, Lang};
/// let text = "Rozmawiali m.in. o 24-letnim porozumieniu. Potem wyjechali.";
/// let sentences = segment(text, 0, Lang::Pl);
/// assert_eq!(sentences.len(), 2);
/// let words: Vec<_> = sentences[0].tokens.iter().map(|t| t.of(text)).collect();
/// assert_eq!(words, ["Rozmawiali", "m.in", ".", "o", "24-letnim", "porozumieniu", "."]);
/// ```
pub fn segment(text: &str, offset: usize, lang: Lang) -> Vec<Segment> {
    let tokens = tokens::tokenise(text, lang);
    sentences::group(text, &tokens, offset, lang)
}

#[cfg(test)]
mod tests;
