//! What the parser knows of single words: their values, hashed once a word, and how two words
//! fit together.

use crate::{Cluster, Upos, Word};

/// Values of one word, hashed; 0 stands for nothing.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Atoms {
    pub form: u32,
    pub lemma: u32,
    /// The whole tag.
    pub tag: u32,
    /// Universal part of speech.
    pub pos: u32,
    /// Class with case and verb form; the word itself where the class is closed.
    pub gram: u32,
    /// Case alone.
    pub case: u32,
    /// The last three characters, lower-cased.
    pub suffix: u32,
    /// Word cluster, whole and two prefixes.
    pub cluster: [u32; 3],
    /// Case, gender and number, 0 for none.
    pub agreement: [u8; 3],
    /// Whether it can be the main verb of a clause.
    pub finite: bool,
}

/// FNV-1a over lower-cased characters.
fn hash_lower(text: &str) -> u32 {
    let mut h = 0x811c_9dc5u32;
    for c in text.chars() {
        if c.is_ascii() {
            h = (h ^ u32::from(c.to_ascii_lowercase())).wrapping_mul(0x0100_0193);
        } else {
            for l in c.to_lowercase() {
                h = (h ^ l as u32).wrapping_mul(0x0100_0193);
            }
        }
    }
    h
}

fn hash(text: &str) -> u32 {
    text.bytes().fold(0x811c_9dc5, |h, b| (h ^ u32::from(b)).wrapping_mul(0x0100_0193))
}

/// Hash of the last three characters.
fn suffix(text: &str) -> u32 {
    let start = text.char_indices().rev().nth(2).map_or(0, |(at, _)| at);
    hash_lower(&text[start..])
}

impl Atoms {
    /// The artificial root.
    pub fn root() -> Self {
        Self { form: 1, lemma: 1, tag: 1, pos: 100, gram: 1, ..Self::default() }
    }

    /// The atoms of a word that reads `form`.
    pub fn of(word: &Word, form: &str, cluster: Option<Cluster>) -> Self {
        let m = &word.morph;
        let pos = word.upos as u32 + 1;
        let lemma = hash_lower(&word.lemma);
        let class = match word.upos {
            Upos::Adp => &*word.xpos,
            _ => word.xpos.split(':').next().unwrap_or(""),
        };
        let case = m.case.map_or(0, |c| c as u32 + 1);
        let verb_form = m.verb_form.map_or(0, |v| v as u32 + 1);
        let closed = matches!(word.upos, Upos::Punct | Upos::Cconj | Upos::Sconj);
        let word_itself = if closed { lemma } else { 0 };
        let gram = [pos, case, verb_form, word_itself]
            .iter()
            .fold(hash(class), |h, &v| (h.rotate_left(7) ^ v).wrapping_mul(0x9e37_79b1));
        Self {
            form: hash_lower(form),
            lemma,
            tag: hash(&word.xpos).wrapping_add(pos),
            pos,
            gram,
            case,
            suffix: suffix(form),
            cluster: cluster.map_or([0; 3], |c| [c.id.into(), c.prefix(8), c.prefix(5)]),
            agreement: [
                case as u8,
                m.gender.map_or(0, |g| g as u8 + 1 + 4 * u8::from(m.human)),
                m.number.map_or(0, |n| n as u8 + 1),
            ],
            finite: matches!(word.upos, Upos::Verb | Upos::Aux)
                && m.mood.is_some()
                && m.verb_form == Some(crate::VerbForm::Fin),
        }
    }
}

/// Which of case, gender and number two words share, and which they both have.
pub(crate) fn agreement(a: &Atoms, b: &Atoms) -> u32 {
    let mut bits = 0;
    for (x, y) in a.agreement.iter().zip(&b.agreement) {
        let state = if *x == 0 || *y == 0 { 0 } else { 1 + u32::from(x == y) };
        bits = bits * 3 + state;
    }
    bits
}

/// A distance in words, in classes.
pub(crate) fn distance(from: u32, to: u32) -> u32 {
    match to.abs_diff(from) {
        d @ 0..=4 => d,
        5..=6 => 5,
        7..=10 => 6,
        _ => 7,
    }
}
