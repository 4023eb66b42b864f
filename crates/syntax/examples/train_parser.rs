//! Experiments with the parser alone: tags the treebanks by jackknife, learns, and scores other
//! treebanks on gold tokens with tags of a tagger that learnt from all of the data.
//!
//! `train_parser OUT.pack [key=value ...] TREEBANK ... [-- TEST ...]`; files may end in `.zst`.
//! Keys: the fields of `ParserOptions`; `lexicon`, `clusters` (packs); `morph` (treebank without
//! trees); `folds`; `full_tags`; `gold` (1: gold tags); `add` (trees that the tagger does not
//! learn from); `tagger` (pack to tag the tests with); `dump` (file for the tagged training
//! sentences, which `gold=1` reads again).

use std::{path::Path, sync::Arc, time::Instant};
use syntax::conllu::read_conllu;
use syntax::lexicon::Lexicon;
use syntax::tagger::*;
use syntax::{Clusters, Parser, ParserOptions, ParserScratch};

type Failure = Box<dyn std::error::Error>;

fn read(path: &str) -> Result<Vec<Example>, Failure> {
    let bytes = std::fs::read(path)?;
    let bytes = if path.ends_with(".zst") { zstd::decode_all(&bytes[..])? } else { bytes };
    let documents =
        read_conllu(std::str::from_utf8(&bytes)?).map_err(|e| format!("{path}: {e}"))?;
    Ok(syntax::train::examples(&documents))
}

fn conllu(examples: &[Example]) -> String {
    let mut out = String::new();
    for e in examples {
        for (i, (form, w)) in e.forms.iter().zip(&e.words).enumerate() {
            let head = w.head.map_or(0, |h| h + 1);
            let (upos, tag) = (w.upos.as_ud(), format!("{}\t{}", w.xpos, w.feats));
            let left = format!("{}\t{form}\t{}\t{upos}\t{tag}", i + 1, w.lemma);
            out += &format!("{left}\t{head}\t{}\t_\t_\n", w.deprel);
        }
        out.push('\n');
    }
    out
}

fn main() -> Result<(), Failure> {
    let mut options = ParserOptions::default();
    let mut tag_options = TagOptions::default();
    let mut args = std::env::args().skip(1);
    let out = args.next().ok_or("where to write the pack?")?;
    let (mut train, mut morph, mut added, mut test) = (vec![], vec![], vec![], vec![]);
    let (mut lexicon, mut clusters, mut tagger, mut dump) = (None, None, None, None);
    let (mut folds, mut gold, mut testing) = (5, false, false);
    let mut tag_clusters = true;
    for arg in args {
        match arg.split_once('=') {
            Some(("epochs", v)) => options.epochs = v.parse()?,
            Some(("models", v)) => options.models = v.parse()?,
            Some(("seed", v)) => options.seed = v.parse()?,
            Some(("exploration", v)) => options.exploration = v.parse()?,
            Some(("margin", v)) => options.margin = v.parse()?,
            Some(("action_bits", v)) => options.action_bits = v.parse()?,
            Some(("label_bits", v)) => options.label_bits = v.parse()?,
            Some(("further", v)) => options.further = v == "1",
            Some(("version", v)) => options.version = v.into(),
            Some(("folds", v)) => folds = v.parse()?,
            Some(("gold", v)) => gold = v == "1",
            Some(("full_tags", v)) => tag_options.full_tags = v == "1",
            Some(("lexicon", v)) => lexicon = Some(Arc::new(Lexicon::open(Path::new(v))?)),
            Some(("clusters", v)) => clusters = Some(Arc::new(Clusters::open(Path::new(v))?)),
            Some(("morph", v)) => morph.extend(read(v)?),
            Some(("add", v)) => added.extend(read(v)?),
            Some(("tag_clusters", v)) => tag_clusters = v == "1",
            Some(("dump", v)) => dump = Some(v.to_string()),
            Some(("tagger", v)) => tagger = Some(v.to_string()),
            _ if arg == "--" => testing = true,
            _ if testing => test.push(arg),
            _ => train.extend(read(&arg)?),
        }
    }
    let sources = Sources { lexicon, clusters: tag_clusters.then(|| clusters.clone()).flatten() };
    let start = Instant::now();
    let mut examples = if gold {
        train.clone()
    } else {
        jackknife(&train, &morph, &sources, &tag_options, folds)?
    };
    println!("jackknife {:.1} s", start.elapsed().as_secs_f64());
    if let Some(path) = dump {
        std::fs::write(path, conllu(&examples))?;
    }
    let tagger = match (tagger, gold || test.is_empty() && added.is_empty()) {
        (Some(path), _) => Some(Tagger::open(Path::new(&path), &sources)?),
        (_, true) => None,
        (None, _) => {
            let all = train.iter().chain(&morph).collect();
            let bytes = TaggerTrainer::new(all, sources.clone(), tag_options).train(|_, _| {})?;
            let pack = pack::Pack::in_memory(&bytes, TAGGER_KIND, TAGGER_SCHEMA)?;
            Some(Tagger::from_pack(&Arc::new(pack), &sources)?)
        }
    };
    let mut scratch = TagScratch::default();
    for e in added {
        examples.push(tagger.as_ref().map_or(e.clone(), |t| retag(t, &e, &mut scratch)));
    }
    let start = Instant::now();
    let bytes = syntax::train_parser(&examples, clusters.as_deref(), &options)?;
    println!(
        "{} sentences, {:.1} s, {} bytes",
        examples.len(),
        start.elapsed().as_secs_f64(),
        bytes.len()
    );
    std::fs::write(&out, bytes)?;
    let parser = Parser::open(Path::new(&out), clusters)?;
    let mut parser_scratch = ParserScratch::default();
    for path in &test {
        let gold = read(path)?;
        let mut system = gold.clone();
        if let Some(tagger) = &tagger {
            system = gold.iter().map(|e| retag(tagger, e, &mut scratch)).collect();
        }
        let start = Instant::now();
        for e in &mut system {
            let forms = &e.forms;
            parser.parse_words(&mut e.words, |i, _| forms[i].as_str(), &mut parser_scratch);
        }
        let seconds = start.elapsed().as_secs_f64();
        let pairs: Vec<_> =
            gold.iter().zip(&system).flat_map(|(g, s)| g.words.iter().zip(&s.words)).collect();
        let share = |hit: &dyn Fn(&syntax::Word, &syntax::Word) -> bool| {
            100.0 * pairs.iter().filter(|(g, s)| hit(g, s)).count() as f64 / pairs.len() as f64
        };
        let base = |w: &syntax::Word| w.deprel.split(':').next().unwrap_or("").to_string();
        println!(
            "{path}: UPOS {:.2} XPOS {:.2} UAS {:.2} LAS {:.2} LAS+subtypes {:.2}; {:.0} words/s",
            share(&|g, s| g.upos == s.upos),
            share(&|g, s| g.xpos == s.xpos),
            share(&|g, s| g.head == s.head),
            share(&|g, s| g.head == s.head && base(g) == base(s)),
            share(&|g, s| g.head == s.head && g.deprel == s.deprel),
            pairs.len() as f64 / seconds,
        );
    }
    Ok(())
}
