//! Whether a later act is about what was undertaken.
//!
//! **In:** a pledge and a later act whose parties fit. **Out:** how sure it is that the matter is the
//! same: by fields and frameworks that tell something, by numbers, by nearly the same words, or by the
//! word for the deed itself.

use super::entry::{Kind, Pledge};
use super::link::{Fit, LinkKind};
use crate::merge::Sketch;
use crate::merge::sketch::{Keys, stem};
use compact_str::CompactString;
use std::collections::BTreeSet;
use std::sync::OnceLock;

/// Words that say nearly the same: so many shared content words at least ...
const WORDS: usize = 3;
/// ... and so large a share of the shorter sentence's.
const SHARE: f32 = 0.6;
/// Fields that half of all talks touch: one of them does not tell a pledge.
const GENERAL: [&str; 26] = [
    "bilateral relationship",
    "transatlantic relationship",
    "bilateral cooperation",
    "partnership",
    "cooperation",
    "coordination",
    "communication",
    "consultations",
    "dialogue",
    "security",
    "regional security",
    "international security",
    "stability",
    "peace",
    "economy",
    "economic growth",
    "development",
    "democracy",
    "history",
    "politics",
    "diplomacy",
    "health",
    "budget",
    "business",
    "people-to-people ties",
    "friendship",
];
/// Words by which anything is voiced or undertaken, in both languages: they say nothing of the matter.
const VOICING: [&str; 44] = [
    "commitment",
    "committed",
    "reaffirmed",
    "reiterated",
    "underscored",
    "emphasized",
    "shared",
    "continue",
    "agreed",
    "promised",
    "pledged",
    "expressed",
    "together",
    "efforts",
    "stressed",
    "affirmed",
    "resolve",
    "announced",
    "discussed",
    "threatened",
    "refused",
    "rejected",
    "working",
    "leaders",
    "president",
    "minister",
    "administration",
    "sides",
    "officials",
    "zobowiązał",
    "zapewnił",
    "obiecał",
    "potwierdził",
    "podkreślił",
    "zgodził",
    "uzgodniły",
    "wspólnie",
    "zapowiedział",
    "kontynuować",
    "zagroził",
    "odmówił",
    "odrzucił",
    "ponownie",
    "prezydent",
];

fn voicing() -> &'static Keys {
    static KEYS: OnceLock<Keys> = OnceLock::new();
    KEYS.get_or_init(|| VOICING.into_iter().map(stem).collect())
}

/// How far the matter is the same, 0.1 to 0.35; `None` if nothing says so.
pub(super) fn matter(
    pledge: &Pledge,
    later: &Sketch,
    kind: LinkKind,
    parties: Fit,
    reasons: &mut Vec<String>,
) -> Option<f32> {
    let own: BTreeSet<CompactString> = later.areas.union(&later.frameworks).cloned().collect();
    // hostile acts have no fields of their own: those of the sentence stand for them
    let hostile = later.quad > 2 && own.is_empty();
    let fields = if hostile { &later.fields_beside } else { &own };
    let shared: Vec<&CompactString> = pledge.fields.intersection(fields).collect();
    let numbers: Vec<_> = pledge.numbers.intersection(&later.numbers).collect();
    let telling = numbers.len() + shared.iter().filter(|f| !GENERAL.contains(&f.as_str())).count();
    let other_fields = !pledge.fields.is_empty() && !own.is_empty() && shared.is_empty();
    if other_fields && numbers.is_empty() {
        return None;
    }
    let same_language = pledge.lang == later.lang;
    let content = |keys: &Keys| keys.difference(voicing()).copied().collect::<Keys>();
    let (ours, theirs) = (content(&pledge.matter), content(&later.matter));
    let words = if same_language { ours.intersection(&theirs).count() } else { 0 };
    let least = ours.len().min(theirs.len());
    let verbatim = words >= WORDS && words as f32 >= SHARE * least as f32;
    // "agreed to release", "released", "refused to release": the deed's own word
    let deed = same_language && parties.exact && !ours.is_disjoint(&later.trigger);
    reasons.extend(shared.iter().map(|f| format!("shared field {f}")));
    reasons.extend(numbers.iter().map(|n| format!("shared number {n}")));
    if words > 0 {
        reasons.push(format!("{words} content words shared"));
    }
    let field = telling > 0 && (words > 0 || !same_language);
    let enough = match kind {
        // toward whom is not known: field and words have to agree
        _ if !parties.both => (telling > 0 && verbatim).then_some(0.3),
        LinkKind::Contradicted => (field && parties.exact).then_some(0.25),
        LinkKind::Withdrawn => (field || deed).then_some(0.25),
        _ if field => Some(if words > 1 { 0.35 } else { 0.3 }),
        _ if verbatim => Some(0.25),
        _ if deed && pledge.kind != Kind::Promise => Some(0.2),
        _ => None,
    };
    if enough.is_some() {
        return enough;
    }
    // across languages the mode names what is threatened
    let threatened = pledge.kind == Kind::Threat
        && pledge.mode.is_some()
        && !same_language
        && parties.exact
        && (kind == LinkKind::CarriedOut
            || kind == LinkKind::Repeated && later.mode == pledge.mode);
    threatened.then(|| {
        reasons.push("the threatened kind of act".into());
        0.15
    })
}
