//! Papers by words in any inflection.
//!
//! A word is looked for as a form and by its lemmas; all words must occur. Words in quotes must
//! follow each other. Hits are marked from the paper's own words, so that "Tokajew" marks
//! "Tokajewem"; a word written with diacritics is not answered by one without them.

use super::papers::DocumentRow;
use crate::error::{LedgerError, Result};
use crate::filed::Token;
use crate::fold::fold;
use crate::load;
use crate::store::Ledger;
use rusqlite::params;
use serde::Serialize;

/// Words of a snippet.
const SNIPPET: usize = 36;

/// Papers that are ranked, the newest: a word that a hundred thousand papers hold tells none of
/// them from the others, and ranking all would take as long as reading them.
const RANKED: u32 = 4_000;

/// What is looked for. All terms must occur.
#[derive(Clone, Debug, Default)]
pub struct Query {
    /// Each a word, or words that follow each other.
    pub terms: Vec<Vec<Word>>,
    /// ISO 639-1 code of the papers' language.
    pub lang: Option<String>,
    /// First day of publication.
    pub from: Option<String>,
    /// Last day of publication.
    pub to: Option<String>,
    /// Name of a source.
    pub source: Option<String>,
}

/// A word of a question.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Word {
    /// As it was written.
    pub form: String,
    /// Dictionary forms that it may have, in any language the program reads.
    pub lemmas: Vec<String>,
    /// Whether longer words that begin so count, too.
    pub prefix: bool,
}

/// A paper that was found.
#[derive(Clone, Debug, Serialize)]
pub struct Hit {
    /// The paper.
    pub about: DocumentRow,
    /// Higher is better (BM25).
    pub rank: f64,
    /// Its words around the best place.
    pub snippet: Vec<Piece>,
    /// Where the words stand, code points.
    pub spans: Vec<[u32; 2]>,
}

/// A stretch of a snippet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Piece {
    /// The words.
    pub text: String,
    /// Whether they were looked for.
    pub hit: bool,
}

impl Query {
    /// Words and quoted phrases as a person writes them; `lemmas` knows the dictionary. A star at
    /// a word's end stands for any ending.
    pub fn parse(words: &str, lemmas: impl Fn(&str) -> Vec<String>) -> Self {
        let word = |raw: &str| {
            let form = raw.trim_matches(|c: char| !c.is_alphanumeric()).to_owned();
            let prefix = raw.ends_with('*');
            let lemmas = if prefix { Vec::new() } else { lemmas(&form) };
            (!form.is_empty()).then_some(Word { form, lemmas, prefix })
        };
        let mut terms = Vec::new();
        for (i, part) in words.split(['"', '„', '”', '“']).enumerate() {
            let found: Vec<Word> = part.split_whitespace().filter_map(word).collect();
            if i % 2 == 1 {
                terms.push(found);
            } else {
                terms.extend(found.into_iter().map(|w| vec![w]));
            }
        }
        terms.retain(|t: &Vec<Word>| !t.is_empty());
        Self { terms, ..Self::default() }
    }

    /// The question in FTS5's language; everything a person wrote stands in quotes.
    fn expression(&self) -> String {
        // FTS5 takes its language as a C string: a NUL would end it.
        let quoted = |s: &str| format!("\"{}\"", fold(s).replace('"', "\"\"").replace('\0', " "));
        let terms = self.terms.iter().map(|term| {
            if let [word] = term.as_slice() {
                let star = if word.prefix { " *" } else { "" };
                let mut ways = vec![format!("forms : {}{star}", quoted(&word.form))];
                ways.extend(word.lemmas.iter().map(|l| format!("lemmas : {}", quoted(l))));
                return format!("({})", ways.join(" OR "));
            }
            let forms: Vec<&str> = term.iter().map(|w| w.form.as_str()).collect();
            let lemmas: Vec<&str> =
                term.iter().map(|w| w.lemmas.first().unwrap_or(&w.form).as_str()).collect();
            let (forms, lemmas) = (quoted(&forms.join(" ")), quoted(&lemmas.join(" ")));
            format!("(forms : {forms} OR lemmas : {lemmas})")
        });
        terms.collect::<Vec<_>>().join(" AND ")
    }
}

