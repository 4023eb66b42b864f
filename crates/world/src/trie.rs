//! Sequences of keys in, lists of meanings out: the index over all names of the world.
//!
//! A trie whose edges lie in one open-addressed hash table, so that a step is one probe and the
//! whole index is read in place from the pack. Nodes are numbered from 0; the first few are the
//! roots of separate indexes (see [`Root`]).

use bytemuck::{Pod, Zeroable};
use rustc_hash::FxHashMap;

/// The separate indexes in the trie.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u32)]
pub enum Root {
    /// Polish names and role words, tight stems.
    Polish = 0,
    /// English names and role words, tight keys.
    English = 1,
    /// Full names of persons, loose stems.
    FullName = 2,
    /// Surnames alone, loose stems.
    Surname = 3,
}

const ROOTS: u32 = 4;

/// The key, after [`Root::English`], under which names of languages that are not analysed stand.
pub const FOREIGN: u64 = 0x666f_7265_6967_6e00;

/// One edge: `check` is the upper half of the edge's hash; an empty slot has `target` 0.
#[repr(C)]
#[derive(Clone, Copy, Debug, Pod, Zeroable)]
pub struct Edge {
    check: u32,
    target: u32,
}

impl Edge {
    /// An empty slot.
    pub const NONE: Edge = Edge { check: 0, target: 0 };
}

fn edge_hash(node: u32, key: u64) -> u64 {
    let h = (key ^ u64::from(node).wrapping_mul(0x9e37_79b9_7f4a_7c15))
        .wrapping_mul(0xff51_afd7_ed55_8ccd);
    h ^ (h >> 32)
}

/// Collects names before they are written.
#[derive(Default)]
pub struct TrieBuilder {
    edges: FxHashMap<(u32, u64), u32>,
    values: Vec<Vec<u32>>,
}

impl TrieBuilder {
    /// An empty index.
    pub fn new() -> Self {
        Self { edges: FxHashMap::default(), values: vec![Vec::new(); ROOTS as usize] }
    }

    /// Adds one meaning under a sequence of keys; the same meaning twice counts once.
    pub fn add(&mut self, root: Root, keys: &[u64], value: u32) {
        if keys.is_empty() {
            return;
        }
        let mut node = root as u32;
        for &key in keys {
            let next = self.values.len() as u32;
            node = *self.edges.entry((node, key)).or_insert(next);
            if node == next {
                self.values.push(Vec::new());
            }
        }
        let list = &mut self.values[node as usize];
        if !list.contains(&value) {
            list.push(value);
        }
    }

    /// The three tables of the pack: edges, first value of each node (one more at the end), values.
    pub fn finish(&self) -> (Vec<Edge>, Vec<u32>, Vec<u32>) {
        let size = (self.edges.len() * 3 / 2).next_power_of_two().max(64);
        let mut slots = vec![Edge { check: 0, target: 0 }; size];
        let mut sorted: Vec<_> = self.edges.iter().collect();
        sorted.sort_unstable();
        for (&(node, key), &target) in sorted {
            let h = edge_hash(node, key);
            let mut at = h as usize & (size - 1);
            while slots[at].target != 0 {
                at = (at + 1) & (size - 1);
            }
            slots[at] = Edge { check: (h >> 32) as u32, target };
        }
        let mut starts = Vec::with_capacity(self.values.len() + 1);
        let mut all = Vec::new();
        for list in &self.values {
            starts.push(all.len() as u32);
            all.extend_from_slice(list);
        }
        starts.push(all.len() as u32);
        (slots, starts, all)
    }
}

/// The index as it lies in a pack (or in memory, for overlays).
#[derive(Clone, Copy)]
pub struct Trie<'p> {
    /// Hash table of edges; its length is a power of two.
    pub edges: &'p [Edge],
    /// Where the values of each node begin.
    pub starts: &'p [u32],
    /// Values of all nodes.
    pub values: &'p [u32],
}

impl<'p> Trie<'p> {
    /// Whether the three tables fit together, so that no later step can leave them.
    pub fn is_sound(&self) -> bool {
        let nodes = self.starts.len().wrapping_sub(1);
        self.edges.len().is_power_of_two()
            && nodes >= ROOTS as usize
            && self.starts.windows(2).all(|w| w[0] <= w[1])
            && self.starts.last() == Some(&(self.values.len() as u32))
            && self.edges.iter().any(|e| e.target == 0)
            && self.edges.iter().all(|e| (e.target as usize) < nodes)
    }

    /// The node after one more key.
    pub fn step(&self, node: u32, key: u64) -> Option<u32> {
        let h = edge_hash(node, key);
        let mask = self.edges.len() - 1;
        let mut at = h as usize & mask;
        loop {
            let edge = self.edges[at];
            if edge.target == 0 {
                return None;
            }
            if edge.check == (h >> 32) as u32 {
                return Some(edge.target);
            }
            at = (at + 1) & mask;
        }
    }

    /// What ends at a node.
    pub fn values(&self, node: u32) -> &'p [u32] {
        let (a, b) = (self.starts[node as usize], self.starts[node as usize + 1]);
        &self.values[a as usize..b as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sequences_are_found_and_kept_apart() {
        let mut b = TrieBuilder::new();
        b.add(Root::Polish, &[1, 2], 10);
        b.add(Root::Polish, &[1, 2], 10);
        b.add(Root::Polish, &[1], 11);
        b.add(Root::English, &[1], 12);
        let (edges, starts, values) = b.finish();
        let t = Trie { edges: &edges, starts: &starts, values: &values };
        assert!(t.is_sound());
        let one = t.step(Root::Polish as u32, 1).unwrap();
        assert_eq!(t.values(one), [11]);
        assert_eq!(t.values(t.step(one, 2).unwrap()), [10]);
        assert_eq!(t.values(t.step(Root::English as u32, 1).unwrap()), [12]);
        assert_eq!(t.step(Root::Surname as u32, 1), None);
    }
}
