//! Writing CoNLL-U.

use super::{ConlluDocument, ConlluSentence, name_mark};
use std::fmt::Write;

/// Writes documents as a CoNLL-U file. Reading it gives the same documents again.
pub fn write_conllu(documents: &[ConlluDocument]) -> String {
    let mut out = String::new();
    for document in documents {
        for (i, sentence) in document.sentences.iter().enumerate() {
            write_sentence(&mut out, document, i, sentence);
        }
    }
    out
}

fn write_sentence(out: &mut String, document: &ConlluDocument, index: usize, s: &ConlluSentence) {
    for comment in &s.comments {
        out.push_str(comment);
        out.push('\n');
    }
    let text = &document.text;
    let words = &s.sentence.words;
    let next_sentence = document.sentences.get(index + 1).map(|n| n.sentence.span.start);
    // Whether something follows directly behind this byte: the next token or the next sentence.
    let glued = |end: u32, next: Option<usize>| match next {
        Some(n) => words[n].span.start == end,
        None => next_sentence == Some(end),
    };
    let mut token_end = 0;
    for (i, word) in words.iter().enumerate() {
        let (columns, number) = (&s.columns[i], i + 1);
        if !word.continues_token {
            token_end =
                (number..words.len()).find(|&n| !words[n].continues_token).unwrap_or(words.len());
            if token_end > number {
                let span = word.span.join(words[token_end - 1].span);
                let own = s.token_misc.iter().find(|(at, _)| *at as usize == i);
                let after = (token_end < words.len()).then_some(token_end);
                let misc = misc(own.map_or("", |(_, m)| m), None, glued(span.end, after));
                let form = span.of(text);
                // Infallible: writing to a string.
                let _ = writeln!(out, "{number}-{token_end}\t{form}\t_\t_\t_\t_\t_\t_\t_\t{misc}");
            }
        }
        let single = !word.continues_token && token_end == number;
        let space = single && glued(word.span.end, (number < words.len()).then_some(number));
        let name = s.sentence.names.iter().find(|n| n.words.contains(&(i as u32)));
        let name = name.map(|n| {
            let place = if n.words.start as usize == i { "B" } else { "I" };
            format!("NE={place}-{}", name_mark(n.kind))
        });
        let head = match word.head {
            _ if !s.has_tree => "_".to_string(),
            Some(h) => (h + 1).to_string(),
            None => "0".to_string(),
        };
        let _ = writeln!(
            out,
            "{number}\t{}\t{}\t{}\t{}\t{}\t{head}\t{}\t{}\t{}",
            document.form(index, i),
            or_blank(&word.lemma),
            word.upos.as_ud(),
            or_blank(&word.xpos),
            or_blank(&word.feats),
            or_blank(&word.deprel),
            or_blank(&columns.deps),
            misc(&columns.misc, name.as_deref(), space),
        );
    }
    out.push('\n');
}

fn or_blank(value: &str) -> &str {
    if value.is_empty() { "_" } else { value }
}

/// MISC from what was kept, a name and the lack of a blank, in the order that UD asks for.
fn misc(kept: &str, name: Option<&str>, glued: bool) -> String {
    let mut parts: Vec<&str> = kept.split('|').filter(|m| !m.is_empty()).collect();
    for new in name.into_iter().chain(glued.then_some("SpaceAfter=No")) {
        let at = parts.iter().position(|p| p.to_lowercase() > new.to_lowercase());
        parts.insert(at.unwrap_or(parts.len()), new);
    }
    if parts.is_empty() { "_".into() } else { parts.join("|") }
}
