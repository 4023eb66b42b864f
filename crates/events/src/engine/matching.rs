//! Matches frames on a tree.
//!
//! **In:** a tree, the language's lexicon, which words stand for political actors. **Out:** one
//! [`Node`] a word at most, the most specific frame that fits, and beside an operator the best act
//! frame of the same word for where the operator's complement yields nothing. Here frames compete
//! and their demanded parts and slots are filled; which words a slot may take is told by
//! `realisation.rs` and `core_arguments.rs`, where the grammar that every verb shares is undone.

use super::core_arguments::{genitive_of_negation, relative_antecedent, syncretic_object};
use super::english::{
    controlled_by_actor, english_plural, measured, names_its_object, set_in_a_state,
    unknown_verb_base,
};
use super::node::Node;
use super::realisation::candidates;
use super::tree::Tree;
use crate::frames::{Evokes, Frame, HeadPos, Lexicon, Part, Realisation, Restriction, Role, Slot};
use smallvec::SmallVec;
use syntax::{Case, Upos, VerbForm};
use text::Lang;

/// Tells whether the noun phrase headed by a word stands for a political actor.
pub type IsActor<'a> = dyn Fn(usize) -> bool + 'a;

/// All nodes of a sentence in word order.
pub fn find_nodes(tree: &Tree, lexicon: &Lexicon, is_actor: &IsActor) -> Vec<Node> {
    let mut nodes: Vec<Node> = Vec::new();
    let mut rivals: Vec<Node> = Vec::new();
    for head in 0..tree.len() {
        let (mut best, mut act, mut operator) = (None::<Node>, None::<Node>, None::<Node>);
        let base = unknown_verb_base(tree, lexicon, head);
        for (id, frame) in lexicon.headed_by(base.as_deref().unwrap_or(tree.lemma(head))) {
            if !pos_fits(tree, head, frame.pos) {
                continue;
            }
            let Some(node) = match_frame(tree, lexicon, id, frame, head, is_actor) else {
                continue;
            };
            let better = |than: &Option<Node>| than.as_ref().is_none_or(|b| node.fit > b.fit);
            match frame.evokes {
                Evokes::Act { .. } if better(&act) => {
                    act = Some(Node { fallback: true, ..node.clone() })
                }
                Evokes::Operator(_) if better(&operator) => operator = Some(node.clone()),
                _ => {}
            }
            if better(&best) {
                best = Some(node);
            }
        }
        let acts = |b: &Node| matches!(lexicon.get(b.frame).evokes, Evokes::Act { .. });
        match (best, act, operator) {
            // an act frame that an operator of the same head may yet overrule
            (Some(b), _, Some(o)) if acts(&b) => {
                nodes.push(b);
                rivals.push(o);
            }
            (Some(b), act, _) => {
                nodes.push(b.clone());
                nodes.extend(act.filter(|_| !acts(&b)));
            }
            (None, ..) => {}
        }
    }
    let nodes = prefer_operators(nodes, rivals, tree);
    drop_covered(nodes, tree, lexicon)
}

/// "obiecał **pomoc Ukrainie**": where an operator's complement holds an act of its own, the operator
/// over that act says more than the general act frame of the same head, which stays as a fallback.
fn prefer_operators(nodes: Vec<Node>, rivals: Vec<Node>, tree: &Tree) -> Vec<Node> {
    let heads: Vec<usize> = nodes.iter().map(|n| n.head).collect();
    let mut chosen = Vec::with_capacity(nodes.len());
    for node in nodes {
        let holds_act = |o: &&Node| {
            o.head == node.head
                && o.fit + SPECIFIC > node.fit
                && o.fillers_of(Role::Complement)
                    .any(|c| heads.iter().any(|&h| h != node.head && tree.under(h, c)))
        };
        match rivals.iter().find(holds_act) {
            Some(operator) => {
                chosen.push(operator.clone());
                chosen.push(Node { fallback: true, ..node });
            }
            None => chosen.push(node),
        }
    }
    chosen
}

/// By how much an act frame must fit better than an operator that holds an act: one demanded word.
const SPECIFIC: u32 = 4;

