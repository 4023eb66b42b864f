//! Which type the program gave where the gold has another.

use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fmt;

/// Counts of (gold type, predicted type); no type stands for an act missed or a record too many.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Confusion(BTreeMap<(Option<String>, Option<String>), usize>);

impl Confusion {
    /// Counts one pair.
    pub fn add(&mut self, gold: Option<&str>, predicted: Option<&str>) {
        let key = (gold.map(str::to_owned), predicted.map(str::to_owned));
        *self.0.entry(key).or_default() += 1;
    }

    /// How often one was taken for the other.
    pub fn count(&self, gold: Option<&str>, predicted: Option<&str>) -> usize {
        let key = (gold.map(str::to_owned), predicted.map(str::to_owned));
        self.0.get(&key).copied().unwrap_or(0)
    }

    /// Faults only, the most frequent first.
    fn sorted(&self) -> Vec<(&Option<String>, &Option<String>, usize)> {
        let all = self.0.iter().map(|((g, p), n)| (g, p, *n));
        let mut faults: Vec<_> = all.filter(|(g, p, _)| g != p).collect();
        faults.sort_by(|a, b| b.2.cmp(&a.2).then((a.0, a.1).cmp(&(b.0, b.1))));
        faults
    }

    /// One JSON object a row, right ones included.
    pub fn rows(&self) -> impl Iterator<Item = Value> + '_ {
        self.0.iter().map(|((g, p), n)| json!({"gold": g, "predicted": p, "count": n}))
    }
}

impl fmt::Display for Confusion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "gold        predicted   count")?;
        let name = |t: &Option<String>| t.as_deref().unwrap_or("-").to_owned();
        for (gold, predicted, n) in self.sorted() {
            writeln!(f, "{:<11} {:<11} {n:>5}", name(gold), name(predicted))?;
        }
        Ok(())
    }
}

/// Couples what was missed with what was surplus in the same place, so that each is counted once:
/// equal places first come first served, the rest with nothing.
pub(crate) fn couple<'a>(
    confusion: &mut Confusion,
    missed: &[&'a str],
    surplus: &[&'a str],
    near: impl Fn(usize, usize) -> Option<usize>,
) {
    let mut distances: Vec<(usize, usize, usize)> = Vec::new();
    for i in 0..missed.len() {
        for j in 0..surplus.len() {
            distances.extend(near(i, j).map(|d| (d, i, j)));
        }
    }
    distances.sort_unstable();
    let (mut of_missed, mut of_surplus) = (vec![false; missed.len()], vec![false; surplus.len()]);
    for (_, i, j) in distances {
        if !of_missed[i] && !of_surplus[j] {
            (of_missed[i], of_surplus[j]) = (true, true);
            confusion.add(Some(missed[i]), Some(surplus[j]));
        }
    }
    let alone = |list: &[&'a str], done: &[bool]| -> Vec<&'a str> {
        list.iter().zip(done).filter(|(_, d)| !**d).map(|(t, _)| *t).collect()
    };
    alone(missed, &of_missed).into_iter().for_each(|t| confusion.add(Some(t), None));
    alone(surplus, &of_surplus).into_iter().for_each(|t| confusion.add(None, Some(t)));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_are_coupled_and_the_most_frequent_stands_first() {
        let mut c = Confusion::default();
        let places = ([5usize, 50], [48usize, 7, 90]);
        couple(&mut c, &["AID", "AGREE"], &["COOPERATE", "SUPPORT", "REJECT"], |i, j| {
            Some(places.0[i].abs_diff(places.1[j]))
        });
        assert_eq!(c.count(Some("AID"), Some("SUPPORT")), 1);
        assert_eq!(c.count(Some("AGREE"), Some("COOPERATE")), 1);
        assert_eq!(c.count(None, Some("REJECT")), 1);
        c.add(None, Some("REJECT"));
        c.add(Some("AID"), Some("AID"));
        let page = c.to_string();
        assert!(
            page.lines().nth(1).unwrap().starts_with("-           REJECT          2"),
            "{page}"
        );
        assert!(!page.contains("AID         AID"));
    }
}
