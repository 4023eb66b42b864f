//! Answers: every act once under every filter, papers by words in any inflection, and nothing a
//! person writes is taken for SQL.

mod common;

use common::{AREAS, STATES, Shelf, Told, paper};
use ledger::LedgerError;
use ledger::ask::{ActFilter, ActRow, DocumentFilter, Page, Query, Search, ToldFilter};
use std::collections::BTreeSet;

const PAGE: Page<'static> = Page { after: None, limit: 10, facets: 5 };

/// Forty papers with acts of all kinds.
fn shelf() -> Shelf {
    let mut papers = Vec::new();
    for i in 0..40_usize {
        let told: Vec<Told> = (0..4)
            .map(|n| {
                let k = i * 7 + n * 3;
                let mut t = Told::new(k % 6, k % 5, (k / 2 + 1) % 6, "");
                if k % 4 == 0 {
                    t.recipients.clear();
                    t.actors = vec![k % 6, (k + 1) % 6];
                }
                t.aux = k % 4;
                t.area = (k % 3 > 0).then_some(k % AREAS.len());
                t.date = match k % 9 {
                    0 => String::new(),
                    1 => "2021".into(),
                    _ => format!("202{}-0{}-1{}", k % 3, k % 8 + 1, k % 10),
                };
                t
            })
            .collect();
        papers.push(paper(&format!("source{}/{i}", i % 5), "2022-01-01", "", &told));
    }
    Shelf::of(&papers)
}

/// All acts page by page.
fn walk(shelf: &Shelf, filter: &ActFilter, limit: u32) -> Vec<ActRow> {
    let (mut all, mut after) = (Vec::new(), None::<String>);
    loop {
        let page = shelf.ledger.acts(filter, after.as_deref(), limit).expect("a page");
        assert!(page.acts.len() <= limit as usize);
        all.extend(page.acts);
        match page.next {
            Some(next) => after = Some(next),
            None => return all,
        }
    }
}

/// What a filter means, said once more in the plainest way.
fn fits(f: &ActFilter, a: &ActRow) -> bool {
    let is = |p: &ledger::ask::PartyRow, asked: &str| {
        p.code.as_deref() == Some(asked) || p.name == asked || p.entity == asked
    };
    let others = if a.recipients.is_empty() { &a.actors } else { &a.recipients };
    let day = |d: &Option<String>| d.clone().unwrap_or_default();
    let first = a.date.as_deref().map_or(String::new(), |d| match d.len() {
        4 => format!("{d}-01-01"),
        _ => d.to_owned(),
    });
    f.actor.as_ref().is_none_or(|p| a.actors.iter().any(|x| is(x, p)))
        && f.recipient.as_ref().is_none_or(|p| others.iter().any(|x| is(x, p)))
        && (f.types.is_empty() || f.types.contains(&a.event))
        && f.area.as_ref().is_none_or(|t| a.areas.contains(t))
        && f.aux.as_ref().is_none_or(|x| *x == a.aux)
        && f.quad.is_none_or(|q| q == a.quad)
        && (f.from.is_none() || first >= day(&f.from))
        && (f.to.is_none() || first <= format!("{}-99-99", day(&f.to)))
        && a.n_sources >= f.min_sources
        && f.max_confidence.is_none_or(|c| a.confidence <= f64::from(c) + 1e-6)
        && a.confidence >= f64::from(f.min_confidence) - 1e-6
}

#[test]
fn every_act_comes_exactly_once_under_every_filter() {
    let shelf = shelf();
    shelf.sound();
    let all = walk(&shelf, &ActFilter::default(), 500);
    assert_eq!(shelf.rows("SELECT count(*) FROM acts"), [all.len().to_string()]);
    let parties = [
        None,
        Some("POL".to_owned()),
        Some("country/FIN".into()),
        Some("China".into()),
        Some("XXX".into()),
    ];
    let mut asked = 0;
    for actor in &parties {
        for recipient in &parties {
            for area in [None, Some(AREAS[1].to_owned())] {
                for types in [vec![], vec!["CONSULT".into()], vec!["SUPPORT".into(), "AID".into()]]
                {
                    for more in 0..6 {
                        let mut f = ActFilter {
                            actor: actor.clone(),
                            recipient: recipient.clone(),
                            area: area.clone(),
                            types: types.clone(),
                            ..ActFilter::default()
                        };
                        match more {
                            1 => f.aux = Some("none".into()),
                            2 => f.aux = Some("negation".into()),
                            3 => (f.from, f.to) = (Some("2021".into()), Some("2021".into())),
                            4 => (f.quad, f.min_sources) = (Some(1), 2),
                            5 => (f.max_confidence, f.min_confidence) = (Some(0.52), 0.51),
                            _ => {}
                        }
                        let expected: BTreeSet<&str> =
                            all.iter().filter(|a| fits(&f, a)).map(|a| a.act.as_str()).collect();
                        for limit in [1 + asked % 4, 500] {
                            let got = walk(&shelf, &f, limit);
                            let ids: BTreeSet<&str> = got.iter().map(|a| a.act.as_str()).collect();
                            assert_eq!(ids.len(), got.len(), "twice: {f:?}");
                            assert_eq!(ids, expected, "{f:?}");
                        }
                        asked += 1;
                    }
                }
            }
        }
    }
    // Newest first, those without a day last.
    let days: Vec<String> = shelf.rows("SELECT day FROM acts ORDER BY day DESC, id DESC");
    let got: Vec<String> = all
        .iter()
        .map(|a| shelf.rows(&format!("SELECT day FROM acts WHERE uid = '{}'", a.act)).remove(0))
        .collect();
    assert_eq!(days, got);
}

