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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::frames::Evokes;
    use crate::ontology::Ontology;

    #[test]
    fn shipped_frames_are_sound() {
        let ontology = Ontology::built_in().unwrap();
        for lang in [Lang::Pl, Lang::En] {
            let language = Language::built_in(lang);
            let broken: Vec<String> = language.broken.iter().map(ToString::to_string).collect();
            assert!(broken.is_empty(), "{}", broken.join("\n"));
            let unknown: Vec<String> = language
                .frames
                .frames()
                .iter()
                .filter(|f| match &f.evokes {
                    Evokes::Act { event, mode } => !ontology.knows(event, mode.as_deref()),
                    Evokes::Operator(op) => !ontology.knows_operator(op),
                })
                .map(|f| format!("{}: {:?}", f.source, f.evokes))
                .collect();
            assert!(unknown.is_empty(), "{}", unknown.join("\n"));
        }
    }
}
