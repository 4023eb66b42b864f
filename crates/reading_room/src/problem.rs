//! What went wrong with a request, as `application/problem+json` (RFC 9457). For pages the same is
//! shown as a page (`pages::fault`).

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use ledger::LedgerError;
use serde_json::json;

/// A request that was not answered as it was meant.
#[derive(Clone, Debug)]
pub struct Problem {
    /// HTTP status.
    pub status: StatusCode,
    /// What is wrong, for the one who asked.
    pub detail: String,
    /// Seconds after which asking again makes sense.
    pub retry: Option<u32>,
    /// The field whose value is none, and what it may be: told to programs beside the words.
    pub field: Option<(&'static str, Vec<String>)>,
}

impl Problem {
    /// A problem of a status.
    pub fn new(status: StatusCode, detail: impl Into<String>) -> Self {
        Self { status, detail: detail.into(), retry: None, field: None }
    }

    /// A question that cannot be asked so.
    pub fn wrong(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, detail)
    }

    /// Something that is not there.
    pub fn missing(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::NOT_FOUND, detail)
    }

    /// A fault of ours: noted in the log, not shown.
    pub fn fault(what: &dyn std::fmt::Display) -> Self {
        tracing::error!(%what, "a request failed");
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "A fault of the program; its log says more.")
    }

    /// Too much at once.
    pub fn busy(detail: &str) -> Self {
        Self { retry: Some(1), ..Self::new(StatusCode::SERVICE_UNAVAILABLE, detail) }
    }

    /// Something that cannot be done as it was asked.
    pub fn undoable(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::UNPROCESSABLE_ENTITY, detail)
    }

    /// Where a question names one thing, that it cannot be answered means that it is not there.
    pub fn unknown(self) -> Self {
        match self.status {
            StatusCode::BAD_REQUEST => Self { status: StatusCode::NOT_FOUND, ..self },
            _ => self,
        }
    }

    /// As the JSON that is answered.
    pub fn text(&self) -> String {
        let mut body = json!({
            "type": format!("/api#{}", self.kind()),
            "title": self.status.canonical_reason().unwrap_or("Error"),
            "status": self.status.as_u16(),
            "detail": self.detail,
        });
        if let Some((field, allowed)) = &self.field {
            body["field"] = json!(field);
            if !allowed.is_empty() {
                body["allowed"] = json!(allowed);
            }
        }
        body.to_string()
    }

    /// Its name in `type`, explained on the page of the API.
    pub fn kind(&self) -> &'static str {
        match self.status.as_u16() {
            400 => "wrong-question",
            401 => "token-needed",
            403 => "refused",
            404 => "not-there",
            405 => "wrong-method",
            408 | 504 => "too-slow",
            409 => "changed",
            413 => "too-large",
            415 => "wrong-media-type",
            422 if self.field.is_some() => "wrong-value",
            422 => "cannot-be-read",
            429 => "too-many",
            503 => "busy",
            _ => "fault",
        }
    }
}

impl From<LedgerError> for Problem {
    fn from(error: LedgerError) -> Self {
        match error {
            LedgerError::Question(what) => Self::wrong(what),
            // The words name the ledger's path, which is nobody's business: they go to the log.
            LedgerError::Locked(_) | LedgerError::Missing(_) => {
                tracing::warn!(%error, "the ledger cannot be read now");
                Self::busy("The ledger cannot be read just now; please ask again.")
            }
            LedgerError::Absent(what) => Self::missing(sentence(&what)),
            LedgerError::Changed(what) => Self::new(StatusCode::CONFLICT, sentence(&what)),
            LedgerError::Field { field, ref allowed, .. } => Self {
                field: Some((field, allowed.clone())),
                ..Self::undoable(sentence(&error.to_string()))
            },
            other => Self::fault(&other),
        }
    }
}

/// Words of the ledger as a sentence.
fn sentence(words: &str) -> String {
    let mut chars = words.chars();
    let first = chars.next().map(|c| c.to_uppercase().to_string()).unwrap_or_default();
    let end = if words.ends_with(['.', '!', '?']) { "" } else { "." };
    format!("{first}{}{end}", chars.as_str())
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let kind = [(header::CONTENT_TYPE, "application/problem+json")];
        let mut response = (self.status, kind, self.text()).into_response();
        if let Some(seconds) = self.retry {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        if self.status == StatusCode::UNAUTHORIZED {
            let bearer = HeaderValue::from_static("Bearer realm=\"chancery\"");
            response.headers_mut().insert(header::WWW_AUTHENTICATE, bearer);
        }
        // Found by the layer that shows problems as pages.
        response.extensions_mut().insert(self);
        response
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_path_of_the_ledger_is_told() {
        let secret = std::path::PathBuf::from("/home/somebody/secret.ledger");
        for error in [
            LedgerError::Locked(secret.clone()),
            LedgerError::Missing(secret.clone()),
            LedgerError::Damaged { path: secret, what: "x".into() },
        ] {
            assert!(!Problem::from(error).detail.contains("secret"));
        }
    }
}
