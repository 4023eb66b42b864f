//! Days for formats that know only days.

use jiff::civil::Date;
use record::{Event, Record};

/// The day of an act for a format that needs exactly one: the act's own where it is known to the
/// day; else the day of publication where it lies within what is known ("in June"); else the first
/// day of that time; the day of publication where nothing is known.
pub(crate) fn act_day(record: &Record, event: &Event) -> Option<Date> {
    let published = record.published.as_deref().and_then(day);
    let Some(date) = &event.date else { return published };
    if let Some(exact) = day(&date.value) {
        return Some(exact);
    }
    let Some((first, last)) = bounds(&date.value) else { return published };
    match published {
        Some(published) if first <= published && published <= last => Some(published),
        _ => Some(first),
    }
}

/// The day of publication.
pub(crate) fn published(record: &Record) -> Option<Date> {
    record.published.as_deref().and_then(day)
}

/// `YYYY-MM-DD`, and nothing else.
pub(crate) fn day(value: &str) -> Option<Date> {
    (value.len() == 10).then(|| value.parse().ok()).flatten()
}

/// First and last day of a value: a day, month, year, season, decade, century (EDTF `202X`,
/// `20XX`), or an interval of these.
pub(crate) fn bounds(value: &str) -> Option<(Date, Date)> {
    if let Some((from, to)) = value.split_once('/') {
        let from = bounds(from);
        let to = bounds(to);
        return match (from, to) {
            (Some(a), Some(b)) => Some((a.0, b.1)),
            // An interval that is open or unknown at one side is known by the other.
            (Some(one), None) | (None, Some(one)) => Some(one),
            (None, None) => None,
        };
    }
    let value = value.trim_end_matches(['?', '~', '%']);
    if let Some(exact) = day(value) {
        return Some((exact, exact));
    }
    let (year, rest) = value.split_at_checked(4)?;
    let first: i16 = year.replace('X', "0").parse().ok()?;
    let last: i16 = year.replace('X', "9").parse().ok()?;
    let (from, to) = match rest.strip_prefix('-') {
        None if rest.is_empty() => (1, 12),
        None => return None,
        Some("21") => (3, 5),
        Some("22") => (6, 8),
        Some("23") => (9, 11),
        // Winter begins in December; the year is the one it begins in.
        Some("24") => (12, 12),
        Some(month) => {
            let month: i8 = month.get(..2)?.parse().ok()?;
            (month, month)
        }
    };
    Some((Date::new(first, from, 1).ok()?, Date::new(last, to, 1).ok()?.last_of_month()))
}

/// `YYYYMMDD`.
pub(crate) fn compact(date: Date) -> String {
    format!("{:04}{:02}{:02}", date.year(), date.month(), date.day())
}

/// `YYYYMMDD` and midnight, for formats that count seconds.
pub(crate) fn stamp(date: Date) -> String {
    format!("{}000000", compact(date))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn no_value_breaks_the_reader(value in "[0-9X./~?ąT:-]{0,21}") {
            if let Some((first, last)) = bounds(&value) {
                prop_assert!(value.contains('/') || first <= last, "{}", value);
            }
        }
    }

    fn span(value: &str) -> Option<(String, String)> {
        bounds(value).map(|(a, b)| (a.to_string(), b.to_string()))
    }

    #[test]
    fn imprecise_values_have_bounds() {
        let pair = |a: &str, b: &str| Some((a.to_owned(), b.to_owned()));
        assert_eq!(span("2024-06-11"), pair("2024-06-11", "2024-06-11"));
        assert_eq!(span("2024-02"), pair("2024-02-01", "2024-02-29"));
        assert_eq!(span("2024"), pair("2024-01-01", "2024-12-31"));
        assert_eq!(span("2024-22"), pair("2024-06-01", "2024-08-31"));
        assert_eq!(span("199X"), pair("1990-01-01", "1999-12-31"));
        assert_eq!(span("2024-06-10/2024-06-16"), pair("2024-06-10", "2024-06-16"));
        assert_eq!(span("2024-06/.."), pair("2024-06-01", "2024-06-30"));
        assert_eq!(span("wczoraj"), None);
        assert_eq!(span("ąęśż-ą"), None);
        assert_eq!(span("2024-13"), None);
    }
}
