//! Listening, and stopping in good order.
//!
//! Connections are limited in number, their headers must come in time, and on SIGINT or SIGTERM
//! no new ones are taken while those under way are finished.

use crate::room::{Room, router};
use crate::settings::RoomError;
use axum::extract::{ConnectInfo, Request};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tower::ServiceExt;

/// A visitor who is slower in asking is let go.
const ASKING: Duration = Duration::from_secs(10);

/// How long answers under way may take after the wish to stop.
const FAREWELL: Duration = Duration::from_secs(10);

/// Serves the room until the process is asked to stop. `ready` is told the address.
///
/// # Errors
/// If the address cannot be had.
pub async fn serve(room: Room, ready: impl FnOnce(SocketAddr)) -> Result<(), RoomError> {
    let bind = room.settings.bind;
    let wrong = |source| RoomError::Bind { bind, source };
    let listener = TcpListener::bind(bind).await.map_err(wrong)?;
    let address = listener.local_addr().map_err(wrong)?;
    let places = Arc::new(Semaphore::new(room.settings.connections.max(1)));
    let app = router(room.clone());
    let graceful = GracefulShutdown::new();
    let mut stop = std::pin::pin!(stop());
    let warm = room.clone();
    tokio::spawn(async move { warm.warm().await });
    tracing::info!(%address, "the reading room is open");
    ready(address);
    loop {
        let accepted = tokio::select! {
            () = &mut stop => break,
            accepted = accept(&listener, &places) => accepted,
        };
        let (stream, peer, place) = match accepted {
            Ok(accepted) => accepted,
            Err(error) => {
                // Out of file descriptors, say: others must finish first.
                tracing::warn!(%error, "a connection could not be taken");
                tokio::time::sleep(Duration::from_millis(100)).await;
                continue;
            }
        };
        let app = app.clone();
        let service = tower::service_fn(move |mut request: Request<Incoming>| {
            request.extensions_mut().insert(ConnectInfo(peer));
            app.clone().oneshot(request)
        });
        let connection = http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(ASKING)
            .serve_connection(TokioIo::new(stream), TowerToHyperService::new(service));
        let connection = graceful.watch(connection);
        tokio::spawn(async move {
            if let Err(error) = connection.await {
                tracing::debug!(%error, "a connection broke off");
            }
            drop(place);
        });
    }
    drop(listener);
    tracing::info!("closing");
    tokio::select! {
        () = graceful.shutdown() => {}
        () = tokio::time::sleep(FAREWELL) => tracing::warn!("some answers were cut off"),
    }
    Ok(())
}

/// The next visitor, as soon as there is a place.
async fn accept(
    listener: &TcpListener,
    places: &Arc<Semaphore>,
) -> std::io::Result<(TcpStream, SocketAddr, OwnedSemaphorePermit)> {
    let place = Arc::clone(places).acquire_owned().await.map_err(std::io::Error::other)?;
    let (stream, peer) = listener.accept().await?;
    // Answers are written at once; waiting for more would only delay them.
    stream.set_nodelay(true)?;
    Ok((stream, peer, place))
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
