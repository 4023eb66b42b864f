//! Who says what: reported speech and quotations of one sentence.
//!
//! **In:** nodes, the parties, quotations. **Out:** [`Speech`]es, each with the words it covers.
//! Indirect speech is the clause under a verb of saying; direct speech is what stands in quotation
//! marks, or beside a verb of saying that has no clause of its own; "zdaniem X", "według X",
//! "according to X" cover their whole clause.

use super::evaluate::Evaluator;
use super::node::Node;
use super::party::Party;
use super::quotes::Quote;
use super::tree::Tree;
use crate::frames::{Evokes, Role};
use syntax::{Case, Upos};
use text::{Lang, Span};

/// Something said in a sentence.
#[derive(Clone, Debug)]
pub struct Speech {
    /// Who says it; empty if the text does not tell.
    pub speaker: Vec<Party>,
    /// To whom.
    pub addressees: Vec<Party>,
    /// The verb or phrase of saying.
    pub cue: Option<Span>,
    /// `direct`, `indirect` or `mixed`.
    pub kind: &'static str,
    /// Words that are said.
    pub words: Vec<usize>,
    /// The bytes said.
    pub content: Span,
}

/// Verbs that report or perform speech and may stand beside a quotation.
fn cue(node: &Node, evaluator: &Evaluator) -> bool {
    let frame = node.of(evaluator.lexicon);
    match &frame.evokes {
        Evokes::Operator(op) => matches!(
            op.as_str(),
            "say"
                | "request"
                | "demand"
                | "propose"
                | "warn"
                | "threaten"
                | "announce"
                | "promise"
                | "accuse"
                | "condemn"
                | "praise"
                | "complain"
                | "deny"
                | "refuse"
                | "encourage"
                | "regret"
                | "doubt"
                | "support"
                | "oppose"
                | "offer"
                | "agree"
                | "order"
        ),
        Evokes::Act { .. } => false,
    }
}

/// Speeches of a sentence. `last` is who spoke before, for "dodał".
pub fn find(evaluator: &Evaluator, quotes: &[Quote], last: &[Party]) -> Vec<Speech> {
    let tree = evaluator.tree;
    let mut found: Vec<Speech> = Vec::new();
    for (n, node) in evaluator.nodes.iter().enumerate() {
        let saying =
            matches!(&node.of(evaluator.lexicon).evokes, Evokes::Operator(op) if op == "say");
        // inside a dialogue only what follows the dash tells: "– Naciskają na nas – powiedział X"
        let dialogue = quotes.iter().any(|q| q.dialogue && q.span.overlaps(tree.sentence.span));
        let beside = cue(node, evaluator)
            && beside_quote(tree, node.head, quotes)
            && (!dialogue || parenthetical(tree, node.head));
        if !(saying || beside) {
            continue;
        }
        if inside_quote(tree, node.head, quotes) && !saying {
            continue;
        }
        let said = content_of(tree, node, quotes);
        let lead = said
            .iter()
            .take_while(|&&w| {
                tree.word(w).upos == Upos::Punct
                    && !quotes.iter().any(|q| q.span.contains(tree.word(w).span))
                    || tree.word(w).upos == Upos::Sconj
            })
            .count();
        let said = said[lead..].to_vec();
        if said.is_empty() {
            continue;
        }
        let speaker = speaker_of(evaluator, n, last);
        let quoted =
            quotes.iter().any(|q| said.iter().any(|&w| q.span.contains(tree.word(w).span)));
        let all_quoted = said
            .iter()
            .filter(|&&w| tree.word(w).upos != Upos::Punct)
            .all(|&w| quotes.iter().any(|q| q.span.contains(tree.word(w).span)));
        let kind = if all_quoted && quoted {
            "direct"
        } else if quoted {
            "mixed"
        } else {
            "indirect"
        };
        found.push(Speech {
            speaker,
            addressees: evaluator.role(n, Role::Recipient),
            cue: Some(tree.word(node.head).span),
            kind,
            content: tree.span_of(&said),
            words: said,
        });
    }
    according_to(evaluator, &mut found);
    found
}

fn inside_quote(tree: &Tree, word: usize, quotes: &[Quote]) -> bool {
    quotes.iter().any(|q| !q.dialogue && q.span.contains(tree.word(word).span))
}

/// Whether a quotation stands in this sentence outside the verb.
fn beside_quote(tree: &Tree, verb: usize, quotes: &[Quote]) -> bool {
    let sentence = tree.sentence.span;
    quotes.iter().any(|q| {
        q.span.overlaps(sentence) && (q.dialogue || !q.span.contains(tree.word(verb).span))
    })
}

