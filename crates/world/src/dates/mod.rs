//! Sentences and a day of publication in; time expressions with their values out.
//!
//! Polish and English expressions are read by one small grammar over classes of words
//! ([`lexicon`]), straight from the text, with no tree needed; where a sentence has verbs with
//! features, the tense of the governing verb decides between the last and the next Wednesday.
//! Values are EDTF (ISO 8601-2, level 2): `2021-06-02`, `2021-W22`, `2020-34` (second quarter),
//! `199X`, `2015/2019`, `../2030`.
//!
//! Nothing is guessed: without a day of publication relative expressions have no value, and
//! expressions that lean on another time in the text ("the day before") are not read.

mod atoms;
mod english;
mod grammar;
mod lexer;
mod lexicon;
mod polish;
mod tense;
mod value;
mod years;

use crate::{DateMention, Granularity};
use compact_str::CompactString;
use grammar::{Context, Parser};
use jiff::civil::Date;
use lexicon::Lexicon;
use syntax::Sentence;
use text::{Lang, Span};

/// The time of the clause that an expression stands in; decides which Wednesday is meant.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ClauseTense {
    /// The latest such day up to and including the day of publication.
    Past,
    /// The first such day from the day of publication on.
    Future,
    /// Weekdays as in the past; dates and months are the nearest.
    #[default]
    Unknown,
}

/// What a single expression means.
#[derive(Clone, Debug, PartialEq)]
pub struct Resolved {
    /// EDTF, e.g. `2021-06-02`, `2021-05`, `199X`, `2015/2019`.
    pub value: CompactString,
    /// How fine it is.
    pub granularity: Granularity,
}

/// Finds the time expressions of a document, in order, not overlapping. Spans include the
/// preposition and the time of day ("w środę rano").
pub fn find_dates(
    sentences: &[Sentence],
    text: &str,
    lang: Lang,
    published: Option<Date>,
) -> Vec<DateMention> {
    let lexicon = Lexicon::of(lang);
    let mut found = Vec::new();
    for (index, sentence) in sentences.iter().enumerate() {
        let offset = sentence.span.start as usize;
        let tokens = lexer::lex(sentence.span.of(text), lexicon);
        let mut word = 0;
        let mut at = 0;
        while at < tokens.len() {
            let parse = |tense| Parser::new(&tokens, lang, Context { published, tense }).top(at);
            let Some(mut parsed) = parse(ClauseTense::Unknown) else {
                at += 1;
                continue;
            };
            let span = Span::new(offset + tokens[at].start, offset + tokens[parsed.end - 1].end);
            while sentence.words.get(word).is_some_and(|w| w.span.end <= span.start) {
                word += 1;
            }
            let count =
                sentence.words[word..].iter().take_while(|w| w.span.start < span.end).count();
            let tense = tense::of(sentence, word..word + count, lang);
            if tense != ClauseTense::Unknown {
                match parse(tense) {
                    Some(again) => parsed = again,
                    None => {
                        at += 1;
                        continue;
                    }
                }
            }
            found.push(DateMention {
                sentence: index as u32,
                words: word as u32..(word + count) as u32,
                span: Span::new(offset + tokens[at].start, offset + tokens[parsed.end - 1].end),
                value: parsed.value.edtf(),
                granularity: parsed.value.granularity(),
            });
            at = parsed.end;
        }
    }
    found
}

/// What one expression means on a day of publication; `None` if it is no time expression or its
/// time cannot be told.
pub fn resolve(expression: &str, lang: Lang, published: Option<Date>) -> Option<Resolved> {
    resolve_in(expression, lang, published, ClauseTense::Unknown)
}

/// Like [`resolve`], in a clause of the given tense.
pub fn resolve_in(
    expression: &str,
    lang: Lang,
    published: Option<Date>,
    tense: ClauseTense,
) -> Option<Resolved> {
    let tokens = lexer::lex(expression, Lexicon::of(lang));
    let parser = Parser::new(&tokens, lang, Context { published, tense });
    let parsed = parser.whole().or_else(|| (0..tokens.len()).find_map(|at| parser.top(at)))?;
    Some(Resolved { value: parsed.value.edtf(), granularity: parsed.value.granularity() })
}

#[cfg(test)]
mod tests;
