//! What a time expression means: a value in, its EDTF (ISO 8601-2, level 2) form out.

use crate::Granularity;
use compact_str::{CompactString, format_compact};
use jiff::{ToSpan, civil::Date};

/// A resolved time, from a day up to a century, or an interval of two of these.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Value {
    Day(Date),
    /// ISO week-numbering year and week.
    Week(i16, i8),
    /// Year and month.
    Month(i16, i8),
    /// Year and an EDTF sub-year code: 21-24 seasons, 33-36 quarters, 40-41 halves.
    Part(i16, u8),
    Year(i16),
    /// The year without its last digit.
    Decade(i16),
    /// The year without its last two digits.
    Century(i16),
    /// Either end may be open.
    Interval(Option<Box<Value>>, Option<Box<Value>>),
}

impl Value {
    /// The value as EDTF.
    pub fn edtf(&self) -> CompactString {
        match self {
            Value::Day(d) => format_compact!("{:04}-{:02}-{:02}", d.year(), d.month(), d.day()),
            Value::Week(y, w) => format_compact!("{y:04}-W{w:02}"),
            Value::Month(y, m) => format_compact!("{y:04}-{m:02}"),
            Value::Part(y, p) => format_compact!("{y:04}-{p:02}"),
            Value::Year(y) => format_compact!("{y:04}"),
            Value::Decade(y) => format_compact!("{y:03}X"),
            Value::Century(y) => format_compact!("{y:02}XX"),
            Value::Interval(from, to) => {
                let end = |v: &Option<Box<Value>>| {
                    v.as_ref().map_or(CompactString::const_new(".."), |v| v.edtf())
                };
                format_compact!("{}/{}", end(from), end(to))
            }
        }
    }

    /// How fine the value is.
    pub fn granularity(&self) -> Granularity {
        match self {
            Value::Day(_) => Granularity::Day,
            Value::Week(..) => Granularity::Week,
            Value::Month(..) => Granularity::Month,
            Value::Part(..) => Granularity::Season,
            Value::Year(_) => Granularity::Year,
            Value::Decade(_) => Granularity::Decade,
            Value::Century(_) => Granularity::Century,
            Value::Interval(..) => Granularity::Interval,
        }
    }

    /// The closed interval of two values, unless it would run backwards or hold an interval.
    pub fn between(from: Value, to: Value) -> Option<Value> {
        let (start, end) = (from.first_day()?, to.first_day()?);
        (start <= end).then(|| Value::Interval(Some(Box::new(from)), Some(Box::new(to))))
    }

    /// The first day of the value; `None` for intervals and for years outside the calendar.
    pub fn first_day(&self) -> Option<Date> {
        match *self {
            Value::Day(d) => Some(d),
            Value::Week(y, w) => jiff::civil::ISOWeekDate::new(y, w, jiff::civil::Weekday::Monday)
                .ok()
                .map(Date::from),
            Value::Month(y, m) => Date::new(y, m, 1).ok(),
            Value::Part(y, p) => Date::new(y, first_month(p), 1).ok(),
            Value::Year(y) => Date::new(y, 1, 1).ok(),
            Value::Decade(y) => Date::new(y.checked_mul(10)?, 1, 1).ok(),
            Value::Century(y) => Date::new(y.checked_mul(100)?.checked_add(1)?, 1, 1).ok(),
            Value::Interval(..) => None,
        }
    }
}

/// The month in which a season, quarter or half begins (northern hemisphere, as the news means it).
pub(super) fn first_month(part: u8) -> i8 {
    match part {
        21 => 3,
        22 => 6,
        23 => 9,
        24 => 12,
        33 => 1,
        34 => 4,
        35 => 7,
        36 => 10,
        40 => 1,
        _ => 7,
    }
}

/// A unit of the calendar that can be counted or stepped over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unit {
    Day,
    Week,
    Weekend,
    Month,
    Quarter,
    Half,
    Year,
    Decade,
    Century,
}

impl Unit {
    /// The unit that lies `n` steps from the one that holds `day`.
    pub fn step(self, day: Date, n: i32) -> Option<Value> {
        let months = |per: i32| {
            let index = i32::from(day.year()) * 12 + i32::from(day.month()) - 1;
            let at = index.div_euclid(per).checked_add(n)?;
            let year = i16::try_from((at * per).div_euclid(12)).ok()?;
            Some((year, (at * per).rem_euclid(12)))
        };
        let year = |per: i32| i16::try_from(i32::from(day.year()).div_euclid(per) + n).ok();
        match self {
            Unit::Day => day.checked_add(n.days()).ok().map(Value::Day),
            Unit::Week => {
                let date = day.checked_add(n.checked_mul(7)?.days()).ok()?.iso_week_date();
                Some(Value::Week(date.year(), date.week()))
            }
            Unit::Weekend => {
                let monday = day.checked_add(monday_offset(day).days()).ok()?;
                let saturday = monday.checked_add((n.checked_mul(7)? + 5).days()).ok()?;
                let sunday = saturday.tomorrow().ok()?;
                Value::between(Value::Day(saturday), Value::Day(sunday))
            }
            Unit::Month => months(1).map(|(y, m)| Value::Month(y, m as i8 + 1)),
            Unit::Quarter => months(3).map(|(y, m)| Value::Part(y, 33 + (m / 3) as u8)),
            Unit::Half => months(6).map(|(y, m)| Value::Part(y, 40 + (m / 6) as u8)),
            Unit::Year => year(1).map(Value::Year),
            Unit::Decade => year(10).map(Value::Decade),
            // The 21st century began in 2001, yet 2000 is written 20XX.
            Unit::Century => year(100).map(Value::Century),
        }
    }

    /// The time `n` units away, as fine as the unit is meant when one counts with it: weeks are
    /// counted from day to day ("two weeks ago"), months and years are not.
    pub fn count(self, day: Date, n: i32) -> Option<Value> {
        match self {
            Unit::Week => Unit::Day.step(day, n.checked_mul(7)?),
            Unit::Decade => Unit::Year.step(day, n.checked_mul(10)?),
            Unit::Century => Unit::Year.step(day, n.checked_mul(100)?),
            Unit::Quarter => Unit::Month.step(day, n.checked_mul(3)?),
            Unit::Half => Unit::Month.step(day, n.checked_mul(6)?),
            Unit::Weekend => None,
            unit => unit.step(day, n),
        }
    }
}

/// Days from `day` back to the Monday of its week (zero or negative).
pub(super) fn monday_offset(day: Date) -> i32 {
    -i32::from(day.weekday().to_monday_zero_offset())
}
