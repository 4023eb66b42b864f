//! Office holders: three tables of different worth made into persons and tenures.
//!
//! One person stands in several sources under several spellings. Rows are one person where they
//! share a Wikidata id, or a state, a surname key and an initial with tenures not far apart.

mod people;

use super::own::Own;
use super::{day, list_of, rows, slug, text_of};
use anyhow::{Context, Result};
use people::{People, close_superseded, name_key};
use serde::Deserialize;
use serde_json::{Value, json};
use std::io::BufRead;
use std::path::Path;
use world::builder::{Builder, NewEntity, NewTenure, pieces};
use world::fold::{loose, tight};
use world::tables::{Kind, SURNAME_FIRST, office_number, sector_number};

/// States whose citizens' surnames come first in English, too.
const SURNAME_FIRST_IN: &[&str] = &["CHN", "TWN", "KOR", "PRK", "VNM", "HKG", "MAC", "KHM"];
/// Open tenures end here.
const OPEN: u32 = 99_991_231;

struct Row<'v> {
    json: &'v Value,
    code: String,
    office: &'static str,
    from: u32,
    to: u32,
    as_of: u32,
    trust: u8,
}

/// Adds persons and tenures from the office tables and the dated dictionary.
///
/// # Errors
/// If a table cannot be read.
pub fn add(b: &mut Builder, source: &Path, folder: &Path, own: &Own) -> Result<()> {
    let mut table = rows(&source.join("offices.jsonl"))?;
    table.extend(holders(&folder.join("holders.toml"))?);
    table.extend(rows(&source.join("offices_2026_bysa.jsonl"))?);
    for row in &mut table {
        let bare = without_titles(text_of(row, "person"));
        if !bare.is_empty() {
            row["person"] = bare.into();
        }
    }
    let territories = territories(source)?;
    let mut all: Vec<Row> = table
        .iter()
        .filter(|json| {
            !(matches!(text_of(json, "office"), "head_of_state" | "vice_president")
                && territories.contains(text_of(json, "country")))
        })
        .filter_map(read)
        .collect();
    all.sort_by_key(|r| (r.trust, r.from));
    let mut people = People::default();
    for (i, row) in all.iter().enumerate() {
        people.place(i, row);
    }
    close_superseded(&mut people, &all);
    for group in &people.groups {
        let best = &all[group.rows[0]];
        let mut spellings: Vec<&str> = Vec::new();
        for &i in &group.rows {
            let json = all[i].json;
            spellings.push(text_of(json, "person"));
            let name = text_of(json, "person");
            spellings.extend(
                list_of(&json["person_aliases"]).into_iter().filter(|a| is_spelling_of(a, name)),
            );
            for lang in ["pl", "en", "ru", "uk", "cs", "kk"] {
                spellings.extend(list_of(&json["names_i18n"][lang]));
            }
        }
        let name = text_of(best.json, "person").to_owned();
        spellings.extend(own.persons.get(&name).into_iter().flatten().map(String::as_str));
        spellings.sort_unstable();
        spellings.dedup();
        let mut id = format!("person/{}", slug(&name));
        if b.known(&id).is_some() {
            id = format!("{id}-{}", best.code.to_lowercase());
        }
        let flags = if SURNAME_FIRST_IN.contains(&best.code.as_str()) { SURNAME_FIRST } else { 0 };
        let n = b
            .entity(&NewEntity { flags, ..NewEntity::plain(&id, &name, Kind::Person, &best.code) });
        for s in spellings {
            b.person_name(n, s, true);
        }
        for (&i, &to) in group.rows.iter().zip(&group.ends) {
            let r = &all[i];
            b.tenure(&NewTenure {
                person: n,
                code: &r.code,
                office: office_number(r.office),
                sector: sector_of(&r.code, r.office),
                from: r.from,
                to,
                as_of: r.as_of,
                title: text_of(r.json, "title"),
                trust: r.trust,
            });
        }
    }
    petrarch(b, source, &people)
}

#[derive(Deserialize)]
struct HolderFile {
    as_of: String,
    office: Vec<HolderEntry>,
}

#[derive(Deserialize)]
struct HolderEntry {
    #[serde(default)]
    country: String,
    #[serde(default)]
    org: String,
    office: String,
    /// Person, first day, last day.
    list: Vec<[String; 3]>,
}

