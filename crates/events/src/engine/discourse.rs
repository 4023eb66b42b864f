//! What the document has established so far: who the pair is, who spoke last, who acted last.
//!
//! **In:** parties in text order. **Out:** antecedents for dropped subjects, pronouns, "obie
//! strony", "jego kraj". Nearest antecedent that agrees wins (Hobbs's and centering's common core);
//! where nothing agrees, nothing is returned.

use super::party::Party;
use compact_str::CompactString;
use rustc_hash::FxHashMap;
use syntax::{Gender, Number};

/// Word lists of a language's `discourse.txt`.
#[derive(Debug, Default)]
pub struct Pointers {
    lists: FxHashMap<CompactString, Vec<CompactString>>,
}

impl Pointers {
    /// Reads `key: lemma, lemma` lines.
    pub fn parse(source: &str) -> Self {
        let mut lists = FxHashMap::default();
        for line in source.lines().filter(|l| !l.starts_with('#')) {
            if let Some((key, items)) = line.split_once(':') {
                lists
                    .insert(key.trim().into(), items.split(',').map(|i| i.trim().into()).collect());
            }
        }
        Self { lists }
    }

    /// Whether a lemma is on a list.
    pub fn has(&self, list: &str, lemma: &str) -> bool {
        self.lists.get(list).is_some_and(|l| l.iter().any(|x| x == lemma))
    }
}

/// The state that grows sentence by sentence.
#[derive(Debug, Default)]
pub struct Discourse {
    /// Participants of the talk that the document reports, or its first two states.
    pub pair: Vec<Party>,
    /// Whether `pair` comes from a reported talk rather than from first mentions.
    pub pair_from_talk: bool,
    /// The last project, company or framework named: what "ten projekt" means.
    pub thing: Option<Party>,
    /// States that the text gave to people without one, by lower-cased name.
    pub homes: Vec<(String, CompactString)>,
    /// Who spoke last.
    pub speaker: Vec<Party>,
    /// Subjects, latest last.
    subjects: Vec<Vec<Party>>,
    /// Every party seen, latest last, at most a few dozen.
    seen: Vec<Party>,
}

const MEMORY: usize = 40;

impl Discourse {
    /// Remembers that a party was named.
    pub fn saw(&mut self, party: &Party) {
        // a medium reports; it is nobody's "he" or "they"
        if party.media() {
            return;
        }
        if self.seen.len() >= MEMORY {
            self.seen.remove(0);
        }
        self.seen.push(party.clone());
        let known = party.code.is_some() && !self.pair.iter().any(|p| p.code == party.code);
        if known && !self.pair_from_talk && self.pair.len() < 2 && party.state_like() {
            self.pair.push(party.clone());
        }
    }

    /// The state that the text gave to somebody.
    pub fn home(&self, party: &Party) -> Option<CompactString> {
        let name = party.name.to_lowercase();
        self.homes.iter().rev().find(|(n, _)| *n == name).map(|(_, code)| code.clone())
    }

    /// Remembers the subject of a main clause.
    pub fn subject(&mut self, parties: &[Party]) {
        if !parties.is_empty() {
            if self.subjects.len() >= MEMORY {
                self.subjects.remove(0);
            }
            self.subjects.push(parties.to_vec());
        }
    }

    /// Remembers the participants of a talk: they are the pair from now on.
    pub fn talk(&mut self, participants: &[Party]) {
        // companies and media hold no talks between states
        let sides: Vec<Party> = participants
            .iter()
            .filter(|p| !p.media() && p.sector.as_deref() != Some("BUS"))
            .cloned()
            .collect();
        let mut codes: Vec<_> = sides.iter().filter_map(|p| p.code.clone()).collect();
        codes.sort_unstable();
        codes.dedup();
        if codes.len() >= 2 {
            self.pair = sides;
            self.pair_from_talk = true;
        }
    }

