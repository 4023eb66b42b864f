//! A party among its partners: the wider the line, the more acts; its colour tells the balance.

use super::draw::{Frame, Svg, colour};
use crate::days::form;
use crate::language::word;
use crate::names;
use crate::plain::{escaped, short};
use ledger::ask::Partner;
use std::f64::consts::TAU;

const WIDTH: f64 = 640.0;
const HEIGHT: f64 = 420.0;

/// Partners that are drawn.
pub const DRAWN: usize = 14;

/// Draws the partners with most acts. Empty if there are none.
pub fn network(code: &str, partners: &[Partner], frame: &Frame) -> String {
    let partners = &partners[..partners.len().min(DRAWN)];
    let Some(most) = partners.iter().map(|p| p.acts).max() else { return String::new() };
    let mut svg = Svg::new(frame, WIDTH, HEIGHT, true);
    let (cx, cy) = (WIDTH / 2.0, HEIGHT / 2.0);
    let place = |i: usize| {
        let angle = i as f64 / partners.len() as f64 * TAU - TAU / 4.0;
        (cx + angle.cos() * (cx - 90.0), cy + angle.sin() * (cy - 42.0))
    };
    let top = svg.top;
    for (i, partner) in partners.iter().enumerate() {
        let (x, y) = place(i);
        let quad = if partner.conflict * 2 > partner.acts { 4 } else { 1 };
        let wide = 1.5 + 9.0 * (f64::from(partner.acts) / f64::from(most.max(1))).sqrt();
        // Mostly conflict is dashed, too, for those who do not see colours.
        let dashes = if quad == 4 { " stroke-dasharray=\"7 5\"" } else { "" };
        svg.put(format_args!(
            "<line class=\"stem q{quad}\" x1=\"{cx:.1}\" y1=\"{:.1}\" x2=\"{x:.1}\" y2=\"{:.1}\" stroke=\"{}\" stroke-width=\"{wide:.1}\"{dashes}/>",
            cy + top,
            y + top,
            colour(quad)
        ));
    }
    for (i, partner) in partners.iter().enumerate() {
        let (x, y) = place(i);
        let name = names::of_code(&partner.code, frame.tongue);
        let acts = word(frame.tongue, "count.acts");
        let tip = format!(
            "{} {name}: {} {}, {} {}, {} {}",
            partner.code,
            partner.acts,
            form(frame.tongue, &acts, u64::from(partner.acts)),
            partner.cooperation,
            word(frame.tongue, "chart.cooperation"),
            partner.conflict,
            word(frame.tongue, "chart.conflict")
        );
        svg.link(frame.alone, &format!("/dyad/{code}/{}", partner.code), &tip);
        node(&mut svg, x, y, &partner.code, &tip);
        svg.unlink(frame.alone);
    }
    node(&mut svg, cx, cy, code, &names::of_code(code, frame.tongue));
    svg.close()
}

fn node(svg: &mut Svg, x: f64, y: f64, code: &str, tip: &str) {
    let label = short(code, 8);
    let wide = 18.0 + 9.0 * label.chars().count() as f64;
    let top = svg.top;
    svg.put(format_args!(
        "<g><title>{}</title><rect class=\"node\" x=\"{:.1}\" y=\"{:.1}\" width=\"{wide:.1}\" height=\"26\" rx=\"13\" fill=\"#fff\" stroke=\"#555\"/></g>",
        escaped(tip),
        x - wide / 2.0,
        y - 13.0 + top
    ));
    svg.words("middle", x, y + 4.5, &label);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Tongue;

    #[test]
    fn partners_stand_around_and_names_are_escaped() {
        let partner = |code: &str, acts, conflict| Partner {
            code: code.into(),
            acts,
            cooperation: acts - conflict,
            conflict,
            mean_score: 0.0,
        };
        let frame = Frame { title: "T".into(), note: "N".into(), alone: false, tongue: Tongue::Pl };
        let svg = network("POL", &[partner("BLR", 9, 8), partner("<X>", 1, 0)], &frame);
        assert_eq!(svg.matches("class=\"node\"").count(), 3);
        assert!(svg.contains("Białoruś") && svg.contains("dasharray") && !svg.contains("<X>"));
        assert!(network("POL", &[], &frame).is_empty());
    }
}
