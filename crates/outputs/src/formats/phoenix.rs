//! Phoenix: a tab file without a header, 26 columns, one row a pair; missing is empty.

use super::Writer;
use super::tab::{Tab, or_empty};
use crate::dyads::dyads;
use crate::party::{Party, Spelling};
use crate::sink::Sink;
use crate::view::{View, sentence_number};
use crate::{FileEntry, Manifest, Options, OutputError, dates, ids, tables};

/// Names of the columns, for the manifest: the file has no header.
pub(crate) const COLUMNS: [&str; 26] = [
    "EventID",
    "Date",
    "Year",
    "Month",
    "Day",
    "SourceActorFull",
    "SourceActorEntity",
    "SourceActorRole",
    "SourceActorAttribute",
    "TargetActorFull",
    "TargetActorEntity",
    "TargetActorRole",
    "TargetActorAttribute",
    "EventCode",
    "EventRootCode",
    "QuadClass",
    "GoldsteinScore",
    "Issues",
    "Lat",
    "Lon",
    "LocationName",
    "StateName",
    "CountryCode",
    "SentenceID",
    "URLs",
    "NewsSources",
];

pub(crate) struct Phoenix {
    tab: Tab,
    version: String,
}

impl Phoenix {
    pub fn new(sink: Sink, options: &Options) -> Self {
        Self { tab: Tab::bare(sink, ""), version: options.version.clone() }
    }
}

impl Writer for Phoenix {
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
            let sentence = sentence_number(&sentences, event);
            let place = event.place.as_ref();
            let country = place.and_then(|p| tables::country(p.country.as_deref()?));
            let issues: Vec<String> =
                event.contexts.iter().map(|c| format!("{},1", c.to_uppercase())).collect();
            for dyad in dyads(event, manifest) {
                let Some((source, target)) = dyad.both(manifest) else { continue };
                let (Some(source), Some(target)) = (side(&source), side(&target)) else {
                    manifest.leave_out("no coded party");
                    continue;
                };
                let cameo = dyad.cameo;
                let number = ids::number(&["phoenix", &id, &dyad.key]);
                let mut row = vec![
                    format!("{number}_v{}", self.version),
                    dates::compact(day),
                    day.year().to_string(),
                    format!("{:02}", day.month()),
                    format!("{:02}", day.day()),
                ];
                row.extend(source);
                row.extend(target);
                row.push(cameo.into());
                row.push(cameo.get(..2).unwrap_or(cameo).into());
                row.push(or_empty(tables::phoenix_quad(cameo)));
                row.push(or_empty(tables::scale(cameo, |c| c.phoenix)));
                row.push(issues.join(";"));
                row.push(or_empty(place.map(|p| p.lat)));
                row.push(or_empty(place.map(|p| p.lon)));
                row.push(or_empty(place.map(|p| &p.name)));
                row.push(String::new());
                row.push(or_empty(country.map(|c| c.iso3)));
                row.push(sentence.map_or(record.id.clone(), |n| format!("{}_{n}", record.id)));
                row.push(or_empty(record.url.as_ref().map(|u| u.replace(';', "%3B"))));
                row.push(or_empty(view.source.map(|s| s.replace(';', ","))));
                self.tab.row(&row, manifest)?;
            }
        }
        Ok(())
    }

    fn finish(self: Box<Self>, _: &mut Manifest) -> Result<Vec<FileEntry>, OutputError> {
        self.tab.close()
    }
}

/// Four columns of a side: whole code, entity, role, and what else the code holds; `None` if the
/// party has no code.
fn side(party: &Party<'_>) -> Option<[String; 4]> {
    let full = party.composite(Spelling::Phoenix);
    if full.is_empty() {
        return None;
    }
    let Some(organisation) = party.organisation else {
        let entity = party.country_code(Spelling::Phoenix);
        return Some([full, entity.into(), party.role().into(), String::new()]);
    };
    // IGO EUR EEC: the entity is the kind of organisation, the rest tells which it is.
    let (entity, rest) = organisation.composite.split_at_checked(3)?;
    let group = organisation.group;
    let role = party.roles().get(1).copied().unwrap_or_default();
    let attribute = if rest.contains(group) { group } else { rest };
    Some([full.clone(), entity.into(), role.into(), attribute.into()])
}
