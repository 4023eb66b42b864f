//! Places for visitors.
//!
//! There are so many and no more, so that a crowd costs a known amount of memory and descriptors.
//! When all are taken, whoever has kept us waiting longest gives the place up to the one who
//! comes, looked for first among the connections of the address that has most: a thousand slow
//! visitors then hold each other's places, not those of the one who asks and reads. It does not
//! matter whether they come from one address, as all do behind a proxy, or from many. Only where
//! all are being served is the one who comes refused.

use super::patience::Patience;
use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::sync::Notify;

/// Nobody is let go before having kept us waiting for so long: the way of a question across the
/// world and back.
const COURTESY: Duration = Duration::from_millis(250);

struct Taken {
    address: IpAddr,
    patience: Arc<Patience>,
    let_go: Arc<Notify>,
}

#[derive(Default)]
struct Inner {
    taken: HashMap<u64, Taken>,
    next: u64,
}

/// All places.
#[derive(Clone)]
pub struct Seats {
    places: usize,
    inner: Arc<Mutex<Inner>>,
}

/// A place; free again when dropped.
pub struct Seat {
    number: u64,
    seats: Seats,
    /// What the visitor costs in waiting.
    pub patience: Arc<Patience>,
    /// Comes when the place is needed for another.
    pub let_go: Arc<Notify>,
}

impl Drop for Seat {
    fn drop(&mut self) {
        self.seats.inner().taken.remove(&self.number);
    }
}

impl Seats {
    /// So many places, one at least.
    pub fn new(places: usize) -> Self {
        Self { places: places.max(1), inner: Arc::default() }
    }

    fn inner(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A place for a visitor from an address. If nobody can be let go for it: after what time
    /// somebody may, or `None` if all are being served.
    pub fn take(&self, address: IpAddr) -> Result<Seat, Option<Duration>> {
        let mut inner = self.inner();
        if inner.taken.len() >= self.places {
            let Some(slowest) = slowest(&inner.taken) else {
                let waits = inner.taken.values().filter(|one| one.patience.waits());
                let longest = waits.map(|one| one.patience.lost()).max();
                return Err(longest.map(|lost| COURTESY.saturating_sub(lost)));
            };
            // The place counts as free at once; the connection itself ends in a moment.
            if let Some(gone) = inner.taken.remove(&slowest) {
                gone.let_go.notify_one();
            }
        }
        let number = inner.next;
        inner.next += 1;
        let patience = Arc::new(Patience::default());
        let let_go = Arc::new(Notify::new());
        let taken = Taken { address, patience: Arc::clone(&patience), let_go: Arc::clone(&let_go) };
        inner.taken.insert(number, taken);
        Ok(Seat { number, seats: self.clone(), patience, let_go })
    }
}

/// Who has kept us waiting longest, of the address with most connections of those who do.
fn slowest(taken: &HashMap<u64, Taken>) -> Option<u64> {
    let mut of_address: HashMap<IpAddr, u32> = HashMap::new();
    for one in taken.values() {
        *of_address.entry(one.address).or_default() += 1;
    }
    taken
        .iter()
        .map(|(number, one)| (of_address.get(&one.address), one.patience.lost(), *number))
        .filter(|(_, lost, _)| *lost >= COURTESY)
        .max()
        .map(|(_, _, number)| number)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::net::Ipv4Addr;
    use tokio::time::advance;

    const MOMENT: Duration = Duration::from_millis(5);
    const CROWD: IpAddr = IpAddr::V4(Ipv4Addr::new(192, 0, 2, 1));
    const OTHER: IpAddr = IpAddr::V4(Ipv4Addr::new(192, 0, 2, 2));

    /// A visitor who says nothing.
    fn silent(seats: &Seats, address: IpAddr) -> Seat {
        let seat = seats.take(address).expect("a place");
        seat.patience.silent();
        seat
    }

    #[tokio::test(start_paused = true)]
    async fn places_are_given_back() {
        let seats = Seats::new(2);
        let (a, b) = (silent(&seats, CROWD), silent(&seats, CROWD));
        advance(MOMENT).await;
        assert_eq!(seats.take(OTHER).err(), Some(Some(COURTESY - MOMENT)), "nobody was slow yet");
        drop(a);
        let other = silent(&seats, OTHER);
        b.patience.work();
        other.patience.work();
        assert_eq!(seats.take(OTHER).err(), Some(None), "all are being served");
    }

    #[tokio::test(start_paused = true)]
    async fn the_slowest_of_the_crowd_goes_first() {
        let seats = Seats::new(4);
        let other = silent(&seats, OTHER);
        let first = silent(&seats, CROWD);
        let busy = silent(&seats, CROWD);
        busy.patience.work();
        advance(MOMENT).await;
        let last = silent(&seats, CROWD);
        advance(COURTESY).await;
        let gone = |seat: &Seat| !seats.inner().taken.contains_key(&seat.number);
        let newcomer = silent(&seats, OTHER);
        assert!(gone(&first) && !gone(&last) && !gone(&busy) && !gone(&other));
        // Two of each address now; whoever works stays.
        let second = silent(&seats, OTHER);
        assert!(!gone(&busy) && !gone(&newcomer) && !gone(&second));
    }
}
