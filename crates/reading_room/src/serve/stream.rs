//! A connection whose other side must not dawdle, and which is closed so that the last words
//! arrive.

use super::patience::{LONGEST, Patience};
use std::future::Future;
use std::io::{self, IoSlice};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio::time::{Sleep, sleep};

/// How long a refused body is still taken in: a system that is sent bytes after it has closed
/// answers with a reset, upon which the visitor's loses our refusal unread.
const LINGER: Duration = Duration::from_secs(2);

/// Bytes of a refused body that are taken in.
const SWALLOWED: usize = 32 << 20;

/// A connection.
pub struct Stream {
    inner: TcpStream,
    patience: Arc<Patience>,
    /// Rings when the visitor has kept an answer waiting too long.
    alarm: Option<Pin<Box<Sleep>>>,
    /// While closing: until when, and how many bytes more.
    closing: Option<(Pin<Box<Sleep>>, usize)>,
}

impl Stream {
    /// Watches over a connection.
    pub fn new(inner: TcpStream, patience: Arc<Patience>) -> Self {
        Self { inner, patience, alarm: None, closing: None }
    }

    /// What came of an attempt to write.
    fn noted(
        &mut self,
        cx: &mut Context<'_>,
        wrote: Poll<io::Result<usize>>,
    ) -> Poll<io::Result<usize>> {
        match wrote {
            Poll::Ready(Ok(n)) => {
                self.patience.took(n);
                self.alarm = None;
                Poll::Ready(Ok(n))
            }
            Poll::Ready(error) => Poll::Ready(error),
            Poll::Pending => {
                self.patience.block();
                loop {
                    let left = LONGEST.saturating_sub(self.patience.behind());
                    if left.is_zero() {
                        let slow = "the visitor takes the answer too slowly";
                        return Poll::Ready(Err(io::Error::new(io::ErrorKind::TimedOut, slow)));
                    }
                    let alarm = self.alarm.get_or_insert_with(|| Box::pin(sleep(left)));
                    ready!(alarm.as_mut().poll(cx));
                    self.alarm = None;
                }
            }
        }
    }
}

impl AsyncRead for Stream {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let read = Pin::new(&mut self.inner).poll_read(cx, buffer);
        if read.is_pending() {
            self.patience.silent();
        }
        read
    }
}

impl AsyncWrite for Stream {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let wrote = Pin::new(&mut self.inner).poll_write(cx, bytes);
        self.noted(cx, wrote)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let wrote = Pin::new(&mut self.inner).poll_write_vectored(cx, bytes);
        self.noted(cx, wrote)
    }

    fn is_write_vectored(&self) -> bool {
        self.inner.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.inner).poll_flush(cx)
    }

    /// Says that nothing more comes, then waits a little for the visitor to say so, too.
    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let this = &mut *self;
        if this.closing.is_none() {
            ready!(Pin::new(&mut this.inner).poll_shutdown(cx))?;
            this.patience.ask();
        }
        let closing = this.closing.get_or_insert_with(|| (Box::pin(sleep(LINGER)), SWALLOWED));
        let mut scratch = [0_u8; 16 << 10];
        loop {
            if closing.0.as_mut().poll(cx).is_ready() {
                return Poll::Ready(Ok(()));
            }
            let mut buffer = ReadBuf::new(&mut scratch);
            let read = ready!(Pin::new(&mut this.inner).poll_read(cx, &mut buffer));
            let n = buffer.filled().len();
            // An end, or a reset: the visitor has gone.
            if read.is_err() || n == 0 || n > closing.1 {
                return Poll::Ready(Ok(()));
            }
            closing.1 -= n;
        }
    }
}
