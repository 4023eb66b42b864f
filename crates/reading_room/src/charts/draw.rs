//! What all charts are drawn with.

use crate::language::Tongue;
use crate::plain::escaped;
use std::fmt::Write;

/// Colours of the quad classes where there is no page; at least 4.5 : 1 on white.
const QUADS: [&str; 4] = ["#2a62a6", "#1b6e55", "#96590a", "#a93226"];

/// What stands around a chart.
#[derive(Clone, Debug)]
pub struct Frame {
    /// What it shows.
    pub title: String,
    /// In which units, from which source.
    pub note: String,
    /// Whether it stands alone, as a file: then title and note are drawn, too, and nothing links.
    pub alone: bool,
    /// The language of its words.
    pub tongue: Tongue,
}

/// A chart as it grows.
pub struct Svg {
    out: String,
    /// Where the chart begins, below the title if that is drawn.
    pub top: f64,
}

/// Colour of a quad class, 1 to 4.
pub fn colour(quad: u8) -> &'static str {
    QUADS[usize::from(quad.clamp(1, 4)) - 1]
}

impl Svg {
    /// Begins a chart of a size (without title and note). Only charts without links are images
    /// to a screen reader; those with links are groups.
    pub fn new(frame: &Frame, width: f64, height: f64, links: bool) -> Self {
        let top = if frame.alone { 34.0 } else { 0.0 };
        let full = if frame.alone { height + 62.0 } else { height };
        let role = if links && !frame.alone { "group" } else { "img" };
        let title = escaped(&frame.title);
        let mut svg = Self { out: String::with_capacity(8 << 10), top };
        svg.put(format_args!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"chart\" viewBox=\"0 0 {width} {full}\" \
             width=\"{width}\" height=\"{full}\" role=\"{role}\" aria-label=\"{title}\" \
             font-family=\"sans-serif\" font-size=\"12\">"
        ));
        if frame.alone {
            svg.put(format_args!(
                "<title>{title}</title><rect width=\"{width}\" height=\"{full}\" fill=\"#fff\"/>"
            ));
            svg.put(format_args!(
                "<text x=\"8\" y=\"20\" font-size=\"15\" font-weight=\"600\" fill=\"#1b1b1f\">{title}</text>"
            ));
            svg.put(format_args!(
                "<text x=\"8\" y=\"{}\" font-size=\"11\" fill=\"#555\">{}</text>",
                full - 9.0,
                escaped(&frame.note)
            ));
        }
        svg
    }

    /// Writes markup. Whatever comes from a paper must be [`escaped`] before.
    pub fn put(&mut self, markup: std::fmt::Arguments<'_>) {
        // Writing to a string does not fail.
        let _ = self.out.write_fmt(markup);
    }

    /// A line of the grid, or an axis.
    pub fn line(&mut self, class: &str, [x1, y1, x2, y2]: [f64; 4]) {
        let stroke = if class == "axis" { "#444" } else { "#ccc" };
        let y = self.top;
        self.put(format_args!(
            "<line class=\"{class}\" x1=\"{x1:.1}\" y1=\"{:.1}\" x2=\"{x2:.1}\" y2=\"{:.1}\" stroke=\"{stroke}\"/>",
            y1 + y,
            y2 + y
        ));
    }

    /// Words at a place; `anchor` is `start`, `middle` or `end`.
    pub fn words(&mut self, anchor: &str, x: f64, y: f64, words: &str) {
        let (y, words) = (y + self.top, escaped(words));
        self.put(format_args!(
            "<text class=\"label\" text-anchor=\"{anchor}\" x=\"{x:.1}\" y=\"{y:.1}\" fill=\"#333\">{words}</text>"
        ));
    }

    /// A bar with a tip.
    pub fn bar(&mut self, quad: u8, [x, y, width, height]: [f64; 4], tip: &str) {
        let (y, fill, tip) = (y + self.top, colour(quad), escaped(tip));
        self.put(format_args!(
            "<rect class=\"q{quad}\" x=\"{x:.1}\" y=\"{y:.1}\" width=\"{width:.1}\" height=\"{height:.1}\" fill=\"{fill}\"><title>{tip}</title></rect>"
        ));
    }

    /// Begins what leads to an address. Left out of the order of the keyboard: the same stands in
    /// a table or list beside each chart.
    pub fn link(&mut self, alone: bool, to: &str, label: &str) {
        if !alone {
            let (to, label) = (escaped(to), escaped(label));
            self.put(format_args!("<a href=\"{to}\" tabindex=\"-1\" aria-label=\"{label}\">"));
        }
    }

    /// Ends it.
    pub fn unlink(&mut self, alone: bool) {
        if !alone {
            self.put(format_args!("</a>"));
        }
    }

    /// The whole chart.
    pub fn close(mut self) -> String {
        self.out.push_str("</svg>");
        self.out
    }
}

/// The next number of the row 1, 2, 5, 10, 20, ...: the top of an axis.
pub fn round_up(number: f64) -> f64 {
    if number <= 0.0 {
        return 1.0;
    }
    let power = 10_f64.powf(number.log10().floor());
    let part = number / power;
    let round = [1.0, 2.0, 5.0, 10.0].into_iter().find(|r| part <= r + 1e-9).unwrap_or(10.0);
    (round * power).max(1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn axes_end_in_round_numbers() {
        assert_eq!(
            [0.0, 0.3, 1.0, 3.0, 11.0, 87.0, 500.0].map(round_up),
            [1.0, 1.0, 1.0, 5.0, 20.0, 100.0, 500.0]
        );
    }
}
