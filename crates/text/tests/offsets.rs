//! Whatever the text, every character that is no white space lies in exactly one token.

use proptest::prelude::*;
use text::{Lang, Sections, Segment, segment};

/// Checks order, boundaries, coverage and nesting of the segments of a text.
fn check(text: &str, segments: &[Segment]) -> Result<(), TestCaseError> {
    let mut at = 0;
    for s in segments {
        prop_assert!(!s.tokens.is_empty());
        let (first, last) = (s.tokens[0], s.tokens[s.tokens.len() - 1]);
        prop_assert_eq!((s.span.start, s.span.end), (first.start, last.end));
        for t in &s.tokens {
            let (start, end) = (t.start as usize, t.end as usize);
            prop_assert!(start < end && end <= text.len());
            prop_assert!(text.is_char_boundary(start) && text.is_char_boundary(end));
            prop_assert!(start >= at, "overlap at {start}");
            prop_assert!(text[at..start].chars().all(char::is_whitespace));
            prop_assert!(!text[start..end].chars().any(char::is_whitespace));
            at = end;
        }
    }
    prop_assert!(text[at..].chars().all(char::is_whitespace));
    Ok(())
}

/// Text rich in what the rules look at.
fn tricky() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "m.in.",
        "p.n.e.",
        "r. ",
        "ws.",
        "24-letni",
        "Bielsko-Biała",
        "COVID-19",
        "U.S.",
        "don't",
        "’s",
        "'",
        "„",
        "”",
        "...",
        "…",
        ". ",
        "? ",
        "\n",
        "\r\n",
        "\r",
        "\n\n",
        " ",
        "\u{A0}",
        "\u{2029}",
        "\u{200B}",
        "http://",
        "www.",
        "a@b.pl",
        "@",
        "#",
        "1,5",
        "1.000",
        "12:30",
        "-",
        "–",
        ",,",
        "Ź",
        "ź",
        "🙂",
        "\u{301}",
        "cannot",
        "7:30pm",
        "&",
        "/",
        "漢",
        "ß",
    ]);
    prop::collection::vec(
        prop_oneof![3 => piece.prop_map(String::from), 1 => any::<String>()],
        0..40,
    )
    .prop_map(|parts| parts.concat())
}

proptest! {
    #[test]
    fn segments_cover_the_text(text in prop_oneof![any::<String>(), tricky()]) {
        for lang in [Lang::Pl, Lang::En] {
            check(&text, &segment(&text, 0, lang))?;
        }
    }

    #[test]
    fn an_offset_only_shifts(text in tricky(), offset in 0usize..1000) {
        for (a, b) in segment(&text, 0, Lang::Pl).iter().zip(segment(&text, offset, Lang::Pl)) {
            prop_assert_eq!(a.span.start as usize + offset, b.span.start as usize);
            prop_assert_eq!(a.tokens.len(), b.tokens.len());
        }
    }

    #[test]
    fn sections_are_the_text(text in tricky(), size in 8usize..100) {
        let mut at = 0;
        for (offset, part) in Sections::of_size(&text, size) {
            prop_assert_eq!(offset, at);
            prop_assert!(!part.is_empty() && part.len() <= size);
            at += part.len();
        }
        prop_assert_eq!(at, text.len());
    }
}

/// Endless "words" of every kind; a method that looks back to the word's start would not end.
#[test]
fn five_megabytes_without_a_blank() {
    for unit in [
        "a", "a.", "1-", "a-", "1.234.", "ż’", "a@", "x_", "a\r", "\"", "a.b@", "&A", "www.", "A\n",
    ] {
        let text = unit.repeat(5_000_000 / unit.len());
        for lang in [Lang::Pl, Lang::En] {
            let covered: usize =
                segment(&text, 0, lang).iter().flat_map(|s| &s.tokens).map(|t| t.len()).sum();
            let blank = text.bytes().filter(|b| b.is_ascii_whitespace()).count();
            assert_eq!(covered + blank, text.len(), "{unit:?}");
        }
    }
}
