//! `cargo xtask world`: the shared tables and the project's own files in, `world.pack` out.
//!
//! What comes from where, and under which licence, is told in `world/CARD.md`. This file reads the
//! sources; how names become keys is decided in the `world` crate, which the overlays share.

mod offices;
mod own;
mod places;

use anyhow::{Context, Result};
use rustc_hash::{FxHashMap, FxHashSet};
use serde_json::Value;
use std::path::{Path, PathBuf};
use text::Lang;
use world::builder::{Builder, NewEntity};
use world::tables::{
    DEPENDENT, Form, Kind, LED_BY_GOVERNMENT, NAMED_EVENT, NAMED_ORGANISATION, NAMED_PLACE,
    office_number, sector_number,
};

/// Where the tables lie and where the pack goes.
#[derive(clap::Args)]
pub struct Args {
    /// Folder of the source tables (countries.jsonl, offices.jsonl, ...).
    #[arg(long)]
    source: PathBuf,
    /// Folder of the project's own files (roles/, aliases.toml, ...).
    #[arg(long, default_value = "world")]
    own: PathBuf,
    /// The pack to write.
    #[arg(long, default_value = "world/world.pack")]
    out: PathBuf,
}

/// Builds the pack.
///
/// # Errors
/// If a source is missing or broken; the message names the file and line.
pub fn run(args: &Args) -> Result<()> {
    let own = own::read(&args.own)?;
    let mut b = Builder::new();
    let states = states(&mut b, &args.source, &own)?;
    organisations(&mut b, &args.source, &own)?;
    frameworks(&mut b, &args.source, &own)?;
    groups(&mut b, &args.source)?;
    institutions(&mut b, &args.source, &states, &own)?;
    own::roles(&mut b, &args.own)?;
    own::imported_roles(&mut b, &args.source.join("roles.jsonl"), &args.own)?;
    offices::add(&mut b, &args.source, &args.own, &own)?;
    own::entities(&mut b, &args.own)?;
    places::add(&mut b, &args.source, &states)?;
    places::own(&mut b, &args.own)?;
    own::foreign(&mut b, &own)?;
    let world = b.finish();
    eprintln!(
        "world: {} entities, {} tenures, {} role words, {} names, {} nodes",
        world.entities.len(),
        world.tenures.len(),
        world.roles.len(),
        world.senses.len(),
        world.starts.len()
    );
    let bytes = world.to_pack(env!("CARGO_PKG_VERSION"));
    std::fs::write(&args.out, &bytes).with_context(|| format!("writing {}", args.out.display()))?;
    eprintln!("{}: {} bytes", args.out.display(), bytes.len());
    Ok(())
}

/// The rows of a JSON Lines file, each with its line number for messages.
pub fn rows(path: &Path) -> Result<Vec<Value>> {
    let text =
        std::fs::read_to_string(path).with_context(|| format!("reading {}", path.display()))?;
    let parse = |(i, line): (usize, &str)| {
        serde_json::from_str(line).with_context(|| format!("{}:{}", path.display(), i + 1))
    };
    text.lines().enumerate().filter(|(_, l)| !l.trim().is_empty()).map(parse).collect()
}

/// A string field, empty if missing.
pub fn text_of<'v>(row: &'v Value, key: &str) -> &'v str {
    row[key].as_str().unwrap_or("")
}

/// A list of strings, or one string as a list of one.
pub fn list_of(value: &Value) -> Vec<&str> {
    match value {
        Value::String(s) => vec![s],
        Value::Array(a) => a.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    }
}

/// Lower-case ASCII words joined by hyphens.
pub fn slug(name: &str) -> String {
    let words: Vec<String> =
        world::builder::pieces(name).map(|p| world::fold::tight(p).as_str().to_owned()).collect();
    words.join("-")
}

/// The day of an ISO date as yyyymmdd; a year or month alone counts as its first or last day.
pub fn day(date: &str, last: bool) -> u32 {
    let mut parts = date.split('-').map(|p| p.parse::<u32>().unwrap_or(0));
    let year = parts.next().unwrap_or(0);
    let (m, d) = if last { (12, 31) } else { (1, 1) };
    if year == 0 {
        0
    } else {
        year * 10_000 + parts.next().unwrap_or(m) * 100 + parts.next().unwrap_or(d)
    }
}

/// The language in which a name of the tables is listed, if the index has it.
pub const LANGS: [(&str, Lang); 2] = [("pl", Lang::Pl), ("en", Lang::En)];

