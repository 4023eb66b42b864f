//! Single coded sentences between countries: strict and lenient scores at three levels.
//!
//! Organisations (sector IGO or NGO, or a code that is no ISO alpha-3) count as IGO. Gold records of
//! one sentence are pooled and equal ones counted once, as are predictions. Strict: every prediction
//! without a partner is surplus; lenient: no more are expected than the gold has.

use crate::bootstrap::{Interval, intervals};
use crate::confusion::{Confusion, couple};
use crate::measures::{Counts, Level, Prf, Triple, pair, ratio, right};
use crate::{Actor, Fault, Party, PredictedEvent, Prediction, Sentence};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt;

/// The scorer's own number of draws.
pub(crate) const SENTENCE_DRAWS: usize = 2000;
const NAMES: [&str; 3] = ["event", "event+actor", "event+actor+recipient"];

/// Type, actor countries, recipient countries.
type Coded = (String, BTreeSet<String>, BTreeSet<String>);

/// True positives, surplus strict, surplus lenient, missed: of one sentence at one level.
type Row = [usize; 4];

#[derive(Clone, Copy, Debug, Default)]
struct OfType {
    gold: usize,
    predicted: usize,
    right: [usize; 3],
}

/// Figures of one level.
#[derive(Clone, Copy, Debug)]
struct OfLevel {
    sum: Row,
    strict: Prf,
    lenient: Prf,
    /// Share of sentences with at least one right event.
    accuracy: f64,
    intervals: [Interval; 2],
}

/// The figures of a set of sentences.
pub struct Gsr {
    sentences: usize,
    gold: usize,
    predicted: usize,
    with_prediction: usize,
    levels: [OfLevel; 3],
    types: BTreeMap<String, OfType>,
    /// Which type was taken for which, within a sentence.
    pub confusion: Confusion,
    /// Missed and surplus events.
    pub faults: Vec<Fault>,
}

/// A sentence with what the gold and the program have in it.
struct Item<'a> {
    first: &'a Sentence,
    gold: Vec<Coded>,
    predicted: Vec<(Coded, &'a PredictedEvent)>,
}

/// Scores sentences.
pub fn score(gold: &[Sentence], predictions: &[Prediction]) -> Gsr {
    let items = pooled(gold, predictions);
    let mut types: BTreeMap<String, OfType> = BTreeMap::new();
    for item in &items {
        for (event, ..) in &item.gold {
            types.entry(event.clone()).or_default().gold += 1;
        }
        for ((event, ..), _) in &item.predicted {
            types.entry(event.clone()).or_default().predicted += 1;
        }
    }
    let (mut confusion, mut missed, mut surplus) = (Confusion::default(), Vec::new(), Vec::new());
    let levels = Level::ALL.map(|level| {
        let mut rows: Vec<Row> = Vec::new();
        for item in &items {
            let (golds, predicted) = (item.gold.len(), item.predicted.len());
            let paired = pair(golds, predicted, |i, j| {
                right(level, &triple(&item.gold[i]), &triple(&item.predicted[j].0))
            });
            for &i in paired.keys() {
                types.entry(item.gold[i].0.clone()).or_default().right[level as usize] += 1;
            }
            let tp = paired.len();
            rows.push([tp, predicted - tp, predicted.min(golds) - tp, golds - tp]);
            if level == Level::Event {
                faults(item, &paired, &mut confusion, &mut missed, &mut surplus);
            }
        }
        of_level(&rows)
    });
    missed.extend(surplus);
    Gsr {
        sentences: items.len(),
        gold: items.iter().map(|i| i.gold.len()).sum(),
        predicted: items.iter().map(|i| i.predicted.len()).sum(),
        with_prediction: items.iter().filter(|i| !i.predicted.is_empty()).count(),
        levels,
        types,
        confusion,
        faults: missed,
    }
}

