//! Training: averaged perceptrons, a dynamic oracle, exploration.
//!
//! **In:** sentences with predicted morphology (jackknifed, so that the parser learns to live with
//! the tagger's errors) and gold trees. **Out:** a parser pack, the same bytes for the same
//! sentences, options and seed.
//! From the second epoch on the parser mostly follows its own choices into configurations that
//! the gold path never sees, and the oracle says what is still best there.

use super::features::{self, ACTION_TEMPLATES, ArcContext, LABEL_TEMPLATES, PLAIN_TEMPLATES};
use super::model::{self, Labels, MAX_LABELS, Shape};
use super::state::{ACTIONS, Action, State};
use super::{best_action, fill_atoms, oracle};
use crate::Clusters;
use crate::parser::atoms::Atoms;
use crate::tagger::Example;
use compact_str::CompactString;
use rayon::prelude::*;
use std::collections::BTreeSet;
use thiserror::Error;

/// How to train.
#[derive(Clone, Debug, PartialEq)]
pub struct ParserOptions {
    /// Passes over the data.
    pub epochs: usize,
    /// Models trained with different orders and summed.
    pub models: usize,
    /// Beginning of every random choice.
    pub seed: u64,
    /// Share of steps in which the parser follows itself, from the second epoch on.
    pub exploration: f64,
    /// Update while the best right action leads by less than this.
    pub margin: f32,
    /// Binary logarithm of the action table's rows (two weights each).
    pub action_bits: u32,
    /// Binary logarithm of the label table's rows.
    pub label_bits: u32,
    /// Whether the action model also reads the further templates, which help languages that
    /// inflect little and cost time.
    pub further: bool,
    /// Version written into the pack.
    pub version: String,
}

impl Default for ParserOptions {
    fn default() -> Self {
        Self {
            epochs: 10,
            models: 4,
            seed: 1,
            exploration: 0.9,
            margin: 5.0,
            action_bits: 21,
            label_bits: 20,
            further: false,
            version: String::new(),
        }
    }
}

/// Why a parser could not be trained.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum ParserTrainError {
    /// No sentence has a tree.
    #[error("no sentence to learn from")]
    NoSentences,
    /// The treebank distinguishes too many relations.
    #[error("{0} relations with subtypes: the parser holds at most 63")]
    TooManyLabels(usize),
    /// The options ask for nothing or for too much.
    #[error("parser options: {0}")]
    Options(&'static str),
}

/// A sentence made ready.
struct Instance {
    atoms: Vec<Atoms>,
    verbs: Vec<u8>,
    heads: Vec<u32>,
    labels: Vec<u8>,
}

/// Trains a parser and gives the bytes of its pack. The examples' morphology should be a tagger's
/// that has not seen them (see [`jackknife`](crate::tagger::jackknife)), heads and relations gold;
/// examples without a tree are passed over.
///
/// # Errors
/// If there is nothing to learn from, or the options make no sense.
pub fn train_parser(
    examples: &[Example],
    clusters: Option<&Clusters>,
    options: &ParserOptions,
) -> Result<Vec<u8>, ParserTrainError> {
    if options.epochs == 0 || options.models == 0 {
        return Err(ParserTrainError::Options("epochs and models must be at least 1"));
    }
    if !(8..=26).contains(&options.action_bits) || !(8..=22).contains(&options.label_bits) {
        return Err(ParserTrainError::Options("action_bits 8 to 26, label_bits 8 to 22"));
    }
    let sentences: Vec<&Example> = examples.iter().filter(|e| has_tree(e)).collect();
    let names: BTreeSet<&CompactString> =
        sentences.iter().flat_map(|s| &s.words).map(|w| &w.deprel).collect();
    let names: Vec<CompactString> = names.into_iter().cloned().collect();
    let count = names.len();
    let labels = Labels::new(names).ok_or(ParserTrainError::TooManyLabels(count))?;
    let instances: Vec<_> = sentences.iter().map(|s| instance(s, clusters, &labels)).collect();
    if instances.is_empty() {
        return Err(ParserTrainError::NoSentences);
    }
    let shape = Shape {
        action_bits: options.action_bits,
        label_bits: options.label_bits,
        clusters: clusters.is_some(),
        further: options.further,
    };
    let stride = labels.names.len().next_multiple_of(8);
    // Models are added in the order of their seeds, whatever thread ends first.
    let learners: Vec<Learner> = (0..options.models as u64)
        .into_par_iter()
        .map(|k| {
            let mut learner = Learner::new(shape, &labels, options, k);
            for epoch in 0..options.epochs {
                learner.epoch(&instances, epoch);
            }
            learner
        })
        .collect();
    let mut actions = vec![0.0; 4 << shape.action_bits];
    let mut label_weights = vec![0.0; stride << shape.label_bits];
    for learner in &learners {
        learner.actions.add_average(&mut actions);
        learner.labels_table.add_average(&mut label_weights);
    }
    Ok(model::write(&options.version, shape, &labels, &actions, (&label_weights, stride)))
}

