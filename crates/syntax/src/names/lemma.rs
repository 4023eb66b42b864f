//! Base forms of inflected names.
//!
//! **In:** a tagged sentence and the words of a name. **Out:** its nominative: "Unii Europejskiej"
//! gives "Unia Europejska", "Angeli Merkel" gives "Angela Merkel". **How:** the words that agree
//! with the name's head are put into the nominative of its number and gender; from the first word
//! that does not agree (a genitive, a preposition, a quotation) the name stays as it is. In names
//! of persons every word is a head, and case and sex are those that most of its words allow.

use super::nominative;
use crate::lexicon::{Lexicon, NameClass};
use crate::{Case, Gender, NameKind, Number, Sentence, Word};
use std::ops::Range;

/// The base form of a name. `lexicon` is that of the tagger; without one only rules are used.
pub fn name_lemma(
    sentence: &Sentence,
    words: Range<u32>,
    kind: NameKind,
    text: &str,
    lexicon: Option<&Lexicon>,
) -> String {
    let words = &sentence.words[words.start as usize..words.end as usize];
    let Some(first) = words.first() else { return String::new() };
    let readings = words.iter().map(|w| readings(w.span.of(text), lexicon)).collect();
    let name = Name { words, text, lexicon, kind, readings };
    let mut forms: Vec<String> = words.iter().map(|w| w.span.of(text).to_owned()).collect();
    if kind == NameKind::Person {
        name.person(&mut forms);
    } else {
        name.phrase(&mut forms);
    }
    let mut out = String::new();
    let mut end = first.span.start;
    for (w, form) in words.iter().zip(&forms) {
        let gap = text.get(end as usize..w.span.start as usize).unwrap_or(" ");
        out.push_str(if gap.contains('\n') { " " } else { gap });
        out.push_str(form);
        end = w.span.end;
    }
    out
}

/// What the dictionary says of a form.
struct Reading {
    tag: String,
    lemma: String,
    class: NameClass,
}

fn readings(form: &str, lexicon: Option<&Lexicon>) -> Vec<Reading> {
    let all = lexicon.map(|l| l.look_up(form)).unwrap_or_default();
    let all = all.into_iter();
    all.map(|(tag, lemma, class)| Reading { tag: tag.to_owned(), lemma, class }).collect()
}

struct Name<'a> {
    words: &'a [Word],
    text: &'a str,
    lexicon: Option<&'a Lexicon>,
    kind: NameKind,
    readings: Vec<Vec<Reading>>,
}

fn class(word: &Word) -> &str {
    word.xpos.split(':').next().unwrap_or("_")
}

fn is_noun(word: &Word) -> bool {
    matches!(class(word), "subst" | "depr" | "ger")
}

fn is_adjective(word: &Word) -> bool {
    matches!(class(word), "adj" | "ppas" | "pact")
}

