//! From a filler word to the parties it means.

use super::discourse::{Discourse, Pointers};
use super::tree::Tree;
use crate::record::{Cited, MentionRecord};
use compact_str::CompactString;
use syntax::{Case, Gender, Number, Person, Upos};
use text::{CodePoints, Span};
use world::{Mention, MentionKind};

/// Someone who can act or be acted on.
#[derive(Clone, Debug, PartialEq)]
pub struct Party {
    /// Bytes in the text; for implied parties the antecedent's.
    pub span: Span,
    /// Canonical English name.
    pub name: CompactString,
    /// Entity id.
    pub entity: Option<CompactString>,
    /// State or organisation code.
    pub code: Option<CompactString>,
    /// PLOVER sector.
    pub sector: Option<CompactString>,
    /// The words are an antecedent.
    pub implied: bool,
    /// A single person.
    pub person: bool,
    /// Names several.
    pub plural: bool,
    /// Grammatical gender of the head, for agreement.
    pub gender: Option<Gender>,
}

impl Party {
    /// From a mention of the world.
    pub fn from_mention(m: &Mention, tree: &Tree) -> Self {
        let head = tree.morph(m.head as usize);
        let person = matches!(m.kind, MentionKind::Person | MentionKind::Role);
        // men bear surnames in -a ("Duda powiedział"): such a form tells no gender
        let open_gender = m.kind == MentionKind::Person
            && head.gender == Some(Gender::Fem)
            && tree.lemma(m.head as usize).ends_with('a');
        Self {
            span: m.span,
            name: m.name.clone(),
            entity: m.entity.clone(),
            code: m.code.clone(),
            sector: m.sector.clone(),
            implied: false,
            person: person && !m.plural,
            plural: m.plural
                || matches!(head.number, Some(Number::Plur)) && m.kind != MentionKind::State,
            gender: head.gender.filter(|_| head.number == Some(Number::Sing) && !open_gender),
        }
    }

    /// The same party as an antecedent.
    pub fn implied(mut self) -> Self {
        self.implied = true;
        self
    }

    /// Whether the two are the same entity, or at least belong to one state.
    pub fn same(&self, other: &Party) -> bool {
        match (&self.entity, &other.entity) {
            (Some(a), Some(b)) if a == b => true,
            _ => match (&self.code, &other.code) {
                (Some(a), Some(b)) => a == b,
                (None, None) => self.name == other.name,
                _ => false,
            },
        }
    }

    /// Whether `other` is this party again rather than somebody else of the same state: a state and
    /// its government are one party, its police and its students are two.
    pub fn again(&self, other: &Party) -> bool {
        let official = |p: &Party| p.implied || matches!(p.sector.as_deref(), None | Some("GOV"));
        self.same(other)
            && (self.entity.is_some() && self.entity == other.entity
                || self.span == other.span
                || official(self) && official(other))
    }

    /// A newspaper, agency, station or their people.
    pub fn media(&self) -> bool {
        self.sector.as_deref() == Some("MED")
    }

    /// A state or somebody who stands for one.
    pub fn state_like(&self) -> bool {
        self.code.as_ref().is_some_and(|c| c.len() >= 2) && self.sector.as_deref() != Some("REB")
    }

