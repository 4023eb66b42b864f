//! Questions to the ledger and their answers, as plain rows that print as JSON.
//!
//! **In:** filters in the codebook's terms. **Out:** acts, dyads, papers, entities, pledges,
//! counts. Nothing here writes.

mod acts;
mod dyad;
mod entities;
mod handing;
mod overview;
mod papers;
mod pledges;
mod rows;
mod search;
mod stats;

pub use acts::{ActFilter, ActPage};
pub use dyad::{Dyad, Month, Partnership, TagCount};
pub use entities::{EntityPage, EntityRow, Partner};
pub use handing::Choice;
pub use overview::{PlaceCount, Point};
pub use papers::{DocumentFilter, DocumentRow, Paper, StatementRow};
pub use pledges::{PledgeFilter, PledgeLink, PledgeRow};
pub use rows::{ActRow, PartyRow, ReportRow};
pub use search::{Hit, Piece, Query, Word};
pub use stats::{Count, RejectRow, Stats, UnitRow};
