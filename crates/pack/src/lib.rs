//! Pack files: how dictionaries, models and the world reach the program.
//!
//! **In:** named sections of bytes from a builder. **Out:** one file, and the same sections
//! again, read in place (mapped from a file or linked into the binary), never copied.
//! **Why:** a pack is opened thousands of times more often than it is made; opening must cost
//! no parsing, and a damaged or foreign pack must be refused before a single weight is read.
//!
//! Layout, little endian, every part aligned to 64 bytes:
//!
//! ```text
//! header   64 bytes   magic "CHNCRYPK", format u32, endian mark u32, schema u64,
//!                     checksum u64, length u64, section count u32, zero bytes
//! kind     32 bytes   what it is, e.g. "lexicon", padded with zeros
//! version  32 bytes   free text, e.g. "2026-06-01", padded with zeros
//! table    64 bytes a section: name (48), offset u64, length u64
//! sections            each starts at a multiple of 64
//! ```
//!
//! `checksum` is XXH3-64 over the whole file with its own eight bytes taken as zero, so that
//! every changed byte is noticed. `schema` is the builder's hash of whatever the reader must
//! agree on (feature templates, table columns): a pack made for other templates fails loudly.
#![warn(missing_docs)]

mod read;
mod write;

pub use read::{AlignedBytes, Pack};
pub use write::PackWriter;

use std::path::PathBuf;
use thiserror::Error;

pub(crate) const MAGIC: &[u8; 8] = b"CHNCRYPK";
pub(crate) const FORMAT: u32 = 1;
pub(crate) const ENDIAN_MARK: u32 = 0x0102_0304;
pub(crate) const ALIGN: usize = 64;
pub(crate) const LABEL: usize = 32;
pub(crate) const SECTION_NAME: usize = 48;
/// Header, kind and version together: where the section table starts.
pub(crate) const TABLE_AT: usize = 64 + 2 * LABEL;
pub(crate) const CHECKSUM_AT: usize = 24;

/// Why a pack was refused. Every variant names the pack (its path, or "built-in").
#[derive(Debug, Error)]
pub enum PackError {
    /// The file could not be opened or mapped.
    #[error("{path}: cannot read the pack: {source}")]
    Io {
        /// The pack's file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// Not a pack at all, or one of another format version or byte order.
    #[error("{path}: not a pack this program reads: {reason}")]
    Foreign {
        /// The pack's name.
        path: PathBuf,
        /// Which mark is wrong.
        reason: String,
    },
    /// The bytes are not those that were written.
    #[error("{path}: the pack is damaged: {reason}; build it again or fetch a fresh copy")]
    Damaged {
        /// The pack's name.
        path: PathBuf,
        /// What does not hold.
        reason: String,
    },
    /// A sound pack, but of another kind or made for other templates.
    #[error("{path}: wrong pack: {reason}")]
    Wrong {
        /// The pack's name.
        path: PathBuf,
        /// What was expected and what was found.
        reason: String,
    },
}

/// XXH3-64 of a file whose checksum field counts as zero.
pub(crate) fn checksum(bytes: &[u8]) -> u64 {
    let mut h = xxhash_rust::xxh3::Xxh3::new();
    h.update(&bytes[..CHECKSUM_AT]);
    h.update(&[0; 8]);
    h.update(&bytes[CHECKSUM_AT + 8..]);
    h.digest()
}
