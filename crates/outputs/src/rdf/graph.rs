//! A paper's triples.
//!
//! | thing | IRI | types |
//! |---|---|---|
//! | paper | its address, else `urn:chancery:paper:ID` | `schema:NewsArticle`, `prov:Entity` |
//! | report | `urn:chancery:report:PAPER:e1` | `prov:Entity`, `oa:Annotation` |
//! | act | `urn:chancery:act:ID` | `sem:Event` if asserted, `chancery:UnassertedAct` if denied or imagined |
//! | statement | `urn:chancery:statement:PAPER:s1` | `schema:Quotation`, `prov:Entity` |
//! | party | `urn:chancery:entity:country/KAZ` | `sem:Actor` and `schema:Country`, `Person`, `Organization` |
//! | time, place | `urn:chancery:time:...`, `urn:chancery:place:...` | `sem:Time`, `sem:Place` |
//!
//! A report is a claim: derived from the paper, attributed to whom it names as its source, about
//! an act, with the place in the text that says so.

use super::vocabulary::{ours, term, web};
use crate::dates;
use crate::view::{Act, View};
use oxrdf::vocab::{rdf, xsd};
use oxrdf::{Literal, NamedNode, Term, Triple};
use record::{DateRecord, MentionRecord, PlaceRecord, Statement};
use std::collections::HashSet;

/// The triples of a paper, subject by subject, none twice.
pub(super) fn graph(view: &View<'_>, version: &str) -> Vec<Triple> {
    let mut graph = Graph { triples: Vec::new(), seen: HashSet::new() };
    graph.paper(view, version);
    graph.triples
}

struct Graph {
    triples: Vec<Triple>,
    seen: HashSet<Triple>,
}

impl Graph {
    fn add(&mut self, subject: &NamedNode, predicate: NamedNode, object: impl Into<Term>) {
        let triple = Triple::new(subject.clone(), predicate, object);
        if self.seen.insert(triple.clone()) {
            self.triples.push(triple);
        }
    }

    fn is_a(&mut self, subject: &NamedNode, class: &str) {
        self.add(subject, rdf::TYPE.into_owned(), term(class));
    }

    fn words(&mut self, subject: &NamedNode, predicate: &str, words: &str) {
        if !words.is_empty() {
            self.add(subject, term(predicate), Literal::new_simple_literal(words));
        }
    }

    fn number(&mut self, subject: &NamedNode, predicate: &str, number: u32) {
        self.add(subject, term(predicate), Literal::from(i64::from(number)));
    }

    fn decimal(&mut self, subject: &NamedNode, predicate: &str, number: f32) {
        if number.is_finite() {
            let value = Literal::new_typed_literal(number.to_string(), xsd::DECIMAL);
            self.add(subject, term(predicate), value);
        }
    }

    fn paper(&mut self, view: &View<'_>, version: &str) {
        let record = &view.record;
        let paper =
            record.url.as_deref().and_then(web).unwrap_or_else(|| ours("paper", &record.id));
        self.is_a(&paper, "schema:NewsArticle");
        self.is_a(&paper, "prov:Entity");
        self.words(&paper, "schema:identifier", &record.id);
        self.words(&paper, "schema:inLanguage", &record.lang);
        if let Some(url) = &record.url {
            self.words(&paper, "schema:url", url);
        }
        if let Some(title) = &record.title {
            let literal =
                Literal::new_language_tagged_literal(title.as_str(), record.lang.as_str())
                    .unwrap_or_else(|_| Literal::new_simple_literal(title.as_str()));
            self.add(&paper, term("schema:headline"), literal);
        }
        if let Some(day) = dates::published(record) {
            let day = Literal::new_typed_literal(day.to_string(), xsd::DATE);
            self.add(&paper, term("schema:datePublished"), day);
        }
        if let Some(source) = view.source {
            let publisher = ours("source", source);
            self.add(&paper, term("schema:publisher"), publisher.clone());
            self.is_a(&publisher, "schema:Organization");
            self.words(&publisher, "schema:name", source);
        }
        if let Some(text) = view.text {
            self.words(&paper, "schema:articleBody", text);
        }
        let reading = ours("reading", version);
        self.is_a(&reading, "prov:Activity");
        self.words(&reading, "schema:softwareVersion", version);
        for act in view.acts() {
            self.report(view, &paper, &reading, &act);
        }
        for statement in &record.coded.statements {
            self.statement(&record.id, &paper, statement);
        }
    }

