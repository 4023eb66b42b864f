//! Gold records and predicted records in; precision, recall, F1, confusion and intervals out.
//!
//! Three kinds of gold, three scorers, each the same to the last printed digit as the field scorer
//! that stands beside the gold sets (`evaluate.py`, `score_events.py`; a test compares them):
//!
//! | kind | one line of the gold file is | scorer |
//! |---|---|---|
//! | `news` | a document with its events | [`news`] |
//! | `gsr` | a sentence with one event between countries | [`gsr`] |
//! | `plv` | a sentence with two marked actors and one relation | [`plv`] |
//!
//! Added to the tables: confusion of types, percentile bootstrap intervals, and the missed and
//! surplus acts themselves. The crate knows no models and no pipeline: records come in as the JSON
//! of the record contract, whoever made them. Offsets are code points, as in the contract.
#![warn(missing_docs)]

mod bootstrap;
mod confusion;
mod data;
pub mod gsr;
mod measures;
pub mod news;
pub mod plv;

pub use bootstrap::{DRAWS, Interval, MersenneTwister};
pub use confusion::Confusion;
pub use data::{
    Actor, DataError, Document, Gold, GoldEvent, Kind, Pair, Party, PredictedEvent, Prediction,
    Sentence, Trigger, read_gold, read_inputs, read_predictions,
};
pub use measures::{Counts, Prf};

use serde::Serialize;
use std::fmt;

/// An act that was missed, a record that was surplus, or a relation that was answered wrongly.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Fault {
    /// `missed`, `surplus` or `wrong`.
    pub kind: &'static str,
    /// The document's (sentence's, pair's) id.
    pub id: String,
    /// Type and mode, parties: `AGREE - POL > UKR`.
    pub act: String,
    /// The words that carry it, where known.
    pub trigger: Option<String>,
    /// Code point in the document's text where it stands; the sentence around it is to be shown.
    pub at: Option<usize>,
    /// What the program has in the same place, or nothing.
    pub instead: Vec<String>,
    /// The record's own derivation, for surplus records and wrong answers.
    pub why: Vec<String>,
}

/// The figures of one gold set.
pub enum Figures {
    /// Documents with events.
    News(Box<news::News>),
    /// Single coded sentences.
    Gsr(Box<gsr::Gsr>),
    /// Relations between marked actors.
    Plv(Box<plv::Plv>),
}

/// Scores predictions with the scorer of the gold's kind. Predictions of ids that the gold does not
/// have are ignored; gold without a prediction counts as coded with nothing.
pub fn score(gold: &Gold, predictions: &[Prediction]) -> Figures {
    match gold {
        Gold::News(documents) => Figures::News(Box::new(news::score(documents, predictions))),
        Gold::Gsr(sentences) => Figures::Gsr(Box::new(gsr::score(sentences, predictions))),
        Gold::Plv(pairs) => Figures::Plv(Box::new(plv::score(pairs, predictions))),
    }
}

/// Bootstrap intervals of a set's main figures.
pub struct Intervals {
    /// What was resampled.
    pub unit: &'static str,
    /// How often.
    pub draws: usize,
    /// Name, value on the whole set, 95% interval.
    pub rows: Vec<(String, f64, Interval)>,
}

impl Figures {
    /// What was missed and what was surplus, missed first, each in the gold's order.
    pub fn faults(&self) -> &[Fault] {
        match self {
            Figures::News(n) => &n.faults,
            Figures::Gsr(g) => &g.faults,
            Figures::Plv(p) => &p.faults,
        }
    }

    /// The scorer's table alone, as the field scorer prints it.
    pub fn table(&self) -> &dyn fmt::Display {
        match self {
            Figures::News(n) => n.as_ref(),
            Figures::Gsr(g) => g.as_ref(),
            Figures::Plv(p) => p.as_ref(),
        }
    }

    /// Which type was taken for which.
    pub fn confusion(&self) -> &Confusion {
        match self {
            Figures::News(n) => &n.confusion,
            Figures::Gsr(g) => &g.confusion,
            Figures::Plv(p) => &p.confusion,
        }
    }

    /// Name, value and 95% interval of the main figures.
    pub fn intervals(&self) -> Intervals {
        let (unit, draws, rows) = match self {
            Figures::News(n) => ("documents", DRAWS, n.intervals()),
            Figures::Gsr(g) => ("sentences", gsr::SENTENCE_DRAWS, g.intervals()),
            Figures::Plv(p) => ("pairs", DRAWS, p.intervals()),
        };
        Intervals { unit, draws, rows }
    }

    /// All figures as JSON.
    pub fn json(&self) -> serde_json::Value {
        let mut value = match self {
            Figures::News(n) => n.json(),
            Figures::Gsr(g) => g.json(),
            Figures::Plv(p) => p.json(),
        };
        let Intervals { unit, draws, rows } = self.intervals();
        let named = rows.into_iter().map(|(name, figure, i)| {
            (name, serde_json::json!({"value": figure, "low": i.low, "high": i.high}))
        });
        let named: serde_json::Map<String, serde_json::Value> = named.collect();
        value["intervals"] = serde_json::json!({"resampled": unit, "draws": draws, "of": named});
        value["confusion"] = self.confusion().rows().collect();
        value
    }
}
