//! Counts and what follows from them; one-to-one pairing.

use serde::Serialize;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::hash::Hash;
use std::ops::AddAssign;

/// True positives, false positives, false negatives.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// Right.
    pub tp: usize,
    /// Surplus.
    pub fp: usize,
    /// Missed.
    #[serde(rename = "fn")]
    pub missed: usize,
}

/// Precision, recall and their harmonic mean; 0 where nothing was counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Prf {
    /// Precision.
    pub p: f64,
    /// Recall.
    pub r: f64,
    /// F1.
    pub f: f64,
}

impl Counts {
    /// From the three numbers.
    pub fn new(tp: usize, fp: usize, missed: usize) -> Self {
        Self { tp, fp, missed }
    }

    /// Precision, recall, F1. The order of the operations is the field scorer's, so that the
    /// figures agree to the last bit.
    pub fn prf(self) -> Prf {
        let p = ratio(self.tp, self.tp + self.fp);
        let r = ratio(self.tp, self.tp + self.missed);
        let f = if p + r > 0.0 { 2.0 * p * r / (p + r) } else { 0.0 };
        Prf { p, r, f }
    }
}

impl AddAssign for Counts {
    fn add_assign(&mut self, other: Self) {
        self.tp += other.tp;
        self.fp += other.fp;
        self.missed += other.missed;
    }
}

/// `a / b`, 0 where `b` is 0.
pub(crate) fn ratio(a: usize, b: usize) -> f64 {
    if b == 0 { 0.0 } else { a as f64 / b as f64 }
}

/// Micro-averaged agreement of sets of strings.
pub(crate) fn sets<T: Eq + Hash>(gold: &[T], predicted: &[T]) -> Counts {
    let gold: HashSet<&T> = gold.iter().collect();
    let predicted: HashSet<&T> = predicted.iter().collect();
    let tp = gold.intersection(&predicted).count();
    Counts::new(tp, predicted.len() - tp, gold.len() - tp)
}

/// Pairs gold and predicted items one to one so that as many pairs as possible are right (Kuhn's
/// augmenting paths). **Out:** gold index to predicted index. Which of several largest pairings is
/// found depends on the order of the items only, as in the field scorer.
pub(crate) fn pair(
    golds: usize,
    predicted: usize,
    right: impl Fn(usize, usize) -> bool,
) -> BTreeMap<usize, usize> {
    let fits: Vec<Vec<usize>> =
        (0..golds).map(|i| (0..predicted).filter(|&j| right(i, j)).collect()).collect();
    let mut owner: HashMap<usize, usize> = HashMap::new();
    for i in 0..golds {
        grow(i, &fits, &mut owner, &mut HashSet::new());
    }
    owner.into_iter().map(|(j, i)| (i, j)).collect()
}

fn grow(
    i: usize,
    fits: &[Vec<usize>],
    owner: &mut HashMap<usize, usize>,
    seen: &mut HashSet<usize>,
) -> bool {
    for &j in &fits[i] {
        if seen.insert(j) {
            let free = match owner.get(&j).copied() {
                None => true,
                Some(other) => grow(other, fits, owner, seen),
            };
            if free {
                owner.insert(j, i);
                return true;
            }
        }
    }
    false
}

/// Types whose parties may stand on either side.
pub(crate) fn symmetric(event: &str) -> bool {
    matches!(event, "AGREE" | "CONSULT" | "COOPERATE")
}

/// A type with the codes of its actors and recipients, as the levels compare them.
pub(crate) struct Triple<'a> {
    pub event: &'a str,
    pub actors: HashSet<&'a str>,
    pub recipients: HashSet<&'a str>,
}

/// How much must agree.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Level {
    Event,
    Actor,
    Recipient,
}

impl Level {
    pub const ALL: [Level; 3] = [Level::Event, Level::Actor, Level::Recipient];
}

/// Sets agree if they share a member or are both empty.
fn overlap(x: &HashSet<&str>, y: &HashSet<&str>) -> bool {
    (x.is_empty() && y.is_empty()) || shared(x, y) > 0
}

fn shared(x: &HashSet<&str>, y: &HashSet<&str>) -> usize {
    x.intersection(y).count()
}

/// Whether a prediction is right at a level.
pub(crate) fn right(level: Level, gold: &Triple, predicted: &Triple) -> bool {
    if gold.event != predicted.event {
        return false;
    }
    if level == Level::Event {
        return true;
    }
    let (ga, gr) = (&gold.actors, &gold.recipients);
    let (pa, pr) = (&predicted.actors, &predicted.recipients);
    if symmetric(gold.event) {
        let g: HashSet<&str> = ga.union(gr).copied().collect();
        let p: HashSet<&str> = pa.union(pr).copied().collect();
        if level == Level::Actor {
            return overlap(&g, &p);
        }
        if [ga, gr, pa, pr].iter().any(|s| s.is_empty()) {
            return if g.len() > 1 { shared(&g, &p) >= 2 } else { p == g };
        }
        let straight = shared(pa, ga) > 0 && shared(pr, gr) > 0;
        return straight || (shared(pa, gr) > 0 && shared(pr, ga) > 0);
    }
    overlap(pa, ga) && (level == Level::Actor || overlap(pr, gr))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn triple<'a>(event: &'a str, actors: &[&'a str], recipients: &[&'a str]) -> Triple<'a> {
        let set = |c: &[&'a str]| c.iter().copied().collect();
        Triple { event, actors: set(actors), recipients: set(recipients) }
    }

    #[test]
    fn pairing_is_not_greedy() {
        // the first gold fits both predictions, the second only the first
        let paired = pair(2, 2, |i, j| i == 0 || j == 0);
        assert_eq!(paired, BTreeMap::from([(0, 1), (1, 0)]));
    }

    #[test]
    fn direction_counts_but_not_for_symmetric_types() {
        let gold = triple("ASSAULT", &["USA"], &["IRQ"]);
        assert!(right(Level::Event, &gold, &triple("ASSAULT", &["IRQ"], &["USA"])));
        assert!(!right(Level::Actor, &gold, &triple("ASSAULT", &["IRQ"], &["USA"])));
        assert!(!right(Level::Recipient, &gold, &triple("ASSAULT", &["USA"], &[])));
        let gold = triple("CONSULT", &["USA", "RUS"], &[]);
        for (a, r) in [(&["USA"][..], &["RUS"][..]), (&["RUS"], &["USA"]), (&[], &["RUS", "USA"])] {
            assert!(right(Level::Recipient, &gold, &triple("CONSULT", a, r)));
        }
        assert!(!right(Level::Recipient, &gold, &triple("CONSULT", &["USA"], &["FRA"])));
        // one country on two sides
        let gold = triple("AGREE", &["SDN"], &[]);
        assert!(right(Level::Recipient, &gold, &triple("AGREE", &["SDN"], &["SDN"])));
        assert!(!right(Level::Recipient, &gold, &triple("AGREE", &["SDN"], &["TCD"])));
    }

    #[test]
    fn nothing_counted_is_zero() {
        assert_eq!(Counts::default().prf(), Prf::default());
        assert_eq!(Counts::new(1, 1, 1).prf().f, 0.5);
    }
}
