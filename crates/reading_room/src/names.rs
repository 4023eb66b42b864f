//! Names of states in the languages of the pages.
//!
//! From Unicode CLDR by way of `data/make.mjs`. Records keep their English canonical names; these
//! only head pages.

use crate::language::Tongue;
use std::collections::HashMap;
use std::sync::LazyLock;

static NAMES: LazyLock<HashMap<&str, (&str, &str)>> = LazyLock::new(|| {
    include_str!("../data/names.tsv")
        .lines()
        .filter_map(|line| {
            let mut cells = line.split('\t');
            Some((cells.next()?, (cells.next()?, cells.next()?)))
        })
        .collect()
});

/// The name of a state by its ISO 3166-1 alpha-3 code; the code itself where it is none.
pub fn of_code(code: &str, tongue: Tongue) -> String {
    match (NAMES.get(code), tongue) {
        (Some(names), Tongue::En) => names.0.to_owned(),
        (Some(names), Tongue::Pl) => names.1.to_owned(),
        (None, _) => code.to_owned(),
    }
}