impl Word {
    /// Whether a word of a paper is what is looked for.
    fn is(&self, form: &str, lemma: &str) -> bool {
        let same = |a: &str, b: &str| {
            if a.is_ascii() { fold(a) == fold(b) } else { a.to_lowercase() == b.to_lowercase() }
        };
        if self.prefix {
            let (asked, form) = (self.form.to_lowercase(), form.to_lowercase());
            return form.starts_with(&asked) || asked.is_ascii() && fold(&form).starts_with(&asked);
        }
        same(&self.form, form) || self.lemmas.iter().any(|l| same(l, lemma))
    }
}

impl Ledger {
    /// Papers in which all terms occur, the best first. Of words that very many papers hold, the
    /// newest 4,000 are ranked.
    ///
    /// # Errors
    /// If nothing is asked for, or the ledger cannot be read.
    pub fn search(&self, query: &Query, skip: u32, limit: u32) -> Result<Vec<Hit>> {
        if query.terms.is_empty() {
            return Err(LedgerError::Question("give at least one word to look for".into()));
        }
        let q = query;
        let filtered = [&q.lang, &q.from, &q.to, &q.source].iter().any(|f| f.is_some());
        let filter = "JOIN documents d ON d.id = words.rowid JOIN sources s ON s.id = d.source
            WHERE (?4 IS NULL OR d.lang = ?4) AND (?5 IS NULL OR d.published >= ?5)
            AND (?6 IS NULL OR d.published <= ?6) AND (?7 IS NULL OR s.name = ?7) AND";
        // Without a filter the index of words alone answers.
        let sql = format!(
            "SELECT id, rank FROM (SELECT words.rowid AS id, -bm25(words, 1.0, 1.0) AS rank
                FROM words {} words MATCH ?1 ORDER BY words.rowid DESC LIMIT {RANKED})
             ORDER BY rank DESC, id LIMIT ?2 OFFSET ?3",
            if filtered { filter } else { "WHERE" }
        );
        let found: Vec<(i64, f64)> = self.run(|db| {
            let mut asked = db.prepare_cached(&sql)?;
            let row = |r: &rusqlite::Row| Ok((r.get(0)?, r.get(1)?));
            let words = q.expression();
            match filtered {
                true => asked
                    .query_map(params![words, limit, skip, q.lang, q.from, q.to, q.source], row)?
                    .collect(),
                false => asked.query_map(params![words, limit, skip], row)?.collect(),
            }
        })?;
        let mut hits = Vec::with_capacity(found.len());
        for (document, rank) in found {
            let about = self.document(document)?;
            let text = load::text(&self.db, document, &self.path)?;
            let tokens = load::tokens(&self.db, document, &self.path)?;
            let marked = mark(query, &text, &tokens);
            let in_title = about.title.as_deref().is_some_and(|t| titled(query, t));
            if marked.iter().all(Option::is_none) && !in_title {
                // Found only because diacritics were taken off.
                continue;
            }
            let (snippet, spans) = snippet(&text, &tokens, &marked);
            hits.push(Hit { about, rank: (rank * 1000.0).round() / 1000.0, snippet, spans });
        }
        Ok(hits)
    }
}

/// For each word of a paper the term that it answers.
fn mark(query: &Query, text: &str, tokens: &[Token]) -> Vec<Option<usize>> {
    let offsets: Vec<usize> =
        text.char_indices().map(|(i, _)| i).chain(std::iter::once(text.len())).collect();
    let form = |t: &Token| {
        let at = |point: u32| offsets.get(point as usize).copied().unwrap_or(text.len());
        &text[at(t.start)..at(t.end)]
    };
    let mut marked = vec![None; tokens.len()];
    for (n, term) in query.terms.iter().enumerate() {
        for start in 0..tokens.len().saturating_sub(term.len() - 1) {
            let window = &tokens[start..start + term.len()];
            if term.iter().zip(window).all(|(w, t)| w.is(form(t), &t.lemma)) {
                marked[start..start + term.len()].fill(Some(n));
            }
        }
    }
    marked
}

