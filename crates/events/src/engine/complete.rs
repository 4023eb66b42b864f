//! What an act becomes in its sentence: modality, last resorts for silent roles, weight.
//!
//! **In:** an act as its frames give it. **Out:** the act as the composition table, the document and
//! the guidelines leave it; an act without a known party gets the type `-` and is dropped.

use super::Memory;
use super::act::Act;
use super::party::{Party, push};
use super::resolver::Resolver;
use super::sentence::{SPEECH_ACTS, SentenceCoder};
use super::silent::Silent;
use super::tree::Tree;
use crate::frames::HeadPos;
use crate::ontology::{Composed, Inner};
use world::{Mention, MentionKind};

/// Types whose two sides the document's pair may supply.
const PAIRED: [&str; 4] = ["REQUEST", "AGREE", "SUPPORT", "COOPERATE"];

impl SentenceCoder<'_> {
    /// Tense, mood and negation of the act's own predicate, as rows of the composition table.
    pub(super) fn with_modality(&self, tree: &Tree, mut act: Act) -> Option<Act> {
        let h = act.head;
        let future = tree.future(h);
        // "will withdraw its force unless X yields": what is announced on a condition is threatened
        let announced = act.operators.iter().any(|o| matches!(o.as_str(), "announce" | "intend"));
        if (future || announced) && !act.negated && conditioned(tree, h) {
            let mode = match act.core.as_str() {
                "ASSAULT" | "MOBILIZE" => "violence",
                "SANCTION" | "COERCE" | "PROTEST" => "restrict",
                _ => "relations",
            };
            act.why.push(format!("{} unless the other yields is a threat", act.event));
            (act.event, act.mode) = ("THREATEN".into(), Some(mode.into()));
            return Some(act);
        }
        let operator = match (act.negated, future) {
            (true, true) => "negfuture",
            (true, false) => "not",
            (false, true) => "future",
            // a condition is no act of anybody's, a polite conditional is
            (false, false) if tree.lang == text::Lang::En && conditional_clause(tree, h) => {
                return None;
            }
            (false, false) if tree.conditional(h) || conditional_clause(tree, h) => "hypothetical",
            _ => return Some(act),
        };
        let inner =
            Inner { event: &act.event, mode: act.mode.as_deref(), negated: false, own: true };
        match self.ontology.compose(operator, false, Some(&inner)) {
            Some(Composed::Drop { .. }) => None,
            Some(Composed::Outcome { event, mode, rule, .. }) => {
                act.why.push(format!("{operator}({}) = {event} ({rule})", act.event));
                (act.event, act.mode) = (event, mode);
                act.negated = false;
                Some(act)
            }
            Some(Composed::Inner { background, .. }) => {
                act.background |= background;
                Some(act)
            }
            None => Some(act),
        }
    }

    /// Last resorts for silent roles, and the weight.
    pub(super) fn with_parties(
        &self,
        tree: &Tree,
        mut act: Act,
        resolver: &Resolver,
        speaker: &[Party],
        addressees: &[Party],
        pos: HeadPos,
    ) -> Act {
        let reciprocal = matches!(act.event.as_str(), "CONSULT" | "COOPERATE" | "AGREE");
        if act.actors.is_empty() && SPEECH_ACTS.contains(&act.event.as_str()) && !speaker.is_empty()
        {
            act.actors = speaker.iter().cloned().map(Party::implied).collect();
            act.why.push("the speaker acts by saying it".into());
        }
        if act.actors.is_empty() && act.event == "SUPPORT" && !speaker.is_empty() {
            act.actors = speaker.iter().cloned().map(Party::implied).collect();
        }
        let mutual = !act.partners.is_empty();
        for p in std::mem::take(&mut act.partners) {
            if matches!(act.event.as_str(), "CONSULT" | "COOPERATE" | "ASSAULT") {
                push(&mut act.actors, p);
            } else {
                push(&mut act.recipients, p);
            }
        }
        // "nam pomagają": whoever is helped is not among the several who help
        if act.actors.len() > 1 && act.actors.iter().all(|a| a.implied) {
            let recipients = act.recipients.clone();
            let others = |a: &Party| !recipients.iter().any(|r| r.again(a));
            if act.actors.iter().any(others) {
                act.actors.retain(others);
            }
        }
        let actors = act.actors.clone();
        if act.recipients.len() > 1 || act.event != "CONSULT" {
            act.recipients.retain(|r| !actors.iter().any(|a| a.again(r)));
        }
        let silent = Silent { tree, resolver, pointers: &self.language.pointers };
        // "powiedział Putinowi, że ...": what is asked in speech is asked of whom it is said to
        if act.recipients.is_empty() && SPEECH_ACTS.contains(&act.event.as_str()) {
            let other = |p: &&Party| !actors.iter().any(|a| a.again(p));
            act.recipients = addressees.iter().filter(other).cloned().collect();
        }
        let mut several = false;
        if act.recipients.is_empty()
            && PAIRED.contains(&act.event.as_str())
            && !(reciprocal && act.actors.len() > 1)
            && resolver.discourse.pair_from_talk
        {
            let other = resolver.discourse.counterpart(&act.actors);
            // what one of several visitors asks is asked of the world, not of the others
            several = act.event == "REQUEST" && other.windows(2).any(|w| !w[0].same(&w[1]));
            act.addressed |= several;
            if !other.is_empty() && !several && !act.addressed {
                act.recipients = other.into_iter().map(Party::implied).collect();
                act.why.push("toward the other side of the talk".into());
                act.confidence *= 0.8;
            }
        }
        if act.recipients.is_empty()
            && !mutual
            && act.event != "CONSULT"
            && !(reciprocal && act.actors.len() > 1)
            && !(act.event == "REQUEST" && act.addressed)
        {
            // who resigns does it toward nobody
            if act.mode.as_deref() != Some("resign") {
                act.recipients = silent.recipients(&act);
            }
            if !act.recipients.is_empty() {
                act.why.push("toward the nearest party of the clause".into());
                act.confidence *= 0.9;
            }
        }
        // a duty that nobody voices is the reporter's comment
        let duty = act.event == "REQUEST"
            && act.operators.first().is_some_and(|o| matches!(o.as_str(), "should" | "need"));
        let empty = act.recipients.is_empty() && act.mode.as_deref() == Some("change") && !several;
        if duty && (act.actors.is_empty() || empty) {
            act.event = "-".into();
            return act;
        }
        if act.event == "CONSULT" && one_sided(&act) {
            // "w rozmowie z X Y wezwał ...": the clause's subject took part
            for p in self.clause_subject(tree, act.head, resolver) {
                if !act.all_parties().any(|q| q.same(&p)) {
                    act.actors.insert(0, p);
                }
            }
        }
        // "w rozmowie z agencją Reutera": an interview is where words were said, no talks
        if act.event == "CONSULT" && act.all_parties().any(Party::media) {
            act.event = "-".into();
            return act;
        }
        if act.event == "CONSULT" && one_sided(&act) && resolver.discourse.pair_from_talk {
            let other = resolver.discourse.counterpart(&act.actors);
            act.actors.extend(other.into_iter().map(Party::implied));
        }
        if act.event == "PROTEST" && act.actors.iter().all(|p| p.code.is_none()) {
            // "w Bagdadzie demonstranci zablokowali drogę": a crowd belongs to the state it stands in
            if let Some(m) = self.whereabouts(tree, act.head) {
                act.actors = vec![Party::from_mention(m, tree)];
                act.why.push("the crowd is of the place".into());
            }
        }
        if silent.give_states(&mut act) {
            act.why.push("a domestic party is of the state whose affairs are told".into());
        }
        let at_home = ["AGREE", "CONCEDE", "RETREAT", "COERCE", "ASSAULT"];
        if !act.all_parties().any(|p| p.code.is_some())
            && at_home.contains(&act.event.as_str())
            && let Some(code) = self.whereabouts(tree, act.head).and_then(|m| m.code.clone())
        {
            // "gunmen kidnapped students in Niger": the affair is of the state it is set in
            let domestic = act.actors.iter_mut().chain(act.recipients.iter_mut());
            for p in domestic.filter(|p| p.sector.is_some()) {
                p.code = Some(code.clone());
            }
            act.why.push("a domestic party is of the place".into());
        }
        // joint exercises are COOPERATE, exercises of one country MOBILIZE (manual)
        if act.event == "MOBILIZE" && act.recipients.is_empty() && !one_sided(&act) {
            act.event = "COOPERATE".into();
            act.mode = None;
            act.why.push("forces of several states together".into());
        }
        if act.recipients.is_empty()
            && let Some(home) = silent.at_home(&act)
        {
            act.recipients = vec![home];
            act.why.push("rule and protest at home".into());
        }
        if !self.demands_met(tree, &act, pos) {
            act.event = "-".into();
            return act;
        }
        // goodwill that nobody is said to show is only talked about
        let goodwill = matches!(act.event.as_str(), "AGREE" | "SUPPORT" | "AID" | "COOPERATE");
        act.background |= goodwill && act.actors.is_empty() && act.recipients.len() < 2;
        act.background |= self.passing(tree, &act, pos);
        // nothing is worth a passing reference between nobody known
        if act.background && (!act.anyone_known() || act.aside()) {
            act.event = "-".into();
        }
        act
    }

    /// Blame and refusal that name nobody are against whom the document's last charge was; remembers
    /// whom this act makes the adversary.
    pub(super) fn against_adversary(&self, act: &mut Act, memory: &mut Memory) {
        let charge = matches!(act.event.as_str(), "ACCUSE" | "REJECT" | "THREATEN" | "SANCTION")
            || act.event == "REQUEST" && act.mode.as_deref() == Some("change");
        // what several demand together is asked of nobody among them
        let joint = act.event == "REQUEST" && (act.actors.len() > 1 || act.addressed);
        if charge && act.recipients.is_empty() && !joint {
            let other = |p: &&Party| !act.actors.iter().any(|a| a.same(p));
            let against: Vec<Party> =
                memory.adversary.iter().filter(other).cloned().map(Party::implied).collect();
            if against.len() == memory.adversary.len() && !against.is_empty() {
                act.recipients = against;
                act.why.push("against whom the document's last charge was".into());
                act.confidence *= 0.7;
            }
        }
        let hostile = match act.event.as_str() {
            "ACCUSE" | "REJECT" | "THREATEN" | "SANCTION" | "COERCE" => &act.recipients,
            "ASSAULT" => &act.actors,
            _ => return,
        };
        if hostile.iter().any(|p| p.code.is_some()) {
            memory.adversary.clone_from(hostile);
        }
    }

    /// The place or state in whose territory the clause of a word sets its act.
    pub(super) fn whereabouts(&self, tree: &Tree, head: usize) -> Option<&Mention> {
        let clause = tree.clause(head);
        let set = |w: usize| {
            tree.clause(w) == clause
                && tree.preposition(w).is_some_and(|p| {
                    matches!(p.as_str(), "w" | "we" | "na" | "in" | "across" | "throughout")
                })
        };
        self.mentions.iter().find(|m| {
            matches!(m.kind, MentionKind::Place | MentionKind::State)
                && m.code.is_some()
                && set(m.head as usize)
        })
    }

    /// Parties of the subject of the clause that a noun stands in.
    pub(super) fn clause_subject(
        &self,
        tree: &Tree,
        head: usize,
        resolver: &Resolver,
    ) -> Vec<Party> {
        let clause = tree.clause(head);
        if clause == head {
            return Vec::new();
        }
        match tree.kid_with(clause, &["nsubj"]) {
            Some(s) if !tree.under(head, s) => resolver.parties(s),
            None if tree.finite(clause) => resolver.dropped_subject(clause),
            _ => Vec::new(),
        }
    }

    /// Whether the sentence only refers to the act in passing (GUIDELINES, "background").
    fn passing(&self, tree: &Tree, act: &Act, pos: HeadPos) -> bool {
        let h = act.head;
        if tree.lower.last().is_some_and(|w| w == "?") {
            return true;
        }
        // a clause that identifies a noun; one that is the whole sentence tells the act itself
        let relative = std::iter::once(h).chain(tree.ancestors(h)).any(|a| {
            (tree.deprel(a) == "acl:relcl" || (tree.relation(a) == "acl" && tree.finite(a)))
                && tree.head(a).is_none_or(|n| tree.relation(n) != "root" || tree.lemma(n) != "ten")
                && !tree.misread_main_verb(a)
                // no relative clause modifies a verb: that is its complement
                && !(tree.lang == text::Lang::En
                    && tree.head(a).is_some_and(|h| tree.verbal(h)))
        });
        if relative {
            return true;
        }
        let participle = tree.morph(h).verb_form == Some(syntax::VerbForm::Part)
            && matches!(tree.relation(h), "amod" | "acl")
            && !tree.misread_main_verb(h)
            && tree.misread_attribute(h).is_none()
            && tree.kid_with(h, &["aux", "cop"]).is_none();
        if participle {
            return true;
        }
        // "a demand **to sever** the alliance", "an offer for **talks**": named, not done
        if tree.lang == text::Lang::En {
            let first = tree.coordination_head(h);
            let of_noun_or_adjective = tree.relation(first) == "acl"
                || tree.relation(first) == "xcomp"
                    && tree.head(first).is_some_and(|a| tree.word(a).upos == syntax::Upos::Adj);
            let infinitive = of_noun_or_adjective
                && tree.kids(first).any(|k| tree.relation(k) == "mark" && tree.lower[k] == "to");
            let sought = pos == HeadPos::Noun
                && tree.relation(h) == "nmod"
                && tree.preposition(h).is_some_and(|p| p == "for");
            if act.operators.is_empty() && (infinitive || sought) {
                return true;
            }
        }
        // "..., **praising** its reforms": a free adjunct of saying asserts; "..., **killing** two" only
        // tells the outcome of what the clause says
        let free_adjunct = tree.subjectless_adjunct(h)
            && tree.gerund(h)
            && matches!(act.event.as_str(), "SUPPORT" | "ACCUSE" | "REQUEST" | "AGREE" | "REJECT");
        let nominal = pos == HeadPos::Noun || tree.gerund(h) && !free_adjunct;
        // talks, trade or contacts of one side are a topic
        if nominal && matches!(act.event.as_str(), "CONSULT" | "COOPERATE") && one_sided(act) {
            return true;
        }
        nominal
            && !matches!(tree.relation(h), "root" | "nsubj" | "obj" | "parataxis")
            && act.event != "CONSULT"
    }
}

