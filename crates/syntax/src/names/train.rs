//! Training a name tagger.
//!
//! **In:** documents whose sentences carry their gold names. **Out:** a pack. **How:** structured
//! perceptron: where the best labels differ from the gold ones, the rows of the gold labels gain
//! and those of the others lose; weights are averaged over all steps, then kept as bytes. The
//! document's memory holds the model's own labels of the first pass, so that training meets the
//! same mistakes as use.

use super::decode::{self, Lattice, Steps, Weights};
use super::labels::{self, MAX_LABELS};
use super::memory::Memory;
use super::{NAMES_KIND, NAMES_SCHEMA, NameScratch, features, kind_code};
use crate::lexicon::Lexicon;
use crate::section::join_strings;
use crate::{Clusters, NameKind, Sentence};
use pack::PackWriter;

/// One document: its sentences with gold names, and its text.
pub struct NameExample {
    /// Sentences with [`Sentence::names`] filled in.
    pub sentences: Vec<Sentence>,
    /// The text they point into.
    pub text: String,
}

/// How names are learnt.
#[derive(Clone, Debug)]
pub struct NameOptions {
    /// Kinds to learn; names of other kinds count as none.
    pub kinds: Vec<NameKind>,
    /// Passes over the documents.
    pub epochs: usize,
    /// Binary logarithm of the number of rows.
    pub bits: u32,
    /// Order of the documents.
    pub seed: u64,
}

impl Default for NameOptions {
    fn default() -> Self {
        let kinds = vec![NameKind::Person, NameKind::Organisation, NameKind::Place];
        Self { kinds, epochs: 8, bits: 18, seed: 1 }
    }
}

struct Model {
    bits: u32,
    labels: usize,
    weights: Vec<f32>,
    sums: Vec<f32>,
    steps: Vec<f32>,
    step_sums: Vec<f32>,
    time: f32,
}

impl Weights for Model {
    fn labels(&self) -> usize {
        self.labels
    }

    fn emit(&self, rows: &[u64], scores: &mut [f32; MAX_LABELS]) {
        for &row in rows {
            let at = (row >> (64 - self.bits)) as usize * self.labels;
            for (s, &w) in scores.iter_mut().zip(&self.weights[at..at + self.labels]) {
                *s += w;
            }
        }
    }

    fn step(&self, last: u8, next: u8) -> f32 {
        self.steps[usize::from(last) * self.labels + usize::from(next)]
    }
}

impl Model {
    fn new(options: &NameOptions) -> Self {
        let labels = 1 + 4 * options.kinds.len();
        let size = labels << options.bits;
        Self {
            bits: options.bits,
            labels,
            weights: vec![0.; size],
            sums: vec![0.; size],
            steps: vec![0.; labels * labels],
            step_sums: vec![0.; labels * labels],
            time: 1.,
        }
    }

    fn change(&mut self, rows: &[u64], label: u8, by: f32) {
        for &row in rows {
            let at = (row >> (64 - self.bits)) as usize * self.labels + usize::from(label);
            self.weights[at] += by;
            self.sums[at] += by * self.time;
        }
    }

    fn change_step(&mut self, last: u8, next: u8, by: f32) {
        let at = usize::from(last) * self.labels + usize::from(next);
        self.steps[at] += by;
        self.step_sums[at] += by * self.time;
    }

    /// Averaged weights as bytes, padded rows, and averaged steps on the same scale.
    fn finish(&self) -> (Vec<i8>, Vec<f32>) {
        let mean = |w: &[f32], s: &[f32]| -> Vec<f32> {
            w.iter().zip(s).map(|(w, s)| w - s / self.time).collect()
        };
        let weights = mean(&self.weights, &self.sums);
        let steps = mean(&self.steps, &self.step_sums);
        // The largest thousandth of a percent is cut, so that the rest keeps its detail.
        let mut sizes: Vec<f32> = weights.iter().map(|w| w.abs()).filter(|&w| w > 0.).collect();
        sizes.sort_by(f32::total_cmp);
        let top = sizes.get(sizes.len().saturating_sub(1 + sizes.len() / 20_000)).copied();
        let scale = 127. / top.unwrap_or(1.).max(1e-6);
        let stride = self.labels.next_multiple_of(16);
        let mut bytes = vec![0i8; weights.len() / self.labels * stride];
        for (row, out) in weights.chunks(self.labels).zip(bytes.chunks_mut(stride)) {
            for (w, o) in row.iter().zip(out) {
                *o = (w * scale).round().clamp(-127., 127.) as i8;
            }
        }
        (bytes, steps.iter().map(|s| s * scale).collect())
    }
}