impl Name<'_> {
    fn form(&self, i: usize) -> &str {
        self.words[i].span.of(self.text)
    }

    /// A name with one head: the first noun, or the first adjective if there is none.
    fn phrase(&self, forms: &mut [String]) {
        let count = self.words.len();
        let noun = (0..count).find(|&i| is_noun(&self.words[i]));
        let head = noun.or_else(|| (0..count).find(|&i| is_adjective(&self.words[i])));
        let Some(head) = head else {
            forms[0] = nominative::without_hyphen(self.form(0)).unwrap_or(self.form(0)).to_owned();
            return;
        };
        let before = |w: &Word| is_adjective(w) || matches!(class(w), "adja" | "brev");
        if !self.words[..head].iter().all(before) {
            return; // a preposition, a number, a foreign word: not ours to inflect
        }
        let h = &self.words[head];
        let case = h.morph.case;
        if case == Some(Case::Nom) && noun.is_some() {
            return;
        }
        if let Some(short) = nominative::without_hyphen(self.form(head)) {
            forms[head] = short.to_owned();
            return;
        }
        let plural = matches!(h.morph.number, Some(Number::Plur | Number::Ptan));
        if noun.is_some() {
            forms[head] = self.noun(head);
        }
        let gender = self.adjective_gender(head).or(h.morph.gender);
        for (i, form) in forms.iter_mut().enumerate().take(count) {
            let w = &self.words[i];
            if i == head && noun.is_some() {
                continue;
            }
            if i > head && !(is_adjective(w) && w.morph.case == case) {
                break;
            }
            if is_adjective(w) && w.morph.case.is_some() {
                let human = h.morph.human && plural;
                *form = self.adjective(i, gender, plural, human);
            }
        }
    }

    /// A name of a person: given names and surnames agree.
    fn person(&self, forms: &mut [String]) {
        let one = self.words.len() == 1;
        let plural = one && self.words[0].morph.number == Some(Number::Plur);
        if plural {
            if self.words[0].morph.case != Some(Case::Nom) && is_noun(&self.words[0]) {
                forms[0] = self.noun(0);
            }
            return;
        }
        let (case, woman) = self.agreement();
        if case == Case::Nom {
            return;
        }
        for (i, cell) in forms.iter_mut().enumerate() {
            if let Some(stem) = nominative::without_apostrophe(self.form(i)) {
                *cell = stem.to_owned();
            } else if self.form(i).starts_with(char::is_uppercase) {
                *cell = self.person_word(i, case, woman);
            }
        }
    }

    /// Case of the name and whether it is a woman's: what fits the readings of most words.
    fn agreement(&self) -> (Case, bool) {
        const CASES: [Case; 7] =
            [Case::Nom, Case::Gen, Case::Acc, Case::Ins, Case::Loc, Case::Dat, Case::Voc];
        let mut best = (0, Case::Nom, false);
        for woman in [false, true] {
            for case in CASES {
                let points = (0..self.words.len()).map(|i| self.fits(i, case, woman)).sum();
                if points > best.0 {
                    best = (points, case, woman);
                }
            }
        }
        (best.1, best.2)
    }

    /// How well a word fits a case and a sex, in points.
    fn fits(&self, i: usize, case: Case, woman: bool) -> u32 {
        let w = &self.words[i];
        let mut points = 0;
        if w.morph.case == Some(case) {
            points += 3;
            let gender = if woman { Gender::Fem } else { Gender::Masc };
            points += u32::from(w.morph.gender == Some(gender));
        }
        let last = i + 1 == self.words.len();
        let wanted = if last && i > 0 { NameClass::SURNAME } else { NameClass::GIVEN };
        let (mut known, mut hit) = (false, 0);
        for r in &self.readings[i] {
            if !r.class.is_name() || !r.tag.starts_with("subst:sg") {
                continue;
            }
            known = true;
            if has_case(&r.tag, case) && r.tag.contains(if woman { ":f" } else { ":m1" }) {
                hit = hit.max(if r.class.has(wanted) { 5 } else { 3 });
            }
        }
        points += hit;
        // A foreign name that ends in a consonant is a man's nominative; as a surname it does not
        // inflect for a woman.
        if !known && w.lemma.is_empty() | self.readings[i].is_empty() {
            let form = self.form(i);
            if nominative::ends_bare(form) {
                points += if !woman && case == Case::Nom { 5 } else { 0 };
                points += if woman && i > 0 { 2 } else { 0 };
            }
        }
        points
    }

    /// Nominative of a given name or surname.
    fn person_word(&self, i: usize, case: Case, woman: bool) -> String {
        let (w, form) = (&self.words[i], self.form(i));
        let surname = i > 0 && i + 1 == self.words.len();
        let wanted = if surname { NameClass::SURNAME } else { NameClass::GIVEN };
        let gender = if woman { ":f" } else { ":m1" };
        let fitting = self.readings[i].iter().filter(|r| {
            r.class.is_name()
                && r.tag.starts_with("subst:sg")
                && r.tag.contains(gender)
                && has_case(&r.tag, case)
        });
        let best = fitting.max_by_key(|r| {
            (r.class.has(wanted), r.lemma == w.lemma.as_str(), !r.class.has(NameClass::RARE))
        });
        if let Some(r) = best {
            return nominative::capitals_of(form, &r.lemma);
        }
        if is_adjective(w) {
            let gender = if woman { Gender::Fem } else { Gender::Masc };
            return self.adjective(i, Some(gender), false, false);
        }
        if woman && i > 0 {
            return nominative::woman(form);
        }
        if self.readings[i].is_empty() {
            return nominative::unknown(form, case, true, woman)
                .unwrap_or_else(|| self.tagged(i).unwrap_or_else(|| form.to_owned()));
        }
        if is_noun(w) { self.noun(i) } else { form.to_owned() }
    }

    /// The tagger's lemma with the form's capitals, if it can be one.
    fn tagged(&self, i: usize) -> Option<String> {
        let (form, lemma) = (self.form(i), &*self.words[i].lemma);
        let alike = lemma.chars().zip(form.chars()).take(2);
        let alike = alike.filter(|(a, b)| a.to_lowercase().eq(b.to_lowercase())).count() == 2;
        alike.then(|| nominative::capitals_of(form, lemma))
    }

    /// Nominative of a noun in its own number.
    fn noun(&self, i: usize) -> String {
        let w = &self.words[i];
        let form = self.form(i);
        let plural = w.morph.number == Some(Number::Plur);
        let case = w.morph.case.unwrap_or(Case::Nom);
        let place = self.kind == NameKind::Place;
        let asked = self.adjective_gender(i);
        let fitting = self.readings[i]
            .iter()
            .filter(|r| r.class.is_name() && has_case(&r.tag, case) && r.tag.starts_with("subst"));
        let best = fitting.max_by_key(|r| {
            (
                asked.is_none_or(|g| has_gender(&r.tag, g)),
                r.class.has(NameClass::PLACE) == place,
                r.lemma == w.lemma.as_str(),
                r.tag.contains(":pl") == plural,
            )
        });
        let lemma = match best {
            Some(r) if place && r.class.has(NameClass::PLACE) => r.lemma.clone(),
            Some(r) if asked.is_some_and(|g| has_gender(&r.tag, g) && w.morph.gender != asked) => {
                r.lemma.clone()
            }
            _ if self.lexicon.is_some()
                && self.readings[i].is_empty()
                && form.starts_with(char::is_uppercase) =>
            {
                let lower = self.lexicon.is_some_and(|l| l.table.contains(&form.to_lowercase()));
                if !lower {
                    return self.guessed(i, case);
                }
                w.lemma.to_string()
            }
            _ => w.lemma.to_string(),
        };
        if lemma.is_empty() {
            return form.to_owned();
        }
        let base =
            if plural { nominative::plural(&lemma, w.morph.human, self.lexicon) } else { None };
        nominative::capitals_of(form, &base.unwrap_or(lemma))
    }

    /// Gender of an adjective that stands beside a noun in its case and number, if it is one that
    /// the adjective's form tells.
    fn adjective_gender(&self, i: usize) -> Option<Gender> {
        let h = &self.words[i];
        let beside = self.words.iter().find(|w| {
            is_adjective(w) && w.morph.case == h.morph.case && w.morph.number == h.morph.number
        })?;
        beside.morph.gender.filter(|_| h.morph.number == Some(Number::Sing))
    }

    /// Nominative of a noun that the dictionary does not have.
    fn guessed(&self, i: usize, case: Case) -> String {
        let w = &self.words[i];
        let form = self.form(i);
        if !form.chars().any(char::is_lowercase) || nominative::ends_bare(form) {
            return form.to_owned();
        }
        let woman = w.morph.gender == Some(Gender::Fem);
        let rule = nominative::unknown(form, case, false, woman);
        rule.or_else(|| self.tagged(i)).unwrap_or_else(|| form.to_owned())
    }

    fn adjective(&self, i: usize, gender: Option<Gender>, plural: bool, human: bool) -> String {
        let form = self.form(i).to_lowercase();
        let lemma: String = self.words[i].lemma.to_lowercase().to_string();
        let stem = lemma.strip_suffix(['y', 'i']).unwrap_or("\u{1}").to_owned();
        // Participles have a verb as lemma, superlatives another stem: take the form's own.
        let base = if form.starts_with(&stem) && lemma.len() <= form.len() + 1 {
            lemma
        } else {
            nominative::adjective_base(&form)
        };
        let base = nominative::adjective(&base, gender, plural, human);
        nominative::capitals_of(self.form(i), &base)
    }
}

/// Whether a positional tag has the gender.
fn has_gender(tag: &str, gender: Gender) -> bool {
    let start = match gender {
        Gender::Masc => 'm',
        Gender::Fem => 'f',
        Gender::Neut => 'n',
    };
    tag.split(':').skip(3).any(|part| part.starts_with(start))
}

/// Whether a positional tag has the case.
fn has_case(tag: &str, case: Case) -> bool {
    let case = match case {
        Case::Nom => "nom",
        Case::Gen => "gen",
        Case::Dat => "dat",
        Case::Acc => "acc",
        Case::Ins => "inst",
        Case::Loc => "loc",
        Case::Voc => "voc",
    };
    tag.split(':').any(|part| part == case)
}
