//! A user's own actors, offices and frameworks over the shipped world.
//!
//! **In:** a JSON Lines file, one entry a line; blank lines and lines that begin with `#` are
//! passed over. **Out:** the same world with these entries before all others. A line that does
//! not hold is refused with file, line and reason; the rest loads.
//!
//! ```json
//! {"kind": "person", "name": "Jan Kowal", "names": {"pl": ["Jan Kowal"]}, "code": "POL", "sector": "PTY"}
//! {"kind": "office", "person": "Jan Kowal", "code": "POL", "office": "foreign_minister", "from": "2031-02-01", "to": null}
//! {"kind": "framework", "id": "WAWA", "name": "Vistula Format", "names": {"pl": ["Format Wiślany"], "en": ["Vistula Format"]}}
//! {"kind": "organisation", "id": "VO", "name": "Vistula Organisation", "names": {"en": ["VO"]}}
//! ```
//! Further kinds: `party`, `business`, `media`, `group`, `institution` (each with `code`); `event`
//! and `product` for names that are no parties.

use crate::World;
use crate::builder::{Builder, NewEntity, NewTenure};
use crate::tables::{Form, Kind, OFFICES, SECTORS, office_number, sector_number};
use crate::world::WorldError;
use jiff::civil::Date;
use serde::Deserialize;
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use text::Lang;
use thiserror::Error;

/// The longest name that an overlay may give, in characters.
pub const LONGEST_NAME: usize = 200;
const OPEN: u32 = 99_991_231;

/// A line of an overlay that was refused.
#[derive(Debug, Error, PartialEq, Eq)]
#[error("{path}:{line}: {reason}")]
pub struct OverlayProblem {
    /// The overlay's file.
    pub path: PathBuf,
    /// Line number from 1.
    pub line: usize,
    /// What does not hold.
    pub reason: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    kind: String,
    #[serde(default)]
    id: String,
    #[serde(default)]
    name: String,
    #[serde(default)]
    names: HashMap<String, Vec<String>>,
    #[serde(default)]
    code: String,
    #[serde(default)]
    sector: String,
    #[serde(default)]
    person: String,
    #[serde(default)]
    office: String,
    #[serde(default)]
    from: Option<String>,
    #[serde(default)]
    to: Option<String>,
}

/// A tenure already taken over, to notice a second holder at the same time.
struct Taken {
    code: String,
    office: String,
    from: u32,
    to: u32,
    path: PathBuf,
    line: usize,
}

impl World {
    /// The world with a user's file over it, and the lines that were refused.
    ///
    /// # Errors
    /// As [`World::with_overlays`].
    pub fn with_overlay(self, path: &Path) -> Result<(Self, Vec<OverlayProblem>), WorldError> {
        self.with_overlays(&[path])
    }

    /// The world with several files over it, the first before the others, and the lines that were
    /// refused. Earlier overlays are replaced.
    ///
    /// # Errors
    /// If a file cannot be read at all; the world is then lost to the caller, who opens it again.
    pub fn with_overlays(
        mut self,
        paths: &[impl AsRef<Path>],
    ) -> Result<(Self, Vec<OverlayProblem>), WorldError> {
        let mut reader = Reader::default();
        for path in paths {
            let path = path.as_ref();
            let bytes = std::fs::read(path)
                .map_err(|source| WorldError::Overlay { path: path.into(), source })?;
            reader.read(path, &bytes);
        }
        self.overlay = (!paths.is_empty()).then(|| reader.builder.finish());
        Ok((self, reader.problems))
    }
}

/// Checks an overlay without a world: the lines that hold (numbers from 1, comments left out) and
/// those that do not. `before` are files whose offices count as well; their own faults are not
/// told. `path` is what problems name.
///
/// # Errors
/// If a file of `before` cannot be read.
pub fn check_overlay(
    before: &[impl AsRef<Path>],
    path: &Path,
    bytes: &[u8],
) -> Result<(Vec<usize>, Vec<OverlayProblem>), WorldError> {
    let mut reader = Reader::default();
    for path in before {
        let path = path.as_ref();
        let bytes = std::fs::read(path)
            .map_err(|source| WorldError::Overlay { path: path.into(), source })?;
        reader.read(path, &bytes);
    }
    reader.problems.clear();
    let good = reader.read(path, bytes);
    Ok((good, reader.problems))
}

