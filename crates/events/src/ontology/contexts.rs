//! The codebook's contexts, and which acts carry one whatever their words are.
//!
//! **In:** `contexts.txt`: `context`, or `context | TYPE, TYPE mode`, with `between states:` before
//! the list where both sides must have a code of their own. **Out:** the contexts of an act. The
//! words that name a context stand in the languages ([`super::ContextLexicon`]).

use super::{OntologyError, Text, each_line};
use compact_str::CompactString;

/// An act that carries a context.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Carrier {
    event: CompactString,
    mode: Option<CompactString>,
    between_states: bool,
}

/// All contexts of a codebook.
#[derive(Clone, Debug, Default)]
pub(super) struct Contexts(Vec<(CompactString, Vec<Carrier>)>);

impl Contexts {
    pub(super) fn parse(
        text: &Text,
        known: &dyn Fn(&str, Option<&str>) -> bool,
        errors: &mut Vec<OntologyError>,
    ) -> Self {
        let mut all: Vec<(CompactString, Vec<Carrier>)> = Vec::new();
        each_line(text, errors, |_, line| {
            let (name, acts) = line.split_once('|').unwrap_or((line, ""));
            let name = name.trim();
            if all.iter().any(|(n, _)| n == name) {
                return Err(format!("{name} is given twice"));
            }
            let (between_states, acts) = match acts.trim().strip_prefix("between states:") {
                Some(rest) => (true, rest),
                None => (false, acts),
            };
            let mut carriers = Vec::new();
            for act in acts.split(',').map(str::trim).filter(|a| !a.is_empty()) {
                let (event, mode) = act.split_once(' ').map_or((act, None), |(e, m)| (e, Some(m)));
                if !known(event, mode) {
                    return Err(format!("unknown act {act}"));
                }
                let mode = mode.map(CompactString::from);
                carriers.push(Carrier { event: event.into(), mode, between_states });
            }
            all.push((name.into(), carriers));
            Ok(())
        });
        Self(all)
    }

    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|(name, _)| name.as_str())
    }

    pub(super) fn carried_by(
        &self,
        event: &str,
        mode: Option<&str>,
        between_states: bool,
    ) -> Vec<CompactString> {
        let fits = |c: &Carrier| {
            c.event == event
                && c.mode.as_ref().is_none_or(|m| Some(m.as_str()) == mode)
                && (between_states || !c.between_states)
        };
        let carried = self.0.iter().filter(|(_, carriers)| carriers.iter().any(fits));
        carried.map(|(name, _)| name.clone()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn acts_carry_their_contexts() {
        let source = "health\ncyber | COERCE cyber\ndiplomatic | between states: CONSULT";
        let contexts =
            Contexts::parse(&Text::new("contexts.txt", source), &|_, _| true, &mut Vec::new());
        assert_eq!(contexts.names().collect::<Vec<_>>(), ["health", "cyber", "diplomatic"]);
        assert_eq!(contexts.carried_by("COERCE", Some("cyber"), false), ["cyber"]);
        assert!(contexts.carried_by("COERCE", Some("seize"), true).is_empty());
        assert!(contexts.carried_by("CONSULT", None, false).is_empty());
        assert_eq!(contexts.carried_by("CONSULT", Some("phone"), true), ["diplomatic"]);
    }

    #[test]
    fn unknown_acts_are_refused_by_line() {
        let mut errors = Vec::new();
        let text = Text::new("contexts.txt", "a\nb | TALK\na");
        Contexts::parse(&text, &|_, _| false, &mut errors);
        let errors: Vec<String> = errors.iter().map(ToString::to_string).collect();
        let expected = ["contexts.txt:2: unknown act TALK", "contexts.txt:3: a is given twice"];
        assert_eq!(errors, expected);
    }
}
