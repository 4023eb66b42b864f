//! Pledges and later acts brought together, after papers were taken in.
//!
//! **In:** the acts whose values are new since the last time. **Out:** entries of pledges, links to the
//! acts that bear on them, and their status. A pass of its own, because a pledge and its fulfilment
//! may come in any order. Candidates are the acts of the same pair (or, for pledges toward nobody,
//! of the same promisor) within the time that the rules look at, the nearest ones up to a bound,
//! so that a pair with a hundred thousand acts costs no more than another.

use crate::error::{LedgerError, Result};
use crate::filing::Filing;
use crate::load;
use crate::merge::{DayFrom, PartyKey, Sketch, Window};
use crate::pledge::{self, Link, LinkKind, Pledge};
use crate::store::Ledger;
use jiff::ToSpan;
use jiff::civil::Date;
use rusqlite::{OptionalExtension, Transaction, params};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

/// Candidates of one pair in one direction of time.
const NEAREST: i64 = 200;
/// Days between a pledge (or the time it names) and what carries it out; the rules' own bound is
/// narrower, so nothing that they would link is left out by this one but by [`NEAREST`].
const REACH: i64 = 730;
/// Acts of one transaction.
const BATCH: i64 = 2_000;

impl Ledger {
    /// Brings pledges and later acts together, for all acts that are new or changed since the last
    /// time. `told`
    /// hears how many acts are done. Status is as of `today`.
    ///
    /// # Errors
    /// If the ledger cannot be written. What was done before stays; the next pass goes on there.
    pub fn settle(&mut self, today: Date, mut told: impl FnMut(u64)) -> Result<()> {
        let mut done = 0;
        loop {
            let mut filing = self.filing()?;
            let acts = filing.settle(today)?;
            filing.commit()?;
            done += acts;
            told(done);
            if acts == 0 {
                return Ok(());
            }
        }
    }
}

