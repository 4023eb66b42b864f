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
    Carried, Defaults, Format, Item, Items, JsonLines, Limits, Packing, Part, ReadError, Reason,
    Unpacked, day_as_written, day_in_address, decode, detect, html_text, read_bytes, read_file,
    read_page, read_stream, settle, stem, unpack,
};
pub use sections::{SECTION, Sections};
pub use segment::{Segment, segment};
pub use span::{CodePoints, Span};
