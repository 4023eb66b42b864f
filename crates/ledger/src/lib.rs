//! What is kept, found again, merged and handed on.
//!
//! **In:** records with their papers' texts and lemmas. **Out:** a ledger in one SQLite file:
//! papers, reports, the acts that the reports tell, pledges, corrections; and the answers to
//! questions about them. A report is what one paper says; an act is what happened: many reports
//! may tell one act, and each merge has its reasons and can be undone.

pub mod merge;
pub mod pledge;
