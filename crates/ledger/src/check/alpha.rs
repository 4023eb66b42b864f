//! Krippendorff's alpha for nominal data: any number of observers, values missing.
//!
//! **In:** for each unit how many observers gave each category. **Out:** alpha, the agreement that
//! was observed, and an interval. Nothing here knows of ledgers.
//!
//! Source: K. Krippendorff, *Computing Krippendorff's Alpha-Reliability* (2011), by the coincidence
//! matrix. A unit with m values gives to each pair of its values 1/(m - 1); units with fewer than
//! two values have no pairs and are left out. With o(c, k) the matrix, n(c) its sums and n the sum of
//! all, `alpha = 1 - (n - 1) * (n - sum o(c, c)) / (n * n - sum n(c) * n(c))`.
//!
//! The interval is the bootstrap over units (A. Zapf et al., *Measuring inter-rater reliability for
//! nominal data*, BMC Medical Research Methodology 16:93, 2016): units are drawn with replacement,
//! and the 2.5th and 97.5th hundredths of the alphas are its ends.

use std::collections::BTreeMap;

/// Samples of the bootstrap.
const SAMPLES: usize = 1_000;
/// Units that are drawn in all: with more units there are fewer samples, never fewer than a fifth.
const DRAWN: usize = 20_000_000;
/// With fewer units an interval would tell nothing.
const FEWEST: usize = 10;
/// Where the drawing of samples begins: always the same, so that figures can be had again.
const SEED: u64 = 2011;

/// What was found.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Alpha {
    /// Units with two or more values.
    pub units: usize,
    /// Values in them.
    pub values: usize,
    /// Share of the pairs of values that are equal, 0 to 1; `None` without pairs.
    pub agreement: Option<f64>,
    /// Alpha, at most 1; `None` where it is undefined: no pairs, or all values equal (then nothing
    /// tells agreement from chance).
    pub alpha: Option<f64>,
    /// Its 95 % interval; `None` with fewer than ten units, or where too many samples have no alpha.
    pub interval: Option<[f64; 2]>,
}

/// Sums of a coincidence matrix: what alpha needs of it.
#[derive(Clone, Default)]
struct Sums {
    /// Of each category: n(c).
    of: Vec<f64>,
    /// Of the diagonal: o(c, c).
    equal: f64,
}

impl Sums {
    fn add(&mut self, unit: &[usize], times: f64) {
        let m: usize = unit.iter().sum();
        if m < 2 {
            return;
        }
        if self.of.len() < unit.len() {
            self.of.resize(unit.len(), 0.0);
        }
        let pairs: usize = unit.iter().map(|c| c * c.saturating_sub(1)).sum();
        self.equal += times * pairs as f64 / (m - 1) as f64;
        for (sum, c) in self.of.iter_mut().zip(unit) {
            *sum += times * *c as f64;
        }
    }

    fn n(&self) -> f64 {
        self.of.iter().sum()
    }

    fn agreement(&self) -> Option<f64> {
        let n = self.n();
        (n > 0.0).then(|| self.equal / n)
    }

    fn alpha(&self) -> Option<f64> {
        let n = self.n();
        let expected = n * n - self.of.iter().map(|c| c * c).sum::<f64>();
        // The sums are whole numbers, so this is zero or at least one.
        (expected > 0.5).then(|| 1.0 - (n - 1.0) * (n - self.equal) / expected)
    }
}

/// Alpha of units, each the counts of its categories in one order.
#[must_use]
pub fn nominal(units: &[Vec<usize>]) -> Alpha {
    // Units with the same counts are one pattern: there are few of them, however many units.
    let mut patterns: BTreeMap<&[usize], usize> = BTreeMap::new();
    for unit in units.iter().filter(|u| u.iter().sum::<usize>() > 1) {
        *patterns.entry(unit).or_default() += 1;
    }
    let mut sums = Sums::default();
    for (pattern, times) in &patterns {
        sums.add(pattern, *times as f64);
    }
    let alpha = sums.alpha();
    Alpha {
        units: patterns.values().sum(),
        values: sums.n() as usize,
        agreement: sums.agreement(),
        alpha,
        interval: alpha.and_then(|_| interval(&patterns)),
    }
}

