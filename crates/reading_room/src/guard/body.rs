//! Bodies are taken in whole, and in time, before anybody looks at them.

use crate::problem::Problem;
use crate::serve::Patience;
use axum::body::{Body, HttpBody};
use axum::extract::Request;
use axum::http::StatusCode;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http_body_util::{BodyExt, LengthLimitError};
use std::error::Error;
use std::sync::Arc;
use std::time::Duration;

/// A body that takes longer is not waited for.
const SENDING: Duration = Duration::from_secs(20);

/// Takes the body in. How long it may be has been laid upon it before.
pub async fn whole(request: Request, next: Next) -> Response {
    if request.body().is_end_stream() {
        return next.run(request).await;
    }
    let (parts, body) = request.into_parts();
    let patience = parts.extensions.get::<Arc<Patience>>();
    if let Some(patience) = patience {
        patience.ask();
    }
    let came = tokio::time::timeout(SENDING, body.collect()).await;
    if let Some(patience) = patience {
        patience.work();
    }
    let problem = match came {
        Ok(Ok(body)) => {
            return next.run(Request::from_parts(parts, Body::from(body.to_bytes()))).await;
        }
        Ok(Err(error)) if too_long(&error) => {
            Problem::new(StatusCode::PAYLOAD_TOO_LARGE, "The body is larger than this room takes.")
        }
        Ok(Err(_)) => Problem::wrong("The body broke off."),
        Err(_) => Problem::new(
            StatusCode::REQUEST_TIMEOUT,
            format!("The body did not come within {} seconds.", SENDING.as_secs()),
        ),
    };
    problem.into_response()
}

/// Whether the limit was met, somewhere among the causes.
fn too_long(error: &axum::Error) -> bool {
    let mut cause: Option<&(dyn Error + 'static)> = Some(error);
    while let Some(one) = cause {
        if one.is::<LengthLimitError>() {
            return true;
        }
        cause = one.source();
    }
    false
}
