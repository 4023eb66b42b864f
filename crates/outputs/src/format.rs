//! The formats: their names, what they are written into, what they expect.

use crate::{Acts, OutputError};
use std::{fmt, str::FromStr};

/// A file format of the field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Format {
    /// The record as it is: one line of JSON a paper.
    Jsonl,
    /// One row an act, with a header.
    Csv,
    /// The same columns, typed.
    Parquet,
    /// POLECAT, 40 columns.
    Polecat,
    /// ICEWS, 20 columns, dyads.
    Icews,
    /// GDELT 2.0 events, 61 columns, dyads, no header.
    GdeltEvents,
    /// GDELT 2.0 mentions, 16 columns, no header.
    GdeltMentions,
    /// GDELT quotation graph: one line of JSON a paper.
    GdeltQuotes,
    /// Phoenix, 26 columns, dyads, no header.
    Phoenix,
    /// PLOVER: one line of JSON an act.
    PloverJson,
    /// JSON-LD: a list of one object a paper.
    JsonLd,
    /// RDF as Turtle.
    Turtle,
    /// RDF as N-Triples.
    NTriples,
    /// GraphML: states and organisations, and what they did to each other.
    GraphMl,
    /// brat standoff: two files a paper.
    Brat,
    /// Label Studio: a list of tasks with pre-annotations.
    LabelStudio,
}

/// What a format is written into.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// One file or stream.
    File,
    /// A folder.
    Folder,
}

/// What a format's rows stand for: which reports whoever calls should hand over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Acts: one report for each act of the ledger, or ids repeat.
    Act,
    /// Reports: every one.
    Report,
}

/// Format, name, extension.
const NAMES: [(Format, &str, &str); 16] = [
    (Format::Jsonl, "jsonl", "jsonl"),
    (Format::Csv, "csv", "csv"),
    (Format::Parquet, "parquet", "parquet"),
    (Format::Polecat, "polecat", "txt"),
    (Format::Icews, "icews", "tab"),
    (Format::GdeltEvents, "gdelt-events", "export.CSV"),
    (Format::GdeltMentions, "gdelt-mentions", "mentions.CSV"),
    (Format::GdeltQuotes, "gdelt-quotes", "gqg.json"),
    (Format::Phoenix, "phoenix", "txt"),
    (Format::PloverJson, "plover", "plover.jsonl"),
    (Format::JsonLd, "jsonld", "jsonld"),
    (Format::Turtle, "turtle", "ttl"),
    (Format::NTriples, "ntriples", "nt"),
    (Format::GraphMl, "graphml", "graphml"),
    (Format::Brat, "brat", ""),
    (Format::LabelStudio, "label-studio", "json"),
];

impl Format {
    /// Every format, in the order of the documentation.
    pub fn all() -> impl Iterator<Item = Self> {
        NAMES.iter().map(|n| n.0)
    }

    /// The names, for messages and help.
    pub fn list() -> String {
        NAMES.map(|n| n.1).join(", ")
    }

    fn entry(self) -> (&'static str, &'static str) {
        NAMES.iter().find(|n| n.0 == self).map_or(("", ""), |n| (n.1, n.2))
    }

    /// Its name on the command line.
    pub fn name(self) -> &'static str {
        self.entry().0
    }

    /// What its file's name ends in, as is usual for the format; empty for a folder.
    pub fn extension(self) -> &'static str {
        self.entry().1
    }

    /// What it is written into.
    pub fn shape(self) -> Shape {
        if self == Self::Brat { Shape::Folder } else { Shape::File }
    }

    /// Whether its rows stand for acts or for reports.
    pub fn unit(self) -> Unit {
        match self {
            Self::Polecat | Self::Icews | Self::GdeltEvents | Self::Phoenix | Self::GraphMl => {
                Unit::Act
            }
            _ => Unit::Report,
        }
    }

    /// Which acts it holds unless told otherwise: formats that cannot say that something did not
    /// happen, or only might, leave such acts out.
    pub fn acts(self) -> Acts {
        match self {
            Self::Polecat | Self::Icews | Self::GdeltEvents | Self::Phoenix | Self::GraphMl => {
                Acts::ASSERTED
            }
            Self::GdeltMentions => Acts::MENTIONS,
            Self::PloverJson => Acts::MARKED,
            _ => Acts::ALL,
        }
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Format {
    type Err = OutputError;

    fn from_str(name: &str) -> Result<Self, OutputError> {
        NAMES
            .iter()
            .find(|n| n.1.eq_ignore_ascii_case(name))
            .map(|n| n.0)
            .ok_or_else(|| OutputError::UnknownFormat(name.into()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_is_read_back() {
        for format in Format::all() {
            assert_eq!(format.name().parse::<Format>().ok(), Some(format));
            assert_eq!(format.extension().is_empty(), format.shape() == Shape::Folder);
        }
        let message = "gkg".parse::<Format>().map_err(|e| e.to_string());
        assert!(message.is_err_and(|m| m.contains("\"gkg\"") && m.contains("gdelt-mentions")));
    }
}
