//! Acronyms that a document defines for itself.
//!
//! "The Inflation Reduction Act (IRA) ..." makes IRA that act from there on, whatever army the world
//! knows by the same letters. The definition is seen by its form: capitals before a bracket whose
//! initials the bracket holds (Schwartz and Hearst, "A Simple Algorithm for Identifying Abbreviation
//! Definitions in Biomedical Text", 2003, in its strictest case).

use super::{Linker, Node};
use compact_str::CompactString;
use syntax::Sentence;

impl Linker<'_, '_> {
    /// Drops what the world means by acronyms that this document means otherwise.
    pub fn forget_redefined(&mut self, sentence: &Sentence, nodes: &mut Vec<Node>) {
        let redefined: Vec<CompactString> = nodes
            .iter()
            .filter(|n| self.is_acronym_node(n) && self.spells_another(sentence, n, nodes))
            .map(|n| self.atoms.list[n.a].span.of(self.text).into())
            .collect();
        self.memory.redefined.extend(redefined);
        if self.memory.redefined.is_empty() {
            return;
        }
        nodes.retain(|n| {
            let form = self.atoms.list[n.a].span.of(self.text);
            !(self.is_acronym_node(n) && self.memory.redefined.iter().any(|r| r == form))
        });
    }

    fn is_acronym_node(&self, node: &Node) -> bool {
        node.entity.is_some() && node.b == node.a + 1 && self.atoms.list[node.a].upper
    }

    /// Whether the words before a bracket spell its acronym, and are no name of the same thing.
    fn spells_another(&self, sentence: &Sentence, node: &Node, nodes: &[Node]) -> bool {
        let form = |w: usize| sentence.words.get(w).map_or("", |w| w.span.of(self.text));
        let at = self.atoms.list[node.a].word as usize;
        if at < 2 || form(at - 1) != "(" {
            return false;
        }
        // one word for each letter: "G7" and "APEC-27" are not spelled by words
        if !form(at).chars().all(char::is_uppercase) {
            return false;
        }
        let letters = form(at).chars().rev();
        let mut words = (0..at - 1).rev();
        let mut first = at - 1;
        for letter in letters {
            // small words between ("of", "the") stand for no letter
            let next = words.by_ref().find(|w| form(*w).starts_with(char::is_uppercase));
            match next {
                Some(w) if form(w).starts_with(letter) && first - w <= 3 => first = w,
                _ => return false,
            }
        }
        let spelled = |n: &Node| {
            let word = self.atoms.list[n.a].word as usize;
            n.entity == node.entity && word >= first && word < at
        };
        !nodes.iter().any(spelled)
    }
}

#[cfg(test)]
mod tests {
    use crate::World;
    use crate::who::plain_sentence;
    use std::path::Path;
    use text::Lang;

    /// What the world means by the acronyms of a sentence; none where its pack is not built.
    fn linked(text: &str) -> Option<Vec<String>> {
        let pack = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../world/world.pack");
        if !pack.exists() {
            println!("skipped: {} is not built (cargo xtask world)", pack.display());
            return None;
        }
        let world = World::open(&pack).expect("the shipped pack opens");
        let mentions = world.link(&[plain_sentence(text, Lang::En)], text, Lang::En, None);
        Some(mentions.into_iter().filter_map(|m| m.entity).map(|e| e.to_string()).collect())
    }

    #[test]
    fn a_document_may_mean_its_own_thing() {
        let Some(found) =
            linked("They praised the Infrastructure Reform Act ( IRA ) and the IRA .")
        else {
            return;
        };
        assert!(!found.contains(&"group/ira".to_owned()), "{found:?}");
        let found = linked("They condemned the IRA .").unwrap_or_default();
        assert!(found.contains(&"group/ira".to_owned()), "{found:?}");
        let found = linked("The World Health Organization ( WHO ) met .").unwrap_or_default();
        assert_eq!(found.iter().filter(|e| *e == "org/WHO").count(), 2, "{found:?}");
    }
}
