//! Rows of several sources brought together into persons.

use super::{OPEN, Row, SURNAME_FIRST_IN, is_spelling_of, list_of, pieces, text_of};
use rustc_hash::FxHashMap;
use world::fold::{loose, tight};

#[derive(Default)]
pub(super) struct People {
    pub groups: Vec<Group>,
    pub by_wikidata: FxHashMap<String, usize>,
    pub by_name: FxHashMap<(String, String), Vec<usize>>,
}

#[derive(Default)]
pub(super) struct Group {
    pub wikidata: String,
    pub rows: Vec<usize>,
    pub ends: Vec<u32>,
    pub span: (u32, u32),
}

/// Surname key and initial.
pub(super) fn name_key(name: &str, code: &str) -> String {
    let words: Vec<&str> =
        name.split_whitespace().filter(|w| !matches!(*w, "Jr" | "Jr." | "Sr.")).collect();
    let first_is_surname = SURNAME_FIRST_IN.contains(&code);
    let (surname, given) = match (words.first(), words.last()) {
        (Some(f), Some(l)) if first_is_surname => (*f, *l),
        (Some(f), Some(l)) => (*l, *f),
        _ => ("", ""),
    };
    let key = |w: &str| {
        pieces(w).map(|p| loose(&tight(p), false).as_str().to_owned()).collect::<String>()
    };
    // names that begin with the surname differ in little more than their second word
    let kept = if first_is_surname { 12 } else { 1 };
    let initial: String = tight(&key(given)).as_str().chars().take(kept).collect();
    format!("{} {initial}", key(surname))
}

impl People {
    pub fn place(&mut self, n: usize, row: &Row) {
        let wikidata = text_of(row.json, "wikidata");
        let name = text_of(row.json, "person");
        let mut keys = vec![name_key(name, &row.code)];
        let aliases = list_of(&row.json["person_aliases"]);
        keys.extend(
            aliases.iter().filter(|a| is_spelling_of(a, name)).map(|a| name_key(a, &row.code)),
        );
        let near = |g: &Group| {
            let gap = if row.from > g.span.1 {
                row.from / 10_000 - g.span.1 / 10_000
            } else {
                (g.span.0 / 10_000).saturating_sub(row.to / 10_000)
            };
            gap <= 12 && (g.wikidata.is_empty() || wikidata.is_empty() || g.wikidata == wikidata)
        };
        let mut found =
            (!wikidata.is_empty()).then(|| self.by_wikidata.get(wikidata).copied()).flatten();
        for key in &keys {
            let candidates = self.by_name.get(&(row.code.clone(), key.clone()));
            found = found.or_else(|| {
                candidates.into_iter().flatten().copied().find(|&g| near(&self.groups[g]))
            });
        }
        // one person across organisations: the whole name decides
        let whole = (String::new(), tight(&name.replace(' ', "")).as_str().to_owned());
        if row.code.len() != 3
            || row.office == "secretary_general"
            || self.by_name.contains_key(&whole)
        {
            found = found.or_else(|| {
                self.by_name
                    .get(&whole)
                    .and_then(|g| g.iter().copied().find(|&g| near(&self.groups[g])))
            });
        }
        let g = found.unwrap_or_else(|| {
            self.groups.push(Group { span: (row.from, row.from), ..Group::default() });
            self.groups.len() - 1
        });
        let group = &mut self.groups[g];
        group.rows.push(n);
        group.ends.push(row.to);
        let end = if row.to == OPEN { 20_261_231 } else { row.to };
        group.span = (group.span.0.min(row.from), group.span.1.max(end));
        if group.wikidata.is_empty() {
            group.wikidata = wikidata.to_owned();
        }
        if !wikidata.is_empty() {
            self.by_wikidata.insert(wikidata.to_owned(), g);
        }
        for key in keys {
            self.by_name.entry((row.code.clone(), key)).or_default().push(g);
        }
        self.by_name.entry(whole).or_default().push(g);
    }
}

/// An open tenure ends where a later holder of the same single office begins.
pub(super) fn close_superseded(people: &mut People, all: &[Row]) {
    const SINGLE: &[&str] = &[
        "head_of_state",
        "head_of_government",
        "foreign_minister",
        "defence_minister",
        "commission_president",
        "council_president",
        "high_representative",
        "parliament_president",
        "secretary_general",
        "director_general",
    ];
    // first day, person and trust of every tenure of an office
    type Start = (u32, usize, u8);
    let mut starts: FxHashMap<(&str, &str), Vec<Start>> = FxHashMap::default();
    for (g, group) in people.groups.iter().enumerate() {
        for &i in &group.rows {
            starts.entry((&all[i].code, all[i].office)).or_default().push((
                all[i].from,
                g,
                all[i].trust,
            ));
        }
    }
    for (g, group) in people.groups.iter_mut().enumerate() {
        for (&i, end) in group.rows.iter().zip(&mut group.ends) {
            let row = &all[i];
            if *end != OPEN || !SINGLE.contains(&row.office) {
                continue;
            }
            let later = starts.get(&(row.code.as_str(), row.office)).into_iter().flatten();
            let next = later
                .filter(|&&(from, other, trust)| {
                    other != g && from > row.from && (trust <= row.trust || trust == 3)
                })
                .map(|&(from, ..)| from)
                .min();
            if let Some(next) = next {
                *end = next;
            }
        }
    }
}
