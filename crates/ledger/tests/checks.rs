//! Verdicts of people: kept, replaced, stale; handed out; compared.

mod common;

use common::{Shelf, Told, paper};
use ledger::check::{Check, CheckFilter, Order, Queue, version};
use ledger::{Change, Filed, Form, LedgerError, Target};
use serde_json::json;

/// Poland blames Finland; Finland fines Kazakhstan.
fn first() -> Filed {
    paper(
        "one/1",
        "2021-06-02",
        "",
        &[Told::new(0, 2, 1, "2021-06-01"), Told::new(1, 4, 2, "2021-06-01")],
    )
}

fn later(paper: &Filed) -> Filed {
    Filed { maker: "maker 2".into(), ..paper.clone() }
}

fn check(shelf: &mut Shelf, who: &str, report: i64, verdict: &str, slots: &[&str]) -> i64 {
    let check = Check {
        report,
        verdict: verdict.into(),
        slots: slots.iter().map(|s| (*s).to_owned()).collect(),
        who: who.into(),
        ..Check::default()
    };
    let made = shelf.ledger.check(&check, None).expect("checked");
    shelf.sound();
    made.answer
}

fn standings(shelf: &Shelf) -> Vec<String> {
    let all = shelf.ledger.checks(&CheckFilter::default(), None, 100).expect("checks");
    all.into_iter().map(|c| format!("{} {} {}", c.who, c.verdict, c.standing)).collect()
}

#[test]
fn the_latest_verdict_of_a_checker_counts_and_none_is_lost() {
    let mut shelf = Shelf::of(&[first()]);
    let report = shelf.report("one/1", "e1");
    let a = check(&mut shelf, "Ewa", report, "right", &[]);
    assert_eq!(check(&mut shelf, " Ewa ", report, "right", &[]), a, "said again, it is the same");
    check(&mut shelf, "Jan", report, "right", &[]);
    check(&mut shelf, "Ewa", report, "wrong", &["recipient", "type", "type"]);
    assert_eq!(standings(&shelf), ["Ewa wrong stands", "Jan right stands", "Ewa right replaced"]);
    let slots = shelf.ledger.checks(&CheckFilter::default(), None, 1).expect("one").remove(0).slots;
    assert_eq!(slots, ["type", "recipient"]);
    let older = shelf.ledger.checks(&CheckFilter::default(), Some(2), 100).expect("checks");
    assert_eq!(older.len(), 1, "a cursor goes to older ones");
    for sql in ["DELETE FROM checks", "UPDATE checks SET verdict = 'right'"] {
        assert!(shelf.look().execute(sql, []).is_err(), "{sql}");
    }
    assert!(shelf.ledger.verify(|_| {}).expect("verified").faults.is_empty());
}

#[test]
fn what_is_none_is_refused_and_nothing_is_kept() {
    let mut shelf = Shelf::of(&[first()]);
    let report = shelf.report("one/1", "e1");
    let good = Check { report, verdict: "wrong".into(), who: "Ewa".into(), ..Check::default() };
    let cases = [
        ("verdict", Check { verdict: "perhaps".into(), ..good.clone() }),
        ("slots", Check { slots: vec!["colour".into()], ..good.clone() }),
        ("slots", Check { verdict: "right".into(), slots: vec!["type".into()], ..good.clone() }),
        ("who", Check { who: " ".into(), ..good.clone() }),
        ("note", Check { note: "a\u{0}b".into(), ..good.clone() }),
        ("note", Check { note: "x".repeat(2_001), ..good.clone() }),
    ];
    for (expected, case) in cases {
        let got = shelf.ledger.check(&case, None);
        let is = matches!(&got, Err(LedgerError::Field { field, .. }) if *field == expected);
        assert!(is, "{case:?}: {got:?}");
    }
    let gone = shelf.ledger.check(&Check { report: 99, ..good.clone() }, None);
    assert!(matches!(gone, Err(LedgerError::Absent(_))));
    let changed = Check { version: Some("0000000000000000".into()), ..good.clone() };
    assert!(matches!(shelf.ledger.check(&changed, None), Err(LedgerError::Changed(_))));
    assert!(standings(&shelf).is_empty());
    let seen = version(&shelf.ledger.event(report).expect("an event"));
    assert!(shelf.ledger.check(&Check { version: Some(seen), ..good }, None).is_ok());
}

