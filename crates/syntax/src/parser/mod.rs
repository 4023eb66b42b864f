//! The dependency parser.
//!
//! **In:** a sentence with lemmas and tags. **Out:** the same sentence with heads and relations,
//! always one tree with one root.
//! **How:** greedy arc-hybrid parsing (Kuhlmann et al. 2011) with two linear models over hashed
//! features (Bohnet 2010): one chooses among three actions, the other, asked only when an arc is
//! made, its label. The split keeps a step at three scores instead of some hundred. Both are
//! averaged perceptrons trained with a dynamic oracle (`train`), and may be sums of several.
//!
//! Weights are read in place from a pack of kind `parser`, 16 bits each.

mod features;
mod model;
mod oracle;
mod state;
mod train;

pub use model::{PARSER_KIND, parser_schema};
pub use train::{ParserOptions, ParserTrainError, TrainingSentence, train_parser};

use crate::Sentence;
use features::{ACTION_TEMPLATES, ArcContext, Atoms, Context, LABEL_TEMPLATES};
use model::{Labels, MAX_LABELS, Shape};
use pack::{Pack, PackError};
use state::{ACTIONS, Action, State};

/// A parser for one language, shared between threads.
pub struct Parser {
    pack: Pack,
    shape: Shape,
    labels: Labels,
}

/// Buffers of one thread, reused from sentence to sentence.
#[derive(Default)]
pub struct ParserScratch {
    state: State,
    atoms: Vec<Atoms>,
    verbs: Vec<u8>,
}

impl Parser {
    /// Takes a parser pack, opened with [`PARSER_KIND`] and [`parser_schema`].
    ///
    /// # Errors
    /// If a section is missing or the tables do not fit its shape.
    pub fn from_pack(pack: Pack) -> Result<Self, PackError> {
        let (shape, labels) = model::read(&pack)?;
        Ok(Self { pack, shape, labels })
    }

    /// The pack it reads.
    pub fn pack(&self) -> &Pack {
        &self.pack
    }

    /// Gives every word its head and relation. `text` is the document's.
    pub fn parse(&self, sentence: &mut Sentence, text: &str, scratch: &mut ParserScratch) {
        let Ok(model) = model::Model::of(&self.pack, &self.shape) else {
            // `from_pack` has checked the sections.
            return;
        };
        let ParserScratch { state, atoms, verbs } = scratch;
        fill_atoms(sentence, |i| sentence.form(i, text), |_| model.cluster(0), atoms, verbs);
        state.reset(sentence.words.len());
        let (mut action_rows, mut label_rows) = ([0; ACTION_TEMPLATES], [0; LABEL_TEMPLATES]);
        while !state.is_final() {
            let legal = state.legal();
            let action = match legal {
                [true, false, false] => Action::Shift,
                [false, false, true] => Action::Right,
                _ => {
                    let context = Context::of(state, atoms, verbs);
                    features::action_rows(&context, self.shape.action_shift(), &mut action_rows);
                    best_action(&model.actions(&action_rows), legal)
                }
            };
            let Some((head, dependent)) = state.arc(action) else {
                state.apply(action, 0, 0);
                continue;
            };
            let label = if head == 0 {
                self.labels.root
            } else {
                let context = ArcContext::of(state, atoms, head, dependent);
                features::label_rows(&context, self.shape.label_shift(), &mut label_rows);
                let mut scores = [0; MAX_LABELS];
                model.labels(&label_rows, &mut scores);
                self.labels.best(&scores)
            };
            let marker = self.labels.marker(label, atoms[dependent as usize].lemma);
            state.apply(action, label, marker);
        }
        for (word, node) in sentence.words.iter_mut().zip(&state.nodes[1..]) {
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
fn fill_atoms<'t>(
    sentence: &Sentence,
    form: impl Fn(usize) -> &'t str,
    cluster: impl Fn(&Atoms) -> [u32; 3],
    atoms: &mut Vec<Atoms>,
    verbs: &mut Vec<u8>,
) {
    atoms.clear();
    atoms.push(Atoms::root());
    for (i, word) in sentence.words.iter().enumerate() {
        let mut a = Atoms::of(word, form(i));
        a.cluster = cluster(&a);
        atoms.push(a);
    }
    atoms.push(Atoms::default());
    verbs.clear();
    verbs.resize(atoms.len(), 0);
    for i in (0..atoms.len() - 1).rev() {
        verbs[i] = verbs[i + 1].saturating_add(u8::from(atoms[i].finite));
    }
}
