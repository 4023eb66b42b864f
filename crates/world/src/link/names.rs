//! What the world's lists say of the names in a document: [`World::settle_names`].
//!
//! **In:** sentences with the names that a tagger found. **Out:** the same, with the kind and the
//! extent that a listed name has. **Why:** a tagger learns from one corpus and one time; a state, a
//! body, a newspaper or a war that the world knows by its lemma need not be guessed.
//!
//! A listed name decides where it covers what the tagger found or agrees with its extent; inside a
//! longer name of the tagger's ("Ambasada USA w Mińsku") the longer name stays.

use super::{Linker, Node};
use crate::tables::{
    Kind, NAMED, NAMED_EVENT, NAMED_ORGANISATION, NAMED_PLACE, NAMED_PRODUCT, RoleClass,
};
use crate::{MentionKind, World};
use std::ops::Range;
use syntax::{Name, NameKind, Sentence};
use text::Lang;

impl World {
    /// Corrects [`Sentence::names`] by the names that the world lists, and adds those that the
    /// tagger did not find. `text` is the document's; sentences may lack trees and lemmas.
    pub fn settle_names(&self, sentences: &mut [Sentence], text: &str, lang: Lang) {
        let mut linker = Linker::new(self.layers(), text, lang, None);
        linker.settling = true;
        for sentence in sentences {
            let mut atoms = std::mem::take(&mut linker.atoms);
            atoms.read(sentence, text, lang);
            linker.atoms = atoms;
            let found = linker.find(sentence);
            let listed = found.iter().filter_map(|n| linker.listed(sentence, n));
            let listed: Vec<_> = listed.collect();
            join_hyphens(sentence, text);
            for (words, kind) in listed {
                settle(&mut sentence.names, words, kind);
            }
        }
    }
}

impl Linker<'_, '_> {
    /// The words and kind of a node that is a listed name.
    fn listed(&self, sentence: &Sentence, node: &Node) -> Option<(Range<u32>, NameKind)> {
        let body = node.role.is_some_and(|r| r.class == RoleClass::Body);
        if (node.role.is_some() && !body) || node.kind == MentionKind::Adjective {
            return None;
        }
        let (first, last) = (&self.atoms.list[node.a], &self.atoms.list[node.b - 1]);
        // a piece of a word ("anty-NATO") is no name by itself
        if self.word(sentence, node.a).span.start != first.span.start
            || self.word(sentence, node.b - 1).span.end != last.span.end
        {
            return None;
        }
        let kind = match node.entity {
            // a body by its noun is a name where capitals say so: "Izba Gmin", "MSZ"
            None if body && first.capital && (node.a > 0 || first.upper) => NameKind::Organisation,
            None => return None,
            Some(_) if node.kind == MentionKind::People => {
                if !first.capital {
                    return None;
                }
                NameKind::Person
            }
            // "torysi" are those who belong to it
            Some(e) if self.layers.kind(e) == Kind::Party && !first.capital => NameKind::Person,
            Some(e) => self.name_kind(e),
        };
        Some((first.word..last.word + 1, kind))
    }

    /// What an entity's name is a name of, by the convention of news corpora.
    fn name_kind(&self, entity: crate::world::Ref) -> NameKind {
        let flags = self.layers.row(entity).flags;
        match flags & NAMED {
            _ if flags & NAMED_PLACE != 0 => return NameKind::Place,
            NAMED_ORGANISATION => return NameKind::Organisation,
            NAMED_PRODUCT => return NameKind::Product,
            NAMED_EVENT => return NameKind::Event,
            _ => {}
        }
        match self.layers.kind(entity) {
            Kind::State | Kind::Place => NameKind::Place,
            Kind::Person => NameKind::Person,
            Kind::Organisation | Kind::Group | Kind::Party | Kind::Institution | Kind::Business => {
                NameKind::Organisation
            }
            Kind::Media | Kind::Product | Kind::Framework => NameKind::Product,
            Kind::Event => NameKind::Event,
        }
    }
}

/// "Jean-Claude Juncker" is one name wherever the tagger parted it: words that a hyphen joins
/// without blanks belong together, and to the person.
fn join_hyphens(sentence: &mut Sentence, text: &str) {
    let Sentence { words, names, .. } = sentence;
    let glued = |i: usize| {
        let [a, hyphen, b] = &words[i..i + 3] else { return false };
        let capital = |w: &syntax::Word| w.span.of(text).starts_with(char::is_uppercase);
        hyphen.span.of(text) == "-"
            && a.span.end == hyphen.span.start
            && hyphen.span.end == b.span.start
            && capital(a)
            && capital(b)
    };
    let mut i = 1;
    while i < names.len() {
        let [left, right] = &mut names[i - 1..=i] else { break };
        let last = left.words.end as usize - 1;
        if right.words.start != left.words.end + 1 || !glued(last) {
            i += 1;
            continue;
        }
        match (left.kind, right.kind) {
            (a, b) if a == b => left.words.end = right.words.end,
            (_, NameKind::Person) if left.words.len() > 1 => {
                left.words.end -= 1;
                right.words.start = last as u32;
                i += 1;
                continue;
            }
            (_, NameKind::Person) => {
                left.kind = NameKind::Person;
                left.words.end = right.words.end;
            }
            _ => {
                i += 1;
                continue;
            }
        }
        names.remove(i);
    }
}

