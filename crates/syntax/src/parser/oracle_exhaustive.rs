//! The dynamic oracle on every short sentence: each projective tree of up to six words, each
//! configuration that any actions reach, each legal action; the cost must be what trying all ways
//! to the end gives. (`oracle.rs` samples longer and non-projective trees.)

use super::oracle::{costs, lift};
use super::state::{ACTIONS, State};

/// All head assignments of `n` words that are trees with one root.
fn trees(n: usize) -> Vec<Vec<u32>> {
    let mut out = Vec::new();
    let mut heads = vec![0u32; n + 1];
    loop {
        let reaches_root = |w: usize| {
            let (mut at, mut steps) = (w, 0);
            while at != 0 && steps <= n {
                (at, steps) = (heads[at] as usize, steps + 1);
            }
            at == 0
        };
        if heads[1..].iter().filter(|&&h| h == 0).count() == 1 && (1..=n).all(reaches_root) {
            out.push(heads.clone());
        }
        // Counts up in base n + 1.
        let Some(digit) = (1..=n).find(|&w| heads[w] < n as u32) else { return out };
        heads[digit] += 1;
        heads[1..digit].fill(0);
    }
}

/// Fewest gold heads missed by any way to the end; checks every cost on the way.
fn best(state: &State, gold: &[u32], checked: &mut usize) -> u32 {
    if state.is_final() {
        return (1..gold.len()).filter(|&w| state.nodes[w].head != gold[w]).count() as u32;
    }
    let (legal, given) = (state.legal(), costs(state, gold));
    let after = ACTIONS.map(|a| {
        legal[a as usize].then(|| {
            let mut next = state.clone();
            next.apply(a, 0, 0);
            best(&next, gold, checked)
        })
    });
    let least = after.iter().flatten().min().copied().unwrap_or(u32::MAX);
    for (found, cost) in after.iter().zip(given) {
        assert_eq!(found.map_or(u32::MAX, |f| f - least), cost, "{gold:?} {state:?}");
        *checked += 1;
    }
    least
}

#[test]
fn every_cost_of_every_short_sentence() {
    let mut checked = 0;
    for n in 1..=6 {
        let mut projective = 0;
        for gold in trees(n) {
            if lift(&mut gold.clone()) > 0 {
                continue;
            }
            projective += 1;
            let mut state = State::default();
            state.reset(n);
            // From the start the gold tree itself can be reached.
            assert_eq!(best(&state, &gold, &mut checked), 0);
        }
        // Projective trees with one root: 1, 2, 7, 30, 143, 728 (OEIS A006013).
        assert_eq!(projective, [1, 2, 7, 30, 143, 728][n - 1]);
    }
    assert!(checked > 1_000_000, "{checked}");
}
