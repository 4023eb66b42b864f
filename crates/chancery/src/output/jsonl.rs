//! The record as one line of JSON, keys in the contract's order.

use super::{Head, Notes, Spool};
use crate::pipeline::Stretch;
use anyhow::Result;
use serde::Serialize;
use std::io::Write;

/// A growing line of JSON.
pub struct JsonPage {
    head: Head,
    events: Spool,
    statements: Spool,
    relations: Spool,
    occasions: Spool,
    notes: Notes,
}

impl JsonPage {
    /// An empty record.
    pub fn new(head: Head) -> Self {
        let (events, statements) = (Spool::new(), Spool::new());
        let (relations, occasions) = (Spool::new(), Spool::new());
        Self { head, events, statements, relations, occasions, notes: Notes::default() }
    }

    /// Adds the records of a stretch.
    pub fn add(&mut self, stretch: &Stretch) -> Result<()> {
        self.notes.add(stretch);
        push(&mut self.events, &stretch.coded.events)?;
        push(&mut self.statements, &stretch.coded.statements)?;
        push(&mut self.relations, &stretch.coded.relations)?;
        push(&mut self.occasions, &stretch.coded.occasions)
    }

    /// Writes the line.
    pub fn finish(self, out: &mut dyn Write) -> Result<()> {
        let published = self.head.published.map(|d| d.to_string());
        write!(out, "{{\"id\":{}", serde_json::to_string(&self.head.id)?)?;
        write!(out, ",\"lang\":\"{}\"", self.head.lang.code())?;
        write!(out, ",\"published\":{}", serde_json::to_string(&published)?)?;
        write!(out, ",\"title\":{}", serde_json::to_string(&self.head.title)?)?;
        write!(out, ",\"url\":{}", serde_json::to_string(&self.head.url)?)?;
        let notes = self.notes.all(self.events.items);
        let lists = [
            ("events", self.events),
            ("statements", self.statements),
            ("relations", self.relations),
            ("occasions", self.occasions),
        ];
        for (name, list) in lists {
            write!(out, ",\"{name}\":[")?;
            list.copy_to(out)?;
            write!(out, "]")?;
        }
        writeln!(out, ",\"notes\":{}}}", serde_json::to_string(&notes)?)?;
        Ok(())
    }
}

fn push<T: Serialize>(spool: &mut Spool, items: &[T]) -> Result<()> {
    for item in items {
        spool.push(&serde_json::to_vec(item)?, b",")?;
    }
    Ok(())
}
