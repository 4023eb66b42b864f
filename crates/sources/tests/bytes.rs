//! No bytes make any reader panic or run without end.

mod common;

use common::*;
use proptest::prelude::*;
use sources::{Opened, Reader, Source, expand};

/// Opens bytes under a name and reads them to their end.
fn read(name: &str, bytes: &[u8]) -> usize {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    std::fs::write(&path, bytes).unwrap();
    let unit = expand(&[Source::Path(path)]).units.remove(0).unwrap();
    match Reader::default().open(&unit, None) {
        Ok(Opened::Reading(reading)) => reading.count(),
        Ok(Opened::Unchanged) | Err(_) => 0,
    }
}

const NAMES: [&str; 9] =
    ["a.txt", "a.md", "a.html", "a.jsonl", "a.conllu", "a.xml", "a.json", "a.warc", "unnamed"];

/// Something sound of each kind, to be broken.
fn sound() -> Vec<(&'static str, Vec<u8>)> {
    let page = page("Rozmowa", PROSE);
    let head = "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nTransfer-Encoding: chunked\r\n\r\n";
    let body = format!("{head}{:x}\r\n{page}\r\n0\r\n\r\n", page.len());
    let record = format!(
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://a.example/\r\nContent-Length: {}\r\n\r\n{body}\r\n\r\n",
        body.len()
    );
    let rss = format!(
        "<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><title>a</title><item><title>b</title>\
         <link>https://a.example/1</link><pubDate>Wed, 01 May 2024 00:30:00 +0200</pubDate>\
         <description><![CDATA[<p>{PROSE}</p>]]></description></item><item><guid>x</guid></item></channel></rss>"
    );
    let atom = format!(
        "<feed xmlns=\"http://www.w3.org/2005/Atom\"><id>a</id><entry><id>b</id><title type=\"html\">c</title>\
         <content type=\"xhtml\"><div xmlns=\"http://www.w3.org/1999/xhtml\"><p>{PROSE}</p></div></content>\
         <updated>2024-05-01T00:00:00Z</updated></entry></feed>"
    );
    let json = serde_json::json!({"version": "https://jsonfeed.org/version/1.1", "title": "a",
        "items": [{"id": "1", "content_html": PROSE, "date_published": "2024-05-01"}]});
    vec![
        ("a.html", page.into_bytes()),
        ("a.warc.gz", [gzip(record.as_bytes()), gzip(record.as_bytes())].concat()),
        ("a.warc", record.clone().into_bytes()),
        ("a.warc.zst", zstd::encode_all(record.as_bytes(), 3).unwrap()),
        ("a.xml", rss.into_bytes()),
        ("a.atom", atom.into_bytes()),
        ("a.json", json.to_string().into_bytes()),
        ("a.jsonl.gz", gzip(format!("{{\"id\": \"a\", \"text\": \"{PROSE}\"}}\n").as_bytes())),
        ("a.md", format!("---\ndate: 2024-05-01\n---\n# A\n[{PROSE}](b)\n").into_bytes()),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn any_bytes_under_any_name(
        bytes in prop::collection::vec(any::<u8>(), 0..600),
        name in 0..NAMES.len(),
        packing in 0..3,
    ) {
        let bytes = match packing {
            0 => bytes,
            1 => gzip(&bytes),
            _ => zstd::encode_all(&bytes[..], 1).unwrap(),
        };
        read(NAMES[name], &bytes);
    }

    #[test]
    fn marks_of_all_formats_in_any_order(parts in prop::collection::vec(0usize..24, 0..60), name in 0..NAMES.len()) {
        const MARKS: [&str; 24] = [
            "<rss version=\"2.0\">", "<channel>", "<item>", "</item>", "<feed>", "<entry>", "</entry>",
            "<![CDATA[", "]]>", "<p>", "</p>", "<table>", "<template>", "<svg>", "&#x110000;", "&amp;",
            "WARC/1.0\r\n", "Content-Length: 7\r\n", "\r\n\r\n", "ż", "<title>", "</title>", "{\"", "<pubDate>2024-02-30",
        ];
        let text: String = parts.iter().map(|&i| MARKS[i]).collect();
        read(NAMES[name], text.as_bytes());
    }

    #[test]
    fn sound_files_broken_anywhere(
        which in 0usize..9,
        edits in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..6),
        cut in prop::option::of(any::<prop::sample::Index>()),
    ) {
        let (name, mut bytes) = sound().swap_remove(which);
        for (at, byte) in edits {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        if let Some(cut) = cut {
            bytes.truncate(cut.index(bytes.len()));
        }
        read(name, &bytes);
    }
}

#[test]
fn sound_files_are_sound() {
    for (name, bytes) in sound() {
        assert!(read(name, &bytes) > 0, "{name}");
    }
}
