//! Open ledgers, a few at a time: SQLite blocks, so every question goes to a thread of its own.
//!
//! A question that takes longer than its visitor waits keeps its place until it is answered, so
//! that hasty visitors cannot pile up work.

use ledger::{Ledger, LedgerError};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::Semaphore;

/// Ledgers open for reading.
pub struct Pool {
    path: PathBuf,
    idle: Mutex<Vec<Ledger>>,
    places: Arc<Semaphore>,
}

impl Pool {
    /// Opens the ledger once, to know that it can be read.
    pub fn open(path: &Path, places: usize) -> Result<Self, LedgerError> {
        let first = Ledger::open_to_read(path)?;
        Ok(Self {
            path: path.to_path_buf(),
            idle: Mutex::new(vec![first]),
            places: Arc::new(Semaphore::new(places.max(1))),
        })
    }

    /// The ledger's file name, for people.
    pub fn name(&self) -> String {
        self.path.file_name().unwrap_or_default().to_string_lossy().into_owned()
    }

    /// A ledger of one's own.
    pub fn another(&self) -> Result<Ledger, LedgerError> {
        Ledger::open_to_read(&self.path)
    }

    /// Asks a question on a thread where waiting is allowed. `None` if the thread died.
    pub async fn ask<T, F>(self: &Arc<Self>, question: F) -> Option<Result<T, LedgerError>>
    where
        T: Send + 'static,
        F: FnOnce(&Ledger) -> Result<T, LedgerError> + Send + 'static,
    {
        let place = Arc::clone(&self.places).acquire_owned().await.ok()?;
        let pool = Arc::clone(self);
        let answer = tokio::task::spawn_blocking(move || {
            let _place = place;
            pool.here(question)
        });
        answer.await.ok()
    }

    /// Asks on this thread, outside the number of places: for long streams, which have their own.
    pub fn here<T>(
        &self,
        question: impl FnOnce(&Ledger) -> Result<T, LedgerError>,
    ) -> Result<T, LedgerError> {
        let idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let ledger = match idle {
            Some(ledger) => ledger,
            None => Ledger::open_to_read(&self.path)?,
        };
        let answer = question(&ledger);
        // One that failed may be damaged or cut off; the next question opens a new one.
        if answer.is_ok() || matches!(answer, Err(LedgerError::Question(_))) {
            self.idle.lock().unwrap_or_else(PoisonError::into_inner).push(ledger);
        }
        answer
    }
}
