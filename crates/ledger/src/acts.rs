//! Reports into acts: each report founds an act or joins one.

use crate::days::first_day;
use crate::error::Result;
use crate::filed::Filed;
use crate::filing::Filing;
use record::{Event, MentionRecord};
use rusqlite::{Transaction, params};
use std::collections::BTreeMap;
use xxhash_rust::xxh3::xxh3_64;

/// Who or what put a report to an act.
pub(crate) struct Joined {
    pub act: i64,
    pub score: f32,
    pub reasons: Vec<String>,
    pub made_by: String,
}

impl Filing<'_> {
    /// All acts of a paper.
    pub(crate) fn acts(
        &mut self,
        document: i64,
        paper: &Filed,
        copy_of: Option<i64>,
    ) -> Result<()> {
        let mut by_event: Vec<(String, i64)> = Vec::new();
        let guides = self.guides(&paper.key)?;
        for event in &paper.record.coded.events {
            let retold = event.same_as.as_ref().and_then(|id| {
                let told = by_event.iter().find(|(e, _)| e == id)?;
                Some(Joined {
                    act: told.1,
                    score: 1.0,
                    reasons: vec![format!("the same paper tells {id} again")],
                    made_by: "rules".into(),
                })
            });
            let sketch = retold.is_none().then(|| self.sketch(document, paper, event, copy_of));
            let guided = self.guided(&guides, event, &paper.record.coded.events)?;
            let joined = match (retold, guided.joined, &sketch) {
                (Some(retold), ..) => Some(retold),
                (None, Some(said), _) => Some(said),
                (None, None, Some(sketch)) => self.find_act(sketch, &guided.apart)?,
                (None, None, None) => None,
            };
            let (report, act) = self.report(document, &paper.key, event, joined)?;
            if let Some(sketch) = sketch {
                self.keys(report, &sketch)?;
            }
            by_event.push((event.id.clone(), act));
        }
        Ok(())
    }

    /// Keeps a report; founds its act unless it joins one. Gives the ids of report and act.
    pub(crate) fn report(
        &mut self,
        document: i64,
        key: &str,
        event: &Event,
        joined: Option<Joined>,
    ) -> Result<(i64, i64)> {
        let act = match &joined {
            Some(joined) => joined.act,
            None => self.found(key, event)?,
        };
        let said_by = event.said_by.as_ref().map(|m| self.entity(m)).transpose()?;
        let sql = "INSERT INTO reports (document, event, act, type, mode, cameo, quad, score, aux,
            weight, day, confidence, start, end, sentence_start, sentence_end, said_by)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17)";
        let put = |tx: &Transaction| -> rusqlite::Result<i64> {
            tx.prepare_cached(sql)?.execute(params![
                document,
                event.id,
                act,
                event.event.as_str(),
                event.mode.as_deref(),
                event.cameo.as_str(),
                event.quad,
                event.score,
                event.aux.as_str(),
                event.weight.as_str(),
                day(event),
                event.confidence,
                event.trigger.start,
                event.trigger.end,
                event.sentence[0],
                event.sentence[1],
                said_by
            ])?;
            let report = tx.last_insert_rowid();
            if let Some(j) = &joined {
                let reasons = serde_json::to_string(&j.reasons)
                    .map_err(|e| rusqlite::Error::ToSqlConversionFailure(Box::new(e)))?;
                tx.prepare_cached(
                    "INSERT INTO merges (report, act, score, reasons, made_by)
                     VALUES (?1, ?2, ?3, ?4, ?5)",
                )?
                .execute(params![report, act, j.score, reasons, j.made_by])?;
            }
            Ok(report)
        };
        let report = put(&self.tx).map_err(self.wrong())?;
        if joined.is_some() {
            self.join(act, report, event)?;
        } else {
            self.represent(act, report, event)?;
            self.count_first(act, document)?;
        }
        Ok((report, act))
    }

    /// A new act, still without values.
    pub(crate) fn found(&mut self, key: &str, event: &Event) -> Result<i64> {
        let parties: Vec<&str> =
            event.actors.iter().chain(&event.recipients).map(|m| m.name.as_str()).collect();
        let founder = format!(
            "{key}\n{}\n{}-{}\n{}",
            event.event,
            event.trigger.start,
            event.trigger.end,
            parties.join("\n")
        );
        let there = "SELECT 1 FROM acts WHERE uid = ?1";
        let mut uid = format!("{:016x}", xxh3_64(founder.as_bytes()));
        let mut again = 1;
        // Two acts may hang on the same words ("potępili i wezwali" read twice): number them.
        while self
            .tx
            .prepare_cached(there)
            .and_then(|mut q| q.exists([&uid]))
            .map_err(self.wrong())?
        {
            again += 1;
            uid = format!("{:016x}", xxh3_64(format!("{founder}\n{again}").as_bytes()));
        }
        let sql = "INSERT INTO acts (uid, type, cameo, quad, score, aux, weight, confidence,
                   n_reports, n_documents, n_sources) VALUES (?1, '', '', 1, 0, '', '', 0, 0, 0, 0)
                   RETURNING id";
        self.tx
            .prepare_cached(sql)
            .and_then(|mut q| q.query_row([&uid], |r| r.get(0)))
            .map_err(self.wrong())
    }

    /// Gives an act the values of a report.
    pub(crate) fn represent(&mut self, act: i64, report: i64, event: &Event) -> Result<()> {
        let day = day(event).unwrap_or_default();
        let place = event.place.as_ref();
        let sql = "UPDATE acts SET report = ?2, type = ?3, mode = ?4, cameo = ?5, quad = ?6,
            score = ?7, aux = ?8, weight = ?9, day = ?10, date = ?11, date_from = ?12,
            confidence = ?13, place = ?14, country = ?15, lat = ?16, lon = ?17 WHERE id = ?1";
        let put = |tx: &Transaction| -> rusqlite::Result<()> {
            tx.prepare_cached(sql)?.execute(params![
                act,
                report,
                event.event.as_str(),
                event.mode.as_deref(),
                event.cameo.as_str(),
                event.quad,
                event.score,
                event.aux.as_str(),
                event.weight.as_str(),
                day,
                event.date.as_ref().map(|d| d.value.as_str()),
                event.date.as_ref().map(|d| d.from.as_str()),
                event.confidence,
                place.map(|p| p.name.as_str()),
                place.and_then(|p| p.country.as_deref()),
                place.map(|p| p.lat),
                place.map(|p| p.lon)
            ])?;
            tx.prepare_cached("INSERT OR IGNORE INTO unsettled VALUES (?1)")?.execute([act])?;
            for table in ["parties", "codes", "dyads"] {
                tx.prepare_cached(&format!("DELETE FROM {table} WHERE act = ?1"))?
                    .execute([act])?;
            }
            Ok(())
        };
        put(&self.tx).map_err(self.wrong())?;
        let reciprocal = event.recipients.is_empty() && event.actors.len() > 1;
        for (role, parties) in [(0, &event.actors), (1, &event.recipients)] {
            for (place, m) in parties.iter().enumerate() {
                let entity = self.entity(m)?;
                self.party(act, &day, role, place, entity, m, event)?;
                if reciprocal {
                    self.party(act, &day, 2, place, entity, m, event)?;
                }
            }
        }
        self.dyads(act, &day, event)?;
        self.tags(act, &day, event)
    }

    /// One party in one role.
    #[allow(clippy::too_many_arguments)]
    fn party(
        &self,
        act: i64,
        day: &str,
        role: u8,
        place: usize,
        entity: i64,
        mention: &MentionRecord,
        event: &Event,
    ) -> Result<()> {
        let put = |tx: &Transaction| -> rusqlite::Result<()> {
            let (code, sector) = (mention.code.as_deref(), mention.sector.as_deref());
            tx.prepare_cached(
                "INSERT OR IGNORE INTO parties (entity, role, day, act, place, code, sector)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            )?
            .execute(params![entity, role, day, act, place as i64, code, sector])?;
            if let Some(code) = &mention.code {
                tx.prepare_cached("INSERT OR IGNORE INTO codes VALUES (?1, ?2, ?3, ?4, ?5)")?
                    .execute(params![code.as_str(), role.min(1), day, act, event.event.as_str()])?;
            }
            Ok(())
        };
        put(&self.tx).map_err(self.wrong())
    }

    /// The pairs that an act is between.
    fn dyads(&self, act: i64, day: &str, event: &Event) -> Result<()> {
        if matches!(event.aux.as_str(), "negation" | "hypothetical") {
            return Ok(());
        }
        let sql = "INSERT INTO dyads VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
        for ((lo, hi), direction) in pairs(event) {
            let row =
                params![lo, hi, day, act, direction, event.event.as_str(), event.quad, event.score];
            self.tx.prepare_cached(sql).and_then(|mut q| q.execute(row)).map_err(self.wrong())?;
        }
        Ok(())
    }

    /// Areas, frameworks and contexts of a report, beside those that the act has.
    fn tags(&self, act: i64, day: &str, event: &Event) -> Result<()> {
        let kinds = [
            ("area", &event.areas),
            ("framework", &event.frameworks),
            ("context", &event.contexts),
        ];
        for (kind, tags) in kinds {
            for tag in tags {
                self.tx
                    .prepare_cached("INSERT OR IGNORE INTO tags VALUES (?1, ?2, ?3, ?4)")
                    .and_then(|mut q| q.execute(params![kind, tag.as_str(), day, act]))
                    .map_err(self.wrong())?;
            }
        }
        Ok(())
    }

    /// A report joins an act: it may tell it better than the one that stands for it.
    fn join(&mut self, act: i64, report: i64, event: &Event) -> Result<()> {
        let sql = "SELECT weight, aux, confidence, day FROM acts WHERE id = ?1";
        let (weight, aux, confidence, day): (String, String, f32, String) = self
            .tx
            .prepare_cached(sql)
            .and_then(|mut q| {
                q.query_row([act], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?, r.get(3)?)))
            })
            .map_err(self.wrong())?;
        let new = rank(&event.weight, &event.aux, event.confidence);
        if new > rank(&weight, &aux, confidence) {
            self.tx
                .prepare_cached("UPDATE tags SET day = ?2 WHERE act = ?1")
                .and_then(|mut q| q.execute(params![act, self::day(event).unwrap_or_default()]))
                .map_err(self.wrong())?;
            self.represent(act, report, event)?;
        } else {
            self.tags(act, &day, event)?;
        }
        self.count_joined(act, report)
    }

    /// The same for a report that joined: an act that a thousand papers tell is not counted anew
    /// for each. A source is looked for among the act's reports only until it is found.
    fn count_joined(&self, act: i64, report: i64) -> Result<()> {
        let sql = "UPDATE acts SET n_reports = n_reports + 1,
            n_documents = n_documents + NOT EXISTS (SELECT 1 FROM reports o
                WHERE o.document = d.id AND o.act = ?1 AND o.id <> ?2),
            n_sources = n_sources + NOT EXISTS (SELECT 1 FROM reports o
                JOIN documents e ON e.id = o.document
                WHERE o.act = ?1 AND o.id <> ?2 AND e.source = d.source),
            first_seen = coalesce(min(first_seen, d.published), first_seen, d.published),
            last_seen = coalesce(max(last_seen, d.published), last_seen, d.published)
            FROM reports r JOIN documents d ON d.id = r.document WHERE r.id = ?2 AND acts.id = ?1";
        self.tx
            .prepare_cached(sql)
            .and_then(|mut q| q.execute([act, report]))
            .map(|_| ())
            .map_err(self.wrong())
    }

    /// Counts an act's reports, papers and sources, and when it was told.
    pub(crate) fn count(&self, act: i64) -> Result<()> {
        let sql = "UPDATE acts SET (n_reports, n_documents, n_sources, first_seen, last_seen) = (
            SELECT count(*), count(DISTINCT d.id), count(DISTINCT d.source), min(d.published),
                   max(d.published)
            FROM reports r JOIN documents d ON d.id = r.document WHERE r.act = ?1) WHERE id = ?1";
        self.tx.prepare_cached(sql).and_then(|mut q| q.execute([act])).map_err(self.wrong())?;
        Ok(())
    }

    /// The same for an act that was just founded.
    fn count_first(&self, act: i64, document: i64) -> Result<()> {
        let sql = "UPDATE acts SET n_reports = 1, n_documents = 1, n_sources = 1,
            (first_seen, last_seen) = (SELECT published, published FROM documents WHERE id = ?2)
            WHERE id = ?1";
        self.tx
            .prepare_cached(sql)
            .and_then(|mut q| q.execute([act, document]))
            .map(|_| ())
            .map_err(self.wrong())
    }

    /// Sets an act's values anew from the reports it still has; takes it out if it has none.
    pub(crate) fn refresh(&mut self, act: i64) -> Result<()> {
        let reports: Vec<i64> = self
            .tx
            .prepare_cached("SELECT id FROM reports WHERE act = ?1 ORDER BY id")
            .and_then(|mut q| q.query_map([act], |r| r.get(0))?.collect())
            .map_err(self.wrong())?;
        let mut events = Vec::new();
        for report in &reports {
            events.push((*report, crate::load::event(&self.tx, *report, self.path)?));
        }
        // The first of equals stands for the act, as when it was filed.
        let best = events.iter().rev().max_by(|a, b| {
            rank(&a.1.weight, &a.1.aux, a.1.confidence).total_cmp(&rank(
                &b.1.weight,
                &b.1.aux,
                b.1.confidence,
            ))
        });
        let Some((report, event)) = best else {
            return self
                .tx
                .prepare_cached("DELETE FROM acts WHERE id = ?1")
                .and_then(|mut q| q.execute([act]))
                .map(|_| ())
                .map_err(self.wrong());
        };
        self.tx
            .prepare_cached("DELETE FROM tags WHERE act = ?1")
            .and_then(|mut q| q.execute([act]))
            .map_err(self.wrong())?;
        let (report, event) = (*report, event.clone());
        self.represent(act, report, &event)?;
        let day = day(&event).unwrap_or_default();
        for (_, event) in &events {
            self.tags(act, &day, event)?;
        }
        self.count(act)
    }
}

