//! The balance between two parties by month (by year for long spans): acts of cooperation above
//! the line, acts of conflict below.

use super::draw::{Frame, Svg, round_up};
use crate::language::word;
use ledger::ask::Month;
use std::collections::BTreeMap;

const WIDTH: f64 = 960.0;
const HEIGHT: f64 = 220.0;
const LEFT: f64 = 44.0;
const RIGHT: f64 = 12.0;

/// More months than this are summed by year.
const MONTHS: i32 = 120;

/// Draws the months. Empty if no act has a day.
pub fn balance(months: &[Month], frame: &Frame) -> String {
    let mut sums: BTreeMap<i32, [u32; 4]> = BTreeMap::new();
    for month in months {
        let Some(at) = number(&month.month) else { continue };
        sums.entry(at).or_default()[usize::from(month.quad.clamp(1, 4)) - 1] += month.acts;
    }
    let (Some(first), Some(last)) = (sums.keys().next().copied(), sums.keys().next_back().copied())
    else {
        return String::new();
    };
    let step = if last - first >= MONTHS { 12 } else { 1 };
    let mut bars: BTreeMap<i32, [u32; 4]> = BTreeMap::new();
    for (at, counts) in sums {
        let bar = bars.entry(at.div_euclid(step)).or_default();
        bar.iter_mut().zip(counts).for_each(|(sum, n)| *sum += n);
    }
    let (first, last) = (first.div_euclid(step), last.div_euclid(step));
    let most = |quads: [usize; 2]| {
        let sum = |b: &[u32; 4]| quads.iter().map(|q| b[*q]).sum::<u32>();
        f64::from(bars.values().map(sum).max().unwrap_or(0))
    };
    let (up, down) = (round_up(most([0, 1])), round_up(most([2, 3])));
    let mut svg = Svg::new(frame, WIDTH, HEIGHT, false);
    let room = HEIGHT - 48.0;
    let middle = 20.0 + room * up / (up + down);
    let height = |n: u32| f64::from(n) * room / (up + down);
    let wide = (WIDTH - LEFT - RIGHT) / f64::from(last - first + 1);
    for (n, label) in [(up, up), (-down, down)] {
        let y = middle - n * room / (up + down);
        svg.line("grid", [LEFT, y, WIDTH - RIGHT, y]);
        svg.words("end", LEFT - 6.0, y + 4.0, &format!("{label}"));
    }
    svg.line("axis", [LEFT, middle, WIDTH - RIGHT, middle]);
    svg.words("end", LEFT - 6.0, middle + 4.0, "0");
    svg.words("start", LEFT + 4.0, 12.0, &word(frame.tongue, "chart.cooperation"));
    svg.words("start", LEFT + 4.0, 20.0 + room - 5.0, &word(frame.tongue, "chart.conflict"));
    let every = ((f64::from(last - first + 1)) / 10.0).ceil() as i32;
    for at in first..=last {
        let x = LEFT + f64::from(at - first) * wide;
        let name = name(at, step);
        if (at - first) % every == 0 {
            let near = (x + wide / 2.0).clamp(LEFT + 22.0, WIDTH - RIGHT - 22.0);
            svg.words("middle", near, HEIGHT - 3.0, &name);
        }
        let Some(counts) = bars.get(&at) else { continue };
        let (mut above, mut below) = (middle, middle);
        for quad in 1..=4_u8 {
            let n = counts[usize::from(quad) - 1];
            if n == 0 {
                continue;
            }
            let tall = height(n);
            let y = if quad <= 2 {
                above -= tall;
                above
            } else {
                below += tall;
                below - tall
            };
            let class = word(frame.tongue, &format!("quad.{quad}"));
            let gap = (wide * 0.15).min(4.0);
            let thin = (wide - 2.0 * gap).clamp(0.8, 40.0);
            let left = x + (wide - thin) / 2.0;
            svg.bar(quad, [left, y, thin, tall], &format!("{name}: {class}, {n}"));
        }
    }
    svg.close()
}

/// Months since year 0; `None` for acts without a day.
fn number(month: &str) -> Option<i32> {
    let (year, month) = month.split_once('-')?;
    let (year, month): (i32, i32) = (year.parse().ok()?, month.parse().ok()?);
    (1..=12).contains(&month).then_some(year * 12 + month - 1)
}

fn name(at: i32, step: i32) -> String {
    if step == 12 {
        at.to_string()
    } else {
        format!("{}-{:02}", at.div_euclid(12), at.rem_euclid(12) + 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Tongue;

    fn month(month: &str, quad: u8, acts: u32) -> Month {
        Month { month: month.into(), quad, direction: "both", acts, score: 0.0 }
    }

    fn frame() -> Frame {
        Frame { title: "T".into(), note: "N".into(), alone: false, tongue: Tongue::En }
    }

    #[test]
    fn months_are_bars_and_dayless_acts_are_left_out() {
        let svg =
            balance(&[month("", 1, 9), month("2024-06", 1, 3), month("2024-08", 4, 2)], &frame());
        assert_eq!(svg.matches("<rect class=\"q").count(), 2);
        assert!(svg.contains("2024-06: ") && svg.contains("2024-07"));
        assert!(balance(&[month("", 1, 9)], &frame()).is_empty());
    }

    #[test]
    fn long_spans_are_summed_by_year() {
        let svg = balance(
            &[month("1990-06", 1, 3), month("1990-07", 1, 1), month("2024-08", 1, 2)],
            &frame(),
        );
        assert!(svg.contains("<title>1990: ") && svg.contains(", 4</title>"), "{svg}");
    }
}
