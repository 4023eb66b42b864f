//! Choosing tags from left to right.

use super::features::{
    CHOICE, CHOICE_KIND, CONTEXTS, Candidate, Past, Token, VIEWS, Views, candidate_contexts,
    choice_contexts, contexts, mix, origin, row, string,
};
use super::lemma::LemmaCounts;
use super::lexis::{Lexis, Reading, Source};
use super::ud::UdTable;
use crate::clusters::Clusters;
use compact_str::CompactString;

/// Most candidates that compete for a word.
const MOST: usize = 32;

/// Room for tagging, reused from sentence to sentence. One for each thread.
#[derive(Default)]
pub struct TagScratch {
    /// Forms and lower-case forms, one behind the other.
    text: String,
    forms: Vec<std::ops::Range<u32>>,
    title: String,
    readings: Vec<Reading>,
    pub(super) candidates: Vec<Candidate>,
    pub(super) tokens: Vec<Token>,
    past: Vec<Past>,
    pub(super) chosen: Vec<u16>,
    contexts: Box<Contexts>,
    scores: Vec<f32>,
    view_scores: [[f32; MOST]; VIEWS],
    pub(super) results: Vec<Outcome>,
}

#[derive(Clone)]
struct Contexts([u64; CONTEXTS]);

impl Default for Contexts {
    fn default() -> Self {
        Self([0; CONTEXTS])
    }
}

/// What was decided for one word.
#[derive(Clone, Debug, Default)]
pub(super) struct Outcome {
    pub tag: u16,
    pub ud: u32,
    pub lemma: CompactString,
}

impl TagScratch {
    /// Number of words.
    pub(super) fn len(&self) -> usize {
        self.tokens.len()
    }

