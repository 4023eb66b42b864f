//! Under which keys a store finds the pledges that a later act may bear on.
//!
//! **In:** a pledge, or the sketch of a later act. **Out:** a few numbers; if [`super::relate`] links
//! the two, they share one. A key is an unordered pair of states or organisations; for pledges that
//! name one party only, that party and a field or a content word.

use super::entry::Pledge;
use crate::merge::{PartyKey, Sketch};
use std::hash::Hasher;
use xxhash_rust::xxh3::{Xxh3, xxh3_64};

/// Sides that make pairs.
const SIDES: usize = 6;

/// The keys under which a pledge is kept.
#[must_use]
pub fn pledge_keys(pledge: &Pledge) -> Vec<u64> {
    let (own, toward) = (sides(pledge.promisors.iter()), sides(pledge.beneficiaries.iter()));
    let mut found = Vec::new();
    if toward.is_empty() {
        pairs(&own, &own, &mut found);
    } else {
        pairs(&own, &toward, &mut found);
    }
    if found.is_empty() || own.len() == 1 && toward.is_empty() {
        let matter = pledge
            .fields
            .iter()
            .map(|f| xxh3_64(f.as_bytes()))
            .chain(pledge.matter.iter().copied());
        found.extend(matter.flat_map(|m| own.iter().map(move |side| hash(*side, m))));
    }
    unique(found)
}

/// The keys under which a later act looks for pledges.
#[must_use]
pub fn later_keys(later: &Sketch) -> Vec<u64> {
    let (actors, all) = (sides(later.actors.iter()), sides(later.parties()));
    let mut found = Vec::new();
    pairs(&actors, &all, &mut found);
    let fields = later.areas.iter().chain(&later.frameworks).chain(&later.fields_beside);
    let matter = fields.map(|f| xxh3_64(f.as_bytes())).chain(later.matter.iter().copied());
    found.extend(matter.flat_map(|m| actors.iter().map(move |side| hash(*side, m))));
    unique(found)
}

fn sides<'p>(parties: impl Iterator<Item = &'p PartyKey>) -> Vec<u64> {
    let mut sides: Vec<u64> =
        parties.map(|p| xxh3_64(p.code.as_ref().unwrap_or(&p.id).as_bytes())).collect();
    sides = unique(sides);
    sides.truncate(SIDES);
    sides
}

/// Pairs within one state too: a government and its opposition.
fn pairs(a: &[u64], b: &[u64], found: &mut Vec<u64>) {
    for &x in a {
        found.extend(b.iter().map(|&y| hash(x.min(y), x.max(y))));
    }
}

fn hash(a: u64, b: u64) -> u64 {
    let mut hash = Xxh3::new();
    hash.write(&a.to_le_bytes());
    hash.write(&b.to_le_bytes());
    hash.finish()
}

fn unique(mut keys: Vec<u64>) -> Vec<u64> {
    keys.sort_unstable();
    keys.dedup();
    keys
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::merge::sample::deed;

    #[test]
    fn a_pledge_and_its_deed_meet() {
        let promise = deed("AGREE", 1, "2025-04-01", "country/NOR NOR", "country/UKR UKR");
        let pledge = Pledge::of(1, &promise, None).expect("a pledge");
        let share = |later: &Sketch| {
            let kept = pledge_keys(&pledge);
            later_keys(later).iter().any(|k| kept.contains(k))
        };
        assert!(share(&deed("AID", 2, "2025-05-01", "person/store NOR", "person/zelensky UKR")));
        assert!(!share(&deed("AID", 2, "2025-05-01", "country/NOR NOR", "country/MDA MDA")));
        assert!(!share(&deed("AID", 2, "2025-05-01", "country/SWE SWE", "country/UKR UKR")));
    }
}
