//! Nearer to a line of time, and farther away.
//!
//! Every step is a link with the days it shows, made here, so that it works without script, can be
//! bookmarked and is reached by the keyboard. With script (`assets/script.js`) days are also chosen
//! by drawing over the chart, by the wheel with Ctrl, and by the keys `+`, `-` and `0`.

use super::shell::Shell;
use crate::api::{FROM, TO};
use crate::charts::EDGES;
use crate::params::Params;
use jiff::civil::Date;
use jiff::{Span, ToSpan};
use ledger::ask::Month;

/// Years that are offered, the latest.
const YEARS: usize = 12;

/// A step.
pub struct Step {
    /// Word of the page: `zoom.in` and so on; empty for years.
    pub name: String,
    /// Where it leads; empty where it would lead nowhere.
    pub href: String,
    /// For script: which step it is.
    pub kind: &'static str,
}

/// What stands under a line of time.
pub struct Zoom {
    /// The page.
    pub href: String,
    /// The days that are shown.
    pub from: String,
    pub to: String,
    /// Where on the chart these lie, from its left edge.
    pub edges: [f64; 2],
    pub steps: Vec<Step>,
    pub years: Vec<Step>,
}

/// The days that a query asks for; a year or month is meant with all of its days.
pub fn asked_days(asked: &Params) -> Option<[Date; 2]> {
    let (from, to) = (asked.text(FROM.name), asked.text(TO.name));
    if from.is_none() && to.is_none() {
        return None;
    }
    let from = from.and_then(begin).unwrap_or(Date::constant(1, 1, 1));
    let to = to.and_then(end).unwrap_or(Date::constant(9999, 12, 31));
    (from <= to).then_some([from, to])
}

fn begin(day: &str) -> Option<Date> {
    format!("{day}-01-01").get(..10)?.parse().ok()
}

fn end(day: &str) -> Option<Date> {
    let first = begin(day)?;
    match day.len() {
        4 => first.checked_add(1.year()).and_then(|d| d.yesterday()).ok(),
        7 => Some(first.last_of_month()),
        _ => Some(first),
    }
}

/// The first and last day that have acts, to the month.
pub fn whole(months: &[Month]) -> Option<[Date; 2]> {
    let dated = || months.iter().map(|m| m.month.as_str()).filter(|m| m.len() == 7);
    Some([begin(dated().min()?)?, end(dated().max()?)?])
}

/// The steps from the days that are shown.
pub fn zoom(href: &str, shown: [Date; 2], whole: [Date; 2], months: &[Month], s: &Shell) -> Zoom {
    let [from, to] = shown;
    let days = from.until(to).map_or(0, |span| span.get_days()) + 1;
    let step = |kind: &'static str, left: i32, right: i32| {
        let moved = |at: Date, by: i32| at.checked_add(Span::new().days(by)).unwrap_or(at);
        let new = [moved(from, left).max(whole[0]), moved(to, right).min(whole[1])];
        let leads = new != shown && new[0] < new[1];
        let href = if leads { address(href, new) } else { String::new() };
        Step { name: s.t(&format!("zoom.{kind}")).into_owned(), href, kind }
    };
    let (half, quarter) = ((days / 2).max(1), (days / 4).max(1));
    let all = if shown == whole { String::new() } else { address(href, whole) };
    let steps = vec![
        step("earlier", -half, -half),
        step("later", half, half),
        step("in", quarter, -quarter),
        step("out", -half, half),
        Step { name: s.t("zoom.all").into_owned(), href: all, kind: "all" },
    ];
    let mut years: Vec<&str> = months.iter().filter_map(|m| m.month.get(..4)).collect();
    years.sort_unstable();
    years.dedup();
    let latest = years.split_off(years.len().saturating_sub(YEARS));
    let several = latest.len() > 1;
    let year = |year: &&str| {
        let shown = begin(year) == Some(from) && end(year) == Some(to);
        let query = format!("{href}?from={year}&to={year}#timeline");
        let href = if shown { String::new() } else { query };
        Step { name: (*year).to_owned(), href, kind: "year" }
    };
    Zoom {
        href: href.to_owned(),
        from: from.to_string(),
        to: to.to_string(),
        edges: EDGES,
        steps,
        years: latest.iter().filter(|_| several).map(year).collect(),
    }
}

fn address(href: &str, [from, to]: [Date; 2]) -> String {
    format!("{href}?from={from}&to={to}#timeline")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn years_and_months_are_meant_whole() {
        let day = |d: &str| d.parse::<Date>().expect("a day");
        assert_eq!(begin("2024"), Some(day("2024-01-01")));
        assert_eq!(end("2024"), Some(day("2024-12-31")));
        assert_eq!(end("2024-02"), Some(day("2024-02-29")));
        assert_eq!(
            (begin("2024-02-03"), end("2024-02-03")),
            (Some(day("2024-02-03")), Some(day("2024-02-03")))
        );
        assert_eq!(end("9999"), None);
        assert_eq!((begin("2023-02-31"), begin("x")), (None, None));
    }
}
