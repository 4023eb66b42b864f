//! Bytes in any format in; [`Document`]s with text, metadata and segments out.
//!
//! This room knows encodings, file formats, sentences and raw tokens. It knows no grammar
//! (splitting "zrobiłem" into two words needs a dictionary and happens in `syntax`) and no politics.
//!
//! Offsets are **byte** ranges into [`Document::text`] everywhere inside the program; only the
//! record that leaves it counts Unicode code points (see [`CodePoints`]).
#![warn(missing_docs)]

mod document;
mod read;
mod sections;
mod segment;
mod span;

pub use document::{Document, Lang};
pub use read::{
    Defaults, Format, Item, Items, ReadError, Reason, decode, detect, read_bytes, read_file,
    read_stream,
};
pub use sections::{SECTION, Sections};
pub use segment::{Segment, segment};
pub use span::{CodePoints, Span};