#[test]
fn pages_of_pairs_are_what_the_acts_say() {
    let shelf = shelf();
    for (a, _) in STATES {
        for (b, _) in STATES.iter().filter(|(b, _)| *b != a) {
            let there = shelf.ledger.dyad(a, b, 1000).expect("a page");
            let back = shelf.ledger.dyad(b, a, 1000).expect("a page");
            assert_eq!(there.acts as usize, there.latest.len());
            assert_eq!((there.acts, &there.areas), (back.acts, &back.areas));
            let turned = |m: &ledger::ask::Month| match m.direction {
                "a->b" => "b->a",
                "b->a" => "a->b",
                both => both,
            };
            let mut other: Vec<_> =
                back.months.iter().map(|m| (&m.month, m.quad, turned(m), m.acts)).collect();
            let mut one: Vec<_> =
                there.months.iter().map(|m| (&m.month, m.quad, m.direction, m.acts)).collect();
            one.sort();
            other.sort();
            assert_eq!(one, other);
        }
    }
    for (a, b) in [("POL", "POL"), ("pol", "FIN"), ("'; DROP TABLE acts; --", "FIN")] {
        assert!(matches!(shelf.ledger.dyad(a, b, 9), Err(LedgerError::Question(_))), "{a} {b}");
    }
}

#[test]
fn words_are_found_in_any_inflection() {
    let shelf = Shelf::of(&[
        paper("a/1", "2021-06-01", "Rozmawiał/rozmawiać z/z Tokajewem/Tokajew w/w Łodzi/Łódź", &[]),
        paper("a/2", "2021-06-02", "Tokajewowi/Tokajew podziękował/podziękować sąd/sąd", &[]),
        paper("b/3", "2021-06-03", "sadem/sad przeszedł/przejść rozmawia/rozmawiać", &[]),
    ]);
    let lemmas = |w: &str| match w {
        "Tokajewa" | "Tokajew" => vec!["Tokajew".to_owned()],
        "rozmawiają" => vec!["rozmawiać".into()],
        "sądy" => vec!["sąd".into()],
        "Łodzią" => vec!["Łódź".into()],
        _ => vec![w.to_owned()],
    };
    let found = |words: &str| -> Vec<String> {
        let search = Search { words: Query::parse(words, lemmas), ..Search::default() };
        let mut keys: Vec<String> = shelf
            .ledger
            .search(&search, None, &PAGE)
            .expect("an answer")
            .hits
            .into_iter()
            .map(|h| h.about.key)
            .collect();
        keys.sort();
        keys
    };
    assert_eq!(found("Tokajewa"), ["a/1", "a/2"]);
    assert_eq!(found("rozmawiają"), ["a/1", "b/3"]);
    assert_eq!(found("rozmawiają Tokajewa"), ["a/1"]);
    assert_eq!(found("sądy"), ["a/2"]);
    assert_eq!(found("Łodzią"), ["a/1"]);
    assert_eq!(found("lodzi"), ["a/1"]);
    assert_eq!(found("\"z Tokajewem\""), ["a/1"]);
    assert_eq!(found("\"Tokajewem z\""), Vec::<String>::new());
    assert_eq!(found("Tokaj*"), ["a/1", "a/2"]);
    assert_eq!(found("nigdzie"), Vec::<String>::new());
}

