//! English titles of several nouns: "White House Gender Policy Council Director".

use crate::MentionKind;
use crate::link::{Linker, Node};
use syntax::{Sentence, Upos};

impl Linker<'_, '_> {
    /// The state or body that opens an English title of nouns with capitals ("U.S. Trade
    /// Representative", "White House Gender Policy Council Director") whose last noun but the role
    /// is the atom `last`.
    pub(super) fn owner_of_title(
        &self,
        sentence: &Sentence,
        nodes: &[Node],
        k: usize,
        last: usize,
    ) -> Option<usize> {
        /// No office has a longer name.
        const LONGEST: usize = 5;
        let mut at = last + 1;
        loop {
            let p = k.checked_sub(1).filter(|&p| nodes[p].b == at && at <= last);
            if let Some(p) = p {
                let n = &nodes[p];
                let owns = matches!(
                    n.kind,
                    MentionKind::State
                        | MentionKind::Organisation
                        | MentionKind::Institution
                        | MentionKind::Adjective
                );
                // "U.S.-Israel Strategic Consultative Group" is of both
                let both = self.hyphened(n.a);
                return (owns && !both && n.role.is_none() && n.code.is_some() && !n.absorbed)
                    .then_some(p);
            }
            let before = at.checked_sub(1)?;
            let word = self.word(sentence, before);
            let noun = matches!(word.upos, Upos::Noun | Upos::Propn | Upos::Adj);
            let covered = nodes.iter().any(|n| n.a <= before && before < n.b);
            if !self.atoms.list[before].capital || !noun || covered || last - before >= LONGEST {
                return None;
            }
            at = before;
        }
    }
}
