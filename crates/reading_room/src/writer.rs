//! The one way in which the room writes: one change after the other, each on an open ledger of its
//! own that is closed again.
//!
//! **In:** a change to the ledger. **Out:** its answer, as soon as it is committed; or a problem that
//! says to come again where another program writes or too many wait. SQLite blocks, so the work is
//! done on a thread for that; a visitor who has gone meanwhile does not stop it half-way.

use crate::problem::Problem;
use axum::http::StatusCode;
use ledger::{Ledger, LedgerError};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tokio::sync::{Mutex, Semaphore, oneshot};

/// Changes that wait or are under way.
const WAITING: usize = 32;

/// Seconds after which writing is tried again where another program writes.
const RETRY: u32 = 5;

/// The queue of those who write.
pub struct Writer {
    path: PathBuf,
    turn: Arc<Mutex<()>>,
    places: Arc<Semaphore>,
}

impl Writer {
    /// A queue before a ledger.
    pub fn new(path: &Path) -> Self {
        let places = Arc::new(Semaphore::new(WAITING));
        Self { path: path.to_path_buf(), turn: Arc::new(Mutex::new(())), places }
    }

    /// Changes the ledger. With `settle`, pledges are brought together with later acts afterwards;
    /// the answer does not wait for that.
    pub async fn write<T, F>(&self, settle: bool, change: F) -> Result<T, Problem>
    where
        T: Send + 'static,
        F: FnOnce(&mut Ledger) -> Result<T, LedgerError> + Send + 'static,
    {
        let Ok(place) = Arc::clone(&self.places).try_acquire_owned() else {
            return Err(Problem::busy(
                "Many are writing; nothing was changed: please send it again.",
            ));
        };
        let turn = Arc::clone(&self.turn).lock_owned().await;
        let (tell, told) = oneshot::channel();
        let path = self.path.clone();
        tokio::task::spawn_blocking(move || {
            let _held = (place, turn);
            let mut ledger = match open(&path) {
                Ok(ledger) => ledger,
                Err(error) => {
                    let _ = tell.send(Err(problem(error)));
                    return;
                }
            };
            let answer = change(&mut ledger).map_err(problem);
            let settle = settle && answer.is_ok();
            // Whoever asked may have gone.
            let _ = tell.send(answer);
            if settle {
                let today = jiff::tz::Offset::UTC.to_datetime(jiff::Timestamp::now()).date();
                if let Err(error) = ledger.settle(today, |_| {}) {
                    tracing::warn!(%error, "pledges wait for the next change or ingest");
                }
            }
        });
        told.await.unwrap_or_else(|_| Err(Problem::fault(&"a change to the ledger died")))
    }
}

/// Opens the ledger for writing; never makes one.
fn open(path: &Path) -> Result<Ledger, LedgerError> {
    if !path.is_file() {
        return Err(LedgerError::Missing(path.to_path_buf()));
    }
    Ledger::open(path)
}

/// What went wrong with a change, for whoever sent it.
fn problem(error: LedgerError) -> Problem {
    match error {
        LedgerError::Locked(_) => Problem {
            retry: Some(RETRY),
            ..Problem::busy(
                "Another program is writing to the ledger; nothing was changed: please send it again in a moment.",
            )
        },
        LedgerError::Full(_) => {
            tracing::error!(%error, "a change was not kept");
            Problem::busy("The disk is full; nothing was changed.")
        }
        LedgerError::ReadOnly(_) => {
            tracing::error!(%error, "a change was not kept");
            Problem::new(StatusCode::FORBIDDEN, "The ledger's file may not be written.")
        }
        // A question that cannot be asked so is, of a change, one that cannot be made so.
        error => match Problem::from(error) {
            p if p.status == StatusCode::BAD_REQUEST => {
                Problem { status: StatusCode::UNPROCESSABLE_ENTITY, ..p }
            }
            p => p,
        },
    }
}
