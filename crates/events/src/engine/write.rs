//! From acts to the record: events, statements, relations and occasions with their citations.
//!
//! **In:** completed acts and speeches of one sentence. **Out:** what is appended to the document's
//! [`Coded`]: every part cites the words that say it, in code points.

use super::Memory;
use super::act::Act;
use super::fields;
use super::party::{Party, push};
use super::resolver::Resolver;
use super::sentence::{SPEECH_ACTS, SentenceCoder};
use super::speech::Speech;
use super::standing;
use super::tree::Tree;
use crate::frames::english_base;
use compact_str::CompactString;
use record::{Cited, Coded, DateRecord, Event, Occasion, PlaceRecord, Relation, Statement};
use syntax::Upos;
use text::Span;
use world::{DateMention, MentionKind};

/// Operators by which a supportive or agreeing act is voiced rather than done.
const VOICED: [&str; 9] =
    ["support", "doubt", "promise", "intend", "say", "evaluate", "need", "should", "possible"];

impl SentenceCoder<'_> {
    pub(super) fn write_statements(
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
                    kind: s.kind.into(),
                    content: Cited::new(s.content, text, points),
                    events: Vec::new(),
                });
                id
            })
            .collect()
    }

    #[allow(clippy::too_many_arguments)] // the event's circumstances, each by name
    pub(super) fn write_event(
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
        let pointers = &self.language.pointers;
        let voiced = act.operators.first().is_some_and(|o| VOICED.contains(&o.as_str()))
            || act.words.iter().any(|&w| pointers.has("voicing", tree.lemma(w)))
            || english_base(&tree.lower[act.head], |w| pointers.has("voicing", w)).is_some();
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
            mode = self.talk_mode(tree, &words).or_else(|| {
                let several = actors.iter().any(|p| p.code != actors[0].code);
                if several { self.titled_mode() } else { None }
            });
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
            || (act.event == "CONSULT"
                && self.topic_only(tree, act)
                && self.told_before(&actors, &recipients, memory));
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
            aux: if historical { "historical" } else { "none" }.into(),
            weight: if background { "background" } else { "core" }.into(),
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

    /// "omówili", "po rozmowie": says what was talked about rather than that a talk was held.
    fn topic_only(&self, tree: &Tree, act: &Act) -> bool {
        let pointers = &self.language.pointers;
        !tree.finite(act.head) || pointers.has("talk_topics", tree.lemma(act.head))
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

    /// The channel that the headline names for the talk that the paper reports.
    fn titled_mode(&self) -> Option<CompactString> {
        let title = self.input.title?.to_lowercase();
        let remote = |w: &str| self.language.pointers.has("remote_titles", w);
        title.split(|c: char| !c.is_alphanumeric() && c != '-').any(remote).then(|| "phone".into())
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
        let cited = |d: &DateMention, from: &'static str| {
            let (start, end) = self.input.points.span(d.span);
            DateRecord {
                value: d.value.clone(),
                granularity: d.granularity.as_str().into(),
                text: Some(d.span.of(self.input.text).into()),
                start: Some(start),
                end: Some(end),
                from: CompactString::const_new(from),
            }
        };
        let published = |day: jiff::civil::Date| DateRecord {
            value: day.to_string().into(),
            granularity: "day".into(),
            text: None,
            start: None,
            end: None,
            from: "published".into(),
        };
        date.map(|d| cited(d, "text"))
            .or_else(|| memory.day.as_ref().map(|d| cited(d, "inferred")))
            .or_else(|| self.input.published.map(published))
    }

    pub(super) fn write_standing(
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
                kind: "partnership".into(),
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
                kind: "anniversary".into(),
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
