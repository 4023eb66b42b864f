//! Papers narrowed down and counted: which are hits, and how many there would be under any other
//! choice.
//!
//! **In:** columns, the papers that have the words, a filter. **Out:** the hits; for each facet how
//! many papers every value has; how many papers there would be without each filter. One pass over
//! the acts of the papers gives all of it: what an act fails is a set of bits, one a filter, and a
//! value of a facet is counted where nothing fails but the facet's own filter, so that a choice
//! does not take its alternatives away.

use super::acts::{bound, is_code};
use super::columns::{ActCell, Columns, NOTHING, Name, PaperCell, number_of_day};
use super::papers::DocumentFilter;
use crate::error::Result;
use crate::store::Ledger;
use rusqlite::params_from_iter;
use std::collections::HashSet;

/// Acts that a paper must tell one of, all in one act. `None` and empty ask for nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ToldFilter {
    /// PLOVER types; any of them.
    pub types: Vec<String>,
    /// Quad class, 1 to 4.
    pub quad: Option<u8>,
    /// A code (`CHN`, `EU`), an entity (`person/...`) or a canonical name, in the actor's role.
    pub actor: Option<String>,
    /// The same as recipient. In reciprocal acts each participant is both.
    pub recipient: Option<String>,
    /// Area of cooperation.
    pub area: Option<String>,
    /// Framework.
    pub framework: Option<String>,
    /// Country of the place.
    pub country: Option<String>,
}

impl ToldFilter {
    /// Whether it asks for anything.
    pub fn asks(&self) -> bool {
        *self != Self::default()
    }
}

/// A filter by its bit; the first seven are of acts, the others of papers.
pub(super) type Bits = u16;
pub(super) const TYPE: Bits = 1;
pub(super) const QUAD: Bits = 1 << 1;
pub(super) const ACTOR: Bits = 1 << 2;
pub(super) const RECIPIENT: Bits = 1 << 3;
pub(super) const AREA: Bits = 1 << 4;
pub(super) const FRAMEWORK: Bits = 1 << 5;
pub(super) const COUNTRY: Bits = 1 << 6;
pub(super) const LANG: Bits = 1 << 7;
pub(super) const SOURCE: Bits = 1 << 8;
pub(super) const TIME: Bits = 1 << 9;
pub(super) const ORIGINALS: Bits = 1 << 10;

/// Every filter with the name that it has in questions.
pub(super) const FILTERS: [(&str, Bits); 11] = [
    ("type", TYPE),
    ("quad", QUAD),
    ("actor", ACTOR),
    ("recipient", RECIPIENT),
    ("area", AREA),
    ("framework", FRAMEWORK),
    ("country", COUNTRY),
    ("lang", LANG),
    ("source", SOURCE),
    ("time", TIME),
    ("originals", ORIGINALS),
];

/// Who is asked for, in a role.
enum Party {
    Code(Name),
    /// Places of the acts that an entity takes part in.
    Acts(HashSet<usize>),
}

/// A filter with its names as numbers, for [`Columns`].
pub(super) struct Narrowing {
    types: Vec<Name>,
    quad: Option<u8>,
    parties: [Option<Party>; 2],
    area: Option<Name>,
    framework: Option<Name>,
    country: Option<Name>,
    lang: Option<Name>,
    source: Option<Name>,
    days: [Option<u32>; 2],
    originals: bool,
    /// Filters of acts that ask for something.
    of_acts: Bits,
}

