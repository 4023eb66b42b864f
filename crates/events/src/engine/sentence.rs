//! One sentence: from its nodes to events, statements, relations and occasions.

use super::act::Act;
use super::discourse::Discourse;
use super::evaluate::Evaluator;
use super::fields;
use super::matching::find_nodes;
use super::party::{Party, Resolver, push};
use super::quotes::Quote;
use super::silent::Silent;
use super::speech::{self, Speech};
use super::standing;
use super::tree::Tree;
use super::{Input, Language, Memory};
use crate::frames::{HeadPos, english_base};
use crate::ontology::{Composed, Inner, Ontology};
use crate::record::{Cited, Coded, DateRecord, Event, Occasion, PlaceRecord, Relation, Statement};
use compact_str::CompactString;
use syntax::{Sentence, Upos};
use text::Span;
use world::{DateMention, Mention, MentionKind};

/// Codes one sentence.
pub struct SentenceCoder<'a> {
    pub(super) input: &'a Input<'a>,
    pub(super) ontology: &'a Ontology,
    pub(super) language: &'a Language,
    pub(super) sentence: &'a Sentence,
    pub(super) mentions: &'a [Mention],
    pub(super) dates: &'a [DateMention],
    pub(super) quotes: &'a [Quote],
}

/// Types whose report is itself the speech act, so that the actor is the one who says it.
const SPEECH_ACTS: [&str; 4] = ["REQUEST", "ACCUSE", "REJECT", "THREATEN"];
/// Operators by which a supportive or agreeing act is voiced rather than done.
const VOICED: [&str; 9] =
    ["support", "doubt", "promise", "intend", "say", "evaluate", "need", "should", "possible"];
/// Types whose two sides the document's pair may supply.
const PAIRED: [&str; 5] = ["REQUEST", "AGREE", "SUPPORT", "ACCUSE", "COOPERATE"];

