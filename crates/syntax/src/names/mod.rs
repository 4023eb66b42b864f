//! Names of persons, organisations and places.
//!
//! **In:** the sentences of a document (tagged, if a tagger is at hand), the dictionary and the
//! word clusters. **Out:** [`Sentence::names`]. **How:** a linear chain over BILOU labels with
//! hashed features, trained as an averaged structured perceptron (Collins 2002). The document is
//! read twice: the second time each word knows how it was labelled elsewhere in the document.
//!
//! ```text
//! Sekretarz generalny NATO  Jens Stoltenberg rozmawiał w Ankarze .
//! O         O         U-org B-per L-per      O         O U-loc   O
//! ```

mod decode;
mod features;
mod labels;
mod lemma;
mod memory;
mod nominative;
mod train;

#[cfg(test)]
mod tests;

pub use lemma::name_lemma;
pub use train::{NameExample, NameOptions, train_names};

use crate::lexicon::Lexicon;
use crate::section::{Section, damaged, strings};
use crate::{Clusters, NameKind, Sentence};
use decode::{Lattice, Steps, Weights};
use features::{Atoms, Strings};
use labels::MAX_LABELS;
use memory::Memory;
use pack::{Pack, PackError};
use std::sync::Arc;

/// Kind of a name pack.
pub const NAMES_KIND: &str = "names";
/// Hash of the feature templates: a model made for others is refused.
pub const NAMES_SCHEMA: u64 = features::TEMPLATES;

/// A trained name tagger. Shared between threads; each has its own [`NameScratch`].
pub struct NameTagger {
    kinds: Vec<NameKind>,
    stride: usize,
    bits: u32,
    weights: Section<i8>,
    steps_weights: Section<f32>,
    steps: Steps,
}

/// Room that one thread reuses from document to document.
#[derive(Default)]
pub struct NameScratch {
    atoms: Vec<Atoms>,
    ends: Vec<usize>,
    one: Vec<Atoms>,
    strings: Strings,
    memory: Memory,
    lattice: Lattice,
    rows: Vec<u64>,
    labels: Vec<u8>,
    first: Vec<u8>,
    fixed: Vec<[f32; MAX_LABELS]>,
    one_labels: Vec<u8>,
}

struct View<'a> {
    weights: &'a [i8],
    steps: &'a [f32],
    labels: usize,
    stride: usize,
    bits: u32,
}

impl Weights for View<'_> {
    #[inline]
    fn emit(&self, rows: &[u64], scores: &mut [f32; MAX_LABELS]) {
        let mut sums = [0i16; 32];
        for &row in rows {
            let at = (row >> (64 - self.bits)) as usize * self.stride;
            for (s, &w) in sums.iter_mut().zip(&self.weights[at..at + self.stride]) {
                *s += i16::from(w);
            }
        }
        for (score, s) in scores.iter_mut().zip(sums) {
            *score += f32::from(s);
        }
    }

    #[inline]
    fn step(&self, last: u8, next: u8) -> f32 {
        self.steps[usize::from(last) * self.labels + usize::from(next)]
    }
}

impl NameTagger {
    /// Reads a name pack.
    ///
    /// # Errors
    /// If a section is missing or the sections do not fit together.
    pub fn from_pack(pack: &Arc<Pack>) -> Result<Self, PackError> {
        let kinds = strings(pack, "kinds")?;
        let kinds = kinds
            .iter()
            .map(|k| kind_from_code(k).ok_or_else(|| damaged(pack, format!("kind of name {k:?}"))));
        let kinds: Vec<NameKind> = kinds.collect::<Result<_, _>>()?;
        let labels = 1 + 4 * kinds.len();
        let stride = labels.next_multiple_of(16);
        let weights: Section<i8> = Section::new(pack, "weights")?;
        let steps_weights: Section<f32> = Section::new(pack, "steps")?;
        let rows = weights.get().len() / stride;
        let fits = labels <= MAX_LABELS
            && rows.is_power_of_two()
            && rows * stride == weights.get().len()
            && rows > 1
            && steps_weights.get().len() == labels * labels;
        if !fits {
            return Err(damaged(pack, "the tables of the name model do not fit together".into()));
        }
        let bits = rows.trailing_zeros();
        Ok(Self { kinds, stride, bits, weights, steps_weights, steps: Steps::new(labels) })
    }

