//! Core arguments: where grammar puts the subject and the object of a predicate.
//!
//! **In:** a tree and the head of a frame. **Out:** the words that stand to it as the frame's
//! subject or object in the active voice, best first. Passives, gerunds and participles are turned
//! round; coordination, control and relative pronouns are followed; Polish forms that look alike
//! (nominative and accusative) or change (the genitive of negation, counted subjects) are told apart.
//! One place for this keeps the frames free of it.

use super::realisation::with_preposition;
use super::repair::same_number;
use super::tree::Tree;
use crate::frames::{Frame, HeadPos};
use syntax::{Case, VerbForm};
use text::Lang;

/// The subject of the active voice: own, agentive, or shared with the predicate above.
pub(super) fn subjects(tree: &Tree, frame: &Frame, head: usize, found: &mut Vec<usize>) {
    if frame.pos == HeadPos::Noun && !frame.needs_speaker {
        // an act noun's doer is a genitive, an agent phrase or an adjective; frames name them
        return;
    }
    if let Some(s) = tree.misread_attribute(head) {
        found.push(s);
        return;
    }
    if tree.passive(head) {
        found.extend(tree.kids(head).filter(|&k| {
            tree.deprel(k) == "obl:agent"
                || tree.marked_by(k, "przez")
                || (tree.lang == Lang::En && tree.marked_by(k, "by"))
        }));
        return;
    }
    if tree.gerund(head) {
        found.extend(tree.kids(head).filter(|&k| {
            tree.marked_by(k, "przez")
                || tree.deprel(k) == "nmod:poss"
                || tree.relation(k) == "nsubj"
        }));
        if found.is_empty() && tree.lang == Lang::Pl {
            with_preposition(tree, head, &[head], "przez", Some(Case::Acc), found);
        }
        if !found.is_empty() && tree.lang == Lang::En {
            return;
        }
    }
    // the governing predicate's subject, through coordination, raising and copulas
    let mut at = head;
    for _ in 0..6 {
        let direct = tree
            .kids(at)
            .filter(|&k| tree.relation(k) == "nsubj")
            .map(|k| relative_antecedent(tree, at, k));
        let before = found.len();
        found.extend(direct);
        if found.len() > before {
            return;
        }
        if let Some(s) = tree.misattached_subject(at) {
            found.push(s);
            return;
        }
        let Some(up) = tree.head(at) else { return };
        let r = tree.relation(at);
        if (tree.active_participle(at) || tree.misread_main_verb(at)) && matches!(r, "amod" | "acl")
        {
            found.push(up);
            return;
        }
        // "Węgry zgłosiły gotowość": of two "objects" the one before the verb that looks like a
        // nominative and agrees with the verb is the subject
        if tree.lang == Lang::Pl {
            found.extend(syncretic_subject(tree, at));
            if !found.is_empty() {
                return;
            }
        }
        // "około tysiąca Kurdów szukało": a counted subject, whatever its arc is called
        if tree.lang == Lang::Pl && tree.singular_neuter(at) {
            let counted = tree.kids(at).filter(|&k| k < at && tree.counts(k));
            found.extend(counted);
            if !found.is_empty() {
                return;
            }
        }
        let shares = r == "conj"
            || (r == "advcl" && tree.morph(at).verb_form == Some(VerbForm::Conv))
            || tree.subjectless_adjunct(at)
            || (r == "aux" || r == "cop");
        // "naciskają … – podkreślił": a verb of another number has another subject
        let disagrees = r == "conj"
            && tree.lang == Lang::Pl
            && tree.finite(head)
            && tree.finite(up)
            && tree.morph(head).number.is_some()
            && tree.morph(up).number.is_some()
            && !same_number(tree.morph(head).number, tree.morph(up).number);
        if !shares
            || disagrees
            || (r == "conj"
                && tree.finite(at)
                && tree.finite(up)
                && tree.kids(at).any(|k| tree.relation(k) == "nsubj"))
        {
            return;
        }
        at = up;
    }
}