    /// The nearest subject that agrees with a finite verb's number and gender.
    pub fn dropped(&self, number: Option<Number>, gender: Option<Gender>) -> Vec<Party> {
        let plural = number == Some(Number::Plur);
        let fits = |p: &[Party]| {
            let many = p.len() > 1 || p.iter().any(|q| q.plural);
            many == plural
                && (plural
                    || gender.is_none()
                    || p.iter().all(|q| q.gender.is_none() || q.gender == gender))
        };
        if plural {
            if let Some(p) = self.subjects.iter().rev().take(3).find(|p| fits(p)) {
                return p.clone();
            }
            return if self.pair.len() >= 2 { self.pair.clone() } else { Vec::new() };
        }
        let hit = self.subjects.iter().rev().take(6).find(|p| fits(p));
        let hit = hit.cloned().unwrap_or_default();
        if hit.is_empty() {
            self.seen
                .iter()
                .rev()
                .take(6)
                .find(|p| p.person && fits(std::slice::from_ref(p)))
                .cloned()
                .into_iter()
                .collect()
        } else {
            hit
        }
    }

    /// The nearest person (or, for a plural, group) that a third person pronoun can mean.
    pub fn pronoun(
        &self,
        number: Option<Number>,
        gender: Option<Gender>,
        not: &[Party],
    ) -> Vec<Party> {
        let plural = number == Some(Number::Plur);
        if plural {
            return if self.pair.len() >= 2 { self.pair.clone() } else { Vec::new() };
        }
        let other = |p: &&Party| !not.iter().any(|n| n.same(p));
        let fits = |p: &&Party| {
            (gender.is_none() || p.gender.is_none() || p.gender == gender) && !p.plural
        };
        let hit = self.seen.iter().rev().filter(other).filter(fits).find(|p| p.person);
        hit.or_else(|| {
            self.seen.iter().rev().filter(other).find(|p| p.gender == gender && !p.plural)
        })
        .cloned()
        .into_iter()
        .collect()
    }

    /// The latest party seen that passes a test.
    pub fn latest(&self, test: &dyn Fn(&&Party) -> bool) -> Option<&Party> {
        self.seen.iter().rev().find(|p| test(p))
    }

    /// Whom an English pronoun means. Subjects and possessives go back to the latest subject of their
    /// kind (person, thing, group), as centering has it; objects to the latest other person named.
    pub fn english_pronoun(&self, form: &str, subject: bool, speaker: &[Party]) -> Vec<Party> {
        let many = |p: &[Party]| p.len() > 1 || p.iter().any(|q| q.plural);
        let person = |p: &[Party]| p.len() == 1 && p[0].person;
        let latest = |fits: &dyn Fn(&[Party]) -> bool, reach: usize| {
            self.subjects.iter().rev().take(reach).find(|p| fits(p)).cloned()
        };
        match form {
            "they" | "them" | "their" | "theirs" | "themselves" => {
                let pair = || if self.pair.len() >= 2 { self.pair.clone() } else { Vec::new() };
                let here = latest(&many, 1);
                if here.is_some() || self.pair_from_talk {
                    return here.unwrap_or_else(pair);
                }
                latest(&many, 3).unwrap_or_else(pair)
            }
            "it" | "its" | "itself" => {
                let thing = |p: &[Party]| p.len() == 1 && !p[0].person;
                latest(&thing, 2).unwrap_or_default()
            }
            _ if subject => {
                if person(speaker) {
                    return speaker.to_vec();
                }
                let named = || self.seen.iter().rev().find(|p| p.person).cloned();
                latest(&person, 6).or_else(|| named().map(|p| vec![p])).unwrap_or_default()
            }
            _ => {
                let doer = latest(&|_| true, 1).unwrap_or_default();
                let other = |p: &&Party| {
                    p.person
                        && !doer.iter().any(|d| d.same(p))
                        && !speaker.iter().any(|s| s.same(p))
                };
                self.seen.iter().rev().find(other).cloned().into_iter().collect()
            }
        }
    }

