//! Documents with events: what was found, typed, and given to the right parties.
//!
//! Gold and predicted events are paired one to one within a sentence: a prediction is in the
//! sentence of a gold event when its `sentence` span holds the first character of the gold trigger.
//! Gold background events are neither owed nor punished; predicted ones are left out.

use crate::bootstrap::{DRAWS, Interval, intervals};
use crate::confusion::{Confusion, couple};
use crate::measures::{Counts, Level, Triple, pair, ratio, right, sets};
use crate::{Document, Fault, GoldEvent, Party, PredictedEvent, Prediction};
use serde_json::{Value, json};
use std::collections::{BTreeMap, HashMap, HashSet};
use std::fmt;

const NAMES: [&str; 3] = ["event", "+actor", "+recipient"];

/// Agreement on the pairs of level `event`.
#[derive(Clone, Copy, Debug, Default)]
struct Matched {
    pairs: usize,
    mode: usize,
    aux: usize,
    said_by: usize,
    areas: Counts,
    frameworks: Counts,
}

/// One document's counts.
#[derive(Clone, Copy, Debug, Default)]
struct Row {
    levels: [Counts; 3],
    matched: Matched,
}

/// The figures of a set of documents.
pub struct News {
    documents: Vec<Row>,
    levels: [Counts; 3],
    matched: Matched,
    types: BTreeMap<String, Counts>,
    /// Which type was taken for which, within a sentence.
    pub confusion: Confusion,
    /// Missed and surplus acts.
    pub faults: Vec<Fault>,
}

/// A gold event with its place.
struct Placed<'a> {
    event: &'a GoldEvent,
    at: Option<usize>,
}

/// Scores documents.
pub fn score(gold: &[Document], predictions: &[Prediction]) -> News {
    let by_id: HashMap<&str, &Prediction> =
        predictions.iter().map(|p| (p.id.as_str(), p)).collect();
    let mut news = News {
        documents: Vec::new(),
        levels: [Counts::default(); 3],
        matched: Matched::default(),
        types: BTreeMap::new(),
        confusion: Confusion::default(),
        faults: Vec::new(),
    };
    let (mut missed, mut surplus) = (Vec::new(), Vec::new());
    for document in gold {
        let predicted = by_id.get(document.id.as_str()).map_or(&[][..], |p| &p.events);
        let predicted: Vec<&PredictedEvent> =
            predicted.iter().filter(|e| e.weight != "background").collect();
        let row = news.document(document, &predicted, &mut missed, &mut surplus);
        news.documents.push(row);
    }
    for row in &news.documents {
        for (sum, counts) in news.levels.iter_mut().zip(row.levels) {
            *sum += counts;
        }
        add(&mut news.matched, &row.matched);
    }
    news.faults = missed;
    news.faults.extend(surplus);
    news
}

impl News {
    fn document(
        &mut self,
        document: &Document,
        predicted: &[&PredictedEvent],
        missed: &mut Vec<Fault>,
        surplus: &mut Vec<Fault>,
    ) -> Row {
        let placed = |e| Placed { event: e, at: locate(&document.text, &e.trigger, e.nth) };
        let (core, background): (Vec<_>, Vec<_>) =
            document.events.iter().map(placed).partition(|g| g.event.weight == "core");
        let triples: Vec<Triple> = predicted.iter().map(|p| triple_of(p)).collect();
        let mut row = Row::default();
        for level in Level::ALL {
            let fits = |golds: &[Placed], level: Level, i: usize, j: usize| {
                near(&golds[i], predicted[j])
                    && right(level, &gold_triple(golds[i].event), &triples[j])
            };
            let paired = pair(core.len(), predicted.len(), |i, j| fits(&core, level, i, j));
            let taken: HashSet<usize> = paired.values().copied().collect();
            let rest: Vec<usize> = (0..predicted.len()).filter(|j| !taken.contains(j)).collect();
            // a hit on a background record costs nothing
            let free = pair(background.len(), rest.len(), |i, j| {
                fits(&background, Level::Event, i, rest[j])
            });
            let (tp, fp) = (paired.len(), rest.len() - free.len());
            row.levels[level as usize] = Counts::new(tp, fp, core.len() - tp);
            if level > Level::Event {
                continue;
            }
            for (&i, &j) in &paired {
                let (g, p) = (core[i].event, predicted[j]);
                self.types.entry(g.event.clone()).or_default().tp += 1;
                self.confusion.add(Some(&g.event), Some(&p.event));
                compare(&mut row.matched, g, p);
            }
            let lost: Vec<usize> = (0..core.len()).filter(|i| !paired.contains_key(i)).collect();
            let freed: HashSet<usize> = free.values().copied().collect();
            let idle = rest.iter().enumerate().filter(|(k, _)| !freed.contains(k));
            let idle: Vec<usize> = idle.map(|(_, &j)| j).collect();
            self.faults_of(document, &core, predicted, (&lost, &idle), missed, surplus);
        }
        row
    }

