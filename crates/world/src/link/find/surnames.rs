//! Persons by surname or full name, and how well they fit the day.

use super::{Scratch, Way};
use crate::builder::pieces;
use crate::fold::{loose, tight};
use crate::link::Linker;
use crate::trie::Root;
use crate::world::{Ref, years_between};
use std::ops::Range;
use syntax::Sentence;
use text::Lang;

impl Linker<'_, '_> {
    /// How well a person's offices fit the day: what tells namesakes apart.
    pub(in crate::link) fn person_fit(&self, person: Ref) -> f32 {
        let rank = |office: u8| 1.0 - f32::from(office) / 50.0;
        let Some(day) = self.day else {
            return self.layers.tenures(person).iter().map(|t| rank(t.office)).fold(0.0, f32::max);
        };
        if let Some(t) = self.layers.office_on(person, day) {
            return 2.0 + rank(t.office);
        }
        match self.layers.nearest_office(person, day) {
            Some(t) => {
                let gap = if t.from > day {
                    years_between(t.from, day)
                } else {
                    years_between(day, t.to.min(day))
                };
                (1.5 - gap as f32 / 10.0).max(0.1) + rank(t.office) / 10.0
            }
            None => 1.0,
        }
    }

    /// Persons whose surname stands here alone and who held a high office around the day.
    pub(in crate::link) fn famous(&self, at: usize, scratch: &mut Scratch) -> Option<(Ref, usize)> {
        let day = self.day?;
        for layer in 0..2u8 {
            let Some(view) = self.layers.views[usize::from(layer)] else { continue };
            self.walk(&view, Root::Surname as u32, Way::Loose, at, scratch);
            for &(end, trie_node) in scratch.ends.iter().rev() {
                let mut best: Option<(u8, Ref)> = None;
                let mut tie = false;
                for &value in view.trie.values(trie_node) {
                    let sense = &view.senses[value as usize];
                    let person = Ref { layer, row: sense.target };
                    if !self.surname_is_close(view.str(sense.spelling), at, end) {
                        continue;
                    }
                    let Some(rank) = self.fame(person, day) else { continue };
                    match best {
                        Some((r, p)) if p != person && r == rank => tie = true,
                        Some((r, _)) if r < rank => {}
                        _ => (best, tie) = (Some((rank, person)), false),
                    }
                }
                if let (Some((_, person)), false) = (best, tie) {
                    return Some((person, end));
                }
            }
        }
        None
    }

    /// Every person whose full name stands here, namesakes included, with its atoms.
    pub(in crate::link) fn full_names(&self, sentence: &Sentence) -> Vec<(Ref, Range<usize>)> {
        let mut scratch = Scratch::default();
        let mut out = Vec::new();
        let mut longest = 0;
        for at in 0..self.atoms.list.len() {
            for layer in 0..2u8 {
                let Some(view) = self.layers.views[usize::from(layer)] else { continue };
                self.walk(&view, Root::FullName as u32, Way::Loose, at, &mut scratch);
                for &(end, trie_node) in &scratch.ends {
                    for &value in view.trie.values(trie_node) {
                        let found = self.check(
                            sentence,
                            layer,
                            &view,
                            &view.senses[value as usize],
                            at,
                            end,
                        );
                        if let Some(person) = found.and_then(|m| m.node.entity) {
                            if end - at > longest {
                                longest = end - at;
                                out.clear();
                            }
                            out.push((person, at..end));
                        }
                    }
                }
            }
        }
        out
    }

    /// Persons of high office, of any time, whose surname stands here.
    /// Each with the end of its words.
    pub(in crate::link) fn surname_candidates(
        &self,
        at: usize,
        scratch: &mut Scratch,
        out: &mut Vec<(Ref, usize)>,
    ) {
        for layer in 0..2u8 {
            let Some(view) = self.layers.views[usize::from(layer)] else { continue };
            self.walk(&view, Root::Surname as u32, Way::Loose, at, scratch);
            for &(end, trie_node) in &scratch.ends {
                for &value in view.trie.values(trie_node) {
                    let sense = &view.senses[value as usize];
                    if self.surname_is_close(view.str(sense.spelling), at, end) {
                        out.push((Ref { layer, row: sense.target }, end));
                    }
                }
            }
        }
    }