/// The day an act is sorted by.
pub(crate) fn day(event: &Event) -> Option<String> {
    event.date.as_ref().and_then(|d| first_day(&d.value))
}

/// How well a report stands for its act: told for its own sake, as a fact, surely.
fn rank(weight: &str, aux: &str, confidence: f32) -> f32 {
    let core = if weight == "core" { 4.0 } else { 0.0 };
    let fact = if aux == "none" { 2.0 } else { 0.0 };
    core + fact + confidence
}

/// Pairs of codes with the direction: 0 the first toward the second, 1 the other way, 2 both.
/// Parties of the same state (a minister rebukes his prime minister) are no pair.
fn pairs(event: &Event) -> BTreeMap<(&str, &str), u8> {
    let mut out = BTreeMap::new();
    let both = event.recipients.is_empty();
    let others = if both { &event.actors } else { &event.recipients };
    for a in event.actors.iter().filter_map(|m| m.code.as_deref()) {
        for b in others.iter().filter_map(|m| m.code.as_deref()).filter(|b| *b != a) {
            let direction = match (both, a < b) {
                (true, _) => 2,
                (false, true) => 0,
                (false, false) => 1,
            };
            // Two states that each stand on both sides act toward each other.
            out.entry((a.min(b), a.max(b)))
                .and_modify(|d| *d = if *d == direction { direction } else { 2 })
                .or_insert(direction);
        }
    }
    out
}
