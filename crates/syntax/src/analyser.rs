//! The whole way from text to trees, for one language.
//!
//! **In:** a text and its segments. **Out:** [`Sentence`]s with lemmas, tags, trees and names.
//! Loads the packs of `languages/<code>/`: `tagger.pack` is needed; `lexicon.pack` if the tagger
//! was trained with one; without `parser.pack` words have no heads (and `deprel` is `_`), as
//! [`Analyser::missing`] tells. One analyser serves all threads; each thread has its own buffers, or
//! keeps an [`AnalyserScratch`].

use crate::clusters::{CLUSTERS_KIND, CLUSTERS_SCHEMA, Clusters};
use crate::lexicon::{LEXICON_KIND, LEXICON_SCHEMA, Lexicon};
use crate::parser::{PARSER_KIND, Parser, ParserScratch, parser_schema};
use crate::tagger::{Sources, TAGGER_KIND, TAGGER_SCHEMA, TagScratch, Tagger};
use crate::words::{Forms, split_polish};
use crate::{Morph, Sentence, Upos, Word};
use compact_str::CompactString;
use pack::{Pack, PackError};
use std::cell::RefCell;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use text::{Lang, Segment, Span};
use thiserror::Error;

/// Why a language could not be loaded.
#[derive(Debug, Error)]
pub enum AnalyserError {
    /// A pack without which nothing can be analysed is not there.
    #[error("{0}: missing; build it with `chancery train` or fetch the language's packs")]
    Missing(PathBuf),
    /// A pack is there but was refused.
    #[error(transparent)]
    Pack(#[from] PackError),
}

/// The open packs of a language.
#[derive(Clone, Default)]
pub struct Packs {
    /// Dictionary.
    pub lexicon: Option<Arc<Pack>>,
    /// Tagger and lemmatiser.
    pub tagger: Option<Arc<Pack>>,
    /// Word clusters.
    pub clusters: Option<Arc<Pack>>,
    /// Dependency parser.
    pub parser: Option<Arc<Pack>>,
}

/// A loaded language.
pub struct Analyser {
    lang: Lang,
    lexicon: Option<Arc<Lexicon>>,
    clusters: Option<Arc<Clusters>>,
    tagger: Tagger,
    parser: Option<Parser>,
    versions: Vec<(&'static str, String)>,
}

/// Buffers of one thread, reused from sentence to sentence.
#[derive(Default)]
pub struct AnalyserScratch {
    tag: TagScratch,
    parse: ParserScratch,
    lower: String,
    blank: Option<Arc<str>>,
}

impl Packs {
    /// Opens all packs that a language's folder has.
    ///
    /// # Errors
    /// If one is there but refused.
    pub fn open(folder: &Path) -> Result<Self, PackError> {
        let open = |name: &str, kind: &str, schema: u64| {
            let path = folder.join(name);
            let there = path.exists();
            there.then(|| Pack::open(&path, kind, schema).map(Arc::new)).transpose()
        };
        Ok(Self {
            lexicon: open("lexicon.pack", LEXICON_KIND, LEXICON_SCHEMA)?,
            tagger: open("tagger.pack", TAGGER_KIND, TAGGER_SCHEMA)?,
            clusters: open("clusters.pack", CLUSTERS_KIND, CLUSTERS_SCHEMA)?,
            parser: open("parser.pack", PARSER_KIND, parser_schema())?,
        })
    }
}

impl Analyser {
    /// Loads the language whose packs lie in `folder` (`languages/pl`).
    ///
    /// # Errors
    /// If the tagger is missing or a pack is refused.
    pub fn load(folder: &Path, lang: Lang) -> Result<Self, AnalyserError> {
        let packs = Packs::open(folder)?;
        if packs.tagger.is_none() {
            return Err(AnalyserError::Missing(folder.join("tagger.pack")));
        }
        Self::from_packs(&packs, lang)
    }

    /// An analyser over open packs.
    ///
    /// # Errors
    /// As [`Analyser::load`].
    pub fn from_packs(packs: &Packs, lang: Lang) -> Result<Self, AnalyserError> {
        let missing = || AnalyserError::Missing(PathBuf::from(lang.code()).join("tagger.pack"));
        let lexicon = packs.lexicon.as_ref().map(Lexicon::from_pack).transpose()?.map(Arc::new);
        let clusters = packs.clusters.as_ref().map(Clusters::from_pack).transpose()?.map(Arc::new);
        let tagger = Tagger::from_pack(
            packs.tagger.as_ref().ok_or_else(missing)?,
            &Sources { lexicon: lexicon.clone(), clusters: clusters.clone() },
        )?;
        let parser =
            packs.parser.as_ref().map(|p| Parser::from_pack(p, clusters.clone())).transpose()?;
        let all = [&packs.lexicon, &packs.tagger, &packs.clusters, &packs.parser];
        let names = ["lexicon", "tagger", "clusters", "parser"];
        let versions = names
            .into_iter()
            .zip(all)
            .filter_map(|(n, p)| Some((n, p.as_ref()?.version().to_owned())))
            .collect();
        Ok(Self { lang, lexicon, clusters, tagger, parser, versions })
    }

