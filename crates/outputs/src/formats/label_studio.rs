//! Label Studio: a JSON list of tasks with pre-annotations.
//!
//! Spans are labelled by event type or as `Party`, `Place`, `Time`; relations lead from the words
//! of an act to its parties. `start` and `end` are code points; each span also holds its words.
//! The labelling interface that fits stands in `docs/exports.md`.

use super::Writer;
use crate::sink::Sink;
use crate::view::View;
use crate::{FileEntry, Manifest, Options, OutputError, ids};
use record::{Cited, Event};
use serde_json::{Value, json};
use std::collections::HashMap;

pub(crate) struct LabelStudio {
    sink: Sink,
    version: String,
    first: bool,
}

impl LabelStudio {
    pub fn new(sink: Sink, options: &Options) -> Self {
        Self { sink, version: options.version.clone(), first: true }
    }
}

impl Writer for LabelStudio {
    fn paper(&mut self, view: &View<'_>, manifest: &mut Manifest) -> Result<(), OutputError> {
        let record = &view.record;
        let text = view.text_or_mask();
        let mut regions = Regions {
            letters: text.chars().collect(),
            document: &record.id,
            results: Vec::new(),
            known: HashMap::new(),
        };
        for act in view.acts() {
            regions.event(act.event);
        }
        let task = json!({
            "data": {
                "text": text,
                "document": record.id,
                "lang": record.lang,
                "published": record.published,
                "title": record.title,
                "url": record.url,
            },
            "predictions": [{
                "model_version": format!("chancery {}", self.version),
                "result": regions.results,
            }],
        });
        self.sink.put(if self.first { "[\n" } else { ",\n" })?;
        self.first = false;
        self.sink.put(&task.to_string())?;
        manifest.rows += 1;
        Ok(())
    }

    fn finish(mut self: Box<Self>, _: &mut Manifest) -> Result<Vec<FileEntry>, OutputError> {
        self.sink.put(if self.first { "[]\n" } else { "\n]\n" })?;
        Ok(vec![self.sink.close()?])
    }
}

/// The regions and relations of one task.
struct Regions<'a> {
    letters: Vec<char>,
    document: &'a str,
    results: Vec<Value>,
    known: HashMap<(String, u32, u32), String>,
}

impl Regions<'_> {
    /// The id of a span's region, which is written once.
    fn span(&mut self, label: &str, start: u32, end: u32) -> String {
        let key = (label.to_owned(), start, end);
        if let Some(id) = self.known.get(&key) {
            return id.clone();
        }
        let id = ids::short(&[self.document, label, &start.to_string(), &end.to_string()]);
        let last = (end as usize).min(self.letters.len());
        let first = (start as usize).min(last);
        let words: String = self.letters[first..last].iter().collect();
        self.results.push(json!({
            "id": id,
            "from_name": "label",
            "to_name": "text",
            "type": "labels",
            "value": {"start": start, "end": end, "text": words, "labels": [label]},
        }));
        self.known.insert(key, id.clone());
        id
    }

    fn event(&mut self, event: &Event) {
        let trigger = self.span(&event.event, event.trigger.start, event.trigger.end);
        // Several acts may share their words: what is said of each stands beside them.
        let meta = format!(
            "{} {} {} {} cameo={} confidence={}",
            event.id,
            event.mode.as_deref().unwrap_or("-"),
            event.aux,
            event.weight,
            event.cameo,
            event.confidence
        );
        if let Some(region) = self.results.iter_mut().find(|r| r["id"] == trigger.as_str()) {
            match region["meta"]["text"].as_array_mut() {
                Some(lines) => lines.push(meta.into()),
                None => region["meta"] = json!({"text": [meta]}),
            }
        }
        let parties = event.actors.iter().map(|m| ("Actor", &m.cited));
        let parties = parties.chain(event.recipients.iter().map(|m| ("Recipient", &m.cited)));
        let parties: Vec<(&str, &Cited)> =
            parties.chain(event.said_by.iter().map(|m| ("Said-By", &m.cited))).collect();
        for (role, cited) in parties {
            let party = self.span("Party", cited.start, cited.end);
            self.relation(&trigger, &party, role);
        }
        if let Some(place) = &event.place {
            let region = self.span("Place", place.cited.start, place.cited.end);
            self.relation(&trigger, &region, "Place");
        }
        if let Some((start, end)) = event.date.as_ref().and_then(|d| d.start.zip(d.end)) {
            let region = self.span("Time", start, end);
            self.relation(&trigger, &region, "Time");
        }
    }

    fn relation(&mut self, from: &str, to: &str, role: &str) {
        let relation = json!({
            "type": "relation",
            "from_id": from,
            "to_id": to,
            "direction": "right",
            "labels": [role],
        });
        if !self.results.contains(&relation) {
            self.results.push(relation);
        }
    }
}
