//! The room itself: what all requests share, and the way to them.

use crate::cached::Cached;
use crate::guard::{Door, Metrics};
use crate::hide::unit_name;
use crate::pool::Pool;
use crate::problem::Problem;
use crate::reader::Reader;
use crate::settings::{RoomError, Settings};
use crate::{api, assets, guard, pages};
use axum::Router;
use axum::routing::get;
use ledger::{Ledger, LedgerError, ask::Stats};
use std::sync::Arc;
use std::time::Instant;
use tokio::sync::Semaphore;

/// Exports that are streamed at a time.
const STREAMS: usize = 2;

/// Texts that are read at a time: reading takes all of a processor.
const READINGS: usize = 2;

/// What all requests share. Cheap to clone.
#[derive(Clone)]
pub struct Room(Arc<Inner>);

/// What lies behind a room.
pub struct Inner {
    pub(crate) pool: Arc<Pool>,
    pub(crate) reader: Arc<dyn Reader>,
    pub(crate) door: Door,
    pub(crate) metrics: Metrics,
    pub(crate) settings: Settings,
    pub(crate) stats: Cached<Stats>,
    pub(crate) places: Cached<Vec<ledger::ask::PlaceCount>>,
    pub(crate) streams: Arc<Semaphore>,
    pub(crate) readings: Arc<Semaphore>,
}

impl std::ops::Deref for Room {
    type Target = Inner;

    fn deref(&self) -> &Inner {
        &self.0
    }
}

impl Room {
    /// Opens the room.
    ///
    /// # Errors
    /// If the settings let strangers in, or the ledger cannot be read.
    pub fn open(settings: Settings, reader: Arc<dyn Reader>) -> Result<Self, RoomError> {
        settings.check()?;
        Ok(Self(Arc::new(Inner {
            pool: Arc::new(Pool::open(&settings.ledger, settings.readers)?),
            reader,
            door: Door::new(&settings)?,
            metrics: Metrics::default(),
            stats: Cached::default(),
            places: Cached::default(),
            streams: Arc::new(Semaphore::new(STREAMS)),
            readings: Arc::new(Semaphore::new(READINGS)),
            settings,
        })))
    }

    /// Asks the ledger.
    pub(crate) async fn ask<T, F>(&self, question: F) -> Result<T, Problem>
    where
        T: Send + 'static,
        F: FnOnce(&Ledger) -> Result<T, LedgerError> + Send + 'static,
    {
        match self.pool.ask(question).await {
            Some(answer) => answer.map_err(Problem::from),
            None => Err(Problem::fault(&"a question to the ledger died")),
        }
    }

    /// How much is in the ledger, some seconds old at most.
    pub(crate) async fn stats(&self) -> Result<Arc<Stats>, Problem> {
        if let Some(stats) = self.stats.fresh() {
            return Ok(stats);
        }
        let began = Instant::now();
        let stats = self.ask(Ledger::stats).await?;
        Ok(self.stats.keep(stats, began.elapsed()))
    }

    /// The source that a visitor means, who knows it without its folders.
    pub(crate) async fn source_named(&self, name: String) -> Result<String, Problem> {
        let stats = self.stats().await?;
        let known = stats.sources.iter().find(|s| unit_name(&s.name) == name);
        Ok(known.map_or(name, |s| s.name.clone()))
    }

    /// Acts by place, some seconds old at most.
    pub(crate) async fn places(&self) -> Result<Arc<Vec<ledger::ask::PlaceCount>>, Problem> {
        if let Some(places) = self.places.fresh() {
            return Ok(places);
        }
        let began = Instant::now();
        let places = self.ask(|l| l.places(2_000)).await?;
        Ok(self.places.keep(places, began.elapsed()))
    }
}

/// All routes, behind all guards.
pub fn router(room: Room) -> Router {
    let open = Router::new()
        .route("/healthz", get(guard::healthz))
        .route("/assets/{name}", get(assets::asset));
    let watched = Router::new()
        .route("/metrics", get(guard::metrics))
        .merge(api::routes())
        .merge(pages::routes(room.clone()));
    guard::around(open, watched, room.clone()).with_state(room)
}
