//! One export from its first paper to its manifest.

use crate::formats::{self, Writer};
use crate::sink::{Sink, Target};
use crate::view::View;
use crate::{Acts, Format, Manifest, Options, OutputError, Paper, Shape};

/// An export being written. Papers go in one by one; nothing of them is kept in memory.
pub trait Export: Send {
    /// Writes one paper.
    ///
    /// # Errors
    /// If the paper does not fit its text or the ledger's account of it, or nothing more can be
    /// written. After an error of the first kind the export can go on without that paper.
    fn paper(&mut self, paper: &Paper<'_>) -> Result<(), OutputError>;

    /// Writes what comes last and tells what was written.
    ///
    /// # Errors
    /// If the file cannot be finished.
    fn finish(self: Box<Self>) -> Result<Manifest, OutputError>;
}

/// Opens an export.
///
/// # Errors
/// If the format is not in this build, wants another kind of target, or the target cannot be made.
pub fn open(
    format: Format,
    target: Target,
    options: &Options,
) -> Result<Box<dyn Export>, OutputError> {
    let wrong = || OutputError::WrongTarget { format, shape: format.shape() };
    let writer = match (target, format.shape()) {
        (Target::File(path), Shape::File) => {
            // An unknown format must not leave an empty file behind.
            formats::built(format)?;
            formats::file(format, Sink::create(path)?, options)?
        }
        (Target::Stream(out), Shape::File) => formats::file(format, Sink::stream(out), options)?,
        (Target::Folder(path), Shape::Folder) => formats::folder(path)?,
        _ => return Err(wrong()),
    };
    let mut manifest = Manifest::new(format, &options.version, options.anonymous_text);
    manifest.columns = formats::columns(format);
    let acts = options.acts.unwrap_or_else(|| format.acts());
    Ok(Box::new(Run { writer, manifest, acts, anonymous: options.anonymous_text }))
}

struct Run {
    writer: Box<dyn Writer>,
    manifest: Manifest,
    acts: Acts,
    anonymous: bool,
}

impl Export for Run {
    fn paper(&mut self, paper: &Paper<'_>) -> Result<(), OutputError> {
        let view = View::new(paper, self.acts, self.anonymous, &mut self.manifest)?;
        self.writer.paper(&view, &mut self.manifest)
    }

    fn finish(self: Box<Self>) -> Result<Manifest, OutputError> {
        let Run { writer, mut manifest, .. } = *self;
        manifest.files = writer.finish(&mut manifest)?;
        Ok(manifest)
    }
}
