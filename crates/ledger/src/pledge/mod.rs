//! What was promised, conceded and threatened, and what became of it; partnerships over time.
//!
//! **In:** the sketches of acts ([`crate::merge::Sketch`]) and the relations that records state.
//! **Out:** [`Pledge`]s, [`Link`]s to later acts with reasons, a [`Status`] that says no more than the
//! links do; [`partnership::Standing`]s of pairs of states. Rules and figures: `docs/ledger/pledges.md`.

pub mod entry;
pub mod keys;
pub mod link;
mod matter;
pub mod partnership;
pub mod status;

pub use entry::{Kind, Pledge, is_pledge, promised_type};
pub use keys::{later_keys, pledge_keys};
pub use link::{Link, LinkKind, relate};
pub use partnership::{Standing, Stated, partnerships};
pub use status::{Status, status};
