//! A user's own codebook, end to end and without Rust: a new type with modes, a context, an area,
//! a rule and frames.

mod common;

use common::*;
use serde_json::Value;

/// A codebook that adds twinning of towns to the shipped one.
fn twinning() -> Folder {
    let folder = Folder::new();
    folder.file(
        "book/types.txt",
        "# own types\ninclude built-in\nTWINNING | 1 | 3 | no | school 3.5, port 3\n",
    );
    folder.file("book/contexts.txt", "include built-in\nlocal_government | TWINNING\n");
    folder.file("book/cameo.txt", "include built-in\nTWINNING | 057 |\n");
    folder.file(
        "book/composition.txt",
        "intend | TWINNING | + | TWINNING | inner | op.a/in.a | in.r/op.r | meant is done\ninclude built-in\n",
    );
    folder.file(
        "words/pl/frames/TWINNING.frames",
        "[act TWINNING]\n\
         adoptować/zaadoptować szkoła | a=subj r=w+loc{@actor} | mode=school | Dania adoptowała szkołę w Kenii. => TWINNING school DNK > KEN\n",
    );
    folder.file("words/pl/areas.txt", "beekeeping | pszczelarstwo, ul, miód\n");
    folder
}

fn path(folder: &Folder, part: &str) -> String {
    folder.path().join(part).to_str().unwrap().to_owned()
}

#[test]
fn a_new_type_mode_context_area_and_rule_code_sentences() {
    if !ready() {
        return;
    }
    let folder = twinning();
    let (book, words) = (path(&folder, "book"), path(&folder, "words"));
    let text = "Polska adoptowała szkołę w Kenii.\n\nPolska zamierza adoptować szkołę w Kenii.\n\n\
                Polska udzieliła Kenii pomocy w dziedzinie pszczelarstwa.\n";
    let text = folder.file("szkola.txt", text);
    let text = text.to_str().unwrap();
    let own = ["--ontology", &book, "--frames", &words];
    let output = run(&[&["read", text, "--lang", "pl", "--format", "jsonl"][..], &own].concat());
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let record = &records(&output)[0];
    let events = record["events"].as_array().unwrap();
    let code = |side: &Value| side[0]["code"].as_str().unwrap_or("-").to_owned();
    for event in &events[..2] {
        assert_eq!(
            (&event["event"], &event["mode"]),
            (&"TWINNING".into(), &"school".into()),
            "{record}"
        );
        assert_eq!(
            (&event["quad"], &event["score"], &event["cameo"]),
            (&1.into(), &3.5.into(), &"057".into())
        );
        assert_eq!(
            (code(&event["actors"]), code(&event["recipients"])),
            ("POL".into(), "KEN".into())
        );
        assert!(event["contexts"].as_array().unwrap().contains(&"local_government".into()));
    }
    let why = events[1]["why"].to_string();
    assert!(why.contains("book/composition.txt:1"), "{why}");
    assert_eq!(events[2]["event"], "AID", "{record}");
    assert_eq!(events[2]["areas"][0], "beekeeping");
    assert!(
        events[2]["why"].to_string().contains("pl/frames/AID.frames"),
        "shipped frames are still there"
    );

    let page = stdout(&run(&[&["explain", text, "--event", "e1"][..], &own].concat()));
    assert!(page.contains("pl/frames/TWINNING.frames:2"), "{page}");
    let output = run(&[&["cases", "TWINNING"][..], &own].concat());
    assert_eq!(output.status.code(), Some(0), "{}", stdout(&output));
    assert!(stdout(&output).contains("pl: 1 of 1 cases pass"));

    let gold = r#"{"id": "t", "lang": "pl", "text": "Polska adoptowała szkołę w Kenii.", "events": [{"event": "TWINNING", "mode": "school", "trigger": "adoptowała", "actors": [{"code": "POL"}], "recipients": [{"code": "KEN"}]}]}"#;
    let gold = folder.file("gold.json", gold);
    let table = stdout(&run(&[&["eval", gold.to_str().unwrap()][..], &own].concat()));
    assert!(table.contains("+recipient  TP    1 FP    0 FN    0"), "{table}");
}

#[test]
fn the_shipped_codebook_and_an_own_one_are_sound() {
    let output = run(&["ontology", "check"]);
    let page = stdout(&output);
    assert_eq!(output.status.code(), Some(0), "{page}");
    assert!(page.contains("built in: 16 types") && page.contains("37 contexts"), "{page}");
    let folder = twinning();
    let args = ["ontology", "check", &path(&folder, "book"), "--frames", &path(&folder, "words")];
    let output = run(&args);
    let page = stdout(&output);
    assert_eq!(output.status.code(), Some(0), "{page}");
    assert!(page.contains("17 types") && page.contains("38 contexts"), "{page}");
    assert!(page.contains("warning  composition.txt: demand over TWINNING has no row"), "{page}");
}

#[test]
fn everything_that_is_wrong_is_named_with_file_and_line() {
    let folder = Folder::new();
    folder.file("book/types.txt", "include built-in\nGIFT | 9 | 1 | no |\nAID | 2 | 1 | yes |\n");
    folder.file(
        "book/composition.txt",
        "include built-in\nintend | GIFT | + | AGREE | - | op.a | in.r | x\nshort | row\n",
    );
    folder.file(
        "words/pl/frames/GIFT.frames",
        "[act GIFT]\ndać | a=subj | |\n[act AID]\ndać | z=subj\n",
    );
    folder.file("words/pl/areas.txt", "no bar here\n");
    let (book, words) = (path(&folder, "book"), path(&folder, "words"));
    let output = run(&["ontology", "check", &book, "--frames", &words]);
    assert_eq!(output.status.code(), Some(1));
    let page = stdout(&output);
    for error in [
        "book/types.txt:2: 9 is no quad class, 1 to 4",
        "book/types.txt:3: AID is given twice",
        "book/composition.txt:2: unknown inner act GIFT",
        "book/composition.txt:3: a row has 8 columns",
        "pl/frames/GIFT.frames:2: the codebook has no act GIFT",
        "pl/frames/GIFT.frames:4: unknown role z",
        "pl/areas.txt:1: expected area | lemmas, lemmas",
    ] {
        assert!(page.contains(error), "{error}\n---\n{page}");
    }
    let text = folder.file("a.txt", "Polska pomaga Ukrainie.");
    let output = run(&["read", text.to_str().unwrap(), "--ontology", &book]);
    assert_eq!(output.status.code(), Some(1));
    assert!(stderr(&output).contains("types.txt:2: 9 is no quad class"), "{}", stderr(&output));
    let output = run(&["ontology", "check", &path(&folder, "words")]);
    assert!(stderr(&output).contains("none of types.txt"), "{}", stderr(&output));
    let output = run(&["read", text.to_str().unwrap(), "--frames", &book]);
    assert!(stderr(&output).contains("neither pl/ nor en/"), "{}", stderr(&output));
}
