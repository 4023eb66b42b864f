//! `chancery export`: a ledger's records in the formats of the field.

use crate::cli::{Export, Per};
use anyhow::{Result, bail};
use ledger::Ledger;
use ledger::ask::{Choice, DocumentFilter};
use outputs::{Format, Options, Paper, Shape, Target, Told, Unit, open};
use std::io::{Write, stdout};
use std::path::Path;
use std::process::ExitCode;

/// Writes the file (or folder) and, beside it, what is in it.
pub fn run(args: &Export) -> Result<ExitCode> {
    let format: Format = args.format.parse()?;
    let ledger = Ledger::open_to_read(&args.ledger.ledger)?;
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
    let filter = DocumentFilter {
        lang: args.lang.map(|l| l.code().to_owned()),
        source: args.source.clone(),
        from: args.from.clone(),
        to: args.until.clone(),
        originals: args.originals,
    };
    let mut export = open(format, target, &options)?;
    ledger.hand_on(&filter, choice, |paper, handed| -> Result<()> {
        let told: Vec<Told> = handed
            .into_iter()
            .map(|h| Told {
                act: h.act,
                n_reports: h.n_reports,
                n_documents: h.n_documents,
                n_sources: h.n_sources,
                first_seen: h.first_seen,
            })
            .collect();
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

/// The manifest beside a file or folder.
fn manifest_path(to: &Path) -> std::path::PathBuf {
    let mut name = to.file_name().map(ToOwned::to_owned).unwrap_or_default();
    name.push(".manifest.json");
    to.with_file_name(name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use anyhow::{Context, Result};

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
