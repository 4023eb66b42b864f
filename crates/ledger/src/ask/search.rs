//! Papers by words and by what they tell, with what they can be narrowed down by.
//!
//! **In:** a [`Search`] and the ledger's [`Columns`]. **Out:** a page of hits, how many there are
//! in all, facets, what comes next; where nothing was found, why.
//!
//! Every hit can be paged to, and every hit is counted. The newest [`RANKED`] are ordered by how
//! well they fit: a word that a hundred thousand papers hold tells none of them from the others,
//! and ranking all would take as long as reading them. The rest follow, the newest first.

use super::columns::{Columns, listed};
use super::facets::{Facet, Without};
use super::narrow::{FILTERS, Narrowed, Narrowing, ToldFilter, narrow};
use super::papers::{DocumentFilter, DocumentRow};
use super::snippet::{Piece, snippet};
use super::words::Query;
use crate::error::{LedgerError, Result};
use crate::store::Ledger;
use rusqlite::params;
use serde::Serialize;

/// Papers that are ranked, the newest of the hits.
pub(super) const RANKED: usize = 4_000;

/// Papers that are looked at, at most, for whether words stand there with the diacritics they were
/// asked with; once to count them, once for a page.
const LOOKED_AT: usize = 500;

/// Values of a facet that are named, unless somebody wants others.
pub const NAMED: usize = 12;

/// What is looked for.
#[derive(Clone, Debug, Default)]
pub struct Search {
    /// Words; without any, all papers are there to be narrowed down.
    pub words: Query,
    /// Which papers.
    pub papers: DocumentFilter,
    /// What they must tell.
    pub told: ToldFilter,
    /// In which order.
    pub order: Order,
}

/// The order of hits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Order {
    /// The best first (BM25). Without words the newest are the best.
    #[default]
    Best,
    /// The newest first, those without a day last.
    Newest,
}

/// A page of hits.
#[derive(Clone, Debug, Serialize)]
pub struct Found {
    /// The papers.
    pub hits: Vec<Hit>,
    /// How many there are in all.
    pub total: u64,
    /// Whether `total` and `facets` count papers whose words differ from those asked for in
    /// diacritics alone: there are too many to look at each.
    pub folded: bool,
    /// So many hits, the newest, are ordered by rank; those behind them by day.
    pub ranked: u64,
    /// What they can be narrowed down by; empty if nobody asked.
    pub facets: Vec<Facet>,
    /// Why nothing was found.
    pub empty: Option<Empty>,
    /// What to give as `after` for the next page; `None` on the last.
    pub next: Option<String>,
}

/// Why nothing was found.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Empty {
    /// Papers that have all the words, whatever the filters say.
    pub words: u64,
    /// Words that no paper has.
    pub unknown: Vec<String>,
    /// How many papers there would be without a filter; those filters alone that are to blame.
    pub without: Vec<Without>,
}

/// A paper that was found.
#[derive(Clone, Debug, Serialize)]
pub struct Hit {
    /// The paper.
    pub about: DocumentRow,
    /// Higher is better (BM25); 0 where hits are not ranked.
    pub rank: f64,
    /// Its words around the best place; its beginning, if no words were looked for.
    pub snippet: Vec<Piece>,
    /// Where the words stand, code points.
    pub spans: Vec<[u32; 2]>,
}

/// A page of a search.
#[derive(Clone, Copy, Debug)]
pub struct Page<'a> {
    /// What the page before gave as `next`.
    pub after: Option<&'a str>,
    /// Most hits.
    pub limit: u32,
    /// Most values that a facet names; 0 for no facets.
    pub facets: usize,
}

/// Hits in their order.
struct Ordered {
    places: Vec<u32>,
    /// Ranks of the first of them.
    ranks: Vec<f64>,
}

