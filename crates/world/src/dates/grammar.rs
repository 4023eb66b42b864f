//! Tokens in; the time expression that begins at one of them, with its value, out.
//!
//! Point expressions (a day, a month, "ubiegły tydzień") are read by [`Parser::atom`]; frames
//! around them (prepositions, ranges, distances) by [`Parser::top`].

use super::ClauseTense;
use super::lexer::Token;
use super::lexicon::Class::{self, *};
use super::value::{self, Value};
use jiff::civil::Date;
use text::Lang;

/// What an expression is resolved against.
#[derive(Clone, Copy, Debug)]
pub(super) struct Context {
    pub published: Option<Date>,
    pub tense: ClauseTense,
}

/// An expression that was read.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Parsed {
    pub value: Value,
    /// One past its last token.
    pub end: usize,
    /// It modifies a noun ("środowe spotkanie", "Wednesday's"): "after" it is not an interval.
    pub adjectival: bool,
    /// It needs a preposition before it to count ("May", "fall", "wiosna").
    pub weak: bool,
}

impl Parsed {
    pub fn new(value: Value, end: usize) -> Option<Self> {
        Some(Self { value, end, adjectival: false, weak: false })
    }
}

/// A position-free reader over the tokens of a sentence.
#[derive(Clone, Copy)]
pub(super) struct Parser<'t> {
    pub tokens: &'t [Token],
    pub lang: Lang,
    pub context: Context,
    /// The year of the range's other end, for dates that name none.
    pub year: Option<i16>,
}

impl<'t> Parser<'t> {
    pub fn new(tokens: &'t [Token], lang: Lang, context: Context) -> Self {
        Self { tokens, lang, context, year: None }
    }

    /// The class at a position; a full stop behind the end.
    pub fn class(&self, at: usize) -> Class {
        self.tokens.get(at).map_or(Mark('\0'), |t| t.class)
    }

    pub fn is(&self, at: usize, class: Class) -> bool {
        self.class(at) == class
    }

    /// `at`, or one further if that class stands there.
    pub fn skip(&self, at: usize, class: Class) -> usize {
        at + usize::from(self.is(at, class))
    }

    pub fn with_tense(mut self, tense: ClauseTense) -> Self {
        self.context.tense = tense;
        self
    }

    fn with_year(mut self, year: i16) -> Self {
        self.year = Some(year);
        self
    }

    /// An expression that is the whole input, where a bare year or month is enough.
    pub fn whole(&self) -> Option<Parsed> {
        let parsed = self.top(0).or_else(|| self.atom(0)).or_else(|| self.year_number(0))?;
        (parsed.end == self.tokens.len()).then_some(parsed)
    }

    /// The expression that begins at a token.
    pub fn top(&self, at: usize) -> Option<Parsed> {
        use ClauseTense::{Future, Past};
        let next = at + 1;
        match self.class(at) {
            Clockish if self.lang == Lang::En => self.atom(next),
            // The month of a day that does not exist ("31 lutego").
            Month(_) if self.lang == Lang::Pl && at > 0 && self.bare_number(at - 1).is_some() => {
                None
            }
            // Its year likewise.
            Number(_, 4) if at > 0 && matches!(self.class(at - 1), Month(_)) => None,
            Other | Mark(_) | Clock | Clockish | Now | Ago | Thousand | And | To => None,
            Since => {
                if let Some(range) = self.range(next, false) {
                    return Some(range);
                }
                let past = if self.context.tense == Future { *self } else { self.with_tense(Past) };
                if self.lang == Lang::Pl
                    && let Some((from, end)) = self.distance(next, -1)
                {
                    return Parsed::new(Value::Interval(Some(Box::new(from)), None), end);
                }
                self.open(past.object(next)?, true)
            }
            Until => self.open(self.with_tense(Future).object(next)?, false),
            After => self.open(self.object(next)?, true),
            Before => {
                if self.lang == Lang::Pl
                    && let Some((value, end)) = self.distance(next, -1)
                {
                    return Parsed::new(value, end);
                }
                self.open(self.object(next)?, false)
            }
            Ahead => {
                let (value, end) = self.distance(next, 1)?;
                Parsed::new(value, end)
            }
            From => self.range(next, false).or_else(|| self.object(next)),
            Between => self.range(next, true),
            In | At if self.is(next, TimeOfDay) && self.is(next + 1, From) => self.night(next + 2),
            In if self.lang == Lang::En && self.context.tense != Past => {
                let start = self.skip(next, Article);
                match self.distance(start, 1) {
                    Some((value, end)) if end > next => Parsed::new(value, end),
                    _ => self.object(next),
                }
            }
            In | At => self.object(next),
            Toward => {
                let turn = self.turn(next);
                turn.or_else(|| self.with_tense(Future).object(next))
            }
            _ => {
                let bare = self.range(at, false).or_else(|| self.atom(at));
                let bare = bare.or_else(|| self.ago(at));
                bare.filter(|p| !p.weak)
            }
        }
    }