    /// As it leaves the program.
    pub fn record(&self, text: &str, points: &CodePoints) -> MentionRecord {
        MentionRecord {
            cited: Cited::new(self.span, text, points),
            name: self.name.clone(),
            entity: self.entity.clone(),
            code: self.code.clone(),
            sector: self.sector.clone(),
            implied: self.implied,
        }
    }
}

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

    /// Whether a word stands for an actor named elsewhere: a pronoun, "obie strony", "jego kraj".
    fn points_back(&self, word: usize) -> bool {
        let (tree, p, lemma) = (self.tree, self.pointers, self.tree.lemma(word).to_lowercase());
        let has = |list, k: usize| p.has(list, &tree.lower[k]) || p.has(list, tree.lemma(k));
        let pronoun =
            tree.word(word).upos == Upos::Pron && (has("persons", word) || has("first", word));
        let thing = self.thing(word).is_some();
        let relative = self.loose_relative(word);
        let pair = p.has("pair_nouns", &lemma)
            && (tree.kids(word).any(|k| has("pair_marks", k))
                || tree.plural(word) && p.has("pair_alone", &lemma));
        let own = p.has("own_nouns", &lemma) && tree.kids(word).any(|k| has("owners", k));
        let place = tree.relation(word) == "obl" && self.place_party(word).is_some();
        let title = tree.word(word).upos == Upos::Propn && self.title_again(word).is_some();
        pronoun
            || thing
            || relative
            || pair
            || own
            || place
            || title
            || (has("pair_marks", word) && tree.nominal(word))
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
                                push(&mut found, p);
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
            return self
                .discourse
                .pair
                .iter()
                .map(|q| Party { span: tree.word(word).span, ..q.clone() }.implied())
                .collect();
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
            return self
                .discourse
                .pair
                .iter()
                .map(|q| Party { span: tree.word(word).span, ..q.clone() }.implied())
                .collect();
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

    /// "The **Secretary**": an English title that names no state means the latest person who was
    /// introduced with it ("Secretary of State Anna Lind").
    fn title_again(&self, word: usize) -> Option<Party> {
        if self.tree.lang != text::Lang::En || self.tree.plural(word) {
            return None;
        }
        let span = match self.mention(word) {
            Some(m) if m.kind == MentionKind::Role && m.code.is_none() && !m.plural => m.span,
            Some(_) => return None,
            None => self.tree.word(word).span,
        };
        let form = span.of(self.tree.text);
        let definite = self.tree.kids(word).any(|k| self.tree.lower[k] == "the")
            || form.to_lowercase().starts_with("the ");
        let title = form.to_lowercase();
        let title = title.trim_start_matches("the ");
        if !definite || !form.trim_start_matches("the ").starts_with(char::is_uppercase) {
            return None;
        }
        let bearer = |p: &&Party| {
            p.person && p.code.is_some() && p.span.of(self.tree.text).to_lowercase().contains(title)
        };
        let found = self.discourse.latest(&bearer)?;
        Some(Party { span, ..found.clone() }.implied())
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

    /// "ten projekt", "inwestycja": a thing without a name of its own is the one last named, and a
    /// thing stands for its owner (guidelines).
    fn thing(&self, word: usize) -> Option<Party> {
        let tree = self.tree;
        let bare = self.mention(word).is_none()
            && self.pointers.has("thing_nouns", tree.lemma(word))
            && !tree.plural(word)
            && !tree.kids(word).any(|k| tree.relation(k) == "nmod");
        self.discourse.thing.clone().filter(|_| bare)
    }

    /// "**Ci**, którzy pomagają", "**Którzy** pomagają.": a relative clause that has no noun to hang
    /// on takes the last actors of the text.
    fn loose_relative(&self, word: usize) -> bool {
        let tree = self.tree;
        if tree.lang != text::Lang::Pl || tree.relation(word) == "det" {
            return false;
        }
        let relative = |w: usize| tree.lemma(w) == "który";
        let demonstrative = tree.lemma(word) == "ten"
            && tree.kids(word).any(|k| tree.relation(k) == "acl" && tree.kids(k).any(relative));
        let loose = relative(word)
            && tree
                .head(word)
                .is_some_and(|h| matches!(tree.relation(h), "root" | "parataxis" | "xcomp"));
        tree.plural(word) && (demonstrative || loose)
    }

    /// Whom a possessive means: the speaker inside speech, else the nearest agreeing person.
    fn owner(&self, word: usize) -> Vec<Party> {
        let (tree, lower) = (self.tree, self.tree.lower[word].as_str());
        if !self.speaker.is_empty() && !matches!(lower, "ich" | "their") {
            return self.speaker.iter().cloned().map(Party::implied).collect();
        }
        let third = matches!(lower, "his" | "her" | "its" | "their" | "he" | "she" | "it" | "they");
        if tree.lang == text::Lang::En && third {
            let found = self.discourse.english_pronoun(lower, true, self.speaker);
            return found.into_iter().map(Party::implied).collect();
        }
        let plural = matches!(lower, "ich" | "their");
        let gender = match lower {
            "jego" | "his" => Some(Gender::Masc),
            "jej" | "her" => Some(Gender::Fem),
            _ => None,
        };
        let number =
            if plural { Some(Number::Plur) } else { tree.morph(word).number.filter(|_| false) };
        self.discourse.pronoun(number, gender, &[]).into_iter().map(Party::implied).collect()
    }

    /// The dropped subject of a finite verb, or nothing if the form leaves it open.
    pub fn dropped_subject(&self, verb: usize) -> Vec<Party> {
        let tree = self.tree;
        let m = tree.morph(verb);
        if tree.impersonal(verb) {
            return Vec::new();
        }
        let clitic =
            tree.kids(verb).find(|&k| tree.deprel(k) == "aux:clitic").map(|k| tree.morph(k));
        let aux = tree
            .kids(verb)
            .find(|&k| matches!(tree.relation(k), "aux" | "cop"))
            .map(|k| tree.morph(k));
        let person = clitic.and_then(|c| c.person).or(m.person).or(aux.and_then(|a| a.person));
        let number = clitic.and_then(|c| c.number).or(m.number).or(aux.and_then(|a| a.number));
        if person == Some(Person::First) {
            return self.speaker.iter().cloned().map(Party::implied).collect();
        }
        if person == Some(Person::Second) {
            return Vec::new();
        }
        // inside reported speech the speaker is the nearest subject
        if !self.speaker.is_empty() && (self.speaker.len() > 1) == (number == Some(Number::Plur)) {
            let agrees = self
                .speaker
                .iter()
                .all(|s| s.gender.is_none() || m.gender.is_none() || s.gender == m.gender);
            if agrees {
                return self.speaker.iter().cloned().map(Party::implied).collect();
            }
        }
        let gender = if tree.morph(verb).tense.is_some() { m.gender } else { None };
        self.discourse.dropped(number, gender).into_iter().map(Party::implied).collect()
    }
}

/// The state of a person or organisation, cited to other words.
fn country_of(p: &Party, span: Span) -> Party {
    let entity = p
        .code
        .as_ref()
        .filter(|c| c.len() == 3)
        .map(|c| CompactString::from(format!("country/{c}")));
    Party {
        span,
        entity: entity.or_else(|| p.entity.clone()),
        sector: None,
        person: false,
        plural: false,
        implied: false,
        ..p.clone()
    }
}

/// Adds a party unless the list has it.
pub fn push(list: &mut Vec<Party>, party: Party) {
    if !list.iter().any(|q| {
        q.entity.is_some() && q.entity == party.entity
            || q.span == party.span && q.code == party.code
    }) {
        list.push(party);
    }
}
