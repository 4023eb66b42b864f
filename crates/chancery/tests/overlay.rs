//! A user's own world: added, checked, read by the commands, and refused line by line.

mod common;

use common::*;
use std::process::Output;

/// Runs the command with its configuration in a folder.
fn at(folder: &Folder, args: &[&str], input: &str) -> Output {
    use std::io::Write;
    let mut command = chancery();
    command.env("CHANCERY_CONFIG", folder.path()).args(args);
    command.stdin(std::process::Stdio::piped());
    command.stdout(std::process::Stdio::piped()).stderr(std::process::Stdio::piped());
    let mut child = command.spawn().unwrap();
    child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    child.wait_with_output().unwrap()
}

const OFFICE: &str = r#"{"kind": "office", "person": "Zofia Wierzba", "code": "NOR", "office": "foreign_minister", "from": "2031-02-01"}"#;
const FORMAT: &str = r#"{"kind": "framework", "id": "VISTULA", "name": "Vistula Format", "names": {"pl": ["Format Wiślany"]}}"#;

#[test]
fn what_is_added_is_known_from_then_on() {
    if !ready() {
        return;
    }
    let folder = Folder::new();
    let unknown = at(&folder, &["who", "Wierzbie", "--format", "jsonl"], "");
    assert!(records(&unknown)[0]["entity"].is_null());

    let added = at(&folder, &["world", "add"], &format!("# mine\n{OFFICE}\n{FORMAT}\n"));
    assert_eq!(added.status.code(), Some(0), "{}", stderr(&added));
    assert!(stdout(&added).contains("2 entries taken over"), "{}", stdout(&added));

    let lines = "minister spraw zagranicznych Norwegii\t2031-06-01\nFormatu Wiślanego\t\n";
    let known = at(&folder, &["who", "--format", "jsonl"], lines);
    let found = records(&known);
    assert_eq!(found[0]["name"], "Zofia Wierzba");
    assert_eq!(found[1]["entity"], "framework/VISTULA");

    let text = "Minister spraw zagranicznych Norwegii Zofia Wierzba spotkała się w środę w Oslo z \
        ministrem spraw zagranicznych Szwecji.";
    let file = folder.file("paper.txt", text);
    let args = ["read", file.to_str().unwrap(), "--published", "2031-06-05", "--format", "jsonl"];
    let read = at(&folder, &args, "");
    assert_eq!(read.status.code(), Some(0), "{}", stderr(&read));
    assert!(stdout(&read).contains("person/zofia-wierzba"), "{}", stdout(&read));
}

#[test]
fn a_file_of_one_run_lies_over_the_world_too() {
    if !ready() {
        return;
    }
    let folder = Folder::new();
    let file = folder.file("more/own.jsonl", OFFICE);
    let args = ["who", "Wierzbie", "--format", "jsonl", "--world", file.to_str().unwrap()];
    assert_eq!(records(&run(&args))[0]["name"], "Zofia Wierzba");
    let missing = run(&["who", "Wierzbie", "--world", "/nonexistent/own.jsonl"]);
    assert_eq!(missing.status.code(), Some(1));
    assert!(stderr(&missing).contains("/nonexistent/own.jsonl"), "{}", stderr(&missing));
}

#[test]
fn bad_lines_are_refused_with_their_place_and_the_rest_loads() {
    if !ready() {
        return;
    }
    let folder = Folder::new();
    let long = format!(r#"{{"kind": "person", "name": "{}", "code": "NOR"}}"#, "x".repeat(10_000));
    let lines = [
        OFFICE,
        r#"{"kind": "person", "name""#,
        r#"{"kind": "office", "person": "Jan Kowal", "code": "SWE", "office": "head_of_state", "from": "2031-02-01", "to": "2030-01-01"}"#,
        r#"{"kind": "office", "person": "Ewa Mak", "code": "NOR", "office": "foreign_minister", "from": "2031-03-01"}"#,
        r#"{"kind": "person", "name": " ", "code": "NOR"}"#,
        &long,
        FORMAT,
    ];
    let file = folder.file("world.jsonl", lines.join("\n"));
    let expected = [
        (2, "broken line"),
        (3, "before it begins"),
        (4, "two holders of foreign_minister of NOR at once: see line 1"),
        (5, "the name is empty"),
        (6, "10000 characters"),
    ];
    let told = |output: &Output| {
        let complaints = stderr(output);
        for (line, reason) in expected {
            let place = format!("{}:{line}: ", file.display());
            let told = complaints.lines().any(|l| l.starts_with(&place) && l.contains(reason));
            assert!(told, "line {line}, {reason}: {complaints}");
        }
        assert_eq!(complaints.lines().count(), expected.len(), "{complaints}");
    };
    let check = at(&folder, &["world", "check"], "");
    assert_eq!(check.status.code(), Some(2));
    assert!(stdout(&check).contains("2 entries hold, 5 refused"), "{}", stdout(&check));
    told(&check);
    let who = at(&folder, &["who", "Wierzbie", "--format", "jsonl"], "");
    assert_eq!(who.status.code(), Some(0));
    told(&who);
    assert_eq!(records(&who)[0]["name"], "Zofia Wierzba");
}

#[test]
fn a_clash_with_what_was_added_before_is_refused() {
    let folder = Folder::new();
    assert_eq!(at(&folder, &["world", "add"], OFFICE).status.code(), Some(0));
    let again = OFFICE.replace("Zofia Wierzba", "Ewa Mak");
    let second = at(&folder, &["world", "add", "-"], &again);
    assert_eq!(second.status.code(), Some(2));
    assert!(stderr(&second).contains("-:1: two holders"), "{}", stderr(&second));
    assert!(stderr(&second).contains("world.jsonl:1"), "{}", stderr(&second));
    let kept = std::fs::read_to_string(folder.path().join("world.jsonl")).unwrap();
    assert_eq!(kept.trim(), OFFICE);
    let place = stdout(&at(&folder, &["world", "folder"], ""));
    assert_eq!(place.trim(), folder.path().to_str().unwrap());
}
