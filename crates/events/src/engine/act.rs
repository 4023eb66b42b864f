//! An act on its way to becoming an event: roles as parties, and how it came about.

use super::party::Party;
use compact_str::CompactString;
use smallvec::SmallVec;

/// An act with its roles, before attribution, date and weight.
#[derive(Clone, Debug)]
pub struct Act {
    /// PLOVER type.
    pub event: CompactString,
    /// The type of the innermost act, before any operator.
    pub core: CompactString,
    /// PLOVER mode.
    pub mode: Option<CompactString>,
    /// Who acts.
    pub actors: Vec<Party>,
    /// Toward whom.
    pub recipients: Vec<Party>,
    /// Who acts along, where the frame is reciprocal.
    pub partners: Vec<Party>,
    /// The outermost head: where the act stands in the sentence.
    pub head: usize,
    /// All words that carry it, operator and act.
    pub words: SmallVec<[usize; 6]>,
    /// Names of the operators over it, outermost first.
    pub operators: SmallVec<[CompactString; 3]>,
    /// Whether words of its own say with whom it is, known or not ("with allies").
    pub addressed: bool,
    /// Whether it is denied.
    pub negated: bool,
    /// A speaker's judgement: it counts only where it falls on somebody.
    pub judgement: bool,
    /// Only referred to.
    pub background: bool,
    /// 0 to 1.
    pub confidence: f32,
    /// Derivation, one line a step.
    pub why: Vec<String>,
}

/// Sectors whose members act in politics by office or by arms.
const POLITICAL: [&str; 9] = ["GOV", "MIL", "COP", "LEG", "JUD", "REB", "OPP", "SPY", "PTY"];

impl Act {
    /// Both sides together.
    pub fn all_parties(&self) -> impl Iterator<Item = &Party> {
        self.actors.iter().chain(&self.partners).chain(&self.recipients)
    }

    /// Whether all that is known of the parties is a state that other things are said to be of.
    pub fn only_aside(&self) -> bool {
        let mut coded = self.all_parties().filter(|p| p.code.is_some()).peekable();
        let first = coded.peek().and_then(|p| p.code.clone());
        first.is_some() && coded.all(|p| p.aside && p.code == first)
    }

    /// Whether that makes it no act: violence, arrest and protest befall anybody, words and goodwill
    /// are political actors' own, and a passing reference to them is worth nothing.
    pub fn aside(&self) -> bool {
        let anybody = matches!(self.event.as_str(), "ASSAULT" | "COERCE" | "PROTEST");
        (!anybody || self.background) && self.only_aside()
    }

    /// Whether the act is between political actors as far as the text tells: some side has a code, or
    /// both sides have a sector ("police arrested protesters").
    pub fn anyone_known(&self) -> bool {
        let sector = |p: &Party| p.sector.is_some();
        self.all_parties().any(|p| p.code.is_some())
            || self.actors.iter().any(sector) && self.recipients.iter().any(sector)
    }

    /// Whether it counts though nothing tells of which state anybody is: where somebody takes part who
    /// acts in politics by office ("the government freed them"; talks are told of whom they are
    /// between, help of whom it is for), or where people of any sector protest or suffer conflict.
    pub fn office_known(&self) -> bool {
        let office = |p: &Party| p.sector.as_deref().is_some_and(|s| POLITICAL.contains(&s));
        let suffered = !self.recipients.is_empty()
            && matches!(
                self.event.as_str(),
                "ASSAULT" | "COERCE" | "THREATEN" | "MOBILIZE" | "SANCTION" | "REJECT" | "RETREAT"
            );
        let told = suffered || self.event == "PROTEST";
        let goodwill = self.event == "CONSULT" || self.event == "AID" && self.recipients.is_empty();
        !goodwill && self.all_parties().any(office)
            || told && self.all_parties().any(|p| p.sector.is_some())
    }
}

#[cfg(test)]
mod tests {
    use super::super::fixture::party;
    use super::*;

    fn act(event: &str, actors: &[Party], recipients: &[Party]) -> Act {
        Act {
            event: event.into(),
            core: event.into(),
            mode: None,
            actors: actors.to_vec(),
            recipients: recipients.to_vec(),
            partners: Vec::new(),
            head: 0,
            words: SmallVec::new(),
            operators: SmallVec::new(),
            addressed: false,
            negated: false,
            judgement: false,
            background: false,
            confidence: 0.5,
            why: Vec::new(),
        }
    }

    #[test]
    fn offices_act_where_no_state_is_told() {
        let (government, workers) = (party("government", "", "GOV"), party("workers", "", "LAB"));
        assert!(act("RETREAT", std::slice::from_ref(&government), &[]).office_known());
        // talks and help tell between whom and for whom they are
        assert!(!act("CONSULT", std::slice::from_ref(&government), &[]).office_known());
        assert!(!act("AID", std::slice::from_ref(&government), &[]).office_known());
        // other people protest, and suffer conflict; their words and attacks on nobody do not count
        assert!(act("PROTEST", std::slice::from_ref(&workers), &[]).office_known());
        assert!(act("ASSAULT", &[], std::slice::from_ref(&workers)).office_known());
        assert!(!act("ASSAULT", std::slice::from_ref(&workers), &[]).office_known());
        assert!(!act("SUPPORT", std::slice::from_ref(&workers), &[]).office_known());
    }

    #[test]
    fn a_state_in_the_phrase_of_another_thing_is_no_party_to_words() {
        let maples = Party { aside: true, ..party("Japanese", "JPN", "") };
        assert!(act("REQUEST", std::slice::from_ref(&maples), &[]).aside());
        // violence befalls anybody, unless it is only referred to
        let attack = act("ASSAULT", &[], std::slice::from_ref(&maples));
        assert!(!attack.aside());
        assert!(Act { background: true, ..attack }.aside());
        let state = party("Peru", "PER", "");
        assert!(!act("REQUEST", std::slice::from_ref(&maples), &[state]).aside());
    }
}
