//! Joins clusters pair by pair into a binary tree, as Brown et al. (1992).
//!
//! **In:** class bigrams. **Out:** the classes in the order of the tree's leaves, each with its
//! path. **Why:** the pair whose union costs the least likelihood is joined first, so that a
//! prefix of the path is a sensible coarser class. Losses of untouched pairs change in few terms
//! after a join and are corrected, not counted anew: cubic in the number of classes.

use super::exchange::NLogN;

/// Path of each class from the root: steps (first step in bit 0 of nothing: most significant
/// first), at most 64 kept.
pub(super) fn tree(classes: usize, next: &[u32], size: &[u32]) -> Vec<Vec<bool>> {
    let mut m = Merger {
        k: classes,
        n: next.to_vec(),
        size: size.to_vec(),
        alive: (0..classes).collect(),
        loss: vec![0.; classes * classes],
        f: NLogN::new(),
    };
    m.run()
}

struct Merger {
    k: usize,
    n: Vec<u32>,
    size: Vec<u32>,
    alive: Vec<usize>,
    /// Likelihood lost by joining a and b, for a < b.
    loss: Vec<f64>,
    f: NLogN,
}

impl Merger {
    fn run(&mut self) -> Vec<Vec<bool>> {
        for i in 0..self.alive.len() {
            for j in i + 1..self.alive.len() {
                let (a, b) = (self.alive[i], self.alive[j]);
                self.loss[a * self.k + b] = self.full_loss(a, b);
            }
        }
        let mut members: Vec<Vec<usize>> = (0..self.k).map(|c| vec![c]).collect();
        let mut paths: Vec<Vec<bool>> = vec![Vec::new(); self.k];
        while self.alive.len() > 1 {
            let (a, b) = self.cheapest();
            for (side, c) in [(false, a), (true, b)] {
                for &m in &members[c] {
                    paths[m].push(side);
                }
            }
            let more = std::mem::take(&mut members[b]);
            members[a].extend(more);
            self.join(a, b);
        }
        for p in &mut paths {
            p.reverse();
        }
        paths
    }

    fn cheapest(&self) -> (usize, usize) {
        let mut best = (f64::INFINITY, 0, 0);
        for (i, &a) in self.alive.iter().enumerate() {
            for &b in &self.alive[i + 1..] {
                let loss = self.loss[a * self.k + b];
                if loss < best.0 {
                    best = (loss, a, b);
                }
            }
        }
        (best.1, best.2)
    }

    /// What the terms of class d lose, in one direction each, when a and b are joined.
    #[inline]
    fn term(&self, x: u32, y: u32) -> f64 {
        if x == 0 || y == 0 {
            return 0.;
        }
        self.f.of(x) + self.f.of(y) - self.f.of(x + y)
    }

    #[inline]
    fn with(&self, a: usize, b: usize, d: usize) -> f64 {
        let k = self.k;
        self.term(self.n[a * k + d], self.n[b * k + d])
            + self.term(self.n[d * k + a], self.n[d * k + b])
    }

    fn full_loss(&self, a: usize, b: usize) -> f64 {
        let k = self.k;
        let mut loss = -2. * self.term(self.size[a], self.size[b]);
        for &d in &self.alive {
            if d != a && d != b {
                loss += self.with(a, b, d);
            }
        }
        let inner = [self.n[a * k + a], self.n[a * k + b], self.n[b * k + a], self.n[b * k + b]];
        loss + inner.iter().map(|&n| self.f.of(n)).sum::<f64>() - self.f.of(inner.iter().sum())
    }

    /// Joins b into a and corrects the losses.
    fn join(&mut self, a: usize, b: usize) {
        let k = self.k;
        self.correct(&[a, b], -1., a, b);
        for i in 0..self.alive.len() {
            let d = self.alive[i];
            if d != a && d != b {
                self.n[a * k + d] += self.n[b * k + d];
                self.n[d * k + a] += self.n[d * k + b];
            }
        }
        self.n[a * k + a] += self.n[a * k + b] + self.n[b * k + a] + self.n[b * k + b];
        self.size[a] += self.size[b];
        self.alive.retain(|&c| c != b);
        self.correct(&[a], 1., a, b);
        for i in 0..self.alive.len() {
            let d = self.alive[i];
            if d != a {
                let (x, y) = (a.min(d), a.max(d));
                self.loss[x * k + y] = self.full_loss(x, y);
            }
        }
    }

    /// Adds (or takes away) the terms of some classes in the losses of all other pairs.
    fn correct(&mut self, terms: &[usize], sign: f64, a: usize, b: usize) {
        for i in 0..self.alive.len() {
            let x = self.alive[i];
            if x == a || x == b {
                continue;
            }
            for j in i + 1..self.alive.len() {
                let y = self.alive[j];
                if y != a && y != b {
                    let sum: f64 = terms.iter().map(|&d| self.with(x, y, d)).sum();
                    self.loss[x * self.k + y] += sign * sum;
                }
            }
        }
    }
}
