//! The project's own files: roles, aliases, entities and persons' spellings.

use super::{rows, slug, text_of};
use anyhow::{Context, Result, bail};
use rustc_hash::{FxHashMap, FxHashSet};
use serde::Deserialize;
use std::path::Path;
use text::Lang;
use world::builder::{Builder, NewEntity};
use world::tables::{
    Form, HEADS, Kind, MONARCH, NAMED_ORGANISATION, NAMED_PRODUCT, NEEDS_OWNER, OTHER_SIDE,
    RoleClass, SENT, SPEAKS_FOR, SURNAME_FIRST, office_number, sector_number,
};

type Lists = FxHashMap<String, Vec<String>>;

/// `aliases.toml` and `persons.toml`.
#[derive(Default)]
pub struct Own {
    pub code_of: FxHashMap<String, String>,
    pub sector_of: FxHashMap<String, String>,
    pub headed_by: FxHashMap<String, String>,
    pub led_by_government: Vec<String>,
    /// Further names by table and id.
    tables: FxHashMap<String, Lists>,
    /// Spellings of persons by canonical name.
    pub persons: Lists,
}

impl Own {
    /// Further names of one entity in one table of `aliases.toml`.
    pub fn names(&self, table: &str, id: &str) -> Vec<&str> {
        let list = self.tables.get(table).and_then(|t| t.get(id));
        list.map_or_else(Vec::new, |l| l.iter().map(String::as_str).collect())
    }

    /// Whether a listed name is given up because it means something else as well.
    pub fn ambiguous(&self, lang: &str, name: &str) -> bool {
        self.names("ambiguous", lang).contains(&name)
    }
}

fn toml_file(path: &Path) -> Result<toml::Table> {
    let text =
        std::fs::read_to_string(path).with_context(|| format!("reading {}", path.display()))?;
    text.parse().with_context(|| format!("{}", path.display()))
}

/// Reads the aliases and the persons' spellings.
///
/// # Errors
/// If a file is missing or no TOML of the expected shape.
pub fn read(folder: &Path) -> Result<Own> {
    let mut own = Own::default();
    for (key, value) in toml_file(&folder.join("aliases.toml"))? {
        let shape = || format!("aliases.toml: table {key}");
        match key.as_str() {
            "code_of" => own.code_of = value.try_into().with_context(shape)?,
            "sector_of" => own.sector_of = value.try_into().with_context(shape)?,
            "headed_by" => own.headed_by = value.try_into().with_context(shape)?,
            "led_by_government" => {
                let lists: Lists = value.try_into().with_context(shape)?;
                own.led_by_government = lists.into_values().flatten().collect();
            }
            _ => {
                let lists = value.try_into().with_context(shape)?;
                own.tables.insert(key, lists);
            }
        }
    }
    let persons = toml_file(&folder.join("persons.toml"))?;
    own.persons =
        persons.get("pl").cloned().unwrap_or(toml::Value::Table(Default::default())).try_into()?;
    Ok(own)
}

#[derive(Deserialize)]
struct RoleFile {
    role: Vec<RoleEntry>,
}

#[derive(Deserialize)]
struct RoleEntry {
    terms: Vec<String>,
    #[serde(default)]
    class: String,
    #[serde(default)]
    office: String,
    #[serde(default)]
    sector: String,
    #[serde(default)]
    flags: Vec<String>,
    #[serde(default)]
    code: String,
}

fn role_files(folder: &Path) -> Result<Vec<(Lang, Vec<RoleEntry>)>> {
    let mut out = Vec::new();
    for lang in [Lang::Pl, Lang::En] {
        let path = folder.join(format!("roles/{}.toml", lang.code()));
        let file: RoleFile =
            toml_file(&path)?.try_into().with_context(|| format!("{}", path.display()))?;
        out.push((lang, file.role));
    }
    Ok(out)
}

/// Adds the names of table `foreign`: languages that are not analysed.
///
/// # Errors
/// If an id of the table is unknown.
pub fn foreign(b: &mut Builder, own: &Own) -> Result<()> {
    for (id, names) in own.tables.get("foreign").into_iter().flatten() {
        let n = b.known(id).with_context(|| format!("aliases.toml: foreign: no entity {id:?}"))?;
        names.iter().for_each(|name| b.foreign_name(n, name));
    }
    Ok(())
}