    /// Counts and keeps what was missed and what was surplus.
    fn faults_of(
        &mut self,
        document: &Document,
        core: &[Placed],
        predicted: &[&PredictedEvent],
        (lost, idle): (&[usize], &[usize]),
        missed: &mut Vec<Fault>,
        surplus: &mut Vec<Fault>,
    ) {
        let id = &document.id;
        for g in lost.iter().map(|&i| &core[i]) {
            self.types.entry(g.event.event.clone()).or_default().missed += 1;
            let there = predicted.iter().filter(|p| near(g, p)).map(|p| act_of(p));
            missed.push(Fault {
                kind: "missed",
                id: id.clone(),
                act: gold_act(g.event),
                trigger: Some(g.event.trigger.clone()),
                at: g.at,
                instead: there.collect(),
                why: Vec::new(),
            });
        }
        for p in idle.iter().map(|&j| predicted[j]) {
            self.types.entry(p.event.clone()).or_default().fp += 1;
            let there = core.iter().filter(|g| near(g, p)).map(|g| gold_act(g.event));
            surplus.push(Fault {
                kind: "surplus",
                id: id.clone(),
                act: act_of(p),
                trigger: Some(p.trigger.text.clone()),
                at: Some(p.sentence[0]),
                instead: there.collect(),
                why: p.why.clone(),
            });
        }
        let of_missed: Vec<&str> = lost.iter().map(|&i| core[i].event.event.as_str()).collect();
        let of_surplus: Vec<&str> = idle.iter().map(|&j| predicted[j].event.as_str()).collect();
        couple(&mut self.confusion, &of_missed, &of_surplus, |i, j| {
            let (g, p) = (&core[lost[i]], predicted[idle[j]]);
            near(g, p).then(|| g.at.unwrap_or(0).abs_diff(p.trigger.start))
        });
    }

    /// The main figures with their intervals over documents.
    pub fn intervals(&self) -> Vec<(String, f64, Interval)> {
        let figures = |drawn: &[usize]| {
            let mut levels = [Counts::default(); 3];
            let mut matched = Matched::default();
            for row in drawn.iter().map(|&i| &self.documents[i]) {
                for (sum, counts) in levels.iter_mut().zip(row.levels) {
                    *sum += counts;
                }
                add(&mut matched, &row.matched);
            }
            let [a, b, c] = levels.map(|l| l.prf().f);
            [a, b, c, matched.share(0), matched.share(1), matched.share(2)]
        };
        let all: Vec<usize> = (0..self.documents.len()).collect();
        let names = ["event F1", "+actor F1", "+recipient F1", "mode", "aux", "said_by"];
        let drawn = intervals(self.documents.len(), DRAWS, figures);
        let rows = names.into_iter().zip(figures(&all)).zip(drawn);
        rows.map(|((name, value), i)| (name.to_owned(), value, i)).collect()
    }

    /// All figures under the field scorer's keys.
    pub fn json(&self) -> Value {
        let m = &self.matched;
        let mut value = json!({
            "documents": self.documents.len(),
            "core_gold": self.levels[0].tp + self.levels[0].missed,
        });
        for (name, counts) in NAMES.iter().zip(self.levels) {
            value[*name] = counted(counts);
        }
        value["mode"] = m.share(0).into();
        value["aux"] = m.share(1).into();
        value["said_by"] = m.share(2).into();
        value["areas"] = m.areas.prf().f.into();
        value["frameworks"] = m.frameworks.prf().f.into();
        let types = self.types.iter().map(|(t, c)| (t.clone(), counted(*c)));
        value["types"] = Value::Object(types.collect());
        value
    }
}

