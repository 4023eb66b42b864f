//! POLECAT: a tab file with a header and 40 columns, one row an act.
//!
//! Several values are joined with `; `, actor by actor in the same order in each of the columns;
//! what is missing is `None`.

use super::Writer;
use super::tab::{Tab, or_empty};
use crate::party::Party;
use crate::sink::Sink;
use crate::view::View;
use crate::{FileEntry, Manifest, Options, OutputError, cell, dates, tables};
use record::{MentionRecord, Record};

/// The header.
pub(crate) const COLUMNS: [&str; 40] = [
    "Event ID",
    "Event Date",
    "Event Type",
    "Event Mode",
    "Intensity",
    "Quad Code",
    "Contexts",
    "Actor Name",
    "Actor Country",
    "Actor COW",
    "Primary Actor Sector",
    "Actor Sectors",
    "Actor Title",
    "Actor Name Raw",
    "Wikipedia Actor ID",
    "Recipient Name",
    "Recipient Country",
    "Recipient COW",
    "Primary Recipient Sector",
    "Recipient Sectors",
    "Recipient Title",
    "Recipient Name Raw",
    "Wikipedia Recipient ID",
    "Placename",
    "City",
    "District",
    "Province",
    "Country",
    "Latitude",
    "Longitude",
    "GeoNames ID",
    "Raw Placename",
    "Feature Type",
    "Source",
    "Publication Date",
    "Story People",
    "Story Organizations",
    "Story Locations",
    "Language",
    "Version",
];

const MISSING: &str = "None";

pub(crate) struct Polecat {
    tab: Tab,
    version: String,
}

impl Polecat {
    pub fn new(sink: Sink, options: &Options) -> Result<Self, OutputError> {
        let version = options.version.clone();
        Ok(Self { tab: Tab::headed(sink, MISSING, &COLUMNS)?, version })
    }
}

impl Writer for Polecat {
    fn paper(&mut self, view: &View<'_>, manifest: &mut Manifest) -> Result<(), OutputError> {
        let record = &view.record;
        let story = [story(record, "person/"), story(record, "org/"), story(record, "country/")];
        for act in view.acts() {
            let event = act.event;
            let Some(day) = dates::act_day(record, event) else {
                manifest.leave_out("no date");
                continue;
            };
            let place = event.place.as_ref();
            let country = place.and_then(|p| tables::country(p.country.as_deref()?));
            let city = place.filter(|p| country.is_none_or(|c| c.name != p.name));
            let mut row: Vec<String> = Vec::with_capacity(COLUMNS.len());
            row.push(act.id(view));
            row.push(day.to_string());
            row.push(event.event.to_string());
            row.push(or_empty(event.mode.as_ref()));
            row.push(event.score.to_string());
            row.push(quad(event.quad).into());
            row.push(event.contexts.join("; "));
            row.extend(side(&event.actors));
            row.extend(side(&event.recipients));
            row.push(or_empty(place.map(|p| &p.name)));
            row.push(or_empty(city.map(|p| &p.name)));
            // District and province are not in the record.
            row.extend([String::new(), String::new()]);
            row.push(or_empty(country.map(|c| c.name)));
            row.push(or_empty(place.map(|p| p.lat)));
            row.push(or_empty(place.map(|p| p.lon)));
            row.push(String::new());
            row.push(or_empty(place.map(|p| &p.cited.text)));
            row.push(String::new());
            row.push(or_empty(view.source));
            row.push(or_empty(record.published.as_ref()));
            row.extend(story.clone());
            row.push(record.lang.to_string());
            row.push(self.version.clone());
            self.tab.row(&row, manifest)?;
        }
        Ok(())
    }

    fn finish(self: Box<Self>, _: &mut Manifest) -> Result<Vec<FileEntry>, OutputError> {
        self.tab.close()
    }
}

/// Quad classes by name, as the PLOVER manual prints them.
fn quad(class: u8) -> &'static str {
    match class {
        1 => "VERBAL COOPERATION",
        2 => "MATERIAL COOPERATION",
        3 => "VERBAL CONFLICT",
        4 => "MATERIAL CONFLICT",
        _ => "",
    }
}

/// The eight columns of one side. Titles and Wikipedia ids are not in the record.
fn side(mentions: &[MentionRecord]) -> [String; 8] {
    let sectors = join(mentions, |m| m.sector.as_deref());
    [
        join(mentions, |m| Some(&m.name)),
        join(mentions, |m| Party::new(m).plover_country()),
        join(mentions, |m| Party::new(m).country.map(|c| c.cow)),
        sectors.clone(),
        sectors,
        String::new(),
        join(mentions, |m| Some(&m.cited.text)),
        String::new(),
    ]
}

/// One value a mention, in order; empty where none has one.
fn join<'a>(
    mentions: &'a [MentionRecord],
    of: impl Fn(&'a MentionRecord) -> Option<&'a str>,
) -> String {
    let values: Vec<Option<&str>> =
        mentions.iter().map(|m| of(m).filter(|v| !v.trim().is_empty())).collect();
    if values.iter().all(Option::is_none) {
        return String::new();
    }
    let values: Vec<String> =
        values.iter().map(|v| cell::item(v.unwrap_or(MISSING), ';', ",")).collect();
    values.join("; ")
}

/// Who or what of a kind the record of the whole paper names, in order, each once.
fn story(record: &Record, kind: &str) -> String {
    let coded = &record.coded;
    let of_events =
        coded.events.iter().flat_map(|e| e.actors.iter().chain(&e.recipients).chain(&e.said_by));
    let of_statements = coded.statements.iter().flat_map(|s| s.speaker.iter().chain(&s.addressees));
    let mut names: Vec<String> = Vec::new();
    let mut add = |name: &str| {
        let name = cell::item(name, ';', ",");
        if !name.is_empty() && !names.contains(&name) {
            names.push(name);
        }
    };
    for mention in of_events.chain(of_statements) {
        let entity = mention.entity.as_deref().unwrap_or_default();
        if entity.starts_with(kind) || (kind == "org/" && entity.starts_with("group/")) {
            add(&mention.name);
        }
    }
    if kind == "country/" {
        coded.events.iter().filter_map(|e| e.place.as_ref()).for_each(|p| add(&p.name));
    }
    names.join("; ")
}