impl Narrowing {
    /// Prepares a filter.
    ///
    /// # Errors
    /// If a day is none, or the ledger cannot be read.
    pub(super) fn new(
        ledger: &Ledger,
        columns: &Columns,
        papers: &DocumentFilter,
        told: &ToldFilter,
    ) -> Result<Self> {
        let named = |name: &Option<String>| name.as_ref().map(|n| columns.names.number(n));
        let day = |day: &Option<String>, last| {
            day.as_ref().map(|d| Ok(number_of_day(&bound(d, last)?))).transpose()
        };
        let party = |who: &Option<String>, role| {
            who.as_ref().map(|who| Party::of(ledger, columns, who, role)).transpose()
        };
        let asked = [
            (TYPE, !told.types.is_empty()),
            (QUAD, told.quad.is_some()),
            (ACTOR, told.actor.is_some()),
            (RECIPIENT, told.recipient.is_some()),
            (AREA, told.area.is_some()),
            (FRAMEWORK, told.framework.is_some()),
            (COUNTRY, told.country.is_some()),
        ];
        Ok(Self {
            types: told.types.iter().map(|t| columns.names.number(t)).collect(),
            quad: told.quad,
            parties: [party(&told.actor, 0)?, party(&told.recipient, 1)?],
            area: named(&told.area),
            framework: named(&told.framework),
            country: named(&told.country),
            lang: named(&papers.lang),
            source: named(&papers.source),
            days: [day(&papers.from, false)?, day(&papers.to, true)?],
            originals: papers.originals,
            of_acts: asked.iter().filter(|a| a.1).map(|a| a.0).sum(),
        })
    }

    /// Whether a filter asks for something.
    pub(super) fn asks(&self, bit: Bits) -> bool {
        self.of_acts & bit != 0
            || match bit {
                LANG => self.lang.is_some(),
                SOURCE => self.source.is_some(),
                TIME => self.days.iter().any(Option::is_some),
                ORIGINALS => self.originals,
                _ => false,
            }
    }

    /// What a paper fails by itself.
    fn paper(&self, p: &PaperCell) -> Bits {
        let mut fails = 0;
        if self.lang.is_some_and(|l| l != p.lang) {
            fails |= LANG;
        }
        if self.source.is_some_and(|s| s != p.source) {
            fails |= SOURCE;
        }
        let early = self.days[0].is_some_and(|d| p.day < d);
        let late = self.days[1].is_some_and(|d| p.day > d);
        let dayless = p.day == 0 && (self.days[0].is_some() || self.days[1].is_some());
        if early || late || dayless {
            fails |= TIME;
        }
        if self.originals && p.copy {
            fails |= ORIGINALS;
        }
        fails
    }

    /// What an act fails.
    fn act(&self, columns: &Columns, place: u32, a: &ActCell) -> Bits {
        if self.of_acts == 0 {
            return 0;
        }
        let mut fails = 0;
        if !self.types.is_empty() && !self.types.contains(&a.kind) {
            fails |= TYPE;
        }
        if self.quad.is_some_and(|q| q != a.quad) {
            fails |= QUAD;
        }
        if self.country.is_some_and(|c| c != a.country || c == NOTHING) {
            fails |= COUNTRY;
        }
        for (role, bit) in [(0, ACTOR), (1, RECIPIENT)] {
            let takes_part = match &self.parties[role as usize] {
                None => true,
                Some(Party::Code(code)) => columns.codes(a).any(|c| c == (*code, role)),
                Some(Party::Acts(acts)) => acts.contains(&(place as usize)),
            };
            if !takes_part {
                fails |= bit;
            }
        }
        for (kind, bit, asked) in [(0, AREA, self.area), (1, FRAMEWORK, self.framework)] {
            if asked.is_some_and(|tag| !columns.tags(a).any(|t| t == (tag, kind))) {
                fails |= bit;
            }
        }
        fails
    }

    /// The acts of a paper that fit, by their numbers in the ledger.
    pub(super) fn fitting(&self, columns: &Columns, paper: &PaperCell) -> Vec<i64> {
        let told = columns.told(paper).iter();
        let fit = told.filter(|a| self.act(columns, **a, &columns.acts[**a as usize]) == 0);
        fit.map(|a| columns.act_id(*a)).collect()
    }
}

impl Party {
    fn of(ledger: &Ledger, columns: &Columns, who: &str, role: u8) -> Result<Self> {
        if is_code(who) {
            return Ok(Self::Code(columns.names.number(who)));
        }
        let entities = ledger.entities_named(who)?;
        let marks = vec!["?"; entities.len()].join(", ");
        // As recipient, participants of reciprocal acts count, too (role 2).
        let roles = if role == 0 { "= 0" } else { "IN (1, 2)" };
        let sql = format!("SELECT act FROM parties WHERE entity IN ({marks}) AND role {roles}");
        let acts: Vec<i64> = ledger.run(|db| {
            db.prepare_cached(&sql)?.query_map(params_from_iter(entities), |r| r.get(0))?.collect()
        })?;
        Ok(Self::Acts(acts.into_iter().filter_map(|a| columns.act(a)).collect()))
    }
}

