//! Learning to tag: averaged perceptron over candidates.
//!
//! **In:** sentences with tags and lemmas, and the dictionary. **Out:** a tagger pack. The order
//! of sentences depends on the seed alone and every table is sorted, so that the same input
//! gives the same bytes.

use super::decode::TagScratch;
use super::features::{CHOICE, Candidate, LINE, Views};
use super::lemma::lemma_key;
use super::lexis::{Lexis, shape};
use super::ud::{UdLearner, UdTable};
use super::{Sources, TAGGER_KIND, TAGGER_SCHEMA, Tagger, views};
use crate::Word;
use crate::lexicon::{Analysis, Entry, GuessBuilder, TableBuilder};
use crate::section::join_strings;
use crate::train::{Shuffle, TrainError};
use crate::weights::codes;
use pack::{Pack, PackWriter};
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;
use std::sync::Arc;

/// A sentence to learn from.
#[derive(Clone, Debug, Default)]
pub struct Example {
    /// Forms of the words.
    pub forms: Vec<String>,
    /// Their lemmas, parts of speech, tags and features; spans and trees are not read.
    pub words: Vec<Word>,
}

/// How to learn.
#[derive(Clone, Debug)]
pub struct TagOptions {
    /// Passes over the sentences.
    pub epochs: usize,
    /// Binary logarithm of the number of weights.
    pub bits: u32,
    /// Decides the order of the sentences.
    pub seed: u64,
    /// Whether part of speech and features are part of the tag that is chosen. Right for
    /// tag sets that say less than UD does (Penn); wrong for NKJP's, which says more.
    pub full_tags: bool,
    /// Kept as the pack's version.
    pub version: String,
}

impl Default for TagOptions {
    fn default() -> Self {
        Self { epochs: 10, bits: 21, seed: 1, full_tags: false, version: "unversioned".into() }
    }
}

/// Learns taggers from examples.
pub struct TaggerTrainer<'e> {
    examples: Vec<&'e Example>,
    sources: Sources,
    options: TagOptions,
}

impl<'e> TaggerTrainer<'e> {
    /// A trainer for these examples.
    pub fn new(examples: Vec<&'e Example>, sources: Sources, options: TagOptions) -> Self {
        Self { examples, sources, options }
    }

    /// Learns and writes a tagger pack. `report` is told the number of the pass (from 1) and the
    /// share of words with several candidates that were tagged right during it.
    ///
    /// # Errors
    /// If there is nothing to learn from or a table cannot be built.
    pub fn train(&self, mut report: impl FnMut(usize, f64)) -> Result<Vec<u8>, TrainError> {
        if self.examples.iter().all(|e| e.words.is_empty()) {
            return Err(TrainError::NoData);
        }
        let (tags, gold) = self.tags();
        // Everything but the weights is learnt first, so that learning sees what tagging will.
        let bytes = self.write(&tags, &gold, &[0; 2 * LINE])?;
        let pack = Arc::new(Pack::in_memory(&bytes, TAGGER_KIND, TAGGER_SCHEMA)?);
        let lexis = Lexis::from_pack(&pack, self.sources.lexicon.clone())?;
        let ud = UdTable::open(&pack, &lexis.tags)?;
        let clusters = self.sources.clusters.as_deref();
        let mut weights = Perceptron::new(self.options.bits);
        let views = views(&lexis);
        let mut order: Vec<usize> = (0..self.examples.len()).collect();
        let mut shuffle = Shuffle::new(self.options.seed);
        let mut scratch = TagScratch::default();
        for epoch in 1..=self.options.epochs {
            shuffle.shuffle(&mut order);
            let (mut right, mut all) = (0u32, 0u32);
            for &e in &order {
                let forms = self.examples[e].forms.iter().map(String::as_str);
                scratch.prepare(&lexis, &views, clusters, forms, Some(&gold[e]));
                for (i, &g) in gold[e].iter().enumerate() {
                    let hit = weights.learn(&mut scratch, &views, i, g);
                    all += u32::from(hit.is_some());
                    right += u32::from(hit == Some(true));
                }
                for (i, word) in self.examples[e].words.iter().enumerate() {
                    if scratch.chosen[i] != gold[e][i] {
                        continue;
                    }
                    if let Some(rows) = ud.alternatives(gold[e][i], &word.lemma) {
                        let right = rows.iter().position(|&r| ud.row(r).upos == word.upos);
                        let choice = scratch.choice_rows(i, &word.lemma, weights.bits);
                        weights.learn_choice(&choice, right);
                    }
                }
            }
            report(epoch, f64::from(right) / f64::from(all.max(1)));
        }
        self.write(&tags, &gold, &weights.average())
    }

