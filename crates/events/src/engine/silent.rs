//! Roles that an act's frame leaves silent.
//!
//! **In:** an act whose frame found no recipient, or a party without a state. **Out:** whom the
//! rest of the clause gives. The published gold records of PLOVER (GSR) name recipients beyond the
//! verb's object: a demand is made on whoever the demanded thing rests with, a protest is against
//! whoever is to yield, and rebels, students or opposition without a state belong to the one whose
//! affairs are told. These are our rules read off such records; no codebook states them. The search walks the tree outward from the act,
//! so that the nearest party wins, and passes over circumstances (time, source, company).

use super::act::Act;
use super::discourse::Pointers;
use super::party::Party;
use super::resolver::Resolver;
use super::tree::Tree;
use compact_str::CompactString;
use std::collections::VecDeque;
use world::{Mention, MentionKind};

/// Sectors of actors that a state has at home.
const DOMESTIC: [&str; 13] =
    ["GOV", "REB", "OPP", "PTY", "LAB", "EDU", "CVL", "COP", "MIL", "CRM", "JUD", "LEG", "REL"];
/// Sectors whose adversary is their own state unless the text says otherwise.
const AGAINST_HOME: [&str; 6] = ["REB", "OPP", "PTY", "LAB", "EDU", "CRM"];
/// Rule at home whose object need not be named: curfews, bans, strikes, marches.
const RULE_AT_HOME: [&str; 2] = ["COERCE", "PROTEST"];

/// Acts whose recipient is looked for even where nobody names their doer ("zginęło dwóch żołnierzy").
const HOSTILE: [&str; 5] = ["ASSAULT", "COERCE", "SANCTION", "ACCUSE", "PROTEST"];

/// What people suffer where they live.
const SUFFERED: [&str; 2] = ["ASSAULT", "COERCE"];
/// Acts done by words alone.
const SPOKEN: [&str; 3] = ["REQUEST", "ACCUSE", "SUPPORT"];

/// Searches one sentence.
pub struct Silent<'a> {
    /// The tree.
    pub tree: &'a Tree<'a>,
    /// Parties.
    pub resolver: &'a Resolver<'a>,
    /// Words of the language.
    pub pointers: &'a Pointers,
}

