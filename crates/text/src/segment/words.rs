//! Where a word ends: hyphens, apostrophes, periods and marks inside words and numbers.
//!
//! A word begins as a run of letters and digits. At each joining mark ("-", "'", ".", ",", ":",
//! "/", "@") the rules of the treebank decide whether the run before and the run after are one
//! token. Each run is looked at no more than twice, so even endless "words" cost linear time.

use super::lexicon::{Entry, Lexicon};
use crate::Lang;

/// Whether a character belongs inside a run: letters, digits, joining marks, "_".
pub(super) fn in_word(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_alphanumeric() || c == '_';
    }
    c.is_alphanumeric()
        || matches!(c as u32, 0x300..=0x36F | 0xAD | 0x200B..=0x200F | 0x2060 | 0xFEFF)
}

/// Nothing is joined to a token that is already this long (bytes): endless chains such as
/// "1-1-1-1..." are cut rather than looked at again from their start.
const LONGEST_JOINED: usize = 96;

/// End of the run that begins at `at`.
pub(super) fn run_end(text: &str, at: usize) -> usize {
    let bytes = text.as_bytes();
    let mut i = at;
    while i < bytes.len() {
        let b = bytes[i];
        if b < 0x80 {
            if !(b.is_ascii_alphanumeric() || b == b'_') {
                break;
            }
            i += 1;
        } else {
            match text[i..].chars().next() {
                Some(c) if in_word(c) => i += c.len_utf8(),
                _ => break,
            }
        }
    }
    i
}

fn digits(s: &str) -> bool {
    !s.is_empty() && s.bytes().all(|b| b.is_ascii_digit())
}

/// Begins with a digit: "5", "7bn".
fn numeric(s: &str) -> bool {
    s.starts_with(|c: char| c.is_ascii_digit())
}

/// A run's first and last character.
fn ends(s: &str) -> (char, char) {
    let first = s.chars().next().unwrap_or(' ');
    (first, s.chars().next_back().unwrap_or(first))
}

/// End of the token that begins with the run `start..end`, by the rules of the language.
pub(super) fn word_end(text: &str, start: usize, end: usize, lang: Lang) -> usize {
    let bytes = text.as_bytes();
    let lexicon = Lexicon::of(lang);
    let (mut end, mut run) = (end, start);
    // `run..end` is the last run, `start..end` the token so far.
    while end < bytes.len() && end - start <= LONGEST_JOINED {
        let mark = match bytes[end] {
            b @ (b'-' | b'\'' | b'.' | b',' | b':' | b'/' | b'&') => b as char,
            0xE2 if text[end..].starts_with('’') => '’',
            0xE2 if text[end..].starts_with('‑') => '‑',
            _ => break,
        };
        let next = end + mark.len_utf8();
        let next_end = run_end(text, next);
        if next_end == next {
            break;
        }
        let (word, last, after) = (&text[start..end], &text[run..end], &text[next..next_end]);
        let joined = match (mark, lang) {
            ('-' | '‑', Lang::Pl) => {
                hyphen_pl(lexicon, word, last, after, text, start, end, next_end)
            }
            ('-' | '‑', Lang::En) => hyphen_en(lexicon, word, last, after, text, next_end),
            ('\'' | '’', Lang::Pl) => letters(last) && letters(after),
            ('\'' | '’', Lang::En) => {
                letters(last) && letters(after) && !clitic(last, after)
                    || digits(last) && after == "s"
            }
            ('.', Lang::Pl) => {
                digits(last) && after.len() == 3 && digits(after) && grouped(word)
                    || dotted(lexicon, text, start, next_end)
                    || top_level(text, after, next_end)
            }
            ('.', Lang::En) => {
                digits(last) && numeric(after)
                    || initials(word, after)
                    || dotted(lexicon, text, start, next_end)
                    || top_level(text, after, next_end)
            }
            (',', _) => digits(last) && numeric(after),
            (':', Lang::Pl) => digits(last) && digits(after) && after.len() == 2,
            (':' | '/', Lang::En) => digits(last) && numeric(after),
            ('&', _) => upper(last) && upper(after),
            _ => false,
        };
        if !joined {
            break;
        }
        run = next;
        end = next_end;
    }
    if lang == Lang::En { en_period(lexicon, text, start, end) } else { end }
}

fn letters(s: &str) -> bool {
    let (first, last) = ends(s);
    first.is_alphabetic() && last.is_alphabetic()
}

fn upper(s: &str) -> bool {
    s.chars().all(char::is_uppercase)
}