/// Reads files one after the other into one overlay.
struct Reader {
    builder: Builder,
    taken: Vec<Taken>,
    problems: Vec<OverlayProblem>,
}

impl Default for Reader {
    fn default() -> Self {
        Self { builder: Builder::new(), taken: Vec::new(), problems: Vec::new() }
    }
}

impl Reader {
    /// Takes the lines of a file over; the numbers of those that hold.
    fn read(&mut self, path: &Path, bytes: &[u8]) -> Vec<usize> {
        // a byte order mark that an editor left is no part of the first line
        let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
        let mut good = Vec::new();
        for (i, line) in bytes.split(|&b| b == b'\n').enumerate() {
            let text = std::str::from_utf8(line).map(str::trim);
            if text.is_ok_and(|l| l.is_empty() || l.starts_with('#')) {
                continue;
            }
            let result = text
                .map_err(|e| format!("not UTF-8 after byte {}", e.valid_up_to()))
                .and_then(|l| add(&mut self.builder, l, (path, i + 1), &mut self.taken));
            match result {
                Ok(()) => good.push(i + 1),
                Err(reason) => {
                    let problem = OverlayProblem { path: path.into(), line: i + 1, reason };
                    self.problems.push(problem);
                }
            }
        }
        good
    }
}

fn add(
    builder: &mut Builder,
    line: &str,
    place: (&Path, usize),
    taken: &mut Vec<Taken>,
) -> Result<(), String> {
    let entry: Entry = serde_json::from_str(line).map_err(|e| format!("broken line: {e}"))?;
    if !entry.sector.is_empty() && !SECTORS.contains(&entry.sector.as_str()) {
        return Err(format!("unknown sector {:?}", entry.sector));
    }
    let (kind, prefix) = match entry.kind.as_str() {
        "person" => (Kind::Person, "person"),
        "office" => return office(builder, &entry, place, taken),
        "organisation" => (Kind::Organisation, "org"),
        "framework" => (Kind::Framework, "framework"),
        "party" => (Kind::Party, "party"),
        "business" => (Kind::Business, "business"),
        "media" => (Kind::Media, "media"),
        "group" => (Kind::Group, "group"),
        "institution" => (Kind::Institution, "institution"),
        "event" => (Kind::Event, "event"),
        "product" => (Kind::Product, "product"),
        other => return Err(format!("unknown kind {other:?}")),
    };
    check_name(&entry.name)?;
    entry.names.values().flatten().try_for_each(|n| check_name(n))?;
    if let Some(lang) = entry.names.keys().find(|l| Lang::from_code(l).is_none()) {
        return Err(format!("unknown language {lang:?}"));
    }
    let last = if entry.id.is_empty() { slug(&entry.name) } else { entry.id.clone() };
    let code =
        if kind == Kind::Organisation && entry.code.is_empty() { &last } else { &entry.code };
    let sector = match (kind, entry.sector.as_str()) {
        (Kind::Organisation, "") => "IGO",
        (Kind::Party, "") => "PTY",
        (Kind::Business, "") => "BUS",
        (Kind::Media, "") => "MED",
        (Kind::Group, "") => "REB",
        (Kind::Institution, "") => "GOV",
        (_, given) => given,
    };
    let id = format!("{prefix}/{last}");
    let entity = NewEntity {
        sector: sector_number(sector),
        ..NewEntity::plain(&id, &entry.name, kind, code)
    };
    let row = builder.entity(&entity);
    let own = std::iter::once(("en", &entry.name));
    let listed =
        entry.names.iter().flat_map(|(l, names)| names.iter().map(move |n| (l.as_str(), n)));
    for (lang, name) in own.chain(listed) {
        if kind == Kind::Person {
            builder.person_name(row, name, true);
        } else if let Some(lang) = Lang::from_code(lang) {
            builder.name(lang, row, Form::Name, name);
        }
    }
    Ok(())
}