fn counted(c: Counts) -> Value {
    let s = c.prf();
    json!({"p": s.p, "r": s.r, "f": s.f, "tp": c.tp, "fp": c.fp, "fn": c.missed})
}

impl Matched {
    /// Accuracy of mode (0), aux (1), said_by (2).
    fn share(&self, which: usize) -> f64 {
        ratio([self.mode, self.aux, self.said_by][which], self.pairs)
    }
}

fn add(sum: &mut Matched, one: &Matched) {
    sum.pairs += one.pairs;
    sum.mode += one.mode;
    sum.aux += one.aux;
    sum.said_by += one.said_by;
    sum.areas += one.areas;
    sum.frameworks += one.frameworks;
}

fn compare(matched: &mut Matched, g: &GoldEvent, p: &PredictedEvent) {
    let said = |s: &Option<String>| s.clone().filter(|s| !s.is_empty());
    let aux = |s: &Option<String>| said(s).unwrap_or_else(|| "none".into());
    let speaker = |s: &Option<Party>| s.as_ref().and_then(|s| s.code.clone());
    matched.pairs += 1;
    matched.mode += usize::from(said(&g.mode) == said(&p.mode));
    matched.aux += usize::from(aux(&g.aux) == aux(&p.aux));
    matched.said_by += usize::from(speaker(&g.said_by) == speaker(&p.said_by));
    matched.areas += sets(&g.areas, &p.areas);
    matched.frameworks += sets(&g.frameworks, &p.frameworks);
}

fn near(g: &Placed, p: &PredictedEvent) -> bool {
    g.at.is_some_and(|at| p.sentence[0] <= at && at < p.sentence[1])
}

fn codes(parties: &[Party]) -> HashSet<&str> {
    parties.iter().filter_map(|p| p.code.as_deref()).filter(|c| !c.is_empty()).collect()
}

fn triple_of(p: &PredictedEvent) -> Triple<'_> {
    Triple { event: &p.event, actors: codes(&p.actors), recipients: codes(&p.recipients) }
}

fn gold_triple(g: &GoldEvent) -> Triple<'_> {
    Triple { event: &g.event, actors: codes(&g.actors), recipients: codes(&g.recipients) }
}

fn gold_act(g: &GoldEvent) -> String {
    act(&g.event, g.mode.as_deref(), &g.actors, &g.recipients)
}

pub(crate) fn act_of(p: &PredictedEvent) -> String {
    act(&p.event, p.mode.as_deref(), &p.actors, &p.recipients)
}

fn act(event: &str, mode: Option<&str>, actors: &[Party], recipients: &[Party]) -> String {
    let side = |parties: &[Party]| {
        let names: Vec<&str> = parties.iter().map(|p| p.code.as_deref().unwrap_or("?")).collect();
        if names.is_empty() { "-".to_owned() } else { names.join("+") }
    };
    format!("{event} {} {} > {}", mode.unwrap_or("-"), side(actors), side(recipients))
}

/// Code point of the `nth` occurrence of the words, else of the last one there is.
fn locate(text: &str, words: &str, nth: Option<usize>) -> Option<usize> {
    let mut found: Option<usize> = None;
    for _ in 0..nth.filter(|&n| n > 0).unwrap_or(1) {
        // occurrences may overlap: the search goes on one character behind the last
        let from = found.map_or(0, |at| at + text[at..].chars().next().map_or(1, char::len_utf8));
        match text.get(from..).and_then(|rest| rest.find(words)) {
            Some(offset) => found = Some(from + offset),
            None => break,
        }
    }
    found.map(|at| text[..at].chars().count())
}

