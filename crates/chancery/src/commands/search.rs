//! `chancery search`: papers by words and by what they tell; and words as other commands take them.

use crate::cli::{Search as Args, Sort, TableFormat, ToldArgs, WordsArgs, WordsIn};
use crate::codebook::Codebook;
use crate::output::Table;
use crate::packs::{Engines, Packs};
use anyhow::{Result, bail};
use ledger::Ledger;
use ledger::ask::{
    DocumentFilter, Empty, Facet, Found, Order, Page, Query, Search, ToldFilter, Within,
};
use std::io::{BufWriter, Write, stdout};
use std::process::ExitCode;
use text::Lang;

/// Papers by words in any inflection and by what they tell.
pub fn run(packs: Packs, codebook: &Codebook, args: &Args) -> Result<ExitCode> {
    let ledger = Ledger::open_to_read(&args.ledger.ledger)?;
    let given = args.words.join(" ");
    let search = Search {
        words: match args.words.is_empty() {
            true => Query::default(),
            false => query(&Engines::open(packs, codebook)?, &given)?,
        },
        papers: DocumentFilter {
            lang: args.lang.map(|l| l.code().to_owned()),
            from: args.from.clone(),
            to: args.to.clone(),
            source: args.source.clone(),
            originals: args.originals,
        },
        told: told(&args.told),
        order: match args.sort {
            Sort::Best => Order::Best,
            Sort::Newest => Order::Newest,
        },
    };
    let page =
        Page { after: args.after.as_deref(), limit: args.limit, facets: args.facets.unwrap_or(0) };
    let found = ledger.search(&search, None, &page)?;
    let mut out = BufWriter::new(stdout().lock());
    match args.format {
        TableFormat::Text => text(&found, &given, &mut out)?,
        // One object a hit, as ever; with facets the whole answer.
        TableFormat::Json if args.facets.is_some() => {
            serde_json::to_writer(&mut out, &found)?;
            writeln!(out)?;
        }
        TableFormat::Csv if args.facets.is_some() => {
            facet_table(&found.facets).print::<()>(args.format, &[], &mut out)?
        }
        _ => hit_table(&found).print(args.format, &found.hits, &mut out)?,
    }
    out.flush()?;
    Ok(ExitCode::SUCCESS)
}

/// Hits as a table.
fn hit_table(found: &Found) -> Table {
    let mut table = Table::new(&["document", "published", "source", "title", "words"]);
    for hit in &found.hits {
        let a = &hit.about;
        table.row(vec![
            a.id.clone(),
            a.published.clone().unwrap_or_default(),
            a.source.clone(),
            a.title.clone().unwrap_or_default(),
            hit.snippet.iter().map(|p| p.text.as_str()).collect(),
        ]);
    }
    table
}

/// Facets as a table.
fn facet_table(facets: &[Facet]) -> Table {
    let mut table = Table::new(&["facet", "value", "name", "papers", "chosen"]);
    for facet in facets {
        for v in &facet.values {
            table.row(vec![
                facet.facet.clone(),
                v.value.clone(),
                v.name.clone(),
                v.papers.to_string(),
                v.chosen.to_string(),
            ]);
        }
    }
    table
}

