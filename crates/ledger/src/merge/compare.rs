//! Whether two reports tell one act.
//!
//! **In:** two sketches. **Out:** a [`Verdict`] with reasons in plain words. Codes decide first
//! (type, mode, day, parties), since they are the same in every language; content decides where
//! they leave it open. The rules are a table of `docs/ledger/merging.md`; the figures under them were
//! chosen on the tuning half of `tests/merge_pairs.tsv`.

use super::content::Content;
use super::party::{Fit, PartyKey, PartyKind};
use super::sides::Sides;
use super::sketch::Sketch;
use super::time::{DayFrom, Window};

/// A copy of a paper may come out so many days later and still say "today".
const COPY_DAYS: i32 = 3;
/// Windows wider than so many days need like words beside like parties.
const WIDE: i32 = 62;

/// What the comparison of two reports says.
#[derive(Clone, Debug, PartialEq)]
pub struct Verdict {
    /// They tell one act.
    pub same: bool,
    /// They cannot tell one act, whatever a third report says: grouping never joins them.
    pub apart: bool,
    /// How sure, 0 to 1; comparable between pairs that are the same.
    pub score: f32,
    /// Why, in plain words.
    pub reasons: Vec<String>,
}

impl Verdict {
    fn apart(reason: impl Into<String>) -> Self {
        Self { same: false, apart: true, score: 0.0, reasons: vec![reason.into()] }
    }

    fn open(score: f32, mut reasons: Vec<String>, reason: &str) -> Self {
        reasons.push(reason.into());
        Self { same: false, apart: false, score, reasons }
    }
}

/// Compares two reports. The order does not matter, except in the wording of the reasons.
#[must_use]
pub fn compare(a: &Sketch, b: &Sketch) -> Verdict {
    // a war that a paper mentions twice is one all the same; `same_as` does not say so
    let standing = a.is_standing() && b.is_standing();
    if a.document == b.document && !standing {
        return Verdict::apart("both stand in one paper, which marks its repetitions itself");
    }
    if a.event != b.event {
        return Verdict::apart(format!("{} and {}", a.event, b.event));
    }
    if reality(a) != reality(b) {
        return Verdict::apart(format!("one is {}, the other {}", reality(a), reality(b)));
    }
    let (Some(day_a), Some(day_b)) = (a.day, b.day) else {
        return Verdict::open(0.0, Vec::new(), "one has no day");
    };
    let sides = Sides::of(a, b);
    let content = Content::of(a, b);
    let gap = day_a.gap(&day_b);
    let copied = a.copy_of.is_some() && a.copy_of == b.copy_of;
    let tolerance = if copied { COPY_DAYS } else { 1 };
    let said = a.is_statement() || a.event == "CONSULT";
    let dated = day_a.source == DayFrom::Text && day_b.source == DayFrom::Text;
    // a quarter of the calendar, not a distance: distances would glue or split by the order of the reports
    if standing && day_a.quarter() != day_b.quarter() {
        return Verdict::apart("conduct that goes on, told in two quarters");
    }
    if !standing && gap > tolerance || gap > 0 && said && dated && !copied {
        return Verdict::apart(format!("{} and {} are two days", day_a.name(), day_b.name()));
    }
    if let Some(reason) = sides.contradict(a, b) {
        return Verdict::apart(reason);
    }
    if let Some(reason) = occasions_differ(a, b) {
        return Verdict::apart(reason);
    }
    if let Some(reason) = modes_differ(a, b, &sides) {
        return Verdict::apart(reason);
    }
    let mut reasons = vec![time_reason(&day_a, &day_b, gap)];
    reasons.extend(sides.reasons(a, b));
    reasons.extend(content.reasons(a, b));
    let score = score(&day_a, &day_b, gap, &sides, &content);
    let open = |why: &str| Verdict::open(score, reasons.clone(), why);
    let published = |d: &Window| d.source == DayFrom::Published;
    let both_published = published(&day_a) && published(&day_b);
    let near = if said && published(&day_a) == published(&day_b) {
        content.is_equal()
    } else {
        content.is_close()
    };
    let next_day = gap > 0 || both_published && day_a.to != day_b.to;
    if next_day && !standing && !near {
        return open("they are a day apart, and the contents are not close enough for that");
    }
    if content.codes_differ && a.event != "CONSULT" {
        return open("they are about different fields");
    }
    let wide = day_a.days().max(day_b.days());
    if wide > 2 && !standing {
        let known = match a.event.as_str() {
            "CONSULT" => sides.same >= 2 && !sides.strangers || content.is_equal(),
            "COOPERATE" | "AID" => content.is_close(),
            _ if a.is_statement() && !dated => content.is_close(),
            _ => sides.same + sides.side >= 1 || content.is_close(),
        };
        if !known {
            return open("the day is known only roughly, and so are the parties");
        }
        if wide > WIDE && !content.is_like() {
            return open("the day is known only to the year and the contents are not alike");
        }
    }
    let why_not = if a.is_reciprocal() && b.is_reciprocal() && !a.is_statement() {
        talk(&sides, &content, a.refers_back() || b.refers_back())
    } else if a.is_statement() {
        statement(&sides, &content, dated)
    } else if standing {
        (sides.same == 0).then_some("no party is the same")
    } else {
        deed(a, &sides, &content, day_a, day_b)
    };
    match why_not {
        Some(why) => open(why),
        None => Verdict { same: true, apart: false, score, reasons },
    }
}