impl fmt::Display for News {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let core = self.levels[0].tp + self.levels[0].missed;
        writeln!(f, "documents {}  core gold events {core}", self.documents.len())?;
        for (name, c) in NAMES.iter().zip(self.levels) {
            let s = c.prf();
            writeln!(
                f,
                "{name:<11} TP {:4} FP {:4} FN {:4}   P {:.3}  R {:.3}  F1 {:.3}",
                c.tp, c.fp, c.missed, s.p, s.r, s.f
            )?;
        }
        let m = &self.matched;
        writeln!(
            f,
            "on matched events: mode {:.3}  aux {:.3}  said_by {:.3}  areas F1 {:.3}  frameworks F1 {:.3}",
            m.share(0),
            m.share(1),
            m.share(2),
            m.areas.prf().f,
            m.frameworks.prf().f
        )?;
        for (name, c) in &self.types {
            writeln!(
                f,
                "  {name:<10} TP {:3} FP {:3} FN {:3}  F1 {:.3}",
                c.tp,
                c.fp,
                c.missed,
                c.prf().f
            )?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn gold() -> Vec<Document> {
        let text = "Alandia podziękowała Blandii. Blandia nie chce rozmawiać z Clandią.";
        let party = |c: &str| json!({"code": c});
        let rows = json!([{"id": "d", "text": text, "events": [
            {"event": "SUPPORT", "trigger": "podziękowała", "actors": [party("AAA")], "recipients": [party("BBB")], "areas": ["trade"]},
            {"event": "REJECT", "mode": "meet", "trigger": "nie chce", "actors": [party("BBB")], "recipients": [party("CCC")]},
            {"event": "CONSULT", "trigger": "rozmawiać", "actors": [party("BBB")], "weight": "background"}]}]);
        serde_json::from_value(rows).unwrap()
    }

    fn predicted(events: Value) -> Vec<Prediction> {
        serde_json::from_value(json!([{"id": "d", "events": events}])).unwrap()
    }

    fn event(kind: &str, sentence: [usize; 2], actors: &[&str], recipients: &[&str]) -> Value {
        let side = |codes: &[&str]| codes.iter().map(|c| json!({"code": c})).collect::<Vec<_>>();
        json!({"event": kind, "sentence": sentence, "actors": side(actors), "recipients": side(recipients)})
    }

    #[test]
    fn a_perfect_record_is_right_at_every_level() {
        let mut reject = event("REJECT", [30, 67], &["BBB"], &["CCC"]);
        reject["mode"] = "meet".into();
        let n = score(
            &gold(),
            &predicted(json!([event("SUPPORT", [0, 29], &["AAA"], &["BBB"]), reject])),
        );
        assert_eq!(n.levels.map(|l| l.prf().f), [1.0; 3]);
        assert_eq!((n.matched.share(0), n.matched.areas), (1.0, Counts::new(0, 0, 1)));
        assert!(n.faults.is_empty());
    }

    #[test]
    fn background_is_free_and_the_rest_is_confused_or_surplus() {
        let n = score(
            &gold(),
            &predicted(json!([
                event("CONSULT", [30, 67], &["BBB"], &[]),
                event("ACCUSE", [30, 67], &["BBB"], &["CCC"]),
                event("SUPPORT", [0, 29], &["BBB"], &["AAA"]),
                event("AID", [0, 29], &[], &[]),
            ])),
        );
        assert_eq!(n.levels[0], Counts::new(1, 2, 1));
        assert_eq!(n.levels[1], Counts::new(0, 3, 2));
        assert_eq!(n.confusion.count(Some("REJECT"), Some("ACCUSE")), 1);
        assert_eq!(n.confusion.count(None, Some("AID")), 1);
        let kinds: Vec<_> = n.faults.iter().map(|f| (f.kind, f.act.as_str())).collect();
        let expected = [
            ("missed", "REJECT meet BBB > CCC"),
            ("surplus", "ACCUSE - BBB > CCC"),
            ("surplus", "AID - - > -"),
        ];
        assert_eq!(kinds, expected);
    }

    #[test]
    fn a_document_without_a_prediction_is_all_missed() {
        assert_eq!(score(&gold(), &[]).levels[0], Counts::new(0, 0, 2));
    }

    #[test]
    fn triggers_are_found_by_their_number() {
        assert_eq!(locate("żaba żaba", "żaba", Some(2)), Some(5));
        assert_eq!(locate("żaba żaba", "żaba", Some(3)), Some(5), "the last there is");
        assert_eq!(locate("aaa", "aa", Some(2)), Some(1), "overlapping");
        assert_eq!(locate("x", "y", None), None);
    }
}
