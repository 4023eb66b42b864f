//! Where merging meets the store: candidates by key, the verdict of the rules, copies of papers.

use crate::acts::Joined;
use crate::error::Result;
use crate::filed::Filed;
use crate::filing::Filing;
use record::Event;

impl Filing<'_> {
    /// The act that an event tells again, if an earlier paper told it.
    pub(crate) fn find_act(
        &mut self,
        _document: i64,
        _paper: &Filed,
        _event: &Event,
    ) -> Result<Option<Joined>> {
        Ok(None)
    }

    /// Files an act under the keys by which its further reports are looked for.
    pub(crate) fn keys(&mut self, _act: i64, _document: i64, _event: &Event) -> Result<()> {
        Ok(())
    }

    /// Notes whether a paper is a copy of an earlier one.
    pub(crate) fn copies(&mut self, _document: i64, _text: &str) -> Result<()> {
        Ok(())
    }

    /// Applies the corrections that people made to this paper's earlier records.
    pub(crate) fn corrected(&mut self, _document: i64, _paper: &Filed) -> Result<()> {
        Ok(())
    }
}
