//! What people put right: felt at once, taken back without a trace, kept through new readings.

mod common;

use common::{Shelf, Told, paper};
use ledger::{Change, Filed, LedgerError, Target};
use serde_json::json;

fn change(keys: serde_json::Value) -> Change {
    Change::Change(keys.as_object().expect("keys").clone())
}

fn correct(shelf: &mut Shelf, target: Target, what: &Change) -> i64 {
    let id = shelf.ledger.correct(&target, what, "Ewa", "it says so").expect("corrected");
    shelf.sound();
    id
}

fn standing(shelf: &Shelf, correction: i64) -> String {
    shelf.rows(&format!("SELECT standing FROM corrections WHERE id = {correction}")).remove(0)
}

/// The same paper, read by a later program.
fn later(paper: &Filed) -> Filed {
    Filed { maker: "maker 2".into(), ..paper.clone() }
}

/// Poland praises Finland; Finland meets Kazakhstan.
fn first() -> Filed {
    paper(
        "one/1",
        "2021-06-02",
        "",
        &[Told::new(0, 0, 1, "2021-06-01"), Told::new(1, 1, 2, "2021-06-01")],
    )
}

/// China fines Norway.
fn second() -> Filed {
    let mut told = paper("two/1", "2021-06-03", "", &[Told::new(3, 4, 5, "2021-06-02")]);
    told.record.coded.events[0].confidence = 0.4;
    told
}

#[test]
fn a_changed_event_changes_act_pairs_and_paper() {
    let mut shelf = Shelf::of(&[first()]);
    let before = shelf.acts();
    let report = shelf.report("one/1", "e1");
    let what = change(json!({"event": "ACCUSE", "quad": 3, "score": -2.0}));
    let id = correct(&mut shelf, Target::Report(report), &what);
    assert_eq!(shelf.rows("SELECT type, quad FROM acts ORDER BY id")[0], "ACCUSE|3");
    assert_eq!(shelf.rows("SELECT quad FROM balances WHERE hi = 'POL'"), ["3"]);
    let read = shelf.ledger.paper(1).expect("a paper").record;
    assert_eq!(read.coded.events[0].event, "ACCUSE");
    shelf.ledger.undo(id, None, None).expect("taken back");
    shelf.sound();
    assert_eq!(before, shelf.acts());
    let again = shelf.ledger.undo(id, None, None);
    assert!(matches!(again, Err(LedgerError::Changed(_))), "{again:?}");
}

#[test]
fn a_rejected_event_is_gone_until_taken_back() {
    let mut shelf = Shelf::of(&[first()]);
    let before = shelf.acts();
    let report = shelf.report("one/1", "e1");
    let id = correct(&mut shelf, Target::Report(report), &Change::Reject);
    assert_eq!(shelf.rows("SELECT event FROM reports"), ["e2"]);
    assert_eq!(shelf.ledger.paper(1).expect("a paper").acts.len(), 1);
    // Read again, it stays away.
    shelf.file(&later(&first()));
    shelf.sound();
    assert_eq!(shelf.rows("SELECT event FROM reports"), ["e2"]);
    assert_eq!(standing(&shelf, id), "applied");
    shelf.ledger.undo(id, None, None).expect("taken back");
    assert_eq!(before, shelf.acts());
}

#[test]
fn an_added_event_gets_an_id_of_its_own() {
    let mut shelf = Shelf::of(&[first()]);
    let mut event = first().record.coded.events[0].clone();
    event.event = "REQUEST".into();
    let id = correct(&mut shelf, Target::Document(1), &Change::Add(Box::new(event)));
    let ids = |shelf: &Shelf| -> Vec<String> {
        let read = shelf.ledger.paper(1).expect("a paper").record;
        read.coded.events.into_iter().map(|e| e.id).collect()
    };
    assert_eq!(ids(&shelf), ["e1", "e2", "e3"]);
    // The next program reads one event more.
    let mut more = paper(
        "one/1",
        "2021-06-02",
        "",
        &[
            Told::new(0, 0, 1, "2021-06-01"),
            Told::new(1, 1, 2, "2021-06-01"),
            Told::new(4, 3, 5, "2021-06-01"),
        ],
    );
    more.maker = "maker 2".into();
    shelf.file(&more);
    shelf.sound();
    assert_eq!(ids(&shelf), ["e1", "e2", "e3", "e4"]);
    assert_eq!(standing(&shelf, id), "applied");
    shelf.ledger.undo(id, None, None).expect("taken back");
    assert_eq!(ids(&shelf), ["e1", "e2", "e3"]);
}

#[test]
fn a_correction_must_lie_in_the_text_and_be_an_event() {
    let mut shelf = Shelf::of(&[first()]);
    let before = shelf.acts();
    let report = shelf.report("one/1", "e1");
    let mut outside = first().record.coded.events[0].clone();
    outside.trigger.end = 99_999;
    outside.sentence = [0, 99_999];
    let wrong = [
        (Target::Document(1), Change::Add(Box::new(outside))),
        (Target::Report(report), change(json!({"sentence": [0, 99_999]}))),
        (Target::Report(report), change(json!({"trigger": {"text": "x", "start": 9, "end": 2}}))),
        (Target::Report(report), change(json!({"no such key": 1}))),
        (Target::Report(report), change(json!({"quad": "many"}))),
        (Target::Report(report), Change::Merge("0000000000000000".into())),
        (Target::Report(999), Change::Reject),
        (Target::Document(999), Change::Add(Box::new(first().record.coded.events[0].clone()))),
        (Target::Document(1), Change::Reject),
        // It tells its act alone: there is nothing to split.
        (Target::Report(report), Change::Split),
    ];
    for (target, what) in wrong {
        let got = shelf.ledger.correct(&target, &what, "Ewa", "a test");
        assert!(matches!(got, Err(LedgerError::Question(_))), "{what:?}: {got:?}");
    }
    let nobody = shelf.ledger.correct(&Target::Report(report), &Change::Reject, " ", "a test");
    assert!(matches!(nobody, Err(LedgerError::Field { field: "who", .. })));
    assert_eq!(before, shelf.acts());
    assert_eq!(shelf.rows("SELECT count(*) FROM corrections"), ["0"]);
    shelf.sound();
}

