//! Who takes part, and whether two reports mean the same one.
//!
//! **In:** mentions of a record. **Out:** [`PartyKey`]s and the [`Likeness`] of two. A state, its
//! government and its president are one side of a talk; the named president and the named minister
//! are two men, and their talks are two.

use super::sketch::{Keys, is_name, stem, words};
use compact_str::CompactString;
use record::MentionRecord;
use serde::{Deserialize, Serialize};

/// What a party is, by its id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum PartyKind {
    /// A named person.
    Person,
    /// A state.
    State,
    /// A named body: organisation, institution, party, group, company.
    Body,
    /// A town or region that stands for those in it.
    Place,
    /// Words without an id: "delegation", "families".
    Words,
}

/// A party of an act.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartyKey {
    /// State or organisation that it belongs to.
    pub code: Option<CompactString>,
    /// Entity id, or the folded words.
    pub id: CompactString,
    /// What it is.
    pub kind: PartyKind,
    /// Name for reasons.
    pub name: CompactString,
    /// Names in it: of the canonical name, or of the words where it has none.
    pub names: Keys,
}

/// From so many names on, words tell a person apart ("Prime Minister Masrour Barzani").
const TELLING: usize = 3;

/// How far two parties are one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Likeness {
    /// Of another state or organisation, or of none that is known.
    None,
    /// Of one state, but each named and not the same.
    Clash,
    /// Of one state, one of them named only in general.
    Side,
    /// The same.
    Same,
}

impl PartyKey {
    /// The party that a mention names.
    #[must_use]
    pub fn of(mention: &MentionRecord) -> Self {
        let entity = mention.entity.as_deref().unwrap_or_default();
        let kind = match entity.split('/').next() {
            Some("person") => PartyKind::Person,
            Some("country") => PartyKind::State,
            Some("place" | "region") => PartyKind::Place,
            Some("") | None => PartyKind::Words,
            Some(_) => PartyKind::Body,
        };
        let id = match kind {
            PartyKind::Words => mention.name.to_lowercase(),
            _ => entity.into(),
        };
        let spelled = if kind == PartyKind::Words {
            mention.cited.text.as_str()
        } else {
            mention.name.as_str()
        };
        let names = words(spelled).filter(|w| is_name(w)).map(stem).collect();
        Self { code: mention.code.clone(), id, kind, name: mention.name.clone(), names }
    }

    /// Whether a name stands behind it rather than a common noun.
    #[must_use]
    pub fn is_named(&self) -> bool {
        self.kind != PartyKind::Words || !self.names.is_empty()
    }

    /// Whether words spell out a person whom the world does not know.
    #[must_use]
    pub fn is_spelled(&self) -> bool {
        self.kind == PartyKind::Words && self.names.len() >= TELLING
    }

    /// Whether it is known whose it is.
    #[must_use]
    pub fn is_known(&self) -> bool {
        self.kind != PartyKind::Words || self.code.is_some()
    }

    /// Whether `other` is the same party.
    #[must_use]
    pub fn likeness(&self, other: &Self) -> Likeness {
        if self.id == other.id {
            // "officials" of one state are one side, "officials" of none are anybody
            return match (self.is_named(), self.code.is_some()) {
                (true, _) => Likeness::Same,
                (false, true) => Likeness::Side,
                (false, false) => Likeness::None,
            };
        }
        if self.code.is_none() || self.code != other.code {
            return Likeness::None;
        }
        // "Prime Minister Kishida" is Fumio Kishida; with another surname he is not
        let named = match (self.kind, other.kind) {
            (PartyKind::Person, PartyKind::Words) => Some((self, other)),
            (PartyKind::Words, PartyKind::Person) => Some((other, self)),
            _ => None,
        };
        if let Some((person, spelled)) = named {
            return if !person.names.is_disjoint(&spelled.names) {
                Likeness::Same
            } else if spelled.is_spelled() {
                Likeness::Clash
            } else {
                Likeness::Side
            };
        }
        let own =
            |p: &Self| matches!(p.kind, PartyKind::Person | PartyKind::Body | PartyKind::Place);
        let (a, b) = (own(self), own(other));
        // a man and his office or ministry are one side, two men are not
        let of_one_sort = self.kind == other.kind;
        if a && b && of_one_sort { Likeness::Clash } else { Likeness::Side }
    }
}

