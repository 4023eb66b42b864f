//! Near-duplicate papers: the same agency text in another paper, cut or lightly edited.
//!
//! **In:** the text of a paper. **Out:** a [`Signature`] of fixed size, keys under which a store
//! finds candidates, and [`are_copies`] for two signatures. The method is MinHash (Broder, "On the
//! resemblance and containment of documents", 1997) over shingles of three folded words, with the
//! banding of Leskovec, Rajaraman and Ullman, "Mining of Massive Datasets", ch. 3.
//!
//! The thresholds were set by edits of known strength and checked on papers that share a genre but
//! tell different talks; the tables stand in `docs/ledger/merging.md`.

use std::collections::HashMap;
use std::hash::Hasher;
use xxhash_rust::xxh3::{Xxh3, xxh3_64};

/// Minima kept of a paper.
pub const HASHES: usize = 128;
/// Minima kept of its names.
const NAMES: usize = 64;
/// Minima in a band; two papers meet in a band only if all of them agree.
const ROWS: usize = 4;
/// Words in a shingle.
const SHINGLE: usize = 3;
/// A paper with fewer different shingles says too little to be called a copy.
const FEWEST: u32 = 24;
/// Estimated Jaccard likeness from which two papers are copies.
pub const LIKENESS: f32 = 0.80;
/// Likeness from which they are, if they also name the same: a light edit changes every third word's
/// shingles, but no names; two talks of one genre share phrases, but name other people.
pub const LIGHT_EDIT: f32 = 0.60;
/// Likeness of the names that goes with it.
pub const SAME_NAMES: f32 = 0.60;
/// Likeness of the names from which a shorter paper may be a cut of a longer.
const CUT_NAMES: f32 = 0.40;
/// Estimated share of the shorter paper that the longer one holds, from which it is a cut of it.
pub const CONTAINMENT: f32 = 0.90;
/// The longer paper holds at most this many times the shingles of its cut: below the likeness that
/// such pairs have, the estimate of containment is too rough.
const CUT: f32 = 2.5;
/// Bytes of a signature: the count of shingles, then the minima of shingles and of names,
/// little-endian.
pub const BYTES: usize = 4 + 4 * (HASHES + NAMES);

/// What is kept of a paper's wording. The same text gives the same signature on every machine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signature {
    minima: [u32; HASHES],
    names: [u32; NAMES],
    shingles: u32,
}

/// The least hash under each of `N` permutations.
fn minima<const N: usize>(hashes: &[u64]) -> [u32; N] {
    let mut minima = [u32::MAX; N];
    for (seed, least) in (1_u64..).zip(minima.iter_mut()) {
        let salt = mix(seed);
        for &h in hashes {
            *least = (*least).min((mix(h ^ salt) >> 32) as u32);
        }
    }
    minima
}

/// The share of equal minima.
fn equal(a: &[u32], b: &[u32]) -> f32 {
    a.iter().zip(b).filter(|(a, b)| a == b).count() as f32 / a.len() as f32
}

impl Signature {
    /// The signature of a text; `None` where it has too few words to be compared.
    #[must_use]
    pub fn of(text: &str) -> Option<Self> {
        let mut shingles: Vec<u64> = shingles(text).collect();
        shingles.sort_unstable();
        shingles.dedup();
        let count = u32::try_from(shingles.len()).unwrap_or(u32::MAX);
        if count < FEWEST {
            return None;
        }
        let names: Vec<u64> =
            words(text).filter(|w| w.starts_with(char::is_uppercase)).map(key).collect();
        Some(Self { minima: minima(&shingles), names: minima(&names), shingles: count })
    }

    /// Keys for the store's index: papers that are copies share at least one almost surely
    /// (a pair of likeness 0.8 misses all with a chance below 1 in 10 million; at 0.5, 13 in 100).
    #[must_use]
    pub fn bands(&self) -> Vec<u64> {
        self.minima
            .chunks_exact(ROWS)
            .zip(0_u64..)
            .map(|(rows, band)| {
                let mut hash = Xxh3::with_seed(band);
                rows.iter().for_each(|r| hash.write(&r.to_le_bytes()));
                hash.finish()
            })
            .collect()
    }

    /// The signature as [`BYTES`] bytes.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let numbers = std::iter::once(&self.shingles).chain(&self.minima).chain(&self.names);
        numbers.flat_map(|n| n.to_le_bytes()).collect()
    }

    /// Reads what [`Self::to_bytes`] wrote; `None` if the length is another.
    #[must_use]
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        if bytes.len() != BYTES {
            return None;
        }
        let mut numbers =
            bytes.chunks_exact(4).map(|c| u32::from_le_bytes([c[0], c[1], c[2], c[3]]));
        let shingles = numbers.next()?;
        let (mut minima, mut names) = ([0; HASHES], [0; NAMES]);
        minima.iter_mut().chain(&mut names).zip(numbers).for_each(|(m, n)| *m = n);
        Some(Self { minima, names, shingles })
    }

    /// Estimated Jaccard likeness of the two sets of shingles, 0 to 1. Its standard error is at most
    /// 0.045 (at 0.5).
    #[must_use]
    pub fn likeness(&self, other: &Self) -> f32 {
        equal(&self.minima, &other.minima)
    }

    /// Estimated Jaccard likeness of the capitalised words, 0 to 1.
    #[must_use]
    pub fn names_likeness(&self, other: &Self) -> f32 {
        equal(&self.names, &other.names)
    }

    /// Estimated share of the shorter text's shingles that the longer has too, 0 to 1.
    #[must_use]
    pub fn containment(&self, other: &Self) -> f32 {
        let likeness = self.likeness(other);
        let both = likeness / (1.0 + likeness) * (self.shingles as f32 + other.shingles as f32);
        (both / self.shingles.min(other.shingles) as f32).min(1.0)
    }
}

