//! When an act took place: EDTF values as windows of days, and whether two windows may be one act's.
//!
//! **In:** the record's date. **Out:** a [`Window`] from its first to its last day, and how it is
//! known. What the text dates to the day stands; a day of publication only bounds the act from above,
//! so the window opens a day before it.

use jiff::{ToSpan, civil::Date};
use record::DateRecord;
use serde::{Deserialize, Serialize};

/// How the day is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum DayFrom {
    /// The report's own words date it.
    Text,
    /// The day that the paper established elsewhere.
    Inferred,
    /// The day of publication.
    Published,
}

/// First and last day on which the act may have taken place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Window {
    /// First day.
    pub from: Date,
    /// Last day, not before the first.
    pub to: Date,
    /// How it is known.
    pub source: DayFrom,
}

impl Window {
    /// The window of a record's date; `None` for intervals with an open end and for values that are
    /// no EDTF of the contract.
    #[must_use]
    pub fn of(date: &DateRecord) -> Option<Self> {
        let (from, to) = days(&date.value)?;
        let source = match date.from.as_str() {
            "text" => DayFrom::Text,
            "inferred" => DayFrom::Inferred,
            _ => DayFrom::Published,
        };
        let opens = source == DayFrom::Published && from == to;
        let from = if opens { from.yesterday().unwrap_or(from) } else { from };
        Some(Self { from, to, source })
    }

    /// Number of days in the window, at least one.
    #[must_use]
    pub fn days(&self) -> i32 {
        number(self.to) - number(self.from) + 1
    }

    /// Whether the window is one day of the calendar, or the day of publication and the one before.
    #[must_use]
    pub fn is_a_day(&self) -> bool {
        self.days() <= 2
    }

    /// The quarter of the calendar that holds its last day: years times four and the quarter.
    #[must_use]
    pub fn quarter(&self) -> i32 {
        i32::from(self.to.year()) * 4 + (i32::from(self.to.month()) - 1) / 3
    }

    /// Days that lie between the windows; 0 where they overlap.
    #[must_use]
    pub fn gap(&self, other: &Self) -> i32 {
        let apart = number(self.from.max(other.from)) - number(self.to.min(other.to));
        apart.max(0)
    }

    /// The window as a reader writes it: a day, or first and last day.
    #[must_use]
    pub fn name(&self) -> String {
        match self.source {
            _ if self.from == self.to => self.to.to_string(),
            DayFrom::Published => format!("published {}", self.to),
            _ => format!("{} to {}", self.from, self.to),
        }
    }
}

/// Days since 1970-01-01.
#[must_use]
pub fn number(day: Date) -> i32 {
    const EPOCH: Date = Date::constant(1970, 1, 1);
    // a span between two dates of the calendar fits: 20,000 years are 7.3 million days
    EPOCH.until(day).map_or(0, |span| span.get_days())
}

/// First and last day of an EDTF value of level 2 as the record writes it: `2021-06-02`,
/// `2021-W22`, `2021-06`, `2021-23` (autumn), `2021`, `199X`, `19XX`, `2015/2019`.
fn days(value: &str) -> Option<(Date, Date)> {
    if let Some((from, to)) = value.split_once('/') {
        let (from, to) = (days(from)?.0, days(to)?.1);
        return (from <= to).then_some((from, to));
    }
    if let Some(tens) = value.strip_suffix("XX") {
        let year: i16 = tens.parse::<i16>().ok()?.checked_mul(100)?;
        return Some((Date::new(year, 1, 1).ok()?, Date::new(year.checked_add(99)?, 12, 31).ok()?));
    }
    if let Some(tens) = value.strip_suffix('X') {
        let year: i16 = tens.parse::<i16>().ok()?.checked_mul(10)?;
        return Some((Date::new(year, 1, 1).ok()?, Date::new(year.checked_add(9)?, 12, 31).ok()?));
    }
    let mut parts = value.splitn(3, '-');
    let year: i16 = parts.next()?.parse().ok()?;
    let Some(second) = parts.next() else {
        return Some((Date::new(year, 1, 1).ok()?, Date::new(year, 12, 31).ok()?));
    };
    if let Some(week) = second.strip_prefix('W') {
        let week: i8 = week.parse().ok()?;
        let monday =
            jiff::civil::ISOWeekDate::new(year, week, jiff::civil::Weekday::Monday).ok()?;
        let monday = Date::from(monday);
        return Some((monday, monday.checked_add(6.days()).ok()?));
    }
    let second: i8 = second.parse().ok()?;
    if let Some(day) = parts.next() {
        let day = Date::new(year, second, day.parse().ok()?).ok()?;
        return Some((day, day));
    }
    let (month, months) = match second {
        1..=12 => (second, 1),
        // seasons of the northern hemisphere, winter from December of the year
        21 => (3, 3),
        22 => (6, 3),
        23 => (9, 3),
        24 => (12, 3),
        33..=36 => ((second - 33) * 3 + 1, 3),
        40 => (1, 6),
        41 => (7, 6),
        _ => return None,
    };
    let from = Date::new(year, month, 1).ok()?;
    let to = from.checked_add(months.months()).ok()?.yesterday().ok()?;
    Some((from, to))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn window(value: &str, from: &str) -> Option<Window> {
        let date = DateRecord {
            value: value.into(),
            granularity: "day".into(),
            text: None,
            start: None,
            end: None,
            from: from.into(),
        };
        Window::of(&date)
    }

    #[test]
    fn values_are_windows() {
        for (value, name) in [
            ("2021-06-02", "2021-06-02"),
            ("2021-W22", "2021-05-31 to 2021-06-06"),
            ("2024-02", "2024-02-01 to 2024-02-29"),
            ("2021-24", "2021-12-01 to 2022-02-28"),
            ("2021-34", "2021-04-01 to 2021-06-30"),
            ("2021", "2021-01-01 to 2021-12-31"),
            ("199X", "1990-01-01 to 1999-12-31"),
            ("19XX", "1900-01-01 to 1999-12-31"),
            ("2015/2019-03", "2015-01-01 to 2019-03-31"),
        ] {
            let found = window(value, "text").map(|w| w.name());
            assert_eq!(found.as_deref(), Some(name), "{value}");
        }
        for bad in ["", "..", "2021/..", "2021-13", "2021-02-30", "XX", "2021-W60", "9999X"] {
            assert_eq!(window(bad, "text"), None, "{bad}");
        }
    }

    #[test]
    fn publication_bounds_the_act_from_above() {
        let published = window("2021-06-02", "published").expect("a day");
        let told = window("2021-06-01", "text").expect("a day");
        assert_eq!(published.gap(&told), 0);
        let later = window("2021-06-03", "text").expect("a day");
        assert_eq!(published.gap(&later), 1);
        assert_eq!(later.gap(&published), 1);
        assert_eq!(number(told.from) - number(Date::constant(2021, 5, 31)), 1);
    }
}