    /// What follows a preposition.
    fn object(&self, at: usize) -> Option<Parsed> {
        self.range(at, false)
            .or_else(|| self.atom(at))
            .or_else(|| self.ago(at))
            .or_else(|| self.year_number(at))
    }

    /// An interval with one open end, unless the date only modifies a noun.
    fn open(&self, point: Parsed, right: bool) -> Option<Parsed> {
        if point.adjectival || matches!(point.value, Value::Interval(..)) {
            return Some(point);
        }
        let bound = Some(Box::new(point.value));
        let value = if right { Value::Interval(bound, None) } else { Value::Interval(None, bound) };
        Parsed::new(value, point.end)
    }

    /// "z poniedziałku na wtorek": the night between two days.
    fn night(&self, at: usize) -> Option<Parsed> {
        let Weekday(first) = self.class(at) else { return None };
        let (Toward, Weekday(second)) = (self.class(at + 1), self.class(at + 2)) else {
            return None;
        };
        self.weekdays(first, second, at + 3)
    }

    fn weekdays(&self, first: u8, second: u8, end: usize) -> Option<Parsed> {
        let published = self.context.published?;
        let (from, to) = if self.context.tense == ClauseTense::Future {
            let from = weekday_from(published, first, 0)?;
            (from, weekday_from(from, second, 0)?)
        } else {
            let to = weekday_until(published, second, 0)?;
            (weekday_until(to, first, 0)?, to)
        };
        Parsed::new(Value::between(Value::Day(from), Value::Day(to))?, end)
    }

    /// Two ends with a link between them: "od 3 do 5 czerwca", "2015-2019", "between May and June".
    fn range(&self, at: usize, between: bool) -> Option<Parsed> {
        let linked = |i: usize| match self.class(i) {
            And => between,
            Until | To | Mark('-' | '–' | '—') => true,
            _ => false,
        };
        if let Weekday(first) = self.class(at)
            && linked(at + 1)
            && let Weekday(second) = self.class(at + 2)
        {
            return self.weekdays(first, second, at + 3);
        }
        let start = self.skip(at, Article);
        // Two bare numbers first: the right end tells what the left one counts.
        if let Some((left, digits, middle)) = self.bare_number(start)
            && linked(middle)
        {
            let right = self.skip(middle + 1, Article);
            if digits == 4
                && let Some((first, last, end)) = self.year_pair(left, right)
            {
                return Parsed::new(Value::between(Value::Year(first), Value::Year(last))?, end);
            }
            if digits <= 2
                && let Some(to) = self.atom(right)
                && let Value::Day(day) = to.value
            {
                let from = Date::new(day.year(), day.month(), i8::try_from(left).ok()?).ok()?;
                return Parsed::new(Value::between(Value::Day(from), to.value)?, to.end);
            }
        }
        let shape = self.with_year(2000).month_expression(at)?;
        if !linked(shape.end) {
            return None;
        }
        // "June 3-5, 2021": the right end borrows the left one's month.
        if let (Month(month), Some((last, digits, end))) =
            (self.class(start), self.bare_number(shape.end + 1))
            && digits <= 2
            && !matches!(self.class(end), Month(_) | Of)
        {
            return self.day_pair(month, start + 1, last, end);
        }
        let to = self.month_expression(self.skip(shape.end + 1, Article))?;
        let year = to.value.first_day()?.year();
        let from = self.with_year(year).month_expression(at)?;
        let value = match Value::between(from.value, to.value.clone()) {
            Some(value) => value,
            None => {
                let from = self.with_year(year - 1).month_expression(at)?;
                Value::between(from.value, to.value)?
            }
        };
        Parsed::new(value, to.end)
    }

