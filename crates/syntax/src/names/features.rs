//! What a name tagger looks at.
//!
//! **In:** the words of a sentence, the dictionary, the clusters, and what the document's names so
//! far suggest. **Out:** for each word the rows of the weight table that hold for it. A word is
//! read once into [`Atoms`]; templates only mix these numbers.

use super::memory::Memory;
use crate::lexicon::{Lexicon, NameClass};
use crate::{Clusters, Sentence};

/// Raised when an atom or a template changes: models made for others are refused.
pub(super) const TEMPLATES: u64 = 0x4e41_4d45_0002;

/// What is known of a word by itself.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Atoms {
    /// Lower-case form, and the lemma the dictionary gives it as a name.
    pub form: u64,
    pub lemma: u64,
    /// Ends of two to four characters and the first three.
    pub suffix: [u64; 3],
    pub prefix: u64,
    /// Characters as classes, runs shortened.
    pub shape: u64,
    /// First character class: see [`kind_of`].
    pub kind: u64,
    /// Kinds of name that the dictionary (or its guesser) allows.
    pub class: u64,
    /// Word classes and cases the dictionary allows.
    pub readings: u64,
    /// Cluster, and 4, 8 and 12 steps to it.
    pub cluster: [u64; 4],
    /// Tag's class, case and lemma, where the sentence has been tagged.
    pub upos: u64,
    pub case: u64,
    pub tagged_lemma: u64,
    /// Keys for the document's memory, 0 for words that are no candidates.
    pub keys: [u64; 2],
    /// Whether it stands between quotation marks.
    pub quoted: u64,
}

/// Lower case, capital, all capitals, digits, mark, mixed.
const LOWER: u64 = 1;
const CAPITAL: u64 = 2;
const CAPITALS: u64 = 3;
const DIGITS: u64 = 4;
const MARK: u64 = 5;
const MIXED: u64 = 6;

impl Atoms {
    /// Whether the word could be part of a name by its first letter.
    pub fn is_capital(&self) -> bool {
        matches!(self.kind, CAPITAL | CAPITALS | MIXED)
    }
}

impl Atoms {
    /// Forgets what only a known word has.
    pub fn hide(&mut self) {
        self.form = 2;
        self.lemma = 2;
        self.tagged_lemma = 2;
        self.cluster = [0; 4];
    }
}

/// Buffers for one word's strings.
#[derive(Default)]
pub(super) struct Strings {
    lower: String,
    title: String,
    shape: String,
    lemma: String,
}

/// Reads a sentence's words.
pub(super) fn read(
    sentence: &Sentence,
    text: &str,
    lexicon: Option<&Lexicon>,
    clusters: Option<&Clusters>,
    s: &mut Strings,
    out: &mut Vec<Atoms>,
) {
    out.clear();
    let mut quoted = 0;
    for word in &sentence.words {
        let form = word.span.of(text);
        let mut a = Atoms::default();
        s.lower.clear();
        s.lower.extend(form.chars().flat_map(char::to_lowercase));
        a.form = string(&s.lower);
        a.kind = kind_of(form);
        shape(form, &mut s.shape);
        a.shape = string(&s.shape);
        let mut ends = s.lower.char_indices().rev().skip(1);
        for end in &mut a.suffix {
            *end = string(&s.lower[ends.next().map_or(0, |(i, _)| i)..]);
        }
        a.prefix = string(s.lower.char_indices().nth(3).map_or(&s.lower, |(i, _)| &s.lower[..i]));
        if let Some(l) = lexicon {
            dictionary(l, form, s, &mut a);
        }
        if let Some(c) = clusters.and_then(|c| c.of(form)) {
            let [p4, p8, p12] = [4, 8, 12].map(|n| u64::from(c.prefix(n)));
            a.cluster = [u64::from(c.id), p4, p8, p12];
        }
        if &*word.xpos != "_" {
            a.upos = 1 + word.upos as u64;
            a.case = word.morph.case.map_or(0, |c| 1 + c as u64);
            a.tagged_lemma = string(&word.lemma);
        }
        if a.is_capital() && s.lower.chars().count() > 2 {
            let stem = s.lower.char_indices().nth(5).map_or(&*s.lower, |(i, _)| &s.lower[..i]);
            a.keys = [a.form, string(stem)];
        }
        match form {
            "„" | "«" | "“" | "``" => quoted = 1,
            "”" | "»" | "''" => quoted = 0,
            "\"" => quoted ^= 1,
            _ => a.quoted = quoted,
        }
        out.push(a);
    }
}