#[test]
fn a_form_that_comes_twice_is_kept_once() {
    let mut shelf = Shelf::of(&[first()]);
    let report = shelf.report("one/1", "e1");
    let form = Form::new("f-1").expect("a key");
    let good = Check { report, verdict: "wrong".into(), who: "Ewa".into(), ..Check::default() };
    let made = shelf.ledger.check(&good, Some(&form)).expect("kept");
    // Another verdict came between: the form that is sent again must not bring the first back.
    check(&mut shelf, "Ewa", report, "right", &[]);
    let again = shelf.ledger.check(&good, Some(&form)).expect("answered");
    assert_eq!((again.answer, again.repeated), (made.answer, true));
    assert_eq!(standings(&shelf), ["Ewa right stands", "Ewa wrong replaced"]);
    let other = Check { verdict: "unsure".into(), ..good };
    let misused = shelf.ledger.check(&other, Some(&form));
    assert!(matches!(misused, Err(LedgerError::Field { field: "Idempotency-Key", .. })));
    for bad in ["", "a b", "ż", &"x".repeat(201)] {
        assert!(Form::new(bad).is_err(), "{bad:?}");
    }
}

#[test]
fn a_reading_that_says_the_same_keeps_its_verdicts_another_makes_them_stale() {
    let mut shelf = Shelf::of(&[first()]);
    let (one, two) = (shelf.report("one/1", "e1"), shelf.report("one/1", "e2"));
    check(&mut shelf, "Ewa", one, "right", &[]);
    check(&mut shelf, "Ewa", two, "wrong", &["actor"]);
    let mut new = later(&first());
    new.record.coded.events[1].event = "AID".into();
    // How sure it is and why is no part of what it says.
    new.record.coded.events[0].confidence = 0.9;
    new.record.coded.events[0].why = vec!["another rule".into()];
    shelf.file(&new);
    shelf.sound();
    assert_eq!(standings(&shelf), ["Ewa wrong stale", "Ewa right stands"]);
    // The first reading again: the verdict is about what it says once more.
    shelf.file(&Filed { maker: "maker 3".into(), ..first() });
    assert_eq!(standings(&shelf), ["Ewa wrong stands", "Ewa right stands"]);
    assert!(shelf.ledger.verify(|_| {}).expect("verified").faults.is_empty());
}

#[test]
fn a_correction_makes_verdicts_stale_and_taking_it_back_revives_them() {
    let mut shelf = Shelf::of(&[first()]);
    let report = shelf.report("one/1", "e1");
    check(&mut shelf, "Ewa", report, "wrong", &["type"]);
    let Some(keys) = json!({"event": "SUPPORT"}).as_object().cloned() else { panic!("keys") };
    let id = shelf
        .ledger
        .correct(&Target::Report(report), &Change::Change(keys), "Jan", "it praises")
        .expect("corrected");
    shelf.sound();
    assert_eq!(standings(&shelf), ["Ewa wrong stale"]);
    let queue = Queue { who: "Ewa".into(), most: 1.0, ..Queue::default() };
    let next = shelf.ledger.queued(&queue, None, false).expect("asked").expect("one");
    assert_eq!(next.report, report, "it is handed out again");
    shelf.ledger.undo(id, Some("Jan"), None).expect("taken back");
    assert_eq!(standings(&shelf), ["Ewa wrong stands"]);
    assert_eq!(shelf.rows("SELECT undone_by FROM corrections"), ["Jan"]);
    let report = shelf.report("one/1", "e1");
    shelf.ledger.correct(&Target::Report(report), &Change::Reject, "Jan", "no act").expect("gone");
    shelf.sound();
    assert_eq!(standings(&shelf), ["Ewa wrong stale"]);
}

#[test]
fn the_queue_goes_up_in_confidence_and_forward_and_back() {
    let second = paper("two/1", "2021-06-03", "", &[Told::new(3, 3, 5, "2021-06-02")]);
    let mut shelf = Shelf::of(&[first(), second]);
    // Confidences are 0.50, 0.51; 0.50 in the second paper.
    let (a, b, c) =
        (shelf.report("one/1", "e1"), shelf.report("one/1", "e2"), shelf.report("two/1", "e1"));
    let ewa = Queue { who: "Ewa".into(), most: 0.505, ..Queue::default() };
    let next = |shelf: &Shelf, queue: &Queue, from, back| {
        shelf.ledger.queued(queue, from, back).expect("asked").map(|q| q.report)
    };
    assert_eq!(next(&shelf, &ewa, None, false), Some(a));
    assert_eq!(next(&shelf, &ewa, Some(a), false), Some(c));
    assert_eq!(next(&shelf, &ewa, Some(c), false), None, "the last of so little confidence");
    assert_eq!(next(&shelf, &ewa, Some(c), true), Some(a));
    assert_eq!(next(&shelf, &ewa, Some(a), true), None);
    let all = Queue { most: 1.0, ..ewa.clone() };
    assert_eq!(next(&shelf, &all, Some(c), false), Some(b));
    check(&mut shelf, "Ewa", a, "right", &[]);
    assert_eq!(next(&shelf, &ewa, None, false), Some(c), "what was checked is passed over");
    // Another checker is given what Ewa has checked.
    let jan = Queue { who: "Jan".into(), order: Order::Second, ..Queue::default() };
    assert_eq!(next(&shelf, &jan, None, false), Some(a));
    check(&mut shelf, "Ewa", b, "right", &[]);
    assert_eq!(next(&shelf, &jan, None, false), Some(b), "the latest first");
    assert_eq!(next(&shelf, &jan, Some(b), false), Some(a));
    assert_eq!(next(&shelf, &jan, Some(a), true), Some(b));
    check(&mut shelf, "Jan", a, "right", &[]);
    check(&mut shelf, "Jan", b, "right", &[]);
    assert_eq!(next(&shelf, &jan, None, false), None);
    // A sample reaches everything.
    let mut seen: Vec<i64> = (0..20)
        .filter_map(|chance| {
            let queue = Queue { order: Order::Sample, chance, who: "Zoe".into(), most: 1.0 };
            next(&shelf, &queue, None, false)
        })
        .collect();
    seen.sort_unstable();
    seen.dedup();
    assert_eq!(seen, [a, b, c]);
    let queue = Queue { order: Order::Sample, chance: 1, ..ewa };
    assert_eq!(next(&shelf, &queue, None, false), Some(c), "Ewa has checked the others");
}

