//! Facets: what is counted is what brute force counts, on random ledgers and random searches.

mod common;

use common::{AREAS, STATES, Shelf, TYPES, Told, paper};
use ledger::Filed;
use ledger::ask::{DocumentFilter, Order, Page, Query, Search, ToldFilter};
use proptest::prelude::*;

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
            prop_assert_eq!(shelf.pages(&search, Some(&columns), 2).len() as u64, found.total);
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
