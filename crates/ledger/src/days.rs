//! Dates as records give them (ISO 8601, EDTF level 0 and 1), made sortable.

use jiff::civil::{ISOWeekDate, Weekday};

/// The first day that a date can mean, `YYYY-MM-DD`; `None` where it begins openly or is none.
///
/// A year begins in January, a season in the month that the hemisphere of our papers has it in
/// (EDTF months 21 to 24), an interval where its first part does; `X` stands for any digit.
pub fn first_day(date: &str) -> Option<String> {
    let date = date.split('/').next()?;
    let date = date.trim_end_matches(['?', '~', '%']);
    let mut parts = date.split('-');
    let year = parts.next()?.replace(['X', 'x'], "0");
    if year.len() != 4 || !year.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let number = |part: Option<&str>| part.and_then(|p| p.parse::<u8>().ok());
    let second = parts.next();
    if let Some(week) = second.and_then(|p| p.strip_prefix('W')) {
        return monday(year.parse().ok()?, week.parse().ok()?);
    }
    let month = match number(second) {
        None => return Some(format!("{year}-01-01")),
        Some(month @ 1..=12) => month,
        Some(21) => 3,
        Some(22) => 6,
        Some(23) => 9,
        Some(24) => 12,
        Some(_) => return None,
    };
    let day = number(parts.next()).filter(|d| (1..=31).contains(d)).unwrap_or(1);
    Some(format!("{year}-{month:02}-{day:02}"))
}

/// The Monday of a week of ISO 8601.
fn monday(year: i16, week: i8) -> Option<String> {
    ISOWeekDate::new(year, week, Weekday::Monday).ok().map(|day| day.date().to_string())
}

#[cfg(test)]
mod tests {
    use super::first_day;

    #[test]
    fn every_granularity_has_a_first_day() {
        let cases = [
            ("2021-06-02", "2021-06-02"),
            ("2021-06", "2021-06-01"),
            ("1991", "1991-01-01"),
            ("199X", "1990-01-01"),
            ("2021-22", "2021-06-01"),
            ("2024-06-11/2024-06-13", "2024-06-11"),
            ("2024~", "2024-01-01"),
            ("2024-05-XX", "2024-05-01"),
            ("2024-W30", "2024-07-22"),
        ];
        for (date, day) in cases {
            assert_eq!(first_day(date).as_deref(), Some(day), "{date}");
        }
        for date in ["", "..", "../2024", "soon", "2024-13", "2024-W60", "24"] {
            assert_eq!(first_day(date), None, "{date}");
        }
    }
}
