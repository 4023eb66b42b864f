//! `chancery eval GOLD`: the program against coded documents, sentences or pairs of actors.
//!
//! The texts of the gold file go the main path, or `--predicted` gives the records. Printed are the
//! field scorer's table to the last digit, then confusion of types and bootstrap intervals, then on
//! wish what was missed and what was surplus. A text that cannot be read is reported, counts as
//! coded with nothing, and makes the exit code 2.

use crate::cli::{Eval, LookupFormat, Set};
use crate::codebook::Codebook;
use crate::packs::{Engines, Packs};
use crate::pipeline;
use anyhow::{Context, Result};
use evaluation::{Fault, Figures, Gold, Kind, Prediction};
use rayon::prelude::*;
use serde_json::{Value, json};
use std::collections::HashMap;
use std::fmt::Write as _;
use std::io::{Cursor, Write as _};
use std::path::Path;
use std::process::ExitCode;
use text::{Defaults, Item, Lang};

/// A text without a place of its own is shown up to this many characters.
const SHOWN: usize = 600;

/// Scores and prints.
pub fn run(packs: Packs, codebook: &Codebook, args: &Eval) -> Result<ExitCode> {
    let file = args.gold.display().to_string();
    let source = read(&args.gold)?;
    let kind = args.set.map(|set| match set {
        Set::News | Set::Readouts => Kind::News,
        Set::Gsr => Kind::Gsr,
        Set::Plv => Kind::Plv,
    });
    let gold = evaluation::read_gold(&file, &source, kind)?;
    let inputs = evaluation::read_inputs(&file, &source)?;
    let (predictions, failed) = match &args.predicted {
        Some(path) => {
            (evaluation::read_predictions(&path.display().to_string(), &read(path)?)?, false)
        }
        None => predict(packs, codebook, &file, &inputs)?,
    };
    let figures = evaluation::score(&gold, &predictions);
    let page = match args.format {
        LookupFormat::Text => text_page(&figures, args.errors, &inputs),
        LookupFormat::Jsonl => json_page(&file, &gold, &figures, args.errors, &inputs),
    };
    std::io::stdout().write_all(page.as_bytes())?;
    Ok(if failed { ExitCode::from(2) } else { ExitCode::SUCCESS })
}

fn read(path: &Path) -> Result<String> {
    std::fs::read_to_string(path).with_context(|| format!("{} cannot be read", path.display()))
}

/// The program's own records, and whether any text failed.
fn predict(
    packs: Packs,
    codebook: &Codebook,
    file: &str,
    inputs: &[Value],
) -> Result<(Vec<Prediction>, bool)> {
    let engines = Engines::open(packs, codebook)?;
    let lines: String = inputs.iter().map(|i| format!("{i}\n")).collect();
    let items: Vec<_> =
        text::read_stream(Cursor::new(lines.into_bytes()), file, Defaults::default()).collect();
    let coded: Vec<Result<Prediction>> = items
        .into_par_iter()
        .filter_map(|item| match item {
            Ok(Item::Document(d)) => {
                let events =
                    pipeline::events(&engines, &d).map(|e| json!({"id": d.id, "events": e}));
                // through the record's JSON form, so that scores are those of printed records
                Some(events.and_then(|value| Ok(serde_json::from_value(value)?)))
            }
            Ok(Item::Conllu { .. }) => None,
            Err(e) => Some(Err(e.into())),
        })
        .collect();
    let (mut predictions, mut failed) = (Vec::new(), false);
    for one in coded {
        match one {
            Ok(prediction) => predictions.push(prediction),
            Err(e) => {
                failed = true;
                eprintln!("{e:#}");
            }
        }
    }
    Ok((predictions, failed))
}

fn text_page(figures: &Figures, errors: Option<usize>, inputs: &[Value]) -> String {
    let mut out = figures.table().to_string();
    // Writing to a string cannot fail.
    let _ = writeln!(out, "\nconfusion of types (-: none)\n{}", figures.confusion());
    let intervals = figures.intervals();
    let _ = writeln!(out, "95% intervals, {} draws of {}", intervals.draws, intervals.unit);
    for (name, value, i) in &intervals.rows {
        let _ = writeln!(out, "{name:<24} {value:.3} [{:.3}-{:.3}]", i.low, i.high);
    }
    if let Some(most) = errors {
        let texts = Texts::new(inputs);
        for fault in chosen(figures.faults(), most) {
            let _ = write!(out, "\n{}", described(fault, &texts));
        }
    }
    out
}

/// At most so many faults of each kind.
fn chosen(faults: &[Fault], most: usize) -> impl Iterator<Item = &Fault> {
    let mut seen: HashMap<&str, usize> = HashMap::new();
    faults.iter().filter(move |f| {
        let n = seen.entry(f.kind).or_default();
        *n += 1;
        *n <= most
    })
}

fn described(fault: &Fault, texts: &Texts) -> String {
    let mut out = format!("{} {}", fault.kind, fault.act);
    if let (Some(trigger), Some(_)) = (&fault.trigger, fault.at) {
        let _ = write!(out, "  \"{}\"", one_line(trigger));
    }
    let _ = writeln!(out, "  ({})", fault.id);
    let sentence = texts.around(fault);
    let _ = writeln!(out, "  {}", one_line(&sentence));
    let label = if fault.kind == "surplus" { "gold" } else { "given" };
    let there = if fault.instead.is_empty() { "-".into() } else { fault.instead.join("; ") };
    let _ = writeln!(out, "  {label}: {there}");
    for line in &fault.why {
        let _ = writeln!(out, "  why: {line}");
    }
    out
}

fn one_line(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn json_page(
    file: &str,
    gold: &Gold,
    figures: &Figures,
    errors: Option<usize>,
    inputs: &[Value],
) -> String {
    let set = match gold.kind() {
        Kind::News => "news",
        Kind::Gsr => "gsr",
        Kind::Plv => "plv",
    };
    let mut line = json!({"gold": file, "set": set});
    if let (Value::Object(line), Value::Object(figures)) = (&mut line, figures.json()) {
        line.extend(figures);
    }
    let mut out = format!("{line}\n");
    if let Some(most) = errors {
        let texts = Texts::new(inputs);
        for fault in chosen(figures.faults(), most) {
            let mut line = json!(fault);
            line["sentence"] = texts.around(fault).into();
            let _ = writeln!(out, "{line}");
        }
    }
    out
}

/// The gold's texts by id, to show where a fault stands.
struct Texts<'a>(HashMap<String, (&'a str, Lang)>);

impl<'a> Texts<'a> {
    fn new(inputs: &'a [Value]) -> Self {
        let entry = |input: &'a Value| {
            let id = input["id"].as_str().map_or_else(|| input["id"].to_string(), str::to_owned);
            let lang = input["lang"].as_str().and_then(Lang::from_code).unwrap_or(Lang::En);
            Some((id, (input["text"].as_str()?, lang)))
        };
        Self(inputs.iter().filter_map(entry).collect())
    }

    /// The sentence of a fault; where it has no place of its own, the text.
    fn around(&self, fault: &Fault) -> String {
        let Some(&(text, lang)) = self.0.get(&fault.id) else { return String::new() };
        let Some(at) = fault.at else {
            // a pair's trigger is the text with its marks
            return fault.trigger.as_deref().unwrap_or(text).chars().take(SHOWN).collect();
        };
        let byte = text.char_indices().nth(at).map_or(0, |(b, _)| b);
        let segments = text::segment(text, 0, lang);
        let here = segments.iter().find(|s| byte < s.span.end as usize);
        here.map_or(text, |s| s.span.of(text)).to_owned()
    }
}
