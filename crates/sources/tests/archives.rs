//! Web archives, as Common Crawl News ships them and as they break.

mod common;

use common::*;
use sources::{Given, Known, Limits, Opened, Reader, Source, expand};
use std::path::Path;
use text::{Part, Reason};

/// A WARC record.
fn record(kind: &str, fields: &str, body: &[u8]) -> Vec<u8> {
    let length = body.len();
    let head = format!(
        "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Date: 2024-06-30T12:00:00Z\r\n{fields}\
         Content-Length: {length}\r\n\r\n"
    );
    [head.as_bytes(), body, b"\r\n\r\n"].concat()
}

/// A recorded answer.
fn response(url: &str, head: &str, body: &[u8]) -> Vec<u8> {
    let fields =
        format!("WARC-Target-URI: {url}\r\nContent-Type: application/http; msgtype=response\r\n");
    record("response", &fields, &[format!("HTTP/1.1 {head}\r\n\r\n").as_bytes(), body].concat())
}

const HTML: &str = "200 OK\r\nContent-Type: text/html";

/// Six records, three of them papers.
fn records() -> Vec<Vec<u8>> {
    let latin = encode_latin(&page("Żółta łódź", PROSE).replace("<meta charset=\"utf-8\">", ""));
    vec![
        record("warcinfo", "Content-Type: application/warc-fields\r\n", b"software: test\r\n"),
        record("request", "WARC-Target-URI: https://a.example/\r\n", b"GET / HTTP/1.1\r\n\r\n"),
        response(
            "https://a.example/2024/05/01/a?utm_source=rss",
            HTML,
            page("Rozmowa", PROSE).as_bytes(),
        ),
        response("https://a.example/i.png", "200 OK\r\nContent-Type: image/png", b"\x89PNG\0"),
        response("https://b.example/b", &format!("{HTML}; charset=ISO-8859-2"), &latin),
        response("https://b.example/gone", "404 Not Found\r\nContent-Type: text/html", b"<p>x"),
        response("https://c.example/c", HTML, page("Talks in Riga", ENGLISH).as_bytes()),
    ]
}

fn read_with(reader: Reader, path: &Path, known: Option<&Known>) -> (Vec<Given>, u64) {
    let unit = expand(&[Source::Path(path.into())]).units.remove(0).unwrap();
    let Opened::Reading(mut reading) = reader.open(&unit, known).unwrap() else { panic!() };
    let all: Vec<Given> = reading.by_ref().collect();
    (all, reading.passed_over())
}

fn read(path: &Path) -> (Vec<Given>, u64) {
    read_with(Reader::default(), path, None)
}

fn write(name: &str, bytes: &[u8]) -> (tempfile::TempDir, std::path::PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    std::fs::write(&path, bytes).unwrap();
    (folder, path)
}

fn by_record(records: &[Vec<u8>]) -> Vec<u8> {
    records.iter().flat_map(|r| gzip(r)).collect()
}

#[test]
fn pages_come_out_of_archives_however_they_are_packed() {
    let plain = records().concat();
    for (name, bytes) in [
        ("a.warc", plain.clone()),
        ("a.warc.gz", by_record(&records())),
        ("whole.warc.gz", gzip(&plain)),
        ("a.warc.zst", zstd::encode_all(&plain[..], 3).unwrap()),
        ("unnamed", by_record(&records())),
    ] {
        let (_folder, path) = write(name, &bytes);
        let (all, passed_over) = read(&path);
        assert_eq!((all.len(), passed_over), (3, 4), "{name}: {all:?}");
        let [a, b, c] = [0, 1, 2].map(|i| document(&all[i].item));
        assert_eq!(a.id, "https://a.example/2024/05/01/a");
        assert_eq!(a.url.as_deref(), Some("https://a.example/2024/05/01/a?utm_source=rss"));
        assert_eq!(a.published, Some(jiff::civil::date(2024, 5, 1)), "from the address");
        assert_eq!(b.title.as_deref(), Some("Żółta łódź"), "the encoding of the HTTP head");
        assert_eq!(b.published, None, "the day of the crawl is no day of publication");
        assert!(c.text.contains("joint exercises") && c.lang == text::Lang::En);
        // Each position leads behind its record.
        for (i, given) in all.iter().enumerate() {
            let unit = expand(&[Source::Path(path.clone())]).units.remove(0).unwrap();
            let Ok(Opened::Reading(reading)) = Reader::default().open(&unit, None) else {
                panic!()
            };
            let known =
                Known { stamp: reading.stamp().clone(), position: given.position, finished: false };
            let (rest, _) = read_with(Reader::default(), &path, Some(&known));
            assert_eq!(rest.len(), 2 - i, "{name}, behind {i}");
        }
    }
}

