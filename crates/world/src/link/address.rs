//! What stands around names and is none of them: words of address, hyphens, teams of two.
//!
//! **In:** atoms of a sentence. **Out:** whether one is a word of address, is joined to the one before,
//! or begins the second name of a team ("Biden-Harris administration").

use super::{Linker, Node};
use crate::tables::RoleClass;

/// Words of address, without their full stop.
const HONORIFICS: &[&str] = &[
    "Mr", "Mrs", "Ms", "Dr", "Prof", "Sir", "Dame", "Lord", "Lady", "Hon", "Rev", "Sen", "Rep",
    "Gov", "dr", "prof", "Pan", "Pani",
];

impl Linker<'_, '_> {
    /// Whether a second name follows with a hyphen, and then a body that both lead.
    pub(super) fn of_a_team(&self, nodes: &[Node], at: usize) -> bool {
        at < self.atoms.list.len()
            && self.atoms.list[at].capital
            && self.hyphened(at)
            && nodes
                .iter()
                .any(|n| n.a == at + 1 && n.role.is_some_and(|r| r.class == RoleClass::Body))
    }

    /// A word of address before a name.
    pub(in crate::link) fn is_honorific(&self, at: usize) -> bool {
        let form = self.atoms.list[at].span.of(self.text).trim_end_matches('.');
        HONORIFICS.contains(&form)
    }

    /// Whether a hyphen joins an atom to the one before ("Biden-Harris", "Kidawa-Błońska").
    pub(in crate::link) fn hyphened(&self, at: usize) -> bool {
        let Some(before) = at.checked_sub(1).map(|b| &self.atoms.list[b]) else { return false };
        let between = before.span.end as usize..self.atoms.list[at].span.start as usize;
        before.capital && matches!(self.text.get(between), Some("-" | "–"))
    }
}

/// Whether a word is written without small letters.
pub(super) fn capitals(form: &str) -> bool {
    !form.chars().any(char::is_lowercase)
}
