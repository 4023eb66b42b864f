//! The coder: one document's trees and mentions in, its record out.
//!
//! [`Session::code`] is the whole way of a stretch of text, sentence by sentence, in the order of
//! the crate's page: nodes, speeches, acts, modality, parties, fields, event. A session remembers
//! what the document has established, so that a long document can come in sections.

mod act;
mod antecedents;
mod complete;
mod composition;
mod core_arguments;
mod discourse;
mod english;
mod evaluate;
mod fields;
#[cfg(test)]
mod fixture;
mod language;
mod matching;
mod morphosyntax;
mod node;
mod participants;
mod party;
mod quotes;
mod realisation;
mod repair;
mod resolver;
mod sentence;
mod silent;
mod speech;
mod standing;
mod tree;
mod write;

pub use language::{Language, OwnWords};

use crate::ontology::Ontology;
use discourse::Discourse;
use jiff::civil::Date;
use quotes::find_quotes;
use record::Coded;
use sentence::SentenceCoder;
use text::{CodePoints, Lang};
use world::{DateMention, Mention};

/// A stretch of a document, analysed.
pub struct Input<'a> {
    /// The whole document's text: spans point into it.
    pub text: &'a str,
    /// Its headline, where it stands apart: "Readout of the call with ..." tells the channel.
    pub title: Option<&'a str>,
    /// Its code points, counted.
    pub points: &'a CodePoints<'a>,
    /// Its language.
    pub lang: Lang,
    /// The day of publication.
    pub published: Option<Date>,
    /// Analysed sentences.
    pub sentences: &'a [syntax::Sentence],
    /// What the world found in them.
    pub mentions: &'a [Mention],
    /// Time expressions.
    pub dates: &'a [DateMention],
}

/// Everything that coding needs, loaded once and shared between threads.
pub struct Coder {
    ontology: Ontology,
    polish: Language,
    english: Language,
}

impl Coder {
    /// The coder with the built-in codebook and frames.
    ///
    /// # Errors
    /// If a built-in file is broken (a test keeps them sound).
    pub fn built_in() -> Result<Self, crate::ontology::OntologyError> {
        Ok(Self::new(Ontology::built_in()?, &OwnWords::default(), &OwnWords::default()))
    }

    /// The coder with a codebook and a user's own words beside the shipped ones.
    pub fn new(ontology: Ontology, polish: &OwnWords, english: &OwnWords) -> Self {
        let polish = Language::with(Lang::Pl, polish, &ontology);
        let english = Language::with(Lang::En, english, &ontology);
        Self { ontology, polish, english }
    }

    /// The codebook.
    pub fn ontology(&self) -> &Ontology {
        &self.ontology
    }

    /// A language's words.
    pub fn language(&self, lang: Lang) -> &Language {
        match lang {
            Lang::Pl => &self.polish,
            Lang::En => &self.english,
        }
    }

    /// Begins a document.
    pub fn session(&self) -> Session<'_> {
        Session { coder: self, memory: Memory::default() }
    }

    /// Codes a document that came in one piece.
    pub fn code(&self, input: &Input) -> Coded {
        self.session().code(input)
    }
}

/// What a document has established so far.
#[derive(Default)]
pub(crate) struct Memory {
    pub(crate) discourse: Discourse,
    pub(crate) events: usize,
    pub(crate) statements: usize,
    /// Type, mode, sorted codes, id of core events: to see an act told again.
    pub(crate) told: Vec<(String, String)>,
    /// The last demand or charge: who made it, to whom; a refusal answers it.
    pub(crate) demand: Option<(Vec<party::Party>, Vec<party::Party>)>,
    /// Against whom the last hostile act or demand was: what later blame without a name means.
    pub(crate) adversary: Vec<party::Party>,
    /// Who a quotation of several sentences is told to be spoken by, while the text is inside it.
    pub(crate) quote_speaker: Vec<party::Party>,
    /// The day of the talk that the document reports.
    pub(crate) day: Option<world::DateMention>,
}

/// One document being coded.
pub struct Session<'c> {
    coder: &'c Coder,
    memory: Memory,
}

impl Session<'_> {
    /// Codes the next stretch of the document.
    pub fn code(&mut self, input: &Input) -> Coded {
        let language = self.coder.language(input.lang);
        let quotes = find_quotes(input.text, input.sentences);
        let mut coded = Coded::default();
        let (mut mention_at, mut date_at) = (0, 0);
        let coders: Vec<SentenceCoder> = input
            .sentences
            .iter()
            .enumerate()
            .map(|(i, sentence)| SentenceCoder {
                input,
                ontology: &self.coder.ontology,
                language,
                sentence,
                mentions: take(input.mentions, &mut mention_at, |m| m.sentence as usize == i),
                dates: take(input.dates, &mut date_at, |d| d.sentence as usize == i),
                quotes: &quotes,
            })
            .collect();
        let mut within = None;
        for (i, coder) in coders.iter().enumerate() {
            if coder.sentence.words.is_empty() {
                continue;
            }
            let span = coder.sentence.span;
            let quote =
                quotes.iter().position(|q| q.span.contains(span) && q.span.len() > span.len());
            if quote != within {
                within = quote;
                // "„A. B” – powiedział X.": the speaker of A is told after B
                self.memory.quote_speaker = quote
                    .map(|q| {
                        let later = coders[i..]
                            .iter()
                            .take_while(|c| quotes[q].span.overlaps(c.sentence.span));
                        later
                            .filter(|c| !c.sentence.words.is_empty())
                            .map(|c| c.told_speaker(&self.memory))
                            .find(|s| !s.is_empty())
                            .unwrap_or_default()
                    })
                    .unwrap_or_default();
            }
            coder.code(&mut self.memory, &mut coded);
        }
        if coded.events.is_empty() {
            coded.notes.push(empty_because(input));
        }
        coded
    }
}

/// The next run of items of one sentence (items come in text order).
fn take<'a, T>(items: &'a [T], at: &mut usize, mine: impl Fn(&T) -> bool) -> &'a [T] {
    let start = *at;
    while *at < items.len() && mine(&items[*at]) {
        *at += 1;
    }
    &items[start..*at]
}

/// Why there are no events.
fn empty_because(input: &Input) -> String {
    let known = input.mentions.iter().filter(|m| m.code.is_some()).count();
    match (input.sentences.len(), known) {
        (0, _) => "no sentences were found".into(),
        (n, 0) => format!(
            "no political actor was recognised in {n} sentences, so no act has a known party"
        ),
        (n, k) => format!(
            "{k} mentions of actors in {n} sentences, but no act between them that the codebook codes"
        ),
    }
}
