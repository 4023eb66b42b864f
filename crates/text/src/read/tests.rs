use super::*;

fn read_one(bytes: &[u8], format: Format) -> Result<Document, ReadError> {
    match read_bytes(bytes.to_vec(), "a.txt", "a", format, Defaults::default())? {
        Item::Document(d) => Ok(d),
        Item::Conllu { .. } => panic!("no document"),
    }
}

const PROSE: &str = "Prezydent Łotwy rozmawiał w środę z premierem Estonii. Uzgodnili, że będą \
                     ćwiczyć wspólnie na „żółtej” granicy, jeśli zajdzie potrzeba.";

#[test]
fn encodings_of_polish_archives_are_found() {
    assert_eq!(read_one(PROSE.as_bytes(), Format::Text).unwrap().text, PROSE);
    let marked = [b"\xEF\xBB\xBF", PROSE.as_bytes()].concat();
    assert_eq!(read_one(&marked, Format::Text).unwrap().text, PROSE);
    let (bytes, _, _) = encoding_rs::WINDOWS_1250.encode(PROSE);
    assert_eq!(read_one(&bytes, Format::Text).unwrap().text, PROSE);
    let plain = PROSE.replace(['„', '”'], "\"");
    let (bytes, _, _) = encoding_rs::ISO_8859_2.encode(&plain);
    assert_eq!(read_one(&bytes, Format::Text).unwrap().text, plain);
    let utf16: Vec<u8> = "\u{FEFF}"
        .chars()
        .chain(PROSE.chars())
        .collect::<String>()
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    assert_eq!(read_one(&utf16, Format::Text).unwrap().text, PROSE);
}

#[test]
fn bad_bytes_are_named() {
    let mut broken = PROSE.as_bytes().to_vec();
    broken.splice(0..0, *b"Tak\xFF\xFE ");
    let reason = read_one(&broken, Format::Text).unwrap_err().reason;
    assert_eq!(reason, Reason::Encoding { byte: 3 });
    let reason = read_one(b"abc\0def", Format::Text).unwrap_err().reason;
    assert_eq!(reason, Reason::Binary { byte: 3 });
    let error =
        read_one("Pierwszy wiersz.\nDrugi \u{7} wiersz.".as_bytes(), Format::Text).unwrap_err();
    assert_eq!(
        error.to_string(),
        "a.txt:2: holds a control character (U+0007 at byte 23 of the text)"
    );
    assert_eq!(read_one(b" \n ", Format::Text).unwrap_err().reason, Reason::Empty);
}

#[test]
fn languages() {
    assert_eq!(detect(PROSE), Ok(Lang::Pl));
    assert_eq!(detect("Xi zadzwonił do Tokajewa."), Ok(Lang::Pl));
    assert_eq!(detect("Rozmowa w Pekinie"), Ok(Lang::Pl));
    assert_eq!(detect("The two ministers met in Riga and signed a treaty."), Ok(Lang::En));
    assert_eq!(detect("12345 67"), Err(Reason::NoLanguage));
    for (text, name) in [
        (
            "Der Bundeskanzler hat am Mittwoch mit dem französischen Präsidenten über die Lage in der \
          Ukraine gesprochen und weitere Hilfe angekündigt.",
            "German",
        ),
        (
            "Český prezident jednal ve středu s rakouským kancléřem o společné ochraně hranic a \
          o dalších otázkách, které obě země trápí.",
            "Czech",
        ),
        ("Президент России встретился в среду с министром иностранных дел Казахстана.", "Russian"),
    ] {
        assert_eq!(detect(text), Err(Reason::Language(name.into())), "{text}");
    }
}

