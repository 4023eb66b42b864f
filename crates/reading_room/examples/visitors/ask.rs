//! An honest client: asks, reads the whole answer, keeps connections for the next question.

use crate::Fault;
use http_body_util::{BodyExt, Full};
use hyper::body::Bytes;
use hyper::client::conn::http1::{SendRequest, handshake};
use hyper::{Method, Request};
use hyper_util::rt::TokioIo;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::net::TcpStream;
use tokio::time::timeout;

/// Longer than any answer may take.
const PATIENCE: Duration = Duration::from_secs(60);

/// An answer.
pub struct Reply {
    pub status: u16,
    pub bytes: Bytes,
}

/// Why there is none.
pub enum Lost {
    /// Nobody listens.
    Closed,
    /// The connection ended before the answer did.
    Broken(String),
}

impl std::fmt::Display for Lost {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Closed => f.write_str("nobody listens"),
            Self::Broken(what) => write!(f, "broken off: {what}"),
        }
    }
}

impl From<Lost> for Fault {
    fn from(lost: Lost) -> Self {
        lost.to_string().into()
    }
}

type Line = SendRequest<Full<Bytes>>;

/// A client with connections that wait for the next question.
#[derive(Clone)]
pub struct Client {
    at: SocketAddr,
    idle: Arc<Mutex<Vec<Line>>>,
}

impl Client {
    /// A client of the room at an address.
    pub fn new(at: SocketAddr) -> Self {
        Self { at, idle: Arc::default() }
    }

    async fn line(&self) -> Result<Line, Lost> {
        let stream = TcpStream::connect(self.at).await.map_err(|_| Lost::Closed)?;
        let broken = |e: hyper::Error| Lost::Broken(e.to_string());
        let (line, connection) = handshake(TokioIo::new(stream)).await.map_err(broken)?;
        tokio::spawn(connection);
        Ok(line)
    }

    /// Asks by GET, on a connection that was kept if there is one.
    pub async fn get(&self, path: &str) -> Result<Reply, Lost> {
        self.ask(Method::GET, path, Bytes::new()).await
    }

    /// Asks with a body of JSON, which may be empty. A kept connection may end just when it is
    /// used (RFC 9112, 9.3.1); then the question is asked once more on a new one.
    pub async fn ask(&self, method: Method, path: &str, body: Bytes) -> Result<Reply, Lost> {
        let kept = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        if let Some(line) = kept.filter(|l| !l.is_closed())
            && let Ok(reply) = self.over(line, &method, path, &body).await
        {
            return Ok(reply);
        }
        self.over(self.line().await?, &method, path, &body).await
    }

    /// Asks on a connection of its own.
    pub async fn fresh(&self, path: &str) -> Result<Reply, Lost> {
        self.over(self.line().await?, &Method::GET, path, &Bytes::new()).await
    }

    async fn over(
        &self,
        mut line: Line,
        method: &Method,
        path: &str,
        body: &Bytes,
    ) -> Result<Reply, Lost> {
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header("host", "localhost")
            .header("content-type", "application/json")
            .body(Full::new(body.clone()))
            .map_err(|e| Lost::Broken(e.to_string()))?;
        let answer = async {
            line.ready().await?;
            let response = line.send_request(request).await?;
            let status = response.status().as_u16();
            Ok::<_, hyper::Error>(Reply {
                status,
                bytes: response.into_body().collect().await?.to_bytes(),
            })
        };
        let broken = |e: hyper::Error| Lost::Broken(format!("{e:?}"));
        let late = |_| Lost::Broken("no answer in time".into());
        let reply = timeout(PATIENCE, answer).await.map_err(late)?.map_err(broken)?;
        if !line.is_closed() {
            self.idle.lock().unwrap_or_else(PoisonError::into_inner).push(line);
        }
        Ok(reply)
    }
}
