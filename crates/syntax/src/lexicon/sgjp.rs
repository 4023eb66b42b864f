//! The Grammatical Dictionary of Polish (SGJP) as a dictionary pack.
//!
//! **In:** rows of `form, lemma, tag, proper-name class, label`, tab-separated, sorted by form.
//! **Out:** a `lexicon` pack. Tags are positional; `.` separates alternatives within a position
//! and is expanded, since the tagger chooses one single tag.

use super::{Analysis, Entry, GuessBuilder, LEXICON_KIND, LEXICON_SCHEMA, NameClass, TableBuilder};
use crate::section::join_strings;
use pack::PackWriter;
use std::io::BufRead;
use thiserror::Error;

/// Why a dictionary could not be built.
#[derive(Debug, Error)]
#[allow(missing_docs)]
pub enum SgjpError {
    #[error("cannot read the dictionary: {0}")]
    Io(#[from] std::io::Error),
    #[error("line {line}: expected form, lemma, tag, class and label, found {row:?}")]
    Row { line: usize, row: String },
    #[error("line {line}: the analysis of {form:?} does not fit into the pack")]
    TooMany { line: usize, form: String },
    #[error("cannot build the automaton: {0}")]
    Fst(#[from] fst::Error),
}

/// All single tags of a tag with alternatives, in order.
pub fn expand_tag(tag: &str) -> Vec<String> {
    let mut out = vec![String::with_capacity(tag.len())];
    for (i, position) in tag.split(':').enumerate() {
        let mut next = Vec::with_capacity(out.len());
        for prefix in &out {
            for value in position.split('.') {
                let mut t = prefix.clone();
                if i > 0 {
                    t.push(':');
                }
                t.push_str(value);
                next.push(t);
            }
        }
        out = next;
    }
    out
}

/// SGJP tells homonyms apart by a suffix (`on:S`, `rok:Sm3~lata`); treebanks do not.
fn plain_lemma(lemma: &str) -> &str {
    match lemma.find(':') {
        Some(at) if at > 0 && at + 1 < lemma.len() => &lemma[..at],
        _ => lemma,
    }
}

/// Classes of words to which new words are added.
fn is_open(tag: &str) -> bool {
    let class = tag.split(':').next().unwrap_or(tag);
    matches!(
        class,
        "subst"
            | "adj"
            | "adja"
            | "adv"
            | "fin"
            | "praet"
            | "impt"
            | "imps"
            | "inf"
            | "pcon"
            | "pant"
            | "ger"
            | "pact"
            | "ppas"
            | "depr"
    )
}

/// Builds the pack from SGJP's rows. `version` is the date of the dictionary.
///
/// # Errors
/// On a row that cannot be read, naming its line.
pub fn build_sgjp(source: impl BufRead, version: &str) -> Result<Vec<u8>, SgjpError> {
    let mut entry = Entry::default();
    let mut table = TableBuilder::default();
    let (mut common, mut names) = (GuessBuilder::default(), GuessBuilder::default());
    let mut form = String::new();
    let mut analyses: Vec<Analysis> = Vec::new();
    let mut flush = |form: &str, analyses: &mut Vec<Analysis>, entry: &Entry| {
        if form.is_empty() {
            return;
        }
        analyses.sort_unstable();
        analyses.dedup();
        table.add(form.as_bytes().to_vec(), analyses);
        let capital = form.chars().next().is_some_and(char::is_uppercase);
        let open: Vec<(Analysis, u32)> = analyses
            .iter()
            .filter(|a| is_open(&entry.tags()[usize::from(a.tag)]))
            .filter(|a| !NameClass::from_bits(a.info).has(NameClass::RARE))
            .map(|a| (*a, 1))
            .collect();
        if form.chars().all(char::is_alphabetic) && !open.is_empty() {
            let guesser = if capital { &mut names } else { &mut common };
            guesser.add(form, &open, entry);
        }
        analyses.clear();
    };
    for (n, row) in source.lines().enumerate() {
        let row = row?;
        let mut columns = row.split('\t');
        let (Some(f), Some(lemma), Some(tag)) = (columns.next(), columns.next(), columns.next())
        else {
            return Err(SgjpError::Row { line: n + 1, row });
        };
        let (class, label) = (columns.next().unwrap_or(""), columns.next().unwrap_or(""));
        if f != form {
            flush(&form, &mut analyses, &entry);
            form.clear();
            form.push_str(f);
        }
        let info = NameClass::from_sgjp(class, label).bits();
        for single in expand_tag(tag) {
            let a = entry.analysis(f, &single, plain_lemma(lemma), info);
            analyses.push(a.ok_or_else(|| SgjpError::TooMany { line: n + 1, form: f.into() })?);
        }
    }
    flush(&form, &mut analyses, &entry);
    let mut out = PackWriter::new(LEXICON_KIND, version, LEXICON_SCHEMA);
    out.section("tags", join_strings(entry.tags()));
    out.section("scripts", join_strings(&entry.encoded_scripts()));
    table.write("forms", &mut out)?;
    common.write("guess.common", 40, &entry, &mut out)?;
    names.write("guess.names", 12, &entry, &mut out)?;
    Ok(out.finish())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::Lexicon;
    use pack::Pack;
    use std::sync::Arc;

    fn small() -> Lexicon {
        let rows = "Lipkowa\tLipkowa\tsubst:sg:nom:f\tnazwisko\t\n\
                    Lipkowem\tLipkow\tsubst:sg:inst:m1\tnazwisko\t\n\
                    doku\tdok:Sm3\tsubst:sg:gen.loc:m3\tnazwa_pospolita\t\n\
                    doku\tdoku\tadv\t\tdaw.\n";
        let bytes = build_sgjp(rows.as_bytes(), "2020-01-01").unwrap();
        Lexicon::from_pack(&Arc::new(
            Pack::in_memory(&bytes, LEXICON_KIND, LEXICON_SCHEMA).unwrap(),
        ))
        .unwrap()
    }

    #[test]
    fn alternatives_are_expanded() {
        let tags = expand_tag("adj:sg:nom.voc:m1.m2:pos");
        assert_eq!(tags.len(), 4);
        assert_eq!(tags[1], "adj:sg:nom:m2:pos");
        assert_eq!(expand_tag("interp"), ["interp"]);
    }

    #[test]
    fn forms_are_found_with_lemma_and_class() {
        let lexicon = small();
        let found = lexicon.look_up("Lipkowem");
        assert_eq!(found[0].0, "subst:sg:inst:m1");
        assert_eq!(found[0].1, "Lipkow");
        assert!(found[0].2.has(NameClass::SURNAME));
        let dok = lexicon.look_up("doku");
        assert_eq!(dok.len(), 3);
        assert!(dok.iter().any(|(t, l, _)| *t == "subst:sg:loc:m3" && l == "dok"));
        assert!(dok.iter().any(|(t, _, c)| *t == "adv" && c.has(NameClass::RARE)));
        assert!(lexicon.look_up("nieznane").is_empty());
        assert_eq!(lexicon.version(), "2020-01-01");
    }
}
