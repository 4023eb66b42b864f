//! Whether a listed name fits where it stands: capitals, word classes, neighbours.

use crate::builder::pieces;
use crate::fold::{base_stem, tight};
use crate::link::Linker;
use crate::tables::{CAPITAL, Kind};
use crate::world::Ref;
use syntax::{NameKind, Sentence, Upos};
use text::Lang;

/// Role words and stems of inflected forms that belong to another word with the same base form.
const HOMONYMS: [(&str, &str); 1] = [("rząd", "rzęd")];

impl Linker<'_, '_> {
    /// Whether a name may go on here: a capital or "ds.", "do spraw", "na rzecz" follows.
    pub(super) fn goes_on(&self, sentence: &Sentence, at: usize) -> bool {
        self.atoms.list.get(at).is_some_and(|a| {
            let form = a.span.of(self.text);
            let next = sentence.words.get(a.word as usize + 1).map_or("", |w| w.span.of(self.text));
            a.capital
                || matches!((form, next), ("ds" | "ds.", _) | ("do", "spraw") | ("na", "rzecz"))
        })
    }

    /// Whether a word after the first that the listed name has with a capital stands without one.
    pub(super) fn loses_capitals(&self, spelling: &str, a: usize, b: usize) -> bool {
        pieces(spelling)
            .zip(a..b)
            .skip(1)
            .any(|(piece, i)| piece.starts_with(char::is_uppercase) && !self.atoms.list[i].capital)
    }

    pub(super) fn opens_quotation(&self, sentence: &Sentence, word: u32) -> bool {
        word > 0
            && matches!(
                sentence.words[word as usize - 1].span.of(self.text),
                "„" | "\"" | "“" | "«" | "»" | "-" | "–" | ":" | ",,"
            )
    }

    /// A capitalised adjective inside a name of capitals ("Sejm Polski") or a headline.
    pub(super) fn heads_name(&self, sentence: &Sentence, a: usize) -> bool {
        let w = self.atoms.list[a].word as usize;
        sentence.words[w].upos == Upos::Adj
    }

    /// Role nouns are nouns; single Polish ones must be so by their lemma, where there is one.
    pub(super) fn fits_role(&self, sentence: &Sentence, term: &str, a: usize, b: usize) -> bool {
        let word = self.word(sentence, a);
        let verbal = matches!(
            word.upos,
            Upos::Verb
                | Upos::Aux
                | Upos::Adp
                | Upos::Adv
                | Upos::Cconj
                | Upos::Sconj
                | Upos::Pron
                | Upos::Part
                | Upos::Num
                | Upos::Det
                | Upos::Punct
        );
        if verbal {
            return false;
        }
        if b - a > 1 {
            return true;
        }
        if self.lang == Lang::Pl {
            // "trzeci raz z **rzędu**": the row has another stem than the government
            let form = self.atoms.list[a].span.of(self.text).to_lowercase();
            if HOMONYMS.iter().any(|(lemma, stem)| term == *lemma && form.starts_with(stem)) {
                return false;
            }
            let folded = tight(term);
            let exact =
                tight(self.atoms.list[a].span.of(self.text)).as_bytes() == folded.as_bytes();
            let lemma = tight(&word.lemma);
            let by_lemma = self.atoms.lemma_key(a).is_none()
                || lemma.as_bytes() == folded.as_bytes()
                || (folded.as_bytes().ends_with(b"e")
                    && base_stem(lemma.as_bytes()) == base_stem(folded.as_bytes()));
            let adjective = word.upos == Upos::Adj && self.noun_beside(sentence, a);
            return (exact || by_lemma) && !adjective;
        }
        // "Deputy Director Saenz", "Deputy National Security Advisor": a rank, no member of a house
        if term == "deputy" {
            let next = sentence.words.get(self.atoms.list[a].word as usize + 1);
            if next.is_some_and(|w| matches!(w.upos, Upos::Noun | Upos::Propn | Upos::Adj)) {
                return false;
            }
        }
        // "Under-Secretary-General": a rank below
        if a > 0 && self.hyphened(a) {
            return false;
        }
        // English: "state", "head", "people" as verbs and parts of other words are tagged so
        matches!(word.upos, Upos::Noun | Upos::Propn | Upos::X)
    }