/// Whether an example has heads: one root, marked as such.
fn has_tree(example: &Example) -> bool {
    let mut roots = example.words.iter().filter(|w| w.head.is_none());
    roots.next().is_some_and(|w| w.deprel == "root") && roots.next().is_none()
}

fn instance(example: &Example, clusters: Option<&Clusters>, labels: &Labels) -> Instance {
    let (mut atoms, mut verbs) = (Vec::new(), Vec::new());
    let words = &example.words;
    let forms = example.forms.iter().map(String::as_str);
    fill_atoms(words.iter().zip(forms), clusters, &mut atoms, &mut verbs);
    let mut heads: Vec<u32> =
        std::iter::once(0).chain(words.iter().map(|w| w.head.map_or(0, |h| h + 1))).collect();
    oracle::lift(&mut heads);
    let number = |name: &CompactString| {
        labels.names.iter().position(|n| n == name).map_or(labels.root, |n| n as u8)
    };
    let labels = std::iter::once(0).chain(words.iter().map(|w| number(&w.deprel))).collect();
    Instance { atoms, verbs, heads, labels }
}

/// A flat table of weights with what is needed to average them lazily.
struct Table {
    weights: Vec<f32>,
    /// Sum of updates, each times the step at which it was made.
    weighted: Vec<f32>,
    width: usize,
    /// Updates are counted from 1.
    step: f64,
}

impl Table {
    fn new(rows: u32, width: usize) -> Self {
        let size = width << rows;
        Self { weights: vec![0.0; size], weighted: vec![0.0; size], width, step: 1.0 }
    }

    fn sum(&self, rows: &[u32], out: &mut [f32]) {
        for &row in rows {
            let at = row as usize * self.width;
            for (s, w) in out.iter_mut().zip(&self.weights[at..at + self.width]) {
                *s += w;
            }
        }
    }

    fn update(&mut self, rows: &[u32], right: usize, wrong: usize) {
        let step = self.step as f32;
        for &row in rows {
            let at = row as usize * self.width;
            self.weights[at + right] += 1.0;
            self.weighted[at + right] += step;
            self.weights[at + wrong] -= 1.0;
            self.weighted[at + wrong] -= step;
        }
    }

    fn add_average(&self, total: &mut [f32]) {
        let step = self.step as f32;
        for ((t, w), u) in total.iter_mut().zip(&self.weights).zip(&self.weighted) {
            *t += w - u / step;
        }
    }
}

struct Learner<'a> {
    actions: Table,
    labels_table: Table,
    labels: &'a Labels,
    shape: Shape,
    options: &'a ParserOptions,
    random: SplitMix,
    state: State,
}

impl<'a> Learner<'a> {
    fn new(shape: Shape, labels: &'a Labels, options: &'a ParserOptions, index: u64) -> Self {
        Self {
            actions: Table::new(shape.action_bits, 4),
            labels_table: Table::new(shape.label_bits, labels.names.len().next_multiple_of(8)),
            labels,
            shape,
            options,
            random: SplitMix(options.seed.wrapping_mul(0x5851_f42d_4c95_7f2d).wrapping_add(index)),
            state: State::default(),
        }
    }

