//! The record as it is: one line a paper, the contract's keys in the contract's order.
//!
//! Where a ledger told of the acts, a last key `acts` follows, which the contract does not have:
//! `[{"event", "act", "n_reports", "n_documents", "n_sources", "first_seen"}]`.

use super::Writer;
use crate::sink::Sink;
use crate::view::View;
use crate::{FileEntry, Manifest, OutputError};
use record::Record;
use serde_json::json;
use std::collections::HashSet;

pub(crate) struct Jsonl {
    sink: Sink,
}

impl Jsonl {
    pub fn new(sink: Sink) -> Self {
        Self { sink }
    }
}

impl Writer for Jsonl {
    fn paper(&mut self, view: &View<'_>, manifest: &mut Manifest) -> Result<(), OutputError> {
        let record = &view.record;
        let document = || record.id.clone();
        let all = view.acts().count() == record.coded.events.len();
        let line =
            if all { serde_json::to_string(&**record) } else { serde_json::to_string(&only(view)) };
        let mut line = line.map_err(|source| OutputError::Json { document: document(), source })?;
        if !view.told.is_empty() {
            let acts: Vec<_> = view
                .acts()
                .filter_map(|a| {
                    let told = a.told?;
                    Some(json!({
                        "event": a.event.id,
                        "act": told.act,
                        "n_reports": told.n_reports,
                        "n_documents": told.n_documents,
                        "n_sources": told.n_sources,
                        "first_seen": told.first_seen,
                    }))
                })
                .collect();
            line.pop();
            line.push_str(",\"acts\":");
            line.push_str(&serde_json::Value::from(acts).to_string());
            line.push('}');
        }
        line.push('\n');
        self.sink.put(&line)?;
        manifest.rows += 1;
        Ok(())
    }

    fn finish(self: Box<Self>, _: &mut Manifest) -> Result<Vec<FileEntry>, OutputError> {
        Ok(vec![self.sink.close()?])
    }
}

/// The record with the chosen acts alone; nothing points to one that is gone.
fn only(view: &View<'_>) -> Record {
    let mut record = (*view.record).clone();
    let ids: HashSet<&str> = view.acts().map(|a| a.event.id.as_str()).collect();
    record.coded.events.retain(|e| ids.contains(e.id.as_str()));
    for event in &mut record.coded.events {
        event.same_as.take_if(|id| !ids.contains(id.as_str()));
    }
    for statement in &mut record.coded.statements {
        statement.events.retain(|id| ids.contains(id.as_str()));
    }
    record
}
