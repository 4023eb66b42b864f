//! `chancery recode`: the papers of a ledger read again by this program and its packs.
//!
//! Only papers whose record another program or other packs made are read; what people corrected is
//! kept and applied to the new reading, and the answer says where the two now disagree.

use crate::cli::Recode;
use crate::codebook::Codebook;
use crate::packs::{Engines, Packs, versions_line};
use crate::papers;
use anyhow::{Context, Result};
use ledger::Ledger;
use ledger::ask::DocumentRow;
use rayon::prelude::*;
use std::io::{Write, stdout};
use std::process::ExitCode;
use text::{Document, Item, Lang};

/// Papers read side by side and kept in one transaction.
const BATCH: u32 = 256;

/// Reads again what others read.
pub fn run(packs: Packs, codebook: &Codebook, args: &Recode) -> Result<ExitCode> {
    let maker = versions_line(&packs, codebook);
    let engines = Engines::open(packs, codebook)?;
    let mut ledger = Ledger::open(&args.ledger.ledger)?;
    let (mut after, mut done, mut failed) = (0, 0_u64, 0_u64);
    loop {
        let page = ledger.made_by_others(&maker, after, BATCH)?;
        let Some(last) = page.iter().map(|row| row.document).max() else { break };
        after = last;
        let documents: Vec<Document> =
            page.iter().map(|row| document(&ledger, row)).collect::<Result<_>>()?;
        let read: Vec<_> = documents
            .into_par_iter()
            .map(|document| papers::file(&engines, "", Item::Document(document), &maker))
            .collect();
        let mut filing = ledger.filing()?;
        for (row, papers) in page.iter().zip(read) {
            match papers {
                Ok(papers) => {
                    for paper in papers {
                        filing.renew(&row.key, paper.record, paper.tokens, &maker)?;
                        done += 1;
                    }
                }
                Err(e) => {
                    failed += 1;
                    eprintln!("{}: {e:#}", row.key);
                }
            }
        }
        filing.commit()?;
    }
    ledger.settle(papers::today(), |_| {})?;
    let mut out = stdout().lock();
    writeln!(out, "{done} papers read again, {failed} failed")?;
    let mut told = Vec::new();
    ledger.each_correction(|c| {
        if c.undone_at.is_none() && c.standing != "applied" {
            told.push(c);
        }
    })?;
    for c in told {
        let what = match c.standing.as_str() {
            "agrees" => "the program now says the same",
            "differs" => "the program now says a third thing; the correction stands",
            _ => "nothing stands at those words any more; the correction waits",
        };
        writeln!(out, "correction {} of {} ({}): {what}", c.correction, c.document, c.kind)?;
    }
    Ok(if failed > 0 { ExitCode::from(2) } else { ExitCode::SUCCESS })
}

/// A paper of the ledger as it came in.
fn document(ledger: &Ledger, row: &DocumentRow) -> Result<Document> {
    let paper = ledger.paper(row.document)?;
    let language = || format!("{}: unknown language \"{}\"", row.key, row.lang);
    Ok(Document {
        id: row.id.clone(),
        lang: Lang::from_code(&row.lang).with_context(language)?,
        published: row.published.as_deref().and_then(|d| d.parse().ok()),
        title: row.title.clone(),
        author: row.author.clone(),
        url: row.url.clone(),
        text: paper.text,
    })
}