    /// What somebody said: quoted from the paper, attributed to the speaker.
    fn statement(&mut self, document: &str, paper: &NamedNode, statement: &Statement) {
        let name = format!("{document}:{}", statement.id);
        let node = ours("statement", &name);
        self.is_a(&node, "schema:Quotation");
        self.is_a(&node, "prov:Entity");
        self.add(&node, term("prov:wasQuotedFrom"), paper.clone());
        self.words(&node, "chancery:speech", &statement.kind);
        self.words(&node, "schema:text", &statement.content.text);
        if let Some(speaker) = &statement.speaker {
            let speaker = self.party(document, speaker);
            self.add(&node, term("prov:wasAttributedTo"), speaker);
        }
        for addressee in &statement.addressees {
            let addressee = self.party(document, addressee);
            self.add(&node, term("chancery:addressee"), addressee);
        }
        let position = ours("content", &name);
        self.add(&node, term("oa:hasSelector"), position.clone());
        self.is_a(&position, "oa:TextPositionSelector");
        self.number(&position, "oa:start", statement.content.start);
        self.number(&position, "oa:end", statement.content.end);
    }

    fn report(&mut self, view: &View<'_>, paper: &NamedNode, reading: &NamedNode, act: &Act<'_>) {
        let event = act.event;
        let document = &view.record.id;
        let name = format!("{document}:{}", event.id);
        let report = ours("report", &name);
        let node = ours("act", &act.id(view));
        self.is_a(&report, "prov:Entity");
        self.is_a(&report, "oa:Annotation");
        self.add(&report, term("prov:wasDerivedFrom"), paper.clone());
        self.add(&report, term("prov:wasGeneratedBy"), reading.clone());
        self.add(&report, term("oa:hasBody"), node.clone());
        if let Some(speaker) = &event.said_by {
            let speaker = self.party(document, speaker);
            self.add(&report, term("prov:wasAttributedTo"), speaker);
        }
        if let Some(statement) = &event.statement {
            let statement = ours("statement", &format!("{document}:{statement}"));
            self.add(&report, term("chancery:statement"), statement);
        }
        self.words(&report, "chancery:modality", &event.aux);
        self.words(&report, "chancery:weight", &event.weight);
        self.decimal(&report, "chancery:confidence", event.confidence);
        if let Some(first) = &event.same_as {
            let first = ours("report", &format!("{document}:{first}"));
            self.add(&report, term("chancery:repeats"), first);
        }
        self.target(&name, &report, paper, event);
        self.act(view, &node, act);
    }

    /// Where in the paper the words of the act and their sentence stand.
    fn target(&mut self, name: &str, report: &NamedNode, paper: &NamedNode, event: &record::Event) {
        let target = ours("target", name);
        let sentence = ours("sentence", name);
        let trigger = ours("trigger", name);
        self.add(report, term("oa:hasTarget"), target.clone());
        self.is_a(&target, "oa:SpecificResource");
        self.add(&target, term("oa:hasSource"), paper.clone());
        self.add(&target, term("oa:hasSelector"), sentence.clone());
        self.is_a(&sentence, "oa:TextPositionSelector");
        self.number(&sentence, "oa:start", event.sentence[0]);
        self.number(&sentence, "oa:end", event.sentence[1]);
        self.add(&sentence, term("oa:refinedBy"), trigger.clone());
        // A selector inside another counts from the other's start.
        self.is_a(&trigger, "oa:TextPositionSelector");
        let within = |at: u32| at.saturating_sub(event.sentence[0]);
        self.number(&trigger, "oa:start", within(event.trigger.start));
        self.number(&trigger, "oa:end", within(event.trigger.end));
        if !event.trigger.text.is_empty() {
            let quote = ours("quote", name);
            self.add(&trigger, term("oa:refinedBy"), quote.clone());
            self.is_a(&quote, "oa:TextQuoteSelector");
            self.words(&quote, "oa:exact", &event.trigger.text);
        }
    }

