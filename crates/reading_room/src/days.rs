//! Days and numbers as people of a language write them.
//!
//! **In:** dates as a record gives them (ISO 8601, EDTF intervals). **Out:** words. What is no date
//! of a known form stays as it is; tables and files keep the ISO form.

use crate::language::Tongue;
use jiff::civil::{ISOWeekDate, Weekday};

const ENGLISH: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
/// In dates, after the day: "of July".
const POLISH_OF: [&str; 12] = [
    "stycznia",
    "lutego",
    "marca",
    "kwietnia",
    "maja",
    "czerwca",
    "lipca",
    "sierpnia",
    "września",
    "października",
    "listopada",
    "grudnia",
];
const POLISH: [&str; 12] = [
    "styczeń",
    "luty",
    "marzec",
    "kwiecień",
    "maj",
    "czerwiec",
    "lipiec",
    "sierpień",
    "wrzesień",
    "październik",
    "listopad",
    "grudzień",
];

/// A date in words: "29 July 2024", "29 lipca 2024", "lipiec 2024", "week of 22 July 2024".
pub fn in_words(tongue: Tongue, date: &str) -> String {
    if let Some((from, to)) = date.split_once('/') {
        return format!("{} – {}", in_words(tongue, from), in_words(tongue, to));
    }
    one(tongue, date).unwrap_or_else(|| date.to_owned())
}

fn one(tongue: Tongue, date: &str) -> Option<String> {
    let mut parts = date.split('-');
    let year = parts.next().filter(|y| y.len() == 4)?;
    let number: i16 = year.parse().ok()?;
    let (second, third) = (parts.next()?, parts.next());
    if parts.next().is_some() {
        return None;
    }
    if let Some(week) = second.strip_prefix('W') {
        let week = ISOWeekDate::new(number, week.parse().ok()?, Weekday::Monday).ok()?;
        let monday = one(tongue, &week.date().to_string())?;
        return third.is_none().then(|| match tongue {
            Tongue::En => format!("week of {monday}"),
            Tongue::Pl => format!("tydzień od {monday}"),
        });
    }
    let month = second.parse::<usize>().ok().filter(|_| second.len() == 2)?.checked_sub(1)?;
    match third {
        None => {
            let name = if tongue == Tongue::Pl { POLISH } else { ENGLISH };
            Some(format!("{}\u{A0}{year}", name.get(month)?))
        }
        Some(day) => {
            let day = day.parse::<u8>().ok().filter(|d| (1..=31).contains(d))?;
            let name = if tongue == Tongue::Pl { POLISH_OF } else { ENGLISH };
            Some(format!("{day}\u{A0}{} {year}", name.get(month)?))
        }
    }
}

/// The form of a word that goes with a number. English has two forms, Polish three ("1 akt, 2 akty,
/// 5 aktów"), with bars between them.
pub fn form(tongue: Tongue, forms: &str, n: u64) -> &str {
    let which = match (tongue, n) {
        (_, 1) => 0,
        (Tongue::En, _) => 1,
        (Tongue::Pl, _) if matches!(n % 10, 2..=4) && !matches!(n % 100, 12..=14) => 1,
        (Tongue::Pl, _) => 2,
    };
    forms.split('|').nth(which).or_else(|| forms.split('|').next_back()).unwrap_or(forms)
}

/// A number with its decimals, by the language's mark; with its sign where it is a score.
pub fn decimal(tongue: Tongue, number: f64, places: usize, signed: bool) -> String {
    let number = if signed { format!("{number:+.places$}") } else { format!("{number:.places$}") };
    let number = number.replacen('-', "\u{2212}", 1);
    if tongue == Tongue::Pl { number.replace('.', ",") } else { number }
}

#[cfg(test)]
mod tests {
    use super::*;
    use Tongue::{En, Pl};

    #[test]
    fn dates_become_words() {
        for (date, en, pl) in [
            ("2024-07-29", "29\u{A0}July 2024", "29\u{A0}lipca 2024"),
            ("2024-10-03", "3\u{A0}October 2024", "3\u{A0}października 2024"),
            ("2024-07", "July\u{A0}2024", "lipiec\u{A0}2024"),
            ("2024-W30", "week of 22\u{A0}July 2024", "tydzień od 22\u{A0}lipca 2024"),
            (
                "2024-06-30/2024-07-02",
                "30\u{A0}June 2024 – 2\u{A0}July 2024",
                "30\u{A0}czerwca 2024 – 2\u{A0}lipca 2024",
            ),
            ("2024", "2024", "2024"),
        ] {
            assert_eq!((in_words(En, date).as_str(), in_words(Pl, date).as_str()), (en, pl));
        }
    }

    #[test]
    fn what_is_no_date_stays() {
        for other in [
            "",
            "201X",
            "2024-13",
            "2024-00-01",
            "2024-W99",
            "2024-07-99",
            "x-y",
            "2024-07-29T10:00",
            "1-2-3-4",
            "<b>",
        ] {
            assert_eq!(in_words(Pl, other), other);
        }
    }

    #[test]
    fn polish_counts_in_three_forms() {
        let forms = "akt|akty|aktów";
        for (n, word) in [
            (0, "aktów"),
            (1, "akt"),
            (2, "akty"),
            (4, "akty"),
            (5, "aktów"),
            (12, "aktów"),
            (22, "akty"),
            (112, "aktów"),
            (101, "aktów"),
        ] {
            assert_eq!(form(Pl, forms, n), word, "{n}");
        }
        assert_eq!((form(En, "act|acts", 1), form(En, "act|acts", 0)), ("act", "acts"));
        assert_eq!(form(Pl, "bez form", 7), "bez form");
    }

    #[test]
    fn decimals_have_the_mark_of_the_language() {
        assert_eq!(decimal(Pl, 0.9, 2, false), "0,90");
        assert_eq!(decimal(En, -2.34, 1, true), "\u{2212}2.3");
        assert_eq!(decimal(Pl, 2.2, 1, true), "+2,2");
    }
}
