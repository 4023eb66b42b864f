//! Under which keys a store finds reports that may tell the same act.
//!
//! **In:** a sketch. **Out:** a few numbers; two reports that [`super::compare`] may join share one.
//! A key is made of the type, a pair of sides and a stretch of eight days. Sides are states and
//! organisations, not persons, so that "Warsaw" and the president meet.
//!
//! | report | keys |
//! |---|---|
//! | two sides or more | type, pair, stretch, for every pair (of the first six sides) and stretch |
//! | any | type, one side, stretch, and each of the three least word keys |
//! | a deed, or words of one side | type, side, stretch |
//! | conduct that goes on | type, one side, quarter of the year |
//!
//! A day lies in one stretch or, at its edge, two. Reports that only a month dates have about five, a
//! year 46; wider windows have none and are not merged.

use super::sketch::Sketch;
use super::time::number;
use std::hash::Hasher;
use xxhash_rust::xxh3::{Xxh3, xxh3_64};

/// Days in a stretch.
const STRETCH: i32 = 8;
/// Widest window that is looked up, in days.
const WIDEST: i32 = 370;
/// Sides that make pairs.
const SIDES: usize = 6;
/// Least word keys that are looked up.
const LEAST: usize = 3;

/// The keys of a report, without repetition. Empty for reports without a day or a party.
#[must_use]
pub fn keys(sketch: &Sketch) -> Vec<u64> {
    let Some(day) = sketch.day.filter(|d| d.days() <= WIDEST) else { return Vec::new() };
    let mut sides: Vec<u64> =
        sketch.parties().map(|p| xxh3_64(p.code.as_ref().unwrap_or(&p.id).as_bytes())).collect();
    sides.sort_unstable();
    sides.dedup();
    let mut found = Vec::new();
    // one day on either side, since reports of one act may lie a day apart
    let stretches =
        (number(day.from) - 1).div_euclid(STRETCH)..=(number(day.to) + 1).div_euclid(STRETCH);
    for stretch in stretches {
        let mut add = |parts: &[u64]| found.push(hash(&sketch.event, stretch, parts));
        for (i, a) in sides.iter().take(SIDES).enumerate() {
            for b in sides.iter().take(SIDES).skip(i + 1) {
                add(&[1, *a, *b]);
            }
            for word in sketch.words.iter().take(LEAST) {
                add(&[2, *a, *word]);
            }
            if sketch.quad.is_multiple_of(2) || sides.len() == 1 && sketch.event != "CONSULT" {
                add(&[3, *a]);
            }
        }
    }
    if sketch.is_standing() {
        found
            .extend(sides.iter().take(SIDES).map(|a| hash(&sketch.event, day.quarter(), &[4, *a])));
    }
    found.sort_unstable();
    found.dedup();
    found
}

/// The stretch stands in front: news come in the order of days, so new keys lie beside each other
/// in a store and few of its pages change. (Keys that lie anywhere made a store of 10,000 papers
/// write thirteen times its size.)
fn hash(event: &str, stretch: i32, parts: &[u64]) -> u64 {
    let mut hash = Xxh3::new();
    hash.write(event.as_bytes());
    hash.write(&stretch.to_le_bytes());
    parts.iter().for_each(|p| hash.write(&p.to_le_bytes()));
    u64::from(stretch as u32) << 44 | hash.finish() >> 20
}

#[cfg(test)]
mod tests {
    use super::super::sample::talk;
    use super::*;

    #[test]
    fn neighbours_meet_and_others_do_not() {
        let share = |a: &Sketch, b: &Sketch| keys(a).iter().any(|k| keys(b).contains(k));
        let call = talk(1, "2025-02-11", "person/duda POL, person/stubb FIN");
        // every day of the calendar meets its neighbour
        for day in 10..=19 {
            let a = talk(1, &format!("2025-02-{day}"), "person/duda POL, country/FIN FIN");
            let b = talk(2, &format!("2025-02-{}", day + 1), "person/stubb FIN, person/duda POL");
            assert!(share(&a, &b), "{day}");
        }
        assert!(!share(&call, &talk(2, "2025-03-11", "person/duda POL, person/stubb FIN")));
        assert!(!share(&call, &talk(2, "2025-02-11", "person/macron FRA, person/xi CHN")));
        assert!(keys(&call).len() <= 4, "{}", keys(&call).len());
        let century = talk(1, "19XX", "person/duda POL, person/stubb FIN");
        assert!(keys(&century).is_empty());
    }
}
