//! HTTP as a guest should do it: slowly, briefly, and only where one is welcome.

use super::address::{Forbidden, Guarded};
use super::robots::LONGEST;
use super::{Allowed, Body, Conditions, Fetch, FetchError, Fetched, Robots};
use std::collections::{HashMap, HashSet};
use std::io::Read;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};
use text::{Limits, Reason, unpack};
use ureq::http::{Response, header};
use ureq::unversioned::resolver::DefaultResolver;
use ureq::unversioned::transport::DefaultConnector;
use ureq::{Agent, Body as Stream};
use url::Url;

/// How the program names itself to servers.
pub const USER_AGENT: &str = concat!("chancery/", env!("CARGO_PKG_VERSION"));
/// The name by which robots.txt may speak of it.
const ROBOT: &str = "chancery";

/// How much, how long and whom to ask.
#[derive(Clone, Debug, PartialEq)]
pub struct WebLimits {
    /// Until a connection stands. Default: 10 s.
    pub connect_timeout: Duration,
    /// From the request to the last byte, all redirects together. Default: 60 s.
    pub total_timeout: Duration,
    /// Bytes of an answer, also unpacked. Default: 64 MiB.
    pub fetch_bytes: u64,
    /// Bytes that one packed byte may become. Default: 200.
    pub ratio: u64,
    /// Redirects in a row. Default: 5.
    pub redirects: u32,
    /// Pause between two requests to one host; a longer one that its robots.txt asks for is kept
    /// too. Default: 1 s.
    pub host_delay: Duration,
    /// Whom to ask. Default: public addresses only.
    pub allowed: Allowed,
}

impl Default for WebLimits {
    fn default() -> Self {
        Self {
            connect_timeout: Duration::from_secs(10),
            total_timeout: Duration::from_secs(60),
            fetch_bytes: 64 << 20,
            ratio: 200,
            redirects: 5,
            host_delay: Duration::from_secs(1),
            allowed: Allowed::Public,
        }
    }
}

/// The web. No cookies, no proxy (which would look up names in our place and so undo the check of
/// addresses), GET only; certificates are checked against Mozilla's list of roots. May be shared by
/// threads. What a site's robots.txt says is kept as long as this lives; RFC 9309 wants it asked for
/// again after a day.
pub struct Web {
    agent: Agent,
    limits: WebLimits,
    /// Of each site that was asked: its rules, or why they are unknown.
    robots: Mutex<HashMap<String, Arc<Result<Robots, FetchError>>>>,
    /// Of each host: when it may be asked again.
    free: Mutex<HashMap<String, Instant>>,
}

impl Web {
    /// A door with these limits.
    pub fn new(limits: WebLimits) -> Self {
        let config = ureq::config::Config::builder()
            .user_agent(USER_AGENT)
            .http_status_as_error(false)
            // Redirects are followed here, where each target is checked.
            .max_redirects(0)
            .proxy(None)
            .timeout_connect(Some(limits.connect_timeout))
            .build();
        let resolver =
            Guarded { allowed: limits.allowed.clone(), system: DefaultResolver::default() };
        let agent = Agent::with_parts(config, DefaultConnector::default(), resolver);
        Self { agent, limits, robots: Mutex::default(), free: Mutex::default() }
    }

    /// Follows redirects; `polite` asks robots.txt first and keeps the pauses.
    fn follow(
        &self,
        url: &Url,
        conditions: &Conditions,
        polite: bool,
    ) -> Result<Fetched, FetchError> {
        let mut deadline = Instant::now() + self.limits.total_timeout;
        let mut url = url.clone();
        let mut seen = HashSet::new();
        for _ in 0..=self.limits.redirects {
            if !matches!(url.scheme(), "http" | "https") {
                return Err(FetchError::Scheme(url.to_string()));
            }
            if !seen.insert(url.to_string()) {
                return Err(FetchError::Circle(url.to_string()));
            }
            if polite {
                let begun = Instant::now();
                self.ask_leave(&url)?;
                // Waiting for our turn is not the server's slowness.
                deadline += begun.elapsed();
            }
            let response = self.hop(&url, conditions, deadline)?;
            let code = response.status().as_u16();
            if !matches!(code, 301 | 302 | 303 | 307 | 308) {
                return self.answer(url, response, deadline);
            }
            let target = field(&response, header::LOCATION).unwrap_or_default();
            url = url.join(&target).map_err(|_| FetchError::Redirect(target))?;
            url.set_fragment(None);
        }
        Err(FetchError::Redirects { limit: self.limits.redirects, last: url.to_string() })
    }

