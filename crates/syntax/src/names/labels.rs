//! Labels of a name tagger (BILOU) and the way from labels to names.
//!
//! Label 0 is outside; kind k has four labels: begin, inside, last, unit. A name of one word is a
//! unit, so that a label sequence that keeps to [`follows`] is always a set of names.

use crate::{Name, NameKind};

/// Position of a word in its name.
pub(super) const BEGIN: usize = 0;
pub(super) const INSIDE: usize = 1;
pub(super) const LAST: usize = 2;
pub(super) const UNIT: usize = 3;
/// The label of words outside names.
pub(super) const OUTSIDE: u8 = 0;
/// Most labels: five kinds of four, and outside.
pub(super) const MAX_LABELS: usize = 21;

/// The label of a kind (by index) and a position.
pub(super) fn label(kind: usize, position: usize) -> u8 {
    (1 + kind * 4 + position) as u8
}

/// Kind (by index) and position of a label; `None` outside.
pub(super) fn parts(label: u8) -> Option<(usize, usize)> {
    let l = usize::from(label).checked_sub(1)?;
    Some((l / 4, l % 4))
}

/// Whether the label leaves a name open.
pub(super) fn opens(label: u8) -> bool {
    parts(label).is_some_and(|(_, p)| p == BEGIN || p == INSIDE)
}

/// Whether `next` may stand after `last`.
pub(super) fn follows(last: u8, next: u8) -> bool {
    match parts(next) {
        Some((kind, INSIDE | LAST)) => opens(last) && parts(last).map(|p| p.0) == Some(kind),
        _ => !opens(last),
    }
}

/// Writes the labels of names (sorted, not overlapping; kinds missing from `kinds` are left out).
pub(super) fn from_names(names: &[Name], kinds: &[NameKind], words: usize, out: &mut Vec<u8>) {
    out.clear();
    out.resize(words, OUTSIDE);
    for n in names {
        let Some(kind) = kinds.iter().position(|&k| k == n.kind) else { continue };
        let (a, b) = (n.words.start as usize, n.words.end as usize);
        for (i, cell) in out.iter_mut().enumerate().take(b).skip(a) {
            *cell = label(
                kind,
                match (i == a, i + 1 == b) {
                    (true, true) => UNIT,
                    (true, false) => BEGIN,
                    (false, true) => LAST,
                    (false, false) => INSIDE,
                },
            );
        }
    }
}

/// Appends the names of a label sequence that keeps to [`follows`].
pub(super) fn to_names(labels: &[u8], kinds: &[NameKind], out: &mut Vec<Name>) {
    let mut start = 0;
    for (i, &l) in labels.iter().enumerate() {
        let Some((kind, position)) = parts(l) else { continue };
        if position == BEGIN || position == UNIT {
            start = i;
        }
        if position == LAST || position == UNIT {
            out.push(Name { words: start as u32..i as u32 + 1, kind: kinds[kind] });
        }
    }
}