impl Ledger {
    /// Papers that have the words and tell an act that fits. `columns` are those of
    /// [`Ledger::columns`]; without them those that are needed are read.
    ///
    /// # Errors
    /// If a day or the cursor is none, or the ledger cannot be read.
    pub fn search(
        &self,
        search: &Search,
        columns: Option<&Columns>,
        page: &Page<'_>,
    ) -> Result<Found> {
        let indexed = match search.words.terms.is_empty() {
            true => None,
            false => Some(self.indexed(&search.words)?),
        };
        let own;
        let columns = match columns {
            Some(columns) => columns,
            None => {
                own = self.columns_for(indexed.as_deref())?;
                &own
            }
        };
        let order = if indexed.is_some() { search.order } else { Order::Newest };
        let cursor = page.after.map(Cursor::parse).transpose()?;
        let mut candidates = places(columns, indexed.as_deref());
        // What was taken in since the first page would shift the pages.
        let newest = columns.ids.last().copied().unwrap_or_default();
        let newest = cursor.map_or(newest, |c| c.newest);
        candidates.retain(|p| columns.ids[*p as usize] <= newest);
        let folded = self.unfold(search, columns, &mut candidates)?;
        let narrowing = Narrowing::new(self, columns, &search.papers, &search.told)?;
        let narrowed = narrow(columns, &narrowing, &candidates, page.facets > 0);
        let total = narrowed.hits.len() as u64;
        let empty = match narrowed.hits.is_empty() {
            true => Some(self.why(search, candidates.len(), &narrowed, &narrowing)?),
            false => None,
        };
        let facets = match page.facets {
            0 => Vec::new(),
            most => self.facets(columns, search, &narrowed, most)?,
        };
        let ordered = self.ordered(search, order, columns, narrowed.hits)?;
        let start = cursor.map_or(0, |c| c.place(order, columns, &ordered));
        let (hits, last) = self.hits(search, columns, &ordered, start, page.limit)?;
        let next = last.map(|n| Cursor::behind(n, newest, columns, &ordered).to_string());
        let ranked = ordered.ranks.len() as u64;
        Ok(Found { hits, total, folded, ranked, facets, empty, next })
    }

    /// Takes out what was found by folding alone, if all can be looked at; else says that counts
    /// are of folded words.
    fn unfold(&self, search: &Search, columns: &Columns, places: &mut Vec<u32>) -> Result<bool> {
        if !search.words.must_be_looked_at() || places.len() > LOOKED_AT {
            return Ok(search.words.must_be_looked_at());
        }
        let mut kept = Vec::with_capacity(places.len());
        for place in places.iter() {
            if self.opened(&search.words, columns.ids[*place as usize])?.is_some() {
                kept.push(*place);
            }
        }
        *places = kept;
        Ok(false)
    }

    /// Hits in the order that is asked for.
    fn ordered(
        &self,
        search: &Search,
        order: Order,
        columns: &Columns,
        hits: Vec<u32>,
    ) -> Result<Ordered> {
        let mut is_hit = vec![false; columns.ids.len()];
        hits.iter().for_each(|h| is_hit[*h as usize] = true);
        let mut places: Vec<u32> =
            columns.newest.iter().copied().filter(|p| is_hit[*p as usize]).collect();
        if order == Order::Newest {
            return Ok(Ordered { places, ranks: Vec::new() });
        }
        let first = places.len().min(RANKED);
        let mut ids: Vec<i64> = places[..first].iter().map(|p| columns.ids[*p as usize]).collect();
        ids.sort_unstable();
        // The plus keeps SQLite from asking the index once a paper; the rank is computed only for
        // rows that pass.
        let sql = "SELECT rowid, -bm25(words, 1.0, 1.0) FROM words
            WHERE words MATCH ?1 AND rowid BETWEEN ?2 AND ?3
            AND +rowid IN (SELECT value FROM json_each(?4))";
        let span = (ids.first().copied().unwrap_or(0), ids.last().copied().unwrap_or(0));
        let mut ranked: Vec<(f64, u32)> = Vec::with_capacity(first);
        self.run(|db| {
            let mut asked = db.prepare_cached(sql)?;
            let words = search.words.expression();
            let mut rows = asked.query(params![words, span.0, span.1, listed(&ids)])?;
            while let Some(row) = rows.next()? {
                if let Some(place) = columns.place(row.get(0)?) {
                    ranked.push((row.get(1)?, place));
                }
            }
            Ok(())
        })?;
        ranked.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        let rest = places.split_off(first);
        places = ranked.iter().map(|r| r.1).collect();
        places.extend(rest);
        Ok(Ordered { places, ranks: ranked.into_iter().map(|r| r.0).collect() })
    }

    /// A page's hits from a place in their order on, and the last one's if others follow.
    fn hits(
        &self,
        search: &Search,
        columns: &Columns,
        ordered: &Ordered,
        start: usize,
        limit: u32,
    ) -> Result<(Vec<Hit>, Option<usize>)> {
        let mut hits: Vec<Hit> = Vec::new();
        let mut last = None;
        for (n, &place) in ordered.places.iter().enumerate().skip(start) {
            // A page is full if there are more, unless very many before them only seemed to fit.
            if n - start > LOOKED_AT + limit as usize {
                return Ok((hits, last));
            }
            let document = columns.ids[place as usize];
            let Some(opened) = self.opened(&search.words, document)? else {
                last = Some(n);
                continue;
            };
            if hits.len() == limit as usize {
                return Ok((hits, last));
            }
            last = Some(n);
            let (snippet, spans) = snippet(&opened.text, &opened.tokens, &opened.marked.words);
            let rank = ordered.ranks.get(n).copied().unwrap_or(0.0);
            let rank = (rank * 1000.0).round() / 1000.0;
            hits.push(Hit { about: opened.about, rank, snippet, spans });
        }
        Ok((hits, None))
    }

