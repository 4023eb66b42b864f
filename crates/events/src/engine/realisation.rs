//! Realisations: which words stand to a frame's head as a slot asks.
//!
//! **In:** a tree, a node with what it has so far, and one way in which a slot may be realised (a
//! case, a preposition, an infinitive, a clause ...). **Out:** the words that stand so, best first;
//! whether one of them may fill the slot is the matcher's to say. Dependents come first; where
//! attachment is the commonest parsing error, phrases nearby are looked at too.

use super::core_arguments::{objects, relative_antecedent, subjects};
use super::english::{misread_indirect, names_day};
use super::node::Node;
use super::tree::Tree;
use crate::frames::{Frame, Realisation, Role};
use smallvec::SmallVec;
use syntax::{Case, Upos, VerbForm};
use text::Lang;

/// Words that stand in a given realisation to the node's head, grammar undone.
pub(super) fn candidates(
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
            found.extend(tree.kids(head).filter(|&k| tree.relation(k) == "iobj"));
            if found.is_empty() {
                found.extend(misread_indirect(tree, head));
            }
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
        // "appealed **for urgent help**": an attribute takes no phrase that it is part of
        let own =
            matches!(tree.relation(head), "amod" | "compound").then(|| tree.head(head)).flatten();
        found.retain(|&k| !names_day(tree, k) && own != Some(k));
    }
    found
}

/// Nominals without a preposition in a case; where the tagger gives no case, those to the right.
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

/// Phrases with a preposition of one word or more, in its case.
pub(super) fn with_preposition(
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

/// Whether a word is a participle that modifies a noun other than the hosts.
fn foreign_participle(tree: &Tree, word: usize, hosts: &[usize]) -> bool {
    tree.morph(word).verb_form == Some(VerbForm::Part)
        && matches!(tree.relation(word), "amod" | "acl")
        && !hosts.contains(&word)
        && tree.head(word).is_some_and(|noun| !hosts.contains(&noun))
}

/// Infinitives that the hosts govern.
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

/// Complement clauses of the hosts, those that the tree calls so first.
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