/// The rows of `holders.toml`, in the form of the source table.
fn holders(path: &Path) -> Result<Vec<Value>> {
    let text =
        std::fs::read_to_string(path).with_context(|| format!("reading {}", path.display()))?;
    let file: HolderFile = toml::from_str(&text).with_context(|| format!("{}", path.display()))?;
    let mut out = Vec::new();
    for e in &file.office {
        for [person, from, to] in &e.list {
            let open = to.is_empty();
            out.push(json!({
                "person": person, "country": e.country, "org": e.org, "office": e.office,
                "from": from, "to": if open { Value::Null } else { json!(to) },
                "as_of": if open { json!(file.as_of) } else { Value::Null },
                "source": "curated",
            }));
        }
    }
    Ok(out)
}

fn read(json: &Value) -> Option<Row<'_>> {
    let (country, org) = (text_of(json, "country"), text_of(json, "org"));
    let title = text_of(json, "title");
    let mut office = text_of(json, "office");
    let code = match (country, org) {
        ("EUU", _) => "EU".to_owned(),
        ("AU_AF", _) => "AU".to_owned(),
        ("", o) if o.contains("World Trade") => "WTO".to_owned(),
        ("", o) if o.contains("United Nations") => "UN".to_owned(),
        ("", o) if o.contains("OSCE") => "OSCE".to_owned(),
        ("", "ECB") => "EU".to_owned(),
        ("", o) if o.contains(' ') => return None,
        ("", o) => o.to_owned(),
        (c, _) => c.to_owned(),
    };
    office = match (code.as_str(), office, title) {
        ("EU", "head_of_government", _) => "commission_president",
        ("EU", "head_of_state" | "european_council_president", _) => "council_president",
        ("AU", "head_of_government" | "commission_chair", _) => "commission_president",
        ("AU", ..) => "council_president",
        ("UN", _, "Secretary-General of the United Nations") => return None, // stands under "UN" as well
        ("WTO", "igo_official", _) => "director_general",
        ("IMF", "managing_director", _) => "director_general",
        ("EU", "president", _) if org == "ECB" => "central_bank_head",
        // the head of a first chamber; deputies and advisers are no heads
        (_, "upper_house_head", _) => "parliament_president",
        (_, "legislature_head", t) if t.contains("Deputy") || t.contains("Economic") => "other",
        (_, "legislature_head", t) if t.contains("Senate") => "parliament_president",
        (_, o, _) => o,
    };
    // "President of the Sakha Republic" leads no state
    let regional = text_of(json, "source").starts_with("wikidata")
        && office.starts_with("head_of")
        && title.contains(" of ");
    if regional {
        office = "other";
    }
    let known = world::tables::OFFICES.iter().find(|o| **o == office).copied().unwrap_or("other");
    let source = text_of(json, "source");
    let trust = match source {
        s if s.starts_with("curated") => 0,
        s if s.starts_with("wikidata") => 1,
        s if s.starts_with("world-leaders") => 3,
        _ => 2,
    };
    let open = json["to"].is_null();
    let to = if open { OPEN } else { day(text_of(json, "to"), true) };
    let from = day(text_of(json, "from"), false);
    let as_of = if open { day(text_of(json, "as_of"), true) } else { 0 };
    let row = Row { json, code, office: known, from, to, as_of, trust };
    (to >= from).then_some(row)
}

/// Dependent territories: their head of state is another state's.
fn territories(source: &Path) -> Result<rustc_hash::FxHashSet<String>> {
    let states = rows(&source.join("countries.jsonl"))?;
    let dependent = states.iter().filter(|s| text_of(s, "type") == "territory");
    Ok(dependent.map(|s| text_of(s, "id").to_owned()).collect())
}

/// Whether an alias is a spelling of the name and no other person's: one piece is shared.
fn is_spelling_of(alias: &str, name: &str) -> bool {
    const TITLES: &[&str] = &[
        "minister",
        "president",
        "premier",
        "secretary",
        "prime",
        "foreign",
        "chancellor",
        "king",
        "general",
        "governor",
        "spokesman",
        "designate",
        "chairman",
        "deputy",
        "acting",
        "prince",
        "vice",
    ];
    if pieces(alias).any(|p| TITLES.contains(&p.to_lowercase().as_str())) && !name.contains(alias) {
        return false;
    }
    let keys = |n: &str| -> Vec<String> {
        pieces(n)
            .map(|p| loose(&tight(p), false).as_str().to_owned())
            .filter(|k| k.len() > 2)
            .collect()
    };
    let (a, b) = (keys(alias), keys(name));
    let near = |x: &String, y: &String| x == y || (x.len() > 3 && y.len() > 3 && x[..4] == y[..4]);
    a.iter().any(|x| b.iter().any(|y| near(x, y)))
}

