//! What a document has said of a word so far: how often it was part of a name of each kind.
//!
//! **Why:** a paper writes "Jens Stoltenberg" once and "Stoltenberg" ten times; and a surname that
//! is a common word ("Grab", "Duda") is told by its neighbours only in one place.

use super::labels;
use rustc_hash::FxHashMap;

/// Labels per key, summed over a document.
#[derive(Default)]
pub(super) struct Memory {
    counts: FxHashMap<u64, [u16; 6]>,
}

impl Memory {
    pub fn clear(&mut self) {
        self.counts.clear();
    }

    /// Notes a word's label under its keys (0 is no key).
    pub fn note(&mut self, keys: [u64; 2], label: u8) {
        for key in keys {
            if key != 0 {
                let cell = &mut self.counts.entry(key).or_default()[column(label)];
                *cell = cell.saturating_add(1);
            }
        }
    }

    /// The commonest kind (or outside) under a key, with its share in four steps; 0 if nothing is
    /// known. `own` is one label that is not counted.
    pub fn suggests(&self, key: u64, own: Option<u8>) -> u64 {
        if key == 0 {
            return 0;
        }
        let Some(&(mut counts)) = self.counts.get(&key) else { return 0 };
        if let Some(label) = own {
            counts[column(label)] = counts[column(label)].saturating_sub(1);
        }
        let sum: u32 = counts.iter().map(|&n| u32::from(n)).sum();
        let Some(best) = (0..6).rev().max_by_key(|&i| counts[i]).filter(|_| sum > 0) else {
            return 0;
        };
        let share = u32::from(counts[best]) * 3 / sum;
        1 + best as u64 + 8 * u64::from(share) + 64 * u64::from(sum.min(2))
    }
}

/// Column of a label: 0 outside, else its kind.
fn column(label: u8) -> usize {
    labels::parts(label).map_or(0, |(kind, _)| 1 + kind)
}
