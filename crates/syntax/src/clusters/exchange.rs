//! The exchange algorithm: move each word to the cluster that fits its neighbours best.
//!
//! **In:** word bigrams with counts. **Out:** a cluster for each word. **Why this measure:** the
//! likelihood of a class bigram model, `sum n(c,d) log n(c,d) - 2 sum n(c) log n(c)`, whose second
//! part keeps clusters from growing without reason. One sweep costs words x neighbours x clusters.

use rustc_hash::FxHashMap;

/// `n log n`, from a table for small counts.
pub(super) struct NLogN(Vec<f32>);

impl NLogN {
    pub fn new() -> Self {
        let of = |n: u32| if n == 0 { 0. } else { f64::from(n) * f64::from(n).ln() };
        Self((0..1 << 16).map(|n| of(n) as f32).collect())
    }

    #[inline]
    pub fn of(&self, n: u32) -> f64 {
        match self.0.get(n as usize) {
            Some(&v) => f64::from(v),
            None => f64::from(n) * f64::from(n).ln(),
        }
    }
}

/// Bigrams of one word: neighbour and count.
pub(super) type Neighbours = Vec<(u32, u32)>;

/// What is clustered. Words are numbered by falling frequency.
pub(super) struct Bigrams {
    /// Occurrences of each word.
    pub count: Vec<u32>,
    /// Words before each word, itself excepted.
    pub before: Vec<Neighbours>,
    /// Words after each word, itself excepted.
    pub after: Vec<Neighbours>,
    /// How often each word follows itself.
    pub twice: Vec<u32>,
}

impl Bigrams {
    /// Counts sentences of word numbers. Number 0 stands for the sentence's edges.
    pub fn count(sentences: &[Vec<u32>], words: usize) -> Self {
        let mut pairs: FxHashMap<(u32, u32), u32> = FxHashMap::default();
        let mut count = vec![0; words];
        for s in sentences {
            let mut last = 0;
            for &w in s.iter().chain(&[0]) {
                *pairs.entry((last, w)).or_default() += 1;
                count[w as usize] += 1;
                last = w;
            }
        }
        let mut pairs: Vec<_> = pairs.into_iter().collect();
        pairs.sort_unstable();
        let (mut before, mut after) = (vec![Vec::new(); words], vec![Vec::new(); words]);
        let mut twice = vec![0; words];
        for ((a, b), n) in pairs {
            if a == b {
                twice[a as usize] = n;
            } else {
                after[a as usize].push((b, n));
                before[b as usize].push((a, n));
            }
        }
        Self { count, before, after, twice }
    }
}

/// Class bigrams and the assignment.
pub(super) struct Exchange<'a> {
    bigrams: &'a Bigrams,
    classes: usize,
    f: NLogN,
    /// `next[c * classes + d]`: how often class d follows c; `last` is its transpose.
    pub next: Vec<u32>,
    last: Vec<u32>,
    /// Occurrences of each class.
    pub size: Vec<u32>,
    /// Class of each word, [`NONE`] before it has one.
    pub class: Vec<u32>,
    left: Sums,
    right: Sums,
    gain: Vec<f32>,
}

pub(super) const NONE: u32 = u32::MAX;

/// Counts per class with the list of classes that have any.
struct Sums {
    of: Vec<u32>,
    some: Vec<u32>,
}

impl Sums {
    fn fill(&mut self, neighbours: &Neighbours, class: &[u32]) {
        for c in self.some.drain(..) {
            self.of[c as usize] = 0;
        }
        for &(w, n) in neighbours {
            let c = class[w as usize];
            if c != NONE {
                if self.of[c as usize] == 0 {
                    self.some.push(c);
                }
                self.of[c as usize] += n;
            }
        }
    }
}

impl<'a> Exchange<'a> {
    pub fn new(bigrams: &'a Bigrams, classes: usize) -> Self {
        let sums = || Sums { of: vec![0; classes], some: Vec::new() };
        Self {
            bigrams,
            classes,
            f: NLogN::new(),
            next: vec![0; classes * classes],
            last: vec![0; classes * classes],
            size: vec![0; classes],
            class: vec![NONE; bigrams.count.len()],
            left: sums(),
            right: sums(),
            gain: vec![0.; classes],
        }
    }

    /// Gives the commonest words a class each and the others the best class for what is placed
    /// so far; class 0 is the sentence's edges and stays alone.
    pub fn place_all(&mut self) {
        for w in 0..self.bigrams.count.len() {
            self.sums(w);
            let class = if w < self.classes { w as u32 } else { self.best(w) };
            self.shift(w, class, true);
        }
    }

    /// One sweep over all words; the number of words moved.
    pub fn sweep(&mut self) -> usize {
        let mut moved = 0;
        for w in 1..self.bigrams.count.len() {
            let old = self.class[w];
            if self.size[old as usize] == self.bigrams.count[w] {
                continue; // the last word of a class stays
            }
            self.sums(w);
            self.shift(w, old, false);
            let new = self.best(w);
            self.shift(w, new, true);
            moved += usize::from(new != old);
        }
        moved
    }

    fn sums(&mut self, w: usize) {
        self.left.fill(&self.bigrams.before[w], &self.class);
        self.right.fill(&self.bigrams.after[w], &self.class);
    }

    /// The class, never 0, that gains most by taking a word that has none now.
    fn best(&mut self, w: usize) -> u32 {
        let k = self.classes;
        let n = self.bigrams.count[w];
        for (g, &size) in self.gain.iter_mut().zip(&self.size) {
            *g = -2. * (self.f.of(size + n) - self.f.of(size)) as f32;
        }
        for (sums, table) in [(&self.left, &self.next), (&self.right, &self.last)] {
            for &d in &sums.some {
                let more = sums.of[d as usize];
                let row = &table[d as usize * k..(d as usize + 1) * k];
                for (g, &have) in self.gain.iter_mut().zip(row) {
                    *g += (self.f.of(have + more) - self.f.of(have)) as f32;
                }
            }
        }
        let mut best = 1;
        for c in 2..k {
            if self.gain[c] > self.gain[best] {
                best = c;
            }
        }
        best as u32
    }

    /// Puts a word into a class or takes it out. `sums` must hold for the word.
    fn shift(&mut self, w: usize, class: u32, put: bool) {
        let k = self.classes;
        let c = class as usize;
        let change = |cell: &mut u32, n: u32| *cell = if put { *cell + n } else { *cell - n };
        for &d in &self.left.some {
            let n = self.left.of[d as usize];
            change(&mut self.next[d as usize * k + c], n);
            change(&mut self.last[c * k + d as usize], n);
        }
        for &d in &self.right.some {
            let n = self.right.of[d as usize];
            change(&mut self.next[c * k + d as usize], n);
            change(&mut self.last[d as usize * k + c], n);
        }
        change(&mut self.next[c * k + c], self.bigrams.twice[w]);
        change(&mut self.last[c * k + c], self.bigrams.twice[w]);
        change(&mut self.size[c], self.bigrams.count[w]);
        self.class[w] = if put { class } else { NONE };
    }
}