impl Silent<'_> {
    /// The nearest party in the act's own clause and its complements that is not one of `actors`.
    pub fn recipients(&self, act: &Act) -> Vec<Party> {
        // an act of goodwill whose doer nobody names has no side to look from
        if act.actors.is_empty() && !HOSTILE.contains(&act.event.as_str()) {
            return Vec::new();
        }
        let mut queue: VecDeque<(usize, usize)> = VecDeque::from([(act.head, 0)]);
        for &w in &act.words {
            if w != act.head && self.tree.under(w, act.head) {
                queue.push_back((w, 0));
            }
        }
        let mut place: Option<Party> = None;
        let mut seen = vec![false; self.tree.len()];
        while let Some((word, depth)) = queue.pop_front() {
            if std::mem::replace(&mut seen[word], true) {
                continue;
            }
            if depth > 0 && self.stands_for_party(word) {
                let found: Vec<Party> = self
                    .resolver
                    .parties(word)
                    .into_iter()
                    .filter(|p| p.code.is_some() || p.sector.is_some())
                    .filter(|p| !act.actors.iter().any(|a| a.again(p)))
                    .collect();
                if !found.is_empty() {
                    return found;
                }
            }
            if depth > 0 && place.is_none() {
                place = self.place_acted_on(word, act);
            }
            let mut kids: Vec<usize> =
                self.tree.kids(word).filter(|&k| self.leads_on(word, k, act)).collect();
            kids.sort_by_key(|&k| self.distance(k));
            queue.extend(kids.into_iter().map(|k| (k, depth + 1)));
        }
        place.into_iter().collect()
    }

    /// "rozmieścić siły w Liberii": where nobody else is named, a state that is no doer's own is what
    /// the act is done to. Words are spoken anywhere, so a place says nothing of them.
    fn place_acted_on(&self, word: usize, act: &Act) -> Option<Party> {
        if SPOKEN.contains(&act.event.as_str())
            || self.tree.head(word) == Some(act.head) && !act.operators.is_empty()
        {
            return None;
        }
        let m = self
            .resolver
            .mention(word)
            .filter(|m| m.head as usize == word && self.mere_place(m))?;
        let p = Party::from_mention(m, self.tree);
        let foreign = p.code.is_some() && !act.actors.iter().any(|a| a.same(&p));
        foreign.then_some(p)
    }

    /// Whether a word names or points to somebody who can be acted on.
    fn stands_for_party(&self, word: usize) -> bool {
        match self.resolver.mention(word) {
            Some(m) => {
                m.head as usize == word && self.resolver.is_actor(word) && !self.mere_place(m)
            }
            None => self.resolver.is_actor(word) && self.tree.word(word).upos == syntax::Upos::Pron,
        }
    }

    /// "w Genewie": where something happens, nobody it happens to.
    fn mere_place(&self, m: &Mention) -> bool {
        matches!(m.kind, MentionKind::Place | MentionKind::State)
            && self.circumstance(m.head as usize, "place_prepositions")
    }

    fn circumstance(&self, word: usize, list: &str) -> bool {
        self.tree.preposition(word).is_some_and(|p| self.pointers.has(list, &p))
    }

    /// Whether the search goes from a word to its dependent.
    fn leads_on(&self, word: usize, k: usize, act: &Act) -> bool {
        let tree = self.tree;
        if self.circumstance(k, "circumstance_prepositions") {
            return false;
        }
        match tree.relation(k) {
            // the doer is nobody's recipient; in a complement the subject is whom it is about
            "nsubj" => word != act.head || tree.passive(word),
            "obl" if tree.deprel(k) == "obl:agent" => false,
            "ccomp" | "xcomp" | "csubj" => true,
            "advcl" | "acl" => tree.marker(k).is_none_or(|m| self.pointers.has("purpose_marks", m)),
            "obj" | "iobj" | "obl" | "nmod" | "amod" | "appos" | "compound" | "flat" => true,
            "conj" => word != act.head || !tree.kids(k).any(|s| tree.relation(s) == "nsubj"),
            _ => false,
        }
    }

    /// Order of the search among dependents: whom before what, phrases before clauses.
    fn distance(&self, k: usize) -> u8 {
        match self.tree.relation(k) {
            "iobj" => 0,
            "obj" if self.tree.morph(k).case == Some(syntax::Case::Dat) => 0,
            "obj" | "obl" => 1,
            "nmod" | "amod" | "appos" | "compound" | "flat" => 2,
            "ccomp" | "xcomp" | "csubj" => 3,
            _ => 4,
        }
    }

    /// The party on which rule at home falls where the text names none, or against which the home
    /// crowd stands: the people of the governing state, the government of the protesting one.
    pub fn at_home(&self, act: &Act) -> Option<Party> {
        // a curfew announced is a threat, and falls on the same people
        let event = if act.event == "THREATEN" { act.core.as_str() } else { act.event.as_str() };
        if !RULE_AT_HOME.contains(&event) {
            return None;
        }
        let mut states =
            act.actors.iter().filter(|p| p.code.as_ref().is_some_and(|c| c.len() == 3));
        let home = states.next()?;
        if states.any(|p| p.code != home.code) {
            return None;
        }
        let sector = if event == "PROTEST" { "GOV" } else { "CVL" };
        if home.sector.as_deref() == Some(sector) {
            return None;
        }
        Some(Party {
            entity: None,
            sector: Some(sector.into()),
            person: false,
            plural: true,
            implied: true,
            ..home.clone()
        })
    }

    /// Gives domestic parties without a state the state that their phrase, the place or the other
    /// side implies. Returns whether any was given.
    pub fn give_states(&self, act: &mut Act) -> bool {
        let mut given = false;
        let (actors, recipients) = (act.actors.clone(), act.recipients.clone());
        for (list, others) in [(&mut act.actors, &recipients), (&mut act.recipients, &actors)] {
            for p in list.iter_mut().filter(|p| p.code.is_none()) {
                let sector = match &p.sector {
                    // an activist has a state even where his organisation has none
                    Some(s) if p.person || !matches!(s.as_str(), "IGO" | "NGO") => s.clone(),
                    None if p.person && SUFFERED.contains(&act.event.as_str()) => "CVL".into(),
                    _ => continue,
                };
                let code = self
                    .resolver
                    .discourse
                    .home(p)
                    .or_else(|| self.state_in_phrase(p))
                    .or_else(|| self.state_of_place(&act.event, act.head))
                    .or_else(|| {
                        // rebels against a government, and a government that its people face
                        let facing = |q: &Party| {
                            q.sector.as_deref().is_some_and(|s| DOMESTIC.contains(&s) && s != "MIL")
                        };
                        let at_home = AGAINST_HOME.contains(&sector.as_str())
                            || RULE_AT_HOME.contains(&act.event.as_str())
                            || others.iter().all(facing);
                        if at_home { sole_state(others) } else { None }
                    });
                if let Some(code) = code {
                    p.code = Some(code);
                    given = true;
                }
            }
        }
        given
    }

    /// The state of the place where a clause sets its act, for what people suffer and crowds do.
    fn state_of_place(&self, event: &str, head: usize) -> Option<CompactString> {
        if !SUFFERED.contains(&event) && event != "PROTEST" {
            return None;
        }
        let clause = self.tree.clause(head);
        let under = self.tree.subtree(clause);
        under.into_iter().filter(|&w| self.tree.clause(w) == clause).find_map(|w| {
            let m = self.resolver.mention(w).filter(|m| m.head as usize == w)?;
            m.code.clone().filter(|c| c.len() == 3 && self.mere_place(m))
        })
    }

    /// "rebelianci w Czadzie", "imigranci z Meksyku": a state or place inside the party's phrase.
    fn state_in_phrase(&self, p: &Party) -> Option<CompactString> {
        let words = 0..self.tree.len();
        let head =
            words.into_iter().filter(|&w| p.span.contains(self.tree.word(w).span)).find(|&w| {
                self.tree.head(w).is_none_or(|h| !p.span.contains(self.tree.word(h).span))
            })?;
        let mut under = self.tree.subtree(head);
        under.sort_by_key(|&w| w.abs_diff(head));
        // "opozycjonista **z Bułgarii**", wherever the tree hangs the phrase
        let last = (head..self.tree.len())
            .take_while(|&w| w == head || p.span.contains(self.tree.word(w).span))
            .last()
            .unwrap_or(head);
        if self
            .tree
            .lower
            .get(last + 1)
            .is_some_and(|w| self.pointers.has("origin_prepositions", w))
        {
            under.insert(0, last + 2);
        }
        // what somebody is called is not whose he is ("nazywany ojcem **talibów**")
        let clause = |w: usize| self.pointers.has("naming", self.tree.lemma(w));
        under.retain(|&w| {
            w < self.tree.len()
                && (!self.tree.under(w, head)
                    || std::iter::once(w)
                        .chain(self.tree.ancestors(w))
                        .take_while(|&a| a != head)
                        .all(|a| !clause(a)))
        });
        under.into_iter().filter(|&w| w != head).find_map(|w| {
            let m = self.resolver.mention(w).filter(|m| m.head as usize == w)?;
            let kind = matches!(
                m.kind,
                MentionKind::State
                    | MentionKind::Place
                    | MentionKind::Adjective
                    | MentionKind::Group
                    | MentionKind::People
            );
            m.code.clone().filter(|c| kind && c.len() == 3)
        })
    }
}

