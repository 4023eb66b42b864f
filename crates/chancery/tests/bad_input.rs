//! Bad input: a clear line with file, line and reason, exit code 2, all else read.

mod common;

use common::*;

/// Reads one bad file together with a good one; returns the complaint.
fn complaint(name: &str, bytes: &[u8]) -> String {
    let folder = Folder::new();
    let bad = folder.file(name, bytes);
    let good = folder.file("dobry.txt", READOUT);
    let args = ["read", bad.to_str().unwrap(), good.to_str().unwrap(), "--format", "jsonl"];
    let output = run(&args);
    assert_eq!(output.status.code(), Some(2), "{name}: {}", stderr(&output));
    assert_eq!(records(&output).last().unwrap()["id"], "dobry", "{name}");
    let complaint = stderr(&output);
    assert_eq!(complaint.lines().count(), 1, "{complaint}");
    assert!(complaint.contains(name), "{complaint}");
    complaint
}

#[test]
fn every_bad_file_is_named_with_its_reason() {
    if !ready() {
        return;
    }
    for (name, bytes, reason) in [
        ("pusty.txt", &b""[..], "is empty"),
        ("blanki.txt", b" \n\n ", "is empty"),
        ("obraz.txt", b"GIF89a\0\x01\x02", "is binary"),
        ("bajt.txt", b"Premier \xFF\xFE\xF8 przyszed\x83", "is not UTF-8 (byte 8)"),
        (
            "znak.txt",
            b"Wiersz.\nPremier \x07 wyjecha\xC5\x82.",
            "znak.txt:2: holds a control character",
        ),
        (
            "niemiecki.txt",
            "Der Bundeskanzler sprach am Mittwoch mit dem Präsidenten über die Lage und \
            kündigte weitere Hilfe für die Ukraine an."
                .as_bytes(),
            "language German",
        ),
        ("zly.jsonl", b"{\"id\": \"a\", \"text\": ", "zly.jsonl:1: is not JSON"),
        (
            "data.jsonl",
            b"{\"id\": \"a\", \"text\": \"Tak.\", \"published\": \"1 maja\"}",
            "data.jsonl:1: \"1 maja\" is no date",
        ),
        ("brak.jsonl", b"{\"id\": \"a\"}", "brak.jsonl:1: field \"text\" is missing"),
        ("drzewo.conllu", b"1\tTak\ttak\n", "line 1"),
        ("gleboka.html", "<div>".repeat(100_000).as_bytes(), "nested more than 512 deep"),
        ("bomba.txt.gz", &gzip(&vec![b' '; 32 << 20]), "packing bomb"),
        ("uciety.txt.gz", &gzip(READOUT.as_bytes())[..40], "broken or cut off"),
    ] {
        let complaint = complaint(name, bytes);
        assert!(complaint.contains(reason), "{complaint}");
    }
}

#[test]
fn other_lines_of_a_broken_file_are_read() {
    if !ready() {
        return;
    }
    let folder = Folder::new();
    let good = |id: &str| serde_json::json!({"id": id, "text": READOUT}).to_string();
    let path = folder.file("plik.jsonl", format!("{}\n{{broken\n{}\n", good("a"), good("c")));
    let output = run(&["read", path.to_str().unwrap(), "--format", "jsonl"]);
    assert_eq!(output.status.code(), Some(2));
    let ids: Vec<_> = records(&output).iter().map(|r| r["id"].clone()).collect();
    assert_eq!(ids, ["a", "c"]);
    assert!(stderr(&output).contains("plik.jsonl:2: is not JSON"), "{}", stderr(&output));
}

#[test]
fn missing_files_empty_folders_and_wrong_flags() {
    if !ready() {
        return;
    }
    let folder = Folder::new();
    let output = run(&["read", folder.path().to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("is empty"), "{}", stderr(&output));
    let output = run(&["read", "nie-ma-takiego.txt"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("nie-ma-takiego.txt: cannot read"), "{}", stderr(&output));
    for flags in [["--published", "2021-02-30"], ["--published", "wczoraj"], ["--lang", "de"]] {
        let output = run(&["read", "x.txt", flags[0], flags[1]]);
        assert_eq!(output.status.code(), Some(2), "{flags:?}");
        assert!(stderr(&output).contains(flags[1]), "{}", stderr(&output));
    }
}

#[test]
fn nested_quotes_and_odd_marks_end_well() {
    if !ready() {
        return;
    }
    let odd = "„»«\"'‚’”".repeat(2000)
        + " Premier powiedział: „On rzekł: »Ja mówię: ‚nie’«”. "
        + &"(".repeat(5000);
    let output =
        run_with_input(&["read", "-", "--lang", "pl", "--format", "jsonl"], odd.as_bytes());
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
}

#[test]
fn a_damaged_or_foreign_pack_is_refused() {
    let folder = Folder::new();
    folder.file("world/world.pack", b"no pack at all, but long enough to be looked at".repeat(10));
    let packs = folder.path().to_str().unwrap();
    let doctor = run(&["doctor", "--packs", packs]);
    assert_eq!(doctor.status.code(), Some(1));
    assert!(stdout(&doctor).contains("broken   world/world"), "{}", stdout(&doctor));
    let output = run(&["read", "x.txt", "--packs", packs]);
    assert_eq!(output.status.code(), Some(1));
    assert!(stderr(&output).contains("not a pack this program reads"), "{}", stderr(&output));
}
