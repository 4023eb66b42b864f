//! Reads frame files.
//!
//! ```text
//! [act AID]
//! udzielić/udzielać pomoc/wsparcie:gen | a=subj r=dat | | Polska udzieliła pomocy Ukrainie. => AID - POL > UKR
//! ```

use super::{
    Classes, Evokes, Expected, Frame, HeadPos, Part, Realisation, Restriction, Role, Slot,
};
use compact_str::CompactString;
use syntax::Case;
use thiserror::Error;

/// A line of a frame file that cannot be used.
#[derive(Debug, Error, PartialEq, Eq)]
#[error("{file}:{line}: {reason}")]
pub struct FrameError {
    /// File name.
    pub file: String,
    /// Line, from 1.
    pub line: usize,
    /// What is wrong and what is expected.
    pub reason: String,
}

impl FrameError {
    /// An error in the line of a frame that was read.
    pub(crate) fn of(frame: &Frame, reason: String) -> Self {
        let (file, line) = frame.source.rsplit_once(':').unwrap_or((&frame.source, "0"));
        Self { file: file.into(), line: line.parse().unwrap_or(0), reason }
    }
}

/// Parses one file. Good lines come back even where others are broken.
pub fn parse_frames(file: &str, source: &str, classes: &Classes) -> (Vec<Frame>, Vec<FrameError>) {
    let (mut frames, mut errors) = (Vec::new(), Vec::new());
    let mut section: Option<Evokes> = None;
    for (n, line) in source.lines().enumerate() {
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let parsed = match (line.strip_prefix('['), &section) {
            (Some(rest), _) => header(rest).map(|s| section = Some(s)),
            (None, None) => Err("a frame before any [act ...] or [op ...] header".into()),
            (None, Some(evokes)) => frame(line, evokes, classes).map(|mut f| {
                f.source = format!("{file}:{}", n + 1).into();
                frames.push(f);
            }),
        };
        if let Err(reason) = parsed {
            errors.push(FrameError { file: file.into(), line: n + 1, reason });
        }
    }
    (frames, errors)
}

fn header(rest: &str) -> Result<Evokes, String> {
    let inner = rest.strip_suffix(']').ok_or("a header ends with ]")?;
    let words: Vec<&str> = inner.split_whitespace().collect();
    match words[..] {
        ["act", event] => Ok(Evokes::Act { event: event.into(), mode: None }),
        ["act", event, mode] => Ok(Evokes::Act { event: event.into(), mode: some_mode(mode) }),
        ["op", name] => Ok(Evokes::Operator(name.into())),
        _ => Err(format!("a header is [act TYPE], [act TYPE mode] or [op NAME], not [{inner}]")),
    }
}

fn some_mode(mode: &str) -> Option<CompactString> {
    (mode != "-").then(|| mode.into())
}

fn frame(line: &str, evokes: &Evokes, classes: &Classes) -> Result<Frame, String> {
    let columns: Vec<&str> = line.split('|').map(str::trim).collect();
    if columns.len() < 2 {
        return Err("a frame has the columns pattern | slots | options | example".into());
    }
    let mut frame = pattern(columns[0])?;
    frame.evokes = evokes.clone();
    for slot in columns[1].split_whitespace() {
        frame.slots.push(self::slot(slot, classes)?);
    }
    for option in columns.get(2).unwrap_or(&"").split_whitespace() {
        apply_option(&mut frame, option)?;
    }
    if let Some(example) = columns.get(3).filter(|e| !e.is_empty()) {
        let (sentence, expected) = example
            .split_once("=>")
            .ok_or("an example ends with => TYPE mode ACTORS > RECIPIENTS")?;
        frame.example = Some((sentence.trim().into(), Expected::parse(expected)?));
    }
    Ok(frame)
}

fn pattern(column: &str) -> Result<Frame, String> {
    let mut items = column.split_whitespace();
    let first = items.next().ok_or("the pattern is empty")?;
    let (pos, first) = match first {
        "n:" | "adj:" | "adv:" | "v:" => (first, items.next().ok_or("the pattern has no head")?),
        _ => first
            .split_once(':')
            .filter(|(p, _)| ["n", "adj", "adv", "v"].contains(p))
            .unwrap_or(("", first)),
    };
    let pos = match pos.trim_end_matches(':') {
        "" | "v" => HeadPos::Verb,
        "n" => HeadPos::Noun,
        "adj" => HeadPos::Adjective,
        _ => HeadPos::Adverb,
    };
    let mut frame = Frame {
        evokes: Evokes::Operator(CompactString::default()),
        pos,
        heads: first.split('/').filter(|h| !h.is_empty()).map(CompactString::from).collect(),
        parts: Vec::new(),
        reflexive: false,
        slots: Vec::new(),
        needs_actor: false,
        needs_speaker: false,
        background: false,
        negative: false,
        confidence: 1.0,
        example: None,
        source: CompactString::default(),
    };
    for item in items {
        match item {
            "się" | "sobie" if pos == HeadPos::Verb => frame.reflexive |= item == "się",
            _ => frame.parts.push(part(item)?),
        }
    }
    Ok(frame)
}

fn part(item: &str) -> Result<Part, String> {
    let (words, case) = match item.rsplit_once(':') {
        Some((w, c)) => (w, Some(case(c).ok_or_else(|| format!("unknown case {c} in {item}"))?)),
        None => (item, None),
    };
    let (preposition, words) = match words.split_once('+') {
        Some((p, w)) => (Some(p.into()), w),
        None => (None, words),
    };
    Ok(Part { lemmas: words.split('/').map(CompactString::from).collect(), preposition, case })
}

