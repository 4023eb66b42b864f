//! What English grammar asks of the matcher beyond other languages.
//!
//! **In:** trees of English. **Out:** answers about them. English marks its main verb by position
//! rather than by form, so that taggers take "handed", "bombed" for participles; adjuncts and
//! infinitives borrow their subject; nouns of measure stand before what they measure (Quirk et al.
//! 1985, chapters 4, 5, 15). The repairs here read positions that admit one analysis only.

use super::matching::IsActor;
use super::node::Node;
use super::tree::Tree;
use crate::frames::{Lexicon, english_base};
use syntax::Upos;
use text::Lang;

impl Tree<'_> {
    /// Whether an English "reduced relative" is really the main verb ("Swiss doctors **handed** over
    /// 700 kg of medicine"): a past participle after its noun is passive and so has no object, unless
    /// its verb takes two.
    pub fn misread_main_verb(&self, i: usize) -> bool {
        const DITRANSITIVE: [&str; 16] = [
            "give", "grant", "offer", "award", "pay", "deny", "owe", "send", "sell", "show",
            "teach", "tell", "call", "name", "elect", "allow",
        ];
        // verbs whose subject does what the infinitive says are never passive before one
        const SUBJECT_CONTROL: [&str; 16] = [
            "prepare", "agree", "refuse", "threaten", "decide", "vow", "pledge", "seek", "try",
            "attempt", "decline", "hope", "continue", "begin", "start", "fail",
        ];
        let object = || {
            self.kids(i).any(|k| self.relation(k) == "obj" && k > i)
                && !DITRANSITIVE.contains(&self.lemma(i))
        };
        // "fired **tear gas**": an object noun taken for a verb with an object of its own
        let noun_as_verb = || {
            self.kids(i).any(|k| {
                self.relation(k) == "xcomp"
                    && self.kid_with(k, &["obj"]).is_some()
                    && self.kid_with(k, &["mark"]).is_none()
            })
        };
        let infinitive = || {
            SUBJECT_CONTROL.contains(&self.lemma(i))
                && self.kids(i).any(|k| {
                    matches!(self.relation(k), "xcomp" | "advcl")
                        && self.kids(k).any(|m| self.lower[m] == "to")
                })
        };
        // verbs without an object are never passive
        const INTRANSITIVE: [&str; 18] = [
            "protest",
            "resign",
            "apologize",
            "apologise",
            "appeal",
            "complain",
            "retaliate",
            "rally",
            "demonstrate",
            "march",
            "clash",
            "retreat",
            "negotiate",
            "cooperate",
            "speak",
            "talk",
            "arrive",
            "vote",
        ];
        let intransitive =
            || INTRANSITIVE.contains(&self.lemma(i)) && self.kid_with(i, &["obl"]).is_some();
        let clause = || self.kids(i).any(|k| self.relation(k) == "ccomp" && k > i);
        self.lang == Lang::En
            && matches!(self.word(i).xpos.as_ref(), "VBN" | "VBD")
            && self.relation(i) == "acl"
            && self.head(i).is_some_and(|h| h < i && (h == 0 || !self.verbal(h)))
            && !self.kids(i).any(|k| {
                matches!(self.relation(k), "nsubj" | "aux" | "mark" | "cc")
                    || matches!(self.lower[k].as_str(), "who" | "which" | "that" | "whom" | "where")
            })
            && (object() || infinitive() || clause() || intransitive() || noun_as_verb())
    }

    /// The subject of an English verb that the tree takes for an attribute of its own object ("Israel
    /// **bombed** targets"): a participle between two nouns of one phrase is nearly always the verb of a
    /// clause, unless the phrase is itself the subject of another verb.
    pub fn misread_attribute(&self, i: usize) -> Option<usize> {
        let participle = matches!(self.word(i).xpos.as_ref(), "VBN" | "VBD")
            || self.word(i).xpos.as_ref() == "JJ" && self.lower[i].ends_with("ed");
        if self.lang != Lang::En || !participle || self.relation(i) != "amod" || i == 0 {
            return None;
        }
        // the phrase may be a subject only of a verb that has another one ("police **opened** fire, they said")
        let subject = |h: usize| {
            self.relation(h) == "nsubj"
                && self
                    .head(h)
                    .is_none_or(|v| !self.kids(v).any(|k| k > h && self.relation(k) == "nsubj"))
        };
        let object = self.head(i).filter(|&h| h > i && !subject(h))?;
        // a subject of its own makes it a verb
        let own = self.kids(i).find(|&k| self.deprel(k) == "nsubj" && k < i);
        if own.is_some() {
            return own;
        }
        let before = i - 1;
        let noun = match self.word(before).upos {
            _ if self.word(before).xpos.starts_with("NNP") => true,
            // "Indonesian **police** used": singular names of bodies stand with a capital beside them
            Upos::Noun => {
                self.plural(before)
                    || self.kids(before).any(|k| {
                        matches!(self.relation(k), "amod" | "compound" | "nmod")
                            && self.word(k).span.of(self.text).starts_with(char::is_uppercase)
                    })
            }
            _ => false,
        };
        let joined = self.head(before) == Some(object)
            && matches!(self.relation(before), "compound" | "nsubj")
            || self.head(object) == Some(before)
            || self.relation(before) == "flat"
                && self.head(before).is_some_and(|h| self.head(h) == Some(object));
        // "thousands of students **boycotted** classes": the object is hung on the subject as a conjunct
        let whole = self
            .head(object)
            .filter(|&h| h < i && self.relation(object) == "conj" && self.under(before, h));
        if noun && whole.is_some() {
            return whole;
        }
        let first = match self.relation(before) {
            "flat" => self.head(before).unwrap_or(before),
            _ => before,
        };
        (noun && joined).then_some(first)
    }

    /// Whether an English "adjective" is a verb: one in "-ed" that has a subject and no copula ("troops
    /// **advanced** into the region").
    pub fn misread_predicate(&self, i: usize) -> bool {
        self.lang == Lang::En
            && self.word(i).xpos.as_ref() == "JJ"
            && self.lower[i].ends_with("ed")
            && self.kids(i).any(|k| self.deprel(k) == "nsubj" && k < i)
            && self.kid_with(i, &["cop", "aux"]).is_none()
    }

    /// The subject of a coordinated English verb that the tree hangs elsewhere: what stands right before
    /// a finite verb, where no conjunction does ("..., and Prime Minister Rama **stressed**").
    pub fn misattached_subject(&self, i: usize) -> Option<usize> {
        let finite = matches!(self.word(i).xpos.as_ref(), "VBD" | "VBZ" | "VBP");
        if self.lang != Lang::En || !finite || !matches!(self.relation(i), "conj" | "parataxis") {
            return None;
        }
        let before = (0..i).rev().find(|&k| self.word(k).upos != Upos::Adv)?;
        let joined = self.nominal(before)
            && matches!(self.relation(before), "conj" | "flat" | "appos")
            && self.word(before).upos != Upos::Det
            && !self.under(before, i);
        if !joined {
            return None;
        }
        let mut at = before;
        while self.relation(at) == "flat" {
            at = self.head(at)?;
        }
        // the conjunction belongs to the clause only if nothing else stands between it and the phrase
        let conj = self.relation(at) == "conj" && self.kids(i).any(|k| self.relation(k) == "cc");
        conj.then_some(at)
    }

    /// Whether an English participle or infinitive clause has the subject of the clause above it
    /// ("underscoring ...", "to discuss ...").
    pub fn subjectless_adjunct(&self, i: usize) -> bool {
        let to = |k: usize| self.relation(k) == "mark" && self.lower[k] == "to";
        let marked = self.kids(i).any(|k| self.relation(k) == "mark" && !to(k));
        self.lang == Lang::En
            && self.relation(i) == "advcl"
            && !marked
            && (self.word(i).xpos.as_ref() == "VBG" || self.kids(i).any(to))
            && self.kid_with(i, &["nsubj"]).is_none()
    }
}