fn titled(query: &Query, title: &str) -> bool {
    let title: Vec<&str> = title.split(|c: char| !c.is_alphanumeric()).collect();
    query.terms.iter().flatten().any(|w| title.iter().any(|t| w.is(t, t)))
}

/// The words around the place where most terms stand closest, and all places.
fn snippet(text: &str, tokens: &[Token], marked: &[Option<usize>]) -> (Vec<Piece>, Vec<[u32; 2]>) {
    let spans = tokens.iter().zip(marked).filter(|(_, m)| m.is_some());
    let spans = spans.map(|(t, _)| [t.start, t.end]).collect();
    let worth = |start: usize| {
        let window = &marked[start..(start + SNIPPET).min(marked.len())];
        let mut terms: Vec<usize> = window.iter().flatten().copied().collect();
        let all = terms.len();
        terms.sort_unstable();
        terms.dedup();
        (terms.len(), all)
    };
    let starts = (0..marked.len()).filter(|i| marked[*i].is_some());
    let best = starts.max_by_key(|i| (worth(*i), std::cmp::Reverse(*i))).unwrap_or(0);
    // Some words before the first hit, so that it can be understood.
    let from = best.saturating_sub(6);
    let until = (from + SNIPPET).min(tokens.len());
    let (Some(first), Some(last)) = (tokens.get(from), tokens.get(until.saturating_sub(1))) else {
        return (Vec::new(), spans);
    };
    let mut pieces: Vec<Piece> = Vec::new();
    let chars: Vec<char> =
        text.chars().skip(first.start as usize).take((last.end - first.start) as usize).collect();
    let mut push = |from: u32, to: u32, hit: bool| {
        let cut = |p: u32| (p.saturating_sub(first.start) as usize).min(chars.len());
        let part: String = chars[cut(from)..cut(to)].iter().collect();
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

    fn word(form: &str, lemma: &str) -> Word {
        Word { form: form.into(), lemmas: vec![lemma.into()], prefix: false }
    }

    #[test]
    fn what_a_person_writes_is_never_a_language_of_its_own() {
        let q = Query::parse("a\" OR forms:* NEAR(x) 'drop", |w| vec![w.to_lowercase()]);
        let e = q.expression();
        assert!(!e.contains("NEAR(") && e.matches('"').count().is_multiple_of(2), "{e}");
        assert!(Query::parse("\"\" ** --", |_| Vec::new()).terms.is_empty());
    }

    #[test]
    fn quoted_words_are_one_term() {
        let q = Query::parse("umowa \"wolny handel\" Chin*", |w| vec![w.to_owned()]);
        assert_eq!(q.terms.iter().map(Vec::len).collect::<Vec<_>>(), [1, 2, 1]);
        assert!(q.terms[2][0].prefix);
    }

    #[test]
    fn diacritics_that_were_written_count() {
        assert!(word("sąd", "sąd").is("Sądem", "sąd"));
        assert!(!word("sąd", "sąd").is("sadem", "sad"));
        assert!(word("lodz", "lodz").is("Łodzi", "Łódź"));
    }

    #[test]
    fn a_snippet_marks_inflected_words() {
        let text = "Rozmawiał z Tokajewem o gazie.";
        let tokens: Vec<Token> =
            [(0, 9, "rozmawiać"), (10, 11, "z"), (12, 21, "Tokajew"), (22, 23, "o")]
                .map(|(start, end, lemma)| Token { start, end, lemma: lemma.into() })
                .into();
        let q = Query { terms: vec![vec![word("Tokajew", "Tokajew")]], ..Query::default() };
        let (pieces, spans) = snippet(text, &tokens, &mark(&q, text, &tokens));
        assert_eq!(spans, [[12, 21]]);
        assert_eq!(pieces[1], Piece { text: "Tokajewem".into(), hit: true });
    }
}