    /// All tags (the dictionary's, then the treebank's others in order) and each word's.
    fn tags(&self) -> (Vec<String>, Vec<Vec<u16>>) {
        let mut tags: Vec<String> =
            self.sources.lexicon.iter().flat_map(|l| l.tags().to_vec()).collect();
        let name = |w: &Word| match self.options.full_tags {
            true => format!("{} {} {}", w.xpos, w.upos.as_ud(), w.feats),
            false => w.xpos.to_string(),
        };
        let words = self.examples.iter().flat_map(|e| &e.words);
        let own: std::collections::BTreeSet<String> = words.map(name).collect();
        let mut ids: FxHashMap<String, u16> =
            tags.iter().enumerate().map(|(i, t)| (t.clone(), i as u16)).collect();
        for t in own {
            if !ids.contains_key(&t) {
                ids.insert(t.clone(), tags.len() as u16);
                tags.push(t);
            }
        }
        let gold = self.examples.iter().map(|e| e.words.iter().map(|w| ids[&name(w)]).collect());
        (tags, gold.collect())
    }

    /// Writes the whole pack with these weights.
    fn write(
        &self,
        tags: &[String],
        gold: &[Vec<u16>],
        weights: &[i8],
    ) -> Result<Vec<u8>, TrainError> {
        let mut out = PackWriter::new(TAGGER_KIND, &self.options.version, TAGGER_SCHEMA);
        let mut entry = Entry::with_tags(tags);
        let mut ud = UdLearner::default();
        let mut lemmas: BTreeMap<u64, u64> = BTreeMap::new();
        // form -> (tag, lemma) -> count
        let mut forms: BTreeMap<String, BTreeMap<(u16, &str), u32>> = BTreeMap::new();
        for (example, gold) in self.examples.iter().zip(gold) {
            for ((form, word), &tag) in example.forms.iter().zip(&example.words).zip(gold) {
                let counts = forms.entry(dictionary_case(form, &word.lemma)).or_default();
                *counts.entry((tag, word.lemma.as_str())).or_default() += 1;
                ud.add(tag, &word.lemma, word.upos, &word.feats);
                let class = Views::new(tag, &tags[usize::from(tag)]).of[1];
                *lemmas.entry(lemma_key(&word.lemma, class)).or_default() += 1;
            }
        }
        let mut own = TableBuilder::default();
        let (mut common, mut names) = (GuessBuilder::default(), GuessBuilder::default());
        let mut shapes: BTreeMap<String, BTreeMap<Analysis, u32>> = BTreeMap::new();
        for (form, counts) in &forms {
            let total: u32 = counts.values().sum();
            let mut ranked: Vec<_> = counts.iter().collect();
            ranked.sort_by(|a, b| b.1.cmp(a.1).then(a.0.cmp(b.0)));
            let mut analyses = Vec::new();
            for (&(tag, lemma), &n) in ranked {
                let info = n.min(u32::from(u16::MAX)) as u16;
                let name = &tags[usize::from(tag)];
                let Some(a) = entry.analysis(form, name, lemma, info) else { continue };
                analyses.push(a);
                if self.unknown(form, total) {
                    let shape = shape(form, &mut [0; 12]).to_owned();
                    let a = Analysis { info: 0, ..a };
                    *shapes.entry(shape).or_default().entry(a).or_default() += n;
                }
            }
            own.add(form.as_bytes().to_vec(), &analyses);
            if self.sources.lexicon.is_none()
                && total <= 20
                && form.chars().all(|c| c.is_alphabetic() || c == '-')
            {
                let weighted: Vec<_> = analyses.iter().map(|a| (*a, 1)).collect();
                let capital = form.chars().next().is_some_and(char::is_uppercase);
                let guesser = if capital { &mut names } else { &mut common };
                guesser.add(form, &weighted, &entry);
            }
        }
        let mut shape_table = TableBuilder::default();
        for (shape, counts) in shapes {
            let total: u32 = counts.values().sum();
            let mut ranked: Vec<_> = counts.into_iter().collect();
            ranked.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
            let kept = ranked.iter().filter(|r| r.1 * 200 >= total).map(|r| r.0);
            // Figures and capitals agree with what they count and name: many tags are possible.
            shape_table.add(shape.into_bytes(), &kept.take(20).collect::<Vec<_>>());
        }
        own.write("own", &mut out)?;
        shape_table.write("shapes", &mut out)?;
        if self.sources.lexicon.is_none() {
            common.write("guess.common", 3, &entry, &mut out)?;
            names.write("guess.names", 3, &entry, &mut out)?;
        }
        let version = self.sources.lexicon.as_ref().map_or("", |l| l.version());
        out.section("lexicon", join_strings(&[version]));
        out.section("tags", join_strings(entry.tags()));
        out.section("scripts", join_strings(&entry.encoded_scripts()));
        ud.write(tags, !self.options.full_tags, &mut out);
        out.section("clustered", vec![u8::from(self.sources.clusters.is_some())]);
        let lemmas: Vec<[u64; 2]> = lemmas.into_iter().map(|(k, n)| [k, n]).collect();
        out.values("lemmas", &lemmas);
        out.values("weights", weights);
        Ok(out.finish())
    }

