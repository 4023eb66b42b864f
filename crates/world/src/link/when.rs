//! When a paper without a date may have been written: the year in which most of the persons it
//! names held office, together with the years it mentions.

use super::Linker;
use crate::MentionKind;
use syntax::Sentence;

const FIRST: u32 = 1990;
const LAST: u32 = 2026;
/// Sentences that are looked at: who matters is named early.
const ENOUGH: usize = 25;
/// Offices down to ministers of defence tell a time; lower ones last too long or are unsure.
const TELLING: u8 = 14;

impl Linker<'_, '_> {
    /// The middle of the likeliest year, or none if no office holder is named.
    pub fn assumed_day(&mut self, sentences: &[Sentence]) -> Option<u32> {
        let mut votes = [0f32; (LAST - FIRST + 1) as usize];
        let mut persons = Vec::new();
        let mut surnames = Vec::new();
        let mut scratch = super::find::Scratch::default();
        let mut taken = Vec::new();
        for sentence in sentences.iter().take(ENOUGH) {
            let mut atoms = std::mem::take(&mut self.atoms);
            atoms.read(sentence, self.text, self.lang);
            self.atoms = atoms;
            let nodes = self.find(sentence);
            persons.extend(
                nodes.iter().filter(|n| n.kind == MentionKind::Person).filter_map(|n| n.entity),
            );
            taken.clear();
            taken.resize(self.atoms.list.len(), false);
            nodes.iter().for_each(|n| taken[n.a..n.b].fill(true));
            for (at, &linked) in taken.iter().enumerate() {
                let atom = &self.atoms.list[at];
                if let Ok(year @ FIRST..=LAST) = atom.span.of(self.text).parse::<u32>() {
                    votes[(year - FIRST) as usize] += 0.15;
                }
                if atom.capital && atom.word > 0 && atom.span.len() > 2 && !linked {
                    self.surname_candidates(at, &mut scratch, &mut surnames);
                }
            }
        }
        let mut surnames: Vec<_> = surnames.into_iter().map(|(person, _)| person).collect();
        surnames.sort_unstable();
        surnames.dedup();
        persons.sort_unstable();
        persons.dedup();
        let mut known = false;
        for (people, weight) in [(&persons, 1.0), (&surnames, 0.5)] {
            for &person in people {
                let mut held = [false; (LAST - FIRST + 1) as usize];
                for t in self.layers.tenures(person).iter().filter(|t| t.office <= TELLING) {
                    for year in (t.from / 10_000).max(FIRST)..=(t.to / 10_000).min(LAST) {
                        held[(year - FIRST) as usize] = true;
                    }
                }
                known |= held.contains(&true);
                for (vote, _) in votes.iter_mut().zip(held).filter(|(_, h)| *h) {
                    *vote += weight;
                }
            }
        }
        let best = votes.iter().enumerate().max_by(|a, b| a.1.total_cmp(b.1))?;
        known.then_some((FIRST + best.0 as u32) * 10_000 + 701)
    }
}
