//! Text in, raw tokens with their class and the gap before them out.

use super::lines::{Gap, Lines};
use super::words;
use crate::Lang;

/// What a token is, as far as the grouping into sentences needs to know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A word that begins with a capital letter.
    Capital,
    /// Any other word.
    Word,
    /// Begins with a digit.
    Number,
    /// An English abbreviation with its period.
    Abbreviation,
    /// "." "!" "?" "…" and runs of them.
    Terminal,
    /// A closing bracket or quotation mark.
    Closer,
    /// An opening bracket or quotation mark.
    Opener,
    /// A straight quotation mark, which may open or close.
    Quote,
    /// A dash or a bullet.
    Dash,
    /// Any other mark.
    Mark,
}

/// A raw token; bytes count from the start of the stretch.
#[derive(Clone, Copy, Debug)]
pub(super) struct Token {
    pub start: u32,
    pub end: u32,
    pub kind: Kind,
    pub gap: Gap,
}

/// Cuts a stretch of text into tokens.
pub(super) fn tokenise(text: &str, lang: Lang) -> Vec<Token> {
    let mut out = Vec::with_capacity(text.len() / 5 + 4);
    let mut lines = Lines::new(text);
    let mut at = 0;
    loop {
        let (start, gap) = skip_blanks(text, at, &mut lines);
        if start >= text.len() {
            return out;
        }
        at = token(text, start, gap, lang, &mut out);
    }
}

/// Skips white space; says where it ends and what it means.
fn skip_blanks(text: &str, from: usize, lines: &mut Lines) -> (usize, Gap) {
    let bytes = text.as_bytes();
    let (mut i, mut breaks) = (from, 0);
    while i < bytes.len() {
        match bytes[i] {
            b' ' | b'\t' | 0x0B | 0x0C => i += 1,
            b'\n' => {
                breaks += 1;
                i += 1;
            }
            b'\r' => {
                breaks += usize::from(bytes.get(i + 1) != Some(&b'\n'));
                i += 1;
            }
            b if b < 0x80 => break,
            _ => match text[i..].chars().next().filter(|c| c.is_whitespace()) {
                Some(c) => {
                    breaks += if matches!(c, '\u{2029}') {
                        2
                    } else {
                        usize::from(matches!(c, '\u{85}' | '\u{2028}'))
                    };
                    i += c.len_utf8();
                }
                None => break,
            },
        }
    }
    let gap = match breaks {
        _ if i == from => Gap::None,
        0 => Gap::Blank,
        1 if i < bytes.len() && from > 0 => lines.judge(from, i),
        _ => Gap::Break,
    };
    if breaks > 0 {
        lines.line_begins(i);
    }
    (i, gap)
}

/// Cuts the token that begins at `start` (with its clitics) and returns where it ends.
fn token(text: &str, start: usize, gap: Gap, lang: Lang, out: &mut Vec<Token>) -> usize {
    let Some(first) = text[start..].chars().next() else { return text.len() };
    let mut push = |start: usize, end: usize, kind, gap| {
        out.push(Token { start: start as u32, end: end as u32, kind, gap });
    };
    if words::in_word(first) {
        let run = words::run_end(text, start);
        if let Some(end) = words::address_end(text, start, run) {
            push(start, end, Kind::Word, gap);
            return end;
        }
        let end = words::word_end(text, start, run, lang);
        let kind = match first {
            c if c.is_numeric() => Kind::Number,
            _ if end > run && text.as_bytes()[end - 1] == b'.' => Kind::Abbreviation,
            c if c.is_uppercase() => Kind::Capital,
            _ => Kind::Word,
        };
        if lang == Lang::En && kind != Kind::Abbreviation {
            if let Some((cut, stop)) = words::en_clitic(text, start, end) {
                push(start, cut, kind, gap);
                push(cut, stop, Kind::Word, Gap::None);
                return stop;
            }
            if let Some(cut) = words::en_cut(text, start, end) {
                push(start, cut, kind, gap);
                push(cut, end, Kind::Word, Gap::None);
                return end;
            }
        }
        push(start, end, kind, gap);
        return end;
    }
    if matches!(first, '#' | '@') {
        let run = words::run_end(text, start + 1);
        if run > start + 1 && text[start + 1..].starts_with(char::is_alphabetic) {
            push(start, run, Kind::Word, gap);
            return run;
        }
    }
    let end = mark_end(text, start, first, lang);
    push(start, end, mark_kind(first), gap);
    end
}

/// EWT keeps runs of marks together ("...", "!!", "--"); PDB cuts each, but for the pairs that
/// stand for one quotation mark.
fn mark_end(text: &str, start: usize, first: char, lang: Lang) -> usize {
    let one = start + first.len_utf8();
    if matches!(first, ',' | '\'' | '`' | '‘' | '’') && text[one..].starts_with(first) {
        return one + first.len_utf8();
    }
    if lang == Lang::Pl {
        return one;
    }
    let same = |c: char| match first {
        '.' | '!' | '?' => matches!(c, '.' | '!' | '?'),
        '-' | '*' | '=' | '_' | '~' | '<' | '>' | '#' => c == first,
        _ => false,
    };
    text[one..].find(|c| !same(c)).map_or(text.len(), |n| one + n)
}

fn mark_kind(c: char) -> Kind {
    match c {
        '.' | '!' | '?' | '…' => Kind::Terminal,
        ')' | ']' | '}' | '”' | '»' | '›' => Kind::Closer,
        '(' | '[' | '{' | '„' | '“' | '«' | '‹' | '‚' | '‘' | '¿' | '¡' => {
            Kind::Opener
        }
        '"' | '\'' | '’' | '`' | '\u{2BC}' => Kind::Quote,
        '-' | '–' | '—' | '―' | '‒' | '•' | '*' | '·' | '‣' | '●' | '▪' | '−' | '‑' => {
            Kind::Dash
        }
        _ => Kind::Mark,
    }
}
