//! Search: counts by hand on a small ledger, pages that follow each other, and words with
//! diacritics.

mod common;

use common::{Shelf, Told, paper};
use ledger::Filed;
use ledger::ask::{DocumentFilter, Facet, Found, Order, Page, Query, Search, Without};

fn words(words: &str) -> Search {
    let words = Query::parse(words, |w| vec![w.to_owned()]);
    Search { words, ..Search::default() }
}

fn ask(shelf: &Shelf, search: &Search, limit: u32, facets: usize) -> Found {
    shelf.ledger.search(search, None, &Page { after: None, limit, facets }).expect("an answer")
}

fn of<'f>(found: &'f Found, name: &str) -> &'f Facet {
    found.facets.iter().find(|f| f.facet == name).expect("a facet")
}

/// Values with their counts.
fn counts<'f>(found: &'f Found, name: &str) -> Vec<(&'f str, u64)> {
    of(found, name).values.iter().map(|v| (v.value.as_str(), v.papers)).collect()
}

/// Five papers, so few that they can be counted by hand.
fn five() -> Shelf {
    let area = |t: Told, area| Told { area: Some(area), ..t };
    let (pol, fin, kaz, chn) = (0, 1, 2, 3);
    let (support, consult, accuse) = (0, 1, 2);
    let met =
        |a, b| Told { actors: vec![a, b], recipients: vec![], ..Told::new(a, consult, b, "") };
    let mut polish = paper("b/4", "2022-03-04", "gaz/gaz", &[Told::new(pol, accuse, kaz, "")]);
    polish.record.lang = "pl".into();
    Shelf::of(&[
        paper(
            "a/1",
            "2021-01-05",
            "gas pipes",
            &[met(pol, fin), area(Told::new(pol, support, fin, ""), 1)],
        ),
        paper("a/2", "2021-02-05", "gas", &[Told::new(kaz, support, chn, "2021-02-01")]),
        paper("b/3", "2022-03-03", "gas", &[area(met(kaz, chn), 1), met(pol, chn)]),
        polish,
        paper("b/5", "2022-03-05", "gas", &[]),
    ])
}

#[test]
fn papers_are_counted_once_for_each_value_that_they_have() {
    let shelf = five();
    let found = ask(&shelf, &words("gas"), 10, 9);
    assert_eq!((found.total, found.folded, found.ranked), (4, false, 4));
    assert_eq!(counts(&found, "type"), [("CONSULT", 2), ("SUPPORT", 2)]);
    assert_eq!(counts(&found, "quad"), [("1", 3)]);
    assert_eq!(counts(&found, "actor"), [("KAZ", 2), ("POL", 2), ("CHN", 1), ("FIN", 1)]);
    assert_eq!(counts(&found, "area"), [("trade", 2)]);
    assert_eq!(counts(&found, "lang"), [("en", 4)]);
    assert_eq!(counts(&found, "source"), [("a", 2), ("b", 2)]);
    assert_eq!(counts(&found, "year"), [("2022", 2), ("2021", 2)]);
    // All that is asked of acts must fit one act: of two papers on KAZ one tells of its talks.
    let mut search = words("gas");
    search.told.types = vec!["CONSULT".into()];
    search.told.actor = Some("KAZ".into());
    let found = ask(&shelf, &search, 10, 9);
    assert_eq!(found.total, 1);
    // The own choice is not applied: what types are there of KAZ, which actors consult?
    assert_eq!(counts(&found, "type"), [("CONSULT", 1), ("SUPPORT", 1)]);
    assert_eq!(counts(&found, "actor"), [("POL", 2), ("CHN", 1), ("FIN", 1), ("KAZ", 1)]);
    assert_eq!(counts(&found, "area"), [("trade", 1)]);
    assert_eq!(counts(&found, "lang"), [("en", 1)]);
    let kaz = of(&found, "actor").values.iter().find(|v| v.value == "KAZ").expect("chosen");
    assert_eq!((kaz.name.as_str(), kaz.chosen), ("Kazakhstan", true));
    // An entity and a name find what the code finds.
    for who in ["country/KAZ", "Kazakhstan"] {
        search.told.actor = Some(who.into());
        let found = ask(&shelf, &search, 10, 9);
        assert_eq!(found.total, 1, "{who}");
        let chosen = of(&found, "actor").values.iter().find(|v| v.chosen).expect("chosen");
        assert_eq!((chosen.value.as_str(), chosen.name.as_str()), (who, "Kazakhstan"));
        assert_eq!(chosen.papers, found.total, "{who}: all hits are theirs");
    }
    let few = ask(&shelf, &words("gas"), 10, 1);
    assert_eq!((of(&few, "actor").values.len(), of(&few, "actor").further), (1, 3));
}

