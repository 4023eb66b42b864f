//! The record: what is kept of a paper, and what other programs rely on.
//!
//! **In:** what the events room found in a document. **Out:** [`Record`], one line of JSON a
//! document, with the contract's keys in the contract's order; and the same line read back. It is
//! a room of its own so that the ledger and the output forms need neither models nor grammar to
//! know what an act is.
//!
//! Every `start`/`end` is a half-open range of **Unicode code points** in the document's text.
//! Inside the earlier rooms spans are bytes; [`Cited`] words are made at the edge.

mod event;
mod paper;
mod told;

pub use event::{
    Cited, Coded, DateRecord, Event, MentionRecord, Occasion, PlaceRecord, Relation, Statement,
};
pub use paper::{Record, RecordError};
pub use told::Told;
