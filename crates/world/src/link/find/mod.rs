//! Names and role nouns in a sentence: longest match in the index, then a check of each meaning.

mod fits;
mod surnames;

use super::{Linker, Node, RoleInfo, mention_kind};
use crate::MentionKind;
use crate::builder::{is_acronym, pieces};
use crate::fold::{base_stem, hash, is_cyrillic, slavic_stem, tight};
use crate::tables::{CAPITAL, DEPENDENT, Form, Kind, RoleClass, SenseRow, View};
use crate::trie::{FOREIGN, Root};
use crate::world::{Ref, years_between};
use syntax::{Number, Sentence, Upos};
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
                // "visited Russia today" names no broadcaster
                let body = matches!(kind, Kind::Organisation | Kind::Institution | Kind::State);
                if self.lang == Lang::En
                    && !lower_ok
                    && !body
                    && self.loses_capitals(spelling, a, b)
                {
                    return None;
                }
                // "atak na Ukrainę", "wojna w Syrii": an act with a state in it, when parties are sought
                if kind == Kind::Event && !self.settling && !single {
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
}

fn spelling_is_lower_end(spelling: &str) -> bool {
    pieces(spelling)
        .last()
        .is_some_and(|w| w.chars().all(|c| !c.is_alphabetic() || c.is_lowercase()))
}
