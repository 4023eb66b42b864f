//! How long a visitor has kept us waiting.
//!
//! A connection is always in one of three states: we wait for a question (its head, its body, or
//! the next one of a connection that is kept), we work, or we answer. What is told of it here
//! decides who is let go: a visitor who takes an answer more slowly than [`PACE`] for longer than
//! [`LONGEST`], and, when all places are taken, whoever has kept us waiting longest (`seats`).

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::time::Instant;

/// Bytes a second that a visitor must take of an answer, in the long run.
const PACE: f64 = 4096.0;

/// How long a visitor may fall behind that pace.
pub const LONGEST: Duration = Duration::from_secs(20);

/// So much waiting for an answer to be taken does not count: the system makes room in large pieces,
/// between which a good reader seems to stand still.
const PIECES: Duration = Duration::from_secs(3);

#[derive(Clone, Copy)]
enum State {
    /// It is for the visitor to speak; since then we have found nothing to read. What has come and
    /// lies unread is our slowness, not the visitor's.
    Asking(Option<Instant>),
    Working,
    Answering,
}

struct Inner {
    state: State,
    /// The system takes nothing more, since then: the visitor does not read.
    blocked: Option<Instant>,
    /// How far behind the pace the visitor is.
    behind: Duration,
}

/// What a connection has cost in waiting.
pub struct Patience(Mutex<Inner>);

impl Default for Patience {
    /// A visitor who has just come.
    fn default() -> Self {
        let state = State::Asking(None);
        Self(Mutex::new(Inner { state, blocked: None, behind: Duration::ZERO }))
    }
}

impl Patience {
    fn inner(&self) -> MutexGuard<'_, Inner> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// It is for the visitor to speak.
    pub fn ask(&self) {
        self.inner().state = State::Asking(None);
    }

    /// There is nothing to read.
    pub fn silent(&self) {
        if let State::Asking(since @ None) = &mut self.inner().state {
            *since = Some(Instant::now());
        }
    }

    /// The question is here.
    pub fn work(&self) {
        self.inner().state = State::Working;
    }

    /// An answer begins.
    pub fn answer(&self) {
        self.inner().state = State::Answering;
    }

    /// The system takes no more bytes of an answer.
    pub fn block(&self) {
        self.inner().blocked.get_or_insert_with(Instant::now);
    }

    /// It took so many.
    pub fn took(&self, bytes: usize) {
        let mut inner = self.inner();
        let waited = inner.blocked.take().map_or(Duration::ZERO, |since| since.elapsed());
        let earned = Duration::from_secs_f64(bytes as f64 / PACE);
        inner.behind = (inner.behind + waited).saturating_sub(earned);
    }

    /// How far behind the pace the visitor is in taking an answer.
    pub fn behind(&self) -> Duration {
        let inner = self.inner();
        inner.behind + inner.blocked.map_or(Duration::ZERO, |since| since.elapsed())
    }

    /// Whether it is for the visitor to speak, or to take what we say.
    pub fn waits(&self) -> bool {
        let inner = self.inner();
        matches!(inner.state, State::Asking(_)) || inner.blocked.is_some()
    }

    /// How long we have waited, for a question or for the answer to be taken.
    pub fn lost(&self) -> Duration {
        let asking = match self.inner().state {
            State::Asking(Some(since)) => since.elapsed(),
            State::Asking(None) | State::Working | State::Answering => Duration::ZERO,
        };
        asking.max(self.behind().saturating_sub(PIECES))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tokio::time::advance;

    const MOMENT: Duration = Duration::from_millis(20);

    #[tokio::test(start_paused = true)]
    async fn work_is_not_the_visitors_fault() {
        let patience = Patience::default();
        advance(MOMENT).await;
        assert_eq!(patience.lost(), Duration::ZERO, "we have not even looked");
        patience.silent();
        advance(MOMENT).await;
        patience.silent();
        assert_eq!(patience.lost(), MOMENT);
        patience.work();
        patience.silent();
        advance(MOMENT).await;
        assert_eq!(patience.lost(), Duration::ZERO);
        patience.answer();
        advance(MOMENT).await;
        assert_eq!(patience.lost(), Duration::ZERO, "nothing to take yet");
        patience.block();
        advance(PIECES).await;
        assert_eq!(patience.lost(), Duration::ZERO, "a good reader, for all we know");
        advance(MOMENT).await;
        assert_eq!(patience.lost(), MOMENT);
    }

    #[tokio::test(start_paused = true)]
    async fn bytes_taken_make_up_for_waiting() {
        let patience = Patience::default();
        patience.work();
        patience.block();
        advance(Duration::from_secs(3)).await;
        patience.took(8192);
        assert_eq!(patience.behind(), Duration::from_secs(1));
        patience.took(100_000);
        assert_eq!(patience.behind(), Duration::ZERO);
    }
}
