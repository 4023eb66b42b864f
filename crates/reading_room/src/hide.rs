//! Rows without the owner's folders.
//!
//! A paper without an address has its file's path as source and in its key. Whoever reads the
//! ledger from elsewhere need not know where on this machine that file lies: only its name is told.

use ledger::CorrectionRow;
use ledger::ask::{ActRow, DocumentRow, Dyad, Found, Hit, PledgeRow, ReportRow, Stats};
use ledger::check::{Agreement, CheckRow, Disagreement, ReportPage};

/// A unit or source without the folders in which its file lies.
pub fn unit_name(name: &str) -> String {
    if name.contains("://") {
        return name.to_owned();
    }
    name.rsplit(['/', '\\']).next().unwrap_or(name).to_owned()
}

/// A reason without those folders.
pub fn unpathed(reason: &str, unit: &str) -> String {
    reason.replace(unit, &unit_name(unit))
}

/// Rows that tell of sources.
pub trait Hide: Sized {
    /// Takes the folders out.
    fn hide(&mut self);

    /// The same row without the folders.
    fn hidden(mut self) -> Self {
        self.hide();
        self
    }
}

impl<T: Hide> Hide for Vec<T> {
    fn hide(&mut self) {
        self.iter_mut().for_each(Hide::hide);
    }
}

impl Hide for ReportRow {
    fn hide(&mut self) {
        self.source = unit_name(&self.source);
    }
}

impl Hide for ActRow {
    fn hide(&mut self) {
        self.report.hide();
    }
}

impl Hide for DocumentRow {
    fn hide(&mut self) {
        self.source = unit_name(&self.source);
        self.key = unit_name(&self.key);
    }
}

impl Hide for Hit {
    fn hide(&mut self) {
        self.about.hide();
    }
}

impl Hide for Found {
    fn hide(&mut self) {
        self.hits.hide();
        let sources = self.facets.iter_mut().filter(|f| f.facet == "source");
        for value in sources.flat_map(|f| &mut f.values) {
            value.value = unit_name(&value.value);
            value.name.clone_from(&value.value);
        }
    }
}

impl Hide for PledgeRow {
    fn hide(&mut self) {
        self.pledge.hide();
        self.links.iter_mut().for_each(|l| l.act.hide());
    }
}

impl Hide for Dyad {
    fn hide(&mut self) {
        self.latest.hide();
        self.pledges.hide();
    }
}

impl Hide for Stats {
    fn hide(&mut self) {
        self.sources.iter_mut().for_each(|s| s.name = unit_name(&s.name));
    }
}

impl Hide for CorrectionRow {
    fn hide(&mut self) {
        self.document = unit_name(&self.document);
    }
}

impl Hide for CheckRow {
    fn hide(&mut self) {
        self.document = unit_name(&self.document);
    }
}

impl Hide for ReportPage {
    fn hide(&mut self) {
        self.report.hide();
        self.checks.hide();
        self.corrections.hide();
    }
}

impl Hide for Disagreement {
    fn hide(&mut self) {
        self.document = unit_name(&self.document);
    }
}

impl Hide for Agreement {
    fn hide(&mut self) {
        self.disagreements.hide();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_are_not_told() {
        assert_eq!(unit_name("/home/a/papers.jsonl#b1"), "papers.jsonl#b1");
        assert_eq!(unit_name("https://example.org/feed"), "https://example.org/feed");
        assert_eq!(unpathed("/home/a/p.jsonl:3: no text", "/home/a/p.jsonl"), "p.jsonl:3: no text");
    }
}
