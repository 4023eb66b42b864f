//! Values made fit for one line of a table.
//!
//! Tab files of the field are read without quoting, line by line, by tools that know many kinds of
//! line break. So a value may hold no tab, no line break of any kind and no control character;
//! and no bidirectional override, with which a headline could reorder the columns beside it on
//! the screen. Plain direction marks, which Hebrew and Arabic names need, stay.

use std::borrow::Cow;

/// Whether a character may not stand in a cell as it is.
fn breaks(c: char) -> bool {
    c.is_control() || matches!(c, '\u{2028}' | '\u{2029}') || vanishes(c)
}

/// What goes without leaving a blank: overrides, byte order marks, what is no character at all.
fn vanishes(c: char) -> bool {
    is_override(c) || matches!(c, '\0' | '\u{FEFF}' | '\u{FFFE}' | '\u{FFFF}')
}

/// Bidirectional embeddings, overrides and isolates, which reach beyond their own word.
fn is_override(c: char) -> bool {
    matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// The value on one line: each run of blanks with a line break or tab in it becomes one blank,
/// control characters and overrides go, blanks at both ends go.
///
/// ```text
/// "Duda\tsaid:\r\n \"yes\"" -> "Duda said: \"yes\""
/// ```
pub(crate) fn clean(value: &str) -> Cow<'_, str> {
    if !value.contains(breaks) {
        return Cow::Borrowed(value.trim());
    }
    let mut out = String::with_capacity(value.len());
    let mut gap = false;
    for c in value.chars() {
        if vanishes(c) {
            continue;
        }
        if breaks(c) {
            gap = true;
            continue;
        }
        if gap && c.is_whitespace() {
            continue;
        }
        if gap && !out.is_empty() && !out.ends_with(' ') {
            out.push(' ');
        }
        gap = false;
        out.push(c);
    }
    out.truncate(out.trim_end().len());
    Cow::Owned(out.trim_start().to_owned())
}

/// A value that no spreadsheet takes for a formula: text that begins with `=`, `+`, `-` or `@` gets
/// an apostrophe before it. Numbers are not text and stay.
pub(crate) fn guard(value: Cow<'_, str>) -> Cow<'_, str> {
    if value.starts_with(['=', '+', '-', '@']) { Cow::Owned(format!("'{value}")) } else { value }
}

/// One item of a list that is joined with `;` or `,`: the separator inside becomes `replacement`.
pub(crate) fn item(value: &str, separator: char, replacement: &str) -> String {
    clean(value).replace(separator, replacement)
}

/// A row of a tab file without quoting; each value is cleaned once more, so that no writer can
/// break a line. A straight quotation mark that begins a value becomes a typographic one: readers
/// that expect quoting (pandas and R do unless told otherwise) would take it for an opening quote
/// and swallow the rows up to the next.
pub(crate) fn tabs<S: AsRef<str>>(values: &[S]) -> String {
    let mut line = String::new();
    for (n, value) in values.iter().enumerate() {
        if n > 0 {
            line.push('\t');
        }
        let value = clean(value.as_ref());
        let (quote, rest) = match value.chars().next() {
            Some('"') => ("“", &value[1..]),
            Some('\'') => ("’", &value[1..]),
            _ => ("", &*value),
        };
        line.push_str(quote);
        line.push_str(rest);
    }
    line.push('\n');
    line
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn breaks_become_blanks() {
        assert_eq!(clean("Duda\tsaid:\r\n \"yes\" "), "Duda said: \"yes\"");
        assert_eq!(clean("a\u{2028}b\u{0}c\u{85}d"), "a bc d");
        assert_eq!(clean("\n\n"), "");
        assert_eq!(clean("zażółć 🙂"), "zażółć 🙂");
    }

    #[test]
    fn overrides_go_and_marks_stay() {
        assert_eq!(clean("\u{202E}exe.txt\u{202C}"), "exe.txt");
        assert_eq!(clean("א\u{200F}!"), "א\u{200F}!");
    }

    #[test]
    fn formulas_are_made_text() {
        assert_eq!(guard(clean("=cmd|'/C calc'!A0")), "'=cmd|'/C calc'!A0");
        assert_eq!(guard(clean("\t=1+1")), "'=1+1");
        assert_eq!(guard(clean("a=b")), "a=b");
    }

    #[test]
    fn no_cell_opens_a_quotation() {
        assert_eq!(tabs(&["\"yes", "'no'", "a \"b\""]), "“yes\t’no'\ta \"b\"\n");
    }

    proptest! {
        #[test]
        fn a_row_is_one_line_with_all_its_cells(values in prop::collection::vec(any::<String>(), 1..8)) {
            let line = tabs(&values);
            prop_assert!(line.ends_with('\n'));
            let body = &line[..line.len() - 1];
            prop_assert!(!body.contains(|c: char| c.is_control() && c != '\t'));
            prop_assert_eq!(body.split('\t').count(), values.len());
            prop_assert!(body.split('\t').all(|cell| !cell.starts_with(['"', '\''])));
        }

        #[test]
        fn cleaning_twice_changes_nothing(value in any::<String>()) {
            let once = clean(&value).into_owned();
            prop_assert_eq!(clean(&once), once.as_str());
        }

        #[test]
        fn harmless_words_stay(value in "[a-ząćęłńóśźżA-Z0-9,;:'\"„”]{1,12}( [a-ząćęłńóśźż🙂]{1,8}){0,4}") {
            prop_assert_eq!(clean(&value), value.as_str());
        }
    }
}