/// Adds the role words of `roles/<lang>.toml`.
///
/// # Errors
/// If a file is missing, or names an unknown class or flag.
pub fn roles(b: &mut Builder, folder: &Path) -> Result<()> {
    for (lang, entries) in role_files(folder)? {
        for e in entries {
            let class = match e.class.as_str() {
                "" | "post" => RoleClass::Post,
                "body" => RoleClass::Body,
                "people" => RoleClass::People,
                other => bail!("roles/{}.toml: unknown class {other:?}", lang.code()),
            };
            let mut flags = 0;
            for flag in &e.flags {
                flags |= match flag.as_str() {
                    "needs_owner" => NEEDS_OWNER,
                    "heads" => HEADS,
                    "speaks_for" => SPEAKS_FOR,
                    "sent" => SENT,
                    "other_side" => OTHER_SIDE,
                    "monarch" => MONARCH,
                    other => bail!("roles/{}.toml: unknown flag {other:?}", lang.code()),
                };
            }
            let office = if e.office.is_empty() { 0 } else { office_number(&e.office) };
            for term in &e.terms {
                b.role(lang, term, class, office, sector_number(&e.sector), flags, &e.code);
            }
        }
    }
    Ok(())
}

/// Adds the role nouns of the shared dictionaries that our own files do not hold.
///
/// # Errors
/// If the table cannot be read.
pub fn imported_roles(b: &mut Builder, path: &Path, folder: &Path) -> Result<()> {
    let mut known = FxHashSet::default();
    for (lang, entries) in role_files(folder)? {
        known.extend(
            entries.into_iter().flat_map(|e| e.terms).map(|t| (lang.code(), t.to_lowercase())),
        );
    }
    for row in rows(path)? {
        let (term, lang) = (text_of(&row, "term"), text_of(&row, "lang"));
        let code = text_of(&row, "code_plover");
        let sector = match code.get(..3).unwrap_or("") {
            "TER" | "UAF" => "REB",
            "AGR" => "LAB",
            "JRN" => "MED",
            "HRI" => "NGO",
            "REF" | "HLH" => "CVL",
            other => other,
        };
        let named = term.chars().any(char::is_uppercase);
        let Some(language) = Lang::from_code(lang) else { continue };
        // truncated stems, phrases that end in a preposition and names are no role words
        let broken = term.ends_with("minist")
            || term.split(' ').count() > 3
            || term.ends_with(" in")
            || term.ends_with(" to")
            || term.ends_with(" for")
            || term.ends_with(" at")
            || term.starts_with("a ");
        if named
            || broken
            || sector_number(sector) == 0
            || !known.insert((language.code(), term.to_lowercase()))
        {
            continue;
        }
        b.role(language, term, RoleClass::People, 0, sector_number(sector), NEEDS_OWNER, "");
    }
    Ok(())
}

#[derive(Deserialize)]
struct EntityFile {
    entity: Vec<EntityEntry>,
}

#[derive(Deserialize)]
struct EntityEntry {
    kind: String,
    #[serde(default)]
    code: String,
    #[serde(default)]
    sector: String,
    /// Name, Polish spellings, English spellings; spellings parted by `|`.
    list: Vec<[String; 3]>,
}

/// Adds the entities of `entities.toml`, and the events and products of `names.toml`.
///
/// # Errors
/// If a file is missing or names an unknown kind.
pub fn entities(b: &mut Builder, folder: &Path) -> Result<()> {
    ["entities.toml", "names.toml"].iter().try_for_each(|name| listed(b, &folder.join(name)))
}

fn listed(b: &mut Builder, path: &Path) -> Result<()> {
    let file: EntityFile =
        toml_file(path)?.try_into().with_context(|| format!("{}", path.display()))?;
    for e in &file.entity {
        let (kind, prefix, sector) = match e.kind.as_str() {
            "party" => (Kind::Party, "party", "PTY"),
            "business" | "project" => (Kind::Business, "business", "BUS"),
            "media" | "agency" => (Kind::Media, "media", "MED"),
            "event" => (Kind::Event, "event", ""),
            "product" => (Kind::Product, "product", ""),
            "group" => (Kind::Group, "group", "REB"),
            "institution" => (Kind::Institution, "institution", "GOV"),
            "person" => (Kind::Person, "person", ""),
            other => bail!("{}: unknown kind {other:?}", path.display()),
        };
        let sector = sector_number(if e.sector.is_empty() { sector } else { &e.sector });
        let named = match e.kind.as_str() {
            "project" => NAMED_PRODUCT,
            "agency" => NAMED_ORGANISATION,
            _ => 0,
        };
        for [name, pl, en] in &e.list {
            let id = format!("{prefix}/{}", slug(name));
            let first = ["CHN", "TWN", "KOR", "PRK", "VNM"].contains(&e.code.as_str());
            let n = b.entity(&NewEntity {
                sector,
                flags: named | if kind == Kind::Person && first { SURNAME_FIRST } else { 0 },
                ..NewEntity::plain(&id, name, kind, &e.code)
            });
            for (lang, spellings) in [(Lang::Pl, pl), (Lang::En, en)] {
                for s in spellings.split('|').filter(|s| !s.is_empty()) {
                    if kind == Kind::Person {
                        b.person_name(n, s, true);
                    } else {
                        b.name(lang, n, Form::Name, s);
                    }
                }
            }
        }
    }
    Ok(())
}
