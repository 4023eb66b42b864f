//! A pledge: what somebody undertook toward somebody.
//!
//! **In:** the sketch of an act of type AGREE, CONCEDE or THREATEN. **Out:** a [`Pledge`]. In PLOVER
//! these three are the verbal acts whose material counterparts are COOPERATE and AID, RETREAT, and the
//! sanctions and attacks of quad class 4.

use crate::merge::sketch::Keys;
use crate::merge::{PartyKey, Sketch, Window};
use compact_str::CompactString;
use record::Event;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// What sort of undertaking it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Kind {
    /// AGREE: to cooperate, to help, to meet.
    Promise,
    /// CONCEDE: to give way.
    Concession,
    /// THREATEN: to do harm.
    Threat,
}

/// An undertaking.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Pledge {
    /// The act, by the store's number.
    pub act: i64,
    /// What sort.
    pub kind: Kind,
    /// PLOVER type of what was undertaken, where the record's derivation tells it.
    pub promised: Option<CompactString>,
    /// PLOVER mode: for threats, what is threatened.
    pub mode: Option<CompactString>,
    /// Who undertakes; all sides, where they do it to each other.
    pub promisors: Vec<PartyKey>,
    /// To whose good, or harm; empty where it is not said, and where several promise each other.
    pub beneficiaries: Vec<PartyKey>,
    /// Fields and frameworks.
    pub fields: BTreeSet<CompactString>,
    /// Content words.
    pub matter: Keys,
    /// Language of the words.
    pub lang: CompactString,
    /// Numbers that it names.
    pub numbers: BTreeSet<CompactString>,
    /// When it was undertaken.
    pub made: Option<Window>,
    /// When it is to be done, where a time behind publication is named.
    pub due: Option<Window>,
    /// The paper that says so.
    pub document: i64,
}

/// Whether an act is an entry of its own among the pledges. A denied one is none.
#[must_use]
pub fn is_pledge(act: &Sketch) -> bool {
    kind(act).is_some()
}

fn kind(act: &Sketch) -> Option<Kind> {
    if act.aux == "negation" || act.actors.is_empty() {
        return None;
    }
    match act.event.as_str() {
        "AGREE" => Some(Kind::Promise),
        "CONCEDE" => Some(Kind::Concession),
        "THREATEN" => Some(Kind::Threat),
        _ => None,
    }
}

/// The type of the act that is promised, from the record's derivation ("promise(AID) = AGREE ..."):
/// the innermost act that an operator turned into this event. `None` where the frame itself says
/// AGREE.
#[must_use]
pub fn promised_type(event: &Event) -> Option<CompactString> {
    let turned = |line: &String| {
        let (before, after) = line.split_once(" = ")?;
        let (_, inner) = before.split_once('(')?;
        let inner = inner.split([')', ' ']).next()?;
        let made = after.split(' ').next() == Some(event.event.as_str());
        (made && inner != event.event && inner.chars().all(|c| c.is_ascii_uppercase()))
            .then(|| CompactString::from(inner))
    };
    event.why.iter().find_map(turned).filter(|t| !t.is_empty())
}

impl Pledge {
    /// The pledge that an act is; `None` for other acts. `promised` comes from [`promised_type`].
    #[must_use]
    pub fn of(act: i64, sketch: &Sketch, promised: Option<CompactString>) -> Option<Self> {
        let kind = kind(sketch)?;
        // a day behind publication is the day of the deed: "on 6 December they will sign"
        let ahead = |w: &Window| sketch.published.is_some_and(|p| w.from > p);
        let due = sketch.day.filter(ahead);
        let made = match (due, sketch.published) {
            (Some(due), Some(p)) => Some(Window { from: p, to: p, ..due }),
            _ => sketch.day,
        };
        Some(Self {
            act,
            kind,
            promised,
            mode: sketch.mode.clone(),
            promisors: sketch.actors.clone(),
            beneficiaries: sketch.recipients.clone(),
            fields: sketch.areas.union(&sketch.frameworks).cloned().collect(),
            matter: sketch.matter.clone(),
            lang: sketch.lang.clone(),
            numbers: sketch.numbers.clone(),
            made,
            due,
            document: sketch.document,
        })
    }

