//! The body of an answer, which says when it has ended: from then on it is for the visitor to ask
//! again.

use super::patience::Patience;
use axum::body::{Body, Bytes, HttpBody};
use axum::response::Response;
use hyper::body::{Frame, SizeHint};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

/// A body of an answer.
pub struct Answer {
    body: Body,
    patience: Arc<Patience>,
}

impl Answer {
    /// Watches over an answer.
    pub fn begin(response: Response, patience: Arc<Patience>) -> Response<Self> {
        patience.answer();
        response.map(|body| Self { body, patience })
    }
}

impl Drop for Answer {
    fn drop(&mut self) {
        self.patience.ask();
    }
}

impl HttpBody for Answer {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        Pin::new(&mut self.body).poll_frame(cx)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
