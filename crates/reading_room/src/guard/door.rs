//! Who may come in.
//!
//! Two things are asked. **The name we were called by** (`Host`): a page from elsewhere whose name
//! was made to point to this machine would otherwise read the ledger in its visitor's browser.
//! **The token**, where one is set: in `Authorization: Bearer`, or once at `/enter`, which leaves
//! a cookie that script cannot read and that dies with the program.

use super::rate::{Rates, rates};
use super::sessions::Sessions;
use crate::problem::Problem;
use crate::room::Room;
use crate::settings::{RoomError, Settings};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use sha2::{Digest, Sha256};

/// What is checked at the door.
pub struct Door {
    /// Digest of the token, if one is set.
    token: Option<[u8; 32]>,
    sessions: Sessions,
    /// Names we may be called by; empty: any.
    hosts: Vec<String>,
    rates: Rates,
}

impl Door {
    /// As the settings want it.
    pub fn new(settings: &Settings) -> Result<Self, RoomError> {
        let sessions = Sessions::new().map_err(|e| RoomError::Random(e.to_string()))?;
        let mut hosts: Vec<String> =
            settings.hosts.iter().map(|h| h.to_ascii_lowercase()).collect();
        if settings.bind.ip().is_loopback() {
            hosts.extend(["localhost", "127.0.0.1", "[::1]"].map(str::to_owned));
            hosts.push(bare(&settings.bind.to_string()).to_owned());
        } else if !settings.bind.ip().is_unspecified() {
            hosts.push(bare(&settings.bind.to_string()).to_owned());
        } else if hosts.is_empty() {
            // Any address of this machine, under any name: then the token alone protects.
        }
        Ok(Self {
            token: settings.token.as_deref().map(digest),
            sessions,
            hosts,
            rates: rates(settings.rate),
        })
    }

    /// How often who asked.
    pub fn rates(&self) -> &Rates {
        &self.rates
    }

    /// Whether a token is asked for.
    pub fn is_closed(&self) -> bool {
        self.token.is_some()
    }

    /// Whether it is the token. Digests are compared, so that time tells nothing of it.
    pub fn is_token(&self, given: &str) -> bool {
        self.token.is_some_and(|t| t == digest(given))
    }

    /// Who came in.
    pub fn sessions(&self) -> &Sessions {
        &self.sessions
    }

    fn lets_in(&self, headers: &HeaderMap) -> bool {
        if self.token.is_none() {
            return true;
        }
        let text = |name| headers.get(name).and_then(|v| v.to_str().ok());
        let bearer = text(header::AUTHORIZATION).and_then(|v| {
            let (scheme, token) = v.split_once(' ')?;
            scheme.eq_ignore_ascii_case("bearer").then_some(token.trim())
        });
        bearer.is_some_and(|t| self.is_token(t)) || self.sessions.of(headers).is_some()
    }
}

fn digest(of: &str) -> [u8; 32] {
    Sha256::digest(of.as_bytes()).into()
}

/// A cookie of a request.
pub fn cookie<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    let all = headers.get_all(header::COOKIE).iter().filter_map(|v| v.to_str().ok());
    all.flat_map(|v| v.split(';'))
        .filter_map(|c| c.trim().split_once('='))
        .find(|(n, _)| *n == name)
        .map(|(_, v)| v)
}

/// A host without its port.
fn bare(host: &str) -> &str {
    match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|b| b.is_ascii_digit()) && !name.is_empty() => name,
        _ => host,
    }
}

/// Asks by which name we were called, and whether a form was sent from a page of ours.
pub async fn called(State(room): State<Room>, request: Request, next: Next) -> Response {
    let headers = request.headers();
    let text = |name| headers.get(name).and_then(|v| v.to_str().ok());
    let host = text(header::HOST).or_else(|| request.uri().authority().map(|a| a.as_str()));
    let known = &room.door.hosts;
    let ours = host.is_some_and(|h| {
        let h = h.to_ascii_lowercase();
        known.is_empty() || known.iter().any(|k| k == bare(&h) || *k == h)
    });
    if !ours {
        let detail = "This room does not go by that name (Host); give it with --host.";
        return Problem::new(StatusCode::MISDIRECTED_REQUEST, detail).into_response();
    }
    let elsewhere = text(header::HeaderName::from_static("sec-fetch-site"))
        .is_some_and(|s| !matches!(s, "same-origin" | "none"))
        || text(header::ORIGIN).is_some_and(|o| {
            let origin = o.split_once("://").map(|x| x.1);
            origin.is_none_or(|o| host.is_none_or(|h| !o.eq_ignore_ascii_case(h)))
        });
    let safe = matches!(*request.method(), Method::GET | Method::HEAD);
    if elsewhere && !safe {
        let detail = "A page from elsewhere may not send anything here.";
        return Problem::new(StatusCode::FORBIDDEN, detail).into_response();
    }
    next.run(request).await
}

/// Asks for the token. A browser that comes for a page is led to the door.
pub async fn token(State(room): State<Room>, request: Request, next: Next) -> Response {
    let path = request.uri().path();
    if room.door.lets_in(request.headers()) || path == "/enter" {
        return next.run(request).await;
    }
    let accepts = request.headers().get(header::ACCEPT).and_then(|v| v.to_str().ok());
    let page = accepts.is_some_and(|a| a.contains("text/html")) && !path.starts_with("/api/");
    if page && request.method() == Method::GET {
        return Redirect::to("/enter").into_response();
    }
    let detail = "This room needs its token: send it as \"Authorization: Bearer TOKEN\".";
    Problem::new(StatusCode::UNAUTHORIZED, detail).into_response()
}

#[cfg(test)]
mod tests {
    use super::bare;

    #[test]
    fn hosts_lose_their_port() {
        assert_eq!(bare("localhost:8080"), "localhost");
        assert_eq!(bare("[::1]:80"), "[::1]");
        assert_eq!(bare("[::1]"), "[::1]");
        assert_eq!(bare("example.org"), "example.org");
    }
}