impl Filing<'_> {
    /// One batch; gives the number of acts.
    fn settle(&mut self, today: Date) -> Result<u64> {
        let sql = "SELECT act FROM unsettled ORDER BY act LIMIT ?1";
        let acts: Vec<i64> = self
            .tx
            .prepare_cached(sql)
            .and_then(|mut q| q.query_map([BATCH], |r| r.get(0))?.collect())
            .map_err(self.wrong())?;
        let mut known = Sketches::default();
        for &act in &acts {
            self.settle_act(act, today, &mut known)?;
        }
        if let Some(last) = acts.last() {
            self.tx
                .execute("DELETE FROM unsettled WHERE act <= ?1", [last])
                .map_err(self.wrong())?;
        }
        Ok(acts.len() as u64)
    }

    /// An act as a pledge, and as what bears on earlier pledges.
    fn settle_act(&mut self, act: i64, today: Date, known: &mut Sketches) -> Result<()> {
        let clear = |tx: &Transaction| -> rusqlite::Result<Vec<i64>> {
            let mut asked = tx.prepare_cached("SELECT pledge FROM pledge_links WHERE act = ?1")?;
            let pledges = asked.query_map([act], |r| r.get(0))?.collect::<rusqlite::Result<_>>()?;
            tx.prepare_cached("DELETE FROM pledge_links WHERE act = ?1")?.execute([act])?;
            tx.prepare_cached("DELETE FROM pledges WHERE act = ?1")?.execute([act])?;
            Ok(pledges)
        };
        let mut touched: BTreeSet<i64> =
            clear(&self.tx).map_err(self.wrong())?.into_iter().collect();
        let Some(sketch) = known.get(self, act)? else { return self.states(&touched, today) };
        if let Some(pledge) = self.pledge_of(act, &sketch)? {
            self.enter(act, &pledge)?;
            touched.insert(act);
            for (later, _) in self.candidates(&sketch, Time::After)? {
                if let Some(sketch) = known.get(self, later)?
                    && let Some(link) = pledge::relate(&pledge, &sketch)
                {
                    self.link(act, later, &link)?;
                }
            }
        }
        for (earlier, promised) in self.candidates(&sketch, Time::Before)? {
            let Some(made) = known.get(self, earlier)? else { continue };
            if let Some(pledge) = Pledge::of(earlier, &made, promised.map(Into::into))
                && let Some(link) = pledge::relate(&pledge, &sketch)
            {
                self.link(earlier, act, &link)?;
                touched.insert(earlier);
            }
        }
        self.states(&touched, today)
    }

    /// The sketch of the report that stands for an act; else of its first report that has one.
    fn sketch_of(&self, act: i64) -> Result<Option<Sketch>> {
        let sql = "SELECT s.sketch FROM acts a JOIN reports r ON r.act = a.id
            JOIN sketches s ON s.report = r.id WHERE a.id = ?1 ORDER BY r.id = a.report DESC, r.id
            LIMIT 1";
        let packed: Option<Vec<u8>> = self
            .tx
            .prepare_cached(sql)
            .and_then(|mut q| q.query_row([act], |r| r.get(0)).optional())
            .map_err(self.wrong())?;
        let damaged = |e: postcard::Error| LedgerError::Damaged {
            path: self.path.to_path_buf(),
            what: format!("act {act}: a sketch cannot be read: {e}"),
        };
        packed.map(|bytes| postcard::from_bytes(&bytes).map_err(damaged)).transpose()
    }

    fn pledge_of(&self, act: i64, sketch: &Sketch) -> Result<Option<Pledge>> {
        if !pledge::is_pledge(sketch) {
            return Ok(None);
        }
        let report: Option<i64> = self
            .tx
            .prepare_cached("SELECT report FROM acts WHERE id = ?1")
            .and_then(|mut q| q.query_row([act], |r| r.get(0)))
            .map_err(self.wrong())?;
        let Some(report) = report else { return Ok(None) };
        let event = load::event(&self.tx, report, self.path)?;
        let made = Pledge::of(act, sketch, pledge::promised_type(&event));
        Ok(made.filter(|p| p.made.is_some()))
    }

    /// Acts of the same parties before or after one, the nearest first; with earlier ones, which
    /// are pledges, what was promised.
    fn candidates(&self, sketch: &Sketch, time: Time) -> Result<Candidates> {
        let Some(day) = sketch.day else { return Ok(Candidates::new()) };
        let codes = |parties: &[PartyKey]| -> BTreeSet<String> {
            parties.iter().filter_map(|p| p.code.as_ref().map(ToString::to_string)).collect()
        };
        let (own, toward) = (codes(&sketch.actors), codes(&sketch.recipients));
        let all: Vec<&String> = own.union(&toward).collect();
        let far = |d: Date, days: i64| d.checked_add(days.days()).unwrap_or(d).to_string();
        let (from, to, order, join, what) = match time {
            Time::After => (day.from.to_string(), far(day.to, REACH), "ASC", "", "NULL"),
            Time::Before => (
                far(day.from, -REACH),
                day.to.to_string(),
                "DESC",
                "JOIN pledges p ON p.act = y.act",
                "p.promised",
            ),
        };
        // Only what may be a pledge is looked up among pledges.
        let types = match time {
            Time::After => "",
            Time::Before => "AND y.type IN ('AGREE', 'CONCEDE', 'THREATEN')",
        };
        let pairs = format!(
            "SELECT y.act, {what} FROM dyads y {join} WHERE y.lo = ?1 AND y.hi = ?2
             AND y.day BETWEEN ?3 AND ?4 {types} ORDER BY y.day {order} LIMIT {NEAREST}"
        );
        let alone = format!(
            "SELECT y.act, {what} FROM codes y {join} WHERE y.code = ?1 AND y.role = 0
             AND y.day BETWEEN ?2 AND ?3 {types} ORDER BY y.day {order} LIMIT {NEAREST}"
        );
        let row = |r: &rusqlite::Row| Ok((r.get(0)?, r.get(1)?));
        let search = |tx: &Transaction| -> rusqlite::Result<Candidates> {
            let mut found = Candidates::new();
            for (i, a) in all.iter().enumerate() {
                for b in &all[i + 1..] {
                    let mut asked = tx.prepare_cached(&pairs)?;
                    for act in asked.query_map(params![a, b, from, to], row)? {
                        found.extend([act?]);
                    }
                }
            }
            if let [alone_one] = all.as_slice() {
                let mut asked = tx.prepare_cached(&alone)?;
                for act in asked.query_map(params![alone_one, from, to], row)? {
                    found.extend([act?]);
                }
            }
            Ok(found)
        };
        search(&self.tx).map_err(self.wrong())
    }

    fn enter(&self, act: i64, pledge: &Pledge) -> Result<()> {
        let kind = match pledge.kind {
            pledge::entry::Kind::Promise => "promise",
            pledge::entry::Kind::Concession => "concession",
            pledge::entry::Kind::Threat => "threat",
        };
        let made = pledge.made.map(|w| w.from.to_string()).unwrap_or_default();
        let due = pledge.due.map(|w| (w.from.to_string(), w.to.to_string())).unzip();
        self.tx
            .prepare_cached(
                "INSERT OR REPLACE INTO pledges VALUES (?1, ?2, ?3, ?4, ?5, ?6, 'promised')",
            )
            .and_then(|mut q| {
                q.execute(params![act, kind, pledge.promised.as_deref(), made, due.0, due.1])
            })
            .map(|_| ())
            .map_err(self.wrong())
    }

    fn link(&self, pledge: i64, act: i64, link: &Link) -> Result<()> {
        if pledge == act {
            return Ok(());
        }
        let reasons = serde_json::Value::from(link.reasons.clone()).to_string();
        let (from, to) = (link.day.from.to_string(), link.day.to.to_string());
        self.tx
            .prepare_cached(
                "INSERT OR REPLACE INTO pledge_links VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            )
            .and_then(|mut q| {
                q.execute(params![pledge, act, name(link.kind), link.score, from, to, reasons])
            })
            .map(|_| ())
            .map_err(self.wrong())
    }

    /// What may be said of pledges by the links that they have.
    fn states(&self, pledges: &BTreeSet<i64>, today: Date) -> Result<()> {
        for &act in pledges {
            let put = |tx: &Transaction| -> rusqlite::Result<()> {
                let sql = "SELECT due_from, due_to FROM pledges WHERE act = ?1";
                let due: Option<(Option<String>, Option<String>)> = tx
                    .prepare_cached(sql)?
                    .query_row([act], |r| Ok((r.get(0)?, r.get(1)?)))
                    .optional()?;
                let Some((from, to)) = due else { return Ok(()) };
                let due = window(from.as_deref(), to.as_deref());
                let mut asked = tx.prepare_cached(
                    "SELECT kind, score, day_from, day_to FROM pledge_links WHERE pledge = ?1",
                )?;
                let links: Vec<Link> = asked
                    .query_map([act], |r| {
                        let (kind, from, to): (String, String, String) =
                            (r.get(0)?, r.get(2)?, r.get(3)?);
                        let score = r.get(1)?;
                        let day = window(Some(&from), Some(&to));
                        Ok(kind_of(&kind).zip(day).map(|(kind, day)| Link {
                            kind,
                            score,
                            day,
                            reasons: Vec::new(),
                        }))
                    })?
                    .filter_map(Result::transpose)
                    .collect::<rusqlite::Result<_>>()?;
                let status = pledge::status(&links, due, today).name();
                tx.prepare_cached("UPDATE pledges SET status = ?2 WHERE act = ?1")?
                    .execute(params![act, status])?;
                Ok(())
            };
            put(&self.tx).map_err(self.wrong())?;
        }
        Ok(())
    }
}

