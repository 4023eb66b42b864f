//! The word lists behind the rules: abbreviations, hyphenated words, sentence openers.
//!
//! They are plain files in `languages/<code>/segmentation.txt`, one entry a line under a heading
//! in square brackets, so that they can be corrected without Rust.

use crate::Lang;
use std::collections::HashMap;
use std::sync::LazyLock;

/// What a list says about a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Entry {
    /// An abbreviation after which a sentence goes on: "gen.", "m.in.", "Mr.".
    Never,
    /// An abbreviation that may also end a sentence: "itd.", "r.", "p.m.".
    MayEnd,
    /// An abbreviation that ends a sentence whenever a capital follows, but for a short opening:
    /// "r.", "p.n.e.", "itd.".
    OftenEnd,
    /// A first part that stays joined to what follows its hyphen: "quasi-", "al-".
    Prefix,
    /// A hyphenated word that is one token.
    Whole,
    /// A capitalised word that, after an abbreviation, opens a sentence.
    Opener,
}

/// The lists of one language, keyed by lower-case form; a form may stand in several lists.
pub(super) struct Lexicon {
    entries: HashMap<String, Vec<Entry>>,
}

impl Lexicon {
    /// The lists of a language.
    pub(super) fn of(lang: Lang) -> &'static Lexicon {
        static PL: LazyLock<Lexicon> = LazyLock::new(|| {
            Lexicon::parse(include_str!("../../../../languages/pl/segmentation.txt"))
        });
        static EN: LazyLock<Lexicon> = LazyLock::new(|| {
            Lexicon::parse(include_str!("../../../../languages/en/segmentation.txt"))
        });
        match lang {
            Lang::Pl => &PL,
            Lang::En => &EN,
        }
    }

    fn parse(file: &str) -> Self {
        let mut entries: HashMap<String, Vec<Entry>> = HashMap::new();
        let mut list = None;
        for line in file.lines().map(|l| l.split('#').next().unwrap_or("").trim()) {
            match line {
                "" => {}
                "[abbreviations: never at the end]" => list = Some(Entry::Never),
                "[abbreviations: may end a sentence]" => list = Some(Entry::MayEnd),
                "[abbreviations: often end a sentence]" => list = Some(Entry::OftenEnd),
                "[prefixes]" => list = Some(Entry::Prefix),
                "[hyphenated]" => list = Some(Entry::Whole),
                "[openers]" => list = Some(Entry::Opener),
                words => {
                    // The files are compiled in and a test reads each heading, so a line before
                    // the first heading cannot reach a user.
                    let Some(kind) = list else { continue };
                    for word in words.split_whitespace() {
                        entries.entry(word.to_lowercase()).or_default().push(kind);
                    }
                }
            }
        }
        Self { entries }
    }

    /// Whether a list has the word, in any case. Long words are in no list.
    pub(super) fn has(&self, word: &str, kind: Entry) -> bool {
        const LONGEST: usize = 48;
        if word.len() > LONGEST {
            return false;
        }
        let found = match self.entries.get(word) {
            Some(kinds) => Some(kinds),
            None => self.entries.get(&word.to_lowercase()),
        };
        found.is_some_and(|kinds| kinds.contains(&kind))
    }

    /// Whether the word is an abbreviation written with a period.
    pub(super) fn abbreviation(&self, word: &str) -> bool {
        [Entry::Never, Entry::MayEnd, Entry::OftenEnd].iter().any(|&k| self.has(word, k))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_list_of_both_languages_is_filled() {
        for lang in [Lang::Pl, Lang::En] {
            let all: Vec<Entry> = Lexicon::of(lang).entries.values().flatten().copied().collect();
            for kind in [Entry::Never, Entry::OftenEnd, Entry::Prefix, Entry::Whole, Entry::Opener]
            {
                assert!(all.contains(&kind), "{lang:?} has no {kind:?}");
            }
        }
    }
}
