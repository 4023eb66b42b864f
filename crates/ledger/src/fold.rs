//! Words as the search keeps them: in lower case, without diacritics.
//!
//! SQLite's `unicode61` takes diacritics off but leaves ł, which has no decomposition; so the
//! folding is done here, on both sides, and a reader without a Polish keyboard finds "Łódź" by
//! "lodz".

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// A word or text folded. Not reversible; lengths change.
pub fn fold(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    let mut out = String::with_capacity(text.len());
    for c in text.nfd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase) {
        match c {
            'ł' => out.push('l'),
            'đ' => out.push('d'),
            'ø' => out.push('o'),
            'ß' => out.push_str("ss"),
            'æ' => out.push_str("ae"),
            'œ' => out.push_str("oe"),
            'ı' => out.push('i'),
            _ => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::fold;

    #[test]
    fn polish_letters_lose_their_marks() {
        assert_eq!(fold("Łódź, ŻÓŁĆ, Søren, İstanbul, groß"), "lodz, zolc, soren, istanbul, gross");
    }
}
