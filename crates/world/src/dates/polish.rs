//! Polish words of time, with every inflected form that the grammar accepts.

use super::lexicon::{Class, Lexicon};
use super::value::Unit;
use Class::*;

pub(super) fn lexicon() -> Lexicon {
    Lexicon::new(FORMS, STEMS, ENDINGS, false)
}

/// Endings of adjectives and ordinals.
const ENDINGS: &[&str] = &[
    "y", "a", "e", "ego", "ej", "emu", "ą", "ym", "ych", "ymi", "i", "iego", "iej", "iemu", "im",
    "ich", "imi", "ia", "ią", "ie",
];

#[rustfmt::skip]
const STEMS: &[(&str, Class)] = &[
    ("ubiegł", Relative(-1)), ("zeszł", Relative(-1)), ("minion", Relative(-1)),
    ("poprzedn", Relative(-1)), ("ostatn", Rolling(-1)), ("bieżąc", Relative(0)),
    ("obecn", Relative(0)), ("przyszł", Relative(1)), ("nadchodząc", Rolling(1)),
    ("następn", Relative(1)), ("najbliższ", Rolling(1)),
    ("dzisiejsz", Deictic(0)), ("wczorajsz", Deictic(-1)), ("jutrzejsz", Deictic(1)),
    ("przedwczorajsz", Deictic(-2)), ("pojutrzejsz", Deictic(2)),
    ("ubiegłoroczn", Deixis(Unit::Year, -1)), ("zeszłoroczn", Deixis(Unit::Year, -1)),
    ("tegoroczn", Deixis(Unit::Year, 0)), ("przyszłoroczn", Deixis(Unit::Year, 1)),
    ("ubiegłotygodniow", Deixis(Unit::Week, -1)), ("zeszłotygodniow", Deixis(Unit::Week, -1)),
    ("ubiegłomiesięczn", Deixis(Unit::Month, -1)),
    ("poniedziałkow", WeekdayAdjective(1)), ("wtorkow", WeekdayAdjective(2)),
    ("środow", WeekdayAdjective(3)), ("czwartkow", WeekdayAdjective(4)),
    ("piątkow", WeekdayAdjective(5)), ("sobotn", WeekdayAdjective(6)),
    ("niedzieln", WeekdayAdjective(7)), ("weekendow", Deixis(Unit::Weekend, 0)),
    ("styczniow", MonthAdjective(1)), ("lutow", MonthAdjective(2)), ("marcow", MonthAdjective(3)),
    ("kwietniow", MonthAdjective(4)), ("majow", MonthAdjective(5)), ("czerwcow", MonthAdjective(6)),
    ("lipcow", MonthAdjective(7)), ("sierpniow", MonthAdjective(8)), ("wrześniow", MonthAdjective(9)),
    ("październikow", MonthAdjective(10)), ("listopadow", MonthAdjective(11)), ("grudniow", MonthAdjective(12)),
    ("pierwsz", Ordinal(1)), ("drug", Ordinal(2)), ("trzec", Ordinal(3)), ("czwart", Ordinal(4)),
    ("piąt", Ordinal(5)), ("szóst", Ordinal(6)), ("siódm", Ordinal(7)), ("ósm", Ordinal(8)),
    ("dziewiąt", Ordinal(9)), ("dziesiąt", Ordinal(10)), ("jedenast", Ordinal(11)),
    ("dwunast", Ordinal(12)), ("trzynast", Ordinal(13)), ("czternast", Ordinal(14)),
    ("piętnast", Ordinal(15)), ("szesnast", Ordinal(16)), ("siedemnast", Ordinal(17)),
    ("osiemnast", Ordinal(18)), ("dziewiętnast", Ordinal(19)), ("dwudziest", Ordinal(20)),
    ("trzydziest", Ordinal(30)), ("czterdziest", Ordinal(40)), ("pięćdziesiąt", Ordinal(50)),
    ("sześćdziesiąt", Ordinal(60)), ("siedemdziesiąt", Ordinal(70)),
    ("osiemdziesiąt", Ordinal(80)), ("dziewięćdziesiąt", Ordinal(90)), ("dwutysięczn", Ordinal(2000)),
    ("wczesn", Portion), ("późn", Portion),
];

