//! The best label sequence of a sentence (Viterbi over BILOU labels).

use super::labels::{self, MAX_LABELS, OUTSIDE};

/// Weights of a linear chain, from a file or in training.
pub(super) trait Weights {
    /// Adds the weights of all rows to the scores of the labels.
    fn emit(&self, rows: &[u64], scores: &mut [f32; MAX_LABELS]);
    /// Weight of a label after another.
    fn step(&self, last: u8, next: u8) -> f32;
}

/// Room for one sentence.
#[derive(Default)]
pub(super) struct Lattice {
    back: Vec<[u8; MAX_LABELS]>,
}

/// The labels that may follow each label.
pub(super) struct Steps {
    allowed: Vec<(u8, u8)>,
    labels: usize,
}

impl Steps {
    pub fn new(labels: usize) -> Self {
        let all = 0..labels as u8;
        let pairs = all.clone().flat_map(|next| all.clone().map(move |last| (last, next)));
        Self { allowed: pairs.filter(|&(a, b)| labels::follows(a, b)).collect(), labels }
    }
}

/// Labels of a sentence; `emit` writes the scores of one word's labels.
pub(super) fn best(
    words: usize,
    steps: &Steps,
    weights: &impl Weights,
    lattice: &mut Lattice,
    out: &mut Vec<u8>,
    mut emit: impl FnMut(usize, &mut [f32; MAX_LABELS]),
) {
    out.clear();
    if words == 0 {
        return;
    }
    lattice.back.clear();
    let mut score = [f32::NEG_INFINITY; MAX_LABELS];
    score[usize::from(OUTSIDE)] = 0.;
    let mut trans = [[0f32; MAX_LABELS]; MAX_LABELS];
    for &(a, b) in &steps.allowed {
        trans[usize::from(a)][usize::from(b)] = weights.step(a, b);
    }
    for i in 0..words {
        let mut scores = [0f32; MAX_LABELS];
        emit(i, &mut scores);
        let (mut new, mut back) = ([f32::NEG_INFINITY; MAX_LABELS], [0u8; MAX_LABELS]);
        for &(a, b) in &steps.allowed {
            let s = score[usize::from(a)] + trans[usize::from(a)][usize::from(b)];
            if s > new[usize::from(b)] {
                new[usize::from(b)] = s;
                back[usize::from(b)] = a;
            }
        }
        for (n, s) in new.iter_mut().zip(scores) {
            *n += s;
        }
        lattice.back.push(back);
        score = new;
    }
    let closed = (0..steps.labels as u8).filter(|&l| !labels::opens(l));
    let mut label = closed.fold(OUTSIDE, |best, l| {
        if score[usize::from(l)] > score[usize::from(best)] { l } else { best }
    });
    out.resize(words, OUTSIDE);
    for i in (0..words).rev() {
        out[i] = label;
        label = lattice.back[i][usize::from(label)];
    }
}
