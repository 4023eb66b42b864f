//! What came of many questions: how many of each status, and how long they took.

use std::collections::BTreeMap;
use std::time::Duration;

/// Answers by kind of question and status, and their times.
#[derive(Default)]
pub struct Tally {
    statuses: BTreeMap<(&'static str, u16), u64>,
    times: Vec<Duration>,
    pub faults: Vec<String>,
}

/// Faults that are kept; of more only the number matters.
const KEPT: usize = 20;

impl Tally {
    /// Notes an answer.
    pub fn note(&mut self, kind: &'static str, status: u16, took: Duration) {
        *self.statuses.entry((kind, status)).or_default() += 1;
        self.times.push(took);
    }

    /// Notes what must not be.
    pub fn fault(&mut self, what: String) {
        if self.faults.len() < KEPT {
            self.faults.push(what);
        }
    }

    /// How many answers of a status.
    pub fn of(&self, status: u16) -> u64 {
        self.statuses.iter().filter(|s| s.0.1 == status).map(|s| s.1).sum()
    }

    /// How many in all.
    pub fn all(&self) -> u64 {
        self.statuses.values().sum()
    }

    /// The time within which so many of a hundred were answered, in milliseconds.
    pub fn within(&mut self, percent: f64) -> f64 {
        self.times.sort_unstable();
        let last = self.times.len().saturating_sub(1) as f64;
        let at = (last * percent / 100.0).round() as usize;
        self.times.get(at).map_or(0.0, |t| t.as_secs_f64() * 1000.0)
    }

    /// Times in a line.
    pub fn times(&mut self) -> String {
        let [half, most, all] = [50.0, 99.0, 100.0].map(|p| self.within(p));
        format!("p50 {half:.1} ms, p99 {most:.1} ms, longest {all:.0} ms")
    }

    /// Statuses of every kind of question, a line each.
    pub fn print(&self) {
        let mut lines: BTreeMap<&str, String> = BTreeMap::new();
        for ((kind, status), n) in &self.statuses {
            let line = lines.entry(kind).or_default();
            line.push_str(&format!("  {status}: {n}"));
        }
        for (kind, line) in lines {
            println!("  {kind:<12}{line}");
        }
    }
}
