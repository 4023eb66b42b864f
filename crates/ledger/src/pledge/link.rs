//! What a later act says of a pledge.
//!
//! **In:** a [`Pledge`] and the sketch of another act. **Out:** a [`Link`] with reasons, or none. Three
//! things must be there: the promisor acts (toward the beneficiary, where both acts name one), the act
//! is later, and it is about the same matter. Good relations alone carry nothing out: cooperation of
//! the same two states in another field is no link.

use super::entry::{Kind, Pledge};
use crate::merge::party::{Likeness, PartyKey};
use crate::merge::{DayFrom, Sketch, Window};
use compact_str::CompactString;
use std::collections::BTreeSet;

/// What the later act is to the pledge.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum LinkKind {
    /// It does what was undertaken.
    CarriedOut,
    /// It undertakes the same again.
    Repeated,
    /// It takes the pledge back.
    Withdrawn,
    /// It does the contrary.
    Contradicted,
}

/// A later act that bears on a pledge.
#[derive(Clone, Debug, PartialEq)]
pub struct Link {
    /// What it is to the pledge.
    pub kind: LinkKind,
    /// How sure, 0 to 1.
    pub score: f32,
    /// When the later act took place.
    pub day: Window,
    /// Why, in plain words.
    pub reasons: Vec<String>,
}

/// From so many shared content words on, the matter is the same.
const WORDS: usize = 2;
/// One shared content word will do if it is this share of the shorter sentence's.
const SHARE: f32 = 0.5;

/// What a later act says of a pledge; `None` if nothing.
#[must_use]
pub fn relate(pledge: &Pledge, later: &Sketch) -> Option<Link> {
    let (made, day) = (pledge.made?, later.day?);
    let kind = kind(pledge, later)?;
    // which of two acts of one day came first is not said
    let after = if kind == LinkKind::CarriedOut { day.from > made.to } else { day.to > made.to };
    if !after || later.document == pledge.document {
        return None;
    }
    // a passing mention without a day of its own may be of any time
    if kind == LinkKind::CarriedOut && later.background && day.source != DayFrom::Text {
        return None;
    }
    let mut reasons = vec![format!("{} after {}", day.name(), made.name())];
    let parties = parties(pledge, later, &mut reasons)?;
    let matter = matter(pledge, later, kind, parties, &mut reasons)?;
    if let Some(due) = pledge.due.filter(|due| day.from > due.to && kind == LinkKind::CarriedOut) {
        reasons.push(format!("later than the time named, {}", due.name()));
    }
    let deed = match kind {
        LinkKind::CarriedOut if pledge.promised.is_some() => 0.2,
        LinkKind::CarriedOut => 0.1,
        _ => 0.15,
    };
    reasons.push(format!("{} {}", later.event, said(kind)));
    Some(Link { kind, score: (0.2 + deed + parties + matter).min(1.0), day, reasons })
}

fn said(kind: LinkKind) -> &'static str {
    match kind {
        LinkKind::CarriedOut => "is what was undertaken",
        LinkKind::Repeated => "undertakes it again",
        LinkKind::Withdrawn => "takes it back",
        LinkKind::Contradicted => "is the contrary of it",
    }
}

/// What an act of this type would be to the pledge, parties and matter aside.
fn kind(pledge: &Pledge, later: &Sketch) -> Option<LinkKind> {
    let event = later.event.as_str();
    let denied = later.aux == "negation";
    let real = matches!(later.aux.as_str(), "none" | "historical");
    let takes_back = match pledge.kind {
        Kind::Promise | Kind::Concession => {
            event == "REJECT"
                || event == "SANCTION"
                    && matches!(later.mode.as_deref(), Some("withdraw" | "discontinue"))
        }
        Kind::Threat => matches!(event, "CONCEDE" | "RETREAT"),
    };
    let contrary = match pledge.kind {
        Kind::Promise | Kind::Concession => {
            matches!(event, "SANCTION" | "COERCE" | "ASSAULT" | "MOBILIZE" | "THREATEN")
        }
        Kind::Threat => matches!(event, "AID" | "COOPERATE"),
    };
    // "they imposed tariffs" ends nothing that was promised; "they suspended the aid" does
    let ends = pledge.kind == Kind::Threat || event == "REJECT" || !pledge.fields_touched_by(later);
    if denied && (event == pledge.event() || pledge.deeds().contains(&event)) {
        return Some(if event == pledge.event() {
            LinkKind::Withdrawn
        } else {
            LinkKind::Contradicted
        });
    }
    if !real {
        return (event == pledge.event()).then_some(LinkKind::Repeated);
    }
    if event == pledge.event() {
        return Some(LinkKind::Repeated);
    }
    let signed = event != "SUPPORT"
        || later.is_reciprocal()
        || pledge.promised.as_deref() == Some("SUPPORT");
    if pledge.deeds().contains(&event) && signed {
        return Some(LinkKind::CarriedOut);
    }
    if takes_back && ends {
        return Some(LinkKind::Withdrawn);
    }
    (contrary || takes_back).then_some(LinkKind::Contradicted)
}

