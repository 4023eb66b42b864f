//! Acts and exports by words: acts told in papers, or in sentences, that have them, and what is
//! handed on of a search.

mod common;

use common::{AREAS, Shelf, Told, paper};
use ledger::LedgerError;
use ledger::ask::{ActFilter, Choice, DocumentFilter, Query, Search, ToldFilter, Within};
use std::collections::BTreeSet;

fn query(words: &str, within: Within) -> Query {
    Query { within, ..Query::parse(words, |w| vec![w.to_owned()]) }
}

/// Thirty papers; every third has "gas" in front, every fourth "sąd", the others next to it "sad".
fn shelf() -> Shelf {
    let papers: Vec<_> = (0..30_usize)
        .map(|i| {
            let told: Vec<Told> = (0..3)
                .map(|n| {
                    let k = i * 5 + n * 2;
                    let day = format!("2021-0{}-{:02}", k % 6 + 1, i % 28 + 1);
                    let mut t = Told::new(k % 5, k % 5, (k + 1 + n) % 6, &day);
                    t.area = (k % 2 == 0).then_some(k % AREAS.len());
                    t
                })
                .collect();
            let words = match i % 12 {
                0 => "gas sąd/sąd",
                4 | 8 => "sąd/sąd",
                5 | 9 => "sad/sad",
                3 | 6 => "gas",
                _ => "",
            };
            paper(&format!("s{}/{i}", i % 3), "2022-01-01", words, &told)
        })
        .collect();
    Shelf::of(&papers)
}

/// All pages of acts.
fn walk(shelf: &Shelf, filter: &ActFilter, limit: u32) -> Vec<String> {
    let (mut all, mut after) = (Vec::new(), None::<String>);
    loop {
        let page = shelf.ledger.acts(filter, after.as_deref(), limit).expect("a page");
        assert!(page.next.is_none() || page.acts.len() == limit as usize, "a page came up short");
        all.extend(page.acts.into_iter().map(|a| a.act));
        match page.next {
            Some(next) => after = Some(next),
            None => return all,
        }
    }
}

/// Acts that papers with a word tell, in the plainest way.
fn plain(shelf: &Shelf, word: &str, sentence: bool) -> BTreeSet<String> {
    let rows = shelf.rows(
        "SELECT a.uid, r.document, r.sentence_start, r.sentence_end FROM reports r
         JOIN acts a ON a.id = r.act",
    );
    rows.iter()
        .filter_map(|row| {
            let cells: Vec<&str> = row.split('|').collect();
            let number = |n: usize| cells[n].parse::<usize>().expect("a number");
            let text = shelf.ledger.paper(number(1) as i64).expect("a paper").text;
            let part: String = match sentence {
                true => text.chars().skip(number(2)).take(number(3) - number(2)).collect(),
                false => text,
            };
            part.split(' ').any(|w| w == word).then(|| cells[0].to_owned())
        })
        .collect()
}

#[test]
fn acts_are_asked_by_the_words_of_their_papers_and_sentences() {
    let shelf = shelf();
    for (word, within) in [
        ("gas", Within::Paper),
        ("sąd", Within::Paper),
        ("praised", Within::Paper),
        ("praised", Within::Sentence),
        ("gas", Within::Sentence),
        ("trade", Within::Sentence),
    ] {
        let words = query(word, within);
        let told = plain(&shelf, word, within == Within::Sentence);
        let none = ActFilter { words: words.clone(), ..ActFilter::default() };
        let filters = [
            none.clone(),
            ActFilter { actor: Some("POL".into()), ..none.clone() },
            ActFilter { types: vec!["CONSULT".into(), "AID".into()], ..none.clone() },
            ActFilter {
                area: Some("trade".into()),
                recipient: Some("China".into()),
                ..none.clone()
            },
            ActFilter { from: Some("2021-03".into()), min_confidence: 0.51, ..none },
        ];
        for filter in filters {
            let unworded = ActFilter { words: Query::default(), ..filter.clone() };
            let mut expected = walk(&shelf, &unworded, 100);
            expected.retain(|a| told.contains(a));
            for limit in [1, 4, 100] {
                assert_eq!(walk(&shelf, &filter, limit), expected, "{word} {within:?} {filter:?}");
            }
        }
    }
    let nothing = ActFilter { words: query("gas", Within::Sentence), ..ActFilter::default() };
    assert!(walk(&shelf, &nothing, 9).is_empty(), "the word stands before all sentences");
}

/// What is handed on: keys of papers with their events, and the acts.
fn handed(shelf: &Shelf, search: &Search, choice: Choice) -> Vec<(String, usize, Vec<String>)> {
    let mut out = Vec::new();
    let give = |p: ledger::ask::Paper, told: Vec<record::Told>| {
        assert_eq!((p.acts.len(), p.record.coded.events.len()), (told.len(), told.len()));
        out.push((p.about.key, told.len(), p.acts));
        Ok::<(), LedgerError>(())
    };
    shelf.ledger.hand_on(search, None, choice, give).expect("handed on");
    out
}

