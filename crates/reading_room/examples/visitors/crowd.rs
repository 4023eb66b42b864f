//! A thousand slow clients, and an honest one among them.
//!
//! Four kinds, as many of each: heads that never end, bodies that never end, answers that are read
//! a few bytes a second, connections that are kept and not used. Whoever is let go comes again at
//! once.

use crate::ask::Client;
use crate::house::House;
use crate::tally::Tally;
use crate::{Fault, Given};
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpSocket, TcpStream};
use tokio::time::{Instant, sleep, timeout};

/// Between a byte and the next.
const DRIBBLE: Duration = Duration::from_millis(700);

/// The honest client wants its answer within this, at the 99th of a hundred.
const WANTED: f64 = 500.0;

/// The room may take this long to end, whoever is in it.
const FAREWELL: Duration = Duration::from_secs(15);

/// How often the slow came.
#[derive(Default)]
struct Counts {
    came: AtomicU64,
    refused: AtomicU64,
    now: AtomicU64,
}

/// Opens the room, sends the crowd, and asks.
pub async fn run(given: &Given) -> Result<Vec<String>, Fault> {
    let mut house = House::open(given)?;
    let clients = given.number("clients", 1_000)?;
    let seconds = given.number("seconds", 40)?;
    let client = Client::new(house.address);
    let page = client.get("/paper/1").await?.bytes;
    let before = house.memory()?;
    let counts = Arc::new(Counts::default());
    let mut crowd = tokio::task::JoinSet::new();
    for i in 0..clients {
        let (at, counts) = (house.address, Arc::clone(&counts));
        crowd.spawn(async move {
            loop {
                counts.came.fetch_add(1, Ordering::Relaxed);
                counts.now.fetch_add(1, Ordering::Relaxed);
                let refused = slow(at, i % 4).await.unwrap_or(false);
                counts.now.fetch_sub(1, Ordering::Relaxed);
                counts.refused.fetch_add(u64::from(refused), Ordering::Relaxed);
                sleep(Duration::from_millis(200)).await;
            }
        });
    }
    let mut tally = Tally::default();
    let (mut most, mut files) = (before, 0);
    let end = Instant::now() + Duration::from_secs(seconds);
    let mut i = 0_u64;
    while Instant::now() < end {
        sleep(Duration::from_millis(50)).await;
        let began = Instant::now();
        // Every other time as one who has just come.
        let asked = if i.is_multiple_of(2) {
            client.fresh("/paper/1").await
        } else {
            client.get("/paper/1").await
        };
        i += 1;
        match asked {
            Ok(reply) => {
                tally.note("honest", reply.status, began.elapsed());
                if reply.status == 200 && reply.bytes != page {
                    tally.fault("a wrong answer".into());
                }
            }
            Err(lost) => tally.fault(format!("the honest client was {lost}")),
        }
        most = most.max(house.memory()?);
        files = files.max(house.files()?);
    }
    let open = counts.now.load(Ordering::Relaxed);
    let after = house.memory()?;
    let open_still = house.is_open();
    // Asked to stop with the crowd inside, the room waits for answers under way, but not for ever.
    let (status, took) = house.end("TERM").await?;
    crowd.shutdown().await;
    println!(
        "crowd: {clients} slow clients for {seconds} s ({open} at the end), who came {} times and were told {} times that the room is full",
        counts.came.load(Ordering::Relaxed),
        counts.refused.load(Ordering::Relaxed)
    );
    println!("honest client: {} answers, {}", tally.all(), tally.times());
    tally.print();
    println!(
        "memory {before} MB before, {most} MB at most, {after} MB at the end; {files} open files at most"
    );
    let busy = tally.of(503);
    if busy * 100 > tally.all() || tally.of(200) + busy != tally.all() {
        tally.fault(format!("{} of {} answers were right", tally.of(200), tally.all()));
    }
    let p99 = tally.within(99.0);
    if p99 > WANTED {
        tally.fault(format!("p99 of the honest client is {p99:.0} ms, wanted {WANTED} ms"));
    }
    println!(
        "asked to stop with the crowd inside, the room ended after {:.1} s",
        took.as_secs_f64()
    );
    if !open_still || !status.success() || took > FAREWELL {
        tally.fault(format!("the room did not end well: {status} after {took:?}"));
    }
    Ok(tally.faults)
}

/// One slow visit; whether it was refused for want of a place.
async fn slow(at: SocketAddr, kind: u64) -> Result<bool, Fault> {
    let mut stream = match kind {
        2 => {
            let socket = TcpSocket::new_v4()?;
            socket.set_recv_buffer_size(2048)?;
            socket.connect(at).await?
        }
        _ => TcpStream::connect(at).await?,
    };
    match kind {
        0 => dribble(&mut stream, "GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: ").await,
        1 => {
            let head =
                "POST /api/v1/read HTTP/1.1\r\nHost: localhost\r\nContent-Length: 200000\r\n\r\n{";
            dribble(&mut stream, head).await
        }
        2 => {
            let ask = "GET /map.svg HTTP/1.1\r\nHost: localhost\r\n\r\n".repeat(100);
            stream.write_all(ask.as_bytes()).await?;
            loop {
                let mut few = [0_u8; 8];
                if stream.read(&mut few).await? == 0 {
                    return Ok(false);
                }
                sleep(DRIBBLE).await;
            }
        }
        _ => {
            stream.write_all(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n").await?;
            let mut came = [0_u8; 2048];
            let mut refused = false;
            loop {
                let n = stream.read(&mut came).await?;
                if n == 0 {
                    return Ok(refused);
                }
                refused |= came[..n].starts_with(b"HTTP/1.1 503");
            }
        }
    }
}

/// Sends a beginning, then a byte now and then until the room has enough.
async fn dribble(stream: &mut TcpStream, begin: &str) -> Result<bool, Fault> {
    stream.write_all(begin.as_bytes()).await?;
    let mut came = [0_u8; 1024];
    loop {
        match timeout(DRIBBLE, stream.read(&mut came)).await {
            Ok(Ok(0)) => return Ok(false),
            Ok(n) => {
                let n = n?;
                return Ok(came[..n].starts_with(b"HTTP/1.1 503"));
            }
            Err(_) => stream.write_all(b"x").await?,
        }
    }
}
