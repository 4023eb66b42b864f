//! The whole path: text, syntax, world, events.
//!
//! A document goes through in stretches of about 256 KB, so that memory stays bounded; what it
//! has established so far is remembered between them. Stretches are analysed side by side and
//! coded in order.

use crate::packs::Engines;
use anyhow::Result;
use events::Input;
use events::engine::Session;
use events::record::Coded;
use jiff::civil::Date;
use rayon::prelude::*;
use std::sync::Arc;
use syntax::Sentence;
use text::{CodePoints, Document, Lang, Sections, Segment};
use world::{DateMention, Mention, World};

/// What is known of a document beside its words.
pub struct About<'a> {
    /// Its text; all spans point into it.
    pub text: &'a str,
    /// Its headline, where it stands apart from the text.
    pub title: Option<&'a str>,
    /// Its code points, counted.
    pub points: CodePoints<'a>,
    /// Its language.
    pub lang: Lang,
    /// The day of publication.
    pub published: Option<Date>,
}

/// A stretch of a document on its way.
pub struct Stretch {
    /// Analysed sentences.
    pub sentences: Vec<Sentence>,
    /// Who and what they name.
    pub mentions: Vec<Mention>,
    /// When.
    pub dates: Vec<DateMention>,
    /// The record.
    pub coded: Coded,
}

impl<'a> About<'a> {
    /// Of a text with its language and day.
    pub fn new(text: &'a str, lang: Lang, published: Option<Date>) -> Self {
        Self { text, title: None, points: CodePoints::new(text), lang, published }
    }
}

/// Reads a document: each stretch is given to `take` as soon as it is coded.
pub fn read(
    engines: &Engines,
    document: &Document,
    mut take: impl FnMut(&About, Stretch) -> Result<()>,
) -> Result<()> {
    let about = About {
        title: document.title.as_deref(),
        ..About::new(&document.text, document.lang, document.published)
    };
    let mut session = engines.coder.session();
    let mut sections = Sections::new(&document.text);
    loop {
        let window: Vec<_> = sections.by_ref().take(rayon::current_num_threads()).collect();
        if window.is_empty() {
            return Ok(());
        }
        let analyse = |&(offset, part): &(usize, &str)| {
            let segments = text::segment(part, offset, document.lang);
            let sentences = parse(engines, document, &segments)?;
            Ok(link(engines, &about, Some(document), sentences))
        };
        let stretches: Vec<Result<Stretch>> = if window.len() == 1 {
            window.iter().map(analyse).collect()
        } else {
            window.par_iter().map(analyse).collect()
        };
        for stretch in stretches {
            take(&about, code(&engines.world, &mut session, &about, stretch?))?;
        }
    }
}

/// The events of a document, where nothing else of it is wanted.
pub fn events(engines: &Engines, document: &Document) -> Result<Vec<events::record::Event>> {
    let mut all = Vec::new();
    read(engines, document, |_, stretch| {
        all.extend(stretch.coded.events);
        Ok(())
    })?;
    Ok(all)
}

/// Reads trees that another program made.
pub fn read_trees(
    engines: &Engines,
    about: &About,
    sentences: Vec<Sentence>,
    mut take: impl FnMut(&About, Stretch) -> Result<()>,
) -> Result<()> {
    let mut session = engines.coder.session();
    let stretch = link(engines, about, None, sentences);
    take(about, code(&engines.world, &mut session, about, stretch))
}

/// Syntax: lemmas, tags, trees, names.
fn parse(engines: &Engines, document: &Document, segments: &[Segment]) -> Result<Vec<Sentence>> {
    Ok(engines.syntax(document.lang)?.analyse(&document.text, segments))
}

/// World: who, where and when. A document's headline and address tell whose bare "prezydent" it is.
fn link(
    engines: &Engines,
    about: &About,
    document: Option<&Document>,
    mut sentences: Vec<Sentence>,
) -> Stretch {
    engines.world.settle_names(&mut sentences, about.text, about.lang);
    let mentions = match document {
        Some(document) => {
            let language = engines.syntax(document.lang).ok();
            let lexicon = language.and_then(|l| l.analyser().lexicon()).map(Arc::as_ref);
            engines.world.link_document(document, &sentences, lexicon)
        }
        None => engines.world.link(&sentences, about.text, about.lang, about.published),
    };
    let dates = world::find_dates(&sentences, about.text, about.lang, about.published);
    Stretch { sentences, mentions, dates, coded: Coded::default() }
}

/// Events: who did or said what to whom.
fn code(world: &World, session: &mut Session, about: &About, stretch: Stretch) -> Stretch {
    let mut coded = session.code(&Input {
        text: about.text,
        title: about.title,
        points: &about.points,
        lang: about.lang,
        published: about.published,
        sentences: &stretch.sentences,
        mentions: &stretch.mentions,
        dates: &stretch.dates,
    });
    name_states(world, &mut coded);
    Stretch { coded, ..stretch }
}

/// Gives states their names: coding knows the state of "our country" by its code alone.
fn name_states(world: &World, coded: &mut Coded) {
    for event in &mut coded.events {
        for party in event.actors.iter_mut().chain(&mut event.recipients) {
            let state = party.entity.as_deref().filter(|e| e.starts_with("country/"));
            if let Some(name) = state.and_then(|e| world.name_of(e)) {
                party.name = name.into();
            }
        }
    }
}
