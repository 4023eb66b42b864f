//! What an export is made of.

use record::{Record, Told};

/// One paper on its way out.
#[derive(Clone, Copy, Debug)]
pub struct Paper<'a> {
    /// Its record. Events that are not to be given away are already taken out.
    pub record: &'a Record,
    /// Its text; `None` where it may not be given away. Offsets point into it all the same.
    pub text: Option<&'a str>,
    /// Who published it: a publisher's name or the host of its address.
    pub source: Option<&'a str>,
    /// What the ledger knows of each event's act, in the order of `record.coded.events`; empty
    /// where there is no ledger.
    pub told: &'a [Told],
}
