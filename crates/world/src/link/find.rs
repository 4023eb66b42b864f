//! Names and role nouns in a sentence: longest match in the index, then a check of each meaning.

use super::{Linker, Node, RoleInfo, mention_kind};
use crate::MentionKind;
use crate::builder::{is_acronym, pieces};
use crate::fold::{base_stem, hash, is_cyrillic, loose, slavic_stem, tight};
use crate::tables::{CAPITAL, DEPENDENT, Form, Kind, RoleClass, SenseRow, View};
use crate::trie::{FOREIGN, Root};
use crate::world::{Ref, years_between};
use std::ops::Range;
use syntax::{NameKind, Number, Sentence, Upos};
use text::Lang;

/// Short names that begin many longer ones: "Komisja ds. ...", "Unia Wolności".
const SHORT: &[&str] = &["Komisja", "Unia", "Wspólnota", "Sojusz", "Przymierze"];

/// Buffers of the walk through the index, used again for every word.
#[derive(Default)]
pub(crate) struct Scratch {
    now: Vec<u32>,
    next: Vec<u32>,
    /// Where names end, and their nodes.
    ends: Vec<(usize, u32)>,
}

/// Which keys of a word lead through an index.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    Tight,
    Loose,
    /// Stems of languages that are not analysed.
    Foreign,
}

impl Way {
    fn of(root: u32) -> Self {
        if root == Root::FullName as u32 || root == Root::Surname as u32 {
            Self::Loose
        } else {
            Self::Tight
        }
    }
}

/// A meaning that passed its check.
struct Meaning {
    end: usize,
    /// Higher wins among meanings of one length.
    weight: f32,
    node: Node,
}

impl Linker<'_, '_> {
    /// All names and role nouns, longest first from the left, not overlapping.
    pub fn find(&self, sentence: &Sentence) -> Vec<Node> {
        let mut nodes = Vec::new();
        let mut at = 0;
        let mut scratch = Scratch::default();
        while at < self.atoms.list.len() {
            match self.best_at(sentence, at, &mut scratch) {
                Some(found) => {
                    at = found.end;
                    nodes.push(found.node);
                }
                None => at += 1,
            }
        }
        nodes
    }

    fn best_at(&self, sentence: &Sentence, at: usize, scratch: &mut Scratch) -> Option<Meaning> {
        let atom = &self.atoms.list[at];
        let tight_root = if self.lang == Lang::Pl { Root::Polish } else { Root::English };
        let mut best: Option<Meaning> = None;
        for layer in 0..2u8 {
            let Some(view) = self.layers.views[usize::from(layer)] else { continue };
            let foreign = self.foreign || is_cyrillic(atom.span.of(self.text));
            let foreign = foreign.then(|| view.trie.step(Root::English as u32, FOREIGN)).flatten();
            for root in [Some(tight_root as u32), Some(Root::FullName as u32), foreign] {
                let Some(root) = root else { continue };
                if root == Root::FullName as u32 && !atom.capital {
                    continue;
                }
                let way = if Some(root) == foreign { Way::Foreign } else { Way::of(root) };
                self.walk(&view, root, way, at, scratch);
                // only the longest that has a valid meaning counts
                for i in (0..scratch.ends.len()).rev() {
                    let (end, trie_node) = scratch.ends[i];
                    if best.as_ref().is_some_and(|b| b.end > end) {
                        break;
                    }
                    for &value in view.trie.values(trie_node) {
                        let sense = &view.senses[value as usize];
                        let Some(found) = self.check(sentence, layer, &view, sense, at, end) else {
                            continue;
                        };
                        let better = |b: &Meaning| (found.end, found.weight) > (b.end, b.weight);
                        if best.as_ref().is_none_or(better) {
                            best = Some(found);
                        }
                    }
                }
            }
        }
        best
    }

    /// Every place where the index has a name from here, in order of length.
    fn walk(&self, view: &View, root: u32, way: Way, at: usize, scratch: &mut Scratch) {
        let loosely = way == Way::Loose;
        let Scratch { now, next, ends } = scratch;
        ends.clear();
        now.clear();
        now.push(root);
        for end in at..self.atoms.list.len() {
            let atom = &self.atoms.list[end];
            if loosely && end > at && atom.capital && atom.span.len() == 1 {
                continue; // a middle initial
            }
            let stem;
            let keys = match way {
                Way::Loose => self.atoms.loose(end),
                Way::Tight => self.atoms.keys(end),
                Way::Foreign => {
                    stem = [hash(slavic_stem(tight(atom.span.of(self.text)).as_bytes()))];
                    &stem
                }
            };
            next.clear();
            for &node in now.iter() {
                next.extend(keys.iter().filter_map(|&k| view.trie.step(node, k)));
            }
            if next.is_empty() {
                return;
            }
            next.sort_unstable();
            next.dedup();
            let named = next.iter().filter(|&&n| !view.trie.values(n).is_empty());
            ends.extend(named.map(|&n| (end + 1, n)));
            std::mem::swap(now, next);
        }
    }