fn case(name: &str) -> Option<Case> {
    Some(match name {
        "nom" => Case::Nom,
        "gen" => Case::Gen,
        "dat" => Case::Dat,
        "acc" => Case::Acc,
        "ins" => Case::Ins,
        "loc" => Case::Loc,
        "voc" => Case::Voc,
        _ => return None,
    })
}

fn slot(item: &str, classes: &Classes) -> Result<Slot, String> {
    let (role, ways) =
        item.split_once('=').ok_or_else(|| format!("a slot is role=realisation, not {item}"))?;
    let required = role.ends_with('!') || ways.ends_with('!');
    let role = Role::from_letter(role.trim_end_matches('!'))
        .ok_or_else(|| format!("unknown role {role}"))?;
    let ways = split_outside_braces(ways.trim_end_matches('!'));
    let ways = ways.into_iter().map(|w| way(w, classes)).collect::<Result<Vec<_>, _>>()?;
    Ok(Slot { role, ways, required })
}

/// Splits at commas that do not stand between braces.
fn split_outside_braces(s: &str) -> Vec<&str> {
    let (mut parts, mut depth, mut start) = (Vec::new(), 0, 0);
    for (i, c) in s.char_indices() {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 0 => {
                parts.push(&s[start..i]);
                start = i + 1;
            }
            _ => {}
        }
    }
    parts.push(&s[start..]);
    parts
}

fn way(item: &str, classes: &Classes) -> Result<(Realisation, Vec<Restriction>), String> {
    let item = item.trim_end_matches('!');
    let (name, set) = match item.split_once('{') {
        Some((n, s)) => (
            n,
            s.trim_end_matches('!')
                .strip_suffix('}')
                .ok_or_else(|| format!("{item}: the brace is not closed"))?,
        ),
        None => (item, ""),
    };
    let realisation = match name {
        "subj" => Realisation::Subject,
        "acc" | "obj" => Realisation::Object,
        "iobj" => Realisation::Indirect,
        "inf" => Realisation::Infinitive,
        "że" | "that" => Realisation::That,
        "żeby" => Realisation::Wish,
        "czy" | "whether" => Realisation::Whether,
        "quote" => Realisation::Quote,
        "ing" => Realisation::Ing,
        "adj" => Realisation::Adjective,
        "poss" => Realisation::Possessive,
        _ => match (name.split_once('+'), case(name)) {
            (Some((p, c)), _) => Realisation::Preposition(
                p.replace('_', " ").into(),
                Some(case(c).ok_or_else(|| format!("unknown case {c} in {name}"))?),
            ),
            (None, Some(c)) => Realisation::Case(c),
            (None, None)
                if name.chars().all(|c| c.is_alphabetic() || c == '_') && !name.is_empty() =>
            {
                Realisation::Preposition(name.replace('_', " ").into(), None)
            }
            _ => return Err(format!("unknown realisation {name}")),
        },
    };
    let mut restrictions = Vec::new();
    for item in set.split([',', '/']).map(str::trim).filter(|i| !i.is_empty()) {
        restrictions.push(match item.strip_prefix('@') {
            Some("actor") => Restriction::Actor,
            Some(class) if classes.has(class) => Restriction::Class(class.into()),
            Some(class) => return Err(format!("unknown word class @{class}")),
            None => Restriction::Lemma(item.into()),
        });
    }
    Ok((realisation, restrictions))
}

fn apply_option(frame: &mut Frame, option: &str) -> Result<(), String> {
    let (key, value) =
        option.split_once('=').ok_or_else(|| format!("an option is key=value, not {option}"))?;
    match (key, value) {
        ("mode", m) => match &mut frame.evokes {
            Evokes::Act { mode, .. } => *mode = some_mode(m),
            Evokes::Operator(_) => return Err("an operator has no mode".into()),
        },
        ("needs", "actor") => frame.needs_actor = true,
        ("needs", "speaker") => frame.needs_speaker = true,
        ("weight", "background") => frame.background = true,
        ("polarity", "neg") => frame.negative = true,
        ("conf", c) => frame.confidence = c.parse().map_err(|_| format!("{c} is no number"))?,
        _ => return Err(format!("unknown option {option}")),
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_frame_line_is_read_whole() {
        let (classes, _) = Classes::parse("@weapon = broń, czołg");
        let source = "[act AID]\nudzielić/udzielać pomoc:gen się | a=subj r=dat{@actor}! o=acc{@weapon,pocisk} | mode=- conf=0.6 | A dała B. => AID - POL > UKR";
        let (frames, errors) = parse_frames("x.frames", source, &classes);
        assert_eq!(errors, []);
        let f = &frames[0];
        assert_eq!(f.heads, ["udzielić", "udzielać"]);
        assert!(f.reflexive && f.slots[1].required && !f.slots[0].required);
        assert_eq!(f.parts[0].case, Some(Case::Gen));
        assert_eq!(f.slots[2].ways[0].1.len(), 2);
        assert_eq!(f.example.as_ref().unwrap().1.to_string(), "AID - POL > UKR");
    }

    #[test]
    fn broken_lines_are_named_and_the_rest_is_kept() {
        let source = "pomóc | a=subj\n[act AID]\npomóc | q=subj\npomagać | a=subj r=dat";
        let (frames, errors) = parse_frames("x.frames", source, &Classes::default());
        assert_eq!(frames.len(), 1);
        assert_eq!(errors.iter().map(|e| e.line).collect::<Vec<_>>(), [1, 3]);
    }
}
