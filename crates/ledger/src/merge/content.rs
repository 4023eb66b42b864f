//! What two reports are about, and how alike that is.
//!
//! **In:** two sketches. **Out:** [`Content`]. Within one language words count; across languages
//! codes do: areas, frameworks, the types of the other acts in the sentence, numbers.

use super::sketch::Sketch;
use compact_str::CompactString;
use std::collections::BTreeSet;

/// Dice likeness of the words of two sentences that say the same thing word by word.
const EQUAL: f32 = 0.75;
/// ... that say it in much the same words.
const CLOSE: f32 = 0.5;
/// ... that are about one matter.
const LIKE: f32 = 0.3;

/// How alike the contents of two reports are.
#[derive(Clone, Debug)]
pub struct Content {
    /// Polish and English, say: words cannot be compared.
    pub crosses_languages: bool,
    /// Dice likeness of the words; `None` across languages.
    pub words: Option<f32>,
    /// Both name fields or frameworks, and none is shared.
    pub codes_differ: bool,
    /// Both have numbers, and none is shared.
    pub numbers_differ: bool,
    /// Each sentence has names that the other lacks (within one language).
    pub names_differ: bool,
    codes: Vec<CompactString>,
    fields: bool,
    numbers: Vec<CompactString>,
    /// Neither has codes that the other lacks.
    codes_equal: bool,
}

impl Content {
    /// Compares the contents.
    #[must_use]
    pub fn of(a: &Sketch, b: &Sketch) -> Self {
        let crosses_languages = a.lang != b.lang;
        let codes = |s: &Sketch| -> BTreeSet<CompactString> {
            s.areas.union(&s.frameworks).cloned().collect()
        };
        let (codes_a, codes_b) = (codes(a), codes(b));
        let all = |s: &Sketch, codes: &BTreeSet<CompactString>| -> BTreeSet<CompactString> {
            codes.union(&s.beside).cloned().collect()
        };
        let (all_a, all_b) = (all(a, &codes_a), all(b, &codes_b));
        Self {
            crosses_languages,
            words: (!crosses_languages).then(|| dice(&a.words, &b.words)),
            codes_differ: !codes_a.is_empty()
                && !codes_b.is_empty()
                && codes_a.is_disjoint(&codes_b),
            numbers_differ: differ(&a.numbers, &b.numbers),
            names_differ: !crosses_languages
                && a.names.difference(&b.names).next().is_some()
                && b.names.difference(&a.names).next().is_some(),
            fields: !codes_a.is_disjoint(&codes_b),
            codes: all_a.intersection(&all_b).cloned().collect(),
            numbers: a.numbers.intersection(&b.numbers).cloned().collect(),
            codes_equal: all_a == all_b,
        }
    }

    /// Word by word the same.
    #[must_use]
    pub fn is_equal(&self) -> bool {
        self.words.is_some_and(|w| w >= EQUAL)
    }

    /// In much the same words; across languages, by at least two shared codes and no other.
    #[must_use]
    pub fn is_close(&self) -> bool {
        match self.words {
            Some(w) => {
                let coded = self.codes.len() >= 2 || !self.codes.is_empty() && self.codes_equal;
                w >= CLOSE || w >= LIKE && coded
            }
            None => self.codes.len() >= 2 && self.codes_equal,
        }
    }

    /// About one matter.
    #[must_use]
    pub fn is_like(&self) -> bool {
        match self.words {
            Some(w) => w >= LIKE,
            None => self.shares_codes(),
        }
    }

    /// A field, a framework, another act or a number is shared.
    #[must_use]
    pub fn shares_codes(&self) -> bool {
        !self.codes.is_empty() || !self.numbers.is_empty()
    }

    /// A field, a framework or a number is shared.
    #[must_use]
    pub fn shares_fields(&self) -> bool {
        self.fields || !self.numbers.is_empty()
    }

    /// Nothing that can be compared across languages speaks against one act.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.crosses_languages && (self.codes_equal || self.shares_codes())
    }

    /// From 0 to 1, for ranking.
    #[must_use]
    pub fn likeness(&self) -> f32 {
        let codes = if self.shares_codes() { 0.6 } else { 0.0 };
        self.words.unwrap_or(if self.codes_equal { 0.4 } else { 0.0 }).max(codes)
    }

    /// Reasons in plain words.
    #[must_use]
    pub fn reasons(&self, a: &Sketch, b: &Sketch) -> Vec<String> {
        let mut found = Vec::new();
        let mut shared = |what: &str, x: &BTreeSet<CompactString>, y: &BTreeSet<CompactString>| {
            found.extend(x.intersection(y).map(|c| format!("shared {what} {c}")));
        };
        shared("area", &a.areas, &b.areas);
        shared("framework", &a.frameworks, &b.frameworks);
        shared("act beside it", &a.beside, &b.beside);
        shared("number", &a.numbers, &b.numbers);
        if let Some(w) = self.words.filter(|w| *w >= LIKE) {
            found.push(format!("{:.0} % of the words shared", w * 100.0));
        }
        found
    }
}

fn differ<T: Ord>(a: &BTreeSet<T>, b: &BTreeSet<T>) -> bool {
    !a.is_empty() && !b.is_empty() && a.is_disjoint(b)
}

/// Twice the shared over the sum (Dice 1945).
fn dice<T: Ord>(a: &BTreeSet<T>, b: &BTreeSet<T>) -> f32 {
    let sum = a.len() + b.len();
    if sum == 0 { 0.0 } else { 2.0 * a.intersection(b).count() as f32 / sum as f32 }
}