fn pooled<'a>(gold: &'a [Sentence], predictions: &'a [Prediction]) -> Vec<Item<'a>> {
    let mut items: Vec<Item> = Vec::new();
    let mut by_key: HashMap<&str, usize> = HashMap::new();
    let mut by_id: HashMap<&str, usize> = HashMap::new();
    for g in gold {
        let key = g.sent.as_deref().filter(|s| !s.is_empty()).unwrap_or(&g.text);
        let at = *by_key.entry(key).or_insert_with(|| {
            items.push(Item { first: g, gold: Vec::new(), predicted: Vec::new() });
            items.len() - 1
        });
        by_id.insert(&g.id, at);
        let coded = (g.event.clone(), countries(&g.sources), countries(&g.targets));
        if !items[at].gold.contains(&coded) {
            items[at].gold.push(coded);
        }
    }
    for p in predictions {
        let Some(&at) = by_id.get(p.id.as_str()) else { continue };
        for e in p.events.iter().filter(|e| e.weight != "background") {
            let coded = (e.event.clone(), of_parties(&e.actors), of_parties(&e.recipients));
            let list = &mut items[at].predicted;
            if !list.iter().any(|(c, _)| *c == coded) {
                list.push((coded, e));
            }
        }
    }
    items
}

fn triple(coded: &Coded) -> Triple<'_> {
    let (event, actors, recipients) = coded;
    Triple {
        event,
        actors: actors.iter().map(String::as_str).collect(),
        recipients: recipients.iter().map(String::as_str).collect(),
    }
}

/// IGO and NGO are one; no country is no member.
fn merged(code: &str) -> Option<String> {
    match code {
        "" | "---" | "***" => None,
        "NGO" => Some("IGO".into()),
        code => Some(code.into()),
    }
}

fn countries(actors: &[Actor]) -> BTreeSet<String> {
    actors.iter().filter_map(|a| merged(a.country.as_deref()?)).collect()
}

fn of_parties(parties: &[Party]) -> BTreeSet<String> {
    parties.iter().filter_map(|p| merged(country(p)?)).collect()
}

/// The country that the sentence gold would give a party.
fn country(party: &Party) -> Option<&str> {
    let code = party.code.as_deref().filter(|c| !c.is_empty());
    let alpha3 = |c: &str| c.len() == 3 && c.bytes().all(|b| b.is_ascii_uppercase());
    let organisation = matches!(party.sector.as_deref(), Some("IGO" | "NGO"))
        || code.is_some_and(|c| !alpha3(c) || matches!(c, "UNO" | "IGO" | "NGO" | "EUR"));
    match code {
        _ if organisation => Some("IGO"),
        Some("YUG" | "SCG") => Some("SRB"),
        code => code,
    }
}

fn aggregate<'a>(rows: impl Iterator<Item = &'a Row>) -> (Row, Prf, Prf, f64) {
    let (mut sum, mut hit, mut n) = ([0; 4], 0, 0);
    for row in rows {
        sum.iter_mut().zip(row).for_each(|(s, r)| *s += r);
        hit += usize::from(row[0] > 0);
        n += 1;
    }
    let [tp, strict, lenient, missed] = sum;
    let f = |fp| Counts::new(tp, fp, missed).prf();
    (sum, f(strict), f(lenient), ratio(hit, n))
}

fn of_level(rows: &[Row]) -> OfLevel {
    let (sum, strict, lenient, accuracy) = aggregate(rows.iter());
    let intervals = intervals(rows.len(), SENTENCE_DRAWS, |drawn| {
        let (_, strict, _, accuracy) = aggregate(drawn.iter().map(|&i| &rows[i]));
        [strict.f, accuracy]
    });
    OfLevel { sum, strict, lenient, accuracy, intervals }
}

fn described((event, actors, recipients): &Coded) -> String {
    let side = |codes: &BTreeSet<String>| {
        let codes: Vec<&str> = codes.iter().map(String::as_str).collect();
        if codes.is_empty() { "-".to_owned() } else { codes.join("+") }
    };
    format!("{event} {} > {}", side(actors), side(recipients))
}