/// A number whose thousands are set off by periods so far: "1.500", not "1234.500".
fn grouped(word: &str) -> bool {
    word.split('.')
        .enumerate()
        .all(|(i, g)| digits(g) && if i == 0 { g.len() <= 3 } else { g.len() == 3 })
}

/// Three or more groups of digits with hyphens: telephone numbers, ISO dates.
fn digit_groups(text: &str, word: &str, after: &str, next_end: usize) -> bool {
    if word.contains('-') {
        return word.split('-').all(digits) && digits(after);
    }
    if !digits(word) || !digits(after) || text.as_bytes().get(next_end) != Some(&b'-') {
        return false;
    }
    let third = &text[next_end + 1..run_end(text, next_end + 1)];
    digits(third)
}

#[allow(clippy::too_many_arguments)]
fn hyphen_pl(
    lexicon: &Lexicon,
    word: &str,
    last: &str,
    after: &str,
    text: &str,
    start: usize,
    end: usize,
    next_end: usize,
) -> bool {
    let (_, tail) = ends(last);
    let (head, _) = ends(after);
    if tail.is_ascii_digit() && head.is_ascii_digit() {
        return digit_groups(text, word, after, next_end);
    }
    // "24-letni", "5-ta"; "F-16", "COVID-19"
    if tail.is_ascii_digit() && head.is_lowercase() || head.is_ascii_digit() && letters(last) {
        return digits_or_suffix(after);
    }
    // inflected acronyms: "UPR-u", "PiS-owi", "XIX-wieczny"; "T-shirt"
    if tail.is_uppercase() && head.is_lowercase() {
        return true;
    }
    // "Ś-W": points of the compass and the like
    if word.chars().count() == 1 && after.chars().count() == 1 && upper(word) && upper(after) {
        return true;
    }
    end == start + last.len() && lexicon.has(word, Entry::Prefix)
        || lexicon.has(&text[start..next_end], Entry::Whole)
}

fn digits_or_suffix(after: &str) -> bool {
    digits(after) || after.chars().next().is_some_and(char::is_lowercase)
}

fn hyphen_en(
    lexicon: &Lexicon,
    word: &str,
    last: &str,
    after: &str,
    text: &str,
    next_end: usize,
) -> bool {
    digit_groups(text, word, after, next_end)
        // "555-0123"
        || digits(word) && word.len() == 3 && digits(after) && after.len() == 4
        || word.len() == last.len() && letters(after) && lexicon.has(word, Entry::Prefix)
}

/// "'s", "'re", "n't" and their like.
fn clitic(before: &str, after: &str) -> bool {
    // "the 60's" is one token
    if digits(before) {
        return false;
    }
    const ENDINGS: [&str; 6] = ["s", "m", "re", "ve", "ll", "d"];
    ENDINGS.iter().any(|e| after.eq_ignore_ascii_case(e))
        || after.eq_ignore_ascii_case("t") && before.ends_with(['n', 'N'])
}

/// Abbreviations with inner periods: "m.in", "p.n.e".
fn dotted(lexicon: &Lexicon, text: &str, start: usize, next_end: usize) -> bool {
    if lexicon.abbreviation(&text[start..next_end]) {
        return true;
    }
    // "p.n" on the way to "p.n.e"
    let rest = &text[next_end..];
    if !rest.starts_with('.') || next_end - start > 12 {
        return false;
    }
    let end = run_end(text, next_end + 1);
    end > next_end + 1 && end - start <= 16 && lexicon.abbreviation(&text[start..end])
}

/// "U.S", "W.H.S": single letters with periods between.
fn initials(word: &str, after: &str) -> bool {
    let single = |s: &str| s.chars().count() == 1 && letters(s);
    single(after) && word.split('.').all(single)
}

/// Names of hosts and files: the part after a period is a known ending and nothing follows.
fn top_level(text: &str, after: &str, next_end: usize) -> bool {
    const ENDINGS: [&str; 40] = [
        "pl", "com", "org", "net", "eu", "info", "gov", "edu", "mil", "int", "uk", "de", "fr",
        "ru", "ua", "by", "kz", "cz", "sk", "lt", "cn", "tv", "io", "biz", "html", "htm", "php",
        "asp", "pdf", "doc", "docx", "xls", "xlsx", "txt", "jpg", "png", "zip", "csv", "mp3",
        "mp4",
    ];
    let known = |s: &str| ENDINGS.iter().any(|e| s.eq_ignore_ascii_case(e));
    if known(after) {
        return true;
    }
    // "news.bbc.co.uk": an inner part, when a known ending follows at most three parts later.
    let mut at = next_end;
    for _ in 0..3 {
        if !text[at..].starts_with('.') {
            return false;
        }
        let end = run_end(text, at + 1);
        if end == at + 1 || end - at > 64 {
            return false;
        }
        if known(&text[at + 1..end]) {
            return true;
        }
        at = end;
    }
    false
}

