//! What filing promises: the order of papers changes nothing that a paper tells, sums are what a
//! recount gives, and a paper that is taken out leaves nothing behind.

mod common;

use common::{AREAS, AUX, STATES, Shelf, TYPES, Told, paper};
use ledger::{Filed, LedgerError, Outcome};
use proptest::prelude::*;
use proptest::sample::subsequence;

/// One act: parties (also on both sides), day or none.
fn told() -> impl Strategy<Value = Told> {
    let states: Vec<usize> = (0..STATES.len()).collect();
    let date = prop_oneof![
        6 => (1_u8..4).prop_map(|d| format!("2021-06-{d:02}")),
        1 => Just("2021-07".to_owned()),
        1 => Just("1991".to_owned()),
        1 => Just(String::new()),
        1 => Just("../2024".to_owned()),
    ];
    (
        subsequence(states.clone(), 0..3),
        subsequence(states, 0..3),
        0..TYPES.len(),
        0..AUX.len(),
        prop::option::of(0..AREAS.len()),
        date,
        prop::option::weighted(0.2, Just(0_usize)),
    )
        .prop_map(|(actors, recipients, kind, aux, area, date, same_as)| Told {
            actors,
            recipients,
            kind,
            aux,
            area,
            date,
            same_as,
        })
}