fn faults(
    item: &Item,
    paired: &BTreeMap<usize, usize>,
    confusion: &mut Confusion,
    missed: &mut Vec<Fault>,
    surplus: &mut Vec<Fault>,
) {
    let lost: Vec<&Coded> = item
        .gold
        .iter()
        .enumerate()
        .filter(|(i, _)| !paired.contains_key(i))
        .map(|(_, c)| c)
        .collect();
    let taken: Vec<usize> = paired.values().copied().collect();
    let idle = item.predicted.iter().enumerate().filter(|(j, _)| !taken.contains(j));
    let idle: Vec<&(Coded, &PredictedEvent)> = idle.map(|(_, p)| p).collect();
    let fault = |kind, coded: &Coded, instead: Vec<String>, why: &[String]| Fault {
        kind,
        id: item.first.id.clone(),
        act: described(coded),
        trigger: None,
        at: None,
        instead,
        why: why.to_vec(),
    };
    for coded in &lost {
        let there = item.predicted.iter().map(|(c, _)| described(c)).collect();
        missed.push(fault("missed", coded, there, &[]));
    }
    for (coded, event) in &idle {
        let mut found = fault(
            "surplus",
            coded,
            item.gold.iter().map(described).collect(),
            event.why.as_slice(),
        );
        found.trigger = Some(event.trigger.text.clone());
        surplus.push(found);
    }
    for (&i, &j) in paired {
        confusion.add(Some(&item.gold[i].0), Some(&item.predicted[j].0.0));
    }
    let of_missed: Vec<&str> = lost.iter().map(|c| c.0.as_str()).collect();
    let of_surplus: Vec<&str> = idle.iter().map(|p| p.0.0.as_str()).collect();
    couple(confusion, &of_missed, &of_surplus, |_, _| Some(0));
}

impl Gsr {
    /// Strict F1 of each level with its interval over sentences, as the table prints them.
    pub fn intervals(&self) -> Vec<(String, f64, Interval)> {
        let rows = NAMES.iter().zip(&self.levels);
        rows.map(|(name, l)| (format!("{name} F1"), l.strict.f, l.intervals[0])).collect()
    }

    /// All figures under the field scorer's keys.
    pub fn json(&self) -> Value {
        let level = |l: &OfLevel| {
            json!({
                "tp": l.sum[0], "fp_strict": l.sum[1], "fp_lenient": l.sum[2], "fn": l.sum[3],
                "strict": l.strict, "lenient": l.lenient, "sentence_accuracy": l.accuracy,
                "strict_f_95": [l.intervals[0].low, l.intervals[0].high],
                "sentence_accuracy_95": [l.intervals[1].low, l.intervals[1].high],
            })
        };
        let levels = ["a", "b", "c"].into_iter().zip(&self.levels);
        let levels: serde_json::Map<String, Value> =
            levels.map(|(n, l)| (n.to_owned(), level(l))).collect();
        let of_type = |t: &OfType| {
            let [a, b, c] = t.right;
            json!({"gold": t.gold, "pred": t.predicted, "tp_a": a, "tp_b": b, "tp_c": c})
        };
        let types = self.types.iter().map(|(n, t)| (n.clone(), of_type(t)));
        json!({
            "sentences": self.sentences, "gold_events": self.gold,
            "predicted_events": self.predicted, "sentences_with_prediction": self.with_prediction,
            "levels": levels, "types": types.collect::<serde_json::Map<_, _>>(),
        })
    }
}