fn sector_of(code: &str, office: &str) -> u8 {
    sector_number(match office {
        "legislature_head" => "LEG",
        "military_chief" => "MIL",
        "intelligence_head" => "SPY",
        "party_leader" => "PTY",
        _ if code.len() != 3
            || matches!(
                code,
                "CIS" | "OTS" | "LAS" | "IMF" | "WTO" | "WHO" | "ICC" | "ECB" | "COE" | "SCO"
            ) =>
        {
            "IGO"
        }
        _ => "GOV",
    })
}

/// Officials of the dated dictionary whom the office tables do not hold.
fn petrarch(b: &mut Builder, source: &Path, people: &People) -> Result<()> {
    let path = source.join("persons_petrarch.jsonl.gz");
    let file = std::fs::File::open(&path).with_context(|| format!("reading {}", path.display()))?;
    for (i, line) in std::io::BufReader::new(flate2::read::GzDecoder::new(file)).lines().enumerate()
    {
        let line = line.with_context(|| format!("{}:{}", path.display(), i + 1))?;
        let json: Value =
            serde_json::from_str(&line).with_context(|| format!("{}:{}", path.display(), i + 1))?;
        let name = without_titles(&title_case(text_of(&json, "person")));
        let codes = json["codes"].as_array().cloned().unwrap_or_default();
        let state = codes
            .iter()
            .map(|c| text_of(c, "code"))
            .find_map(|c| c.get(..3))
            .unwrap_or("")
            .to_owned();
        if name.split_whitespace().count() < 2 || b.known(&format!("country/{state}")).is_none() {
            continue;
        }
        let known = list_of(&json["person_aliases"]).into_iter().chain([name.as_str()]).any(|n| {
            people.by_name.contains_key(&(state.clone(), name_key(&title_case(n), &state)))
        });
        let id = format!("person/{}", slug(&name));
        if known || b.known(&id).is_some() {
            continue;
        }
        let flags = if SURNAME_FIRST_IN.contains(&state.as_str()) { SURNAME_FIRST } else { 0 };
        let n =
            b.entity(&NewEntity { flags, ..NewEntity::plain(&id, &name, Kind::Person, &state) });
        b.person_name(n, &name, false);
        for c in &codes {
            let code = text_of(c, "code");
            let sector = code.get(3..6).map_or(0, sector_number);
            let Some(country) = code.get(..3).filter(|_| sector != 0) else { continue };
            let to = if c["to"].is_null() { OPEN } else { day(text_of(c, "to"), true) };
            b.tenure(&NewTenure {
                person: n,
                code: country,
                office: office_number("other"),
                sector,
                from: day(text_of(c, "from"), false),
                to,
                as_of: if to == OPEN { 20_140_630 } else { 0 },
                title: "",
                trust: 4,
            });
        }
    }
    Ok(())
}

/// "Foreign Minister Jigme Thinley" as "Jigme Thinley": the dictionary writes titles and states into
/// some names, and a title must not lead to whoever bears it there.
fn without_titles(name: &str) -> String {
    const TITLES: [&str; 19] = [
        "***",
        "foreign",
        "prime",
        "deputy",
        "vice",
        "acting",
        "minister",
        "premier",
        "president",
        "secretary-general",
        "ambassador",
        "senator",
        "new",
        "zealand",
        "lt.",
        "gen.",
        "sir",
        "dame",
        "dr.",
    ];
    let words: Vec<&str> = name.split_whitespace().collect();
    let titles = words.iter().take_while(|w| TITLES.contains(&w.to_lowercase().as_str())).count();
    words[titles..].join(" ")
}

/// "JEON Jae-hee" as "Jeon Jae-hee".
fn title_case(name: &str) -> String {
    let word = |w: &str| {
        let mut chars = w.chars();
        let first: String = chars.next().into_iter().flat_map(char::to_uppercase).collect();
        first + &chars.as_str().to_lowercase()
    };
    name.split_whitespace().map(word).collect::<Vec<_>>().join(" ")
}
