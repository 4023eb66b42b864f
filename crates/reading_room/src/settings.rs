//! What whoever runs the room may set, and what is refused.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;
use thiserror::Error;

/// A token shorter than this is guessed too easily.
const SHORTEST_TOKEN: usize = 16;

/// How the room is run.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The ledger that is shown.
    pub ledger: PathBuf,
    /// Where the room listens.
    pub bind: SocketAddr,
    /// What a visitor must present. Without one the room listens on this machine only.
    pub token: Option<String>,
    /// Whether visitors may correct and check records. Needs a token.
    pub write: bool,
    /// Names under which the room is reached, beside the address it listens on (`Host`).
    pub hosts: Vec<String>,
    /// Longest body of a request, in bytes.
    pub longest_body: usize,
    /// How long an answer may take.
    pub patience: Duration,
    /// Requests a second from one address, in the long run; ten times as many at once.
    pub rate: u32,
    /// Connections at a time. A process often may open 1,024 files, of which some are the ledger's.
    pub connections: usize,
    /// Ledgers that are open at a time: questions that are answered side by side.
    pub readers: usize,
}

/// Why the room does not open.
#[derive(Debug, Error)]
pub enum RoomError {
    /// The world could read along.
    #[error(
        "{0} can be reached from other machines: give --token (or CHANCERY_TOKEN), or bind to 127.0.0.1"
    )]
    Open(SocketAddr),
    /// Too short.
    #[error("the token must have at least {SHORTEST_TOKEN} characters, none of them a space")]
    Token,
    /// Anybody could write.
    #[error("--write lets visitors change the ledger: give --token (or CHANCERY_TOKEN), too")]
    Write,
    /// The address is taken or not ours.
    #[error("{bind}: {source}")]
    Bind {
        /// The address.
        bind: SocketAddr,
        /// The system's words.
        source: std::io::Error,
    },
    /// No randomness for the sessions of visitors.
    #[error("the system gives no random numbers: {0}")]
    Random(String),
    /// The ledger cannot be read.
    #[error(transparent)]
    Ledger(#[from] ledger::LedgerError),
    /// The system fails us.
    #[error(transparent)]
    Io(#[from] std::io::Error),
}

impl Settings {
    /// A room on this machine only, with limits that a person does not meet.
    pub fn new(ledger: PathBuf, bind: SocketAddr) -> Self {
        Self {
            ledger,
            bind,
            token: None,
            write: false,
            hosts: Vec::new(),
            longest_body: 256 << 10,
            patience: Duration::from_secs(30),
            rate: 50,
            connections: 512,
            readers: 4,
        }
    }

    /// Whether the room may open like this.
    ///
    /// # Errors
    /// If others could read without a token, or the token is none.
    pub fn check(&self) -> Result<(), RoomError> {
        match &self.token {
            None if !self.bind.ip().is_loopback() => Err(RoomError::Open(self.bind)),
            Some(t) if t.chars().count() < SHORTEST_TOKEN || t.contains(char::is_whitespace) => {
                Err(RoomError::Token)
            }
            None if self.write => Err(RoomError::Write),
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn other_machines_need_a_token() {
        let at = |bind: &str| Settings::new("a.ledger".into(), bind.parse().expect("an address"));
        assert!(at("127.0.0.1:80").check().is_ok() && at("[::1]:80").check().is_ok());
        assert!(matches!(at("0.0.0.0:80").check(), Err(RoomError::Open(_))));
        let mut open = at("192.0.2.1:80");
        open.token = Some("short".into());
        assert!(matches!(open.check(), Err(RoomError::Token)));
        open.token = Some("0123456789abcdef".into());
        assert!(open.check().is_ok());
    }

    #[test]
    fn writing_needs_a_token_even_here() {
        let mut here = Settings::new("a.ledger".into(), ([127, 0, 0, 1], 80).into());
        here.write = true;
        assert!(matches!(here.check(), Err(RoomError::Write)));
        here.token = Some("0123456789abcdef".into());
        assert!(here.check().is_ok());
    }
}
