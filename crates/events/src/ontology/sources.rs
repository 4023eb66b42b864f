//! The texts of a codebook's files, and where each line came from.
//!
//! A user's own file may say `include built-in` on a line of its own: the lines of the shipped file
//! of the same name stand there. What comes before goes first in tables where the first row decides.

use super::OntologyError;
use compact_str::CompactString;

/// The line that stands for the shipped file.
const INCLUDE: &str = "include built-in";

/// A stretch of lines from one file.
#[derive(Clone, Debug)]
struct Part<'a> {
    file: CompactString,
    /// Number of the first line, from 1.
    first: usize,
    text: &'a str,
}

/// One codebook file's lines in order.
#[derive(Clone, Debug, Default)]
pub struct Text<'a>(Vec<Part<'a>>);

/// Where a line stands.
#[derive(Clone, Debug)]
pub(super) struct Place {
    file: CompactString,
    line: usize,
}

impl<'a> Text<'a> {
    /// The lines of one file; `file` is named in errors and derivations.
    pub fn new(file: &str, text: &'a str) -> Self {
        Self(vec![Part { file: file.into(), first: 1, text }])
    }

    /// The lines of a user's file with those of the shipped one where it says `include built-in`.
    pub fn extending(file: &str, text: &'a str, built_in: &Text<'a>) -> Self {
        let (mut parts, mut first, mut rest, mut line) = (Vec::new(), 1, text, 1);
        let mut at = 0;
        for whole in text.split_inclusive('\n') {
            let end = at + whole.len();
            if whole.trim() == INCLUDE {
                let before = &rest[..rest.len() - (text.len() - at)];
                parts.push(Part { file: file.into(), first, text: before });
                parts.extend(built_in.0.iter().cloned());
                (rest, first) = (&text[end..], line + 1);
            }
            (at, line) = (end, line + 1);
        }
        parts.push(Part { file: file.into(), first, text: rest });
        Self(parts)
    }

    /// Lines that say something.
    pub(super) fn lines(&self) -> impl Iterator<Item = (Place, &'a str)> + '_ {
        self.0.iter().flat_map(|part| {
            let all =
                part.text.lines().enumerate().map(|(n, l)| {
                    (Place { file: part.file.clone(), line: part.first + n }, l.trim())
                });
            all.filter(|(_, l)| !l.is_empty() && !l.starts_with('#'))
        })
    }
}

impl Place {
    /// An error in this line.
    pub(super) fn error(&self, reason: impl Into<String>) -> OntologyError {
        OntologyError { file: self.file.to_string(), line: self.line, reason: reason.into() }
    }

    /// `file:line`.
    pub(super) fn rule(&self) -> CompactString {
        format!("{}:{}", self.file, self.line).into()
    }
}

/// The texts of a codebook.
#[derive(Clone, Debug, Default)]
pub struct Sources<'a> {
    /// `types.txt`
    pub types: Text<'a>,
    /// `cameo.txt`
    pub cameo: Text<'a>,
    /// `composition.txt`
    pub composition: Text<'a>,
    /// `contexts.txt`
    pub contexts: Text<'a>,
}

impl Sources<'static> {
    /// The shipped PLOVER 2.0.
    pub fn built_in() -> Self {
        let text = Text::new;
        Self {
            types: text("types.txt", include_str!("../../../../ontologies/plover/types.txt")),
            cameo: text("cameo.txt", include_str!("../../../../ontologies/plover/cameo.txt")),
            composition: text(
                "composition.txt",
                include_str!("../../../../ontologies/plover/composition.txt"),
            ),
            contexts: text(
                "contexts.txt",
                include_str!("../../../../ontologies/plover/contexts.txt"),
            ),
        }
    }
}

impl<'a> Sources<'a> {
    /// Names of the files of a codebook folder.
    pub const FILES: [&'static str; 4] =
        ["types.txt", "cameo.txt", "composition.txt", "contexts.txt"];

    /// A user's folder: `own` gives a file's shown name and text, where the folder has it. A file that is
    /// not there is the shipped one.
    pub fn of_folder(own: impl Fn(&str) -> Option<(&'a str, &'a str)>) -> Self {
        let mut sources: Sources<'a> = Sources::built_in();
        for name in Self::FILES {
            let text = match name {
                "types.txt" => &mut sources.types,
                "cameo.txt" => &mut sources.cameo,
                "composition.txt" => &mut sources.composition,
                _ => &mut sources.contexts,
            };
            if let Some((shown, own)) = own(name) {
                *text = Text::extending(shown, own, text);
            }
        }
        sources
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn included_lines_keep_their_own_numbers() {
        let shipped = Text::new("types.txt", "# head\nA\n\nB\n");
        let own = "# mine\nX\ninclude built-in\n\nY\n";
        let text = Text::extending("own/types.txt", own, &shipped);
        let lines: Vec<String> = text.lines().map(|(p, l)| format!("{} {l}", p.rule())).collect();
        assert_eq!(
            lines,
            ["own/types.txt:2 X", "types.txt:2 A", "types.txt:4 B", "own/types.txt:5 Y"]
        );
        let alone = Text::extending("own.txt", "X\nY", &shipped);
        assert_eq!(alone.lines().count(), 2, "without the line the file replaces the shipped one");
    }
}