fn office(
    builder: &mut Builder,
    entry: &Entry,
    (path, line): (&Path, usize),
    taken: &mut Vec<Taken>,
) -> Result<(), String> {
    check_name(&entry.person)?;
    if entry.code.is_empty() {
        return Err("an office needs the code of its state or organisation".into());
    }
    if entry.office.is_empty() || !OFFICES.contains(&entry.office.as_str()) {
        return Err(format!("unknown office {:?}", entry.office));
    }
    let from = entry.from.as_deref().ok_or("an office needs the day it begins (from)")?;
    let from = day(from)?;
    let to = entry.to.as_deref().map_or(Ok(OPEN), day)?;
    if to < from {
        return Err(format!("the office ends ({to}) before it begins ({from})"));
    }
    let clash = taken
        .iter()
        .find(|t| t.code == entry.code && t.office == entry.office && t.from < to && from < t.to);
    if let Some(t) = clash {
        let other = if t.path == path { String::new() } else { format!("{}:", t.path.display()) };
        return Err(format!(
            "two holders of {} of {} at once: see {other}{}{}",
            entry.office,
            entry.code,
            if other.is_empty() { "line " } else { "" },
            t.line
        ));
    }
    let id = format!("person/{}", slug(&entry.person));
    let person = builder.entity(&NewEntity::plain(&id, &entry.person, Kind::Person, &entry.code));
    builder.person_name(person, &entry.person, true);
    let sector = if entry.sector.is_empty() {
        if entry.code.len() == 3 { "GOV" } else { "IGO" }
    } else {
        &entry.sector
    };
    builder.tenure(&NewTenure {
        person,
        code: &entry.code,
        office: office_number(&entry.office),
        sector: sector_number(sector),
        from,
        to,
        as_of: 0,
        title: "",
        trust: 0,
    });
    let (code, office) = (entry.code.clone(), entry.office.clone());
    taken.push(Taken { code, office, from, to, path: path.into(), line });
    Ok(())
}

fn check_name(name: &str) -> Result<(), String> {
    let length = name.chars().count();
    if crate::builder::pieces(name).next().is_none() {
        return Err("the name is empty".into());
    }
    if length > LONGEST_NAME {
        return Err(format!("the name has {length} characters, at most {LONGEST_NAME} are taken"));
    }
    Ok(())
}

fn day(text: &str) -> Result<u32, String> {
    let date: Date = text.parse().map_err(|_| format!("{text:?} is no day (YYYY-MM-DD)"))?;
    Ok(crate::world::day_number(date))
}

fn slug(name: &str) -> String {
    let words: Vec<String> =
        crate::builder::pieces(name).map(|p| crate::fold::tight(p).as_str().to_owned()).collect();
    words.join("-")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reasons(lines: &str) -> Vec<(usize, String)> {
        let (_, problems) =
            check_overlay(&[] as &[&Path], Path::new("own.jsonl"), lines.as_bytes()).unwrap();
        problems.into_iter().map(|p| (p.line, p.reason)).collect()
    }

    #[test]
    fn bad_lines_are_refused_one_by_one() {
        let long = "x".repeat(10_000);
        let lines = format!(
            r#"{{"kind": "person", "name": "Jan Kowal", "code": "POL"}}
            {{"kind": "person", "name"
            {{"kind": "office", "person": "Jan Kowal", "code": "POL", "office": "foreign_minister", "from": "2031-02-01", "to": "2030-01-01"}}
            {{"kind": "office", "person": "Jan Kowal", "code": "POL", "office": "foreign_minister", "from": "2031-02-01", "to": null}}
            {{"kind": "office", "person": "Ewa Mak", "code": "POL", "office": "foreign_minister", "from": "2032-02-01", "to": null}}
            {{"kind": "person", "name": "  ", "code": "POL"}}
            {{"kind": "person", "name": "{long}", "code": "POL"}}
            # a comment

            {{"kind": "dragon", "name": "Wawelski"}}"#
        );
        let got = reasons(&lines);
        let expected = [
            (2, "broken line"),
            (3, "ends (20300101) before it begins (20310201)"),
            (5, "two holders of foreign_minister of POL at once: see line 4"),
            (6, "the name is empty"),
            (7, "10000 characters"),
            (10, "unknown kind"),
        ];
        assert_eq!(got.len(), expected.len(), "{got:?}");
        for ((line, reason), (want_line, want)) in got.iter().zip(expected) {
            assert_eq!(*line, want_line);
            assert!(reason.contains(want), "{reason} / {want}");
        }
    }
}
