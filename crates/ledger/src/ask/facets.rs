//! Facets: what hits can be narrowed down by, with counts.
//!
//! **In:** tallies of [`super::narrow`]. **Out:** for each facet its most frequent values with
//! their names, the chosen ones always among them, and how many others there are.

use super::columns::{Columns, Name};
use super::narrow::{FILTERS, Narrowed};
use super::search::Search;
use crate::error::Result;
use crate::store::Ledger;
use rusqlite::OptionalExtension;
use serde::Serialize;
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// A facet. A paper is counted once for each value that it has. The facet's own choice is not
/// applied, those of all others are: a count is how many hits there were, were that value chosen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Facet {
    /// The filter that it belongs to: `type`, `quad`, `actor`, `recipient`, `area`, `framework`,
    /// `country`, `lang`, `source`; `year`, `month` for the day of publication.
    pub facet: String,
    /// Its values, those of most papers first; years and months in their order, the newest first.
    pub values: Vec<FacetValue>,
    /// How many values are not named.
    pub further: u64,
}

/// A value of a facet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FacetValue {
    /// What the filter takes.
    pub value: String,
    /// What it is called; the value itself where it has no other name.
    pub name: String,
    /// How many papers have it.
    pub papers: u64,
    /// Whether it is chosen.
    pub chosen: bool,
}

/// How many papers there would be without a filter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Without {
    /// The filter: `type`, `quad`, `actor`, `recipient`, `area`, `framework`, `country`, `lang`,
    /// `source`, `time`, `originals`.
    pub filter: String,
    /// So many papers.
    pub papers: u64,
}

impl Ledger {
    /// All facets.
    pub(super) fn facets(
        &self,
        columns: &Columns,
        search: &Search,
        narrowed: &Narrowed,
        most: usize,
    ) -> Result<Vec<Facet>> {
        let mut out = Vec::new();
        for (n, tally) in narrowed.tallies.iter().enumerate() {
            let name = FILTERS[n].0;
            let called = |value: usize| match name {
                "quad" => value.to_string(),
                _ => columns.names.name(value as Name).to_owned(),
            };
            let counts = tally.papers.iter().enumerate().filter(|c| *c.1 > 0);
            let counts = counts.map(|(value, papers)| (called(value), u64::from(*papers)));
            // Whoever is asked for by entity or name has no count by code: all hits are theirs. Of
            // several types one that nothing has is there in vain.
            let own = if name == "type" { 0 } else { narrowed.hits.len() as u64 };
            let mut facet = facet(name, counts.collect(), (&chosen(search, name), own), most);
            if matches!(name, "actor" | "recipient" | "country") {
                for value in &mut facet.values {
                    value.name = self.called(&value.value)?;
                }
            }
            out.push(facet);
        }
        out.extend(times(search, &narrowed.months, most));
        Ok(out)
    }

    /// Name of the state or organisation of a code, or of an entity by its key.
    fn called(&self, code: &str) -> Result<String> {
        let sql = "SELECT name FROM entities
            WHERE key IN ('country/' || ?1, 'org/' || ?1, ?1) ORDER BY key LIMIT 1";
        let name: Option<String> =
            self.run(|db| db.prepare_cached(sql)?.query_row([code], |r| r.get(0)).optional())?;
        Ok(name.unwrap_or_else(|| code.to_owned()))
    }
}

/// What is chosen of a facet.
fn chosen(search: &Search, facet: &str) -> Vec<String> {
    let (told, papers) = (&search.told, &search.papers);
    let one = match facet {
        "type" => return told.types.clone(),
        "quad" => return told.quad.iter().map(ToString::to_string).collect(),
        "actor" => &told.actor,
        "recipient" => &told.recipient,
        "area" => &told.area,
        "framework" => &told.framework,
        "country" => &told.country,
        "lang" => &papers.lang,
        _ => &papers.source,
    };
    one.iter().cloned().collect()
}

