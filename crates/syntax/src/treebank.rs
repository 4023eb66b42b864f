//! Treebanks through the analyser: what `chancery parse` and `chancery eval-syntax` do.
//!
//! **In:** documents of a CoNLL-U file and an [`Analyser`]. **Out:** the same documents analysed
//! anew, keeping as much of the file as is asked for; or their scores against the file.

use crate::conllu::{ConlluDocument, ConlluSentence};
use crate::evaluate::{EvaluateError, Evaluation, evaluate};
use crate::{Analyser, AnalyserScratch, Sentence};
use rayon::prelude::*;
use text::{Segment, Span};

/// What of a CoNLL-U file an analysis keeps; each keeps all that stands before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Keep {
    /// Only the text: sentences and tokens are found anew.
    Text,
    /// Sentence boundaries.
    Sentences,
    /// Tokens and words: tags and trees are made anew.
    Tokens,
    /// Lemmas, tags and features: only trees are made anew.
    Tags,
}

/// Analyses documents anew. Documents go through in parallel and come out in order.
pub fn analyse_documents(
    analyser: &Analyser,
    documents: &[ConlluDocument],
    keep: Keep,
) -> Vec<ConlluDocument> {
    documents
        .par_iter()
        .map_init(AnalyserScratch::default, |scratch, d| document(analyser, d, keep, scratch))
        .collect()
}

/// Scores of an analyser on a treebank.
#[derive(Clone, Debug, PartialEq)]
pub struct SyntaxScores {
    /// With the treebank's sentences and words given.
    pub gold_tokens: Evaluation,
    /// From plain text.
    pub raw_text: Evaluation,
}

/// Scores an analyser on gold tokens and on plain text.
///
/// # Errors
/// If an analysis does not have the gold file's text, which would be a fault of the analyser.
pub fn eval_syntax(
    analyser: &Analyser,
    gold: &[ConlluDocument],
) -> Result<SyntaxScores, EvaluateError> {
    let score = |keep| evaluate(gold, &analyse_documents(analyser, gold, keep));
    Ok(SyntaxScores { gold_tokens: score(Keep::Tokens)?, raw_text: score(Keep::Text)? })
}

fn document(
    analyser: &Analyser,
    given: &ConlluDocument,
    keep: Keep,
    scratch: &mut AnalyserScratch,
) -> ConlluDocument {
    let text = &given.text;
    let lang = analyser.lang();
    match keep {
        Keep::Text => {
            let segments = text::segment(text, 0, lang);
            let sentences = segments.iter().map(|s| analyser.sentence(text, s, scratch)).collect();
            ConlluDocument::from_sentences(given.id.as_deref(), text, sentences)
        }
        Keep::Sentences => {
            let analysed = given.sentences.iter().map(|s| {
                let segment = one_segment(text, &s.sentence, lang);
                analyser.sentence(text, &segment, scratch)
            });
            let mut out =
                ConlluDocument::from_sentences(given.id.as_deref(), text, analysed.collect());
            for (new, old) in out.sentences.iter_mut().zip(&given.sentences) {
                new.id.clone_from(&old.id);
                new.comments.clone_from(&old.comments);
            }
            out
        }
        Keep::Tokens | Keep::Tags => {
            let mut out = given.clone();
            for s in &mut out.sentences {
                if keep == Keep::Tokens {
                    analyser.tag(&mut s.sentence, text, scratch);
                }
                reparse(analyser, s, text, scratch);
            }
            out
        }
    }
}

fn reparse(analyser: &Analyser, s: &mut ConlluSentence, text: &str, scratch: &mut AnalyserScratch) {
    if analyser.parser().is_none() {
        return;
    }
    analyser.parse(&mut s.sentence, text, scratch);
    s.has_tree = true;
    // The enhanced graph belonged to the old tree.
    for columns in &mut s.columns {
        columns.deps.clear();
    }
}

/// The tokens of a given sentence as one segment, whatever the splitter thinks of it.
fn one_segment(text: &str, sentence: &Sentence, lang: text::Lang) -> Segment {
    let Span { start, end } = sentence.span;
    let parts = text::segment(&text[start as usize..end as usize], start as usize, lang);
    Segment {
        span: sentence.span,
        tokens: parts.into_iter().flat_map(|p| p.tokens).collect(),
        ends_paragraph: sentence.ends_paragraph,
    }
}
