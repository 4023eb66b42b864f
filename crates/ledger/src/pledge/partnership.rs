//! Named partnerships of pairs of states, and their levels over time.
//!
//! **In:** what papers state ("they are comprehensive strategic partners"): the record's relations with
//! the day of their paper. **Out:** for each pair the levels that were stated, when first, when last, and
//! by how many papers.
//!
//! The scale orders the names as states grade them: each word that is added ranks above the name
//! without it. It ranks names, not closeness; an alliance is a treaty of another kind and stands
//! beside the scale (`docs/ledger/pledges.md`).

use compact_str::CompactString;
use jiff::civil::Date;
use record::Record;
use std::collections::BTreeMap;

/// Place of a name on the scale; the later the higher.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// Partners without a graded name ("key partner", "trade partnership").
    Partnership,
    /// Comprehensive, not strategic.
    Comprehensive,
    /// Strategic, also "global", "privileged" or "enhanced" strategic.
    Strategic,
    /// Comprehensive strategic.
    ComprehensiveStrategic,
    /// Comprehensive strategic, and permanent, everlasting or "all-weather".
    Permanent,
    /// An alliance: beside the scale, listed last.
    Alliance,
}

impl Level {
    /// The level of a canonical English label.
    #[must_use]
    pub fn of(label: &str) -> Self {
        let lower = label.to_lowercase();
        let has = |word: &str| lower.split([' ', '-']).any(|w| w == word);
        let lasting = has("permanent") || has("everlasting") || lower.contains("all-weather");
        match (has("comprehensive"), has("strategic")) {
            _ if has("alliance") => Self::Alliance,
            (true, true) if lasting => Self::Permanent,
            (true, true) => Self::ComprehensiveStrategic,
            (_, true) => Self::Strategic,
            (true, _) => Self::Comprehensive,
            _ => Self::Partnership,
        }
    }

    /// The name for readers.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Partnership => "partnership",
            Self::Comprehensive => "comprehensive partnership",
            Self::Strategic => "strategic partnership",
            Self::ComprehensiveStrategic => "comprehensive strategic partnership",
            Self::Permanent => "permanent comprehensive strategic partnership",
            Self::Alliance => "alliance",
        }
    }
}

/// A partnership as one paper states it.
#[derive(Clone, Debug, PartialEq)]
pub struct Stated {
    /// Codes of the parties, two or more.
    pub parties: Vec<CompactString>,
    /// Canonical English label.
    pub label: CompactString,
    /// Day of the paper.
    pub day: Date,
    /// The paper.
    pub document: i64,
}

impl Stated {
    /// The partnerships that a record states; none for a paper without a day.
    #[must_use]
    pub fn of(document: i64, record: &Record) -> Vec<Self> {
        let Some(day) = record.published.as_deref().and_then(|d| d.parse().ok()) else {
            return Vec::new();
        };
        let partnerships = record.coded.relations.iter().filter(|r| r.kind == "partnership");
        let stated = |r: &record::Relation| Self {
            parties: r.parties.clone(),
            label: r.label.as_str().into(),
            day,
            document,
        };
        partnerships.map(stated).collect()
    }
}

/// A level that papers state of a pair.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// The level.
    pub level: Level,
    /// The fullest label of that level.
    pub label: CompactString,
    /// Day of the first paper that states it. The level may be older.
    pub first: Date,
    /// Day of the last.
    pub last: Date,
    /// Papers that state it, in order.
    pub documents: Vec<i64>,
}

/// What is stated of a pair over time.
#[derive(Clone, Debug, PartialEq)]
pub struct Standing {
    /// The two codes, in alphabetical order.
    pub pair: [CompactString; 2],
    /// Levels by the day on which they were first stated.
    pub steps: Vec<Step>,
}

impl Standing {
    /// The highest level stated up to a day. Papers shorten "comprehensive strategic partners" to
    /// "strategic partners", so a lower name later is no step down by itself; alliances do not count.
    #[must_use]
    pub fn level_on(&self, day: Date) -> Option<&Step> {
        let known = self.steps.iter().filter(|s| s.first <= day && s.level != Level::Alliance);
        known.max_by_key(|s| s.level)
    }

    /// Whether an alliance was stated up to a day.
    #[must_use]
    pub fn allied_on(&self, day: Date) -> bool {
        self.steps.iter().any(|s| s.level == Level::Alliance && s.first <= day)
    }