impl SentenceCoder<'_> {
    /// Adds what the sentence yields and remembers what it establishes.
    pub(super) fn code(&self, memory: &mut Memory, coded: &mut Coded) {
        let tree = Tree::new(self.sentence, self.input.text, self.input.lang);
        let mut by_word: Vec<Option<u32>> = vec![None; tree.len()];
        for (i, m) in self.mentions.iter().enumerate() {
            for w in m.words.clone() {
                let slot = &mut by_word[w as usize];
                // the shorter of two nested mentions owns the word
                if slot.is_none_or(|o: u32| self.mentions[o as usize].words.len() > m.words.len()) {
                    *slot = Some(i as u32);
                }
            }
        }
        let outer = self.quote_speaker(memory);
        let mut discourse = std::mem::take(&mut memory.discourse);
        let nodes = {
            let resolver = self.resolver(&tree, &by_word, &discourse, &outer);
            let mut nodes = find_nodes(&tree, &self.language.frames, &|w| resolver.is_actor(w));
            // "Konferencja ... w Azji", "Inicjatywa Pasa i Szlaku": a name's words carry no act
            let name = |w| {
                resolver.mention(w).is_some_and(|m| {
                    matches!(
                        m.kind,
                        MentionKind::Organisation | MentionKind::Framework | MentionKind::Business
                    )
                })
            };
            nodes.retain(|n| !name(n.head));
            nodes
        };
        let named =
            |m: &&Mention| !matches!(m.kind, MentionKind::Adjective | MentionKind::Framework);
        for m in self.mentions.iter().filter(named) {
            discourse.saw(&Party::from_mention(m, &tree));
        }
        let subject = self.main_subject(&tree, &self.resolver(&tree, &by_word, &discourse, &outer));
        discourse.subject(&subject);
        self.note_talks(&tree, &by_word, &nodes, &outer, &mut discourse);
        let last = discourse.speaker.clone();
        let resolver = |speaker| self.resolver(&tree, &by_word, &discourse, speaker);
        let evaluator_resolver = resolver(&outer);
        let evaluator = Evaluator {
            tree: &tree,
            lexicon: &self.language.frames,
            ontology: self.ontology,
            nodes: &nodes,
            resolver: &evaluator_resolver,
        };
        let speeches = speech::find(&evaluator, self.quotes, &last);
        let governors = evaluator.governors();
        let mut acts: Vec<(Act, Option<usize>)> = Vec::new();
        for n in 0..nodes.len() {
            if governors[n].is_some() {
                continue;
            }
            let within = speeches.iter().position(|s| s.words.contains(&nodes[n].head));
            let speaker: &[Party] = within.map_or(&outer, |s| {
                if speeches[s].speaker.is_empty() { &outer } else { &speeches[s].speaker }
            });
            let local_resolver = resolver(speaker);
            let local = Evaluator {
                tree: &tree,
                lexicon: &self.language.frames,
                ontology: self.ontology,
                nodes: &nodes,
                resolver: &local_resolver,
            };
            for act in local.acts(n, &[], 0) {
                if let Some(act) = self.with_modality(&tree, act) {
                    let act = self.with_parties(
                        &tree,
                        act,
                        &local_resolver,
                        speaker,
                        nodes[n].of(&self.language.frames).pos,
                    );
                    if act.event != "-" {
                        acts.push((act, within));
                    }
                }
            }
        }
        topics_of_protest(&tree, &mut acts);
        objects_of_acts(&tree, &mut acts);
        let statements: Vec<String> = self.write_statements(&speeches, memory, coded);
        // passing references do not take words away from the acts they stand in
        let heads: Vec<usize> =
            acts.iter().filter(|(a, _)| !a.background).map(|(a, _)| a.head).collect();
        let mut emitted = Vec::new();
        acts.sort_by_key(|(a, _)| (a.words.first().copied(), a.head));
        // one record for each distinct act: promising help and promising trade are two
        let key_of = |act: &Act| {
            let mut codes: Vec<_> = act.all_parties().map(|p| p.code.clone()).collect();
            codes.sort_unstable();
            (act.event.clone(), act.core.clone(), act.mode.clone(), codes)
        };
        let told: Vec<_> =
            acts.iter().filter(|(a, _)| !a.background).map(|(a, _)| key_of(a)).collect();
        for (act, within) in acts {
            let key = key_of(&act);
            // a passing reference gives way to the act that is told
            if emitted.contains(&key) || act.background && told.contains(&key) {
                continue;
            }
            emitted.push(key);
            let mut act = act;
            if matches!(act.event.as_str(), "REQUEST" | "ACCUSE" | "THREATEN")
                && !act.recipients.is_empty()
            {
                memory.demand = Some((act.actors.clone(), act.recipients.clone()));
            } else if act.event == "REJECT" && act.recipients.is_empty() {
                let answered = memory
                    .demand
                    .as_ref()
                    .filter(|(_, to)| to.iter().any(|p| act.actors.iter().any(|a| a.same(p))));
                if let Some((by, _)) = answered {
                    act.recipients = by.iter().cloned().map(Party::implied).collect();
                    act.why.push("answers the last demand or charge".into());
                }
            }
            self.write_event(
                &tree,
                &act,
                within.map(|s| (&speeches[s], &statements[s])),
                &outer,
                &heads,
                memory,
                coded,
            );
            if act.event == "CONSULT" && !act.background {
                memory.day = memory.day.take().or_else(|| self.dates.first().cloned());
                let all: Vec<Party> = act.all_parties().cloned().collect();
                memory.discourse.talk(&all);
            }
        }
        self.write_standing(&tree, &evaluator_resolver, &speeches, coded);
        let talk = std::mem::take(&mut memory.discourse);
        memory.discourse = discourse;
        if talk.pair_from_talk {
            memory.discourse.pair = talk.pair;
            memory.discourse.pair_from_talk = true;
        }
        if let Some(s) = speeches.iter().rev().find(|s| !s.speaker.is_empty()) {
            memory.discourse.speaker = s.speaker.clone();
            memory.discourse.subject(&s.speaker);
        } else if !subject.is_empty() && subject.iter().any(|p| p.person) {
            memory.discourse.speaker = subject;
        }
    }

    /// Resolves the sentence's words as of a state of the discourse.
    fn resolver<'r>(
        &'r self,
        tree: &'r Tree<'r>,
        by_word: &'r [Option<u32>],
        discourse: &'r Discourse,
        speaker: &'r [Party],
    ) -> Resolver<'r> {
        let pointers = &self.language.pointers;
        Resolver { tree, mentions: self.mentions, by_word, pointers, discourse, speaker }
    }

    /// Talks that the sentence reports make the pair before anything else is resolved in it.
    fn note_talks(
        &self,
        tree: &Tree,
        by_word: &[Option<u32>],
        nodes: &[super::node::Node],
        outer: &[Party],
        discourse: &mut Discourse,
    ) {
        let mut talks = Vec::new();
        {
            let resolver = self.resolver(tree, by_word, discourse, outer);
            let evaluator = Evaluator {
                tree,
                lexicon: &self.language.frames,
                ontology: self.ontology,
                nodes,
                resolver: &resolver,
            };
            for (n, node) in nodes.iter().enumerate() {
                let talk = matches!(&node.of(&self.language.frames).evokes, crate::frames::Evokes::Act { event, .. } if event == "CONSULT");
                for act in if talk { evaluator.acts(n, &[], 0) } else { Vec::new() } {
                    let mut all: Vec<Party> = act.all_parties().cloned().collect();
                    if one_sided(&act) {
                        all.extend(self.clause_subject(tree, act.head, &resolver));
                    }
                    talks.push(all);
                }
            }
        }
        for talk in talks {
            discourse.talk(&talk);
        }
    }

    /// Who speaks where the sentence lies inside a quotation that began or ends elsewhere.
    fn quote_speaker(&self, memory: &Memory) -> Vec<Party> {
        let inside = self.quotes.iter().any(|q| {
            q.span.contains(self.sentence.span) && q.span.len() > self.sentence.span.len()
        });
        if inside {
            memory.discourse.speaker.iter().cloned().map(Party::implied).collect()
        } else {
            Vec::new()
        }
    }

    /// Parties of the main clause's subject, named or dropped.
    fn main_subject(&self, tree: &Tree, resolver: &Resolver) -> Vec<Party> {
        let Some(root) = self.sentence.root() else { return Vec::new() };
        match tree.kid_with(root, &["nsubj"]) {
            Some(s) => resolver.parties(s),
            None if tree.finite(root) && !tree.passive(root) => resolver.dropped_subject(root),
            None => Vec::new(),
        }
    }

    /// Tense, mood and negation of the act's own predicate, as rows of the composition table.
    fn with_modality(&self, tree: &Tree, mut act: Act) -> Option<Act> {
        let h = act.head;
        let future = tree.future(h);
        let operator = match (act.negated, future) {
            (true, true) => "negfuture",
            (true, false) => "not",
            (false, true) => "future",
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
    fn with_parties(
        &self,
        tree: &Tree,
        mut act: Act,
        resolver: &Resolver,
        speaker: &[Party],
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
        for p in std::mem::take(&mut act.partners) {
            if matches!(act.event.as_str(), "CONSULT" | "COOPERATE" | "ASSAULT") {
                push(&mut act.actors, p);
            } else {
                push(&mut act.recipients, p);
            }
        }
        let actors = act.actors.clone();
        if act.recipients.len() > 1 || act.event != "CONSULT" {
            act.recipients.retain(|r| !actors.iter().any(|a| a.again(r)));
        }
        let silent =
            Silent { tree, resolver, pointers: &self.language.pointers };
        if act.recipients.is_empty()
            && PAIRED.contains(&act.event.as_str())
            && !(reciprocal && act.actors.len() > 1)
            && resolver.discourse.pair_from_talk
        {
            let other = resolver.discourse.counterpart(&act.actors);
            if !other.is_empty() {
                act.recipients = other.into_iter().map(Party::implied).collect();
                act.why.push("toward the other side of the talk".into());
                act.confidence *= 0.8;
            }
        }
        if act.recipients.is_empty() && act.event != "CONSULT" && !(reciprocal && act.actors.len() > 1) {
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
        let empty = act.recipients.is_empty() && act.mode.as_deref() == Some("change");
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
        if !act.anyone_known()
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
        if !act.anyone_known() {
            act.event = "-".into();
            return act;
        }
        act.background |= self.passing(tree, &act, pos);
        act
    }

    /// The place or state in whose territory the clause of a word sets its act.
    fn whereabouts(&self, tree: &Tree, head: usize) -> Option<&Mention> {
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
    fn clause_subject(&self, tree: &Tree, head: usize, resolver: &Resolver) -> Vec<Party> {
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
        let relative = std::iter::once(h).chain(tree.ancestors(h)).any(|a| {
            (tree.deprel(a) == "acl:relcl" || (tree.relation(a) == "acl" && tree.finite(a)))
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
            && tree.misread_attribute(h).is_none();
        if participle {
            return true;
        }
        // "a demand **to sever** the alliance", "an offer for **talks**": named, not done
        if tree.lang == text::Lang::En {
            let first = tree.coordination_head(h);
            let of_noun_or_adjective = tree.relation(first) == "acl"
                || tree.relation(first) == "xcomp"
                    && tree.head(first).is_some_and(|a| tree.word(a).upos == Upos::Adj);
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
        if nominal && act.event == "CONSULT" && one_sided(act) {
            return true;
        }
        nominal
            && !matches!(tree.relation(h), "root" | "nsubj" | "obj" | "parataxis")
            && act.event != "CONSULT"
    }

    fn write_statements(
        &self,
        speeches: &[Speech],
        memory: &mut Memory,
        coded: &mut Coded,
    ) -> Vec<String> {
        let (text, points) = (self.input.text, self.input.points);
        speeches
            .iter()
            .map(|s| {
                memory.statements += 1;
                let id = format!("s{}", memory.statements);
                coded.statements.push(Statement {
                    id: id.clone(),
                    speaker: s.speaker.first().map(|p| p.record(text, points)),
                    addressees: s.addressees.iter().map(|p| p.record(text, points)).collect(),
                    cue: s.cue.map(|c| Cited::new(c, text, points)),
                    kind: s.kind,
                    content: Cited::new(s.content, text, points),
                    events: Vec::new(),
                });
                id
            })
            .collect()
    }

    #[allow(clippy::too_many_arguments)] // the event's circumstances, each by name
    fn write_event(
        &self,
        tree: &Tree,
        act: &Act,
        speech: Option<(&Speech, &String)>,
        outer: &[Party],
        heads: &[usize],
        memory: &mut Memory,
        coded: &mut Coded,
    ) {
        let (text, points) = (self.input.text, self.input.points);
        let others: Vec<usize> = heads.iter().copied().filter(|&h| h != act.head).collect();
        let words = fields::region(tree, act.head, &others);
        let lemmas: Vec<&str> = words.iter().map(|&w| tree.lemma(w)).collect();
        // "reaffirmed its support": an act whose verb is one of saying is reported by who says it
        let saying = |w: &str| self.language.pointers.has("voicing_verbs", w);
        let voiced = act.operators.first().is_some_and(|o| VOICED.contains(&o.as_str()))
            || saying(tree.lemma(act.head))
            || english_base(&tree.lower[act.head], saying).is_some();
        let said_by = match speech {
            Some((s, _)) if !s.speaker.is_empty() => s.speaker.first(),
            _ if !outer.is_empty() => outer.first(),
            _ if SPEECH_ACTS.contains(&act.event.as_str())
                || (voiced && matches!(act.event.as_str(), "SUPPORT" | "AGREE")) =>
            {
                act.actors.first()
            }
            _ => None,
        };
        let date = fields::date_of(tree, act.head, self.dates);
        let historical = date.is_some_and(|d| fields::long_ago(&d.value, self.input.published));
        let mut mode = act.mode.clone();
        let mut actors = act.actors.clone();
        let mut recipients = act.recipients.clone();
        if act.event == "CONSULT" && mode.as_deref() != Some("visit") {
            for r in recipients.drain(..) {
                push(&mut actors, r);
            }
        }
        if mode.is_none() && act.event == "CONSULT" {
            mode = self.talk_mode(tree, &words);
        }
        let mut codes: Vec<&str> = act.all_parties().filter_map(|p| p.code.as_deref()).collect();
        codes.sort_unstable();
        codes.dedup();
        let mut contexts = self.language.contexts.of(&tree
            .sentence
            .words
            .iter()
            .map(|w| w.lemma.as_str())
            .collect::<Vec<_>>());
        for carried in self.ontology.carried_contexts(&act.event, mode.as_deref(), codes.len() > 1)
        {
            if !contexts.contains(&carried) {
                contexts.push(carried);
            }
        }
        // areas stand on cooperative acts, talks, and calls for either (guidelines)
        let cooperative = match act.event.as_str() {
            "AGREE" | "CONSULT" | "SUPPORT" | "COOPERATE" | "AID" => true,
            "REQUEST" => matches!(mode.as_deref(), Some("assist" | "meet")),
            _ => false,
        };
        let areas = if cooperative { self.language.areas.names(&lemmas) } else { Vec::new() };
        let frameworks = self.frameworks(tree, &words);
        let place = fields::place_of(tree, &words, self.mentions);
        let background = act.background
            || (act.event == "CONSULT" && self.told_before(&actors, &recipients, memory));
        memory.events += 1;
        let id = format!("e{}", memory.events);
        let key = format!("{}/{}/{}", act.event, mode.as_deref().unwrap_or("-"), codes.join("+"));
        let same_as = memory.told.iter().find(|(k, _)| *k == key).map(|(_, id)| id.clone());
        if same_as.is_none() {
            memory.told.push((key, id.clone()));
        }
        if let Some((_, statement)) = speech
            && let Some(s) = coded.statements.iter_mut().find(|s| s.id == *statement)
        {
            s.events.push(id.clone());
        }
        let trigger = trigger_span(tree, &act.words);
        let (from, to) = points.span(tree.sentence.span);
        coded.events.push(Event {
            id,
            sentence: [from, to],
            aux: if historical { "historical" } else { "none" },
            weight: if background { "background" } else { "core" },
            cameo: self.ontology.cameo(&act.event, mode.as_deref(), &contexts).into(),
            quad: self.ontology.quad(&act.event),
            score: self.ontology.score(&act.event, mode.as_deref()),
            trigger: Cited::new(trigger, text, points),
            actors: actors.iter().map(|p| p.record(text, points)).collect(),
            recipients: recipients.iter().map(|p| p.record(text, points)).collect(),
            said_by: said_by.map(|p| p.record(text, points)),
            statement: speech.map(|(_, id)| id.clone()),
            areas,
            frameworks,
            date: self.date_record(date, memory),
            place: place.and_then(|m| {
                m.place.as_ref().map(|p| PlaceRecord {
                    name: m.name.clone(),
                    country: p.country.clone(),
                    lat: p.lat,
                    lon: p.lon,
                    cited: Cited::new(m.span, text, points),
                })
            }),
            same_as,
            confidence: act.confidence,
            why: act.why.clone(),
            event: act.event.clone(),
            mode,
            contexts,
        });
    }

    /// A talk of the same sides was already told: this one only refers to it.
    fn told_before(&self, actors: &[Party], recipients: &[Party], memory: &Memory) -> bool {
        let mut codes: Vec<&str> =
            actors.iter().chain(recipients).filter_map(|p| p.code.as_deref()).collect();
        codes.sort_unstable();
        codes.dedup();
        let codes = codes.join("+");
        memory
            .told
            .iter()
            .any(|(k, _)| k.starts_with("CONSULT/") && k.ends_with(&format!("/{codes}")))
    }

    /// The channel of a talk, from the words around it.
    fn talk_mode(&self, tree: &Tree, words: &[usize]) -> Option<CompactString> {
        let remote = |l: &str| {
            ["telefon", "wideo", "phone", "video", "wirtualn", "virtual"]
                .iter()
                .any(|s| l.starts_with(s))
        };
        words.iter().any(|&w| remote(tree.lemma(w))).then(|| "phone".into())
    }

    fn frameworks(&self, tree: &Tree, words: &[usize]) -> Vec<CompactString> {
        let mut found: Vec<CompactString> = Vec::new();
        // an organisation is a framework where the act works through it: "w ramach SCO"
        for m in self
            .mentions
            .iter()
            .filter(|m| m.kind == MentionKind::Organisation && words.contains(&(m.head as usize)))
        {
            let through = fields::works_through(tree, m.head as usize);
            if let Some(code) = m.code.as_ref().filter(|c| through && !found.contains(c)) {
                found.push(code.clone());
            }
        }
        for m in self
            .mentions
            .iter()
            .filter(|m| m.kind == MentionKind::Framework && words.contains(&(m.head as usize)))
        {
            // the short id names it in records: BRI, Minsk agreements
            let id = m.entity.as_deref().and_then(|e| e.strip_prefix("framework/"));
            let id = id.filter(|i| !i.contains(|c: char| c.is_lowercase())).unwrap_or(&m.name);
            if !found.iter().any(|f| f == id) {
                found.push(id.into());
            }
        }
        found
    }

    fn date_record(&self, date: Option<&DateMention>, memory: &Memory) -> Option<DateRecord> {
        let points = self.input.points;
        match (date, &memory.day, self.input.published) {
            (Some(d), ..) => {
                let (start, end) = points.span(d.span);
                Some(DateRecord {
                    value: d.value.clone(),
                    granularity: d.granularity.as_str(),
                    text: Some(d.span.of(self.input.text).into()),
                    start: Some(start),
                    end: Some(end),
                    from: "text",
                })
            }
            (None, Some(d), _) => {
                let (start, end) = points.span(d.span);
                Some(DateRecord {
                    value: d.value.clone(),
                    granularity: d.granularity.as_str(),
                    text: Some(d.span.of(self.input.text).into()),
                    start: Some(start),
                    end: Some(end),
                    from: "inferred",
                })
            }
            (None, None, Some(p)) => Some(DateRecord {
                value: p.to_string().into(),
                granularity: "day",
                text: None,
                start: None,
                end: None,
                from: "published",
            }),
            (None, None, None) => None,
        }
    }

    fn write_standing(
        &self,
        tree: &Tree,
        resolver: &Resolver,
        speeches: &[Speech],
        coded: &mut Coded,
    ) {
        let (text, points) = (self.input.text, self.input.points);
        for p in standing::partnerships(tree, resolver) {
            let speaker = speeches
                .iter()
                .find(|s| s.content.contains(p.evidence))
                .and_then(|s| s.speaker.first());
            coded.relations.push(Relation {
                kind: "partnership",
                parties: p.parties.iter().filter_map(|q| q.code.clone()).collect(),
                label: p.label,
                said_by: speaker.map(|s| s.record(text, points)),
                evidence: Cited::new(p.evidence, text, points),
            });
        }
        for a in standing::anniversaries(tree, resolver, self.mentions) {
            let told = coded.occasions.iter().any(|o| {
                o.count == Some(a.count)
                    && a.subject
                        .as_ref()
                        .is_none_or(|s| o.subject.as_ref() == Some(&s.name) || o.subject == s.code)
            });
            if told {
                continue;
            }
            let year = self.input.published.map(|d| i32::from(d.year()));
            coded.occasions.push(Occasion {
                kind: "anniversary",
                subject: a.subject.as_ref().map(|p| {
                    if p.sector.is_none() {
                        p.code.clone().unwrap_or_else(|| p.name.clone())
                    } else {
                        p.name.clone()
                    }
                }),
                count: Some(a.count),
                founded: year.map(|y| y - a.count as i32),
                year,
                evidence: Cited::new(a.evidence, text, points),
            });
        }
    }
}

/// Whether all known parties of an act stand on one side.
fn one_sided(act: &Act) -> bool {
    let mut codes: Vec<_> = act.all_parties().filter_map(|p| p.code.as_ref()).collect();
    codes.sort_unstable();
    codes.dedup();
    codes.len() < 2
}

/// "denounced the **embargo**", "praised the **decision** to help": a noun that another act is about is
/// only referred to (GUIDELINES, "background").
fn objects_of_acts(tree: &Tree, acts: &mut [(Act, Option<usize>)]) {
    let heads: Vec<usize> = acts.iter().map(|(a, _)| a.head).collect();
    for (act, _) in acts.iter_mut() {
        let noun = tree.lang == text::Lang::En && tree.word(act.head).upos == Upos::Noun;
        let object = tree.relation(act.head) == "obj";
        act.background |=
            noun && object && tree.head(act.head).is_some_and(|h| heads.contains(&h));
    }
}

/// What a protest demands or objects to is its topic and no act of its own (manual, PROTEST); whom the
/// topic is about is whom the protest is against.
fn topics_of_protest(tree: &Tree, acts: &mut Vec<(Act, Option<usize>)>) {
    let protests: Vec<usize> = acts
        .iter()
        .filter(|(a, _)| a.event == "PROTEST" && a.core == "PROTEST")
        .map(|(a, _)| a.head)
        .collect();
    for protest in protests {
        let topic = |a: &Act| {
            matches!(a.event.as_str(), "REQUEST" | "ACCUSE")
                && tree.relation(a.head) == "advcl"
                && (tree.head(a.head) == Some(protest)
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

/// The trigger: from the first to the last of its words, unless they lie far apart.
fn trigger_span(tree: &Tree, words: &[usize]) -> Span {
    let words: Vec<usize> =
        words.iter().copied().filter(|&w| tree.word(w).upos != Upos::Punct).collect();
    match (words.iter().min(), words.iter().max()) {
        (Some(&a), Some(&b)) if b - a <= 12 => tree.span_of(&[a, b]),
        (Some(&a), _) => tree.word(a).span,
        _ => tree.sentence.span,
    }
}