/// The one state on the other side, if it acts through its own organs.
fn sole_state(parties: &[Party]) -> Option<CompactString> {
    let mut codes = parties.iter().filter_map(|p| p.code.as_ref());
    let first = codes.next().filter(|c| c.len() == 3)?;
    codes.all(|c| c == first).then(|| first.clone())
}

#[cfg(test)]
mod tests {
    use super::super::discourse::Discourse;
    use super::super::fixture::{mentions, parsed, party};
    use super::*;
    use crate::frames::Lexicon;
    use smallvec::smallvec;
    use text::Lang;

    const POINTERS: &str =
        "place_prepositions: w, pod\ncircumstance_prepositions: po\norigin_prepositions: z\n";

    fn act(event: &str, head: usize, actors: &[Party], recipients: &[Party]) -> Act {
        Act {
            event: event.into(),
            core: event.into(),
            mode: None,
            actors: actors.to_vec(),
            recipients: recipients.to_vec(),
            partners: Vec::new(),
            head,
            words: smallvec![head],
            operators: smallvec![],
            addressed: false,
            negated: false,
            judgement: false,
            background: false,
            confidence: 0.5,
            why: Vec::new(),
        }
    }

    /// Asks something of a sentence in which these words are mentions (kind, code, sector).
    fn ask<T>(
        rows: &str,
        found: &[(usize, MentionKind, &str, &str)],
        question: impl FnOnce(&Silent) -> T,
    ) -> T {
        let document = parsed(rows);
        let tree = Tree::new(&document.sentences[0].sentence, &document.text, Lang::Pl);
        let (mentions, by_word) = mentions(&document, found);
        let (pointers, discourse) = (Pointers::parse(POINTERS), Discourse::default());
        let resolver = Resolver {
            tree: &tree,
            mentions: &mentions,
            by_word: &by_word,
            pointers: &pointers,
            discourse: &discourse,
            lexicon: &Lexicon::default(),
            speaker: &[],
        };
        question(&Silent { tree: &tree, resolver: &resolver, pointers: &pointers })
    }