#[rustfmt::skip]
const FORMS: &[(&str, Class)] = &[
    ("dziś dzisiaj", Deictic(0)), ("wczoraj", Deictic(-1)), ("przedwczoraj", Deictic(-2)),
    ("jutro jutra", Deictic(1)), ("pojutrze", Deictic(2)),
    ("poniedziałek poniedziałku poniedziałkowi poniedziałkiem", Weekday(1)),
    ("wtorek wtorku wtorkowi wtorkiem", Weekday(2)),
    ("środa środę środy środą środzie", Weekday(3)),
    ("czwartek czwartku czwartkowi czwartkiem", Weekday(4)),
    ("piątek piątku piątkowi piątkiem", Weekday(5)),
    ("sobota sobotę soboty sobotą sobocie", Weekday(6)),
    ("niedziela niedzielę niedzieli niedzielą niedziele", Weekday(7)),
    ("styczeń stycznia styczniowi styczniem styczniu", Month(1)),
    ("luty lutego lutemu lutym", Month(2)), ("marzec marca marcowi marcem marcu", Month(3)),
    ("kwiecień kwietnia kwietniowi kwietniem kwietniu", Month(4)),
    ("maj maja majowi majem maju", Month(5)), ("czerwiec czerwca czerwcowi czerwcem czerwcu", Month(6)),
    ("lipiec lipca lipcowi lipcem lipcu", Month(7)), ("sierpień sierpnia sierpniowi sierpniem sierpniu", Month(8)),
    ("wrzesień września wrześniowi wrześniem wrześniu", Month(9)),
    ("październik października październikowi październikiem październiku", Month(10)),
    ("listopad listopada listopadowi listopadem listopadzie", Month(11)),
    ("grudzień grudnia grudniowi grudniem grudniu", Month(12)),
    ("wiosną", Season(21, true)), ("latem", Season(22, true)), ("jesienią", Season(23, true)), ("zimą", Season(24, true)),
    ("wiosna wiosny wiosnę wiośnie", Season(21, false)), ("lato", Season(22, false)),
    ("jesień jesieni", Season(23, false)), ("zima zimy zimę zimie", Season(24, false)),
    ("dzień dnia dniem dniu dniowi", Unit(Unit::Day, false)), ("dni dniach dniami dniom", Unit(Unit::Day, true)),
    ("tydzień tygodnia tygodniem tygodniu tygodniowi", Unit(Unit::Week, false)),
    ("tygodnie tygodni tygodniach tygodniami tygodniom", Unit(Unit::Week, true)),
    ("weekend weekendu weekendem weekendzie", Unit(Unit::Weekend, false)),
    ("miesiąc miesiąca miesiącem miesiącu miesiącowi mies.", Unit(Unit::Month, false)),
    ("miesiące miesięcy miesiącach miesiącami miesiącom", Unit(Unit::Month, true)),
    ("kwartał kwartału kwartale kwartałem kw.", Quarter),
    ("półrocze półrocza półroczu półroczem", Half), ("połowa połowy połowę połową połowie poł.", Half),
    ("rok roku rokiem rokowi r.", Unit(Unit::Year, false)),
    ("lata lat latach latami laty latom", Unit(Unit::Year, true)),
    ("dekada dekady dekadę dekadą dekadzie", Unit(Unit::Decade, false)),
    ("dekad dekadach dekadami", Unit(Unit::Decade, true)),
    ("wiek wieku wiekiem w. stulecie stulecia stuleciu stuleciem", Unit(Unit::Century, false)),
    ("ten tego tym tę ta tej", Relative(0)), ("ub.", Relative(-1)), ("bież.", Relative(0)),
    ("br. b.r. tr.", YearAbbreviation(0)), ("ub.r.", YearAbbreviation(-1)),
    ("bm. b.m.", MonthAbbreviation(0)), ("ub.m.", MonthAbbreviation(-1)),
    ("temu", Ago), ("przed", Before), ("po", After), ("za", Ahead),
    ("w we", In), ("podczas przez ciągu", At), ("na", Toward), ("z ze", From), ("od", Since), ("do", Until),
    ("między pomiędzy", Between), ("i a oraz", And),
    ("początku początkiem początek początkach koniec końca końcu końcem końcówce schyłku środku", Portion),
    ("pod", At), ("przełomie przełom przełomu", Turn),
    ("rano wieczorem wieczór ranem nocą noc południe południem południu świtem świcie przedpołudniem \
      popołudniem popołudniu nocy ranek poranek wieczora", TimeOfDay),
    ("o ok. około godz. godzinie godziny godzina godzinę g.", Clockish),
    ("jeden jedno jedna jedną jednego jednej jednym", Number(1, 0)),
    ("dwa dwie dwóch dwu dwoma dwiema dwaj", Number(2, 0)), ("trzy trzech trzema", Number(3, 0)),
    ("cztery czterech czterema", Number(4, 0)), ("pięć pięciu pięcioma", Number(5, 0)),
    ("sześć sześciu sześcioma", Number(6, 0)), ("siedem siedmiu siedmioma", Number(7, 0)),
    ("osiem ośmiu ośmioma", Number(8, 0)), ("dziewięć dziewięciu dziewięcioma", Number(9, 0)),
    ("dziesięć dziesięciu dziesięcioma", Number(10, 0)), ("jedenaście jedenastu", Number(11, 0)),
    ("dwanaście dwunastu", Number(12, 0)), ("piętnaście piętnastu", Number(15, 0)),
    ("dwadzieścia dwudziestu", Number(20, 0)), ("trzydzieści trzydziestu", Number(30, 0)),
    ("czterdzieści czterdziestu", Number(40, 0)), ("pięćdziesiąt pięćdziesięciu", Number(50, 0)),
    ("sto stu", Number(100, 0)), ("tysiąc tysiące tysięcy", Thousand), ("dziewięćset", Number(900, 0)),
    ("osiemset", Number(800, 0)),
];
