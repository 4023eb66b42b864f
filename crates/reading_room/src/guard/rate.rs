//! How often one address may ask.

use crate::problem::Problem;
use crate::room::Room;
use axum::extract::{ConnectInfo, Request, State};
use axum::http::StatusCode;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use governor::clock::DefaultClock;
use governor::state::keyed::HashMapStateStore;
use governor::{Quota, RateLimiter};
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::num::NonZeroU32;

/// What is remembered of the addresses that ask.
pub type Rates = RateLimiter<IpAddr, HashMapStateStore<IpAddr>, DefaultClock>;

/// Addresses that are remembered before those long silent are forgotten.
const REMEMBERED: usize = 10_000;

/// So many requests a second from one address, ten times as many at once.
pub fn rates(a_second: u32) -> Rates {
    let rate = NonZeroU32::new(a_second).unwrap_or(NonZeroU32::MIN);
    let burst = rate.saturating_mul(NonZeroU32::MIN.saturating_add(9));
    RateLimiter::hashmap(Quota::per_second(rate).allow_burst(burst))
}

/// Turns away whoever asks too often.
pub async fn limit(State(room): State<Room>, request: Request, next: Next) -> Response {
    // Without a connection there is one visitor only: a test.
    let from = request.extensions().get::<ConnectInfo<SocketAddr>>();
    let address = from.map_or(IpAddr::V4(Ipv4Addr::LOCALHOST), |c| c.0.ip());
    let rates = room.door.rates();
    if rates.len() > REMEMBERED {
        rates.retain_recent();
    }
    if rates.check_key(&address).is_err() {
        let problem =
            Problem::new(StatusCode::TOO_MANY_REQUESTS, "Too many requests; wait a second.");
        return Problem { retry: Some(1), ..problem }.into_response();
    }
    next.run(request).await
}
