//! Listening, and stopping in good order.
//!
//! Connections are limited in number ([`seats`]), questions must come and answers be taken in time
//! ([`patience`], [`stream`]), and on SIGINT or SIGTERM no new ones are taken while those under way
//! are finished.

mod answer;
mod patience;
mod seats;
mod stream;

pub use patience::Patience;

use crate::room::{Room, router};
use crate::settings::RoomError;
use answer::Answer;
use axum::extract::{ConnectInfo, Request};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use seats::{Seat, Seats};
use std::io::ErrorKind;
use std::net::SocketAddr;
use std::sync::Arc;
use std::task::ready;
use std::time::Duration;
use stream::Stream;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::sync::Semaphore;
use tower::ServiceExt;

/// A visitor who is slower in asking, or in asking again, is let go.
const ASKING: Duration = Duration::from_secs(10);

/// How long answers under way may take after the wish to stop.
const FAREWELL: Duration = Duration::from_secs(10);

/// How long after the wish to stop questions are still read from connections that are there.
const LAST_WORDS: Duration = Duration::from_millis(200);

/// Visitors that the system keeps at the door until we come. One too many is not answered and knocks
/// again only after a second.
const WAITING: u32 = 1024;

/// Longest head of a request, in bytes; longer ones are answered with 431.
const HEAD: usize = 64 << 10;

/// How often a visitor is tried to be seated, while others become slow enough to make way.
const KNOCKS: u32 = 4;

/// Visitors who are being refused at a time; beyond, connections are just closed.
const REFUSALS: usize = 128;

/// How long a refusal may take.
const REFUSING: Duration = Duration::from_secs(2);

/// Serves the room until the process is asked to stop. `ready` is told the address.
///
/// # Errors
/// If the address cannot be had.
pub async fn serve(room: Room, ready: impl FnOnce(SocketAddr)) -> Result<(), RoomError> {
    let bind = room.settings.bind;
    let wrong = |source| RoomError::Bind { bind, source };
    let listener = listen(bind).map_err(wrong)?;
    let address = listener.local_addr().map_err(wrong)?;
    let seats = Seats::new(room.settings.connections);
    let app = router(room.clone());
    let graceful = GracefulShutdown::new();
    let mut stop = std::pin::pin!(stop());
    let warm = room.clone();
    tokio::spawn(async move { warm.warm().await });
    tracing::info!(%address, "the reading room is open");
    ready(address);
    let door = Door { seats, refusals: Arc::new(Semaphore::new(REFUSALS)), app };
    loop {
        tokio::select! {
            () = &mut stop => break,
            accepted = listener.accept() => door.open(accepted, &graceful).await,
        }
    }
    // Whoever stands at the door already is let in.
    for _ in 0..WAITING {
        tokio::select! {
            biased;
            accepted = listener.accept() => {
                let failed = accepted.is_err();
                door.open(accepted, &graceful).await;
                if failed {
                    break;
                }
            }
            () = std::future::ready(()) => break,
        }
    }
    drop(listener);
    tracing::info!("closing");
    // The server would close connections whose first question it has not read yet.
    tokio::time::sleep(LAST_WORDS).await;
    tokio::select! {
        () = graceful.shutdown() => {}
        () = tokio::time::sleep(FAREWELL) => tracing::warn!("some answers were cut off"),
    }
    Ok(())
}

/// Where visitors come in.
struct Door {
    seats: Seats,
    refusals: Arc<Semaphore>,
    app: axum::Router,
}

impl Door {
    /// Lets a visitor in, or says that the room is full.
    async fn open(
        &self,
        accepted: std::io::Result<(TcpStream, SocketAddr)>,
        graceful: &GracefulShutdown,
    ) {
        let (stream, peer) = match accepted {
            Ok(accepted) => accepted,
            // The visitor went before we came to the door.
            Err(e)
                if matches!(
                    e.kind(),
                    ErrorKind::ConnectionAborted | ErrorKind::ConnectionReset
                ) =>
            {
                return;
            }
            Err(error) => {
                // Out of file descriptors, say: others must finish first.
                tracing::warn!(%error, "a connection could not be taken");
                return tokio::time::sleep(Duration::from_millis(100)).await;
            }
        };
        let Some(seat) = seated(&self.seats, peer).await else {
            if let Ok(turn) = Arc::clone(&self.refusals).try_acquire_owned() {
                tokio::spawn(async move {
                    refuse(stream).await;
                    drop(turn);
                });
            }
            return;
        };
        // Answers are written at once; waiting for more would only delay them. Where that cannot
        // be had, the visitor has gone, which shows soon.
        let _ = stream.set_nodelay(true);
        tokio::spawn(receive(stream, peer, seat, self.app.clone(), graceful.watcher()));
    }
}