/// The indirect object that the tree takes for the first word of the direct one ("gave **Suriname** 30
/// million"): a name right after a verb of giving, and a common noun after it.
pub fn misread_indirect(tree: &Tree, head: usize) -> Option<usize> {
    const GIVING: [&str; 16] = [
        "give", "grant", "offer", "award", "pay", "deny", "send", "sell", "hand", "lend",
        "promise", "pledge", "bring", "deliver", "ship", "allocate",
    ];
    let first = head + 1;
    if tree.lang != Lang::En || !GIVING.contains(&tree.lemma(head)) || first >= tree.len() {
        return None;
    }
    let name = tree.word(first).upos == Upos::Propn && tree.relation(first) == "compound";
    let object = tree.head(first).filter(|&o| {
        o > first && matches!(tree.relation(o), "obj" | "iobj") && tree.head(o) == Some(head)
    })?;
    let opens = |k: usize| {
        k == object && tree.word(k).upos == Upos::Noun
            || matches!(tree.word(k).upos, Upos::Num | Upos::Det | Upos::Adj | Upos::Pron)
                && tree.under(k, object)
    };
    (name && opens(first + 1)).then_some(first)
}

/// The base of an English verb form whose lemma heads no frame because the lemmatiser missed it.
pub fn unknown_verb_base(tree: &Tree, lexicon: &Lexicon, head: usize) -> Option<String> {
    let verb = tree.lang == Lang::En
        && (matches!(tree.word(head).upos, Upos::Verb | Upos::Aux)
            || tree.misread_predicate(head)
            || tree.misread_attribute(head).is_some());
    if !verb || lexicon.heads(tree.lemma(head)) {
        return None;
    }
    english_base(&tree.lower[head], |w| lexicon.heads(w))
}

