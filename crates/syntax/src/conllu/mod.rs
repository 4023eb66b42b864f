//! CoNLL-U, the exchange format of Universal Dependencies.
//!
//! **In:** a treebank, or the output of any other UD parser. **Out:** documents with their text,
//! sentences and trees in the shape that every later room reads, and the same file again.
//! **Why:** trees of other parsers enter here, and ours leave here.
//!
//! Kept without loss: comments, multiword ranges, DEPS and MISC. Three rules bend the format:
//! - *Empty nodes* (ids such as `8.1`) are skipped. They belong to enhanced graphs, which nothing
//!   behind this room reads; in a sentence that has them DEPS is written as `_`, since it may
//!   name them.
//! - `_` as UPOS is read as `X`; any other tag outside the universal set is an error.
//! - `SpaceAfter=No` and the names (`NE=B-PER`, also Stanza's `ner=S-PERSON`) live in spans and
//!   in [`Sentence::names`](crate::Sentence); they are written back in alphabetical order with
//!   the rest of MISC.
//!
//! A sentence without `# text` gets its text from forms and `SpaceAfter`, or from the character
//! offsets that Stanza writes (`place`).

mod place;
mod read;
mod write;

pub use read::{ConlluError, Problem, read_conllu};
pub use write::write_conllu;

use crate::{NameKind, Sentence};

/// One document of a CoNLL-U file (`# newdoc`; a file without that mark is one document).
#[derive(Clone, Debug, PartialEq)]
pub struct ConlluDocument {
    /// The name behind `# newdoc id =`.
    pub id: Option<String>,
    /// Its text: sentences joined by a blank, or by an empty line where a paragraph begins.
    pub text: String,
    /// Its sentences.
    pub sentences: Vec<ConlluSentence>,
}

/// A sentence with what the format knows beside the tree.
#[derive(Clone, Debug, PartialEq)]
pub struct ConlluSentence {
    /// Words, tree and names; spans point into [`ConlluDocument::text`].
    pub sentence: Sentence,
    /// The name behind `# sent_id =`.
    pub id: Option<String>,
    /// All comment lines as they stood, with their `#`.
    pub comments: Vec<String>,
    /// Columns of each word that [`Word`](crate::Word) has no place for.
    pub columns: Vec<Columns>,
    /// MISC of multiword tokens other than `SpaceAfter`: index of the first word, text.
    pub token_misc: Vec<(u32, String)>,
    /// Whether HEAD and DEPREL were given (`_` otherwise).
    pub has_tree: bool,
}

/// Columns of one word beside the shared ones; empty strings stand for `_`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Columns {
    /// FORM where it is not what stands in the text (French "du" = "de" + "le").
    pub form: Option<String>,
    /// DEPS, the enhanced graph.
    pub deps: String,
    /// MISC without `SpaceAfter` and names.
    pub misc: String,
}

impl ConlluDocument {
    /// A document of analysed sentences, with the usual comments (`newdoc`, `newpar`, `sent_id`,
    /// `text`). `id` names the document and begins the ids of its sentences.
    pub fn from_sentences(id: Option<&str>, text: &str, sentences: Vec<Sentence>) -> Self {
        let mut opens = true;
        let sentences = sentences.into_iter().enumerate().map(|(i, sentence)| {
            let mut comments = Vec::new();
            if i == 0 {
                comments.push(id.map_or("# newdoc".into(), |id| format!("# newdoc id = {id}")));
            }
            if opens {
                comments.push("# newpar".into());
            }
            opens = sentence.ends_paragraph;
            let sent_id = id.map_or(format!("{}", i + 1), |id| format!("{id}-{}", i + 1));
            comments.push(format!("# sent_id = {sent_id}"));
            let line: Vec<&str> = sentence.span.of(text).split_whitespace().collect();
            comments.push(format!("# text = {}", line.join(" ")));
            ConlluSentence {
                id: Some(sent_id),
                comments,
                columns: vec![Columns::default(); sentence.words.len()],
                token_misc: Vec::new(),
                has_tree: sentence.words.iter().any(|w| w.head.is_some())
                    || sentence.words.len() == 1 && sentence.words[0].deprel == "root",
                sentence,
            }
        });
        Self { id: id.map(Into::into), text: text.into(), sentences: sentences.collect() }
    }

    /// FORM of a word: what stands in the text unless the file said otherwise.
    pub fn form(&self, sentence: usize, word: usize) -> &str {
        let s = &self.sentences[sentence];
        s.columns[word].form.as_deref().unwrap_or_else(|| s.sentence.form(word, &self.text))
    }
}

/// The short mark of a kind of name in MISC.
pub(crate) fn name_mark(kind: NameKind) -> &'static str {
    match kind {
        NameKind::Person => "PER",
        NameKind::Organisation => "ORG",
        NameKind::Place => "LOC",
        NameKind::Product => "PRO",
        NameKind::Event => "EVT",
    }
}

/// The kind behind a mark, ours or another tool's.
pub(crate) fn name_kind(mark: &str) -> Option<NameKind> {
    match mark {
        "PER" | "PERSON" | "persName" => Some(NameKind::Person),
        "ORG" | "orgName" => Some(NameKind::Organisation),
        "LOC" | "GPE" | "FAC" | "placeName" | "geogName" => Some(NameKind::Place),
        "PRO" | "PRODUCT" => Some(NameKind::Product),
        "EVT" | "EVENT" => Some(NameKind::Event),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