fn interval(patterns: &BTreeMap<&[usize], usize>) -> Option<[f64; 2]> {
    let n: usize = patterns.values().sum();
    if n < FEWEST {
        return None;
    }
    let kinds: Vec<&[usize]> = patterns.keys().copied().collect();
    let of: Vec<usize> = (0..).zip(patterns.values()).flat_map(|(i, t)| vec![i; *t]).collect();
    let samples = (DRAWN / n).clamp(SAMPLES / 5, SAMPLES);
    let mut chance = Chance(SEED);
    let mut found: Vec<f64> = Vec::with_capacity(samples);
    for _ in 0..samples {
        let mut times = vec![0_usize; kinds.len()];
        for _ in 0..n {
            times[of[chance.below(n)]] += 1;
        }
        let mut sums = Sums::default();
        for (kind, times) in kinds.iter().zip(times) {
            sums.add(kind, times as f64);
        }
        found.extend(sums.alpha());
    }
    // A sample whose values are all equal has no alpha. Where many are so, the rest is no picture.
    if found.len() * 20 < samples * 19 {
        return None;
    }
    found.sort_by(f64::total_cmp);
    let at = |share: f64| found[((found.len() - 1) as f64 * share).round() as usize];
    Some([at(0.025), at(0.975)])
}

/// SplitMix64 (S. Vigna): numbers for drawing, from a seed.
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number below `n`; the bias is below n / 2^64.
    fn below(&mut self, n: usize) -> usize {
        ((u128::from(self.next()) * n as u128) >> 64) as usize
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Units of what each observer said; a point for nothing.
    fn units(observers: &[&str]) -> Vec<Vec<usize>> {
        let rows: Vec<Vec<char>> =
            observers.iter().map(|o| o.chars().filter(|c| *c != ' ').collect()).collect();
        let kinds = ['0', '1', '2', '3', '4', '5', 'a', 'b', 'c', 'd', 'e'];
        (0..rows[0].len())
            .map(|u| kinds.map(|k| rows.iter().filter(|r| r[u] == k).count()).to_vec())
            .collect()
    }

    /// Krippendorff 2011, section A.
    #[test]
    fn two_observers_two_values() {
        let found = nominal(&units(&["0 1 0 0 0 0 0 0 1 0", "1 1 1 0 0 1 0 0 0 0"]));
        assert!((found.alpha.expect("alpha") - 0.095).abs() < 5e-4, "{found:?}");
        assert_eq!((found.units, found.values, found.agreement), (10, 20, Some(0.6)));
    }

    /// Krippendorff 2011, section B.
    #[test]
    fn two_observers_nominal() {
        let found = nominal(&units(&["a a b b d c c c e d d a", "b a b b b c c c e d d d"]));
        assert!((found.alpha.expect("alpha") - 0.692).abs() < 5e-4, "{found:?}");
    }

    /// Krippendorff 2011, section C.
    #[test]
    fn four_observers_with_values_missing() {
        let found = nominal(&units(&[
            "1 2 3 3 2 1 4 1 2 . . .",
            "1 2 3 3 2 2 4 1 2 5 . 3",
            ". 3 3 3 2 3 4 2 2 5 1 .",
            "1 2 3 3 2 4 4 1 2 5 1 .",
        ]));
        assert!((found.alpha.expect("alpha") - 0.743).abs() < 5e-4, "{found:?}");
        assert_eq!((found.units, found.values), (11, 40));
        let [from, to] = found.interval.expect("an interval");
        assert!(from < 0.743 && 0.743 < to && to <= 1.0, "{from} to {to}");
    }

    #[test]
    fn what_cannot_be_told_is_undefined() {
        let same = nominal(&vec![vec![2, 0]; 50]);
        assert_eq!((same.alpha, same.interval, same.agreement), (None, None, Some(1.0)));
        let alone = nominal(&[vec![1, 0], vec![0, 1], vec![0, 0]]);
        assert_eq!((alone.units, alone.agreement, alone.alpha), (0, None, None));
        assert_eq!(nominal(&[]).alpha, None);
        // Perfect where values differ between units; below chance where observers contradict.
        let perfect = nominal(&[vec![2, 0], vec![0, 2]]);
        assert_eq!((perfect.alpha, perfect.interval), (Some(1.0), None));
        assert!(nominal(&[vec![1, 1], vec![1, 1]]).alpha.is_some_and(|a| a < 0.0));
    }

    #[test]
    fn the_interval_is_the_same_every_time_and_narrows() {
        let some = |n: usize| {
            let all: Vec<Vec<usize>> = (0..n)
                .map(|i| [vec![2, 0], vec![0, 2], vec![2, 0], vec![1, 1]][i % 4].clone())
                .collect();
            nominal(&all).interval.expect("an interval")
        };
        assert_eq!(some(40), some(40));
        let width = |[from, to]: [f64; 2]| to - from;
        assert!(width(some(400)) < width(some(40)));
    }
}
