//! A large ledger made from a small one, to measure what filing and questions cost.
//!
//! **In:** a ledger of real papers, and how many reports the new one shall have. **Out:** the new
//! ledger, filed through the same doors that `chancery ingest` uses, in transactions of as many
//! papers; on standard output what a paper cost at each size.
//!
//!     cargo run --release -p ledger --example grow -- SMALL.ledger BIG.ledger 1000000
//!
//! What is synthetic, and how, stands in `paper.rs`: parties, days, a part of the words,
//! addresses. Types, frames and the shape of the records are those of the real papers.

mod chance;
mod paper;

use chance::Chance;
use ledger::ask::DocumentFilter;
use ledger::{Filed, Ledger};
use paper::{Base, Cast};
use std::error::Error;
use std::path::Path;
use std::time::{Duration, Instant};

/// Papers in a transaction, as many as an ingest's batch holds.
const BATCH: usize = 256;
/// One paper in so many is told again by another source: as a copy, or in other words.
const RETOLD: u64 = 5;

/// What was measured since the line before.
struct Stretch {
    papers: u64,
    reports: u64,
    filing: Duration,
    /// On the processor: what other programs take is not in it.
    busy: Duration,
}

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [from, to, reports] = arguments.as_slice() else {
        return Err("usage: grow SMALL.ledger BIG.ledger REPORTS".into());
    };
    let wanted: u64 = reports.parse()?;
    let bases = bases(Path::new(from))?;
    let cast = Cast::of(&bases);
    println!("{} papers to make others from, {} states", bases.len(), cast.states());
    let mut big = Ledger::open(Path::new(to))?;
    // A ledger that was left smaller goes on where it was.
    let there = big.stats()?;
    let (mut papers, mut told) = (there.documents, there.reports);
    let mut chance = Chance::new(0x5EED + papers);
    let mut now = Stretch { papers: 0, reports: 0, filing: Duration::ZERO, busy: Duration::ZERO };
    let mut next = papers + 1_000;
    println!(
        "papers\treports\tms of processor a paper\tms a paper\treports a paper\tbytes of file and log"
    );
    while told < wanted {
        let batch = batch(&bases, &cast, &mut chance, papers, told + now.reports, wanted);
        let (begun, busy) = (Instant::now(), on_processor());
        let mut filing = big.filing()?;
        let (unit, _) = filing.begin(&format!("made/{}", papers / 100_000), "made")?;
        for paper in &batch {
            filing.file(unit, paper)?;
            now.reports += paper.record.coded.events.len() as u64;
        }
        papers += batch.len() as u64;
        now.papers += batch.len() as u64;
        filing.reached(unit, papers % 100_000, false)?;
        filing.commit()?;
        now.filing += begun.elapsed();
        now.busy += on_processor().saturating_sub(busy);
        if papers >= next || told + now.reports >= wanted {
            told += now.reports;
            report(&now, papers, told, Path::new(to));
            now = Stretch { papers: 0, reports: 0, filing: Duration::ZERO, busy: Duration::ZERO };
            next = papers + (papers / 1_000).clamp(1, 10) * 1_000;
        }
    }
    Ok(())
}

fn batch(
    bases: &[Base],
    cast: &Cast,
    chance: &mut Chance,
    papers: u64,
    told: u64,
    wanted: u64,
) -> Vec<Filed> {
    let mut batch = Vec::with_capacity(BATCH + 1);
    while batch.len() < BATCH {
        let base = &bases[chance.below(bases.len() as u64) as usize];
        let roles = cast.roles(base, chance, told as f64 / wanted as f64);
        batch.push(paper::make(base, cast, &roles, chance, 25, papers + batch.len() as u64));
        if chance.below(RETOLD) == 0 {
            let others = if chance.below(2) == 0 { 2 } else { 25 };
            batch.push(paper::make(
                base,
                cast,
                &roles,
                chance,
                others,
                papers + batch.len() as u64,
            ));
        }
    }
    batch
}

fn bases(from: &Path) -> Result<Vec<Base>, Box<dyn Error>> {
    let small = Ledger::open_to_read(from)?;
    let mut bases = Vec::new();
    for row in small.documents(&DocumentFilter::default(), 0, u32::MAX)? {
        let paper = small.paper(row.document)?;
        if !paper.record.coded.events.is_empty() {
            bases.push(Base::new(paper.text, small.tokens(row.document)?, paper.record));
        }
    }
    if bases.is_empty() {
        return Err("the small ledger has no paper with an act".into());
    }
    Ok(bases)
}

fn report(s: &Stretch, papers: u64, told: u64, to: &Path) {
    let log = to.with_file_name(format!(
        "{}-wal",
        to.file_name().map(|n| n.to_string_lossy()).unwrap_or_default()
    ));
    let size = |p: &Path| std::fs::metadata(p).map_or(0, |m| m.len());
    println!(
        "{papers}\t{told}\t{:.3}\t{:.3}\t{:.2}\t{}",
        s.busy.as_secs_f64() * 1000.0 / s.papers.max(1) as f64,
        s.filing.as_secs_f64() * 1000.0 / s.papers.max(1) as f64,
        s.reports as f64 / s.papers.max(1) as f64,
        size(to) + size(&log)
    );
}

/// Time that this thread was on a processor, as Linux counts it; zero elsewhere.
fn on_processor() -> Duration {
    let counted = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    let first = counted.split_whitespace().next().and_then(|n| n.parse().ok());
    Duration::from_nanos(first.unwrap_or(0))
}
