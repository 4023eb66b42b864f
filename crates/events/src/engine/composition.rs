//! What an operator makes of the acts inside its complement.
//!
//! **In:** an operator's node, its doers, the ontology's composition table. **Out:** acts. The
//! complement is evaluated first; the table says what the operator makes of it and whose roles are
//! whose. Control (who does the inner act) follows the operator: who intends, promises or refuses
//! does it himself; who is asked, ordered or allowed does it.

use super::act::Act;
use super::evaluate::Evaluator;
use super::party::{Party, push};
use crate::frames::Role;
use crate::ontology::{Composed, Inner, Source};
use compact_str::CompactString;
use smallvec::SmallVec;

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

/// An operator where it stands, with its own roles filled.
pub(super) struct Operator<'a> {
    /// Its name in the composition table.
    pub name: &'a str,
    /// Who asks, intends, refuses ...
    pub actors: Vec<Party>,
    /// Its head word and the words of its demanded parts.
    pub words: SmallVec<[usize; 6]>,
    /// Whether words of its own say whom it addresses.
    pub addressed: bool,
    /// 0 to 1, of the operator's own frame.
    pub confidence: f32,
}

/// The other roles of an operator.
struct Others {
    /// Whom it addresses or has for a partner.
    addressees: Vec<Party>,
    /// Who is neither.
    third: Vec<Party>,
    /// Who is named in its complement.
    content: Vec<Party>,
}

impl Evaluator<'_> {
    /// The acts that the operator at node `n` yields; `depth` counts the operators above it.
    pub(super) fn operate(&self, n: usize, operator: &Operator, depth: u8) -> Vec<Act> {
        let node = &self.nodes[n];
        let op = operator.name;
        let mut addressees = self.role(n, Role::Recipient);
        for p in self.role(n, Role::Partner) {
            push(&mut addressees, p);
        }
        let handed: &[Party] = if NO_CONTROL.contains(&op) {
            &[]
        } else if OBJECT_CONTROL.contains(&op) {
            &addressees
        } else {
            &operator.actors
        };
        let negated = node.of(self.lexicon).negative != self.denied(node);
        let inner_nodes = if op == "say" { Vec::new() } else { self.inner_nodes(n) };
        let mut inner: Vec<Option<Act>> = Vec::new();
        for i in inner_nodes {
            inner.extend(self.acts(i, handed, depth + 1).into_iter().map(Some));
        }
        if inner.is_empty() {
            inner.push(None);
        }
        let (third, content) = (self.role(n, Role::Third), self.content_parties(node));
        let others = Others { addressees, third, content };
        let mut out: Vec<Act> = Vec::new();
        for mut act in inner {
            let own = act.as_ref().is_some_and(|a| {
                let does = |p: &Party| operator.actors.iter().any(|o| o.same(p));
                !a.actors.is_empty() && a.actors.iter().all(does)
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
            out.extend(operator.apply(&composed, act, &others, node.head));
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
}

impl Operator<'_> {
    /// One row of the table carried out: the act that comes of it, with the operator written on it.
    fn apply(
        &self,
        composed: &Composed,
        inner: Option<Act>,
        others: &Others,
        head: usize,
    ) -> Option<Act> {
        let op = self.name;
        let mut act = match (composed, inner) {
            (Composed::Drop { .. }, _) | (Composed::Inner { .. }, None) => return None,
            (Composed::Inner { background, rule }, Some(mut a)) => {
                a.background |= background;
                // "przyspieszyły wycofywanie części sił": whoever moves the act is its doer
                if !self.actors.is_empty()
                    && !NO_CONTROL.contains(&op)
                    && !OBJECT_CONTROL.contains(&op)
                    && a.actors.iter().all(|p| p.code.is_none())
                {
                    a.actors.clone_from(&self.actors);
                }
                a.why.push(format!("{op}({}) keeps it ({rule})", a.event));
                a.head = head;
                a
            }
            (Composed::Outcome { event, mode, actor, recipient, rule }, inner) => {
                let actors = self.find(actor, inner.as_ref(), others, &[]);
                let mut recipients = self.find(recipient, inner.as_ref(), others, &actors);
                let rest = |from: &[Party]| -> Vec<Party> {
                    from.iter().filter(|p| !actors.iter().any(|a| a.again(p))).cloned().collect()
                };
                if recipients.is_empty() {
                    recipients = rest(&others.third);
                }
                if recipients.is_empty() && !recipient.is_empty() {
                    // engine rule: parties of the complement's words stand in for silent roles
                    recipients = rest(&others.content);
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
                    addressed: self.addressed || inner.as_ref().is_some_and(|a| a.addressed),
                    negated: false,
                    judgement: inner.as_ref().is_some_and(|a| a.judgement),
                    background: false,
                    confidence: inner
                        .as_ref()
                        .map_or(self.confidence * 0.8, |a| a.confidence.min(self.confidence)),
                    why,
                }
            }
        };
        act.operators.insert(0, CompactString::from(op));
        act.words.extend(self.words.iter().copied());
        act.words.sort_unstable();
        act.words.dedup();
        Some(act)
    }

    /// The parties of the first alternative that yields anyone besides `not`.
    fn find(
        &self,
        sources: &[Vec<Source>],
        inner: Option<&Act>,
        others: &Others,
        not: &[Party],
    ) -> Vec<Party> {
        for alternatives in sources {
            let mut list: Vec<Party> = Vec::new();
            for s in alternatives {
                let from: &[Party] = match (s, inner) {
                    (Source::OperatorActor, _) => &self.actors,
                    (Source::OperatorRecipient, _) => &others.addressees,
                    (Source::InnerActor, Some(a)) => &a.actors,
                    (Source::InnerRecipient, Some(a)) if a.recipients.is_empty() => &a.partners,
                    (Source::InnerRecipient, Some(a)) => &a.recipients,
                    (Source::InnerPartner, Some(a)) => &a.partners,
                    (_, None) => &others.content,
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
    }
}
