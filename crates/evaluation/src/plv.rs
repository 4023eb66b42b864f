//! The relation between two marked actors: accuracy and macro F1.
//!
//! The event whose actors overlap the marked source and whose recipients overlap the marked target
//! answers (either way round for symmetric types); else one whose actors overlap the source; else
//! one that overlaps either; else any; the most confident of equals. CONCEDE and RETREAT count as
//! YIELD. The figures of ZSP, a zero-shot classifier, are stored in the file and printed beside.

use crate::bootstrap::{DRAWS, Interval, intervals};
use crate::confusion::Confusion;
use crate::measures::{Counts, Prf, ratio, symmetric};
use crate::news::act_of;
use crate::{Fault, Pair, Party, PredictedEvent, Prediction};
use serde_json::{Value, json};
use std::collections::{BTreeSet, HashMap};
use std::fmt;

/// No event at all.
const NONE: &str = "NONE";

/// The figures of a set of pairs.
pub struct Plv {
    gold: Vec<String>,
    answers: Vec<String>,
    reference: Vec<String>,
    /// Which relation was taken for which.
    pub confusion: Confusion,
    /// Wrong answers.
    pub faults: Vec<Fault>,
}

/// Scores pairs.
pub fn score(gold: &[Pair], predictions: &[Prediction]) -> Plv {
    let by_id: HashMap<&str, &Prediction> =
        predictions.iter().map(|p| (p.id.as_str(), p)).collect();
    let (mut answers, mut faults) = (Vec::new(), Vec::new());
    let mut confusion = Confusion::default();
    for pair in gold {
        let events = by_id.get(pair.id.as_str()).map_or(&[][..], |p| &p.events);
        let (source, target) = (marked(&pair.marked, 's'), marked(&pair.marked, 't'));
        let best = answer(events, &source, &target);
        let given = best.map_or(NONE, |e| relation(&e.event));
        confusion.add(Some(&pair.root), best.map(|_| given));
        if given != pair.root {
            faults.push(Fault {
                kind: "wrong",
                id: pair.id.clone(),
                act: pair.root.clone(),
                trigger: Some(pair.marked.clone()),
                at: None,
                instead: best.map(act_of).into_iter().collect(),
                why: best.map(|e| e.why.clone()).unwrap_or_default(),
            });
        }
        answers.push(given.to_owned());
    }
    let list = |f: fn(&Pair) -> &String| gold.iter().map(f).cloned().collect();
    Plv { gold: list(|p| &p.root), reference: list(|p| &p.zsp), answers, confusion, faults }
}

fn relation(event: &str) -> &str {
    if matches!(event, "CONCEDE" | "RETREAT") { "YIELD" } else { event }
}

/// Code point spans in the unmarked text of what stands between `<tag>` and `</tag>`.
fn marked(text: &str, tag: char) -> Vec<(usize, usize)> {
    let (mut spans, mut start, mut at) = (Vec::new(), None, 0);
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let mark = ["<s>", "</s>", "<t>", "</t>"].into_iter().find(|m| rest.starts_with(m));
        let Some(mark) = mark else {
            at += 1;
            rest = &rest[c.len_utf8()..];
            continue;
        };
        if mark.contains(tag) {
            match (mark.starts_with("</"), start) {
                (false, _) => start = Some(at),
                (true, Some(from)) => {
                    spans.push((from, at));
                    start = None;
                }
                (true, None) => {}
            }
        }
        rest = &rest[mark.len()..];
    }
    spans
}

fn touches(parties: &[Party], spans: &[(usize, usize)]) -> bool {
    parties.iter().any(|p| match (p.start, p.end) {
        (Some(from), Some(to)) => spans.iter().any(|&(a, b)| from < b && a < to),
        _ => false,
    })
}

/// The event that answers for the pair; `None` if there is none at all.
fn answer<'e>(
    events: &'e [PredictedEvent],
    source: &[(usize, usize)],
    target: &[(usize, usize)],
) -> Option<&'e PredictedEvent> {
    let mut best: Option<(u8, f64, &PredictedEvent)> = None;
    for e in events {
        let either = |spans| touches(&e.actors, spans) || touches(&e.recipients, spans);
        let both = touches(&e.actors, source) && touches(&e.recipients, target)
            || symmetric(&e.event) && either(source) && either(target);
        let rank = if both {
            3
        } else if touches(&e.actors, source) {
            2
        } else {
            u8::from(either(source) || either(target))
        };
        let confidence = e.confidence.unwrap_or(0.0);
        if best.is_none_or(|(r, c, _)| (rank, confidence) > (r, c)) {
            best = Some((rank, confidence, e));
        }
    }
    best.map(|(.., e)| e)
}

/// F1 of each gold relation, and their mean.
fn macro_f1<'a>(
    pairs: impl Iterator<Item = (&'a str, &'a str)> + Clone,
) -> (f64, Vec<(&'a str, Prf)>) {
    let labels: BTreeSet<&str> = pairs.clone().map(|(g, _)| g).collect();
    let of = |label: &'a str| {
        let mut counts = Counts::default();
        for (gold, given) in pairs.clone() {
            match (gold == label, given == label) {
                (true, true) => counts.tp += 1,
                (false, true) => counts.fp += 1,
                (true, false) => counts.missed += 1,
                (false, false) => {}
            }
        }
        (label, counts.prf())
    };
    let rows: Vec<_> = labels.into_iter().map(of).collect();
    let sum: f64 = rows.iter().map(|(_, s)| s.f).fold(0.0, |a, b| a + b);
    (if rows.is_empty() { 0.0 } else { sum / rows.len() as f64 }, rows)
}