#[test]
fn agreement_is_counted_by_what_was_checked() {
    let told: Vec<Told> = (0..4).map(|i| Told::new(i, 2, i + 1, "2021-06-01")).collect();
    let mut shelf = Shelf::of(&[paper("one/1", "2021-06-02", "", &told)]);
    let reports: Vec<i64> = (1..=4).map(|i| shelf.report("one/1", &format!("e{i}"))).collect();
    let none = shelf.ledger.agreement(&[]).expect("asked");
    assert_eq!((none.units, none.figures[0].undefined), (0, Some("too few")));
    for (i, verdict) in ["right", "right", "wrong", "wrong"].into_iter().enumerate() {
        let slots: &[&str] = if verdict == "wrong" { &["actor"] } else { &[] };
        check(&mut shelf, "Ewa", reports[i], verdict, slots);
    }
    check(&mut shelf, "Jan", reports[0], "right", &[]);
    check(&mut shelf, "Jan", reports[1], "unsure", &[]);
    check(&mut shelf, "Jan", reports[2], "wrong", &["actor", "date"]);
    check(&mut shelf, "Jan", reports[3], "right", &[]);
    let found = shelf.ledger.agreement(&[]).expect("asked");
    assert_eq!((found.verdicts, found.units, found.shared, found.disagreed), (8, 4, 4, 3));
    let figure = |of: &str| found.figures.iter().find(|f| f.of == of).expect("a figure").clone();
    // By hand: n = 8, right 4, wrong 3, unsure 1; two of four pairs equal.
    let verdict = figure("verdict");
    assert_eq!((verdict.units, verdict.values, verdict.agreement), (4, 8, Some(0.5)));
    let alpha = 1.0 - 7.0 * (8.0 - 4.0) / (64.0 - 16.0 - 9.0 - 1.0);
    assert!((verdict.alpha.expect("alpha") - alpha).abs() < 1e-9);
    // Unsure left out: three units, two of them equal.
    assert_eq!((figure("right or wrong").units, figure("right or wrong").values), (3, 6));
    let actor = figure("actor");
    assert_eq!((actor.units, actor.agreement), (3, Some(2.0 / 3.0)));
    let place = figure("place");
    assert_eq!(
        (place.agreement, place.alpha, place.undefined),
        (Some(1.0), None, Some("all equal"))
    );
    let ewa = &found.checkers[0];
    assert_eq!((ewa.who.as_str(), ewa.right, ewa.wrong, ewa.shared), ("Ewa", 2, 2, 4));
    assert_eq!(found.disagreements[0].said.len(), 2);
    assert_eq!(found.disagreements[0].report, Some(reports[3]));
    assert_eq!(shelf.ledger.agreement(&["Ewa".into()]).expect("asked").shared, 0);
    assert_eq!(shelf.ledger.verdicts(&[]).expect("asked").rows().count(), 4);
    // What one checked before a correction and the other after it is not compared.
    let Some(keys) = json!({"event": "SUPPORT"}).as_object().cloned() else { panic!("keys") };
    let what = Change::Change(keys);
    shelf.ledger.correct(&Target::Report(reports[0]), &what, "Zoe", "it praises").expect("done");
    check(&mut shelf, "Zoe", reports[0], "wrong", &["type"]);
    let after = shelf.ledger.agreement(&[]).expect("asked");
    assert_eq!((after.units, after.shared, after.figures[0].clone()), (5, 4, verdict));
}
