//! The arc-hybrid transition system: a stack, a buffer and the arcs made so far.
//!
//! Position 0 is the artificial root, words are 1..=n, `none` (n + 1) stands for an empty slot.
//! `Right` from the root is legal only when the buffer is empty, so that every parse ends in a
//! tree with exactly one root.

/// What the parser can do in a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Action {
    /// Move the next word of the buffer onto the stack.
    Shift = 0,
    /// Attach the top of the stack to the next word of the buffer.
    Left = 1,
    /// Attach the top of the stack to the word below it.
    Right = 2,
}

pub(crate) const ACTIONS: [Action; 3] = [Action::Shift, Action::Left, Action::Right];

/// Label value of a word that has no head yet.
pub(crate) const NO_LABEL: u8 = u8::MAX;

/// What is known of a word while parsing.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Node {
    pub head: u32,
    /// Outermost and second dependent to the left and to the right.
    pub left: [u32; 2],
    pub right: [u32; 2],
    /// Labels of the dependents, a bit each.
    pub labels: u64,
    pub label: u8,
    pub left_count: u8,
    pub right_count: u8,
    /// Lemma of the dependent that marks the word: its preposition, else its conjunction.
    pub marker: u32,
}

/// One configuration. The buffers are reused from sentence to sentence.
#[derive(Clone, Debug, Default)]
pub(crate) struct State {
    pub stack: Vec<u32>,
    /// First word of the buffer; n + 1 when it is empty.
    pub next: u32,
    pub nodes: Vec<Node>,
    n: u32,
}

impl State {
    /// Starts a sentence of `n` words.
    pub fn reset(&mut self, n: usize) {
        self.n = n as u32;
        let none = self.n + 1;
        self.stack.clear();
        self.stack.push(0);
        self.next = 1;
        let fresh = Node {
            head: none,
            left: [none; 2],
            right: [none; 2],
            labels: 0,
            label: NO_LABEL,
            left_count: 0,
            right_count: 0,
            marker: 0,
        };
        self.nodes.clear();
        self.nodes.resize(n + 2, fresh);
    }

    /// The empty slot.
    pub fn none(&self) -> u32 {
        self.n + 1
    }

    /// The `i`-th word of the stack from the top, `none` if there is none.
    pub fn stack_at(&self, i: usize) -> u32 {
        match self.stack.len().checked_sub(i + 1) {
            Some(at) => self.stack[at],
            None => self.none(),
        }
    }

    /// The `i`-th word of the buffer, `none` if there is none.
    pub fn buffer_at(&self, i: u32) -> u32 {
        (self.next + i).min(self.none())
    }

    /// Whether every word has its head.
    pub fn is_final(&self) -> bool {
        self.next > self.n && self.stack.len() == 1
    }

    /// Legal actions, in the order of [`ACTIONS`].
    pub fn legal(&self) -> [bool; 3] {
        let words = self.next <= self.n;
        let depth = self.stack.len();
        [words, words && depth > 1, depth > 2 || depth == 2 && !words]
    }

    /// Head and dependent that an action would join.
    pub fn arc(&self, action: Action) -> Option<(u32, u32)> {
        match action {
            Action::Shift => None,
            Action::Left => Some((self.next, self.stack_at(0))),
            Action::Right => Some((self.stack_at(1), self.stack_at(0))),
        }
    }

    /// Makes a legal action; an arc gets `label`, and `marker` becomes the head's if not 0.
    pub fn apply(&mut self, action: Action, label: u8, marker: u32) {
        let Some((head, dependent)) = self.arc(action) else {
            self.stack.push(self.next);
            self.next += 1;
            return;
        };
        self.stack.pop();
        let node = &mut self.nodes[dependent as usize];
        node.head = head;
        node.label = label;
        let node = &mut self.nodes[head as usize];
        // Dependents come from the inside out on both sides.
        if action == Action::Left {
            node.left = [dependent, node.left[0]];
            node.left_count = node.left_count.saturating_add(1);
        } else {
            node.right = [dependent, node.right[0]];
            node.right_count = node.right_count.saturating_add(1);
        }
        node.labels |= 1u64.checked_shl(u32::from(label)).unwrap_or(0);
        if marker != 0 {
            node.marker = marker;
        }
    }
}
