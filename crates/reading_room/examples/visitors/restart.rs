//! The room is stopped and opened again while it is asked.
//!
//! Asked to stop (SIGTERM), it must end what is under way, whole, and refuse what comes, by not
//! listening; an answer that breaks off is a fault. Killed (SIGKILL), answers may break off, but
//! the room must open again and answer as before.

use crate::ask::{Client, Lost, Reply};
use crate::house::House;
use crate::tally::Tally;
use crate::{Fault, Given};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::{Instant, sleep};

const EXPORT: &str = "/api/v1/exports/jsonl";

/// What came of the questions around a stop.
#[derive(Default)]
struct Around {
    tally: Tally,
    closed: u64,
    broken: Vec<String>,
}

/// Opens the room, stops and kills it under load.
pub async fn run(given: &Given) -> Result<Vec<String>, Fault> {
    let mut house = House::open(given)?;
    let client = Client::new(house.address);
    let paper = client.get("/paper/1").await?.bytes;
    let export = client.get(EXPORT).await?.bytes;
    let mut faults = Vec::new();
    for signal in ["TERM", "KILL"] {
        let around = Arc::new(Mutex::new(Around::default()));
        let mut crowd = tokio::task::JoinSet::new();
        for _ in 0..20 {
            let (client, around, paper) =
                (Client::new(house.address), Arc::clone(&around), paper.clone());
            crowd.spawn(async move {
                loop {
                    let began = Instant::now();
                    let asked = client.fresh("/paper/1").await;
                    note(&around, asked, &paper, began.elapsed());
                    sleep(Duration::from_millis(20)).await;
                }
            });
        }
        // An export that is under way when the end comes: its visitor takes it in some seconds.
        let at = house.address;
        let under_way = tokio::spawn(async move { leisurely(at).await });
        sleep(Duration::from_secs(2)).await;
        let (status, took) = house.end(signal).await?;
        let (whole, how) = match under_way.await? {
            Ok(came) => {
                let whole = came.ends_with(b"\r\n0\r\n\r\n") && came.len() > export.len();
                let last =
                    String::from_utf8_lossy(&came[came.len().saturating_sub(8)..]).into_owned();
                (whole, format!("{} bytes, ending in {last:?}", came.len()))
            }
            Err(error) => (false, error.to_string()),
        };
        sleep(Duration::from_secs(1)).await;
        let began = Instant::now();
        house.reopen()?;
        let opened = began.elapsed();
        sleep(Duration::from_secs(1)).await;
        let again = client.fresh("/paper/1").await?;
        crowd.shutdown().await;
        let mut around = around.lock().unwrap_or_else(PoisonError::into_inner);
        println!(
            "SIG{signal}: {status} after {} ms, open again after {} ms; {} answers, {} times nobody listened, {} answers broke off; the export under way came {}",
            took.as_millis(),
            opened.as_millis(),
            around.tally.all(),
            around.closed,
            around.broken.len(),
            if whole { format!("whole ({how})") } else { format!("in part ({how})") }
        );
        if again.bytes != paper {
            faults.push("another answer than before".to_owned());
        }
        if signal == "TERM" {
            if !whole || !status.success() {
                faults.push(format!("a stop in good order: {status}, export whole: {whole}"));
            }
            // Who connects in the instant of the end is reset by the system, before the room sees it.
            let in_answers =
                around.broken.iter().filter(|b| b.contains("IncompleteMessage")).count();
            if in_answers > 0 {
                faults.push(format!("{in_answers} answers broke off: {:?}", around.broken.first()));
            }
        }
        faults.append(&mut around.tally.faults);
        if around.tally.of(200) != around.tally.all() {
            around.tally.print();
        }
    }
    Ok(faults)
}

fn note(
    around: &Mutex<Around>,
    asked: Result<Reply, Lost>,
    right: &hyper::body::Bytes,
    took: Duration,
) {
    let mut around = around.lock().unwrap_or_else(PoisonError::into_inner);
    match asked {
        Ok(reply) => {
            around.tally.note("paper", reply.status, took);
            if reply.status == 200 && reply.bytes != *right {
                around.tally.fault("a wrong answer".into());
            }
        }
        Err(Lost::Closed) => around.closed += 1,
        Err(lost) => around.broken.push(lost.to_string()),
    }
}

/// Takes an export in at leisure, with all that belongs to the protocol.
async fn leisurely(at: std::net::SocketAddr) -> Result<Vec<u8>, Fault> {
    let mut stream = TcpStream::connect(at).await?;
    let head = format!("GET {EXPORT} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    stream.write_all(head.as_bytes()).await?;
    let mut came = Vec::new();
    let mut some = vec![0_u8; 256 << 10];
    loop {
        let n = stream.read(&mut some).await?;
        if n == 0 {
            return Ok(came);
        }
        came.extend_from_slice(&some[..n]);
        sleep(Duration::from_millis(100)).await;
    }
}