#[test]
fn a_broken_line_of_jsonl_is_named_and_the_others_are_read() {
    let lines = concat!(
        "{\"id\": \"a\", \"text\": \"Premier spotkał się z ambasadorem.\", \"published\": \"2021-06-02\"}\n",
        "{\"id\": \"b\", \n",
        "\n",
        "{\"id\": \"c\", \"text\": \"x\", \"published\": \"2021-13-02\"}\n",
        "{\"id\": \"d\", \"text\": \"x\", \"lang\": \"xx\"}\n",
        "{\"text\": \"x\"}\n",
        "{\"id\": 7, \"text\": \"The minister met the ambassador.\", \"title\": \"T\"}",
    );
    let all: Vec<_> = read_stream(lines.as_bytes(), "in.jsonl", Defaults::default()).collect();
    assert_eq!(all.len(), 6);
    let shown = |i: usize| all[i].as_ref().unwrap_err().to_string();
    assert!(shown(1).starts_with("in.jsonl:2: is not JSON"), "{}", shown(1));
    assert_eq!(shown(2), "in.jsonl:4: \"2021-13-02\" is no date: write YYYY-MM-DD");
    assert!(shown(3).starts_with("in.jsonl:5: language \"xx\""), "{}", shown(3));
    assert_eq!(shown(4), "in.jsonl:6: field \"id\" is missing");
    let Ok(Item::Document(last)) = &all[5] else { panic!() };
    assert_eq!((last.id.as_str(), last.lang, last.title.as_deref()), ("7", Lang::En, Some("T")));
    let Ok(Item::Document(first)) = &all[0] else { panic!() };
    assert_eq!(first.published, Some(jiff::civil::date(2021, 6, 2)));
}

#[test]
fn markdown_keeps_words_only() {
    let source = "---\ntitle: \"Rozmowa\"\ndate: 2024-05-01\n---\n# Rozmowa ministrów\n\n> **Minister** \
                  [powiedział](https://example.org), że _wróci_ do snake_case.\n\n- punkt\n![zdjęcie](a.png)\n";
    let d = read_one(source.as_bytes(), Format::Markdown).unwrap();
    assert_eq!(
        d.text,
        "Rozmowa ministrów\n\n\nMinister powiedział, że wróci do snake_case.\n\npunkt"
    );
    assert_eq!(
        (d.title.as_deref(), d.published),
        (Some("Rozmowa"), Some(jiff::civil::date(2024, 5, 1)))
    );
}

#[test]
fn a_page_gives_its_main_text() {
    let paragraph = format!("<p>{PROSE}</p>");
    let page = format!(
        "<!doctype html><html lang=\"pl\"><head><meta charset=\"utf-8\"><title>Rozmowa na Łotwie</title>\
         <meta property=\"article:published_time\" content=\"2024-05-01T08:00:00+02:00\"></head><body>\
         <nav><a href=\"/\">Start</a></nav><article><h1>Rozmowa na Łotwie</h1>{}\
         <figure><img src=\"a.jpg\"><figcaption>Fot. Jan Próba</figcaption></figure>{}\
         <p>Czytaj też: Inny tekst</p><p>Po&shy;roz&shy;umie&#8203;nie \
         jest gotowe.</p></article></body></html>",
        paragraph.repeat(4),
        paragraph.repeat(3)
    );
    let d = read_one(page.as_bytes(), Format::Html).unwrap();
    assert!(d.text.contains("Uzgodnili, że będą ćwiczyć"), "{}", d.text);
    assert!(!d.text.contains("Fot.") && !d.text.contains("Czytaj też"), "{}", d.text);
    assert_eq!(d.published, Some(jiff::civil::date(2024, 5, 1)));
    assert_eq!(d.title.as_deref(), Some("Rozmowa na Łotwie"));
    assert!(d.text.contains("Porozumienie jest"), "{}", d.text);
}

/// A page around a head and a body.
fn page(head: &str, body: &str) -> String {
    format!(
        "<!doctype html><html><head><meta charset=\"utf-8\">{head}</head><body>{body}</body></html>"
    )
}

fn article() -> String {
    format!("<article><h1>Rozmowa na Łotwie</h1>{}</article>", format!("<p>{PROSE}</p>").repeat(5))
}

