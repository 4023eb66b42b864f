//! PLOVER JSON: one line an act, keys as in the manual; what is unknown is left out.
//!
//! A paper that holds nothing codable is a line with `has_event` false: evaluation needs it. What
//! the manual calls auxiliary modes (`future`, `hypothetical`, `historical`) stand in `context`.

use super::Writer;
use crate::party::Party;
use crate::sink::Sink;
use crate::view::{Act, View};
use crate::{FileEntry, Manifest, Options, OutputError, dates, ids, tables};
use record::{MentionRecord, PlaceRecord};
use serde_json::{Map, Value, json};

pub(crate) struct Plover {
    sink: Sink,
    coder: String,
    version: String,
}

impl Plover {
    pub fn new(sink: Sink, options: &Options) -> Self {
        Self { sink, coder: "chancery".into(), version: options.version.clone() }
    }

    fn line(
        &mut self,
        object: Map<String, Value>,
        manifest: &mut Manifest,
    ) -> Result<(), OutputError> {
        self.sink.put(&format!("{}\n", Value::Object(object)))?;
        manifest.rows += 1;
        Ok(())
    }

    fn cite(&self, view: &View<'_>) -> Value {
        let record = &view.record;
        let mut cite = Map::new();
        set(&mut cite, "corpus", view.source);
        set(&mut cite, "citation", Some(&record.id));
        set(&mut cite, "url", record.url.as_deref());
        set(&mut cite, "title", record.title.as_deref());
        set(&mut cite, "language", Some(record.lang.as_str()));
        set(&mut cite, "publication", record.published.as_deref());
        set(&mut cite, "coder", Some(self.coder.as_str()));
        set(&mut cite, "codebook", Some("PLOVER 2.0"));
        set(&mut cite, "version", Some(self.version.as_str()));
        Value::Object(cite)
    }

    fn event(&self, view: &View<'_>, act: &Act<'_>, day: String) -> Map<String, Value> {
        let event = act.event;
        let mut object = Map::new();
        object.insert("id".into(), act.id(view).into());
        object.insert("has_event".into(), true.into());
        object.insert("date".into(), day.into());
        let bounds = event.date.as_ref().and_then(|d| dates::bounds(&d.value));
        if let Some((first, last)) = bounds
            && first != last
        {
            object.insert("enddate".into(), last.to_string().into());
        }
        object.insert("actor".into(), event.actors.iter().map(entity).collect());
        object.insert("recipient".into(), event.recipients.iter().map(entity).collect());
        object.insert("event".into(), json!([event.event]));
        if let Some(place) = &event.place {
            object.insert("event_loc".into(), location(place));
        }
        if !event.trigger.text.is_empty() {
            object.insert("event_text".into(), json!([event.trigger.text]));
        }
        object.insert("quad_code".into(), event.quad.into());
        object.insert("event_scale".into(), json!(decimal(event.score)));
        object.insert("mode".into(), json!(event.mode.iter().collect::<Vec<_>>()));
        let mut contexts: Vec<&str> = event.contexts.iter().map(|c| c.as_str()).collect();
        if event.aux != "none" {
            contexts.push(&event.aux);
        }
        object.insert("context".into(), json!(contexts));
        set(&mut object, "link", view.first_telling(event).as_deref());
        let [start, end] = event.sentence;
        set(&mut object, "text", view.words(start, end).as_deref());
        object.insert("text_info".into(), json!({"start": start, "end": end}));
        object.insert("cite_info".into(), self.cite(view));
        object.insert("coder".into(), self.coder.as_str().into());
        if event.weight == "background" {
            object.insert("comment".into(), "background".into());
        }
        object
    }
}

impl Writer for Plover {
    fn paper(&mut self, view: &View<'_>, manifest: &mut Manifest) -> Result<(), OutputError> {
        let record = &view.record;
        let mut none = true;
        for act in view.acts() {
            none = false;
            // The first day of a time that is not known to the day; `enddate` tells the last.
            let first = act.event.date.as_ref().and_then(|d| dates::bounds(&d.value)).map(|b| b.0);
            let Some(day) = first.or_else(|| dates::published(record)) else {
                manifest.leave_out("no date");
                continue;
            };
            let object = self.event(view, &act, day.to_string());
            self.line(object, manifest)?;
        }
        if none {
            let mut object = Map::new();
            object.insert("id".into(), ids::short(&["plover", &record.id]).into());
            object.insert("has_event".into(), false.into());
            object.insert("date".into(), json!(record.published));
            for key in ["actor", "recipient", "event"] {
                object.insert(key.into(), json!([]));
            }
            object.insert("cite_info".into(), self.cite(view));
            object.insert("coder".into(), self.coder.as_str().into());
            self.line(object, manifest)?;
        }
        Ok(())
    }

    fn finish(self: Box<Self>, _: &mut Manifest) -> Result<Vec<FileEntry>, OutputError> {
        Ok(vec![self.sink.close()?])
    }
}

fn set(object: &mut Map<String, Value>, key: &str, value: Option<&str>) {
    if let Some(value) = value.filter(|v| !v.is_empty()) {
        object.insert(key.into(), value.into());
    }
}

/// A number of single precision as the decimal that is meant.
fn decimal(value: f32) -> f64 {
    value.to_string().parse().unwrap_or_default()
}

fn entity(mention: &MentionRecord) -> Value {
    let mut entity = Map::new();
    set(&mut entity, "code", Party::new(mention).plover_country());
    set(&mut entity, "sector", mention.sector.as_deref());
    set(&mut entity, "entity_text", Some(mention.cited.text.as_str()));
    set(&mut entity, "identifier_id", mention.entity.as_deref());
    set(&mut entity, "identifier_text", Some(mention.name.as_str()));
    Value::Object(entity)
}

/// `resolution` is given only for a whole country: the record does not tell a town from a province.
fn location(place: &PlaceRecord) -> Value {
    let country = place.country.as_deref().and_then(tables::country);
    let mut location = Map::new();
    set(&mut location, "extracted_place", Some(place.cited.text.as_str()));
    set(&mut location, "resolved_place", Some(place.name.as_str()));
    location.insert("lat".into(), json!(decimal(place.lat)));
    location.insert("lon".into(), json!(decimal(place.lon)));
    set(&mut location, "country", country.map(|c| c.name));
    set(&mut location, "country_code", place.country.as_deref());
    if country.is_some_and(|c| c.name == place.name) {
        location.insert("resolution".into(), 1.into());
    }
    Value::Object(location)
}
