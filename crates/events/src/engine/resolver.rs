//! From the words that fill a role to the parties they mean.
//!
//! **In:** a head word, the mentions of its sentence, what the document has established. **Out:**
//! parties, each once: those that the phrase names, with what is coordinated with them; where it
//! names none, those that it points back to (`antecedents.rs`). Names stand before antecedents, since
//! what is said outranks what is inferred.

use super::antecedents::country_of;
use super::discourse::{Discourse, Pointers};
use super::party::{Party, push};
use super::tree::Tree;
use crate::frames::Lexicon;
use syntax::{Case, Upos};
use world::{Mention, MentionKind};

/// Resolves the words of one sentence.
pub struct Resolver<'a> {
    /// The sentence.
    pub tree: &'a Tree<'a>,
    /// Mentions of the sentence.
    pub mentions: &'a [Mention],
    /// For each word, the mention that covers it.
    pub by_word: &'a [Option<u32>],
    /// Pointing words of the language.
    pub pointers: &'a Pointers,
    /// The document so far.
    pub discourse: &'a Discourse,
    /// Frames and word classes of the language.
    pub lexicon: &'a Lexicon,
    /// Who is speaking, inside a quotation or reported speech.
    pub speaker: &'a [Party],
}

/// Kinds that can be a party wherever they stand.
fn acts(kind: MentionKind) -> bool {
    use MentionKind as K;
    matches!(
        kind,
        K::Person
            | K::Role
            | K::State
            | K::Institution
            | K::Organisation
            | K::Group
            | K::People
            | K::Business
            | K::Unknown
    )
}

/// Prepositions that make a place of a name: "w Genewie", "in Geneva".
const LOCATIVE: [&str; 14] = [
    "w",
    "we",
    "na",
    "pod",
    "nad",
    "koło",
    "in",
    "at",
    "near",
    "around",
    "across",
    "outside",
    "niedaleko",
    "wokół",
];

