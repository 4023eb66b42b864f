//! The files read by Python, where it is there: what most users will open them with.

use crate::papers::export_to;
use outputs::{Format, Options, Target};
use std::process::Command;

/// Reads every file with the standard library alone, by the rules that the field's loaders use.
const SCRIPT: &str = r#"
import csv, json, sys, xml.etree.ElementTree as tree
folder = sys.argv[1]
def rows(name, columns, header):
    lines = open(f"{folder}/{name}", encoding="utf-8", newline="").read().splitlines()
    table = list(csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
    assert all(len(r) == columns for r in table), (name, [len(r) for r in table])
    # A reader that expects quoting reads the same.
    assert table == list(csv.reader(lines, delimiter="\t")), name
    print(name, len(table) - header)
rows("polecat", 40, 1)
rows("icews", 20, 1)
rows("gdelt-events", 61, 0)
rows("gdelt-mentions", 16, 0)
rows("phoenix", 26, 0)
table = list(csv.DictReader(open(f"{folder}/csv", encoding="utf-8", newline="")))
assert None not in table[0] and all(None not in r.values() for r in table)
print("csv", len(table))
for name in ("jsonl", "plover", "gdelt-quotes"):
    print(name, len([json.loads(l) for l in open(f"{folder}/{name}", encoding="utf-8")]))
tasks = json.load(open(f"{folder}/label-studio", encoding="utf-8"))
for task in tasks:
    for region in task["predictions"][0]["result"]:
        if region["type"] == "labels":
            value = region["value"]
            assert task["data"]["text"][value["start"]:value["end"]] == value["text"], value
print("label-studio", len(tasks))
print("jsonld", len(json.load(open(f"{folder}/jsonld", encoding="utf-8"))))
edges = tree.parse(f"{folder}/graphml").getroot().iter("{http://graphml.graphdrawing.org/xmlns}edge")
print("graphml", len(list(edges)))
"#;

#[test]
fn python_reads_the_files() {
    let Ok(folder) = tempfile::tempdir() else { panic!("no temporary folder") };
    let mut expected = String::new();
    let names = [
        "polecat",
        "icews",
        "gdelt-events",
        "gdelt-mentions",
        "phoenix",
        "csv",
        "jsonl",
        "plover",
        "gdelt-quotes",
        "label-studio",
        "jsonld",
        "graphml",
    ];
    for name in names {
        let format: Format = name.parse().unwrap_or_else(|e| panic!("{e}"));
        let target = Target::File(folder.path().join(name));
        let manifest = export_to(format, target, &Options::default());
        expected.push_str(&format!("{name} {}\n", manifest.rows));
    }
    let run = Command::new("python3").arg("-c").arg(SCRIPT).arg(folder.path()).output();
    let Ok(run) = run else {
        println!("skipped: there is no python3");
        return;
    };
    let errors = String::from_utf8_lossy(&run.stderr);
    assert!(run.status.success(), "{errors}");
    assert_eq!(String::from_utf8_lossy(&run.stdout), expected);
}