    fn codes(parties: &[Party]) -> Vec<&str> {
        parties.iter().filter_map(|p| p.code.as_deref()).collect()
    }

    const DEMAND: &str = "Po po ADP _ 2 case
         rozmowie rozmowa NOUN Case=Loc 5 obl
         Kenii Kenia PROPN Case=Gen 2 nmod
         Peru Peru PROPN Case=Nom 5 nsubj
         żąda żądać VERB Number=Sing|VerbForm=Fin 0 root
         dymisji dymisja NOUN Case=Gen 5 obj
         ministra minister NOUN Case=Gen 6 nmod
         Chile Chile PROPN Case=Gen 7 nmod";

    #[test]
    fn a_demand_is_made_on_whoever_the_thing_rests_with() {
        use MentionKind::State;
        let peru = party("Peru", "PER", "");
        let found = [(2, State, "KEN", ""), (3, State, "PER", ""), (7, State, "CHL", "")];
        let demand = act("REQUEST", 4, std::slice::from_ref(&peru), &[]);
        assert_eq!(codes(&ask(DEMAND, &found, |s| s.recipients(&demand))), ["CHL"]);
        // the company of a circumstance is nobody's recipient, and neither is the doer
        assert!(ask(DEMAND, &found[..2], |s| s.recipients(&demand)).is_empty());
        // goodwill without a doer has no side to look from
        let nobodys = act("AID", 4, &[], &[]);
        assert!(ask(DEMAND, &found, |s| s.recipients(&nobodys)).is_empty());
    }

    #[test]
    fn rule_at_home_falls_on_ones_own_people() {
        let fall = |event: &str, actors: &[Party]| {
            let home = ask(DEMAND, &[], |s| s.at_home(&act(event, 4, actors, &[])))?;
            Some((home.code?.to_string(), home.sector?.to_string(), home.implied))
        };
        let (government, crowd) = (party("Lima", "PER", "GOV"), party("crowd", "PER", "CVL"));
        let chile = party("Chile", "CHL", "");
        let of = |sector: &str| Some(("PER".to_owned(), sector.to_owned(), true));
        assert_eq!(fall("COERCE", std::slice::from_ref(&government)), of("CVL"));
        assert_eq!(fall("PROTEST", &[crowd]), of("GOV"));
        // no home where two states act, none for other acts
        assert_eq!(fall("COERCE", &[government.clone(), chile]), None);
        assert_eq!(fall("AID", &[government]), None);
    }

    const REBELS: &str = "Rebelianci rebeliant NOUN Case=Nom|Number=Plur 4 nsubj
         z z ADP _ 3 case
         Peru Peru PROPN Case=Gen 1 nmod
         ostrzelali ostrzelać VERB Number=Plur|VerbForm=Fin 0 root
         wojsko wojsko NOUN Case=Acc|Number=Sing 4 obj";

    #[test]
    fn rebels_take_the_state_of_their_phrase_or_of_the_army_they_fight() {
        let group = (0, MentionKind::Group, "", "REB");
        let phrase = [group, (2, MentionKind::State, "PER", "")];
        let span = text::Span::new(0, "Rebelianci".len());
        let rebels = Party { span, ..party("rebels", "", "REB") };
        let given = |found: &[_], actor: &Party, other: Party| {
            let mut fight = act("ASSAULT", 3, std::slice::from_ref(actor), &[other]);
            let given = ask(REBELS, found, |s| s.give_states(&mut fight));
            (given, fight.actors[0].code.clone().map(String::from))
        };
        let army = || party("army", "CHL", "MIL");
        assert_eq!(given(&phrase, &rebels, army()), (true, Some("PER".into())));
        assert_eq!(given(&[group], &rebels, army()), (true, Some("CHL".into())));
        // an alliance has no state to give, and an agency takes none
        assert_eq!(given(&[group], &rebels, party("NATO", "NATO", "IGO")), (false, None));
        let agency = Party { sector: Some("NGO".into()), ..rebels };
        assert_eq!(given(&phrase, &agency, army()), (false, None));
    }
}
