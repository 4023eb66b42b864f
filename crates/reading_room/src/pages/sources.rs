//! Sources and quality: what was read, what could not be, what made the records.

use super::shell::{Shell, Visit};
use super::{Shown, render};
use crate::hide::{Hide, unit_name, unpathed};
use crate::language::Tongue;
use crate::reader::Accuracy;
use crate::room::Room;
use askama::Template;
use axum::extract::State;
use ledger::ask::{Count, RejectRow, Stats, UnitRow};
use ledger::{CorrectionFilter, CorrectionRow};
use std::sync::Arc;

const LISTED: u32 = 100;

#[derive(Template)]
#[template(path = "sources.html")]
struct Sources {
    s: Shell,
    stats: Arc<Stats>,
    units: Vec<UnitRow>,
    rejects: Vec<RejectRow>,
    corrections: Vec<CorrectionRow>,
    first: String,
    last: String,
    tables: [Table; 4],
    measured: Vec<Measured>,
}

/// Figures of one set of coded texts.
struct Measured {
    what: String,
    blind: bool,
    figures: [String; 3],
}

impl Measured {
    fn of(row: Accuracy, s: &Shell) -> Self {
        let figure = |f: Option<f32>| f.map_or_else(|| "–".into(), |f| s.decimal(f, 3));
        Self {
            what: match s.tongue {
                Tongue::En => row.en,
                Tongue::Pl => row.pl,
            },
            blind: row.blind,
            figures: [row.event, row.actor, row.recipient].map(figure),
        }
    }
}

/// A table of counts.
struct Table {
    head: &'static str,
    rows: Vec<Count>,
}

/// `GET /sources`.
pub async fn sources(State(room): State<Room>, visit: Visit) -> Shown {
    let stats = room.stats().await?;
    let all = CorrectionFilter::default();
    let (mut units, mut rejects, mut corrections) = room
        .ask(move |l| {
            Ok((l.units(LISTED)?, l.rejects(LISTED)?, l.corrections(&all, None, LISTED)?))
        })
        .await?;
    corrections.hide();
    units.iter_mut().for_each(|u| u.name = unit_name(&u.name));
    for reject in &mut rejects {
        reject.reason = unpathed(&reject.reason, &reject.unit);
        reject.unit = unit_name(&reject.unit);
    }
    let s = Shell::part(&visit, "sources");
    let (first, last) = stats.days.clone();
    let (first, last) = (first.unwrap_or_default(), last.unwrap_or_default());
    let tables = [
        ("sources.sources", stats.sources.clone()),
        ("sources.languages", stats.languages.clone()),
        ("sources.types", stats.types.clone()),
        ("sources.makers", stats.makers.clone()),
    ];
    let tables = tables.map(|(head, rows)| Table { head, rows });
    let measured = room.reader.accuracy().into_iter().map(|row| Measured::of(row, &s)).collect();
    render(&Sources { s, stats, measured, units, rejects, corrections, first, last, tables })
}