#[test]
fn papers_are_browsed_without_words() {
    let shelf = five();
    let mut search = Search::default();
    assert_eq!(shelf.pages(&search, None, 2), [5, 4, 3, 2, 1]);
    search.papers = DocumentFilter {
        from: Some("2022-03".into()),
        to: Some("2022-03-04".into()),
        ..DocumentFilter::default()
    };
    let found = ask(&shelf, &search, 10, 9);
    assert_eq!(found.hits.iter().map(|h| h.about.key.as_str()).collect::<Vec<_>>(), ["b/4", "b/3"]);
    assert!(found.hits.iter().all(|h| h.rank == 0.0 && h.snippet.iter().all(|p| !p.hit)));
    assert_eq!(found.hits[0].snippet[0].text, "gaz Poland blamed Kazakhstan");
    assert_eq!(counts(&found, "year"), [("2022", 3), ("2021", 2)]);
    assert_eq!(counts(&found, "month"), [("2022-03", 3)]);
    search.papers.from = Some("spring".into());
    assert!(
        shelf.ledger.search(&search, None, &Page { after: None, limit: 1, facets: 0 }).is_err()
    );
}

#[test]
fn who_finds_nothing_is_told_why() {
    let shelf = five();
    let why = |search: &Search| ask(&shelf, search, 10, 9).empty.expect("nothing is found");
    let unknown = why(&words("gas umbrella \"gas umbrella\""));
    assert_eq!(
        (unknown.words, unknown.unknown),
        (0, vec!["umbrella".into(), "gas umbrella".into()])
    );
    let apart = why(&words("gas gaz"));
    assert_eq!((apart.words, apart.unknown.len()), (0, 0));
    let mut search = words("gas");
    search.told.types = vec!["ACCUSE".into()];
    let filtered = why(&search);
    let without = |filter: &str, papers| Without { filter: filter.into(), papers };
    assert_eq!((filtered.words, filtered.without), (4, vec![without("type", 4)]));
    search.papers.lang = Some("pl".into());
    assert_eq!(why(&search).without, [], "each of the two filters leaves nothing");
    search.told.types = vec!["SUPPORT".into()];
    assert_eq!(why(&search).without, [without("lang", 2)]);
    assert!(ask(&shelf, &words("gas"), 10, 9).empty.is_none());
}

#[test]
fn words_with_diacritics_are_counted_as_they_were_written() {
    let mut papers: Vec<Filed> = (0..30)
        .map(|i| paper(&format!("a/{i}"), "2021-06-02", "sad/sad kwitnie/kwitnąć", &[]))
        .collect();
    for i in [3, 11, 27] {
        papers[i] = paper(&format!("b/{i}"), "2021-06-02", "sąd/sąd orzekł/orzec", &[]);
    }
    let shelf = Shelf::of(&papers);
    let found = ask(&shelf, &words("sąd"), 2, 9);
    assert_eq!((found.total, found.folded, found.hits.len()), (3, false, 2));
    assert_eq!(counts(&found, "source"), [("b", 3)]);
    assert_eq!(shelf.pages(&words("sąd"), None, 1).len(), 3);
    assert_eq!(ask(&shelf, &words("sad"), 2, 9).total, 30, "without a Polish keyboard");
    // Another word of the paper does not stand for the one that is missing.
    assert_eq!(ask(&shelf, &words("sąd kwitnie"), 2, 9).total, 0);
}

#[test]
fn pages_stay_where_they_were_while_papers_come_in() {
    let told =
        |i: usize| paper(&format!("a/{i}"), &format!("2021-06-{:02}", i % 20 + 1), "gas", &[]);
    let mut shelf = Shelf::of(&(0..9).map(told).collect::<Vec<_>>());
    for order in [Order::Best, Order::Newest] {
        let search = Search { order, ..words("gas") };
        let whole = shelf.pages(&search, None, 100);
        let columns = shelf.ledger.columns().expect("columns");
        assert_eq!(shelf.pages(&search, Some(&columns), 2), whole);
        let page = |after: Option<&str>| {
            let page = Page { after, limit: 4, facets: 0 };
            shelf.ledger.search(&search, None, &page).expect("a page")
        };
        let first = page(None);
        assert_eq!(first.hits.iter().map(|h| h.about.document).collect::<Vec<_>>(), whole[..4]);
        let next = first.next.clone();
        let more = shelf.ledger.columns().expect("columns").papers();
        (more..more + 3).for_each(|i| shelf.file(&told(i)));
        let page = Page { after: next.as_deref(), limit: 100, facets: 0 };
        let rest = shelf.ledger.search(&search, None, &page).expect("a page");
        let rest: Vec<i64> = rest.hits.iter().map(|h| h.about.document).collect();
        assert_eq!(rest, whole[4..]);
    }
}
