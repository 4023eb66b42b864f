//! A language's words as the engine needs them: frames, pointers, areas, contexts.

use super::discourse::Pointers;
use crate::frames::{Classes, Evokes, Frame, FrameError, Lexicon, parse_frames};
use crate::ontology::{AreaLexicon, ContextLexicon, Ontology};
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

/// A user's own words, read beside the shipped ones.
#[derive(Clone, Debug, Default)]
pub struct OwnWords {
    /// Name and text of frame files. One named as a shipped file (`pl/frames/AID.frames`) stands for
    /// it; all others are added, and win where a shipped frame fits as well.
    pub frames: Vec<(String, String)>,
    /// More lines of `classes.txt`.
    pub classes: String,
    /// More lines of `discourse.txt`.
    pub discourse: String,
    /// More lines of `areas.txt`.
    pub areas: String,
    /// More lines of `contexts.txt`.
    pub contexts: String,
}

impl Language {
    /// The shipped words with a user's own. Frames of types or operators that the codebook does not
    /// have are left out; where they are the user's, [`Language::broken`] says so.
    pub fn with(lang: Lang, own: &OwnWords, ontology: &Ontology) -> Self {
        let (files, classes, discourse, areas, contexts) = match lang {
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
        let joined = |shipped: &str, own: &str| format!("{shipped}\n{own}");
        let (classes, _) = Classes::parse(&joined(classes, &own.classes));
        let (mut frames, mut broken) = (Vec::new(), Vec::new());
        for (file, source) in &own.frames {
            let (good, bad) = parse_frames(file, source, &classes);
            for frame in good {
                match unknown(&frame, ontology) {
                    Some(reason) => broken.push(FrameError::of(&frame, reason)),
                    None => frames.push(frame),
                }
            }
            broken.extend(bad);
        }
        for (file, source) in files.iter().filter(|(f, _)| !own.frames.iter().any(|(o, _)| o == f))
        {
            let (good, bad) = parse_frames(file, source, &classes);
            frames.extend(good.into_iter().filter(|f| unknown(f, ontology).is_none()));
            broken.extend(bad);
        }
        Self {
            frames: Lexicon::new(frames, classes),
            pointers: Pointers::parse(&joined(discourse, &own.discourse)),
            areas: AreaLexicon::parse(&joined(areas, &own.areas)),
            contexts: ContextLexicon::parse(&joined(contexts, &own.contexts)),
            broken,
        }
    }
}

/// What the codebook does not know of a frame.
fn unknown(frame: &Frame, ontology: &Ontology) -> Option<String> {
    match &frame.evokes {
        Evokes::Act { event, mode } if !ontology.knows(event, mode.as_deref()) => {
            let mode = mode.as_deref().unwrap_or_default();
            Some(format!("the codebook has no act {event} {mode}").trim_end().to_owned())
        }
        Evokes::Operator(op) if !ontology.knows_operator(op) => {
            Some(format!("the codebook's composition table has no operator {op}"))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shipped_frames_are_sound() {
        let ontology = Ontology::built_in().unwrap();
        for (lang, files) in [(Lang::Pl, PL_FRAMES), (Lang::En, EN_FRAMES)] {
            // as a user's own, so that what the codebook does not know is told
            let own = |(file, source): &(&str, &str)| ((*file).to_owned(), (*source).to_owned());
            let own = OwnWords { frames: files.iter().map(own).collect(), ..OwnWords::default() };
            let language = Language::with(lang, &own, &ontology);
            let broken: Vec<String> = language.broken.iter().map(ToString::to_string).collect();
            assert!(broken.is_empty(), "{}", broken.join("\n"));
            let shipped = Language::with(lang, &OwnWords::default(), &ontology);
            assert_eq!(language.frames.frames().len(), shipped.frames.frames().len());
        }
    }

    #[test]
    fn own_words_go_before_the_shipped_ones_and_unknown_acts_are_told() {
        let ontology = Ontology::built_in().unwrap();
        let frames = "[act AID]\npomóc | a=subj r=dat\n[act BOYCOTT]\nbojkotować | a=subj r=acc\n";
        let own = OwnWords {
            frames: vec![("pl/frames/own.frames".into(), frames.into())],
            areas: "beekeeping | pszczelarstwo".into(),
            ..OwnWords::default()
        };
        let language = Language::with(Lang::Pl, &own, &ontology);
        let errors: Vec<String> = language.broken.iter().map(ToString::to_string).collect();
        assert_eq!(errors, ["pl/frames/own.frames:4: the codebook has no act BOYCOTT"]);
        let first = language.frames.headed_by("pomóc").next().unwrap().1;
        assert_eq!(first.source, "pl/frames/own.frames:2");
        assert!(language.frames.headed_by("pomóc").count() > 1);
        assert_eq!(language.areas.names(&["pszczelarstwo"]), ["beekeeping"]);
    }
}
