//! Point expressions: days, weeks, months, parts of years, years, decades, centuries.

use super::ClauseTense;
use super::grammar::{Parsed, Parser, weekday_from, weekday_until};
use super::lexicon::Class::{self, *};
use super::value::{Unit, Value, first_month, monday_offset};
use jiff::civil::Date;
use text::Lang;

impl Parser<'_> {
    /// The point expression at a token.
    pub fn atom(&self, at: usize) -> Option<Parsed> {
        let parsed = self.plain(at)?;
        Some(match parsed.value {
            Value::Day(_) if !parsed.adjectival => {
                let end = self.clock(parsed.end);
                let possessive = matches!(self.class(end), Mark('\'' | '’'))
                    && self.lang == Lang::En
                    && self.tokens[end].glued;
                Parsed { adjectival: possessive, end, ..parsed }
            }
            _ => parsed,
        })
    }

    pub fn plain(&self, at: usize) -> Option<Parsed> {
        let published = self.context.published;
        let next = at + 1;
        match self.class(at) {
            Class::Date(day) => Parsed::new(Value::Day(day), self.skip_year_noun(next)),
            IsoWeek(year, week) => {
                let value = Value::Week(i16::try_from(year).ok()?, i8::try_from(week).ok()?);
                value.first_day()?;
                Parsed::new(value, next)
            }
            Article if matches!(self.class(next), Class::Unit(Unit::Day, _)) => {
                self.day_beyond(next)
            }
            Article => match (self.class(next), self.class(next + 1)) {
                // "the 2014 annexation"; round numbers may count something.
                (Number(n @ 1900..2100, 4), Other) if n % 100 != 0 => {
                    let year = self.year_number(next)?;
                    Some(Parsed { adjectival: true, ..year })
                }
                _ => self.plain(next),
            },
            Mark('\'' | '’') if matches!(self.class(next), DecadeNumber(_)) => self.plain(next),
            Portion => self.portion(next),
            TimeOfDay => {
                let start = match self.class(next) {
                    Of | In | At => next + 1,
                    Mark(_) => return None,
                    _ => next,
                };
                self.plain(start).filter(|p| matches!(p.value, Value::Day(_)))
            }
            Deictic(days) => Parsed::new(Unit::Day.step(published?, days)?, next),
            Deixis(unit, steps) => {
                let value = unit.step(published?, steps)?;
                Some(Parsed { value, end: next, adjectival: true, weak: false })
            }
            YearAbbreviation(steps) => Parsed::new(Unit::Year.step(published?, steps)?, next),
            MonthAbbreviation(steps) => Parsed::new(Unit::Month.step(published?, steps)?, next),
            Weekday(n) => self.weekday(n, next),
            WeekdayAdjective(n) => {
                let day = self.weekday_near(n)?;
                Some(Parsed { value: Value::Day(day), end: next, adjectival: true, weak: false })
            }
            MonthAdjective(m) => {
                let value = Value::Month(self.year_of(m, 0, None)?, m as i8);
                Some(Parsed { value, end: next, adjectival: true, weak: false })
            }
            Relative(steps) => self.relative(steps, next),
            Rolling(steps) => self.rolling(steps, next),
            Season(code, strong) => self.part(code, next, !strong),
            DecadeNumber(n) => self.decade(n, next),
            Class::Unit(Unit::Year, false) => self.year_number(next),
            Class::Unit(Unit::Year, true) => self.years(next),
            Class::Unit(Unit::Weekend, false) => {
                let day = self.weekday_near(6)?;
                let value = Unit::Weekend.step(day, 0)?;
                Some(Parsed { value, end: next, adjectival: false, weak: true })
            }
            Class::Unit(Unit::Week, false) => {
                let (n, _, end) = self.bare_number(next)?;
                self.numbered_week(n, end)
            }
            Other if self.lang == Lang::En && self.tokens[at].capital => {
                // "Q2 2020": the letter is no word of the lexicon.
                let width = self.tokens[at].end - self.tokens[at].start;
                match self.class(next) {
                    Number(n @ 1..=4, 1) if width == 1 && self.tokens[next].glued => self
                        .year_after(next + 1)
                        .and_then(|(y, end)| Parsed::new(Value::Part(y, 32 + n as u8), end)),
                    _ => None,
                }
            }
            Month(_) => self.month_expression(at),
            Number(..) | Ordinal(_) | Roman(_) => {
                self.month_expression(at).or_else(|| self.numbered(at))
            }
            _ => None,
        }
    }

    /// Behind a day: times of the day and of the clock, which only lengthen the expression.
    fn clock(&self, mut at: usize) -> usize {
        loop {
            let start = self.skip(at, Mark(','));
            let end = match (self.class(start), self.class(start + 1)) {
                (TimeOfDay, _) => start + 1,
                (In | After | Before | At, TimeOfDay) => start + 2,
                (In | At, Article) if self.is(start + 2, TimeOfDay) => start + 3,
                (Clockish, Clockish | Clock | Number(..)) | (Clock, _) => {
                    let mut end = start + 1;
                    while matches!(self.class(end), Clockish | Clock | Number(_, 1..=2))
                        || (matches!(self.class(end), Mark('.' | ':'))
                            && matches!(self.class(end + 1), Number(_, 2))
                            && self.tokens[end + 1].glued)
                    {
                        end += 1;
                    }
                    end
                }
                _ => return at,
            };
            at = end;
        }
    }

    /// "day before yesterday", "day after tomorrow".
    fn day_beyond(&self, at: usize) -> Option<Parsed> {
        let step = match (self.class(at + 1), self.class(at + 2)) {
            (Before, Deictic(-1)) => -2,
            (After, Deictic(1)) => 2,
            _ => return None,
        };
        Parsed::new(Unit::Day.step(self.context.published?, step)?, at + 3)
    }

    /// Behind "początek", "koniec", "early", "mid": the whole, as EDTF has no code for the part.
    fn portion(&self, at: usize) -> Option<Parsed> {
        let mut at = at;
        while matches!(self.class(at), Of | In | At | Article | Mark('-')) {
            at += 1;
        }
        let whole = match self.class(at) {
            Class::Unit(
                unit @ (Unit::Week | Unit::Month | Unit::Year | Unit::Decade | Unit::Century),
                false,
            ) => {
                let named = self.plain(at);
                if named.is_some() {
                    return named;
                }
                Parsed::new(unit.step(self.context.published?, 0)?, at + 1)
            }
            _ => self.plain(at).or_else(|| self.year_number(at)),
        }?;
        Some(Parsed { weak: false, ..whole })
    }

    /// Behind a weekday.
    fn weekday(&self, n: u8, at: usize) -> Option<Parsed> {
        // "środa, 2 czerwca", "Wednesday, June 2".
        let date = self.skip(self.skip(at, Mark(',')), Article);
        if let Some(parsed) = self.dated(date, Some(n)).filter(|p| matches!(p.value, Value::Day(_)))
        {
            return Some(parsed);
        }
        let published = self.context.published?;
        let week = at + usize::from(matches!(self.class(at), In | Of));
        if let (Relative(steps) | Rolling(steps), Class::Unit(Unit::Week, false)) =
            (self.class(week), self.class(week + 1))
        {
            return Parsed::new(Value::Day(day_of_week(published, steps, n)?), week + 2);
        }
        Parsed::new(Value::Day(self.weekday_near(n)?), at)
    }

    fn weekday_near(&self, n: u8) -> Option<Date> {
        let published = self.context.published?;
        match self.context.tense {
            ClauseTense::Future => weekday_from(published, n, 0),
            _ => weekday_until(published, n, 0),
        }
    }

    /// Behind "ubiegły", "ten", "przyszły".
    fn relative(&self, steps: i32, at: usize) -> Option<Parsed> {
        let published = self.context.published?;
        match self.class(at) {
            Rolling(more) if steps == 0 => self.rolling(more, at + 1),
            Weekday(n) => {
                let day = match steps {
                    0 => day_of_week(published, 0, n)?,
                    // "w przyszły czwartek" is a day of next week, whatever day it is today: the
                    // one before is "w czwartek", "w najbliższy czwartek", "this Thursday"
                    1.. => day_of_week(published, 1, n)?,
                    _ => weekday_until(published, n, 1)?,
                };
                Parsed::new(Value::Day(day), at + 1)
            }
            Month(m) => {
                let now = i32::from(published.month());
                let month = i32::from(m);
                let year = published.year()
                    + match steps {
                        1.. => i16::from(month <= now),
                        0 => 0,
                        _ => -i16::from(month >= now),
                    };
                Parsed::new(Value::Month(year, m as i8), at + 1)
            }
            Season(code, _) => {
                let start = i32::from(first_month(code));
                let now = i32::from(published.month());
                // A winter ends in the year after it began.
                let year = published.year()
                    + match steps {
                        1.. => i16::from(start <= now),
                        0 => 0,
                        _ => -i16::from(start + 2 >= now),
                    };
                Parsed::new(Value::Part(year, code), at + 1)
            }
            Quarter => Parsed::new(Unit::Quarter.step(published, steps)?, at + 1),
            Half => Parsed::new(Unit::Half.step(published, steps)?, at + 1),
            TimeOfDay if self.lang == Lang::En => {
                Parsed::new(Unit::Day.step(published, steps.min(0))?, at + 1)
            }
            Number(..) if steps != 0 => self.rolling(steps, at),
            // "that day", "the next day" lean on another date of the text.
            Class::Unit(Unit::Day, _) | Class::Unit(_, true) => None,
            Class::Unit(unit, false) => Parsed::new(unit.step(published, steps)?, at + 1),
            _ => None,
        }
    }

    /// Behind "ostatnie", "past", "najbliższe": a stretch that ends or begins today.
    fn rolling(&self, steps: i32, at: usize) -> Option<Parsed> {
        let (n, unit, end) = match (self.class(at), self.class(at + 1)) {
            (Number(n, _), Class::Unit(unit, _)) => (n, unit, at + 2),
            (Class::Unit(unit, false), _) if self.lang == Lang::En && steps < 0 => {
                (1, unit, at + 1)
            }
            (Number(..), _) => return None,
            (Weekday(n), _) if steps > 0 => {
                let day = weekday_from(self.context.published?, n, 1)?;
                return Parsed::new(Value::Day(day), at + 1);
            }
            _ => return self.relative(steps, at),
        };
        let published = self.context.published?;
        let far = unit.count(published, i32::try_from(n).ok()?.checked_mul(steps)?)?;
        let now = match far {
            Value::Day(_) => Value::Day(published),
            Value::Month(..) => Unit::Month.step(published, 0)?,
            _ => Unit::Year.step(published, 0)?,
        };
        let value = if steps < 0 { Value::between(far, now) } else { Value::between(now, far) };
        Parsed::new(value?, end)
    }

    /// A number and a unit counted from publication: `dwa tygodnie`, `rok`.
    pub fn distance(&self, at: usize, sign: i32) -> Option<(Value, usize)> {
        let (n, at, counted) = match self.class(at) {
            Number(n, _) if n < 1000 => (n, at + 1, true),
            Article => (1, at + 1, false),
            _ => (1, at, false),
        };
        let Class::Unit(unit, plural) = self.class(at) else { return None };
        if plural && !counted {
            return None; // "a few days ago": how many, nobody says
        }
        // "roku 2014", "lat 90." are names of times, not distances.
        if matches!(self.class(at + 1), Number(..) | DecadeNumber(_) | Ordinal(_)) {
            return None;
        }
        let n = i32::try_from(n).ok()?.checked_mul(sign)?;
        Some((unit.count(self.context.published?, n)?, at + 1))
    }

    /// "dwa dni temu", "a week ago", "two weeks from now".
    pub fn ago(&self, at: usize) -> Option<Parsed> {
        let (value, end) = self.distance(at, -1)?;
        match (self.class(end), self.class(end + 1)) {
            (Ago, _) => Parsed::new(value, end + 1),
            (From, Now | Deictic(0)) => Parsed::new(self.distance(at, 1)?.0, end + 2),
            _ => None,
        }
    }

    /// A day or month by name.
    pub fn month_expression(&self, at: usize) -> Option<Parsed> {
        let at = self.skip(at, Article);
        if let Portion = self.class(at) {
            return self.month_expression(self.skip(self.skip(at + 1, Of), Mark('-')));
        }
        if let Some(parsed) = self.dated(at, None) {
            return Some(parsed);
        }
        if let Weekday(n) = self.class(at) {
            return self.dated(self.skip(at + 1, Mark(',')), Some(n));
        }
        let Month(m) = self.class(at) else { return None };
        // Names of months are small in Polish and capital in English.
        if (self.lang == Lang::En) != self.tokens[at].capital && (self.lang == Lang::En || at > 0) {
            return None;
        }
        match self.year_after(at + 1) {
            Some((year, end)) => Parsed::new(Value::Month(year, m as i8), end),
            None => {
                let value = Value::Month(self.year_of(m, 0, None)?, m as i8);
                Some(Parsed { value, end: at + 1, adjectival: false, weak: true })
            }
        }
    }

    /// A day of a month: "2 czerwca 2021 r.", "June 2, 2021", "the 2nd of June".
    fn dated(&self, at: usize, weekday: Option<u8>) -> Option<Parsed> {
        let finish = |day: u32, month: u8, at: usize| {
            let day = i8::try_from(day).ok()?;
            let (year, end) = match self.year_after(at) {
                Some(found) => found,
                None => (self.year_of(month, day, weekday)?, at),
            };
            Parsed::new(Value::Day(Date::new(year, month as i8, day).ok()?), end)
        };
        if let Month(m) = self.class(at) {
            if self.lang == Lang::Pl || !self.tokens[at].capital {
                return None;
            }
            let (day, end) = self.day_number(at + 1)?;
            if self.is(end, And)
                && let Some((last, _, end)) = self.bare_number(end + 1).filter(|n| n.1 <= 2)
                && last == day + 1
                && !matches!(self.class(end), Month(_) | Of)
            {
                return self.day_pair(m, at + 1, last, end);
            }
            return finish(day, m, end);
        }
        let (day, end) = self.day_number(at)?;
        // "3 i 4 czerwca".
        if self.is(end, And)
            && let Some(to) = self.dated(end + 1, None)
            && let Value::Day(last) = to.value
            && i32::from(last.day()) == day as i32 + 1
        {
            let first = Date::new(last.year(), last.month(), i8::try_from(day).ok()?).ok()?;
            return Parsed::new(Value::between(Value::Day(first), to.value)?, to.end);
        }
        match self.class(end) {
            Of if matches!(self.class(end + 1), Month(_)) => {
                let Month(m) = self.class(end + 1) else { return None };
                finish(day, m, end + 2)
            }
            Month(m) => finish(day, m, end + 1),
            // "2 VI 2021".
            Roman(m @ 1..=12) if matches!(self.class(end + 1), Number(_, 4)) => {
                finish(day, m as u8, end + 1)
            }
            _ => None,
        }
    }

    /// The number of a day, in figures or words ("dwudziestego trzeciego").
    fn day_number(&self, at: usize) -> Option<(u32, usize)> {
        let (day, end) = match (self.class(at), self.class(at + 1)) {
            (Ordinal(tens @ (20 | 30)), Ordinal(n @ 1..=9)) => (tens + n, at + 2),
            (Number(20, 0), Mark('-')) | (Number(30, 0), Mark('-')) => {
                let (Number(tens, _), Ordinal(n)) = (self.class(at), self.class(at + 2)) else {
                    return None;
                };
                (tens + n, at + 3)
            }
            (Ordinal(n), _) => (n, at + 1),
            (Number(n, 1..=2), _) => (n, at + 1),
            _ => return None,
        };
        (1..=31).contains(&day).then_some((day, end))
    }
}

/// The weekday in the week that lies some weeks from a day's own.
fn day_of_week(day: Date, weeks: i32, weekday: u8) -> Option<Date> {
    let days = monday_offset(day) + weeks.checked_mul(7)? + i32::from(weekday) - 1;
    Unit::Day.step(day, days)?.first_day()
}
