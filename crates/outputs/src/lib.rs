//! Records in, the file formats of the field out.
//!
//! **In:** a stream of [`Paper`]s: a document's record, its text where it may be given away, and
//! what the ledger knows of its acts. **Out:** one format each. The room knows neither the store
//! nor the models; whoever calls it decides which papers and which of their events are given away
//! (all reports, one report an act, one act a day).

mod paper;

pub use paper::{Paper, Told};
