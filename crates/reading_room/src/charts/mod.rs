//! Charts, drawn here as SVG: on a page with the page's colours, alone with their own.
//!
//! **In:** rows of the ledger. **Out:** SVG without script or style: every shape has a class, by
//! which a page colours it, and attributes that colour it where there is no page.

mod balance;
mod draw;
mod map;
mod network;
mod timeline;

pub use balance::balance;
pub use draw::Frame;
pub use map::map;
pub use network::network;
pub use timeline::{EDGES, timeline};
