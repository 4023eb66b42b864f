//! What a ledger knows of the act that a report tells, for whoever is given the report.

/// What the ledger knows of the act that an event reports.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// The act's stable id.
    pub act: String,
    /// How many reports tell it.
    pub n_reports: u32,
    /// In how many papers.
    pub n_documents: u32,
    /// By how many sources.
    pub n_sources: u32,
    /// First day a paper told it, `YYYY-MM-DD`.
    pub first_seen: Option<String>,
}
