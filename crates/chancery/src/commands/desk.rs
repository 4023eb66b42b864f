//! `chancery correct`, `corrections`, `backup`, `restore`, `verify`: keeping a ledger right.

use crate::cli::{Backup, Correct, Corrections, Restore, TableFormat, Verify};
use crate::codebook::Codebook;
use crate::output::Table;
use crate::packs::{Engines, Packs};
use crate::papers;
use anyhow::{Context, Result, bail};
use compact_str::CompactString;
use ledger::ask::Paper;
use ledger::{Change, Ledger, Target};
use record::Event;
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;
use std::io::{BufWriter, Write, stdout};
use std::process::ExitCode;
use text::Lang;

/// Puts a record right.
pub fn correct(packs: Packs, codebook: &Codebook, args: &Correct) -> Result<ExitCode> {
    let mut ledger = Ledger::open(&args.ledger.ledger)?;
    if let Some(correction) = args.undo {
        ledger.undo(correction)?;
        ledger.settle(papers::today(), |_| {})?;
        writeln!(stdout(), "correction {correction} is taken back")?;
        return Ok(ExitCode::SUCCESS);
    }
    let (Some(act), Some(who), Some(why)) = (&args.act, &args.who, &args.why) else {
        bail!("a correction needs an act, --who and --why");
    };
    if let Some(words) = &args.add {
        let document = ledger.document_named(act)?;
        let event = added(packs, codebook, args, &ledger.paper(document)?, words)?;
        let id = ledger.correct(&Target::Document(document), &Change::Add(event), who, why)?;
        ledger.settle(papers::today(), |_| {})?;
        writeln!(stdout(), "correction {id} adds an act")?;
        return Ok(ExitCode::SUCCESS);
    }
    let (row, reports) = ledger.act(act)?;
    let change = if args.reject {
        Change::Reject
    } else if args.split {
        Change::Split
    } else if let Some(other) = &args.merge_with {
        Change::Merge(other.clone())
    } else {
        Change::Change(changed(packs, codebook, args, &ledger, row.report.report)?)
    };
    // A report that was named is corrected alone; an act with all its reports.
    let chosen: Vec<i64> = match args.report {
        Some(report) if reports.iter().any(|r| r.report == report) => vec![report],
        Some(report) => bail!("report {report} does not tell act {act}"),
        None if matches!(change, Change::Split) => vec![row.report.report],
        None => reports.iter().map(|r| r.report).collect(),
    };
    for report in chosen {
        let id = ledger.correct(&Target::Report(report), &change, who, why)?;
        writeln!(stdout(), "correction {id} of report {report}")?;
    }
    ledger.settle(papers::today(), |_| {})?;
    Ok(ExitCode::SUCCESS)
}

/// The keys of the event that change, with what follows from them by the codebook.
fn changed(
    packs: Packs,
    codebook: &Codebook,
    args: &Correct,
    ledger: &Ledger,
    report: i64,
) -> Result<Map<String, Value>> {
    let mut keys = Map::new();
    let texts = [("weight", &args.weight), ("aux", &args.aux)];
    for (key, value) in texts {
        if let Some(value) = value {
            keys.insert(key.into(), json!(value));
        }
    }
    if args.event.is_some() || args.mode.is_some() {
        let now = ledger.event(report)?;
        let event = args.event.as_ref().map_or(now.event.to_string(), |e| e.to_uppercase());
        let mode = match (&args.mode, &args.event) {
            (Some(mode), _) => (mode != "none").then(|| mode.clone()),
            (None, Some(_)) => None,
            (None, None) => now.mode.as_ref().map(ToString::to_string),
        };
        keys.extend(typed(codebook, &event, mode.as_deref(), &now.contexts)?);
    }
    if args.actor.is_empty() && args.recipient.is_empty() {
        if keys.is_empty() {
            bail!(
                "say what is to change: --type, --mode, --actor, --recipient, --weight, --aux, --reject, --split or --merge-with"
            );
        }
        return Ok(keys);
    }
    let engines = Engines::open(packs, codebook)?;
    let now = ledger.event(report)?;
    for (key, names) in [("actors", &args.actor), ("recipients", &args.recipient)] {
        if names.is_empty() {
            continue;
        }
        let parties: Vec<Value> = names
            .iter()
            .filter(|n| n.as_str() != "none")
            .map(|name| party(&engines, name, &now.trigger))
            .collect::<Result<_>>()?;
        keys.insert(key.into(), json!(parties));
    }
    Ok(keys)
}