#[test]
fn what_a_person_writes_is_never_sql() {
    let shelf = shelf();
    let before = shelf.told();
    let hostile = [
        "'; DROP TABLE acts; --",
        "\" OR 1=1 --",
        "forms:x NEAR(y) AND NOT *",
        "%_[a-z]\\",
        "a\0b",
        "(((",
        "{} ^ - + : ,",
        "\u{202e}\u{0}\u{fffd}",
        "NULL",
        "",
    ];
    for words in hostile {
        let some = Some(words.to_owned());
        let papers = DocumentFilter {
            lang: some.clone(),
            source: some.clone(),
            ..DocumentFilter::default()
        };
        let told = ToldFilter {
            types: vec![words.into()],
            actor: some.clone(),
            recipient: some.clone(),
            area: some.clone(),
            framework: some.clone(),
            country: some.clone(),
            quad: None,
        };
        let query = Query::parse(words, |w| vec![w.to_owned(), words.to_owned()]);
        let search = Search { words: query, papers, told, ..Search::default() };
        let found = shelf.ledger.search(&search, None, &PAGE).expect("an answer");
        assert!(found.hits.is_empty() && found.empty.is_some(), "{words}");
        let cursor = Page { after: Some(words), ..PAGE };
        let wild = shelf.ledger.search(&search, None, &cursor);
        assert!(matches!(wild, Err(LedgerError::Question(_))), "{words}");
        let filter = ActFilter {
            actor: some.clone(),
            recipient: some.clone(),
            types: vec![words.into()],
            mode: some.clone(),
            area: some.clone(),
            framework: some.clone(),
            context: some.clone(),
            weight: some.clone(),
            aux: some.clone(),
            country: some.clone(),
            ..ActFilter::default()
        };
        assert!(shelf.ledger.acts(&filter, None, 9).expect("an answer").acts.is_empty());
        let dated = ActFilter { from: some.clone(), ..ActFilter::default() };
        assert!(matches!(shelf.ledger.acts(&dated, None, 9), Err(LedgerError::Question(_))));
        let cursor = shelf.ledger.acts(&ActFilter::default(), Some(words), 9);
        assert!(matches!(cursor, Err(LedgerError::Question(_))), "{words}");
        if !words.is_empty() {
            assert!(shelf.ledger.entities(words, 9).expect("an answer").is_empty(), "{words}");
        }
        assert!(matches!(shelf.ledger.entity(words, 9), Err(LedgerError::Question(_))));
        assert!(matches!(shelf.ledger.document_named(words), Err(LedgerError::Question(_))));
        assert!(matches!(shelf.ledger.act(words), Err(LedgerError::Question(_))));
        assert!(
            shelf.ledger.statements(Some(words), None, 9).expect("an answer").statements.is_empty()
        );
        let filter = DocumentFilter { source: some, ..DocumentFilter::default() };
        assert!(shelf.ledger.documents(&filter, 0, 9).expect("an answer").is_empty());
    }
    assert_eq!(before, shelf.told());
    shelf.sound();
}

#[test]
fn parties_have_the_code_that_they_had_in_the_act() {
    let mut first = paper("one/1", "2016-03-01", "", &[Told::new(0, 1, 1, "2016-03-01")]);
    let mut second = paper("one/2", "2024-03-01", "", &[Told::new(2, 2, 1, "2024-03-01")]);
    let mut third = paper("one/3", "2024-04-01", "", &[Told::new(3, 2, 4, "2024-04-01")]);
    // One person in two offices; officials of two states under one name.
    let rename =
        |paper: &mut ledger::Filed, role: usize, entity: Option<&str>, name: &str, code: &str| {
            let event = &mut paper.record.coded.events[0];
            let list = if role == 0 { &mut event.actors } else { &mut event.recipients };
            list[0].entity = entity.map(Into::into);
            list[0].name = name.into();
            list[0].code = Some(code.into());
        };
    rename(&mut first, 0, Some("person/ewa-nowak"), "Ewa Nowak", "EU");
    rename(&mut second, 0, Some("person/ewa-nowak"), "Ewa Nowak", "POL");
    rename(&mut second, 1, None, "officials", "FIN");
    rename(&mut third, 0, None, "officials", "CHN");
    let shelf = Shelf::of(&[first, second, third]);
    let acts = walk(&shelf, &ActFilter::default(), 10);
    let told: BTreeSet<(String, String)> = acts
        .iter()
        .flat_map(|a| a.actors.iter().chain(&a.recipients))
        .map(|p| (p.entity.clone(), p.code.clone().unwrap_or_default()))
        .collect();
    let has = |entity: &str, code: &str| told.contains(&(entity.to_owned(), code.to_owned()));
    assert!(has("person/ewa-nowak", "EU") && has("person/ewa-nowak", "POL"), "{told:?}");
    assert!(has("name/FIN/officials", "FIN") && has("name/CHN/officials", "CHN"), "{told:?}");
    let filter = ActFilter { actor: Some("officials".into()), ..ActFilter::default() };
    assert_eq!(walk(&shelf, &filter, 10).len(), 1);
    let filter = ActFilter { actor: Some("EU".into()), ..ActFilter::default() };
    assert_eq!(walk(&shelf, &filter, 10).len(), 1);
}
