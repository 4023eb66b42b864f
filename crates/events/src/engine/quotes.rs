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

/// Speech that a dash opens. A paragraph with one dash at its head is speech with narration between
/// further dashes; where paragraphs run together, speech goes from a sentence that begins with a
/// dash to the one that names the speaker ("– A. B – powiedział X.").
fn dialogues(text: &str, sentences: &[Sentence], quotes: &mut Vec<Quote>) {
    let mut start = 0;
    for (i, s) in sentences.iter().enumerate() {
        if !(s.ends_paragraph || i + 1 == sentences.len()) {
            continue;
        }
        let paragraph = &sentences[start..=i];
        start = i + 1;
        let dashed: Vec<usize> =
            (0..paragraph.len()).filter(|&k| opens_with_dash(paragraph[k].span.of(text))).collect();
        if dashed == [0] {
            let span = paragraph[0].span.join(s.span);
            let body = span.of(text);
            let cue = body.contains(" – ") || body.contains(" — ") || body.contains(" - ");
            if cue && body.split_whitespace().count() >= SHORTEST + 2 {
                quotes.push(Quote { span, dialogue: true });
            }
            continue;
        }
        for (d, &first) in dashed.iter().enumerate() {
            let next = dashed.get(d + 1).copied().unwrap_or(paragraph.len());
            let cue = (first..next).find(|&k| names_speaker(&paragraph[k], text));
            let last = match cue {
                Some(k) => k,
                None if next < paragraph.len() && next == first + 1 => first,
                None => continue,
            };
            let span = paragraph[first].span.join(paragraph[last].span);
            if span.len() <= LONGEST {
                quotes.push(Quote { span, dialogue: true });
            }
        }
    }
}

fn opens_with_dash(sentence: &str) -> bool {
    ["– ", "— ", "- "].iter().any(|d| sentence.starts_with(d))
}

/// "– powiedział X", "- dodała": a dash within the sentence before a finite verb.
fn names_speaker(sentence: &Sentence, text: &str) -> bool {
    let words = &sentence.words;
    (1..words.len().saturating_sub(1)).any(|i| {
        matches!(words[i].span.of(text), "–" | "—" | "-")
            && words[i + 1].upos == syntax::Upos::Verb
            && words[i + 1].morph.verb_form == Some(syntax::VerbForm::Fin)
    })
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
