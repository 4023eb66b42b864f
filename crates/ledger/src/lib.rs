//! What is kept, found again, merged and handed on.
//!
//! **In:** records with their papers' texts and lemmas. **Out:** a ledger in one SQLite file:
//! papers, reports, the acts that the reports tell, pledges, corrections; and the answers to
//! questions about them. A report is what one paper says; an act is what happened: many reports
//! may tell one act, and each merge has its reasons and can be undone.

mod acts;
pub mod ask;
pub mod check;
mod correct;
mod days;
mod error;
mod filed;
mod filing;
mod fold;
mod forms;
mod guided;
mod keep;
mod load;
pub mod merge;
mod merging;
mod plain;
pub mod pledge;
mod settle;
mod store;
mod units;

pub use correct::{Change, Coding, CorrectionFilter, CorrectionRow, Known, Target, Terms, Wish};
pub use error::{LedgerError, Result};
pub use filed::{Filed, Token};
pub use filing::{Filing, Outcome};
pub use fold::fold;
pub use forms::{Form, Once};
pub use keep::Verified;
pub use plain::name;
pub use store::Ledger;
pub use units::Unit;
