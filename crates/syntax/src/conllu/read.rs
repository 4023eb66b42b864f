//! Reading CoNLL-U: lines to words, words to spans, ranges to tokens.

use super::place::{End, place};
use super::{Columns, ConlluDocument, ConlluSentence, name_kind};
use crate::{Morph, Name, Sentence, Upos, Word};
use rustc_hash::FxHashSet;
use std::sync::Arc;
use thiserror::Error;

/// A line of a CoNLL-U file that cannot be read.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[error("line {line}: {problem}")]
pub struct ConlluError {
    /// Line in the file, counted from 1.
    pub line: usize,
    /// What is wrong there.
    pub problem: Problem,
}

/// What can be wrong with a line.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Problem {
    #[error("{0} columns instead of 10")]
    Columns(usize),
    #[error("word id {found:?} where {wanted} was due")]
    Id { found: String, wanted: usize },
    #[error("the multiword range {0:?} does not begin at the next word or does not end")]
    Range(String),
    #[error("an empty form")]
    EmptyForm,
    #[error("{0:?} is no universal part of speech")]
    Upos(String),
    #[error("head {0:?} is no word of the sentence")]
    Head(String),
    #[error("{0} roots instead of one")]
    Roots(usize),
    #[error("the heads form a circle through word {0}")]
    Cycle(usize),
    #[error("the form {form:?} does not continue the sentence's \"# text\" at {at:?}")]
    Text { form: String, at: String },
    #[error("comments without words")]
    NoWords,
    #[error("the text is longer than 4 GiB")]
    TooLong,
}

/// Reads a CoNLL-U file.
///
/// # Errors
/// At the first line that breaks the format; see [`Problem`].
pub fn read_conllu(input: &str) -> Result<Vec<ConlluDocument>, ConlluError> {
    let input = input.strip_prefix('\u{feff}').unwrap_or(input);
    if u32::try_from(input.len()).is_err() {
        return Err(ConlluError { line: 1, problem: Problem::TooLong });
    }
    let mut documents: Vec<ConlluDocument> = Vec::new();
    let mut strings = FxHashSet::default();
    let mut block: Vec<(usize, &str)> = Vec::new();
    let mut end = End::default();
    let lines = input.lines().chain(std::iter::once(""));
    for (number, line) in lines.enumerate() {
        if !line.trim().is_empty() {
            block.push((number + 1, line));
        } else if !block.is_empty() {
            sentence(&block, &mut documents, &mut strings, &mut end)?;
            block.clear();
        }
    }
    Ok(documents)
}

/// A word line before its place in the text is known.
pub(super) struct Row<'l> {
    pub line: usize,
    pub columns: [&'l str; 10],
    /// For the words of a multiword token: index of the range.
    pub range: Option<usize>,
}

/// A multiword token: its first and last word, counted from 1.
pub(super) struct Range<'l> {
    pub first: usize,
    pub last: usize,
    pub line: usize,
    pub columns: [&'l str; 10],
}

fn split(number: usize, line: &str) -> Result<[&str; 10], ConlluError> {
    let mut out = [""; 10];
    let mut count = 0;
    for column in line.split('\t') {
        if count < 10 {
            out[count] = column;
        }
        count += 1;
    }
    if count != 10 {
        return Err(ConlluError { line: number, problem: Problem::Columns(count) });
    }
    Ok(out)
}

