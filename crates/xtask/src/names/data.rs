//! Name sets: documents with gold names, analysed, and brought to one convention.

use super::Language;
use crate::corpus;
use anyhow::{Context, Result, bail};
use serde::Deserialize;
use std::io::BufRead;
use std::path::Path;
use std::sync::Arc;
use syntax::lexicon::{Lexicon, NameClass};
use syntax::names::kind_from_code;
use syntax::{
    Analyser, AnalyserScratch, Clusters, Gender, Morph, Name, NameKind, Packs, Sentence, Upos, Word,
};
use text::{Lang, Segment, Span, segment};

#[derive(Deserialize)]
struct Row {
    id: String,
    text: String,
    #[serde(default)]
    entities: Vec<Entity>,
}

#[derive(Deserialize)]
struct Entity {
    bstart: usize,
    bend: usize,
    r#type: String,
    #[serde(default)]
    lemma: Option<String>,
}

/// A document with its gold names by bytes.
pub(super) struct Gold {
    pub text: String,
    pub rows: Vec<Span>,
    pub names: Vec<(Span, NameKind, Option<String>)>,
}

/// A language's packs; a language whose tagger is still to be trained gives untagged words.
pub(super) struct Loaded {
    pub lang: Lang,
    pub lexicon: Option<Arc<Lexicon>>,
    pub clusters: Option<Arc<Clusters>>,
    pub analyser: Option<Analyser>,
}

impl Loaded {
    pub fn lexicon(&self) -> Option<&Lexicon> {
        self.lexicon.as_deref()
    }

    pub fn clusters(&self) -> Option<&Clusters> {
        self.clusters.as_deref()
    }
}

pub(super) fn load(language: &Language) -> Result<Loaded> {
    let lang = if language.lang == "en" { Lang::En } else { Lang::Pl };
    let packs = Packs::open(&language.packs)?;
    let lexicon = packs.lexicon.as_ref().map(Lexicon::from_pack).transpose()?.map(Arc::new);
    let clusters = packs.clusters.as_ref().map(Clusters::from_pack).transpose()?.map(Arc::new);
    let analyser = match packs.tagger {
        Some(_) => Some(Analyser::from_packs(&packs, lang)?),
        None => None,
    };
    if analyser.is_none() {
        eprintln!("no tagger.pack: words are not tagged");
    }
    Ok(Loaded { lang, lexicon, clusters, analyser })
}

/// Joins lines of one document.
pub(super) fn read(path: &Path) -> Result<Vec<Gold>> {
    let mut all: Vec<Gold> = Vec::new();
    let mut last = String::new();
    for (number, line) in corpus::open(path)?.lines().enumerate() {
        let place = || format!("{}:{}", path.display(), number + 1);
        let row: Row = serde_json::from_str(&line.with_context(place)?).with_context(place)?;
        let document = match row.id.rsplit_once(['#', '-']) {
            Some((d, n)) if !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit()) => d.to_owned(),
            _ => row.id.clone(),
        };
        if document != last || all.is_empty() {
            all.push(Gold { text: String::new(), rows: Vec::new(), names: Vec::new() });
            last = document;
        }
        let Some(gold) = all.last_mut() else { bail!("no document") };
        let at = gold.text.len();
        gold.text.push_str(&row.text);
        gold.rows.push(Span::new(at, gold.text.len()));
        gold.text.push('\n');
        for e in row.entities {
            if row.text.get(e.bstart..e.bend).is_none() {
                bail!("{}: name {}..{} is no stretch of the text", place(), e.bstart, e.bend);
            }
            let kind = kind_from_code(&e.r#type).with_context(place)?;
            gold.names.push((Span::new(at + e.bstart, at + e.bend), kind, e.lemma));
        }
    }
    for gold in &mut all {
        gold.names.sort_by_key(|n| (n.0.start, n.0.end));
    }
    Ok(all)
}

pub(super) fn analyse(loaded: &Loaded, gold: &Gold) -> Vec<Sentence> {
    let mut scratch = AnalyserScratch::default();
    let mut out = Vec::new();
    for row in &gold.rows {
        for s in segment(row.of(&gold.text), row.start as usize, loaded.lang) {
            out.push(match &loaded.analyser {
                Some(analyser) => {
                    let mut sentence = analyser.words(&gold.text, &s, &mut scratch);
                    analyser.tag(&mut sentence, &gold.text, &mut scratch);
                    sentence
                }
                None => untagged(&s),
            });
        }
    }
    out
}

fn untagged(segment: &Segment) -> Sentence {
    let blank: Arc<str> = Arc::from("_");
    let word = |&span: &Span| Word {
        span,
        continues_token: false,
        lemma: "".into(),
        upos: Upos::X,
        xpos: blank.clone(),
        feats: blank.clone(),
        morph: Morph::default(),
        head: None,
        deprel: "_".into(),
    };
    let words = segment.tokens.iter().map(word).collect();
    let (span, ends_paragraph) = (segment.span, segment.ends_paragraph);
    Sentence { span, words, names: Vec::new(), ends_paragraph }
}

/// Brings NKJP's names to the convention of news corpora: quotation marks stand outside a name; an
/// adjective made of a name ("polski") is no name; a people ("Polacy", "Szkotka") are persons;
/// a country that acts or plays is still a place.
pub(super) fn news_convention(sentences: &mut [Sentence], text: &str, lexicon: Option<&Lexicon>) {
    const QUOTES: [&str; 6] = ["\"", "„", "”", "«", "»", "''"];
    for s in sentences {
        let form = |i: u32| s.words[i as usize].span.of(text);
        s.names.retain_mut(|n| {
            while n.words.len() > 1 && QUOTES.contains(&form(n.words.start)) {
                n.words.start += 1;
            }
            // A closing mark whose partner is inside the name belongs to it.
            while n.words.len() > 1
                && QUOTES.contains(&form(n.words.end - 1))
                && !(n.words.start..n.words.end - 1).any(|i| QUOTES.contains(&form(i)))
            {
                n.words.end -= 1;
            }
            if n.words.len() != 1 {
                return true;
            }
            let w = &s.words[n.words.start as usize];
            let known = lexicon.map_or(NameClass::NONE, |l| l.name_class(form(n.words.start)));
            let adjective = w.upos == Upos::Adj || w.upos == Upos::Adv;
            let small = form(n.words.start).starts_with(char::is_lowercase);
            let place = known.has(NameClass::PLACE);
            match n.kind {
                NameKind::Place if small => return false,
                NameKind::Place if adjective && n.words.start == 0 && !place => return false,
                NameKind::Organisation if small && adjective => return false,
                NameKind::Organisation if place && !w.morph.human => n.kind = NameKind::Place,
                NameKind::Place => {
                    let woman = w.morph.gender == Some(Gender::Fem)
                        && known.has(NameClass::COMMON)
                        && !place;
                    if w.morph.human || woman {
                        n.kind = NameKind::Person;
                    }
                }
                _ => {}
            }
            true
        });
    }
}

/// Writes gold names into sentences by the words they overlap.
pub(super) fn align(sentences: &mut [Sentence], gold: &Gold) {
    for s in sentences {
        let mut last = 0;
        for (span, kind, _) in &gold.names {
            let inside: Vec<u32> = (0..s.words.len() as u32)
                .filter(|&i| {
                    let w = s.words[i as usize].span;
                    w.start < span.end && span.start < w.end
                })
                .collect();
            if let (Some(&a), Some(&b)) = (inside.first(), inside.last())
                && a >= last
            {
                s.names.push(Name { words: a..b + 1, kind: *kind });
                last = b + 1;
            }
        }
    }
}
