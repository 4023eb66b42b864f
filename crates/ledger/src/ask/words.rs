//! Words that are looked for: as a person writes them, as the index is asked, as they stand in a
//! paper.
//!
//! **In:** what a person wrote, and a dictionary. **Out:** a [`Query`]: terms that must all occur,
//! each a word or words that follow each other. A word is looked for as a form and by its lemmas;
//! one that is written with diacritics is not answered by one without them. The index knows words
//! without diacritics only, so what it finds is looked at once more in the paper itself.

use crate::error::Result;
use crate::filed::Token;
use crate::fold::fold;
use crate::store::Ledger;

/// Words that are looked for. All terms must occur; no terms ask for every paper.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query {
    /// Each a word, or words that follow each other.
    pub terms: Vec<Vec<Word>>,
    /// Where they must stand, if acts are asked for; a search for papers takes no notice of it.
    pub within: Within,
}

/// Where words must stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Within {
    /// Anywhere in a paper that tells the act.
    #[default]
    Paper,
    /// In the sentence that tells it.
    Sentence,
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

/// What the words of a paper answer.
pub(super) struct Marked {
    /// For each word a term that it answers.
    pub words: Vec<Option<usize>>,
    /// For each term whether it is answered at all.
    pub terms: Vec<bool>,
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
        Self { terms, within: Within::default() }
    }

    /// The question in FTS5's language.
    pub(super) fn expression(&self) -> String {
        self.terms.iter().map(|t| expression(t)).collect::<Vec<_>>().join(" AND ")
    }

    /// Whether the index cannot tell for itself that a paper has the words: some are written with
    /// diacritics.
    pub(super) fn must_be_looked_at(&self) -> bool {
        self.terms.iter().flatten().any(|w| !w.form.is_ascii())
    }

    /// Whether the index alone cannot tell that an act has the words.
    pub(super) fn must_be_read(&self) -> bool {
        self.within == Within::Sentence || self.must_be_looked_at()
    }

    /// Whether a paper that the index found has all terms as they were written. `marked` is what
    /// [`Query::mark`] says of its words.
    pub(super) fn stands_in(&self, title: &str, text: &str, marked: &Marked) -> bool {
        let mut lower: Option<[String; 2]> = None;
        self.terms.iter().zip(&marked.terms).all(|(term, seen)| {
            if *seen || term.iter().all(|w| w.form.is_ascii()) {
                return true;
            }
            // In the title, or cut into words otherwise than the index cuts it.
            let [title, text] =
                lower.get_or_insert_with(|| [title, text].map(str::to_lowercase)).each_ref();
            let words: Vec<&str> = title.split(|c: char| !c.is_alphanumeric()).collect();
            let titled = words
                .windows(term.len())
                .any(|window| term.iter().zip(window).all(|(w, t)| w.is(t, t)));
            titled
                || term.iter().all(|w| {
                    let form = w.form.to_lowercase();
                    form.contains(|c: char| !c.is_alphanumeric())
                        && (text.contains(&form) || title.contains(&form))
                })
        })
    }

    /// What the words of a paper answer.
    pub(super) fn mark(&self, text: &str, tokens: &[Token]) -> Marked {
        let (words, terms) = (vec![None; tokens.len()], vec![false; self.terms.len()]);
        let mut marked = Marked { words, terms };
        if self.terms.is_empty() {
            return marked;
        }
        let offsets: Vec<usize> =
            text.char_indices().map(|(i, _)| i).chain(std::iter::once(text.len())).collect();
        let form = |t: &Token| {
            let at = |point: u32| offsets.get(point as usize).copied().unwrap_or(text.len());
            text.get(at(t.start)..at(t.end)).unwrap_or("")
        };
        for (n, term) in self.terms.iter().enumerate() {
            for start in 0..(tokens.len() + 1).saturating_sub(term.len()) {
                let window = &tokens[start..start + term.len()];
                if term.iter().zip(window).all(|(w, t)| w.is(form(t), &t.lemma)) {
                    marked.words[start..start + term.len()].fill(Some(n));
                    marked.terms[n] = true;
                }
            }
        }
        marked
    }
}

