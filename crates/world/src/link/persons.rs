//! Persons: surnames after full names, famous surnames alone, unknown names, and who a person was
//! on the day.

use super::address::capitals;
use super::roles::owners::MODIFIERS;
use super::{Known, Linker, Memory, Node};
use crate::MentionKind;
use crate::fold::{hash, loose, text_stems, tight};
use crate::tables::{OFFICES, SECTORS, SURNAME_FIRST, sector_number};
use crate::world::Ref;
use compact_str::{CompactString, format_compact};
use std::ops::Range;
use syntax::{NameKind, Sentence, Upos};
use text::Lang;

/// Words inside a personal name that carry no capital.
const PARTICLES: &[&str] = &[
    "van", "von", "der", "den", "de", "da", "di", "do", "dos", "del", "la", "le", "bin", "ibn",
    "al", "el", "ul", "ur", "abu", "bint", "of",
];

impl Linker<'_, '_> {
    /// Adds the persons that stand by surname alone, and the names that only the tagger knows.
    pub fn add_people(&mut self, sentence: &Sentence, nodes: &mut Vec<Node>) {
        let n = self.atoms.list.len();
        let mut owner = vec![usize::MAX; n];
        for (i, node) in nodes.iter().enumerate() {
            owner[node.a..node.b].fill(i);
        }
        let mut added = Vec::new();
        let mut scratch = super::find::Scratch::default();
        let mut at = 0;
        while at < n {
            if owner[at] != usize::MAX {
                let node = &nodes[owner[at]];
                if let (MentionKind::Person, Some(person)) = (node.kind, node.entity) {
                    self.remember_name(person, node.a, node.b);
                }
                at = node.b;
                continue;
            }
            at += 1;
            let here = at - 1;
            if !self.may_be_surname(sentence, here, &owner) {
                continue;
            }
            let (a, mut node) = match self.in_chain(here) {
                Some(known) => {
                    let mut node = Node::new(here, here + 1, MentionKind::Person);
                    let known = &self.memory.people[known];
                    node.entity = known.entity;
                    node.name = Some(known.name.clone());
                    (node.code, node.sector, node.office) =
                        (known.code.clone(), known.sector, known.office);
                    node.why = format_compact!("surname of {}, named before", known.name);
                    (here, node)
                }
                None => {
                    let Some((person, end)) = self.famous(here, &mut scratch) else { continue };
                    // a government introduces its guests before it calls them by their surnames
                    let home = self.memory.home.as_deref();
                    if home.is_some_and(|h| h != self.layers.str_code(person)) {
                        continue;
                    }
                    let team = self.of_a_team(nodes, end);
                    if (here..end).any(|i| owner[i] != usize::MAX)
                        || (self.capital_at(sentence, end, &owner) && !team)
                    {
                        continue;
                    }
                    let mut node = Node::new(here, end, MentionKind::Person);
                    node.entity = Some(person);
                    node.why = "surname of an office holder of the time".into();
                    node.confidence = 0.8;
                    (here, node)
                }
            };
            node.surname_only = true;
            let initial = a > 0
                && owner[a - 1] == usize::MAX
                && self.atoms.list[a - 1].span.len() == 1
                && self.atoms.list[a - 1].capital;
            if initial {
                node.a -= 1;
            }
            // "the Biden-Harris administration" is of the first one's state
            if self.of_a_team(nodes, node.b) {
                node.b += 1;
            }
            // "von der Leyen"
            while node.a > 0 && owner[node.a - 1] == usize::MAX && {
                let before = self.atoms.list[node.a - 1].span.of(self.text).to_lowercase();
                before != "of" && PARTICLES.contains(&before.as_str())
            } {
                node.a -= 1;
            }
            at = node.b;
            owner[node.a..node.b].fill(usize::MAX - 1);
            added.push(node);
        }
        for name in &sentence.names {
            let (a, b) = (
                self.atoms.of_word[name.words.start as usize] as usize,
                self.atoms.of_word[name.words.end as usize] as usize,
            );
            let (mut a, mut b) = (a, b);
            // "Dr. Hulata" is Hulata
            while a < b && self.is_honorific(a) {
                a += 1;
            }
            // what is already linked at either end is given up: "Warszawa" of a longer unknown name
            while a < b && owner[a] != usize::MAX {
                a += 1;
            }
            while b > a && owner[b - 1] != usize::MAX {
                b -= 1;
            }
            if a == b || (a..b).any(|i| owner[i] != usize::MAX) || !self.atoms.list[a].capital {
                continue;
            }
            let kind = match name.kind {
                NameKind::Place => MentionKind::Place,
                _ => MentionKind::Unknown,
            };
            let mut node = Node::new(a, b, kind);
            node.confidence = 0.4;
            node.why =
                format_compact!("a name ({}) that the world does not know", kind_word(name.kind));
            owner[a..b].fill(usize::MAX - 1);
            if name.kind == NameKind::Person {
                node.name = self.base_form(sentence, a, b, NameKind::Person).map(Into::into);
                // a whole name is known by its surname from here on
                if b - a > 1 && self.in_chain(b - 1).is_none() {
                    let first = self.atoms.list[a].span.start as usize;
                    let name = node.name.clone().or_else(|| {
                        let last = self.atoms.list[b - 1].span.end as usize;
                        self.text.get(first..last).map(Into::into)
                    });
                    let name = name.unwrap_or_default();
                    let known = Known { entity: None, name, code: None, sector: 0, office: 0 };
                    self.remember(known, b - 1);
                }
                node.office = 0;
                node.sector = 0;
                node.surname_only = false;
                node.plural = false;
            }
            added.push(node);
        }
        nodes.extend(added);
        nodes.sort_by_key(|n| n.a);
    }

