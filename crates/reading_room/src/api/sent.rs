//! What programs send: a body of JSON, who they write as, and a key that makes a request one.

use super::Asked;
use crate::problem::Problem;
use crate::room::Room;
use axum::Json;
use axum::extract::rejection::JsonRejection;
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::StatusCode;
use axum::http::request::Parts;
use ledger::Form;
use serde::de::DeserializeOwned;

/// A body of JSON; what is wrong with it is a problem.
pub struct Sent<T>(pub T);

impl<T: DeserializeOwned> FromRequest<Room> for Sent<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, room: &Room) -> Result<Self, Problem> {
        let body: Result<Json<T>, JsonRejection> = Json::from_request(request, room).await;
        let Json(body) = body.map_err(|rejection| match rejection.status() {
            StatusCode::UNPROCESSABLE_ENTITY => Problem::undoable(rejection.body_text()),
            StatusCode::PAYLOAD_TOO_LARGE => Problem::new(
                StatusCode::PAYLOAD_TOO_LARGE,
                "The body is larger than this room takes.",
            ),
            StatusCode::UNSUPPORTED_MEDIA_TYPE => Problem::new(
                StatusCode::UNSUPPORTED_MEDIA_TYPE,
                "The body must be JSON: send Content-Type: application/json.",
            ),
            _ => Problem::wrong(rejection.body_text()),
        })?;
        Ok(Self(body))
    }
}

/// The name of the header that makes requests with the same key one (draft of the IETF's working
/// group for HTTP APIs).
pub const KEY: &str = "Idempotency-Key";

/// Whoever writes. Extracting it refuses where the room is read-only.
pub struct Writing {
    /// The name of the session, if the request belongs to one that has a name.
    who: String,
    /// The key of the request.
    pub form: Option<Form>,
}

impl Writing {
    /// The name under which is written: the one that was sent, else the session's.
    pub fn name(&self, sent: &str) -> String {
        if sent.trim().is_empty() { self.who.clone() } else { sent.to_owned() }
    }
}

impl FromRequestParts<Room> for Writing {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, room: &Room) -> Result<Self, Problem> {
        room.writable()?;
        let key = parts.headers.get(KEY).map(|v| v.to_str().unwrap_or("").trim().to_owned());
        // Keys of programs and of forms never meet.
        let form = key.map(|k| if k.is_empty() { k } else { format!("api:{k}") });
        let form = form.map(|k| Form::new(&k)).transpose()?;
        let session = room.door.sessions().of(&parts.headers);
        Ok(Self { who: session.map(|s| s.who).unwrap_or_default(), form })
    }
}

/// A cursor that is a number of a row; `None` for the first page.
pub fn after(Asked(asked): &Asked) -> Option<i64> {
    asked.text("after").and_then(|a| a.parse().ok())
}
