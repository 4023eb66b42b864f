//! Word clusters: words that stand in like company, learnt from plain text.
//!
//! **In:** a form. **Out:** its [`Cluster`]: a number, and the path to it in a binary tree, so that
//! a prefix of the path is a coarser class. **Why:** taggers, parsers and name finders learn from
//! few annotated words; a cluster says of an unseen word which seen words it behaves like.
//!
//! Learnt by the exchange algorithm (Martin, Liermann & Ney 1998) on class bigrams ([`exchange`])
//! and joined into a tree as Brown et al. (1992) do ([`merge`]). Forms keep their capitals, digits
//! count as `0`. The file is a hash table without stored strings: 32 bits of each form's hash
//! stand for it, so about one unknown form in 50 thousand gets a stranger's cluster.

mod exchange;
mod merge;
mod train;

#[cfg(test)]
mod tests;

pub use train::{ClusterOptions, ClusterTrainer};

use crate::section::{Section, damaged};
use pack::{Pack, PackError};
use std::sync::Arc;

/// Kind of a cluster pack.
pub const CLUSTERS_KIND: &str = "clusters";
/// Layout of a cluster pack; raised when it changes.
pub const CLUSTERS_SCHEMA: u64 = 0x434c_5553_0001;

/// One cluster.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Cluster {
    /// Its number, from 1, in the order of the tree's leaves.
    pub id: u16,
    /// The first sixteen steps of its path from the root, the first in the highest bit; zeros
    /// where the path is shorter.
    pub path: u16,
}

impl Cluster {
    /// The first `bits` steps of the path (at most 16), marked so that prefixes of different
    /// lengths differ and none is zero.
    pub fn prefix(self, bits: u32) -> u32 {
        let bits = bits.min(16);
        (1 << bits) | (u32::from(self.path) >> (16 - bits))
    }
}

/// The clusters of a language, read in place.
pub struct Clusters {
    keys: Section<u32>,
    ids: Section<u16>,
    paths: Section<u16>,
    seen: Section<u8>,
}

impl Clusters {
    /// Reads a cluster pack.
    ///
    /// # Errors
    /// If a section is missing or the sections do not fit together.
    pub fn from_pack(pack: &Arc<Pack>) -> Result<Self, PackError> {
        let this = Self {
            keys: Section::new(pack, "keys")?,
            ids: Section::new(pack, "ids")?,
            paths: Section::new(pack, "paths")?,
            seen: Section::new(pack, "seen")?,
        };
        let (keys, ids, paths) = (this.keys.get(), this.ids.get(), this.paths.get());
        let fits = keys.len().is_power_of_two()
            && keys.len() == ids.len()
            && keys.len() == this.seen.get().len()
            && ids.contains(&0)
            && ids.iter().all(|&id| usize::from(id) < paths.len());
        if !fits {
            return Err(damaged(pack, "the tables of clusters do not fit together".into()));
        }
        Ok(this)
    }

    /// Opens a cluster file.
    ///
    /// # Errors
    /// As [`Pack::open`] and [`Clusters::from_pack`].
    pub fn open(path: &std::path::Path) -> Result<Self, PackError> {
        Self::from_pack(&Arc::new(Pack::open(path, CLUSTERS_KIND, CLUSTERS_SCHEMA)?))
    }

    /// The cluster of a form as it is written; of its lower-case form if that is unknown.
    ///
    /// Allocates nothing for forms of up to 64 bytes.
    pub fn of(&self, form: &str) -> Option<Cluster> {
        self.exactly(form).or_else(|| {
            let capital = form.chars().next().is_some_and(char::is_uppercase);
            if !capital {
                return None;
            }
            let mut small = Folded::default();
            form.chars().flat_map(char::to_lowercase).all(|c| small.push(c));
            self.exactly(small.as_str())
        })
    }

    /// The cluster of exactly this form.
    pub fn exactly(&self, form: &str) -> Option<Cluster> {
        let hash = hash(form);
        let (keys, ids) = (self.keys.get(), self.ids.get());
        let mut at = slot(hash, keys.len());
        loop {
            let id = *ids.get(at)?;
            if id == 0 {
                return None;
            }
            if keys[at] == hash as u32 {
                return Some(Cluster { id, path: self.paths.get()[usize::from(id)] });
            }
            at = (at + 1) & (keys.len() - 1);
        }
    }

    /// How often the learning text had the form, as the whole part of the binary logarithm plus
    /// one; 0 for unknown forms. "polska" 3 and "Polska" 10 says that the capital is part of it.
    pub fn frequency(&self, form: &str) -> u8 {
        let hash = hash(form);
        let (keys, ids) = (self.keys.get(), self.ids.get());
        let mut at = slot(hash, keys.len());
        while ids[at] != 0 {
            if keys[at] == hash as u32 {
                return self.seen.get()[at];
            }
            at = (at + 1) & (keys.len() - 1);
        }
        0
    }
}

/// A short string on the stack; what does not fit is cut.
struct Folded {
    bytes: [u8; 64],
    len: usize,
}

impl Default for Folded {
    fn default() -> Self {
        Self { bytes: [0; 64], len: 0 }
    }
}

impl Folded {
    fn push(&mut self, c: char) -> bool {
        let fits = self.len + c.len_utf8() <= self.bytes.len();
        if fits {
            self.len += c.encode_utf8(&mut self.bytes[self.len..]).len();
        }
        fits
    }

    fn as_str(&self) -> &str {
        std::str::from_utf8(&self.bytes[..self.len]).unwrap_or_default()
    }
}

/// Hash of a form, its ASCII digits taken as `0`.
fn hash(form: &str) -> u64 {
    if !form.bytes().any(|b| b.is_ascii_digit()) {
        return xxhash_rust::xxh3::xxh3_64(form.as_bytes());
    }
    let mut same = Folded::default();
    form.chars().all(|c| same.push(if c.is_ascii_digit() { '0' } else { c }));
    xxhash_rust::xxh3::xxh3_64(same.as_str().as_bytes())
}

/// Where the search for a hash begins. Uses other bits than the stored key.
fn slot(hash: u64, size: usize) -> usize {
    (hash >> 32) as usize & (size - 1)
}