    /// "June 3-5" and "June 3 and 4" behind the month.
    pub fn day_pair(&self, month: u8, first: usize, last: u32, end: usize) -> Option<Parsed> {
        let (first, ..) = self.bare_number(first)?;
        let (year, end) = match self.year_after(end) {
            Some((year, end)) => (year, end),
            None => (self.year_of(month, i8::try_from(first).ok()?, None)?, end),
        };
        let day = |d: u32| Date::new(year, month as i8, i8::try_from(d).ok()?).ok();
        Parsed::new(Value::between(Value::Day(day(first)?), Value::Day(day(last)?))?, end)
    }

    /// The second year of a pair: "2019", "19", "2019 rokiem".
    pub fn year_pair(&self, first: u32, at: usize) -> Option<(i16, i16, usize)> {
        let (last, digits, end) = self.bare_number(at)?;
        let last = match digits {
            4 => last,
            2 if last < 100 => first / 100 * 100 + last,
            _ => return None,
        };
        let year = |n: u32| i16::try_from(n).ok().filter(|y| (1000..2200).contains(y));
        Some((year(first)?, year(last)?, self.skip_year_noun(end)))
    }

    pub fn skip_year_noun(&self, at: usize) -> usize {
        at + usize::from(matches!(self.class(at), Class::Unit(value::Unit::Year, _)))
    }

    /// A number in figures: value, digits and where it ends (an ordinal's full stop included only
    /// before a word).
    pub fn bare_number(&self, at: usize) -> Option<(u32, u8, usize)> {
        match self.class(at) {
            Number(n, digits) if digits > 0 => Some((n, digits, at + 1)),
            Ordinal(n) if n <= 31 => Some((n, 2, at + 1)),
            _ => None,
        }
    }

    /// "na przełomie maja i czerwca", "na przełomie 2020 i 2021 roku".
    fn turn(&self, at: usize) -> Option<Parsed> {
        if !self.is(at, Turn) {
            return None;
        }
        if let (Roman(a), And, Roman(b)) =
            (self.class(at + 1), self.class(at + 2), self.class(at + 3))
        {
            let century = |n: u32| i16::try_from(n.checked_sub(1)?).ok().map(Value::Century);
            let noun = usize::from(matches!(self.class(at + 4), Class::Unit(..)));
            return Parsed::new(Value::between(century(a)?, century(b)?)?, at + 4 + noun);
        }
        self.range(at + 1, true)
    }
}

/// The first such weekday at least `skip` days after `day`.
pub(super) fn weekday_from(day: Date, weekday: u8, skip: i32) -> Option<Date> {
    let start = value::Unit::Day.step(day, skip)?.first_day()?;
    let ahead = (i32::from(weekday) - 1 + value::monday_offset(start)).rem_euclid(7);
    value::Unit::Day.step(start, ahead)?.first_day()
}

/// The last such weekday at least `skip` days before `day`.
pub(super) fn weekday_until(day: Date, weekday: u8, skip: i32) -> Option<Date> {
    let start = value::Unit::Day.step(day, -skip)?.first_day()?;
    let back = (-value::monday_offset(start) - (i32::from(weekday) - 1)).rem_euclid(7);
    value::Unit::Day.step(start, -back)?.first_day()
}
