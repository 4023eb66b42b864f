//! `chancery ingest`: papers into a ledger, incremental and resumable.
//!
//! Units (files, feeds, archives) are taken in order. A unit that was read to its end and has not
//! changed since is passed over; one that was left in the middle goes on where it was. Papers are
//! read side by side in batches; each batch is one transaction that holds its papers, its rejects
//! and the positions of its units.

use crate::cli::Ingest;
use crate::codebook::Codebook;
use crate::packs::{Engines, Packs, versions_line};
use crate::papers;
use anyhow::{Context, Result};
use indicatif::{HumanCount, ProgressBar, ProgressStyle};
use ledger::{Filed, Ledger, LedgerError, Outcome};
use rayon::prelude::*;
use sources::{Allowed, Given, Known, Opened, Reader, Source, Stamp, Web, WebLimits, expand};
use std::collections::HashSet;
use std::fs::File;
use std::io::{BufWriter, IsTerminal, Write};
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Mutex;
use text::{Document, Item, ReadError};

/// A batch ends at this many items or bytes of text, whichever comes first.
const BATCH_ITEMS: usize = 256;
const BATCH_BYTES: usize = 4 << 20;

/// One item of a unit on its way into the ledger.
struct Waiting {
    /// Index of the unit among this run's.
    unit: usize,
    /// Where the unit is resumed behind this item.
    position: u64,
    /// None for a paper that is in the ledger as it is.
    item: Option<Result<Item, ReadError>>,
    /// What a reader should know of the paper, such as that it is only a summary.
    note: Option<String>,
}

/// A unit that this run reads.
struct Unit {
    name: String,
    stamp: String,
    /// Its row in the ledger, once there is one.
    row: Option<i64>,
    /// Where it is to be resumed.
    position: u64,
    /// Whether its last item was seen, and a later run need not come back.
    finished: bool,
    /// Whether the ledger knows that.
    closed: bool,
    /// Keys of its papers: a second paper of the same key would take the place of the first.
    keys: HashSet<String>,
}

/// Unit and position of an item with its papers; `None` for papers that are known already.
type ReadItem = (usize, u64, Result<Option<Vec<Filed>>, String>);

/// What a run did.
#[derive(Default)]
struct Tally {
    new: u64,
    replaced: u64,
    unchanged: u64,
    rejected: u64,
    /// Sources that have not changed.
    passed_over: u64,
    /// Things in sources that are no papers, or known already.
    no_papers: u64,
    /// Files in folders that are of no known format.
    foreign: u64,
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
    batch: Vec<Waiting>,
    reader: Reader,
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
        reader: reader(args)?,
    };
    let named: Vec<Source> =
        args.source.files.iter().map(|f| Source::parse(&f.to_string_lossy())).collect();
    let expanded = expand(&named);
    for unit in expanded.units {
        match unit {
            Ok(unit) => run.unit(unit, known.as_ref())?,
            Err(e) => run.reject(&e.to_string())?,
        }
    }
    run.keep()?;
    run.tally.foreign = expanded.passed_over.len() as u64;
    run.finish(args)
}

/// How sources are opened: with a door to the web, and a way to ask which entries of a feed are
/// in the ledger.
fn reader(args: &Ingest) -> Result<Reader> {
    let allowed = if args.allow_private { Allowed::All } else { Allowed::default() };
    let web = Web::new(WebLimits { allowed, ..WebLimits::default() });
    let mut reader = Reader::default().assuming(args.source.defaults()).fetching(web);
    if args.no_linked_pages {
        reader = reader.without_linked_pages();
    }
    if args.dating_by_crawl {
        reader = reader.dating_by_crawl();
    }
    if args.ledger.exists() {
        let asked = Mutex::new(Ledger::open_to_read(&args.ledger)?);
        // A poisoned lock or an unreadable ledger means that the page is fetched once more.
        reader = reader
            .knowing(move |id| asked.lock().is_ok_and(|ledger| ledger.document_named(id).is_ok()));
    }
    Ok(reader)
}

