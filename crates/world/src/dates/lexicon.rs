//! Words of time: which class each form has for the date grammar. Closed classes, listed by hand.

use super::value::Unit;
use jiff::civil::Date;
use rustc_hash::FxHashMap;
use std::sync::LazyLock;
use text::Lang;

/// What the grammar sees of a token.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Class {
    /// Value and number of digits (0 for a number in words).
    Number(u32, u8),
    Ordinal(u32),
    Roman(u32),
    /// Tens of years: 1990 of "1990s", 90 of "90s" and "dziewięćdziesiątych".
    DecadeNumber(u32),
    /// A whole date in figures.
    Date(Date),
    IsoWeek(u32, u32),
    Clock,
    /// 1 is Monday.
    Weekday(u8),
    /// Polish "środowy": a weekday as an adjective.
    WeekdayAdjective(u8),
    Month(u8),
    MonthAdjective(u8),
    /// EDTF code 21-24; `true` for a form that is a time by itself (Polish "wiosną").
    Season(u8, bool),
    /// `true` for a plural form.
    Unit(Unit, bool),
    /// Days from publication.
    Deictic(i32),
    /// Adjective of a unit of time: "ubiegłoroczny" is the year -1.
    Deixis(Unit, i32),
    /// "ubiegły", "ten", "przyszły": steps from now.
    Relative(i32),
    /// "ostatni", "past": before now, or up to now with a number.
    Rolling(i32),
    /// "obecny" year in one abbreviation: "br." (0), "ub.r." (-1).
    YearAbbreviation(i32),
    /// "br." for months.
    MonthAbbreviation(i32),
    Ago,
    /// Polish "przed": before, and "ago" with the instrumental.
    Before,
    After,
    /// Polish "za": so far from now.
    Ahead,
    /// "w", "in".
    In,
    /// "podczas", "on", "during", "over".
    At,
    /// "na" with the accusative, "for": what is planned.
    Toward,
    /// "of": a link inside an expression.
    Of,
    /// "z", "from".
    From,
    /// "od", "since": opens an interval to the right.
    Since,
    /// "do", "until", "by": opens one to the left.
    Until,
    /// English "to".
    To,
    Between,
    And,
    /// "początek", "koniec", "early", "late", "mid": parts that EDTF has no code for.
    Portion,
    /// "połowa", "półrocze", "half".
    Half,
    Quarter,
    /// "przełom".
    Turn,
    TimeOfDay,
    /// "o", "około", "godz.", "at": before a clock time.
    Clockish,
    Article,
    /// "dwa tysiące" is `Number(2)` and this.
    Thousand,
    /// "now" of "from now".
    Now,
    Mark(char),
    Other,
}

/// The forms of one language.
pub(super) struct Lexicon {
    forms: FxHashMap<Box<str>, Class>,
    /// Whether 6/2 may be June 2.
    pub month_first: bool,
}

impl Lexicon {
    /// The lexicon of a language.
    pub fn of(lang: Lang) -> &'static Lexicon {
        static PL: LazyLock<Lexicon> = LazyLock::new(super::polish::lexicon);
        static EN: LazyLock<Lexicon> = LazyLock::new(super::english::lexicon);
        match lang {
            Lang::Pl => &PL,
            Lang::En => &EN,
        }
    }

    /// Builds a lexicon from lines of forms separated by blanks, and adjectives by stem and ending.
    pub fn new(
        lines: &[(&str, Class)],
        stems: &[(&str, Class)],
        endings: &[&str],
        month_first: bool,
    ) -> Self {
        let mut forms = FxHashMap::default();
        for &(stem, class) in stems {
            for ending in endings {
                forms.insert([stem, ending].concat().into_boxed_str(), class);
            }
        }
        for &(line, class) in lines {
            forms.extend(line.split_ascii_whitespace().map(|form| (form.into(), class)));
        }
        Self { forms, month_first }
    }

    /// The class of a lower-cased form.
    pub fn get(&self, form: &str) -> Option<Class> {
        self.forms.get(form).copied()
    }
}
