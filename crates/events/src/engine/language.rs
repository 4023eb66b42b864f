//! A language's words as the engine needs them: frames, pointers, areas, contexts.

use super::discourse::Pointers;
use crate::frames::{Classes, FrameError, Lexicon, parse_frames};
use crate::ontology::{AreaLexicon, ContextLexicon};
use text::Lang;

include!(concat!(env!("OUT_DIR"), "/frame_files.rs"));

/// Frames and word lists of one language.
pub struct Language {
    /// Frames by head lemma.
    pub frames: Lexicon,
    /// Pointing words.
    pub pointers: Pointers,
    /// Fields of cooperation.
    pub areas: AreaLexicon,
    /// Context words.
    pub contexts: ContextLexicon,
    /// Lines of frame files that could not be used.
    pub broken: Vec<FrameError>,
}

impl Language {
    /// The words that ship with the program.
    pub fn built_in(lang: Lang) -> Self {
        let (files, classes, pointers, areas, contexts) = match lang {
            Lang::Pl => (
                PL_FRAMES,
                include_str!("../../../../languages/pl/classes.txt"),
                include_str!("../../../../languages/pl/discourse.txt"),
                include_str!("../../../../languages/pl/areas.txt"),
                include_str!("../../../../languages/pl/contexts.txt"),
            ),
            Lang::En => (
                EN_FRAMES,
                include_str!("../../../../languages/en/classes.txt"),
                include_str!("../../../../languages/en/discourse.txt"),
                include_str!("../../../../languages/en/areas.txt"),
                include_str!("../../../../languages/en/contexts.txt"),
            ),
        };
        let (classes, _) = Classes::parse(classes);
        let (mut frames, mut broken) = (Vec::new(), Vec::new());
        for (file, source) in files {
            let (good, bad) = parse_frames(file, source, &classes);
            frames.extend(good);
            broken.extend(bad);
        }
        Self {
            frames: Lexicon::new(frames, classes),
            pointers: Pointers::parse(pointers),
            areas: AreaLexicon::parse(areas),
            contexts: ContextLexicon::parse(contexts),
            broken,
        }
    }
}
