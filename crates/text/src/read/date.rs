//! A day written in one of the ways of papers, pages and feeds in; the calendar day out.
//!
//! It is always the day **as written**: of a time stamp with a zone (`2024-05-01T00:30:00+02:00`)
//! the day in that zone, which is the paper's own; the time is never moved to another zone.

use super::Reason;
use jiff::civil::Date;

/// Before this year there was no web: such a day is the default value of some program.
const FIRST_YEAR: i16 = 1980;

/// A date, or the date of a time stamp in the paper's own zone; strictly ISO 8601.
pub(super) fn date(text: &str) -> Result<Date, Reason> {
    let wrong = || Reason::Date(text.chars().take(40).collect());
    let day = match text.as_bytes().get(10) {
        None => text,
        Some(b'T' | b' ') => text.get(..10).ok_or_else(wrong)?,
        Some(_) => return Err(wrong()),
    };
    let shape = day.len() == 10 && day.as_bytes()[4] == b'-' && day.as_bytes()[7] == b'-';
    if shape { day.parse().map_err(|_| wrong()) } else { Err(wrong()) }
}

/// A day as pages and feeds write it: ISO 8601 (also `20240501`), RFC 2822
/// (`Wed, 01 May 2024 08:00:00 +0200`), `May 1, 2024`, `1 maja 2024`, `2024/05/01`, `01.05.2024`.
/// `None` where it is none of these or lies before 1980.
pub fn day_as_written(text: &str) -> Option<Date> {
    let text = text.trim();
    let found = date(text).ok().or_else(|| numeric(text)).or_else(|| worded(text))?;
    (found.year() >= FIRST_YEAR).then_some(found)
}

/// The day that an address names in its path, as many papers write it: `/2024/05/01/`,
/// `/2024-05-01-`.
pub fn day_in_address(url: &str) -> Option<Date> {
    let path = url.split_once("://").map_or(url, |(_, rest)| rest);
    let path = path.split(['?', '#']).next().unwrap_or(path);
    let (_, path) = path.split_once('/')?;
    (0..path.len())
        .filter(|&i| i == 0 || matches!(path.as_bytes()[i - 1], b'/' | b'-' | b',' | b'_'))
        .find_map(|i| {
            let day = path.get(i..i + 10)?;
            let behind = path.as_bytes().get(i + 10);
            let ends = behind.is_none_or(|b| !b.is_ascii_digit());
            (ends && day.starts_with("20")).then(|| numeric(day)).flatten()
        })
}

/// Digits only: `20240501`, `2024/05/01`, `2024-05-01`, `01.05.2024`, each with anything but a digit
/// behind.
fn numeric(text: &str) -> Option<Date> {
    let digits = |s: &str| s.bytes().all(|b| b.is_ascii_digit()).then(|| s.parse::<i16>().ok());
    let part = |from: usize, to: usize| digits(text.get(from..to)?).flatten();
    let mark = |at: usize| text.as_bytes().get(at).copied();
    let small = |n: i16| i8::try_from(n).ok();
    let ends = |at: usize| mark(at).is_none_or(|b| !b.is_ascii_digit());
    let (year, month, day) = match (mark(2), mark(4), mark(5), mark(7)) {
        (_, Some(a @ (b'-' | b'/' | b'.')), _, Some(b)) if a == b && ends(10) => {
            (part(0, 4)?, part(5, 7)?, part(8, 10)?)
        }
        (Some(a @ (b'.' | b'-' | b'/')), _, Some(b), _) if a == b && ends(10) => {
            (part(6, 10)?, part(3, 5)?, part(0, 2)?)
        }
        _ if ends(8) => (part(0, 4)?, part(4, 6)?, part(6, 8)?),
        _ => return None,
    };
    Date::new(year, small(month)?, small(day)?).ok()
}

/// Three letters that begin a month's name in English and in Polish.
const MONTHS: [[&str; 2]; 12] = [
    ["jan", "sty"],
    ["feb", "lut"],
    ["mar", "mar"],
    ["apr", "kwi"],
    ["may", "maj"],
    ["jun", "cze"],
    ["jul", "lip"],
    ["aug", "sie"],
    ["sep", "wrz"],
    ["oct", "paź"],
    ["nov", "lis"],
    ["dec", "gru"],
];

/// A month by name, with the day before or behind it and the year behind both. What else stands
/// there (weekdays, which some programs get wrong; hours; zones) is not needed.
fn worded(text: &str) -> Option<Date> {
    let words: Vec<String> = text
        .split(|c: char| !c.is_alphanumeric())
        .filter(|w| !w.is_empty())
        .take(6)
        .map(str::to_lowercase)
        .collect();
    let month = |word: &str| {
        let found = MONTHS.iter().position(|names| names.iter().any(|n| word.starts_with(n)))?;
        i8::try_from(found + 1).ok()
    };
    let year = |word: &str| if word.len() == 4 { word.parse::<i16>().ok() } else { None };
    words.windows(3).find_map(|three| {
        let [a, b, c] = three else { return None };
        let (day, month) = match month(b) {
            Some(month) => (a, month),
            None => (b, month(a)?),
        };
        let ending = ["st", "nd", "rd", "th"].iter().find_map(|e| day.strip_suffix(e));
        Date::new(year(c)?, month, ending.unwrap_or(day).parse().ok()?).ok()
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn days_are_read_as_written() {
        for text in [
            "2024-05-01",
            "2024-05-01T00:30:00+02:00",
            "2024-05-01T23:59:00Z",
            " 2024-05-01 10:00 ",
            "20240501",
            "20240501T101500",
            "2024/05/01",
            "01.05.2024",
            "01.05.2024, 10:15",
            "Wed, 01 May 2024 00:30:00 +0200",
            "01 May 2024 23:30:00 -0800",
            "Wed, 1 May 2024 08:00:00 GMT",
            "Sat, May 1 2024 02:02:33 PM",
            "May 1st, 2024",
            "środa, 1 maja 2024 r.",
            "mar, 01 maj 2024 12:00",
            "Wed, 01 May 2024 08:00:00 Z",
            // a weekday that is not that day's: the date counts
            "Tue, 01 May 2024 08:00:00 +0200",
        ] {
            assert_eq!(day_as_written(text), Some(date(2024, 5, 1)), "{text}");
        }
        for text in [
            "",
            "wczoraj",
            "2024",
            "2024-13-01",
            "1970-01-01T00:00:00Z",
            "202405011",
            "ąęśćźżół",
            "May 2024",
            "1 maja 12:30",
            "32 May 2024",
        ] {
            assert_eq!(day_as_written(text), None, "{text}");
        }
    }

    #[test]
    fn addresses_name_days() {
        let day = Some(date(2024, 5, 1));
        assert_eq!(day_in_address("https://example.org/swiat/2024/05/01/rozmowa"), day);
        assert_eq!(day_in_address("https://example.org/rozmowa-2024-05-01.html"), day);
        assert_eq!(day_in_address("https://example.org/2024-05-01"), day);
        assert_eq!(day_in_address("https://example.org/a?d=2024-05-01"), None);
        assert_eq!(day_in_address("https://2024-05-01.example.org/a"), None);
        assert_eq!(day_in_address("https://example.org/id/2024/05/012"), None);
        assert_eq!(day_in_address("https://example.org/ż/ęą"), None);
    }
}
