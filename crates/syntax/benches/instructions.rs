//! Instructions a word of each stage, on the packs of `languages/pl`: a figure that other work on
//! the machine does not change, so that a change of one per cent can be seen.
//!
//! `cargo bench -p syntax --bench instructions`. Counted by Valgrind (Cachegrind without its cache
//! model), whose `valgrind` must be on the PATH; says so if it is not. Each stage runs as a process
//! of its own, with one and with three rounds: the difference leaves out loading the packs.

use std::path::PathBuf;
use std::process::Command;
use syntax::{Analyser, AnalyserScratch};
use text::Lang;

mod prose;

const STAGES: [&str; 5] = ["segment", "words", "tag", "parse", "whole"];

fn analyser() -> Option<Analyser> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../languages/pl");
    Analyser::load(&folder, Lang::Pl).inspect_err(|e| println!("nothing to measure: {e}")).ok()
}

/// Runs a stage some times. All stages before it run once, in every round alike.
fn run(stage: &str, rounds: usize) {
    let Some(analyser) = analyser() else { return };
    let text = prose::TEXT.repeat(5);
    let mut scratch = AnalyserScratch::default();
    let segments = text::segment(&text, 0, Lang::Pl);
    let mut sentences = analyser.analyse(&text, &segments);
    for _ in 0..rounds {
        match stage {
            "segment" => drop(std::hint::black_box(text::segment(&text, 0, Lang::Pl))),
            "words" => {
                for s in &segments {
                    std::hint::black_box(analyser.words(&text, s, &mut scratch));
                }
            }
            "tag" => sentences.iter_mut().for_each(|s| analyser.tag(s, &text, &mut scratch)),
            "parse" => sentences.iter_mut().for_each(|s| analyser.parse(s, &text, &mut scratch)),
            _ => drop(std::hint::black_box(analyser.analyse_text(&text))),
        }
    }
}

/// Instructions of this program with the given arguments.
fn instructions(stage: &str, rounds: &str) -> Option<u64> {
    let program = std::env::current_exe().ok()?;
    let output = Command::new("valgrind")
        .args(["--tool=cachegrind", "--cache-sim=no", "--cachegrind-out-file=/dev/null"])
        .arg(program)
        .args(["--stage", stage, rounds])
        .output()
        .inspect_err(|e| println!("valgrind cannot be run: {e}"))
        .ok()?;
    let report = String::from_utf8_lossy(&output.stderr);
    let line = report.lines().find(|l| l.contains("I refs:") || l.contains("I   refs:"));
    if line.is_none() {
        println!("valgrind counted nothing:\n{report}");
    }
    line?.rsplit(':').next()?.trim().replace(',', "").parse().ok()
}

fn main() {
    let args: Vec<String> = std::env::args().collect();
    if let Some(at) = args.iter().position(|a| a == "--stage") {
        let rounds = args.get(at + 2).and_then(|r| r.parse().ok()).unwrap_or(1);
        return run(args.get(at + 1).map_or("whole", String::as_str), rounds);
    }
    let Some(analyser) = analyser() else { return };
    let words: usize =
        analyser.analyse_text(&prose::TEXT.repeat(5)).iter().map(|s| s.words.len()).sum();
    println!("instructions a word, {words} words");
    for stage in STAGES {
        let (Some(one), Some(three)) = (instructions(stage, "1"), instructions(stage, "3")) else {
            return;
        };
        let each = three.saturating_sub(one) as f64 / (2 * words) as f64;
        println!("{stage:8} {each:10.0}");
    }
}