/// Acts, and what was promised by those that are pledges.
type Candidates = BTreeMap<i64, Option<String>>;

/// Sketches that a batch has met: neighbours in time meet the same ones.
#[derive(Default)]
struct Sketches(HashMap<i64, Option<Arc<Sketch>>>);

impl Sketches {
    /// More are not kept; what is asked for most comes back soon.
    const MOST: usize = 50_000;

    fn get(&mut self, filing: &Filing, act: i64) -> Result<Option<Arc<Sketch>>> {
        if let Some(sketch) = self.0.get(&act) {
            return Ok(sketch.clone());
        }
        if self.0.len() >= Self::MOST {
            self.0.clear();
        }
        let sketch = filing.sketch_of(act)?.map(Arc::new);
        self.0.insert(act, sketch.clone());
        Ok(sketch)
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Time {
    Before,
    After,
}

fn window(from: Option<&str>, to: Option<&str>) -> Option<Window> {
    Some(Window { from: from?.parse().ok()?, to: to?.parse().ok()?, source: DayFrom::Text })
}

fn name(kind: LinkKind) -> &'static str {
    match kind {
        LinkKind::CarriedOut => "carried out",
        LinkKind::Repeated => "repeated",
        LinkKind::Withdrawn => "withdrawn",
        LinkKind::Contradicted => "contradicted",
    }
}

fn kind_of(name: &str) -> Option<LinkKind> {
    Some(match name {
        "carried out" => LinkKind::CarriedOut,
        "repeated" => LinkKind::Repeated,
        "withdrawn" => LinkKind::Withdrawn,
        "contradicted" => LinkKind::Contradicted,
        _ => return None,
    })
}