/// The likeness by which two papers are copies of one text (0 to 1), or `None`. For a paper that is
/// a cut of the other, it is the share that the other holds.
#[must_use]
pub fn are_copies(a: &Signature, b: &Signature) -> Option<f32> {
    let likeness = a.likeness(b);
    if likeness >= LIKENESS || likeness >= LIGHT_EDIT && a.names_likeness(b) >= SAME_NAMES {
        return Some(likeness);
    }
    let (less, more) = (a.shingles.min(b.shingles) as f32, a.shingles.max(b.shingles) as f32);
    let containment = a.containment(b);
    let cut = containment >= CONTAINMENT && more <= CUT * less;
    (cut && a.names_likeness(b) >= CUT_NAMES).then_some(containment)
}

/// For each paper, the first of the given ones whose copy it is, itself or one before it: what the
/// store writes to [`super::Sketch::copy_of`] for a batch. `None` for papers without copies.
#[must_use]
pub fn first_copies(papers: &[Option<Signature>]) -> Vec<Option<usize>> {
    let mut bands: HashMap<u64, Vec<usize>> = HashMap::new();
    let mut first: Vec<Option<usize>> = vec![None; papers.len()];
    for (i, paper) in papers.iter().enumerate() {
        let Some(paper) = paper else { continue };
        let keys = paper.bands();
        let mut met: Vec<usize> =
            keys.iter().filter_map(|k| bands.get(k)).flatten().copied().collect();
        met.sort_unstable();
        let original = met
            .into_iter()
            .find(|&j| papers[j].as_ref().is_some_and(|other| are_copies(paper, other).is_some()));
        if let Some(j) = original {
            let root = first[j].unwrap_or(j);
            (first[root], first[i]) = (Some(root), Some(root));
        }
        keys.into_iter().for_each(|k| bands.entry(k).or_default().push(i));
    }
    first
}

/// Hashes of all runs of three words, words folded to lower case, marks between them left out.
fn shingles(text: &str) -> impl Iterator<Item = u64> {
    let words: Vec<u64> = words(text).map(key).collect();
    let count = words.len().saturating_sub(SHINGLE - 1);
    (0..count).map(move |at| {
        words[at..at + SHINGLE].iter().fold(0, |hash: u64, w| mix(hash.rotate_left(5) ^ w))
    })
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty())
}

fn key(word: &str) -> u64 {
    xxh3_64(word.to_lowercase().as_bytes())
}

/// A permutation of 64-bit numbers that mixes well (the finisher of SplitMix64).
fn mix(x: u64) -> u64 {
    let x = x.wrapping_add(0x9E37_79B9_7F4A_7C15);
    let x = (x ^ (x >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let x = (x ^ (x >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    x ^ (x >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Prose of `n` sentences that differ from each other.
    fn prose(n: usize, from: usize) -> String {
        let said = |i: usize| {
            format!(
                "The envoy number {i} of town {} carried letter {} to the court. ",
                i * 7,
                i * i
            )
        };
        (from..from + n).map(said).collect()
    }

    #[test]
    fn the_same_words_are_a_copy_whatever_the_marks() {
        let text = prose(12, 1);
        let a = Signature::of(&text).expect("long enough");
        let b = Signature::of(&text.replace(". ", " –\n")).expect("long enough");
        assert_eq!(a, b);
        assert_eq!(are_copies(&a, &b), Some(1.0));
        let shouted = Signature::of(&text.to_uppercase()).expect("long enough");
        assert_eq!(a.likeness(&shouted), 1.0);
    }

    #[test]
    fn a_cut_is_a_copy_and_another_text_of_the_same_form_is_none() {
        let whole = Signature::of(&prose(20, 1)).expect("long enough");
        let cut = Signature::of(&prose(10, 1)).expect("long enough");
        assert!(whole.likeness(&cut) < LIKENESS);
        assert!(are_copies(&whole, &cut).is_some(), "{}", whole.containment(&cut));
        let other = Signature::of(&prose(20, 100)).expect("long enough");
        let papers = [Some(other.clone()), Some(whole.clone()), None, Some(cut.clone())];
        assert_eq!(first_copies(&papers), [None, Some(1), None, Some(1)]);
        assert_eq!(are_copies(&whole, &other), None, "{}", whole.likeness(&other));
    }

    #[test]
    fn bytes_and_bands() {
        let a = Signature::of(&prose(12, 1)).expect("long enough");
        assert_eq!(Signature::from_bytes(&a.to_bytes()), Some(a.clone()));
        assert_eq!(Signature::from_bytes(&a.to_bytes()[1..]), None);
        assert_eq!(a.bands().len(), HASHES / ROWS);
        // written down once: a change of these numbers makes every stored signature worthless
        assert_eq!(a.minima[..2], [85_419_341, 5_571_434]);
        let light = Signature::of(&(prose(12, 1) + "One more remark.")).expect("long enough");
        assert!(a.bands().iter().any(|k| light.bands().contains(k)));
    }

    #[test]
    fn a_line_is_too_short() {
        assert_eq!(Signature::of("Rozmowa prezydentów odbyła się w środę."), None);
        assert_eq!(Signature::of(""), None);
    }
}
