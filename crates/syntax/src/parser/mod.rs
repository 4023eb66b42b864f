//! The dependency parser.
//!
//! **In:** a sentence with lemmas and tags. **Out:** the same sentence with heads and relations,
//! always one tree with one root.
//! **How:** greedy arc-hybrid parsing (Kuhlmann et al. 2011) with two linear models over hashed
//! features (Bohnet 2010): one chooses among three actions, the other, asked only when an arc is
//! made, its label. The split keeps a step at three scores instead of some hundred. Both are
//! averaged perceptrons trained with a dynamic oracle (`train`), and may be sums of several.
//!
//! Weights are read in place from a pack of kind `parser`, a byte each.

mod atoms;
mod features;
mod model;
mod oracle;
#[cfg(test)]
mod oracle_exhaustive;
mod scores;
mod state;
#[cfg(test)]
mod tests;
mod train;

pub use model::{PARSER_KIND, parser_schema};
pub use train::{ParserOptions, ParserTrainError, train_parser};

use crate::{Clusters, Sentence, Word};
use atoms::Atoms;
use features::{ArcContext, LABEL_TEMPLATES};
use model::{Labels, MAX_LABELS, Tables};
use pack::{Pack, PackError};
use scores::WordScores;
use state::{ACTIONS, Action, State};
use std::path::Path;
use std::sync::Arc;

/// A parser for one language, shared between threads.
pub struct Parser {
    tables: Tables,
    labels: Labels,
    clusters: Option<Arc<Clusters>>,
    version: String,
}

/// Buffers of one thread, reused from sentence to sentence.
#[derive(Default)]
pub struct ParserScratch {
    state: State,
    atoms: Vec<Atoms>,
    verbs: Vec<u8>,
    scores: WordScores,
}

impl Parser {
    /// Takes a parser pack, opened with [`PARSER_KIND`] and [`parser_schema`]. `clusters` must be
    /// those it was trained with, if it was trained with any; otherwise they are not used.
    ///
    /// # Errors
    /// If a section is missing, the tables do not fit its shape, or clusters are missing.
    pub fn from_pack(pack: &Arc<Pack>, clusters: Option<Arc<Clusters>>) -> Result<Self, PackError> {
        let (tables, labels) = model::read(pack)?;
        if tables.shape.clusters && clusters.is_none() {
            let reason = "this parser was trained with word clusters and needs them".into();
            return Err(PackError::Wrong { path: pack.path().into(), reason });
        }
        let clusters = clusters.filter(|_| tables.shape.clusters);
        Ok(Self { tables, labels, clusters, version: pack.version().to_owned() })
    }

    /// Opens a parser file.
    ///
    /// # Errors
    /// As [`Pack::open`] and [`Parser::from_pack`].
    pub fn open(path: &Path, clusters: Option<Arc<Clusters>>) -> Result<Self, PackError> {
        Self::from_pack(&Arc::new(Pack::open(path, PARSER_KIND, parser_schema())?), clusters)
    }

    /// The pack's version.
    pub fn version(&self) -> &str {
        &self.version
    }

    /// The relations it can give, with subtypes.
    pub fn relations(&self) -> impl Iterator<Item = &str> {
        self.labels.names.iter().map(|n| n.as_str())
    }

    /// Gives every word its head and relation. `text` is the document's.
    pub fn parse(&self, sentence: &mut Sentence, text: &str, scratch: &mut ParserScratch) {
        self.parse_words(&mut sentence.words, |_, w| w.span.of(text), scratch);
    }

    /// As [`Parser::parse`], for words whose forms stand elsewhere: `form` is asked by index.
    pub fn parse_words<'t>(
        &self,
        words: &mut [Word],
        form: impl for<'w> Fn(usize, &'w Word) -> &'t str,
        scratch: &mut ParserScratch,
    ) {
        let model = self.tables.get();
        let ParserScratch { state, atoms, verbs, scores } = scratch;
        let forms = words.iter().enumerate().map(|(i, w)| (w, form(i, w)));
        fill_atoms(forms, self.clusters.as_deref(), atoms, verbs);
        state.reset(words.len());
        scores.reset(words.len());
        let shape = &self.tables.shape;
        let mut label_rows = [0; LABEL_TEMPLATES];
        while !state.is_final() {
            let legal = state.legal();
            let action = match legal {
                [true, false, false] => Action::Shift,
                [false, false, true] => Action::Right,
                _ => best_action(&scores.actions(&model, state, atoms, verbs, shape), legal),
            };
            let Some((head, dependent)) = state.arc(action) else {
                state.apply(action, 0, 0);
                continue;
            };
            let label = if head == 0 {
                self.labels.root
            } else {
                let context = ArcContext::of(state, atoms, head, dependent);
                features::label_rows(&context, shape.label_shift(), &mut label_rows);
                let mut scores = [0; MAX_LABELS];
                model.labels(&label_rows, &mut scores);
                self.labels.best(&scores)
            };
            let marker = self.labels.marker(label, atoms[dependent as usize].lemma);
            state.apply(action, label, marker);
        }
        for (word, node) in words.iter_mut().zip(&state.nodes[1..]) {
            word.head = node.head.checked_sub(1);
            word.deprel = self.labels.names[node.label as usize].clone();
        }
    }
}

/// The best-scored legal action; the first of equals.
fn best_action<T: PartialOrd + Copy>(scores: &[T; 4], legal: [bool; 3]) -> Action {
    let mut best: Option<Action> = None;
    for a in ACTIONS {
        if legal[a as usize] && best.is_none_or(|b| scores[a as usize] > scores[b as usize]) {
            best = Some(a);
        }
    }
    best.unwrap_or(Action::Right)
}

/// Hashes a sentence: root, words, the empty slot; and counts finite verbs from the end.
fn fill_atoms<'a>(
    words: impl Iterator<Item = (&'a Word, &'a str)>,
    clusters: Option<&Clusters>,
    atoms: &mut Vec<Atoms>,
    verbs: &mut Vec<u8>,
) {
    atoms.clear();
    atoms.push(Atoms::root());
    for (word, form) in words {
        let cluster = clusters.and_then(|c| c.of(form));
        atoms.push(Atoms::of(word, form, cluster));
    }
    atoms.push(Atoms::default());
    verbs.clear();
    verbs.resize(atoms.len(), 0);
    for i in (0..atoms.len() - 1).rev() {
        verbs[i] = verbs[i + 1].saturating_add(u8::from(atoms[i].finite));
    }
}
