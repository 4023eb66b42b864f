//! Months' and parts' years: years, decades, centuries, quarters, halves, seasons, numbered weeks.

use super::ClauseTense;
use super::grammar::{Parsed, Parser};
use super::lexicon::Class::{self, *};
use super::value::{Unit, Value, first_month, monday_offset};
use jiff::civil::Date;
use text::Lang;

impl Parser<'_> {
    /// A year that belongs to what stands before it.
    pub fn year_after(&self, at: usize) -> Option<(i16, usize)> {
        let mut start = at;
        if self.lang == Lang::En {
            start = self.skip(start, Mark(','));
        }
        if matches!(self.class(start), Of | In) {
            start = self.skip(start + 1, Article);
        }
        let published = self.context.published;
        match (self.class(start), self.class(start + 1)) {
            (YearAbbreviation(n), _) => match Unit::Year.step(published?, n)? {
                Value::Year(year) => Some((year, start + 1)),
                _ => None,
            },
            (Relative(n) | Rolling(n), Class::Unit(Unit::Year, false)) => {
                match Unit::Year.step(published?, n)? {
                    Value::Year(year) => Some((year, start + 2)),
                    _ => None,
                }
            }
            (Class::Unit(Unit::Year, false), Number(_, 4)) => self.year_value(start + 1),
            (Number(_, 4), _) => self.year_value(start),
            _ => None,
        }
    }

    /// A year in figures with its noun: "2014", "2014 roku", "2014 r.".
    pub fn year_value(&self, at: usize) -> Option<(i16, usize)> {
        let (n, end) = match self.class(at) {
            Number(n, 4) => (n, at + 1),
            _ => self.year_words(at)?,
        };
        let year = i16::try_from(n).ok().filter(|y| (1000..2200).contains(y))?;
        Some((year, self.skip_year_noun(end)))
    }

    /// A year that stands alone.
    pub fn year_number(&self, at: usize) -> Option<Parsed> {
        let (year, end) = self.year_value(at)?;
        Parsed::new(Value::Year(year), end)
    }

    /// "dwa tysiące czternasty", "tysiąc dziewięćset dziewięćdziesiąty piąty", "two thousand and
    /// fourteen".
    fn year_words(&self, at: usize) -> Option<(u32, usize)> {
        let (thousands, mut at) = match (self.class(at), self.class(at + 1)) {
            (Number(n @ 1..=2, 0), Thousand) => (n * 1000, at + 2),
            (Thousand, _) => (1000, at + 1),
            _ => return None,
        };
        at = self.skip(at, And);
        let (mut sum, mut limit) = (thousands, 1000);
        while let Number(n, 0) | Ordinal(n) = self.class(at) {
            if n >= limit {
                break;
            }
            sum += n;
            limit = if n >= 100 {
                100
            } else if n >= 20 {
                10
            } else {
                0
            };
            at += 1;
        }
        (sum > thousands || thousands == 2000).then_some((sum, at))
    }

    /// The year in which a day or month (day 0) without a year lies.
    pub fn year_of(&self, month: u8, day: i8, weekday: Option<u8>) -> Option<i16> {
        if self.year.is_some() {
            return self.year;
        }
        let published = self.context.published?;
        let exact = day > 0;
        let point = |year: i16| Date::new(year, month as i8, day.max(1)).ok();
        let now = if exact { published } else { published.first_of_month() };
        let distance = |d: Date| (d - now).get_days();
        let candidates = || {
            (published.year() - 1..=published.year() + 1)
                .filter_map(point)
                .filter(|&d| weekday.is_none_or(|n| i32::from(n) - 1 == -monday_offset(d)))
        };
        let chosen = match self.context.tense {
            ClauseTense::Past => candidates().rfind(|&d| distance(d) <= 0),
            ClauseTense::Future => candidates().find(|&d| distance(d) >= 0),
            ClauseTense::Unknown => candidates().min_by_key(|&d| (distance(d).abs(), distance(d))),
        };
        match chosen {
            Some(date) => Some(date.year()),
            // A weekday that fits no year nearby is the text's mistake; the date still stands.
            None if weekday.is_some() => self.year_of(month, day, None),
            None => None,
        }
    }

    /// A season, quarter or half with the year behind it or by tense.
    pub fn part(&self, code: u8, at: usize, weak: bool) -> Option<Parsed> {
        if let Some((year, end)) = self.year_after(at) {
            return Parsed::new(Value::Part(year, code), end);
        }
        if self.is(at, Of) {
            return None; // "the fall of Kabul", "half of the seats"
        }
        let published = self.context.published?;
        let months = if code < 40 { 3 } else { 6 };
        let start = first_month(code);
        let year = published.year()
            + match self.context.tense {
                ClauseTense::Past => -i16::from(start > published.month()),
                ClauseTense::Future => i16::from(start + months <= published.month()),
                ClauseTense::Unknown => 0,
            };
        Some(Parsed { value: Value::Part(year, code), end: at, adjectival: false, weak })
    }

    /// Behind a plural "lata": "lata 90.", "lata 2021-2023".
    pub fn years(&self, at: usize) -> Option<Parsed> {
        match self.class(at) {
            DecadeNumber(n) => self.decade(n, at + 1),
            Ordinal(n) if n % 10 == 0 && n < 100 => self.decade(n, at + 1),
            Number(n, 2) if n % 10 == 0 => self.decade(n, self.skip(at + 1, Mark('.'))),
            Number(first, 4) => {
                if !matches!(self.class(at + 1), Mark('-' | '–' | '—' | '/') | And) {
                    return None;
                }
                let (first, last, end) = self.year_pair(first, at + 2)?;
                Parsed::new(Value::between(Value::Year(first), Value::Year(last))?, end)
            }
            _ => None,
        }
    }

    /// A decade, with the century behind it if one is named.
    pub fn decade(&self, n: u32, at: usize) -> Option<Parsed> {
        let years = i16::try_from(n).ok()?;
        if n >= 100 {
            return Parsed::new(Value::Decade(years / 10), at);
        }
        let (century, end) = match self.century(at) {
            Some((century, end)) => (century, end),
            None => (19, at),
        };
        Parsed::new(Value::Decade(century * 10 + years / 10), end)
    }

    /// The first two digits of a century's years: 19 for "XX wiek", "the 20th century".
    pub fn century(&self, at: usize) -> Option<(i16, usize)> {
        let at = self.skip(self.skip(at, Of), Article);
        let (n, end) = match (self.class(at), self.class(at + 1), self.class(at + 2)) {
            (Ordinal(tens @ 20), Ordinal(n @ 1..=9), _) => (tens + n, at + 2),
            (Number(tens @ 20, 0), Mark('-'), Ordinal(n)) => (tens + n, at + 3),
            (Roman(n) | Ordinal(n), ..) => (n, at + 1),
            _ => return None,
        };
        let end = self.skip(end, Mark('-'));
        if !matches!(self.class(end), Class::Unit(Unit::Century, _)) {
            return None;
        }
        Some((i16::try_from(n.checked_sub(1)?).ok()?, end + 1))
    }

    pub fn numbered_week(&self, n: u32, at: usize) -> Option<Parsed> {
        let (year, end) = self.year_after(at)?;
        let value = Value::Week(year, i8::try_from(n).ok()?);
        value.first_day()?;
        Parsed::new(value, end)
    }

    /// What begins with a number: quarters, halves, weeks, centuries, years with their noun.
    pub fn numbered(&self, at: usize) -> Option<Parsed> {
        if let Some((century, end)) = self.century(at) {
            return Parsed::new(Value::Century(century), end);
        }
        if let Some((year, end)) = self.year_value(at)
            && end > at + 1
            && matches!(self.class(end - 1), Class::Unit(Unit::Year, _))
        {
            return Parsed::new(Value::Year(year), end);
        }
        let (n, end) = match self.class(at) {
            Ordinal(n) | Roman(n) => (n, at + 1),
            Number(n, 1..=2) => (n, self.skip(at + 1, Mark('.'))),
            _ => return None,
        };
        match self.class(end) {
            Quarter if (1..=4).contains(&n) => self.part(32 + n as u8, end + 1, false),
            Half if n == 1 || n == 2 => {
                // Half of a decade, century or month has no code: the whole stands for it.
                let whole = self.skip(self.skip(end + 1, Of), Article);
                let inner = self.plain(whole).filter(|p| {
                    matches!(p.value, Value::Decade(_) | Value::Century(_) | Value::Month(..))
                });
                inner.or_else(|| self.part(39 + n as u8, end + 1, true))
            }
            Class::Unit(Unit::Week, false) => self.numbered_week(n, end + 1),
            _ => None,
        }
    }
}