    /// Whether a listed meaning fits the words, and how well.
    fn check(
        &self,
        sentence: &Sentence,
        layer: u8,
        view: &View,
        sense: &SenseRow,
        a: usize,
        b: usize,
    ) -> Option<Meaning> {
        let spelling = view.str(sense.spelling);
        let form = Form::from_u8(sense.form);
        let first = &self.atoms.list[a];
        let lower_listed = spelling.chars().next().is_some_and(char::is_lowercase);
        // acronyms stand in capitals wherever a name has one
        let mut listed = pieces(spelling);
        if form != Form::FullName && form != Form::Surname {
            for i in a..b {
                let piece = listed.next().unwrap_or("");
                let atom = &self.atoms.list[i];
                if is_acronym(piece)
                    && (!atom.upper
                        || tight(piece).as_bytes() != tight(atom.span.of(self.text)).as_bytes())
                {
                    return None;
                }
            }
        }
        let single = b - a == 1;
        let word = self.word(sentence, a);
        let opening =
            !self.question && (first.word == 0 || self.opens_quotation(sentence, first.word));
        let number = word.morph.number;
        let mut node = Node::new(a, b, MentionKind::Role);
        let entity = Ref { layer, row: sense.target };
        let mut weight;
        match form {
            Form::Role => {
                let role = &view.roles[sense.target as usize];
                if !self.fits_role(sentence, spelling, a, b) {
                    return None;
                }
                node.role = Some(RoleInfo {
                    class: RoleClass::from_u8(role.class),
                    flags: role.flags,
                    noun: sense.target | u32::from(layer == 0) << 31,
                });
                node.sector = role.sector;
                node.office = role.office;
                let code = view.str(role.code);
                node.code = (!code.is_empty()).then(|| code.into());
                node.plural = number == Some(Number::Plur);
                weight = 4.0;
            }
            Form::Adjective => {
                if self.lang == Lang::En && !first.capital {
                    return None;
                }
                if self.lang == Lang::Pl
                    && first.capital
                    && !opening
                    && single
                    && !self.heads_name(sentence, a)
                {
                    return None;
                }
                let other_word = !matches!(word.upos, Upos::Adj | Upos::X)
                    && first.span == word.span
                    && self
                        .atoms
                        .lemma_key(a)
                        .is_some_and(|k| k != hash(base_stem(tight(spelling).as_bytes())));
                if self.lang == Lang::Pl && !first.capital && other_word {
                    return None;
                }
                let noun = matches!(word.upos, Upos::Noun | Upos::Propn) && self.lang == Lang::Pl;
                node.kind = MentionKind::Adjective;
                weight = if noun && !word.lemma.is_empty() && first.capital { 1.0 } else { 5.0 };
                node.entity = Some(entity);
            }
            Form::Demonym => {
                let capital = first.capital || lower_listed;
                if !capital || (single && matches!(word.upos, Upos::Verb | Upos::Adp)) {
                    return None;
                }
                node.kind = MentionKind::People;
                node.entity = Some(entity);
                node.plural = number != Some(Number::Sing);
                weight = 4.0;
                if self.lang == Lang::Pl
                    && tight(first.span.of(self.text)).as_bytes().ends_with(b"ow")
                {
                    weight = 10.0; // "Niemców" are people, "Niemiec" is the state
                }
                if self.lang == Lang::En {
                    // "the Russian army" against "Russians"
                    let plural =
                        first.span.of(self.text).ends_with('s') || number == Some(Number::Plur);
                    weight = if plural || word.upos == Upos::Noun { 5.5 } else { 3.0 };
                    if !plural && word.upos == Upos::Adj {
                        return None;
                    }
                }
            }
            Form::Name | Form::Acronym => {
                let kind = self.layers.kind(entity);
                let lower_ok = lower_listed || (kind == Kind::Framework && !single);
                if !first.capital && !lower_ok {
                    return None;
                }
                node.kind = mention_kind(kind);
                node.entity = Some(entity);
                weight = match kind {
                    Kind::State => 9.0,
                    Kind::Organisation => 8.0,
                    Kind::Institution | Kind::Business | Kind::Media => 7.0,
                    Kind::Group | Kind::Party => 6.5,
                    Kind::Framework => 6.0,
                    Kind::Person => 6.0,
                    Kind::Event | Kind::Product => 3.0,
                    Kind::Place => 2.0,
                };
                if form == Form::Name
                    && single
                    && !self.fits_single_name(sentence, spelling, kind, entity, a, opening)
                {
                    return None;
                }
                if kind == Kind::Organisation
                    && single
                    && SHORT.contains(&spelling)
                    && self.goes_on(sentence, b)
                {
                    return None;
                }
                let row = self.layers.row(entity);
                if kind == Kind::State
                    && row.to != 0
                    && self.day.is_none_or(|d| years_between(d, row.to) > 40)
                {
                    weight -= 1.0;
                }
                if kind == Kind::Place {
                    weight += if row.flags & CAPITAL != 0 {
                        0.9
                    } else {
                        (row.population as f32 / 3e7).min(0.8)
                    };
                }
            }
            Form::FullName => {
                let last = &self.atoms.list[b - 1];
                let known_form = last.capital
                    || is_acronym(last.span.of(self.text))
                    || spelling_is_lower_end(spelling);
                if !known_form || self.layers.kind(entity) != Kind::Person {
                    return None;
                }
                node.kind = MentionKind::Person;
                node.entity = Some(entity);
                weight = 20.0 + self.person_fit(entity);
            }
            Form::Surname => return None, // found by the chain
        }
        // "French" is of France before it is of her territories
        if form != Form::Role && self.layers.row(entity).flags & DEPENDENT != 0 {
            weight -= 0.4;
        }
        // the lemma decides between names that share a stem
        if single && self.lang == Lang::Pl && matches!(form, Form::Name | Form::Demonym) {
            let same_form =
                tight(first.span.of(self.text)).as_bytes() == tight(spelling).as_bytes();
            let same_lemma = word.lemma.chars().next().is_some_and(char::is_uppercase)
                && tight(&word.lemma).as_bytes() == tight(spelling).as_bytes();
            weight += if same_lemma { 0.6 } else { 0.0 } + if same_form { 0.5 } else { 0.0 };
            if same_form && form == Form::Demonym {
                weight = weight.max(9.3); // "Hiszpanie" are people, though "Hiszpania" shares the stem
            }
        }
        Some(Meaning { end: b, weight, node })
    }

