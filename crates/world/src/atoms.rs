//! A sentence as the name index reads it: pieces of words with their keys.
//!
//! Hyphens and apostrophes part words into pieces however the tokeniser took them ("Kasym-Żomart",
//! "chińsko-kazachstański"), as they part listed names. Punctuation is a piece without keys, which
//! no name crosses.

use crate::fold::{PrefixHashes, base_stem, hash, loose, text_stems, tight};
use syntax::{Sentence, Word};
use text::{Lang, Span};

/// Bytes of the longest word in small letters that can stand in a personal name ("ibn", "bint").
const LONGEST_PARTICLE: usize = 4;

/// A piece of a word.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Atom {
    /// Index of its word.
    pub word: u32,
    /// Its bytes in the text.
    pub span: Span,
    /// Begins with a capital.
    pub capital: bool,
    /// All capitals, at least two.
    pub upper: bool,
    /// Tight keys: the form's stems, then the lemma's from `lemma` on.
    keys: (u32, u32),
    lemma: u32,
    /// Loose keys.
    loose: (u32, u32),
}

/// The atoms of one sentence; buffers are reused from sentence to sentence.
#[derive(Default)]
pub(crate) struct Atoms {
    pub list: Vec<Atom>,
    keys: Vec<u64>,
    /// First atom of each word, and one more.
    pub of_word: Vec<u32>,
}

impl Atoms {
    pub fn read(&mut self, sentence: &Sentence, text: &str, lang: Lang) {
        self.list.clear();
        self.keys.clear();
        self.of_word.clear();
        for (i, word) in sentence.words.iter().enumerate() {
            self.of_word.push(self.list.len() as u32);
            let form = word.span.of(text);
            let before = self.list.len();
            for piece in crate::builder::pieces(form) {
                let start =
                    word.span.start as usize + (piece.as_ptr() as usize - form.as_ptr() as usize);
                if lang == Lang::Pl && is_spelt_ending(piece, &text[..start]) {
                    continue;
                }
                self.push(
                    i as u32,
                    Span::new(start, start + piece.len()),
                    piece,
                    word,
                    piece.len() == form.len(),
                    lang,
                );
            }
            let joins = matches!(form, "-" | "–" | "'" | "’" | "." | "…") && glued(sentence, i);
            let ending =
                lang == Lang::Pl && is_spelt_ending(form, &text[..word.span.start as usize]);
            if self.list.len() == before && !joins && !ending {
                self.list.push(Atom {
                    word: i as u32,
                    span: word.span,
                    capital: false,
                    upper: false,
                    keys: (0, 0),
                    lemma: 0,
                    loose: (0, 0),
                });
            }
        }
        self.of_word.push(self.list.len() as u32);
    }

    fn push(&mut self, i: u32, span: Span, piece: &str, word: &Word, whole: bool, lang: Lang) {
        let capital = piece.chars().next().is_some_and(char::is_uppercase);
        let upper = piece.chars().count() > 1
            && piece.chars().filter(|c| c.is_uppercase()).count() * 2
                > piece.chars().filter(|c| c.is_alphabetic()).count();
        let folded = tight(piece);
        let start = self.keys.len() as u32;
        let keys = &mut self.keys;
        let hashes = PrefixHashes::of(folded.as_bytes());
        text_stems(folded.as_bytes(), lang, |s| keys.push(hashes.stem(s)));
        let lemma = self.keys.len() as u32;
        if whole && !word.lemma.is_empty() && word.lemma != "_" {
            let base = tight(&word.lemma);
            let stem = if lang == Lang::Pl { base_stem(base.as_bytes()) } else { base.as_bytes() };
            self.keys.push(hash(stem));
        }
        let end = self.keys.len() as u32;
        // lower-case pieces stand in personal names only as short particles
        if capital || piece.len() <= LONGEST_PARTICLE {
            let folded = loose(&folded, lang == Lang::Pl);
            let keys = &mut self.keys;
            let hashes = PrefixHashes::of(folded.as_bytes());
            text_stems(folded.as_bytes(), Lang::Pl, |s| keys.push(hashes.stem(s)));
            if whole && capital && !word.lemma.is_empty() && word.lemma != "_" {
                let base = loose(&tight(&word.lemma), lang == Lang::Pl);
                self.keys.push(hash(base_stem(base.as_bytes())));
            }
        }
        let loose = (end, self.keys.len() as u32);
        self.list.push(Atom { word: i, span, capital, upper, keys: (start, end), lemma, loose });
    }

    /// All tight keys of an atom.
    pub fn keys(&self, atom: usize) -> &[u64] {
        let (a, b) = self.list[atom].keys;
        &self.keys[a as usize..b as usize]
    }

    /// The key of its lemma, if there is one.
    pub fn lemma_key(&self, atom: usize) -> Option<u64> {
        let a = &self.list[atom];
        (a.lemma < a.keys.1).then(|| self.keys[a.lemma as usize])
    }

    /// All loose keys of an atom.
    pub fn loose(&self, atom: usize) -> &[u64] {
        let (a, b) = self.list[atom].loose;
        &self.keys[a as usize..b as usize]
    }
}

/// Whether a piece is a Polish case ending that an apostrophe parts from a foreign name
/// ("Antony'ego", "Claude'a"): it belongs to the name and is no piece of its own.
fn is_spelt_ending(piece: &str, before: &str) -> bool {
    const ENDINGS: &[&str] = &[
        "a", "e", "em", "owi", "ego", "emu", "m", "ie", "i", "u", "ów", "ami", "ach", "om", "y",
        "owie", "go", "mu",
    ];
    before.ends_with(['\'', '’'])
        && before.trim_end_matches(['\'', '’']).ends_with(char::is_alphabetic)
        && ENDINGS.contains(&piece)
}

/// Whether a word touches its neighbours without blanks.
fn glued(sentence: &Sentence, i: usize) -> bool {
    let w = &sentence.words;
    let before = i > 0 && w[i - 1].span.end == w[i].span.start;
    let after = w.get(i + 1).is_some_and(|n| n.span.start == w[i].span.end);
    let stop = w[i].span.len() == 1 && before && i + 1 < w.len();
    (before && after) || stop
}
