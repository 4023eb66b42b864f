//! `chancery agreement`: how far people who checked records agree.

use crate::cli::{AskAgreement, TableFormat};
use crate::output::Table;
use anyhow::Result;
use ledger::Ledger;
use ledger::check::{Agreement, Disagreement, VERDICT_COLUMNS, Verdicts};
use std::io::{BufWriter, Write, stdout};
use std::process::ExitCode;

/// Prints the figures, or the verdicts that they are made of.
pub fn run(args: &AskAgreement) -> Result<ExitCode> {
    let ledger = Ledger::open_to_read(&args.ledger.ledger)?;
    let verdicts = ledger.verdicts(&args.who)?;
    let mut out = BufWriter::new(stdout().lock());
    if args.verdicts {
        rows(&verdicts, args.format, &mut out)?;
    } else {
        let found = verdicts.agreement();
        match args.format {
            TableFormat::Json => {
                serde_json::to_writer_pretty(&mut out, &found)?;
                writeln!(out)?;
            }
            TableFormat::Csv => figures(&found).print::<()>(args.format, &[], &mut out)?,
            TableFormat::Text => told(&found, &mut out)?,
        }
    }
    out.flush()?;
    Ok(ExitCode::SUCCESS)
}

/// The figures as a table.
fn figures(found: &Agreement) -> Table {
    let mut table = Table::new(&[
        "of",
        "units",
        "values",
        "agreement",
        "alpha",
        "alpha low",
        "alpha high",
        "undefined",
    ]);
    let number = |x: Option<f64>| x.map(|x| format!("{x:.3}")).unwrap_or_default();
    for f in &found.figures {
        table.row(vec![
            f.of.clone(),
            f.units.to_string(),
            f.values.to_string(),
            number(f.agreement),
            number(f.alpha),
            number(f.interval.map(|i| i[0])),
            number(f.interval.map(|i| i[1])),
            f.undefined.unwrap_or_default().to_owned(),
        ]);
    }
    table
}

fn told(found: &Agreement, out: &mut dyn Write) -> Result<()> {
    writeln!(
        out,
        "{} verdicts on {} records, {} of them checked by two or more",
        found.verdicts, found.units, found.shared
    )?;
    if found.verdicts == 0 {
        writeln!(out, "Records are checked at the desk of \"chancery serve --write\"")?;
        return Ok(());
    }
    writeln!(out)?;
    let mut checkers = Table::new(&["checker", "verdicts", "right", "wrong", "unsure", "shared"]);
    for c in &found.checkers {
        let numbers = [c.verdicts, c.right, c.wrong, c.unsure, c.shared];
        let cells = std::iter::once(c.who.clone()).chain(numbers.map(|n| n.to_string()));
        checkers.row(cells.collect());
    }
    checkers.print::<()>(TableFormat::Text, &[], out)?;
    writeln!(
        out,
        "\nKrippendorff's alpha (nominal) with its 95 % interval, and the share of equal pairs"
    )?;
    figures(found).print::<()>(TableFormat::Text, &[], out)?;
    if found.disagreed == 0 {
        return Ok(());
    }
    writeln!(out, "\nOn {} records they differ, the latest first", found.disagreed)?;
    for d in &found.disagreements {
        writeln!(out, "{} {}-{} {} \"{}\"", d.document, d.start, d.end, d.event, d.words)?;
        for s in &d.said {
            let slots = if s.slots.is_empty() {
                String::new()
            } else {
                format!(" ({})", s.slots.join(", "))
            };
            let note = if s.note.is_empty() {
                String::new()
            } else {
                format!(": {}", s.note.replace('\n', " "))
            };
            writeln!(out, "    {}  {}{slots}{note}", s.who, s.verdict)?;
        }
    }
    Ok(())
}

/// A row a verdict, for programs that compute reliability themselves.
fn rows(verdicts: &Verdicts, format: TableFormat, out: &mut dyn Write) -> Result<()> {
    let mut table = Table::new(&VERDICT_COLUMNS);
    verdicts.cells(str::to_owned).for_each(|cells| table.row(cells.to_vec()));
    let item = |(unit, of): (usize, Disagreement)| serde_json::json!({"unit": unit, "record": of});
    let items: Vec<_> = verdicts.rows().map(item).collect();
    table.print(format, &items, out)
}
