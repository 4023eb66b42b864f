//! Word classes that frames refer to as `@name`.
//!
//! **In:** `languages/<code>/classes.txt`, lines `@name = lemma, lemma, @other`.
//! **Out:** sets of lemmas.

use compact_str::CompactString;
use rustc_hash::{FxHashMap, FxHashSet};

/// Named sets of lemmas.
#[derive(Debug, Default)]
pub struct Classes {
    sets: FxHashMap<CompactString, FxHashSet<CompactString>>,
}

impl Classes {
    /// Reads a classes file. Unknown lines are left out and reported with their line numbers.
    pub fn parse(source: &str) -> (Self, Vec<usize>) {
        let (mut classes, mut bad) = (Self::default(), Vec::new());
        for (n, line) in source.lines().enumerate() {
            let line = line.split('#').next().unwrap_or_default().trim();
            if line.is_empty() {
                continue;
            }
            let Some((name, items)) = line.split_once('=') else {
                bad.push(n + 1);
                continue;
            };
            let name = name.trim().trim_start_matches('@');
            let mut set = classes.sets.remove(name).unwrap_or_default();
            for item in items.split([',', ';']).map(str::trim).filter(|i| !i.is_empty()) {
                match item.strip_prefix('@') {
                    Some(other) => {
                        set.extend(classes.sets.get(other).into_iter().flatten().cloned())
                    }
                    None => {
                        set.insert(item.into());
                    }
                }
            }
            classes.sets.insert(name.into(), set);
        }
        (classes, bad)
    }

    /// Whether a lemma belongs to a class.
    pub fn contains(&self, class: &str, lemma: &str) -> bool {
        self.sets.get(class).is_some_and(|s| s.contains(lemma))
    }

    /// Whether a lemma belongs to any class.
    pub fn any(&self, lemma: &str) -> bool {
        self.sets.values().any(|s| s.contains(lemma))
    }

    /// Whether there is such a class.
    pub fn has(&self, class: &str) -> bool {
        self.sets.contains_key(class)
    }
}
