//! Time expressions written from a grammar of each language, with their values.

use jiff::civil::Date;
use text::Lang;
use world::{ClauseTense, resolve_in};

/// Share of the table's rows whose value is exactly right; misses are printed.
fn share(table: &str, lang: Lang) -> f64 {
    let (mut right, mut all) = (0, 0);
    for line in table.lines().filter(|l| !l.starts_with('#') && !l.is_empty()) {
        let mut columns = line.split('\t');
        let mut column = || columns.next().unwrap_or("");
        let (expression, published, value) = (column(), column(), column());
        let tense = match column() {
            "past" => ClauseTense::Past,
            "future" => ClauseTense::Future,
            _ => ClauseTense::Unknown,
        };
        let published = published.parse::<Date>().ok();
        let got = resolve_in(expression, lang, published, tense);
        let got = got.as_ref().map_or("-", |r| r.value.as_str());
        all += 1;
        if got == value {
            right += 1;
        } else {
            println!("{expression} ({published:?}, {tense:?}): {got}, expected {value}");
        }
    }
    assert!(all >= 150, "the table holds only {all} rows");
    println!("{right} of {all}");
    f64::from(right) / f64::from(all)
}

#[test]
fn polish_expressions() {
    assert!(share(include_str!("data/dates_pl.tsv"), Lang::Pl) >= 0.95);
}

#[test]
fn english_expressions() {
    assert!(share(include_str!("data/dates_en.tsv"), Lang::En) >= 0.95);
}