    fn act(&mut self, view: &View<'_>, node: &NamedNode, act: &Act<'_>) {
        let event = act.event;
        let asserted = !matches!(event.aux.as_str(), "negation" | "hypothetical");
        self.is_a(node, if asserted { "sem:Event" } else { "chancery:UnassertedAct" });
        let kind = ours("plover", &event.event);
        self.add(node, term("sem:eventType"), kind.clone());
        self.is_a(&kind, "sem:EventType");
        self.words(&kind, "rdfs:label", &event.event);
        if let Some(mode) = &event.mode {
            self.words(node, "chancery:mode", mode);
        }
        for context in &event.contexts {
            self.words(node, "chancery:context", context);
        }
        self.words(node, "chancery:cameo", &event.cameo);
        self.number(node, "chancery:quad", event.quad.into());
        self.decimal(node, "chancery:score", event.score);
        for (role, mentions) in [("actor", &event.actors), ("recipient", &event.recipients)] {
            for mention in mentions {
                let party = self.party(&view.record.id, mention);
                self.add(node, term("sem:hasActor"), party.clone());
                self.add(node, term(&format!("chancery:{role}")), party);
            }
        }
        for area in &event.areas {
            self.words(node, "chancery:area", area);
        }
        for framework in &event.frameworks {
            self.words(node, "chancery:framework", framework);
        }
        if let Some(date) = &event.date {
            let time = self.time(date);
            self.add(node, term("sem:hasTime"), time);
        }
        if let Some(place) = &event.place {
            let place = self.place(place);
            self.add(node, term("sem:hasPlace"), place);
        }
        if let Some(told) = act.told {
            self.number(node, "chancery:reports", told.n_reports);
            self.number(node, "chancery:documents", told.n_documents);
            self.number(node, "chancery:sources", told.n_sources);
        }
    }

    /// Someone; without an entity of ours, one of this paper by the name it has there.
    fn party(&mut self, document: &str, mention: &MentionRecord) -> NamedNode {
        let party = match &mention.entity {
            Some(entity) => ours("entity", entity),
            None => ours("mentioned", &format!("{document}:{}", mention.name)),
        };
        self.is_a(&party, "sem:Actor");
        self.is_a(&party, "prov:Agent");
        let kind = mention.entity.as_deref().and_then(|e| e.split_once('/')).map_or("", |e| e.0);
        match kind {
            "country" => self.is_a(&party, "schema:Country"),
            "person" => self.is_a(&party, "schema:Person"),
            "org" | "group" => self.is_a(&party, "schema:Organization"),
            _ => {}
        }
        self.words(&party, "schema:name", &mention.name);
        if let Some(code) = &mention.code {
            self.words(&party, "chancery:code", code);
        }
        if let Some(sector) = &mention.sector {
            self.words(&party, "chancery:sector", sector);
        }
        party
    }

    fn time(&mut self, date: &DateRecord) -> NamedNode {
        let time = ours("time", &date.value);
        self.is_a(&time, "sem:Time");
        let day = |value: String| Literal::new_typed_literal(value, xsd::DATE);
        if dates::day(&date.value).is_some() {
            self.add(&time, term("sem:hasTimeStamp"), day(date.value.to_string()));
        } else {
            let value = Literal::new_typed_literal(date.value.as_str(), term("edtf:EDTF"));
            self.add(&time, term("sem:hasTimeStamp"), value);
            if let Some((first, last)) = dates::bounds(&date.value) {
                self.add(&time, term("sem:hasEarliestBeginTimeStamp"), day(first.to_string()));
                self.add(&time, term("sem:hasLatestEndTimeStamp"), day(last.to_string()));
            }
        }
        time
    }

    fn place(&mut self, place: &PlaceRecord) -> NamedNode {
        let country = place.country.as_deref().unwrap_or_default();
        let node = ours("place", &format!("{country}/{}", place.name));
        self.is_a(&node, "sem:Place");
        self.is_a(&node, "schema:Place");
        self.words(&node, "schema:name", &place.name);
        self.words(&node, "chancery:code", country);
        self.decimal(&node, "geo:lat", place.lat);
        self.decimal(&node, "geo:long", place.lon);
        node
    }
}
