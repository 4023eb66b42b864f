//! Scores of actions, with what hangs on one word alone kept.
//!
//! **In:** a configuration. **Out:** the scores of its actions. **Why:** a word is the top of the
//! stack, or the front of the buffer, for two steps on average; what it adds to the scores by
//! itself is the same each time, and a quarter of the templates look at one word alone.

use super::atoms::Atoms;
use super::features::{
    Context, FRONT_TEMPLATES, FURTHER_TEMPLATES, JOINT_TEMPLATES, Near, SECOND_TEMPLATES,
    TOP_TEMPLATES, front_rows, further_rows, joint_rows, second_rows, top_rows,
};
use super::model::{Model, Shape};
use super::state::State;

/// Scores of `Left` and `Right`.
type Pair = [i32; 2];

/// What the words of a sentence add by themselves, as far as it was asked.
#[derive(Default)]
pub(crate) struct WordScores {
    top: Vec<Option<Pair>>,
    second: Vec<Option<Pair>>,
    /// Of one word: the buffer only moves on.
    front: Option<(u32, Pair)>,
}

impl WordScores {
    /// Starts a sentence of `n` words.
    pub fn reset(&mut self, n: usize) {
        for kept in [&mut self.top, &mut self.second] {
            kept.clear();
            kept.resize(n + 2, None);
        }
        self.front = None;
    }

    /// Scores of the actions in a configuration, in the order of [`super::ACTIONS`].
    #[inline]
    pub fn actions(
        &mut self,
        model: &Model<'_>,
        state: &State,
        atoms: &[Atoms],
        verbs: &[u8],
        shape: &Shape,
    ) -> [i32; 4] {
        let shift = shape.action_shift();
        let context = Context::of(state, atoms, verbs);
        let mut joint = [0; JOINT_TEMPLATES];
        joint_rows(&context, shift, &mut joint);
        let (s0, s1, b0) = (state.stack_at(0), state.stack_at(1), state.buffer_at(0));
        let top = self.top[s0 as usize].get_or_insert_with(|| {
            let mut rows = [0; TOP_TEMPLATES];
            top_rows(&Near::of(atoms, s0), shift, &mut rows);
            model.actions(&rows)
        });
        let second = self.second[s1 as usize].get_or_insert_with(|| {
            let mut rows = [0; SECOND_TEMPLATES];
            second_rows(&Near::of(atoms, s1), shift, &mut rows);
            model.actions(&rows)
        });
        let front = match self.front {
            Some((word, pair)) if word == b0 => pair,
            _ => {
                let mut rows = [0; FRONT_TEMPLATES];
                front_rows(&Near::of(atoms, b0), shift, &mut rows);
                let pair = model.actions(&rows);
                self.front = Some((b0, pair));
                pair
            }
        };
        let mut joint = model.actions(&joint);
        if shape.further {
            let mut rows = [0; FURTHER_TEMPLATES];
            further_rows(&context, shift, &mut rows);
            let further = model.actions(&rows);
            joint = [joint[0] + further[0], joint[1] + further[1]];
        }
        let sum = |k: usize| top[k] + second[k] + front[k] + joint[k];
        let (left, right) = (sum(0), sum(1));
        [-left - right, left, right, 0]
    }
}
