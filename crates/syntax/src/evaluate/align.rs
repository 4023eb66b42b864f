//! Files as characters, spans and words, and the alignment of two files' words.

use super::EvaluateError;
use crate::conllu::ConlluDocument;

/// A word as the scores see it.
pub(super) struct EvalWord<'d> {
    /// Characters of its token, blanks not counted; shared by all words of a multiword token.
    pub span: (usize, usize),
    pub multiword: bool,
    pub form: String,
    pub lemma: &'d str,
    pub upos: &'d str,
    pub xpos: &'d str,
    /// Universal features, sorted.
    pub feats: String,
    /// Index among all words.
    pub head: Option<usize>,
    pub deprel: &'d str,
    pub negative: bool,
}

impl EvalWord<'_> {
    /// The relation without its subtype.
    pub fn base(&self) -> &str {
        self.deprel.split(':').next().unwrap_or("")
    }
}

/// One file.
#[derive(Default)]
pub(super) struct EvalFile<'d> {
    pub characters: Vec<char>,
    pub tokens: Vec<(usize, usize)>,
    pub sentences: Vec<(usize, usize)>,
    pub words: Vec<EvalWord<'d>>,
}

const UNIVERSAL: [&str; 21] = [
    "PronType", "NumType", "Poss", "Reflex", "Foreign", "Abbr", "Gender", "Animacy", "Number",
    "Case", "Definite", "Degree", "VerbForm", "Mood", "Tense", "Aspect", "Voice", "Evident",
    "Polarity", "Person", "Polite",
];

fn universal(feats: &str) -> String {
    let key = |f: &str| f.split('=').next().unwrap_or("").to_string();
    let mut kept: Vec<&str> =
        feats.split('|').filter(|f| UNIVERSAL.contains(&key(f).as_str())).collect();
    kept.sort_unstable();
    kept.join("|")
}

/// Unicode's space separators (Zs), which the shared task leaves out of account.
fn is_blank(c: char) -> bool {
    matches!(
        c,
        ' ' | '\u{a0}' | '\u{1680}' | '\u{2000}'
            ..='\u{200a}' | '\u{202f}' | '\u{205f}' | '\u{3000}'
    )
}

impl<'d> EvalFile<'d> {
    pub fn of(documents: &'d [ConlluDocument]) -> Self {
        let mut file = EvalFile::default();
        for document in documents {
            for index in 0..document.sentences.len() {
                file.add(document, index);
            }
        }
        file
    }

    fn add(&mut self, document: &'d ConlluDocument, index: usize) {
        let words = &document.sentences[index].sentence.words;
        let (first, begin) = (self.words.len(), self.characters.len());
        let mut i = 0;
        while i < words.len() {
            let end =
                (i + 1..words.len()).find(|&n| !words[n].continues_token).unwrap_or(words.len());
            let surface = if end == i + 1 {
                document.form(index, i)
            } else {
                words[i].span.join(words[end - 1].span).of(&document.text)
            };
            let start = self.characters.len();
            self.characters.extend(surface.chars().filter(|&c| !is_blank(c)));
            let span = (start, self.characters.len());
            self.tokens.push(span);
            for (n, word) in words[i..end].iter().enumerate() {
                let form = document.form(index, i + n);
                self.words.push(EvalWord {
                    span,
                    multiword: end > i + 1,
                    form: form.chars().filter(|&c| !is_blank(c)).collect::<String>().to_lowercase(),
                    lemma: &word.lemma,
                    upos: word.upos.as_ud(),
                    xpos: &word.xpos,
                    feats: universal(&word.feats),
                    head: word.head.map(|h| first + h as usize),
                    deprel: &word.deprel,
                    negative: word.morph.negative,
                });
            }
            i = end;
        }
        self.sentences.push((begin, self.characters.len()));
    }
}

/// Pairs of word indices (gold, system) that stand for the same word, in order.
///
/// # Errors
/// If the characters of the files differ.
pub(super) fn align(
    gold: &EvalFile,
    system: &EvalFile,
) -> Result<Vec<(usize, usize)>, EvaluateError> {
    if gold.characters != system.characters {
        let pairs = gold.characters.iter().zip(&system.characters);
        let at = pairs.take_while(|(g, s)| g == s).count();
        let rest = |c: &[char]| c[at..].iter().take(20).collect();
        let (gold, system) = (rest(&gold.characters), rest(&system.characters));
        return Err(EvaluateError::TextsDiffer { at, gold, system });
    }
    let (gold, system) = (&gold.words, &system.words);
    let (mut g, mut s, mut pairs) = (0, 0, Vec::new());
    while g < gold.len() && s < system.len() {
        if gold[g].multiword || system[s].multiword {
            let (from, to) = multiword_stretch(gold, system, (g, s));
            (g, s) = to;
            align_by_form(gold, system, from, to, &mut pairs);
        } else if gold[g].span == system[s].span {
            pairs.push((g, s));
            (g, s) = (g + 1, s + 1);
        } else if gold[g].span.0 <= system[s].span.0 {
            g += 1;
        } else {
            s += 1;
        }
    }
    Ok(pairs)
}

/// The smallest stretch of both files around a multiword token whose ends fall together.
fn multiword_stretch(
    gold: &[EvalWord],
    system: &[EvalWord],
    (mut g, mut s): (usize, usize),
) -> ((usize, usize), (usize, usize)) {
    let mut end;
    if gold[g].multiword {
        end = gold[g].span.1;
        if !system[s].multiword && system[s].span.0 < gold[g].span.0 {
            s += 1;
        }
    } else {
        end = system[s].span.1;
        if !gold[g].multiword && gold[g].span.0 < system[s].span.0 {
            g += 1;
        }
    }
    let from = (g, s);
    let beyond = |words: &[EvalWord], i: usize, end: usize| match words.get(i) {
        None => true,
        Some(w) if w.multiword => w.span.0 >= end,
        Some(w) => w.span.1 > end,
    };
    let extend =
        |word: &EvalWord, end: usize| if word.multiword { end.max(word.span.1) } else { end };
    while !beyond(gold, g, end) || !beyond(system, s, end) {
        if g < gold.len() && (s >= system.len() || gold[g].span.0 <= system[s].span.0) {
            end = extend(&gold[g], end);
            g += 1;
        } else {
            end = extend(&system[s], end);
            s += 1;
        }
    }
    (from, (g, s))
}

/// Aligns a stretch by the longest common subsequence of lower-cased forms.
fn align_by_form(
    gold: &[EvalWord],
    system: &[EvalWord],
    from: (usize, usize),
    to: (usize, usize),
    pairs: &mut Vec<(usize, usize)>,
) {
    let (rows, columns) = (to.0 - from.0, to.1 - from.1);
    if rows == 0 || columns == 0 {
        return;
    }
    let same = |g: usize, s: usize| gold[from.0 + g].form == system[from.1 + s].form;
    // One row and column more than words: their zeros stand for the ends.
    let mut longest = vec![vec![0u32; columns + 1]; rows + 1];
    for g in (0..rows).rev() {
        for s in (0..columns).rev() {
            let both = if same(g, s) { 1 + longest[g + 1][s + 1] } else { 0 };
            longest[g][s] = both.max(longest[g + 1][s]).max(longest[g][s + 1]);
        }
    }
    let (mut g, mut s) = (0, 0);
    while g < rows && s < columns {
        if same(g, s) {
            pairs.push((from.0 + g, from.1 + s));
            (g, s) = (g + 1, s + 1);
        } else if longest[g][s] == longest[g + 1][s] {
            g += 1;
        } else {
            s += 1;
        }
    }
}
