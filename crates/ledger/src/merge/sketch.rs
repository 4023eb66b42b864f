//! What merging knows of a report.
//!
//! **In:** an event of a record, and the text that it cites. **Out:** a [`Sketch`]: type, day,
//! parties and content, in codes where there are any, since those are the same in every language;
//! words, names and numbers of the sentence beside them.
//!
//! What the paper tells of the same act in other places (`same_as`) is content of this report too.

use super::party::PartyKey;
use super::time::{DayFrom, Window, number};
use compact_str::CompactString;
use jiff::civil::Date;
use record::{Event, Record};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use xxhash_rust::xxh3::xxh3_64;

/// Letters of a word that are compared where there are no lemmas: Polish and English endings are
/// mostly behind them.
const STEM: usize = 5;

/// Keys of words are cut to 28 bits: four bytes each in a store, where a report has forty of them;
/// two sentences of twenty words share a key by chance once in 670,000 pairs.
const SHORT: u64 = (1 << 28) - 1;

/// Keys of content words, names or numbers.
pub type Keys = BTreeSet<u64>;

/// What merging knows of a report. It is kept as JSON or computed again from record and text.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Sketch {
    /// The paper, by the store's number.
    pub document: i64,
    /// The first of the papers that are copies of one text, where this is one of them; the store sets
    /// it from [`super::are_copies`].
    pub copy_of: Option<i64>,
    /// ISO 639-1 code.
    pub lang: CompactString,
    /// Day of publication.
    pub published: Option<Date>,
    /// PLOVER type.
    pub event: CompactString,
    /// PLOVER mode.
    pub mode: Option<CompactString>,
    /// `none`, `future`, `hypothetical`, `negation`, `historical`.
    pub aux: CompactString,
    /// CAMEO code.
    pub cameo: CompactString,
    /// Quad class.
    pub quad: u8,
    /// Whether the sentence only refers to the act.
    pub background: bool,
    /// When.
    pub day: Option<Window>,
    /// Who acts.
    pub actors: Vec<PartyKey>,
    /// Toward whom.
    pub recipients: Vec<PartyKey>,
    /// Fields of cooperation.
    pub areas: BTreeSet<CompactString>,
    /// Formats, treaties, organisations.
    pub frameworks: BTreeSet<CompactString>,
    /// PLOVER contexts.
    pub contexts: BTreeSet<CompactString>,
    /// Where.
    pub place: Option<CompactString>,
    /// The talk that the paper opens with, where it reports one: who took part, and when.
    pub occasion: Option<Occasion>,
    /// Whether it is the paper's first act.
    pub opens: bool,
    /// Types of the other acts that the sentence tells.
    pub beside: BTreeSet<CompactString>,
    /// Content words of the sentence.
    pub words: Keys,
    /// Content words of the sentence without its parties and its date: what it is about.
    pub matter: Keys,
    /// Content words of the trigger.
    pub trigger: Keys,
    /// Whether the act is the signing of a treaty, an agreement or the like.
    pub signs: bool,
    /// Fields and frameworks of the other acts in the sentence.
    pub fields_beside: BTreeSet<CompactString>,
    /// Capitalised words inside the sentence.
    pub names: Keys,
    /// Numbers of the sentence that are no years and no days of the month.
    pub numbers: BTreeSet<CompactString>,
}

/// A talk that a paper is about.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Occasion {
    /// Who took part.
    pub parties: Vec<PartyKey>,
    /// When.
    pub day: Option<Window>,
}

impl Sketch {
    /// The sketch of a report. `lemmas` are those of its sentence, if the store has them; else words
    /// are cut to their first letters.
    #[must_use]
    pub fn of(
        document: i64,
        event: &Event,
        record: &Record,
        text: &str,
        lemmas: Option<&[&str]>,
    ) -> Self {
        let sentence = cut(text, event.sentence);
        let told = told_together(event, record);
        let parties =
            |m: &[record::MentionRecord]| -> Vec<PartyKey> { m.iter().map(PartyKey::of).collect() };
        let union = |of: fn(&Event) -> &Vec<CompactString>| {
            told.iter().flat_map(|e| of(e).iter().cloned()).collect::<BTreeSet<_>>()
        };
        let near = || record.coded.events.iter().filter(|e| e.sentence == event.sentence);
        let beside = near().filter(|e| e.id != event.id && e.event != event.event);
        let fields_beside = near().flat_map(|e| e.areas.iter().chain(&e.frameworks));
        Self {
            document,
            copy_of: None,
            lang: record.lang.clone(),
            published: record.published.as_deref().and_then(|d| d.parse().ok()),
            event: event.event.clone(),
            mode: event.mode.clone(),
            aux: event.aux.clone(),
            cameo: event.cameo.clone(),
            quad: event.quad,
            background: event.weight == "background",
            day: event.date.as_ref().and_then(Window::of),
            actors: parties(&event.actors),
            recipients: parties(&event.recipients),
            areas: union(|e| &e.areas),
            frameworks: union(|e| &e.frameworks),
            contexts: union(|e| &e.contexts),
            place: event.place.as_ref().map(|p| p.name.clone()),
            occasion: occasion(record),
            opens: record.coded.events.first().is_some_and(|e| e.id == event.id),
            beside: beside.map(|e| e.event.clone()).collect(),
            words: match lemmas {
                Some(lemmas) => lemmas.iter().filter(|l| counts(l)).map(|l| key(l)).collect(),
                None => words(sentence).filter(|w| counts(w)).map(stem).collect(),
            },
            matter: matter(sentence, event),
            trigger: words(&event.trigger.text).filter(|w| is_content(w)).map(stem).collect(),
            signs: signs(event),
            fields_beside: fields_beside.cloned().collect(),
            names: names(sentence),
            numbers: numbers(sentence),
        }
    }