/// What kind of reality a report gives its act: negated, planned and done acts never merge.
fn reality(s: &Sketch) -> &'static str {
    match s.aux.as_str() {
        "negation" => "negated",
        "future" => "planned",
        "hypothetical" => "hypothetical",
        _ => "done",
    }
}

/// What is said in two talks is said twice, however alike the words.
fn occasions_differ(a: &Sketch, b: &Sketch) -> Option<String> {
    if !(a.is_of_occasion() && b.is_of_occasion()) {
        return None;
    }
    let (x, y) = (a.occasion.as_ref()?, b.occasion.as_ref()?);
    let fit = Fit::of(&x.parties, &y.parties);
    let person = |list: &[PartyKey], at: &[usize]| {
        at.iter().map(|&i| &list[i]).find(|p| p.kind == PartyKind::Person).map(|p| p.name.clone())
    };
    if let Some(&(i, j)) = fit.clash.first() {
        let (p, q) = (&x.parties[i].name, &y.parties[j].name);
        return Some(format!("said in talks of {p} and of {q}"));
    }
    if !fit.only_a.is_empty() && !fit.only_b.is_empty() {
        let (p, q) = (&x.parties[fit.only_a[0]].name, &y.parties[fit.only_b[0]].name);
        return Some(format!("said in a talk with {p} and in one with {q}"));
    }
    let alone = person(&x.parties, &fit.only_a).or_else(|| person(&y.parties, &fit.only_b));
    alone.map(|p| format!("said in a talk with {p} and in one without"))
}

/// A talk: who talked, and on which day, is nearly all of it.
fn talk(sides: &Sides, content: &Content, reminded: bool) -> Option<&'static str> {
    let enough = match (sides.same, sides.side) {
        // colleagues of one state who met someone: with whom is not known
        _ if sides.codes < 2 => content.is_equal() && !content.names_differ,
        (2.., _) => true,
        // "president Vuong" beside a state, and another man of that state
        _ if sides.same < 2 && sides.spelled > 0 => content.is_equal() && !content.names_differ,
        (1, 1..) | (0, 2..) => {
            let told = content.is_like() && content.shares_fields() || content.is_equal();
            told || content.is_open() || reminded && sides.same > 0
        }
        // one known party: the words have to be the same
        _ => content.is_equal() && !content.names_differ,
    };
    (!enough).then_some("too few parties are known, and the words differ")
}

/// Words: the same speaker has to say the same on one occasion.
fn statement(sides: &Sides, content: &Content, dated: bool) -> Option<&'static str> {
    if sides.actors_missing && !content.is_equal() {
        return Some("a speaker is unknown");
    }
    if sides.recipients_missing && !content.is_close() {
        return Some("an addressee is unknown");
    }
    let firm = content.is_equal() || content.is_close() && content.shares_fields();
    if !(sides.speaker || sides.actors_missing || firm || content.is_open()) {
        return Some("the speakers are only of one side");
    }
    if sides.recipients_differ && !content.is_equal() {
        return Some("they are said to different parties");
    }
    let enough = content.is_close()
        || content.is_like() && (dated || content.shares_fields())
        || content.crosses_languages && content.is_open();
    (!enough).then_some("they do not say the same")
}

/// Deeds: doer and receiver on one day; what is given or done must not differ.
fn deed(
    a: &Sketch,
    sides: &Sides,
    content: &Content,
    day_a: Window,
    day_b: Window,
) -> Option<&'static str> {
    if content.numbers_differ && !content.is_close() {
        return Some("their numbers differ");
    }
    let helpful = matches!(a.event.as_str(), "AID" | "COOPERATE" | "PROTEST");
    let dated = day_a.source == DayFrom::Text && day_b.source == DayFrom::Text;
    let on_the_day = day_a.gap(&day_b) == 0 && day_a.is_a_day() && day_b.is_a_day();
    let one_dated = day_a.source == DayFrom::Text || day_b.source == DayFrom::Text;
    let enough = if sides.actors_missing {
        sides.same >= 1 && (content.is_close() || content.is_open() && content.shares_codes())
    } else if sides.recipients_missing {
        let known = !helpful && sides.same >= 1 && on_the_day;
        content.is_close() || known && (dated || one_dated && content.is_like())
    } else if helpful {
        content.is_like()
            || content.shares_codes()
            || content.crosses_languages && content.is_open()
    } else {
        true
    };
    (!enough).then_some("a party is unknown, and the words differ")
}

