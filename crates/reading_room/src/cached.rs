//! Answers that cost a look at the whole ledger: kept, and made anew in the background.
//!
//! Only the first visitor ever waits, and not even that one if the room was warmed; all others get
//! the last answer at once while a new one is made. An answer that was asked for before a change and
//! came after it may not know of it: it is given, but made anew.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
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
    /// Changes that were told of.
    changes: AtomicU64,
}

impl<T> Default for Cached<T> {
    fn default() -> Self {
        let (being_made, changes) = (AtomicBool::new(false), AtomicU64::new(0));
        Self { kept: Mutex::new(None), being_made, changes }
    }
}

/// When the making of an answer began.
#[derive(Clone, Copy)]
pub struct Begun {
    at: Instant,
    changes: u64,
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
        self.changes.fetch_add(1, Ordering::AcqRel);
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

    /// Says that an answer begins to be made.
    pub fn begin(&self) -> Begun {
        Begun { at: Instant::now(), changes: self.changes.load(Ordering::Acquire) }
    }

    /// Keeps an answer; as a fresh one only if nothing has changed since it began to be made.
    pub fn keep(&self, answer: T, begun: Begun) -> Arc<T> {
        self.keep_at_cost(answer, begun, begun.at.elapsed())
    }

    fn keep_at_cost(&self, answer: T, begun: Begun, cost: Duration) -> Arc<T> {
        let answer = Arc::new(answer);
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        // Under the lock that whoever tells of a change holds, too.
        let fresh = begun.changes == self.changes.load(Ordering::Acquire);
        if fresh || cost >= QUICK {
            *kept = Some(Kept { answer: Arc::clone(&answer), made: Instant::now(), cost, fresh });
        }
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
        cached.keep_at_cost(7, cached.begin(), Duration::ZERO);
        drop(turn);
        assert!(cached.turn().is_some());
        assert_eq!(cached.last().map(|(n, fresh)| (*n, fresh)), Some((7, true)));
    }

    #[test]
    fn what_has_changed_is_made_anew_at_once_or_soon() {
        let cached = Cached::default();
        cached.keep_at_cost(7, cached.begin(), Duration::ZERO);
        cached.outdate();
        assert!(cached.last().is_none(), "quickly made: the next one waits for it");
        cached.keep_at_cost(8, cached.begin(), Duration::from_secs(3));
        cached.outdate();
        assert_eq!(cached.last().map(|(n, fresh)| (*n, fresh)), Some((8, false)));
    }

    #[test]
    fn an_answer_from_before_a_change_is_not_fresh() {
        let cached = Cached::default();
        let begun = cached.begin();
        cached.outdate();
        assert_eq!(*cached.keep_at_cost(7, begun, Duration::ZERO), 7);
        assert!(cached.last().is_none(), "quickly made: the next one waits for another");
        cached.keep_at_cost(8, begun, Duration::from_secs(3));
        assert_eq!(cached.last().map(|(n, fresh)| (*n, fresh)), Some((8, false)));
        cached.keep_at_cost(9, cached.begin(), Duration::from_secs(3));
        assert_eq!(cached.last().map(|(n, fresh)| (*n, fresh)), Some((9, true)));
    }
}