/// For reading.
fn text(found: &Found, given: &str, out: &mut dyn Write) -> Result<()> {
    for hit in &found.hits {
        let mark = |p: &ledger::ask::Piece| match p.hit {
            true => format!("[{}]", p.text),
            false => p.text.clone(),
        };
        let (a, snippet) = (&hit.about, hit.snippet.iter().map(mark).collect::<String>());
        let (published, title) = (a.published.as_deref().unwrap_or(""), a.title.as_deref());
        writeln!(out, "{published}  {}  ({}, {})", title.unwrap_or(""), a.source, a.id)?;
        writeln!(out, "    {snippet}")?;
        if let Some(copy) = a.copy_of {
            writeln!(out, "    copy of document {copy}")?;
        }
    }
    if let Some(empty) = &found.empty {
        why(empty, given, out)?;
    } else {
        let folded = if found.folded { ", diacritics not looked at" } else { "" };
        writeln!(out, "{} of {} papers{folded}", found.hits.len(), found.total)?;
    }
    if let Some(next) = &found.next {
        writeln!(out, "There are more: --after {next}")?;
    }
    for facet in found.facets.iter().filter(|f| !f.values.is_empty()) {
        writeln!(out, "\n{}", facet.facet)?;
        for v in &facet.values {
            let (chosen, papers) = (if v.chosen { "*" } else { " " }, v.papers);
            let name = if v.name == v.value { String::new() } else { format!("  {}", v.name) };
            writeln!(out, "{chosen} {papers:>7}  {}{name}", v.value)?;
        }
        if facet.further > 0 {
            writeln!(out, "           {} more: --facets N", facet.further)?;
        }
    }
    Ok(())
}

/// Why nothing was found.
fn why(empty: &Empty, given: &str, out: &mut dyn Write) -> Result<()> {
    let holding = if given.is_empty() { String::new() } else { format!(" with: {given}") };
    if !empty.unknown.is_empty() {
        writeln!(out, "No paper has: {}", empty.unknown.join(", "))?;
    } else if empty.words == 0 && given.is_empty() {
        writeln!(out, "There are no papers in this ledger")?;
    } else if empty.words == 0 {
        writeln!(out, "Each of these words occurs, but no paper has all of: {given}")?;
    } else {
        writeln!(out, "None of {} papers{holding} fits the filters", empty.words)?;
        for without in &empty.without {
            writeln!(out, "  without the filter {}: {}", without.filter, without.papers)?;
        }
    }
    Ok(())
}

/// Which acts papers must tell one of.
pub fn told(args: &ToldArgs) -> ToldFilter {
    ToldFilter {
        types: args.event.iter().map(|t| t.to_uppercase()).collect(),
        quad: args.quad,
        actor: args.actor.clone(),
        recipient: args.recipient.clone(),
        area: args.area.clone(),
        framework: args.framework.clone(),
        country: args.country.clone(),
    }
}

/// Words of a flag; none if it is not given.
pub fn words(packs: Packs, codebook: &Codebook, args: &WordsArgs) -> Result<Query> {
    if args.words.is_none() {
        return Ok(Query::default());
    }
    words_by(&Engines::open(packs, codebook)?, args)
}

/// The same, where the dictionary is open.
pub fn words_by(engines: &Engines, args: &WordsArgs) -> Result<Query> {
    let Some(given) = &args.words else { return Ok(Query::default()) };
    let within = match args.words_in {
        WordsIn::Paper => Within::Paper,
        WordsIn::Sentence => Within::Sentence,
    };
    Ok(Query { within, ..query(engines, given)? })
}

fn query(engines: &Engines, given: &str) -> Result<Query> {
    let query = Query::parse(given, |word| lemmas(engines, word));
    if query.terms.is_empty() {
        bail!("there is no word in \"{given}\": give letters or digits");
    }
    Ok(query)
}

/// Dictionary forms of a word, in both languages.
pub fn lemmas(engines: &Engines, word: &str) -> Vec<String> {
    let mut found = Vec::new();
    for lang in [Lang::Pl, Lang::En] {
        // A program without English still finds Polish.
        let Ok(language) = engines.syntax(lang) else { continue };
        let analyser = language.analyser();
        if let Some(lexicon) = analyser.lexicon() {
            found.extend(lexicon.look_up(word).into_iter().map(|(_, lemma, _)| lemma));
        }
        let read = analyser.analyse_text(word);
        found.extend(read.iter().flat_map(|s| &s.words).map(|w| w.lemma.to_string()));
    }
    found.retain(|l| !l.is_empty());
    found.sort();
    found.dedup();
    found
}