/// Type and mode, and what follows from them by the codebook.
fn typed(
    codebook: &Codebook,
    event: &str,
    mode: Option<&str>,
    contexts: &[CompactString],
) -> Result<Map<String, Value>> {
    let coder = codebook.open()?;
    let ontology = coder.ontology();
    if !ontology.knows(event, mode) {
        let mode = mode.map(|m| format!("/{m}")).unwrap_or_default();
        bail!("the codebook has no {event}{mode}");
    }
    let score = (f64::from(ontology.score(event, mode)) * 10.0).round() / 10.0;
    let keys = json!({
        "event": event, "mode": mode, "cameo": ontology.cameo(event, mode, contexts),
        "quad": ontology.quad(event), "score": score,
    });
    let Value::Object(keys) = keys else { bail!("an object is no object") };
    Ok(keys)
}

/// An act that the program missed, cited to the words that a person names.
fn added(
    packs: Packs,
    codebook: &Codebook,
    args: &Correct,
    paper: &Paper,
    words: &str,
) -> Result<Box<Event>> {
    let at = paper.text.find(words).with_context(|| {
        format!("\"{words}\" does not stand in {}: give the words as they are", paper.about.key)
    })?;
    let lang = Lang::from_code(&paper.about.lang).context("the paper's language")?;
    let sentence = text::segment(&paper.text, 0, lang)
        .iter()
        .map(|s| s.span)
        .find(|s| (s.start as usize..s.end as usize).contains(&at))
        .context("the words lie between sentences")?;
    let point = |byte: usize| paper.text[..byte].chars().count();
    let (start, end) = (point(at), point(at + words.len()));
    let trigger = json!({"text": words, "start": start, "end": end});
    let cited: record::Cited = serde_json::from_value(trigger.clone())?;
    let engines = Engines::open(packs, codebook)?;
    let parties = |names: &[String]| -> Result<Vec<Value>> {
        names.iter().map(|name| party(&engines, name, &cited)).collect()
    };
    let date = paper.about.published.as_ref().map(|day| {
        json!({"value": day, "granularity": "day", "text": null, "start": null, "end": null,
               "from": "published"})
    });
    let mut event = json!({
        "id": "e0", "sentence": [point(sentence.start as usize), point(sentence.end as usize)],
        "event": "", "mode": null, "contexts": [], "aux": args.aux.as_deref().unwrap_or("none"),
        "weight": args.weight.as_deref().unwrap_or("core"), "cameo": "", "quad": 1, "score": 0.0,
        "trigger": trigger, "actors": parties(&args.actor)?,
        "recipients": parties(&args.recipient)?, "said_by": null, "statement": null, "areas": [],
        "frameworks": [], "date": date, "place": null, "same_as": null, "confidence": 1.0,
        "why": ["a person added it"],
    });
    let kind = args.event.as_deref().unwrap_or_default().to_uppercase();
    for (key, value) in typed(codebook, &kind, args.mode.as_deref(), &[])? {
        event[key] = value;
    }
    Ok(Box::new(serde_json::from_value(event)?))
}

/// A party that a person names: it is cited to the act's own words, as implied.
fn party(engines: &Engines, name: &str, trigger: &record::Cited) -> Result<Value> {
    let found = engines.world.who(name, None);
    let best =
        found.first().with_context(|| format!("\"{name}\" is not known: see chancery who"))?;
    Ok(json!({
        "text": trigger.text, "start": trigger.start, "end": trigger.end, "name": best.name,
        "entity": best.entity, "code": best.code, "sector": best.sector, "implied": true,
    }))
}

/// The audit trail, or the corrected papers as gold records.
pub fn corrections(args: &Corrections) -> Result<ExitCode> {
    let ledger = Ledger::open_to_read(&args.ledger.ledger)?;
    let all = ledger.corrections()?;
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
