//! Entities, offices, role words and their names in; the world's tables out.
//!
//! Used by the pack builder for the shipped world and at run time for a user's overlay, so that
//! both obey the same keys.

use crate::fold::{base_stem, hash, loose, slavic_stem, tight};
use crate::tables::{
    EntityRow, Form, Kind, Owned, RoleClass, RoleRow, SURNAME_FIRST, SenseRow, Str, TenureRow,
};
use crate::trie::{FOREIGN, Root, TrieBuilder};
use rustc_hash::FxHashMap;
use text::Lang;

/// What is told of one entity.
#[derive(Clone, Debug)]
pub struct NewEntity<'a> {
    /// `country/KAZ`, `person/angela-merkel` ...
    pub id: &'a str,
    /// Canonical English name.
    pub name: &'a str,
    /// State or organisation it belongs to, empty if none.
    pub code: &'a str,
    /// What it is.
    pub kind: Kind,
    /// Number of its sector.
    pub sector: u8,
    /// First and last day, yyyymmdd, 0 where open.
    pub from: u32,
    /// See `from`.
    pub to: u32,
    /// Inhabitants.
    pub population: u32,
    /// Degrees north and east.
    pub at: (f32, f32),
    /// Office of its head, 0 if none.
    pub headed_by: u8,
    /// Flags of the row.
    pub flags: u8,
}

impl<'a> NewEntity<'a> {
    /// An entity with nothing but its id, name, kind and code.
    pub fn plain(id: &'a str, name: &'a str, kind: Kind, code: &'a str) -> Self {
        Self {
            id,
            name,
            code,
            kind,
            sector: 0,
            from: 0,
            to: 0,
            population: 0,
            at: (0.0, 0.0),
            headed_by: 0,
            flags: 0,
        }
    }
}

/// What is told of one tenure.
#[derive(Clone, Debug)]
pub struct NewTenure<'a> {
    /// Row of the person.
    pub person: u32,
    /// State or organisation.
    pub code: &'a str,
    /// Number of the office.
    pub office: u8,
    /// Number of the holder's sector.
    pub sector: u8,
    /// First day, yyyymmdd.
    pub from: u32,
    /// Last day, 99991231 where open.
    pub to: u32,
    /// Until when an open row is vouched for.
    pub as_of: u32,
    /// The office as its source calls it.
    pub title: &'a str,
    /// Smaller is better where rows disagree.
    pub trust: u8,
}

/// Collects the world.
#[derive(Default)]
pub struct Builder {
    out: Owned,
    strings: FxHashMap<String, Str>,
    ids: FxHashMap<String, u32>,
    senses: FxHashMap<SenseRow, u32>,
    trie: Option<TrieBuilder>,
}

impl Builder {
    /// An empty world.
    pub fn new() -> Self {
        Self { trie: Some(TrieBuilder::new()), ..Self::default() }
    }

    fn string(&mut self, s: &str) -> Str {
        if let Some(&known) = self.strings.get(s) {
            return known;
        }
        let new = Str { at: self.out.heap.len() as u32, len: s.len() as u32 };
        self.out.heap.extend_from_slice(s.as_bytes());
        self.strings.insert(s.into(), new);
        new
    }

    /// The row of an entity already told of.
    pub fn known(&self, id: &str) -> Option<u32> {
        self.ids.get(id).copied()
    }

    /// Adds an entity; one with a known id is only looked up.
    pub fn entity(&mut self, new: &NewEntity) -> u32 {
        if let Some(known) = self.known(new.id) {
            return known;
        }
        let row = EntityRow {
            id: self.string(new.id),
            name: self.string(new.name),
            code: self.string(new.code),
            from: new.from,
            to: new.to,
            population: new.population,
            lat: new.at.0,
            lon: new.at.1,
            tenures: 0,
            tenure_count: 0,
            kind: new.kind as u8,
            sector: new.sector,
            headed_by: new.headed_by,
            flags: new.flags,
            pad: 0,
        };
        let n = self.out.entities.len() as u32;
        self.out.entities.push(row);
        self.ids.insert(new.id.into(), n);
        n
    }

    /// Adds a tenure.
    pub fn tenure(&mut self, new: &NewTenure) {
        let row = TenureRow {
            person: new.person,
            from: new.from,
            to: new.to,
            as_of: new.as_of,
            code: self.string(new.code),
            title: self.string(new.title),
            office: new.office,
            sector: new.sector,
            trust: new.trust,
            pad: 0,
        };
        self.out.tenures.push(row);
    }

    fn sense(&mut self, target: u32, form: Form, spelling: &str) -> u32 {
        let spelling = self.string(spelling);
        let row = SenseRow { target, spelling, form: form as u8, pad: [0; 3] };
        let next = self.out.senses.len() as u32;
        let n = *self.senses.entry(row).or_insert(next);
        if n == next {
            self.out.senses.push(row);
        }
        n
    }