    /// Sketches of all reports of a paper that tell an act first (those with `same_as` belong to an
    /// earlier one), with their event ids.
    #[must_use]
    pub fn all(document: i64, record: &Record, text: &str) -> Vec<(String, Self)> {
        let first = record.coded.events.iter().filter(|e| e.same_as.is_none());
        first.map(|e| (e.id.clone(), Self::of(document, e, record, text, None))).collect()
    }

    /// Actors and recipients.
    pub fn parties(&self) -> impl Iterator<Item = &PartyKey> {
        self.actors.iter().chain(&self.recipients)
    }

    /// Whether several sides do the act together: a talk, a signing, a declaration of two.
    #[must_use]
    pub fn is_reciprocal(&self) -> bool {
        self.event == "CONSULT" || self.recipients.is_empty() && self.actors.len() > 1
    }

    /// Whether it says something rather than does it.
    #[must_use]
    pub fn is_statement(&self) -> bool {
        matches!(
            self.event.as_str(),
            "AGREE" | "SUPPORT" | "CONCEDE" | "REQUEST" | "ACCUSE" | "REJECT" | "THREATEN"
        )
    }

    /// Whether the words date it to a day well before publication: a reader is reminded of it.
    #[must_use]
    pub fn refers_back(&self) -> bool {
        let (Some(day), Some(published)) = (self.day, self.published) else { return false };
        day.source == DayFrom::Text && number(published) - number(day.to) > 1
    }

    /// Whether it belongs to the talk that the paper reports: it is said or discussed there, and
    /// the words do not date it to an earlier day.
    #[must_use]
    pub fn is_of_occasion(&self) -> bool {
        let discussed = match self.event.as_str() {
            "CONSULT" => !self.opens,
            "COOPERATE" | "AID" => true,
            _ => false,
        };
        !self.refers_back() && (self.is_statement() || discussed)
    }

    /// Whether it refers to conduct that goes on (a war, a captivity) without a day of its own.
    #[must_use]
    pub fn is_standing(&self) -> bool {
        self.background
            && matches!(self.event.as_str(), "ASSAULT" | "COERCE" | "MOBILIZE")
            && self.day.is_some_and(|d| d.source != DayFrom::Text && d.is_a_day())
    }
}

/// The talk that the paper opens with: its first act, if that is a talk, or the first talk of two
/// sides behind it.
fn occasion(record: &Record) -> Option<Occasion> {
    let talks = record.coded.events.iter().take_while(|e| e.event == "CONSULT");
    let of = |e: &Event| -> Vec<PartyKey> {
        e.actors.iter().chain(&e.recipients).map(PartyKey::of).collect()
    };
    let (first, parties) = talks.map(|e| (e, of(e))).find(|(_, parties)| parties.len() > 1)?;
    Some(Occasion { parties, day: first.date.as_ref().and_then(Window::of) })
}

/// The event and those that the paper marks as the same act.
fn told_together<'r>(event: &'r Event, record: &'r Record) -> Vec<&'r Event> {
    let first = event.same_as.as_deref().unwrap_or(&event.id);
    let mut told = vec![event];
    told.extend(
        record
            .coded
            .events
            .iter()
            .filter(|e| e.id != event.id && (e.id == first || e.same_as.as_deref() == Some(first))),
    );
    told
}

/// The stretch of a text between two code points; empty if there is none.
fn cut(text: &str, [from, to]: [u32; 2]) -> &str {
    let at = |n: u32| text.char_indices().nth(n as usize).map_or(text.len(), |(i, _)| i);
    text.get(at(from)..at(to)).unwrap_or_default()
}