fn sentence(
    block: &[(usize, &str)],
    documents: &mut Vec<ConlluDocument>,
    strings: &mut FxHashSet<Arc<str>>,
    end: &mut End,
) -> Result<(), ConlluError> {
    let mut comments = Vec::new();
    let (mut rows, mut ranges): (Vec<Row>, Vec<Range>) = (Vec::new(), Vec::new());
    let mut has_empty_nodes = false;
    for &(number, line) in block {
        let fail = |problem| Err(ConlluError { line: number, problem });
        if line.starts_with('#') {
            comments.push(line.to_string());
            continue;
        }
        let columns = split(number, line)?;
        let id = columns[0];
        if id.contains('.') {
            has_empty_nodes = true;
        } else if let Some((from, to)) = id.split_once('-') {
            let (first, last) = (from.parse().unwrap_or(0usize), to.parse().unwrap_or(0usize));
            let overlaps = ranges.last().is_some_and(|r: &Range| r.last >= first);
            if first != rows.len() + 1 || last < first || overlaps {
                return fail(Problem::Range(id.into()));
            }
            ranges.push(Range { first, last, line: number, columns });
        } else {
            let wanted = rows.len() + 1;
            if id.parse() != Ok(wanted) {
                return fail(Problem::Id { found: id.into(), wanted });
            }
            let range = ranges.len().checked_sub(1).filter(|&r| ranges[r].last >= wanted);
            rows.push(Row { line: number, columns, range });
        }
    }
    let first_line = block[0].0;
    if rows.is_empty() {
        return Err(ConlluError { line: first_line, problem: Problem::NoWords });
    }
    if let Some(r) = ranges.iter().find(|r| r.last > rows.len()) {
        let problem = Problem::Range(r.columns[0].into());
        return Err(ConlluError { line: r.line, problem });
    }

    let value = |key: &str| comments.iter().find_map(|c| comment_value(c, key));
    let new_document = value("newdoc").or_else(|| value("newdoc id"));
    if new_document.is_some() || documents.is_empty() {
        let id = value("newdoc id").map(str::to_string);
        documents.push(ConlluDocument { id, text: String::new(), sentences: Vec::new() });
    }
    let Some(document) = documents.last_mut() else { return Ok(()) };
    let new_paragraph = value("newpar").or_else(|| value("newpar id")).is_some();
    if let Some(before) = document.sentences.last_mut() {
        if new_paragraph {
            before.sentence.ends_paragraph = true;
            document.text.push_str("\n\n");
        } else if !end.touches(&rows, &ranges) {
            document.text.push(' ');
        }
    }

    let spans = place(&rows, &ranges, value("text"), &mut document.text)?;
    let mut words = Vec::with_capacity(rows.len());
    let mut columns = Vec::with_capacity(rows.len());
    let mut names = Names::default();
    let has_tree = rows.iter().all(|r| r.columns[6] != "_");
    for (i, row) in rows.iter().enumerate() {
        let fail = |problem| ConlluError { line: row.line, problem };
        let [_, form, lemma, upos, xpos, feats, head, deprel, deps, misc] = row.columns;
        let upos = match upos {
            "_" => Upos::X,
            tag => Upos::from_ud(tag).ok_or_else(|| fail(Problem::Upos(tag.into())))?,
        };
        let head = if has_tree {
            let head = head.parse().ok().filter(|&h: &usize| h <= rows.len() && h != i + 1);
            head.ok_or_else(|| fail(Problem::Head(row.columns[6].into())))?.checked_sub(1)
        } else {
            None
        };
        let span = spans[i];
        words.push(Word {
            span,
            continues_token: row.range.is_some_and(|r| ranges[r].first != i + 1),
            lemma: lemma.into(),
            upos,
            xpos: intern(strings, xpos),
            feats: intern(strings, feats),
            morph: Morph::from_ud(feats),
            head: head.map(|h| h as u32),
            deprel: deprel.into(),
        });
        columns.push(Columns {
            form: (span.of(&document.text) != form).then(|| form.into()),
            deps: if deps == "_" || has_empty_nodes { String::new() } else { deps.into() },
            misc: names.take(i as u32, misc),
        });
    }
    if has_tree {
        check_tree(&words).map_err(|problem| ConlluError { line: rows[0].line, problem })?;
    }
    let token_misc = ranges.iter().filter(|r| r.columns[9] != "_");
    let token_misc = token_misc.map(|r| (r.first as u32 - 1, kept_misc(r.columns[9])));
    let token_misc = token_misc.filter(|(_, m)| !m.is_empty()).collect();
    *end = End::of(&rows, &ranges);
    let span = spans[0].join(spans[spans.len() - 1]);
    document.sentences.push(ConlluSentence {
        id: value("sent_id").map(str::to_string),
        sentence: Sentence { span, words, names: names.done, ends_paragraph: false },
        comments,
        columns,
        token_misc,
        has_tree,
    });
    Ok(())
}

/// One root, no circle.
fn check_tree(words: &[Word]) -> Result<(), Problem> {
    let roots = words.iter().filter(|w| w.head.is_none()).count();
    if roots != 1 {
        return Err(Problem::Roots(roots));
    }
    // Each walk stops at a word that an earlier walk has proved to reach the root.
    let mut proved = vec![0usize; words.len()];
    for start in 0..words.len() {
        let (mut i, mark) = (start, start + 1);
        while proved[i] == 0 {
            proved[i] = mark;
            match words[i].head {
                Some(h) if proved[h as usize] == mark => return Err(Problem::Cycle(i + 1)),
                Some(h) => i = h as usize,
                None => break,
            }
        }
    }
    Ok(())
}

fn intern(strings: &mut FxHashSet<Arc<str>>, value: &str) -> Arc<str> {
    if let Some(known) = strings.get(value) {
        return known.clone();
    }
    let new: Arc<str> = value.into();
    strings.insert(new.clone());
    new
}

/// `# key = value`, or the bare `# key` with an empty value.
fn comment_value<'c>(comment: &'c str, key: &str) -> Option<&'c str> {
    let rest = comment.strip_prefix('#')?.trim_start().strip_prefix(key)?;
    if rest.trim().is_empty() {
        return Some("");
    }
    Some(rest.trim_start().strip_prefix('=')?.trim())
}

/// MISC without `SpaceAfter=No`; empty for `_`.
fn kept_misc(misc: &str) -> String {
    let kept: Vec<&str> =
        misc.split('|').filter(|&m| m != "SpaceAfter=No" && m != "_" && !m.is_empty()).collect();
    kept.join("|")
}

/// Collects names from MISC entries, word by word.
#[derive(Default)]
struct Names {
    done: Vec<Name>,
}

impl Names {
    /// Takes the name mark of word `i` and gives back the rest of its MISC.
    fn take(&mut self, i: u32, misc: &str) -> String {
        let kept = kept_misc(misc);
        let mark = kept.split('|').find_map(|m| {
            let value = m.strip_prefix("NE=").or_else(|| m.strip_prefix("ner="))?;
            if value == "O" {
                return Some((m, None));
            }
            let (place, kind) = value.split_once('-')?;
            Some((m, Some((place, name_kind(kind)?))))
        });
        let Some((entry, mark)) = mark else { return kept };
        if let Some((place, kind)) = mark {
            match self.done.last_mut() {
                Some(last)
                    if matches!(place, "I" | "E") && last.words.end == i && last.kind == kind =>
                {
                    last.words.end = i + 1;
                }
                _ => self.done.push(Name { words: i..i + 1, kind }),
            }
        }
        kept.split('|').filter(|&m| m != entry).collect::<Vec<_>>().join("|")
    }
}