fn accuracy<'a>(pairs: impl Iterator<Item = (&'a str, &'a str)> + Clone) -> f64 {
    ratio(pairs.clone().filter(|(g, a)| g == a).count(), pairs.count())
}

impl Plv {
    fn pairs<'a>(
        &'a self,
        answers: &'a [String],
    ) -> impl Iterator<Item = (&'a str, &'a str)> + Clone {
        self.gold.iter().map(String::as_str).zip(answers.iter().map(String::as_str))
    }

    fn unanswered(&self) -> f64 {
        ratio(self.answers.iter().filter(|a| *a == NONE).count(), self.answers.len())
    }

    /// Accuracy and macro F1 with their intervals over pairs.
    pub fn intervals(&self) -> Vec<(String, f64, Interval)> {
        let figures = |drawn: &[usize]| {
            let pairs = drawn.iter().map(|&i| (self.gold[i].as_str(), self.answers[i].as_str()));
            [accuracy(pairs.clone()), macro_f1(pairs).0]
        };
        let all: Vec<usize> = (0..self.gold.len()).collect();
        let drawn = intervals(self.gold.len(), DRAWS, figures);
        let rows = ["accuracy", "macro F1"].into_iter().zip(figures(&all)).zip(drawn);
        rows.map(|((name, value), i)| (name.to_owned(), value, i)).collect()
    }

    /// All figures under the field scorer's keys, and each relation's.
    pub fn json(&self) -> Value {
        let (macro_f, rows) = macro_f1(self.pairs(&self.answers));
        let types = rows.into_iter().map(|(label, s)| (label.to_owned(), json!(s)));
        json!({
            "rows": self.gold.len(),
            "accuracy": accuracy(self.pairs(&self.answers)),
            "macro_f1": macro_f,
            "none": self.unanswered(),
            "zsp_accuracy": accuracy(self.pairs(&self.reference)),
            "zsp_macro_f1": macro_f1(self.pairs(&self.reference)).0,
            "types": types.collect::<serde_json::Map<_, _>>(),
        })
    }
}

impl fmt::Display for Plv {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (macro_f, rows) = macro_f1(self.pairs(&self.answers));
        writeln!(
            f,
            "rows {}  accuracy {:.4}  macro F1 {macro_f:.4}  no answer {:.3}   (ZSP: accuracy {:.4}  macro F1 {:.4})",
            self.gold.len(),
            accuracy(self.pairs(&self.answers)),
            self.unanswered(),
            accuracy(self.pairs(&self.reference)),
            macro_f1(self.pairs(&self.reference)).0
        )?;
        for (label, s) in rows {
            let n = self.gold.iter().filter(|g| *g == label).count();
            writeln!(f, "  {label:<10} n {n:3}  P {:.3}  R {:.3}  F1 {:.3}", s.p, s.r, s.f)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn event(kind: &str, actor: (usize, usize), recipient: (usize, usize), c: f64) -> Value {
        let side = |(start, end): (usize, usize)| json!([{"start": start, "end": end}]);
        json!({"event": kind, "actors": side(actor), "recipients": side(recipient), "confidence": c})
    }

    #[test]
    fn marks_are_taken_off_the_offsets() {
        assert_eq!(marked("<s>Żar</s> hit <t>Iran</t>.", 't'), [(8, 12)]);
        assert_eq!(marked("<t>a <s>b</s> c</t> < d", 's'), [(2, 3)]);
    }

    #[test]
    fn the_pair_goes_before_confidence_and_yielding_is_one() {
        let events: Vec<PredictedEvent> = serde_json::from_value(json!([
            event("AID", (7, 11), (0, 2), 0.9),
            event("ASSAULT", (0, 2), (7, 11), 0.1),
            event("CONSULT", (7, 11), (0, 2), 0.05),
        ]))
        .unwrap();
        let (s, t) = ([(0, 2)], [(7, 11)]);
        assert_eq!(answer(&events, &s, &t).map(|e| e.event.as_str()), Some("ASSAULT"));
        assert!(answer(&[], &s, &t).is_none());
        assert_eq!(relation("RETREAT"), "YIELD");
    }

    #[test]
    fn accuracy_and_macro_f1() {
        let row = |id: &str, root: &str| json!({"id": id, "text": "ab cd", "marked": "<s>ab</s> <t>cd</t>", "root": root, "zsp": "AID"});
        let gold: Vec<Pair> =
            serde_json::from_value(json!([row("1", "AID"), row("2", "YIELD"), row("3", "AID")]))
                .unwrap();
        let made: Vec<Prediction> = serde_json::from_value(json!([
            {"id": "1", "events": [event("AID", (0, 2), (3, 5), 0.5)]},
            {"id": "2", "events": [event("CONCEDE", (0, 2), (3, 5), 0.5)]},
        ]))
        .unwrap();
        let p = score(&gold, &made);
        let first = p.to_string().lines().next().unwrap().to_owned();
        assert_eq!(
            first,
            "rows 3  accuracy 0.6667  macro F1 0.8333  no answer 0.333   (ZSP: accuracy 0.6667  macro F1 0.4000)"
        );
        assert_eq!(p.confusion.count(Some("AID"), None), 1);
    }
}
