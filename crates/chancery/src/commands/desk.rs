//! `chancery correct`, `corrections`, `backup`, `restore`, `verify`: keeping a ledger right.

use crate::cli::{Backup, Correct, Corrections, Restore, TableFormat, Verify};
use crate::codebook::Codebook;
use crate::output::Table;
use crate::packs::Packs;
use crate::papers;
use crate::terms::WhenAsked;
use anyhow::{Result, bail};
use ledger::ask::Paper;
use ledger::{Ledger, Wish};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::io::{BufWriter, Write, stdout};
use std::process::ExitCode;

/// Puts a record right.
pub fn correct(packs: Packs, codebook: &Codebook, args: &Correct) -> Result<ExitCode> {
    let mut ledger = Ledger::open(&args.ledger.ledger)?;
    if let Some(correction) = args.undo {
        ledger.undo(correction, args.who.as_deref(), None)?;
        ledger.settle(papers::today(), |_| {})?;
        writeln!(stdout(), "correction {correction} is taken back")?;
        return Ok(ExitCode::SUCCESS);
    }
    let (Some(act), Some(who), Some(why)) = (&args.act, &args.who, &args.why) else {
        bail!("a correction needs an act, --who and --why");
    };
    let wish = Wish {
        act: Some(act.clone()),
        report: args.report,
        all: false,
        version: None,
        add: args.add.clone(),
        event: args.event.clone(),
        mode: args.mode.clone(),
        actor: args.actor.clone(),
        recipient: args.recipient.clone(),
        date: args.date.clone(),
        place: args.no_place.then(|| "none".to_owned()),
        weight: args.weight.clone(),
        aux: args.aux.clone(),
        reject: args.reject,
        split: args.split,
        merge_with: args.merge_with.clone(),
        who: who.clone(),
        why: why.clone(),
    };
    let made = ledger.put_right(&wish, &WhenAsked::new(packs, codebook), None)?;
    ledger.settle(papers::today(), |_| {})?;
    for id in made.answer {
        match args.add {
            Some(_) => writeln!(stdout(), "correction {id} adds an act")?,
            None => writeln!(stdout(), "correction {id} of act {act}")?,
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// The audit trail, or the corrected papers as gold records.
pub fn corrections(args: &Corrections) -> Result<ExitCode> {
    let ledger = Ledger::open_to_read(&args.ledger.ledger)?;
    let mut all = Vec::new();
    ledger.each_correction(|c| all.push(c))?;
    let mut out = BufWriter::new(stdout().lock());
    if args.gold {
        let standing = all.iter().filter(|c| c.undone_at.is_none());
        let keys: BTreeSet<&str> = standing.map(|c| c.document.as_str()).collect();
        for key in keys {
            let paper = ledger.paper(ledger.document_named(key)?)?;
            writeln!(out, "{}", gold(&paper))?;
        }
    } else {
        let mut table = Table::new(&[
            "correction",
            "at",
            "who",
            "kind",
            "document",
            "words",
            "standing",
            "why",
        ]);
        for c in &all {
            let standing = if c.undone_at.is_some() { "taken back" } else { &c.standing };
            table.row(vec![
                c.correction.to_string(),
                c.at.clone(),
                c.who.clone(),
                c.kind.clone(),
                c.document.clone(),
                format!("{}-{}", c.start, c.end),
                standing.to_owned(),
                c.why.clone(),
            ]);
        }
        table.print(args.format, &all, &mut out)?;
        if all.is_empty() && args.format == TableFormat::Text {
            writeln!(out, "Nothing was corrected in this ledger")?;
        }
    }
    out.flush()?;
    Ok(ExitCode::SUCCESS)
}

/// A paper in the form of the gold sets, for `chancery eval`.
fn gold(paper: &Paper) -> Value {
    let r = &paper.record;
    let party = |m: &record::MentionRecord| json!({"text": m.cited.text, "code": m.code, "sector": m.sector});
    let events: Vec<Value> = r
        .coded
        .events
        .iter()
        .map(|e| {
            json!({
                "id": e.id, "event": e.event, "mode": e.mode, "trigger": e.trigger.text,
                "actors": e.actors.iter().map(party).collect::<Vec<_>>(),
                "recipients": e.recipients.iter().map(party).collect::<Vec<_>>(),
                "said_by": e.said_by.as_ref().map(party), "aux": e.aux, "contexts": e.contexts,
                "areas": e.areas, "frameworks": e.frameworks,
                "date": e.date.as_ref().map(|d| d.value.clone()), "weight": e.weight,
            })
        })
        .collect();
    json!({"id": r.id, "lang": r.lang, "published": r.published, "text": paper.text, "events": events})
}

/// Copies a ledger while it is in use.
pub fn backup(args: &Backup) -> Result<ExitCode> {
    let ledger = Ledger::open_to_read(&args.ledger.ledger)?;
    ledger.backup(&args.to)?;
    let copy = Ledger::open_to_read(&args.to)?.stats()?;
    writeln!(
        stdout(),
        "{} papers, {} acts copied to {}",
        copy.documents,
        copy.acts,
        args.to.display()
    )?;
    Ok(ExitCode::SUCCESS)
}

/// Makes a ledger from a backup, which is checked first.
pub fn restore(args: &Restore) -> Result<ExitCode> {
    let backup = Ledger::open_to_read(&args.from)?;
    let found = backup.verify(|_| {})?;
    if let Some(fault) = found.faults.first() {
        bail!("{}: the backup is not sound: {fault}", args.from.display());
    }
    if args.ledger.ledger.exists() {
        bail!(
            "{}: is there: move it away first, nothing is overwritten",
            args.ledger.ledger.display()
        );
    }
    backup.backup(&args.ledger.ledger)?;
    writeln!(stdout(), "{} papers restored to {}", found.documents, args.ledger.ledger.display())?;
    Ok(ExitCode::SUCCESS)
}

/// Says of everything in a ledger whether it is as it should be.
pub fn verify(args: &Verify) -> Result<ExitCode> {
    let ledger = Ledger::open_to_read(&args.ledger.ledger)?;
    let found = ledger.verify(|_| {})?;
    for fault in &found.faults {
        eprintln!("{}: {fault}", args.ledger.ledger.display());
    }
    let verdict = match found.faults.len() {
        0 => "sound".to_owned(),
        n => format!("{n} faults"),
    };
    writeln!(stdout(), "{} papers, {} reports: {verdict}", found.documents, found.reports)?;
    Ok(if found.faults.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(2) })
}
