//! Tagger and lemmatiser.
//!
//! **In:** the words of a sentence. **Out:** for each its language-specific tag, universal part
//! of speech, features and lemma. **How:** the dictionary and the guesser say what a word can
//! be; an averaged perceptron with hashed features chooses, from left to right, among those
//! candidates only. The lemma belongs to the reading that has the chosen tag; part of speech and
//! features follow from (lemma, tag) as the treebank has them.

mod cache;
mod decode;
mod features;
mod learn;
mod lemma;
mod lexis;
mod ud;

pub use decode::TagScratch;
pub use learn::{Example, TagOptions, TagScores, TaggerTrainer, jackknife, retag, score};

use crate::clusters::Clusters;
use crate::lexicon::Lexicon;
use crate::section::Section;
use crate::weights::value;
use crate::{Morph, Upos};
use features::Views;
use lemma::LemmaCounts;
use lexis::Lexis;
use pack::{Pack, PackError};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use ud::UdTable;

/// Kind of a tagger pack.
pub const TAGGER_KIND: &str = "tagger";
/// Hash of the feature templates: a model made for others is refused.
pub const TAGGER_SCHEMA: u64 = features::TEMPLATES;

/// A trained tagger with its dictionary. Shared between threads; each has its own [`TagScratch`].
pub struct Tagger {
    lexis: Lexis,
    views: Vec<Views>,
    weights: Section<i8>,
    bits: u32,
    ud: UdTable,
    lemmas: LemmaCounts,
    clusters: Option<Arc<Clusters>>,
    version: String,
    /// Tells taggers apart in what a [`TagScratch`] remembers.
    id: u64,
}

/// The packs that a tagger builds on.
#[derive(Clone, Default)]
pub struct Sources {
    /// Dictionary; without one the treebank's forms are the dictionary.
    pub lexicon: Option<Arc<Lexicon>>,
    /// Word clusters.
    pub clusters: Option<Arc<Clusters>>,
}

/// One tagged word, borrowed from the tagger and the scratch.
#[derive(Clone, Copy, Debug)]
pub struct Tagged<'s> {
    /// Universal part of speech.
    pub upos: Upos,
    /// Language-specific tag.
    pub xpos: &'s Arc<str>,
    /// UD features, `_` if none.
    pub feats: &'s Arc<str>,
    /// The features that rules ask for.
    pub morph: Morph,
    /// Dictionary form.
    pub lemma: &'s compact_str::CompactString,
}

/// Numbers taggers from 1.
static NEXT_ID: AtomicU64 = AtomicU64::new(1);

impl Tagger {
    /// Reads a tagger pack. `sources` must be those it was trained with.
    ///
    /// # Errors
    /// If a part is missing or does not fit, or the dictionary is another.
    pub fn from_pack(pack: &Arc<Pack>, sources: &Sources) -> Result<Self, PackError> {
        let lexis = Lexis::from_pack(pack, sources.lexicon.clone())?;
        let clustered = pack.section("clustered")? == [1];
        if clustered && sources.clusters.is_none() {
            let reason = "this tagger was trained with word clusters and needs them".into();
            return Err(PackError::Wrong { path: pack.path().into(), reason });
        }
        let views = views(&lexis);
        let weights: Section<i8> = Section::new(pack, "weights")?;
        let size = weights.get().len();
        if !size.is_power_of_two() || size < 2 * features::LINE {
            let reason = format!("{size} weights are no power of two");
            return Err(crate::section::damaged(pack, reason));
        }
        Ok(Self {
            ud: UdTable::open(pack, &lexis.tags)?,
            lemmas: LemmaCounts::open(pack)?,
            bits: size.trailing_zeros(),
            lexis,
            views,
            weights,
            clusters: sources.clusters.clone().filter(|_| clustered),
            version: pack.version().to_owned(),
            id: NEXT_ID.fetch_add(1, Ordering::Relaxed),
        })
    }

    /// Opens a tagger file.
    ///
    /// # Errors
    /// As [`Pack::open`] and [`Tagger::from_pack`].
    pub fn open(path: &std::path::Path, sources: &Sources) -> Result<Self, PackError> {
        Self::from_pack(&Arc::new(Pack::open(path, TAGGER_KIND, TAGGER_SCHEMA)?), sources)
    }

    /// The pack's version.
    pub fn version(&self) -> &str {
        &self.version
    }

    /// Whether the dictionary or the treebank has the form with a tag that `accept` takes.
    pub fn has(&self, form: &str, accept: impl Fn(&str) -> bool) -> bool {
        self.lexis.has(form, accept)
    }

    /// How often the training treebank has the form with a tag that `accept` takes.
    pub fn count(&self, form: &str, accept: impl Fn(&str) -> bool) -> u32 {
        self.lexis.count(form, accept)
    }

    /// Tags a sentence's words. The results stay in `scratch` (see [`Tagger::tagged`]) until the
    /// next call.
    pub fn tag<'f>(&self, forms: impl Iterator<Item = &'f str>, scratch: &mut TagScratch) {
        scratch.prepare_cached(self, forms);
        let weights = self.weights.get();
        let weight = |row: usize| value(weights[row]);
        for i in 0..scratch.len() {
            scratch.choose(&self.views, i, weight, self.bits);
        }
        scratch.finish(self);
    }

    /// Word `i` of the sentence that was tagged last with this scratch.
    pub fn tagged<'s>(&'s self, i: usize, scratch: &'s TagScratch) -> Tagged<'s> {
        let result = &scratch.results[i];
        let ud = self.ud.row(result.ud);
        let split = |t: &'s Arc<str>| self.ud.xpos(usize::from(result.tag)).unwrap_or(t);
        Tagged {
            upos: ud.upos,
            xpos: split(&self.lexis.tags[usize::from(result.tag)]),
            feats: &ud.feats,
            morph: ud.morph,
            lemma: &result.lemma,
        }
    }
}

fn views(lexis: &Lexis) -> Vec<Views> {
    lexis.tags.iter().enumerate().map(|(i, t)| Views::new(i as u16, t)).collect()
}

#[cfg(test)]
mod tests;