#[test]
fn a_page_tells_day_author_address_and_language_in_many_ways() {
    let ask = |head: &str, extra: &str| {
        let source = page(head, &format!("{}{extra}", article()));
        read_one(source.as_bytes(), Format::Html).unwrap()
    };
    let day = Some(jiff::civil::date(2024, 5, 1));
    for head in [
        "<meta property='article:published_time' content='2024-05-01T00:30:00+02:00'>",
        "<script type='application/ld+json'>{\"@context\":\"https://schema.org\",\"@graph\":[\
         {\"@type\":\"WebSite\",\"datePublished\":\"2001-01-01\"},\
         {\"@type\":[\"NewsArticle\"],\"datePublished\":\"2024-05-01T08:00:00Z\"}]}</script>",
        "<meta itemprop='datePublished' content='2024-05-01'>",
        "<meta name='DC.date' content='20240501'>",
        "<meta name='date' content='Wed, 01 May 2024 08:00:00 +0200'>",
    ] {
        assert_eq!(ask(head, "").published, day, "{head}");
    }
    assert_eq!(ask("", "<time datetime='2024-05-01T10:00'>środa</time>").published, day);
    let others = "<time datetime='2024-05-01'>a</time><time datetime='2024-05-02'>b</time>";
    assert_eq!(ask("", others).published, None, "the times of a list of articles");
    let head = "<link rel='canonical' href='https://example.org/a'>\
        <meta name='author' content='Autor: Jan  Próba'><meta property='og:locale' content='pl_PL'>";
    let found = ask(head, "");
    assert_eq!(found.url.as_deref(), Some("https://example.org/a"));
    assert_eq!(found.author.as_deref(), Some("Jan Próba"));
    let people = "<script type=\"application/ld+json\">[{\"@type\":\"Article\",\"author\":\
        [{\"@type\":\"Person\",\"name\":\"Anna Wzór\"},{\"name\":\"Jan Próba\"}]}]</script>";
    assert_eq!(ask(people, "").author.as_deref(), Some("Anna Wzór, Jan Próba"));
    let broken = "<script type='application/ld+json'>{\"@type\": \"Article\", </script>";
    assert_eq!(ask(broken, "").published, None);
}

#[test]
fn a_page_may_not_pass_for_another_paper_s() {
    let source = page("<link rel='canonical' href='https://other.example/x'>", &article());
    let read = |url| {
        let carried = Carried { charset: None, url: Some(url) };
        match read_page(source.clone().into_bytes(), "w", "a", carried, Defaults::default()) {
            Ok(Item::Document(d)) => d,
            other => panic!("{other:?}"),
        }
    };
    let found = read("https://paper.example/2024/05/01/x?utm_source=a");
    assert_eq!(found.url.as_deref(), Some("https://paper.example/2024/05/01/x?utm_source=a"));
    assert_eq!(found.published, Some(jiff::civil::date(2024, 5, 1)));
    assert_eq!(
        read("https://www.other.example/x?a=b").url.as_deref(),
        Some("https://other.example/x")
    );
}

#[test]
fn a_language_is_believed_of_short_texts_only() {
    let polish = page("", &article()).replace("<html>", "<html lang=\"en-US\">");
    assert_eq!(read_one(polish.as_bytes(), Format::Html).unwrap().lang, Lang::Pl);
    assert_eq!(settle("Warszawa, Berlin", Some(Lang::En)), Ok(Some(Lang::En)));
    let german = "Der Bundeskanzler hat am Mittwoch mit dem Präsidenten über die Lage gesprochen \
                  und weitere Hilfe angekündigt, die im Herbst geliefert werden soll. ";
    assert_eq!(settle(&german.repeat(5), Some(Lang::Pl)), Err(Reason::Language("German".into())));
}

