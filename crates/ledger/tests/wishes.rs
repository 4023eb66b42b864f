//! Corrections as people ask for them, in the words of the command.

mod common;

use common::{Shelf, Told, paper};
use compact_str::CompactString;
use ledger::check::version;
use ledger::{Coding, Filed, Form, Known, LedgerError, Terms, Wish};
use std::cell::Cell;

/// A codebook of two types and a world of two states.
#[derive(Default)]
struct Small {
    asked: Cell<usize>,
}

impl Terms for Small {
    fn kinds(&self) -> Result<Vec<(String, Option<String>)>, String> {
        let all = [("ACCUSE", None), ("ACCUSE", Some("allege")), ("SUPPORT", None)];
        Ok(all.map(|(t, m)| (t.to_owned(), m.map(str::to_owned))).to_vec())
    }

    fn coding(&self, event: &str, _: Option<&str>, _: &[CompactString]) -> Result<Coding, String> {
        let quad = if event == "ACCUSE" { 3 } else { 1 };
        Ok(Coding { cameo: "112".into(), quad, score: -2.5 })
    }

    fn party(&self, name: &str, _: Option<&str>) -> Result<Option<Known>, String> {
        self.asked.set(self.asked.get() + 1);
        Ok((name == "Norwegia").then(|| Known {
            name: "Norway".into(),
            entity: "country/NOR".into(),
            code: Some("NOR".into()),
            sector: None,
        }))
    }
}

/// Poland praises Finland, told by two papers.
fn papers() -> [Filed; 2] {
    let told = [Told::new(0, 0, 1, "2021-06-01")];
    [
        paper("one/1", "2021-06-02", "", &told),
        paper("two/1", "2021-06-02", "On/on Monday/monday", &told),
    ]
}

fn wish(act: &str) -> Wish {
    Wish { act: Some(act.into()), who: "Ewa".into(), why: "it says so".into(), ..Wish::default() }
}

fn refused(shelf: &mut Shelf, wish: &Wish) -> LedgerError {
    let before = shelf.acts();
    let got = shelf.ledger.put_right(wish, &Small::default(), None);
    assert_eq!(before, shelf.acts(), "nothing may be done by halves");
    got.err().unwrap_or_else(|| panic!("{wish:?} was done"))
}

#[test]
fn an_act_is_put_right_in_all_its_reports_each_with_its_own_words() {
    let mut shelf = Shelf::of(&papers());
    let act = shelf.act("one/1", "e1");
    assert_eq!(act, shelf.act("two/1", "e1"), "one act, told twice");
    let terms = Small::default();
    let asked = Wish {
        event: Some("accuse".into()),
        mode: Some("allege".into()),
        actor: vec!["Poland".into(), "Norwegia".into()],
        date: Some("2021-05".into()),
        ..wish(&act)
    };
    let made = shelf.ledger.put_right(&asked, &terms, None).expect("done");
    shelf.sound();
    assert_eq!(made.answer.len(), 2);
    for key in ["one/1", "two/1"] {
        let paper =
            shelf.ledger.paper(shelf.ledger.document_named(key).expect("one")).expect("read");
        let event = &paper.record.coded.events[0];
        assert_eq!(
            (event.event.as_str(), event.quad, event.mode.as_deref()),
            ("ACCUSE", 3, Some("allege"))
        );
        let date = event.date.as_ref().expect("a date");
        assert_eq!((date.value.as_str(), date.granularity.as_str()), ("2021-05", "month"));
        // Who was there already keeps the words that name him; who was not hangs on the act's own.
        let [poland, norway] = &event.actors[..] else { panic!("{:?}", event.actors) };
        assert_eq!((poland.cited.text.as_str(), poland.implied), ("Poland", false));
        assert_eq!((norway.cited.clone(), norway.implied), (event.trigger.clone(), true));
        let points: Vec<char> = paper.text.chars().collect();
        let words: String =
            points[event.trigger.start as usize..event.trigger.end as usize].iter().collect();
        assert_eq!(words, norway.cited.text);
    }
    assert_eq!(terms.asked.get(), 2, "the world is asked for strangers only");
}

#[test]
fn one_report_alone_and_nobody_and_no_date() {
    let mut shelf = Shelf::of(&papers());
    let report = shelf.report("two/1", "e1");
    let asked = Wish {
        act: None,
        report: Some(report),
        recipient: vec!["none".into()],
        date: Some("none".into()),
        ..wish("")
    };
    let made = shelf.ledger.put_right(&asked, &Small::default(), None).expect("done");
    assert_eq!(made.answer.len(), 1);
    let event = shelf.ledger.event(report).expect("an event");
    assert!(event.recipients.is_empty() && event.date.is_none());
    let again = refused(&mut shelf, &asked);
    assert!(matches!(again, LedgerError::Question(_)), "it says so already: {again}");
}

