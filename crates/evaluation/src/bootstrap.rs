//! Percentile bootstrap over documents, sentences or pairs (Efron and Tibshirani 1993, chapter 13).
//!
//! The draws come from the Mersenne Twister with Python's seeding and `randrange`, so that the
//! intervals are those that the field scorer prints.

use serde::Serialize;

/// How many times the units are drawn, where the scorer's own table does not say otherwise.
pub const DRAWS: usize = 1000;
/// The scorer's seed.
pub(crate) const SEED: u32 = 20_261_124;

const N: usize = 624;
const M: usize = 397;

/// MT19937 (Matsumoto and Nishimura 1998), seeded and used as Python's `random.Random`.
pub struct MersenneTwister {
    state: [u32; N],
    at: usize,
}

impl MersenneTwister {
    /// `random.Random(seed)` for a seed of at most 32 bits.
    pub fn new(seed: u32) -> Self {
        let mut mt = Self { state: [0; N], at: N };
        mt.state[0] = 19_650_218;
        for i in 1..N {
            let before = mt.state[i - 1];
            mt.state[i] =
                1_812_433_253u32.wrapping_mul(before ^ (before >> 30)).wrapping_add(i as u32);
        }
        // initialisation by the array [seed]
        let mut i = 1;
        for _ in 0..N {
            let mixed = mt.mixed(i, 1_664_525);
            mt.state[i] = (mt.state[i] ^ mixed).wrapping_add(seed);
            i = mt.next_index(i);
        }
        for _ in 1..N {
            let mixed = mt.mixed(i, 1_566_083_941);
            mt.state[i] = (mt.state[i] ^ mixed).wrapping_sub(i as u32);
            i = mt.next_index(i);
        }
        mt.state[0] = 0x8000_0000;
        mt
    }

    fn mixed(&self, i: usize, factor: u32) -> u32 {
        let before = self.state[i - 1];
        (before ^ (before >> 30)).wrapping_mul(factor)
    }

    fn next_index(&mut self, i: usize) -> usize {
        if i + 1 < N {
            return i + 1;
        }
        self.state[0] = self.state[N - 1];
        1
    }

    /// The next 32 bits.
    pub fn next_u32(&mut self) -> u32 {
        if self.at == N {
            for i in 0..N {
                let y = (self.state[i] & 0x8000_0000) | (self.state[(i + 1) % N] & 0x7fff_ffff);
                let odd = if y & 1 == 1 { 0x9908_b0df } else { 0 };
                self.state[i] = self.state[(i + M) % N] ^ (y >> 1) ^ odd;
            }
            self.at = 0;
        }
        let mut y = self.state[self.at];
        self.at += 1;
        y ^= y >> 11;
        y ^= (y << 7) & 0x9d2c_5680;
        y ^= (y << 15) & 0xefc6_0000;
        y ^ (y >> 18)
    }

    /// `randrange(n)`: uniform over `0..n`; `n` must not be 0.
    pub fn below(&mut self, n: u32) -> u32 {
        let bits = u32::BITS - n.leading_zeros();
        loop {
            let drawn = self.next_u32() >> (u32::BITS - bits);
            if drawn < n {
                return drawn;
            }
        }
    }
}

/// A 95% interval.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Interval {
    /// 2.5th percentile.
    pub low: f64,
    /// 97.5th percentile.
    pub high: f64,
}

/// Intervals of several figures: `figures` computes them from drawn units (indices, with
/// repetition). No units, no interval.
pub(crate) fn intervals<const K: usize>(
    units: usize,
    draws: usize,
    figures: impl Fn(&[usize]) -> [f64; K],
) -> [Interval; K] {
    let mut all = [const { Vec::new() }; K];
    if units == 0 || draws == 0 {
        return [Interval::default(); K];
    }
    let mut random = MersenneTwister::new(SEED);
    let mut drawn = vec![0; units];
    for _ in 0..draws {
        drawn.fill_with(|| random.below(units as u32) as usize);
        for (list, figure) in all.iter_mut().zip(figures(&drawn)) {
            list.push(figure);
        }
    }
    all.map(|mut list| {
        list.sort_by(f64::total_cmp);
        let low = (0.025 * draws as f64) as usize;
        let high = ((0.975 * draws as f64) as usize).saturating_sub(1);
        Interval { low: list[low], high: list[high] }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn draws_are_those_of_python() {
        // python3 -c "import random; r = random.Random(20261124); print([r.randrange(162) for _ in range(12)])"
        let mut random = MersenneTwister::new(SEED);
        let drawn: Vec<u32> = (0..12).map(|_| random.below(162)).collect();
        assert_eq!(drawn, [44, 0, 11, 35, 155, 119, 125, 41, 112, 108, 145, 63]);
    }

    #[test]
    fn an_interval_holds_the_mean_and_narrows_with_the_units() {
        let width = |units: usize| {
            let mean = |drawn: &[usize]| {
                [drawn.iter().map(|i| (i % 2) as f64).sum::<f64>() / drawn.len() as f64]
            };
            let [i] = intervals(units, DRAWS, mean);
            assert!(i.low <= 0.5 && 0.5 <= i.high, "{i:?}");
            i.high - i.low
        };
        assert!(width(400) < width(40) && width(40) < width(10));
        assert_eq!(intervals(0, DRAWS, |_| [1.0]), [Interval::default()]);
    }
}