/// Letters and digits between everything else; possessive endings stand alone and fall out.
pub(super) fn words(sentence: &str) -> impl Iterator<Item = &str> {
    sentence.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty())
}

/// Short words are mostly grammar in both languages.
fn counts(word: &str) -> bool {
    word.chars().nth(3).is_some() && word.chars().all(char::is_alphabetic)
}

fn key(lemma: &str) -> u64 {
    xxh3_64(lemma.to_lowercase().as_bytes()) & SHORT
}

/// Key of a word's first letters.
pub(crate) fn stem(word: &str) -> u64 {
    let stem: String = word.chars().flat_map(char::to_lowercase).take(STEM).collect();
    xxh3_64(stem.as_bytes()) & SHORT
}

/// Closed-class words of three letters and more.
const GRAMMAR: [&str; 44] = [
    "the", "and", "for", "was", "are", "has", "had", "its", "his", "her", "who", "not", "but",
    "all", "with", "that", "this", "from", "will", "have", "been", "were", "their", "which",
    "into", "nie", "się", "jak", "czy", "dla", "pod", "nad", "ale", "oraz", "jest", "tym", "ich",
    "tej", "przez", "będą", "będzie", "który", "która", "które",
];

/// Keys of the sentence's words that are no grammar and stand outside its parties and its date.
fn matter(sentence: &str, event: &Event) -> Keys {
    let parties = event.actors.iter().chain(&event.recipients).chain(&event.said_by);
    let date = event.date.iter().filter_map(|d| Some((d.start?, d.end?)));
    let hidden: Vec<(u32, u32)> =
        parties.map(|m| (m.cited.start, m.cited.end)).chain(date).collect();
    let seen = |(at, c): (u32, char)| {
        let inside = hidden.iter().any(|&(from, to)| (from..to).contains(&at));
        if inside { ' ' } else { c }
    };
    let shown: String = (event.sentence[0]..).zip(sentence.chars()).map(seen).collect();
    words(&shown).filter(|w| is_content(w)).map(stem).collect()
}

/// Three letters or more, and no grammar.
fn is_content(word: &str) -> bool {
    word.chars().all(char::is_alphabetic)
        && word.chars().nth(2).is_some()
        && !GRAMMAR.contains(&word.to_lowercase().as_str())
}

/// Verbs and nouns by which frames tell of a signing (PLOVER counts it to SUPPORT and has no mode for
/// it).
const SIGNING: [&str; 14] = [
    "sign",
    "initial",
    "ink",
    "ratify",
    "conclude",
    "signing",
    "signature",
    "ratification",
    "podpisać",
    "podpisywać",
    "zawrzeć",
    "parafować",
    "ratyfikować",
    "podpisanie",
];

/// Whether the frame that made a SUPPORT is one of signing: `act SUPPORT by frame FILE:LINE "sign"`.
fn signs(event: &Event) -> bool {
    let by_frame = |line: &String| {
        let word = line.starts_with("act SUPPORT by frame").then(|| line.split('"').nth(1));
        word.flatten().is_some_and(|w| SIGNING.contains(&w))
    };
    event.event == "SUPPORT" && event.why.iter().any(by_frame)
}

/// Keys of the capitalised words behind the first.
fn names(sentence: &str) -> Keys {
    words(sentence).skip(1).filter(|w| is_name(w)).map(stem).collect()
}

/// Whether a word is written as a name.
pub(super) fn is_name(word: &str) -> bool {
    word.chars().next().is_some_and(char::is_uppercase) && counts(word)
}

/// Numbers of at least two digits, without what may be a day or a year.
fn numbers(sentence: &str) -> BTreeSet<CompactString> {
    let value = |w: &&str| {
        let n: Option<u64> = w.parse().ok();
        n.is_some_and(|n| n > 31 && !(1900..2100).contains(&n))
    };
    words(sentence).filter(value).map(CompactString::from).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_names_and_numbers_of_a_sentence() {
        let sentence = "W środę Łotwa wydaliła 45 dyplomatów, podała Ryga 3 maja 2024 r.";
        assert_eq!(numbers(sentence), BTreeSet::from(["45".into()]));
        assert_eq!(names(sentence), Keys::from([stem("łotwa"), stem("RYGA")]));
        assert_eq!(stem("dyplomatów"), stem("Dyplomaci"));
        assert_eq!(cut(sentence, [2, 7]), "środę");
        assert_eq!(cut(sentence, [60, 900]), "4 r.");
        assert_eq!(cut(sentence, [9, 2]), "");
    }
}