/// Papers of a few sources, some of them long enough to be compared as copies.
fn papers() -> impl Strategy<Value = Vec<Filed>> {
    let one = (0..3_u8, 1_u8..5, prop::collection::vec(told(), 0..5), 0..3_u8, any::<bool>());
    prop::collection::vec(one, 1..9).prop_map(|all| {
        all.into_iter()
            .enumerate()
            .map(|(i, (source, day, told, text, long))| {
                let words: String =
                    (0..if long { 60 } else { 3 }).map(|w| format!("word{text}x{w} ")).collect();
                let key = format!("source{source}/{i}");
                paper(&key, &format!("2021-06-{day:02}"), &words, &told)
            })
            .collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn the_order_of_papers_changes_nothing_that_they_tell(
        (papers, shuffled) in papers().prop_flat_map(|p| (Just(p.clone()), Just(p).prop_shuffle()))
    ) {
        let (a, b) = (Shelf::of(&papers), Shelf::of(&shuffled));
        prop_assert_eq!(a.told(), b.told());
        a.sound();
        b.sound();
    }

    #[test]
    fn the_same_papers_in_the_same_order_give_the_same_acts(papers in papers()) {
        let once = Shelf::of(&papers);
        let mut twice = Shelf::of(&papers);
        // A second run changes nothing, not even a number.
        let before = twice.rows("SELECT * FROM reports");
        papers.iter().for_each(|p| twice.file(p));
        prop_assert_eq!(before, twice.rows("SELECT * FROM reports"));
        prop_assert_eq!(once.acts(), twice.acts());
    }

    #[test]
    fn papers_that_are_read_anew_leave_nothing_behind(
        papers in papers(), order in prop::collection::vec((0..9_usize, told()), 1..6)
    ) {
        let mut shelf = Shelf::of(&papers);
        for (n, (which, told)) in order.iter().enumerate() {
            let old = &papers[which % papers.len()];
            let mut new = paper(&old.key, "2021-06-02", &format!("anew{n}"), std::slice::from_ref(told));
            new.maker = format!("maker {}", n + 2);
            shelf.file(&new);
            shelf.sound();
        }
        // Read again as they were, papers tell what they told.
        let first = Shelf::of(&papers);
        papers.iter().for_each(|p| shelf.file(p));
        shelf.sound();
        prop_assert_eq!(first.told(), shelf.told());
    }

    #[test]
    fn what_is_corrected_and_taken_back_is_as_before(
        papers in papers(), picks in prop::collection::vec((0..40_usize, 0..5_u8), 1..5)
    ) {
        let mut shelf = Shelf::of(&papers);
        let before = shelf.told();
        let mut made = Vec::new();
        for (pick, kind) in picks {
            made.extend(common_correction(&mut shelf, pick, kind));
            shelf.sound();
        }
        for correction in made.into_iter().rev() {
            shelf.ledger.undo(correction, None, None).expect("taken back");
            shelf.sound();
        }
        prop_assert_eq!(before, shelf.told());
    }
}

/// Some correction of some report, if there is one; its number, if it could be made.
fn common_correction(shelf: &mut Shelf, pick: usize, kind: u8) -> Option<i64> {
    use ledger::{Change, Target};
    let reports = shelf.rows(
        "SELECT r.id, r.document, d.key, r.event FROM reports r
        JOIN documents d ON d.id = r.document ORDER BY r.id",
    );
    let acts = shelf.rows("SELECT uid FROM acts ORDER BY id");
    let row: Vec<String> =
        reports.get(pick % reports.len().max(1))?.split('|').map(str::to_owned).collect();
    let (report, document): (i64, i64) = (row[0].parse().ok()?, row[1].parse().ok()?);
    let (target, change) = match kind {
        0 => (Target::Report(report), Change::Reject),
        1 => (Target::Report(report), Change::Split),
        2 => (Target::Report(report), Change::Merge(acts[pick % acts.len()].clone())),
        3 => {
            let keys = serde_json::json!({"event": "REJECT", "quad": 3, "aux": "none"});
            (Target::Report(report), Change::Change(keys.as_object()?.clone()))
        }
        _ => {
            let paper = shelf.ledger.paper(document).expect("a paper");
            let mut event = paper.record.coded.events.first()?.clone();
            event.event = "YIELD".into();
            (Target::Document(document), Change::Add(Box::new(event)))
        }
    };
    match shelf.ledger.correct(&target, &change, "Ewa", "a test") {
        Ok(correction) => Some(correction),
        Err(LedgerError::Question(_)) => None,
        Err(e) => panic!("{e}"),
    }
}

#[test]
fn a_pair_on_both_sides_is_one_pair_in_both_directions() {
    // "Poland and Finland praised Finland and Poland" as records may have it.
    let mut told = Told::new(0, 0, 1, "2021-06-01");
    told.actors = vec![0, 1];
    told.recipients = vec![1, 0];
    let shelf = Shelf::of(&[paper("a", "2021-06-01", "", &[told])]);
    assert_eq!(shelf.rows("SELECT lo, hi, direction FROM dyads"), ["FIN|POL|2"]);
    assert_eq!(shelf.rows("SELECT direction, acts FROM balances"), ["2|1"]);
    shelf.sound();
}

#[test]
fn a_span_outside_the_text_is_refused_and_nothing_of_it_stays() {
    let mut shelf = Shelf::of(&[paper("a", "2021-06-01", "", &[Told::new(0, 0, 1, "2021")])]);
    let before = shelf.told();
    let mut bad = paper("b", "2021-06-01", "", &[Told::new(0, 0, 1, "2021-06-01")]);
    bad.record.coded.events[0].trigger.end = 9_999;
    let mut filing = shelf.ledger.filing().expect("a transaction");
    let (unit, _) = filing.begin("unit", "stamp").expect("a unit");
    let refused = filing.file(unit, &bad);
    assert!(matches!(refused, Err(LedgerError::Record { ref document, .. }) if document == "b"));
    filing.commit().expect("committed");
    assert_eq!(before, shelf.told());
    shelf.sound();
}

#[test]
fn a_transaction_that_is_not_committed_leaves_nothing() {
    let mut shelf = Shelf::new();
    let mut filing = shelf.ledger.filing().expect("a transaction");
    let (unit, _) = filing.begin("unit", "stamp").expect("a unit");
    let told = paper("a", "2021-06-01", "", &[Told::new(0, 0, 1, "2021")]);
    assert_eq!(filing.file(unit, &told).expect("filed"), Outcome::New);
    filing.reached(unit, 1, true).expect("reached");
    drop(filing);
    assert_eq!(shelf.rows("SELECT key FROM documents"), Vec::<String>::new());
    assert_eq!(shelf.ledger.unit("unit").expect("read"), None);
    shelf.sound();
}