    /// Whether a name may go on here: a capital or "ds.", "do spraw", "na rzecz" follows.
    fn goes_on(&self, sentence: &Sentence, at: usize) -> bool {
        self.atoms.list.get(at).is_some_and(|a| {
            let form = a.span.of(self.text);
            let next = sentence.words.get(a.word as usize + 1).map_or("", |w| w.span.of(self.text));
            a.capital
                || matches!((form, next), ("ds" | "ds.", _) | ("do", "spraw") | ("na", "rzecz"))
        })
    }

    fn opens_quotation(&self, sentence: &Sentence, word: u32) -> bool {
        word > 0
            && matches!(
                sentence.words[word as usize - 1].span.of(self.text),
                "„" | "\"" | "“" | "«" | "»" | "-" | "–" | ":" | ",,"
            )
    }

    /// A capitalised adjective inside a name of capitals ("Sejm Polski") or a headline.
    fn heads_name(&self, sentence: &Sentence, a: usize) -> bool {
        let w = self.atoms.list[a].word as usize;
        sentence.words[w].upos == Upos::Adj
    }

    /// Role nouns are nouns; single Polish ones must be so by their lemma, where there is one.
    fn fits_role(&self, sentence: &Sentence, term: &str, a: usize, b: usize) -> bool {
        let word = self.word(sentence, a);
        let verbal = matches!(
            word.upos,
            Upos::Verb
                | Upos::Aux
                | Upos::Adp
                | Upos::Adv
                | Upos::Cconj
                | Upos::Sconj
                | Upos::Pron
                | Upos::Part
                | Upos::Num
                | Upos::Det
                | Upos::Punct
        );
        if verbal {
            return false;
        }
        if b - a > 1 {
            return true;
        }
        if self.lang == Lang::Pl {
            let folded = tight(term);
            let exact =
                tight(self.atoms.list[a].span.of(self.text)).as_bytes() == folded.as_bytes();
            let lemma = tight(&word.lemma);
            let by_lemma = self.atoms.lemma_key(a).is_none()
                || lemma.as_bytes() == folded.as_bytes()
                || (folded.as_bytes().ends_with(b"e")
                    && base_stem(lemma.as_bytes()) == base_stem(folded.as_bytes()));
            let adjective = word.upos == Upos::Adj && self.noun_beside(sentence, a);
            return (exact || by_lemma) && !adjective;
        }
        // English: "state", "head", "people" as verbs and parts of other words are tagged so
        matches!(word.upos, Upos::Noun | Upos::Propn | Upos::X)
    }

