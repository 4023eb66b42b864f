//! Hand-made sentences and parties for the engine's tests.
//!
//! **In:** rows of a tree. **Out:** the sentence and its text, as a parser would give them, so that
//! a test says exactly which arcs it is about and depends on no model.

use super::party::Party;
use syntax::conllu::{ConlluDocument, read_conllu};
use text::Span;
use world::{Mention, MentionKind};

/// A document of one sentence from rows of `form lemma UPOS feats head deprel`; heads count from 1
/// and 0 is the root, as in CoNLL-U.
pub fn parsed(rows: &str) -> ConlluDocument {
    let mut conllu = String::new();
    for (i, row) in rows.trim().lines().enumerate() {
        let columns: Vec<&str> = row.split_whitespace().collect();
        let [form, lemma, upos, feats, head, deprel] = columns[..] else {
            panic!("not six columns: {row}");
        };
        let id = i + 1;
        conllu += &format!("{id}\t{form}\t{lemma}\t{upos}\t_\t{feats}\t{head}\t{deprel}\t_\t_\n");
    }
    conllu.push('\n');
    read_conllu(&conllu).expect("rows of a tree").remove(0)
}

/// A party with a code and a sector (`""` for none).
pub fn party(name: &str, code: &str, sector: &str) -> Party {
    let some = |s: &str| (!s.is_empty()).then(|| s.into());
    Party {
        span: Span::default(),
        name: name.into(),
        entity: None,
        code: some(code),
        sector: some(sector),
        implied: false,
        aside: false,
        person: false,
        plural: false,
        gender: None,
    }
}

/// A mention of one word, and for each word of the sentence the mention that covers it.
pub fn mentions(
    document: &ConlluDocument,
    found: &[(usize, MentionKind, &str, &str)],
) -> (Vec<Mention>, Vec<Option<u32>>) {
    let words = &document.sentences[0].sentence.words;
    let mut by_word = vec![None; words.len()];
    let some = |s: &str| (!s.is_empty()).then(|| s.into());
    let of = |(i, &(word, kind, code, sector)): (usize, &(usize, MentionKind, &str, &str))| {
        by_word[word] = Some(i as u32);
        Mention {
            sentence: 0,
            words: word as u32..word as u32 + 1,
            head: word as u32,
            span: words[word].span,
            kind,
            name: words[word].lemma.clone(),
            entity: None,
            code: some(code),
            sector: some(sector),
            plural: false,
            place: None,
            confidence: 1.0,
            why: "by hand".into(),
        }
    };
    let list = found.iter().enumerate().map(of).collect();
    (list, by_word)
}
