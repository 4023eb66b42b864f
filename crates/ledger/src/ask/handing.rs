//! Papers handed on: every report, one report an act, or one act a day.

use super::papers::{DocumentFilter, Paper};
use crate::error::Result;
use crate::store::Ledger;
use record::Told;
use std::collections::HashSet;

/// Which reports of a paper are handed on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Choice {
    /// All.
    Reports,
    /// Those that stand for their act: each act once.
    Acts,
    /// Of these, one of each type, parties and day ("one a day"), for models that expect it.
    OneADay,
}

/// Papers read at a time.
const PAGE: u32 = 200;

impl Ledger {
    /// Hands on papers in the order in which they were taken in, with the events that are chosen.
    /// Corrections are applied. Papers without a chosen event are handed on, too, empty.
    ///
    /// # Errors
    /// If the ledger cannot be read, or `give` fails.
    pub fn hand_on<E: From<crate::LedgerError>>(
        &self,
        filter: &DocumentFilter,
        choice: Choice,
        mut give: impl FnMut(Paper, Vec<Told>) -> Result<(), E>,
    ) -> Result<(), E> {
        let mut after = 0;
        let mut told = HashSet::new();
        loop {
            let page = self.documents(filter, after, PAGE)?;
            let Some(last) = page.last() else { return Ok(()) };
            after = last.document;
            for row in page {
                let (paper, handed) = self.chosen(row.document, choice, &mut told)?;
                give(paper, handed)?;
            }
        }
    }

    fn chosen(
        &self,
        document: i64,
        choice: Choice,
        told: &mut HashSet<String>,
    ) -> Result<(Paper, Vec<Told>)> {
        let mut paper = self.paper(document)?;
        type Row = (bool, Told);
        let sql = "SELECT a.report = r.id, a.uid, a.n_reports, a.n_documents, a.n_sources,
            a.first_seen FROM reports r JOIN acts a ON a.id = r.act WHERE r.document = ?1
            ORDER BY r.id";
        let rows: Vec<Row> = self.run(|db| {
            db.prepare_cached(sql)?
                .query_map([document], |r| {
                    let about = Told {
                        act: r.get(1)?,
                        n_reports: r.get(2)?,
                        n_documents: r.get(3)?,
                        n_sources: r.get(4)?,
                        first_seen: r.get(5)?,
                    };
                    Ok((r.get(0)?, about))
                })?
                .collect()
        })?;
        let events = std::mem::take(&mut paper.record.coded.events);
        let mut handed = Vec::new();
        paper.acts.clear();
        for (event, (stands, about)) in events.into_iter().zip(rows) {
            let kept = match choice {
                Choice::Reports => true,
                Choice::Acts => stands,
                Choice::OneADay => stands && told.insert(day_key(&event)),
            };
            if kept {
                paper.record.coded.events.push(event);
                paper.acts.push(about.act.clone());
                handed.push(about);
            }
        }
        if choice != Choice::Reports {
            // What refers to events that stay behind would point nowhere.
            let kept: HashSet<String> =
                paper.record.coded.events.iter().map(|e| e.id.clone()).collect();
            for event in &mut paper.record.coded.events {
                event.same_as = event.same_as.take().filter(|id| kept.contains(id));
            }
            for statement in &mut paper.record.coded.statements {
                statement.events.retain(|id| kept.contains(id));
            }
        }
        Ok((paper, handed))
    }
}

/// Type, parties and day, in whatever order the parties stand.
fn day_key(event: &record::Event) -> String {
    let side = |list: &[record::MentionRecord]| {
        let mut codes: Vec<String> =
            list.iter().map(|m| m.code.clone().unwrap_or_else(|| m.name.clone()).into()).collect();
        codes.sort();
        codes.join("+")
    };
    let day = event.date.as_ref().map_or("", |d| d.value.as_str());
    format!("{day} {} {} {}", event.event, side(&event.actors), side(&event.recipients))
}
