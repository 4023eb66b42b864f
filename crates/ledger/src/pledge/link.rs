//! What a later act says of a pledge.
//!
//! **In:** a [`Pledge`] and the sketch of another act. **Out:** a [`Link`] with reasons, or none. Three
//! things must be there: the promisor acts (toward the beneficiary, where both acts name one), the act
//! is later, and it is about the same matter. Good relations alone carry nothing out: cooperation of
//! the same two states in another field is no link.

use super::entry::{Kind, Pledge};
use super::matter::matter;
use crate::merge::party::{Likeness, PartyKey};
use crate::merge::time::number;
use crate::merge::{DayFrom, Sketch, Window};
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

/// Days behind the pledge, or behind the time that it names, within which an act is taken to carry it
/// out. A field in common says less with every year.
const WITHIN: i32 = 365;
/// What a later act says of a pledge; `None` if nothing.
#[must_use]
pub fn relate(pledge: &Pledge, later: &Sketch) -> Option<Link> {
    let kind = kind(pledge, later)?;
    let (made, day) = (pledge.made?, day_of(later, kind)?);
    // which of two acts of one day came first is not said; a repetition may be the same act told again
    let after = day.from > made.to;
    let until = number(pledge.due.unwrap_or(made).to) + WITHIN;
    if !after || number(day.from) > until || later.document == pledge.document {
        return None;
    }
    if kind != LinkKind::Repeated && !has_taken_place(later, day) {
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
    Some(Link { kind, score: (0.2 + deed + parties.score + matter).min(1.0), day, reasons })
}

/// When the later act took place; for words about days to come, when they were said.
fn day_of(later: &Sketch, kind: LinkKind) -> Option<Window> {
    let day = later.day?;
    match later.published.filter(|p| day.from > *p && kind == LinkKind::Repeated) {
        Some(said) => Some(Window { from: said, to: said, ..day }),
        None => Some(day),
    }
}

/// Whether the report tells a deed on a day that is known: a passing mention without a day of its own
/// may be of any time, a day behind publication is not yet there.
fn has_taken_place(later: &Sketch, day: Window) -> bool {
    let passing = later.background && day.source != DayFrom::Text;
    !passing && day.is_a_day() && later.published.is_none_or(|p| day.from <= p)
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
    if later.aux == "negation" {
        return match event {
            _ if event == pledge.event() => Some(LinkKind::Withdrawn),
            _ if pledge.deeds().contains(&event) => Some(LinkKind::Contradicted),
            _ => None,
        };
    }
    if event == pledge.event() {
        return Some(LinkKind::Repeated);
    }
    if !matches!(later.aux.as_str(), "none" | "historical") {
        return None;
    }
    if pledge.deeds().contains(&event) {
        let done = match event {
            // words of support carry out nothing; a signature does
            "SUPPORT" => later.signs,
            // they talk all the time: a talk is the promised one if its time was named
            "CONSULT" => pledge.due.zip(later.day).is_some_and(|(due, day)| due.gap(&day) <= 1),
            _ => true,
        };
        return done.then_some(LinkKind::CarriedOut);
    }
    match (pledge.kind, event) {
        (Kind::Promise | Kind::Concession, "REJECT") => Some(LinkKind::Withdrawn),
        // "they suspended the aid" takes it back, "they imposed tariffs on trade" does the contrary
        (Kind::Promise | Kind::Concession, "SANCTION") => {
            let ends = matches!(later.mode.as_deref(), Some("withdraw" | "discontinue"));
            let goes_on =
                later.areas.is_empty() && !pledge.fields.is_disjoint(&later.fields_beside);
            Some(if ends && !goes_on { LinkKind::Withdrawn } else { LinkKind::Contradicted })
        }
        (Kind::Promise | Kind::Concession, "COERCE" | "ASSAULT" | "MOBILIZE") => {
            Some(LinkKind::Contradicted)
        }
        (Kind::Threat, "CONCEDE" | "RETREAT") => Some(LinkKind::Withdrawn),
        (Kind::Threat, "AID" | "COOPERATE") => Some(LinkKind::Contradicted),
        _ => None,
    }
}

/// How well the parties fit.
#[derive(Clone, Copy, Debug)]
pub(super) struct Fit {
    /// 0.1 to 0.3.
    pub score: f32,
    /// Both sides are known and there.
    pub both: bool,
    /// ... and each is the very party, not only of its side.
    pub exact: bool,
}

/// How the parties fit; `None` if they are others.
fn parties(pledge: &Pledge, later: &Sketch, reasons: &mut Vec<String>) -> Option<Fit> {
    let mut found = |ours: &[PartyKey], theirs: &[&PartyKey], role: &str| {
        let mut sides: BTreeSet<&str> = BTreeSet::new();
        let mut best = Likeness::None;
        for ours in ours {
            let Some(likeness) = theirs.iter().map(|t| ours.likeness(t)).max() else { continue };
            if likeness < Likeness::Side {
                continue;
            }
            if sides.insert(side(ours)) {
                reasons.push(format!("{role} {}", ours.name));
            }
            best = best.max(likeness);
        }
        (!sides.is_empty()).then_some((sides.len(), best))
    };
    let actors: Vec<&PartyKey> = later.actors.iter().collect();
    let all: Vec<&PartyKey> = later.parties().collect();
    let recipients: Vec<&PartyKey> = later.recipients.iter().collect();
    let sure = |likeness: Likeness| if likeness == Likeness::Same { 0.15 } else { 0.1 };
    if pledge.beneficiaries.is_empty() {
        let sides: BTreeSet<&str> = pledge.promisors.iter().map(side).collect();
        if sides.len() > 1 {
            // to each other: one side may act toward the other, or both together
            let acts = |p: &PartyKey| actors.iter().any(|a| p.likeness(a) > Likeness::Clash);
            let (n, likeness) = found(&pledge.promisors, &all, "between them:")?;
            let both = n > 1 && pledge.promisors.iter().any(acts);
            let exact = likeness == Likeness::Same;
            return both.then_some(Fit { score: 2.0 * sure(likeness), both, exact });
        }
        let (_, likeness) = found(&pledge.promisors, &actors, "promisor")?;
        return Some(Fit { score: sure(likeness), both: false, exact: false });
    }
    let (_, who) = found(&pledge.promisors, &actors, "promisor")?;
    let together = later.recipients.is_empty() && later.is_reciprocal();
    // of those who act together, the ones that are not the promisors
    let promisor = |p: &PartyKey| pledge.promisors.iter().any(|q| q.likeness(p) > Likeness::Clash);
    let others: Vec<&PartyKey> = actors.iter().copied().filter(|p| !promisor(p)).collect();
    let toward = if together { &others } else { &recipients };
    // where some beneficiaries are abroad, those at home are bystanders
    let abroad: Vec<PartyKey> =
        pledge.beneficiaries.iter().filter(|b| !promisor(b)).cloned().collect();
    let beneficiaries = if abroad.is_empty() { &pledge.beneficiaries } else { &abroad };
    let (_, whom) = found(beneficiaries, toward, "toward")?;
    let exact = who == Likeness::Same && whom == Likeness::Same;
    // within one state everybody is of one side: the party itself has to be named
    let own: BTreeSet<&str> = pledge.promisors.iter().map(side).collect();
    let domestic = pledge.beneficiaries.iter().all(|b| own.contains(side(b)));
    (exact || !domestic).then_some(Fit { score: sure(who) + sure(whom), both: true, exact })
}

fn side(party: &PartyKey) -> &str {
    party.code.as_ref().unwrap_or(&party.id)
}
