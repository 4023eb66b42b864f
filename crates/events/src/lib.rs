//! Trees and mentions in; the coded, cited record out: events, statements, relations, occasions.
//!
//! The heart of the house. An act is read as *operators over acts*: language packs supply the
//! words and their valency (`languages/<code>/frames`), the ontology supplies what an operator
//! makes of an act (`ontologies/plover/composition.txt`), and this crate supplies the steps:
//!
//! ```text
//! frames     words with their valency, matched on the tree        -> nodes (acts, operators)
//! compose    operators over acts, tense, mood, negation           -> acts with roles
//! parties    roles -> mentions; dropped subjects, dyads, control  -> actors, recipients
//! statements who said it, directly or indirectly                  -> said_by, statements
//! fields     areas, frameworks, contexts, date, place, weight     -> the event
//! ```
//!
//! Each step leaves a line in the event's `why`. The crate knows no files, no SQL, no HTTP.
#![warn(missing_docs)]

pub mod engine;
pub mod frames;
pub mod ontology;
pub use record;

pub use engine::{Coder, Input};
