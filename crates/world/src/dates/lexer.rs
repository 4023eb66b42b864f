//! Text in; tokens with the class that the date grammar sees out.
//!
//! Works on the bytes of the text itself, so it does not depend on how a tokeniser treats
//! "2.06.2021" or "r.". Every byte is looked at a bounded number of times.

use super::lexicon::{Class, Lexicon};
use jiff::civil::Date;

/// A word, number or mark.
#[derive(Clone, Copy, Debug)]
pub(super) struct Token {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    /// What the grammar sees.
    pub class: Class,
    /// Whether it begins with a capital letter.
    pub capital: bool,
    /// Whether nothing stands between it and the token before.
    pub glued: bool,
}

/// Splits a text into tokens, offsets counted from the text's start.
pub(super) fn lex(text: &str, lexicon: &Lexicon) -> Vec<Token> {
    let mut tokens: Vec<Token> = Vec::new();
    let mut key = String::new();
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        if c.is_whitespace() {
            at += c.len_utf8();
            continue;
        }
        let (len, class) = if c.is_ascii_digit() {
            number(&text[at..], lexicon.month_first)
        } else if c.is_alphabetic() {
            let len = text[at..].find(|c: char| !c.is_alphabetic()).unwrap_or(text.len() - at);
            word(&text[at..], len, lexicon, &mut key)
        } else {
            (c.len_utf8(), Class::Mark(c))
        };
        let glued = tokens.last().is_some_and(|t| t.end == at);
        tokens.push(Token { start: at, end: at + len, class, capital: c.is_uppercase(), glued });
        at += len;
    }
    tokens
}

/// The class of a word of `len` bytes at the start of `rest`; takes an abbreviation's full stop
/// ("r.", "ub.r.", "Sept.") with it.
fn word(rest: &str, len: usize, lexicon: &Lexicon, key: &mut String) -> (usize, Class) {
    let lower = |key: &mut String, s: &str| {
        key.clear();
        key.extend(s.chars().flat_map(char::to_lowercase));
    };
    // Longest abbreviation first: "p.m.", "ub.r.", then "br.".
    let bytes = rest.as_bytes();
    if len <= 6 && bytes.get(len) == Some(&b'.') {
        let second = rest[len + 1..].bytes().take_while(u8::is_ascii_alphabetic).count();
        if second > 0 && second <= 2 && bytes.get(len + 1 + second) == Some(&b'.') {
            lower(key, &rest[..len + second + 2]);
            if let Some(class) = lexicon.get(key) {
                return (len + second + 2, class);
            }
        }
        lower(key, &rest[..=len]);
        if let Some(class) = lexicon.get(key) {
            return (len + 1, class);
        }
    }
    let capital = rest.starts_with(char::is_uppercase);
    if capital && let Some(roman) = roman(&rest[..len]) {
        return (len, Class::Roman(roman));
    }
    lower(key, &rest[..len]);
    (len, lexicon.get(key).unwrap_or(Class::Other))
}

/// A number with what belongs to it: ISO and dotted dates, clock times, English "2nd", "1990s".
fn number(rest: &str, month_first: bool) -> (usize, Class) {
    let digits = |s: &str| s.bytes().take_while(u8::is_ascii_digit).count();
    let n = digits(rest);
    let value = |s: &str| s.parse::<u32>().unwrap_or(u32::MAX);
    let first = value(&rest[..n]);
    let after = &rest[n..];
    // Two more groups with the same separator: a date.
    if let Some(sep) = after.chars().next().filter(|c| matches!(c, '-' | '.' | '/')) {
        let m = digits(&after[1..]);
        let tail = &after[1 + m..];
        if m > 0 && m <= 2 && tail.starts_with(sep) {
            let k = digits(&tail[1..]);
            let (second, third) = (value(&after[1..1 + m]), value(&tail[1..1 + k]));
            let ends = !tail[1 + k..].starts_with(|c: char| c.is_alphanumeric() && c != 'T');
            if ends && n == 4 && k > 0 && k <= 2 {
                return (n + m + k + 2, full_date(first, second, third));
            }
            if ends && n <= 2 && k == 4 {
                let class = match sep {
                    '/' if month_first && first <= 12 && second <= 12 && first != second => {
                        Class::Other // 06/02/2021: nobody can tell
                    }
                    '/' if second > 12 => full_date(third, first, second),
                    _ => full_date(third, second, first),
                };
                return (n + m + k + 2, class);
            }
        }
        if n == 4 && sep == '-' && after[1..].starts_with('W') && digits(&after[2..]) == 2 {
            return (n + 4, Class::IsoWeek(first, value(&after[2..4])));
        }
    }
    if n <= 2 && after.starts_with(':') && digits(&after[1..]) == 2 {
        let seconds = usize::from(after[3..].starts_with(':') && digits(&after[4..]) == 2) * 3;
        return (n + 3 + seconds, Class::Clock);
    }
    let letters = after.bytes().take_while(u8::is_ascii_alphabetic).count();
    match &after[..letters] {
        "" => {}
        "st" | "nd" | "rd" | "th" => return (n + 2, Class::Ordinal(first)),
        "s" if first % 10 == 0 && (n == 4 || n == 2) => return (n + 1, Class::DecadeNumber(first)),
        "am" | "pm" => return (n + 2, Class::Clock),
        _ => return (n + letters, Class::Other),
    }
    if n > 4 { (n, Class::Other) } else { (n, Class::Number(first, n as u8)) }
}

fn full_date(year: u32, month: u32, day: u32) -> Class {
    let date = i16::try_from(year).ok().zip(i8::try_from(month).ok()).zip(i8::try_from(day).ok());
    date.and_then(|((y, m), d)| Date::new(y, m, d).ok()).map_or(Class::Other, Class::Date)
}

/// The value of a Roman numeral up to 39 (months, quarters, centuries).
fn roman(s: &str) -> Option<u32> {
    if s.len() > 6 {
        return None;
    }
    let digit = |b| match b {
        b'I' => Some(1),
        b'V' => Some(5),
        b'X' => Some(10),
        _ => None,
    };
    let mut sum = 0;
    let mut last = 0;
    for b in s.bytes().rev() {
        let d = digit(b)?;
        if d < last {
            sum -= d
        } else {
            sum += d
        }
        last = last.max(d);
    }
    u32::try_from(sum).ok().filter(|&n| n > 0 && n < 40)
}
