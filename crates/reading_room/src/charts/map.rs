//! Acts by country and place, on a map in the Equal Earth projection (Šavrič, Patterson, Jenny
//! 2018), so that large areas do not look more important than they are.

use super::draw::{Frame, Svg};
use crate::days::form;
use crate::language::word;
use crate::names;
use crate::plain::escaped;
use ledger::ask::PlaceCount;
use std::collections::HashMap;
use std::fmt::Write;
use std::sync::LazyLock;

const WIDTH: f64 = 960.0;
const HEIGHT: f64 = 440.0;

/// Places that are drawn as circles.
const CIRCLES: usize = 300;

/// Shades from few to many acts, where there is no page.
const SHADES: [&str; 5] = ["#eceae4", "#cfdcea", "#9dbbdb", "#5f8fc3", "#2a62a6"];

/// Code and path of each country.
static COUNTRIES: LazyLock<Vec<(&str, String)>> = LazyLock::new(|| {
    include_str!("../../data/outlines.txt")
        .lines()
        .filter_map(|l| l.split_once('\t'))
        .map(path)
        .collect()
});

fn path((code, rings): (&'static str, &str)) -> (&'static str, String) {
    let mut out = String::new();
    for ring in rings.split(';') {
        let mut before: Option<(i32, i32)> = None;
        for point in ring.split(' ') {
            let Some((x, y)) = point.split_once(',') else { continue };
            let (Ok(x), Ok(y)) = (x.parse::<f64>(), y.parse::<f64>()) else { continue };
            let (x, y) = project(y / 10.0, x / 10.0);
            // Half pixels, relative: a third of the bytes of absolute tenths.
            let at = ((x * 2.0).round() as i32, (y * 2.0).round() as i32);
            let step = match before {
                None => write!(out, "M{} {}", f64::from(at.0) / 2.0, f64::from(at.1) / 2.0),
                Some(b) if b == at => continue,
                Some(b) => {
                    write!(out, "l{} {}", f64::from(at.0 - b.0) / 2.0, f64::from(at.1 - b.1) / 2.0)
                }
            };
            // Writing to a string does not fail.
            let _ = step;
            before = Some(at);
        }
        out.push('z');
    }
    (code, out)
}

/// Degrees to pixels.
fn project(lat: f64, lon: f64) -> (f64, f64) {
    const A: [f64; 4] = [1.340_264, -0.081_106, 0.000_893, 0.003_796];
    let theta = (3_f64.sqrt() / 2.0 * lat.to_radians().sin()).asin();
    let (t2, t6) = (theta.powi(2), theta.powi(6));
    let x = 2.0 * 3_f64.sqrt() * lon.to_radians() * theta.cos()
        / (3.0 * (9.0 * A[3] * t2 * t6 + 7.0 * A[2] * t6 + 3.0 * A[1] * t2 + A[0]));
    let y = theta * (A[3] * t2 * t6 + A[2] * t6 + A[1] * t2 + A[0]);
    // x spans ±2.7066; the map has no Antarctica, so it is moved down a little.
    let scale = WIDTH / (2.0 * 2.72);
    (WIDTH / 2.0 + x * scale, HEIGHT * 0.545 - y * scale)
}

/// Draws countries by number of acts, and places as circles.
pub fn map(places: &[PlaceCount], frame: &Frame) -> String {
    let mut sums: HashMap<&str, u32> = HashMap::new();
    for place in places {
        if let Some(country) = &place.country {
            *sums.entry(country).or_default() += place.acts;
        }
    }
    let most = sums.values().copied().max().unwrap_or(0);
    let words = word(frame.tongue, "count.acts");
    let acts = |n: u32| format!("{n} {}", form(frame.tongue, &words, u64::from(n)));
    let mut svg = Svg::new(frame, WIDTH, HEIGHT, true);
    let top = svg.top;
    svg.put(format_args!(
        "<g transform=\"translate(0 {top})\" stroke=\"#fff\" stroke-width=\".5\">"
    ));
    for (code, path) in COUNTRIES.iter() {
        let n = sums.get(code).copied().unwrap_or(0);
        let class = shade(n, most);
        let fill = SHADES[class];
        if n == 0 {
            svg.put(format_args!("<path class=\"land s0\" d=\"{path}\" fill=\"{fill}\"/>"));
            continue;
        }
        let tip = format!("{}: {}", names::of_code(code, frame.tongue), acts(n));
        svg.link(frame.alone, &format!("/acts?country={code}"), &tip);
        svg.put(format_args!(
            "<path class=\"land s{class}\" d=\"{path}\" fill=\"{fill}\"><title>{}</title></path>",
            escaped(&tip)
        ));
        svg.unlink(frame.alone);
    }
    svg.put(format_args!("</g>"));
    let largest = places.iter().filter(|p| p.place.is_some()).map(|p| p.acts).max().unwrap_or(1);
    let drawn = places.iter().filter_map(|p| Some((p.place.as_ref()?, p.lat?, p.lon?, p)));
    for (name, lat, lon, place) in drawn.take(CIRCLES) {
        if !(-90.0..=90.0).contains(&lat) || !(-180.0..=180.0).contains(&lon) {
            continue;
        }
        let (x, y) = project(lat, lon);
        let r = 2.5 + 8.0 * (f64::from(place.acts) / f64::from(largest.max(20))).sqrt();
        let conflict = place.conflict * 2 > place.acts;
        let (class, fill) = if conflict { ("spot q4", "#a93226") } else { ("spot q1", "#1b3f6e") };
        let tip = format!("{name}: {}", acts(place.acts));
        svg.put(format_args!(
            "<circle class=\"{class}\" cx=\"{x:.1}\" cy=\"{:.1}\" r=\"{r:.1}\" fill=\"{fill}\" fill-opacity=\".75\" stroke=\"#fff\" stroke-width=\".8\"><title>{}</title></circle>",
            y + top,
            escaped(&tip)
        ));
    }
    svg.close()
}

/// Class of shade, 0 for none, 4 for most; logarithmic, since a few countries have most acts.
fn shade(n: u32, most: u32) -> usize {
    if n == 0 {
        return 0;
    }
    let part = f64::from(n).ln_1p() / f64::from(most.max(20)).ln_1p();
    ((part * 4.0).ceil() as usize).clamp(1, 4)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Tongue;

    #[test]
    fn outlines_are_read_and_places_lie_where_they_should() {
        assert!(COUNTRIES.len() > 150 && COUNTRIES.iter().any(|c| c.0 == "KAZ"));
        let (x, y) = project(52.2, 21.0);
        assert!((480.0..560.0).contains(&x) && (60.0..130.0).contains(&y), "{x} {y}");
        let corners = [project(83.6, -180.0), project(-55.6, 180.0)];
        assert!(
            corners.iter().all(|c| (0.0..WIDTH).contains(&c.0) && (0.0..HEIGHT).contains(&c.1))
        );
    }

    #[test]
    fn a_map_is_small_enough_for_a_page() {
        let place = PlaceCount {
            place: Some("<Astana>".into()),
            country: Some("KAZ".into()),
            lat: Some(51.1),
            lon: Some(71.4),
            acts: 3,
            conflict: 0,
        };
        let frame = Frame { title: "T".into(), note: "N".into(), alone: false, tongue: Tongue::En };
        let svg = map(&[place], &frame);
        assert!(svg.len() < 120_000, "{}", svg.len());
        assert!(svg.contains("&lt;Astana&gt;") && svg.contains("/acts?country=KAZ"));
    }
}
