//! Choosing tags from left to right.

use super::Tagger;
use super::cache::{FormCaches, Meaning};
use super::features::{
    CHOICE, CHOICE_KIND, CONTEXTS, Candidate, LINE, OWN, Past, Token, VIEWS, Views,
    candidate_contexts, choice_contexts, contexts, line, mix, origin, own_contexts, place, row,
    string, view_key,
};
use super::lexis::{Lexis, Reading, Source};
use crate::clusters::Clusters;
use crate::weights::value;
use compact_str::CompactString;

/// Most candidates that compete for a word.
const MOST: usize = 32;

/// Room for tagging, reused from sentence to sentence. One for each thread.
#[derive(Default)]
pub struct TagScratch {
    /// Forms and lower-case forms, one behind the other.
    text: String,
    forms: Vec<std::ops::Range<u32>>,
    /// Where each word is remembered.
    slots: Vec<u32>,
    title: String,
    readings: Vec<Reading>,
    pub(super) candidates: Vec<Candidate>,
    pub(super) tokens: Vec<Token>,
    past: Vec<Past>,
    pub(super) chosen: Vec<u16>,
    contexts: Box<Contexts>,
    /// Scores of the candidates by the contexts of the form alone; empty while learning.
    own: Vec<i32>,
    pub(super) results: Vec<Outcome>,
    caches: FormCaches,
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

    fn clear(&mut self) {
        self.text.clear();
        self.forms.clear();
        self.slots.clear();
        self.readings.clear();
        self.candidates.clear();
        self.own.clear();
        self.tokens.clear();
        self.past.clear();
        self.chosen.clear();
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
        self.clear();
        for (i, form) in forms.enumerate() {
            let held_out = gold.and_then(|g| g.get(i).copied());
            self.look_up(lexis, views, clusters, form, held_out);
        }
    }

