//! The words of the pages, in Polish and English (`assets/words.tsv`).

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::LazyLock;

/// A language of the pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tongue {
    /// English.
    En,
    /// Polish.
    Pl,
}

static WORDS: LazyLock<HashMap<&str, [&str; 2]>> = LazyLock::new(|| {
    include_str!("../assets/words.tsv")
        .lines()
        .filter(|l| !l.starts_with('#'))
        .filter_map(|line| {
            let mut cells = line.split('\t');
            Some((cells.next()?, [cells.next()?, cells.next()?]))
        })
        .collect()
});

impl Tongue {
    /// ISO 639-1 code.
    pub fn code(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Pl => "pl",
        }
    }

    /// By its code.
    pub fn of_code(code: &str) -> Option<Self> {
        match code {
            "en" => Some(Self::En),
            "pl" => Some(Self::Pl),
            _ => None,
        }
    }

    /// What a browser prefers (`Accept-Language`): the first of ours by weight.
    pub fn preferred(accept: &str) -> Self {
        let weighed = accept.split(',').filter_map(|part| {
            let mut parts = part.trim().split(';');
            let tongue = Self::of_code(parts.next()?.split('-').next()?.trim())?;
            let weight = parts
                .find_map(|p| p.trim().strip_prefix("q="))
                .map_or(Some(1.0), |q| q.parse().ok());
            Some((tongue, weight?))
        });
        let mut best = (Self::En, 0.0_f32);
        for (tongue, weight) in weighed {
            if weight > best.1 {
                best = (tongue, weight);
            }
        }
        best.0
    }
}

/// A word of the pages. A key that is not in the table stands for itself, as codes of the
/// codebook's extensions do.
pub fn word(tongue: Tongue, key: &str) -> Cow<'static, str> {
    match WORDS.get(key) {
        Some(words) => Cow::Borrowed(words[usize::from(tongue == Tongue::Pl)]),
        None => Cow::Owned(key.rsplit_once('.').map_or(key, |k| k.1).to_owned()),
    }
}

static TERMS: LazyLock<HashMap<&str, &str>> = LazyLock::new(|| {
    let lines = include_str!("../assets/terms.tsv").lines();
    lines.filter(|l| !l.starts_with('#')).filter_map(|line| line.split_once('\t')).collect()
});

/// A term of the codebook: mode, context, area. One that is not in the table stays as the record
/// has it.
pub fn term(tongue: Tongue, name: &str) -> String {
    match (tongue, TERMS.get(name)) {
        (Tongue::Pl, Some(polish)) => (*polish).to_owned(),
        (Tongue::Pl, None) | (Tongue::En, _) => name.replace('_', " "),
    }
}

/// Whether the table has a word.
#[cfg(test)]
pub fn has(key: &str) -> bool {
    WORDS.contains_key(key)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_go_with_numbers_have_all_forms() {
        let many = WORDS.iter().filter(|(_, words)| words.iter().any(|w| w.contains('|')));
        for (key, [english, polish]) in many {
            let forms = [english, polish].map(|w| w.split('|').count());
            assert_eq!(forms, [2, 3], "{key}");
        }
    }

    #[test]
    fn terms_of_the_codebook_have_polish_words() {
        assert_eq!(term(Tongue::Pl, "nuclear energy"), "energetyka jądrowa");
        assert_eq!(term(Tongue::Pl, "Weimar Triangle"), "Weimar Triangle");
        assert_eq!(term(Tongue::En, "human_rights"), "human rights");
        let lines = include_str!("../assets/terms.tsv").lines().filter(|l| !l.starts_with('#'));
        assert_eq!(lines.clone().count(), TERMS.len(), "a term stands twice, or a line is none");
        assert!(lines.clone().all(|l| l.split('\t').count() == 2));
    }

    #[test]
    fn every_area_and_context_and_mode_that_ships_has_a_polish_word() {
        let areas = include_str!("../../../languages/en/areas.txt").lines();
        let names = |l: &str| l.split('|').next().map(|n| n.trim().to_owned()).unwrap_or_default();
        let contexts = include_str!("../../../ontologies/plover/contexts.txt").lines();
        let types = include_str!("../../../ontologies/plover/types.txt").lines();
        let modes = types.filter(|l| !l.starts_with('#')).filter_map(|l| l.split('|').nth(4));
        let modes = modes.flat_map(|m| m.split(',')).filter_map(|m| m.split_whitespace().next());
        let tags = areas.chain(contexts).filter(|l| !l.starts_with('#')).map(names);
        for name in tags.chain(modes.map(str::to_owned)).filter(|n| !n.is_empty() && n != "-") {
            assert!(TERMS.contains_key(name.as_str()), "{name}");
        }
    }

    #[test]
    fn browsers_get_what_they_prefer() {
        assert_eq!(Tongue::preferred("pl-PL,pl;q=0.9,en;q=0.8"), Tongue::Pl);
        assert_eq!(Tongue::preferred("de, en;q=0.7, pl;q=0.3"), Tongue::En);
        assert_eq!(Tongue::preferred("pl;q=x, de"), Tongue::En);
    }

    #[test]
    fn every_line_has_both_languages() {
        for line in include_str!("../assets/words.tsv").lines().filter(|l| !l.starts_with('#')) {
            let cells: Vec<&str> = line.split('\t').collect();
            assert!(cells.len() == 3 && cells.iter().all(|c| !c.trim().is_empty()), "{line}");
        }
    }

    /// Keys in templates (`s.t("...")`) and in code (`t("...")`, `word(.., "...")`).
    #[test]
    fn every_word_that_is_used_is_there() {
        let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
        let mut folders = vec![root.join("templates"), root.join("src")];
        let mut seen = 0;
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).expect("a folder").flatten() {
                if entry.path().is_dir() {
                    folders.push(entry.path());
                    continue;
                }
                let text = std::fs::read_to_string(entry.path()).expect("a file");
                for start in ["t(\"", "tn(\"", "tongue, \""] {
                    for (at, _) in text.match_indices(start) {
                        let rest = &text[at + start.len()..];
                        let key = &rest[..rest.find('"').unwrap_or(0)];
                        let looks = key.starts_with(|c: char| c.is_ascii_lowercase())
                            && key.contains('.')
                            && !key.contains(['/', ' ', '{']);
                        if looks
                            && key.bytes().all(|b| b.is_ascii_lowercase() || b == b'.' || b == b'_')
                        {
                            seen += 1;
                            assert!(has(key), "{}: {key}", entry.path().display());
                        }
                    }
                }
            }
        }
        assert!(seen > 100, "{seen}");
    }
}
