//! The reading room: a page and an API over the ledger.
//!
//! **In:** a ledger, opened for reading, and a [`Reader`] that the binary gives (text in, record
//! out; what the words of a correction mean). **Out:** HTTP: pages that work without script, and
//! JSON under `/api/v1`. The room knows neither models nor grammar, fetches nothing from elsewhere,
//! and writes nothing unless it is opened for that; then corrections and verdicts of people who
//! showed the token, one after the other ([`Settings::write`]).

mod api;
mod assets;
mod cached;
mod charts;
mod days;
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
mod writer;

pub use api::openapi;
pub use reader::{Accuracy, Given, Office, ReadFault, Reader};
pub use room::{Room, router};
pub use serve::serve;
pub use settings::{RoomError, Settings};