    /// As [`TagScratch::prepare`], for tagging: words seen lately need no look-up.
    pub(super) fn prepare_cached<'f>(
        &mut self,
        tagger: &Tagger,
        forms: impl Iterator<Item = &'f str>,
    ) {
        self.clear();
        let mut caches = std::mem::take(&mut self.caches);
        let cache = caches.of(tagger.id);
        for form in forms {
            let (slot, entry, known) = cache.entry(form);
            self.slots.push(slot);
            if known {
                let begin = self.text.len() as u32;
                self.text.push_str(form);
                let middle = self.text.len() as u32;
                self.text.push_str(&entry.lower);
                let mut token = entry.token.clone();
                token.lower = middle..self.text.len() as u32;
                self.forms.push(begin..middle);
                let first = self.readings.len() as u32;
                self.readings.extend_from_slice(&entry.readings);
                token.readings = first..self.readings.len() as u32;
                let first = self.candidates.len() as u32;
                self.candidates.extend_from_slice(&entry.candidates);
                token.candidates = first..self.candidates.len() as u32;
                self.own.extend_from_slice(&entry.own);
                self.tokens.push(token);
                continue;
            }
            self.look_up(&tagger.lexis, &tagger.views, tagger.clusters.as_deref(), form, None);
            let i = self.tokens.len() - 1;
            self.score_own(tagger, i);
            let token = &self.tokens[i];
            let part = |r: &std::ops::Range<u32>| r.start as usize..r.end as usize;
            entry.meanings.clear();
            entry.lower.clear();
            entry.lower.push_str(&self.text[part(&token.lower)]);
            entry.readings.clear();
            entry.readings.extend_from_slice(&self.readings[part(&token.readings)]);
            entry.candidates.clear();
            entry.candidates.extend_from_slice(&self.candidates[part(&token.candidates)]);
            entry.own.clear();
            entry.own.extend_from_slice(&self.own[part(&token.candidates)]);
            entry.token = token.clone();
        }
        self.caches = caches;
    }

    fn look_up(
        &mut self,
        lexis: &Lexis,
        views: &[Views],
        clusters: Option<&Clusters>,
        form: &str,
        held_out: Option<u16>,
    ) {
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

    /// Appends the scores of the candidates of word `i`, the last, by its form.
    fn score_own(&mut self, tagger: &Tagger, i: usize) {
        let seen = own_contexts(&self.tokens[i]);
        let weights = tagger.weights.get();
        for k in self.tokens[i].candidates.clone() {
            let of = tagger.views[usize::from(self.candidates[k as usize].tag)].of;
            let mut sum = 0;
            for &h in &seen {
                let line = line(h, tagger.bits) * LINE;
                for (kind, view) in of.into_iter().enumerate() {
                    sum += value(weights[line + place(h, view_key(view, kind))]);
                }
            }
            self.own.push(sum);
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
        weight: impl Fn(usize) -> i32,
        bits: u32,
    ) -> u16 {
        let range = self.tokens[i].candidates.clone();
        let range = range.start as usize..range.end as usize;
        let candidates = &self.candidates[range.clone()];
        let best = match candidates {
            [] => 0,
            [only] => only.tag,
            _ => {
                let n = candidates.len();
                let mut scores = [0; MOST];
                let mut of = [[0; MOST]; VIEWS];
                for (k, c) in candidates.iter().enumerate() {
                    for (kind, view) in views[usize::from(c.tag)].of.into_iter().enumerate() {
                        of[kind][k] = view;
                    }
                }
                contexts(&self.tokens, &self.past, i, &mut self.contexts.0);
                let mut seen = &self.contexts.0[..];
                if let Some(own) = self.own.get(range) {
                    scores[..n].copy_from_slice(own);
                    seen = &seen[OWN..];
                }
                let mut lines = [(0, 0); CONTEXTS];
                for (l, &h) in lines.iter_mut().zip(seen) {
                    *l = (line(h, bits) * LINE, h);
                }
                let lines = &lines[..seen.len()];
                for (kind, of) in of.iter().enumerate() {
                    let of = &of[..n];
                    // What all candidates share cannot decide between them.
                    if of.iter().all(|&view| view == of[0]) {
                        continue;
                    }
                    let mut sums = [0; MOST];
                    for k in 0..n {
                        // The same view of an earlier candidate has the same score.
                        let twin = of[..k].iter().position(|&view| view == of[k]);
                        sums[k] = match twin {
                            Some(t) => sums[t],
                            None => {
                                let key = view_key(of[k], kind);
                                lines.iter().map(|&(l, h)| weight(l + place(h, key))).sum()
                            }
                        };
                        scores[k] += sums[k];
                    }
                }
                for (k, c) in candidates.iter().enumerate() {
                    let v = views[usize::from(c.tag)];
                    let special = candidate_contexts(&self.tokens, &self.past, i, *c, v);
                    for h in special {
                        scores[k] += weight(row(h, v.of[1], VIEWS, bits));
                    }
                }
                let mut best = 0;
                for k in 1..n {
                    if scores[k] > scores[best] {
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
    pub(super) fn finish(&mut self, tagger: &Tagger) {
        self.results.resize_with(self.tokens.len().max(self.results.len()), Outcome::default);
        let weights = tagger.weights.get();
        let mut caches = std::mem::take(&mut self.caches);
        let cache = caches.of(tagger.id);
        for i in 0..self.tokens.len() {
            let (tag, first) = (self.chosen[i], i == 0);
            let form = &self.text[self.forms[i].start as usize..self.forms[i].end as usize];
            let mut entry = cache.held(self.slots[i], form);
            let known = entry.as_ref().and_then(|e| e.meaning(tag, first)).cloned();
            let meaning = known.unwrap_or_else(|| {
                let meaning = self.meaning(tagger, i);
                if let Some(e) = &mut entry {
                    e.meanings.push(meaning.clone());
                }
                meaning
            });
            let mut ud = meaning.rows[0];
            if meaning.rows[1] != ud {
                let mut seen = [0; CHOICE];
                let lemma = string(&meaning.lemma);
                choice_contexts(&self.tokens, &self.past, i, lemma, &mut seen);
                let score = |view: u32| -> i32 {
                    let rows = seen.iter().map(|&h| row(h, view, CHOICE_KIND, tagger.bits));
                    rows.map(|r| value(weights[r])).sum()
                };
                ud = meaning.rows[usize::from(score(1) > score(0))];
            }
            self.results[i] = Outcome { tag, ud, lemma: meaning.lemma };
        }
        self.caches = caches;
    }

    /// What the chosen tag of word `i` makes of it.
    fn meaning(&mut self, tagger: &Tagger, i: usize) -> Meaning {
        let (tag, first) = (self.chosen[i], i == 0);
        let part = |r: &std::ops::Range<u32>| r.start as usize..r.end as usize;
        let mut lemma = CompactString::default();
        tagger.lemmas.choose(
            &tagger.lexis,
            &self.readings[part(&self.tokens[i].readings)],
            tag,
            tagger.views[usize::from(tag)].of[1],
            &self.text[part(&self.forms[i])],
            &self.text[part(&self.tokens[i].lower)],
            first,
            &mut self.title,
            &mut lemma,
        );
        let rows = tagger.ud.alternatives(tag, &lemma);
        let rows = rows.unwrap_or_else(|| [tagger.ud.find(tag, &lemma); 2]);
        Meaning { tag, first, lemma, rows }
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
