//! GDELT 2.0 events: a tab file without a header, 61 columns, one row a pair; missing is empty.

use super::Writer;
use super::tab::{Tab, or_empty};
use crate::dyads::{Dyad, dyads};
use crate::party::{Party, Spelling};
use crate::sink::Sink;
use crate::view::{Act, View};
use crate::{FileEntry, Manifest, OutputError, dates, ids, tables};
use jiff::civil::Date;

/// Names of the columns, for the manifest: the file has no header.
pub(crate) const COLUMNS: [&str; 61] = [
    "GlobalEventID",
    "Day",
    "MonthYear",
    "Year",
    "FractionDate",
    "Actor1Code",
    "Actor1Name",
    "Actor1CountryCode",
    "Actor1KnownGroupCode",
    "Actor1EthnicCode",
    "Actor1Religion1Code",
    "Actor1Religion2Code",
    "Actor1Type1Code",
    "Actor1Type2Code",
    "Actor1Type3Code",
    "Actor2Code",
    "Actor2Name",
    "Actor2CountryCode",
    "Actor2KnownGroupCode",
    "Actor2EthnicCode",
    "Actor2Religion1Code",
    "Actor2Religion2Code",
    "Actor2Type1Code",
    "Actor2Type2Code",
    "Actor2Type3Code",
    "IsRootEvent",
    "EventCode",
    "EventBaseCode",
    "EventRootCode",
    "QuadClass",
    "GoldsteinScale",
    "NumMentions",
    "NumSources",
    "NumArticles",
    "AvgTone",
    "Actor1Geo_Type",
    "Actor1Geo_Fullname",
    "Actor1Geo_CountryCode",
    "Actor1Geo_ADM1Code",
    "Actor1Geo_ADM2Code",
    "Actor1Geo_Lat",
    "Actor1Geo_Long",
    "Actor1Geo_FeatureID",
    "Actor2Geo_Type",
    "Actor2Geo_Fullname",
    "Actor2Geo_CountryCode",
    "Actor2Geo_ADM1Code",
    "Actor2Geo_ADM2Code",
    "Actor2Geo_Lat",
    "Actor2Geo_Long",
    "Actor2Geo_FeatureID",
    "ActionGeo_Type",
    "ActionGeo_Fullname",
    "ActionGeo_CountryCode",
    "ActionGeo_ADM1Code",
    "ActionGeo_ADM2Code",
    "ActionGeo_Lat",
    "ActionGeo_Long",
    "ActionGeo_FeatureID",
    "DATEADDED",
    "SOURCEURL",
];

pub(crate) struct Events {
    tab: Tab,
}

impl Events {
    pub fn new(sink: Sink) -> Self {
        Self { tab: Tab::bare(sink, "") }
    }
}

/// An act's pairs that GDELT can hold, with its day: at least one side has a code. What it cannot
/// hold is counted. Events and mentions share this, so that their ids meet.
pub(super) fn rows<'v>(
    view: &View<'_>,
    act: &Act<'v>,
    manifest: &mut Manifest,
) -> Option<(Date, Vec<Dyad<'v>>)> {
    let Some(day) = dates::act_day(&view.record, act.event) else {
        manifest.leave_out("no date");
        return None;
    };
    let mut pairs = dyads(act.event, manifest);
    pairs.retain(|dyad| {
        let coded = |p: &Party<'_>| !p.composite(Spelling::Gdelt).is_empty();
        let holds = dyad.source.iter().chain(&dyad.target).any(coded);
        if !holds {
            manifest.leave_out("no coded party");
        }
        holds
    });
    Some((day, pairs))
}

/// The id of a pair's row: that of the same pair of the same act in whatever paper.
pub(super) fn global_id(act: &str, dyad: &Dyad<'_>) -> String {
    ids::number(&["gdelt", act, &dyad.key]).to_string()
}

/// When the act was first seen: by the ledger, else when its paper was published.
pub(super) fn first_seen(view: &View<'_>, act: &Act<'_>) -> String {
    let ledger = act.told.and_then(|t| dates::day(t.first_seen.as_deref()?));
    or_empty(ledger.or_else(|| dates::published(&view.record)).map(dates::stamp))
}

