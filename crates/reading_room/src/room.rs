//! The room itself: what all requests share, and the way to them.

use crate::cached::Cached;
use crate::guard::{Door, Metrics};
use crate::hide::unit_name;
use crate::picture::Picture;
use crate::pool::Pool;
use crate::problem::Problem;
use crate::reader::Reader;
use crate::settings::{RoomError, Settings};
use crate::writer::Writer;
use crate::{api, assets, guard, pages};
use axum::Router;
use axum::http::StatusCode;
use axum::routing::get;
use ledger::ask::{Columns, PlaceCount, Stats};
use ledger::check::Agreement;
use ledger::{Ledger, LedgerError};
use std::sync::Arc;
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
    pub(crate) agreement: Cached<Agreement>,
    pub(crate) streams: Arc<Semaphore>,
    pub(crate) readings: Arc<Semaphore>,
    writer: Writer,
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
        if settings.write {
            // A ledger of an earlier version is brought to the present one before anybody comes.
            drop(Ledger::open_to_read(&settings.ledger)?);
            drop(Ledger::open(&settings.ledger)?);
        }
        Ok(Self(Arc::new(Inner {
            pool: Arc::new(Pool::open(&settings.ledger, settings.readers)?),
            reader,
            door: Door::new(&settings)?,
            metrics: Metrics::default(),
            stats: Cached::default(),
            places: Cached::default(),
            picture: Arc::default(),
            agreement: Cached::default(),
            streams: Arc::new(Semaphore::new(STREAMS)),
            readings: Arc::new(Semaphore::new(READINGS)),
            writer: Writer::new(&settings.ledger),
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

    /// Changes the ledger, if this room may; what was counted before is counted anew. `settle`: the
    /// change is to acts, so pledges must be looked at again.
    pub(crate) async fn write<T, F>(&self, settle: bool, change: F) -> Result<T, Problem>
    where
        T: Send + 'static,
        F: FnOnce(&mut Ledger) -> Result<T, LedgerError> + Send + 'static,
    {
        self.writable()?;
        let answer = self.writer.write(settle, change).await?;
        self.stats.outdate();
        self.places.outdate();
        self.agreement.outdate();
        Ok(answer)
    }

    /// That visitors may write here.
    pub(crate) fn writable(&self) -> Result<(), Problem> {
        if self.settings.write {
            return Ok(());
        }
        let detail = "This room is read-only. Whoever runs it can open it for writing with --write and --token.";
        Err(Problem::new(StatusCode::FORBIDDEN, detail))
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

    /// How far checkers agree, as of some seconds ago: intervals take many samples.
    pub(crate) async fn agreement(&self) -> Result<Arc<Agreement>, Problem> {
        self.kept(|room| &room.agreement, |l| l.agreement(&[])).await
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
            let begun = of(self).begin();
            let answer = self.ask(question).await?;
            return Ok(of(self).keep(answer, begun));
        };
        if !fresh {
            let room = self.clone();
            tokio::spawn(async move {
                let Some(_turn) = of(&room).turn() else { return };
                let begun = of(&room).begin();
                if let Ok(answer) = room.ask(question).await {
                    of(&room).keep(answer, begun);
                }
            });
        }
        Ok(last)
    }

    /// The source that a visitor means, who knows it without its folders.
    pub(crate) async fn source_named(&self, name: String) -> Result<String, Problem> {
        let ending = name.clone();
        let known = self.ask(move |l| l.sources_ending(&ending)).await?;
        Ok(known.into_iter().find(|s| unit_name(s) == name).unwrap_or(name))
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