/// Learns names and writes the pack. `progress` hears of each epoch.
pub fn train_names(
    examples: &[NameExample],
    lexicon: Option<&Lexicon>,
    clusters: Option<&Clusters>,
    options: &NameOptions,
    version: &str,
    mut progress: impl FnMut(&str),
) -> Vec<u8> {
    let mut model = Model::new(options);
    let steps = Steps::new(model.labels);
    let mut order: Vec<usize> = (0..examples.len()).collect();
    let mut random = options.seed | 1;
    let mut learner = Learner::default();
    for epoch in 1..=options.epochs {
        for i in (1..order.len()).rev() {
            random ^= random << 13;
            random ^= random >> 7;
            random ^= random << 17;
            order.swap(i, (random % (i as u64 + 1)) as usize);
        }
        let (mut wrong, mut all) = (0, 0);
        for &d in &order {
            let (w, n) = learner.document(&examples[d], lexicon, clusters, options, &mut model, &steps);
            wrong += w;
            all += n;
        }
        progress(&format!("epoch {epoch}: {wrong} of {all} sentences wrong"));
    }
    let (weights, steps) = model.finish();
    let kinds: Vec<&str> = options.kinds.iter().map(|&k| kind_code(k)).collect();
    let mut out = PackWriter::new(NAMES_KIND, version, NAMES_SCHEMA);
    out.section("kinds", join_strings(&kinds)).values("weights", &weights).values("steps", &steps);
    out.finish()
}

#[derive(Default)]
struct Learner {
    scratch: NameScratch,
    gold: Vec<u8>,
    lattice: Lattice,
    found: Vec<u8>,
    rows: Vec<Vec<u64>>,
    empty: Memory,
}

impl Learner {
    /// Learns from one document; sentences labelled wrongly, and all.
    fn document(
        &mut self,
        example: &NameExample,
        lexicon: Option<&Lexicon>,
        clusters: Option<&Clusters>,
        options: &NameOptions,
        model: &mut Model,
        steps: &Steps,
    ) -> (usize, usize) {
        let s = &mut self.scratch;
        s.read(&example.sentences, &example.text, lexicon, clusters);
        s.memory.clear();
        s.pass(model, steps, false);
        std::mem::swap(&mut s.labels, &mut s.first);
        let (mut start, mut wrong) = (0, 0);
        for (sentence, &end) in example.sentences.iter().zip(&s.ends) {
            let words = &s.atoms[start..end];
            labels::from_names(&sentence.names, &options.kinds, words.len(), &mut self.gold);
            let mut missed = false;
            // The second pass is learnt for all sentences, the first (without memory) for some.
            for memory in [Some(&s.memory), (end % 3 == 0).then_some(&self.empty)] {
                let Some(memory) = memory else { continue };
                self.rows.resize_with(words.len().max(self.rows.len()), Vec::new);
                let rows = &mut self.rows;
                decode::best(words.len(), steps, model, &mut self.lattice, &mut self.found, |i, scores| {
                    features::rows(words, i, memory, Some(s.first[start + i]), &mut rows[i]);
                    model.emit(&rows[i], scores);
                });
                model.time += 1.;
                if self.found != self.gold {
                    missed = true;
                    update(model, &self.rows, &self.gold, &self.found);
                }
            }
            wrong += usize::from(missed);
            start = end;
        }
        (wrong, example.sentences.len())
    }
}

fn update(model: &mut Model, rows: &[Vec<u64>], gold: &[u8], found: &[u8]) {
    let (mut last_gold, mut last_found) = (labels::OUTSIDE, labels::OUTSIDE);
    for (i, (&g, &f)) in gold.iter().zip(found).enumerate() {
        if g != f {
            model.change(&rows[i], g, 1.);
            model.change(&rows[i], f, -1.);
        }
        if (last_gold, g) != (last_found, f) {
            model.change_step(last_gold, g, 1.);
            model.change_step(last_found, f, -1.);
        }
        (last_gold, last_found) = (g, f);
    }
}
