//! Whole papers for the ledger: a document goes through the path and comes out with its record
//! and its words.

use crate::output::Notes;
use crate::packs::Engines;
use crate::pipeline::{self, About, Stretch};
use anyhow::{Context, Result, anyhow};
use ledger::{Filed, Token};
use record::{Coded, Record};
use std::panic::{AssertUnwindSafe, catch_unwind};
use text::{Document, Item};
use xxhash_rust::xxh3::xxh3_64;

/// A paper as it grows.
#[derive(Default)]
struct Growing {
    coded: Coded,
    tokens: Vec<Token>,
    notes: Notes,
}

impl Growing {
    fn add(&mut self, about: &About, stretch: Stretch) {
        self.notes.add(&stretch);
        for sentence in &stretch.sentences {
            self.tokens.extend(sentence.words.iter().map(|word| {
                let (start, end) = about.points.span(word.span);
                Token { start, end, lemma: word.lemma.clone() }
            }));
        }
        self.coded.events.extend(stretch.coded.events);
        self.coded.statements.extend(stretch.coded.statements);
        self.coded.relations.extend(stretch.coded.relations);
        self.coded.occasions.extend(stretch.coded.occasions);
    }

    fn record(self, document: &Document) -> (Record, Vec<Token>) {
        let notes = self.notes.all(self.coded.events.len());
        let record = Record {
            id: document.id.clone(),
            lang: document.lang.code().into(),
            published: document.published.map(|d| d.to_string().into()),
            title: document.title.clone(),
            url: document.url.clone(),
            coded: Coded { notes, ..self.coded },
        };
        (record, self.tokens)
    }
}

/// Reads what a unit gave: one paper, or as many as a file of trees holds.
///
/// # Errors
/// In the words for a person. A fault of ours in one paper is reported like a bad paper.
pub fn file(engines: &Engines, unit: &str, item: Item, maker: &str) -> Result<Vec<Filed>> {
    let read = AssertUnwindSafe(|| match item {
        Item::Document(document) => {
            let mut growing = Growing::default();
            pipeline::read(engines, &document, |about, stretch| {
                growing.add(about, stretch);
                Ok(())
            })?;
            Ok(vec![filed(unit, document, growing, maker)])
        }
        Item::Conllu { id, lang, published, content } => {
            let documents = syntax::conllu::read_conllu(&content)
                .map_err(|e| anyhow!("{e}"))
                .context("CoNLL-U")?;
            let several = documents.len() > 1;
            documents
                .into_iter()
                .enumerate()
                .map(|(i, trees)| {
                    let stem = if several { format!("{id}-{}", i + 1) } else { id.clone() };
                    let about = About::new(&trees.text, lang, published);
                    let sentences = trees.sentences.into_iter().map(|s| s.sentence).collect();
                    let mut growing = Growing::default();
                    pipeline::read_trees(engines, &about, sentences, |about, stretch| {
                        growing.add(about, stretch);
                        Ok(())
                    })?;
                    let document = Document {
                        id: trees.id.unwrap_or(stem),
                        lang,
                        published,
                        title: None,
                        author: None,
                        url: None,
                        text: trees.text.clone(),
                    };
                    Ok(filed(unit, document, growing, maker))
                })
                .collect()
        }
    });
    catch_unwind(read)
        .unwrap_or_else(|_| Err(anyhow!("a fault of the program, please report it with the text")))
}

fn filed(unit: &str, document: Document, growing: Growing, maker: &str) -> Filed {
    let (record, tokens) = growing.record(&document);
    let key = key(unit, &document);
    let source = document.url.as_deref().and_then(host).unwrap_or(unit).to_owned();
    let author = document.author;
    Filed { key, text: document.text, tokens, record, source, author, maker: maker.into() }
}

/// The day as it is at Greenwich: pledges are due by it.
pub fn today() -> jiff::civil::Date {
    jiff::tz::Offset::UTC.to_datetime(jiff::Timestamp::now()).date()
}

/// What makes a paper the same again: its address, else the unit and its id in it. Standard input
/// has no name of its own: there the text counts, too, so that one stream's papers never take the
/// place of another's.
pub fn key(unit: &str, document: &Document) -> String {
    match &document.url {
        Some(url) => sources::canonical_url(url),
        None if unit == "-" => {
            let text = xxh3_64(document.text.as_bytes());
            format!("-#{}#{text:016x}", document.id)
        }
        None => format!("{unit}#{}", document.id),
    }
}

/// The host of an address, without "www.".
fn host(url: &str) -> Option<&str> {
    let rest = url.split_once("://")?.1;
    let host = rest.split(['/', '?', '#']).next()?.rsplit('@').next()?;
    let host = host.split(':').next()?;
    let host = host.strip_prefix("www.").unwrap_or(host);
    (!host.is_empty()).then_some(host)
}

#[cfg(test)]
mod tests {
    use super::host;

    #[test]
    fn a_source_is_the_host_of_an_address() {
        assert_eq!(host("https://www.example.org/a?b#c"), Some("example.org"));
        assert_eq!(host("http://u:p@example.org:8080"), Some("example.org"));
        assert_eq!(host("no address"), None);
    }
}