/// A term in FTS5's language; everything a person wrote stands in quotes.
fn expression(term: &[Word]) -> String {
    // FTS5 takes its language as a C string: a NUL would end it.
    let quoted = |s: &str| format!("\"{}\"", fold(s).replace('"', "\"\"").replace('\0', " "));
    if let [word] = term {
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
}

impl Word {
    /// Whether a word of a paper is what is looked for.
    pub(super) fn is(&self, form: &str, lemma: &str) -> bool {
        if self.prefix {
            let (asked, form) = (self.form.to_lowercase(), form.to_lowercase());
            return form.starts_with(&asked) || asked.is_ascii() && fold(&form).starts_with(&asked);
        }
        same(&self.form, form) || self.lemmas.iter().any(|l| same(l, lemma))
    }
}

/// Whether a word that is asked for is a word of a paper: without regard to case, and to
/// diacritics if it is asked for without. Asked of every word of every paper that is opened.
fn same(asked: &str, there: &str) -> bool {
    let lower = |s: &str| s.chars().flat_map(char::to_lowercase).collect::<String>();
    match (asked.is_ascii(), there.is_ascii()) {
        (true, true) => asked.eq_ignore_ascii_case(there),
        (true, false) => fold(there) == asked.to_ascii_lowercase(),
        (false, true) => false,
        (false, false) => lower(asked) == lower(there),
    }
}

impl Ledger {
    /// Numbers of the papers that the index finds for the words, ascending.
    pub(super) fn indexed(&self, query: &Query) -> Result<Vec<i64>> {
        self.matching(&query.expression())
    }

    /// Those of the terms that no paper has, as they were written.
    pub(super) fn unknown_terms(&self, query: &Query) -> Result<Vec<String>> {
        let mut out = Vec::new();
        for term in &query.terms {
            let sql = "SELECT 1 FROM words WHERE words MATCH ?1 LIMIT 1";
            let there = self.run(|db| db.prepare_cached(sql)?.exists([expression(term)]))?;
            if !there {
                let words: Vec<&str> = term.iter().map(|w| w.form.as_str()).collect();
                out.push(words.join(" "));
            }
        }
        Ok(out)
    }

    fn matching(&self, expression: &str) -> Result<Vec<i64>> {
        let sql = "SELECT rowid FROM words WHERE words MATCH ?1 ORDER BY rowid";
        self.run(|db| db.prepare_cached(sql)?.query_map([expression], |r| r.get(0))?.collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn word(form: &str, lemma: &str) -> Word {
        Word { form: form.into(), lemmas: vec![lemma.into()], prefix: false }
    }

    fn query(terms: Vec<Vec<Word>>) -> Query {
        Query { terms, ..Query::default() }
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
    fn every_term_must_stand_there_as_it_was_written() {
        let q = query(vec![vec![word("sąd", "sąd")], vec![word("Wilno", "Wilno")]]);
        assert!(q.must_be_looked_at());
        let seen = |terms: &[bool]| Marked { words: Vec::new(), terms: terms.to_vec() };
        assert!(!q.stands_in("Sady", "Sad w Wilnie", &seen(&[false, true])));
        assert!(q.stands_in("Sady", "Sąd w Wilnie", &seen(&[true, true])));
        assert!(q.stands_in("Sąd", "O sadzie w Wilnie", &seen(&[false, true])), "in the title");
        let q = query(vec![vec![word("polsko-łotewska", "polsko-łotewski")]]);
        assert!(q.stands_in("", "Umowa polsko-łotewska", &seen(&[false])), "cut otherwise");
        assert!(!q.stands_in("", "Umowa polsko lotewska", &seen(&[false])));
    }
}
