//! Words a second of each stage, one thread, on the packs of `languages/pl`.
//!
//! `cargo bench -p syntax`. Without the packs there is nothing to measure, and it says so.

use divan::{Bencher, counter::ItemsCount};
use std::{path::PathBuf, sync::LazyLock};
use syntax::{Analyser, AnalyserScratch, Sentence};
use text::Lang;

const TEXT: &str = "Prezydent Polski rozmawiał w środę z premierem Litwy o bezpieczeństwie \
    energetycznym regionu. Obie strony zapowiedziały, że jeszcze w tym roku podpiszą umowę \
    o budowie nowego połączenia gazowego. „Nie zgodzimy się na ustępstwa” – powiedział \
    rzecznik rządu, dodając, że rozmowy potrwają do piątku. Minister spraw zagranicznych wezwał \
    ambasadora, któremu wręczono notę protestacyjną. ";

static ANALYSER: LazyLock<Option<Analyser>> = LazyLock::new(|| {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../languages/pl");
    Analyser::load(&folder, Lang::Pl).inspect_err(|e| eprintln!("nothing to measure: {e}")).ok()
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
fn whole_path(bencher: Bencher) {
    let Some(analyser) = &*ANALYSER else { return };
    let text = text();
    let count = words(&analysed(analyser, &text));
    bencher.counter(count).bench(|| analyser.analyse_text(&text));
}