impl Writer for Events {
    fn paper(&mut self, view: &View<'_>, manifest: &mut Manifest) -> Result<(), OutputError> {
        for act in view.acts() {
            let Some((day, pairs)) = rows(view, &act, manifest) else { continue };
            let id = act.id(view);
            for dyad in pairs {
                let row = event_row(view, &act, &id, &dyad, day);
                self.tab.row(&row, manifest)?;
            }
        }
        Ok(())
    }

    fn finish(self: Box<Self>, _: &mut Manifest) -> Result<Vec<FileEntry>, OutputError> {
        self.tab.close()
    }
}

fn event_row(view: &View<'_>, act: &Act<'_>, id: &str, dyad: &Dyad<'_>, day: Date) -> Vec<String> {
    let (cameo, event) = (dyad.cameo, act.event);
    let (mentions, articles, sources) = act.counts();
    let mut row: Vec<String> = Vec::with_capacity(COLUMNS.len());
    row.push(global_id(id, dyad));
    row.push(dates::compact(day));
    row.push(format!("{:04}{:02}", day.year(), day.month()));
    row.push(format!("{:04}", day.year()));
    row.push(fraction(day));
    row.extend(actor(dyad.source.as_ref()));
    row.extend(actor(dyad.target.as_ref()));
    row.push(if event.weight == "background" { "0" } else { "1" }.into());
    row.push(cameo.into());
    row.push(cameo.get(..3).unwrap_or(cameo).into());
    row.push(cameo.get(..2).unwrap_or(cameo).into());
    row.push(or_empty(tables::code(cameo).map(|c| c.quad)));
    row.push(or_empty(tables::scale(cameo, |c| c.gdelt)));
    row.push(mentions.to_string());
    row.push(sources.to_string());
    row.push(articles.to_string());
    // Tone is not measured; a party's own whereabouts are not in the record.
    row.extend(std::iter::repeat_n(String::new(), 1 + 8 + 8));
    row.extend(place(event));
    row.push(first_seen(view, act));
    row.push(or_empty(view.record.url.as_ref()));
    row
}

/// Ten columns of a side. Ethnic and religious codes are not in the record.
fn actor(party: Option<&Party<'_>>) -> [String; 10] {
    let Some(party) = party else { return Default::default() };
    let mut types = party.roles().into_iter();
    let mut role = || types.next().unwrap_or_default().to_owned();
    let none = String::new;
    [
        party.composite(Spelling::Gdelt),
        party.mention.name.as_str().to_uppercase(),
        party.country_code(Spelling::Gdelt).into(),
        party.organisation.map_or("", |o| o.group).into(),
        none(),
        none(),
        none(),
        role(),
        role(),
        role(),
    ]
}

/// Eight columns of the place. The record does not tell a town from a province: whatever is not a
/// country is written as a town (type 3 in the United States, else 4).
fn place(event: &record::Event) -> [String; 8] {
    let Some(place) = &event.place else { return Default::default() };
    let country = place.country.as_deref().and_then(tables::country);
    let whole = country.is_some_and(|c| c.name == place.name);
    let kind = match country {
        Some(_) if whole => "1",
        Some(c) if c.iso3 == "USA" => "3",
        _ => "4",
    };
    let full = match country {
        Some(c) if !whole => format!("{}, {}", place.name, c.name),
        _ => place.name.to_string(),
    };
    let none = String::new;
    [
        kind.into(),
        full,
        country.map_or("", |c| c.fips).into(),
        none(),
        none(),
        place.lat.to_string(),
        place.lon.to_string(),
        none(),
    ]
}

/// Year and part of the year gone, as GDELT approximates it: months of 30 days in a year of 365.
/// The codebook prints `(month * 30 + day) / 365` and a range of 0 to 0.9999, which only holds (and
/// only agrees with the published files) when January counts as month 0.
fn fraction(day: Date) -> String {
    let days = (i32::from(day.month()) - 1) * 30 + i32::from(day.day());
    let part = (f64::from(days) / 365.0 * 10_000.0).round().min(9_999.0);
    format!("{:04}.{part:04.0}", day.year())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fractions_stay_below_one() {
        assert_eq!(fraction(Date::constant(2014, 2, 18)), "2014.1315");
        assert_eq!(fraction(Date::constant(2024, 1, 1)), "2024.0027");
        assert_eq!(fraction(Date::constant(2024, 12, 31)), "2024.9890");
    }
}
