//! A text with the words of its record marked.
//!
//! **In:** a text and its record. **Out:** paragraphs of pieces, each with the classes of all that
//! covers it: marks may overlap and nest in any way, so each piece between two borders is told
//! once. Text is never markup here; the template escapes it.

use record::{Cited, Coded, MentionRecord};

/// A text ready for the template.
pub struct Marked(pub Vec<Vec<Piece>>);

/// A stretch of text under the same marks.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Piece {
    /// The words.
    pub text: String,
    /// CSS classes; empty for plain text.
    pub class: String,
    /// Ids of the records that it belongs to, with spaces between.
    pub events: String,
    /// The event whose trigger begins here: the target of links to it.
    pub begins: Vec<String>,
    /// The event whose trigger ends here: what follows leads to its record.
    pub ends: Vec<String>,
}

/// A mark over code points.
struct Mark<'r> {
    start: u32,
    end: u32,
    class: &'static str,
    id: &'r str,
    trigger: bool,
}

/// Marks a text.
pub fn marked(text: &str, coded: &Coded) -> Marked {
    let marks = marks(coded);
    let mut borders: Vec<u32> = marks.iter().flat_map(|m| [m.start, m.end]).collect();
    borders.sort_unstable();
    borders.dedup();
    let mut by_start: Vec<usize> = (0..marks.len()).collect();
    by_start.sort_by_key(|i| marks[*i].start);
    let mut coming = by_start.into_iter().peekable();
    let mut open: Vec<usize> = Vec::new();
    let mut next = borders.into_iter().peekable();
    let mut paragraphs: Vec<Vec<Piece>> = Vec::new();
    let mut pieces: Vec<Piece> = Vec::new();
    let mut piece = Piece::default();
    for (at, c) in (0_u32..).zip(text.chars()) {
        if next.peek() == Some(&at) {
            next.next();
            close(&mut pieces, &mut piece, &open, &marks, at);
            open.retain(|i| marks[*i].end > at);
            while let Some(i) = coming.next_if(|i| marks[*i].start <= at) {
                open.push(i);
            }
            begin(&mut piece, &open, &marks, at);
        }
        if c == '\n' {
            // A paragraph ends; marks that go on are taken up again in the next.
            close(&mut pieces, &mut piece, &open, &marks, u32::MAX);
            if !pieces.is_empty() {
                paragraphs.push(std::mem::take(&mut pieces));
            }
            begin(&mut piece, &open, &marks, u32::MAX);
        } else if c != '\r' {
            piece.text.push(if c == '\t' || !c.is_control() { c } else { '\u{FFFD}' });
        }
    }
    close(&mut pieces, &mut piece, &open, &marks, text.chars().count() as u32);
    if !pieces.is_empty() {
        paragraphs.push(pieces);
    }
    Marked(paragraphs)
}

/// Sets a new piece's classes.
fn begin(piece: &mut Piece, open: &[usize], marks: &[Mark], at: u32) {
    let mut classes: Vec<&str> = Vec::new();
    let mut events: Vec<&str> = Vec::new();
    for i in open {
        let mark = &marks[*i];
        for class in mark.class.split(' ') {
            if !classes.contains(&class) {
                classes.push(class);
            }
        }
        if !events.contains(&mark.id) {
            events.push(mark.id);
        }
        if mark.trigger && mark.start == at {
            piece.begins.push(mark.id.to_owned());
        }
    }
    piece.class = classes.join(" ");
    piece.events = events.join(" ");
}

/// Ends the piece before a border.
fn close(pieces: &mut Vec<Piece>, piece: &mut Piece, open: &[usize], marks: &[Mark], at: u32) {
    let done = std::mem::take(piece);
    if done.text.is_empty() && done.begins.is_empty() {
        return;
    }
    let ended = open.iter().map(|i| &marks[*i]).filter(|m| m.trigger && m.end == at);
    let ends = ended.map(|m| m.id.to_owned()).collect();
    pieces.push(Piece { ends, ..done });
}

fn marks(coded: &Coded) -> Vec<Mark<'_>> {
    let mut marks = Vec::new();
    let mut add = |cited: &Cited, class, id, trigger| {
        if cited.start < cited.end {
            marks.push(Mark { start: cited.start, end: cited.end, class, id, trigger });
        }
    };
    for event in &coded.events {
        let id = event.id.as_str();
        let class = match event.quad {
            1 => "t q1",
            2 => "t q2",
            3 => "t q3",
            _ => "t q4",
        };
        add(&event.trigger, class, id, true);
        let parties = event.actors.iter().chain(&event.recipients);
        parties.for_each(|m| add(&m.cited, "p", id, false));
        event.said_by.iter().for_each(|m| add(&m.cited, "by", id, false));
        event.place.iter().for_each(|p| add(&p.cited, "p", id, false));
    }
    for statement in &coded.statements {
        let id = statement.id.as_str();
        add(
            &statement.content,
            if statement.kind == "direct" { "st dir" } else { "st" },
            id,
            false,
        );
        let speaker: Option<&MentionRecord> = statement.speaker.as_ref();
        speaker.iter().for_each(|m| add(&m.cited, "by", id, false));
        statement.cue.iter().for_each(|c| add(c, "cue", id, false));
    }
    marks
}

#[cfg(test)]
mod tests {
    use super::*;
    use record::Statement;

    fn coded(content: Cited) -> Coded {
        Coded {
            statements: vec![Statement {
                id: "s1".into(),
                speaker: None,
                addressees: Vec::new(),
                cue: None,
                kind: "direct".into(),
                content,
                events: Vec::new(),
            }],
            ..Coded::default()
        }
    }

    #[test]
    fn marks_go_on_over_paragraphs_and_lose_no_letter() {
        let text = "Zażółć gęślą.\n\nJaźń <b>\u{7}.";
        let cited = Cited { text: String::new(), start: 7, end: 19 };
        let Marked(paragraphs) = marked(text, &coded(cited));
        let told: Vec<(&str, &str)> =
            paragraphs.iter().flatten().map(|p| (p.text.as_str(), p.class.as_str())).collect();
        assert_eq!(
            told,
            [("Zażółć ", ""), ("gęślą.", "st dir"), ("Jaźń", "st dir"), (" <b>\u{FFFD}.", "")]
        );
        assert_eq!(paragraphs.len(), 2);
    }

    #[test]
    fn offsets_beyond_the_text_do_no_harm() {
        let Marked(paragraphs) =
            marked("ab", &coded(Cited { text: String::new(), start: 1, end: 99 }));
        assert_eq!(paragraphs.concat_texts(), "ab");
        let Marked(none) = marked("", &Coded::default());
        assert!(none.is_empty());
    }

    trait Texts {
        fn concat_texts(&self) -> String;
    }

    impl Texts for Vec<Vec<Piece>> {
        fn concat_texts(&self) -> String {
            self.iter().flatten().map(|p| p.text.as_str()).collect()
        }
    }
}
