//! The writers, one a format.

mod brat;
mod columns;
mod csv;
mod gdelt;
mod gdelt_mentions;
mod gdelt_quotes;
mod graphml;
mod icews;
mod jsonl;
mod label_studio;
#[cfg(feature = "parquet")]
mod parquet;
mod phoenix;
mod plover;
mod polecat;
mod tab;

use crate::sink::Sink;
use crate::view::View;
use crate::{FileEntry, Format, Manifest, Options, OutputError, rdf};
use std::path::PathBuf;

/// What each format does with a paper.
pub(crate) trait Writer: Send {
    /// Writes a paper; counts its rows, and what it leaves out, in the manifest.
    fn paper(&mut self, view: &View<'_>, manifest: &mut Manifest) -> Result<(), OutputError>;

    /// Writes what comes last; tells which files there are.
    fn finish(self: Box<Self>, manifest: &mut Manifest) -> Result<Vec<FileEntry>, OutputError>;
}

/// Whether a format is in this build.
pub(crate) fn built(format: Format) -> Result<(), OutputError> {
    if format == Format::Parquet && !cfg!(feature = "parquet") {
        return Err(OutputError::NotBuilt(format));
    }
    Ok(())
}

/// The writer of a format of one file.
pub(crate) fn file(
    format: Format,
    sink: Sink,
    options: &Options,
) -> Result<Box<dyn Writer>, OutputError> {
    Ok(match format {
        Format::Jsonl => Box::new(jsonl::Jsonl::new(sink)),
        Format::Csv => Box::new(csv::Csv::new(sink)?),
        #[cfg(feature = "parquet")]
        Format::Parquet => Box::new(parquet::Parquet::new(sink)?),
        #[cfg(not(feature = "parquet"))]
        Format::Parquet => return Err(OutputError::NotBuilt(format)),
        Format::Polecat => Box::new(polecat::Polecat::new(sink, options)?),
        Format::Icews => Box::new(icews::Icews::new(sink)?),
        Format::GdeltEvents => Box::new(gdelt::Events::new(sink)),
        Format::GdeltMentions => Box::new(gdelt_mentions::Mentions::new(sink)),
        Format::GdeltQuotes => Box::new(gdelt_quotes::Quotes::new(sink)),
        Format::Phoenix => Box::new(phoenix::Phoenix::new(sink, options)),
        Format::PloverJson => Box::new(plover::Plover::new(sink, options)),
        Format::JsonLd => Box::new(rdf::JsonLd::new(sink, options)),
        Format::Turtle => Box::new(rdf::Turtle::new(sink, options)?),
        Format::NTriples => Box::new(rdf::NTriples::new(sink, options)),
        Format::GraphMl => Box::new(graphml::GraphMl::new(sink)),
        Format::LabelStudio => Box::new(label_studio::LabelStudio::new(sink, options)),
        Format::Brat => {
            return Err(OutputError::WrongTarget { format, shape: format.shape() });
        }
    })
}

/// The writer of a format of many files; brat is the only one.
pub(crate) fn folder(path: PathBuf) -> Result<Box<dyn Writer>, OutputError> {
    Ok(Box::new(brat::Brat::new(path)?))
}

/// Column names of a table, in order; empty for what is none.
pub(crate) fn columns(format: Format) -> Vec<String> {
    let names: Vec<&str> = match format {
        Format::Csv | Format::Parquet => columns::COLUMNS.iter().map(|c| c.name).collect(),
        Format::Polecat => polecat::COLUMNS.to_vec(),
        Format::Icews => icews::COLUMNS.to_vec(),
        Format::GdeltEvents => gdelt::COLUMNS.to_vec(),
        Format::GdeltMentions => gdelt_mentions::COLUMNS.to_vec(),
        Format::Phoenix => phoenix::COLUMNS.to_vec(),
        _ => Vec::new(),
    };
    names.into_iter().map(str::to_owned).collect()
}
