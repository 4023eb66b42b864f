//! One sentence: from its nodes to events, statements, relations and occasions.

use super::act::Act;
use super::complete::{objects_of_acts, one_sided, topics_of_protest};
use super::discourse::Discourse;
use super::evaluate::Evaluator;
use super::matching::find_nodes;
use super::node::Node;
use super::party::Party;
use super::quotes::Quote;
use super::resolver::Resolver;
use super::speech;
use super::tree::Tree;
use super::{Input, Language, Memory};
use crate::ontology::Ontology;
use record::Coded;
use syntax::Sentence;
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

/// How many people's states a document remembers.
const HOMES: usize = 64;
/// Types whose report is itself the speech act, so that the actor is the one who says it.
pub(super) const SPEECH_ACTS: [&str; 4] = ["REQUEST", "ACCUSE", "REJECT", "THREATEN"];

impl SentenceCoder<'_> {
    /// Adds what the sentence yields and remembers what it establishes.
    pub(super) fn code(&self, memory: &mut Memory, coded: &mut Coded) {
        let tree = Tree::new(self.sentence, self.input.text, self.input.lang);
        let by_word = self.by_word(tree.len());
        let (mut later_thing, mut homes) = (None, Vec::new());
        let outer = self.quote_speaker(memory);
        let mut discourse = std::mem::take(&mut memory.discourse);
        let nodes = self.nodes(&tree, &self.resolver(&tree, &by_word, &discourse, &outer));
        let named =
            |m: &&Mention| !matches!(m.kind, MentionKind::Adjective | MentionKind::Framework);
        for m in self.mentions.iter().filter(named) {
            discourse.saw(&Party::from_mention(m, &tree));
        }
        let thing = |m: &&Mention| m.kind == MentionKind::Business && m.code.is_some();
        if let Some(m) = self.mentions.iter().rev().find(thing) {
            later_thing = Some(Party::from_mention(m, &tree));
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
            if governors[n].is_some() || nodes[n].fallback {
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
                        within.map_or(&[], |s| &speeches[s].addressees),
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
        // a paper about a project is about what its owner does
        if memory.adversary.is_empty() {
            memory.adversary.extend(discourse.thing.clone());
        }
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
            self.against_adversary(&mut act, memory);
            if act.judgement && act.recipients.is_empty() {
                continue;
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
            for p in act.all_parties().filter(|p| p.person) {
                let code = p.code.clone().filter(|_| p.entity.is_none());
                if let Some(code) = code {
                    homes.push((p.name.to_lowercase().to_string(), code));
                }
            }
            if act.event == "CONSULT" && !act.background {
                memory.day = memory.day.take().or_else(|| self.dates.first().cloned());
                let all: Vec<Party> = act.all_parties().cloned().collect();
                memory.discourse.talk(&all);
            }
        }
        self.write_standing(&tree, &evaluator_resolver, &speeches, coded);
        let talk = std::mem::take(&mut memory.discourse);
        memory.discourse = discourse;
        memory.discourse.homes.extend(homes);
        let kept = memory.discourse.homes.len().saturating_sub(HOMES);
        memory.discourse.homes.drain(..kept);
        memory.discourse.thing = later_thing.or(memory.discourse.thing.take());
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

    /// For each word, the mention that owns it: the shorter of two nested ones.
    fn by_word(&self, words: usize) -> Vec<Option<u32>> {
        let mut by_word: Vec<Option<u32>> = vec![None; words];
        for (i, m) in self.mentions.iter().enumerate() {
            for w in m.words.clone() {
                let slot = &mut by_word[w as usize];
                if slot.is_none_or(|o: u32| self.mentions[o as usize].words.len() > m.words.len()) {
                    *slot = Some(i as u32);
                }
            }
        }
        by_word
    }

    /// Frames that match in the sentence, names aside: "Konferencja ... w Azji", "Inicjatywa Pasa
    /// i Szlaku" carry no act in their words.
    fn nodes(&self, tree: &Tree, resolver: &Resolver) -> Vec<Node> {
        let mut nodes = find_nodes(tree, &self.language.frames, &|w| resolver.is_actor(w));
        nodes.retain(|n| {
            resolver.mention(n.head).is_none_or(|m| {
                !matches!(
                    m.kind,
                    MentionKind::Organisation | MentionKind::Framework | MentionKind::Business
                )
            })
        });
        nodes
    }

    /// Who the sentence says speaks, where its verb of saying stands outside the quotation: what
    /// earlier sentences of the same quotation are spoken by.
    pub(super) fn told_speaker(&self, memory: &Memory) -> Vec<Party> {
        let tree = Tree::new(self.sentence, self.input.text, self.input.lang);
        let by_word = self.by_word(tree.len());
        let resolver = self.resolver(&tree, &by_word, &memory.discourse, &[]);
        let nodes = self.nodes(&tree, &resolver);
        let evaluator = Evaluator {
            tree: &tree,
            lexicon: &self.language.frames,
            ontology: self.ontology,
            nodes: &nodes,
            resolver: &resolver,
        };
        speech::find(&evaluator, self.quotes, &memory.discourse.speaker)
            .into_iter()
            .find(|s| s.kind != "indirect" && !s.speaker.is_empty())
            .map(|s| s.speaker)
            .unwrap_or_default()
    }

    /// Resolves the sentence's words as of a state of the discourse.
    pub(super) fn resolver<'r>(
        &'r self,
        tree: &'r Tree<'r>,
        by_word: &'r [Option<u32>],
        discourse: &'r Discourse,
        speaker: &'r [Party],
    ) -> Resolver<'r> {
        let pointers = &self.language.pointers;
        let lexicon = &self.language.frames;
        Resolver { tree, mentions: self.mentions, by_word, pointers, discourse, lexicon, speaker }
    }

    /// Talks that the sentence reports make the pair before anything else is resolved in it.
    fn note_talks(
        &self,
        tree: &Tree,
        by_word: &[Option<u32>],
        nodes: &[Node],
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
                let talk = !node.fallback
                    && matches!(&node.of(&self.language.frames).evokes, crate::frames::Evokes::Act { event, .. } if event == "CONSULT");
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
        let told = if memory.quote_speaker.is_empty() {
            &memory.discourse.speaker
        } else {
            &memory.quote_speaker
        };
        if inside { told.iter().cloned().map(Party::implied).collect() } else { Vec::new() }
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
}