/// How many papers have each value of a facet; each paper once.
pub(super) struct Tally {
    pub papers: Vec<u32>,
    last: Vec<u32>,
}

impl Tally {
    fn new(values: usize) -> Self {
        Self { papers: vec![0; values], last: vec![u32::MAX; values] }
    }

    fn count(&mut self, value: usize, paper: u32) {
        if let Some(last) = self.last.get_mut(value)
            && *last != paper
        {
            *last = paper;
            self.papers[value] += 1;
        }
    }
}

/// What narrowing down gave.
pub(super) struct Narrowed {
    /// Places of the hits, in the order of the papers.
    pub hits: Vec<u32>,
    /// For each of [`FILTERS`] how many papers there would be without it.
    pub without: [u64; FILTERS.len()],
    /// Counts by name (for quad classes by number), in the order of [`FILTERS`] up to the source.
    pub tallies: Vec<Tally>,
    /// Counts by month: `YYYYMM`.
    pub months: std::collections::BTreeMap<u32, u32>,
}

/// Narrows papers down and counts, all in one pass. `papers` are places in the columns.
pub(super) fn narrow(
    columns: &Columns,
    narrowing: &Narrowing,
    papers: &[u32],
    facets: bool,
) -> Narrowed {
    let (names, counted) = (columns.names.len(), if facets { 9 } else { 0 });
    let tallies = (0..counted).map(|f| Tally::new(if f == 1 { 5 } else { names }));
    let mut out = Narrowed {
        hits: Vec::new(),
        without: [0; FILTERS.len()],
        tallies: tallies.collect(),
        months: std::collections::BTreeMap::new(),
    };
    for &place in papers {
        let paper = &columns.papers[place as usize];
        let alone = narrowing.paper(paper);
        if alone & alone.wrapping_sub(1) != 0 {
            continue; // it fails two filters: no facet counts it
        }
        // A paper without acts fails all filters of acts, and no others.
        let none = alone | narrowing.of_acts;
        let mut hit = none == 0;
        let mut but_for = if none.is_power_of_two() { none } else { 0 };
        for &act in columns.told(paper) {
            let cell = &columns.acts[act as usize];
            let fails = alone | narrowing.act(columns, act, cell);
            if fails == 0 {
                hit = true;
            } else if fails.is_power_of_two() {
                but_for |= fails;
            } else {
                continue;
            }
            if facets {
                out.count_act(columns, place, cell, fails);
            }
        }
        if hit {
            out.hits.push(place);
        }
        for (n, (_, bit)) in FILTERS.iter().enumerate() {
            out.without[n] += u64::from(hit || but_for & bit != 0);
        }
        if facets {
            if hit || but_for & LANG != 0 {
                out.tallies[7].count(paper.lang as usize, place);
            }
            if hit || but_for & SOURCE != 0 {
                out.tallies[8].count(paper.source as usize, place);
            }
            if paper.day != 0 && (hit || but_for & TIME != 0) {
                *out.months.entry(paper.day / 100).or_default() += 1;
            }
        }
    }
    out
}

impl Narrowed {
    /// Counts an act for every facet that it fails nothing else than the own filter of.
    fn count_act(&mut self, columns: &Columns, place: u32, cell: &ActCell, fails: Bits) {
        let own = |bit: Bits| fails & !bit == 0;
        if own(TYPE) {
            self.tallies[0].count(cell.kind as usize, place);
        }
        if own(QUAD) {
            self.tallies[1].count(usize::from(cell.quad), place);
        }
        if own(ACTOR) || own(RECIPIENT) {
            for (code, role) in columns.codes(cell) {
                if own(if role == 0 { ACTOR } else { RECIPIENT }) {
                    self.tallies[2 + role as usize].count(code as usize, place);
                }
            }
        }
        if own(AREA) || own(FRAMEWORK) {
            for (tag, kind) in columns.tags(cell) {
                if own(if kind == 0 { AREA } else { FRAMEWORK }) {
                    self.tallies[4 + kind as usize].count(tag as usize, place);
                }
            }
        }
        if own(COUNTRY) {
            self.tallies[6].count(cell.country as usize, place);
        }
    }
}