fn states(b: &mut Builder, source: &Path, own: &own::Own) -> Result<FxHashMap<String, u32>> {
    let mut states = FxHashMap::default();
    let table = rows(&source.join("countries.jsonl"))?;
    // "French" is of France and not of its territories: a dependency lends no word that a state has
    let mut of_states: FxHashSet<(&str, String)> = FxHashSet::default();
    for row in table.iter().filter(|r| text_of(r, "type") != "territory") {
        for (key, _) in LANGS {
            let words = adjectives_of(row, key).into_iter().chain(people_of(row, key));
            let words = words.chain(names_of(row, key));
            of_states.extend(words.map(|w| (key, w.to_owned())));
        }
    }
    for row in &table {
        let id = text_of(row, "id");
        if id == "EUU" {
            continue; // the Union is an organisation
        }
        let claimed = text_of(row, "claimed_by");
        // Kurds live in four states: their name tells none
        let code = match (id, claimed) {
            ("XKU", _) => "",
            (_, "") => id,
            _ => claimed,
        };
        let full = format!("country/{id}");
        let led = own.led_by_government.iter().any(|c| c == id);
        let entity = NewEntity {
            from: day(text_of(row, "valid_from"), false),
            to: day(text_of(row, "valid_to"), true),
            population: row["population"].as_u64().unwrap_or(0) as u32,
            at: (
                row["latlng"][0].as_f64().unwrap_or(0.0) as f32,
                row["latlng"][1].as_f64().unwrap_or(0.0) as f32,
            ),
            flags: if led { LED_BY_GOVERNMENT } else { 0 }
                | if text_of(row, "type") == "territory" { DEPENDENT } else { 0 },
            ..NewEntity::plain(&full, row["names"]["en"].as_str().unwrap_or(id), Kind::State, code)
        };
        let n = b.entity(&entity);
        states.insert(id.to_owned(), n);
        for (key, lang) in LANGS {
            let lent = |w: &&str| {
                text_of(row, "type") != "territory" || !of_states.contains(&(key, (*w).to_owned()))
            };
            let mut names = names_of(row, key);
            names.extend(own.names(key, id));
            names.retain(|n| !own.ambiguous(key, n) && lent(n));
            names.iter().for_each(|name| b.name(lang, n, Form::Name, name));
            let mut adjectives = adjectives_of(row, key);
            adjectives.retain(lent);
            adjectives.extend(own.names(&format!("adjectives_{key}"), id));
            adjectives.iter().for_each(|a| b.name(lang, n, Form::Adjective, a));
            let mut people = people_of(row, key);
            people.retain(lent);
            people.extend(own.names(&format!("people_{key}"), id));
            people.retain(|p| !p.contains(' ') || lang == Lang::En);
            people.iter().for_each(|p| b.name(lang, n, Form::Demonym, p));
        }
        for names in [&row["names"], &row["official"], &row["aliases"]] {
            foreign_names(b, n, names);
        }
    }
    Ok(states)
}

/// Names of a state in one language.
fn names_of<'v>(row: &'v Value, key: &str) -> Vec<&'v str> {
    ["names", "official", "aliases"].iter().flat_map(|group| list_of(&row[*group][key])).collect()
}

/// Adjectives of a state in one language.
fn adjectives_of<'v>(row: &'v Value, key: &str) -> Vec<&'v str> {
    list_of(&row["adjectives"][key])
}

/// Its inhabitants.
fn people_of<'v>(row: &'v Value, key: &str) -> Vec<&'v str> {
    let mut people = list_of(&row["demonyms"][key]);
    for group in ["m", "f", "plural"] {
        people.extend(list_of(&row["demonyms"][key][group]));
    }
    people
}

/// Adds the names that a row has in languages that are not analysed.
pub fn foreign_names(b: &mut Builder, target: u32, names: &Value) {
    for key in ["ru", "uk", "cs", "kk"] {
        list_of(&names[key]).iter().for_each(|name| b.foreign_name(target, name));
    }
}

fn organisations(b: &mut Builder, source: &Path, own: &own::Own) -> Result<()> {
    for row in rows(&source.join("organisations.jsonl"))? {
        let id = text_of(&row, "id");
        if row["names"]["pl"].is_null() {
            continue; // English-only rows of the old dictionaries repeat persons and offices
        }
        let code = own.code_of.get(id).map_or(id, String::as_str);
        let sector = own.sector_of.get(id).map_or("IGO", String::as_str);
        let full = format!("org/{id}");
        let name = list_of(&row["names"]["en"]).first().copied().unwrap_or(id).to_owned();
        let n = b.entity(&NewEntity {
            sector: sector_number(sector),
            headed_by: own.headed_by.get(id).map_or(0, |o| office_number(o)),
            ..NewEntity::plain(&full, &name, Kind::Organisation, code)
        });
        for (key, lang) in LANGS {
            let mut names = list_of(&row["names"][key]);
            names.extend(own.names(&format!("org_{key}"), id));
            if key == "en" {
                names.push(id);
            }
            names.retain(|n| !own.ambiguous(key, n));
            names.iter().for_each(|x| b.name(lang, n, Form::Name, x));
        }
        foreign_names(b, n, &row["names"]);
        if id == "EU" {
            for (lang, adjective) in
                [(Lang::Pl, "unijny"), (Lang::Pl, "wspólnotowy"), (Lang::Pl, "europejski")]
            {
                if adjective != "europejski" {
                    b.name(lang, n, Form::Adjective, adjective);
                }
            }
        }
        if id == "NATO" {
            b.name(Lang::Pl, n, Form::Adjective, "natowski");
        }
    }
    Ok(())
}