impl<'a> Resolver<'a> {
    /// The mention that covers a word.
    pub fn mention(&self, word: usize) -> Option<&'a Mention> {
        let here = |w: usize| self.by_word.get(w).copied().flatten();
        // "Martin Luther King, **Jr.**": the suffix stands for the name before the comma
        let suffix =
            || matches!(self.tree.lower.get(word).map(String::as_str), Some("jr." | "sr." | "jr"));
        let name = here(word).or_else(|| if suffix() { here(word.checked_sub(2)?) } else { None });
        name.map(|i| &self.mentions[i as usize])
    }

    /// Whether the phrase headed by a word names a political actor.
    pub fn is_actor(&self, word: usize) -> bool {
        !self.named(word, 0).is_empty()
            || self.tree.conjuncts(word).into_iter().any(|w| self.points_back(w))
    }

    /// The state in which a named place lies, as a party: "złożył wizytę w Nairobi".
    pub fn place_party(&self, word: usize) -> Option<Party> {
        let m = self.mention(word).filter(|m| m.kind == MentionKind::Place && m.code.is_some())?;
        Some(Party::from_mention(m, self.tree))
    }

    /// Whether a name stands as a mere place.
    fn locative(&self, word: usize) -> bool {
        self.tree.preposition(word).is_some_and(|p| LOCATIVE.contains(&p.as_str()))
            && self.tree.morph(word).case.is_none_or(|c| matches!(c, Case::Loc | Case::Ins))
    }

    /// "anti-Syrian journalist": whom somebody is against is not whose he is.
    fn against(&self, word: usize) -> bool {
        word >= 2 && self.tree.lower[word - 1] == "-" && self.tree.lower[word - 2] == "anti"
    }

    /// Parties named in the phrase itself, without looking back into the document.
    fn named(&self, word: usize, depth: u8) -> Vec<Party> {
        let mut found = Vec::new();
        for c in self.tree.conjuncts(word) {
            match self.mention(c) {
                Some(m) if acts(m.kind) => push(&mut found, self.party(c, m)),
                Some(m)
                    if m.kind == MentionKind::Place && m.code.is_some() && !self.locative(c) =>
                {
                    push(&mut found, Party::from_mention(m, self.tree))
                }
                Some(m) if m.kind == MentionKind::Adjective => {
                    push(&mut found, Party::from_mention(m, self.tree))
                }
                Some(m)
                    if m.kind == MentionKind::Framework
                        && m.code.is_some()
                        && !super::fields::works_through(self.tree, c)
                        && !self.locative(c) =>
                {
                    push(&mut found, Party::from_mention(m, self.tree))
                }
                _ if depth < 3 => {
                    let aside = self.tree.word(c).upos == Upos::Noun
                        && !self.lexicon.knows_noun(self.tree.lemma(c));
                    for k in self.tree.kids(c) {
                        let inside = match self.tree.relation(k) {
                            "nmod" => {
                                let p = self.tree.preposition(k);
                                match p.as_deref() {
                                    None => true,
                                    Some(p) => matches!(
                                        p,
                                        "z" | "ze"
                                            | "of"
                                            | "from"
                                            | "między"
                                            | "pomiędzy"
                                            | "between"
                                            | "'s"
                                    ),
                                }
                            }
                            "amod" | "appos" | "flat" | "compound" | "det" | "nummod" => true,
                            // "nowo mianowany **premier**": the participle is taken for the head
                            "nsubj" => {
                                self.tree.word(c).upos == Upos::Adj
                                    && !matches!(self.tree.relation(c), "root" | "conj" | "ccomp")
                            }
                            _ => false,
                        };
                        if inside && !self.against(k) && !self.tree.conjuncts(word).contains(&k) {
                            for p in self.named(k, depth + 1) {
                                push(&mut found, Party { aside: aside || p.aside, ..p });
                            }
                        }
                    }
                }
                _ => {}
            }
        }
        found
    }

    /// All parties that a filler means, antecedents included.
    pub fn parties(&self, word: usize) -> Vec<Party> {
        let mut found = Vec::new();
        for c in self.tree.conjuncts(word) {
            let here = self.one(c);
            for p in here {
                push(&mut found, p);
            }
            for p in self.coordinated_within(c) {
                push(&mut found, p);
            }
        }
        found
    }

    /// Parties coordinated with a word inside a mention: "prezydenci Polski **i Litwy**" are of two
    /// states, "Stany Zjednoczone i **Jordania**" are two even where the arc hangs on the adjective.
    fn coordinated_within(&self, word: usize) -> Vec<Party> {
        let Some(m) = self.mention(word) else { return Vec::new() };
        let words = m.words.start as usize..m.words.end as usize;
        let shared = self.tree.plural(word)
            && matches!(m.kind, MentionKind::Role | MentionKind::Institution);
        let mut found = Vec::new();
        for w in words.clone().filter(|&w| w != word) {
            // "U.S. and **Russian** negotiators": the name may hang on its last or its first modifier
            let first = match self.tree.lang {
                text::Lang::En => self.tree.coordination_head(w),
                text::Lang::Pl => w,
            };
            let party = |n: &&Mention| {
                n.code.is_some() && (acts(n.kind) || shared && n.kind == MentionKind::Adjective)
            };
            for c in self.tree.conjuncts(first).into_iter().filter(|c| !words.contains(c)) {
                let Some(n) = self.mention(c).filter(party) else { continue };
                let mut p = Party::from_mention(n, self.tree);
                if shared && matches!(n.kind, MentionKind::State | MentionKind::Adjective) {
                    p.sector.clone_from(&m.sector);
                    p.entity = None;
                }
                push(&mut found, p);
            }
        }
        found
    }

    fn one(&self, word: usize) -> Vec<Party> {
        let (tree, p) = (self.tree, self.pointers);
        let lemma = tree.lemma(word).to_lowercase();
        let owner = tree
            .kids(word)
            .find(|&k| p.has("owners", &tree.lower[k]) || p.has("owners", tree.lemma(k)));
        if let Some(k) = owner.filter(|_| p.has("own_nouns", &lemma)) {
            let span = tree.word(word).span.join(tree.word(k).span);
            return self.owner(k).into_iter().map(|q| country_of(&q, span)).collect();
        }
        if let Some(p) = self.title_again(word) {
            return vec![p];
        }
        // "szefowie rządów", "prezydenci": titles in the plural without a state mean the pair
        let titles = self.mention(word).is_some_and(|m| {
            m.kind == MentionKind::Role && m.code.is_none() && (m.plural || tree.plural(word))
        });
        if titles && self.discourse.pair.len() >= 2 && self.discourse.pair_from_talk {
            return self.pair_at(word);
        }
        if let Some(m) =
            self.mention(word).filter(|m| m.code.is_some() || !matches!(m.kind, MentionKind::Role))
            && (acts(m.kind) || m.code.is_some() && !self.locative(word))
        {
            return vec![self.of_country(word, self.party(word, m), m.kind)];
        }
        let marked = tree.kids(word).any(|k| {
            p.has("pair_marks", &tree.lemma(k).to_lowercase())
                || p.has("pair_marks", &tree.lower[k])
        });
        let names_within = !self.named_below(word).is_empty();
        let pair_noun = p.has("pair_nouns", &lemma)
            && (marked || (tree.plural(word) && p.has("pair_alone", &lemma)));
        if (pair_noun || p.has("pair_marks", &tree.lower[word]) && tree.nominal(word))
            && !names_within
            && self.discourse.pair.len() >= 2
        {
            return self.pair_at(word);
        }
        if p.has("first", &lemma) || p.has("first", &tree.lower[word]) {
            return self.speaker.iter().cloned().map(Party::implied).collect();
        }
        if p.has("owners", &lemma) && tree.word(word).upos != Upos::Pron
            || p.has("owners", &tree.lower[word])
                && (tree.word(word).upos == Upos::Det || tree.word(word).xpos.as_ref() == "PRP$")
        {
            return self.owner(word);
        }
        let pronoun = tree.word(word).upos == Upos::Pron
            && (p.has("persons", &lemma) || p.has("persons", &tree.lower[word]));
        if pronoun && tree.lang == text::Lang::En {
            let found = self.discourse.english_pronoun(
                &tree.lower[word],
                tree.relation(word) == "nsubj",
                self.speaker,
            );
            return found.into_iter().map(Party::implied).collect();
        }
        if pronoun {
            let m = tree.morph(word);
            return self
                .discourse
                .pronoun(m.number, m.gender, self.speaker)
                .into_iter()
                .map(Party::implied)
                .collect();
        }
        let below = self.named_below(word);
        if !below.is_empty() {
            return below;
        }
        if let Some(owner) = self.thing(word) {
            return vec![owner.implied()];
        }
        if self.loose_relative(word) {
            let m = tree.morph(word);
            return self
                .discourse
                .dropped(m.number, None)
                .into_iter()
                .map(Party::implied)
                .collect();
        }
        // "szczepionki dla jego kraju", "mieszkańcy obu krajów"
        let within: Vec<Party> = tree
            .kids(word)
            .filter(|&k| {
                tree.relation(k) == "nmod"
                    && tree.preposition(k).is_none()
                    && self.mention(k).is_none()
                    && tree.word(k).upos == Upos::Noun
            })
            .flat_map(|k| {
                if p.has("pair_nouns", tree.lemma(k)) || p.has("own_nouns", tree.lemma(k)) {
                    self.one(k)
                } else {
                    Vec::new()
                }
            })
            .collect();
        if !within.is_empty() {
            return within;
        }
        self.mention(word)
            .filter(|m| acts(m.kind))
            .map(|m| self.party(word, m))
            .into_iter()
            .collect()
    }

    /// The document's pair, cited to the word that means it.
    fn pair_at(&self, word: usize) -> Vec<Party> {
        let span = self.tree.word(word).span;
        let cited = |q: &Party| Party { span, ..q.clone() }.implied();
        self.discourse.pair.iter().map(cited).collect()
    }

    /// The party that a word's mention names.
    fn party(&self, word: usize, m: &Mention) -> Party {
        let p = Party::from_mention(m, self.tree);
        if self.parties_at_large(word) { Party { sector: None, ..p } } else { p }
    }

    /// "all **parties**", "the warring parties": sides of a matter, not political parties.
    fn parties_at_large(&self, word: usize) -> bool {
        self.tree.lang == text::Lang::En
            && matches!(self.tree.lower[word].as_str(), "party" | "parties" | "sides")
            && self.tree.kids(word).any(|k| {
                matches!(
                    self.tree.lower[k].as_str(),
                    "all" | "both" | "warring" | "concerned" | "relevant" | "other" | "conflicting"
                )
            })
    }

    /// "bośniaccy Serbowie": a people named with the adjective of another state lives in that state.
    fn of_country(&self, word: usize, mut party: Party, kind: MentionKind) -> Party {
        if kind == MentionKind::People {
            let state = self
                .tree
                .kids(word)
                .filter(|&k| self.tree.relation(k) == "amod")
                .filter_map(|k| self.mention(k))
                .find(|m| m.kind == MentionKind::Adjective && m.code.is_some());
            if let Some(m) = state {
                party.code.clone_from(&m.code);
                party.entity = None;
            }
        }
        party
    }

    fn named_below(&self, word: usize) -> Vec<Party> {
        let all = self.named(word, 0);
        let mut own = Vec::new();
        for p in all {
            // only what stands under this very word, not under its conjuncts
            let inside = self
                .tree
                .subtree(word)
                .into_iter()
                .any(|w| p.span.overlaps(self.tree.word(w).span));
            if inside {
                own.push(p);
            }
        }
        own
    }
}
