//! `chancery export`: a ledger's records in the formats of the field.

use super::search;
use crate::cli::{Export, Format as ReadFormat, Per};
use crate::codebook::Codebook;
use crate::output::{Head, Page, Style};
use crate::packs::{Engines, Packs};
use crate::pipeline;
use anyhow::{Context, Result, anyhow, bail};
use ledger::Ledger;
use ledger::ask::{Choice, DocumentFilter, Order, Query, Search};
use outputs::{Format, Options, Paper, Shape, Target, Unit, open};
use std::fs::File;
use std::io::{BufWriter, Write, stdout};
use std::path::Path;
use std::process::ExitCode;
use text::{Document, Lang};

/// Writes the file (or folder) and, beside it, what is in it.
pub fn run(packs: Packs, codebook: &Codebook, args: &Export) -> Result<ExitCode> {
    let ledger = Ledger::open_to_read(&args.ledger.ledger)?;
    if args.format == "conllu" {
        return conllu(&Engines::open(packs, codebook)?, &ledger, args);
    }
    // The error ends with the formats that there are.
    let format: Format = args.format.parse().map_err(|e| anyhow!("{e}, conllu"))?;
    let to_stdout = args.to.as_os_str() == "-";
    let target = match format.shape() {
        _ if to_stdout && matches!(format.shape(), Shape::Folder) => {
            bail!("{} is a folder of files: give one by --to", args.format)
        }
        _ if to_stdout => Target::Stream(Box::new(stdout())),
        Shape::Folder => Target::Folder(args.to.clone()),
        _ => Target::File(args.to.clone()),
    };
    let options = Options {
        anonymous_text: args.anonymous_text,
        version: format!("chancery {}", env!("CARGO_PKG_VERSION")),
        ..Options::default()
    };
    let choice = match args.per {
        Some(Per::Report) => Choice::Reports,
        Some(Per::Act) => Choice::Acts,
        Some(Per::Day) => Choice::OneADay,
        // What the format's own readers expect.
        None if format.unit() == Unit::Act => Choice::Acts,
        None => Choice::Reports,
    };
    let asked = asked(args, search::words(packs, codebook, &args.words)?);
    let mut export = open(format, target, &options)?;
    ledger.hand_on(&asked, None, choice, |paper, told| -> Result<()> {
        export.paper(&Paper {
            record: &paper.record,
            text: Some(&paper.text),
            source: Some(&paper.about.source),
            told: &told,
        })?;
        Ok(())
    })?;
    let manifest = export.finish()?;
    if !to_stdout {
        let beside = manifest_path(&args.to);
        manifest.write(&beside)?;
        let (rows, events) = (manifest.rows, manifest.events);
        writeln!(
            stdout(),
            "{rows} rows of {events} events in {} papers: {} and {}",
            manifest.documents,
            args.to.display(),
            beside.display()
        )?;
        for (reason, count) in &manifest.left_out {
            writeln!(stdout(), "left out: {count} {reason}")?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// Which papers, and which of their acts.
fn asked(args: &Export, words: Query) -> Search {
    let papers = DocumentFilter {
        lang: args.lang.map(|l| l.code().to_owned()),
        source: args.source.clone(),
        from: args.from.clone(),
        to: args.until.clone(),
        originals: args.originals,
    };
    Search { words, papers, told: search::told(&args.told), order: Order::default() }
}

/// The syntax is not kept: the texts are read again.
fn conllu(engines: &Engines, ledger: &Ledger, args: &Export) -> Result<ExitCode> {
    if args.anonymous_text {
        bail!("CoNLL-U is the text itself: it cannot leave the text out");
    }
    let mut out: Box<dyn Write> = match args.to.as_os_str() == "-" {
        true => Box::new(stdout()),
        false => {
            let file = File::create(&args.to).with_context(|| args.to.display().to_string())?;
            Box::new(BufWriter::new(file))
        }
    };
    let asked = asked(args, search::words_by(engines, &args.words)?);
    ledger.hand_on(&asked, None, Choice::Reports, |paper, _| -> Result<()> {
        let about = &paper.about;
        let document = Document {
            id: about.id.clone(),
            lang: Lang::from_code(&about.lang)
                .with_context(|| format!("{}: language", about.key))?,
            published: about.published.as_deref().and_then(|d| d.parse().ok()),
            title: about.title.clone(),
            author: about.author.clone(),
            url: about.url.clone(),
            text: paper.text,
        };
        let mut page = Page::new(Head::of(&document), ReadFormat::Conllu, Style::of_stdout());
        pipeline::read(engines, &document, |about, stretch| page.add(about, &stretch))?;
        page.finish(&mut out)
    })?;
    out.flush()?;
    Ok(ExitCode::SUCCESS)
}

/// The manifest beside a file or folder.
fn manifest_path(to: &Path) -> std::path::PathBuf {
    let mut name = to.file_name().map(ToOwned::to_owned).unwrap_or_default();
    name.push(".manifest.json");
    to.with_file_name(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_help_names_every_format() -> Result<()> {
        use clap::CommandFactory;
        let command = crate::cli::Cli::command();
        let export = command.find_subcommand("export").context("export")?;
        let help = export.clone().render_long_help().to_string();
        for format in Format::all() {
            assert!(help.contains(format.name()), "{}", format.name());
        }
        Ok(())
    }
}