#[test]
fn pages_nested_beyond_reason_are_refused_soon_and_without_a_crash() {
    let deep = 100_000;
    let open = |tags: &str| tags.repeat(deep);
    for body in [
        open("<div>"),
        open("<div>") + "Rozmowa" + &open("</div>"),
        open("<b>") + &open("<p>x"),
        open("<span><div></span></div>"),
        open("<template><div>"),
        open("<table><tr><td>"),
        open("<svg><g>"),
        open("<ul><li>"),
        open("<font>"),
        ("<div>".repeat(400) + "x" + &"</div>".repeat(400)).repeat(deep / 100),
    ] {
        let source = page("", &body);
        let error = read_one(source.as_bytes(), Format::Html).unwrap_err();
        let refused = matches!(error.reason, Reason::Nested { .. } | Reason::Nodes { .. });
        assert!(refused, "{}: {error}", &body[..20]);
    }
    // formatting elements that are opened anew in each paragraph
    let fonts: String = (0..200).map(|i| format!("<font size={i}>")).collect();
    let source = page("", &format!("<p>{fonts}{}", open("<p>x")));
    let error = read_one(source.as_bytes(), Format::Html).unwrap_err();
    assert_eq!(error.reason, Reason::Nodes { limit: 1_000_000 });
}

#[test]
fn a_page_as_deep_as_is_allowed_fits_into_a_small_stack() {
    let wide = "<div>".repeat(480) + &article() + &"</div>".repeat(480);
    let burst = article() + &"<b>".repeat(680) + "x" + &"</b>".repeat(680);
    for body in [wide, burst] {
        let source = page("", &body);
        let read = move || read_one(source.as_bytes(), Format::Html).map(|d| d.text);
        let thread = std::thread::Builder::new().stack_size(2 << 20).spawn(read).unwrap();
        match thread.join().unwrap() {
            Ok(text) => assert!(text.contains("Uzgodnili")),
            Err(e) => assert!(matches!(e.reason, Reason::Nested { .. }), "{e}"),
        }
    }
}

#[test]
fn packed_files_are_read_like_others() {
    let folder = tempfile::tempdir().unwrap();
    let line = serde_json::json!({"id": "a", "text": PROSE, "author": ["x"]}).to_string();
    let cases = [
        ("a.txt.zst", PROSE.to_owned()),
        ("b.jsonl.zst", line),
        ("c.html.zst", page("", &article())),
    ];
    for (name, content) in cases {
        let path = folder.path().join(name);
        std::fs::write(&path, zstd::encode_all(content.as_bytes(), 3).unwrap()).unwrap();
        let all: Vec<_> = read_file(&path, Defaults::default()).collect();
        let [Ok(Item::Document(d))] = &all[..] else { panic!("{all:?}") };
        assert!(d.text.contains("Uzgodnili") && d.id.len() == 1, "{d:?}");
    }
    let path = folder.path().join("bomb.txt.zst");
    std::fs::write(&path, zstd::encode_all(&vec![b' '; 32 << 20][..], 3).unwrap()).unwrap();
    let error = read_file(&path, Defaults::default()).next().unwrap().unwrap_err();
    assert_eq!(error.reason, Reason::Ratio { limit: 200 });
}

#[test]
fn a_line_too_long_is_refused_and_the_next_is_read() {
    let lines = format!(
        "{}\n{}\n",
        "x".repeat(300),
        serde_json::json!({"id": "b", "text": "The minister met the ambassador."})
    );
    let mut reader = JsonLines::new(lines.as_bytes(), "in.jsonl", 200, Defaults::default());
    let error = reader.next().unwrap().unwrap_err();
    assert_eq!(error.to_string(), "in.jsonl:1: is too large: more than 200 bytes");
    assert!(reader.next().unwrap().is_ok());
    assert_eq!(reader.lines(), 2);
    let mut again = JsonLines::new(lines.as_bytes(), "in.jsonl", 200, Defaults::default());
    again.skip_lines(1).unwrap();
    assert!(again.next().unwrap().is_ok());
    assert!(again.next().is_none());
}