    /// The other side of the pair, seen from these parties.
    pub fn counterpart(&self, of: &[Party]) -> Vec<Party> {
        if self.pair.len() < 2 {
            return Vec::new();
        }
        let mine = |p: &Party| of.iter().any(|o| o.code.is_some() && o.code == p.code);
        if !self.pair.iter().any(mine) {
            return Vec::new();
        }
        self.pair.iter().filter(|p| !mine(p)).cloned().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::super::fixture::party;
    use super::*;

    fn person(name: &str, code: &str, gender: Gender) -> Party {
        Party { person: true, gender: Some(gender), ..party(name, code, "GOV") }
    }

    fn names(parties: &[Party]) -> Vec<&str> {
        parties.iter().map(|p| p.name.as_str()).collect()
    }

    #[test]
    fn pointing_words_are_read_from_lines() {
        let pointers = Pointers::parse("# comment: no\nowners: jego, jej\nfirst: my\n");
        assert!(pointers.has("owners", "jej") && pointers.has("first", "my"));
        assert!(!pointers.has("owners", "my") && !pointers.has("# comment", "no"));
    }

    #[test]
    fn the_pair_is_the_first_two_states_until_a_talk_is_told() {
        let mut d = Discourse::default();
        for p in [("Reuters", "GBR", "MED"), ("Peru", "PER", ""), ("Chile", "CHL", "")] {
            d.saw(&party(p.0, p.1, p.2));
        }
        d.saw(&party("Kenya", "KEN", ""));
        assert_eq!(names(&d.pair), ["Peru", "Chile"]);
        // two of one state hold no talk between states, and a company is no side
        d.talk(&[party("Kenya", "KEN", ""), party("Nairobi", "KEN", "GOV")]);
        d.talk(&[party("Kenya", "KEN", ""), party("Andes Copper", "CHL", "BUS")]);
        assert!(!d.pair_from_talk);
        d.talk(&[party("Kenya", "KEN", ""), party("Peru", "PER", "GOV")]);
        assert_eq!(names(&d.pair), ["Kenya", "Peru"]);
        assert_eq!(names(&d.counterpart(&[party("Lima", "PER", "GOV")])), ["Kenya"]);
        assert!(d.counterpart(&[party("Chile", "CHL", "")]).is_empty());
    }

    #[test]
    fn a_dropped_subject_agrees_in_number_and_gender() {
        let mut d = Discourse::default();
        let (anna, jan) = (person("Anna", "POL", Gender::Fem), person("Jan", "CZE", Gender::Masc));
        d.subject(std::slice::from_ref(&anna));
        d.subject(std::slice::from_ref(&jan));
        let one = Some(Number::Sing);
        assert_eq!(names(&d.dropped(one, Some(Gender::Fem))), ["Anna"]);
        assert_eq!(names(&d.dropped(one, None)), ["Jan"]);
        assert!(d.dropped(Some(Number::Plur), None).is_empty());
        d.subject(&[anna, jan]);
        assert_eq!(names(&d.dropped(Some(Number::Plur), None)), ["Anna", "Jan"]);
    }

    #[test]
    fn english_pronouns_keep_persons_things_and_groups_apart() {
        let mut d = Discourse::default();
        let (ann, ben) = (person("Ann", "IRL", Gender::Fem), person("Ben", "NZL", Gender::Masc));
        for p in [&ann, &ben] {
            d.saw(p);
        }
        d.subject(std::slice::from_ref(&ann));
        d.subject(&[party("Ireland", "IRL", "")]);
        assert_eq!(names(&d.english_pronoun("it", true, &[])), ["Ireland"]);
        assert_eq!(names(&d.english_pronoun("she", true, &[])), ["Ann"]);
        // the object is somebody other than the doer's side
        assert_eq!(names(&d.english_pronoun("him", false, &[])), ["Ben"]);
        assert_eq!(names(&d.english_pronoun("he", true, std::slice::from_ref(&ben))), ["Ben"]);
        // without a group of their own "they" are the pair
        assert_eq!(names(&d.english_pronoun("they", true, &[])), ["Ann", "Ben"]);
        d.subject(&[Party { plural: true, ..party("miners", "IRL", "LAB") }]);
        assert_eq!(names(&d.english_pronoun("they", true, &[])), ["miners"]);
    }

    #[test]
    fn memory_is_bounded() {
        let mut d = Discourse::default();
        for i in 0..3 * MEMORY {
            let p = party(&format!("party {i}"), "", "");
            d.saw(&p);
            d.subject(&[p]);
        }
        assert_eq!((d.seen.len(), d.subjects.len()), (MEMORY, MEMORY));
        assert_eq!(d.seen.last().unwrap().name, format!("party {}", 3 * MEMORY - 1));
    }
}