#[test]
fn the_day_of_the_crawl_counts_if_asked_for() {
    let (_folder, path) = write("a.warc.gz", &by_record(&records()));
    let (all, _) = read_with(Reader::default().dating_by_crawl(), &path, None);
    assert_eq!(document(&all[0].item).published, Some(jiff::civil::date(2024, 5, 1)));
    assert_eq!(document(&all[1].item).published, Some(jiff::civil::date(2024, 6, 30)));
}

#[test]
fn a_cut_off_archive_gives_what_is_whole_and_names_what_is_not() {
    let packed = by_record(&records());
    let (_folder, path) = write("cut.warc.gz", &packed[..packed.len() - 60]);
    let (all, _) = read(&path);
    assert_eq!(all.len(), 3);
    let error = all[2].item.as_ref().unwrap_err();
    assert_eq!(error.reason, Reason::Archive("it is cut off".into()));
    let last = gzip(records().last().unwrap()).len();
    let byte = (packed.len() - last) as u64;
    assert_eq!(error.part, Some(Part::Record { number: 7, byte }));
    let shown = error.to_string();
    assert!(
        shown.ends_with(&format!("cut.warc.gz, record 7 at byte {byte}: is broken: it is cut off")),
        "{shown}"
    );
    let plain = records().concat();
    for name in ["cut.warc", "cut.warc.zst"] {
        let cut = &plain[..plain.len() - 60];
        let zipped = zstd::encode_all(cut, 3).unwrap();
        let (_folder, path) = write(name, if name == "cut.warc" { cut } else { &zipped });
        let (all, _) = read(&path);
        assert!(all.len() == 3 && all[2].item.is_err(), "{name}: {all:?}");
    }
}

#[test]
fn behind_a_broken_record_the_rest_is_read() {
    let mut parts: Vec<Vec<u8>> = records().iter().map(|r| gzip(r)).collect();
    let middle = parts[2].len() / 2;
    parts[2][middle] ^= 0x55;
    let (_folder, path) = write("a.warc.gz", &parts.concat());
    let (all, _) = read(&path);
    assert_eq!(all.len(), 3, "{all:?}");
    assert!(matches!(all[0].item.as_ref().unwrap_err().reason, Reason::Archive(_)));
    assert!(all[1].item.is_ok() && all[2].item.is_ok());
    // bytes that are lost at a member's end, and rubbish between two members
    let mut parts: Vec<Vec<u8>> = records().iter().map(|r| gzip(r)).collect();
    let length = parts[2].len();
    parts[2].truncate(length - 30);
    parts[4].extend(b"\x1F\x8B\x08 rubbish");
    let (_folder, path) = write("a.warc.gz", &parts.concat());
    let (all, _) = read(&path);
    let good = all.iter().filter(|g| g.item.is_ok()).count();
    assert_eq!((good, all.len()), (2, 4), "{all:?}");
}

