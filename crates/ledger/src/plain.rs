//! Words that people give: names, reasons, notes.
//!
//! **In:** what was typed or sent. **Out:** the same without blanks around, or what is wrong with it.
//! Names tell one checker from another, so nothing invisible may stand in them.

use crate::error::{LedgerError, Result};
use unicode_normalization::UnicodeNormalization;

/// No name is longer, in characters.
const LONGEST_NAME: usize = 80;
/// No reason or note is longer, in characters.
pub(crate) const LONGEST: usize = 2_000;

/// The name of whoever writes, in one form (NFC, single blanks).
///
/// # Errors
/// If it is missing, too long, or holds what cannot be seen.
pub fn name(given: &str) -> Result<String> {
    let name = words("who", given, LONGEST_NAME)?;
    if name.is_empty() {
        return Err(LedgerError::field("who", "is missing: say who you are"));
    }
    if let Some(c) = name.chars().find(|c| unseen(*c)) {
        let what = format!("holds a character that cannot be seen (U+{:04X})", u32::from(c));
        return Err(LedgerError::field("who", what));
    }
    let name: String = name.nfc().collect();
    Ok(name.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// Words of one field, without blanks around.
pub(crate) fn words(field: &'static str, given: &str, most: usize) -> Result<String> {
    let given = given.trim();
    let length = given.chars().count();
    if length > most {
        let what = format!("is longer than {most} characters ({length})");
        return Err(LedgerError::field(field, what));
    }
    let control = |c: &char| c.is_control() && !matches!(c, '\n' | '\r' | '\t');
    if let Some(c) = given.chars().find(control) {
        let what = format!("holds a control character (U+{:04X})", u32::from(c));
        return Err(LedgerError::field(field, what));
    }
    Ok(given.replace("\r\n", "\n"))
}

/// Characters without a shape, and those that turn the direction of others.
fn unseen(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{AD}' | '\u{61C}' | '\u{180E}' | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}'
            | '\u{E0000}'..='\u{E0FFF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_seen_whole() {
        assert_eq!(name("  Ewa \u{A0} Łoś ").expect("a name"), "Ewa Łoś");
        // Composed or not, it is the same person.
        assert_eq!(name("Zo\u{308}e").expect("a name"), "Zöe");
        for bad in ["", " ", "Ewa\u{202E}", "E\u{200B}wa", "E\u{0}wa", "E\nwa", &"x".repeat(81)] {
            let got = name(bad);
            assert!(
                matches!(got, Err(LedgerError::Field { field: "who", .. })),
                "{bad:?}: {got:?}"
            );
        }
        assert!(words("why", "two\r\nlines", 20).is_ok_and(|w| w == "two\nlines"));
        assert!(words("why", "a\u{7}b", 20).is_err());
    }
}
