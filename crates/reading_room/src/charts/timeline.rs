//! Acts between two parties in time: cooperation above the line, conflict below, by PLOVER score.

use super::draw::{Frame, Svg, colour};
use crate::days;
use crate::language::word;
use jiff::civil::Date;
use ledger::ask::Point;

const WIDTH: f64 = 960.0;
const HEIGHT: f64 = 260.0;
const LEFT: f64 = 44.0;
const RIGHT: f64 = 12.0;
const EDGE: f64 = 18.0;

/// Where the first and the last day lie, from the left edge.
pub const EDGES: [f64; 2] = [LEFT + 8.0, WIDTH - RIGHT - 8.0];

/// Draws the acts that have a day, over the days that are given, or else over those of the acts.
/// Empty if neither tells of days.
pub fn timeline(
    points: &[Point],
    names: [&str; 2],
    over: Option<[Date; 2]>,
    frame: &Frame,
) -> String {
    let mut dated: Vec<(Date, &Point)> =
        points.iter().filter_map(|p| Some((p.day.parse::<Date>().ok()?, p))).collect();
    dated.sort_by(|a, b| a.0.cmp(&b.0).then_with(|| a.1.act.cmp(&b.1.act)));
    let of_acts = dated.first().zip(dated.last()).map(|(first, last)| [first.0, last.0]);
    let Some([first, last]) = over.or(of_acts) else { return String::new() };
    let t = |key| word(frame.tongue, key);
    let mut svg = Svg::new(frame, WIDTH, HEIGHT, true);
    let middle = HEIGHT / 2.0 - 6.0;
    let span = days(first, last).max(1.0);
    let x = |d: Date| EDGES[0] + days(first, d) / span * (EDGES[1] - EDGES[0]);
    let y = |score: f64| middle - score.clamp(-10.0, 10.0) / 10.0 * (middle - EDGE);
    for score in [-10.0, -5.0, 5.0, 10.0] {
        svg.line("grid", [LEFT, y(score), WIDTH - RIGHT, y(score)]);
        svg.words("end", LEFT - 6.0, y(score) + 4.0, &days::decimal(frame.tongue, score, 0, true));
    }
    svg.line("axis", [LEFT, middle, WIDTH - RIGHT, middle]);
    svg.words("end", LEFT - 6.0, middle + 4.0, "0");
    svg.words("start", LEFT + 4.0, 12.0, &t("chart.cooperation"));
    svg.words("start", LEFT + 4.0, y(-10.0) - 5.0, &t("chart.conflict"));
    for (at, label) in ticks(first, last) {
        svg.line("grid", [x(at), HEIGHT - 18.0, x(at), HEIGHT - 14.0]);
        svg.words("middle", x(at).clamp(LEFT + 24.0, WIDTH - RIGHT - 30.0), HEIGHT - 3.0, &label);
    }
    let mut before = (f64::MIN, f64::MIN, 0_u32);
    for (date, point) in dated {
        let (px, mut py) = (x(date), y(point.score));
        // Acts of a day with one score would hide each other.
        before = if (before.0 - px).abs() < 0.5 && (before.1 - py).abs() < 0.5 {
            (px, py, before.2 + 1)
        } else {
            (px, py, 0)
        };
        py += f64::from(before.2 % 7) * if point.quad <= 2 { 7.0 } else { -7.0 };
        let arrow = match point.direction {
            "a->b" => format!("{} → {}", names[0], names[1]),
            "b->a" => format!("{} → {}", names[1], names[0]),
            _ => format!("{} – {}", names[0], names[1]),
        };
        let event = word(frame.tongue, &format!("type.{}", point.event));
        let day = days::in_words(frame.tongue, &point.day);
        let score = days::decimal(frame.tongue, point.score, 1, true);
        let tip = format!("{day}: {event}, {arrow}, {score}");
        svg.link(frame.alone, &format!("/act/{}", point.act), &tip);
        let (top, quad, fill) = (svg.top, point.quad, colour(point.quad));
        svg.put(format_args!(
            "<line class=\"stem q{quad}\" x1=\"{px:.1}\" x2=\"{px:.1}\" y1=\"{:.1}\" y2=\"{:.1}\" stroke=\"{fill}\"/>",
            middle + top,
            py + top
        ));
        // Shape tells cooperation from conflict to those who do not see colours.
        let cy = py + top;
        if quad <= 2 {
            svg.put(format_args!(
                "<circle class=\"q{quad}\" cx=\"{px:.1}\" cy=\"{cy:.1}\" r=\"4\" fill=\"{fill}\"><title>{}</title></circle>",
                crate::plain::escaped(&tip)
            ));
        } else {
            svg.put(format_args!(
                "<path class=\"q{quad}\" d=\"M{px:.1} {:.1}l5 8h-10z\" fill=\"{fill}\"><title>{}</title></path>",
                cy - 4.0,
                crate::plain::escaped(&tip)
            ));
        }
        svg.unlink(frame.alone);
    }
    svg.close()
}

