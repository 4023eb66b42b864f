//! The codebook as data: types, modes, scores, CAMEO, the composition table; areas and contexts.
//!
//! **In:** the text files of `ontologies/<name>/` and of `languages/<code>/`. **Out:** answers to
//! the engine's questions. Every file is one that a political scientist can read and edit; a user's
//! own folder works without touching Rust ([`Ontology::from_sources`]).

mod areas;
mod cameo;
mod check;
mod composed;
mod composition;
mod contexts;
mod sources;

pub use areas::{AreaLexicon, ContextLexicon};
pub use cameo::{CameoCode, CameoTable};
pub use check::Finding;
pub use composed::{Composed, Inner, Source};
pub use sources::{Sources, Text};

use compact_str::CompactString;
use composition::Composition;
use contexts::Contexts;
use rustc_hash::FxHashMap;
use thiserror::Error;

/// A codebook file that cannot be used.
#[derive(Debug, Error, PartialEq, Eq)]
#[error("{file}:{line}: {reason}")]
pub struct OntologyError {
    /// File name.
    pub file: String,
    /// Line, from 1.
    pub line: usize,
    /// What is wrong and what is expected.
    pub reason: String,
}

/// One event type.
#[derive(Clone, Debug, PartialEq)]
struct EventType {
    quad: u8,
    score: f32,
    needs_recipient: bool,
    modes: Vec<(CompactString, f32)>,
}

/// When a CAMEO row applies.
#[derive(Clone, Debug, PartialEq, Eq)]
enum When {
    Mode(CompactString),
    Context(CompactString),
    Always,
}

/// A codebook.
pub struct Ontology {
    types: FxHashMap<CompactString, EventType>,
    cameo: FxHashMap<CompactString, Vec<(CompactString, When)>>,
    composition: Composition,
    contexts: Contexts,
}

impl Ontology {
    /// The built-in PLOVER 2.0.
    ///
    /// # Errors
    /// If a built-in file is broken (a test keeps them sound).
    pub fn built_in() -> Result<Self, OntologyError> {
        Self::from_sources(&Sources::built_in())
    }

    /// A codebook from its files' texts.
    ///
    /// # Errors
    /// The first line that cannot be used: unknown types or modes, broken columns.
    pub fn from_sources(sources: &Sources) -> Result<Self, OntologyError> {
        let (ontology, errors) = Self::read(sources);
        errors.into_iter().next().map_or(Ok(ontology), Err)
    }

    /// A codebook of the lines that can be used, and every line that cannot.
    pub fn read(sources: &Sources) -> (Self, Vec<OntologyError>) {
        let mut errors = Vec::new();
        let types = read_types(&sources.types, &mut errors);
        let known = |event: &str, mode: Option<&str>| {
            types
                .get(event)
                .is_some_and(|t| mode.is_none_or(|m| t.modes.iter().any(|(n, _)| n == m)))
        };
        let contexts = Contexts::parse(&sources.contexts, &known, &mut errors);
        let cameo = read_cameo(&sources.cameo, &known, &contexts, &mut errors);
        let composition = Composition::parse(&sources.composition, &known, &mut errors);
        (Self { types, cameo, composition, contexts }, errors)
    }

    /// What an operator makes of an act (see [`Composed`]); `None` where no row fits.
    pub fn compose(
        &self,
        operator: &str,
        negated: bool,
        inner: Option<&Inner>,
    ) -> Option<Composed> {
        if negated {
            if let Some(row) = self.composition.find(operator, true, inner) {
                return Some(row);
            }
            // rule 4 of the table's header: compose as if affirmed, then deny the result
            let plain = self.composition.find(operator, false, inner)?;
            let Composed::Outcome { event, mode, actor, recipient, rule } = &plain else {
                return Some(plain);
            };
            let result = Inner { event, mode: mode.as_deref(), negated: false, own: true };
            return match self.composition.find("not", false, Some(&result))? {
                Composed::Outcome { event, mode, rule: not, .. } => Some(Composed::Outcome {
                    event,
                    mode,
                    actor: actor.clone(),
                    recipient: recipient.clone(),
                    rule: format!("{rule}, {not}").into(),
                }),
                other => Some(other),
            };
        }
        self.composition.find(operator, false, inner)
    }

    /// Whether the table has rows for an operator.
    pub fn knows_operator(&self, operator: &str) -> bool {
        self.composition.knows(operator)
    }