    fn add(&mut self, root: Root, keys: &[u64], sense: u32) {
        if let Some(trie) = &mut self.trie {
            trie.add(root, keys, sense);
        }
    }

    /// Adds a name, adjective or inhabitant's name in one language.
    pub fn name(&mut self, lang: Lang, target: u32, form: Form, spelling: &str) {
        let pieces: Vec<_> = pieces(spelling).collect();
        if pieces.is_empty() || pieces.len() > 12 {
            return;
        }
        let root = if lang == Lang::Pl { Root::Polish } else { Root::English };
        let acronym = pieces.len() == 1 && is_acronym(spelling);
        let form = if form == Form::Name && acronym { Form::Acronym } else { form };
        let sense = self.sense(target, form, spelling);
        let key = |piece: &str| {
            let folded = tight(piece);
            let stem = if lang == Lang::Pl && !(acronym || is_acronym(piece)) {
                base_stem(folded.as_bytes())
            } else {
                folded.as_bytes()
            };
            hash(stem)
        };
        let keys: Vec<u64> = pieces.iter().map(|p| key(p)).collect();
        self.add(root, &keys, sense);
        // "demokraci" but "demokratów", "Brytyjczycy" but "Brytyjczyków"
        if lang == Lang::Pl && !acronym {
            let hard = |piece: &str| {
                let folded = tight(piece);
                let plural = [("ci", "t"), ("cy", "k"), ("dzi", "d"), ("rzy", "r"), ("si", "ch")];
                let hit = plural
                    .iter()
                    .find_map(|(soft, hard)| Some((folded.as_str().strip_suffix(soft)?, *hard)));
                hit.filter(|(root, _)| root.len() > 3)
                    .map(|(root, hard)| hash(format!("{root}{hard}").as_bytes()))
            };
            let varied: Vec<u64> =
                pieces.iter().map(|p| hard(p).unwrap_or_else(|| key(p))).collect();
            if varied != keys {
                self.add(root, &varied, sense);
            }
        }
        // "minister" but "ministrowie", "poseł" but "posłowie": the stem without its moving e
        if lang == Lang::Pl
            && matches!(form, Form::Role | Form::Demonym | Form::Name)
            && let Some(short) = without_moving_e(tight(pieces[0]).as_str())
        {
            let mut keys = keys;
            keys[0] = hash(short.as_bytes());
            self.add(root, &keys, sense);
        }
    }

    /// Adds a name in a language that is not analysed (Russian, Ukrainian, Czech, Kazakh ...):
    /// found where a word is in Cyrillic letters, and by [`World::who`](crate::World::who).
    pub fn foreign_name(&mut self, target: u32, spelling: &str) {
        let parts: Vec<_> = pieces(spelling).collect();
        let folded: Vec<_> = parts.iter().map(|p| tight(p)).collect();
        let letters: usize = folded.iter().map(|f| f.as_bytes().len()).sum();
        if letters < 2 || parts.len() > 12 || folded.iter().any(|f| f.as_bytes().is_empty()) {
            return; // other scripts fold to nothing
        }
        let form =
            if parts.len() == 1 && is_acronym(spelling) { Form::Acronym } else { Form::Name };
        let sense = self.sense(target, form, spelling);
        let keys = folded.iter().map(|f| hash(slavic_stem(f.as_bytes())));
        let keys: Vec<u64> = std::iter::once(FOREIGN).chain(keys).collect();
        self.add(Root::English, &keys, sense);
    }

    /// Adds a role word or phrase.
    #[allow(clippy::too_many_arguments)]
    pub fn role(
        &mut self,
        lang: Lang,
        term: &str,
        class: RoleClass,
        office: u8,
        sector: u8,
        flags: u8,
        code: &str,
    ) {
        let row = RoleRow {
            term: self.string(term),
            code: self.string(code),
            class: class as u8,
            office,
            sector,
            flags,
        };
        let n = self.out.roles.len() as u32;
        self.out.roles.push(row);
        self.name(lang, n, Form::Role, term);
    }

