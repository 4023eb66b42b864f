//! Mends arcs that no Polish sentence can have.
//!
//! **In:** a parsed sentence. **Out:** heads and relations, changed where grammar forbids what the
//! parser drew: an infinitive coordinated to a noun, a predicative adjective hung on its subject as
//! part of the name, a nominative before its verb hung on another phrase, an abbreviation in brackets
//! taken for a subject. Each rule looks at forms (case, number, infinitive, copula, brackets), never
//! at lemmas, so that it holds for any parser's trees.

use syntax::{Case, Number, Sentence, Upos, VerbForm};

/// Whether a verb and a noun, or two nouns, agree in number: "Chiny", "Niemcy" are plural in form.
pub fn same_number(a: Option<Number>, b: Option<Number>) -> bool {
    let plain = |n: Option<Number>| n.map(|n| n == Number::Sing);
    plain(a) == plain(b)
}

/// Heads and relations of a sentence.
pub struct Arcs<'a> {
    /// Head of each word, none for roots.
    pub heads: Vec<Option<u32>>,
    /// Relation of each word, with its subtype.
    pub relations: Vec<&'a str>,
}

impl<'a> Arcs<'a> {
    /// As parsed.
    pub fn parsed(sentence: &'a Sentence) -> Self {
        Self {
            heads: sentence.words.iter().map(|w| w.head).collect(),
            relations: sentence.words.iter().map(|w| w.deprel.as_str()).collect(),
        }
    }

    /// Polish repairs, in an order in which none undoes another.
    pub fn mended(mut self, sentence: &Sentence, text: &str) -> Self {
        for i in 0..sentence.words.len() {
            self.bracketed_name(sentence, text, i);
            self.coordinated_infinitive(sentence, i);
            self.predicative_adjective(sentence, i);
            self.nominative_before_verb(sentence, i);
        }
        self
    }

    fn head(&self, i: usize) -> Option<usize> {
        self.heads[i].map(|h| h as usize)
    }