    /// One request.
    fn hop(
        &self,
        url: &Url,
        conditions: &Conditions,
        deadline: Instant,
    ) -> Result<Response<Stream>, FetchError> {
        let left = deadline.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return Err(self.too_slow());
        }
        let mut request = self
            .agent
            .get(url.as_str())
            .header(header::ACCEPT_ENCODING, "gzip")
            .header(header::ACCEPT, "text/html, application/xhtml+xml, application/rss+xml, application/atom+xml, application/feed+json, */*;q=0.5");
        if let Some(etag) = &conditions.etag {
            request = request.header(header::IF_NONE_MATCH, etag);
        }
        if let Some(day) = &conditions.last_modified {
            request = request.header(header::IF_MODIFIED_SINCE, day);
        }
        let request = request.config().timeout_global(Some(left)).build();
        request.call().map_err(|e| self.explain(e))
    }

    /// What the last server of a way says.
    fn answer(
        &self,
        url: Url,
        mut response: Response<Stream>,
        deadline: Instant,
    ) -> Result<Fetched, FetchError> {
        match response.status().as_u16() {
            200 => {}
            304 => return Ok(Fetched::NotModified),
            code => {
                return Err(FetchError::Status {
                    code,
                    retry: field(&response, header::RETRY_AFTER),
                });
            }
        }
        let packing = field(&response, header::CONTENT_ENCODING).unwrap_or_default();
        let packed = match packing.trim().to_ascii_lowercase().as_str() {
            "" | "identity" => false,
            "gzip" | "x-gzip" => true,
            other => {
                let message = format!("is packed by {other}, which was not asked for");
                return Err(FetchError::Packed(message));
            }
        };
        let limit = self.limits.fetch_bytes;
        let mut stream = response.body_mut().as_reader().take(limit + 1);
        let mut bytes = Vec::new();
        let read = if packed {
            let limits =
                Limits { document_bytes: limit, ratio: self.limits.ratio, ..Limits::default() };
            unpack(stream, &limits, true).and_then(|mut stream| stream.read_to_end(&mut bytes))
        } else {
            stream.read_to_end(&mut bytes)
        };
        if let Err(error) = read {
            return Err(self.broken_off(error, deadline));
        }
        if bytes.len() as u64 > limit {
            return Err(FetchError::TooLarge { limit });
        }
        Ok(Fetched::Body(Body {
            url,
            bytes,
            content_type: field(&response, header::CONTENT_TYPE),
            etag: field(&response, header::ETAG),
            last_modified: field(&response, header::LAST_MODIFIED),
        }))
    }

    /// Whether the site lets us in, and our turn with it.
    fn ask_leave(&self, url: &Url) -> Result<(), FetchError> {
        let host = url.host_str().unwrap_or_default().to_owned();
        let rules = self.rules(url);
        let robots = rules.as_ref().as_ref().map_err(FetchError::clone)?;
        let path = match url.query() {
            Some(query) => format!("{}?{query}", url.path()),
            None => url.path().to_owned(),
        };
        if !robots.allows(&path) {
            return Err(FetchError::Robots(host));
        }
        let pause = robots.delay().unwrap_or_default().max(self.limits.host_delay);
        let now = Instant::now();
        let turn = {
            let mut free = self.free.lock().unwrap_or_else(PoisonError::into_inner);
            let turn = free.get(&host).copied().unwrap_or(now).max(now);
            free.insert(host, turn + pause);
            turn
        };
        std::thread::sleep(turn.saturating_duration_since(now));
        Ok(())
    }

    /// A site's rules, fetched once. As RFC 9309 has it: none (4xx) allows all, an error of the
    /// server or of the network forbids all.
    fn rules(&self, url: &Url) -> Arc<Result<Robots, FetchError>> {
        let site = url.origin().ascii_serialization();
        let held = self.robots.lock().unwrap_or_else(PoisonError::into_inner).get(&site).cloned();
        if let Some(rules) = held {
            return rules;
        }
        let mut at = url.clone();
        at.set_path("/robots.txt");
        at.set_query(None);
        at.set_fragment(None);
        let host = url.host_str().unwrap_or_default().to_owned();
        let rules = match self.follow(&at, &Conditions::default(), false) {
            Ok(Fetched::Body(body)) => {
                Ok(Robots::parse(&body.bytes[..body.bytes.len().min(LONGEST)], ROBOT))
            }
            Ok(Fetched::NotModified) => Ok(Robots::default()),
            Err(FetchError::Status { code, .. }) if (400..500).contains(&code) && code != 429 => {
                Ok(Robots::default())
            }
            // What keeps us from the site keeps us from all of it; say that.
            Err(
                error @ (FetchError::Forbidden { .. }
                | FetchError::Timeout(_)
                | FetchError::Connection(_)),
            ) => Err(error),
            Err(error) => Err(FetchError::RobotsUnknown { host, reason: error.to_string() }),
        };
        let rules = Arc::new(rules);
        let mut held = self.robots.lock().unwrap_or_else(PoisonError::into_inner);
        held.entry(site).or_insert(rules).clone()
    }

    fn too_slow(&self) -> FetchError {
        let limit = self.limits.total_timeout.as_secs_f64();
        FetchError::Timeout(format!("no full answer within {limit} s"))
    }

    fn explain(&self, error: ureq::Error) -> FetchError {
        match error {
            ureq::Error::Timeout(ureq::Timeout::Connect) => {
                let limit = self.limits.connect_timeout.as_secs_f64();
                FetchError::Timeout(format!("no connection within {limit} s"))
            }
            ureq::Error::Timeout(_) => self.too_slow(),
            ureq::Error::HostNotFound => FetchError::Connection("its host has no address".into()),
            ureq::Error::Other(other) => match other.downcast::<Forbidden>() {
                Ok(forbidden) => {
                    let Forbidden { host, address, kind } = *forbidden;
                    FetchError::Forbidden { host, address: address.to_string(), kind }
                }
                Err(other) => FetchError::Connection(other.to_string()),
            },
            other => FetchError::Connection(other.to_string()),
        }
    }

    /// Why the body of an answer ended too soon.
    fn broken_off(&self, error: std::io::Error, deadline: Instant) -> FetchError {
        let late = error.kind() == std::io::ErrorKind::TimedOut || Instant::now() >= deadline;
        match Reason::from(error) {
            Reason::TooLarge { limit } => FetchError::TooLarge { limit },
            Reason::Io(_) if late => self.too_slow(),
            Reason::Io(why) => FetchError::Connection(format!("the answer broke off: {why}")),
            other => FetchError::Packed(other.to_string()),
        }
    }
}

impl Fetch for Web {
    fn get(&self, url: &Url, conditions: &Conditions) -> Result<Fetched, FetchError> {
        let mut url = url.clone();
        url.set_fragment(None);
        self.follow(&url, conditions, true)
    }
}

/// A field of an answer's head.
fn field(response: &Response<Stream>, name: header::HeaderName) -> Option<String> {
    let value = response.headers().get(name)?;
    Some(String::from_utf8_lossy(value.as_bytes()).trim().to_owned()).filter(|v| !v.is_empty())
}
