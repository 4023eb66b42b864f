//! Visitors by the thousand: a reading room under bad input and load.
//!
//!     cargo run --release -p reading_room --example visitors -- crowd   --chancery BIN --ledger FILE
//!     cargo run --release -p reading_room --example visitors -- mix     --chancery BIN --ledger FILE
//!     cargo run --release -p reading_room --example visitors -- restart --chancery BIN --ledger FILE
//!     cargo run --release -p reading_room --example visitors -- steady  --chancery BIN --ledger FILE
//!
//! Each opens the room of the program BIN over FILE for itself, on a free port, and closes it.
//! - `crowd`: 1,000 slow clients (`--clients`) for `--seconds`, while an honest one asks.
//! - `mix`: all pages and all of the API, wild cursors, missing ids and bodies of 10 MB, `--rate` a
//!   second for `--minutes`, while papers made from `--more` (JSONL) are taken into the ledger.
//! - `restart`: the room is stopped (SIGTERM), opened, killed (SIGKILL) and opened under load.
//! - `steady`: `/api/v1/acts` with filters at `--rate` a second for `--seconds`.
//!
//! Out: what came of it, in lines; exit code 1 if the room did what it must not: a wrong answer, a
//! fault (5xx that is no clear "busy"), an honest client left waiting, memory that grows.

mod ask;
mod crowd;
mod house;
mod mix;
mod questions;
mod restart;
mod tally;

use std::collections::HashMap;
use std::path::PathBuf;
use std::process::ExitCode;

/// What went wrong, in words.
pub type Fault = Box<dyn std::error::Error + Send + Sync>;

/// What is given on the command line.
pub struct Given {
    flags: HashMap<String, String>,
}

impl Given {
    fn parse(mut words: impl Iterator<Item = String>) -> Result<(String, Self), Fault> {
        let task = words.next().ok_or("say what: crowd, mix, restart or steady")?;
        let mut flags = HashMap::new();
        while let Some(flag) = words.next() {
            let name = flag.strip_prefix("--").ok_or_else(|| format!("\"{flag}\" is no flag"))?;
            let value = words.next().ok_or_else(|| format!("{flag} needs a value"))?;
            flags.insert(name.to_owned(), value);
        }
        Ok((task, Self { flags }))
    }

    /// A file that must be given.
    pub fn file(&self, name: &str) -> Result<PathBuf, Fault> {
        self.flags.get(name).map(PathBuf::from).ok_or_else(|| format!("--{name} is needed").into())
    }

    /// A number, or what is usual.
    pub fn number(&self, name: &str, usual: u64) -> Result<u64, Fault> {
        match self.flags.get(name) {
            None => Ok(usual),
            Some(v) => v.parse().map_err(|_| format!("--{name} {v}: is no number").into()),
        }
    }
}

#[tokio::main]
async fn main() -> ExitCode {
    let done = async {
        let (task, given) = Given::parse(std::env::args().skip(1))?;
        match task.as_str() {
            "crowd" => crowd::run(&given).await,
            "mix" => mix::run(&given).await,
            "restart" => restart::run(&given).await,
            "steady" => mix::steady(&given).await,
            other => Err(format!("\"{other}\" is nothing that visitors do").into()),
        }
    };
    match done.await {
        Ok(faults) if faults.is_empty() => {
            println!("no faults");
            ExitCode::SUCCESS
        }
        Ok(faults) => {
            faults.iter().for_each(|f| println!("FAULT {f}"));
            ExitCode::FAILURE
        }
        Err(error) => {
            eprintln!("{error}");
            ExitCode::from(2)
        }
    }
}