    /// Opens a name model.
    ///
    /// # Errors
    /// As [`Pack::open`] and [`NameTagger::from_pack`].
    pub fn open(path: &std::path::Path) -> Result<Self, PackError> {
        Self::from_pack(&Arc::new(Pack::open(path, NAMES_KIND, NAMES_SCHEMA)?))
    }

    /// The kinds of name that the model knows.
    pub fn kinds(&self) -> &[NameKind] {
        &self.kinds
    }

    /// Finds the names of a document and writes them into its sentences, whose earlier names are
    /// replaced. `text` is the document's text; dictionary and clusters must be those that the
    /// model learnt with.
    pub fn tag_document(
        &self,
        sentences: &mut [Sentence],
        text: &str,
        lexicon: Option<&Lexicon>,
        clusters: Option<&Clusters>,
        scratch: &mut NameScratch,
    ) {
        let view = View {
            weights: self.weights.get(),
            steps: self.steps_weights.get(),
            labels: 1 + 4 * self.kinds.len(),
            stride: self.stride,
            bits: self.bits,
        };
        scratch.read(sentences, text, lexicon, clusters);
        scratch.decode(&view, &self.steps);
        let mut start = 0;
        for (sentence, &end) in sentences.iter_mut().zip(&scratch.ends) {
            sentence.names.clear();
            labels::to_names(&scratch.labels[start..end], &self.kinds, &mut sentence.names);
            start = end;
        }
    }
}

impl NameScratch {
    /// Reads the words of all sentences.
    fn read(
        &mut self,
        sentences: &[Sentence],
        text: &str,
        lexicon: Option<&Lexicon>,
        clusters: Option<&Clusters>,
    ) {
        self.atoms.clear();
        self.ends.clear();
        for sentence in sentences {
            features::read(sentence, text, lexicon, clusters, &mut self.strings, &mut self.one);
            self.atoms.append(&mut self.one);
            self.ends.push(self.atoms.len());
        }
    }

    /// Labels the whole document in two passes.
    fn decode(&mut self, weights: &impl Weights, steps: &Steps) {
        self.memory.clear();
        self.pass(weights, steps, false);
        std::mem::swap(&mut self.labels, &mut self.first);
        self.pass(weights, steps, true);
    }

    /// One pass. The first fills the memory and keeps the scores that do not hang on it; the
    /// second adds what the memory says.
    fn pass(&mut self, weights: &impl Weights, steps: &Steps, second: bool) {
        self.labels.clear();
        if !second {
            self.fixed.clear();
            self.fixed.resize(self.atoms.len(), [0.; MAX_LABELS]);
        }
        let mut start = 0;
        let NameScratch { atoms, ends, memory, lattice, rows, first, fixed, one_labels, .. } = self;
        for &end in ends.iter() {
            let words = &atoms[start..end];
            decode::best(words.len(), steps, weights, lattice, one_labels, |i, scores| {
                rows.clear();
                let kept = &mut fixed[start + i];
                if second {
                    features::memory_rows(words, i, memory, Some(first[start + i]), rows);
                    *scores = *kept;
                    if !rows.is_empty() {
                        weights.emit(rows, scores);
                    }
                } else {
                    features::fixed_rows(words, i, rows);
                    weights.emit(rows, kept);
                    *scores = *kept;
                }
            });
            if !second {
                for (w, &l) in words.iter().zip(one_labels.iter()) {
                    memory.note(w.keys, l);
                }
            }
            self.labels.extend_from_slice(one_labels);
            start = end;
        }
    }
}

/// Short code of a kind, as data sets write it.
pub fn kind_code(kind: NameKind) -> &'static str {
    match kind {
        NameKind::Person => "PER",
        NameKind::Organisation => "ORG",
        NameKind::Place => "LOC",
        NameKind::Product => "PRO",
        NameKind::Event => "EVT",
    }
}

/// The kind of a short code.
pub fn kind_from_code(code: &str) -> Option<NameKind> {
    Some(match code {
        "PER" => NameKind::Person,
        "ORG" => NameKind::Organisation,
        "LOC" => NameKind::Place,
        "PRO" => NameKind::Product,
        "EVT" => NameKind::Event,
        _ => return None,
    })
}