#[test]
fn merged_by_a_person_whichever_paper_is_read_again() {
    for again in [vec![first()], vec![second()], vec![first(), second()], vec![second(), first()]] {
        let mut shelf = Shelf::of(&[first(), second()]);
        let apart = shelf.acts();
        let act = shelf.act("one/1", "e1");
        let report = shelf.report("two/1", "e1");
        let id = correct(&mut shelf, Target::Report(report), &Change::Merge(act.clone()));
        let merged = shelf.acts();
        assert_eq!(shelf.act("two/1", "e1"), act);
        for paper in &again {
            shelf.file(&later(paper));
            shelf.sound();
        }
        assert_eq!(shelf.act("two/1", "e1"), shelf.act("one/1", "e1"));
        assert_eq!(merged, shelf.acts(), "{:?}", again.iter().map(|p| &p.key).collect::<Vec<_>>());
        assert_eq!(standing(&shelf, id), "applied");
        let by = shelf.rows("SELECT made_by FROM merges");
        assert!(!by.is_empty() && by.iter().all(|who| who == "Ewa"), "{by:?}");
        shelf.ledger.undo(id, None, None).expect("taken back");
        shelf.sound();
        assert_eq!(apart, shelf.acts());
    }
}

#[test]
fn split_by_a_person_whichever_paper_is_read_again() {
    let retold = paper("two/1", "2021-06-02", "", &[Told::new(0, 0, 1, "2021-06-01")]);
    for again in [vec![first()], vec![retold.clone()], vec![first(), retold.clone()]] {
        let mut shelf = Shelf::of(&[first(), retold.clone()]);
        assert_eq!(shelf.act("two/1", "e1"), shelf.act("one/1", "e1"), "the rules join them");
        let report = shelf.report("two/1", "e1");
        let id = correct(&mut shelf, Target::Report(report), &Change::Split);
        assert_ne!(shelf.act("two/1", "e1"), shelf.act("one/1", "e1"));
        for paper in &again {
            shelf.file(&later(paper));
            shelf.sound();
            assert_ne!(shelf.act("two/1", "e1"), shelf.act("one/1", "e1"), "{}", paper.key);
        }
        shelf.ledger.undo(id, None, None).expect("taken back");
        shelf.sound();
        assert_eq!(shelf.act("two/1", "e1"), shelf.act("one/1", "e1"));
    }
}

#[test]
fn a_new_reading_agrees_differs_or_misses() {
    let what = change(json!({"event": "ACCUSE"}));
    // The later program says what the person said, something else, or nothing there.
    let cases =
        [(Some(2), "agrees", "ACCUSE"), (Some(3), "differs", "ACCUSE"), (None, "missing", "")];
    for (kind, expected, now) in cases {
        let mut shelf = Shelf::of(&[first()]);
        let report = shelf.report("one/1", "e1");
        let id = correct(&mut shelf, Target::Report(report), &what);
        let mut new = later(&first());
        match kind {
            Some(2) => new.record.coded.events[0].event = "ACCUSE".into(),
            Some(_) => new.record.coded.events[0].event = "AID".into(),
            None => drop(new.record.coded.events.remove(0)),
        }
        shelf.file(&new);
        shelf.sound();
        assert_eq!(standing(&shelf, id), expected);
        let types = shelf.rows("SELECT type FROM reports WHERE event = 'e1'");
        assert_eq!(types.first().map_or("", String::as_str), now, "{expected}");
        // What was missed once may be found by the program after that.
        if expected == "missing" {
            let mut newer = first();
            newer.maker = "maker 3".into();
            shelf.file(&newer);
            assert_eq!(standing(&shelf, id), "applied");
            assert_eq!(shelf.rows("SELECT type FROM reports WHERE event = 'e1'"), ["ACCUSE"]);
        }
    }
}

#[test]
fn an_added_event_that_the_program_finds_by_now_is_told_once() {
    let alone = paper("one/1", "2021-06-02", "", &[Told::new(0, 0, 1, "2021-06-01")]);
    let mut bare = alone.clone();
    bare.record.coded.events.clear();
    let mut shelf = Shelf::of(&[bare]);
    let event = alone.record.coded.events[0].clone();
    let id = correct(&mut shelf, Target::Document(1), &Change::Add(Box::new(event)));
    assert_eq!(shelf.rows("SELECT count(*) FROM reports"), ["1"]);
    shelf.file(&later(&alone));
    shelf.sound();
    assert_eq!(standing(&shelf, id), "agrees");
    assert_eq!(shelf.rows("SELECT count(*) FROM reports"), ["1"]);
}
