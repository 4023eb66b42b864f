//! Operators over acts: evaluates the nodes of a sentence into acts.
//!
//! **In:** nodes, a resolver for parties, the ontology's composition table. **Out:** acts. An
//! operator's complement is evaluated first; the table says what the operator makes of it and
//! whose roles are whose. Control (who does the inner act) follows the operator: who intends,
//! promises or refuses does it himself; who is asked, ordered or allowed does it.

use super::act::Act;
use super::node::Node;
use super::party::{Party, Resolver, push};
use super::tree::Tree;
use crate::frames::{Evokes, HeadPos, Lexicon, Realisation, Role};
use crate::ontology::{Composed, Inner, Ontology, Source};
use compact_str::CompactString;
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

/// Operators whose complement is done by the one addressed.
const OBJECT_CONTROL: [&str; 12] = [
    "request",
    "demand",
    "order",
    "encourage",
    "invite",
    "allow",
    "force",
    "help",
    "accuse",
    "warn",
    "condemn",
    "prevent",
];
/// Operators that leave the inner act to whoever does it: no actor is handed down.
const NO_CONTROL: [&str; 10] = [
    "say", "discuss", "praise", "support", "oppose", "regret", "doubt", "deny", "complain",
    "welcome",
];
/// Operators that promise what is to come and assure of what is.
const ASSURING: [&str; 3] = ["promise", "announce", "offer"];
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
                negated: frame.negative != self.tree.negated(node.head),
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
                let out = self.operate(n, op, actors, words, confidence, depth);
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

    fn operate(
        &self,
        n: usize,
        op: &str,
        op_actors: Vec<Party>,
        words: SmallVec<[usize; 6]>,
        confidence: f32,
        depth: u8,
    ) -> Vec<Act> {
        let node = &self.nodes[n];
        let mut addressees = self.role(n, Role::Recipient);
        for p in self.role(n, Role::Partner) {
            push(&mut addressees, p);
        }
        let third = self.role(n, Role::Third);
        let handed: &[Party] = if NO_CONTROL.contains(&op) {
            &[]
        } else if OBJECT_CONTROL.contains(&op) {
            &addressees
        } else {
            &op_actors
        };
        let negated = node.of(self.lexicon).negative != self.tree.negated(node.head);
        let inner_nodes = if op == "say" { Vec::new() } else { self.inner_nodes(n) };
        let mut inner: Vec<Option<Act>> = Vec::new();
        for i in inner_nodes {
            inner.extend(self.acts(i, handed, depth + 1).into_iter().map(Some));
        }
        if inner.is_empty() {
            inner.push(None);
        }
        let content = self.content_parties(node);
        let mut out: Vec<Act> = Vec::new();
        for mut act in inner {
            let own = act.as_ref().is_some_and(|a| {
                !a.actors.is_empty() && a.actors.iter().all(|p| op_actors.iter().any(|o| o.same(p)))
            });
            // "zapewnił, że USA wspierają Izrael": what is assured as a fact is reported, not promised
            if let Some(fact) =
                act.as_mut().filter(|a| ASSURING.contains(&op) && self.asserted(a.head))
            {
                fact.operators.insert(0, "say".into());
                fact.why.push(format!("{op} of a present or past fact reports it"));
                out.extend(act);
                continue;
            }
            let question = act.as_ref().map(|a| Inner {
                event: &a.event,
                mode: a.mode.as_deref(),
                negated: a.negated,
                own,
            });
            let Some(composed) = self.ontology.compose(op, negated, question.as_ref()) else {
                continue;
            };
            // "rozpoczęła z Koreą współpracę": a phase's own parties complete the act that it keeps.
            if let (Composed::Inner { .. }, Some(kept)) = (&composed, &mut act)
                && kept.partners.is_empty()
                && kept.recipients.is_empty()
            {
                kept.partners = self.role(n, Role::Partner);
                kept.recipients = self.role(n, Role::Recipient);
                let actors = &kept.actors;
                kept.partners.retain(|p| !actors.iter().any(|a| a.same(p)));
                kept.recipients.retain(|p| !actors.iter().any(|a| a.same(p)));
            }
            if let Some(a) = self.apply(
                op,
                &composed,
                act,
                &op_actors,
                &addressees,
                &third,
                &content,
                node.head,
                &words,
                confidence,
            ) {
                out.push(a);
            }
        }
        out
    }

    /// Whether an act's own predicate is finite and speaks of the present or past.
    fn asserted(&self, head: usize) -> bool {
        let t = self.tree;
        t.finite(head)
            && !t.future(head)
            && !t.conditional(head)
            && matches!(t.relation(head), "ccomp" | "conj")
    }

    /// Parties named in a complement that is no known act: whom a complaint or request is about.
    fn content_parties(&self, node: &Node) -> Vec<Party> {
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

    #[allow(clippy::too_many_arguments)] // the parts of one derivation step, named
    fn apply(
        &self,
        op: &str,
        composed: &Composed,
        inner: Option<Act>,
        op_actors: &[Party],
        addressees: &[Party],
        third: &[Party],
        content: &[Party],
        head: usize,
        words: &[usize],
        confidence: f32,
    ) -> Option<Act> {
        let mut act = match (composed, inner) {
            (Composed::Drop { .. }, _) => return None,
            (Composed::Inner { background, rule }, Some(mut a)) => {
                a.background |= background;
                // "przyspieszyły wycofywanie części sił": whoever moves the act is its doer
                if !op_actors.is_empty()
                    && !NO_CONTROL.contains(&op)
                    && !OBJECT_CONTROL.contains(&op)
                    && a.actors.iter().all(|p| p.code.is_none())
                {
                    a.actors = op_actors.to_vec();
                }
                a.why.push(format!("{op}({}) keeps it ({rule})", a.event));
                a.head = head;
                a
            }
            (Composed::Inner { .. }, None) => return None,
            (Composed::Outcome { event, mode, actor, recipient, rule }, inner) => {
                let find = |sources: &[Vec<Source>], not: &[Party]| -> Vec<Party> {
                    for alternatives in sources {
                        let mut list: Vec<Party> = Vec::new();
                        for s in alternatives {
                            let from: &[Party] = match (s, &inner) {
                                (Source::OperatorActor, _) => op_actors,
                                (Source::OperatorRecipient, _) => addressees,
                                (Source::InnerActor, Some(a)) => &a.actors,
                                (Source::InnerRecipient, Some(a)) if a.recipients.is_empty() => {
                                    &a.partners
                                }
                                (Source::InnerRecipient, Some(a)) => &a.recipients,
                                (Source::InnerPartner, Some(a)) => &a.partners,
                                (_, None) => content,
                            };
                            for p in from.iter().filter(|p| !not.iter().any(|n| n.again(p))) {
                                push(&mut list, p.clone());
                            }
                        }
                        if !list.is_empty() {
                            return list;
                        }
                    }
                    Vec::new()
                };
                let actors = find(actor, &[]);
                let mut recipients = find(recipient, &actors);
                if recipients.is_empty() && !third.is_empty() {
                    recipients = third
                        .iter()
                        .filter(|p| !actors.iter().any(|a| a.again(p)))
                        .cloned()
                        .collect();
                }
                if recipients.is_empty() && !recipient.is_empty() {
                    // engine rule: parties of the complement's words stand in for silent roles
                    recipients = content
                        .iter()
                        .filter(|p| !actors.iter().any(|a| a.again(p)))
                        .cloned()
                        .collect();
                }
                let name = inner.as_ref().map_or("-".into(), |a| a.event.clone());
                let mut why = inner.as_ref().map(|a| a.why.clone()).unwrap_or_default();
                why.push(format!(
                    "{op}({name}) = {event}{} ({rule})",
                    mode.as_ref().map(|m| format!(" {m}")).unwrap_or_default()
                ));
                Act {
                    event: event.clone(),
                    core: inner.as_ref().map_or_else(CompactString::default, |a| a.core.clone()),
                    mode: mode.clone(),
                    actors,
                    recipients,
                    partners: Vec::new(),
                    head,
                    words: inner.as_ref().map(|a| a.words.clone()).unwrap_or_default(),
                    operators: inner.as_ref().map(|a| a.operators.clone()).unwrap_or_default(),
                    negated: false,
                    judgement: inner.as_ref().is_some_and(|a| a.judgement),
                    background: false,
                    confidence: inner
                        .as_ref()
                        .map_or(confidence * 0.8, |a| a.confidence.min(confidence)),
                    why,
                }
            }
        };
        act.operators.insert(0, CompactString::from(op));
        act.words.extend(words.iter().copied());
        act.words.sort_unstable();
        act.words.dedup();
        Some(act)
    }
}
