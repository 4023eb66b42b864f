//! Extracted text in; without the lines that no reader would count as the article's out.

/// Pointers to other articles.
const POINTERS: [&str; 14] = [
    "czytaj też",
    "czytaj także",
    "czytaj również",
    "czytaj więcej",
    "zobacz też",
    "zobacz także",
    "zobacz również",
    "przeczytaj też",
    "przeczytaj także",
    "read more",
    "read also",
    "see also",
    "related:",
    "more on this story",
];
/// Photo credits.
const CREDITS: [&str; 7] =
    ["fot.", "foto:", "zdjęcie:", "źródło zdjęcia", "photo:", "image:", "credit:"];
/// Longer lines are prose that only begins with such words.
const CREDIT_LENGTH: usize = 160;

/// Places where a word may be broken, and marks that show nothing: no reader sees them, and to a
/// dictionary they would make another word.
const UNSEEN: [char; 4] = ['\u{AD}', '\u{200B}', '\u{2060}', '\u{FEFF}'];

/// Drops photo credits, pointers to other articles, the byline, and characters that show nothing.
pub(super) fn clean(text: &str, byline: Option<&str>) -> String {
    let mut out = String::with_capacity(text.len());
    for line in text.lines() {
        let plain = line.trim();
        let lower = plain.to_lowercase();
        let dropped = POINTERS.iter().any(|p| lower.starts_with(p))
            || plain.len() <= CREDIT_LENGTH && CREDITS.iter().any(|c| lower.starts_with(c))
            || byline.is_some_and(|b| b.trim() == plain && !plain.is_empty());
        if !dropped {
            out.push_str(&seen(plain));
            out.push('\n');
        }
    }
    out.trim().to_owned()
}

/// A text without the characters that show nothing.
pub(super) fn seen(text: &str) -> String {
    text.chars().filter(|c| !UNSEEN.contains(c)).collect()
}