    /// Rank of the high office that a person held on the day, or within two years of it.
    pub(super) fn fame(&self, person: Ref, day: u32) -> Option<u8> {
        let tenures = self.layers.tenures(person);
        if tenures.is_empty() {
            return Some(60); // curated without an office: known by name alone
        }
        let near = |t: &&crate::tables::TenureRow| {
            self.held(t, day)
                || (t.to < day && years_between(day, t.to) < 2)
                || (t.from > day && years_between(t.from, day) < 1)
        };
        // heads and ministers of foreign affairs or defence, of states that news writes about
        let best =
            tenures.iter().filter(near).map(|t| t.office + if self.held(t, day) { 0 } else { 20 });
        let best = best.min();
        let small = best.is_some() && self.layers.is_dependent(self.layers.str_code(person));
        best.map(|o| o + if small { 15 } else { 0 }).filter(|&o| o <= 16 + 20)
    }

    /// Whether an office was held on the day; an assumed day stands for its whole year.
    pub(in crate::link) fn held(&self, t: &crate::tables::TenureRow, day: u32) -> bool {
        let slack = if self.assumed { 600 } else { 0 };
        t.from <= day + slack && day <= t.to.saturating_add(slack)
    }

    /// Among all persons with the surname here, the one who held this office nearest to the day.
    pub(in crate::link) fn by_office(&self, at: usize, office: u8, day: u32) -> Option<Ref> {
        let mut found = Vec::new();
        self.surname_candidates(at, &mut Scratch::default(), &mut found);
        let gap = |person: Ref| {
            let of_office = self.layers.tenures(person).iter().filter(|t| {
                t.office == office
                    && !self.layers.is_dependent(self.layers.view(person).str(t.code))
            });
            of_office
                .map(|t| {
                    if t.from > day {
                        years_between(t.from, day)
                    } else {
                        years_between(day, t.to.min(day))
                    }
                })
                .min()
        };
        let mut ranked: Vec<(u32, Ref)> =
            found.into_iter().filter_map(|(p, _)| gap(p).map(|g| (g, p))).collect();
        ranked.sort_unstable();
        ranked.dedup();
        match ranked.as_slice() {
            [(a, p)] if *a <= 3 => Some(*p),
            [(a, p), (b, _), ..] if *a <= 3 && b > a => Some(*p),
            _ => None,
        }
    }

    pub(super) fn surname_is_close(&self, surname: &str, at: usize, end: usize) -> bool {
        let mut listed = pieces(surname);
        (at..end).all(|i| {
            let form = self.atoms.list[i].span.of(self.text);
            let name = listed.next().unwrap_or("");
            let foreign =
                !name.is_ascii() && name.chars().any(|c| matches!(c, '\u{400}'..='\u{52F}'));
            let (f, n) = (
                loose(&tight(form), self.lang == Lang::Pl),
                loose(&tight(name), self.lang == Lang::Pl),
            );
            if self.lang == Lang::En && !self.foreign {
                // English does not inflect names; romanisations differ in their last letters
                fn end(name: &[u8]) -> &[u8] {
                    let last = name.iter().rposition(|c| !b"yij".contains(c));
                    &name[..last.map_or(name.len(), |l| l + 1)]
                }
                let (f, n) = (f.as_bytes(), n.as_bytes());
                let plural = f.len() == n.len() + 1 && f.starts_with(n) && f.ends_with(b"s");
                let alike = end(f) == end(n) && end(f).len() > 3;
                return foreign || plural || f == n || alike;
            }
            let shared = f.as_bytes().iter().zip(n.as_bytes()).take_while(|(x, y)| x == y).count();
            foreign
                || f.as_bytes() == n.as_bytes()
                || (n.as_bytes().len() > 3 && shared + 2 >= n.as_bytes().len())
                || (n.as_bytes().len() <= 3
                    && shared == n.as_bytes().len()
                    && self.lang == Lang::Pl)
        })
    }
}