    /// Adds a spelling of a person's whole name, and of the surname where `famous`.
    pub fn person_name(&mut self, person: u32, spelling: &str, famous: bool) {
        let surname_first = self.out.entities[person as usize].flags & SURNAME_FIRST != 0;
        let spelling = without_titles(spelling);
        let parts: Vec<&str> = pieces(spelling).filter(|p| p.chars().count() > 1).collect();
        if parts.is_empty() || parts.len() > 8 {
            return;
        }
        let full = self.sense(person, Form::FullName, spelling);
        // blanks part a name into words, hyphens a word into pieces: surnames are whole words
        let words: Vec<Vec<&str>> = spelling
            .split_whitespace()
            .map(|w| pieces(w).filter(|p| p.chars().count() > 1).collect::<Vec<_>>())
            .filter(|w| !w.is_empty())
            .collect();
        for polish in [true, false] {
            let key = |p: &str| hash(base_stem(loose(&tight(p), polish).as_bytes()));
            if parts.len() > 1 {
                let keys: Vec<u64> = parts.iter().map(|p| key(p)).collect();
                self.add(Root::FullName, &keys, full);
            }
            let Some((first, rest)) = words.split_first() else { continue };
            if !surname_first && rest.len() > 1 {
                // middle names come and go
                for later in rest {
                    let keys: Vec<u64> = first.iter().chain(later).map(|p| key(p)).collect();
                    if later.iter().any(|p| p.chars().count() > 2) {
                        self.add(Root::FullName, &keys, full);
                    }
                }
            }
            let surname = if surname_first { Some(first) } else { rest.last().or(Some(first)) };
            if let (true, Some(surname)) = (famous, surname) {
                let text = surname.join("-");
                let sense = self.sense(person, Form::Surname, &text);
                let keys: Vec<u64> = surname.iter().map(|p| key(p)).collect();
                self.add(Root::Surname, &keys, sense);
                // "bin Salman", "van der Leyen": particles before the surname belong to it
                if !surname_first && words.len() > 2 {
                    let from = words
                        .iter()
                        .position(|w| w.iter().all(|p| p.chars().all(char::is_lowercase)));
                    if let Some(from) = from.filter(|&f| f > 0) {
                        let keys: Vec<u64> =
                            words[from..].iter().flatten().map(|p| key(p)).collect();
                        self.add(Root::Surname, &keys, sense);
                    }
                }
            }
        }
    }

    /// Orders the tables and closes the index.
    pub fn finish(mut self) -> Owned {
        self.out.tenures.sort_by_key(|t| (t.person, t.office, t.from, t.trust));
        for (i, t) in self.out.tenures.iter().enumerate() {
            let row = &mut self.out.entities[t.person as usize];
            if row.tenure_count == 0 {
                row.tenures = i as u32;
            }
            row.tenure_count += 1;
        }
        let heap = std::mem::take(&mut self.out.heap);
        let bytes = |s: Str| &heap[s.at as usize..(s.at + s.len) as usize];
        let tenures = &self.out.tenures;
        let mut by_office: Vec<u32> = (0..tenures.len() as u32).collect();
        by_office.sort_by_key(|&i| {
            let t = &tenures[i as usize];
            (bytes(t.code), t.office, t.from, t.trust)
        });
        let mut by_id: Vec<u32> = (0..self.out.entities.len() as u32).collect();
        by_id.sort_by_key(|&i| bytes(self.out.entities[i as usize].id));
        let (edges, starts, values) = self.trie.take().unwrap_or_default().finish();
        Owned { heap, by_office, by_id, edges, starts, values, ..self.out }
    }
}

/// The pieces that blanks, hyphens, slashes and apostrophes part a name into.
pub fn pieces(name: &str) -> impl Iterator<Item = &str> {
    name.split(|c: char| {
        c.is_whitespace()
            || matches!(
                c,
                '-' | '–' | '—' | '/' | ',' | '"' | '„' | '”' | '(' | ')' | '\'' | '’' | '‘' | '.'
            )
    })
    .filter(|p| !tight(p).as_bytes().is_empty())
}

/// Two or more letters, all capitals or digits ("UE", "G7", "V4").
pub fn is_acronym(word: &str) -> bool {
    let letters = word.chars().filter(|c| c.is_alphabetic()).count();
    letters > 0
        && word.chars().count() > 1
        && word.chars().filter(|c| c.is_uppercase()).count() * 2 > letters
        && !word.contains(' ')
}

fn without_moving_e(folded: &str) -> Option<String> {
    for (tail, short) in [("iec", "c"), ("ek", "k"), ("er", "r"), ("el", "l"), ("ec", "c")] {
        if let Some(root) = folded
            .strip_suffix(tail)
            .filter(|r| r.len() >= 3 && !r.ends_with(['a', 'e', 'i', 'o', 'u']))
        {
            return Some(format!("{root}{short}"));
        }
    }
    None
}

/// Words that sources put before names: as parts of a name they would make every crown prince one.
const TITLES: &[&str] =
    &["Crown", "Prince", "Princess", "King", "Queen", "Emperor", "Sultan", "Emir"];

/// A name without the titles before it, if a name is left.
fn without_titles(spelling: &str) -> &str {
    let mut rest = spelling;
    while let Some((_, later)) = rest.split_once(' ').filter(|(first, _)| TITLES.contains(first)) {
        rest = later.trim_start();
    }
    if rest.is_empty() { spelling } else { rest }
}