    fn may_be_surname(&self, sentence: &Sentence, at: usize, owner: &[usize]) -> bool {
        let atom = &self.atoms.list[at];
        let word = &sentence.words[atom.word as usize];
        if self.is_honorific(at) || (self.hyphened(at) && owner[at - 1] == usize::MAX) {
            return false;
        }
        // "AI" among words in small letters is no name of a person
        if atom.upper && !sentence.words.iter().all(|w| capitals(w.span.of(self.text))) {
            return false;
        }
        // "Senior Advisor" is not the advisor of a Mr. Senior
        let rank = MODIFIERS.contains(&atom.span.of(self.text).to_lowercase().as_str());
        if rank && owner.get(at + 1).is_some_and(|o| *o != usize::MAX) {
            return false;
        }
        if !atom.capital
            || atom.span.len() < 2
            || !matches!(word.upos, Upos::Noun | Upos::Propn | Upos::X | Upos::Adj)
        {
            return false;
        }
        let tagged = self.named(sentence, atom.word, NameKind::Person);
        if atom.word == 0
            && word.upos != Upos::Propn
            && !tagged
            && !word.lemma.chars().next().is_some_and(char::is_uppercase)
        {
            return false;
        }
        let form = atom.span.of(self.text);
        if self.lang == Lang::En && matches!(form, "May" | "March" | "August") {
            let near = |i: usize| sentence.words.get(i).map_or("", |w| w.span.of(self.text));
            let w = atom.word as usize;
            let dated = near(w + 1).starts_with(|c: char| c.is_ascii_digit())
                || (w > 0
                    && matches!(
                        near(w - 1),
                        "in" | "on"
                            | "since"
                            | "of"
                            | "until"
                            | "by"
                            | "In"
                            | "this"
                            | "last"
                            | "next"
                            | "early"
                            | "late"
                    ));
            if dated || (w > 0 && near(w - 1).starts_with(|c: char| c.is_ascii_digit())) {
                return false;
            }
        }
        // "Hunter Biden" is not the Biden named before
        if at > 0 && owner[at - 1] == usize::MAX {
            let before = &self.atoms.list[at - 1];
            let w = &sentence.words[before.word as usize];
            let touching = before.word + 1 >= atom.word;
            let nominal = matches!(w.upos, Upos::Propn | Upos::X)
                || (w.upos == Upos::Noun && before.word > 0);
            if touching && before.capital && before.span.len() > 2 && nominal {
                return false;
            }
        }
        true
    }

