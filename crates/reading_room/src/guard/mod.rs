//! What stands around every request: who may come in, how often, how much; what is noted of it.
//!
//! From the outside in: log and metrics, security headers, problems as pages, the name by which we
//! were called, the rate, the size of the body, the token, the time the body takes, the time the answer takes,
//! entity tags.

mod body;
mod door;
mod etag;
mod headers;
mod metrics;
mod rate;
mod sessions;

pub use door::{Door, cookie};
pub use metrics::{Metrics, metrics};
pub use sessions::{Session, fresh};

use crate::pages;
use crate::problem::Problem;
use crate::room::Room;
use axum::extract::{DefaultBodyLimit, Request, State};
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::{Json, Router};
use serde_json::json;
use std::time::Duration;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::limit::RequestBodyLimitLayer;

/// Lays the guards around the routes: `open` ones need no token.
pub fn around(open: Router<Room>, watched: Router<Room>, room: Room) -> Router<Room> {
    let state = || room.clone();
    let patience = room.settings.patience;
    let answered = |routes: Router<Room>| {
        routes
            .layer(from_fn(etag::tag))
            .layer(from_fn(move |request, next| timely(patience, request, next)))
            .layer(from_fn(body::whole))
    };
    answered(watched)
        .layer(from_fn_with_state(state(), door::token))
        .merge(answered(open))
        .layer(DefaultBodyLimit::disable())
        .layer(RequestBodyLimitLayer::new(room.settings.longest_body))
        .layer(from_fn(as_problem))
        .layer(CatchPanicLayer::custom(panicked))
        .layer(from_fn_with_state(state(), rate::limit))
        .layer(from_fn_with_state(state(), door::called))
        .layer(from_fn_with_state(state(), pages::as_page))
        .layer(from_fn(headers::secure))
        .layer(from_fn_with_state(state(), metrics::note))
}

/// `GET /healthz`: whether the ledger can be read.
pub async fn healthz(State(room): State<Room>) -> Result<Response, Problem> {
    // The cheapest question that touches a table.
    room.ask(|l| l.units(1)).await.map_err(|_| Problem::busy("The ledger cannot be read."))?;
    Ok(Json(json!({"status": "ok"})).into_response())
}

/// Gives up on answers that take too long.
async fn timely(patience: Duration, request: Request, next: Next) -> Response {
    match tokio::time::timeout(patience, next.run(request)).await {
        Ok(response) => response,
        Err(_) => Problem::new(
            axum::http::StatusCode::GATEWAY_TIMEOUT,
            format!("No answer within {} seconds; ask for less at once.", patience.as_secs()),
        )
        .into_response(),
    }
}

/// Turns bare refusals of the framework (too large, wrong method, wrong media type) into problems.
async fn as_problem(request: Request, next: Next) -> Response {
    let response = next.run(request).await;
    let status = response.status();
    let ours = response.extensions().get::<Problem>().is_some()
        || response.extensions().get::<pages::Whole>().is_some();
    if ours || !(status.is_client_error() || status.is_server_error()) {
        return response;
    }
    let detail = match status.as_u16() {
        405 => "This address does not take that method.",
        413 => "The body is larger than this room takes.",
        415 => "The body must be JSON: send Content-Type: application/json.",
        _ => "The request cannot be understood.",
    };
    let allow = response.headers().get(axum::http::header::ALLOW).cloned();
    let mut out = Problem::new(status, detail).into_response();
    if let Some(allow) = allow {
        out.headers_mut().insert(axum::http::header::ALLOW, allow);
    }
    out
}

/// A handler that panicked: the visitor learns that it is our fault, the log the rest.
fn panicked(panic: Box<dyn std::any::Any + Send + 'static>) -> Response {
    let what = panic
        .downcast_ref::<String>()
        .map(String::as_str)
        .or_else(|| panic.downcast_ref::<&str>().copied())
        .unwrap_or("a panic without words");
    Problem::fault(&what).into_response()
}
