//! Sentences and raw tokens, by rule.

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
pub fn segment(text: &str, offset: usize, lang: Lang) -> Vec<Segment> {
    let _ = (text, offset, lang);
    Vec::new()
}
