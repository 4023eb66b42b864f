//! Nodes: places in a sentence where a frame stands, with the words that fill its roles.
//!
//! `matching.rs` makes them, `evaluate.rs` turns them into acts. A node holds word indices only, so
//! that who is meant is asked once the whole sentence is matched.

use crate::frames::{Frame, Role};
use smallvec::SmallVec;

/// A frame found at a word.
#[derive(Clone, Debug)]
pub struct Node {
    /// The head word.
    pub head: usize,
    /// Number of the frame in its lexicon.
    pub frame: u32,
    /// Words of the frame's demanded parts.
    pub parts: SmallVec<[usize; 2]>,
    /// Role, head word of the filler.
    pub fillers: SmallVec<[(Role, usize); 4]>,
    /// How well it fits, for choosing among frames of one word.
    pub fit: u32,
    /// Whether every demanded part hangs where it should (and none was only found near the head).
    pub by_tree: bool,
    /// An act frame on the head of an operator: it counts only where the operator's complement
    /// yields nothing ("zgłosić gotowość do płatności" offers even if paying is no act).
    pub fallback: bool,
}

impl Node {
    /// Fillers of a role, in slot order.
    pub fn fillers_of(&self, role: Role) -> impl Iterator<Item = usize> + '_ {
        self.fillers.iter().filter(move |(r, _)| *r == role).map(|&(_, w)| w)
    }

    /// Whether a word is the node's head or one of its demanded parts.
    pub fn covers(&self, word: usize) -> bool {
        self.head == word || self.parts.contains(&word)
    }

    /// The frame.
    pub fn of<'l>(&self, lexicon: &'l crate::frames::Lexicon) -> &'l Frame {
        lexicon.get(self.frame)
    }
}