impl Pledge {
    /// Whether the later act's sentence tells of the promised field itself going on beside the act
    /// ("tariffs on trade"), rather than of its end.
    fn fields_touched_by(&self, later: &Sketch) -> bool {
        later.areas.is_empty() && !self.fields.is_disjoint(&later.fields_beside)
    }
}

/// How well the parties fit, 0.1 to 0.3; `None` if they are others.
fn parties(pledge: &Pledge, later: &Sketch, reasons: &mut Vec<String>) -> Option<f32> {
    let mut found = |ours: &[PartyKey], theirs: &[&PartyKey], role: &str| -> Option<(usize, f32)> {
        let mut sides: BTreeSet<&str> = BTreeSet::new();
        let mut best: f32 = 0.0;
        for ours in ours {
            let Some(likeness) = theirs.iter().map(|t| ours.likeness(t)).max() else { continue };
            let sure = match likeness {
                Likeness::Same => 0.15,
                Likeness::Side => 0.1,
                _ => continue,
            };
            if sides.insert(ours.code.as_ref().unwrap_or(&ours.id)) {
                reasons.push(format!("{role} {}", ours.name));
            }
            best = best.max(sure);
        }
        (!sides.is_empty()).then_some((sides.len(), best))
    };
    let actors: Vec<&PartyKey> = later.actors.iter().collect();
    let all: Vec<&PartyKey> = later.parties().collect();
    let recipients: Vec<&PartyKey> = later.recipients.iter().collect();
    if pledge.beneficiaries.is_empty() {
        let sides: BTreeSet<_> =
            pledge.promisors.iter().map(|p| p.code.as_ref().unwrap_or(&p.id)).collect();
        if sides.len() > 1 {
            // to each other: one side may act toward the other, or both together
            let acts = pledge
                .promisors
                .iter()
                .any(|p| actors.iter().any(|a| p.likeness(a) > Likeness::Clash));
            let (n, sure) = found(&pledge.promisors, &all, "between them:")?;
            return (acts && n > 1).then_some(2.0 * sure);
        }
        return found(&pledge.promisors, &actors, "promisor").map(|f| f.1);
    }
    let (_, who) = found(&pledge.promisors, &actors, "promisor")?;
    let toward =
        if later.recipients.is_empty() && later.is_reciprocal() { &actors } else { &recipients };
    let (_, whom) = found(&pledge.beneficiaries, toward, "toward")?;
    Some(who + whom)
}

/// How far the matter is the same, 0.1 to 0.35; `None` if nothing says so.
fn matter(
    pledge: &Pledge,
    later: &Sketch,
    kind: LinkKind,
    parties: f32,
    reasons: &mut Vec<String>,
) -> Option<f32> {
    let own: BTreeSet<CompactString> = later.areas.union(&later.frameworks).cloned().collect();
    let fields = if own.is_empty() { &later.fields_beside } else { &own };
    let shared: Vec<&CompactString> = pledge.fields.intersection(fields).collect();
    reasons.extend(shared.iter().map(|f| format!("shared field {f}")));
    let numbers = pledge.numbers.intersection(&later.numbers).count();
    reasons
        .extend(pledge.numbers.intersection(&later.numbers).map(|n| format!("shared number {n}")));
    let other_fields = !pledge.fields.is_empty() && !own.is_empty() && shared.is_empty();
    if other_fields && numbers == 0 {
        return None;
    }
    let words = if pledge.lang == later.lang {
        pledge.matter.intersection(&later.matter).count()
    } else {
        0
    };
    let least = pledge.matter.len().min(later.matter.len());
    let alike = words >= WORDS || words > 0 && words as f32 >= SHARE * least as f32;
    if words > 0 {
        reasons.push(format!("{words} content words shared"));
    }
    // of one party only: the field alone could be anything
    let both = parties >= 0.2;
    let enough = match (shared.len() + numbers, alike) {
        (1.., true) => 0.35,
        (1.., false) if both => 0.25,
        (0, true) if both => 0.2,
        // a threat's mode names the deed: the same side does that very thing to the same side
        (0, false) if both && pledge.kind == Kind::Threat && pledge.mode.is_some() => {
            let deed = matches!(kind, LinkKind::CarriedOut | LinkKind::Repeated);
            let same = kind == LinkKind::CarriedOut || later.mode == pledge.mode;
            if !(deed && same && pledge.lang != later.lang) {
                return None;
            }
            reasons.push("the threatened kind of act".into());
            0.1
        }
        _ => return None,
    };
    Some(enough)
}