/// Class, readings and lemma that the dictionary gives.
fn dictionary(lexicon: &Lexicon, form: &str, s: &mut Strings, a: &mut Atoms) {
    let mut class = NameClass::NONE;
    let mut readings = 0;
    let mut lemma = None;
    let mut found = false;
    let mut variant = form;
    if a.kind == CAPITALS && form.chars().count() > 3 {
        s.title.clear();
        let mut chars = form.chars();
        s.title.extend(chars.next());
        s.title.extend(chars.flat_map(char::to_lowercase));
        variant = &s.title;
    }
    let lower: &str = &s.lower;
    for (known, v) in [(1, variant), (2, lower)] {
        if known == 2 && (v == variant || !a.is_capital()) {
            continue;
        }
        for reading in lexicon.table.get(v) {
            let c = NameClass::from_bits(reading.info);
            let tag = &lexicon.tags()[usize::from(reading.tag)];
            found = true;
            readings |= word_class(tag) << (if known == 2 { 16 } else { 0 });
            if known == 1 {
                class = class.union(c);
            }
            let better = known == 1 && c.is_name();
            if lemma.is_none() || better {
                lemma = Some((reading.script, v));
            }
        }
    }
    if !found
        && a.is_capital()
        && let Some(g) = lexicon.guesser.guess(form, true).next()
    {
        class = class.union(NameClass::from_bits(g.info));
        readings |= 1 << 40 | word_class(&lexicon.tags()[usize::from(g.tag)]);
        lemma = Some((g.script, form));
    }
    a.class = u64::from(class.bits()) | u64::from(found) << 20;
    a.readings = readings;
    if let Some((script, v)) = lemma {
        s.lemma.clear();
        if lexicon.scripts()[script as usize].apply(v, &mut s.lemma) {
            a.lemma = string(&s.lemma);
        }
    }
}

/// One bit for the class of a positional tag.
fn word_class(tag: &str) -> u64 {
    let class = tag.split(':').next().unwrap_or(tag);
    let all = ["subst", "adj", "prep", "fin", "praet", "adv", "num", "brev", "conj", "ger", "part"];
    1 << all.iter().position(|&c| c == class).unwrap_or(all.len())
}

fn kind_of(form: &str) -> u64 {
    let mut chars = form.chars();
    let Some(first) = chars.next() else { return MARK };
    if first.is_uppercase() {
        let (mut upper, mut lower) = (0, 0);
        for c in chars {
            upper += usize::from(c.is_uppercase());
            lower += usize::from(c.is_lowercase());
        }
        return match (upper, lower) {
            (0, _) => CAPITAL,
            (_, 0) => CAPITALS,
            _ => MIXED,
        };
    }
    match first {
        c if c.is_numeric() => DIGITS,
        c if c.is_alphabetic() && form.chars().any(char::is_uppercase) => MIXED,
        c if c.is_alphabetic() => LOWER,
        _ => MARK,
    }
}

fn shape(form: &str, out: &mut String) {
    out.clear();
    let (mut last, mut run) = ('\0', 0);
    for c in form.chars() {
        let class = match c {
            c if c.is_uppercase() => 'A',
            c if c.is_alphabetic() => 'a',
            c if c.is_numeric() => '0',
            c => c,
        };
        run = if class == last { run + 1 } else { 0 };
        last = class;
        if run < 2 {
            out.push(class);
        }
    }
}

/// A word outside the sentence.
const EDGE: Atoms = Atoms {
    form: 1,
    lemma: 1,
    suffix: [1; 3],
    prefix: 1,
    shape: 1,
    kind: 7,
    class: 0,
    readings: 0,
    cluster: [0; 4],
    upos: 0,
    case: 0,
    tagged_lemma: 1,
    keys: [0; 2],
    quoted: 0,
};

/// The word `d` places from word `i`, or the sentence's edge.
fn at(words: &[Atoms], i: usize, d: isize) -> &Atoms {
    i.checked_add_signed(d).and_then(|j| words.get(j)).unwrap_or(&EDGE)
}

/// Hash of a template's number and its values.
#[inline]
fn row<const N: usize>(template: u64, values: [u64; N]) -> u64 {
    values.into_iter().fold(mix(0x0051_7cc1, template), mix)
}

/// Where a word stands in its run of capitalised words.
struct Run<'a> {
    before: &'a Atoms,
    first: &'a Atoms,
    last: &'a Atoms,
    after: &'a Atoms,
    place: u64,
}

impl<'a> Run<'a> {
    fn around(words: &'a [Atoms], i: usize) -> Self {
        let (mut a, mut b) = (i, i);
        while a > 0 && (words[a - 1].is_capital() || words[a - 1].kind == DIGITS) && i - a < 6 {
            a -= 1;
        }
        while b + 1 < words.len() && words[b + 1].is_capital() && b - i < 6 {
            b += 1;
        }
        Self {
            before: a.checked_sub(1).map_or(&EDGE, |j| &words[j]),
            first: &words[a],
            last: &words[b],
            after: words.get(b + 1).unwrap_or(&EDGE),
            place: ((i - a).min(3) as u64) | (((b - i).min(3) as u64) << 2),
        }
    }
}

