//! Analysed sentences and a date in; mentions of actors, places, frameworks and days out.
//!
//! This room knows who held which office on which day, in every inflected form of the name, and
//! says nothing where it does not know. It knows no events.
#![warn(missing_docs)]

mod mention;

pub use mention::{DateMention, Granularity, Mention, MentionKind, PlaceAt};
