//! Which reports tell the same act, and which papers are copies of each other.
//!
//! **In:** records and their texts. **Out:** for papers, [`copies::Signature`]s and whether two of
//! them are copies; for reports, [`sketch::Sketch`]es, the keys under which candidates are found
//! ([`keys::keys`]), a [`compare::Verdict`] with reasons for two of them, and groups of reports of
//! one act ([`group`]). Nothing here knows the store; rules and figures: `docs/ledger/merging.md`.

pub mod compare;
pub mod content;
pub mod copies;
pub mod group;
pub mod keys;
pub mod party;
#[cfg(test)]
pub(crate) mod sample;
mod sides;
pub mod sketch;
pub mod time;

pub use compare::{Verdict, compare};
pub use copies::{Signature, are_copies};
pub use keys::keys;
pub use party::PartyKey;
pub use sketch::Sketch;
pub use time::{DayFrom, Window};