    /// The language.
    pub fn lang(&self) -> Lang {
        self.lang
    }

    /// Name and version of each loaded pack.
    pub fn versions(&self) -> &[(&'static str, String)] {
        &self.versions
    }

    /// What cannot be given because its pack is not there.
    pub fn missing(&self) -> Vec<&'static str> {
        if self.parser.is_none() { vec!["parser"] } else { Vec::new() }
    }

    /// The dictionary, if the language has one.
    pub fn lexicon(&self) -> Option<&Arc<Lexicon>> {
        self.lexicon.as_ref()
    }

    /// The word clusters, if the language has them.
    pub fn clusters(&self) -> Option<&Arc<Clusters>> {
        self.clusters.as_ref()
    }

    /// The tagger.
    pub fn tagger(&self) -> &Tagger {
        &self.tagger
    }

    /// The parser, if the language has one.
    pub fn parser(&self) -> Option<&Parser> {
        self.parser.as_ref()
    }

    /// Splits a text into sentences and analyses them.
    pub fn analyse_text(&self, text: &str) -> Vec<Sentence> {
        self.analyse(text, &text::segment(text, 0, self.lang))
    }

    /// Analyses segments of a text. What was looked up is remembered by the thread.
    pub fn analyse(&self, text: &str, segments: &[Segment]) -> Vec<Sentence> {
        thread_local! {
            static SCRATCH: RefCell<AnalyserScratch> = RefCell::default();
        }
        SCRATCH.with_borrow_mut(|scratch| {
            segments.iter().map(|s| self.sentence(text, s, scratch)).collect()
        })
    }

    /// Analyses one segment with the buffers of this thread.
    pub fn sentence(
        &self,
        text: &str,
        segment: &Segment,
        scratch: &mut AnalyserScratch,
    ) -> Sentence {
        let mut sentence = self.words(text, segment, scratch);
        self.tag(&mut sentence, text, scratch);
        self.parse(&mut sentence, text, scratch);
        sentence
    }

    /// A sentence whose words are cut but not analysed.
    pub fn words(&self, text: &str, segment: &Segment, scratch: &mut AnalyserScratch) -> Sentence {
        let blank = scratch.blank.get_or_insert_with(|| Arc::from("_")).clone();
        let mut words = Vec::with_capacity(segment.tokens.len() + segment.tokens.len() / 8 + 1);
        for token in &segment.tokens {
            let mut parts = [token.len(), 0, 0];
            if self.lang == Lang::Pl {
                let form = token.of(text);
                lower_into(form, &mut scratch.lower);
                if scratch.lower.len() == form.len() {
                    parts = split_polish(&scratch.lower, &self.tagger);
                }
            }
            let mut at = token.start as usize;
            for (i, length) in parts.into_iter().enumerate().filter(|(_, n)| *n > 0) {
                words.push(Word {
                    span: Span::new(at, at + length),
                    continues_token: i > 0,
                    lemma: CompactString::default(),
                    upos: Upos::X,
                    xpos: blank.clone(),
                    feats: blank.clone(),
                    morph: Morph::default(),
                    head: None,
                    deprel: CompactString::const_new("_"),
                });
                at += length;
            }
        }
        let (span, ends_paragraph) = (segment.span, segment.ends_paragraph);
        Sentence { span, words, names: Vec::new(), ends_paragraph }
    }

    /// Gives every word its lemma, tags and features.
    pub fn tag(&self, sentence: &mut Sentence, text: &str, scratch: &mut AnalyserScratch) {
        self.tagger.tag(sentence.words.iter().map(|w| w.span.of(text)), &mut scratch.tag);
        for (i, word) in sentence.words.iter_mut().enumerate() {
            self.tagger.tagged(i, &scratch.tag).write(word);
        }
    }

    /// Gives every word its head and relation, if there is a parser.
    pub fn parse(&self, sentence: &mut Sentence, text: &str, scratch: &mut AnalyserScratch) {
        if let Some(parser) = &self.parser {
            parser.parse(sentence, text, &mut scratch.parse);
        }
    }
}

fn lower_into(form: &str, lower: &mut String) {
    lower.clear();
    if form.is_ascii() {
        lower.push_str(form);
        lower.make_ascii_lowercase();
    } else {
        lower.extend(form.chars().flat_map(char::to_lowercase));
    }
}

impl Forms for Tagger {
    fn is_past(&self, form: &str) -> bool {
        self.has(form, |tag| tag.starts_with("praet:") || tag.starts_with("winien:"))
    }

    fn is_word(&self, form: &str) -> bool {
        self.has(form, |_| true)
    }

    fn is_common_past(&self, form: &str) -> bool {
        self.count(form, |tag| tag.starts_with("praet:") || tag.starts_with("winien:")) >= 5
    }
}
