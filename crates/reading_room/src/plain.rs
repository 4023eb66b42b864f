//! Words of papers where HTML cannot fence them in: `<title>`, SVG, labels, headers, CSV.

/// Words without control characters and without those that turn the direction of writing: inside
/// a page an element isolates them, in a window's title nothing does.
pub fn plain(words: &str) -> String {
    // The last two are no characters, and XML forbids them.
    let none = |c: char| c.is_control() || matches!(c, '\u{FFFE}' | '\u{FFFF}');
    words.chars().filter(|c| !turns(*c)).map(|c| if none(c) { ' ' } else { c }).collect()
}

/// A page without what no page may hold. Characters that HTML forbids become the mark of one that
/// cannot be shown. Those that open an embedding or an isolate are taken out: a paper need not close
/// them, and in Chromium an isolate left open in `<bdi>` turns the words after it, too, since the
/// end of the element closes only the innermost one. Marks of direction (LRM, RLM, ALM) stay; they
/// do not reach beyond their element.
pub fn shown(page: String) -> String {
    let forbidden = |c: char| {
        c.is_control() && !matches!(c, '\n' | '\r' | '\t') || matches!(c, '\u{FFFE}' | '\u{FFFF}')
    };
    let opens = |c: char| matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}');
    if !page.contains(|c: char| forbidden(c) || opens(c)) {
        return page;
    }
    let kept = page.chars().filter(|c| !opens(*c));
    kept.map(|c| if forbidden(c) { '\u{FFFD}' } else { c }).collect()
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
    fn pages_hold_nothing_that_opens_a_direction() {
        let page = "<bdi>a\u{202E}b\u{2066}c</bdi> \u{200F}d\0e\u{1B}\n\u{FFFF}";
        assert_eq!(shown(page.into()), "<bdi>abc</bdi> \u{200F}d\u{FFFD}e\u{FFFD}\n\u{FFFD}");
        assert_eq!(shown("żółw\r\n".into()), "żółw\r\n");
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
