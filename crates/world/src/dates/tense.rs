//! A sentence and a stretch of its words in; the tense of the clause that governs it out.

use super::ClauseTense;
use std::ops::Range;
use syntax::{Mood, Sentence, Tense, Upos, VerbForm, Word};
use text::Lang;

/// The tense of the verb that the words depend on; without a tree, of the nearest finite verb.
pub(super) fn of(sentence: &Sentence, words: Range<usize>, lang: Lang) -> ClauseTense {
    let words_of = &sentence.words;
    let mut at = words.clone().find_map(|i| {
        words_of[i].head.map(|h| h as usize).filter(|h| !words.contains(h) && *h < words_of.len())
    });
    if at.is_none() {
        return nearest(words_of, words, lang);
    }
    // Climb to the verb; a step count guards against a broken tree with a cycle.
    for _ in 0..words_of.len() {
        let Some(i) = at else { break };
        let tense = clause(sentence, i, lang);
        if tense != ClauseTense::Unknown {
            return tense;
        }
        if words_of[i].morph.verb_form == Some(VerbForm::Fin) {
            break;
        }
        let infinitive = words_of[i].morph.verb_form == Some(VerbForm::Inf);
        at = words_of[i].head.map(|h| h as usize).filter(|&h| h < words_of.len());
        // "ma przyjechać w środę", "plans to visit on Friday": a plan told in the present.
        if infinitive && at.is_some_and(|h| words_of[h].morph.tense == Some(Tense::Pres)) {
            return ClauseTense::Future;
        }
    }
    ClauseTense::Unknown
}

/// Tense by the word itself and its auxiliaries.
fn clause(sentence: &Sentence, head: usize, lang: Lang) -> ClauseTense {
    let auxiliaries = sentence
        .children(head)
        .map(|i| &sentence.words[i])
        .filter(|w| w.deprel.starts_with("aux") || w.deprel == "cop");
    for w in auxiliaries {
        if w.morph.tense == Some(Tense::Fut) || matches!(w.lemma.as_str(), "will" | "shall") {
            return ClauseTense::Future;
        }
        if w.morph.tense == Some(Tense::Past) {
            return ClauseTense::Past;
        }
    }
    own(&sentence.words[head], lang)
}

fn own(word: &Word, lang: Lang) -> ClauseTense {
    if !matches!(word.upos, Upos::Verb | Upos::Aux) || word.morph.mood == Some(Mood::Cnd) {
        return ClauseTense::Unknown;
    }
    match (word.morph.tense, word.morph.verb_form) {
        (Some(Tense::Past), form) if form != Some(VerbForm::Inf) => ClauseTense::Past,
        (Some(Tense::Fut), _) => ClauseTense::Future,
        // A Polish present with a day of the week tells what is planned; an English headline's
        // present tells what happened.
        (Some(Tense::Pres), Some(VerbForm::Fin)) if lang == Lang::Pl => ClauseTense::Future,
        _ => ClauseTense::Unknown,
    }
}

fn nearest(all: &[Word], words: Range<usize>, lang: Lang) -> ClauseTense {
    let distance = |i: usize| if i < words.start { words.start - i } else { i + 1 - words.end };
    let tense = |i: usize| match all[i].lemma.as_str() {
        "will" | "shall" if all[i].upos == Upos::Aux => ClauseTense::Future,
        _ => own(&all[i], lang),
    };
    (0..all.len())
        .filter(|i| !words.contains(i) && tense(*i) != ClauseTense::Unknown)
        .min_by_key(|&i| distance(i))
        .map_or(ClauseTense::Unknown, tense)
}
