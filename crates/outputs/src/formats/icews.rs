//! ICEWS: a tab file with a header and 20 columns, one row a pair; missing is `NA`.
//!
//! An act among equals is two mirrored rows, each with an id of its own.

use super::Writer;
use super::tab::{Tab, or_empty};
use crate::dyads::dyads;
use crate::party::{Party, icews_sectors};
use crate::sink::Sink;
use crate::view::{View, sentence_number};
use crate::{FileEntry, Manifest, OutputError, dates, ids, tables};

/// The header.
pub(crate) const COLUMNS: [&str; 20] = [
    "Event ID",
    "Event Date",
    "Source Name",
    "Source Sectors",
    "Source Country",
    "Event Text",
    "CAMEO Code",
    "Intensity",
    "Target Name",
    "Target Sectors",
    "Target Country",
    "Story ID",
    "Sentence Number",
    "Publisher",
    "City",
    "District",
    "Province",
    "Country",
    "Latitude",
    "Longitude",
];

pub(crate) struct Icews {
    tab: Tab,
}

impl Icews {
    pub fn new(sink: Sink) -> Result<Self, OutputError> {
        Ok(Self { tab: Tab::headed(sink, "NA", &COLUMNS)? })
    }
}

impl Writer for Icews {
    fn paper(&mut self, view: &View<'_>, manifest: &mut Manifest) -> Result<(), OutputError> {
        let record = &view.record;
        let sentences = view.sentence_starts();
        for act in view.acts() {
            let event = act.event;
            let Some(day) = dates::act_day(record, event) else {
                manifest.leave_out("no date");
                continue;
            };
            let id = act.id(view);
            let place = event.place.as_ref();
            let country = place.and_then(|p| tables::country(p.country.as_deref()?));
            let city = place.filter(|p| country.is_none_or(|c| c.name != p.name));
            for dyad in dyads(event, manifest) {
                let Some((source, target)) = dyad.both(manifest) else { continue };
                let cameo = dyad.cameo;
                let mut row =
                    vec![ids::number(&["icews", &id, &dyad.key]).to_string(), day.to_string()];
                row.extend(side(&source));
                row.push(or_empty(tables::code(cameo).map(|c| c.name)));
                row.push(cameo.to_owned());
                row.push(or_empty(tables::scale(cameo, |c| c.icews)));
                row.extend(side(&target));
                row.push(record.id.clone());
                row.push(or_empty(sentence_number(&sentences, event)));
                row.push(or_empty(view.source));
                row.push(or_empty(city.map(|p| &p.name)));
                // District and province are not in the record.
                row.extend([String::new(), String::new()]);
                row.push(or_empty(country.map(|c| c.icews)));
                row.push(or_empty(place.map(|p| p.lat)));
                row.push(or_empty(place.map(|p| p.lon)));
                self.tab.row(&row, manifest)?;
            }
        }
        Ok(())
    }

    fn finish(self: Box<Self>, _: &mut Manifest) -> Result<Vec<FileEntry>, OutputError> {
        self.tab.close()
    }
}

/// Name, sectors and country of one side; a country is a name, organisations have none.
fn side(party: &Party<'_>) -> [String; 3] {
    let country = or_empty(party.country.map(|c| c.icews));
    let name = if party.is_state() { country.clone() } else { String::new() };
    let name = if name.is_empty() { party.mention.name.to_string() } else { name };
    let sectors = party.mention.sector.as_deref().map_or("", icews_sectors);
    [name, sectors.to_owned(), country]
}
