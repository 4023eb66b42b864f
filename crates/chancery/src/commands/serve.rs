//! `chancery serve`: the reading room over a ledger.
//!
//! The room knows neither models nor grammar; what it needs of the path (a text read, a word's
//! dictionary forms) is given to it here.

use super::search::lemmas;
use crate::cli::{LogFormat, Serve, day};
use crate::codebook::Codebook;
use crate::packs::{Engines, Packs};
use crate::papers;
use anyhow::{Context, Result};
use compact_str::CompactString;
use ledger::{Coding, Known, Terms};
use reading_room::{Accuracy, Given, Office, ReadFault, Reader, Room, Settings};
use record::Record;
use std::io::{Write, stdout};
use std::net::{IpAddr, SocketAddr};
use std::process::ExitCode;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use text::{Document, Item, Lang};

/// Serves until it is asked to stop.
pub fn run(packs: Packs, codebook: &Codebook, args: &Serve) -> Result<ExitCode> {
    log(args.log);
    let settings = Settings {
        token: args.token.clone(),
        write: args.write,
        hosts: args.hosts.clone(),
        longest_body: args.longest_body << 10,
        patience: Duration::from_secs(args.patience),
        rate: args.rate,
        ..Settings::new(args.ledger.ledger.clone(), SocketAddr::new(bind(args)?, args.port))
    };
    // Whether it may open is known before the packs are.
    settings.check()?;
    let reader = Path { engines: Engines::open(packs, codebook)?, reading: Mutex::new(()) };
    let room = Room::open(settings, Arc::new(reader))?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let served = runtime.block_on(reading_room::serve(room, |address| {
        // Whoever started us waits for this line, if anybody does; a closed pipe is no matter.
        let _ = writeln!(stdout(), "The reading room is open: http://{address}/");
    }));
    // A question to the ledger, or a reading, that nobody waits for any more does not keep us.
    runtime.shutdown_timeout(Duration::from_secs(1));
    served?;
    Ok(ExitCode::SUCCESS)
}

fn bind(args: &Serve) -> Result<IpAddr> {
    args.bind.parse().with_context(|| format!("--bind {}: is no IP address", args.bind))
}

/// Structured lines on standard error.
fn log(format: LogFormat) {
    let lines = tracing_subscriber::fmt()
        .with_writer(std::io::stderr)
        .with_max_level(tracing::Level::INFO)
        .with_ansi(false);
    // A second call in one process (tests) finds a log already there.
    let _ = match format {
        LogFormat::Text => lines.try_init(),
        LogFormat::Json => lines.json().try_init(),
        LogFormat::None => return,
    };
}

/// What was measured (`data/accuracy.tsv`, which a test holds to what `chancery eval` says).
fn accuracy() -> Vec<Accuracy> {
    let rows = include_str!("../../data/accuracy.tsv").lines().filter(|l| !l.starts_with('#'));
    let row = |line: &str| {
        let mut cells = line.split('\t');
        let mut cell = || cells.next().unwrap_or("");
        Accuracy {
            set: cell().to_owned(),
            en: cell().to_owned(),
            pl: cell().to_owned(),
            blind: cell() == "blind",
            event: cell().parse().ok(),
            actor: cell().parse().ok(),
            recipient: cell().parse().ok(),
        }
    };
    rows.map(row).collect()
}

/// What the room needs of the path.
struct Path {
    engines: Engines,
    /// Pasted texts are read one after the other: each takes all processors that it can use.
    reading: Mutex<()>,
}

/// A pasted text as a document; its language is detected where nobody says.
fn document(given: &Given) -> Result<Document, String> {
    let lang = match given.lang.as_deref() {
        None => text::detect(&given.text)
            .map_err(|e| e.to_string().replace("give --lang pl or --lang en", "say pl or en"))?,
        Some(code) => Lang::from_code(code)
            .ok_or_else(|| format!("\"{code}\" is no language that is read: give pl or en"))?,
    };
    Ok(Document {
        id: "pasted".into(),
        lang,
        published: given.published.as_deref().map(day).transpose()?,
        title: given.title.clone(),
        author: None,
        url: None,
        text: given.text.clone(),
    })
}

impl Terms for Path {
    fn kinds(&self) -> Result<Vec<(String, Option<String>)>, String> {
        self.engines.kinds()
    }

    fn coding(
        &self,
        event: &str,
        mode: Option<&str>,
        contexts: &[CompactString],
    ) -> Result<Coding, String> {
        self.engines.coding(event, mode, contexts)
    }

    fn party(&self, name: &str, on: Option<&str>) -> Result<Option<Known>, String> {
        self.engines.party(name, on)
    }
}

impl Reader for Path {
    fn read(&self, given: &Given) -> Result<Record, ReadFault> {
        let document = document(given).map_err(ReadFault::Given)?;
        let _one = self.reading.lock().unwrap_or_else(PoisonError::into_inner);
        let item = Item::Document(document);
        let filed = papers::file(&self.engines, "pasted", item, "")
            .map_err(|e| ReadFault::Program(format!("{e:#}")))?;
        let first = filed.into_iter().next();
        first.map(|f| f.record).ok_or_else(|| ReadFault::Program("no record was made".into()))
    }

    fn lemmas(&self, word: &str) -> Vec<String> {
        lemmas(&self.engines, word)
    }

    fn offices(&self, entity: &str) -> Vec<Office> {
        let held = self.engines.world.offices(entity).into_iter();
        held.map(|o| Office {
            person: o.person,
            name: o.name,
            office: o.office.to_owned(),
            code: o.code,
            from: o.from,
            to: o.to,
            as_of: o.as_of,
        })
        .collect()
    }

    fn accuracy(&self) -> Vec<Accuracy> {
        accuracy()
    }
}