/// "700 kg of **medicine**", "a batch of **vaccines**": what an English noun of measure measures.
pub fn measured(tree: &Tree, lexicon: &Lexicon, word: usize) -> Option<usize> {
    let measure = tree.lang == Lang::En && lexicon.classes.contains("measure", tree.lemma(word));
    let of = |k: &usize| tree.relation(*k) == "nmod" && tree.marked_by(*k, "of");
    if measure { tree.kids(word).find(of) } else { None }
}

/// Whether an English word names a day or a month: "agreed on **Monday** that".
pub fn names_day(tree: &Tree, word: usize) -> bool {
    const DAYS: [&str; 22] = [
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
        "today",
        "tomorrow",
        "yesterday",
    ];
    tree.lang == Lang::En
        && (DAYS.contains(&tree.lower[word].as_str())
            || matches!(tree.lower[word].as_str(), "night" | "morning" | "evening" | "afternoon"))
}

/// "The **Iraqi parliament** voted to ban protests": who does what an English infinitive says stands
/// with the verb above it.
pub fn controlled_by_actor(tree: &Tree, head: usize, is_actor: &IsActor) -> bool {
    if tree.lang != Lang::En || tree.relation(head) != "xcomp" {
        return false;
    }
    let up =
        tree.head(head).map(|h| if tree.relation(h) == "xcomp" { tree.head(h) } else { Some(h) });
    up.flatten().is_some_and(|h| {
        tree.kids(h).any(|k| matches!(tree.relation(k), "nsubj" | "obj" | "iobj") && is_actor(k))
    })
}

/// "Warplanes struck a base **in Iran**": the place tells whose affair it is.
pub fn set_in_a_state(tree: &Tree, node: &Node, is_actor: &IsActor) -> bool {
    let hosts = std::iter::once(node.head).chain(node.fillers.iter().map(|&(_, w)| w));
    tree.lang == Lang::En
        && hosts.flat_map(|h| tree.kids(h)).any(|k| {
            matches!(tree.relation(k), "obl" | "nmod")
                && ["in", "near", "outside", "across"].iter().any(|p| tree.marked_by(k, p))
                && is_actor(k)
        })
}

/// The singular of an English plural in "-ies" or "-es", which lemmatisers miss most.
pub fn english_plural(tree: &Tree, word: usize) -> Option<String> {
    if tree.lang != Lang::En || tree.word(word).upos != Upos::Noun {
        return None;
    }
    let form = &tree.lower[word];
    let y = form.strip_suffix("ies").map(|s| format!("{s}y"));
    y.or_else(|| {
        form.strip_suffix("es").filter(|s| s.ends_with(['s', 'x', 'h'])).map(str::to_owned)
    })
}

/// Whether an English verb names its object something ("**called** the leader a liar"): a frame of the
/// bare verb does not describe that.
pub fn names_its_object(tree: &Tree, head: usize) -> bool {
    const NAMING: [&str; 12] = [
        "call", "name", "brand", "consider", "deem", "declare", "label", "dub", "term", "find",
        "make", "leave",
    ];
    tree.lang == Lang::En
        && NAMING.contains(&tree.lemma(head))
        && tree.kids(head).any(|k| {
            tree.relation(k) == "xcomp"
                && matches!(tree.word(k).upos, Upos::Noun | Upos::Propn | Upos::Adj)
                && !tree.kids(k).any(|m| tree.lower[m] == "to")
        })
}
