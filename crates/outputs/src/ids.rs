//! Ids that do not change from run to run.

use record::{Event, Record};
use xxhash_rust::xxh3::{xxh3_64, xxh3_128};

use crate::Told;

/// The id of an act: the ledger's where it knows the act, else a hash of the paper's id and the
/// event's (32 hexadecimal digits).
pub(crate) fn act(record: &Record, event: &Event, told: Option<&Told>) -> String {
    match told {
        Some(told) => told.act.clone(),
        None => format!("{:032x}", xxh3_128(&joined(&[&record.id, &event.id]))),
    }
}

/// A number for a row, from what makes it different: below 2^53, so that it stays whole in the
/// floating-point columns of R and of JavaScript.
pub(crate) fn number(parts: &[&str]) -> u64 {
    xxh3_64(&joined(parts)) >> 11
}

/// Sixteen hexadecimal digits for the same.
pub(crate) fn short(parts: &[&str]) -> String {
    format!("{:016x}", xxh3_64(&joined(parts)))
}

/// The parts with their lengths, so that no two lists of parts read the same.
fn joined(parts: &[&str]) -> Vec<u8> {
    let mut bytes = Vec::new();
    for part in parts {
        bytes.extend((part.len() as u64).to_le_bytes());
        bytes.extend(part.as_bytes());
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_stable_and_small() {
        assert_eq!(number(&["a", "bc"]), number(&["a", "bc"]));
        assert_ne!(number(&["a", "bc"]), number(&["ab", "c"]));
        assert!(number(&["x"]) < 1 << 53);
    }
}
