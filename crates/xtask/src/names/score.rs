//! Scores of names: exact span and type, and base forms.

use super::data::{align, analyse, load, news_convention, read};
use super::{Eval, Lemmas};
use anyhow::Result;
use rayon::prelude::*;
use std::collections::BTreeMap;
use syntax::names::{NameScratch, NameTagger, kind_code, name_lemma};
use syntax::{NameKind, Sentence};
use text::Span;
use world::World;

#[derive(Default, Clone, Copy)]
struct Count {
    right: usize,
    gold: usize,
    found: usize,
}

fn print(name: &str, c: Count) {
    let (p, r) = (c.right as f64 / c.found.max(1) as f64, c.right as f64 / c.gold.max(1) as f64);
    let f = 2. * c.right as f64 / (c.gold + c.found).max(1) as f64;
    println!("{name:8} P {p:.4} R {r:.4} F1 {f:.4}  gold {} found {}", c.gold, c.found);
}

pub(super) fn eval(args: &Eval) -> Result<()> {
    let loaded = load(&args.language)?;
    let model = NameTagger::open(&args.model)?;
    let world = args.world.as_deref().map(World::open).transpose()?;
    let mut counts: BTreeMap<&str, Count> = BTreeMap::new();
    let (mut words, mut seconds, mut shown) = (0, 0., 0);
    let mut scratch = NameScratch::default();
    for file in &args.files {
        let mut golds = read(file)?;
        let mut analysed: Vec<Vec<Sentence>> =
            golds.par_iter().map(|g| analyse(&loaded, g)).collect();
        if args.news_convention {
            for (gold, sentences) in golds.iter_mut().zip(&mut analysed) {
                align(sentences, gold);
                news_convention(sentences, &gold.text, loaded.lexicon());
                gold.names = spans(sentences).into_iter().map(|(s, k)| (s, k, None)).collect();
            }
        }
        let start = processor_seconds();
        let (lexicon, clusters) = (loaded.lexicon(), loaded.clusters());
        for (gold, sentences) in golds.iter().zip(&mut analysed) {
            model.tag_document(sentences, &gold.text, lexicon, clusters, &mut scratch);
            if let Some(world) = &world {
                world.settle_names(sentences, &gold.text, loaded.lang);
            }
        }
        seconds += processor_seconds() - start;
        for (gold, sentences) in golds.iter().zip(&analysed) {
            let found = spans(sentences);
            words += sentences.iter().map(|s| s.words.len()).sum::<usize>();
            let wanted: Vec<(Span, NameKind)> = gold.names.iter().map(|n| (n.0, n.1)).collect();
            for n in &wanted {
                let c = counts.entry(kind_code(n.1)).or_default();
                c.gold += 1;
                c.right += usize::from(found.contains(n));
            }
            for n in &found {
                counts.entry(kind_code(n.1)).or_default().found += 1;
            }
            let wrong = wanted.iter().filter(|n| !found.contains(n)).map(|n| ("missed", n));
            for (what, n) in
                wrong.chain(found.iter().filter(|n| !wanted.contains(n)).map(|n| ("surplus", n)))
            {
                if shown < args.errors {
                    shown += 1;
                    let near = around(&gold.text, n.0);
                    println!("{what}\t{}\t{}\t{near}", kind_code(n.1), n.0.of(&gold.text));
                }
            }
        }
    }
    let mut sum = Count::default();
    for (kind, c) in counts {
        print(kind, c);
        sum.right += c.right;
        sum.gold += c.gold;
        sum.found += c.found;
    }
    print("all", sum);
    println!(
        "{words} words, {:.0} words a second of processor time for names",
        words as f64 / seconds
    );
    Ok(())
}

/// Processor time of this thread, so that a busy machine does not change the figure; 0 where the
/// system does not tell.
fn processor_seconds() -> f64 {
    let stat = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    stat.split(' ').next().and_then(|n| n.parse::<f64>().ok()).unwrap_or(0.) / 1e9
}

/// The names of a document by bytes.
fn spans(sentences: &[Sentence]) -> Vec<(Span, NameKind)> {
    let mut out = Vec::new();
    for s in sentences {
        out.extend(s.names.iter().map(|n| {
            let first = s.words[n.words.start as usize].span.start as usize;
            let last = s.words[n.words.end as usize - 1].span.end as usize;
            (Span::new(first, last), n.kind)
        }));
    }
    out
}

/// Some 40 characters on both sides.
fn around(text: &str, span: Span) -> String {
    let (a, b) = (span.start as usize, span.end as usize);
    let a = text[..a].char_indices().rev().take(40).last().map_or(a, |(i, _)| i);
    let b = text[b..].char_indices().nth(40).map_or(text.len(), |(i, _)| b + i);
    text[a..b].replace('\n', " / ")
}

pub(super) fn lemmas(args: &Lemmas) -> Result<()> {
    let loaded = load(&args.language)?;
    let mut counts: BTreeMap<&str, (usize, usize, usize)> = BTreeMap::new();
    let mut shown = 0;
    for file in &args.files {
        let golds = read(file)?;
        let analysed: Vec<Vec<Sentence>> = golds.par_iter().map(|g| analyse(&loaded, g)).collect();
        for (gold, mut sentences) in golds.iter().zip(analysed) {
            align(&mut sentences, gold);
            for s in &sentences {
                for n in &s.names {
                    let first = s.words[n.words.start as usize].span;
                    let hit = gold
                        .names
                        .iter()
                        .find(|g| g.0.start <= first.start && first.start < g.0.end);
                    let Some((span, _, Some(lemma))) = hit else { continue };
                    let ours = name_lemma(s, n.words.clone(), n.kind, &gold.text, loaded.lexicon());
                    let c = counts.entry(kind_code(n.kind)).or_default();
                    c.0 += usize::from(ours == *lemma);
                    c.1 += usize::from(ours.to_lowercase() == lemma.to_lowercase());
                    c.2 += 1;
                    if ours.to_lowercase() != lemma.to_lowercase() && shown < args.errors {
                        shown += 1;
                        println!(
                            "{}\t{}\tgold {lemma}\tours {ours}",
                            kind_code(n.kind),
                            span.of(&gold.text)
                        );
                    }
                }
            }
        }
    }
    let mut all = (0, 0, 0);
    for (kind, c) in &counts {
        let share = |n: usize| n as f64 / c.2.max(1) as f64;
        println!("{kind:8} equal {:.4}, but for capitals {:.4} of {}", share(c.0), share(c.1), c.2);
        all = (all.0 + c.0, all.1 + c.1, all.2 + c.2);
    }
    let share = |n: usize| n as f64 / all.2.max(1) as f64;
    println!(
        "all      equal {:.4}, but for capitals {:.4} of {}",
        share(all.0),
        share(all.1),
        all.2
    );
    Ok(())
}
