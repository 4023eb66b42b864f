//! How the parties of two reports fit, as merging weighs them.
//!
//! **In:** two sketches. **Out:** [`Sides`]: how many parties are the same or of one side, what is
//! missing, and why the parties cannot be those of one act.

use super::party::{Fit, PartyKey, PartyKind};
use super::sketch::Sketch;
use std::collections::BTreeSet;

/// How the parties of two reports fit.
pub(super) struct Sides {
    fits: Vec<(Fit, bool)>,
    /// Parties that are the same.
    pub same: usize,
    /// Parties that are of one side.
    pub side: usize,
    /// One names no actor.
    pub actors_missing: bool,
    /// Each has a recipient that the other lacks.
    pub recipients_differ: bool,
    /// One names no recipient.
    pub recipients_missing: bool,
    reciprocal: bool,
    /// Persons that are the same.
    pub persons: usize,
    /// Known parties that only one report has.
    pub strangers: bool,
    /// Persons spelled out that fit nobody.
    pub spelled: usize,
    /// Whether an actor is the same, not only of one side.
    pub speaker: bool,
    /// Different states and organisations among the matched parties.
    pub codes: usize,
}

impl Sides {
    pub fn of(a: &Sketch, b: &Sketch) -> Self {
        let reciprocal = a.is_reciprocal() && b.is_reciprocal();
        let fits = if reciprocal {
            let all = |s: &Sketch| s.parties().cloned().collect::<Vec<PartyKey>>();
            vec![(Fit::of(&all(a), &all(b)), true)]
        } else {
            vec![
                (Fit::of(&a.actors, &b.actors), true),
                (Fit::of(&a.recipients, &b.recipients), false),
            ]
        };
        let list: Vec<&PartyKey> = match reciprocal {
            true => a.parties().collect::<Vec<_>>(),
            false => a.actors.iter().collect(),
        };
        let matched = fits[0].0.same.iter().chain(&fits[0].0.side);
        let codes: BTreeSet<&str> =
            matched.map(|&(i, _)| list[i].code.as_ref().unwrap_or(&list[i].id).as_str()).collect();
        Self {
            codes: codes.len(),
            persons: fits[0].0.same.iter().filter(|p| list[p.0].kind == PartyKind::Person).count(),
            strangers: fits.iter().any(|f| !f.0.only_a.is_empty() || !f.0.only_b.is_empty()),
            spelled: fits.iter().map(|f| f.0.spelled).sum(),
            speaker: !fits[0].0.same.is_empty(),
            same: fits.iter().map(|f| f.0.same.len()).sum(),
            side: fits.iter().map(|f| f.0.side.len()).sum(),
            recipients_differ: !reciprocal
                && !fits[1].0.only_a.is_empty()
                && !fits[1].0.only_b.is_empty(),
            actors_missing: a.actors.is_empty() || b.actors.is_empty(),
            recipients_missing: !reciprocal && (a.recipients.is_empty() || b.recipients.is_empty()),
            fits,
            reciprocal,
        }
    }

    /// The parties of `s` that a fit is about.
    fn list<'s>(&self, s: &'s Sketch, actors: bool) -> Vec<&'s PartyKey> {
        match (self.reciprocal, actors) {
            (true, _) => s.parties().collect(),
            (false, true) => s.actors.iter().collect(),
            (false, false) => s.recipients.iter().collect(),
        }
    }

    /// Why the parties cannot be those of one act.
    pub fn contradict(&self, a: &Sketch, b: &Sketch) -> Option<String> {
        for (fit, actors) in &self.fits {
            let (of_a, of_b) = (self.list(a, *actors), self.list(b, *actors));
            if of_a.is_empty() || of_b.is_empty() {
                continue;
            }
            // beside two that are the same, others of their states are company
            if fit.same.len() < 2
                && let Some(&(i, j)) = fit.clash.first()
            {
                return Some(format!("{} and {} are not the same", of_a[i].name, of_b[j].name));
            }
            let person = |p: &&PartyKey| p.kind == PartyKind::Person;
            let alone_a: Vec<_> = fit.only_a.iter().map(|&i| of_a[i]).collect();
            let alone_b: Vec<_> = fit.only_b.iter().map(|&j| of_b[j]).collect();
            if fit.shared() == 0 && !alone_a.is_empty() && !alone_b.is_empty() {
                return Some(format!(
                    "{} and {} are not the same",
                    alone_a[0].name, alone_b[0].name
                ));
            }
            if !actors {
                continue;
            }
            // one party alone: the other side is only unknown
            if self.reciprocal && of_a.len().min(of_b.len()) < 2 {
                continue;
            }
            if let Some(p) = alone_a.iter().chain(&alone_b).copied().find(person) {
                return Some(format!("{} takes part in one only", p.name));
            }
            if !alone_a.is_empty() && !alone_b.is_empty() && a.event == "CONSULT" {
                return Some(format!("one with {}, one with {}", alone_a[0].name, alone_b[0].name));
            }
        }
        None
    }

    pub fn reasons(&self, a: &Sketch, b: &Sketch) -> Vec<String> {
        let mut found = Vec::new();
        for (fit, actors) in &self.fits {
            let (of_a, of_b) = (self.list(a, *actors), self.list(b, *actors));
            let role = match (self.reciprocal, actors) {
                (true, _) => "party",
                (false, true) => "actor",
                (false, false) => "recipient",
            };
            found.extend(fit.same.iter().map(|&(i, _)| format!("same {role} {}", of_a[i].name)));
            found.extend(
                fit.side.iter().map(|&(i, j)| {
                    format!("{} and {} are of one side", of_a[i].name, of_b[j].name)
                }),
            );
        }
        found
    }
}
