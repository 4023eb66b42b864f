//! The codebook as data (to be filled): types, composition table, CAMEO, areas, contexts.

mod composed;
pub use composed::{Composed, Inner, Source};

use compact_str::CompactString;
use thiserror::Error;

/// A codebook file that cannot be used.
#[derive(Debug, Error)]
#[error("{file}:{line}: {reason}")]
pub struct OntologyError {
    /// File.
    pub file: String,
    /// Line, from 1.
    pub line: usize,
    /// What is wrong.
    pub reason: String,
}

/// A codebook.
pub struct Ontology {}

impl Ontology {
    /// The built-in PLOVER.
    ///
    /// # Errors
    /// If a built-in file is broken.
    pub fn built_in() -> Result<Self, OntologyError> {
        Ok(Self {})
    }
    /// What an operator makes of an act.
    pub fn compose(&self, _op: &str, _negated: bool, _inner: Option<&Inner>) -> Option<Composed> {
        None
    }
    /// CAMEO code.
    pub fn cameo(&self, _event: &str, _mode: Option<&str>, _contexts: &[CompactString]) -> &str {
        "010"
    }
    /// Quad class.
    pub fn quad(&self, _event: &str) -> u8 {
        1
    }
    /// PLOVER score.
    pub fn score(&self, _event: &str, _mode: Option<&str>) -> f32 {
        0.0
    }
}

/// Areas.
pub struct AreaLexicon {}
impl AreaLexicon {
    /// Parses areas.txt.
    pub fn parse(_s: &str) -> Self {
        Self {}
    }
    /// Canonical names of the areas among these lemmas, in order, each once.
    pub fn names(&self, _lemmas: &[&str]) -> Vec<CompactString> {
        Vec::new()
    }
}
/// Contexts.
pub struct ContextLexicon {}
impl ContextLexicon {
    /// Parses contexts.txt.
    pub fn parse(_s: &str) -> Self {
        Self {}
    }
    /// Contexts of a sentence's lemmas.
    pub fn of(&self, _lemmas: &[&str]) -> Vec<CompactString> {
        Vec::new()
    }
}
