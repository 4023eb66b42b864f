//! Search: counts by hand on a small ledger, counts by brute force on random ones, pages that
//! follow each other, and words with diacritics.

mod common;

use common::{AREAS, STATES, Shelf, TYPES, Told, paper};
use ledger::Filed;
use ledger::ask::{
    Columns, DocumentFilter, Facet, Found, Order, Page, Query, Search, ToldFilter, Without,
};
use proptest::prelude::*;

fn words(words: &str) -> Search {
    let words = Query::parse(words, |w| vec![w.to_owned()]);
    Search { words, ..Search::default() }
}

fn ask(shelf: &Shelf, search: &Search, limit: u32, facets: usize) -> Found {
    shelf.ledger.search(search, None, &Page { after: None, limit, facets }).expect("an answer")
}

/// All pages, one after the other.
fn walk(shelf: &Shelf, search: &Search, columns: Option<&Columns>, limit: u32) -> Vec<i64> {
    let (mut all, mut after) = (Vec::new(), None::<String>);
    loop {
        let page = Page { after: after.as_deref(), limit, facets: 0 };
        let found = shelf.ledger.search(search, columns, &page).expect("a page");
        assert!(found.hits.len() <= limit as usize);
        assert!(found.next.is_none() || found.hits.len() == limit as usize, "a page came up short");
        all.extend(found.hits.iter().map(|h| h.about.document));
        match found.next {
            Some(next) => after = Some(next),
            None => return all,
        }
    }
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
    assert_eq!(walk(&shelf, &search, None, 2), [5, 4, 3, 2, 1]);
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
    assert_eq!(walk(&shelf, &words("sąd"), None, 1).len(), 3);
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
        let whole = walk(&shelf, &search, None, 100);
        let columns = shelf.ledger.columns().expect("columns");
        assert_eq!(walk(&shelf, &search, Some(&columns), 2), whole);
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

/// An act of a paper, read from the tables.
#[derive(Debug)]
struct Act {
    kind: String,
    quad: String,
    country: String,
    codes: Vec<(String, String)>,
    tags: Vec<(String, String)>,
}

/// A paper, read from the tables.
#[derive(Debug)]
struct Whole {
    cells: Vec<String>,
    acts: Vec<Act>,
}

/// All papers that have the words, in the plainest way.
fn read(shelf: &Shelf, word: Option<&str>) -> Vec<Whole> {
    let split = |row: String| row.split('|').map(str::to_owned).collect::<Vec<_>>();
    let pairs = |sql: String| {
        shelf
            .rows(&sql)
            .into_iter()
            .map(|r| {
                let (a, b) = r.split_once('|').expect("two cells");
                (a.to_owned(), b.to_owned())
            })
            .collect()
    };
    let sql = "SELECT d.id, d.lang, s.name, d.published, d.copy_of IS NOT NULL FROM documents d
        JOIN sources s ON s.id = d.source ORDER BY d.id";
    let mut out = Vec::new();
    for cells in shelf.rows(sql).into_iter().map(split) {
        let text = shelf.ledger.paper(cells[0].parse().expect("a number")).expect("a paper").text;
        if word.is_some_and(|w| !text.split(' ').any(|t| t == w)) {
            continue;
        }
        let sql = format!(
            "SELECT DISTINCT a.id, a.type, a.quad, a.country FROM reports r
            JOIN acts a ON a.id = r.act WHERE r.document = {}",
            cells[0]
        );
        let acts = shelf.rows(&sql).into_iter().map(split).map(|a| Act {
            codes: pairs(format!("SELECT role, code FROM codes WHERE act = {}", a[0])),
            tags: pairs(format!("SELECT kind, tag FROM tags WHERE act = {}", a[0])),
            kind: a[1].clone(),
            quad: a[2].clone(),
            country: a[3].clone(),
        });
        out.push(Whole { acts: acts.collect(), cells });
    }
    out
}

impl Act {
    /// Values of a facet.
    fn values(&self, facet: &str) -> Vec<&str> {
        match facet {
            "type" => vec![&self.kind],
            "quad" => vec![&self.quad],
            "country" => vec![&self.country],
            "actor" => pick(&self.codes, "0"),
            "recipient" => pick(&self.codes, "1"),
            tag => pick(&self.tags, tag),
        }
    }

    fn fits(&self, t: &ToldFilter) -> bool {
        let has = |facet: &str, asked: &Option<String>| {
            asked.as_ref().is_none_or(|a| self.values(facet).contains(&a.as_str()))
        };
        (t.types.is_empty() || t.types.contains(&self.kind))
            && has("quad", &t.quad.map(|q| q.to_string()))
            && has("actor", &t.actor)
            && has("recipient", &t.recipient)
            && has("area", &t.area)
            && has("framework", &t.framework)
            && has("country", &t.country)
    }
}

fn pick<'p>(pairs: &'p [(String, String)], key: &str) -> Vec<&'p str> {
    pairs.iter().filter(|p| p.0 == key).map(|p| p.1.as_str()).collect()
}

/// How many papers fit.
fn brute(papers: &[Whole], s: &Search) -> u64 {
    let is = |cell: &str, asked: &Option<String>| asked.as_ref().is_none_or(|a| a == cell);
    let fits = |p: &&Whole| {
        is(&p.cells[1], &s.papers.lang)
            && is(&p.cells[2], &s.papers.source)
            && s.papers.from.as_ref().is_none_or(|d| p.cells[3] >= *d)
            && s.papers.to.as_ref().is_none_or(|d| p.cells[3] <= format!("{d}~"))
            && !(s.papers.originals && p.cells[4] == "1")
            && (!s.told.asks() || p.acts.iter().any(|a| a.fits(&s.told)))
    };
    papers.iter().filter(fits).count() as u64
}