/// Days from one date to another.
fn days(from: Date, to: Date) -> f64 {
    // Dates of a ledger lie within jiff's range, so their distance does, too.
    from.until(to).map_or(0.0, |s| f64::from(s.get_days()))
}

/// Marks of the axis: days, months or years, a handful.
fn ticks(first: Date, last: Date) -> Vec<(Date, String)> {
    let span = days(first, last);
    if span < 45.0 {
        let step = (span / 6.0).ceil().max(1.0) as i64;
        let steps = (span as i64) / step;
        return (0..=steps)
            .filter_map(|i| {
                let at = first.checked_add(jiff::Span::new().try_days(i * step).ok()?).ok()?;
                Some((at, at.to_string()))
            })
            .collect();
    }
    let months = (span / 30.4 / 8.0).ceil() as i32;
    let step = [1, 2, 3, 6, 12, 24, 60, 120, 240, 600].into_iter().find(|s| *s >= months);
    let step = step.unwrap_or(1200);
    let begin = i32::from(first.year()) * 12 + i32::from(first.month()) - 1;
    let end = i32::from(last.year()) * 12 + i32::from(last.month()) - 1;
    (begin..=end)
        .filter(|m| m.rem_euclid(step) == 0)
        .filter_map(|m| {
            let (year, month) = (m.div_euclid(12) as i16, m.rem_euclid(12) as i8 + 1);
            let at = Date::new(year, month, 1).ok()?.max(first);
            let label = if step >= 12 { format!("{year}") } else { format!("{year}-{month:02}") };
            Some((at, label))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Tongue;

    fn point(day: &str, quad: u8, score: f64) -> Point {
        Point {
            act: "a<b".into(),
            day: day.into(),
            event: "CONSULT".into(),
            quad,
            score,
            direction: "both",
        }
    }

    fn frame(alone: bool) -> Frame {
        Frame { title: "T <x>".into(), note: "N".into(), alone, tongue: Tongue::En }
    }

    #[test]
    fn cooperation_is_above_and_conflict_below() {
        let points = [point("2024-06-11", 1, 2.5), point("2024-07-01", 4, -6.0), point("", 1, 1.0)];
        let svg = timeline(&points, ["A&B", "C"], None, &frame(false));
        assert_eq!(svg.matches("<circle").count(), 1);
        assert_eq!(svg.matches("<path").count(), 1);
        assert!(svg.contains("A&amp;B") && svg.contains("/act/a&lt;b") && !svg.contains("<x>"));
        let alone = timeline(&points, ["A", "C"], None, &frame(true));
        assert!(!alone.contains("<a ") && alone.contains("T &lt;x&gt;</text>"));
    }

    #[test]
    fn without_days_there_is_no_chart() {
        let draw = |over| timeline(&[point("", 1, 1.0)], ["A", "B"], over, &frame(false));
        assert!(draw(None).is_empty());
        let days = ["2024-01-01", "2024-03-01"].map(|d| d.parse::<Date>().expect("a date"));
        assert!(draw(Some(days)).contains("2024-02"), "days without acts are drawn, too");
    }

    #[test]
    fn axes_have_a_handful_of_marks() {
        let date = |d: &str| d.parse::<Date>().expect("a date");
        for last in ["2024-01-02", "2024-02-20", "2024-12-01", "2031-05-01", "2124-05-01"] {
            let n = ticks(date("2024-01-01"), date(last)).len();
            assert!((2..=11).contains(&n), "{last}: {n}");
        }
        assert_eq!(ticks(date("2024-01-01"), date("2024-01-01")).len(), 1);
    }
}
