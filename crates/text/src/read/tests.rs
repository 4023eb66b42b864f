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
         <p>Czytaj też: Inny tekst</p></article></body></html>",
        paragraph.repeat(4),
        paragraph.repeat(3)
    );
    let d = read_one(page.as_bytes(), Format::Html).unwrap();
    assert!(d.text.contains("Uzgodnili, że będą ćwiczyć"), "{}", d.text);
    assert!(!d.text.contains("Fot.") && !d.text.contains("Czytaj też"), "{}", d.text);
    assert_eq!(d.published, Some(jiff::civil::date(2024, 5, 1)));
    assert_eq!(d.title.as_deref(), Some("Rozmowa na Łotwie"));
}