    /// Whether an adjective's noun stands beside it ("obecność wojskowa").
    pub(super) fn noun_beside(&self, sentence: &Sentence, a: usize) -> bool {
        let at = self.atoms.list[a].word as usize;
        let agrees = |i: usize| {
            sentence.words.get(i).is_some_and(|w| {
                w.upos == Upos::Noun
                    && w.morph.case == sentence.words[at].morph.case
                    && w.morph.number == sentence.words[at].morph.number
            })
        };
        agrees(at + 1) || (at > 0 && agrees(at - 1))
    }

    /// One-word names of places and states: enough evidence that the word is a name at all.
    pub(super) fn fits_single_name(
        &self,
        sentence: &Sentence,
        spelling: &str,
        kind: Kind,
        entity: Ref,
        a: usize,
        opening: bool,
    ) -> bool {
        let atom = &self.atoms.list[a];
        let word = self.word(sentence, a);
        let form = tight(atom.span.of(self.text));
        let listed = tight(spelling);
        let exact = form.as_bytes() == listed.as_bytes();
        let lemma = tight(&word.lemma);
        let by_lemma = !word.lemma.is_empty() && lemma.as_bytes() == listed.as_bytes();
        let name_lemma = word.lemma.is_empty()
            || word.lemma == "_"
            || word.lemma.chars().next().is_some_and(char::is_uppercase);
        if kind != Kind::Place {
            // a first word in capitals is a name if its tag or lemma says so
            return !opening || exact || by_lemma || name_lemma || word.upos == Upos::Propn;
        }
        if matches!(
            word.upos,
            Upos::Verb | Upos::Adp | Upos::Adj | Upos::Adv | Upos::Pron | Upos::Cconj | Upos::Det
        ) && !(by_lemma && (self.lang == Lang::Pl || self.foreign))
        {
            // English has one form for most words: its base form says nothing
            return false;
        }
        let row = self.layers.row(entity);
        let tagged = self.named(sentence, atom.word, NameKind::Place);
        let well_known = row.flags & CAPITAL != 0 || row.population > 300_000;
        let other = self.named(sentence, atom.word, NameKind::Person)
            || self.named(sentence, atom.word, NameKind::Organisation);
        if other && !tagged {
            return false;
        }
        let located = atom.word > 0 && {
            let before = &sentence.words[atom.word as usize - 1];
            before.upos == Upos::Adp
                && matches!(
                    before.span.of(self.text),
                    "w" | "we"
                        | "do"
                        | "z"
                        | "ze"
                        | "pod"
                        | "koło"
                        | "in"
                        | "at"
                        | "from"
                        | "to"
                        | "near"
                        | "of"
                        | "W"
                        | "We"
                        | "In"
                )
        };
        if form.as_bytes().len() < 3 {
            return false;
        }
        let named = exact || by_lemma;
        // names beside other capitals are more likely part of a longer unknown name
        let beside = self.capital_beside(a);
        tagged
            || (!opening
                && !beside
                && ((named && (well_known || located)) || (well_known && name_lemma)))
            || (opening && well_known && (by_lemma || (named && word.upos == Upos::Propn)))
    }

    pub(super) fn capital_beside(&self, a: usize) -> bool {
        let at = |i: usize| self.atoms.list.get(i).is_some_and(|x| x.capital);
        let before = a > 0
            && at(a - 1)
            && a > 1
            && self.atoms.list[a - 1].word + 1 >= self.atoms.list[a].word;
        let after = at(a + 1) && self.atoms.list[a + 1].word <= self.atoms.list[a].word + 1;
        before || after
    }

    /// Whether the name tagger put a word into a name of this kind.
    pub(in crate::link) fn named(&self, sentence: &Sentence, word: u32, kind: NameKind) -> bool {
        sentence.names.iter().any(|n| n.kind == kind && n.words.contains(&word))
    }
}
