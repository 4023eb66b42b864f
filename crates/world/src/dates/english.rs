//! English words of time.

use super::lexicon::{Class, Lexicon};
use super::value::Unit;
use Class::*;

pub(super) fn lexicon() -> Lexicon {
    Lexicon::new(FORMS, &[], &[], true)
}

#[rustfmt::skip]
const FORMS: &[(&str, Class)] = &[
    ("today", Deictic(0)), ("yesterday", Deictic(-1)), ("tomorrow", Deictic(1)), ("tonight", Deictic(0)),
    ("monday", Weekday(1)), ("tuesday", Weekday(2)), ("wednesday", Weekday(3)), ("thursday", Weekday(4)),
    ("friday", Weekday(5)), ("saturday", Weekday(6)), ("sunday", Weekday(7)),
    ("january jan.", Month(1)), ("february feb.", Month(2)), ("march mar.", Month(3)), ("april apr.", Month(4)),
    ("may", Month(5)), ("june jun.", Month(6)), ("july jul.", Month(7)), ("august aug.", Month(8)),
    ("september sept. sep.", Month(9)), ("october oct.", Month(10)), ("november nov.", Month(11)),
    ("december dec.", Month(12)),
    ("spring springtime", Season(21, false)), ("summer summertime", Season(22, false)), ("autumn fall", Season(23, false)),
    ("winter wintertime", Season(24, false)),
    ("day", Unit(Unit::Day, false)), ("days", Unit(Unit::Day, true)),
    ("week", Unit(Unit::Week, false)), ("weeks", Unit(Unit::Week, true)),
    ("weekend", Unit(Unit::Weekend, false)), ("month", Unit(Unit::Month, false)),
    ("months", Unit(Unit::Month, true)), ("quarter", Quarter), ("half", Half),
    ("year", Unit(Unit::Year, false)), ("years", Unit(Unit::Year, true)),
    ("decade", Unit(Unit::Decade, false)), ("decades", Unit(Unit::Decade, true)),
    ("century", Unit(Unit::Century, false)), ("centuries", Unit(Unit::Century, true)),
    ("last previous", Relative(-1)), ("past", Rolling(-1)), ("this current", Relative(0)),
    ("next", Relative(1)), ("coming upcoming", Rolling(1)),
    ("ago", Ago), ("before", Before), ("after", After), ("from", From), ("since", Since),
    ("until till by through", Until), ("to", To), ("between", Between), ("and", And),
    ("in", In), ("on during over within throughout", At), ("for", Toward), ("of", Of), ("the a an", Article),
    ("early earlier late later mid middle end beginning start begin outset", Portion),
    ("morning afternoon evening night noon midnight dawn dusk", TimeOfDay), ("at around about", Clockish),
    ("a.m. p.m. am pm gmt", Clock), ("now", Now),
    ("one", Number(1, 0)), ("two", Number(2, 0)), ("three", Number(3, 0)), ("four", Number(4, 0)),
    ("five", Number(5, 0)), ("six", Number(6, 0)), ("seven", Number(7, 0)), ("eight", Number(8, 0)),
    ("nine", Number(9, 0)), ("ten", Number(10, 0)), ("eleven", Number(11, 0)), ("twelve", Number(12, 0)),
    ("thirteen", Number(13, 0)), ("fourteen", Number(14, 0)), ("fifteen", Number(15, 0)),
    ("sixteen", Number(16, 0)), ("seventeen", Number(17, 0)), ("eighteen", Number(18, 0)),
    ("nineteen", Number(19, 0)), ("twenty", Number(20, 0)), ("thirty", Number(30, 0)),
    ("forty", Number(40, 0)), ("fifty", Number(50, 0)), ("thousand", Thousand),
    ("first", Ordinal(1)), ("second", Ordinal(2)), ("third", Ordinal(3)), ("fourth", Ordinal(4)),
    ("fifth", Ordinal(5)), ("sixth", Ordinal(6)), ("seventh", Ordinal(7)), ("eighth", Ordinal(8)),
    ("ninth", Ordinal(9)), ("tenth", Ordinal(10)), ("eleventh", Ordinal(11)), ("twelfth", Ordinal(12)),
    ("thirteenth", Ordinal(13)), ("fourteenth", Ordinal(14)), ("fifteenth", Ordinal(15)),
    ("sixteenth", Ordinal(16)), ("seventeenth", Ordinal(17)), ("eighteenth", Ordinal(18)),
    ("nineteenth", Ordinal(19)), ("twentieth", Ordinal(20)), ("thirtieth", Ordinal(30)),
    ("twenties", DecadeNumber(20)), ("thirties", DecadeNumber(30)), ("forties", DecadeNumber(40)),
    ("fifties", DecadeNumber(50)), ("sixties", DecadeNumber(60)), ("seventies", DecadeNumber(70)),
    ("eighties", DecadeNumber(80)), ("nineties", DecadeNumber(90)),
];
