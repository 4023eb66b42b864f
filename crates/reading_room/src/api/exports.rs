//! `GET /api/v1/exports/{format}`: the ledger in the file formats of the field, as a stream.
//!
//! Papers are read one by one and written as they come, so that the size of the ledger does not
//! matter; the stream waits where the visitor is slower. What an export leaves out is told by the
//! command's manifest, which a stream has no place for; it ends early, visibly cut off, where a
//! paper cannot be read.

use super::filters::{
    ACTOR, ACTS_KEPT, AREA, COUNTRY, FRAMEWORK, FROM, LANG, NO_TEXT, ORIGINALS, PER, QUAD,
    RECIPIENT, SOURCE, TO, TYPE, WITHIN, WORDS,
};
use super::search::searched;
use super::{Asked, Named, Operation};
use crate::hide::unit_name;
use crate::params::Param;
use crate::pool::Pool;
use crate::problem::Problem;
use crate::room::Room;
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use ledger::LedgerError;
use ledger::ask::{Choice as Per, Columns, Search};
use outputs::{Acts, Format, Options, Shape, Target, Unit};
use std::io::{self, Write};
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::sync::mpsc::{Sender, channel};
use tokio_stream::wrappers::ReceiverStream;

/// What an export is asked for by.
static EXPORTED: &[&Param] = &[
    &WORDS, &WITHIN, &TYPE, &QUAD, &ACTOR, &RECIPIENT, &AREA, &FRAMEWORK, &COUNTRY, &FROM, &TO,
    &LANG, &SOURCE, &ORIGINALS, &PER, &ACTS_KEPT, &NO_TEXT,
];

pub fn operations() -> Vec<Operation> {
    vec![Operation {
        method: "get",
        path: "/api/v1/exports/{format}",
        summary: "Papers that a search finds, with their acts that fit, in a format of the field, streamed: csv, jsonl, polecat, icews, gdelt-events and others; without filters the whole ledger",
        params: EXPORTED,
        answer: "*/*",
        handler: || get(export),
    }]
}

/// What is exported, and how.
struct Choice {
    format: Format,
    search: Search,
    columns: Arc<Columns>,
    per: Option<Per>,
    options: Options,
}

async fn export(
    State(room): State<Room>,
    format: Named,
    Asked(asked): Asked,
) -> Result<Response, Problem> {
    let format: Format =
        format.one().parse().map_err(|e: outputs::OutputError| Problem::missing(e.to_string()))?;
    let per = asked.text("per").map(|p| match p {
        "report" => Per::Reports,
        "act" => Per::Acts,
        _ => Per::OneADay,
    });
    let options = Options {
        anonymous_text: asked.text("no_text") == Some("true"),
        acts: asked
            .text("acts")
            .map(str::parse::<Acts>)
            .transpose()
            .map_err(|e| Problem::wrong(e.to_string()))?,
        ..Options::default()
    };
    let (search, columns) = (searched(&room, &asked).await?, room.columns().await?);
    stream(&room, Choice { format, search, columns, per, options })
}

/// Begins an export.
fn stream(room: &Room, choice: Choice) -> Result<Response, Problem> {
    let format = choice.format;
    if format.shape() == Shape::Folder {
        let detail = format!("{format} is a folder of files: make it with \"chancery export\".");
        return Err(Problem::missing(detail));
    }
    // Formats that this build lacks are told before the stream begins.
    outputs::open(format, Target::Stream(Box::new(io::sink())), &choice.options)
        .map_err(|e| Problem::missing(e.to_string()))?;
    let Ok(place) = Arc::clone(&room.streams).try_acquire_owned() else {
        return Err(Problem::busy("Other exports are under way; please try again in a moment."));
    };
    let (sender, receiver) = channel::<io::Result<Bytes>>(8);
    let pool = Arc::clone(&room.pool);
    tokio::task::spawn_blocking(move || {
        let _place = place;
        if let Err(what) = write(&pool, &choice, &sender) {
            tracing::warn!(%what, format = %choice.format, "an export ended early");
            // Where the visitor is still there, the answer breaks off instead of ending, as soon as
            // what was sent before is taken.
            let _ = sender.blocking_send(Err(io::Error::other("the export failed")));
        }
    });
    let file = format!("attachment; filename=\"chancery.{}\"", format.extension());
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(media_type(format))),
        (
            header::CONTENT_DISPOSITION,
            HeaderValue::from_str(&file).unwrap_or_else(|_| HeaderValue::from_static("attachment")),
        ),
    ];
    Ok((headers, Body::from_stream(ReceiverStream::new(receiver))).into_response())
}

