//! Words to places in the text.
//!
//! With `# text` forms are looked up there. Without it the text is put together from the forms: a
//! blank between two tokens unless the first says `SpaceAfter=No`, or their characters touch as
//! Stanza counts them (`start_char=0|end_char=7`; its older versions write nothing else).

use super::read::{ConlluError, Problem, Range, Row};
use text::Span;

/// How the last sentence ended: whether a blank follows it.
#[derive(Default)]
pub(super) struct End {
    no_space: bool,
    character: Option<u64>,
}

impl End {
    /// Of a sentence with at least one word.
    pub fn of(rows: &[Row], ranges: &[Range]) -> Self {
        let misc = rows.len().checked_sub(1).map_or("_", |i| token(rows, ranges, i).0[9]);
        Self { no_space: has_no_space(misc), character: characters(misc).1 }
    }

    /// Whether the next sentence follows without a blank.
    pub fn touches(&self, rows: &[Row], ranges: &[Range]) -> bool {
        self.no_space || !rows.is_empty() && touch(self.character, token(rows, ranges, 0).0[9])
    }
}

/// The line of the token that word `i` belongs to.
fn token<'r>(rows: &'r [Row], ranges: &'r [Range], i: usize) -> (&'r [&'r str; 10], usize) {
    match rows[i].range {
        Some(r) => (&ranges[r].columns, ranges[r].line),
        None => (&rows[i].columns, rows[i].line),
    }
}

/// Whether a token whose MISC is `next` begins at the character where another ended.
fn touch(end: Option<u64>, next: &str) -> bool {
    end.is_some() && characters(next).0 == end
}

/// `start_char` and `end_char` of a MISC column.
fn characters(misc: &str) -> (Option<u64>, Option<u64>) {
    let number = |key: &str| {
        misc.split('|').find_map(|m| m.strip_prefix(key)?.strip_prefix('=')?.parse().ok())
    };
    (number("start_char"), number("end_char"))
}

fn has_no_space(misc: &str) -> bool {
    misc.split('|').any(|m| m == "SpaceAfter=No")
}

/// Gives every word its bytes in the text, which grows by the sentence.
pub(super) fn place(
    rows: &[Row],
    ranges: &[Range],
    given: Option<&str>,
    text: &mut String,
) -> Result<Vec<Span>, ConlluError> {
    let base = text.len();
    if let Some(given) = given {
        text.push_str(given);
    }
    let mut spans = Vec::with_capacity(rows.len());
    let mut at = base;
    let mut i = 0;
    while i < rows.len() {
        let (columns, line) = token(rows, ranges, i);
        let (surface, misc) = (columns[1], columns[9]);
        let count = rows[i].range.map_or(1, |r| ranges[r].last + 1 - ranges[r].first);
        if surface.is_empty() {
            return Err(ConlluError { line, problem: Problem::EmptyForm });
        }
        if given.is_some() {
            at += text[at..].len() - text[at..].trim_start().len();
            let Some(len) = matched(&text[at..], surface) else {
                let at = text[at..].chars().take(20).collect();
                let problem = Problem::Text { form: surface.into(), at };
                return Err(ConlluError { line, problem });
            };
            split_token(&rows[i..i + count], &text[at..at + len], at, &mut spans);
            at += len;
        } else {
            at = text.len();
            text.push_str(surface);
            split_token(&rows[i..i + count], surface, at, &mut spans);
            if i + count < rows.len() {
                let next = token(rows, ranges, i + count).0[9];
                if !has_no_space(misc) && !touch(characters(misc).1, next) {
                    text.push(' ');
                }
            }
        }
        i += count;
    }
    if given.is_some() {
        text.truncate(at);
    }
    Ok(spans)
}

/// Length in `text` of a form; blanks inside it may be written in any way.
fn matched(text: &str, form: &str) -> Option<usize> {
    if text.starts_with(form) {
        return Some(form.len());
    }
    let mut rest = text;
    for part in form.split_whitespace() {
        rest = rest.trim_start().strip_prefix(part)?;
    }
    Some(text.len() - rest.len())
}

/// Shares a token's bytes among its words: by their forms where these spell the token, else
/// evenly by characters.
fn split_token(rows: &[Row], surface: &str, at: usize, spans: &mut Vec<Span>) {
    let spelt: usize = rows.iter().map(|r| r.columns[1].len()).sum();
    let mut end = 0;
    let spells = spelt == surface.len()
        && rows.iter().all(|r| {
            let hit = surface.as_bytes()[end..].starts_with(r.columns[1].as_bytes());
            end += r.columns[1].len();
            hit
        });
    let count = surface.chars().count();
    let cut = |part: usize| {
        let nth = count * part / rows.len();
        surface.char_indices().nth(nth).map_or(surface.len(), |(byte, _)| byte)
    };
    let mut start = 0;
    for (k, row) in rows.iter().enumerate() {
        let end = if rows.len() == 1 {
            surface.len()
        } else if spells {
            start + row.columns[1].len()
        } else {
            cut(k + 1)
        };
        spans.push(Span::new(at + start, at + end));
        start = end;
    }
}
