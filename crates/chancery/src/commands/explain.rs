//! `chancery explain FILE --event e3`: how one record came about.
//!
//! Prints the record's line, its sentence, the tree of the sentence word by word, the mentions
//! and dates that the world found in it with the reason of each link, and every rule that fired.

use crate::cli::Explain;
use crate::codebook::Codebook;
use crate::inputs;
use crate::output::{Style, event_line};
use crate::packs::{Engines, Packs};
use crate::pipeline::{self, About, Stretch};
use anyhow::{Result, bail};
use events::record::Event;
use std::fmt::Write as _;
use std::io::Write as _;
use std::process::ExitCode;
use text::Item;

/// Finds the record and prints its derivation.
pub fn run(packs: Packs, codebook: &Codebook, args: &Explain) -> Result<ExitCode> {
    let engines = Engines::open(packs, codebook)?;
    let style = Style::of_stdout();
    let (mut found, mut seen) = (None, 0usize);
    for (file, item) in
        inputs::documents(inputs::expand(&args.source.files), args.source.defaults())
    {
        let item = match item {
            Ok(item) => item,
            Err(e) => {
                eprintln!("{e}");
                return Ok(ExitCode::from(2));
            }
        };
        let mut look = |about: &About, stretch: Stretch| {
            seen += stretch.coded.events.len();
            if let Some(e) = stretch.coded.events.iter().find(|e| e.id == args.event) {
                found.get_or_insert_with(|| derivation(about, &stretch, e, style));
            }
            Ok(())
        };
        match item {
            Item::Document(d) if args.id.as_ref().is_none_or(|id| *id == d.id) => {
                pipeline::read(&engines, &d, &mut look)?;
            }
            Item::Conllu { lang, published, content, .. } => {
                for trees in syntax::conllu::read_conllu(&content)? {
                    if args.id.is_some() && args.id != trees.id {
                        continue;
                    }
                    let about = About::new(&trees.text, lang, published);
                    let sentences = trees.sentences.into_iter().map(|s| s.sentence).collect();
                    pipeline::read_trees(&engines, &about, sentences, &mut look)?;
                }
            }
            Item::Document(_) => continue,
        }
        if let Some(page) = found {
            std::io::stdout().write_all(page.as_bytes())?;
            return Ok(ExitCode::SUCCESS);
        }
        if seen > 0 && args.source.files.len() == 1 && args.id.is_some() {
            bail!("{file}: no event {} in {}", args.event, args.id.as_deref().unwrap_or("it"));
        }
    }
    bail!("no event {}: the input holds {seen} events", args.event)
}

fn derivation(about: &About, stretch: &Stretch, event: &Event, style: Style) -> String {
    let mut out = format!("{}\n", event_line(event, style));
    let at = |s: &syntax::Sentence| about.points.at(s.span.start) == event.sentence[0];
    let Some(index) = stretch.sentences.iter().position(at) else { return out };
    let sentence = &stretch.sentences[index];
    // Writing to a string cannot fail.
    let _ =
        writeln!(out, "\n{}\n\n{}", style.bold("sentence"), sentence.span.of(about.text).trim());
    let _ = writeln!(out, "\n{}", style.bold("tree"));
    for (i, word) in sentence.words.iter().enumerate() {
        let head = word.head.map_or(0, |h| h + 1);
        let form = word.span.of(about.text);
        let _ = writeln!(
            out,
            "{:>4}  {form:<20} {:<20} {:<6} {head:>4}  {:<14} {}",
            i + 1,
            word.lemma,
            word.upos.as_ud(),
            word.deprel,
            word.feats
        );
    }
    let _ = writeln!(out, "\n{}", style.bold("mentions"));
    for m in stretch.mentions.iter().filter(|m| m.sentence as usize == index) {
        let known = m.entity.as_deref().unwrap_or("unknown");
        let code = m.code.as_deref().unwrap_or("-");
        let sector = m.sector.as_deref().unwrap_or("-");
        let words = m.span.of(about.text);
        let _ = writeln!(out, "  {words}: {} ({known}, {code}, {sector}): {}", m.name, m.why);
    }
    for d in stretch.dates.iter().filter(|d| d.sentence as usize == index) {
        let _ =
            writeln!(out, "  {}: {} ({})", d.span.of(about.text), d.value, d.granularity.as_str());
    }
    let _ = writeln!(out, "\n{}", style.bold("why"));
    for line in &event.why {
        let _ = writeln!(out, "  {line}");
    }
    let _ = writeln!(out, "  confidence {:.2}", event.confidence);
    out
}