/// How two lists of parties fit.
#[derive(Clone, Debug, Default)]
pub struct Fit {
    /// Pairs of indices that are the same party.
    pub same: Vec<(usize, usize)>,
    /// Pairs that are one side.
    pub side: Vec<(usize, usize)>,
    /// Pairs of one state that are each named and not the same.
    pub clash: Vec<(usize, usize)>,
    /// Known parties of the first list alone.
    pub only_a: Vec<usize>,
    /// Known parties of the second list alone.
    pub only_b: Vec<usize>,
    /// Persons spelled out in one list that fit nobody in the other.
    pub spelled: usize,
}

impl Fit {
    /// Pairs each party with its likest in the other list, the same first.
    #[must_use]
    pub fn of(a: &[PartyKey], b: &[PartyKey]) -> Self {
        let mut fit = Self::default();
        let (mut used_a, mut used_b) = (vec![false; a.len()], vec![false; b.len()]);
        for level in [Likeness::Same, Likeness::Side, Likeness::Clash] {
            for (i, p) in a.iter().enumerate() {
                for (j, q) in b.iter().enumerate() {
                    if used_a[i] || used_b[j] || p.likeness(q) != level {
                        continue;
                    }
                    (used_a[i], used_b[j]) = (true, true);
                    match level {
                        Likeness::Same => fit.same.push((i, j)),
                        Likeness::Side => fit.side.push((i, j)),
                        _ => fit.clash.push((i, j)),
                    }
                }
            }
        }
        // a state beside its own president is no other party
        let alone = |own: &[PartyKey], used: &[bool], other: &[PartyKey]| {
            let known = |p: &PartyKey| other.iter().any(|q| q.code.is_some() && q.code == p.code);
            (0..own.len())
                .filter(|&i| !used[i] && own[i].is_known() && !known(&own[i]))
                .collect::<Vec<_>>()
        };
        let spelled = |own: &[PartyKey], used: &[bool]| {
            own.iter().zip(used).filter(|(p, used)| !**used && p.is_spelled()).count()
        };
        fit.spelled = spelled(a, &used_a) + spelled(b, &used_b);
        fit.only_a = alone(a, &used_a, b);
        fit.only_b = alone(b, &used_b, a);
        fit
    }

    /// Number of pairs that are one party or one side.
    #[must_use]
    pub fn shared(&self) -> usize {
        self.same.len() + self.side.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn party(entity: &str, code: &str) -> PartyKey {
        PartyKey::of(&MentionRecord {
            cited: record::Cited { text: String::new(), start: 0, end: 0 },
            name: entity.into(),
            entity: Some(entity.into()).filter(|e: &CompactString| e.contains('/')),
            code: Some(code.into()).filter(|c: &CompactString| !c.is_empty()),
            sector: None,
            implied: false,
        })
    }

    #[test]
    fn a_president_stands_for_his_state_but_not_for_his_minister() {
        let (president, minister) = (party("person/a", "POL"), party("person/b", "POL"));
        let (state, words) = (party("country/POL", "POL"), party("delegation", "POL"));
        assert_eq!(president.likeness(&state), Likeness::Side);
        assert_eq!(president.likeness(&words), Likeness::Side);
        assert_eq!(president.likeness(&minister), Likeness::Clash);
        assert_eq!(president.likeness(&party("person/c", "FIN")), Likeness::None);
        assert_eq!(words.likeness(&party("Delegation", "POL")), Likeness::Side);
        assert_eq!(party("experts", "").likeness(&party("experts", "")), Likeness::None);
        assert_eq!(party("x", "").likeness(&party("y", "")), Likeness::None);
    }

    #[test]
    fn lists_fit_as_well_as_they_can() {
        let two = [party("person/a", "POL"), party("person/f", "FIN")];
        let state = [party("country/FIN", "FIN"), party("person/a", "POL")];
        let fit = Fit::of(&two, &state);
        assert_eq!((fit.same.len(), fit.side.len()), (1, 1));
        let more = [party("person/a", "POL"), party("person/f", "FIN"), party("person/e", "EST")];
        assert_eq!(Fit::of(&two, &more).only_b, [2]);
    }
}
