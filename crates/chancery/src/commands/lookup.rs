//! `chancery who` and `chancery when`: the world and the calendar, asked directly.
//!
//! One question as an argument, or a line each on standard input with the day behind a tab. A line
//! with a wrong day is reported with its number, the others are answered.

use crate::cli::{LookupFormat, When, Who, day};
use crate::codebook::Codebook;
use crate::packs::{Engines, Packs};
use anyhow::Result;
use jiff::civil::Date;
use serde_json::json;
use std::io::{BufRead, Write, stdout};
use std::process::ExitCode;

/// Who held an office, or what a name means, on a day.
pub fn who(packs: Packs, codebook: &Codebook, args: &Who) -> Result<ExitCode> {
    let engines = Engines::open(packs, codebook)?;
    each(args.query.as_deref(), args.on, |query, on| {
        let found = engines.world.who(query, on);
        if args.format == LookupFormat::Jsonl {
            let best = found.first().map(serde_json::to_value).transpose()?;
            let key = |k: &str| best.as_ref().map_or(json!(null), |b| b[k].clone());
            let mut line = json!({"query": query, "on": on.map(|d| d.to_string())});
            for k in ["entity", "name", "code", "sector", "office", "from", "to"] {
                line[k] = key(k);
            }
            line["candidates"] = serde_json::to_value(&found)?;
            writeln!(stdout(), "{line}")?;
            return Ok(());
        }
        if found.is_empty() {
            writeln!(stdout(), "{query}: not known")?;
        }
        for c in found {
            let part = |p: &Option<String>| p.as_deref().unwrap_or("-").to_owned();
            writeln!(
                stdout(),
                "{query}: {} ({}) · {} {} · {} · {} to {}",
                c.name,
                c.entity,
                part(&c.code),
                part(&c.sector),
                part(&c.office),
                part(&c.from),
                part(&c.to)
            )?;
        }
        Ok(())
    })
}

/// What a time expression means on a day of publication.
pub fn when(args: &When) -> Result<ExitCode> {
    let lang = args.lang.lang();
    each(args.expression.as_deref(), args.published, |expression, published| {
        let found = world::resolve(expression, lang, published);
        let (value, fine) = found
            .as_ref()
            .map_or((None, None), |r| (Some(r.value.as_str()), Some(r.granularity.as_str())));
        if args.format == LookupFormat::Jsonl {
            let published = published.map(|d| d.to_string());
            let line = json!({"expression": expression, "published": published, "value": value, "granularity": fine});
            writeln!(stdout(), "{line}")?;
        } else {
            writeln!(stdout(), "{expression}: {}", value.unwrap_or("cannot be told"))?;
        }
        Ok(())
    })
}

/// Answers one question, or all lines of standard input.
fn each(
    question: Option<&str>,
    date: Option<Date>,
    mut answer: impl FnMut(&str, Option<Date>) -> Result<()>,
) -> Result<ExitCode> {
    if let Some(question) = question {
        answer(question, date)?;
        return Ok(ExitCode::SUCCESS);
    }
    let mut code = ExitCode::SUCCESS;
    for (n, line) in std::io::stdin().lock().lines().enumerate() {
        let line = line?;
        let (text, on) =
            line.split_once('\t').map_or((line.as_str(), None), |(t, d)| (t, Some(d.trim())));
        if text.trim().is_empty() {
            continue;
        }
        match on.filter(|d| !d.is_empty()).map(day).transpose() {
            Ok(on) => answer(text.trim(), on.or(date))?,
            Err(reason) => {
                eprintln!("-:{}: {reason}", n + 1);
                code = ExitCode::from(2);
            }
        }
    }
    Ok(code)
}