fn frameworks(b: &mut Builder, source: &Path, own: &own::Own) -> Result<()> {
    for row in rows(&source.join("frameworks.jsonl"))? {
        let id = text_of(&row, "id");
        if id == "NORD_STREAM" || b.known(&format!("org/{id}")).is_some() {
            continue; // a business, or an organisation that is a framework as well
        }
        let full = format!("framework/{id}");
        let name = list_of(&row["names"]["en"]).first().copied().unwrap_or(id).to_owned();
        // a format is a body of states, a treaty or initiative a thing they made
        let flags = match text_of(&row, "kind") {
            "format" => NAMED_ORGANISATION,
            "process" => NAMED_EVENT,
            _ => 0,
        };
        let n =
            b.entity(&NewEntity { flags, ..NewEntity::plain(&full, &name, Kind::Framework, "") });
        for (key, lang) in LANGS {
            let mut names = list_of(&row["names"][key]);
            names.extend(own.names(&format!("framework_{key}"), id));
            names.retain(|n| !own.ambiguous(key, n));
            names.iter().for_each(|x| b.name(lang, n, Form::Name, x));
        }
        foreign_names(b, n, &row["names"]);
    }
    // frameworks that the table lacks, named in full
    for name in own.names("framework_own", "names") {
        let id = format!("framework/{}", name.to_lowercase().replace(' ', "-"));
        let n = b.entity(&NewEntity::plain(&id, name, Kind::Framework, ""));
        for (key, lang) in LANGS {
            let names = own.names(&format!("framework_{key}"), name);
            names.iter().for_each(|x| b.name(lang, n, Form::Name, x));
        }
    }
    Ok(())
}

/// "PSEREB" is the armed group of Palestine; codes of no state ("IMG...") give a sector alone.
fn split_code(code: &str) -> (&str, u8) {
    let (head, tail) = (code.get(..3).unwrap_or(""), code.get(3..6).unwrap_or(""));
    match head {
        "IMG" | "IGO" | "NGO" | "MNC" => ("", sector_number("REB")),
        _ => (head, sector_number(tail)),
    }
}

fn groups(b: &mut Builder, source: &Path) -> Result<()> {
    for row in rows(&source.join("groups.jsonl"))? {
        let (code, sector) = split_code(text_of(&row, "code"));
        let names = list_of(&row["names"]["en"]);
        let Some(&first) = names.first() else { continue };
        let kind = if sector == sector_number("PTY") { Kind::Party } else { Kind::Group };
        let curated = text_of(&row, "source") == "curated";
        let full = format!("group/{}", slug(first));
        let n = b.entity(&NewEntity { sector, ..NewEntity::plain(&full, first, kind, code) });
        for (key, lang) in LANGS {
            for name in list_of(&row["names"][key]) {
                // the old dictionary's one-word names are too often common words
                if curated || name.contains(' ') {
                    b.name(lang, n, Form::Name, name);
                    if key == "en" && curated {
                        b.name(Lang::Pl, n, Form::Name, name);
                    }
                }
            }
        }
        foreign_names(b, n, &row["names"]);
    }
    Ok(())
}

fn institutions(
    b: &mut Builder,
    source: &Path,
    states: &FxHashMap<String, u32>,
    own: &own::Own,
) -> Result<()> {
    for row in rows(&source.join("institutions.jsonl"))? {
        let country = text_of(&row, "country");
        let names = list_of(&row["names"]["en"]);
        let Some(&first) = names.first() else { continue };
        let generic = list_of(&row["names"]["pl"]).first().is_some_and(|n| *n == "MSZ");
        if !states.contains_key(country) || generic {
            continue; // Brussels is a name of the Union; "MSZ" alone is a role word
        }
        let full = format!("institution/{}", slug(first));
        let sector = sector_number(text_of(&row, "sector"));
        let seat = own.names("named_after", "seat").contains(&first);
        let n = b.entity(&NewEntity {
            sector,
            flags: if seat { NAMED_PLACE } else { 0 },
            ..NewEntity::plain(&full, first, Kind::Institution, country)
        });
        for (key, lang) in LANGS {
            list_of(&row["names"][key]).iter().for_each(|x| b.name(lang, n, Form::Name, x));
        }
        foreign_names(b, n, &row["names"]);
    }
    Ok(())
}
