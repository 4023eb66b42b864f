//! Tokens in, sentences out.
//!
//! A sentence ends at a line break that is no wrap, or after ".", "!", "?", "…" (with the quotes
//! and brackets that close there) if what follows looks like a beginning. As in both treebanks,
//! sentences inside a quotation are sentences of their own.

use super::Segment;
use super::lexicon::{Entry, Lexicon};
use super::lines::Gap;
use super::tokens::{Kind, Token};
use crate::{Lang, Span};

/// Groups tokens into sentences; `offset` is added to every byte position.
pub(super) fn group(text: &str, tokens: &[Token], offset: usize, lang: Lang) -> Vec<Segment> {
    let grouper = Grouper { text, tokens, lexicon: Lexicon::of(lang), lang };
    let mut out = Vec::with_capacity(tokens.len() / 16 + 1);
    let mut start = 0;
    // The last terminal of the sentence, while only closing marks have followed it.
    let mut terminal = None;
    for i in 0..tokens.len() {
        match tokens[i].kind {
            Kind::Terminal | Kind::Abbreviation => terminal = Some(i),
            Kind::Closer if tokens[i].gap != Gap::Break => {}
            Kind::Quote if tokens[i].gap == Gap::None => {}
            _ => terminal = None,
        }
        let ends = match tokens.get(i + 1) {
            None => true,
            Some(next) if next.gap == Gap::Break => true,
            Some(_) => terminal.is_some_and(|t| grouper.ends(start, t, i)),
        };
        if ends {
            let part = &tokens[start..=i];
            let span = |t: &Token| Span::new(t.start as usize + offset, t.end as usize + offset);
            let paragraph = tokens.get(i + 1).is_none_or(|next| next.gap == Gap::Break);
            out.push(Segment {
                span: span(&part[0]).join(span(&tokens[i])),
                tokens: part.iter().map(span).collect(),
                ends_paragraph: paragraph,
            });
            start = i + 1;
            terminal = None;
        }
    }
    out
}

struct Grouper<'t> {
    text: &'t str,
    tokens: &'t [Token],
    lexicon: &'t Lexicon,
    lang: Lang,
}

impl Grouper<'_> {
    fn form(&self, i: usize) -> &str {
        let t = self.tokens[i];
        &self.text[t.start as usize..t.end as usize]
    }

    /// Whether the sentence that began at token `start` ends after token `i`, where `terminal`
    /// is its last terminal mark and only closing marks lie between.
    fn ends(&self, start: usize, terminal: usize, i: usize) -> bool {
        let next = self.tokens[i + 1];
        match next.kind {
            Kind::Terminal | Kind::Closer => return false,
            Kind::Quote if next.gap == Gap::None => return false,
            _ => {}
        }
        if next.gap == Gap::None {
            return false;
        }
        let Some(begin) = self.begins(i + 1) else { return false };
        if i > terminal {
            // closing marks followed: an abbreviation's period would not stand there alone
            return true;
        }
        match self.tokens[terminal].kind {
            Kind::Abbreviation => {
                let form = self.form(terminal);
                self.abbreviation_ends(start, terminal, &form[..form.len() - 1], begin)
            }
            _ if self.form(terminal) == "." && terminal > start => {
                self.period_ends(start, terminal, begin)
            }
            _ => terminal > start,
        }
    }

    /// The token that begins a sentence at `i` (behind quotes, brackets, dashes), if one may.
    fn begins(&self, i: usize) -> Option<usize> {
        const MARKS: usize = 4;
        for j in i..self.tokens.len().min(i + MARKS) {
            match self.tokens[j].kind {
                Kind::Capital | Kind::Number | Kind::Abbreviation => return Some(j),
                Kind::Opener | Kind::Quote | Kind::Dash | Kind::Mark => {}
                _ => return None,
            }
        }
        None
    }

    /// Whether a single period, a token of its own, ends the sentence.
    fn period_ends(&self, start: usize, period: usize, begin: usize) -> bool {
        let before = period - 1;
        if self.tokens[period].gap != Gap::None {
            return true;
        }
        let form = self.form(before);
        match self.tokens[before].kind {
            // "1. Polska ...": an item's number; "lata 70. XX wieku": an ordinal decade
            Kind::Number => {
                (before > start || form.len() > 3) && !self.decade(start, before, begin)
            }
            // an initial: "Jan K. Nowak", but "aresztowano Jana K. Według ..."
            Kind::Capital if form.chars().count() == 1 => {
                before > start && self.tokens[begin].kind == Kind::Capital && self.opens(begin)
            }
            Kind::Capital | Kind::Word if self.lexicon.abbreviation(form) => {
                self.abbreviation_ends(start, before, form, begin)
            }
            _ => true,
        }
    }

    fn opens(&self, i: usize) -> bool {
        self.lexicon.has(self.form(i), Entry::Opener)
    }

    /// "w latach 70." before a word that no sentence begins with.
    fn decade(&self, start: usize, number: usize, begin: usize) -> bool {
        self.lang == Lang::Pl
            && number > start
            && matches!(self.form(number - 1), "lat" | "lata" | "latach" | "latami" | "latom")
            && self.form(number).ends_with('0')
            && !self.opens(begin)
    }

    fn abbreviation_ends(&self, start: usize, last: usize, form: &str, begin: usize) -> bool {
        if self.lexicon.has(form, Entry::OftenEnd) {
            // "W 2014 r. Rosja ...": a short opening with the date is no sentence yet
            const OPENING: usize = 6;
            return last - start >= OPENING || self.opens(begin);
        }
        self.lexicon.has(form, Entry::MayEnd) && self.opens(begin)
    }
}