/// EWT keeps the period of an abbreviation in its token.
fn en_period(lexicon: &Lexicon, text: &str, start: usize, end: usize) -> usize {
    if text.as_bytes().get(end) != Some(&b'.') {
        return end;
    }
    let word = &text[start..end];
    let single = word.len() == 1 && word != "I" && upper(word);
    let spelt = word.contains('.') && word.split('.').all(|p| p.chars().count() == 1 && letters(p));
    if single || spelt || lexicon.abbreviation(word) { end + 1 } else { end }
}

/// Where an English word is cut in two: "do|n't", "can|not", "Biden|'s". The clitic's start.
pub(super) fn en_cut(text: &str, start: usize, end: usize) -> Option<usize> {
    let word = &text[start..end];
    for (whole, first) in [("cannot", 3), ("gonna", 3), ("gotta", 3), ("wanna", 3)] {
        if word.eq_ignore_ascii_case(whole) {
            return Some(start + first);
        }
    }
    unit(word).map(|at| start + at)
}

/// EWT cuts a unit off its number: "7:30|PM", "2.7|m", "30|ft". Where the unit begins.
fn unit(word: &str) -> Option<usize> {
    const UNITS: [&str; 20] = [
        "am", "pm", "a.m.", "p.m.", "k", "m", "b", "bn", "mn", "tn", "mm", "cm", "km", "kg", "lb",
        "lbs", "ft", "mph", "mw", "gb",
    ];
    let at = word.find(|c: char| c.is_ascii_alphabetic())?;
    let number = &word[..at];
    let plain = number.bytes().all(|b| b.is_ascii_digit() || b".,:".contains(&b));
    (at > 0 && plain && UNITS.iter().any(|u| word[at..].eq_ignore_ascii_case(u))).then_some(at)
}

/// The clitic that begins at `end` of a word, if one does: its start (inside the word for
/// "n't") and its end.
pub(super) fn en_clitic(text: &str, start: usize, end: usize) -> Option<(usize, usize)> {
    let mark = text[end..].chars().next().filter(|c| matches!(c, '\'' | '’'))?;
    let after = end + mark.len_utf8();
    let stop = run_end(text, after);
    if !clitic(&text[start..end], &text[after..stop]) {
        return None;
    }
    let not = text[after..stop].eq_ignore_ascii_case("t");
    let cut = if not { end - 1 } else { end };
    (cut > start).then_some((cut, stop))
}

/// End of a URL, an e-mail address, a mention or a hashtag that begins at `start`, if one does.
pub(super) fn address_end(text: &str, start: usize, end: usize) -> Option<usize> {
    let rest = &text.as_bytes()[end..];
    let word = &text[start..end];
    let scheme = matches!(word, "http" | "https" | "ftp" | "mailto" | "Http" | "Https" | "HTTP")
        && rest.starts_with(b":");
    if scheme && rest.starts_with(b"://")
        || word.eq_ignore_ascii_case("www") && rest.starts_with(b".")
    {
        return Some(trim_address(text, start, visible_end(text, end)));
    }
    // local part of an e-mail address: bounded, since most words are none
    const LOCAL: usize = 64;
    let local = rest.iter().take(LOCAL);
    let local = local.take_while(|b| b.is_ascii_alphanumeric() || b"._+-".contains(b)).count();
    if rest.get(local) == Some(&b'@') {
        let at = end + local + 1;
        let host = text.as_bytes()[at..].iter();
        let host = host.take_while(|b| b.is_ascii_alphanumeric() || b".-".contains(b)).count();
        if text[at..at + host].trim_end_matches(['.', '-']).contains('.') {
            return Some(trim_address(text, start, at + host));
        }
    }
    None
}

fn visible_end(text: &str, at: usize) -> usize {
    let stop = |c: char| c.is_whitespace() || "\"<>”„«»)]}|".contains(c);
    text[at..].find(stop).map_or(text.len(), |n| at + n)
}

/// A closing mark at the end of an address belongs to the sentence.
fn trim_address(text: &str, start: usize, end: usize) -> usize {
    start
        + text[start..end]
            .trim_end_matches(['.', ',', ';', ':', '!', '?', '\'', '’', '…', '-'])
            .len()
}