    /// The CAMEO code of a type in a mode and contexts.
    pub fn cameo(&self, event: &str, mode: Option<&str>, contexts: &[CompactString]) -> &str {
        let rows = self.cameo.get(event).map(Vec::as_slice).unwrap_or_default();
        let hit = rows.iter().find(|(_, when)| match when {
            When::Mode(m) => mode == Some(m),
            When::Context(c) => contexts.contains(c),
            When::Always => true,
        });
        hit.map_or("", |(code, _)| code)
    }

    /// The codebook's contexts.
    pub fn contexts(&self) -> impl Iterator<Item = &str> {
        self.contexts.names()
    }

    /// Contexts that an act carries whatever its words are. `between_states`: each side has a code
    /// of its own.
    pub fn carried_contexts(
        &self,
        event: &str,
        mode: Option<&str>,
        between_states: bool,
    ) -> Vec<CompactString> {
        self.contexts.carried_by(event, mode, between_states)
    }

    /// Quad class, 1 to 4; 0 for an unknown type.
    pub fn quad(&self, event: &str) -> u8 {
        self.types.get(event).map_or(0, |t| t.quad)
    }

    /// PLOVER score of a mode, else of the type.
    pub fn score(&self, event: &str, mode: Option<&str>) -> f32 {
        let Some(t) = self.types.get(event) else { return 0.0 };
        t.modes.iter().find(|(m, _)| mode == Some(m)).map_or(t.score, |m| m.1)
    }

    /// Whether the manual asks for a recipient.
    pub fn needs_recipient(&self, event: &str) -> bool {
        self.types.get(event).is_some_and(|t| t.needs_recipient)
    }

    /// Every type, alone and with each of its modes, in alphabetical order.
    pub fn kinds(&self) -> Vec<(&str, Option<&str>)> {
        let mut all: Vec<(&str, Option<&str>)> = Vec::new();
        for (name, kind) in &self.types {
            all.push((name.as_str(), None));
            all.extend(kind.modes.iter().map(|(m, _)| (name.as_str(), Some(m.as_str()))));
        }
        all.sort_unstable();
        all
    }

    /// Whether a type exists and has this mode.
    pub fn knows(&self, event: &str, mode: Option<&str>) -> bool {
        self.types
            .get(event)
            .is_some_and(|t| mode.is_none_or(|m| t.modes.iter().any(|(n, _)| n == m)))
    }
}

/// Lines that say something, with their numbers.
fn lines(source: &str) -> impl Iterator<Item = (usize, &str)> {
    let all = source.lines().enumerate().map(|(n, l)| (n + 1, l.trim()));
    all.filter(|(_, l)| !l.is_empty() && !l.starts_with('#'))
}

/// Reads lines one by one: what a line gives goes to `take`, what is wrong with it to `errors`.
fn each_line(
    text: &Text,
    errors: &mut Vec<OntologyError>,
    mut take: impl FnMut(&sources::Place, &str) -> Result<(), String>,
) {
    for (place, line) in text.lines() {
        if let Err(reason) = take(&place, line) {
            errors.push(place.error(reason));
        }
    }
}

fn read_types(text: &Text, errors: &mut Vec<OntologyError>) -> FxHashMap<CompactString, EventType> {
    let mut types = FxHashMap::default();
    each_line(text, errors, |_, line| {
        let (name, kind) = event_type(line)?;
        match types.insert(CompactString::from(name), kind) {
            Some(_) => Err(format!("{name} is given twice")),
            None => Ok(()),
        }
    });
    types
}

fn event_type(line: &str) -> Result<(&str, EventType), String> {
    let columns: Vec<&str> = line.split('|').map(str::trim).collect();
    let [name, quad, score, needs, modes] = columns[..] else {
        return Err("a type has 5 columns: TYPE | quad | score | recipient | modes".into());
    };
    if name.is_empty() || name.contains(char::is_whitespace) {
        return Err(format!("a type is one word, not \"{name}\""));
    }
    let quad = quad.parse().ok().filter(|q| (1..=4).contains(q));
    let quad = quad.ok_or_else(|| format!("{} is no quad class, 1 to 4", columns[1]))?;
    let number = |s: &str| s.trim().parse().map_err(|_| format!("{} is no score", s.trim()));
    let needs_recipient = match needs {
        "yes" => true,
        "no" => false,
        _ => return Err(format!("whether a recipient is required is yes or no, not {needs}")),
    };
    let mut list: Vec<(CompactString, f32)> = Vec::new();
    for m in modes.split(',').map(str::trim).filter(|m| !m.is_empty()) {
        let (mode, s) = m.split_once(' ').ok_or_else(|| format!("mode {m} has no score"))?;
        if list.iter().any(|(n, _)| n == mode) {
            return Err(format!("mode {mode} is given twice"));
        }
        list.push((mode.into(), number(s)?));
    }
    Ok((name, EventType { quad, score: number(score)?, needs_recipient, modes: list }))
}