    /// Steps up: levels first stated on a later day than every lower one, each with the level
    /// before it.
    #[must_use]
    pub fn raised(&self) -> Vec<(&Step, &Step)> {
        let scale = self.steps.iter().filter(|s| s.level != Level::Alliance);
        let mut found: Vec<(&Step, &Step)> = Vec::new();
        let mut highest: Option<&Step> = None;
        for step in scale {
            match highest {
                Some(before) if step.level > before.level && step.first > before.first => {
                    found.push((before, step));
                    highest = Some(step);
                }
                Some(before) if step.level <= before.level => {}
                _ => highest = Some(step),
            }
        }
        found
    }
}

/// The partnerships of all pairs, in alphabetical order of the pairs. A statement of three parties is
/// one of each pair among them.
#[must_use]
pub fn partnerships(stated: &[Stated]) -> Vec<Standing> {
    let mut pairs: BTreeMap<[CompactString; 2], BTreeMap<Level, Step>> = BTreeMap::new();
    for s in stated {
        for (i, a) in s.parties.iter().enumerate() {
            for b in s.parties[i + 1..].iter().filter(|b| *b != a) {
                let mut pair = [a.clone(), b.clone()];
                pair.sort_unstable();
                let level = Level::of(&s.label);
                let step = pairs.entry(pair).or_default().entry(level).or_insert_with(|| Step {
                    level,
                    label: s.label.clone(),
                    first: s.day,
                    last: s.day,
                    documents: Vec::new(),
                });
                step.first = step.first.min(s.day);
                step.last = step.last.max(s.day);
                if (s.label.len(), &step.label) > (step.label.len(), &s.label) {
                    step.label = s.label.clone();
                }
                if let Err(at) = step.documents.binary_search(&s.document) {
                    step.documents.insert(at, s.document);
                }
            }
        }
    }
    let standing = |(pair, steps): ([CompactString; 2], BTreeMap<Level, Step>)| {
        let mut steps: Vec<Step> = steps.into_values().collect();
        steps.sort_by_key(|s| (s.first, s.level));
        Standing { pair, steps }
    };
    pairs.into_iter().map(standing).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stated(parties: [&str; 2], label: &str, day: &str, document: i64) -> Stated {
        Stated {
            parties: parties.map(CompactString::from).to_vec(),
            label: label.into(),
            day: day.parse().expect("a day"),
            document,
        }
    }

    #[test]
    fn labels_have_levels() {
        for (label, level) in [
            ("strategic partnership", Level::Strategic),
            ("special strategic partnership", Level::Strategic),
            ("comprehensive partnership", Level::Comprehensive),
            ("comprehensive strategic partnership", Level::ComprehensiveStrategic),
            ("permanent comprehensive strategic partnership", Level::Permanent),
            ("all-weather comprehensive strategic partnership", Level::Permanent),
            ("privileged partnership", Level::Partnership),
            ("strategic alliance", Level::Alliance),
        ] {
            assert_eq!(Level::of(label), level, "{label}");
        }
        assert!(Level::Strategic > Level::Comprehensive);
    }

    #[test]
    fn a_pair_is_raised_and_short_names_take_nothing_back() {
        let all = [
            stated(
                ["KAZ", "CHN"],
                "permanent comprehensive strategic partnership",
                "2022-09-14",
                3,
            ),
            stated(["CHN", "KAZ"], "strategic partnership", "2011-06-13", 1),
            stated(["CHN", "KAZ"], "strategic partnership", "2023-05-17", 4),
            stated(["POL", "UKR"], "strategic partnership", "2020-01-01", 5),
        ];
        let found = partnerships(&all);
        assert_eq!(found.len(), 2);
        let pair = &found[0];
        assert_eq!(pair.pair, ["CHN", "KAZ"]);
        let level = |day: &str| pair.level_on(day.parse().expect("a day")).map(|s| s.level);
        assert_eq!(level("2010-01-01"), None);
        assert_eq!(level("2015-01-01"), Some(Level::Strategic));
        assert_eq!(level("2024-01-01"), Some(Level::Permanent));
        let raised = pair.raised();
        assert_eq!(raised.len(), 1);
        assert_eq!(raised[0].1.first.to_string(), "2022-09-14");
        assert_eq!(pair.steps[0].documents, [1, 4]);
        assert!(!pair.allied_on("2024-01-01".parse().expect("a day")));
    }
}
