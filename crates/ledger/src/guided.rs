//! What people said of which reports tell one act, kept when papers are read again.
//!
//! **In:** a paper that is about to be filed, and the merges and splits that people made between
//! its reports and others'. **Out:** for each event the act that it is put to whatever the rules
//! say, and the acts that it is kept from. So an act keeps its stable id when either paper is read
//! anew. Reports are found by their words, as all corrections are.

use crate::acts::Joined;
use crate::error::Result;
use crate::filing::Filing;
use record::Event;
use rusqlite::{OptionalExtension, params};

/// Where a report stands: key of its paper, trigger in code points.
pub(crate) type Anchor = (String, u32, u32);

/// One merge or split, seen from one of its two papers.
pub(crate) struct Guide {
    merge: bool,
    who: String,
    start: u32,
    end: u32,
    there: Anchor,
}

/// What people say of a new report.
#[derive(Default)]
pub(crate) struct Guided {
    /// The act that it tells.
    pub joined: Option<Joined>,
    /// Acts that it does not tell.
    pub apart: Vec<i64>,
}

impl Filing<'_> {
    /// Merges and splits between a paper and others.
    pub(crate) fn guides(&self, key: &str) -> Result<Vec<Guide>> {
        let sql = "SELECT kind, who, start, end, other_document, other_start, other_end
                FROM corrections WHERE document = ?1 AND undone_at IS NULL
                AND kind IN ('merge', 'split') AND other_document IS NOT NULL
            UNION ALL SELECT kind, who, other_start, other_end, document, start, end
                FROM corrections WHERE other_document = ?1 AND undone_at IS NULL
                AND kind IN ('merge', 'split')";
        self.tx
            .prepare_cached(sql)
            .and_then(|mut q| {
                q.query_map([key], |r| {
                    Ok(Guide {
                        merge: r.get::<_, String>(0)? == "merge",
                        who: r.get(1)?,
                        start: r.get(2)?,
                        end: r.get(3)?,
                        there: (r.get(4)?, r.get(5)?, r.get(6)?),
                    })
                })?
                .collect()
            })
            .map_err(self.wrong())
    }

    /// Which of them are about an event, one of these of its paper.
    pub(crate) fn guided(&self, guides: &[Guide], event: &Event, of: &[Event]) -> Result<Guided> {
        let mut found = Guided::default();
        let on = |g: &Guide, e: &Event| g.start < e.trigger.end && g.end > e.trigger.start;
        for guide in guides.iter().filter(|g| on(g, event)) {
            let Some(act) = self.act_at(&guide.there)? else { continue };
            if !guide.merge {
                found.apart.push(act);
            } else if of.iter().filter(|e| on(guide, e)).count() == 1
                || self.type_of(act)? == event.event.as_str()
            {
                // Where several hang on the same words and none is of the act's type, the one
                // nearest is put there when all is filed.
                found.joined = Some(Joined::by(&guide.who, act));
            }
        }
        Ok(found)
    }

    /// Merges that people made of other papers' reports to this one's, where they do not hold yet.
    pub(crate) fn hold_together(&mut self, key: &str) -> Result<()> {
        let sql = "SELECT id, who, document, start, end, other_start, other_end FROM corrections
            WHERE other_document = ?1 AND kind = 'merge' AND undone_at IS NULL ORDER BY id";
        type Row = (i64, String, Anchor, u32, u32);
        let rows: Vec<Row> = self
            .tx
            .prepare_cached(sql)
            .and_then(|mut q| {
                q.query_map([key], |r| {
                    let there = (r.get(2)?, r.get(3)?, r.get(4)?);
                    Ok((r.get(0)?, r.get(1)?, there, r.get(5)?, r.get(6)?))
                })?
                .collect()
            })
            .map_err(self.wrong())?;
        for (id, who, there, start, end) in rows {
            let (Some(report), Some(act)) =
                (self.report_of(&there)?, self.act_at(&(key.to_owned(), start, end))?)
            else {
                continue;
            };
            if self.act_of(report)? != act {
                self.move_to(report, act, Some(&Joined::by(&who, act)))?;
            }
            self.tx
                .execute("UPDATE corrections SET standing = 'applied' WHERE id = ?1 AND standing = 'missing'", [id])
                .map_err(self.wrong())?;
        }
        Ok(())
    }

    /// The report in another paper.
    fn report_of(&self, (key, start, end): &Anchor) -> Result<Option<i64>> {
        let sql = "SELECT r.id FROM reports r JOIN documents d ON d.id = r.document
            WHERE d.key = ?1 AND r.start < ?3 AND r.end > ?2
            ORDER BY abs(r.start - ?2), r.id LIMIT 1";
        self.tx
            .prepare_cached(sql)
            .and_then(|mut q| q.query_row(params![key, start, end], |r| r.get(0)).optional())
            .map_err(self.wrong())
    }

    /// The act of a report in another paper.
    pub(crate) fn act_at(&self, there: &Anchor) -> Result<Option<i64>> {
        self.report_of(there)?.map(|report| self.act_of(report)).transpose()
    }

    /// Another report of the act that a report tells: what it is split from.
    pub(crate) fn beside(&self, report: i64) -> Result<Option<Anchor>> {
        let sql = "SELECT d.key, o.start, o.end FROM reports r
            JOIN reports o ON o.act = r.act AND o.id <> r.id
            JOIN documents d ON d.id = o.document JOIN acts a ON a.id = r.act
            WHERE r.id = ?1 ORDER BY o.id = a.report DESC, o.id LIMIT 1";
        self.tx
            .prepare_cached(sql)
            .and_then(|mut q| {
                q.query_row([report], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?))).optional()
            })
            .map_err(self.wrong())
    }

    fn type_of(&self, act: i64) -> Result<String> {
        self.tx
            .prepare_cached("SELECT type FROM acts WHERE id = ?1")
            .and_then(|mut q| q.query_row([act], |r| r.get(0)))
            .map_err(self.wrong())
    }
}

impl Joined {
    /// Put together by a person.
    pub(crate) fn by(who: &str, act: i64) -> Self {
        Self {
            act,
            score: 1.0,
            reasons: vec![format!("{who} says that it is the same act")],
            made_by: who.to_owned(),
        }
    }
}