    /// Why there is no hit.
    fn why(
        &self,
        search: &Search,
        with_words: usize,
        narrowed: &Narrowed,
        narrowing: &Narrowing,
    ) -> Result<Empty> {
        let unknown = match with_words {
            0 => self.unknown_terms(&search.words)?,
            _ => Vec::new(),
        };
        let without = FILTERS
            .iter()
            .zip(narrowed.without)
            .filter(|((_, bit), papers)| narrowing.asks(*bit) && *papers > 0)
            .map(|((name, _), papers)| Without { filter: (*name).to_owned(), papers });
        Ok(Empty { words: with_words as u64, unknown, without: without.collect() })
    }
}

/// Places of papers, or of all.
pub(super) fn places(columns: &Columns, documents: Option<&[i64]>) -> Vec<u32> {
    match documents {
        None => (0..columns.ids.len() as u32).collect(),
        Some(ids) => {
            let mut at = 0;
            let place = |id: &i64| super::columns::forward(&columns.ids, &mut at, *id);
            ids.iter().filter_map(place).map(|p| p as u32).collect()
        }
    }
}

/// Where a page ended: enough to find the place in either order, even if the paper is gone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Cursor {
    /// Only papers up to this number are paged through.
    newest: i64,
    /// Day of the last paper.
    day: u32,
    /// Its rank in millionths; 0 where it has none.
    rank: i64,
    /// Its number.
    id: i64,
}

/// A rank as cursors have it.
fn millionths(rank: f64) -> i64 {
    (rank.max(0.0) * 1e6).round() as i64
}

impl std::fmt::Display for Cursor {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}~{}~{}~{}", self.newest, self.day, self.rank, self.id)
    }
}

impl Cursor {
    fn parse(cursor: &str) -> Result<Self> {
        let wrong = || LedgerError::Question(format!("\"{cursor}\" is no cursor of a search"));
        let number = |digits: &str| {
            let well = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
            well.then(|| digits.parse::<i64>().ok()).flatten()
        };
        let parts: Option<Vec<i64>> = cursor.split('~').map(number).collect();
        match parts.as_deref() {
            Some(&[newest, day, rank, id]) => {
                let day = u32::try_from(day).map_err(|_| wrong())?;
                Ok(Self { newest, day, rank, id })
            }
            _ => Err(wrong()),
        }
    }

    /// The cursor of what follows the n-th of the hits.
    fn behind(n: usize, newest: i64, columns: &Columns, ordered: &Ordered) -> Self {
        let place = ordered.places.get(n).map_or(0, |p| *p as usize);
        let rank = ordered.ranks.get(n).copied().map_or(0, millionths);
        Self { newest, day: columns.papers[place].day, rank, id: columns.ids[place] }
    }

    /// Where the next page begins.
    fn place(self, order: Order, columns: &Columns, ordered: &Ordered) -> usize {
        let by_day = |places: &[u32]| {
            places.partition_point(|p| {
                let p = *p as usize;
                (columns.papers[p].day, columns.ids[p]) >= (self.day, self.id)
            })
        };
        if order == Order::Newest {
            return by_day(&ordered.places);
        }
        let paper = columns.place(self.id);
        let there = ordered.places.iter().position(|p| Some(*p) == paper);
        let ranked = ordered.ranks.len();
        match there {
            Some(n) => n + 1,
            None if self.rank > 0 => ordered.ranks.partition_point(|r| millionths(*r) >= self.rank),
            None => ranked + by_day(&ordered.places[ranked..]),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cursors_are_read_as_they_were_written_and_nothing_else_is() {
        let cursor = Cursor { newest: 9, day: 20_240_611, rank: 1_250_000, id: 4 };
        assert_eq!(Cursor::parse(&cursor.to_string()).expect("a cursor"), cursor);
        let large = "1~99999999999~1~1";
        for wrong in ["", "~", "1", "1~2~3", "1~2~3~", "1~2~3~-4", "1~2~3~4~5", "ą~1~2~3", large] {
            assert!(Cursor::parse(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_page_goes_on_though_its_last_paper_is_gone() {
        let columns = Columns::default();
        let ordered = Ordered { places: vec![0, 1, 2], ranks: vec![3.0, 2.0, 1.0] };
        let cursor = Cursor { newest: 9, day: 0, rank: 2_500_000, id: 77 };
        assert_eq!(cursor.place(Order::Best, &columns, &ordered), 1);
    }
}
