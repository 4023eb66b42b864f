//! Training a name tagger.
//!
//! **In:** documents whose sentences carry their gold names. **Out:** a pack. **How:** structured
//! perceptron: where the best labels differ from the gold ones, the rows of the gold labels gain
//! and those of the others lose; weights are averaged over all steps, then kept as bytes. What the
//! document's memory holds in training comes from models that have not seen the document (each
//! learnt from one half labels the other), so that training meets the same mistakes as use.

use super::decode::{self, Lattice, Steps, Weights};
use super::labels::{self, MAX_LABELS};
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
    /// By how much the gold labels must win: added to every other label of a word in training.
    pub margin: f32,
    /// The same for leaving a word of a name outside; more than `margin` raises recall.
    pub miss: f32,
    /// By how much the averaged model is moved away from leaving a word outside, on the scale of
    /// `margin`: more finds more names, and more of them wrongly.
    pub lean: f32,
    /// Share of words whose form, lemma and cluster are hidden in training, so that shape and
    /// context are learnt beside them.
    pub hidden: f32,
}

impl Default for NameOptions {
    fn default() -> Self {
        let kinds = vec![NameKind::Person, NameKind::Organisation, NameKind::Place];
        Self { kinds, epochs: 5, bits: 18, seed: 1, margin: 1., miss: 2., lean: 0., hidden: 0.1 }
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

    /// The same model with its averaged weights.
    fn averaged(&self) -> Self {
        let mean = |w: &[f32], s: &[f32]| -> Vec<f32> {
            w.iter().zip(s).map(|(w, s)| w - s / self.time).collect()
        };
        Self {
            weights: mean(&self.weights, &self.sums),
            steps: mean(&self.steps, &self.step_sums),
            sums: Vec::new(),
            step_sums: Vec::new(),
            ..*self
        }
    }

    /// Averaged weights as bytes, padded rows, and averaged steps on the same scale.
    fn finish(&self, lean: f32) -> (Vec<i8>, Vec<f32>) {
        let Model { weights, mut steps, .. } = self.averaged();
        for row in steps.chunks_mut(self.labels) {
            row[usize::from(labels::OUTSIDE)] -= lean;
        }
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
    let steps = Steps::new(1 + 4 * options.kinds.len());
    let mut learner = Learner { lexicon, clusters, ..Learner::new(options, &steps) };
    let mut first: Vec<Vec<u8>> = vec![Vec::new(); examples.len()];
    for fold in 0..2 {
        let half: Vec<usize> = (0..examples.len()).filter(|d| d % 2 != fold).collect();
        let model = learner.learn(examples, half, FOLD_EPOCHS, None, &mut progress).averaged();
        for d in (fold..examples.len()).step_by(2) {
            first[d] = learner.label(&examples[d], &model);
        }
    }
    let all = (0..examples.len()).collect();
    let model = learner.learn(examples, all, options.epochs, Some(&first), &mut progress);
    let (weights, steps) = model.finish(options.lean);
    let kinds: Vec<&str> = options.kinds.iter().map(|&k| kind_code(k)).collect();
    let mut out = PackWriter::new(NAMES_KIND, version, NAMES_SCHEMA);
    out.section("kinds", join_strings(&kinds)).values("weights", &weights).values("steps", &steps);
    out.finish()
}

/// Passes of the models whose labels fill the memory.
const FOLD_EPOCHS: usize = 3;

struct Learner<'a> {
    lexicon: Option<&'a Lexicon>,
    clusters: Option<&'a Clusters>,
    options: &'a NameOptions,
    steps: &'a Steps,
    scratch: NameScratch,
    gold: Vec<u8>,
    lattice: Lattice,
    found: Vec<u8>,
    rows: Vec<Vec<u64>>,
    random: u64,
}

impl<'a> Learner<'a> {
    fn new(options: &'a NameOptions, steps: &'a Steps) -> Self {
        Self {
            lexicon: None,
            clusters: None,
            options,
            steps,
            scratch: NameScratch::default(),
            gold: Vec::new(),
            lattice: Lattice::default(),
            found: Vec::new(),
            rows: Vec::new(),
            random: options.seed,
        }
    }

