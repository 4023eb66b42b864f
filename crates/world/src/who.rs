//! Looking a person, role or name up by hand: what `chancery who` prints.

use crate::fold::tight;
use crate::link::Linker;
use crate::offices::iso;
use crate::tables::{Kind, OFFICES, SECTORS, TenureRow};
use crate::world::{Ref, day_number};
use crate::{Mention, MentionKind, World};
use compact_str::CompactString;
use jiff::civil::Date;
use serde::Serialize;
use syntax::{Morph, Sentence, Upos, Word};
use text::{Lang, Span};

/// One possible answer.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Candidate {
    /// Entity id.
    pub entity: String,
    /// Canonical English name.
    pub name: String,
    /// State or organisation.
    pub code: Option<String>,
    /// PLOVER sector on the day.
    pub sector: Option<String>,
    /// The office that counts on the day (or the nearest one, where `current` is false).
    pub office: Option<String>,
    /// First day of the office, ISO 8601.
    pub from: Option<String>,
    /// Last day, none where open.
    pub to: Option<String>,
    /// Whether the office was held on the day asked.
    pub current: bool,
}

impl World {
    /// Who or what a name or role means on a day, the likeliest first; empty where nothing is known.
    /// The query may be inflected ("Tokajewowi"), in Polish or English, a role ("kanclerz Niemiec")
    /// or a name.
    pub fn who(&self, query: &str, on: Option<Date>) -> Vec<Candidate> {
        // who writes capitals has told what is a name
        let given = query.chars().any(char::is_uppercase);
        let capitalised = if given { query.to_owned() } else { capitalise(query) };
        let tries = [
            (query, Lang::Pl, false),
            (query, Lang::En, false),
            (query, Lang::Pl, true),
            (capitalised.as_str(), Lang::Pl, false),
            (capitalised.as_str(), Lang::En, false),
            (capitalised.as_str(), Lang::Pl, true),
        ];
        let tries = if given { &tries[..3] } else { &tries[..] };
        let read = |&(text, lang, foreign)| self.who_in(text, lang, foreign, on);
        let found: Vec<Answers> = tries.iter().map(read).collect();
        // where another reading explains more words, a surname found in some of them means nothing
        let most = found.iter().map(|f| f.covered).max().unwrap_or(0);
        // the reading that explains most of the query; the earlier one where they are equal
        found
            .into_iter()
            .filter(|f| !f.list.is_empty() && (f.listed || f.covered >= most))
            .reduce(|a, b| if b.rank() > a.rank() { b } else { a })
            .map_or_else(Vec::new, |f| f.list)
    }

    fn who_in(&self, text: &str, lang: Lang, foreign: bool, on: Option<Date>) -> Answers {
        let sentences = [plain_sentence(text, lang)];
        let day = on.map(day_number);
        let mut linker = Linker::new(self.layers(), text, lang, day);
        linker.foreign = foreign;
        linker.question = true;
        let mentions = linker.run(&sentences);
        let mut answers = Answers::default();
        let mut push = |c: Candidate| {
            if answers.list.iter().all(|o: &Candidate| o.entity != c.entity) {
                answers.list.push(c);
            }
        };
        let words = &sentences[0].words;
        let main: Option<&Mention> =
            mentions.iter().max_by_key(|m| (m.entity.is_some(), m.span.len()));
        let explained = |i: usize| main.is_some_and(|m| m.words.contains(&(i as u32)));
        if let Some(m) = main.filter(|m| m.kind != MentionKind::Adjective) {
            let found = m.entity.as_deref().and_then(|id| self.layers().by_id(id));
            // a name of which only a part is known is another name
            let surname = m.why.starts_with("surname");
            let weak = surname || m.kind == MentionKind::Place;
            if let Some(entity) = found.filter(|_| !unexplained(words, text, weak, explained)) {
                answers.inhabitants = self.layers().row(entity).population;
                answers.listed = !surname;
                push(self.candidate(entity, day, m.kind == MentionKind::Role));
            }
        }
        answers.covered = mentions.iter().map(|m| m.span.len()).max().unwrap_or(0);
        // others of the same name
        let mut linker = Linker::new(self.layers(), text, lang, day);
        let impersonal = |i: u32| {
            mentions.iter().any(|m| {
                !matches!(m.kind, MentionKind::Person | MentionKind::Unknown)
                    && m.words.contains(&i)
            })
        };
        for (person, atoms) in linker.namesakes(&sentences[0], day) {
            if impersonal(linker.atoms.list[atoms.start].word) {
                continue;
            }
            let named = linker.atoms.list[atoms.start].word..=linker.atoms.list[atoms.end - 1].word;
            // "Leszka Millera", "Janem Peterem Balkenende": inflected given names before the surname
            let agrees =
                |i: &usize| given_agrees(self.layers().str_name(person), words[*i].span.of(text));
            let first = *named.start() as usize;
            let given = first - (0..first).rev().take_while(agrees).count()..first;
            let here = |i: usize| explained(i) || named.contains(&(i as u32)) || given.contains(&i);
            if !unexplained(words, text, true, here) {
                push(self.candidate(person, day, false));
            }
        }
        answers.list.truncate(12);
        answers
    }