    /// Whether an adjective's noun stands beside it ("obecność wojskowa").
    fn noun_beside(&self, sentence: &Sentence, a: usize) -> bool {
        let at = self.atoms.list[a].word as usize;
        let agrees = |i: usize| {
            sentence.words.get(i).is_some_and(|w| {
                w.upos == Upos::Noun
                    && w.morph.case == sentence.words[at].morph.case
                    && w.morph.number == sentence.words[at].morph.number
            })
        };
        agrees(at + 1) || (at > 0 && agrees(at - 1))
    }

    /// One-word names of places and states: enough evidence that the word is a name at all.
    fn fits_single_name(
        &self,
        sentence: &Sentence,
        spelling: &str,
        kind: Kind,
        entity: Ref,
        a: usize,
        opening: bool,
    ) -> bool {
        let atom = &self.atoms.list[a];
        let word = self.word(sentence, a);
        let form = tight(atom.span.of(self.text));
        let listed = tight(spelling);
        let exact = form.as_bytes() == listed.as_bytes();
        let lemma = tight(&word.lemma);
        let by_lemma = !word.lemma.is_empty() && lemma.as_bytes() == listed.as_bytes();
        let name_lemma = word.lemma.is_empty()
            || word.lemma == "_"
            || word.lemma.chars().next().is_some_and(char::is_uppercase);
        if kind != Kind::Place {
            // a first word in capitals is a name if its tag or lemma says so
            return !opening || exact || by_lemma || name_lemma || word.upos == Upos::Propn;
        }
        if matches!(
            word.upos,
            Upos::Verb | Upos::Adp | Upos::Adj | Upos::Adv | Upos::Pron | Upos::Cconj | Upos::Det
        ) && !by_lemma
        {
            return false;
        }
        let row = self.layers.row(entity);
        let tagged = self.named(sentence, atom.word, NameKind::Place);
        let well_known = row.flags & CAPITAL != 0 || row.population > 300_000;
        let other = self.named(sentence, atom.word, NameKind::Person)
            || self.named(sentence, atom.word, NameKind::Organisation);
        if other && !tagged {
            return false;
        }
        let located = atom.word > 0 && {
            let before = &sentence.words[atom.word as usize - 1];
            before.upos == Upos::Adp
                && matches!(
                    before.span.of(self.text),
                    "w" | "we"
                        | "do"
                        | "z"
                        | "ze"
                        | "pod"
                        | "koło"
                        | "in"
                        | "at"
                        | "from"
                        | "to"
                        | "near"
                        | "of"
                        | "W"
                        | "We"
                        | "In"
                )
        };
        if form.as_bytes().len() < 3 {
            return false;
        }
        let named = exact || by_lemma;
        // names beside other capitals are more likely part of a longer unknown name
        let beside = self.capital_beside(a);
        tagged
            || (!opening
                && !beside
                && ((named && (well_known || located)) || (well_known && name_lemma)))
            || (opening && well_known && (by_lemma || (named && word.upos == Upos::Propn)))
    }

    fn capital_beside(&self, a: usize) -> bool {
        let at = |i: usize| self.atoms.list.get(i).is_some_and(|x| x.capital);
        let before = a > 0
            && at(a - 1)
            && a > 1
            && self.atoms.list[a - 1].word + 1 >= self.atoms.list[a].word;
        let after = at(a + 1) && self.atoms.list[a + 1].word <= self.atoms.list[a].word + 1;
        before || after
    }

    /// Whether the name tagger put a word into a name of this kind.
    pub fn named(&self, sentence: &Sentence, word: u32, kind: NameKind) -> bool {
        sentence.names.iter().any(|n| n.kind == kind && n.words.contains(&word))
    }

    /// How well a person's offices fit the day: what tells namesakes apart.
    pub fn person_fit(&self, person: Ref) -> f32 {
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
    pub fn famous(&self, at: usize, scratch: &mut Scratch) -> Option<(Ref, usize)> {
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
    pub fn full_names(&self, sentence: &Sentence) -> Vec<(Ref, Range<usize>)> {
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
    pub fn surname_candidates(
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
    fn fame(&self, person: Ref, day: u32) -> Option<u8> {
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
    pub fn held(&self, t: &crate::tables::TenureRow, day: u32) -> bool {
        let slack = if self.assumed { 600 } else { 0 };
        t.from <= day + slack && day <= t.to.saturating_add(slack)
    }

    /// Among all persons with the surname here, the one who held this office nearest to the day.
    pub fn by_office(&self, at: usize, office: u8, day: u32) -> Option<Ref> {
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

    fn surname_is_close(&self, surname: &str, at: usize, end: usize) -> bool {
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

fn spelling_is_lower_end(spelling: &str) -> bool {
    pieces(spelling)
        .last()
        .is_some_and(|w| w.chars().all(|c| !c.is_alphabetic() || c.is_lowercase()))
}