#[test]
fn what_is_none_is_named_with_what_it_may_be() {
    let mut shelf = Shelf::of(&papers());
    let act = shelf.act("one/1", "e1");
    let of = |change: fn(&mut Wish)| {
        let mut asked = wish(&act);
        change(&mut asked);
        asked
    };
    let cases: [(&str, &[&str], Wish); 9] = [
        ("type", &["ACCUSE", "SUPPORT"], of(|w| w.event = Some("DANCE".into()))),
        (
            "mode",
            &["none", "allege"],
            of(|w| (w.event, w.mode) = (Some("ACCUSE".into()), Some("phone".into()))),
        ),
        ("actor", &[], of(|w| w.actor = vec!["Nobody at all".into()])),
        ("recipient", &[], of(|w| w.recipient = vec![String::new()])),
        ("date", &[], of(|w| w.date = Some("2021-02-30".into()))),
        ("weight", &["core", "background"], of(|w| w.weight = Some("heavy".into()))),
        ("merge_with", &[], of(|w| w.merge_with = Some("0000".into()))),
        ("who", &[], of(|w| (w.reject, w.who) = (true, "E\u{202E}wa".into()))),
        ("why", &[], of(|w| (w.reject, w.why) = (true, String::new()))),
    ];
    for (expected, among, asked) in cases {
        match refused(&mut shelf, &asked) {
            LedgerError::Field { field, allowed, .. } => {
                assert_eq!(
                    (field, allowed.as_slice()),
                    (expected, &among.iter().map(|s| (*s).to_owned()).collect::<Vec<_>>()[..])
                );
            }
            other => panic!("{expected}: {other}"),
        }
    }
    let itself = Wish { merge_with: Some(act.clone()), ..wish(&act) };
    assert!(matches!(refused(&mut shelf, &itself), LedgerError::Field { field: "merge_with", .. }));
    assert!(matches!(
        refused(&mut shelf, &Wish { reject: true, ..wish("none") }),
        LedgerError::Absent(_)
    ));
    let none = Wish { act: None, report: Some(99), reject: true, ..wish("") };
    assert!(matches!(refused(&mut shelf, &none), LedgerError::Absent(_)));
    for asked in [wish(&act), Wish { reject: true, split: true, ..wish(&act) }] {
        assert!(matches!(refused(&mut shelf, &asked), LedgerError::Question(_)), "{asked:?}");
    }
}

#[test]
fn what_has_changed_since_it_was_seen_is_not_touched() {
    let mut shelf = Shelf::of(&papers());
    let report = shelf.report("one/1", "e1");
    let seen = version(&shelf.ledger.event(report).expect("an event"));
    let asked = |aux: &str| Wish {
        act: None,
        report: Some(report),
        version: Some(seen.clone()),
        aux: Some(aux.into()),
        ..wish("")
    };
    shelf.ledger.put_right(&asked("negation"), &Small::default(), None).expect("done");
    assert!(matches!(refused(&mut shelf, &asked("future")), LedgerError::Changed(_)));
}

#[test]
fn a_form_that_comes_twice_corrects_once() {
    let mut shelf = Shelf::of(&papers());
    let asked = Wish { reject: true, ..wish(&shelf.act("one/1", "e1")) };
    let form = Form::new("f").expect("a key");
    let made = shelf.ledger.put_right(&asked, &Small::default(), Some(&form)).expect("done");
    let again = shelf.ledger.put_right(&asked, &Small::default(), Some(&form)).expect("answered");
    assert_eq!((&again.answer, again.repeated), (&made.answer, true));
    assert_eq!(shelf.rows("SELECT count(*) FROM corrections"), ["2"]);
    let back = Form::new("g").expect("a key");
    for repeated in [false, true] {
        let undone = shelf.ledger.undo(made.answer[0], Some("Ewa"), Some(&back)).expect("undone");
        assert_eq!(undone.repeated, repeated);
    }
    shelf.sound();
}

#[test]
fn an_act_that_was_missed_is_added_where_its_words_stand() {
    let mut shelf = Shelf::of(&papers());
    let asked = Wish {
        add: Some("praised".into()),
        event: Some("SUPPORT".into()),
        actor: vec!["Norwegia".into()],
        ..wish("two/1")
    };
    let made = shelf.ledger.put_right(&asked, &Small::default(), None).expect("added");
    shelf.sound();
    assert_eq!(made.answer.len(), 1);
    let paper =
        shelf.ledger.paper(shelf.ledger.document_named("two/1").expect("one")).expect("read");
    let added = paper.record.coded.events.last().expect("an event");
    assert_eq!((added.actors[0].name.as_str(), added.trigger.text.as_str()), ("Norway", "praised"));
    let nowhere = Wish { add: Some("danced".into()), ..asked };
    assert!(matches!(refused(&mut shelf, &nowhere), LedgerError::Field { field: "add", .. }));
}
