//! The place in a paper that shows best why it was found.
//!
//! **In:** a text, its words, which of them were looked for. **Out:** the words around the place
//! where most terms stand closest, in pieces that were looked for or not, and all places.

use crate::filed::Token;
use serde::Serialize;

/// Words of a snippet.
const LONGEST: usize = 36;

/// Words before the first that was looked for, so that it can be understood.
const BEFORE: usize = 6;

/// A stretch of a snippet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Piece {
    /// The words.
    pub text: String,
    /// Whether they were looked for.
    pub hit: bool,
}

/// The words around the best place, and all places (code points). `marked` holds for each word the
/// term that it answers. A paper without a marked word is shown by its beginning.
pub(super) fn snippet(
    text: &str,
    tokens: &[Token],
    marked: &[Option<usize>],
) -> (Vec<Piece>, Vec<[u32; 2]>) {
    let spans = tokens.iter().zip(marked).filter(|(_, m)| m.is_some());
    let spans = spans.map(|(t, _)| [t.start, t.end]).collect();
    let worth = |start: usize| {
        let window = &marked[start..(start + LONGEST).min(marked.len())];
        let mut terms: Vec<usize> = window.iter().flatten().copied().collect();
        let all = terms.len();
        terms.sort_unstable();
        terms.dedup();
        (terms.len(), all)
    };
    let starts = (0..marked.len()).filter(|i| marked[*i].is_some());
    let best = starts.max_by_key(|i| (worth(*i), std::cmp::Reverse(*i))).unwrap_or(0);
    let from = best.saturating_sub(BEFORE);
    let until = (from + LONGEST).min(tokens.len());
    let (Some(first), Some(last)) = (tokens.get(from), tokens.get(until.saturating_sub(1))) else {
        return (Vec::new(), spans);
    };
    let mut pieces: Vec<Piece> = Vec::new();
    let length = last.end.saturating_sub(first.start) as usize;
    let chars: Vec<char> = text.chars().skip(first.start as usize).take(length).collect();
    let mut push = |from: u32, to: u32, hit: bool| {
        let cut = |p: u32| (p.saturating_sub(first.start) as usize).min(chars.len());
        let part: String = chars.get(cut(from)..cut(to)).unwrap_or_default().iter().collect();
        let part = part.replace(['\n', '\r', '\t'], " ");
        match pieces.last_mut() {
            Some(piece) if piece.hit == hit => piece.text.push_str(&part),
            _ if part.is_empty() => {}
            _ => pieces.push(Piece { text: part, hit }),
        }
    };
    let mut at = first.start;
    for (token, mark) in tokens[from..until].iter().zip(&marked[from..until]) {
        if mark.is_some() && token.start >= at {
            push(at, token.start, false);
            push(token.start, token.end, true);
            at = token.end;
        }
    }
    push(at, last.end, false);
    (pieces, spans)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ask::{Query, Word};

    #[test]
    fn a_snippet_marks_inflected_words() {
        let text = "Rozmawiał z Tokajewem o gazie.";
        let tokens: Vec<Token> =
            [(0, 9, "rozmawiać"), (10, 11, "z"), (12, 21, "Tokajew"), (22, 23, "o")]
                .map(|(start, end, lemma)| Token { start, end, lemma: lemma.into() })
                .into();
        let word = Word { form: "Tokajew".into(), lemmas: vec!["Tokajew".into()], prefix: false };
        let q = Query { terms: vec![vec![word]], ..Query::default() };
        let (pieces, spans) = snippet(text, &tokens, &q.mark(text, &tokens).words);
        assert_eq!(spans, [[12, 21]]);
        assert_eq!(pieces[1], Piece { text: "Tokajewem".into(), hit: true });
        let (pieces, spans) = snippet(text, &tokens, &[None; 4]);
        assert_eq!((pieces.len(), pieces[0].hit, spans.len()), (1, false, 0));
    }
}
