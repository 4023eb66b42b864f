//! The columns that searches count over: kept, and made anew when the ledger has changed.
//!
//! A small ledger's are made anew at once, so that a search sees what was just taken in. A large
//! one's take seconds: then searches go by the last ones while new ones are made beside, at most
//! for a thirtieth of the time.

use crate::pool::Pool;
use crate::problem::Problem;
use ledger::Ledger;
use ledger::ask::Columns;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// What takes no longer is made anew while the visitor waits.
const AT_ONCE: Duration = Duration::from_millis(250);

/// No more than about one part in this many of the time goes into making them anew.
const SHARE: u32 = 30;

/// Columns as they were at a time.
#[derive(Clone)]
struct Last {
    columns: Arc<Columns>,
    /// [`Ledger::changes`] of the watcher before they were made.
    changes: i64,
    made: Instant,
    cost: Duration,
}

/// Keeps the columns.
#[derive(Default)]
pub struct Picture {
    /// Only one connection can tell whether others wrote.
    watcher: Mutex<Option<Ledger>>,
    last: Mutex<Option<Last>>,
    /// Held by whoever makes them.
    turn: tokio::sync::Mutex<()>,
}

impl Picture {
    /// The columns: fresh ones, or those of some seconds ago while new ones are made.
    pub async fn columns(self: &Arc<Self>, pool: &Arc<Pool>) -> Result<Arc<Columns>, Problem> {
        let changes = self.changes(pool)?;
        let Some(last) = self.last() else { return self.make(pool).await };
        if last.changes == changes {
            return Ok(last.columns);
        }
        if last.cost < AT_ONCE {
            return self.make(pool).await;
        }
        if last.made.elapsed() > last.cost * SHARE {
            let (picture, pool) = (Arc::clone(self), Arc::clone(pool));
            tokio::spawn(async move {
                // Else somebody makes them already.
                let free = picture.turn.try_lock().is_ok();
                if free && picture.make(&pool).await.is_err() {
                    tracing::warn!("what searches count over could not be read anew");
                }
            });
        }
        Ok(last.columns)
    }

    fn last(&self) -> Option<Last> {
        self.last.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    async fn make(&self, pool: &Arc<Pool>) -> Result<Arc<Columns>, Problem> {
        let _turn = self.turn.lock().await;
        // Somebody may have made them while this one waited.
        let changes = self.changes(pool)?;
        if let Some(last) = self.last().filter(|l| l.changes == changes) {
            return Ok(last.columns);
        }
        let begun = Instant::now();
        let columns = match pool.ask(Ledger::columns).await {
            Some(columns) => Arc::new(columns?),
            None => return Err(Problem::fault(&"reading the ledger's columns died")),
        };
        let made = Last {
            columns: Arc::clone(&columns),
            changes,
            made: Instant::now(),
            cost: begun.elapsed(),
        };
        *self.last.lock().unwrap_or_else(PoisonError::into_inner) = Some(made);
        Ok(columns)
    }

    fn changes(&self, pool: &Arc<Pool>) -> Result<i64, Problem> {
        // A look at the file's head or its log: too short to be worth another thread.
        let mut watcher = self.watcher.lock().unwrap_or_else(PoisonError::into_inner);
        if watcher.is_none() {
            // Its numbers cannot be compared with those of the one before.
            *self.last.lock().unwrap_or_else(PoisonError::into_inner) = None;
            *watcher = Some(pool.another()?);
        }
        let changes = watcher.as_ref().map(Ledger::changes).transpose();
        match changes {
            Ok(changes) => Ok(changes.unwrap_or_default()),
            Err(e) => {
                *watcher = None;
                Err(Problem::from(e))
            }
        }
    }
}
