//! Whatever the text, words point at exactly its bytes: the analysers of both languages on random
//! Unicode and on text rich in what they cut. Needs the packs of `languages/`; says so without.

use proptest::prelude::*;
use std::path::PathBuf;
use std::sync::LazyLock;
use syntax::conllu::{ConlluDocument, read_conllu, write_conllu};
use syntax::{Analyser, Sentence};
use text::{CodePoints, Lang};

static ANALYSERS: LazyLock<Vec<Analyser>> = LazyLock::new(|| {
    let open = |lang: Lang| {
        let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../languages");
        Analyser::load(&folder.join(lang.code()), lang)
            .inspect_err(|e| println!("skipped: {e}"))
            .ok()
    };
    [Lang::Pl, Lang::En].into_iter().filter_map(open).collect()
});

/// Order, boundaries, coverage, one tree a sentence.
fn check(text: &str, sentences: &[Sentence]) -> Result<(), TestCaseError> {
    let mut at = 0;
    for s in sentences {
        prop_assert!(!s.words.is_empty());
        let (first, last) = (s.words[0].span, s.words[s.words.len() - 1].span);
        prop_assert_eq!((s.span.start, s.span.end), (first.start, last.end));
        for (i, w) in s.words.iter().enumerate() {
            let (start, end) = (w.span.start as usize, w.span.end as usize);
            prop_assert!(at <= start && start < end && end <= text.len());
            prop_assert!(text.is_char_boundary(start) && text.is_char_boundary(end));
            prop_assert!(text[at..start].chars().all(char::is_whitespace));
            prop_assert!(!w.continues_token || (i > 0 && start == at), "a gap in a token");
            prop_assert!(w.head.is_none_or(|h| (h as usize) < s.words.len() && h as usize != i));
            at = end;
        }
        prop_assert_eq!(s.words.iter().filter(|w| w.head.is_none()).count(), 1);
    }
    prop_assert!(text[at..].chars().all(char::is_whitespace), "text without a word");
    Ok(())
}

/// Code points counted by the document's index equal those counted one by one.
fn check_code_points(text: &str, sentences: &[Sentence]) -> Result<(), TestCaseError> {
    let points = CodePoints::new(text);
    for w in sentences.iter().flat_map(|s| &s.words) {
        for byte in [w.span.start, w.span.end] {
            prop_assert_eq!(points.at(byte) as usize, text[..byte as usize].chars().count());
        }
    }
    Ok(())
}

/// Through CoNLL-U and back: the same words of the same characters.
fn check_conllu(text: &str, sentences: Vec<Sentence>) -> Result<(), TestCaseError> {
    let before = ConlluDocument::from_sentences(Some("d"), text, sentences);
    let written = write_conllu(std::slice::from_ref(&before));
    let after =
        read_conllu(&written).map_err(|e| TestCaseError::fail(format!("{e}\n{written}")))?;
    let forms = |d: &ConlluDocument| -> Vec<String> {
        let all = d.sentences.iter().enumerate();
        all.flat_map(|(s, x)| (0..x.sentence.words.len()).map(move |w| (s, w)))
            .map(|(s, w)| d.form(s, w).to_owned())
            .collect()
    };
    let after_forms: Vec<String> = after.iter().flat_map(&forms).collect();
    prop_assert_eq!(forms(&before), after_forms);
    Ok(())
}

/// Endings that are cut off, letters whose other case has another length, marks, odd blanks.
fn tricky() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "zrobiłbym",
        "ZROBIŁBYŚMY",
        "Chciałam",
        "gdybyście",
        "powinnam",
        "byłeś",
        "Żebyś",
        "don't",
        "CANNOT",
        "the U.S.",
        "İ",
        "ı",
        "ẞ",
        "ß",
        "Ⱥ",
        "K",
        "ﬁ",
        "ς",
        "Σ",
        "ǅ",
        "n.",
        "m.in. ",
        "\u{301}",
        "\u{200D}",
        "🇵🇱",
        "👩‍⚖️",
        "„",
        "”",
        " ",
        "\u{A0}",
        "\u{2003}",
        "\t",
        "\n",
        "\r\n",
        "\n\n",
        "\u{2028}",
        "\u{85}",
        "\u{FEFF}",
        "\u{AD}",
        "עברית",
        "漢字",
        "ł",
        "2024 r. ",
        ". ",
        "? ",
        "-",
        "–",
        ",",
        "#",
        "|",
        "=",
        "_",
    ]);
    prop::collection::vec(
        prop_oneof![4 => piece.prop_map(String::from), 1 => any::<String>()],
        0..30,
    )
    .prop_map(|parts| parts.concat())
}

proptest! {
    #[test]
    fn words_are_the_text(text in prop_oneof![1 => any::<String>(), 2 => tricky()]) {
        for analyser in &*ANALYSERS {
            let sentences = analyser.analyse_text(&text);
            check(&text, &sentences)?;
            check_code_points(&text, &sentences)?;
            check_conllu(&text, sentences)?;
        }
    }
}
