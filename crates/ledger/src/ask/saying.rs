//! Which papers, and which sentences of them, truly have the words that are looked for.
//!
//! **In:** papers and acts that the index found. **Out:** those whose words stand there as they
//! were asked for: with their diacritics, and in the act's own sentence if that is asked for. The
//! index knows neither, so papers are opened for it.

use super::papers::DocumentRow;
use super::words::{Marked, Query, Within};
use crate::error::{LedgerError, Result};
use crate::filed::Token;
use crate::load;
use crate::store::Ledger;
use std::collections::HashMap;

/// Papers that are kept open.
const OPEN: usize = 200;

/// A paper opened to see whether the words are truly there.
pub(super) struct Opened {
    pub about: DocumentRow,
    pub text: String,
    pub tokens: Vec<Token>,
    pub marked: Marked,
}

impl Opened {
    /// Whether a sentence (code points) has all terms.
    pub(super) fn says(&self, words: &Query, [start, end]: [u32; 2]) -> bool {
        let from = self.tokens.partition_point(|t| t.start < start);
        let until = self.tokens.partition_point(|t| t.end <= end).max(from);
        words.mark(&self.text, &self.tokens[from..until]).terms.iter().all(|t| *t)
    }
}

impl Ledger {
    /// A paper with its words; `None` if it has not the words that are looked for, or is gone.
    pub(super) fn opened(&self, words: &Query, document: i64) -> Result<Option<Opened>> {
        let about = match self.document(document) {
            Ok(about) => about,
            Err(LedgerError::Question(_)) => return Ok(None),
            Err(e) => return Err(e),
        };
        let text = load::text(&self.db, document, &self.path)?;
        let tokens = load::tokens(&self.db, document, &self.path)?;
        let marked = words.mark(&text, &tokens);
        let there = words.stands_in(about.title.as_deref().unwrap_or(""), &text, &marked);
        Ok(there.then_some(Opened { about, text, tokens, marked }))
    }
}

/// Looks at acts, one after the other.
pub(super) struct Saying<'l> {
    ledger: &'l Ledger,
    words: &'l Query,
    /// Papers that the index found, ascending.
    documents: &'l [i64],
    open: HashMap<i64, Option<Opened>>,
    opened: usize,
}

impl<'l> Saying<'l> {
    pub(super) fn new(ledger: &'l Ledger, words: &'l Query, documents: &'l [i64]) -> Self {
        Self { ledger, words, documents, open: HashMap::new(), opened: 0 }
    }

    /// How many papers were opened.
    pub(super) fn opened(&self) -> usize {
        self.opened
    }

    /// Whether a report of an act stands where the words must.
    pub(super) fn act(&mut self, act: i64) -> Result<bool> {
        let sql = "SELECT document, sentence_start, sentence_end FROM reports WHERE act = ?1
            ORDER BY id";
        let reports: Vec<(i64, [u32; 2])> = self.ledger.run(|db| {
            db.prepare_cached(sql)?
                .query_map([act], |r| Ok((r.get(0)?, [r.get(1)?, r.get(2)?])))?
                .collect()
        })?;
        for (document, sentence) in reports {
            if self.documents.binary_search(&document).is_err() {
                continue;
            }
            if !self.open.contains_key(&document) {
                if self.open.len() >= OPEN {
                    self.open.clear();
                }
                let opened = self.ledger.opened(self.words, document)?;
                self.opened += 1;
                self.open.insert(document, opened);
            }
            let Some(Some(opened)) = self.open.get(&document) else { continue };
            if self.words.within == Within::Paper || opened.says(self.words, sentence) {
                return Ok(true);
            }
        }
        Ok(false)
    }
}