    fn epoch(&mut self, instances: &[Instance], epoch: usize) {
        let mut order: Vec<usize> = (0..instances.len()).collect();
        for i in (1..order.len()).rev() {
            order.swap(i, self.random.below(i + 1));
        }
        let exploration = if epoch == 0 { 0.0 } else { self.options.exploration };
        for i in order {
            self.sentence(&instances[i], exploration);
        }
    }

    fn sentence(&mut self, instance: &Instance, exploration: f64) {
        let mut state = std::mem::take(&mut self.state);
        state.reset(instance.heads.len() - 1);
        let mut rows = [0; ACTION_TEMPLATES];
        while !state.is_final() {
            let legal = state.legal();
            let costs = oracle::costs(&state, &instance.heads);
            let only = legal.iter().filter(|&&l| l).count() == 1;
            let action = if only {
                best_action(&[0; 4], legal)
            } else {
                let (atoms, verbs) = (&instance.atoms, &instance.verbs);
                let shift = self.shape.action_shift();
                features::action_rows(&state, atoms, verbs, shift, &mut rows);
                let used = if self.shape.further { ACTION_TEMPLATES } else { PLAIN_TEMPLATES };
                self.choose(&rows[..used], legal, costs, exploration)
            };
            let Some((head, dependent)) = state.arc(action) else {
                state.apply(action, 0, 0);
                continue;
            };
            let d = dependent as usize;
            let label = if head == 0 {
                self.labels.root
            } else {
                let gold = (instance.heads[d] == head).then_some(instance.labels[d]);
                self.label(&state, instance, (head, dependent), gold, exploration)
            };
            let marker = self.labels.marker(label, instance.atoms[d].lemma);
            state.apply(action, label, marker);
        }
        self.state = state;
    }

    /// Learns from a configuration and says which action to follow.
    fn choose(
        &mut self,
        rows: &[u32],
        legal: [bool; 3],
        costs: [u32; 3],
        exploration: f64,
    ) -> Action {
        let mut scores = [0.0; 4];
        self.actions.sum(rows, &mut scores);
        let least = costs.into_iter().min().unwrap_or(0);
        let right = ACTIONS.map(|a| legal[a as usize] && costs[a as usize] == least);
        let wrong = ACTIONS.map(|a| legal[a as usize] && costs[a as usize] > least);
        let (best, best_right) = (best_action(&scores, legal), best_action(&scores, right));
        self.actions.step += 1.0;
        if wrong.contains(&true) {
            let rival = best_action(&scores, wrong);
            if scores[best_right as usize] - scores[rival as usize] <= self.options.margin {
                self.actions.update(rows, best_right as usize, rival as usize);
            }
        }
        if self.random.unit() < exploration { best } else { best_right }
    }

    /// Learns from an arc (if it is a gold one) and says which label to give it.
    fn label(
        &mut self,
        state: &State,
        instance: &Instance,
        (head, dependent): (u32, u32),
        gold: Option<u8>,
        exploration: f64,
    ) -> u8 {
        let mut rows = [0; LABEL_TEMPLATES];
        let context = ArcContext::of(state, &instance.atoms, head, dependent);
        features::label_rows(&context, self.shape.label_shift(), &mut rows);
        let mut scores = [0.0; MAX_LABELS];
        self.labels_table.sum(&rows, &mut scores);
        let best = self.labels.best(&scores);
        let Some(gold) = gold else { return best };
        self.labels_table.step += 1.0;
        scores[gold as usize] -= self.options.margin;
        let rival = self.labels.best(&scores);
        if rival != gold {
            self.labels_table.update(&rows, gold as usize, rival as usize);
        }
        if self.random.unit() < exploration { best } else { gold }
    }
}

/// Steele, Lea & Flood's SplitMix64: small, seeded, the same everywhere.
struct SplitMix(u64);

impl SplitMix {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }
    fn below(&mut self, n: usize) -> usize {
        (self.next() % n as u64) as usize
    }
    fn unit(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1u64 << 53) as f64
    }
}