/// A place, as soon as there is one; none if all others are being served.
async fn seated(seats: &Seats, peer: SocketAddr) -> Option<Seat> {
    for _ in 0..KNOCKS {
        match seats.take(peer.ip()) {
            Ok(seat) => return Some(seat),
            Err(None) => return None,
            Err(Some(soon)) => tokio::time::sleep(soon + Duration::from_millis(1)).await,
        }
    }
    None
}

/// Takes the address; one that was ours a moment ago, too.
fn listen(bind: SocketAddr) -> std::io::Result<TcpListener> {
    let socket = if bind.is_ipv4() { TcpSocket::new_v4()? } else { TcpSocket::new_v6()? };
    // Elsewhere that would let two programs listen side by side.
    #[cfg(unix)]
    socket.set_reuseaddr(true)?;
    socket.bind(bind)?;
    socket.listen(WAITING)
}

/// Answers the questions of one visitor.
async fn receive(
    stream: TcpStream,
    peer: SocketAddr,
    seat: Seat,
    app: axum::Router,
    watcher: hyper_util::server::graceful::Watcher,
) {
    let patience = Arc::clone(&seat.patience);
    let service = tower::service_fn(move |mut request: Request<Incoming>| {
        let patience = Arc::clone(&patience);
        patience.work();
        request.extensions_mut().insert(ConnectInfo(peer));
        request.extensions_mut().insert(Arc::clone(&patience));
        let answer = app.clone().oneshot(request);
        async move { answer.await.map(|response| Answer::begin(response, patience)) }
    });
    let stream = Stream::new(stream, Arc::clone(&seat.patience));
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(ASKING)
        .max_buf_size(HEAD)
        .serve_connection(TokioIo::new(stream), TowerToHyperService::new(service));
    tokio::select! {
        ended = watcher.watch(connection) => {
            if let Err(error) = ended {
                tracing::debug!(%error, "a connection broke off");
            }
        }
        () = seat.let_go.notified() => tracing::debug!("a slow visitor gave way"),
    }
}

/// Tells a visitor that the room is full, as soon as the question comes: an answer before its
/// question would be taken for a fault.
async fn refuse(stream: TcpStream) {
    let detail = "All places are taken; please try again in a moment.";
    let body = crate::problem::Problem::busy(detail).text();
    let head = format!(
        "HTTP/1.1 503 Service Unavailable\r\ncontent-type: application/problem+json\r\n\
         content-length: {}\r\nretry-after: 1\r\nconnection: close\r\n\r\n",
        body.len()
    );
    let mut words = (head + &body).into_bytes();
    let mut stream = std::pin::pin!(Stream::new(stream, Arc::default()));
    let mut question = [0_u8; 1024];
    let mut asked = false;
    let refused = std::future::poll_fn(|cx| {
        while !asked {
            let mut question = ReadBuf::new(&mut question);
            ready!(stream.as_mut().poll_read(cx, &mut question))?;
            asked = true;
        }
        while !words.is_empty() {
            let n = ready!(stream.as_mut().poll_write(cx, &words))?;
            words.drain(..n);
        }
        stream.as_mut().poll_shutdown(cx)
    });
    // Whether it arrives or not, the visitor is gone then.
    let _: Result<std::io::Result<()>, _> = tokio::time::timeout(REFUSING, refused).await;
}

/// Comes when the process is asked to stop.
async fn stop() {
    let interrupted = async {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    };
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let Ok(mut terminated) = signal(SignalKind::terminate()) else {
            return interrupted.await;
        };
        tokio::select! {
            () = interrupted => {}
            _ = terminated.recv() => {}
        }
    }
    #[cfg(not(unix))]
    interrupted.await;
}
