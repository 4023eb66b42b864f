//! The syntax as CoNLL-U, with the entities that the world knows in MISC.

use super::{Head, Spool};
use crate::pipeline::{About, Stretch};
use anyhow::Result;
use std::io::Write;
use syntax::conllu::{ConlluDocument, write_conllu};
use text::Span;

/// Growing CoNLL-U.
pub struct ConlluPage {
    head: Head,
    sentences: usize,
    spool: Spool,
}

impl ConlluPage {
    /// An empty document.
    pub fn new(head: Head) -> Self {
        Self { head, sentences: 0, spool: Spool::new() }
    }

    /// Adds the sentences of a stretch.
    pub fn add(&mut self, about: &About, stretch: &Stretch) -> Result<()> {
        let (Some(first), Some(last)) = (stretch.sentences.first(), stretch.sentences.last())
        else {
            return Ok(());
        };
        // The writer copies the text it is given: give it this stretch alone.
        let base = first.span.start;
        let shift = |s: Span| Span { start: s.start - base, end: s.end - base };
        let text = first.span.join(last.span).of(about.text);
        let mut sentences = stretch.sentences.clone();
        for sentence in &mut sentences {
            sentence.span = shift(sentence.span);
            for word in &mut sentence.words {
                word.span = shift(word.span);
            }
        }
        let mut document = ConlluDocument::from_sentences(Some(&self.head.id), text, sentences);
        for (i, sentence) in document.sentences.iter_mut().enumerate() {
            let id = format!("{}-{}", self.head.id, self.sentences + i + 1);
            sentence.comments.retain(|c| self.sentences == 0 || !c.starts_with("# newdoc"));
            for comment in &mut sentence.comments {
                if comment.starts_with("# sent_id = ") {
                    *comment = format!("# sent_id = {id}");
                }
            }
            sentence.id = Some(id);
        }
        for mention in &stretch.mentions {
            let Some(entity) = &mention.entity else { continue };
            let sentence = document.sentences.get_mut(mention.sentence as usize);
            let column = sentence.and_then(|s| s.columns.get_mut(mention.words.start as usize));
            if let Some(column) = column.filter(|c| c.misc.is_empty()) {
                column.misc = format!("Entity={entity}");
            }
        }
        self.sentences += document.sentences.len();
        self.spool.push(write_conllu(&[document]).as_bytes(), b"")
    }

    /// Writes the document.
    pub fn finish(self, out: &mut dyn Write) -> Result<()> {
        self.spool.copy_to(out)
    }
}
