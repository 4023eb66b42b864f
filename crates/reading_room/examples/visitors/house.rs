//! The room under test: the program, started and stopped, and how much memory it takes.

use crate::{Fault, Given};
use std::io::{BufRead, BufReader};
use std::net::{SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

/// A program that serves a ledger; killed when dropped.
pub struct House {
    pub chancery: PathBuf,
    pub ledger: PathBuf,
    pub address: SocketAddr,
    child: Child,
}

impl House {
    /// Opens the room of `--chancery` over `--ledger` on a free port.
    pub fn open(given: &Given) -> Result<Self, Fault> {
        let address = TcpListener::bind("127.0.0.1:0")?.local_addr()?;
        let (chancery, ledger) = (given.file("chancery")?, given.file("ledger")?);
        let child = start(&chancery, &ledger, address)?;
        Ok(Self { chancery, ledger, address, child })
    }

    /// Opens it again where it was.
    pub fn reopen(&mut self) -> Result<(), Fault> {
        self.child = start(&self.chancery, &self.ledger, self.address)?;
        Ok(())
    }

    /// Sends a signal (`TERM`, `KILL`) and waits for the end.
    pub async fn end(&mut self, signal: &str) -> Result<(ExitStatus, Duration), Fault> {
        let began = Instant::now();
        Command::new("kill").arg(format!("-{signal}")).arg(self.child.id().to_string()).status()?;
        loop {
            if let Some(status) = self.child.try_wait()? {
                return Ok((status, began.elapsed()));
            }
            if began.elapsed() > Duration::from_secs(60) {
                return Err(format!("the room does not end upon SIG{signal}").into());
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    }

    /// Resident memory, in MB (Linux).
    pub fn memory(&self) -> Result<u64, Fault> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id()))?;
        let kb = status.lines().find_map(|l| l.strip_prefix("RssAnon:"));
        let kb = kb.and_then(|l| l.split_whitespace().next()).ok_or("no RssAnon")?;
        Ok(kb.parse::<u64>()? / 1024)
    }

    /// Open files.
    pub fn files(&self) -> Result<usize, Fault> {
        Ok(std::fs::read_dir(format!("/proc/{}/fd", self.child.id()))?.count())
    }

    /// Whether the room still runs.
    pub fn is_open(&mut self) -> bool {
        matches!(self.child.try_wait(), Ok(None))
    }
}

impl Drop for House {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn start(chancery: &Path, ledger: &Path, address: SocketAddr) -> Result<Child, Fault> {
    let mut child = Command::new(chancery)
        .args(["serve", "--log", "none", "--rate", "1000000", "--port"])
        .arg(address.port().to_string())
        .arg("--ledger")
        .arg(ledger)
        .stdout(Stdio::piped())
        .spawn()
        .map_err(|e| format!("{}: {e}", chancery.display()))?;
    let out = child.stdout.take().ok_or("no output")?;
    let mut line = String::new();
    BufReader::new(out).read_line(&mut line)?;
    if !line.contains("open") {
        let _ = child.kill();
        return Err(format!("the room did not open: {line}{:?}", child.wait()?).into());
    }
    Ok(child)
}