impl Run {
    /// Takes the items of a unit that are not dealt with yet.
    fn unit(&mut self, given: sources::Unit, known: Option<&Ledger>) -> Result<()> {
        let name = identity(&given);
        let asked = self.ledger.as_ref().or(known);
        let before = asked.map(|l| l.unit(&name)).transpose()?.flatten();
        // A stamp that cannot be read counts for nothing: the unit is read from its beginning.
        let state = before.as_ref().and_then(|u| {
            let stamp: Stamp = serde_json::from_str(&u.stamp).ok()?;
            Some(Known { stamp, position: u.position, finished: u.done })
        });
        let mut reading = match self.reader.open(&given, state.as_ref()) {
            Ok(Opened::Reading(reading)) => reading,
            Ok(Opened::Unchanged) => {
                self.tally.passed_over += 1;
                return Ok(());
            }
            Err(e) => return self.reject(&e.to_string()),
        };
        let stamp = serde_json::to_string(reading.stamp())?;
        // Papers of an unfinished run over the same state: a second one of their id would take
        // the place of the first.
        let resumed = before.filter(|u| u.stamp == stamp && !u.done);
        let keys = match (&resumed, asked) {
            (Some(u), Some(l)) => l.keys_of(u.id)?.into_iter().collect(),
            _ => HashSet::new(),
        };
        let position = resumed.map_or(0, |u| u.position);
        let unit = self.units.len();
        self.units.push(Unit {
            name,
            stamp,
            row: None,
            position,
            finished: false,
            closed: false,
            keys,
        });
        for given in reading.by_ref() {
            let Given { position, item, note, .. } = given;
            let there = match &item {
                Ok(Item::Document(document)) => self.is_there(unit, document)?,
                _ => false,
            };
            // A paper that is there is passed over, but its place in the unit is noted.
            let item = if there { None } else { Some(item) };
            self.bytes += item.as_ref().map_or(0, size);
            self.batch.push(Waiting { unit, position, item, note });
            if self.batch.len() >= BATCH_ITEMS || self.bytes >= BATCH_BYTES {
                self.keep()?;
            }
        }
        self.units[unit].finished = reading.finished();
        self.tally.no_papers += reading.passed_over();
        Ok(())
    }

    /// Whether a paper is in the ledger with this text and a record by these packs.
    fn is_there(&mut self, unit: usize, document: &Document) -> Result<bool> {
        let Some(ledger) = &self.ledger else { return Ok(false) };
        let key = papers::key(&self.units[unit].name, document);
        let maker = ledger.known(&key, &document.text)?;
        let there = maker.is_some_and(|m| m == self.maker);
        if there && document.url.is_none() {
            self.units[unit].keys.insert(key);
        }
        Ok(there)
    }

    /// Reads the papers of a batch side by side and keeps them in one transaction.
    fn keep(&mut self) -> Result<()> {
        let batch = std::mem::take(&mut self.batch);
        self.bytes = 0;
        let (engines, units, maker) = (&self.engines, &self.units, &self.maker);
        let read: Vec<ReadItem> = batch
            .into_par_iter()
            .map(|Waiting { unit, position, item, note }| {
                let name = &units[unit].name;
                let Some(item) = item else { return (unit, position, Ok(None)) };
                let papers = item.map_err(|e| e.to_string()).and_then(|item| {
                    let read = papers::file(engines, name, item, maker);
                    let mut papers = read.map_err(|e| format!("{name}: {e:#}"))?;
                    for paper in &mut papers {
                        paper.record.coded.notes.extend(note.clone());
                    }
                    Ok(Some(papers))
                });
                (unit, position, papers)
            })
            .collect();
        let mut complaints = Vec::new();
        let Self { ledger, units, tally, .. } = self;
        let Some(ledger) = ledger else {
            for (_, _, papers) in read {
                match papers {
                    Ok(papers) => {
                        papers.iter().flatten().for_each(|p| tally.count(p, Outcome::New));
                    }
                    Err(reason) => complaints.push(reason),
                }
            }
            return self.complain(complaints);
        };
        let mut filing = ledger.filing()?;
        let mut reached: Vec<u64> = units.iter().map(|u| u.position).collect();
        for (unit, position, papers) in read {
            let state = &mut units[unit];
            let row = match state.row {
                Some(row) => row,
                None => *state.row.insert(filing.begin(&state.name, &state.stamp)?.0),
            };
            reached[unit] = position;
            let mut refuse = |filing: &mut ledger::Filing, reason: String| {
                let kept = filing.reject(row, position, &reason);
                complaints.push(reason);
                kept
            };
            match papers {
                Err(reason) => refuse(&mut filing, reason)?,
                Ok(None) => tally.unchanged += 1,
                Ok(Some(papers)) => {
                    for paper in papers {
                        // An address may come again with a newer text; an id may not.
                        let named = paper.record.url.is_none();
                        if named && !state.keys.insert(paper.key.clone()) {
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
            state.position = state.position.max(reached[unit]);
            let begun = state.row.is_some() || state.finished;
            if begun && !state.closed {
                // A unit without a single item is done, too.
                let row = match state.row {
                    Some(row) => row,
                    None => *state.row.insert(filing.begin(&state.name, &state.stamp)?.0),
                };
                filing.reached(row, state.position, state.finished)?;
                state.closed = state.finished;
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
        if let Some(ledger) = &mut self.ledger {
            let bar = &self.bar;
            bar.set_message("pledges");
            ledger.settle(papers::today(), |_| bar.tick())?;
        }
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
        let beside = [
            (t.passed_over, "sources were read before and have not changed"),
            (t.no_papers, "things in them are no papers, or are known already"),
            (t.foreign, "files in folders are of no known format"),
        ];
        for (count, what) in beside.into_iter().filter(|(count, _)| *count > 0) {
            writeln!(out, "{} {what}", HumanCount(count))?;
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

/// A unit's name, the same from whichever folder the program is called.
fn identity(unit: &sources::Unit) -> String {
    match &unit.source {
        Source::Path(path) => {
            path.canonicalize().map_or_else(|_| unit.name.clone(), |p| p.display().to_string())
        }
        _ => unit.name.clone(),
    }
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
