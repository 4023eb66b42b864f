//! Records in, the file formats of the field out.
//!
//! **In:** a stream of [`Paper`]s: a document's record, its text where it may be given away, and
//! what the ledger knows of its acts. **Out:** one [`Format`] each, written as the papers come, and
//! a [`Manifest`] that says how many rows there are, what was left out and why, and the files'
//! checksums. The room knows neither the store nor the models; whoever calls it decides which
//! papers are given away ([`Format::unit`] says what a format expects).
//!
//! ```no_run
//! use outputs::{Format, Options, Paper, Target, open};
//! # fn main() -> Result<(), outputs::OutputError> {
//! # let records: Vec<record::Record> = Vec::new();
//! let format: Format = "polecat".parse()?;
//! let mut export = open(format, Target::File("events.txt".into()), &Options::default())?;
//! for record in &records {
//!     export.paper(&Paper { record, text: None, source: None, told: &[] })?;
//! }
//! export.finish()?.write("manifest.json".as_ref())?;
//! # Ok(())
//! # }
//! ```
//!
//! Which column holds what is told in `docs/exports.md`.

mod cell;
mod dates;
mod dyads;
mod error;
mod format;
mod formats;
mod ids;
mod manifest;
mod options;
mod paper;
mod party;
mod rdf;
mod run;
mod sink;
mod strip;
mod tables;
mod view;

pub use error::OutputError;
pub use format::{Format, Shape, Unit};
pub use manifest::{FileEntry, Manifest};
pub use options::{Acts, Options};
pub use paper::Paper;
pub use record::Told;
pub use run::{Export, open};
pub use sink::Target;