    /// PLOVER types that would carry it out.
    #[must_use]
    pub fn deeds(&self) -> &'static [&'static str] {
        match self.promised.as_deref() {
            Some("COOPERATE") => &["COOPERATE", "SUPPORT"],
            Some("AID") => &["AID"],
            Some("CONSULT") => &["CONSULT"],
            Some("SUPPORT") => &["SUPPORT"],
            Some("RETREAT" | "CONCEDE") => &["RETREAT"],
            Some("SANCTION") => &["SANCTION"],
            Some("COERCE") => &["COERCE"],
            Some("PROTEST") => &["PROTEST"],
            Some("ASSAULT" | "MOBILIZE") => &["ASSAULT", "MOBILIZE"],
            _ => match (self.kind, self.mode.as_deref()) {
                (Kind::Promise, _) => &["COOPERATE", "AID", "SUPPORT"],
                (Kind::Concession, _) => &["RETREAT"],
                (Kind::Threat, Some("restrict")) => &["SANCTION", "COERCE"],
                (Kind::Threat, Some("relations" | "expel")) => &["SANCTION"],
                (Kind::Threat, Some("arrest")) => &["COERCE"],
                (Kind::Threat, Some("violence" | "territory")) => &["ASSAULT", "MOBILIZE"],
                (Kind::Threat, _) => &["SANCTION", "COERCE", "PROTEST", "MOBILIZE", "ASSAULT"],
            },
        }
    }

    /// PLOVER type of the pledge itself.
    #[must_use]
    pub fn event(&self) -> &'static str {
        match self.kind {
            Kind::Promise => "AGREE",
            Kind::Concession => "CONCEDE",
            Kind::Threat => "THREATEN",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::merge::sample::deed;

    #[test]
    fn three_types_are_pledges_unless_denied() {
        let mut promise = deed("AGREE", 1, "2025-04-01", "country/NOR NOR", "country/UKR UKR");
        assert!(is_pledge(&promise));
        promise.aux = "negation".into();
        assert!(!is_pledge(&promise));
        assert!(!is_pledge(&deed("AID", 1, "2025-04-01", "country/NOR NOR", "")));
        assert!(!is_pledge(&deed("AGREE", 1, "2025-04-01", "", "country/UKR UKR")), "by nobody");
    }

    #[test]
    fn a_day_ahead_is_the_day_of_the_deed() {
        let mut visit = deed("AGREE", 1, "2023-12-06", "person/g USA", "country/PSE PSE");
        visit.published = "2023-12-05".parse().ok();
        let pledge = Pledge::of(7, &visit, Some("CONSULT".into())).expect("a pledge");
        assert_eq!(pledge.due.map(|d| d.name()).as_deref(), Some("2023-12-06"));
        assert_eq!(pledge.made.map(|d| d.name()).as_deref(), Some("2023-12-05"));
        assert_eq!(pledge.deeds(), ["CONSULT"]);
    }

    #[test]
    fn the_derivation_tells_what_is_promised() {
        let line = r#"{"id":"e1","sentence":[0,9],"event":"AGREE","mode":null,"contexts":[],"aux":"none","weight":"core","cameo":"030","quad":1,"score":2.5,"trigger":{"text":"a","start":0,"end":1},"actors":[],"recipients":[],"said_by":null,"statement":null,"areas":[],"frameworks":[],"date":null,"place":null,"same_as":null,"confidence":0.9,"why":["act AID by frame en/frames/AID.frames:30 \"provide\" (tree)","promise(AID) = AGREE (composition.txt:37)"]}"#;
        let mut event: Event = serde_json::from_str(line).expect("an event");
        assert_eq!(promised_type(&event).as_deref(), Some("AID"));
        event.why = vec!["promise(-) = AGREE (composition.txt:51)".into()];
        assert_eq!(promised_type(&event), None);
        event.why = vec!["promise(SANCTION discontinue) = AGREE (x)".into()];
        assert_eq!(promised_type(&event).as_deref(), Some("SANCTION"));
    }
}
