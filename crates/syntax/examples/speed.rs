//! Words a second of each stage on a plain text: `speed LANG FOLDER TEXT [ROUNDS]`.
//!
//! The divan benches repeat a few sentences, which flatters every cache; this reads a whole file.
//! Paragraphs are taken in order, one thread, the median of the rounds.

use std::path::Path;
use std::time::Instant;
use syntax::{Analyser, AnalyserScratch};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut args = std::env::args().skip(1);
    let lang = args.next().and_then(|l| text::Lang::from_code(&l)).ok_or("which language?")?;
    let folder = args.next().ok_or("which folder of packs?")?;
    let text = std::fs::read_to_string(args.next().ok_or("which text?")?)?;
    let rounds: usize = args.next().map_or(Ok(5), |n| n.parse())?;
    let analyser = Analyser::load(Path::new(&folder), lang)?;
    let mut times: [Vec<f64>; 4] = Default::default();
    let mut words = 0;
    for _ in 0..rounds {
        let mut scratch = AnalyserScratch::default();
        let t0 = Instant::now();
        let segments = text::segment(&text, 0, lang);
        let t1 = Instant::now();
        let mut sentences: Vec<_> =
            segments.iter().map(|s| analyser.words(&text, s, &mut scratch)).collect();
        let t2 = Instant::now();
        sentences.iter_mut().for_each(|s| analyser.tag(s, &text, &mut scratch));
        let t3 = Instant::now();
        sentences.iter_mut().for_each(|s| analyser.parse(s, &text, &mut scratch));
        let t4 = Instant::now();
        words = sentences.iter().map(|s| s.words.len()).sum();
        for (all, t) in times.iter_mut().zip([t1 - t0, t2 - t1, t3 - t2, t4 - t3]) {
            all.push(t.as_secs_f64());
        }
    }
    let median = times.map(|mut t| {
        t.sort_by(f64::total_cmp);
        t.get(t.len() / 2).copied().unwrap_or(f64::NAN)
    });
    let all: f64 = median.iter().sum();
    for (name, t) in ["segment", "words", "tag", "parse"].iter().zip(median) {
        println!("{name:8} {:10.0} words/s {:5.1}%", words as f64 / t, 100.0 * t / all);
    }
    println!("{:8} {:10.0} words/s, {words} words", "all", words as f64 / all);
    Ok(())
}
