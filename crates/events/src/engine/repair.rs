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

    /// Whether the way up from a word never reaches a root.
    fn circles(&self, i: usize) -> bool {
        let mut at = Some(i);
        for _ in 0..=self.heads.len() {
            match at {
                Some(h) => at = self.head(h),
                None => return false,
            }
        }
        true
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
        let before = (self.heads.clone(), self.relations.clone());
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
        if [i, noun, copula].into_iter().chain(infinitive).any(|k| self.circles(k)) {
            (self.heads, self.relations) = before;
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

#[cfg(test)]
mod tests {
    use super::super::fixture::parsed;
    use super::*;

    /// Rows (see [`parsed`]) and what the repairs changed: form, form of the new head, relation.
    fn changed(rows: &str) -> Vec<(String, String, String)> {
        let document = parsed(rows);
        let (s, text) = (&document.sentences[0].sentence, document.text.as_str());
        let (before, after) = (Arcs::parsed(s), Arcs::parsed(s).mended(s, text));
        (0..s.words.len())
            .filter(|&i| {
                (before.heads[i], before.relations[i]) != (after.heads[i], after.relations[i])
            })
            .map(|i| {
                let head = after.head(i).map_or("-", |h| s.form(h, text));
                (s.form(i, text).into(), head.into(), after.relations[i].into())
            })
            .collect()
    }

    fn arc(word: &str, head: &str, relation: &str) -> (String, String, String) {
        (word.into(), head.into(), relation.into())
    }

    #[test]
    fn an_abbreviation_in_brackets_is_another_name() {
        let mended = changed(
            "Wspólnota wspólnota NOUN Case=Nom|Number=Sing 5 nsubj
             ( ( PUNCT _ 3 punct
             WNP WNP PROPN Case=Nom 5 nsubj
             ) ) PUNCT _ 3 punct
             przyjęła przyjąć VERB Number=Sing|VerbForm=Fin 0 root
             uchwałę uchwała NOUN Case=Acc|Number=Sing 5 obj",
        );
        assert_eq!(mended, [arc("WNP", "Wspólnota", "appos")]);
    }

    #[test]
    fn an_infinitive_is_coordinated_with_an_infinitive() {
        let rows = |verb: &str| {
            format!(
                "Posłowie poseł NOUN Case=Nom|Number=Plur 2 nsubj
                 chcą chcieć VERB Number=Plur|VerbForm=Fin 0 root
                 {verb} {verb} VERB VerbForm=Inf 2 xcomp
                 handel handel NOUN Case=Acc|Number=Sing 3 obj
                 oraz oraz CCONJ _ 6 cc
                 wysłać wysłać VERB VerbForm=Inf 4 conj
                 misję misja NOUN Case=Acc|Number=Sing 6 obj"
            )
        };
        assert_eq!(changed(&rows("wspierać")), [arc("wysłać", "wspierać", "conj")]);
        // without an infinitive before it there is nothing to coordinate with
        let finite = rows("wspierać").replace("VERB VerbForm=Inf 2", "VERB VerbForm=Conv 2");
        assert_eq!(changed(&finite), []);
    }

    #[test]
    fn an_adjective_with_a_copula_is_the_predicate() {
        let mended = changed(
            "Rumunia Rumunia PROPN Case=Nom|Number=Sing 5 nsubj
             jest być AUX Number=Sing|VerbForm=Fin 3 cop
             gotowa gotowy ADJ Case=Nom|Number=Sing 1 flat
             szybko szybko ADV _ 5 advmod
             pomóc pomóc VERB VerbForm=Inf 0 root
             sąsiadom sąsiad NOUN Case=Dat|Number=Plur 5 iobj",
        );
        let wanted = [
            arc("Rumunia", "gotowa", "nsubj"),
            arc("gotowa", "-", "root"),
            arc("pomóc", "gotowa", "xcomp"),
        ];
        assert_eq!(mended, wanted);
    }

    #[test]
    fn an_attribute_without_a_copula_stays_one() {
        let mended = changed(
            "Rumunia Rumunia PROPN Case=Nom|Number=Sing 3 nsubj
             gotowa gotowy ADJ Case=Nom|Number=Sing 1 amod
             czeka czekać VERB Number=Sing|VerbForm=Fin 0 root",
        );
        assert_eq!(mended, []);
    }

    /// "Pod wodzą Nowaka Litwa/Litwę złożyła ofertę".
    fn nominative(case: &str, number: &str) -> Vec<(String, String, String)> {
        changed(&format!(
            "Pod pod ADP _ 2 case
             wodzą wódz NOUN Case=Ins|Number=Sing 5 obl
             Nowaka Nowak PROPN Case=Gen|Number=Sing 2 nmod
             Litwa Litwa PROPN Case={case}|Gender=Fem|Number=Sing 3 flat
             złożyła złożyć VERB Gender=Fem|Number={number}|VerbForm=Fin 0 root
             ofertę oferta NOUN Case=Acc|Number=Sing 5 obj"
        ))
    }

    #[test]
    fn a_nominative_before_a_verb_that_agrees_is_its_subject() {
        assert_eq!(nominative("Nom", "Sing"), [arc("Litwa", "złożyła", "nsubj")]);
        assert_eq!(nominative("Gen", "Sing"), []);
        assert_eq!(nominative("Nom", "Plur"), []);
    }

    #[test]
    fn a_verb_keeps_the_subject_it_has() {
        let mended = changed(
            "Premier premier NOUN Case=Nom|Number=Sing 3 nsubj
             Litwa Litwa PROPN Case=Nom|Number=Sing 1 nmod
             złożył złożyć VERB Number=Sing|VerbForm=Fin 0 root",
        );
        assert_eq!(mended, []);
    }

    #[test]
    fn no_repair_closes_a_circle() {
        let document = parsed(
            "Litwa Litwa PROPN Case=Nom 0 root
             złożyła złożyć VERB VerbForm=Fin 1 acl
             ofertę oferta NOUN Case=Acc 2 obj",
        );
        let mut arcs = Arcs::parsed(&document.sentences[0].sentence);
        arcs.set(0, 2, "nmod");
        assert_eq!((arcs.head(0), arcs.relations[0]), (None, "root"));
        arcs.set(2, 0, "nmod");
        assert_eq!((arcs.head(2), arcs.relations[2]), (Some(0), "nmod"));
    }

    #[test]
    fn pluralia_tantum_count_as_plural() {
        assert!(same_number(Some(Number::Ptan), Some(Number::Plur)));
        assert!(!same_number(Some(Number::Ptan), Some(Number::Sing)));
        assert!(!same_number(None, Some(Number::Plur)));
    }

    #[test]
    fn a_copula_above_the_noun_closes_no_circle() {
        // the copula governs the noun: taking it for the adjective's would turn the tree round
        let rows = "Peru Peru PROPN Case=Nom|Number=Sing 2 nsubj
             jest być AUX Number=Sing|VerbForm=Fin 4 cop
             skłonne skłonny ADJ Case=Nom|Number=Sing 1 flat
             ustąpić ustąpić VERB VerbForm=Inf 0 root";
        let document = parsed(rows);
        let arcs = Arcs::parsed(&document.sentences[0].sentence)
            .mended(&document.sentences[0].sentence, &document.text);
        assert!((0..4).all(|k| !arcs.circles(k)), "{:?}", arcs.heads);
    }

    #[test]
    fn no_repair_of_any_tree_closes_a_circle() {
        let words = [
            "Chiny Chiny PROPN Case=Nom|Number=Ptan",
            "skłonny skłonny ADJ Case=Nom|Number=Sing",
            "jest być AUX Number=Sing|VerbForm=Fin",
            "dać dać VERB VerbForm=Inf",
            "i i CCONJ _",
            "dały dać VERB Number=Plur|VerbForm=Fin",
            "pomoc pomoc NOUN Case=Acc|Number=Sing",
        ];
        let relations = ["flat", "nsubj", "cop", "xcomp", "cc", "appos", "amod", "nmod"];
        // a fixed linear congruential sequence: the same trees every time
        let mut seed = 7u64;
        let mut draw = |n: usize| {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            (seed >> 33) as usize % n
        };
        for _ in 0..3000 {
            // words join the tree in a drawn order, each under one that is in it: no circle to begin with
            let mut order: Vec<usize> = (0..7).collect();
            (1..7).rev().for_each(|k| order.swap(k, draw(k + 1)));
            let mut heads = [0; 7];
            for k in 1..7 {
                heads[order[k]] = order[draw(k)] + 1;
            }
            let row = |k: usize, word: usize, relation: usize| match heads[k] {
                0 => format!("{} 0 root", words[word]),
                h => format!("{} {h} {}", words[word], relations[relation]),
            };
            let drawn: Vec<String> =
                (0..7).map(|k| row(k, draw(words.len()), draw(relations.len()))).collect();
            let rows = drawn.join("\n");
            let document = parsed(&rows);
            let sentence = &document.sentences[0].sentence;
            let arcs = Arcs::parsed(sentence).mended(sentence, &document.text);
            assert!((0..7).all(|k| !arcs.circles(k)), "{rows}\n{:?}", arcs.heads);
        }
    }
}
