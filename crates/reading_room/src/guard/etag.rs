//! Entity tags: who has seen an answer that has not changed is told so in a line.

use axum::body::Body;
use axum::extract::Request;
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::Response;
use http_body_util::BodyExt;
use xxhash_rust::xxh3::xxh3_128;

/// Larger answers, and streams, go without.
const LARGEST: u64 = 4 << 20;

/// Tags answers by their bytes; answers `304 Not Modified` where the visitor has them.
pub async fn tag(request: Request, next: Next) -> Response {
    // Answers to HEAD have lost the bytes that a tag is made of.
    if request.method() != Method::GET {
        return next.run(request).await;
    }
    let known = request.headers().get(header::IF_NONE_MATCH).cloned();
    let response = next.run(request).await;
    let length = axum::body::HttpBody::size_hint(response.body()).exact();
    if response.status() != StatusCode::OK || length.is_none_or(|n| n > LARGEST) {
        return response;
    }
    let (mut parts, body) = response.into_parts();
    let Ok(bytes) = body.collect().await.map(|b| b.to_bytes()) else {
        return Response::from_parts(parts, Body::empty());
    };
    // Pages differ by language and theme, which lie in the bytes.
    let tag = format!("W/\"{:032x}\"", xxh3_128(&bytes));
    let same = known.as_ref().and_then(|k| k.to_str().ok()).is_some_and(|k| matches(k, &tag));
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        parts.headers.insert(header::ETAG, tag);
    }
    if same {
        parts.status = StatusCode::NOT_MODIFIED;
        parts.headers.remove(header::CONTENT_LENGTH);
        return Response::from_parts(parts, Body::empty());
    }
    Response::from_parts(parts, Body::from(bytes))
}

/// Weak comparison, as RFC 9110 wants it here.
fn matches(known: &str, tag: &str) -> bool {
    let bare = |t: &str| t.trim().trim_start_matches("W/").to_owned();
    known.trim() == "*" || known.split(',').any(|k| bare(k) == bare(tag))
}

#[cfg(test)]
mod tests {
    use super::matches;

    #[test]
    fn tags_are_compared_weakly() {
        assert!(
            matches("\"b\", W/\"a\"", "W/\"a\"")
                && matches("\"a\"", "W/\"a\"")
                && matches("*", "W/\"a\"")
        );
        assert!(!matches("\"b\"", "W/\"a\"") && !matches("", "W/\"a\""));
    }
}