    fn candidate(&self, entity: Ref, day: Option<u32>, _role: bool) -> Candidate {
        let layers = self.layers();
        let view = layers.view(entity);
        let row = layers.row(entity);
        let held = day.and_then(|d| layers.office_on(entity, d));
        let near = held.or_else(|| match day {
            Some(d) => layers.nearest_office(entity, d),
            None => layers.tenures(entity).iter().min_by_key(|t| (t.office, u32::MAX - t.from)),
        });
        let some = |s: &str| (!s.is_empty()).then(|| s.to_owned());
        let code = held.map_or(layers.str_code(entity), |t| view.str(t.code));
        let sector = held.map_or(row.sector, |t| t.sector);
        let name =
            |t: &TenureRow| OFFICES.get(usize::from(t.office)).copied().unwrap_or("").to_owned();
        Candidate {
            entity: layers.str_id(entity).to_owned(),
            name: layers.str_name(entity).to_owned(),
            code: some(code),
            sector: some(SECTORS.get(usize::from(sector)).copied().unwrap_or("")),
            office: near.map(name).filter(|_| layers.kind(entity) == Kind::Person),
            from: near.and_then(|t| iso(t.from)),
            to: near.and_then(|t| iso(t.to)),
            current: held.is_some() || layers.kind(entity) != Kind::Person,
        }
    }
}

/// What one reading of a query gives.
#[derive(Default)]
struct Answers {
    list: Vec<Candidate>,
    /// Bytes of the longest mention.
    covered: usize,
    /// Whether the first answer is a listed name or office, no surname alone.
    listed: bool,
    /// Inhabitants of the place that answers.
    inhabitants: u32,
}

impl Answers {
    fn rank(&self) -> (usize, bool, u32) {
        (self.covered, self.listed, self.inhabitants)
    }
}

/// Whether a form can be of a person's given name: endings and fleeting vowels change ("Leszka",
/// "Janowi", "Ivicy"), the beginning does not.
fn given_agrees(name: &str, form: &str) -> bool {
    let form = tight(form);
    let (form, kept) = (form.as_bytes(), form.as_bytes().len().saturating_sub(2).clamp(2, 3));
    name.rsplit_once(' ').is_some_and(|(given, _)| {
        given.split([' ', '-']).any(|g| {
            let given = tight(g);
            let given = given.as_bytes();
            let kept = kept.min(given.len());
            kept >= 2 && form.len() >= kept && form[..kept] == given[..kept]
        })
    })
}

/// Whether a reading leaves a word in capitals unexplained, or (`strictly`) any word of weight.
fn unexplained(words: &[Word], text: &str, strictly: bool, here: impl Fn(usize) -> bool) -> bool {
    let counts = |w: &Word| match w.upos {
        Upos::Propn => w.span.of(text).chars().count() > 1,
        Upos::Noun => strictly && w.span.of(text).chars().count() > 3,
        _ => false,
    };
    (0..words.len()).any(|i| counts(&words[i]) && !here(i))
}

fn capitalise(text: &str) -> String {
    let word = |w: &str| {
        let mut c = w.chars();
        c.next().map_or_else(String::new, |f| f.to_uppercase().chain(c).collect())
    };
    text.split(' ').map(word).collect::<Vec<_>>().join(" ")
}

/// A text as one sentence without analysis: capitals for names, prepositions known, lemmas not.
pub(crate) fn plain_sentence(text: &str, lang: Lang) -> Sentence {
    let segments = text::segment(text, 0, lang);
    let tokens = segments.iter().flat_map(|s| s.tokens.iter().copied());
    let words: Vec<Word> = tokens.map(|span| plain_word(span, text)).collect();
    Sentence { span: Span::new(0, text.len()), words, names: Vec::new(), ends_paragraph: true }
}

fn plain_word(span: Span, text: &str) -> Word {
    const SMALL: &[&str] = &[
        "of", "in", "to", "with", "for", "on", "at", "from", "by", "w", "we", "z", "ze", "do",
        "na", "po",
    ];
    let form = span.of(text);
    let upos = match form {
        _ if !form.chars().any(char::is_alphanumeric) => Upos::Punct,
        _ if SMALL.contains(&form) => Upos::Adp,
        "i" | "oraz" | "and" => Upos::Cconj,
        _ if form.chars().next().is_some_and(char::is_uppercase) => Upos::Propn,
        _ => Upos::Noun,
    };
    Word {
        span,
        continues_token: false,
        lemma: CompactString::default(),
        upos,
        xpos: "_".into(),
        feats: "_".into(),
        morph: Morph::default(),
        head: None,
        deprel: CompactString::default(),
    }
}