/// A word that is a demanded part of another node ("udzielić *pomocy*") is no node of its own,
/// unless the outer frame is the less specific reading.
fn drop_covered(nodes: Vec<Node>, tree: &Tree, lexicon: &Lexicon) -> Vec<Node> {
    let covered: Vec<bool> = nodes
        .iter()
        .map(|n| {
            nodes.iter().any(|o| {
                o.head != n.head
                    && !o.fallback
                    && (o.parts.contains(&n.head) && !lexicon.get(o.frame).parts.is_empty()
                        || retold(o, n, lexicon)
                        || swallowed(o, n, tree))
            })
        })
        .collect();
    nodes.into_iter().zip(covered).filter(|(_, c)| !c).map(|(n, _)| n).collect()
}

/// "failed to **reach** agreement": the outer frame speaks of the same noun.
fn swallowed(outer: &Node, inner: &Node, tree: &Tree) -> bool {
    !inner.parts.is_empty()
        && inner.parts.iter().all(|p| outer.parts.contains(p))
        && tree.under(inner.head, outer.head)
}

/// "The **attack** killed two soldiers": the noun that a verb of the same type takes for its
/// instrument or cause tells no second act.
fn retold(outer: &Node, inner: &Node, lexicon: &Lexicon) -> bool {
    let event = |n: &Node| match &lexicon.get(n.frame).evokes {
        Evokes::Act { event, .. } => Some(event),
        Evokes::Operator(_) => None,
    };
    outer.fillers.contains(&(Role::Object, inner.head))
        && event(outer).is_some()
        && event(outer) == event(inner)
}

/// Whether a word is of the part of speech that a frame asks for, taggers' commonest slips allowed.
fn pos_fits(tree: &Tree, head: usize, pos: HeadPos) -> bool {
    let w = tree.word(head);
    match pos {
        HeadPos::Verb => {
            tree.verbal(head)
                || matches!(w.upos, Upos::Verb | Upos::Aux)
                || tree.misread_attribute(head).is_some()
                || tree.misread_predicate(head)
                || (tree.lang == Lang::Pl && w.xpos.starts_with("pred"))
        }
        HeadPos::Noun => matches!(w.upos, Upos::Noun | Upos::Propn),
        HeadPos::Adjective => {
            w.upos == Upos::Adj
                || tree.morph(head).verb_form == Some(VerbForm::Part)
                || (tree.lang == Lang::Pl && w.upos == Upos::Adv)
                || tree.word(head).xpos.as_ref() == "VBN"
                || tree.word(head).xpos.as_ref() == "JJ"
        }
        HeadPos::Adverb => matches!(w.upos, Upos::Adv | Upos::Part),
    }
}

/// The node of one frame at a word, unless something that the frame demands is missing.
fn match_frame(
    tree: &Tree,
    lexicon: &Lexicon,
    id: u32,
    frame: &Frame,
    head: usize,
    is_actor: &IsActor,
) -> Option<Node> {
    if frame.reflexive && !(tree.reflexive(head) || near_reflexive(tree, head)) {
        return None;
    }
    if frame.parts.is_empty() && frame.pos == HeadPos::Verb && names_its_object(tree, head) {
        return None;
    }
    if frame.needs_speaker && frame.pos != HeadPos::Verb && !tree.predicate(head) {
        return None;
    }
    let mut node = Node {
        head,
        frame: id,
        parts: SmallVec::new(),
        fillers: SmallVec::new(),
        fit: frame.specificity() * 4,
        by_tree: true,
        fallback: false,
    };
    for part in &frame.parts {
        let (word, by_tree) = find_part(tree, head, part, frame.parts.len() == 1)?;
        node.parts.push(word);
        node.by_tree &= by_tree;
    }
    let mut restricted = false;
    for slot in &frame.slots {
        match fill(tree, lexicon, frame, &node, slot, is_actor) {
            Some(word) => {
                restricted |= slot.restricted();
                node.fillers.push((slot.role, word));
                node.fit += 2 + u32::from(slot.required) * 2 + u32::from(slot.restricted());
            }
            None if slot.required => return None,
            None => {}
        }
    }
    let party = |r: Role| matches!(r, Role::Actor | Role::Recipient | Role::Partner);
    let political = || {
        node.fillers.iter().any(|&(r, w)| party(r) && is_actor(w))
            || restricted && set_in_a_state(tree, &node, is_actor)
            || controlled_by_actor(tree, head, is_actor)
    };
    if frame.needs_actor && !political() {
        return None;
    }
    Some(node)
}

