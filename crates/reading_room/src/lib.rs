//! The reading room: a page and an API over the ledger.
//!
//! **In:** a ledger, opened for reading, and a [`Reader`] that the binary gives (text in, record
//! out). **Out:** HTTP: pages that work without script, and JSON under `/api/v1`. The room knows
//! neither models nor grammar, writes nothing, and fetches nothing from elsewhere.

mod api;
mod assets;
mod cached;
mod charts;
mod guard;
mod hide;
mod language;
mod names;
mod pages;
mod params;
mod picture;
mod plain;
mod pool;
mod problem;
mod reader;
mod room;
mod serve;
mod settings;

pub use api::openapi;
pub use reader::{Given, ReadFault, Reader};
pub use room::{Room, router};
pub use serve::serve;
pub use settings::{RoomError, Settings};