    /// Whether the form says what forms look like that are in no dictionary.
    fn unknown(&self, form: &str, count: u32) -> bool {
        match &self.sources.lexicon {
            Some(l) => !l.table.contains(form) && !l.table.contains(&form.to_lowercase()),
            None => count <= 2,
        }
    }
}

/// The form as a dictionary would list it: in lower case unless the lemma is a name.
fn dictionary_case(form: &str, lemma: &str) -> String {
    if !form.chars().any(char::is_uppercase) {
        return form.to_owned();
    }
    let lower = form.to_lowercase();
    if !lemma.chars().any(char::is_uppercase) {
        return lower;
    }
    let capitals = |s: &str| s.chars().all(|c| !c.is_lowercase());
    if capitals(form) && !capitals(lemma) && form.chars().count() > 1 {
        let mut chars = lower.chars();
        return match form.chars().next() {
            Some(first) => {
                chars.next();
                std::iter::once(first).chain(chars).collect()
            }
            None => lower,
        };
    }
    form.to_owned()
}

/// Weights with their running sums.
struct Perceptron {
    bits: u32,
    weights: Vec<i32>,
    sums: Vec<f64>,
    stamps: Vec<u32>,
    now: u32,
    gold: Vec<u32>,
    wrong: Vec<u32>,
}

impl Perceptron {
    fn new(bits: u32) -> Self {
        let n = 1usize << bits;
        Self {
            bits,
            weights: vec![0; n],
            sums: vec![0.0; n],
            stamps: vec![0; n],
            now: 0,
            gold: Vec::new(),
            wrong: Vec::new(),
        }
    }

    /// Tags word `i` and learns from it. `None` if there was no choice or the right tag was not
    /// among the candidates, else whether the choice was right.
    fn learn(
        &mut self,
        scratch: &mut TagScratch,
        views: &[Views],
        i: usize,
        gold: u16,
    ) -> Option<bool> {
        let weights = &self.weights;
        let chosen = scratch.choose(views, i, |row| weights[row], self.bits);
        let candidates = scratch.candidates(i);
        if candidates.len() < 2 {
            return None;
        }
        let find = |tag| candidates.iter().copied().find(|c: &Candidate| c.tag == tag);
        let (right, wrong) = (find(gold)?, find(chosen)?);
        self.now += 1;
        if chosen == gold {
            return Some(true);
        }
        self.gold.clear();
        self.wrong.clear();
        scratch.rows(views, i, right, self.bits, &mut self.gold);
        scratch.rows(views, i, wrong, self.bits, &mut self.wrong);
        for k in 0..self.gold.len() {
            let (r, w) = (self.gold[k], self.wrong[k]);
            if r != w {
                self.update(r as usize, 1);
                self.update(w as usize, -1);
            }
        }
        Some(false)
    }

