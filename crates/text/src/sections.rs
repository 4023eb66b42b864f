//! A huge text in, stretches of bounded size out, so that memory stays bounded too.

/// About how many bytes a section holds.
pub const SECTION: usize = 256 * 1024;

/// Walks a text in sections of at most [`SECTION`] bytes; yields each with its byte offset.
///
/// A section ends, where possible, at a blank line, else at a line's end, else behind a sentence's
/// end, else at a blank, else at a character boundary. Together the sections are the text.
///
/// ```
/// let text = "Rozmowa trwała godzinę.\n\n".repeat(50_000);
/// let sections: Vec<_> = text::Sections::new(&text).collect();
/// assert!(sections.len() > 1);
/// assert_eq!(sections.iter().map(|(_, s)| *s).collect::<String>(), text);
/// ```
pub struct Sections<'t> {
    text: &'t str,
    at: usize,
    size: usize,
}

impl<'t> Sections<'t> {
    /// Sections of the usual size.
    pub fn new(text: &'t str) -> Self {
        Self::of_size(text, SECTION)
    }

    /// Sections of at most `size` bytes (at least 8).
    pub fn of_size(text: &'t str, size: usize) -> Self {
        Self { text, at: 0, size: size.max(8) }
    }
}

impl<'t> Iterator for Sections<'t> {
    type Item = (usize, &'t str);

    fn next(&mut self) -> Option<Self::Item> {
        let rest = &self.text[self.at..];
        if rest.is_empty() {
            return None;
        }
        let at = self.at;
        let length = if rest.len() <= self.size { rest.len() } else { cut(rest, self.size) };
        self.at += length;
        Some((at, &rest[..length]))
    }
}

/// Where to cut a text that is longer than `size`.
fn cut(text: &str, size: usize) -> usize {
    let mut limit = size;
    while !text.is_char_boundary(limit) {
        limit -= 1;
    }
    let head = &text[..limit];
    // The last quarter is searched first for a good place, the whole then for any.
    let mut late = limit - limit / 4;
    while !text.is_char_boundary(late) {
        late += 1;
    }
    let tail = &head[late..];
    let marks: [&[&str]; 3] =
        [&["\n\n", "\n\r\n"], &[".\n", ".\r\n", "?\n", "!\n"], &[". ", "? ", "! "]];
    for group in marks {
        let best = group.iter().filter_map(|m| tail.rfind(m).map(|i| late + i + m.len())).max();
        if let Some(end) = best {
            return end;
        }
    }
    let blank = |s: &str| {
        s.char_indices().rev().find(|(_, c)| c.is_whitespace()).map(|(i, c)| i + c.len_utf8())
    };
    blank(head).unwrap_or(limit)
}
