//! Scores of an analysis against a treebank, as the CoNLL 2018 shared task defines them.
//!
//! **In:** gold and system documents over the same text. **Out:** precision, recall and F1 of
//! tokens, sentences, words, tags, lemmas, attachments and of single relations.
//! **How:** all offsets count characters without blanks, so that differences of spacing do not
//! matter; words are aligned by span, inside multiword tokens by the longest common subsequence
//! of their forms. Relation subtypes and features outside the universal set are left aside.
//! The figures equal those of the shared task's script (`conll18_ud_eval.py`); the relation
//! scores at the end are ours.

mod align;
mod score;

#[cfg(test)]
mod tests;

pub use score::evaluate;

use std::fmt;
use thiserror::Error;

/// Why two files cannot be compared.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum EvaluateError {
    /// The characters of the two files, blanks aside, must be the same.
    #[error(
        "the texts differ at character {at}: {gold:?} in the gold file, {system:?} in the other"
    )]
    TextsDiffer {
        /// Characters other than blanks before the difference.
        at: usize,
        /// What follows in the gold file.
        gold: String,
        /// What follows in the system's file.
        system: String,
    },
}

/// Counts behind one score.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Score {
    /// Things in the gold file.
    pub gold: usize,
    /// Things in the system's file.
    pub system: usize,
    /// Things in both.
    pub correct: usize,
    /// Aligned words, for scores of words.
    pub aligned: Option<usize>,
}

impl Score {
    /// Correct ones among the system's, 0 to 1.
    pub fn precision(&self) -> f64 {
        ratio(self.correct, self.system)
    }
    /// Correct ones among the gold ones, 0 to 1.
    pub fn recall(&self) -> f64 {
        ratio(self.correct, self.gold)
    }
    /// Harmonic mean of both, 0 to 1.
    pub fn f1(&self) -> f64 {
        ratio(2 * self.correct, self.gold + self.system)
    }
    /// Correct ones among aligned words.
    pub fn aligned_accuracy(&self) -> Option<f64> {
        self.aligned.map(|a| ratio(self.correct, a))
    }
}

fn ratio(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

/// All scores of one comparison.
#[derive(Clone, Debug, PartialEq)]
pub struct Evaluation {
    /// Metrics of the shared task, in its order: Tokens, Sentences, Words, UPOS, XPOS, UFeats,
    /// AllTags, Lemmas, UAS, LAS, CLAS, MLAS, BLEX.
    pub metrics: Vec<(&'static str, Score)>,
    /// Labelled attachment of single relations: nsubj, obj, iobj, obl, obl:arg, ccomp, xcomp,
    /// parataxis, negation. A relation counts with all its subtypes; negation is a negative
    /// adverbial modifier (`advmod:neg`, or `advmod` with `Polarity=Neg`).
    pub relations: Vec<(&'static str, Score)>,
}

impl Evaluation {
    /// A score by its name.
    pub fn get(&self, name: &str) -> Option<&Score> {
        self.metrics.iter().chain(&self.relations).find(|(n, _)| *n == name).map(|(_, s)| s)
    }
}

impl fmt::Display for Evaluation {
    /// A table in percent, like the script's with `--verbose`, then the relations.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "Metric     | Precision |    Recall |  F1 Score | AligndAcc")?;
        writeln!(f, "-----------+-----------+-----------+-----------+-----------")?;
        for (name, s) in self.metrics.iter().chain(&self.relations) {
            let [p, r, f1] = [s.precision(), s.recall(), s.f1()].map(|v| 100.0 * v);
            write!(f, "{name:11}|{p:10.2} |{r:10.2} |{f1:10.2} |")?;
            match s.aligned_accuracy() {
                Some(a) => writeln!(f, "{:10.2}", 100.0 * a)?,
                None => writeln!(f)?,
            }
        }
        Ok(())
    }
}
