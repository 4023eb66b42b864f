//! Words of papers where HTML cannot fence them in: `<title>`, SVG, labels, headers, CSV.

/// Words without control characters and without those that turn the direction of writing: inside
/// a page an element isolates them, in a window's title nothing does.
pub fn plain(words: &str) -> String {
    // The last two are no characters, and XML forbids them.
    let none = |c: char| c.is_control() || matches!(c, '\u{FFFE}' | '\u{FFFF}');
    words.chars().filter(|c| !turns(*c)).map(|c| if none(c) { ' ' } else { c }).collect()
}

/// Whether a character changes the direction of those around it.
fn turns(c: char) -> bool {
    matches!(c, '\u{200E}' | '\u{200F}' | '\u{061C}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// Words for SVG and HTML built by hand: plain, and with every character of markup escaped.
pub fn escaped(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    for c in plain(words).chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            _ => out.push(c),
        }
    }
    out
}

/// Words cut to so many characters.
pub fn short(words: &str, most: usize) -> String {
    if words.chars().count() <= most {
        return words.to_owned();
    }
    let mut cut: String = words.chars().take(most.saturating_sub(1)).collect();
    cut.push('…');
    cut
}

/// A cell that no spreadsheet runs as a formula.
pub fn cell(words: &str) -> String {
    let words = plain(words);
    if words.starts_with(['=', '+', '-', '@', '\t']) && words.parse::<f64>().is_err() {
        return format!("'{words}");
    }
    words
}

/// An address that may be linked: that of a paper on the web, never one that runs something.
pub fn linkable(url: &str) -> bool {
    let scheme = url.split_once("://").map(|(s, _)| s.to_ascii_lowercase());
    matches!(scheme.as_deref(), Some("http" | "https")) && !url.contains(char::is_control)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_turns_the_direction_or_opens_a_tag() {
        assert_eq!(plain("a\u{202E}b\u{2066}c\nd"), "abc d");
        assert_eq!(escaped("<b>'\"&\u{202E}"), "&lt;b&gt;&#39;&quot;&amp;");
    }

    #[test]
    fn only_addresses_of_the_web_are_linked() {
        assert!(linkable("https://example.org/a") && linkable("HTTP://example.org"));
        for bad in ["javascript:alert(1)", "data://text/html,x", "//example.org", "java\nscript://"]
        {
            assert!(!linkable(bad), "{bad}");
        }
    }

    #[test]
    fn cells_are_no_formulas() {
        assert_eq!(cell("=1+1"), "'=1+1");
        assert_eq!(cell("-2.5"), "-2.5");
    }
}