/// Why the modes cannot be those of one act.
fn modes_differ(a: &Sketch, b: &Sketch, sides: &Sides) -> Option<String> {
    if a.mode == b.mode {
        return None;
    }
    let name = |s: &Sketch| s.mode.clone().unwrap_or_else(|| "no mode".into());
    let differ = match a.event.as_str() {
        // a visit is more than the talk in it, unless both name who talked
        "CONSULT" => {
            let has = |m: &str| a.mode.as_deref() == Some(m) || b.mode.as_deref() == Some(m);
            match (&a.mode, &b.mode) {
                (Some(_), Some(_)) => has("phone") || sides.persons < 2,
                _ => has("visit") && sides.persons < 2,
            }
        }
        _ if a.is_statement() => false,
        "ASSAULT" | "COERCE" => true,
        _ => a.mode.is_some() && b.mode.is_some(),
    };
    differ.then(|| format!("{} and {}", name(a), name(b)))
}

fn time_reason(a: &Window, b: &Window, gap: i32) -> String {
    match gap {
        0 if a.from == b.from && a.to == b.to => format!("same day {}", a.name()),
        0 => format!("days {} and {} overlap", a.name(), b.name()),
        n => format!("days {} and {} within {n}", a.name(), b.name()),
    }
}

/// How sure: time, parties and content weigh about the same.
fn score(a: &Window, b: &Window, gap: i32, sides: &Sides, content: &Content) -> f32 {
    let time = match (gap, a.days().max(b.days())) {
        (0, 1) => 0.3,
        (0, 2) => 0.25,
        (1, _) | (0, 3..=WIDE) => 0.15,
        _ => 0.05,
    };
    let parties = 0.2 * sides.same.min(2) as f32 + 0.1 * sides.side.min(2) as f32;
    (time + parties.min(0.4) + 0.3 * content.likeness()).clamp(0.0, 1.0)
}

#[cfg(test)]
mod tests {
    use super::super::sample::{deed, talk};
    use super::*;

    const PRESIDENTS: &str = "person/duda POL, person/stubb FIN";

    #[test]
    fn one_call_in_two_papers() {
        let a = talk(1, "2025-02-11", PRESIDENTS);
        let mut b = talk(2, "2025-02-11", "country/FIN FIN, person/duda POL");
        b.lang = "en".into();
        let verdict = compare(&a, &b);
        assert!(verdict.same, "{verdict:?}");
        assert_eq!(verdict.reasons[0], "same day 2025-02-11");
        assert!(verdict.reasons.iter().any(|r| r == "same party person/duda"), "{verdict:?}");
        assert!(verdict.score > 0.5);
    }

    #[test]
    fn what_keeps_talks_apart() {
        let call = talk(1, "2025-02-11", PRESIDENTS);
        let apart = |b: &Sketch| compare(&call, b).apart;
        assert!(apart(&talk(2, "2025-02-18", PRESIDENTS)), "a week later");
        assert!(apart(&talk(2, "2025-02-11", "person/sikorski POL, person/valtonen FIN")));
        assert!(apart(&talk(2, "2025-02-11", "person/duda POL, person/macron FRA")));
        assert!(apart(&talk(1, "2025-02-11", PRESIDENTS)), "one paper");
        let mut denied = talk(2, "2025-02-11", PRESIDENTS);
        denied.aux = "negation".into();
        assert!(apart(&denied));
        denied.aux = "future".into();
        assert!(apart(&denied), "planned and held");
        // two papers, two days; but a copy that came out a day later still says "today"
        let mut next = talk(2, "2025-02-12", PRESIDENTS);
        assert!(apart(&next));
        let mut call = call.clone();
        (call.copy_of, next.copy_of) = (Some(1), Some(1));
        (call.words, next.words) = ([1, 2, 3].into(), [1, 2, 3].into());
        assert!(compare(&call, &next).same);
    }

    #[test]
    fn words_are_one_act_only_if_they_say_the_same() {
        let mut a = deed("SUPPORT", 1, "2025-04-03", "person/macron FRA", "country/MDA MDA");
        let mut b = deed("SUPPORT", 2, "2025-04-03", "person/macron FRA", "country/MDA MDA");
        (a.lang, b.lang) = ("pl".into(), "en".into());
        a.areas = ["energy".into()].into();
        b.areas = ["education".into()].into();
        assert!(!compare(&a, &b).same);
        b.areas = ["energy".into()].into();
        assert!(compare(&a, &b).same);
        b.actors = deed("SUPPORT", 2, "2025-04-03", "country/DEU DEU", "").actors;
        assert!(compare(&a, &b).apart, "another speaker");
    }

    #[test]
    fn a_war_told_in_passing_is_one_act() {
        let told = |document, day| {
            let mut s = deed("ASSAULT", document, day, "country/RUS RUS", "country/UKR UKR");
            s.background = true;
            s.day.iter_mut().for_each(|d| d.source = DayFrom::Inferred);
            s
        };
        assert!(compare(&told(1, "2023-01-17"), &told(2, "2023-03-20")).same);
        assert!(compare(&told(1, "2023-01-17"), &told(2, "2023-04-20")).apart);
        let dated = deed("ASSAULT", 3, "2023-02-20", "country/RUS RUS", "country/UKR UKR");
        assert!(compare(&told(1, "2023-01-17"), &dated).apart, "a strike with its own day");
    }
}
