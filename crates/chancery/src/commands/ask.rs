//! `chancery acts`, `dyad`, `entity`, `stats`: questions to a ledger.

use super::search::words;
use crate::cli::{Acts, AskDyad, AskEntity, Pledges, StatsArgs, TableFormat};
use crate::codebook::Codebook;
use crate::output::{Table, bar};
use crate::packs::Packs;
use anyhow::Result;
use ledger::Ledger;
use ledger::ask::{ActFilter, ActRow, Count, Dyad, PartyRow, PledgeFilter};
use std::collections::BTreeMap;
use std::io::{BufWriter, Write, stdout};
use std::process::ExitCode;

/// Acts by who, toward whom, what, when and about what.
pub fn acts(packs: Packs, codebook: &Codebook, args: &Acts) -> Result<ExitCode> {
    let ledger = Ledger::open_to_read(&args.ledger.ledger)?;
    let filter = ActFilter { words: words(packs, codebook, &args.words)?, ..filter(args) };
    let mut out = BufWriter::new(stdout().lock());
    let (mut after, mut left) = (args.after.clone(), args.limit);
    let mut all = Vec::new();
    while left > 0 {
        let page = ledger.acts(&filter, after.as_deref(), left.min(500))?;
        left -= page.acts.len() as u32;
        all.extend(page.acts);
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    act_table(&all).print(args.format, &all, &mut out)?;
    if args.format == TableFormat::Text {
        if all.is_empty() {
            let acts = ledger.stats()?.acts;
            writeln!(out, "None of {acts} acts is so: fewer filters find more")?;
        } else if let Some(next) = after {
            writeln!(out, "There are more: --after {next}")?;
        }
    }
    out.flush()?;
    Ok(ExitCode::SUCCESS)
}

fn filter(args: &Acts) -> ActFilter {
    ActFilter {
        actor: args.actor.clone(),
        recipient: args.recipient.clone(),
        types: args.event.iter().map(|t| t.to_uppercase()).collect(),
        mode: args.mode.clone(),
        from: args.from.clone(),
        to: args.to.clone(),
        area: args.area.clone(),
        framework: args.framework.clone(),
        context: args.context.clone(),
        quad: args.quad,
        weight: args.weight.clone(),
        aux: args.aux.clone(),
        country: args.country.clone(),
        min_sources: args.min_sources,
        min_confidence: args.min_confidence,
        ..ActFilter::default()
    }
}

/// Acts as a table.
pub fn act_table(acts: &[ActRow]) -> Table {
    let mut table = Table::new(&[
        "act",
        "date",
        "type",
        "actors",
        "recipients",
        "areas",
        "reports",
        "sources",
        "sentence",
    ]);
    for a in acts {
        let kind = match &a.mode {
            Some(mode) => format!("{}/{mode}", a.event),
            None => a.event.clone(),
        };
        let aux = if a.aux == "none" { String::new() } else { format!(" ({})", a.aux) };
        table.row(vec![
            a.act.clone(),
            a.date.clone().unwrap_or_default(),
            kind + &aux,
            parties(&a.actors),
            parties(&a.recipients),
            a.areas.join("; "),
            a.n_reports.to_string(),
            a.n_sources.to_string(),
            a.report.sentence.replace(['\n', '\r', '\t'], " "),
        ]);
    }
    table
}

fn parties(list: &[PartyRow]) -> String {
    let name = |p: &PartyRow| match &p.code {
        Some(code) if *code != p.name => format!("{} ({code})", p.name),
        _ => p.name.clone(),
    };
    list.iter().map(name).collect::<Vec<_>>().join("; ")
}

/// What passes between two parties.
pub fn dyad(args: &AskDyad) -> Result<ExitCode> {
    let ledger = Ledger::open_to_read(&args.ledger.ledger)?;
    let dyad = ledger.dyad(&args.a, &args.b, args.limit)?;
    let mut out = BufWriter::new(stdout().lock());
    match args.format {
        TableFormat::Json => {
            serde_json::to_writer_pretty(&mut out, &dyad)?;
            writeln!(out)?;
        }
        TableFormat::Csv => {
            let mut table = Table::new(&["month", "quad", "direction", "acts", "score"]);
            for m in &dyad.months {
                table.row(vec![
                    m.month.clone(),
                    m.quad.to_string(),
                    m.direction.to_owned(),
                    m.acts.to_string(),
                    m.score.to_string(),
                ]);
            }
            table.print(args.format, &dyad.months, &mut out)?;
        }
        TableFormat::Text => dyad_text(&dyad, &mut out)?,
    }
    out.flush()?;
    Ok(ExitCode::SUCCESS)
}

fn dyad_text(d: &Dyad, out: &mut dyn Write) -> Result<()> {
    writeln!(out, "{} – {}: {} acts", d.a, d.b, d.acts)?;
    if d.acts == 0 {
        writeln!(out, "No paper of this ledger tells of an act between them.")?;
    }
    for p in &d.partnerships {
        let span = match (&p.first, &p.last) {
            (Some(a), Some(b)) if a != b => format!("{a} to {b}"),
            (Some(a), _) => a.clone(),
            _ => "no day".into(),
        };
        writeln!(out, "  {} ({span}, {} papers)", p.label, p.papers)?;
    }
    if !d.months.is_empty() {
        writeln!(out, "\nMonth    cooperation            conflict               mean score")?;
        let mut months: BTreeMap<&str, (u32, u32, f64)> = BTreeMap::new();
        for m in &d.months {
            let month = months.entry(&m.month).or_default();
            *(if m.quad <= 2 { &mut month.0 } else { &mut month.1 }) += m.acts;
            month.2 += m.score;
        }
        let most = months.values().map(|m| m.0.max(m.1)).max().unwrap_or(1).max(1);
        for (month, (good, bad, score)) in months {
            let length = |n: u32| bar(f64::from(n) / f64::from(most), 16);
            let cell = |n: u32| {
                let drawn = length(n);
                format!("{n:>4} {drawn}{}", " ".repeat(17 - drawn.chars().count().min(17)))
            };
            let mean = score / f64::from((good + bad).max(1));
            let month = if month.is_empty() { "no day " } else { month };
            writeln!(out, "{month}  {} {} {mean:>6.1}", cell(good), cell(bad))?;
        }
    }
    for (what, tags) in [("Areas", &d.areas), ("Frameworks", &d.frameworks)] {
        if !tags.is_empty() {
            let list: Vec<String> =
                tags.iter().take(12).map(|t| format!("{} {}", t.tag, t.acts)).collect();
            writeln!(out, "\n{what} of the newest {}: {}", d.counted, list.join(", "))?;
        }
    }
    if !d.pledges.is_empty() {
        writeln!(out, "\nPledges")?;
        for p in &d.pledges {
            let by = parties(&p.pledge.actors);
            let sentence = p.pledge.report.sentence.replace(['\n', '\r', '\t'], " ");
            writeln!(out, "{}  {:<11}  {by}: {sentence}", p.made, p.status)?;
        }
    }
    if !d.latest.is_empty() {
        writeln!(out, "\nNewest")?;
        act_table(&d.latest).print::<()>(TableFormat::Text, &[], out)?;
    }
    Ok(())
}

/// What was promised, conceded and threatened, and what became of it.
pub fn pledges(args: &Pledges) -> Result<ExitCode> {
    let ledger = Ledger::open_to_read(&args.ledger.ledger)?;
    let filter = PledgeFilter {
        promisor: args.actor.clone(),
        beneficiary: args.recipient.clone(),
        status: args.status.clone(),
        kind: args.kind.clone(),
        from: args.from.clone(),
        to: args.to.clone(),
    };
    let found = ledger.pledges(&filter, 0, args.limit)?;
    let mut out = BufWriter::new(stdout().lock());
    let mut table = Table::new(&[
        "act",
        "made",
        "kind",
        "status",
        "promisor",
        "toward",
        "areas",
        "later acts",
        "sentence",
    ]);
    for p in &found {
        let links: Vec<String> =
            p.links.iter().map(|l| format!("{} {}", l.kind, l.act.act)).collect();
        table.row(vec![
            p.pledge.act.clone(),
            p.made.clone(),
            p.kind.clone(),
            p.status.clone(),
            parties(&p.pledge.actors),
            parties(&p.pledge.recipients),
            p.pledge.areas.join("; "),
            links.join("; "),
            p.pledge.report.sentence.replace(['\n', '\r', '\t'], " "),
        ]);
    }
    table.print(args.format, &found, &mut out)?;
    if args.format == TableFormat::Text && found.is_empty() {
        let counts = ledger.pledge_counts()?;
        let all: u64 = counts.iter().map(|c| c.count).sum();
        writeln!(out, "None of {all} pledges is so: fewer filters find more")?;
    }
    out.flush()?;
    Ok(ExitCode::SUCCESS)
}

/// Who is in the ledger, and whom they deal with.
pub fn entity(args: &AskEntity) -> Result<ExitCode> {
    let ledger = Ledger::open_to_read(&args.ledger.ledger)?;
    let found = ledger.entities(&args.words.join(" "), args.limit)?;
    let mut out = BufWriter::new(stdout().lock());
    let mut table =
        Table::new(&["entity", "name", "code", "sector", "acts as actor", "acts as recipient"]);
    for e in &found {
        table.row(vec![
            e.entity.clone(),
            e.name.clone(),
            e.code.clone().unwrap_or_default(),
            e.sector.clone().unwrap_or_default(),
            e.acts_as_actor.to_string(),
            e.acts_as_recipient.to_string(),
        ]);
    }
    table.print(args.format, &found, &mut out)?;
    if args.format == TableFormat::Text {
        match found.first() {
            None => writeln!(out, "No record of this ledger names such an entity")?,
            Some(first) => {
                let page = ledger.entity(&first.entity, args.limit)?;
                let mut table =
                    Table::new(&["deals with", "acts", "cooperation", "conflict", "mean score"]);
                for p in &page.partners {
                    table.row(vec![
                        p.code.clone(),
                        p.acts.to_string(),
                        p.cooperation.to_string(),
                        p.conflict.to_string(),
                        format!("{:.1}", p.mean_score),
                    ]);
                }
                if !page.partners.is_empty() {
                    let code = page.entity.code.unwrap_or_default();
                    writeln!(out, "\n{code}")?;
                    table.print(TableFormat::Text, &page.partners, &mut out)?;
                }
            }
        }
    }
    out.flush()?;
    Ok(ExitCode::SUCCESS)
}

/// How much is there, of what, from where.
pub fn stats(args: &StatsArgs) -> Result<ExitCode> {
    let ledger = Ledger::open_to_read(&args.ledger.ledger)?;
    let s = ledger.stats()?;
    let mut out = BufWriter::new(stdout().lock());
    if args.format == TableFormat::Json {
        serde_json::to_writer_pretty(&mut out, &s)?;
        writeln!(out)?;
        out.flush()?;
        return Ok(ExitCode::SUCCESS);
    }
    let mut table = Table::new(&["what", "count", "name"]);
    let all = [
        ("papers", s.documents),
        ("copies among them", s.copies),
        ("words", s.words),
        ("reports", s.reports),
        ("acts", s.acts),
        ("statements", s.statements),
        ("entities", s.entities),
        ("rejects", s.rejects),
        ("corrections", s.corrections),
        ("checks", s.checks),
        ("bytes of the file", s.bytes),
    ];
    for (what, count) in all {
        table.row(vec![what.into(), count.to_string(), String::new()]);
    }
    for (what, day) in [("first day", &s.days.0), ("last day", &s.days.1)] {
        table.row(vec![what.into(), String::new(), day.clone().unwrap_or_default()]);
    }
    let lists: [(&str, &[Count]); 5] = [
        ("papers by language", &s.languages),
        ("papers by source", &s.sources),
        ("acts by type", &s.types),
        ("acts by quad class", &s.quads),
        ("papers by maker", &s.makers),
    ];
    for (what, counts) in lists {
        for c in counts {
            table.row(vec![what.into(), c.count.to_string(), c.name.clone()]);
        }
    }
    table.print::<()>(args.format, &[], &mut out)?;
    out.flush()?;
    Ok(ExitCode::SUCCESS)
}
