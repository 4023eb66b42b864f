//! `chancery read` and `chancery parse`: papers in, records out, in input order.
//!
//! Documents are read in batches of bounded size, a batch's documents side by side. A document
//! that fails is one line on standard error; the others go on.

use crate::cli::{Format, Source};
use crate::codebook::Codebook;
use crate::inputs;
use crate::output::{Head, Page, Style};
use crate::packs::{Engines, Packs};
use crate::pipeline::{self, About};
use anyhow::{Context, Result, anyhow};
use indicatif::{ProgressBar, ProgressStyle};
use rayon::prelude::*;
use std::io::{BufWriter, IsTerminal, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::ExitCode;
use text::{Format as InputFormat, Item, ReadError};

/// A batch ends at this many documents or bytes of text, whichever comes first.
const BATCH_DOCUMENTS: usize = 256;
const BATCH_BYTES: usize = 4 << 20;

type Given = (String, Result<Item, ReadError>);
/// The pages of one input item, or the line to print on standard error.
type Pages = Result<Vec<Page>, String>;

/// Reads all, prints all.
pub fn run(
    packs: Packs,
    codebook: &Codebook,
    source: &Source,
    format: Format,
    jobs: Option<u16>,
) -> Result<ExitCode> {
    let mut pool = rayon::ThreadPoolBuilder::new();
    if let Some(jobs) = jobs {
        pool = pool.num_threads(usize::from(jobs));
    }
    // A second call in one process (tests) finds the pool already there; it is the same one.
    let _ = pool.build_global();
    let engines = Engines::open(packs, codebook)?;
    let files = inputs::expand(&source.files);
    let progress = progress(&files);
    let style = Style::of_stdout();
    let mut out = BufWriter::new(std::io::stdout().lock());
    let mut failed = false;
    let mut documents = inputs::documents(files, source.defaults()).peekable();
    while documents.peek().is_some() {
        let batch = batch(&mut documents);
        let pages: Vec<Pages> =
            batch.into_par_iter().map(|given| one(&engines, given, format, style)).collect();
        for page in pages {
            progress.inc(1);
            match page {
                Ok(pages) => {
                    for page in pages {
                        page.finish(&mut out)?;
                    }
                }
                Err(line) => {
                    failed = true;
                    progress.suspend(|| eprintln!("{line}"));
                }
            }
        }
        out.flush()?;
    }
    progress.finish_and_clear();
    Ok(if failed { ExitCode::from(2) } else { ExitCode::SUCCESS })
}

fn batch(documents: &mut impl Iterator<Item = Given>) -> Vec<Given> {
    let mut bytes = 0;
    let mut batch = Vec::new();
    for given in documents {
        bytes += match &given.1 {
            Ok(Item::Document(d)) => d.text.len(),
            Ok(Item::Conllu { content, .. }) => content.len(),
            Err(_) => 0,
        };
        batch.push(given);
        if batch.len() >= BATCH_DOCUMENTS || bytes >= BATCH_BYTES {
            break;
        }
    }
    batch
}

/// A bar for people, when there is more than one document to wait for.
fn progress(files: &[Result<std::path::PathBuf, ReadError>]) -> ProgressBar {
    let jsonl = |f: &Result<std::path::PathBuf, _>| {
        f.as_ref().is_ok_and(|p| InputFormat::of(p) == Some(InputFormat::Jsonl))
    };
    let uncounted = files.iter().any(jsonl);
    if !std::io::stderr().is_terminal() || files.len() < 2 && !uncounted {
        return ProgressBar::hidden();
    }
    let (bar, template) = if uncounted {
        (ProgressBar::new_spinner(), "{spinner} {pos} documents, {per_sec}, {elapsed}")
    } else {
        (
            ProgressBar::new(files.len() as u64),
            "{bar:30} {pos}/{len} documents, {per_sec}, {eta} left",
        )
    };
    // The templates are constants; if one were wrong the plain bar is good enough.
    ProgressStyle::with_template(template).map(|s| bar.clone().with_style(s)).unwrap_or(bar)
}

/// Reads one document. A fault of ours in it is reported like a bad document.
fn one(engines: &Engines, (file, item): Given, format: Format, style: Style) -> Pages {
    let item = item.map_err(|e| e.to_string())?;
    let read = AssertUnwindSafe(|| pages(engines, item, format, style));
    match catch_unwind(read) {
        Ok(Ok(pages)) => Ok(pages),
        Ok(Err(e)) => Err(format!("{file}: {e:#}")),
        Err(_) => Err(format!("{file}: a fault of the program, please report it with the text")),
    }
}

fn pages(engines: &Engines, item: Item, format: Format, style: Style) -> Result<Vec<Page>> {
    match item {
        Item::Document(document) => {
            let mut page = Page::new(Head::of(&document), format, style);
            pipeline::read(engines, &document, |about, stretch| page.add(about, &stretch))?;
            Ok(vec![page])
        }
        Item::Conllu { id, lang, published, content } => {
            let documents = syntax::conllu::read_conllu(&content).map_err(|e| anyhow!("{e}"))?;
            let several = documents.len() > 1;
            let read = documents.into_iter().enumerate().map(|(i, trees)| {
                let stem = if several { format!("{id}-{}", i + 1) } else { id.clone() };
                let head =
                    Head { id: trees.id.unwrap_or(stem), lang, published, title: None, url: None };
                let about = About::new(&trees.text, lang, published);
                let sentences = trees.sentences.into_iter().map(|s| s.sentence).collect();
                let mut page = Page::new(head, format, style);
                pipeline::read_trees(engines, &about, sentences, |a, s| page.add(a, &s))?;
                Ok(page)
            });
            read.collect::<Result<_>>().context("CoNLL-U")
        }
    }
}