/// "się" may hang on an auxiliary or a modal above an infinitive ("powinni się spotkać").
fn near_reflexive(tree: &Tree, head: usize) -> bool {
    let window = head.saturating_sub(4)..(head + 4).min(tree.len());
    if tree.relation(head) == "xcomp" && tree.head(head).is_some_and(|h| tree.reflexive(h)) {
        return true;
    }
    let gerund = tree.gerund(head) || tree.relation(head) == "conj";
    gerund
        && window.into_iter().any(|k| {
            tree.lower[k] == "się" && tree.head(k).is_none_or(|h| h == head || tree.verbal(h))
        })
}

/// A demanded part: a dependent of the head, of its conjunct, or (fallback) a word near it.
/// `alone` says that the frame demands nothing else.
fn find_part(tree: &Tree, head: usize, part: &Part, alone: bool) -> Option<(usize, bool)> {
    // not what another verb says ("urged France to open **talks**", "urged Iran to **release** them")
    let other_verb = |k: usize| {
        tree.lang == Lang::En
            && tree.relation(k) == "xcomp"
            && tree.word(k).upos == Upos::Verb
            && tree.kids(head).any(|o| o < k && matches!(tree.relation(o), "obj" | "iobj"))
    };
    let fits = |k: usize| {
        // "wsparcie, **jakie** Chiny zapewniają": the noun that a relative pronoun stands for
        let noun =
            if tree.relation(head) == "acl" { relative_antecedent(tree, head, k) } else { k };
        let lemma = tree.lemma(noun);
        let names = |l: &compact_str::CompactString| {
            l == lemma || *l == tree.lower[k] || english_plural(tree, k).is_some_and(|p| *l == p)
        };
        part.lemmas.iter().any(names)
            && part.preposition.as_ref().is_none_or(|p| tree.marked_by(k, p))
            && part.case.is_none_or(|c| {
                part.preposition.is_some()
                    || tree.in_case(k, c)
                    || c == Case::Acc
                        && (genitive_of_negation(tree, head, k) || syncretic_object(tree, head, k))
                    || tree.passive(head)
                    || tree.gerund(head)
            })
    };
    let mut stack: Vec<(usize, u8)> = tree.kids(head).map(|k| (k, 0)).collect();
    // the object of a coordinated verb or of the noun that the participle modifies
    if tree.relation(head) == "conj" {
        stack.extend(
            tree.head(head)
                .into_iter()
                .flat_map(|h| tree.kids(h).map(|k| (k, 1)).collect::<Vec<_>>())
                .filter(|&(k, _)| k != head && k > head),
        );
    }
    if tree.passive(head) && matches!(tree.relation(head), "amod" | "acl") {
        stack.extend(tree.head(head).map(|h| (h, 1)));
    }
    let mut at = 0;
    while at < stack.len() {
        let (k, depth) = stack[at];
        at += 1;
        if k != head && fits(k) && !(alone && other_verb(k)) {
            return Some((k, true));
        }
        // one step through coordination or a light noun ("udzielić wszelkiej niezbędnej pomocy")
        if depth < 2
            && !other_verb(k)
            && !(tree.lang == Lang::En && tree.relation(k) == "conj" && tree.verbal(k))
            && matches!(
                tree.relation(k),
                "conj"
                    | "obj"
                    | "obl"
                    | "nmod"
                    | "iobj"
                    | "xcomp"
                    | "fixed"
                    | "flat"
                    | "advmod"
                    | "case"
                    | "cop"
                    | "aux"
            )
        {
            stack.extend(tree.kids(k).filter(|&x| x != head).map(|x| (x, depth + 1)));
        }
    }
    // Fallback over the chunk: one wrong arc must not lose a fixed phrase.
    // English modifiers pile up before the noun ("reaffirmed its strong and unwavering **commitment**").
    let reach = if tree.lang == Lang::En { 8 } else { 5 };
    let near = (head + 1..(head + reach).min(tree.len())).chain(head.saturating_sub(3)..head);
    let clause = tree.clause(head);
    // A participle taken for a clause of its own does not end the phrase, a new clause does.
    let ends = |w: usize| {
        tree.finite(w) && tree.verbal(w)
            || tree.word(w).upos == Upos::Adp
            || matches!(tree.lower[w].as_str(), "that" | "who" | "which" | "to")
    };
    let same = |k: usize| {
        k < head + 5 && tree.clause(k) == clause
            || tree.lang == Lang::En
                && part.preposition.is_none()
                && k > head
                && !(head + 1..k).any(ends)
    };
    near.into_iter().find(|&k| fits(k) && same(k) && !tree.verbal(k)).map(|k| (k, false))
}