#[test]
fn what_is_found_is_handed_on_with_the_acts_that_fit() {
    let shelf = shelf();
    let mut search = Search { words: query("sąd", Within::Paper), ..Search::default() };
    let found = handed(&shelf, &search, Choice::Reports);
    let total = shelf.rows("SELECT id FROM documents WHERE id % 12 IN (1, 5, 9)").len();
    assert_eq!(found.len(), total);
    assert!(found.iter().all(|f| f.1 == 3));
    search.told = ToldFilter { types: vec!["SUPPORT".into()], ..ToldFilter::default() };
    let fewer = handed(&shelf, &search, Choice::Reports);
    assert!(!fewer.is_empty() && fewer.iter().all(|f| (1..3).contains(&f.1)), "{fewer:?}");
    search.papers = DocumentFilter { source: Some("s1".into()), ..DocumentFilter::default() };
    assert!(handed(&shelf, &search, Choice::Reports).iter().all(|f| f.0.starts_with("s1/")));
    search.papers.from = Some("yesterday".into());
    let give = |_, _| Ok::<(), LedgerError>(());
    let wrong = shelf.ledger.hand_on(&search, None, Choice::Reports, give);
    assert!(matches!(wrong, Err(LedgerError::Question(_))));
    // In sentences: papers without one are left out.
    let search = Search { words: query("praised", Within::Sentence), ..Search::default() };
    let told = plain(&shelf, "praised", true);
    let sentences = handed(&shelf, &search, Choice::Reports);
    assert!(sentences.iter().all(|f| f.1 > 0));
    let acts: BTreeSet<String> = sentences.into_iter().flat_map(|f| f.2).collect();
    assert_eq!(acts, told);
}

#[test]
fn an_act_is_handed_on_once_though_its_first_report_was_not_found() {
    let met = |words, key: &str| {
        let told =
            Told { actors: vec![0, 1], recipients: vec![], ..Told::new(0, 1, 1, "2021-06-01") };
        paper(key, "2021-06-02", words, &[told])
    };
    let shelf = Shelf::of(&[met("gas", "a/1"), met("oil", "b/2"), met("oil coal", "c/3")]);
    assert_eq!(shelf.rows("SELECT n_reports FROM acts"), ["3"], "one act");
    let by = |words: &str| {
        let search = Search { words: query(words, Within::Paper), ..Search::default() };
        let found = handed(&shelf, &search, Choice::Acts).into_iter();
        found.map(|f| (f.0, f.1)).collect::<Vec<_>>()
    };
    let one = |key: &str, n: usize| (key.to_owned(), n);
    assert_eq!(by("gas"), [one("a/1", 1)]);
    assert_eq!(by("oil"), [one("b/2", 1), one("c/3", 0)]);
    assert_eq!(by("coal"), [one("c/3", 1)]);
    let all = handed(&shelf, &Search::default(), Choice::Acts);
    assert_eq!(all.iter().map(|f| f.1).sum::<usize>(), 1);
    let day = Search { words: query("oil", Within::Paper), ..Search::default() };
    assert_eq!(handed(&shelf, &day, Choice::OneADay).iter().map(|f| f.1).sum::<usize>(), 1);
    // The act is found by any of its papers.
    let filter = ActFilter { words: query("coal", Within::Paper), ..ActFilter::default() };
    assert_eq!(walk(&shelf, &filter, 9).len(), 1);
}

#[test]
fn statements_come_page_by_page() {
    let papers = (0..7).map(|i| {
        let mut p = paper(&format!("a/{i}"), "2021-06-02", "gas is dear", &[]);
        let content = record::Cited { text: "gas is".into(), start: 0, end: 6 };
        p.record.coded.statements.push(record::Statement {
            id: "s1".into(),
            speaker: None,
            addressees: Vec::new(),
            cue: None,
            kind: "direct".into(),
            content,
            events: Vec::new(),
        });
        p
    });
    let shelf = Shelf::of(&papers.collect::<Vec<_>>());
    let (mut all, mut after) = (Vec::new(), None);
    loop {
        let page = shelf.ledger.statements(None, after, 3).expect("a page");
        assert!(page.next.is_none() || page.statements.len() == 3);
        all.extend(page.statements.iter().map(|s| s.document));
        assert!(page.statements.iter().all(|s| s.content == "gas is"));
        match page.next {
            Some(next) => after = Some(next.parse().expect("a number")),
            None => break,
        }
    }
    assert_eq!(all, [7, 6, 5, 4, 3, 2, 1]);
}

#[test]
fn what_is_read_again_meanwhile_comes_once_and_breaks_nothing_off() {
    let shelf = shelf();
    let mut writer = ledger::Ledger::open(&shelf.path).expect("opened");
    let mut keys = Vec::new();
    let give = |p: ledger::ask::Paper, _| {
        if keys.is_empty() {
            // The second paper is read again, so that it gets a number behind all others.
            let old = shelf.ledger.paper(2)?;
            let tokens = shelf.ledger.tokens(2)?;
            let mut filing = writer.filing()?;
            filing.renew(&old.about.key, old.record, tokens, "another maker")?;
            filing.commit()?;
        }
        keys.push(p.about.key);
        Ok::<(), LedgerError>(())
    };
    shelf.ledger.hand_on(&Search::default(), None, Choice::Reports, give).expect("to the end");
    let once: BTreeSet<&String> = keys.iter().collect();
    assert_eq!((keys.len(), once.len()), (30, 30), "{keys:?}");
}
