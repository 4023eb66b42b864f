//! Matches frames on a tree.
//!
//! **In:** a tree, the language's lexicon, which words stand for political actors. **Out:** at
//! most one [`Node`] a word: the most specific frame that fits. Grammar that every verb shares
//! (passive, gerund, participles, relative clauses, control, coordination) is undone here, so
//! that frames are written once, in the active voice.

use super::english::{
    controlled_by_actor, english_plural, measured, names_day, names_its_object, set_in_a_state,
    unknown_verb_base,
};
use super::node::Node;
use super::repair::same_number;
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

/// Whether the tagged case may be a slip for `case` behind a preposition: the two forms are one in many
/// Polish nouns, and no preposition governs the nominative.
fn look_alike(tree: &Tree, k: usize, case: Case) -> bool {
    let pair = matches!(
        (tree.morph(k).case, case),
        (Some(Case::Nom), Case::Acc) | (Some(Case::Acc), Case::Gen) | (Some(Case::Gen), Case::Acc)
    );
    // "z **kanclerz** Niemiec": titles of women do not inflect
    let title = tree.word(k).upos == Upos::Noun
        && tree.morph(k).gender == Some(syntax::Gender::Fem)
        && tree.lower[k] == tree.lemma(k)
        && !tree.lower[k].ends_with('a');
    tree.lang == Lang::Pl && (pair || title)
}

