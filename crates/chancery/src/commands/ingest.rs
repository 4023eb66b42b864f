//! `chancery ingest`: papers into a ledger, incremental and resumable.
//!
//! Units (files, feeds, archives) are taken in order. A unit that was read to its end and has not
//! changed since is passed over; one that was left in the middle goes on where it was. Papers are
//! read side by side in batches; each batch is one transaction that holds its papers, its rejects
//! and the positions of its units.

use crate::cli::Ingest;
use crate::codebook::Codebook;
use crate::inputs;
use crate::packs::{Engines, Packs, versions_line};
use crate::papers;
use anyhow::{Context, Result};
use indicatif::{HumanCount, ProgressBar, ProgressStyle};
use ledger::{Filed, Ledger, LedgerError, Outcome};
use rayon::prelude::*;
use std::collections::HashSet;
use std::fs::File;
use std::io::{BufWriter, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::UNIX_EPOCH;
use text::{Defaults, Item, ReadError};

/// A batch ends at this many items or bytes of text, whichever comes first.
const BATCH_ITEMS: usize = 256;
const BATCH_BYTES: usize = 4 << 20;

/// One item of a unit on its way into the ledger.
struct Given {
    /// Index of the unit among this run's.
    unit: usize,
    /// Number of the item in the unit, from 0.
    position: u64,
    item: Result<Item, ReadError>,
}

/// A unit that this run reads.
struct Unit {
    name: String,
    stamp: String,
    /// Its row in the ledger, once there is one.
    row: Option<i64>,
    /// The first item to be read.
    from: u64,
    /// Whether its last item was seen.
    ended: bool,
    /// Whether the ledger knows that.
    closed: bool,
    /// Keys of its papers: a second paper of the same key would take the place of the first.
    keys: HashSet<String>,
}

/// What a run did.
#[derive(Default)]
struct Tally {
    new: u64,
    replaced: u64,
    unchanged: u64,
    rejected: u64,
    passed_over: u64,
    words: u64,
    events: u64,
}

/// An ingest under way.
struct Run {
    engines: Engines,
    /// None in a dry run.
    ledger: Option<Ledger>,
    maker: String,
    units: Vec<Unit>,
    batch: Vec<Given>,
    bytes: usize,
    bar: ProgressBar,
    rejects: Option<(PathBuf, BufWriter<File>)>,
    tally: Tally,
}

/// Reads all into the ledger.
pub fn run(packs: Packs, codebook: &Codebook, args: &Ingest) -> Result<ExitCode> {
    if let Some(jobs) = args.jobs {
        // A second call in one process (tests) finds the pool already there; it is the same one.
        let _ = rayon::ThreadPoolBuilder::new().num_threads(usize::from(jobs)).build_global();
    }
    let maker = versions_line(&packs, codebook);
    let engines = Engines::open(packs, codebook)?;
    let known = match args.dry_run && args.ledger.exists() {
        true => Some(Ledger::open_to_read(&args.ledger)?),
        false => None,
    };
    let ledger = if args.dry_run { None } else { Some(Ledger::open(&args.ledger)?) };
    let rejects = args.rejects.as_ref().map(|path| {
        let file = File::create(path).with_context(|| path.display().to_string())?;
        Ok::<_, anyhow::Error>((path.clone(), BufWriter::new(file)))
    });
    let mut run = Run {
        engines,
        ledger,
        maker,
        units: Vec::new(),
        batch: Vec::new(),
        bytes: 0,
        bar: bar(),
        rejects: rejects.transpose()?,
        tally: Tally::default(),
    };
    for file in inputs::expand(&args.source.files) {
        match file {
            Ok(path) => run.unit(path, known.as_ref(), args.source.defaults())?,
            Err(e) => run.reject(&e.to_string())?,
        }
    }
    run.keep()?;
    run.finish(args)
}

impl Run {
    /// Takes the items of a unit that are not dealt with yet.
    fn unit(&mut self, path: PathBuf, known: Option<&Ledger>, defaults: Defaults) -> Result<()> {
        let (name, stamp) = identity(&path);
        let asked = self.ledger.as_ref().or(known);
        let before = asked.map(|l| l.unit(&name)).transpose()?.flatten();
        let same = before.filter(|u| u.stamp == stamp);
        if same.as_ref().is_some_and(|u| u.done) {
            self.tally.passed_over += 1;
            return Ok(());
        }
        let from = same.as_ref().map_or(0, |u| u.position);
        let keys = match (&same, asked) {
            (Some(u), Some(l)) => l.keys_of(u.id)?.into_iter().collect(),
            _ => HashSet::new(),
        };
        let unit = self.units.len();
        self.units.push(Unit { name, stamp, row: None, from, ended: false, closed: false, keys });
        let items = inputs::documents(vec![Ok(path)], defaults);
        for (position, (_, item)) in (0..).zip(items).skip(from as usize) {
            self.bytes += size(&item);
            self.batch.push(Given { unit, position, item });
            if self.batch.len() >= BATCH_ITEMS || self.bytes >= BATCH_BYTES {
                self.keep()?;
            }
        }
        self.units[unit].ended = true;
        Ok(())
    }

    /// Reads the papers of a batch side by side and keeps them in one transaction.
    fn keep(&mut self) -> Result<()> {
        let batch = std::mem::take(&mut self.batch);
        self.bytes = 0;
        let (engines, units, maker) = (&self.engines, &self.units, &self.maker);
        let read: Vec<(usize, u64, Result<Vec<Filed>, String>)> = batch
            .into_par_iter()
            .map(|Given { unit, position, item }| {
                let name = &units[unit].name;
                let papers = item.map_err(|e| e.to_string()).and_then(|item| {
                    papers::file(engines, name, item, maker).map_err(|e| format!("{name}: {e:#}"))
                });
                (unit, position, papers)
            })
            .collect();
        let mut complaints = Vec::new();
        let Self { ledger, units, tally, .. } = self;
        let Some(ledger) = ledger else {
            for (_, _, papers) in read {
                match papers {
                    Ok(papers) => papers.iter().for_each(|p| tally.count(p, Outcome::New)),
                    Err(reason) => complaints.push(reason),
                }
            }
            return self.complain(complaints);
        };
        let mut filing = ledger.filing()?;
        let mut reached: Vec<u64> = units.iter().map(|u| u.from).collect();
        for (unit, position, papers) in read {
            let state = &mut units[unit];
            let row = match state.row {
                Some(row) => row,
                None => *state.row.insert(filing.begin(&state.name, &state.stamp)?.0),
            };
            reached[unit] = position + 1;
            let mut refuse = |filing: &mut ledger::Filing, reason: String| {
                let kept = filing.reject(row, position, &reason);
                complaints.push(reason);
                kept
            };
            match papers {
                Err(reason) => refuse(&mut filing, reason)?,
                Ok(papers) => {
                    for paper in papers {
                        if !state.keys.insert(paper.key.clone()) {
                            let id = &paper.record.id;
                            let reason =
                                format!("{}: a second document has the id \"{id}\"", state.name);
                            refuse(&mut filing, reason)?;
                            continue;
                        }
                        match filing.file(row, &paper) {
                            Ok(outcome) => tally.count(&paper, outcome),
                            Err(LedgerError::Record { what, .. }) => {
                                refuse(&mut filing, format!("{}: {what}", state.name))?;
                            }
                            Err(e) => return Err(e.into()),
                        }
                    }
                }
            }
        }
        for (unit, state) in units.iter_mut().enumerate() {
            state.from = state.from.max(reached[unit]);
            let begun = state.row.is_some() || state.ended;
            if begun && !state.closed {
                // A unit without a single item is done, too.
                let row = match state.row {
                    Some(row) => row,
                    None => *state.row.insert(filing.begin(&state.name, &state.stamp)?.0),
                };
                filing.reached(row, state.from, state.ended)?;
                state.closed = state.ended;
            }
        }
        filing.commit()?;
        self.complain(complaints)
    }

    fn complain(&mut self, complaints: Vec<String>) -> Result<()> {
        let dealt = self.tally.new + self.tally.replaced + self.tally.unchanged;
        self.bar.set_position(dealt + self.tally.rejected);
        self.bar.set_message(format!(
            "{} acts, {} rejects",
            HumanCount(self.tally.events),
            HumanCount(self.tally.rejected)
        ));
        complaints.iter().try_for_each(|reason| self.reject(reason))
    }

    /// Tells a person, and the file of rejects, what could not be read.
    fn reject(&mut self, reason: &str) -> Result<()> {
        self.tally.rejected += 1;
        self.bar.suspend(|| eprintln!("{reason}"));
        if let Some((path, out)) = &mut self.rejects {
            let line = serde_json::json!({ "reject": reason });
            writeln!(out, "{line}").with_context(|| path.display().to_string())?;
        }
        Ok(())
    }

    fn finish(mut self, args: &Ingest) -> Result<ExitCode> {
        if let Some((path, out)) = &mut self.rejects {
            out.flush().with_context(|| path.display().to_string())?;
        }
        self.bar.finish_and_clear();
        let t = &self.tally;
        let verb = if args.dry_run { "would be kept" } else { "kept" };
        let seconds = self.bar.elapsed().as_secs_f64();
        let mut out = std::io::stdout().lock();
        writeln!(
            out,
            "{} papers {verb} ({} new, {} replaced, {} unchanged), {} acts told, {} rejects",
            HumanCount(t.new + t.replaced + t.unchanged),
            HumanCount(t.new),
            HumanCount(t.replaced),
            HumanCount(t.unchanged),
            HumanCount(t.events),
            HumanCount(t.rejected)
        )?;
        if t.passed_over > 0 {
            writeln!(out, "{} sources were read before and have not changed", t.passed_over)?;
        }
        writeln!(
            out,
            "{} words in {seconds:.1} s ({} words a second)",
            HumanCount(t.words),
            HumanCount((t.words as f64 / seconds.max(0.001)) as u64)
        )?;
        Ok(if t.rejected > 0 { ExitCode::from(2) } else { ExitCode::SUCCESS })
    }
}

impl Tally {
    fn count(&mut self, paper: &Filed, outcome: Outcome) {
        match outcome {
            Outcome::New => self.new += 1,
            Outcome::Replaced => self.replaced += 1,
            Outcome::Unchanged => self.unchanged += 1,
        }
        self.words += paper.tokens.len() as u64;
        self.events += paper.record.coded.events.len() as u64;
    }
}

/// A unit's name, the same from whichever folder the program is called, and what tells that it
/// has not changed. Standard input is never the same again.
fn identity(path: &Path) -> (String, String) {
    let name = path.canonicalize().unwrap_or_else(|_| path.to_path_buf()).display().to_string();
    let stamp = std::fs::metadata(path).ok().filter(std::fs::Metadata::is_file).and_then(|m| {
        let changed = m.modified().ok()?.duration_since(UNIX_EPOCH).ok()?;
        Some(format!("{} bytes, {}.{:09}", m.len(), changed.as_secs(), changed.subsec_nanos()))
    });
    let now = || format!("read {:?}", jiff::Timestamp::now());
    (name, stamp.unwrap_or_else(now))
}

fn size(item: &Result<Item, ReadError>) -> usize {
    match item {
        Ok(Item::Document(d)) => d.text.len(),
        Ok(Item::Conllu { content, .. }) => content.len(),
        Err(_) => 0,
    }
}

/// Papers, rate and rejects, for people only.
fn bar() -> ProgressBar {
    if !std::io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::new_spinner();
    // The template is a constant; if it were wrong the plain bar is good enough.
    ProgressStyle::with_template("{spinner} {human_pos} papers, {per_sec}, {msg}, {elapsed}")
        .map(|s| bar.clone().with_style(s))
        .unwrap_or(bar)
}
