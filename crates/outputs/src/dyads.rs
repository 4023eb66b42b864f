//! Source and target: what formats of pairs make of lists of actors and recipients.
//!
//! Every actor with every recipient is a pair. Among equals (a talk, a joint undertaking, a fight),
//! each participant with each other is one, in both directions, as ICEWS writes them. A visit is
//! the visitor's act toward the host (042) and the host's toward the visitor (043).

use crate::party::Party;
use record::{Event, MentionRecord};
use std::collections::HashMap;

/// One row of a format of pairs.
pub(crate) struct Dyad<'a> {
    pub source: Party<'a>,
    /// `None` for acts that are toward nobody.
    pub target: Option<Party<'a>>,
    /// CAMEO code, which a mirrored visit changes.
    pub cameo: &'a str,
    /// What tells this pair from others of its act: codes, not names, so that reports that name a
    /// state and reports that name its president agree; a number where codes repeat.
    pub key: String,
}

/// The pairs of an act; each once, nobody with himself.
pub(crate) fn dyads(event: &Event) -> Vec<Dyad<'_>> {
    let actors = parties(&event.actors);
    let recipients = parties(&event.recipients);
    let cameo = event.cameo.as_str();
    let mut dyads = Vec::new();
    if recipients.is_empty() {
        if actors.len() > 1 && between_equals(event) {
            for (i, source) in actors.iter().enumerate() {
                for (j, target) in actors.iter().enumerate() {
                    if i != j {
                        let target = Some(*target);
                        dyads.push(Dyad { source: *source, target, cameo, key: String::new() });
                    }
                }
            }
        } else {
            let alone = |source| Dyad { source, target: None, cameo, key: String::new() };
            dyads.extend(actors.into_iter().map(alone));
        }
        return numbered(dyads);
    }
    let back = if cameo == "042" { "043" } else { cameo };
    for source in &actors {
        for target in recipients.iter().filter(|r| r.key() != source.key()) {
            dyads.push(Dyad { source: *source, target: Some(*target), cameo, key: String::new() });
            if event.event == "CONSULT" {
                let (source, target) = (*target, Some(*source));
                dyads.push(Dyad { source, target, cameo: back, key: String::new() });
            }
        }
    }
    numbered(dyads)
}

/// Gives each pair its key.
fn numbered(mut dyads: Vec<Dyad<'_>>) -> Vec<Dyad<'_>> {
    let mut seen: HashMap<String, u32> = HashMap::new();
    for dyad in &mut dyads {
        let code = |p: &Party<'_>| p.mention.code.as_deref().unwrap_or(p.key()).to_owned();
        let target = dyad.target.as_ref().map(code).unwrap_or_default();
        let pair = format!("{}\t{target}\t{}", code(&dyad.source), dyad.cameo);
        let n = seen.entry(pair.clone()).or_default();
        dyad.key = format!("{pair}\t{n}");
        *n += 1;
    }
    dyads
}

/// Whether an act with several actors and no recipient is between them (PLOVER: talks, joint
/// statements, two-sided fighting) rather than by all of them alike.
fn between_equals(event: &Event) -> bool {
    match event.event.as_str() {
        "CONSULT" | "AGREE" | "COOPERATE" | "ASSAULT" => true,
        // Signing is between the parties; praise is not.
        "SUPPORT" => event.cameo == "057",
        "CONCEDE" | "RETREAT" => event.cameo.starts_with("087"),
        _ => false,
    }
}

/// The parties of a list, each once.
fn parties(mentions: &[MentionRecord]) -> Vec<Party<'_>> {
    let mut parties: Vec<Party<'_>> = Vec::with_capacity(mentions.len());
    for mention in mentions {
        let party = Party::new(mention);
        if parties.iter().all(|p| p.key() != party.key()) {
            parties.push(party);
        }
    }
    parties
}