/// Nominative and accusative look alike in many Polish nouns: a second "subject" after the verb, where
/// another stands before it, is the object ("Hamas przeprowadził **atak**").
fn syncretic_object(tree: &Tree, head: usize, k: usize) -> bool {
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
fn genitive_of_negation(tree: &Tree, head: usize, k: usize) -> bool {
    tree.lang == Lang::Pl
        && tree.morph(k).case == Some(Case::Gen)
        && (tree.negated(head)
            || tree.head(head).is_some_and(|h| tree.negated(h))
            || tree.gerund(head))
}

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

/// Words that stand in a given realisation to the node's head, grammar undone.
fn candidates(
    tree: &Tree,
    frame: &Frame,
    node: &Node,
    role: Role,
    way: &Realisation,
) -> Vec<usize> {
    let head = node.head;
    let mut found = Vec::new();
    // Light verbs: valency may hang on the noun part ("udzielić pomocy Ukrainie").
    let mut hosts: SmallVec<[usize; 3]> =
        std::iter::once(head).chain(node.parts.iter().copied()).collect();
    // or on the object that carries the meaning ("zajął statek Grecji")
    if role != Role::Object && !matches!(way, Realisation::Subject | Realisation::Object) {
        hosts.extend(node.fillers.iter().filter(|(r, _)| *r == Role::Object).map(|&(_, w)| w));
    }
    match way {
        Realisation::Subject => subjects(tree, frame, head, &mut found),
        Realisation::Object => objects(tree, head, &hosts, &mut found),
        Realisation::Indirect => {
            found.extend(tree.kids(head).filter(|&k| tree.relation(k) == "iobj"))
        }
        Realisation::Case(case) => bare_case(tree, &hosts, *case, &mut found),
        Realisation::Preposition(p, case) => {
            with_preposition(tree, head, &hosts, p, *case, &mut found)
        }
        Realisation::Infinitive => found.extend(infinitives(tree, &hosts)),
        Realisation::That => found.extend(clauses(tree, &hosts).filter(|&k| !wish(tree, k))),
        Realisation::Wish => found.extend(clauses(tree, &hosts).filter(|&k| wish(tree, k))),
        Realisation::Whether => found.extend(clauses(tree, &hosts).filter(|&k| {
            tree.marker(k).is_some_and(|m| matches!(m, "czy" | "whether" | "if"))
                || tree.lower[k] == "czy"
        })),
        Realisation::Quote => {
            found.extend(
                tree.kids(head).filter(|&k| matches!(tree.relation(k), "parataxis" | "ccomp")),
            );
            if found.is_empty() && tree.relation(head) == "parataxis" {
                found.extend(tree.head(head));
            }
            // what stands before "– powiedział X", however the tree joins the two
            let inverted = head > 1 && (head - 2..head).any(|k| tree.word(k).upos == Upos::Punct);
            if found.is_empty() && inverted {
                found.extend(
                    (0..head)
                        .rev()
                        .find(|&k| tree.verbal(k) && tree.finite(k))
                        .or_else(|| head.checked_sub(1)),
                );
            }
        }
        Realisation::Ing => found.extend(
            hosts.iter().flat_map(|&h| tree.kids(h).collect::<Vec<_>>()).filter(|&k| {
                tree.gerund(k)
                    && matches!(tree.relation(k), "xcomp" | "ccomp" | "advcl" | "obj" | "acl")
            }),
        ),
        Realisation::Adjective => found.extend(
            hosts.iter().flat_map(|&h| tree.kids(h).collect::<Vec<_>>()).filter(|&k| {
                matches!(tree.relation(k), "amod" | "det" | "compound" | "nmod")
                    && tree.word(k).upos != Upos::Noun
                    && tree.kid_with(k, &["case"]).is_none()
            }),
        ),
        Realisation::Possessive => found.extend(
            hosts.iter().flat_map(|&h| tree.kids(h).collect::<Vec<_>>()).filter(|&k| {
                tree.deprel(k) == "nmod:poss"
                    || (tree.relation(k) == "det" && tree.word(k).upos == Upos::Pron)
            }),
        ),
    }
    if role == Role::Actor || role == Role::Recipient || role == Role::Partner {
        found.retain(|&k| k != head);
    }
    if matches!(way, Realisation::Preposition(..)) {
        found.retain(|&k| !names_day(tree, k));
    }
    found
}

fn subjects(tree: &Tree, frame: &Frame, head: usize, found: &mut Vec<usize>) {
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

/// "kraj, **który** popiera": the relative pronoun gives way to the noun it stands for.
fn relative_antecedent(tree: &Tree, clause: usize, subject: usize) -> usize {
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

fn objects(tree: &Tree, head: usize, hosts: &[usize], found: &mut Vec<usize>) {
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

fn bare_case(tree: &Tree, hosts: &[usize], case: Case, found: &mut Vec<usize>) {
    for &h in hosts {
        found.extend(
            tree.kids(h)
                .filter(|&k| {
                    tree.nominal(k)
                        && (tree.morph(k).case == Some(case)
                            || case == Case::Dat && tree.bare_locative(k)
                            || (tree.morph(k).case.is_none() && k > h))
                        && !tree.kids(k).any(|c| tree.relation(c) == "case")
                        && matches!(
                            tree.relation(k),
                            "obj" | "iobj" | "obl" | "nmod" | "xcomp" | "appos" | "flat" | "nsubj"
                        )
                })
                .map(|k| relative_antecedent(tree, h, k)),
        );
    }
}

fn with_preposition(
    tree: &Tree,
    head: usize,
    hosts: &[usize],
    preposition: &str,
    case: Option<Case>,
    found: &mut Vec<usize>,
) {
    // abbreviations do not inflect, so that their case is a guess ("przeciwko USA")
    let indeclinable = |k: usize| {
        tree.word(k).upos == Upos::X
            || tree.word(k).span.of(tree.text).chars().all(|c| c.is_uppercase())
    };
    let fits = |k: usize| {
        tree.marked_by(k, preposition)
            && case.is_none_or(|c| tree.in_case(k, c) || indeclinable(k) || look_alike(tree, k, c))
    };
    for &h in hosts {
        found.extend(tree.kids(h).filter(|&k| fits(k)));
    }
    // "w kierunku Izraela": treebanks hang the name on the noun of the compound preposition
    if let Some((first, noun)) = preposition.split_once(' ').filter(|_| found.is_empty()) {
        let nouns = hosts
            .iter()
            .flat_map(|&h| tree.kids(h))
            .filter(|&k| tree.lower[k] == noun && tree.marked_by(k, first));
        found.extend(
            nouns
                .flat_map(|k| tree.kids(k))
                .filter(|&k| tree.relation(k) == "nmod" && tree.kid_with(k, &["case"]).is_none()),
        );
    }
    // an English "of" goes with the noun before it
    let bound = tree.lang == Lang::En && preposition == "of";
    if found.is_empty() && !bound {
        // attachment is the commonest parsing error: look on the governor and the right neighbours
        let clause = tree.clause(head);
        let reach = hosts.iter().copied().max().unwrap_or(head);
        let window = reach + 1..(reach + 14).min(tree.len());
        let ends = |k: usize| {
            matches!(tree.lower[k].as_str(), ";" | ":" | "–" | "—")
                || tree.finite(k) && tree.verbal(k)
        };
        found.extend(
            window
                .into_iter()
                .take_while(|&k| !ends(k))
                .filter(|&k| fits(k) && tree.clause(k) == clause)
                // "sprawy związane z **projektem**": another noun's participle keeps its own phrase
                .filter(|&k| tree.head(k).is_none_or(|h| !foreign_participle(tree, h, hosts))),
        );
    }
}

/// Whether a word is a participle that modifies a noun other than the hosts.
fn foreign_participle(tree: &Tree, word: usize, hosts: &[usize]) -> bool {
    tree.morph(word).verb_form == Some(VerbForm::Part)
        && matches!(tree.relation(word), "amod" | "acl")
        && !hosts.contains(&word)
        && tree.head(word).is_some_and(|noun| !hosts.contains(&noun))
}

fn infinitives(tree: &Tree, hosts: &[usize]) -> Vec<usize> {
    let mut found = Vec::new();
    for &h in hosts {
        found.extend(tree.kids(h).filter(|&k| {
            let infinitive = tree.morph(k).verb_form == Some(VerbForm::Inf)
                || (tree.lang == Lang::En
                    && tree
                        .kids(k)
                        .any(|m| tree.lower[m] == "to" && matches!(tree.relation(m), "mark")))
                || tree.kids(k).any(|c| {
                    matches!(tree.relation(c), "cop" | "aux")
                        && tree.morph(c).verb_form == Some(VerbForm::Inf)
                });
            infinitive
                && matches!(
                    tree.relation(k),
                    "xcomp"
                        | "ccomp"
                        | "csubj"
                        | "advcl"
                        | "acl"
                        | "obj"
                        | "nsubj"
                        | "parataxis"
                        | "nmod"
                        | "obl"
                )
                && !wish(tree, k)
        }));
        // "asked the bloc **to send** observers": the infinitive hung on who is asked
        if tree.lang == Lang::En {
            let asked = tree.kids(h).filter(|&o| {
                tree.relation(o) == "iobj"
                    || tree.relation(o) == "obj" && tree.word(o).upos == Upos::Propn
            });
            found.extend(asked.flat_map(|o| tree.kids(o)).filter(|&k| {
                tree.relation(k) == "acl" && tree.kids(k).any(|m| tree.lower[m] == "to")
            }));
        }
        // "chce": the infinitive may be the head and the modal its auxiliary in foreign trees
        // (tense and voice auxiliaries are no modals: "has staged" is not "has to stage")
        if tree.relation(h) == "aux"
            && !matches!(tree.lemma(h), "have" | "be" | "do" | "will" | "być")
        {
            found.extend(tree.head(h));
        }
    }
    found
}

fn clauses<'t>(tree: &'t Tree, hosts: &[usize]) -> impl Iterator<Item = usize> + 't {
    let hosts: SmallVec<[usize; 3]> = hosts.iter().copied().collect();
    let mut all = Vec::new();
    for h in hosts {
        // a conjunction makes a clause of its word, whatever the arc above it is called
        let marked = |k: usize| {
            tree.marker(k).is_some_and(|m| {
                matches!(m, "że" | "iż" | "żeby" | "aby" | "by" | "czy" | "that" | "whether")
            })
        };
        let clausal =
            |k: usize| matches!(tree.relation(k), "ccomp" | "csubj" | "advcl" | "acl" | "xcomp");
        all.extend(tree.kids(h).filter(|&k| {
            tree.relation(k) == "ccomp" || clausal(k) && tree.marker(k).is_some() || marked(k)
        }));
    }
    all.sort_unstable_by_key(|&k| (tree.relation(k) != "ccomp", k));
    all.into_iter()
}

/// A clause of wish or purpose.
fn wish(tree: &Tree, clause: usize) -> bool {
    tree.kids(clause).any(|k| {
        matches!(tree.lemma(k), "żeby" | "aby" | "by" | "ażeby" | "iżby")
            && matches!(tree.relation(k), "mark" | "aux")
    }) && tree
        .kids(clause)
        .any(|k| tree.relation(k) == "mark" && !matches!(tree.lemma(k), "że" | "iż"))
}
