//! The shipped world against questions of our own. Skipped, with the reason, where the pack has
//! not been built.

use jiff::civil::Date;
use std::path::{Path, PathBuf};
use world::World;

fn pack() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../world/world.pack")
}

fn world() -> Option<World> {
    if !pack().exists() {
        println!("skipped: {} is not built (cargo xtask world)", pack().display());
        return None;
    }
    Some(World::open(&pack()).expect("the shipped pack opens"))
}

fn plain(text: &str) -> String {
    world::fold::tight(&text.replace([' ', '-'], "")).as_str().to_owned()
}

#[test]
fn offices_are_held_by_whom_they_were_held() {
    let Some(world) = world() else { return };
    let table = include_str!("data/holders.tsv");
    let (mut asked, mut answered, mut right) = (0, 0, 0);
    for line in table.lines().filter(|l| !l.starts_with('#') && !l.is_empty()) {
        let f: Vec<&str> = line.split('\t').collect();
        let day: Date = f[1].parse().expect("a day");
        asked += 1;
        let answers = world.who(f[0], Some(day));
        let Some(first) = answers.first().filter(|a| a.entity.starts_with("person/")) else {
            println!("no answer: {line}");
            continue;
        };
        answered += 1;
        if f[2].split('|').any(|e| plain(&first.name).contains(&plain(e))) {
            right += 1;
        } else {
            println!("wrong: {line}: {} ({:?})", first.name, first.office);
        }
    }
    println!("{asked} asked, {answered} answered, {right} right");
    assert!(asked >= 120);
    assert!(f64::from(answered) >= 0.90 * f64::from(asked), "{answered} of {asked} answered");
    assert!(f64::from(right) >= 0.97 * f64::from(answered), "{right} of {answered} right");
}

#[test]
fn overlays_come_first_and_bad_lines_are_told() {
    let Some(world) = world() else { return };
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("overlay.jsonl");
    let lines = r#"{"kind": "office", "person": "Zofia Wierzba", "code": "KAZ", "office": "head_of_state", "from": "2031-01-01"}
{"kind": "office", "person": "Zofia Wierzba", "code": "KAZ", "office": "head_of_state", "from": "2031-01-01", "to": "2030-01-01"}
not json
{"kind": "framework", "id": "WISLA", "name": "Vistula Format", "names": {"pl": ["Format Wiślany"]}}
"#;
    std::fs::write(&path, lines).expect("written");
    let (world, problems) = world.with_overlay(&path).expect("read");
    assert_eq!(problems.iter().map(|p| p.line).collect::<Vec<_>>(), [2, 3]);
    assert!(problems[0].to_string().contains("overlay.jsonl:2: the office ends"));
    let day: Date = "2031-06-01".parse().expect("a day");
    assert_eq!(world.who("prezydent Kazachstanu", Some(day))[0].name, "Zofia Wierzba");
    assert_eq!(world.who("Formatu Wiślanego", None)[0].entity, "framework/WISLA");
    assert_eq!(world.framework_of("framework/WISLA"), Some("WISLA"));
}
