//! The one door to the network: an address and what is known of it in, bytes or "nothing new" out.
//!
//! [`Fetch`] is the door, [`Web`] the one that leads out; tests and programs with another way to the
//! web stand their own in its place.

mod address;
mod client;
mod robots;

pub use address::{Allowed, forbidden};
pub use client::{USER_AGENT, Web, WebLimits};
pub use robots::Robots;

use crate::Stamp;
use thiserror::Error;
use url::Url;

/// Fetches what lies at an address.
pub trait Fetch: Send + Sync {
    /// Gets it, unless it is the same as under `conditions`.
    ///
    /// # Errors
    /// Whatever kept the bytes from coming; nothing of them is given then.
    fn get(&self, url: &Url, conditions: &Conditions) -> Result<Fetched, FetchError>;
}

impl<F: Fetch + ?Sized> Fetch for std::sync::Arc<F> {
    fn get(&self, url: &Url, conditions: &Conditions) -> Result<Fetched, FetchError> {
        (**self).get(url, conditions)
    }
}

/// What an earlier answer said of itself; empty for the first time.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Conditions {
    /// Its `ETag`.
    pub etag: Option<String>,
    /// Its `Last-Modified`.
    pub last_modified: Option<String>,
}

impl Conditions {
    /// Those of an earlier reading.
    pub fn of(stamp: &Stamp) -> Self {
        Self { etag: stamp.etag.clone(), last_modified: stamp.last_modified.clone() }
    }
}

/// An answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fetched {
    /// The same as before (HTTP 304).
    NotModified,
    /// It has come.
    Body(Body),
}

/// What came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Body {
    /// The address where it was found in the end, behind all redirects.
    pub url: Url,
    /// Its bytes, without the packing of the transport.
    pub bytes: Vec<u8>,
    /// Its media type as given.
    pub content_type: Option<String>,
    /// Its `ETag`.
    pub etag: Option<String>,
    /// Its `Last-Modified`.
    pub last_modified: Option<String>,
}

impl Body {
    /// The encoding that the media type names.
    pub fn charset(&self) -> Option<&str> {
        charset(self.content_type.as_deref()?)
    }
}

/// The encoding that a media type names.
pub(crate) fn charset(content_type: &str) -> Option<&str> {
    content_type.split(';').skip(1).find_map(|parameter| {
        let (name, value) = parameter.split_once('=')?;
        let value = value.trim().trim_matches(['"', '\'']);
        (name.trim().eq_ignore_ascii_case("charset") && !value.is_empty()).then_some(value)
    })
}

/// Why nothing came.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum FetchError {
    /// Neither http nor https.
    #[error("{0} is no http or https address")]
    Scheme(String),
    /// An address that is not public and was not allowed.
    #[error("{host} is at {address}, a {kind} address: refused unless it is allowed")]
    Forbidden {
        /// The name that led there.
        host: String,
        /// The address.
        address: String,
        /// Loopback, private, ...
        kind: &'static str,
    },
    /// Redirected too often.
    #[error("redirected more than {limit} times, last to {last}")]
    Redirects {
        /// How often it may be.
        limit: u32,
        /// Where to in the end.
        last: String,
    },
    /// Redirected to where it had been before.
    #[error("redirected in a circle: back to {0}")]
    Circle(String),
    /// A redirect to nowhere.
    #[error("redirected to \"{0}\", which is no address")]
    Redirect(String),
    /// The site does not want it.
    #[error("robots.txt of {0} disallows it")]
    Robots(String),
    /// The site's wishes are unknown; RFC 9309 then asks to stay away.
    #[error("robots.txt of {host} cannot be read ({reason}), so nothing is asked of the site")]
    RobotsUnknown {
        /// The site.
        host: String,
        /// Why.
        reason: String,
    },
    /// Another answer than hoped for.
    #[error("the server answers {code}{}", retry.as_ref().map(|r| format!(", to be asked again after {r}")).unwrap_or_default())]
    Status {
        /// The HTTP status.
        code: u16,
        /// `Retry-After` as given: seconds or a date.
        retry: Option<String>,
    },
    /// Too many bytes.
    #[error("the answer has more than {limit} bytes")]
    TooLarge {
        /// How many it may have.
        limit: u64,
    },
    /// Packed in a way that is not read, or a bomb.
    #[error("the answer {0}")]
    Packed(String),
    /// Too slow.
    #[error("the server is too slow: {0}")]
    Timeout(String),
    /// No such name, no connection, no valid certificate, broken HTTP.
    #[error("{0}")]
    Connection(String),
}
