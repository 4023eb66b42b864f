//! The tree of one sentence, with the questions that matching asks of it.
//!
//! Children lists are built once; everything else is read from the words. Works on any UD tree,
//! whichever parser made it.

use super::repair::Arcs;
use syntax::{Case, Mood, Morph, Number, Person, Sentence, Tense, Upos, VerbForm, Voice, Word};
use text::{Lang, Span};

/// One sentence's tree.
pub struct Tree<'a> {
    /// The sentence.
    pub sentence: &'a Sentence,
    /// The document's text.
    pub text: &'a str,
    /// Its language.
    pub lang: Lang,
    arcs: Arcs<'a>,
    starts: Vec<u32>,
    kids: Vec<u32>,
    /// Lower-cased forms.
    pub lower: Vec<String>,
}

impl<'a> Tree<'a> {
    /// Indexes a sentence.
    pub fn new(sentence: &'a Sentence, text: &'a str, lang: Lang) -> Self {
        let n = sentence.words.len();
        let mut arcs = Arcs::parsed(sentence);
        if lang == Lang::Pl {
            arcs = arcs.mended(sentence, text);
        }
        let mut starts = vec![0u32; n + 2];
        for head in &arcs.heads {
            if let Some(h) = *head {
                starts[h as usize + 1] += 1;
            }
        }
        for i in 1..starts.len() {
            starts[i] += starts[i - 1];
        }
        let (mut kids, mut at) = (vec![0u32; starts[n] as usize], starts.clone());
        for (i, head) in arcs.heads.iter().enumerate() {
            if let Some(h) = *head {
                kids[at[h as usize] as usize] = i as u32;
                at[h as usize] += 1;
            }
        }
        let lower = sentence.words.iter().map(|w| w.span.of(text).to_lowercase()).collect();
        Self { sentence, text, lang, arcs, starts, kids, lower }
    }

    /// How many words there are.
    pub fn len(&self) -> usize {
        self.sentence.words.len()
    }