    /// Looks all words up and computes what does not depend on choices.
    pub(super) fn prepare<'f>(
        &mut self,
        lexis: &Lexis,
        views: &[Views],
        clusters: Option<&Clusters>,
        forms: impl Iterator<Item = &'f str>,
        gold: Option<&[u16]>,
    ) {
        self.text.clear();
        self.forms.clear();
        self.readings.clear();
        self.candidates.clear();
        self.tokens.clear();
        self.past.clear();
        self.chosen.clear();
        for (i, form) in forms.enumerate() {
            let held_out = gold.and_then(|g| g.get(i).copied());
            let begin = self.text.len();
            self.text.push_str(form);
            let middle = self.text.len();
            lower_into(form, &mut self.text);
            let lower = &self.text[middle..];
            let mut token = Token::new(form, lower, clusters);
            token.lower = middle as u32..self.text.len() as u32;
            self.forms.push(begin as u32..middle as u32);
            let first = self.readings.len();
            lexis.readings(form, lower, &mut self.title, held_out, &mut self.readings);
            token.readings = first as u32..self.readings.len() as u32;
            self.candidates_of(first, views, &mut token);
            self.tokens.push(token);
        }
    }

    /// Candidate tags of the readings from `first` on, each once, and their summary.
    fn candidates_of(&mut self, first: usize, views: &[Views], token: &mut Token) {
        let begin = self.candidates.len();
        for r in &self.readings[first..] {
            let origin = origin(r);
            let frequency = if r.source == Source::Treebank { r.rank } else { 0 };
            let room = self.candidates.len() - begin < MOST;
            match self.candidates[begin..].iter_mut().find(|c| c.tag == r.tag) {
                Some(c) => {
                    c.origin = c.origin.min(origin);
                    c.frequency = c.frequency.max(frequency);
                }
                None if room => {
                    self.candidates.push(Candidate { tag: r.tag, origin, frequency });
                }
                None => {}
            }
        }
        let (mut tags, mut classes) = (0u64, 0u64);
        for c in &self.candidates[begin..] {
            let v = views[usize::from(c.tag)];
            // Sums do not depend on the order of readings.
            tags = tags.wrapping_add(mix(17, u64::from(c.tag)));
            classes |= 1 << (mix(19, u64::from(v.of[2])) >> 58);
            token.agreements |= 1 << (mix(3, u64::from(v.agreement())) >> 58);
        }
        (token.ambiguity, token.ambiguity_class) = (mix(23, tags), mix(29, classes));
        token.candidates = begin as u32..self.candidates.len() as u32;
    }

    pub(super) fn candidates(&self, i: usize) -> &[Candidate] {
        let r = &self.tokens[i].candidates;
        &self.candidates[r.start as usize..r.end as usize]
    }

    /// Scores the candidates of word `i` and takes the best (the first of equals).
    #[inline]
    pub(super) fn choose(
        &mut self,
        views: &[Views],
        i: usize,
        weight: impl Fn(usize) -> f32,
        bits: u32,
    ) -> u16 {
        let range = self.tokens[i].candidates.clone();
        let candidates = &self.candidates[range.start as usize..range.end as usize];
        let best = match candidates {
            [] => 0,
            [only] => only.tag,
            _ => {
                contexts(&self.tokens, &self.past, i, &mut self.contexts.0);
                let seen = &self.contexts.0;
                self.scores.clear();
                self.scores.resize(candidates.len(), 0.0);
                for kind in 0..VIEWS {
                    // What all candidates share cannot decide between them.
                    let first = views[usize::from(candidates[0].tag)].of[kind];
                    if candidates.iter().all(|c| views[usize::from(c.tag)].of[kind] == first) {
                        continue;
                    }
                    for (k, c) in candidates.iter().enumerate() {
                        let view = views[usize::from(c.tag)].of[kind];
                        // The same view of an earlier candidate has the same score.
                        let twin = (kind > 0)
                            .then(|| {
                                candidates[..k]
                                    .iter()
                                    .position(|d| views[usize::from(d.tag)].of[kind] == view)
                            })
                            .flatten();
                        let s = match twin {
                            Some(t) => self.view_scores[kind][t],
                            None => seen.iter().map(|&h| weight(row(h, view, kind, bits))).sum(),
                        };
                        self.view_scores[kind][k] = s;
                        self.scores[k] += s;
                    }
                }
                for (k, c) in candidates.iter().enumerate() {
                    let v = views[usize::from(c.tag)];
                    let special = candidate_contexts(&self.tokens, &self.past, i, *c, v);
                    for h in special {
                        self.scores[k] += weight(row(h, v.of[1], VIEWS, bits));
                    }
                }
                let mut best = 0;
                for k in 1..candidates.len() {
                    if self.scores[k] > self.scores[best] {
                        best = k;
                    }
                }
                candidates[best].tag
            }
        };
        self.set(views, best);
        best
    }

    /// Appends a choice to the history.
    fn set(&mut self, views: &[Views], tag: u16) {
        self.chosen.push(tag);
        self.past.push(Past { views: views.get(usize::from(tag)).copied().unwrap_or_default() });
    }

    /// All rows that add to the score of one candidate of word `i`.
    pub(super) fn rows(
        &mut self,
        views: &[Views],
        i: usize,
        c: Candidate,
        bits: u32,
        out: &mut Vec<u32>,
    ) {
        contexts(&self.tokens, &self.past, i, &mut self.contexts.0);
        let v = views[usize::from(c.tag)];
        for kind in 0..VIEWS {
            out.extend(self.contexts.0.iter().map(|&h| row(h, v.of[kind], kind, bits) as u32));
        }
        for h in candidate_contexts(&self.tokens, &self.past, i, c, v) {
            out.push(row(h, v.of[1], VIEWS, bits) as u32);
        }
    }

    /// Rows of the weights that speak for either part of speech of word `i` (see
    /// [`choice_contexts`]), for learning.
    pub(super) fn choice_rows(&self, i: usize, lemma: &str, bits: u32) -> [[u32; CHOICE]; 2] {
        let mut seen = [0; CHOICE];
        choice_contexts(&self.tokens, &self.past, i, string(lemma), &mut seen);
        [0, 1].map(|view| seen.map(|h| row(h, view, CHOICE_KIND, bits) as u32))
    }

    /// Lemmas, parts of speech and features of the chosen tags.
    pub(super) fn finish(
        &mut self,
        lexis: &Lexis,
        views: &[Views],
        lemmas: &LemmaCounts,
        ud: &UdTable,
        weight: impl Fn(usize) -> f32,
        bits: u32,
    ) {
        self.results.resize_with(self.tokens.len().max(self.results.len()), Outcome::default);
        for (i, token) in self.tokens.iter().enumerate() {
            let result = &mut self.results[i];
            result.tag = self.chosen[i];
            let form = &self.text[self.forms[i].start as usize..self.forms[i].end as usize];
            let lower = &self.text[token.lower.start as usize..token.lower.end as usize];
            let readings =
                &self.readings[token.readings.start as usize..token.readings.end as usize];
            let class = views[usize::from(result.tag)].of[1];
            lemmas.choose(
                lexis,
                readings,
                result.tag,
                class,
                form,
                lower,
                i == 0,
                &mut self.title,
                &mut result.lemma,
            );
            result.ud = match ud.alternatives(result.tag, &result.lemma) {
                Some(rows) => {
                    let mut seen = [0; CHOICE];
                    let lemma = string(&result.lemma);
                    choice_contexts(&self.tokens, &self.past, i, lemma, &mut seen);
                    let score = |view: u32| -> f32 {
                        seen.iter().map(|&h| weight(row(h, view, CHOICE_KIND, bits))).sum()
                    };
                    rows[usize::from(score(1) > score(0))]
                }
                None => ud.find(result.tag, &result.lemma),
            };
        }
    }
}

/// Appends the lower-case form.
fn lower_into(form: &str, out: &mut String) {
    if form.is_ascii() {
        let begin = out.len();
        out.push_str(form);
        out[begin..].make_ascii_lowercase();
    } else {
        out.extend(form.chars().flat_map(char::to_lowercase));
    }
}