/// The words that a verb of saying reports.
fn content_of(tree: &Tree, node: &Node, quotes: &[Quote]) -> Vec<usize> {
    let head = node.head;
    let clause = node.fillers_of(Role::Complement).find(|&c| {
        tree.under(c, head)
            && (tree.verbal(c)
                || tree.marker(c).is_some()
                || tree.kids(c).any(|k| tree.relation(k) == "cop")
                || matches!(tree.relation(c), "ccomp" | "parataxis"))
    });
    if let Some(c) = clause.filter(|&c| tree.marker(c).is_some()) {
        // "zauważył, że A jest silne, a B ma podstawy": a following clause with a subject of its own goes on
        let mut words = tree.subtree(c);
        let own_subject = |k: usize| {
            tree.kids(k)
                .any(|s| tree.relation(s) == "nsubj" && tree.morph(s).case == Some(Case::Nom))
        };
        for k in tree
            .kids(head)
            .filter(|&k| tree.relation(k) == "conj" && k > c && tree.finite(k) && own_subject(k))
        {
            words.extend(tree.subtree(k));
        }
        words.sort_unstable();
        return words;
    }
    // direct speech: everything in quotation marks, or everything but the reporting clause itself
    let quoted: Vec<usize> = (0..tree.len())
        .filter(|&w| quotes.iter().any(|q| !q.dialogue && q.span.contains(tree.word(w).span)))
        .collect();
    let outside = !quoted.contains(&head);
    if outside && quoted.len() >= 3 {
        return quoted;
    }
    let parenthetical = parenthetical(tree, head);
    if !parenthetical {
        return clause.map(|c| tree.subtree(c)).unwrap_or_default();
    }
    let own = reporting_words(tree, head, clause);
    (0..tree.len()).filter(|w| !own.contains(w)).collect()
}

/// "..., powiedział X" and "– ... – powiedział X": the verb follows a comma or dash, its subject follows it.
fn parenthetical(tree: &Tree, verb: usize) -> bool {
    let first = (0..verb).rev().find(|&k| {
        tree.word(k).upos == Upos::Punct || tree.verbal(k) || tree.word(k).upos == Upos::Propn
    });
    let after_mark = first.is_some_and(|k| {
        matches!(tree.lower[k].as_str(), "–" | "—" | "-" | "," | "”" | "\"" | "''" | "»")
    });
    after_mark && verb > 1 && !tree.kids(verb).any(|k| tree.marker(k).is_some_and(|m| m == "że"))
}

/// The reporting clause: the verb and its dependents on its own side, without what is said.
fn reporting_words(tree: &Tree, verb: usize, clause: Option<usize>) -> Vec<usize> {
    let mut own = vec![verb];
    for k in tree.kids(verb) {
        let said = Some(k) == clause
            || matches!(tree.relation(k), "ccomp" | "parataxis" | "conj" | "root") && k < verb;
        if !said && k + 12 > verb {
            own.extend(tree.subtree(k));
        }
    }
    own
}

fn speaker_of(evaluator: &Evaluator, n: usize, last: &[Party]) -> Vec<Party> {
    let (tree, head) = (evaluator.tree, evaluator.nodes[n].head);
    let explicit = evaluator.role(n, Role::Actor);
    // after a quotation the speaker follows the verb: "– podkreślił prezydent X"
    let inverted = parenthetical(tree, head)
        && head + 1 < tree.len()
        && tree.word(head + 1).upos != Upos::Punct;
    if !explicit.is_empty() && !inverted {
        return explicit;
    }
    // the nominative right after the verb, where the tree lost it
    let near = (head + 1..(head + 6).min(tree.len()))
        .take_while(|&k| tree.word(k).upos != Upos::Punct && tree.relation(k) != "mark")
        .find(|&k| {
            tree.nominal(k)
                && tree.morph(k).case == Some(Case::Nom)
                && evaluator.resolver.mention(k).is_some()
        });
    let lost = inverted || !tree.kids(head).any(|k| tree.relation(k) == "nsubj");
    if let Some(k) = near.filter(|_| tree.lang == Lang::Pl && lost) {
        return evaluator.resolver.parties(k);
    }
    if !explicit.is_empty() {
        return explicit;
    }
    if tree.kids(head).any(|k| tree.relation(k) == "nsubj")
        || tree.impersonal(head)
        || tree.passive(head)
    {
        return Vec::new();
    }
    let m = tree.morph(head);
    let agrees = |p: &Party| p.gender.is_none() || m.gender.is_none() || p.gender == m.gender;
    let one = m.number == Some(syntax::Number::Sing);
    if !last.is_empty() && last.iter().all(agrees) && !(one && last.len() > 1) {
        return last.iter().cloned().map(Party::implied).collect();
    }
    evaluator.resolver.dropped_subject(head)
}

/// "zdaniem X", "według X", "w ocenie X", "according to X".
fn according_to(evaluator: &Evaluator, found: &mut Vec<Speech>) {
    let tree = evaluator.tree;
    for w in 0..tree.len() {
        let source = match tree.lang {
            Lang::Pl => {
                let opinion = matches!(tree.lower[w].as_str(), "zdaniem")
                    && tree.preposition(w).is_none()
                    || matches!(tree.lower[w].as_str(), "ocenie" | "opinii" | "relacji" | "słów")
                        && tree
                            .preposition(w)
                            .is_some_and(|p| matches!(p.as_str(), "w" | "według" | "wedle"));
                if opinion { Some(w) } else { tree.marked_by(w, "według").then_some(w) }
            }
            Lang::En => (tree.nominal(w) && tree.marked_by(w, "according to")).then_some(w),
        };
        let Some(source) = source else { continue };
        let speaker = evaluator.resolver.parties(source);
        let attribution = tree.subtree(source);
        let clause = tree.clause(source);
        let words: Vec<usize> =
            tree.subtree(clause).into_iter().filter(|w| !attribution.contains(w)).collect();
        if words.len() < 3 || speaker.is_empty() {
            continue;
        }
        found.push(Speech {
            speaker,
            addressees: Vec::new(),
            cue: Some(tree.span_of(&attribution)),
            kind: "indirect",
            content: tree.span_of(&words),
            words,
        });
    }
}