fn media_type(format: Format) -> &'static str {
    match format {
        Format::Jsonl | Format::PloverJson | Format::GdeltQuotes => "application/x-ndjson",
        Format::Csv => "text/csv; charset=utf-8",
        Format::JsonLd => "application/ld+json",
        Format::Turtle => "text/turtle",
        Format::NTriples => "application/n-triples",
        Format::GraphMl => "application/graphml+xml",
        Format::LabelStudio => "application/json",
        Format::Parquet => "application/vnd.apache.parquet",
        _ => "text/tab-separated-values; charset=utf-8",
    }
}

/// Writes the papers; gives up as soon as the visitor has gone.
fn write(pool: &Pool, choice: &Choice, sender: &Sender<io::Result<Bytes>>) -> Result<(), String> {
    let words = |e: &dyn std::fmt::Display| e.to_string();
    let out = Box::new(Outlet { sender: sender.clone(), held: Vec::new(), waited: Duration::ZERO });
    let mut export = outputs::open(choice.format, Target::Stream(out), &choice.options)
        .map_err(|e| words(&e))?;
    let choice_of = match (choice.per, choice.format.unit()) {
        (Some(per), _) => per,
        (None, Unit::Act) => Per::Acts,
        (None, Unit::Report) => Per::Reports,
    };
    pool.here(|l| {
        let (search, columns) = (&choice.search, Some(choice.columns.as_ref()));
        Ok(l.hand_on(search, columns, choice_of, |paper, told| -> Result<(), Ended> {
            export
                .paper(&outputs::Paper {
                    record: &paper.record,
                    text: Some(&paper.text),
                    source: Some(&unit_name(&paper.about.source)),
                    told: &told,
                })
                .map_err(|e| Ended(e.to_string()))
        }))
    })
    .map_err(|e| words(&e))?
    .map_err(|Ended(what)| what)?;
    export.finish().map_err(|e| words(&e))?;
    Ok(())
}

/// Why an export ended early.
struct Ended(String);

impl From<LedgerError> for Ended {
    fn from(error: LedgerError) -> Self {
        Self(error.to_string())
    }
}

/// Bytes on their way to the visitor.
struct Outlet {
    sender: Sender<io::Result<Bytes>>,
    held: Vec<u8>,
    /// Time spent waiting for the visitor.
    waited: Duration,
}

/// A visitor who is waited for longer than this in all gives the place to others. One who takes
/// next to nothing is let go earlier, with the connection.
const WAITED: Duration = Duration::from_secs(15 * 60);

/// Bytes that go at once.
const PARCEL: usize = 32 << 10;

impl Write for Outlet {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.held.extend_from_slice(bytes);
        if self.held.len() >= PARCEL {
            self.flush()?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        if self.held.is_empty() {
            return Ok(());
        }
        if self.waited > WAITED {
            return Err(io::Error::new(io::ErrorKind::TimedOut, "the visitor is too slow"));
        }
        let parcel = Bytes::from(std::mem::take(&mut self.held));
        let began = Instant::now();
        let sent = self.sender.blocking_send(Ok(parcel));
        self.waited += began.elapsed();
        sent.map_err(|_| io::Error::new(io::ErrorKind::BrokenPipe, "the visitor has gone"))
    }
}
