//! Which line breaks are only hard wraps.
//!
//! Mail and archives wrap running text at a fixed width; a break there says nothing. Elsewhere a
//! line is a paragraph, a headline or an item of a list. The shape of the lines tells: in wrapped
//! text the next line's first word would not have fitted on the line before.

/// What lies between two tokens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Gap {
    /// Nothing: the tokens touch.
    None,
    /// Blanks, or a line break that only wraps.
    Blank,
    /// A line break that ends a sentence and a paragraph.
    Break,
}

/// Lines without a blank line between them, and whether they are wrapped running text.
#[derive(Default)]
struct Block {
    end: usize,
    width: usize,
    lines: usize,
    wrapped: bool,
}

/// Reads the gaps of a text from its start to its end.
pub(super) struct Lines<'t> {
    text: &'t str,
    block: Block,
    line_start: usize,
}

/// Wrapped text is neither narrower nor wider than this, in characters.
const WIDTHS: std::ops::RangeInclusive<usize> = 35..=135;

impl<'t> Lines<'t> {
    /// A reader for the text.
    pub(super) fn new(text: &'t str) -> Self {
        Self { text, block: Block::default(), line_start: 0 }
    }

    /// Takes note that a line begins at `at`.
    pub(super) fn line_begins(&mut self, at: usize) {
        self.line_start = at;
    }

    /// Judges a single line break: the white space `from..to` holds exactly one.
    pub(super) fn judge(&mut self, from: usize, to: usize) -> Gap {
        if from >= self.block.end {
            self.block = self.measure(self.line_start);
        }
        let before = &self.text[self.line_start..from];
        let after = &self.text[to..];
        let goes_on = after.chars().next().is_some_and(char::is_lowercase);
        if self.block.wrapped {
            let fits = self.fits(before, after);
            return if fits && !goes_on { Gap::Break } else { Gap::Blank };
        }
        let closed = before.trim_end().ends_with(['.', '!', '?', ':', ';', '…']);
        if goes_on && !closed { Gap::Blank } else { Gap::Break }
    }

    /// Whether the next line's first word would have fitted on this line.
    fn fits(&self, line: &str, next: &str) -> bool {
        let word = next.split(char::is_whitespace).next().unwrap_or("");
        length(line) + 1 + length(word) <= self.block.width
    }

    /// Measures the block of lines that begins at `start`.
    fn measure(&self, start: usize) -> Block {
        let mut block = Block { end: start, ..Block::default() };
        for line in self.text[start..].split_inclusive('\n') {
            if line.trim().is_empty() {
                break;
            }
            block.end += line.len();
            block.lines += 1;
            block.width = block.width.max(length(line));
        }
        if block.lines < 3 || !WIDTHS.contains(&block.width) {
            // Two lines may still be one sentence; `judge` looks at how the second begins.
            return block;
        }
        let mut full = 0;
        let mut lines = self.text[start..block.end].lines().peekable();
        while let Some(line) = lines.next() {
            let Some(next) = lines.peek() else { break };
            let word = next.split_whitespace().next().unwrap_or("");
            full += usize::from(length(line) + 1 + length(word) > block.width);
        }
        block.wrapped = full * 10 >= (block.lines - 1) * 6;
        block
    }
}

/// Characters of a line, without the blanks at its end.
fn length(line: &str) -> usize {
    line.trim_end().bytes().filter(|b| b & 0xC0 != 0x80).count()
}
