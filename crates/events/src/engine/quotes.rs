//! Quotations of a document: where direct speech begins and ends.
//!
//! **In:** the text and its sentences. **Out:** byte spans of direct speech in text order. Knows
//! „ ” " ,, '' « » “ ” and dialogue dashes at the start of a paragraph. A quotation of one or two
//! words ("ojca talibów") is a title or a scare quote and is left out.

use syntax::Sentence;
use text::Span;

/// A stretch of direct speech.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quote {
    /// Its bytes, marks included.
    pub span: Span,
    /// Whether it is a paragraph with dialogue dashes, in which narration alternates with speech.
    pub dialogue: bool,
}

/// The shortest speech in words; below, quotation marks name or distance.
const SHORTEST: usize = 3;
/// The longest speech in bytes; a mark left open must not swallow a document.
const LONGEST: usize = 6000;

/// Finds quotations.
pub fn find_quotes(text: &str, sentences: &[Sentence]) -> Vec<Quote> {
    let mut quotes = Vec::new();
    let Some(first) = sentences.first() else { return quotes };
    let end = sentences.last().map_or(first.span.end, |s| s.span.end);
    let mut open: Option<(usize, char)> = None;
    let body = &text[..end as usize];
    let mut chars = body[first.span.start as usize..]
        .char_indices()
        .map(|(i, c)| (i + first.span.start as usize, c))
        .peekable();
    while let Some((at, c)) = chars.next() {
        let doubled = matches!(c, ',' | '\'' | '`') && chars.peek().is_some_and(|&(_, d)| d == c);
        let mark = match c {
            '„' | '«' | '“' | '”' | '"' | '»' => c,
            ',' | '`'
                if doubled
                    && body[..at]
                        .chars()
                        .next_back()
                        .is_none_or(|p| p.is_whitespace() || p == '(') =>
            {
                '„'
            }
            '\'' if doubled => '”',
            _ => continue,
        };
        if doubled {
            chars.next();
        }
        match open {
            Some((start, opener)) if closes(opener, mark) => {
                let span = Span::new(start, at + mark_len(c, doubled));
                if span.of(text).split_whitespace().count() >= SHORTEST && span.len() <= LONGEST {
                    quotes.push(Quote { span, dialogue: false });
                }
                open = None;
            }
            Some((start, _)) if at - start > LONGEST => open = Some((at, mark)),
            Some(_) => {}
            None if mark != '»' && (mark != '”' || opens_here(body, at)) => {
                open = Some((at, mark))
            }
            None => {}
        }
    }
    dialogues(text, sentences, &mut quotes);
    quotes.sort_by_key(|q| q.span);
    quotes
}

fn mark_len(c: char, doubled: bool) -> usize {
    c.len_utf8() * if doubled { 2 } else { 1 }
}

fn closes(opener: char, mark: char) -> bool {
    match opener {
        '„' => matches!(mark, '”' | '“' | '"'),
        '“' => matches!(mark, '”' | '"' | '“'),
        '«' => mark == '»',
        '”' => matches!(mark, '”'),
        '"' => matches!(mark, '"' | '”'),
        _ => false,
    }
}

fn opens_here(body: &str, at: usize) -> bool {
    body[..at].chars().next_back().is_none_or(|p| p.is_whitespace() || p == '(')
}

/// Paragraphs that begin with a dash are speech with narration between further dashes.
fn dialogues(text: &str, sentences: &[Sentence], quotes: &mut Vec<Quote>) {
    let mut start = 0;
    for (i, s) in sentences.iter().enumerate() {
        if !(s.ends_paragraph || i + 1 == sentences.len()) {
            continue;
        }
        let span = sentences[start].span.join(s.span);
        let body = span.of(text);
        let dash = body.starts_with("– ") || body.starts_with("— ") || body.starts_with("- ");
        let cue = body.contains(" – ") || body.contains(" — ") || body.contains(" - ");
        if dash && cue && body.split_whitespace().count() >= SHORTEST + 2 {
            quotes.push(Quote { span, dialogue: true });
        }
        start = i + 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn quotes(text: &str) -> Vec<String> {
        let s = Sentence {
            span: Span::new(0, text.len()),
            words: vec![],
            names: vec![],
            ends_paragraph: true,
        };
        find_quotes(text, &[s]).into_iter().map(|q| q.span.of(text).to_string()).collect()
    }

    #[test]
    fn all_marks_are_known() {
        for text in [
            "„To jest dobra umowa”",
            "\"To jest dobra umowa\"",
            ",,To jest dobra umowa.”",
            "«To jest dobra umowa»",
            "“This is good news”",
        ] {
            assert_eq!(quotes(&format!("{text} – powiedział.")), [text], "{text}");
        }
    }

    #[test]
    fn scare_quotes_and_open_marks_are_no_speech() {
        assert!(quotes("Tak zwany \"ojciec narodu\" wyjechał.").is_empty());
        assert!(quotes("Znak „ został otwarty i nikt go nie zamknął.").is_empty());
    }
}