/// The word that fills a slot: the first that a realisation finds and its restrictions allow.
fn fill(
    tree: &Tree,
    lexicon: &Lexicon,
    frame: &Frame,
    node: &Node,
    slot: &Slot,
    is_actor: &IsActor,
) -> Option<usize> {
    let open = |w: usize| {
        !node.parts.contains(&w) && !node.fillers.iter().any(|&(r, f)| f == w && r != slot.role)
    };
    let fits = |w: usize, restrictions: &[Restriction]| {
        open(w)
            && (restrictions.is_empty()
                || restrictions.iter().any(|r| allowed(tree, lexicon, r, w, is_actor)))
    };
    let party = matches!(slot.role, Role::Actor | Role::Recipient | Role::Partner);
    let by_tree = slot.ways.iter().find_map(|(way, restrictions)| {
        let open = candidates(tree, frame, node, slot.role, way);
        let mut fitting = open.into_iter().filter(|&w| fits(w, restrictions));
        let first = fitting.next()?;
        // of two that fit, the one that names somebody ("organizacja **Amnesty** zażądała")
        if party && !is_actor(first) {
            return fitting.find(|&w| is_actor(w)).or(Some(first));
        }
        Some(first)
    });
    // Fallback over the clause: an actor in the right case that a wrong arc has carried off.
    by_tree.or_else(|| {
        let ways = slot.ways.iter().filter(|_| party && frame.pos == HeadPos::Verb);
        ways.filter_map(|(way, restrictions)| {
            nearby(tree, node.head, way).find(|&w| is_actor(w) && fits(w, restrictions))
        })
        .next()
    })
}

/// Bare nominals to the right of a verb, in its clause, in the case that a realisation asks for.
fn nearby<'t>(tree: &'t Tree, head: usize, way: &Realisation) -> impl Iterator<Item = usize> + 't {
    let case = match way {
        Realisation::Object if tree.lang == Lang::Pl && !tree.passive(head) => Some(Case::Acc),
        Realisation::Case(c) if matches!(c, Case::Dat) => Some(*c),
        _ => None,
    };
    let end = (head + 12).min(tree.len());
    let window = if case.is_some() && !tree.gerund(head) { head + 1..end } else { 0..0 };
    let stop = |k: usize| {
        matches!(tree.lower[k].as_str(), "," | ";" | ":" | "–" | "—" | "i" | "a" | "oraz")
            || (tree.verbal(k) && tree.finite(k))
    };
    window.take_while(move |&k| !stop(k)).filter(move |&k| {
        tree.nominal(k)
            && tree.morph(k).case == case
            && !tree.kids(k).any(|c| tree.relation(c) == "case")
            && !matches!(tree.relation(k), "flat" | "nsubj")
    })
}

/// Whether a word, one coordinated with it or what it measures meets a restriction.
fn allowed(
    tree: &Tree,
    lexicon: &Lexicon,
    restriction: &Restriction,
    word: usize,
    is_actor: &IsActor,
) -> bool {
    let any = |test: &dyn Fn(usize) -> bool| {
        tree.conjuncts(word)
            .into_iter()
            .any(|w| test(w) || measured(tree, lexicon, w).is_some_and(test))
    };
    match restriction {
        Restriction::Actor => any(&|w| is_actor(w)),
        Restriction::Lemma(l) => any(&|w| tree.lemma(w) == l || tree.lower[w] == *l),
        Restriction::Class(c) => any(&|w| lexicon.classes.contains(c, tree.lemma(w))),
    }
}
