//! Operators over acts: evaluates the nodes of a sentence into acts.
//!
//! **In:** nodes, a resolver for parties. **Out:** acts. Here it is found which nodes lie in an
//! operator's complement, and who fills an act's roles where its frame names them, leaves them to
//! control or drops them; `composition.rs` says what an operator makes of the acts inside it.

use super::act::Act;
use super::composition::Operator;
use super::node::Node;
use super::party::{Party, push};
use super::resolver::Resolver;
use super::tree::Tree;
use crate::frames::{Evokes, HeadPos, Lexicon, Realisation, Role};
use crate::ontology::Ontology;
use smallvec::SmallVec;

/// Evaluates one sentence.
pub struct Evaluator<'a> {
    /// The tree.
    pub tree: &'a Tree<'a>,
    /// Frames.
    pub lexicon: &'a Lexicon,
    /// The codebook.
    pub ontology: &'a Ontology,
    /// Nodes of the sentence.
    pub nodes: &'a [Node],
    /// Parties.
    pub resolver: &'a Resolver<'a>,
}

/// Nesting deeper than this is a parsing accident.
const DEEPEST: u8 = 6;

impl Evaluator<'_> {
    fn operator(&self, n: usize) -> Option<&str> {
        match &self.nodes[n].of(self.lexicon).evokes {
            Evokes::Operator(op) => Some(op),
            Evokes::Act { .. } => None,
        }
    }

    /// The node headed by a word.
    pub fn node_at(&self, word: usize) -> Option<usize> {
        self.nodes.iter().position(|n| n.head == word)
    }

    /// For each node, the operator node whose complement it lies in.
    pub fn governors(&self) -> Vec<Option<usize>> {
        let mut of = vec![None; self.nodes.len()];
        for n in 0..self.nodes.len() {
            if self.nodes[n].fallback {
                continue;
            }
            if self.operator(n).is_some_and(|op| op != "say") {
                for inner in self.inner_nodes(n) {
                    if inner != n && !self.governs(&of, inner, n) {
                        of[inner].get_or_insert(n);
                    }
                }
            }
        }
        of
    }

    /// Whether `a` already governs `b` (a cycle would evaluate for ever).
    fn governs(&self, of: &[Option<usize>], a: usize, b: usize) -> bool {
        let (mut at, mut steps) = (b, 0);
        while let Some(up) = of[at] {
            if up == a || steps > of.len() {
                return true;
            }
            at = up;
            steps += 1;
        }
        false
    }

    /// Nodes that an operator works on: at its complement, or the first below it.
    pub fn inner_nodes(&self, n: usize) -> Vec<usize> {
        let node = &self.nodes[n];
        let mut found = Vec::new();
        for c in node.fillers_of(Role::Complement) {
            for start in self.tree.conjuncts(c) {
                self.descend(n, start, 0, &mut found);
            }
        }
        found.sort_unstable();
        found.dedup();
        found
    }

    fn descend(&self, outer: usize, word: usize, depth: u8, found: &mut Vec<usize>) {
        // "announced that Serbia **must** withdraw": the modal stands over its verb
        let modal = self
            .tree
            .kids(word)
            .filter(|&k| self.tree.relation(k) == "aux" && self.tree.lang == text::Lang::En)
            .find_map(|k| self.node_at(k))
            .filter(|&m| m != outer && self.operator(m).is_some());
        if let Some(m) = modal {
            found.push(m);
            return;
        }
        if let Some(i) = self.node_at(word).filter(|&i| i != outer) {
            found.push(i);
            return;
        }
        // the word may be a demanded part of a light verb construction
        if let Some(i) = self
            .nodes
            .iter()
            .position(|m| m.parts.contains(&word) && m.head != self.nodes[outer].head)
            .filter(|&i| i != outer)
        {
            found.push(i);
            return;
        }
        if depth >= DEEPEST {
            return;
        }
        for k in self.tree.kids(word) {
            let r = self.tree.relation(k);
            let clause = self.tree.finite(k) && r != "conj";
            let inside = matches!(r, "nmod" | "obj" | "xcomp" | "obl" | "iobj" | "csubj" | "appos")
                || (matches!(r, "ccomp" | "conj") && !clause)
                || (r == "ccomp" && depth == 0)
                || (r == "nsubj" && depth == 0 && self.tree.word(word).upos != syntax::Upos::Verb);
            if inside && !self.nodes[outer].covers(k) {
                self.descend(outer, k, depth + 1, found);
            }
        }
    }

    /// Acts that a node yields. `subject` are the parties handed down by control.
    pub fn acts(&self, n: usize, subject: &[Party], depth: u8) -> Vec<Act> {
        let node = &self.nodes[n];
        let frame = node.of(self.lexicon);
        let mut actors = self.role(n, Role::Actor);
        if actors.is_empty() {
            actors = subject.to_vec();
        }
        let subject_acts = frame.slots.iter().any(|s| {
            s.role == Role::Actor && s.ways.iter().any(|(w, _)| *w == Realisation::Subject)
        });
        if actors.is_empty() && subject_acts && self.subject_may_be_dropped(node.head, frame.pos) {
            actors = self.resolver.dropped_subject(node.head);
        }
        if actors.is_empty() && subject_acts && depth == 0 {
            actors = self.control_subject(node.head);
        }
        if frame.needs_speaker && self.resolver.speaker.is_empty() {
            return Vec::new();
        }
        if frame.needs_speaker && !subject_acts {
            actors = self.resolver.speaker.iter().cloned().map(Party::implied).collect();
            if self.tree.lower.last().is_some_and(|w| w == "?") {
                return Vec::new();
            }
        }
        let how = if node.by_tree { "tree" } else { "chunk" };
        let words: SmallVec<[usize; 6]> =
            std::iter::once(node.head).chain(node.parts.iter().copied()).collect();
        let confidence = frame.confidence * if node.by_tree { 0.9 } else { 0.65 };
        match &frame.evokes {
            Evokes::Act { event, mode } => vec![Act {
                event: event.clone(),
                core: event.clone(),
                mode: mode.clone(),
                recipients: self.recipients(n, &actors),
                actors,
                partners: self.role(n, Role::Partner),
                head: node.head,
                addressed: self.addressed(n),
                negated: frame.negative != self.denied(node),
                words,
                operators: SmallVec::new(),
                judgement: frame.needs_speaker && matches!(event.as_str(), "SUPPORT" | "ACCUSE"),
                background: frame.background,
                confidence,
                why: vec![format!(
                    "act {event} by frame {} \"{}\" ({how})",
                    frame.source,
                    self.tree.lemma(node.head)
                )],
            }],
            Evokes::Operator(op) if depth < DEEPEST => {
                let operator =
                    Operator { name: op, actors, words, addressed: self.addressed(n), confidence };
                let out = self.operate(n, &operator, depth);
                let fallback = self.nodes.get(n + 1).filter(|m| m.fallback && m.head == node.head);
                match fallback {
                    Some(_) if out.is_empty() && self.inner_nodes(n).is_empty() => {
                        self.acts(n + 1, subject, depth)
                    }
                    _ => out,
                }
            }
            Evokes::Operator(_) => Vec::new(),
        }
    }

    /// Whether a node is denied: at its head, or in English by a "no" before the noun that carries the
    /// meaning ("has **no** intention", "made **no** concession").
    pub(super) fn denied(&self, node: &Node) -> bool {
        let no = |p: usize| {
            self.tree.lang == text::Lang::En
                && self.tree.word(p).upos == syntax::Upos::Noun
                && self.tree.kids(p).any(|k| k < p && self.tree.lower[k] == "no")
        };
        self.tree.negated(node.head) || node.parts.iter().any(|&p| no(p))
    }

    /// Whether a noun fills a node's partner (or whom an operator addresses), whether or not it names
    /// anybody.
    fn addressed(&self, n: usize) -> bool {
        let asks = self.operator(n).is_some();
        self.nodes[n].fillers.iter().any(|&(r, w)| {
            (r == Role::Partner || asks && r == Role::Recipient)
                && self.tree.word(w).upos == syntax::Upos::Noun
                // "with our country" points to somebody
                && !self.resolver.pointers.has("own_nouns", self.tree.lemma(w))
                && !self.resolver.pointers.has("pair_nouns", self.tree.lemma(w))
        })
    }

    fn subject_may_be_dropped(&self, head: usize, pos: HeadPos) -> bool {
        let tree = self.tree;
        let predicative = tree.kids(head).any(|k| tree.relation(k) == "cop");
        let finite = (pos == HeadPos::Verb && tree.finite(head)) || predicative;
        let open = !tree.kids(head).any(|k| tree.relation(k) == "nsubj");
        finite && open && tree.lang == text::Lang::Pl && !tree.passive(head)
            || tree.morph(head).verb_form == Some(syntax::VerbForm::Conv)
    }

    /// Parties that fill a role of a node.
    pub fn role(&self, n: usize, role: Role) -> Vec<Party> {
        let mut found = Vec::new();
        for word in self.nodes[n].fillers_of(role) {
            let parties = self.resolver.parties(word);
            let place = if parties.is_empty() { self.resolver.place_party(word) } else { None };
            for p in parties.into_iter().chain(place) {
                push(&mut found, p);
            }
        }
        found
    }

    /// Recipients of an act; where none is named, whoever its complement clause is about.
    fn recipients(&self, n: usize, actors: &[Party]) -> Vec<Party> {
        let named = self.role(n, Role::Recipient);
        if !named.is_empty() {
            return named;
        }
        if self.dropped_patient(n) {
            let dropped = self.resolver.dropped_subject(self.nodes[n].head);
            if !dropped.is_empty() {
                return dropped;
            }
        }
        let about = self.content_parties(&self.nodes[n]);
        about.into_iter().filter(|p| !actors.iter().any(|a| a.again(p))).collect()
    }

    /// "nie wahali się **dać**": an infinitive that no operator governs has its governor's subject.
    fn control_subject(&self, head: usize) -> Vec<Party> {
        let tree = self.tree;
        let infinitive = tree.morph(head).verb_form == Some(syntax::VerbForm::Inf);
        let up = tree.head(head).filter(|_| infinitive && tree.relation(head) == "xcomp");
        let Some(up) = up else { return Vec::new() };
        match tree.kid_with(up, &["nsubj"]) {
            Some(s) => self.resolver.parties(s),
            None if tree.finite(up) && tree.lang == text::Lang::Pl => {
                self.resolver.dropped_subject(up)
            }
            None => Vec::new(),
        }
    }

    /// "Został postrzelony.": a passive without a subject is about the last one.
    fn dropped_patient(&self, n: usize) -> bool {
        let (tree, head) = (self.tree, self.nodes[n].head);
        let frame = self.nodes[n].of(self.lexicon);
        let takes_object = frame.slots.iter().any(|s| {
            s.role == Role::Recipient && s.ways.iter().any(|(w, _)| *w == Realisation::Object)
        });
        takes_object
            && tree.lang == text::Lang::Pl
            && tree.passive(head)
            && tree.kids(head).any(|k| tree.deprel(k) == "aux:pass")
            && !tree.kids(head).any(|k| tree.relation(k) == "nsubj")
    }

    /// Parties named in a complement that is no known act: whom a complaint or request is about.
    pub(super) fn content_parties(&self, node: &Node) -> Vec<Party> {
        let mut found = Vec::new();
        for c in node.fillers_of(Role::Complement) {
            let clause_subject = self.tree.kids(c).filter(|&k| self.tree.relation(k) == "nsubj");
            let direct: Vec<usize> = clause_subject.collect();
            for w in if direct.is_empty() { vec![c] } else { direct } {
                if self.tree.nominal(w) {
                    for p in self.resolver.parties(w) {
                        push(&mut found, p);
                    }
                }
            }
        }
        found
    }
}
