//! Cities and regions with coordinates.

use super::{rows, text_of};
use anyhow::{Context, Result};
use rustc_hash::FxHashMap;
use serde::Deserialize;
use std::io::Read;
use std::path::Path;
use text::Lang;
use world::builder::{Builder, NewEntity};
use world::tables::{CAPITAL, Form, Kind, SEAT_OF_UNION};

/// What counts as the size of a region or sea, so that its name alone is enough.
const LARGE: u32 = 1_000_000;

/// Adds cities over 15,000 and the capitals' names.
///
/// # Errors
/// If a table cannot be read.
pub fn add(b: &mut Builder, source: &Path, states: &FxHashMap<String, u32>) -> Result<()> {
    let path = source.join("places.tsv.gz");
    let file = std::fs::File::open(&path).with_context(|| format!("reading {}", path.display()))?;
    let mut table = String::new();
    flate2::read::GzDecoder::new(file)
        .read_to_string(&mut table)
        .with_context(|| format!("reading {}", path.display()))?;
    let mut lines = table.lines();
    let header: FxHashMap<&str, usize> =
        lines.next().unwrap_or("").split('\t').enumerate().map(|(i, h)| (h, i)).collect();
    let column = |name: &str| {
        header.get(name).copied().with_context(|| format!("{}: no column {name}", path.display()))
    };
    let (id, name, country) = (column("geonameid")?, column("name")?, column("country")?);
    let (lat, lon, population) = (column("lat")?, column("lon")?, column("population")?);
    let (capital, pl, en) = (column("is_capital")?, column("name_pl")?, column("name_en")?);
    let foreign = [column("name_ru")?, column("name_uk")?, column("name_cs")?, column("name_kk")?];
    let mut capitals: FxHashMap<String, u32> = FxHashMap::default();
    for line in lines {
        let f: Vec<&str> = line.split('\t').collect();
        let get = |i: usize| f.get(i).copied().unwrap_or("");
        let full = format!("place/{}", get(id));
        let english = if get(en).is_empty() { get(name) } else { get(en) };
        let n = b.entity(&NewEntity {
            population: get(population).parse().unwrap_or(0),
            at: (get(lat).parse().unwrap_or(0.0), get(lon).parse().unwrap_or(0.0)),
            flags: if get(capital) == "1" { CAPITAL } else { 0 }
                | if english == "Brussels" { SEAT_OF_UNION } else { 0 },
            ..NewEntity::plain(&full, english, Kind::Place, get(country))
        });
        if get(capital) == "1" {
            capitals.insert(get(country).to_owned(), n);
        }
        let polish = if get(pl).is_empty() { get(name) } else { get(pl) };
        b.name(Lang::Pl, n, Form::Name, polish);
        for other in [english, get(name)] {
            b.name(Lang::En, n, Form::Name, other);
        }
        // "New York City" is New York; where a state has the short name, the state is meant
        let short = english.strip_suffix(" City").filter(|_| !polish.contains("City"));
        short.into_iter().for_each(|s| b.name(Lang::En, n, Form::Name, s));
        foreign.iter().for_each(|&i| b.foreign_name(n, get(i)));
    }
    // capitals whose names the city table spells otherwise
    for row in rows(&source.join("countries.jsonl"))? {
        let code = text_of(&row, "id");
        if !states.contains_key(code) {
            continue;
        }
        for (i, c) in row["capitals"].as_array().into_iter().flatten().enumerate() {
            let english = text_of(c, "en");
            let n = match capitals.get(code).filter(|_| i == 0) {
                Some(&n) => n,
                None => {
                    let full = format!("place/{}-{}", code.to_lowercase(), super::slug(english));
                    let lat = row["latlng"][0].as_f64().unwrap_or(0.0) as f32;
                    let lon = row["latlng"][1].as_f64().unwrap_or(0.0) as f32;
                    b.entity(&NewEntity {
                        flags: CAPITAL,
                        at: (lat, lon),
                        ..NewEntity::plain(&full, english, Kind::Place, code)
                    })
                }
            };
            b.name(Lang::En, n, Form::Name, english);
            b.name(Lang::Pl, n, Form::Name, c["pl"].as_str().unwrap_or(english));
        }
    }
    Ok(())
}

#[derive(Deserialize)]
struct PlaceFile {
    place: Vec<PlaceEntry>,
}

#[derive(Deserialize)]
struct PlaceEntry {
    #[serde(default)]
    code: String,
    /// Name, Polish and English spellings parted by `|`, degrees north and east.
    list: Vec<[String; 4]>,
}

/// Adds the regions, seas and straits of `places.toml`.
///
/// # Errors
/// If the file is missing or a position is no pair of numbers.
pub fn own(b: &mut Builder, folder: &Path) -> Result<()> {
    let path = folder.join("places.toml");
    let file = || format!("{}", path.display());
    let read: PlaceFile =
        toml::from_str(&std::fs::read_to_string(&path).with_context(file)?).with_context(file)?;
    for entry in &read.place {
        for [name, pl, en, position] in &entry.list {
            let wrong = || format!("{}: {name}: {position:?} is no position", path.display());
            let (lat, lon) = position.split_once(' ').with_context(wrong)?;
            let id = format!("place/{}", super::slug(name));
            let n = b.entity(&NewEntity {
                population: LARGE,
                at: (lat.parse().with_context(wrong)?, lon.parse().with_context(wrong)?),
                ..NewEntity::plain(&id, name, Kind::Place, &entry.code)
            });
            for (lang, spellings) in [(Lang::Pl, pl), (Lang::En, en)] {
                spellings.split('|').for_each(|s| b.name(lang, n, Form::Name, s));
            }
        }
    }
    Ok(())
}