impl fmt::Display for Gsr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "sentences {}  gold events {}  predicted events {}  sentences with a prediction {}",
            self.sentences, self.gold, self.predicted, self.with_prediction
        )?;
        writeln!(
            f,
            "level                    TP  FPs  FPl   FN |  strict P    R    F1  (95% of F1)   | lenient P    R    F1 | sentence acc (95%)"
        )?;
        for ((letter, name), l) in ["a", "b", "c"].iter().zip(NAMES).zip(&self.levels) {
            let [tp, strict, lenient, missed] = l.sum;
            let [of_f, of_accuracy] = l.intervals.map(|i| format!("[{:.3}-{:.3}]", i.low, i.high));
            let (s, t) = (l.strict, l.lenient);
            writeln!(
                f,
                "{letter} {name:<22} {tp:4} {strict:4} {lenient:4} {missed:4} |  {:.3} {:.3} {:.3} {of_f} |  {:.3} {:.3} {:.3} | {:.3} {of_accuracy}",
                s.p, s.r, s.f, t.p, t.r, t.f, l.accuracy
            )?;
        }
        writeln!(f, "type        gold pred   tp |    P     R     F1  | R at b  R at c")?;
        for (name, t) in &self.types {
            let [a, b, c] = t.right;
            let s = Counts::new(a, t.predicted - a, t.gold - a).prf();
            let of_gold = |n: usize| n as f64 / t.gold.max(1) as f64;
            writeln!(
                f,
                "{name:<11} {:4} {:4} {a:4} | {:.3} {:.3} {:.3} | {:.3}   {:.3}",
                t.gold,
                t.predicted,
                s.p,
                s.r,
                s.f,
                of_gold(b),
                of_gold(c)
            )?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn gold(rows: &[(&str, &str, &str, &str)]) -> Vec<Sentence> {
        let row = |(id, event, a, r): &(&str, &str, &str, &str)| {
            let side = |c: &str| if c.is_empty() { json!([]) } else { json!([{"country": c}]) };
            json!({"id": id, "text": id, "sent": "s", "event": event, "sources": side(a), "targets": side(r)})
        };
        serde_json::from_value(rows.iter().map(row).collect()).unwrap()
    }

    fn predicted(id: &str, rows: &[(&str, &str, &str)]) -> Prediction {
        let side = |c: &str| if c.is_empty() { json!([]) } else { json!([{"code": c}]) };
        let event = |(e, a, r): &(&str, &str, &str)| json!({"event": e, "actors": side(a), "recipients": side(r)});
        let events: Vec<Value> = rows.iter().map(event).collect();
        serde_json::from_value(json!({"id": id, "events": events})).unwrap()
    }

    #[test]
    fn equal_records_of_one_sentence_count_once() {
        let gold = gold(&[("1", "SANCTION", "USA", "ALB"), ("2", "SANCTION", "USA", "ALB")]);
        let g = score(&gold, &[predicted("2", &[("SANCTION", "USA", "ALB")])]);
        assert_eq!((g.sentences, g.gold, g.levels[2].sum), (1, 1, [1, 0, 0, 0]));
    }

    #[test]
    fn surplus_counts_strictly_only() {
        let gold = gold(&[("1", "AID", "USA", "IRQ")]);
        let more = predicted("1", &[("AID", "USA", "IRQ"), ("THREATEN", "USA", "IRQ")]);
        let g = score(&gold, &[more, predicted("unknown", &[("AID", "", "")])]);
        assert_eq!(g.levels[0].sum, [1, 1, 0, 0]);
        assert_eq!(g.faults[0].act, "THREATEN USA > IRQ");
        assert_eq!(g.confusion.count(None, Some("THREATEN")), 1);
    }

    #[test]
    fn organisations_are_one_country() {
        let party = |code: &str, sector: Option<&str>| Party {
            code: Some(code.into()),
            sector: sector.map(str::to_owned),
            ..Party::default()
        };
        for p in [party("NATO", None), party("EU", Some("IGO")), party("UNO", None)] {
            assert_eq!(country(&p), Some("IGO"));
        }
        assert_eq!(country(&party("SCG", None)), Some("SRB"));
        assert_eq!(country(&party("USA", Some("GOV"))), Some("USA"));
        assert_eq!(merged("---"), None);
    }
}