    fn plain(&self, i: usize) -> &'a str {
        self.relations[i].split(':').next().unwrap_or_default()
    }

    fn kid(&self, i: usize, relation: &str) -> Option<usize> {
        (0..self.heads.len()).find(|&k| self.head(k) == Some(i) && self.plain(k) == relation)
    }

    fn set(&mut self, i: usize, head: usize, relation: &'a str) {
        // a repair must not close a circle
        let mut at = Some(head);
        for _ in 0..self.heads.len() {
            match at {
                Some(h) if h == i => return,
                Some(h) => at = self.head(h),
                None => break,
            }
        }
        self.heads[i] = Some(head as u32);
        self.relations[i] = relation;
    }

    /// "Organizacja Współpracy (**SCO**) przyjęła ...": a name alone in brackets is another name of
    /// the noun before them.
    fn bracketed_name(&mut self, s: &Sentence, text: &str, i: usize) {
        let mark = |k: usize, m: &str| s.words.get(k).is_some_and(|w| w.span.of(text) == m);
        if i < 2 || !mark(i - 1, "(") || !mark(i + 1, ")") || self.plain(i) != "nsubj" {
            return;
        }
        let noun = (0..i - 1)
            .rev()
            .take(6)
            .find(|&k| s.words[k].upos == Upos::Noun && s.words[k].morph.verb_form.is_none());
        if let Some(noun) = noun {
            self.set(i, noun, "appos");
        }
    }

    /// "chcą pogłębić współpracę w medycynie oraz nadal **udzielać** pomocy": an infinitive behind a
    /// conjunction is coordinated with an infinitive, not with a noun.
    fn coordinated_infinitive(&mut self, s: &Sentence, i: usize) {
        let infinitive = |k: usize| s.words[k].morph.verb_form == Some(VerbForm::Inf);
        let Some(head) = self.head(i).filter(|_| infinitive(i)) else { return };
        let noun = matches!(s.words[head].upos, Upos::Noun | Upos::Propn | Upos::Adj)
            && s.words[head].morph.verb_form.is_none();
        if !noun || head > i || self.kid(i, "cc").is_none_or(|c| c > i) {
            return;
        }
        let partner = (0..i)
            .rev()
            .take_while(|&k| s.words[k].morph.verb_form != Some(VerbForm::Fin))
            .find(|&k| infinitive(k));
        if let Some(partner) = partner {
            self.set(i, partner, "conj");
        }
    }

    /// "Kazachstan jest **skłonny** zintensyfikować ...": an adjective with a copula is the predicate
    /// of the noun before it, and governs the infinitive behind it.
    fn predicative_adjective(&mut self, s: &Sentence, i: usize) {
        if s.words[i].upos != Upos::Adj || !matches!(self.plain(i), "flat" | "appos" | "amod") {
            return;
        }
        let Some(noun) = self.head(i).filter(|&n| n < i) else { return };
        let copula = (noun + 1..i).find(|&k| {
            self.plain(k) == "cop"
                && self.head(k).is_some_and(|h| h == i || h == i + 1 || h == noun)
                || self.plain(k) == "cop" && k + 3 >= i
        });
        let Some(copula) = copula else { return };
        let infinitive = (i + 1..(i + 3).min(s.words.len()))
            .find(|&k| s.words[k].morph.verb_form == Some(VerbForm::Inf));
        // what the noun or the infinitive stood for in the larger clause is now the adjective's
        let top = infinitive.filter(|&v| self.head(noun) == Some(v)).unwrap_or(noun);
        let (head, relation) = (self.heads[top], self.relations[top]);
        self.heads[i] = head;
        self.relations[i] = relation;
        for (k, r) in [(noun, "nsubj"), (copula, "cop")] {
            self.heads[k] = Some(i as u32);
            self.relations[k] = r;
        }
        if let Some(v) = infinitive {
            self.heads[v] = Some(i as u32);
            self.relations[v] = "xcomp";
            let marks: Vec<usize> = (0..i)
                .filter(|&k| self.head(k) == Some(v) && matches!(self.plain(k), "mark" | "case"))
                .collect();
            marks.into_iter().for_each(|k| self.heads[k] = Some(i as u32));
        }
    }

    /// "pod przywództwem Xi **Chiny** dokonały": a nominative right before a verb that has no subject
    /// and agrees with it is the subject.
    fn nominative_before_verb(&mut self, s: &Sentence, i: usize) {
        let (w, verbs) = (&s.words[i], [Upos::Verb]);
        let loose = matches!(self.plain(i), "flat" | "nmod" | "appos" | "vocative");
        let nominal = matches!(w.upos, Upos::Noun | Upos::Propn);
        if !loose || !nominal || w.morph.case != Some(Case::Nom) {
            return;
        }
        let verb = (i + 1..s.words.len())
            .find(|&k| !matches!(s.words[k].upos, Upos::Adv | Upos::Part))
            .filter(|&k| {
                verbs.contains(&s.words[k].upos)
                    && s.words[k].morph.verb_form == Some(VerbForm::Fin)
                    && same_number(s.words[k].morph.number, w.morph.number)
            });
        let Some(verb) = verb else { return };
        let gender = s.words[verb].morph.gender;
        let agrees = gender.is_none() || w.morph.gender.is_none() || gender == w.morph.gender;
        let name = self.plain(i) == "flat"
            && self.head(i).is_some_and(|h| {
                let head = &s.words[h].morph;
                head.case == Some(Case::Nom) && same_number(head.number, w.morph.number)
            });
        let taken = (0..s.words.len())
            .any(|k| self.head(k) == Some(verb) && matches!(self.plain(k), "nsubj" | "csubj"));
        if agrees && !name && !taken {
            self.set(i, verb, "nsubj");
        }
    }
}
