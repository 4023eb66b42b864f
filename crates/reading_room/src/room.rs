//! The room itself: what all requests share, and the way to them.

use crate::cached::Cached;
use crate::guard::{Door, Metrics};
use crate::hide::unit_name;
use crate::picture::Picture;
use crate::pool::Pool;
use crate::problem::Problem;
use crate::reader::Reader;
use crate::settings::{RoomError, Settings};
use crate::{api, assets, guard, pages};
use axum::Router;
use axum::routing::get;
use ledger::ask::{Columns, PlaceCount, Stats};
use ledger::{Ledger, LedgerError};
use std::sync::Arc;
use std::time::Instant;
use tokio::sync::Semaphore;

/// Places of acts that are asked for, those with most acts first.
const PLACES: u32 = 2_000;

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
    pub(crate) places: Cached<Vec<PlaceCount>>,
    pub(crate) picture: Arc<Picture>,
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
            picture: Arc::default(),
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

    /// How much is in the ledger, as of some seconds ago.
    pub(crate) async fn stats(&self) -> Result<Arc<Stats>, Problem> {
        self.kept(|room| &room.stats, Ledger::stats).await
    }

    /// Acts by place, as of some seconds ago.
    pub(crate) async fn places(&self) -> Result<Arc<Vec<PlaceCount>>, Problem> {
        self.kept(|room| &room.places, |l| l.places(PLACES)).await
    }

    /// What searches count over.
    pub(crate) async fn columns(&self) -> Result<Arc<Columns>, Problem> {
        self.picture.columns(&self.pool).await
    }

    /// Asks what takes a look at the whole ledger before the first visitor does.
    pub(crate) async fn warm(&self) {
        // What goes wrong here goes wrong again, and is told, when somebody asks.
        let _ = self.stats().await;
        let _ = self.places().await;
        let _ = self.columns().await;
    }

    async fn kept<T: Send + Sync + 'static>(
        &self,
        of: fn(&Inner) -> &Cached<T>,
        question: fn(&Ledger) -> Result<T, LedgerError>,
    ) -> Result<Arc<T>, Problem> {
        let Some((last, fresh)) = of(self).last() else {
            let began = Instant::now();
            let answer = self.ask(question).await?;
            return Ok(of(self).keep(answer, began.elapsed()));
        };
        if !fresh {
            let room = self.clone();
            tokio::spawn(async move {
                let Some(_turn) = of(&room).turn() else { return };
                let began = Instant::now();
                if let Ok(answer) = room.ask(question).await {
                    of(&room).keep(answer, began.elapsed());
                }
            });
        }
        Ok(last)
    }

    /// The source that a visitor means, who knows it without its folders.
    pub(crate) async fn source_named(&self, name: String) -> Result<String, Problem> {
        let stats = self.stats().await?;
        let known = stats.sources.iter().find(|s| unit_name(&s.name) == name);
        Ok(known.map_or(name, |s| s.name.clone()))
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
        .merge(pages::routes());
    guard::around(open, watched, room.clone()).with_state(room)
}