    /// A word.
    pub fn word(&self, i: usize) -> &'a Word {
        &self.sentence.words[i]
    }

    /// Its lemma.
    pub fn lemma(&self, i: usize) -> &'a str {
        &self.sentence.words[i].lemma
    }

    /// Its features.
    pub fn morph(&self, i: usize) -> Morph {
        self.sentence.words[i].morph
    }

    /// Its relation without subtype.
    pub fn relation(&self, i: usize) -> &'a str {
        let r = self.arcs.relations[i];
        r.split(':').next().unwrap_or(r)
    }

    /// Its relation with subtype.
    pub fn deprel(&self, i: usize) -> &'a str {
        self.arcs.relations[i]
    }

    /// Its head.
    pub fn head(&self, i: usize) -> Option<usize> {
        self.arcs.heads[i].map(|h| h as usize)
    }

    /// Its dependents in order.
    pub fn kids(&self, i: usize) -> impl Iterator<Item = usize> + '_ {
        self.kids[self.starts[i] as usize..self.starts[i + 1] as usize].iter().map(|&k| k as usize)
    }

    /// The first dependent with one of these relations (without subtype).
    pub fn kid_with(&self, i: usize, relations: &[&str]) -> Option<usize> {
        self.kids(i).find(|&k| relations.contains(&self.relation(k)))
    }

    /// The preposition that marks a word, lower-cased lemma; fixed phrases joined by blanks.
    pub fn preposition(&self, i: usize) -> Option<String> {
        let case = self.kids(i).find(|&k| self.relation(k) == "case")?;
        let mut p = self.lemma(case).to_lowercase();
        for f in self.kids(case).filter(|&k| self.relation(k) == "fixed") {
            p.push(' ');
            p.push_str(&self.lower[f]);
        }
        Some(p)
    }

    /// Whether a preposition phrase begins with this one ("wobec", "na rzecz").
    pub fn marked_by(&self, i: usize, preposition: &str) -> bool {
        // "balked **at** helping", "refused **to** work": before English verb forms it is a mark
        let marks = |k: usize| {
            self.relation(k) == "case"
                || (self.lang == Lang::En
                    && self.relation(k) == "mark"
                    && self.word(k).upos != Upos::Sconj)
                || (self.lang == Lang::En && self.relation(k) == "mark" && self.gerund(i))
        };
        self.kids(i).filter(|&k| marks(k)).any(|k| {
            if preposition.contains(' ') {
                let words: Vec<&str> = preposition.split(' ').collect();
                (0..words.len()).all(|j| self.lower.get(k + j).is_some_and(|w| w == words[j]))
            } else {
                // "telefonicznie **z** premierem": an adverb may be taken for a part of it
                let fixed = |f: usize| {
                    self.relation(f) == "fixed"
                        && self.word(f).upos == Upos::Adp
                        && self.word(k).upos == Upos::Adv
                        && self.lower[f] == preposition
                };
                self.lower[k] == preposition
                    || self.lemma(k) == preposition
                    || self.kids(k).any(fixed)
            }
        })
    }

    /// The subordinating conjunction of a clause.
    pub fn marker(&self, i: usize) -> Option<&'a str> {
        // a subordinating conjunction marks its clause even where its arc is mislabelled
        let complementiser = |k: usize| {
            self.lang == Lang::En
                && k < i
                && self.lower[k] == "that"
                && matches!(self.relation(i), "conj" | "parataxis")
                && self.kids(i).next() == Some(k)
        };
        let marks = |&k: &usize| {
            self.relation(k) == "mark"
                || (self.word(k).upos == Upos::Sconj && self.relation(k) == "case")
                || complementiser(k)
        };
        self.kids(i).find(marks).map(|k| self.lemma(k))
    }

    /// Whether a word is joined to its head by coordination. A conjunction before it shows that even
    /// where the arc between two nominals is called otherwise ("Anna Nowak i **Jan** Lis").
    fn coordinated(&self, word: usize) -> bool {
        match self.relation(word) {
            // "atak Rosji **na Ukrainę**": without a conjunction and with a preposition of its own it is
            // a phrase that the parser mislabelled; "jets **bombed** targets" is none, whatever the arc
            "conj" => {
                let own = self.preposition(word);
                let joined = own.is_none()
                    || self.kids(word).any(|k| matches!(self.relation(k), "cc" | "punct"))
                    || self.head(word).is_none_or(|h| self.preposition(h) == own);
                joined && !self.kids(word).any(|k| self.misread_attribute(k).is_some())
            }
            "appos" | "flat" | "nsubj" | "nmod" => {
                let nominal =
                    |w: usize| matches!(self.word(w).upos, Upos::Noun | Upos::Propn | Upos::Adj);
                let joined = |h: usize| {
                    nominal(h)
                        && self.kids(word).any(|k| self.relation(k) == "cc" && h < k && k < word)
                };
                nominal(word) && self.head(word).is_some_and(joined)
            }
            _ => false,
        }
    }

    /// A word and everything coordinated with it, in order.
    pub fn conjuncts(&self, i: usize) -> Vec<usize> {
        let mut all = vec![i];
        let mut k = 0;
        while k < all.len() {
            all.extend(self.kids(all[k]).filter(|&c| self.coordinated(c)));
            k += 1;
        }
        all.sort_unstable();
        all
    }

    /// The first conjunct of the coordination a word belongs to.
    pub fn coordination_head(&self, mut i: usize) -> usize {
        for _ in 0..self.len() {
            match self.head(i) {
                Some(h) if self.relation(i) == "conj" => i = h,
                _ => break,
            }
        }
        i
    }

    /// Ancestors from the parent to the root.
    pub fn ancestors(&self, i: usize) -> Vec<usize> {
        let (mut at, mut all) = (i, Vec::new());
        while let Some(h) = self.head(at) {
            if all.len() > self.len() {
                break; // a cycle can only come from a broken foreign tree
            }
            all.push(h);
            at = h;
        }
        all
    }

    /// Whether `i` lies under `root` (or is it).
    pub fn under(&self, i: usize, root: usize) -> bool {
        i == root || self.ancestors(i).contains(&root)
    }

    /// All words under one, itself included, in order.
    pub fn subtree(&self, i: usize) -> Vec<usize> {
        let mut all = vec![i];
        let mut k = 0;
        while k < all.len() && all.len() <= self.len() {
            all.extend(self.kids(all[k]));
            k += 1;
        }
        all.sort_unstable();
        all
    }

    /// Bytes from the first to the last of some words.
    pub fn span_of(&self, words: &[usize]) -> Span {
        let mut words = words.iter();
        let Some(&first) = words.next() else { return Span::default() };
        words.fold(self.word(first).span, |s, &w| s.join(self.word(w).span))
    }

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

    /// Whether it is a gerund.
    pub fn gerund(&self, i: usize) -> bool {
        match self.lang {
            Lang::Pl => self.morph(i).verb_form == Some(VerbForm::Vnoun),
            Lang::En => {
                self.morph(i).verb_form == Some(VerbForm::Ger)
                    || self.word(i).xpos.as_ref() == "VBG"
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

    /// The clause a word stands in: the nearest verbal predicate above it, itself included.
    pub fn clause(&self, i: usize) -> usize {
        let mut at = i;
        for _ in 0..self.len() {
            let r = self.relation(at);
            let heads_clause =
                matches!(r, "root" | "ccomp" | "advcl" | "acl" | "parataxis" | "csubj" | "xcomp")
                    || (r == "conj" && self.finite(at));
            if heads_clause {
                break;
            }
            match self.head(at) {
                Some(h) => at = h,
                None => break,
            }
        }
        at
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

    /// Plural in number.
    pub fn plural(&self, i: usize) -> bool {
        self.morph(i).number == Some(Number::Plur)
    }
}
