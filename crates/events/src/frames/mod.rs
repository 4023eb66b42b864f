//! Frames: words that carry acts or operators, with the valency that fills their roles.
//!
//! **In:** the lines of `languages/<code>/frames/*.frames`. **Out:** a [`Lexicon`] that knows,
//! for a lemma, every frame it may head. The format stands in `docs/frames.md`.

mod classes;
mod example;
mod inflection;
mod parse;
mod slot;

pub use classes::Classes;
pub use example::Expected;
pub use inflection::{english_base, other_spelling};
pub use parse::{FrameError, parse_frames};
pub use slot::{Realisation, Restriction, Role, Slot};

use compact_str::CompactString;
use rustc_hash::FxHashMap;

/// Which words may head a frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs)]
pub enum HeadPos {
    Verb,
    Noun,
    Adjective,
    Adverb,
}

/// What a frame evokes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Evokes {
    /// A PLOVER act with its mode.
    Act {
        /// Event type.
        event: CompactString,
        /// Mode, if the frame fixes one.
        mode: Option<CompactString>,
    },
    /// An operator over an act.
    Operator(CompactString),
}

/// A dependent that the pattern demands: "udzielić **pomoc:gen**", "wejść **w+życie:acc**".
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// Lemmas or surface forms that may stand there.
    pub lemmas: Vec<CompactString>,
    /// The preposition that must mark it.
    pub preposition: Option<CompactString>,
    /// The case it must have.
    pub case: Option<syntax::Case>,
}

/// One frame.
#[derive(Clone, Debug, PartialEq)]
pub struct Frame {
    /// What it evokes.
    pub evokes: Evokes,
    /// The head's part of speech.
    pub pos: HeadPos,
    /// Lemmas of the head.
    pub heads: Vec<CompactString>,
    /// Demanded dependents.
    pub parts: Vec<Part>,
    /// Whether the head must be reflexive ("spotkać się").
    pub reflexive: bool,
    /// Role slots.
    pub slots: Vec<Slot>,
    /// Counts only with a political actor in one of its roles.
    pub needs_actor: bool,
    /// Counts only in reported speech with a known speaker, who is the actor (`needs=speaker`):
    /// praise and blame by predicates ("to jest hańba").
    pub needs_speaker: bool,
    /// Nearly always a passing reference.
    pub background: bool,
    /// The frame itself speaks of the act as negated.
    pub negative: bool,
    /// How far the words alone can be trusted, 0 to 1.
    pub confidence: f32,
    /// The example and what must come of it.
    pub example: Option<(String, Expected)>,
    /// File and line.
    pub source: CompactString,
}

impl Frame {
    /// How much the pattern alone says: demanded parts count most. Slots count when they are filled.
    pub fn specificity(&self) -> u32 {
        self.parts.len() as u32 * 4 + u32::from(self.reflexive)
    }
}

/// Adds the other English spelling of every lemma that has one.
fn with_spellings(lemmas: &mut Vec<CompactString>) {
    let others: Vec<CompactString> =
        lemmas.iter().filter_map(|l| other_spelling(l)).map(CompactString::from).collect();
    for other in others {
        if !lemmas.contains(&other) {
            lemmas.push(other);
        }
    }
}

/// All frames of a language, found by the lemma of their head.
#[derive(Debug, Default)]
pub struct Lexicon {
    frames: Vec<Frame>,
    by_lemma: FxHashMap<CompactString, Vec<u32>>,
    /// Word classes that restrictions name.
    pub classes: Classes,
}

impl Lexicon {
    /// A lexicon from parsed frames.
    pub fn new(mut frames: Vec<Frame>, classes: Classes) -> Self {
        for frame in &mut frames {
            with_spellings(&mut frame.heads);
            frame.parts.iter_mut().for_each(|p| with_spellings(&mut p.lemmas));
        }
        let mut by_lemma: FxHashMap<CompactString, Vec<u32>> = FxHashMap::default();
        for (i, frame) in frames.iter().enumerate() {
            for head in &frame.heads {
                by_lemma.entry(head.clone()).or_default().push(i as u32);
            }
        }
        Self { frames, by_lemma, classes }
    }

    /// Frames that a lemma may head.
    pub fn headed_by(&self, lemma: &str) -> impl Iterator<Item = (u32, &Frame)> {
        let ids = self.by_lemma.get(lemma).map(Vec::as_slice).unwrap_or_default();
        ids.iter().map(|&i| (i, &self.frames[i as usize]))
    }

    /// Whether a noun is of the political vocabulary: of a word class, or the head of a noun's frame.
    pub fn knows_noun(&self, lemma: &str) -> bool {
        self.classes.any(lemma) || self.headed_by(lemma).any(|(_, f)| f.pos == HeadPos::Noun)
    }

    /// Whether a lemma heads any frame.
    pub fn heads(&self, lemma: &str) -> bool {
        self.by_lemma.contains_key(lemma)
    }

    /// A frame by its number.
    pub fn get(&self, id: u32) -> &Frame {
        &self.frames[id as usize]
    }

    /// All frames in file order.
    pub fn frames(&self) -> &[Frame] {
        &self.frames
    }
}