/// A search with another choice, or none, of a facet.
fn with(s: &Search, facet: &str, value: Option<&str>) -> Search {
    let mut s = s.clone();
    let one = value.map(str::to_owned);
    match facet {
        "type" => s.told.types = one.into_iter().collect(),
        "quad" => s.told.quad = one.and_then(|q| q.parse().ok()),
        "actor" => s.told.actor = one,
        "recipient" => s.told.recipient = one,
        "area" => s.told.area = one,
        "framework" => s.told.framework = one,
        "country" => s.told.country = one,
        "lang" => s.papers.lang = one,
        "source" => s.papers.source = one,
        "originals" => s.papers.originals = false,
        _ => (s.papers.from, s.papers.to) = (one.clone(), one),
    }
    s
}

fn code(of: usize) -> String {
    STATES[of].0.to_owned()
}

/// Papers of a random ledger: day, language, words, acts.
fn ledgers() -> impl Strategy<Value = Vec<Filed>> {
    let act = (
        0..4_usize,
        0..TYPES.len(),
        0..4_usize,
        any::<bool>(),
        prop::option::of(0..2_usize),
        0..5_usize,
    )
        .prop_map(|(a, kind, b, both, area, day)| {
            let date = ["", "2021-05-01", "2021-05-02", "2021-06-01", "2022-01-01"][day];
            let mut told = Told { area, ..Told::new(a, kind, b, date) };
            if both && a != b {
                told.actors = vec![a, b];
                told.recipients = Vec::new();
            }
            told
        });
    let one = (0..5_u32, 0..3_usize, any::<bool>(), 0..4_usize, prop::collection::vec(act, 0..4));
    prop::collection::vec(one, 1..9).prop_map(|papers| {
        let papers = papers.into_iter().enumerate();
        papers
            .map(|(i, (day, source, polish, words, told))| {
                let published = format!("202{}-0{}-11", day % 3, day % 4 + 1);
                let words = ["gas", "oil", "gas oil", ""][words];
                let mut p = paper(&format!("s{source}/{i}"), &published, words, &told);
                for (n, e) in p.record.coded.events.iter_mut().enumerate() {
                    e.frameworks =
                        ["NATO", "EU"][..(i + n) % 3].iter().map(|f| (*f).into()).collect();
                }
                if polish {
                    p.record.lang = "pl".into();
                }
                p
            })
            .collect()
    })
}

fn searches() -> impl Strategy<Value = Search> {
    let some = |n: usize| prop::option::weighted(0.25, 0..n);
    let of_acts =
        (prop::collection::vec(0..TYPES.len(), 0..3), some(4), some(4), some(4), some(2), some(2));
    let of_papers = (some(2), some(3), some(3), some(3), any::<bool>());
    (0..3_usize, of_acts, of_papers, any::<bool>()).prop_map(|(word, acts, papers, rarely)| {
        let (types, quad, actor, recipient, area, framework) = acts;
        let (lang, source, from, to, originals) = papers;
        let year = |y: usize| format!("202{y}");
        Search {
            words: Query::parse(["", "gas", "oil"][word], |w| vec![w.to_owned()]),
            papers: DocumentFilter {
                lang: lang.map(|l| ["pl", "en"][l].into()),
                source: source.map(|s| format!("s{s}")),
                from: from.map(year),
                to: to.map(year),
                originals,
            },
            told: ToldFilter {
                types: if rarely {
                    types.into_iter().map(|t| TYPES[t].0.into()).collect()
                } else {
                    Vec::new()
                },
                quad: quad.map(|q| q as u8 + 1),
                actor: actor.map(code),
                recipient: recipient.map(code),
                area: area.map(|a| AREAS[a].into()),
                framework: framework.map(|f| ["NATO", "EU"][f].into()),
                country: None,
            },
            order: if originals { Order::Best } else { Order::Newest },
        }
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, ..ProptestConfig::default() })]
    #[test]
    fn counts_are_those_of_brute_force(papers in ledgers(), asked in prop::collection::vec(searches(), 6)) {
        let shelf = Shelf::of(&papers);
        let columns = shelf.ledger.columns().expect("columns");
        for search in asked {
            let word = search.words.terms.first().map(|t| t[0].form.clone());
            let all = read(&shelf, word.as_deref());
            let page = Page { after: None, limit: 3, facets: 50 };
            let found = shelf.ledger.search(&search, Some(&columns), &page).expect("an answer");
            let alone = shelf.ledger.search(&search, None, &page).expect("an answer");
            prop_assert_eq!(&found.facets, &alone.facets);
            prop_assert_eq!(found.total, brute(&all, &search));
            prop_assert_eq!(walk(&shelf, &search, Some(&columns), 2).len() as u64, found.total);
            for facet in &found.facets {
                prop_assert_eq!(facet.further, 0);
                for v in &facet.values {
                    let other = with(&search, &facet.facet, Some(&v.value));
                    prop_assert_eq!(v.papers, brute(&all, &other), "{} {:?}", &facet.facet, v);
                }
                // No value is left out.
                let values: Vec<&str> = facet.values.iter().map(|v| v.value.as_str()).collect();
                let there = all.iter().flat_map(|p| &p.acts).flat_map(|a| match facet.facet.as_str() {
                    "lang" | "source" | "year" | "month" => Vec::new(),
                    facet => a.values(facet),
                });
                for value in there.filter(|v| *v != "null" && !values.contains(v)) {
                    prop_assert_eq!(brute(&all, &with(&search, &facet.facet, Some(value))), 0);
                }
            }
            if let Some(why) = found.empty {
                prop_assert_eq!(why.words, all.len() as u64);
                for w in &why.without {
                    prop_assert_eq!(w.papers, brute(&all, &with(&search, &w.filter, None)));
                }
            }
        }
    }
}
