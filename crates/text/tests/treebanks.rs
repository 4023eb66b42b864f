//! Segmentation against the treebanks: F1 of raw tokens and of sentences.
//!
//! The raw text is the sentences' `# text` joined by one blank. Multiword tokens count as one
//! token in Polish (they are cut in `syntax`) and as their words in English. Run with
//! `--nocapture` for the figures; `SEGMENTATION_ERRORS=20` prints that many errors of the
//! training files.

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use text::{Lang, segment};

type Spans = HashSet<(usize, usize)>;

struct Gold {
    text: String,
    tokens: Spans,
    sentences: Spans,
}

fn shared(name: &str) -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data").join(name);
    if !path.exists() {
        println!("skipped: {} is not there", path.display());
        return None;
    }
    Some(path)
}

fn read(path: &Path, lang: Lang) -> Gold {
    let bytes = zstd::decode_all(std::fs::File::open(path).unwrap()).unwrap();
    let file = String::from_utf8(bytes).unwrap();
    let mut gold = Gold { text: String::new(), tokens: Spans::new(), sentences: Spans::new() };
    for block in file.split("\n\n") {
        let Some(line) = block.lines().find_map(|l| l.strip_prefix("# text = ")) else { continue };
        let base = gold.text.len();
        let (mut at, mut range_end) = (0, 0);
        let mut spans = Vec::new();
        let mut words_of_range: Vec<&str> = Vec::new();
        let mut range = (0, 0);
        let mut ok = true;
        let mut place = |form: &str, at: &mut usize| match line[*at..].find(form) {
            Some(n) => {
                let start = *at + n;
                *at = start + form.len();
                (start, *at)
            }
            None => {
                ok = false;
                (0, 0)
            }
        };
        for row in block.lines().filter(|l| !l.starts_with('#')) {
            let columns: Vec<&str> = row.split('\t').collect();
            if let Some((_, last)) = columns[0].split_once('-') {
                range_end = last.parse().unwrap();
                range = place(columns[1], &mut at);
                words_of_range.clear();
                if lang == Lang::Pl {
                    spans.push(range);
                }
            } else if let Ok(id) = columns[0].parse::<usize>() {
                if id > range_end {
                    spans.push(place(columns[1], &mut at));
                } else if lang == Lang::En {
                    words_of_range.push(columns[1]);
                    if id == range_end {
                        let mut start = range.0;
                        for (i, word) in words_of_range.iter().enumerate() {
                            let last = i + 1 == words_of_range.len();
                            let end = if last { range.1 } else { start + word.len() };
                            spans.push((start, end));
                            start = end;
                        }
                    }
                }
            }
        }
        if !ok {
            continue;
        }
        gold.text.push_str(line.trim_end());
        gold.sentences.insert((base, base + line.trim_end().len()));
        gold.tokens.extend(spans.iter().map(|(a, b)| (a + base, b + base)));
        gold.text.push(' ');
    }
    gold
}

fn f1(gold: &Spans, ours: &Spans) -> f64 {
    200.0 * gold.intersection(ours).count() as f64 / (gold.len() + ours.len()) as f64
}

/// Prints and returns the two figures.
fn measure(name: &str, lang: Lang) -> Option<(f64, f64)> {
    let gold = read(&shared(name)?, lang);
    let begun = std::time::Instant::now();
    let segments = segment(&gold.text, 0, lang);
    let took = begun.elapsed();
    let pair = |s: text::Span| (s.start as usize, s.end as usize);
    let tokens: Spans = segments.iter().flat_map(|s| &s.tokens).map(|t| pair(*t)).collect();
    let sentences: Spans = segments.iter().map(|s| pair(s.span)).collect();
    let figures = (f1(&gold.tokens, &tokens), f1(&gold.sentences, &sentences));
    println!(
        "{name}: tokens {:.2}, sentences {:.2} ({} tokens, {:.2} M tokens/s)",
        figures.0,
        figures.1,
        tokens.len(),
        tokens.len() as f64 / took.as_secs_f64() / 1e6
    );
    let errors = std::env::var("SEGMENTATION_ERRORS").ok().and_then(|n| n.parse().ok());
    if let (Some(n), false) = (errors, name.contains("test")) {
        print_errors("token", &gold.text, &gold.tokens, &tokens, n);
        print_errors("sentence", &gold.text, &gold.sentences, &sentences, n);
    }
    Some(figures)
}

/// Prints boundaries that one side has and the other lacks, with what stands around them.
fn print_errors(what: &str, text: &str, gold: &Spans, ours: &Spans, n: usize) {
    let ends = |s: &Spans| s.iter().map(|x| x.1).collect::<HashSet<_>>();
    let (g, o) = (ends(gold), ends(ours));
    for (sign, list) in [("missed", g.difference(&o)), ("surplus", o.difference(&g))] {
        let mut list: Vec<_> = list.copied().collect();
        list.sort_unstable();
        println!("-- {what} ends {sign}: {}", list.len());
        let step = (list.len() / n).max(1);
        for end in list.into_iter().step_by(step) {
            let before = text[..end].char_indices().rev().nth(25).map_or(0, |x| x.0);
            let after = text[end..].char_indices().nth(20).map_or(text.len(), |x| end + x.0);
            println!("   {}|{}", &text[before..end], &text[end..after]);
        }
    }
}

#[test]
fn polish_training_files() {
    for name in ["pl/train.conllu.zst", "pl/train_morph.conllu.zst", "pl/dev.conllu.zst"] {
        let Some((tokens, sentences)) = measure(name, Lang::Pl) else { return };
        // LFG cuts mobile endings without a multiword token; its spoken lines lack capitals.
        let floors = if name.contains("lfg") { (97.5, 92.0) } else { (99.7, 92.0) };
        assert!(tokens > floors.0 && sentences > floors.1, "{name}: {tokens:.2} {sentences:.2}");
    }
}

#[test]
fn polish_test_files() {
    for name in ["pl/test_pdb.conllu.zst", "pl/test_lfg.conllu.zst", "pl/test_pud.conllu.zst"] {
        let Some((tokens, sentences)) = measure(name, Lang::Pl) else { return };
        // LFG cuts mobile endings without a multiword token; its spoken lines lack capitals.
        let floors = if name.contains("lfg") { (97.5, 92.0) } else { (99.7, 92.0) };
        assert!(tokens > floors.0 && sentences > floors.1, "{name}: {tokens:.2} {sentences:.2}");
    }
}

#[test]
fn english_files() {
    for name in ["en/train.conllu.zst", "en/dev.conllu.zst", "en/test.conllu.zst"] {
        let Some((tokens, sentences)) = measure(name, Lang::En) else { return };
        assert!(tokens > 98.0 && sentences > 55.0, "{name}: {tokens:.2} {sentences:.2}");
    }
}