/// The most frequent values, and those that are chosen; these with a count for such as have none.
fn facet(
    name: &str,
    mut counts: Vec<(String, u64)>,
    (chosen, own): (&[String], u64),
    most: usize,
) -> Facet {
    for value in chosen {
        if !counts.iter().any(|c| c.0 == *value) {
            counts.push((value.clone(), own));
        }
    }
    counts.sort_by(|a, b| {
        let key = |c: &(String, u64)| (Reverse(chosen.contains(&c.0)), Reverse(c.1));
        key(a).cmp(&key(b)).then_with(|| a.0.cmp(&b.0))
    });
    let most = most.max(chosen.len());
    let further = counts.len().saturating_sub(most) as u64;
    counts.truncate(most);
    counts.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    let values = counts.into_iter().map(|(value, papers)| FacetValue {
        name: value.clone(),
        chosen: chosen.contains(&value),
        value,
        papers,
    });
    Facet { facet: name.to_owned(), values: values.collect(), further }
}

/// Years; and months, if the days that are asked for lie within one year.
fn times(search: &Search, months: &BTreeMap<u32, u32>, most: usize) -> Vec<Facet> {
    let (from, to) = (search.papers.from.as_deref(), search.papers.to.as_deref());
    let mut years: BTreeMap<u32, u64> = BTreeMap::new();
    for (month, papers) in months {
        *years.entry(month / 100).or_default() += u64::from(*papers);
    }
    let year = |day: Option<&str>| day.and_then(|d| d.get(..4)).map(str::to_owned);
    let one_year = year(from).filter(|y| year(to).as_ref() == Some(y));
    let spans = |value: &str| {
        // A choice is a whole year or month, however it is written.
        let whole = |day: Option<&str>, ends: [&str; 2]| {
            day.is_some_and(|d| {
                d.strip_prefix(value).is_some_and(|rest| rest.is_empty() || ends.contains(&rest))
            })
        };
        let first = if value.len() == 4 { ["-01-01", "-01"] } else { ["-01", "-00"] };
        let last = if value.len() == 4 { ["-99-99", "-12-31"] } else { ["-99", "-31"] };
        whole(from, first) && whole(to, last)
    };
    let newest = |name: &str, counts: Vec<(String, u64)>| {
        let further = counts.len().saturating_sub(most) as u64;
        let values = counts.into_iter().rev().take(most);
        let values = values.map(|(value, papers)| FacetValue {
            name: value.clone(),
            chosen: spans(&value),
            value,
            papers,
        });
        Facet { facet: name.to_owned(), values: values.collect(), further }
    };
    let mut out =
        vec![newest("year", years.into_iter().map(|(y, n)| (format!("{y:04}"), n)).collect())];
    if let Some(year) = one_year {
        let counts = months
            .iter()
            .map(|(m, n)| (format!("{:04}-{:02}", m / 100, m % 100), u64::from(*n)))
            .filter(|(m, _)| m.starts_with(&year) && !m.ends_with("-00"));
        out.push(newest("month", counts.collect()));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ask::DocumentFilter;

    #[test]
    fn chosen_values_are_named_however_few_papers_have_them() {
        let counts = [("A", 9), ("B", 5), ("C", 5), ("D", 1)].map(|(v, n)| (v.to_owned(), n));
        let f = facet("area", counts.to_vec(), (&["D".into(), "X".into()], 0), 3);
        let values: Vec<_> =
            f.values.iter().map(|v| (v.value.as_str(), v.papers, v.chosen)).collect();
        assert_eq!(values, [("A", 9, false), ("D", 1, true), ("X", 0, true)]);
        assert_eq!(f.further, 2);
    }

    #[test]
    fn months_are_counted_within_a_chosen_year() {
        let months = BTreeMap::from([(202_012, 1), (202_100, 1), (202_101, 4), (202_103, 2)]);
        let asked = |from: Option<&str>, to: Option<&str>| {
            let papers = DocumentFilter {
                from: from.map(Into::into),
                to: to.map(Into::into),
                ..DocumentFilter::default()
            };
            times(&Search { papers, ..Search::default() }, &months, 9)
        };
        let years = asked(None, None);
        assert_eq!(years.len(), 1);
        assert_eq!((years[0].values[0].value.as_str(), years[0].values[0].papers), ("2021", 7));
        let both = asked(Some("2021"), Some("2021-99-99"));
        assert!(both[0].values[0].chosen && !both[0].values[1].chosen);
        let months: Vec<&str> = both[1].values.iter().map(|v| v.value.as_str()).collect();
        assert_eq!(months, ["2021-03", "2021-01"]);
        assert!(asked(Some("2021-03"), Some("2021-03"))[1].values[0].chosen);
    }
}
