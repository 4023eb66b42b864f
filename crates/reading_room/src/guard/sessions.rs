//! Who came in through the door, and under which name they write.
//!
//! **In:** a visitor who showed the token. **Out:** a cookie that is nothing but a random number; what
//! it stands for lies here and dies with the program. Forms carry a token that follows from the
//! session, so that no other page can make them.

use super::door::cookie;
use axum::http::HeaderMap;
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::Instant;

/// The cookie of those who showed the token.
const COOKIE: &str = "chancery_session";

/// Sessions that are kept; beyond that, those that were silent longest are forgotten.
const MOST: usize = 5_000;

/// A visitor who came in through the door.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Session {
    /// The name under which they write; empty until they give one.
    pub who: String,
    /// What their forms carry.
    pub form: String,
}

struct Kept {
    who: String,
    seen: Instant,
}

/// All sessions, by the digest of what the cookie holds: so that looking one up tells nothing of
/// others by its time.
pub struct Sessions {
    secret: [u8; 32],
    kept: Mutex<HashMap<[u8; 32], Kept>>,
}

impl Sessions {
    /// None yet.
    pub fn new() -> Result<Self, getrandom::Error> {
        Ok(Self { secret: random()?, kept: Mutex::new(HashMap::new()) })
    }

    /// Begins a session; gives the header that leaves its cookie.
    pub fn begin(&self, who: &str) -> Result<String, getrandom::Error> {
        let id = hex(&random()?);
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.len() >= MOST {
            let oldest = kept.iter().min_by_key(|k| k.1.seen).map(|k| *k.0);
            oldest.map(|key| kept.remove(&key));
        }
        kept.insert(digest(&[id.as_bytes()]), Kept { who: who.into(), seen: Instant::now() });
        Ok(format!("{COOKIE}={id}; Path=/; HttpOnly; SameSite=Strict"))
    }

    /// The session of a request.
    pub fn of(&self, headers: &HeaderMap) -> Option<Session> {
        let id = cookie(headers, COOKIE)?;
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let session = kept.get_mut(&digest(&[id.as_bytes()]))?;
        session.seen = Instant::now();
        let form = hex(&digest(&[&self.secret, b"form", id.as_bytes()]));
        Some(Session { who: session.who.clone(), form })
    }

    /// Gives the session of a request another name.
    pub fn rename(&self, headers: &HeaderMap, who: &str) {
        let Some(id) = cookie(headers, COOKIE) else { return };
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(session) = kept.get_mut(&digest(&[id.as_bytes()])) {
            who.clone_into(&mut session.who);
        }
    }
}

fn random() -> Result<[u8; 32], getrandom::Error> {
    let mut bytes = [0_u8; 32];
    getrandom::fill(&mut bytes)?;
    Ok(bytes)
}

fn digest(parts: &[&[u8]]) -> [u8; 32] {
    let mut hasher = Sha256::new();
    parts.iter().for_each(|p| hasher.update(p));
    hasher.finalize().into()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}

/// A number that no other form has.
pub fn fresh() -> String {
    // Without randomness no session could have begun; the form would then be refused as a second.
    random().map(|r| hex(&r[..16])).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::{HeaderValue, header};

    fn headers(cookie: &str) -> HeaderMap {
        let value = cookie.split(';').next().unwrap_or("");
        let value = HeaderValue::from_str(value).expect("a header");
        [(header::COOKIE, value)].into_iter().collect()
    }

    #[test]
    fn a_session_has_its_name_and_a_form_token_of_its_own() {
        let sessions = Sessions::new().expect("random numbers");
        let ewa = headers(&sessions.begin("Ewa").expect("a session"));
        let jan = headers(&sessions.begin("Jan").expect("a session"));
        let (e, j) = (sessions.of(&ewa).expect("Ewa"), sessions.of(&jan).expect("Jan"));
        assert_eq!((e.who.as_str(), j.who.as_str()), ("Ewa", "Jan"));
        assert_ne!(e.form, j.form);
        assert_eq!(sessions.of(&ewa).map(|s| s.form), Some(e.form));
        sessions.rename(&ewa, "Zoe");
        assert_eq!(sessions.of(&ewa).map(|s| s.who), Some("Zoe".into()));
        assert_eq!(sessions.of(&headers("chancery_session=00")), None);
        assert_eq!(sessions.of(&HeaderMap::new()), None);
    }

    #[test]
    fn those_that_were_silent_longest_are_forgotten() {
        let sessions = Sessions::new().expect("random numbers");
        let first = headers(&sessions.begin("first").expect("a session"));
        let second = headers(&sessions.begin("second").expect("a session"));
        for _ in 2..MOST {
            sessions.begin("x").expect("a session");
        }
        assert!(sessions.of(&first).is_some());
        sessions.begin("one too many").expect("a session");
        assert!(sessions.of(&first).is_some() && sessions.of(&second).is_none());
    }
}
