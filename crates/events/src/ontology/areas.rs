//! Areas of cooperation and contexts: which lemmas name them.
//!
//! **In:** `languages/<code>/areas.txt` (`canonical name | pattern, pattern`) and `contexts.txt`
//! (`context | weight | pattern, pattern`); a pattern is one or more lemmas in a row.
//! **Out:** areas named by a stretch of lemmas; contexts whose words weigh enough.

use compact_str::CompactString;
use rustc_hash::FxHashMap;

/// A pattern behind its first lemma: the lemmas that follow, and what they name.
type Continuations = FxHashMap<CompactString, Vec<(Vec<CompactString>, u32)>>;

fn add(table: &mut Continuations, patterns: &str, id: u32) {
    for pattern in patterns.split(',').map(str::trim).filter(|p| !p.is_empty()) {
        let pattern = pattern.to_lowercase();
        let mut lemmas = pattern.split_whitespace().map(CompactString::from);
        if let Some(first) = lemmas.next() {
            table.entry(first).or_default().push((lemmas.collect(), id));
        }
    }
}

/// The patterns that start at `at`: their lengths and what they name.
fn starting<'t>(
    table: &'t Continuations,
    lemmas: &'t [&str],
    at: usize,
) -> impl Iterator<Item = (usize, u32)> + 't {
    let hits = table.get(lemmas[at].to_lowercase().as_str()).map(Vec::as_slice).unwrap_or_default();
    let fits = move |rest: &[CompactString]| {
        rest.len() < lemmas.len() - at
            && rest.iter().zip(&lemmas[at + 1..]).all(|(a, b)| a == b || *a == b.to_lowercase())
    };
    hits.iter().filter(move |(rest, _)| fits(rest)).map(|(rest, id)| (rest.len() + 1, *id))
}

/// The longest pattern that starts at `at`.
fn longest(table: &Continuations, lemmas: &[&str], at: usize) -> Option<(usize, u32)> {
    starting(table, lemmas, at).max_by_key(|h| h.0)
}

/// Fields of cooperation by their lemmas.
#[derive(Default)]
pub struct AreaLexicon {
    names: Vec<CompactString>,
    table: Continuations,
}

impl AreaLexicon {
    /// Reads `areas.txt`; lines without a bar are left out. A line named `-` lists phrases that name
    /// no field: where they match, shorter patterns inside them do not.
    pub fn parse(source: &str) -> Self {
        let mut lexicon = Self::default();
        for (_, line) in super::lines(source) {
            if let Some((name, patterns)) = line.split_once('|') {
                add(&mut lexicon.table, patterns, lexicon.names.len() as u32);
                lexicon.names.push(name.trim().into());
            }
        }
        lexicon
    }

    /// How many areas there are.
    pub fn len(&self) -> usize {
        self.names.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.names.is_empty()
    }

    /// Canonical names of the areas that these lemmas name, in order, each once. Longest match wins.
    pub fn names(&self, lemmas: &[&str]) -> Vec<CompactString> {
        let (mut found, mut at): (Vec<CompactString>, usize) = (Vec::new(), 0);
        while at < lemmas.len() {
            match longest(&self.table, lemmas, at) {
                Some((n, id)) => {
                    let name = &self.names[id as usize];
                    if name != "-" && !found.contains(name) {
                        found.push(name.clone());
                    }
                    at += n;
                }
                None => at += 1,
            }
        }
        found
    }
}

/// A context is given when its words in the sentence weigh this much together.
const ENOUGH: f32 = 1.0;

/// Context words with their weights.
#[derive(Default)]
pub struct ContextLexicon {
    names: Vec<(CompactString, f32)>,
    table: Continuations,
}

impl ContextLexicon {
    /// Reads `contexts.txt`; lines without two bars or without a weight are left out.
    pub fn parse(source: &str) -> Self {
        let mut lexicon = Self::default();
        for (_, line) in super::lines(source) {
            let mut columns = line.splitn(3, '|').map(str::trim);
            let (Some(name), Some(weight), Some(patterns)) =
                (columns.next(), columns.next().and_then(|w| w.parse().ok()), columns.next())
            else {
                continue;
            };
            add(&mut lexicon.table, patterns, lexicon.names.len() as u32);
            lexicon.names.push((name.into(), weight));
        }
        lexicon
    }

    /// Contexts that the words name, as they are listed (one may come several times).
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.names.iter().map(|(name, _)| name.as_str())
    }

    /// Contexts of a sentence's lemmas, heaviest first.
    pub fn of(&self, lemmas: &[&str]) -> Vec<CompactString> {
        let mut weights: Vec<(CompactString, f32)> = Vec::new();
        // a word may speak for several contexts ("gazociąg": economy and natural resources)
        for id in
            (0..lemmas.len()).flat_map(|at| starting(&self.table, lemmas, at)).map(|(_, id)| id)
        {
            let (name, weight) = &self.names[id as usize];
            match weights.iter_mut().find(|(n, _)| n == name) {
                Some((_, w)) => *w += weight,
                None => weights.push((name.clone(), *weight)),
            }
        }
        weights.retain(|(_, w)| *w >= ENOUGH);
        weights.sort_by(|a, b| b.1.total_cmp(&a.1));
        weights.into_iter().map(|(n, _)| n).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_area_wins_and_contexts_add_up() {
        let areas = AreaLexicon::parse(
            "- | rozwój sytuacja\ndevelopment | rozwój\ntrade | handel\ne-commerce | handel elektroniczny\n# no\nhealth | zdrowie",
        );
        assert_eq!(
            areas.names(&["handel", "elektroniczny", "i", "zdrowie"]),
            ["e-commerce", "health"]
        );
        assert_eq!(areas.names(&["Handel", "morski"]), ["trade"]);
        assert_eq!(areas.names(&["rozwój", "sytuacja", "rozwój"]), ["development"]);
        assert!(areas.names(&["rozwój", "sytuacja"]).is_empty());
        let contexts =
            ContextLexicon::parse("military | 0.5 | żołnierz, wojsko\nhealth | 1 | szczepionka");
        assert_eq!(contexts.of(&["żołnierz", "szczepionka"]), ["health"]);
        assert_eq!(contexts.of(&["żołnierz", "wojsko"]), ["military"]);
    }
}
