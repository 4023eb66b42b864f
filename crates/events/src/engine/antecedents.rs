//! Words that name nobody themselves: whom they point back to.
//!
//! **In:** a pronoun, possessive, title, common noun or finite verb, and what the document has
//! established. **Out:** the antecedents, or none where nothing agrees: a wrong party is worse than a
//! missing one. Which antecedent is nearest is `discourse.rs`'s to say; here stands which words ask.

use super::party::Party;
use super::resolver::Resolver;
use compact_str::CompactString;
use syntax::{Gender, Number, Person, Upos};
use text::Span;
use world::MentionKind;

impl Resolver<'_> {
    /// Whether a word stands for an actor named elsewhere: a pronoun, "obie strony", "jego kraj".
    pub(super) fn points_back(&self, word: usize) -> bool {
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

    /// "The **Secretary**": an English title that names no state means the latest person who was
    /// introduced with it ("Secretary of State Anna Lind").
    pub(super) fn title_again(&self, word: usize) -> Option<Party> {
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

    /// "ten projekt", "inwestycja": a thing without a name of its own is the one last named, and a
    /// thing stands for its owner (guidelines).
    pub(super) fn thing(&self, word: usize) -> Option<Party> {
        let tree = self.tree;
        let bare = self.mention(word).is_none()
            && self.pointers.has("thing_nouns", tree.lemma(word))
            && !tree.plural(word)
            && !tree.kids(word).any(|k| tree.relation(k) == "nmod");
        self.discourse.thing.clone().filter(|_| bare)
    }

    /// "**Ci**, którzy pomagają", "**Którzy** pomagają.": a relative clause that has no noun to hang
    /// on takes the last actors of the text.
    pub(super) fn loose_relative(&self, word: usize) -> bool {
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
    pub(super) fn owner(&self, word: usize) -> Vec<Party> {
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
        // a possessive's own number is that of the thing possessed
        let number = plural.then_some(Number::Plur);
        self.discourse.pronoun(number, gender, &[]).into_iter().map(Party::implied).collect()
    }

    /// "Gdy **napastnicy** weszli, zaczęli strzelać": the subject of the clause put before the verb, if
    /// it agrees in number.
    fn fronted_subject(&self, verb: usize, number: Option<Number>) -> Option<usize> {
        let tree = self.tree;
        tree.kids(verb)
            .filter(|&k| k < verb && tree.relation(k) == "advcl" && tree.finite(k))
            .find_map(|k| tree.kid_with(k, &["nsubj"]))
            .filter(|&s| {
                tree.word(s).upos == Upos::Noun
                    && (tree.plural(s) || tree.conjuncts(s).len() > 1)
                        == (number == Some(Number::Plur))
            })
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
        if let Some(s) = self.fronted_subject(verb, number) {
            return self.parties(s);
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
pub(super) fn country_of(p: &Party, span: Span) -> Party {
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
