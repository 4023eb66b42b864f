//! The record as RDF: one set of triples a paper, written as Turtle, N-Triples or JSON-LD.

mod graph;
mod jsonld;
mod text;
mod vocabulary;

pub(crate) use jsonld::JsonLd;
pub(crate) use text::{NTriples, Turtle};