    /// Learns from some documents. `first` holds the labels of the first pass of each document;
    /// without it only the first pass is learnt.
    fn learn(
        &mut self,
        examples: &[NameExample],
        mut order: Vec<usize>,
        epochs: usize,
        first: Option<&[Vec<u8>]>,
        progress: &mut impl FnMut(&str),
    ) -> Model {
        let mut model = Model::new(self.options);
        let mut random = self.options.seed | 1;
        for epoch in 1..=epochs {
            for i in (1..order.len()).rev() {
                random ^= random << 13;
                random ^= random >> 7;
                random ^= random << 17;
                order.swap(i, (random % (i as u64 + 1)) as usize);
            }
            let (mut wrong, mut all) = (0, 0);
            for &d in &order {
                wrong += self.document(&examples[d], first.map(|f| &*f[d]), &mut model);
                all += examples[d].sentences.len();
            }
            progress(&format!("epoch {epoch}: {wrong} of {all} sentences wrong"));
        }
        model
    }

    /// Labels of a document's first pass.
    fn label(&mut self, example: &NameExample, model: &Model) -> Vec<u8> {
        self.scratch.read(&example.sentences, &example.text, self.lexicon, self.clusters);
        self.scratch.memory.clear();
        self.scratch.pass(model, self.steps, false);
        self.scratch.labels.clone()
    }

    /// Learns from one document; the number of sentences labelled wrongly.
    fn document(
        &mut self,
        example: &NameExample,
        first: Option<&[u8]>,
        model: &mut Model,
    ) -> usize {
        let s = &mut self.scratch;
        s.read(&example.sentences, &example.text, self.lexicon, self.clusters);
        s.memory.clear();
        for word in &mut s.atoms {
            self.random = self.random.wrapping_mul(0x5851_F42D_4C95_7F2D).wrapping_add(0x1405_7B7E);
            if ((self.random >> 40) as f32) < self.options.hidden * (1u64 << 24) as f32 {
                word.hide();
            }
        }
        for (word, &label) in s.atoms.iter().zip(first.unwrap_or_default()) {
            s.memory.note(word.keys, label);
        }
        let (mut start, mut wrong) = (0, 0);
        for (sentence, &end) in example.sentences.iter().zip(&s.ends) {
            let words = &s.atoms[start..end];
            labels::from_names(&sentence.names, &self.options.kinds, words.len(), &mut self.gold);
            let mut missed = false;
            for pass in [None, first] {
                self.rows.resize_with(words.len().max(self.rows.len()), Vec::new);
                let rows = &mut self.rows;
                let (lattice, found) = (&mut self.lattice, &mut self.found);
                let (gold, options) = (&self.gold, self.options);
                decode::best(words.len(), self.steps, model, lattice, found, |i, scores| {
                    rows[i].clear();
                    features::fixed_rows(words, i, &mut rows[i]);
                    if let Some(first) = pass {
                        let own = Some(first[start + i]);
                        features::memory_rows(words, i, &s.memory, own, &mut rows[i]);
                    }
                    model.emit(&rows[i], scores);
                    for (l, score) in scores.iter_mut().enumerate().take(model.labels) {
                        if l != usize::from(gold[i]) {
                            let outside = l == usize::from(labels::OUTSIDE);
                            *score += if outside { options.miss } else { options.margin };
                        }
                    }
                });
                model.time += 1.;
                if self.found != self.gold {
                    missed = true;
                    update(model, &self.rows, &self.gold, &self.found);
                }
                if first.is_none() {
                    break;
                }
            }
            wrong += usize::from(missed);
            start = end;
        }
        wrong
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
