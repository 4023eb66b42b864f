//! The dynamic oracle for arc-hybrid (Goldberg & Nivre, TACL 2013): how many gold arcs an action
//! puts out of reach, from any configuration, on the gold path or off it.
//!
//! The count is exact for projective gold trees because the system is arc-decomposable; gold
//! trees are made projective first (`lift`). Arcs that are lost already cost nothing again.

use super::state::State;

/// Cost of each action in the order of `ACTIONS`; illegal ones cost `u32::MAX`.
/// `gold[w]` is the head of word `w` (0 the root), `gold[0]` is not read.
pub(crate) fn costs(state: &State, gold: &[u32]) -> [u32; 3] {
    let [shift, left, right] = state.legal();
    let mut out = [u32::MAX; 3];
    let s0 = state.stack_at(0);
    let next = state.next;
    let end = state.none();
    if shift {
        let below = &state.stack[..state.stack.len() - 1];
        let dependents = state.stack[1..].iter().filter(|&&d| gold[d as usize] == next).count();
        let head = below.contains(&gold[next as usize]);
        out[0] = dependents as u32 + u32::from(head);
    }
    if left || right {
        let head = gold[s0 as usize];
        let later = (next..end).filter(|&d| gold[d as usize] == s0).count() as u32;
        if left {
            let head_lost = head == state.stack_at(1) || head > next && head < end;
            out[1] = later + u32::from(head_lost);
        }
        if right {
            out[2] = later + u32::from(head >= next && head < end);
        }
    }
    out
}

/// Makes a tree projective by moving the dependent of a crossing arc up to its head's head, the
/// shortest crossing arc first (Nivre & Nilsson 2005, without marks on the labels).
/// `heads[w]` is the head of word `w`; returns how many arcs were moved.
pub(crate) fn lift(heads: &mut [u32]) -> usize {
    let n = heads.len();
    let mut lifted = 0;
    loop {
        let crossing = (1..n)
            .filter(|&d| heads[d] != 0 && !is_projective(heads, d))
            .min_by_key(|&d| (heads[d].abs_diff(d as u32), d));
        match crossing {
            Some(d) => heads[d] = heads[heads[d] as usize],
            None => return lifted,
        }
        lifted += 1;
    }
}

/// Whether every word between a word and its head comes from that head.
fn is_projective(heads: &[u32], dependent: usize) -> bool {
    let head = heads[dependent] as usize;
    let (low, high) = (head.min(dependent), head.max(dependent));
    (low + 1..high).all(|w| {
        let mut at = w;
        while at != 0 && at != head {
            at = heads[at] as usize;
        }
        at == head
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parser::state::{ACTIONS, Action};
    use proptest::prelude::*;

    /// Fewest gold heads missed by any parse from here.
    fn best(state: &State, gold: &[u32]) -> u32 {
        if state.is_final() {
            return (1..gold.len()).filter(|&w| state.nodes[w].head != gold[w]).count() as u32;
        }
        let legal = state.legal();
        let next = ACTIONS.iter().filter(|&&a| legal[a as usize]).map(|&a| {
            let mut s = state.clone();
            s.apply(a, 0, 0);
            best(&s, gold)
        });
        next.min().unwrap_or(u32::MAX)
    }

    fn tree(choices: &[usize]) -> Vec<u32> {
        // Word order[i] hangs on one of the words before it in a shuffled order: always a tree.
        let n = choices.len();
        let mut order: Vec<usize> = (1..=n).collect();
        for (i, &c) in choices.iter().enumerate() {
            order.swap(i, i + c % (n - i));
        }
        let mut heads = vec![0; n + 1];
        for i in 1..n {
            heads[order[i]] = order[choices[i] / 7 % i] as u32;
        }
        heads
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(200))]

        #[test]
        fn costs_equal_brute_force(
            choices in prop::collection::vec(0usize..1000, 1..7),
            path in prop::collection::vec(0usize..3, 14),
        ) {
            let mut gold = tree(&choices);
            lift(&mut gold);
            let mut state = State::default();
            state.reset(choices.len());
            let mut path = path.into_iter();
            while !state.is_final() {
                let (legal, cost, reachable) =
                    (state.legal(), costs(&state, &gold), best(&state, &gold));
                for a in ACTIONS.into_iter().filter(|&a| legal[a as usize]) {
                    let mut after = state.clone();
                    after.apply(a, 0, 0);
                    prop_assert_eq!(best(&after, &gold) - reachable, cost[a as usize]);
                }
                let wish = path.next().unwrap_or(0);
                let pick = (0..3).map(|k| ACTIONS[(wish + k) % 3]).find(|&a| legal[a as usize]);
                state.apply(pick.unwrap_or(Action::Right), 0, 0);
            }
        }

        #[test]
        fn lifting_gives_a_projective_tree(choices in prop::collection::vec(0usize..1000, 1..12)) {
            let mut heads = tree(&choices);
            lift(&mut heads);
            for d in 1..heads.len() {
                prop_assert!(heads[d] == 0 || is_projective(&heads, d));
            }
            prop_assert_eq!(heads[1..].iter().filter(|&&h| h == 0).count(), 1);
        }
    }
}
