//! A typed view of one section of a shared pack.
//!
//! **In:** an `Arc<Pack>` and a section's name. **Out:** a value that can be kept in a struct,
//! shared between threads and read as a slice. **Why:** tables are read in place, never copied,
//! and several readers (dictionary, guesser, weights) live in the same file.

use pack::{Pack, PackError};
use std::{marker::PhantomData, ops::Range, sync::Arc};

/// One section of a pack as values of `T`.
#[derive(Clone)]
pub struct Section<T> {
    pack: Arc<Pack>,
    range: Range<usize>,
    of: PhantomData<T>,
}

impl<T: bytemuck::AnyBitPattern> Section<T> {
    /// Finds the section and checks once that it can be read as values of `T`.
    ///
    /// # Errors
    /// [`PackError::Damaged`] if it is missing or its length is no multiple of the type's size.
    pub fn new(pack: &Arc<Pack>, name: &str) -> Result<Self, PackError> {
        pack.values::<T>(name)?;
        Ok(Self { pack: pack.clone(), range: pack.range(name)?, of: PhantomData })
    }

    /// The values. Costs a check of alignment: take it once per sentence, not per look-up.
    pub fn get(&self) -> &[T] {
        bytemuck::cast_slice(&self.pack.bytes()[self.range.clone()])
    }
}

impl AsRef<[u8]> for Section<u8> {
    fn as_ref(&self) -> &[u8] {
        &self.pack.bytes()[self.range.clone()]
    }
}

/// Reads a section of strings written by [`join_strings`].
///
/// # Errors
/// [`PackError::Damaged`] if it is missing or not UTF-8.
pub(crate) fn strings(pack: &Pack, name: &str) -> Result<Vec<String>, PackError> {
    let bytes = pack.section(name)?;
    let text = std::str::from_utf8(bytes).map_err(|e| damaged(pack, format!("{name}: {e}")))?;
    Ok(text.lines().map(str::to_owned).collect())
}

/// One string a line; the strings hold no line breaks.
pub(crate) fn join_strings<S: AsRef<str>>(all: &[S]) -> Vec<u8> {
    let mut out = Vec::new();
    for s in all {
        out.extend_from_slice(s.as_ref().as_bytes());
        out.push(b'\n');
    }
    out
}

/// An error for values that do not hold together although the checksum is right.
pub(crate) fn damaged(pack: &Pack, reason: String) -> PackError {
    PackError::Damaged { path: pack.path().into(), reason }
}
