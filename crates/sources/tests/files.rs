//! Files, folders and streams: what is read, resumed, refused.

mod common;

use common::*;
use sources::{Given, Known, Limits, Opened, Reader, Source, Unit, expand};
use std::path::Path;
use text::{Item, Reason};

fn unit(path: &Path) -> Unit {
    expand(&[Source::Path(path.into())]).units.remove(0).unwrap()
}

fn read(path: &Path, known: Option<&Known>) -> Vec<Given> {
    match Reader::default().open(&unit(path), known).unwrap() {
        Opened::Reading(reading) => reading.collect(),
        Opened::Unchanged => panic!("unchanged"),
    }
}

#[test]
fn every_format_is_read_packed_and_plain() {
    let folder = tempfile::tempdir().unwrap();
    let line = serde_json::json!({"id": "wiersz", "text": PROSE}).to_string();
    let cases = [
        ("a.txt", PROSE.to_owned()),
        ("b.md", format!("# Rozmowa\n\n{PROSE}\n")),
        ("c.html", page("Rozmowa", PROSE)),
        ("d.jsonl", line),
        ("e", PROSE.to_owned()),
    ];
    for (name, content) in &cases {
        let packed = zstd::encode_all(content.as_bytes(), 3).unwrap();
        for (ending, bytes) in
            [("", content.as_bytes().to_vec()), (".gz", gzip(content.as_bytes())), (".zst", packed)]
        {
            let path = folder.path().join(format!("{name}{ending}"));
            std::fs::write(&path, bytes).unwrap();
            let all = read(&path, None);
            assert_eq!(all.len(), 1, "{path:?}");
            let found = document(&all[0].item);
            assert!(found.text.contains("Uzgodnili"), "{path:?}: {found:?}");
            let id = if *name == "d.jsonl" { "wiersz" } else { &name[..1] };
            assert_eq!((found.id.as_str(), all[0].position), (id, 1), "{path:?}");
        }
    }
    let conllu = "# text = Tak.\n1\tTak\ttak\tPART\t_\t_\t0\troot\t_\t_\n";
    let path = folder.path().join("t.conllu");
    std::fs::write(&path, conllu).unwrap();
    assert!(matches!(read(&path, None)[0].item, Ok(Item::Conllu { .. })));
}

#[test]
fn lines_are_resumed_and_unchanged_files_are_not_opened() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.jsonl.gz");
    let mut lines: Vec<String> = (0..5)
        .map(|i| serde_json::json!({"id": format!("d{i}"), "text": PROSE}).to_string())
        .collect();
    lines[2] = "{broken".into();
    std::fs::write(&path, gzip(lines.join("\n").as_bytes())).unwrap();
    let reader = Reader::default();
    let Ok(Opened::Reading(mut reading)) = reader.open(&unit(&path), None) else { panic!() };
    let given: Vec<Given> = reading.by_ref().take(3).collect();
    assert!(!reading.finished(), "left in the middle");
    let error = given[2].item.as_ref().unwrap_err().to_string();
    assert!(error.contains("a.jsonl.gz:3: is not JSON"), "{error}");
    let known =
        Known { stamp: reading.stamp().clone(), position: given[2].position, finished: false };
    let rest = read(&path, Some(&known));
    let ids: Vec<&str> = rest.iter().map(|g| document(&g.item).id.as_str()).collect();
    assert_eq!(ids, ["d3", "d4"]);
    assert!(reading.by_ref().count() == 2 && reading.finished());
    let done = Known { finished: true, ..known };
    assert!(matches!(reader.open(&unit(&path), Some(&done)), Ok(Opened::Unchanged)));
    lines.push(serde_json::json!({"id": "d5", "text": PROSE}).to_string());
    std::fs::write(&path, gzip(lines.join("\n").as_bytes())).unwrap();
    assert_eq!(read(&path, Some(&done)).len(), 6, "it has changed and is read anew");
}

#[test]
fn bad_files_are_named_with_the_reason() {
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str, bytes: &[u8]| {
        let path = folder.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        path
    };
    let reason = |path: &Path| {
        let all = read(path, None);
        assert_eq!(all.len(), 1, "{all:?}");
        all.into_iter().next().unwrap().item.unwrap_err()
    };
    let bomb = gzip(&vec![b'a'; 64 << 20]);
    for name in ["bomb.txt.gz", "bomb.html.gz", "bomb.xml.gz"] {
        let error = reason(&file(name, &bomb));
        assert_eq!(error.reason, Reason::Ratio { limit: 200 }, "{error}");
        assert!(error.to_string().contains(name));
    }
    let cut = gzip(PROSE.as_bytes());
    let error = reason(&file("cut.txt.gz", &cut[..cut.len() / 2]));
    assert!(matches!(error.reason, Reason::Packed { .. }), "{error}");
    let deep = reason(&file("deep.html", "<div>".repeat(100_000).as_bytes()));
    assert!(matches!(deep.reason, Reason::Nested { .. }), "{deep}");
    assert_eq!(reason(&file("empty.warc.gz", b"")).reason, Reason::Empty);
    assert!(matches!(reason(&file("list.xml", b"<urlset/>")).reason, Reason::Feed(_)));
    let small = Limits { document_bytes: 10, ..Limits::default() };
    let path = file("long.txt", PROSE.as_bytes());
    let Ok(Opened::Reading(mut reading)) = Reader::default().within(small).open(&unit(&path), None)
    else {
        panic!()
    };
    let error = reading.next().unwrap().item.unwrap_err();
    assert_eq!(error.reason, Reason::TooLarge { limit: 10 });
    let missing = Reader::default().open(&unit(&folder.path().join("missing.txt")), None);
    assert!(matches!(missing.err().unwrap().reason, Reason::Io(_)));
}

#[cfg(unix)]
#[test]
fn pipes_are_read_when_named_and_passed_over_in_folders() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("pipe.txt");
    let made = std::process::Command::new("mkfifo").arg(&path).status();
    if !made.is_ok_and(|status| status.success()) {
        return;
    }
    let found = expand(&[Source::Path(folder.path().into())]);
    assert_eq!(found.passed_over, std::slice::from_ref(&path));
    let line = serde_json::json!({"id": "a", "text": PROSE}).to_string();
    let writer = path.clone();
    let written = std::thread::spawn(move || std::fs::write(writer, gzip(line.as_bytes())));
    let all = read(&path, None);
    assert_eq!(document(&all[0].item).id, "a");
    assert!(written.join().unwrap().is_ok());
}
