//! Choosing among the lemmas of the chosen tag.
//!
//! Several readings can share a tag ("lat" is a form of "lato" and of "rok"). The treebank's
//! count of (form, tag, lemma) decides first, then how often the lemma occurs at all in that
//! class, then the dictionary's order of preference: common before rare, names for capitals.

use super::features::{mix, string};
use super::lexis::{Lexis, Reading, Source, Variant};
use crate::lexicon::NameClass;
use crate::section::Section;
use compact_str::CompactString;
use pack::{Pack, PackError};
use rustc_hash::FxHashMap;
use std::sync::Arc;

/// How often each lemma occurs in the treebank, by class.
pub(super) struct LemmaCounts(FxHashMap<u64, u32>);

/// Key of a lemma in a class.
pub(super) fn lemma_key(lemma: &str, class: u32) -> u64 {
    mix(string(lemma), u64::from(class))
}

impl LemmaCounts {
    pub fn open(pack: &Arc<Pack>) -> Result<Self, PackError> {
        let pairs: Section<[u64; 2]> = Section::new(pack, "lemmas")?;
        Ok(Self(pairs.get().iter().map(|&[k, n]| (k, n as u32)).collect()))
    }

    #[allow(clippy::too_many_arguments)] // The parts of one word; a struct would only rename them.
    pub fn choose(
        &self,
        lexis: &Lexis,
        readings: &[Reading],
        tag: u16,
        class: u32,
        form: &str,
        lower: &str,
        first: bool,
        title: &mut String,
        out: &mut CompactString,
    ) {
        out.clear();
        let mut lemma = CompactString::default();
        let mut best = None;
        let mut fitting = readings.iter().filter(|r| r.tag == tag).peekable();
        if fitting.peek().is_none() {
            out.push_str(form);
            return;
        }
        for r in fitting {
            lemma.clear();
            lexis.lemma(r, form, lower, title, &mut lemma);
            let seen = if r.source == Source::Treebank { u32::from(r.info) } else { 0 };
            let count = self.0.get(&lemma_key(&lemma, class)).copied().unwrap_or(0);
            let common = !r.class().has(NameClass::RARE);
            let guess = match r.source {
                Source::Dictionary | Source::Treebank | Source::Compound => 3,
                Source::GuessName => 2,
                Source::GuessCommon => u32::from(first),
                Source::Shape => 0,
            };
            // A capital inside a sentence speaks for a name, at its start for nothing.
            let variant = match (r.variant, first) {
                (Variant::Exact, false) => 2,
                (Variant::Lower, true) => 1,
                (Variant::Exact, true) => u32::from(!r.class().is_name()),
                (Variant::Lower, false) => 1,
                (Variant::Title, _) => 0,
            };
            let rank = if r.source == Source::Treebank { 0 } else { r.rank };
            let key = (seen, count, guess, common, variant, std::cmp::Reverse(rank));
            if best.is_none_or(|b| key > b) {
                best = Some(key);
                std::mem::swap(out, &mut lemma);
            }
        }
    }
}
