//! Papers handed on: every report, one report an act, or one act a day.

use super::columns::Columns;
use super::narrow::{Narrowing, narrow};
use super::papers::{DocumentFilter, Paper};
use super::search::{Search, places};
use super::words::Within;
use crate::error::{LedgerError, Result};
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

/// What is handed on: the papers that a search finds, with their acts that it asks for.
#[derive(Default)]
struct Selection {
    /// Numbers of the papers, ascending; `None` for all.
    documents: Option<Vec<i64>>,
    /// For each of these the acts that fit, if any are asked for.
    acts: Option<Vec<Vec<i64>>>,
}

/// What was handed on already.
#[derive(Default)]
struct Handed {
    acts: HashSet<i64>,
    days: HashSet<String>,
}

impl Ledger {
    /// Hands on the papers that a search finds, in the order in which they were taken in, with the
    /// events that are chosen: if the search asks for acts, those that fit; if for words within a
    /// sentence, those whose sentence has them. Corrections are applied. Papers without a chosen
    /// event are handed on, too, empty, unless each must have words in a sentence.
    ///
    /// Where each act is handed on once, it is by the report that stands for it, if its paper is
    /// among those handed on, else by the first report that is. `columns` as for
    /// [`Ledger::search`].
    ///
    /// # Errors
    /// If a day is none, the ledger cannot be read, or `give` fails.
    pub fn hand_on<E: From<LedgerError>>(
        &self,
        search: &Search,
        columns: Option<&Columns>,
        choice: Choice,
        mut give: impl FnMut(Paper, Vec<Told>) -> Result<(), E>,
    ) -> Result<(), E> {
        let selection = self.select(search, columns)?;
        let mut handed = Handed::default();
        let mut one = |document, place| -> Result<(), E> {
            let fit = selection.acts.as_ref().and_then(|a| a.get(place)).map(Vec::as_slice);
            match self.chosen(document, choice, search, &selection, fit, &mut handed) {
                Ok(Some((paper, told))) => give(paper, told),
                Ok(None) => Ok(()),
                // Taken out since it was selected, or read again: then it comes under another number.
                Err(LedgerError::Question(_)) => Ok(()),
                Err(e) => Err(e.into()),
            }
        };
        if let Some(documents) = &selection.documents {
            for (place, document) in documents.iter().enumerate() {
                one(*document, place)?;
            }
            return Ok(());
        }
        let mut after = 0;
        loop {
            let page = self.documents(&search.papers, after, PAGE)?;
            let Some(last) = page.last() else { return Ok(()) };
            after = last.document;
            for row in &page {
                one(row.document, 0)?;
            }
        }
    }

    /// Which papers, and which acts of them.
    fn select(&self, search: &Search, columns: Option<&Columns>) -> Result<Selection> {
        let (words, told) = (&search.words, &search.told);
        let for_words = !words.terms.is_empty();
        if !for_words && !told.asks() && search.papers == DocumentFilter::default() {
            return Ok(Selection::default());
        }
        let indexed = for_words.then(|| self.indexed(words)).transpose()?;
        let own;
        let columns = match columns {
            Some(columns) => columns,
            None => {
                own = self.columns_for(indexed.as_deref())?;
                &own
            }
        };
        let narrowing = Narrowing::new(self, columns, &search.papers, told)?;
        let candidates = places(columns, indexed.as_deref());
        let hits = narrow(columns, &narrowing, &candidates, false).hits;
        let mut documents = Vec::with_capacity(hits.len());
        let mut acts = told.asks().then(Vec::new);
        for place in hits {
            let document = columns.ids[place as usize];
            if words.must_be_looked_at() && self.opened(words, document)?.is_none() {
                continue;
            }
            documents.push(document);
            if let Some(acts) = &mut acts {
                acts.push(narrowing.fitting(columns, &columns.papers[place as usize]));
            }
        }
        Ok(Selection { documents: Some(documents), acts })
    }

    /// A paper with the events that are chosen; `None` if it must have one and has none.
    fn chosen(
        &self,
        document: i64,
        choice: Choice,
        search: &Search,
        selection: &Selection,
        fit: Option<&[i64]>,
        handed: &mut Handed,
    ) -> Result<Option<(Paper, Vec<Told>)>> {
        let mut paper = self.paper(document)?;
        let in_sentence = search.words.within == Within::Sentence && !search.words.terms.is_empty();
        let opened = match in_sentence {
            true => self.opened(&search.words, document)?,
            false => None,
        };
        let rows = self.report_choices(document)?;
        let events = std::mem::take(&mut paper.record.coded.events);
        let mut told = Vec::new();
        paper.acts.clear();
        for (event, row) in events.into_iter().zip(rows) {
            if fit.is_some_and(|acts| !acts.contains(&row.act))
                || in_sentence
                    && !opened.as_ref().is_some_and(|o| o.says(&search.words, row.sentence))
            {
                continue;
            }
            let all = selection.documents.as_ref();
            let stands_elsewhere =
                in_sentence || all.is_some_and(|d| d.binary_search(&row.stands_in).is_err());
            let kept = match choice {
                Choice::Reports => true,
                _ if stands_elsewhere => handed.acts.insert(row.act),
                _ => row.stands,
            };
            if kept && (choice != Choice::OneADay || handed.days.insert(day_key(&event))) {
                paper.record.coded.events.push(event);
                paper.acts.push(row.told.act.clone());
                told.push(row.told);
            }
        }
        if in_sentence && told.is_empty() {
            return Ok(None);
        }
        if choice != Choice::Reports || fit.is_some() || in_sentence {
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
        Ok(Some((paper, told)))
    }

    /// What the choice of a paper's reports goes by, in their order.
    fn report_choices(&self, document: i64) -> Result<Vec<ReportChoice>> {
        let sql = "SELECT a.report = r.id, a.uid, a.n_reports, a.n_documents, a.n_sources,
            a.first_seen, a.id, r.sentence_start, r.sentence_end,
            coalesce((SELECT s.document FROM reports s WHERE s.id = a.report), r.document)
            FROM reports r JOIN acts a ON a.id = r.act WHERE r.document = ?1 ORDER BY r.id";
        let row = |r: &rusqlite::Row| {
            Ok(ReportChoice {
                stands: r.get(0)?,
                told: Told {
                    act: r.get(1)?,
                    n_reports: r.get(2)?,
                    n_documents: r.get(3)?,
                    n_sources: r.get(4)?,
                    first_seen: r.get(5)?,
                },
                act: r.get(6)?,
                sentence: [r.get(7)?, r.get(8)?],
                stands_in: r.get(9)?,
            })
        };
        self.run(|db| db.prepare_cached(sql)?.query_map([document], row)?.collect())
    }
}

/// What the choice of a report goes by.
struct ReportChoice {
    /// Whether it stands for its act.
    stands: bool,
    told: Told,
    act: i64,
    sentence: [u32; 2],
    /// The paper of the report that stands for the act.
    stands_in: i64,
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
