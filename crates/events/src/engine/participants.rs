//! What an act demands of its participants before it counts.
//!
//! **In:** an act with its parties. **Out:** whether the codebook would code it. PLOVER codes acts
//! between political actors; the same verbs are used of teams, goods, weather and private people. The
//! rules here ask for the kind of participant that each kind of act has (an attack a deliberate
//! attacker and a target, a threat somebody threatened) instead of listing what is no act.

use super::act::Act;
use super::complete::one_sided;
use super::party::Party;
use super::sentence::{SPEECH_ACTS, SentenceCoder};
use super::tree::Tree;
use crate::frames::HeadPos;
use syntax::Upos;

impl SentenceCoder<'_> {
    /// Whether the participants are such as the act needs.
    pub(super) fn demands_met(&self, tree: &Tree, act: &Act, pos: HeadPos) -> bool {
        (act.anyone_known() || act.office_known())
            && !act.aside()
            && !self.aimless(tree, act, pos)
            && !self.blind(tree, act)
            && !unaddressed(tree, act)
            && !solitary(act)
            && !undone(tree, act)
            && !self.sport(tree, act)
    }

    /// An attack on nobody and nowhere is a figure of speech ("attacked down the left"), unless a weapon
    /// or an adversary is named.
    fn aimless(&self, tree: &Tree, act: &Act, pos: HeadPos) -> bool {
        act.event == "ASSAULT"
            && act.recipients.is_empty()
            && act.words.len() == 1
            && one_sided(act)
            && act.operators.is_empty()
            && pos == HeadPos::Verb
            && tree.finite(act.head)
            && !tree.passive(act.head)
            && self.whereabouts(tree, act.head).is_none()
    }

    /// Violence and coercion are deliberate: "a leak destroyed the house", "a storm killed ten" have a
    /// cause and no doer. The subject of the active verb must be a word of politics or a known actor.
    fn blind(&self, tree: &Tree, act: &Act) -> bool {
        let subject = || tree.kids(act.head).find(|&k| tree.relation(k) == "nsubj");
        act.actors.is_empty()
            && act.operators.is_empty()
            && !tree.passive(act.head)
            && subject().is_some_and(|s| {
                // "a fire destroyed the warehouse": of all nouns that frames know, this one does nothing
                let blaze = self.language.frames.classes.contains("fire", tree.lemma(s));
                tree.word(s).upos == Upos::Noun
                    && (blaze || !self.language.frames.knows_noun(tree.lemma(s)))
                    && !tree.subtree(s).iter().any(|&w| self.covered(w))
            })
    }

    /// Whether a word belongs to a mention.
    fn covered(&self, word: usize) -> bool {
        self.mentions.iter().any(|m| m.words.contains(&(word as u32)))
    }

    /// "Polska pokonała Czechy w trzech setach": where the words are of sport and no official takes
    /// part, states stand for teams.
    fn sport(&self, tree: &Tree, act: &Act) -> bool {
        let contest = |e: &str| {
            matches!(
                e,
                "ASSAULT"
                    | "COERCE"
                    | "RETREAT"
                    | "CONCEDE"
                    | "SUPPORT"
                    | "REQUEST"
                    | "AGREE"
                    | "AID"
                    | "CONSULT"
            )
        };
        let official = |p: &Party| {
            p.sector.as_deref().is_some_and(|s| !matches!(s, "CVL" | "UNK" | "MED" | "BUS"))
        };
        (contest(&act.event) || contest(&act.core))
            && !act.all_parties().any(official)
            && (0..tree.len()).any(|w| {
                tree.word(w).upos != Upos::Propn
                    && self.language.pointers.has("sport", tree.lemma(w))
            })
    }
}

/// Words that nobody says and that are put to nobody: the state found somewhere near is no addressee.
fn unaddressed(tree: &Tree, act: &Act) -> bool {
    SPEECH_ACTS.contains(&act.event.as_str())
        && act.core.is_empty()
        && act.actors.is_empty()
        && !tree.passive(act.head)
        && act.why.iter().any(|w| w.starts_with("toward the nearest"))
}

/// "The couple met": meeting takes two; of one side alone it is told only where an official takes part
/// or a noun says what it is ("convened a summit").
fn solitary(act: &Act) -> bool {
    let official = |p: &Party| p.sector.as_deref().is_some_and(|s| s != "CVL");
    act.event == "CONSULT"
        && act.core == "CONSULT"
        && act.words.len() == 1
        && act.all_parties().count() < 2
        && !act.all_parties().any(|p| official(p) || p.implied)
}

/// Help that befalls somebody by nobody's doing ("was rescued from a ravine").
fn undone(tree: &Tree, act: &Act) -> bool {
    matches!(act.event.as_str(), "AID" | "SUPPORT" | "COOPERATE")
        && act.actors.is_empty()
        && act.recipients.len() < 2
        && tree.passive(act.head)
}
