//! What a word is by its form and its function words.
//!
//! **In:** a word of a tree. **Out:** answers about it: verb or nominal, voice, finiteness, tense,
//! mood, negation, case, number. Features tell most of it; particles, auxiliaries, copulas and tags
//! tell the rest, and where the languages mark a thing differently, the difference stands here, so
//! that what asks need not know the language.

use super::tree::Tree;
use syntax::{Case, Mood, Number, Person, Tense, Upos, VerbForm, Voice};
use text::Lang;

impl Tree<'_> {
    /// Whether a word is a verb form of any kind (gerunds are tagged NOUN in Polish).
    pub fn verbal(&self, i: usize) -> bool {
        matches!(self.word(i).upos, Upos::Verb | Upos::Aux) || self.morph(i).verb_form.is_some()
    }

    /// Whether a noun or adjective is said of something: "to jest **terroryzm**", "był **owocny**".
    pub fn predicate(&self, i: usize) -> bool {
        let predicative = |w: usize| self.lemma(w) == "to" && self.word(w).xpos.starts_with("pred");
        self.kids(i).any(|k| self.relation(k) == "cop" || predicative(k))
            || self.head(i).is_some_and(predicative)
            || self.relation(i) == "conj"
                && self.head(i).is_some_and(|h| h != i && self.predicate(h))
    }

    /// Whether a verb stands in the singular neuter, as with counted subjects in Polish.
    pub fn singular_neuter(&self, i: usize) -> bool {
        let m = self.morph(i);
        m.number == Some(Number::Sing) && m.gender == Some(syntax::Gender::Neut)
    }

    /// Whether a word counts others: a numeral or a noun of number.
    pub fn counts(&self, i: usize) -> bool {
        self.word(i).upos == Upos::Num
            || matches!(
                self.lemma(i),
                "tysiąc"
                    | "milion"
                    | "setka"
                    | "dziesiątka"
                    | "większość"
                    | "część"
                    | "wiele"
                    | "kilka"
            )
    }

    /// Whether it is a gerund; an English progressive ("is suing") is none.
    pub fn gerund(&self, i: usize) -> bool {
        match self.lang {
            Lang::Pl => self.morph(i).verb_form == Some(VerbForm::Vnoun),
            Lang::En => {
                self.word(i).xpos.as_ref() == "VBG"
                    && !self
                        .kids(i)
                        .any(|k| k < i && self.relation(k) == "aux" && self.lemma(k) == "be")
            }
        }
    }

    /// Whether it is a passive: a passive participle, or a verb with a passive auxiliary.
    pub fn passive(&self, i: usize) -> bool {
        match self.lang {
            Lang::Pl => {
                self.morph(i).verb_form == Some(VerbForm::Part)
                    && self.morph(i).voice == Some(Voice::Pass)
            }
            Lang::En => {
                // "has agreed" with a subject mislabelled as passive stays active
                let perfect = self.kids(i).any(|k| {
                    self.deprel(k) == "aux"
                        && matches!(self.lower[k].as_str(), "has" | "have" | "had")
                });
                let with_be = self.kids(i).any(|k| self.deprel(k) == "aux:pass");
                with_be
                    || (!perfect && self.kids(i).any(|k| self.deprel(k) == "nsubj:pass"))
                    || (self.word(i).xpos.as_ref() == "VBN"
                        && !self.kids(i).any(|k| self.relation(k) == "aux")
                        && matches!(self.relation(i), "acl" | "amod" | "advcl")
                        && !self.misread_main_verb(i)
                        && self.misread_attribute(i).is_none())
            }
        }
    }

    /// Whether it is an active participle that modifies a noun ("wspierający Ukrainę").
    pub fn active_participle(&self, i: usize) -> bool {
        match self.lang {
            Lang::Pl => {
                self.morph(i).verb_form == Some(VerbForm::Part)
                    && self.morph(i).voice == Some(Voice::Act)
            }
            Lang::En => {
                self.word(i).xpos.as_ref() == "VBG" && matches!(self.relation(i), "acl" | "amod")
            }
        }
    }

    /// Whether the verb is reflexive ("spotkali **się**").
    pub fn reflexive(&self, i: usize) -> bool {
        self.kids(i).any(|k| {
            self.lower[k] == "się"
                && matches!(self.relation(k), "expl" | "obj" | "iobj" | "advmod" | "obl")
        })
    }

    /// Polish impersonal -no/-to, or "się" without a subject.
    pub fn impersonal(&self, i: usize) -> bool {
        self.morph(i).person == Some(Person::Zero)
            || self.word(i).xpos.starts_with("imps")
            || self.kids(i).any(|k| self.deprel(k) == "expl:impers")
    }

    /// Whether a word is negated by a particle of its own ("nie", "not", "n't", "never").
    pub fn negated(&self, i: usize) -> bool {
        let own = self.kids(i).any(|k| {
            matches!(self.lower[k].as_str(), "nie" | "not" | "n't" | "never" | "nigdy")
                && matches!(self.relation(k), "advmod" | "aux" | "part" | "cop" | "neg" | "det")
        });
        own || self.kids(i).filter(|&k| matches!(self.relation(k), "aux" | "cop")).any(|k| {
            self.kids(k).any(|m| matches!(self.lower[m].as_str(), "nie" | "not" | "n't"))
                || (k > 0 && self.lower[k - 1] == "nie")
        })
    }

    /// Whether a finite form or an auxiliary of this predicate speaks of the future.
    pub fn future(&self, i: usize) -> bool {
        let m = self.morph(i);
        let own = match self.lang {
            Lang::Pl => {
                m.tense == Some(Tense::Fut)
                    || (self.word(i).xpos.starts_with("fin")
                        && self.word(i).xpos.ends_with(":perf"))
                    || self.word(i).xpos.starts_with("bedzie")
            }
            Lang::En => false,
        };
        own || self.kids(i).filter(|&k| matches!(self.relation(k), "aux" | "cop")).any(|k| {
            match self.lang {
                Lang::Pl => {
                    self.word(k).xpos.starts_with("bedzie")
                        || self.morph(k).tense == Some(Tense::Fut)
                }
                Lang::En => {
                    matches!(self.lower[k].as_str(), "will" | "'ll" | "wo" | "shall" | "ll")
                }
            }
        }) || self.future_in_past(i)
    }

    /// "said it **would** prohibit": the future of a reported clause under a past verb.
    fn future_in_past(&self, i: usize) -> bool {
        let reported = self.relation(i) == "ccomp"
            || (self.relation(i) == "conj"
                && self.head(i).is_some_and(|h| self.relation(h) == "ccomp"));
        self.lang == Lang::En
            && reported
            && self.kid_with(i, &["mark"]).is_none_or(|m| self.lower[m] == "that")
            && self.kids(i).any(|k| {
                self.relation(k) == "aux" && matches!(self.lower[k].as_str(), "would" | "'d")
            })
    }

    /// Whether the predicate is conditional ("zrobiłby", "would do").
    pub fn conditional(&self, i: usize) -> bool {
        if self.future_in_past(i) {
            return false;
        }
        self.morph(i).mood == Some(Mood::Cnd)
            || self.kids(i).any(|k| match self.lang {
                Lang::Pl => {
                    self.relation(k) == "aux"
                        && matches!(self.lower[k].as_str(), "by" | "aby" | "żeby")
                }
                Lang::En => {
                    matches!(self.lower[k].as_str(), "would" | "could" | "might" | "'d")
                        && self.relation(k) == "aux"
                }
            })
    }

    /// Whether it is a finite predicate, with its copula or auxiliary counted.
    pub fn finite(&self, i: usize) -> bool {
        let m = self.morph(i);
        m.verb_form == Some(VerbForm::Fin)
            || self.word(i).xpos.starts_with("praet")
            || self.word(i).xpos.starts_with("fin")
            || self.kids(i).any(|k| matches!(self.relation(k), "cop" | "aux"))
    }

    /// Whether a nominal stands in this bare case (numerals govern the genitive: "pięć rakiet").
    pub fn in_case(&self, i: usize, case: Case) -> bool {
        let m = self.morph(i);
        m.case == Some(case)
            || case == Case::Dat && self.bare_locative(i)
            || m.case.is_none()
            || self
                .kids(i)
                .any(|k| self.relation(k) == "nummod" && self.morph(k).case == Some(case))
    }

    /// "obiecały **Ukrainie**": Polish has no locative without a preposition, so it is a dative.
    pub fn bare_locative(&self, i: usize) -> bool {
        self.lang == Lang::Pl
            && self.morph(i).case == Some(Case::Loc)
            && self.preposition(i).is_none()
            && self.coordination_head(i) == i
    }

    /// Whether it is a nominal that can stand for a party or a thing.
    pub fn nominal(&self, i: usize) -> bool {
        matches!(
            self.word(i).upos,
            Upos::Noun | Upos::Propn | Upos::Pron | Upos::Num | Upos::Det | Upos::X | Upos::Sym
        ) || (self.word(i).upos == Upos::Adj
            && matches!(self.relation(i), "nsubj" | "obj" | "iobj" | "obl" | "nmod"))
    }

    /// Whether it is plural in number.
    pub fn plural(&self, i: usize) -> bool {
        self.morph(i).number == Some(Number::Plur)
    }
}
