//! The tree of one sentence, with the questions that coding asks of its arcs.
//!
//! **In:** a parsed sentence, its arcs mended where the language has repairs. **Out:** heads and
//! dependents, what marks a phrase or clause, coordination, ancestors, clauses. Lists of dependents
//! are built once; everything else is read from the words. Works on any UD tree, whichever parser
//! made it. What a word is by its form stands in `morphosyntax.rs`, English positions in `english.rs`.

use super::repair::Arcs;
use syntax::{Morph, Sentence, Upos, Word};
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

    /// Whether a preposition ("wobec", "na rzecz") marks a word.
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
        while k < all.len() && all.len() <= self.len() {
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
}
