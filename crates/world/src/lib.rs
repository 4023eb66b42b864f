//! Analysed sentences and a date in; mentions of actors, places, frameworks and days out.
//!
//! This room knows who held which office on which day, in every inflected form of the name, and
//! says nothing where it does not know. It knows no events.
#![warn(missing_docs)]

mod atoms;
pub mod builder;
pub mod dates;
pub mod fold;
mod link;
mod mention;
mod offices;
mod overlay;
#[allow(missing_docs)] // rows of tables: the fields' names are their documentation
pub mod tables;
pub mod trie;
mod who;
mod world;

pub use dates::{ClauseTense, Resolved, find_dates, resolve, resolve_in};
pub use mention::{DateMention, Granularity, Mention, MentionKind, PlaceAt};
pub use offices::Office;
pub use overlay::{LONGEST_NAME, OverlayProblem, check_overlay};
pub use who::Candidate;
pub use world::{World, WorldError};