    fn capital_at(&self, sentence: &Sentence, at: usize, owner: &[usize]) -> bool {
        self.atoms.list.get(at).is_some_and(|a| {
            a.capital
                && owner[at] == usize::MAX
                && matches!(sentence.words[a.word as usize].upos, Upos::Propn | Upos::X)
        })
    }

    pub(in crate::link) fn in_chain(&self, at: usize) -> Option<usize> {
        self.atoms.loose(at).iter().find_map(|k| self.memory.surnames.get(k).copied())
    }

    /// The surname of a known person leads to that person from here on.
    pub fn remember_name(&mut self, person: Ref, a: usize, b: usize) {
        let name = CompactString::from(self.layers.str_name(person));
        let (code, sector, office, _) = self.on_the_day(person);
        let first = self.layers.row(person).flags & SURNAME_FIRST != 0;
        // "Abdullah II", "Ferdinand Marcos Jr.": the number is no surname
        let follows = |at: usize| {
            let form = self.atoms.list[at].span.of(self.text).trim_end_matches('.');
            matches!(form, "Jr" | "Sr") || form.chars().all(|c| matches!(c, 'I' | 'V' | 'X'))
        };
        let mut last = b - 1;
        while last > a && follows(last) {
            last -= 1;
        }
        let at = if first { a } else { last };
        self.remember(Known { entity: Some(person), name, code, sector, office }, at);
    }

    /// Notes a person under the surname at this atom.
    pub fn remember(&mut self, known: Known, at: usize) {
        let Memory { people, surnames, .. } = &mut self.memory;
        let folded = loose(&tight(self.atoms.list[at].span.of(self.text)), self.lang == Lang::Pl);
        let n = people.len();
        people.push(known);
        // the shortest stems would meet too much
        text_stems(folded.as_bytes(), self.lang, |s| {
            if s.len() >= 3 || s.len() == folded.as_bytes().len() {
                surnames.insert(hash(s), n);
            }
        });
        if let Some(&k) = self.atoms.loose(at).last() {
            surnames.insert(k, n);
        }
    }

    /// State, sector and office of a person on the day of the paper, and how that is known.
    pub fn on_the_day(&self, person: Ref) -> (Option<CompactString>, u8, u8, CompactString) {
        let own = self.layers.str_code(person);
        let own_code = (!own.is_empty()).then(|| CompactString::from(own));
        let row = self.layers.row(person);
        let view = self.layers.view(person);
        let title =
            |office: u8| OFFICES.get(usize::from(office)).copied().unwrap_or("").replace('_', " ");
        let Some(day) = self.day else {
            let sector = if row.sector != 0 {
                row.sector
            } else {
                self.layers.tenures(person).first().map_or(0, |t| t.sector)
            };
            let office = self.layers.tenures(person).iter().map(|t| t.office).min().unwrap_or(0);
            return (own_code, sector, office, "person known; no date to tell the office".into());
        };
        let held = if self.assumed {
            let tenures = self.layers.tenures(person).iter();
            tenures
                .filter(|t| self.held(t, day))
                .min_by_key(|t| (t.office, t.trust, u32::MAX - t.from))
        } else {
            self.layers.office_on(person, day)
        };
        if let Some(t) = held {
            let code = view.str(t.code);
            return (
                Some(code.into()),
                t.sector,
                t.office,
                format_compact!("{} of {code} since {}", title(t.office), t.from),
            );
        }
        match self.layers.nearest_office(person, day) {
            // before or after office: a politician of the party's side, not of the government
            Some(t) => {
                let code = view.str(t.code);
                let state = if self.is_organisation(code) { own } else { code };
                let when = if t.from > day { "later" } else { "former" };
                let sector = if row.sector != 0 { row.sector } else { sector_number("PTY") };
                (
                    (!state.is_empty()).then(|| state.into()),
                    sector,
                    0,
                    format_compact!("{when} {} of {code}", title(t.office)),
                )
            }
            None => (
                own_code,
                row.sector,
                0,
                format_compact!("person known, {}", SECTORS[usize::from(row.sector)]),
            ),
        }
    }

