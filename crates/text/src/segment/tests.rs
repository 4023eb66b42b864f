use super::*;

/// Sentences as tokens joined by "|".
fn cut(text: &str, lang: Lang) -> Vec<String> {
    let join = |s: &Segment| s.tokens.iter().map(|t| t.of(text)).collect::<Vec<_>>().join("|");
    segment(text, 0, lang).iter().map(join).collect()
}

#[test]
fn polish_tokens() {
    for (text, expected) in [
        ("Mówił ws. Bielska-Białej.", "Mówił|ws|.|Bielska-Białej|."),
        ("24-letni pilot F-16", "24-letni|pilot|F-16"),
    ] {
        assert_eq!(cut(text, Lang::Pl).join(" / "), expected);
    }
}
