//! From the places where papers lie to documents: files, folders, standard input, feeds, archives
//! and the web in; [`text::Item`]s, or why there is none, out.
//!
//! The way: [`Source::parse`] understands what the user named, [`expand`] makes [`Unit`]s of it (a
//! folder becomes its files), [`Reader::open`] reads a unit from where an earlier run stopped. What
//! was read before is told by [`Known`], which the caller keeps for each unit: a unit that has not
//! changed is not opened again, one that was left in the middle is resumed there.
//!
//! ```no_run
//! use sources::{Opened, Reader, Source, Web, WebLimits, expand};
//!
//! let web = Web::new(WebLimits::default());
//! let reader = Reader::default().fetching(web);
//! let named = [Source::parse("papers/"), Source::parse("https://example.org/feed.xml")];
//! for unit in expand(&named).units {
//!     let unit = unit?;
//!     let Opened::Reading(reading) = reader.open(&unit, None)? else { continue };
//!     for given in reading {
//!         match given.item {
//!             Ok(item) => println!("{} up to {}: {item:?}", given.unit, given.position),
//!             Err(reject) => eprintln!("{reject}"),
//!         }
//!     }
//! }
//! # Ok::<(), text::ReadError>(())
//! ```
//!
//! What is read, what is refused and why: `docs/sources.md`. This room fetches and unpacks; it knows
//! no grammar, no events and no store.
#![warn(missing_docs)]

mod feed;
mod identity;
mod kind;
mod place;
mod read;
mod warc;
mod web;

pub use identity::canonical_url;
pub use kind::Kind;
pub use place::{Expanded, Known, Source, Stamp, Unit, expand};
pub use read::{Given, Opened, Reader, Reading};
pub use text::Limits;
pub use web::{
    Allowed, Body, Conditions, Fetch, FetchError, Fetched, Robots, USER_AGENT, Web, WebLimits,
    forbidden,
};
