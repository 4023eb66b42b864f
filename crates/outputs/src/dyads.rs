//! Source and target: what formats of pairs make of lists of actors and recipients.
//!
//! Every actor with every recipient is a pair. Among equals (a talk, a joint undertaking, a fight),
//! each participant with each other is one, in both directions, as ICEWS writes them. A visit is
//! the visitor's act toward the host (042) and the host's toward the visitor (043).

use crate::Manifest;
use crate::party::Party;
use record::{Event, MentionRecord};
use std::collections::HashMap;

/// One row of a format of pairs.
pub(crate) struct Dyad<'a> {
    /// `None` for acts that nobody is named for ("was killed").
    pub source: Option<Party<'a>>,
    /// `None` for acts that are toward nobody.
    pub target: Option<Party<'a>>,
    /// CAMEO code, which a mirrored visit changes.
    pub cameo: &'a str,
    /// What tells this pair from others of its act: codes, not names, so that reports that name a
    /// state and reports that name its president agree; a number where codes repeat.
    pub key: String,
}

impl<'a> Dyad<'a> {
    /// Both sides, for formats that need both; what is missing is counted.
    pub fn both(&self, manifest: &mut Manifest) -> Option<(Party<'a>, Party<'a>)> {
        match (self.source, self.target) {
            (Some(source), Some(target)) => return Some((source, target)),
            (None, _) => manifest.leave_out("no actor"),
            (_, None) => manifest.leave_out("no recipient"),
        }
        None
    }
}

/// The pairs of an act; each once, nobody with himself. An act without any party is counted as left
/// out.
pub(crate) fn dyads<'a>(event: &'a Event, manifest: &mut Manifest) -> Vec<Dyad<'a>> {
    let dyads = pairs(event);
    if dyads.is_empty() {
        manifest.leave_out("no party");
    }
    dyads
}

fn pairs(event: &Event) -> Vec<Dyad<'_>> {
    let actors = parties(&event.actors);
    let recipients = parties(&event.recipients);
    let cameo = event.cameo.as_str();
    let mut dyads = Vec::new();
    if recipients.is_empty() {
        if actors.len() > 1 && between_equals(event) {
            for (i, source) in actors.iter().enumerate() {
                for (j, target) in actors.iter().enumerate() {
                    if i != j {
                        dyads.push(pair(Some(*source), Some(*target), cameo));
                    }
                }
            }
        } else {
            dyads.extend(actors.into_iter().map(|source| pair(Some(source), None, cameo)));
        }
        return numbered(dyads);
    }
    if actors.is_empty() {
        dyads.extend(recipients.into_iter().map(|target| pair(None, Some(target), cameo)));
        return numbered(dyads);
    }
    let back = if cameo == "042" { "043" } else { cameo };
    for source in &actors {
        for target in recipients.iter().filter(|r| r.key() != source.key()) {
            dyads.push(pair(Some(*source), Some(*target), cameo));
            if event.event == "CONSULT" {
                dyads.push(pair(Some(*target), Some(*source), back));
            }
        }
    }
    numbered(dyads)
}

/// A pair without its key.
fn pair<'a>(source: Option<Party<'a>>, target: Option<Party<'a>>, cameo: &'a str) -> Dyad<'a> {
    Dyad { source, target, cameo, key: String::new() }
}

/// Gives each pair its key.
fn numbered(mut dyads: Vec<Dyad<'_>>) -> Vec<Dyad<'_>> {
    let mut seen: HashMap<String, u32> = HashMap::new();
    for dyad in &mut dyads {
        let code = |p: Option<&Party<'_>>| match p {
            Some(party) => party.mention.code.as_deref().unwrap_or(party.key()).to_owned(),
            None => String::new(),
        };
        let (source, target) = (code(dyad.source.as_ref()), code(dyad.target.as_ref()));
        let pair = format!("{source}\t{target}");
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

#[cfg(test)]
mod tests {
    use super::*;
    use record::Cited;

    fn mention(name: &str) -> MentionRecord {
        MentionRecord {
            cited: Cited { text: name.into(), start: 0, end: 1 },
            name: name.into(),
            entity: None,
            code: name.get(..3).map(Into::into),
            sector: None,
            implied: false,
        }
    }

    /// `A,B>C` as names of actors and recipients.
    fn rows(kind: &str, cameo: &str, parties: &str) -> Vec<String> {
        let (actors, recipients) = parties.split_once('>').unwrap_or((parties, ""));
        let list = |names: &str| names.split(',').filter(|n| !n.is_empty()).map(mention).collect();
        let event = Event {
            id: "e1".into(),
            sentence: [0, 1],
            event: kind.into(),
            mode: None,
            contexts: Vec::new(),
            aux: "none".into(),
            weight: "core".into(),
            cameo: cameo.into(),
            quad: 1,
            score: 0.0,
            trigger: Cited { text: String::new(), start: 0, end: 0 },
            actors: list(actors),
            recipients: list(recipients),
            said_by: None,
            statement: None,
            areas: Vec::new(),
            frameworks: Vec::new(),
            date: None,
            place: None,
            same_as: None,
            confidence: 1.0,
            why: Vec::new(),
        };
        let name = |p: &Option<Party<'_>>| p.map_or("-", |p| p.key()).to_owned();
        let pairs = pairs(&event);
        pairs
            .iter()
            .map(|d| format!("{}>{} {}", name(&d.source), name(&d.target), d.cameo))
            .collect()
    }

    #[test]
    fn each_pair_is_a_row() {
        assert_eq!(
            rows("ACCUSE", "111", "POL,FIN>RUS,BLR"),
            ["POL>RUS 111", "POL>BLR 111", "FIN>RUS 111", "FIN>BLR 111"]
        );
        assert_eq!(rows("ACCUSE", "111", "POL,FIN"), ["POL>- 111", "FIN>- 111"]);
        assert_eq!(rows("ASSAULT", "190", ">UKR"), ["->UKR 190"]);
        assert!(rows("ASSAULT", "190", "").is_empty());
        assert!(rows("SUPPORT", "051", "POL>POL").is_empty(), "nobody is paired with himself");
    }

    #[test]
    fn equals_are_mirrored() {
        assert_eq!(rows("CONSULT", "046", "POL,FIN"), ["POL>FIN 046", "FIN>POL 046"]);
        assert_eq!(rows("CONSULT", "040", "POL,FIN,EST").len(), 6);
        assert_eq!(rows("CONSULT", "041", "POL>FIN"), ["POL>FIN 041", "FIN>POL 041"]);
        assert_eq!(rows("CONSULT", "042", "POL>FIN"), ["POL>FIN 042", "FIN>POL 043"]);
        assert_eq!(rows("SUPPORT", "057", "POL,FIN").len(), 2);
        assert_eq!(rows("SUPPORT", "051", "POL,FIN"), ["POL>- 051", "FIN>- 051"]);
        assert_eq!(rows("AGREE", "030", "POL>FIN"), ["POL>FIN 030"]);
    }

    #[test]
    fn pairs_of_one_code_have_keys_of_their_own() {
        let (a, b) = (mention("POL president"), mention("POL premier"));
        let two = [Some(Party::new(&a)), Some(Party::new(&b))].map(|p| pair(p, None, "010"));
        let keys: Vec<String> = numbered(two.into()).into_iter().map(|d| d.key).collect();
        assert_eq!(keys, ["POL\t\t0", "POL\t\t1"]);
    }
}