/// Appends the rows (before reduction to the table's size) that hold for word `i` in any pass.
///
/// Most words of a text stand far from any name: a word in small letters between such words has
/// only the few templates that can tell a name without capitals.
pub(super) fn fixed_rows(words: &[Atoms], i: usize, out: &mut Vec<u64>) {
    let (w, l, r) = (at(words, i, 0), at(words, i, -1), at(words, i, 1));
    if w.kind == LOWER && !l.is_capital() && !r.is_capital() {
        out.extend([
            row(200, []),
            row(201, [w.form]),
            row(202, [w.lemma]),
            row(203, [w.suffix[2], w.upos]),
            row(204, [w.cluster[0]]),
            row(205, [l.form, w.class]),
            row(206, [r.form, w.class]),
            row(207, [l.cluster[2], w.cluster[2]]),
        ]);
        return;
    }
    let (ll, rr) = (at(words, i, -2), at(words, i, 2));
    let edge = u64::from(i == 0);
    out.extend([
        row(0, []),
        row(1, [w.form]),
        row(2, [l.form]),
        row(3, [r.form]),
        row(4, [ll.form, l.form]),
        row(5, [r.form, rr.form]),
        row(6, [w.form, l.form]),
        row(7, [w.form, r.form]),
        row(8, [ll.form]),
        row(9, [rr.form]),
        row(10, [w.lemma]),
        row(11, [l.lemma, w.shape]),
        row(12, [r.lemma, w.shape]),
        row(13, [w.lemma, r.lemma]),
        row(14, [l.lemma, w.lemma]),
        row(15, [w.suffix[0], w.kind]),
        row(16, [w.suffix[1], w.kind]),
        row(17, [w.suffix[2], w.kind]),
        row(18, [w.prefix, w.kind]),
        row(19, [w.shape, edge]),
        row(20, [l.kind, w.shape, r.kind]),
        row(21, [ll.kind, l.kind, w.kind, r.kind, rr.kind]),
        row(22, [w.class, w.kind, edge]),
        row(23, [l.class, w.class, w.kind]),
        row(24, [w.class, r.class, w.kind]),
        row(25, [w.readings, w.kind, edge]),
        row(26, [l.readings, w.readings]),
        row(27, [w.readings, r.readings]),
        row(28, [w.cluster[0]]),
        row(29, [w.cluster[1], w.kind]),
        row(30, [w.cluster[2], w.kind]),
        row(31, [w.cluster[3], w.kind]),
        row(32, [l.cluster[0], w.kind]),
        row(33, [r.cluster[0], w.kind]),
        row(34, [l.cluster[2], w.kind]),
        row(35, [r.cluster[2], w.kind]),
        row(36, [l.cluster[2], w.cluster[2]]),
        row(37, [w.cluster[2], r.cluster[2]]),
        row(38, [l.suffix[1], w.kind, w.class]),
        row(39, [r.suffix[1], w.kind, w.class]),
        row(40, [w.upos, w.case, w.kind]),
        row(41, [l.upos, w.upos, r.upos, w.kind]),
        row(42, [w.tagged_lemma]),
        row(43, [l.tagged_lemma, w.kind]),
        row(44, [r.tagged_lemma, w.kind]),
    ]);
    if w.is_capital() {
        let run = Run::around(words, i);
        let place = run.place;
        out.extend([
            row(60, [run.before.lemma, place]),
            row(61, [run.before.cluster[2], place]),
            row(62, [run.first.lemma, place]),
            row(63, [run.first.class, run.last.class, place]),
            row(64, [run.after.lemma, place]),
            row(65, [run.after.cluster[2], place]),
            row(66, [run.last.lemma, place]),
            row(67, [run.before.lemma, run.first.class, place]),
            row(68, [l.case, w.case, r.case, l.class, w.class]),
            row(69, [w.quoted, w.kind, place]),
            row(70, [run.before.tagged_lemma, place]),
        ]);
    }
}

/// Appends the rows that hang on the document's memory. `own` is the word's label in the earlier
/// pass, whose share in the memory is not counted.
pub(super) fn memory_rows(
    words: &[Atoms],
    i: usize,
    memory: &Memory,
    own: Option<u8>,
    out: &mut Vec<u64>,
) {
    let w = &words[i];
    if !w.is_capital() {
        return;
    }
    let seen = memory.suggests(w.keys[0], own);
    let like = memory.suggests(w.keys[1], own);
    let next = memory.suggests(at(words, i, 1).keys[1], None);
    let last = memory.suggests(at(words, i, -1).keys[1], None);
    out.extend([
        row(100, [seen]),
        row(101, [seen, w.class]),
        row(102, [like]),
        row(103, [like, w.class, w.shape]),
        row(104, [seen, like, last, next]),
    ]);
}

#[inline]
fn mix(h: u64, v: u64) -> u64 {
    (h.rotate_left(23) ^ v).wrapping_mul(0x9E37_79B9_7F4A_7C15)
}

fn string(s: &str) -> u64 {
    xxhash_rust::xxh3::xxh3_64(s.as_bytes())
}