type CameoRows = FxHashMap<CompactString, Vec<(CompactString, When)>>;

fn read_cameo(
    text: &Text,
    known: &dyn Fn(&str, Option<&str>) -> bool,
    contexts: &Contexts,
    errors: &mut Vec<OntologyError>,
) -> CameoRows {
    let mut rows: CameoRows = FxHashMap::default();
    each_line(text, errors, |_, line| {
        let columns: Vec<&str> = line.split('|').map(str::trim).collect();
        let [event, code, when] = columns[..] else {
            return Err("a row has 3 columns: TYPE | code | when".into());
        };
        if !known(event, None) {
            return Err(format!("unknown type {event}"));
        }
        let when = match when.split_once(' ') {
            None if when.is_empty() => When::Always,
            Some(("mode", m)) if known(event, Some(m)) => When::Mode(m.into()),
            Some(("mode", m)) => return Err(format!("{event} has no mode {m}")),
            Some(("context", c)) if contexts.names().any(|n| n == c) => When::Context(c.into()),
            Some(("context", c)) => return Err(format!("unknown context {c}")),
            _ => return Err(format!("a condition is mode NAME or context NAME, not {when}")),
        };
        rows.entry(event.into()).or_default().push((code.into(), when));
        Ok(())
    });
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    fn composed(op: &str, negated: bool, inner: Option<(&str, Option<&str>)>) -> String {
        let o = Ontology::built_in().unwrap();
        let inner = inner.map(|(event, mode)| Inner { event, mode, negated: false, own: false });
        match o.compose(op, negated, inner.as_ref()) {
            Some(Composed::Outcome { event, mode, .. }) => {
                format!("{event} {}", mode.as_deref().unwrap_or("-"))
            }
            Some(Composed::Inner { .. }) => "inner".into(),
            Some(Composed::Drop { .. }) => "drop".into(),
            None => "no row".into(),
        }
    }

    #[test]
    fn the_manual_rules_hold() {
        for (op, not, inner, expected) in [
            ("intend", false, Some(("COOPERATE", None)), "AGREE -"),
            ("request", false, Some(("COOPERATE", None)), "REQUEST assist"),
            ("refuse", false, Some(("CONSULT", None)), "REJECT meet"),
            ("threaten", false, Some(("ASSAULT", None)), "THREATEN violence"),
            ("stop", false, Some(("AID", None)), "SANCTION discontinue"),
            // promised yielding is AGREE in every GSR record (CAMEO 035), announced easing CONCEDE
            ("intend", false, Some(("RETREAT", Some("withdraw"))), "AGREE -"),
            ("stop", false, Some(("ASSAULT", None)), "RETREAT ceasefire"),
            ("request", false, Some(("RETREAT", Some("ceasefire"))), "REQUEST yield"),
            ("intend", true, Some(("ASSAULT", None)), "AGREE -"),
            ("consider", false, Some(("SANCTION", Some("discontinue"))), "THREATEN restrict"),
            ("future", false, Some(("CONSULT", None)), "AGREE -"),
            ("future", false, Some(("RETREAT", None)), "AGREE -"),
            ("negfuture", false, Some(("AID", None)), "REJECT assist"),
            ("not", false, Some(("CONSULT", None)), "drop"),
            ("discuss", false, Some(("AID", None)), "CONSULT -"),
            ("support", true, None, "ACCUSE disapprove"),
            ("request", true, Some(("AID", None)), "drop"),
            ("condemn", false, Some(("ASSAULT", Some("aerial"))), "ACCUSE disapprove"),
            // REFERENCE 4.1: promised, offered, planned, invited cooperation is AGREE
            ("offer", false, Some(("AID", None)), "AGREE -"),
            ("promise", false, Some(("SUPPORT", None)), "AGREE -"),
            ("agree", false, Some(("CONSULT", None)), "AGREE -"),
            ("invite", false, Some(("CONSULT", Some("visit"))), "AGREE -"),
            ("refuse", false, Some(("CONSULT", Some("visit"))), "REJECT meet"),
            ("announce", false, Some(("RETREAT", Some("ceasefire"))), "CONCEDE -"),
            ("promise", false, Some(("CONCEDE", None)), "AGREE -"),
            ("stop", false, Some(("REQUEST", Some("change"))), "CONCEDE -"),
            // 4.1: asking for help, withdrawal, elections
            ("request", false, Some(("AID", None)), "REQUEST assist"),
            ("demand", false, Some(("RETREAT", Some("withdraw"))), "REQUEST yield"),
            ("demand", false, Some(("CONSULT", None)), "REQUEST meet"),
            ("request", false, None, "REQUEST change"),
            ("announce", false, Some(("SANCTION", Some("discontinue"))), "THREATEN restrict"),
            ("announce", false, Some(("SANCTION", Some("withdraw"))), "THREATEN relations"),
            ("announce", false, Some(("SANCTION", Some("expel"))), "THREATEN expel"),
            // 4.2: threats name their content; blocking is REJECT; a statement alone is nothing
            ("threaten", false, Some(("COERCE", Some("arrest"))), "THREATEN arrest"),
            ("threaten", false, Some(("CONSULT", None)), "THREATEN relations"),
            ("threaten", false, None, "THREATEN -"),
            ("prevent", false, Some(("AID", None)), "REJECT assist"),
            ("accuse", false, Some(("ASSAULT", None)), "ACCUSE allege"),
            ("say", false, None, "drop"),
            // 4.4: future and denial of every kind of act
            ("future", false, Some(("AID", None)), "AGREE -"),
            ("future", false, Some(("SUPPORT", None)), "AGREE -"),
            ("future", false, Some(("REQUEST", Some("assist"))), "inner"),
            ("future", false, Some(("PROTEST", Some("strike"))), "THREATEN restrict"),
            ("future", false, Some(("ASSAULT", None)), "THREATEN violence"),
            ("negfuture", false, Some(("CONSULT", None)), "REJECT meet"),
            ("negfuture", false, Some(("CONCEDE", None)), "REJECT yield"),
            ("negfuture", false, Some(("SANCTION", None)), "AGREE -"),
            ("negfuture", false, Some(("ACCUSE", None)), "drop"),
            ("not", false, Some(("THREATEN", None)), "drop"),
            ("not", false, Some(("REJECT", None)), "AGREE -"),
            ("stop", false, Some(("MOBILIZE", Some("troops"))), "RETREAT withdraw"),
            ("stop", false, Some(("SANCTION", Some("discontinue"))), "RETREAT -"),
            ("hypothetical", false, Some(("AID", None)), "drop"),
            ("deny", false, Some(("ASSAULT", None)), "drop"),
            // guidelines, hard cases
            ("intend", true, Some(("CONSULT", None)), "REJECT meet"),
            ("agree", true, Some(("AID", None)), "REJECT assist"),
            ("should", false, Some(("COOPERATE", None)), "REQUEST assist"),
            ("should", false, None, "REQUEST change"),
            ("doubt", false, None, "ACCUSE disapprove"),
            ("praise", false, Some(("AID", None)), "SUPPORT -"),
            ("regret", false, None, "CONCEDE -"),
            ("support", false, Some(("SANCTION", Some("discontinue"))), "THREATEN restrict"),
        ] {
            assert_eq!(composed(op, not, inner), expected, "{op} negated {not} over {inner:?}");
        }
    }

    #[test]
    fn codes_and_scores_follow_the_mode() {
        let o = Ontology::built_in().unwrap();
        assert_eq!(o.cameo("CONSULT", Some("phone"), &[]), "041");
        assert_eq!(o.cameo("AGREE", None, &["military".into()]), "0312");
        assert_eq!((o.quad("REQUEST"), o.quad("AID")), (3, 2));
        assert_eq!(o.score("CONSULT", Some("phone")), 1.5);
        assert_eq!(o.score("CONSULT", None), 2.5);
    }

    #[test]
    fn a_broken_codebook_is_refused_by_line() {
        let bad = Sources {
            types: Text::new("types.txt", "AID | 2 | 10 | yes |\nAGREE | 5 | 2.5 | no |"),
            cameo: Text::new("cameo.txt", "AIDE | 070 |\nAID | 072 | context war"),
            ..Sources::default()
        };
        let e = Ontology::from_sources(&bad).err().unwrap();
        assert_eq!(e.to_string(), "types.txt:2: 5 is no quad class, 1 to 4");
        let all: Vec<String> = Ontology::read(&bad).1.iter().map(ToString::to_string).collect();
        let of_cameo = ["cameo.txt:1: unknown type AIDE", "cameo.txt:2: unknown context war"];
        assert_eq!(all[1..], of_cameo);
    }
}