/// Puts a listed name among those of the tagger.
fn settle(names: &mut Vec<Name>, words: Range<u32>, kind: NameKind) {
    let crosses = |n: &Name| n.words.start < words.end && words.start < n.words.end;
    let inside = |n: &Name| words.start <= n.words.start && n.words.end <= words.end;
    let around = |n: &Name| n.words.start <= words.start && words.end <= n.words.end;
    if names.iter().any(|n| around(n) && !inside(n)) {
        return;
    }
    // what crosses its edge ("Komisji Europejskiej Jean|-Claude Juncker") is cut there
    let single = words.len() == 1;
    if single && names.iter().any(|n| crosses(n) && !inside(n)) {
        return;
    }
    names.retain(|n| !inside(n));
    for n in names.iter_mut().filter(|n| crosses(n)) {
        if n.words.start < words.start {
            n.words.end = words.start;
        } else {
            n.words.start = words.end;
        }
    }
    let at = names.partition_point(|n| n.words.start < words.start);
    names.insert(at, Name { words, kind });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::builder::{Builder, NewEntity};
    use crate::tables::{Form, PACK_KIND, PACK_SCHEMA};
    use pack::Pack;

    /// A world of a few names.
    fn world() -> World {
        let mut b = Builder::new();
        let state = b.entity(&NewEntity::plain("country/NOR", "Norway", Kind::State, "NOR"));
        b.name(Lang::Pl, state, Form::Name, "Norwegia");
        let event = b.entity(&NewEntity::plain("event/brexit", "Brexit", Kind::Event, ""));
        b.name(Lang::Pl, event, Form::Name, "brexit");
        let paper = NewEntity::plain("media/fjord-times", "Fjord Times", Kind::Media, "NOR");
        let paper = b.entity(&paper);
        b.name(Lang::Pl, paper, Form::Name, "Fjord Times");
        let seat = NewEntity {
            flags: NAMED_PLACE,
            ..NewEntity::plain("institution/hill", "The Hill", Kind::Institution, "NOR")
        };
        let seat = b.entity(&seat);
        b.name(Lang::Pl, seat, Form::Name, "Zielone Wzgórze");
        let bytes = b.finish().to_pack("test");
        let pack = Pack::in_memory(&bytes, PACK_KIND, PACK_SCHEMA).expect("a sound pack");
        World::load(pack).expect("tables that fit")
    }

    /// The names of a text after settling; `given` are those of the tagger by their words.
    fn settled(text: &str, given: &[(&str, NameKind)]) -> Vec<(String, NameKind)> {
        let mut sentence = crate::who::plain_sentence(text, Lang::Pl);
        let at = |byte: usize| {
            sentence.words.iter().position(|w| w.span.end as usize > byte).expect("a word")
        };
        sentence.names = given
            .iter()
            .map(|&(name, kind)| {
                let first = text.find(name).expect("a name of the text");
                Name { words: at(first) as u32..at(first + name.len() - 1) as u32 + 1, kind }
            })
            .collect();
        let mut sentences = [sentence];
        world().settle_names(&mut sentences, text, Lang::Pl);
        let words = &sentences[0].words;
        let spell = |n: &Name| {
            let (a, b) = (words[n.words.start as usize].span, words[n.words.end as usize - 1].span);
            (text[a.start as usize..b.end as usize].to_owned(), n.kind)
        };
        sentences[0].names.iter().map(spell).collect()
    }

    fn named(name: &str, kind: NameKind) -> (String, NameKind) {
        (name.to_owned(), kind)
    }

    #[test]
    fn a_listed_name_has_its_kind_whatever_its_ending() {
        let found = settled(
            "Po brexicie Norwegię opisał Fjord Times.",
            &[("Norwegię", NameKind::Organisation), ("Fjord", NameKind::Person)],
        );
        assert_eq!(
            found,
            [
                named("brexicie", NameKind::Event),
                named("Norwegię", NameKind::Place),
                named("Fjord Times", NameKind::Product)
            ]
        );
        let seat = settled("Rozmowy na Zielonym Wzgórzu trwały.", &[]);
        assert_eq!(seat, [named("Zielonym Wzgórzu", NameKind::Place)]);
    }

    #[test]
    fn a_longer_name_of_the_tagger_stays() {
        let given = [("Bank Norwegii", NameKind::Organisation)];
        let found = settled("Decyzję podjął Bank Norwegii.", &given);
        assert_eq!(found, [named("Bank Norwegii", NameKind::Organisation)]);
    }

    #[test]
    fn a_hyphen_parts_no_personal_name() {
        let given = [("Rady Jean", NameKind::Organisation), ("Marc Dubois", NameKind::Person)];
        let found = settled("Mówił szef Rady Jean-Marc Dubois.", &given);
        assert_eq!(
            found,
            [named("Rady", NameKind::Organisation), named("Jean-Marc Dubois", NameKind::Person)]
        );
    }
}