    /// All persons whose full name or surname stands in a sentence, the likeliest first, with the
    /// atoms that name them. Surnames shorter than four letters count only where they stand alone.
    pub fn namesakes(&mut self, sentence: &Sentence, day: Option<u32>) -> Vec<(Ref, Range<usize>)> {
        let mut atoms = std::mem::take(&mut self.atoms);
        atoms.read(sentence, self.text, self.lang);
        self.atoms = atoms;
        self.day = day;
        let mut found = self.full_names(sentence);
        if found.is_empty() {
            let mut ends = Vec::new();
            for at in 0..self.atoms.list.len() {
                let atom = &self.atoms.list[at];
                let letters = atom.span.of(self.text).chars().count();
                if atom.capital && !atom.upper && (letters > 3 || self.atoms.list.len() == 1) {
                    ends.clear();
                    self.surname_candidates(at, &mut super::find::Scratch::default(), &mut ends);
                    found.extend(ends.iter().map(|&(person, end)| (person, at..end)));
                }
            }
        }
        found.sort_unstable_by_key(|(person, words)| (*person, words.start, words.end));
        found.dedup_by_key(|(person, _)| *person);
        found.sort_by(|a, b| self.person_fit(b.0).total_cmp(&self.person_fit(a.0)));
        found
    }

    /// The end of an unknown name that begins here: capitals with particles and initials between.
    pub fn unknown_name(
        &self,
        sentence: &Sentence,
        at: usize,
        free: impl Fn(usize) -> bool,
    ) -> Option<usize> {
        let mut end = at;
        let mut capitals = 0;
        while let Some(atom) = self.atoms.list.get(end) {
            let word = &sentence.words[atom.word as usize];
            let form = atom.span.of(self.text);
            let glued = end > at && self.atoms.list[end - 1].word + 1 < atom.word;
            if !free(end) || (glued && !self.joined(sentence, end)) {
                break;
            }
            if atom.capital
                && !matches!(
                    word.upos,
                    Upos::Verb | Upos::Adp | Upos::Pron | Upos::Cconj | Upos::Aux
                )
            {
                capitals += usize::from(atom.span.len() > 1);
                end += 1;
            } else if end > at
                && PARTICLES.contains(&form)
                && self.atoms.list.get(end + 1).is_some_and(|n| n.capital || n.span.len() <= 3)
            {
                end += 1;
            } else {
                break;
            }
        }
        while end > at && !self.atoms.list[end - 1].capital {
            end -= 1;
        }
        (capitals > 0).then_some(end)
    }

    /// Whether only a hyphen or a full stop parts an atom from the one before.
    fn joined(&self, sentence: &Sentence, at: usize) -> bool {
        let (a, b) = (self.atoms.list[at - 1].word, self.atoms.list[at].word);
        (a + 1..b).all(|w| {
            matches!(sentence.words[w as usize].span.of(self.text), "-" | "–" | "." | "'" | "’")
        })
    }

    /// Whether the words from `a` on name this person: every capital piece is one of the name's.
    pub fn names_person(&self, person: Ref, a: usize, b: usize) -> bool {
        let view = self.layers.view(person);
        let name = view.str(self.layers.row(person).name);
        let keys: Vec<u64> = [true, false]
            .into_iter()
            .flat_map(|polish| {
                crate::builder::pieces(name)
                    .map(move |p| hash(crate::fold::base_stem(loose(&tight(p), polish).as_bytes())))
            })
            .collect();
        (a..b)
            .rev()
            .find(|&i| self.atoms.list[i].capital && self.atoms.list[i].span.len() > 2)
            .is_some_and(|i| self.atoms.loose(i).iter().any(|k| keys.contains(k)))
    }
}

fn kind_word(kind: NameKind) -> &'static str {
    match kind {
        NameKind::Person => "person",
        NameKind::Organisation => "organisation",
        NameKind::Place => "place",
        NameKind::Product => "product",
        NameKind::Event => "event",
    }
}