#[test]
fn bombs_and_giants_in_archives_are_refused_and_passed() {
    let bomb = response("https://a.example/bomb", HTML, &vec![b' '; 40 << 20]);
    let mut parts = records();
    parts.insert(2, bomb);
    let (_folder, path) = write("a.warc.gz", &by_record(&parts));
    let (all, _) = read(&path);
    assert_eq!(all.len(), 4);
    assert_eq!(all[0].item.as_ref().unwrap_err().reason, Reason::Ratio { limit: 200 });
    assert_eq!(all.iter().filter(|g| g.item.is_ok()).count(), 3);
    // A content that is packed inside the record.
    let inner = format!("{HTML}\r\nContent-Encoding: gzip");
    parts[2] = response("https://a.example/bomb", &inner, &gzip(&vec![b' '; 40 << 20]));
    let (_folder, path) = write("a.warc", &parts.concat());
    let (all, _) = read(&path);
    assert_eq!(all[0].item.as_ref().unwrap_err().reason, Reason::Ratio { limit: 200 });
    assert_eq!(all.len(), 4);
    let limits = Limits { document_bytes: 1 << 20, ..Limits::default() };
    let giant: Vec<u8> =
        (0u32..3 << 20).map(|i| (i.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
    parts[2] = response("https://a.example/giant", HTML, &giant);
    for (name, bytes) in [("a.warc", parts.concat()), ("a.warc.gz", by_record(&parts))] {
        let (_folder, path) = write(name, &bytes);
        let (all, _) = read_with(Reader::default().within(limits), &path, None);
        assert_eq!(all.len(), 4, "{name}: {all:?}");
        assert_eq!(all[0].item.as_ref().unwrap_err().reason, Reason::TooLarge { limit: 1 << 20 });
    }
}

#[test]
fn cut_off_pages_and_extracted_texts() {
    let fields = "WARC-Target-URI: https://a.example/a\r\nWARC-Truncated: length\r\n";
    let body =
        [format!("HTTP/1.1 {HTML}\r\n\r\n").as_bytes(), page("Rozmowa", PROSE).as_bytes()].concat();
    let fields_of_text = "WARC-Target-URI: <https://a.example/b>\r\nContent-Type: text/plain\r\n";
    let bytes = [
        record("response", fields, &body),
        record("conversion", fields_of_text, PROSE.as_bytes()),
        record("response", "WARC-Target-URI: https://a.example/c\r\n", b"to nie HTTP"),
        record("response", "WARC-Target-URI: dns:a.example\r\n", b"a.example. 1 IN A 8.8.8.8"),
    ];
    let (_folder, path) = write("a.warc.gz", &by_record(&bytes));
    let (all, passed_over) = read(&path);
    assert_eq!((all.len(), passed_over), (3, 1), "{all:?}");
    assert_eq!(all[0].note.as_deref(), Some("the archive holds only a part of it (length)"));
    assert_eq!(document(&all[1].item).url.as_deref(), Some("https://a.example/b"));
    assert!(matches!(all[2].item.as_ref().unwrap_err().reason, Reason::Archive(_)));
}

#[test]
fn an_archive_whose_records_claim_all_that_follows_is_read_in_time() {
    let claim = "WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 200000000\r\n\r\n";
    let mut bytes = claim.repeat(50_000).into_bytes();
    bytes.extend(records().concat());
    let (_folder, path) = write("a.warc", &bytes);
    let begun = std::time::Instant::now();
    let (all, _) = read(&path);
    assert!(all.iter().any(|g| g.item.is_err()));
    assert!(begun.elapsed().as_secs() < 20, "{:?}", begun.elapsed());
    // A length that is larger than any document costs its own record only.
    let mut parts = records();
    let wrong = String::from_utf8(parts.remove(2)).unwrap();
    let wrong = wrong.replacen("Content-Length: ", "Content-Length: 9999999", 1);
    parts.insert(2, wrong.into_bytes());
    let (_folder, path) = write("a.warc", &parts.concat());
    let (all, _) = read(&path);
    assert_eq!((all.len(), all[0].item.is_err(), all[1].item.is_ok()), (3, true, true), "{all:?}");
}
