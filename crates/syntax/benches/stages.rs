//! Words a second of each stage, one thread, on the packs of `languages/pl`.
//!
//! `cargo bench -p syntax --bench stages`. Without the packs there is nothing to measure, and it says so.

use divan::{Bencher, counter::ItemsCount};
use std::{path::PathBuf, sync::LazyLock};
use syntax::{Analyser, AnalyserScratch, NameTagger, Sentence};
use text::Lang;

mod prose;
use prose::TEXT;

static ANALYSER: LazyLock<Option<Analyser>> = LazyLock::new(|| {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../languages/pl");
    Analyser::load(&folder, Lang::Pl).inspect_err(|e| eprintln!("nothing to measure: {e}")).ok()
});

static NAMES: LazyLock<Option<NameTagger>> = LazyLock::new(|| {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../languages/pl/names.pack");
    NameTagger::open(&path).inspect_err(|e| eprintln!("no names to measure: {e}")).ok()
});

fn main() {
    if ANALYSER.is_some() {
        divan::main();
    }
}

fn text() -> String {
    TEXT.repeat(40)
}

fn analysed(analyser: &Analyser, text: &str) -> Vec<Sentence> {
    analyser.analyse_text(text)
}

fn words(sentences: &[Sentence]) -> ItemsCount {
    ItemsCount::new(sentences.iter().map(|s| s.words.len()).sum::<usize>())
}

#[divan::bench]
fn segment(bencher: Bencher) {
    let Some(analyser) = &*ANALYSER else { return };
    let text = text();
    let count = words(&analysed(analyser, &text));
    bencher.counter(count).bench(|| text::segment(&text, 0, Lang::Pl));
}

#[divan::bench]
fn words_of_tokens(bencher: Bencher) {
    let Some(analyser) = &*ANALYSER else { return };
    let text = text();
    let segments = text::segment(&text, 0, Lang::Pl);
    let count = words(&analysed(analyser, &text));
    let mut scratch = AnalyserScratch::default();
    bencher.counter(count).bench_local(|| {
        for segment in &segments {
            divan::black_box(analyser.words(&text, segment, &mut scratch));
        }
    });
}

#[divan::bench]
fn tag(bencher: Bencher) {
    let Some(analyser) = &*ANALYSER else { return };
    let text = text();
    let mut sentences = analysed(analyser, &text);
    let mut scratch = AnalyserScratch::default();
    bencher.counter(words(&sentences)).bench_local(|| {
        sentences.iter_mut().for_each(|s| analyser.tag(s, &text, &mut scratch));
    });
}

#[divan::bench]
fn parse(bencher: Bencher) {
    let Some(analyser) = &*ANALYSER else { return };
    let text = text();
    let mut sentences = analysed(analyser, &text);
    let mut scratch = AnalyserScratch::default();
    bencher.counter(words(&sentences)).bench_local(|| {
        sentences.iter_mut().for_each(|s| analyser.parse(s, &text, &mut scratch));
    });
}

#[divan::bench]
fn names(bencher: Bencher) {
    let (Some(analyser), Some(names)) = (&*ANALYSER, &*NAMES) else { return };
    let text = text();
    let mut sentences = analysed(analyser, &text);
    let (lexicon, clusters) = (analyser.lexicon().map(|l| &**l), analyser.clusters().map(|c| &**c));
    let mut scratch = Default::default();
    bencher.counter(words(&sentences)).bench_local(|| {
        names.tag_document(&mut sentences, &text, lexicon, clusters, &mut scratch);
    });
}

#[divan::bench]
fn whole_path(bencher: Bencher) {
    let Some(analyser) = &*ANALYSER else { return };
    let text = text();
    let count = words(&analysed(analyser, &text));
    bencher.counter(count).bench(|| analyser.analyse_text(&text));
}
