//! What is noted of requests: a line in the log, and counters for Prometheus at `/metrics`.

use crate::room::Room;
use axum::extract::{MatchedPath, Request, State};
use axum::http::header;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use prometheus_client::encoding::{EncodeLabelSet, text::encode};
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::Registry;
use std::time::Instant;

/// Upper bounds of the classes of answering times, in seconds.
const CLASSES: [f64; 10] = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.15, 0.5, 2.0, 10.0];

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Labels {
    method: String,
    route: String,
    status: u16,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct RouteLabel {
    route: String,
}

/// The counters.
pub struct Metrics {
    registry: Registry,
    requests: Family<Labels, Counter>,
    seconds: Family<RouteLabel, Histogram, fn() -> Histogram>,
    under_way: Gauge,
}

impl Default for Metrics {
    fn default() -> Self {
        let mut registry = Registry::with_prefix("chancery");
        let requests = Family::<Labels, Counter>::default();
        let seconds: Family<RouteLabel, Histogram, fn() -> Histogram> =
            Family::new_with_constructor(|| Histogram::new(CLASSES));
        let under_way = Gauge::default();
        registry.register("requests", "Requests answered", requests.clone());
        registry.register("answer_seconds", "Time to answer, in seconds", seconds.clone());
        registry.register("requests_under_way", "Requests being answered", under_way.clone());
        Self { registry, requests, seconds, under_way }
    }
}

/// `GET /metrics`.
pub async fn metrics(State(room): State<Room>) -> Response {
    let mut out = String::new();
    // Writing to a string does not fail.
    let _ = encode(&mut out, &room.metrics.registry);
    let kind = "application/openmetrics-text; version=1.0.0; charset=utf-8";
    ([(header::CONTENT_TYPE, kind)], out).into_response()
}

/// Notes a request. Queries are not written to the log: they say what somebody looks for.
pub async fn note(State(room): State<Room>, request: Request, next: Next) -> Response {
    let matched = request.extensions().get::<MatchedPath>();
    // The routes are few; addresses that we do not know count as one.
    let route = matched.map_or("other", MatchedPath::as_str).to_owned();
    let method = match request.method().as_str() {
        m @ ("GET" | "HEAD" | "POST") => m.to_owned(),
        _ => "other".to_owned(),
    };
    let path = request.uri().path().to_owned();
    let began = Instant::now();
    room.metrics.under_way.inc();
    let response = next.run(request).await;
    room.metrics.under_way.dec();
    let took = began.elapsed();
    let status = response.status().as_u16();
    tracing::info!(%method, %path, status, ms = took.as_secs_f64() * 1000.0, "answered");
    room.metrics
        .seconds
        .get_or_create(&RouteLabel { route: route.clone() })
        .observe(took.as_secs_f64());
    room.metrics.requests.get_or_create(&Labels { method, route, status }).inc();
    response
}