    /// Learns which of two parts of speech is right, if one is.
    fn learn_choice(&mut self, rows: &[[u32; CHOICE]; 2], right: Option<usize>) {
        let Some(right) = right else { return };
        let score = |r: &[u32]| r.iter().map(|&r| self.weights[r as usize]).sum::<i32>();
        let chosen = usize::from(score(&rows[1]) > score(&rows[0]));
        self.now += 1;
        if chosen != right {
            for (&r, &w) in rows[right].iter().zip(&rows[chosen]) {
                self.update(r as usize, 1);
                self.update(w as usize, -1);
            }
        }
    }

    fn update(&mut self, row: usize, by: i32) {
        let span = f64::from(self.now - self.stamps[row]);
        self.sums[row] += span * f64::from(self.weights[row]);
        self.stamps[row] = self.now;
        self.weights[row] += by;
    }

    /// Averages, in bytes.
    fn average(&self) -> Vec<i8> {
        let mean: Vec<f32> = (0..self.weights.len())
            .map(|i| {
                let span = f64::from(self.now - self.stamps[i]);
                let sum = self.sums[i] + span * f64::from(self.weights[i]);
                (sum / f64::from(self.now.max(1))) as f32
            })
            .collect();
        codes(&mean)
    }
}

/// Tags every example with a tagger that has not seen it: `folds` taggers, each learnt from the
/// other folds and from `always`. The result replaces the examples' own words, in their order.
///
/// # Errors
/// As [`TaggerTrainer::train`].
pub fn jackknife(
    examples: &[Example],
    always: &[Example],
    sources: &Sources,
    options: &TagOptions,
    folds: usize,
) -> Result<Vec<Example>, TrainError> {
    use rayon::prelude::*;
    let folds = folds.clamp(2, examples.len().max(2));
    let parts: Vec<Vec<(usize, Example)>> = (0..folds)
        .into_par_iter()
        .map(|fold| {
            let others = examples.iter().enumerate().filter(|(i, _)| i % folds != fold);
            let data = others.map(|(_, e)| e).chain(always).collect();
            let trainer = TaggerTrainer::new(data, sources.clone(), options.clone());
            let bytes = trainer.train(|_, _| {})?;
            let pack = Arc::new(Pack::in_memory(&bytes, TAGGER_KIND, TAGGER_SCHEMA)?);
            let tagger = Tagger::from_pack(&pack, sources)?;
            let mut scratch = TagScratch::default();
            let mine = examples.iter().enumerate().filter(|(i, _)| i % folds == fold);
            Ok(mine.map(|(i, e)| (i, retag(&tagger, e, &mut scratch))).collect())
        })
        .collect::<Result<_, TrainError>>()?;
    let mut all: Vec<(usize, Example)> = parts.into_iter().flatten().collect();
    all.sort_by_key(|(i, _)| *i);
    Ok(all.into_iter().map(|(_, e)| e).collect())
}

/// An example with the tagger's tags and lemmas instead of its own.
pub fn retag(tagger: &Tagger, example: &Example, scratch: &mut TagScratch) -> Example {
    let mut out = example.clone();
    tagger.tag(example.forms.iter().map(String::as_str), scratch);
    for (i, w) in out.words.iter_mut().enumerate() {
        tagger.tagged(i, scratch).write(w);
    }
    out
}

impl super::Tagged<'_> {
    /// Writes lemma, tag, part of speech and features into a word.
    pub fn write(&self, word: &mut Word) {
        word.lemma = self.lemma.clone();
        word.upos = self.upos;
        word.xpos = self.xpos.clone();
        word.feats = self.feats.clone();
        word.morph = self.morph;
    }
}

/// The share of words whose part of speech, tag, features and lemma are right.
#[derive(Clone, Copy, Debug, Default)]
pub struct TagScores {
    /// Words compared.
    pub words: usize,
    /// Right parts of speech.
    pub upos: usize,
    /// Right language-specific tags.
    pub xpos: usize,
    /// Right features.
    pub feats: usize,
    /// Right lemmas.
    pub lemmas: usize,
}

/// Compares two versions of the same examples.
pub fn score(gold: &[Example], system: &[Example]) -> TagScores {
    let mut s = TagScores::default();
    for (g, p) in gold.iter().zip(system) {
        for (g, p) in g.words.iter().zip(&p.words) {
            s.words += 1;
            s.upos += usize::from(g.upos == p.upos);
            s.xpos += usize::from(g.xpos == p.xpos);
            s.feats += usize::from(g.feats == p.feats);
            s.lemmas += usize::from(g.lemma == p.lemma);
        }
    }
    s
}
