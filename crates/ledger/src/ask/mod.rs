//! Questions to the ledger and their answers, as plain rows that print as JSON.
//!
//! **In:** filters in the codebook's terms. **Out:** acts, dyads, papers, entities, pledges,
//! counts. Nothing here writes.

mod acts;
mod columns;
mod drivers;
mod dyad;
mod entities;
mod facets;
mod handing;
mod narrow;
mod overview;
mod papers;
mod pledges;
mod rows;
mod saying;
mod search;
mod snippet;
mod stats;
mod words;

pub use acts::{ActFilter, ActPage};
pub use columns::Columns;
pub use dyad::{Dyad, Month, Partnership, TagCount};
pub use entities::{EntityPage, EntityRow, Partner};
pub use facets::{Facet, FacetValue, Without};
pub use handing::Choice;
pub use narrow::ToldFilter;
pub use overview::{PlaceCount, Point};
pub use papers::{DocumentFilter, DocumentRow, Paper, StatementPage, StatementRow};
pub use pledges::{PledgeFilter, PledgeLink, PledgeRow};
pub use rows::{ActRow, PartyRow, ReportRow};
pub use search::{Empty, Found, Hit, NAMED, Order, Page, Search};
pub use snippet::Piece;
pub use stats::{Count, RejectRow, Stats, UnitRow};
pub use words::{Query, Within, Word};