/// Whether all known parties of an act stand on one side.
pub(super) fn one_sided(act: &Act) -> bool {
    let mut codes: Vec<_> = act.all_parties().filter_map(|p| p.code.as_ref()).collect();
    codes.sort_unstable();
    codes.dedup();
    codes.len() < 2
}

/// "denounced the **embargo**", "praised the **decision** to help": a noun that another act is about is
/// only referred to (GUIDELINES, "background").
pub(super) fn objects_of_acts(tree: &Tree, acts: &mut [(Act, Option<usize>)]) {
    let heads: Vec<usize> = acts.iter().map(|(a, _)| a.head).collect();
    for (act, _) in acts.iter_mut() {
        let noun = tree.lang == text::Lang::En && tree.word(act.head).upos == syntax::Upos::Noun;
        let object = tree.relation(act.head) == "obj";
        act.background |= noun && object && tree.head(act.head).is_some_and(|h| heads.contains(&h));
    }
}

/// What a protest demands or objects to is its topic and no act of its own (manual, PROTEST); whom the
/// topic is about is whom the protest is against.
pub(super) fn topics_of_protest(tree: &Tree, acts: &mut Vec<(Act, Option<usize>)>) {
    let protests: Vec<usize> = acts
        .iter()
        .filter(|(a, _)| a.event == "PROTEST" && a.core == "PROTEST")
        .map(|(a, _)| a.head)
        .collect();
    for protest in protests {
        let topic = |a: &Act| {
            matches!(a.event.as_str(), "REQUEST" | "ACCUSE")
                && matches!(tree.relation(a.head), "advcl" | "acl")
                && (tree.head(a.head) == Some(protest)
                    // "blocked roads **to press** their demands", hung on the object
                    || tree.head(a.head).and_then(|o| tree.head(o)) == Some(protest)
                    || a.head > protest && tree.subjectless_adjunct(a.head))
        };
        let about: Vec<Party> = acts
            .iter()
            .filter(|(a, _)| topic(a))
            .flat_map(|(a, _)| a.recipients.iter().filter(|p| p.code.is_some()).cloned())
            .collect();
        acts.retain(|(a, _)| !topic(a));
        if let Some((act, _)) = acts.iter_mut().find(|(a, _)| a.head == protest)
            && !about.is_empty()
            && act.recipients.iter().all(|p| p.implied)
        {
            act.recipients = about;
            act.why.push("against whom its topic is about".into());
        }
    }
}

/// Whether a clause with "unless" ("chyba że", "o ile nie") stands under the act or its complement.
fn conditioned(tree: &Tree, head: usize) -> bool {
    let unless = |k: usize| {
        tree.relation(k) == "advcl"
            && (tree.marker(k) == Some("unless")
                || tree.marker(k) == Some("chyba")
                || matches!(tree.marker(k), Some("jeśli" | "jeżeli")) && tree.negated(k))
    };
    tree.kids(head).any(unless)
        || tree.kids(head).any(|c| {
            matches!(tree.relation(c), "ccomp" | "xcomp" | "obj") && tree.kids(c).any(unless)
        })
}

/// "jeśli", "gdyby", "if", "unless": what stands there is no fact.
fn conditional_clause(tree: &Tree, head: usize) -> bool {
    std::iter::once(head).chain(tree.ancestors(head)).any(|a| {
        tree.relation(a) == "advcl"
            && tree.marker(a).is_some_and(|m| {
                matches!(m, "jeśli" | "jeżeli" | "gdyby" | "jeśliby" | "if" | "unless")
                    || matches!(m, "until" | "before")
                        && matches!(tree.word(a).xpos.as_ref(), "VBZ" | "VBP")
            })
    })
}
