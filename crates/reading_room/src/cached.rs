//! Answers that cost a look at the whole ledger: kept, and made anew in the background.
//!
//! Only the first visitor ever waits, and not even that one if the room was warmed; all others get
//! the last answer at once while a new one is made.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// Kept at least this long.
const SHORTEST: Duration = Duration::from_secs(5);

/// No more than about one part in this many of the time goes into making the answer anew.
const SHARE: u32 = 30;

/// Nobody minds waiting so long.
const QUICK: Duration = Duration::from_millis(200);

struct Kept<T> {
    answer: Arc<T>,
    made: Instant,
    cost: Duration,
    fresh: bool,
}

/// One answer.
pub struct Cached<T> {
    kept: Mutex<Option<Kept<T>>>,
    being_made: AtomicBool,
}

impl<T> Default for Cached<T> {
    fn default() -> Self {
        Self { kept: Mutex::new(None), being_made: AtomicBool::new(false) }
    }
}

/// The right, and the duty, to make an answer anew; given to one at a time.
pub struct Turn<'c>(&'c AtomicBool);

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        self.0.store(false, Ordering::Release);
    }
}

impl<T> Cached<T> {
    /// The last answer, and whether it is fresh.
    pub fn last(&self) -> Option<(Arc<T>, bool)> {
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let kept = kept.as_ref()?;
        let fresh = kept.fresh && kept.made.elapsed() < SHORTEST.max(kept.cost * SHARE);
        Some((Arc::clone(&kept.answer), fresh))
    }

    /// What it was made of has changed: the next visitor gets a new one if it is made quickly, else
    /// the last one while a new one is made.
    pub fn outdate(&self) {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        match kept.as_mut() {
            Some(k) if k.cost >= QUICK => k.fresh = false,
            _ => *kept = None,
        }
    }

    /// Asks to make it anew; `None` while somebody else does.
    pub fn turn(&self) -> Option<Turn<'_>> {
        let taken = self.being_made.swap(true, Ordering::Acquire);
        (!taken).then_some(Turn(&self.being_made))
    }

    /// Keeps an answer that took so long.
    pub fn keep(&self, answer: T, cost: Duration) -> Arc<T> {
        let answer = Arc::new(answer);
        let kept = Kept { answer: Arc::clone(&answer), made: Instant::now(), cost, fresh: true };
        *self.kept.lock().unwrap_or_else(PoisonError::into_inner) = Some(kept);
        answer
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_at_a_time_makes_it_anew() {
        let cached = Cached::default();
        assert!(cached.last().is_none());
        let turn = cached.turn().expect("a turn");
        assert!(cached.turn().is_none());
        cached.keep(7, Duration::ZERO);
        drop(turn);
        assert!(cached.turn().is_some());
        assert_eq!(cached.last().map(|(n, fresh)| (*n, fresh)), Some((7, true)));
    }

    #[test]
    fn what_has_changed_is_made_anew_at_once_or_soon() {
        let cached = Cached::default();
        cached.keep(7, Duration::ZERO);
        cached.outdate();
        assert!(cached.last().is_none(), "quickly made: the next one waits for it");
        cached.keep(8, Duration::from_secs(3));
        cached.outdate();
        assert_eq!(cached.last().map(|(n, fresh)| (*n, fresh)), Some((8, false)));
    }
}