/// The direct object of the active voice; `hosts` are the head and the words of its demanded parts.
pub(super) fn objects(tree: &Tree, head: usize, hosts: &[usize], found: &mut Vec<usize>) {
    if tree.misread_attribute(head).is_some() {
        found.extend(tree.head(head));
        return;
    }
    if tree.passive(head) {
        found.extend(
            tree.kids(head)
                .filter(|&k| tree.relation(k) == "nsubj")
                .map(|k| relative_antecedent(tree, head, k)),
        );
        if found.is_empty() && matches!(tree.relation(head), "amod" | "acl") {
            found.extend(tree.head(head));
        }
        let shared = tree.head(head).filter(|_| found.is_empty() && tree.relation(head) == "conj");
        found.extend(
            shared.into_iter().flat_map(|h| tree.kids(h)).filter(|&k| tree.relation(k) == "nsubj"),
        );
        return;
    }
    for &h in hosts {
        found.extend(
            tree.kids(h)
                .filter(|&k| {
                    let case = tree.morph(k).case;
                    let bare = !tree.kids(k).any(|c| tree.relation(c) == "case");
                    match tree.lang {
                        Lang::Pl => {
                            let own = h == head
                                && (tree.relation(k) == "obj"
                                    || syncretic_object(tree, head, k)
                                    || (case == Some(Case::Acc)
                                        && matches!(tree.relation(k), "iobj" | "obl" | "nmod")));
                            let genitive = case == Some(Case::Gen)
                                && (tree.gerund(head) || genitive_of_negation(tree, head, k))
                                && matches!(tree.relation(k), "obj" | "nmod" | "iobj" | "obl");
                            bare && tree.nominal(k) && (own || genitive)
                        }
                        Lang::En => {
                            (matches!(tree.relation(k), "obj" | "iobj") && h == head)
                                || (tree.relation(k) == "iobj"
                                    && h == head
                                    && tree.kid_with(h, &["obj"]).is_none())
                                || (tree.gerund(head) && tree.marked_by(k, "of"))
                        }
                    }
                })
                .map(|k| relative_antecedent(tree, head, k)),
        );
    }
    // "boarded and **seized** a vessel": the object hangs on the first verb
    if found.is_empty() && tree.lang == Lang::En && tree.relation(head) == "conj" {
        let first = tree.head(head).filter(|&v| tree.verbal(v));
        found.extend(first.into_iter().flat_map(|v| {
            tree.kids(v).filter(|&k| tree.relation(k) == "obj" && k > head).collect::<Vec<_>>()
        }));
    }
    // shared object of coordinated verbs: "potępił i odrzucił propozycję"
    if found.is_empty() {
        let first = tree.coordination_head(head);
        let others = tree.conjuncts(first);
        let next = others.into_iter().find(|&v| v > head && tree.verbal(v));
        found.extend(
            next.into_iter()
                .flat_map(|v| tree.kids(v).filter(move |&k| tree.relation(k) == "obj" && k > v)),
        );
    }
}

/// Nominative and accusative look alike in many Polish nouns: a second "subject" after the verb, where
/// another stands before it, is the object ("Hamas przeprowadził **atak**").
pub(super) fn syncretic_object(tree: &Tree, head: usize, k: usize) -> bool {
    tree.lang == Lang::Pl
        && k > head
        && tree.relation(k) == "nsubj"
        && tree.kids(head).any(|s| s < head && tree.relation(s) == "nsubj")
}

/// The other way round: an "object" before a verb that has another after it and no subject.
fn syncretic_subject(tree: &Tree, verb: usize) -> Option<usize> {
    let object = |k: &usize| tree.relation(*k) == "obj" && tree.nominal(*k);
    let bare = |k: &usize| tree.morph(*k).case == Some(Case::Acc) && tree.preposition(*k).is_none();
    if !tree.finite(verb)
        || tree.impersonal(verb)
        || !tree.kids(verb).any(|k| k > verb && object(&k))
    {
        return None;
    }
    tree.kids(verb)
        .filter(|k| *k < verb)
        .filter(object)
        .filter(bare)
        .find(|&k| same_number(tree.morph(k).number, tree.morph(verb).number))
}

/// Negated verbs take the genitive for the accusative.
pub(super) fn genitive_of_negation(tree: &Tree, head: usize, k: usize) -> bool {
    tree.lang == Lang::Pl
        && tree.morph(k).case == Some(Case::Gen)
        && (tree.negated(head)
            || tree.head(head).is_some_and(|h| tree.negated(h))
            || tree.gerund(head))
}

/// "kraj, **który** popiera": the relative pronoun gives way to the noun it stands for.
pub(super) fn relative_antecedent(tree: &Tree, clause: usize, subject: usize) -> usize {
    let relative =
        matches!(tree.lemma(subject), "który" | "jaki" | "co" | "kto" | "who" | "which" | "that");
    if relative && tree.relation(clause) == "acl" {
        return tree.head(clause).unwrap_or(subject);
    }
    if relative {
        // the clause may be a conjunct or complement inside the relative clause
        for a in tree.ancestors(clause) {
            if tree.relation(a) == "acl" {
                return tree.head(a).unwrap_or(subject);
            }
        }
    }
    subject
}
