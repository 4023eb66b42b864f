//! Sketches for tests, written short: `"person/duda POL, country/FIN FIN"`.

use super::party::PartyKey;
use super::sketch::Sketch;
use super::time::Window;
use record::{Cited, DateRecord, MentionRecord};

/// Parties of "entity CODE, entity CODE".
pub fn parties(list: &str) -> Vec<PartyKey> {
    let one = |p: &str| {
        let (entity, code) = p.rsplit_once(' ').unwrap_or((p, ""));
        PartyKey::of(&MentionRecord {
            cited: Cited { text: entity.into(), start: 0, end: 0 },
            name: entity.into(),
            entity: entity.contains('/').then(|| entity.into()),
            code: (!code.is_empty()).then(|| code.into()),
            sector: None,
            implied: false,
        })
    };
    list.split(", ").filter(|p| !p.is_empty()).map(one).collect()
}

/// A deed or words that the text dates.
pub fn deed(event: &str, document: i64, day: &str, actors: &str, recipients: &str) -> Sketch {
    let date = DateRecord {
        value: day.into(),
        granularity: "day".into(),
        text: None,
        start: None,
        end: None,
        from: "text".into(),
    };
    let quad = match event {
        "COOPERATE" | "AID" | "RETREAT" => 2,
        "ASSAULT" | "SANCTION" | "COERCE" => 4,
        "REQUEST" | "ACCUSE" | "REJECT" | "THREATEN" => 3,
        _ => 1,
    };
    Sketch {
        document,
        copy_of: None,
        lang: "pl".into(),
        published: None,
        event: event.into(),
        mode: None,
        aux: "none".into(),
        cameo: "".into(),
        quad,
        background: false,
        day: Window::of(&date),
        actors: parties(actors),
        recipients: parties(recipients),
        areas: [].into(),
        frameworks: [].into(),
        contexts: [].into(),
        place: None,
        occasion: None,
        opens: false,
        beside: [].into(),
        words: [].into(),
        matter: [].into(),
        trigger: [].into(),
        signs: false,
        fields_beside: [].into(),
        names: [].into(),
        numbers: [].into(),
    }
}

/// A talk.
pub fn talk(document: i64, day: &str, parties: &str) -> Sketch {
    Sketch { opens: true, ..deed("CONSULT", document, day, parties, "") }
}
