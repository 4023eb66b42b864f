//! Answers that cost a look at the whole ledger, kept for a while.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// Kept at least this long.
const SHORTEST: Duration = Duration::from_secs(5);

/// No more than about one part in this many of the time goes into making the answer anew.
const SHARE: u32 = 30;

struct Kept<T> {
    answer: Arc<T>,
    made: Instant,
    cost: Duration,
}

/// One answer.
pub struct Cached<T>(Mutex<Option<Kept<T>>>);

impl<T> Default for Cached<T> {
    fn default() -> Self {
        Self(Mutex::new(None))
    }
}

impl<T> Cached<T> {
    /// The answer, if it is fresh.
    pub fn fresh(&self) -> Option<Arc<T>> {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let kept = kept.as_ref()?;
        let lasts = SHORTEST.max(kept.cost * SHARE);
        (kept.made.elapsed() < lasts).then(|| Arc::clone(&kept.answer))
    }

    /// Keeps an answer that took so long.
    pub fn keep(&self, answer: T, cost: Duration) -> Arc<T> {
        let answer = Arc::new(answer);
        let kept = Kept { answer: Arc::clone(&answer), made: Instant::now(), cost };
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(kept);
        answer
    }
}
