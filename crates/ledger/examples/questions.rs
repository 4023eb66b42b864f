//! What questions to a ledger cost: the ones that `chancery search`, `acts`, `dyad` and `entity`
//! ask, with subjects drawn from the ledger itself, the frequent ones and the worst combinations.
//!
//! **In:** a ledger (a large one: `--example grow`). **Out:** a table: the question, how many rows
//! came, the median and the slowest of seven answers in milliseconds, after one that warmed the
//! caches; and the median of the time on the processor, which other programs do not change much.
//!
//!     cargo run --release -p ledger --example questions -- BIG.ledger

use ledger::Ledger;
use ledger::ask::{
    ActFilter, Columns, DocumentFilter, NAMED, Order, Page, Query, Search, ToldFilter, Within,
};
use std::error::Error;
use std::path::Path;
use std::time::{Duration, Instant};

const TIMES: usize = 7;
const PAGE: u32 = 50;

fn main() -> Result<(), Box<dyn Error>> {
    let path = std::env::args().nth(1).ok_or("usage: questions BIG.ledger")?;
    let ledger = Ledger::open_to_read(Path::new(&path))?;
    let db =
        rusqlite::Connection::open_with_flags(&path, rusqlite::OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    println!("question\trows\tmedian ms\tslowest ms\tmedian ms of processor");
    dyads(&ledger, &db)?;
    searches(&ledger, &db)?;
    acts(&ledger, &db)?;
    entities(&ledger, &db)
}

/// Asks some times and prints a line.
fn time(name: &str, ask: impl Fn() -> ledger::Result<usize>) -> Result<(), Box<dyn Error>> {
    let rows = ask()?;
    let (mut taken, mut busy) = (Vec::with_capacity(TIMES), Vec::with_capacity(TIMES));
    for _ in 0..TIMES {
        let (begun, before) = (Instant::now(), on_processor());
        ask()?;
        taken.push(begun.elapsed().as_secs_f64() * 1000.0);
        busy.push(on_processor().saturating_sub(before).as_secs_f64() * 1000.0);
    }
    taken.sort_by(f64::total_cmp);
    busy.sort_by(f64::total_cmp);
    let (median, slowest) = (taken[TIMES / 2], taken[TIMES - 1]);
    println!("{name}\t{rows}\t{median:.1}\t{slowest:.1}\t{:.1}", busy[TIMES / 2]);
    Ok(())
}

/// Time that this thread had a processor, so that figures can be told apart from what else runs.
fn on_processor() -> Duration {
    let counted = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    let first = counted.split_whitespace().next().and_then(|n| n.parse().ok());
    Duration::from_nanos(first.unwrap_or(0))
}

/// One column of the rows of a query, as text.
fn list(db: &rusqlite::Connection, sql: &str) -> rusqlite::Result<Vec<String>> {
    db.prepare(sql)?.query_map([], |r| r.get(0))?.collect()
}

fn dyads(ledger: &Ledger, db: &rusqlite::Connection) -> Result<(), Box<dyn Error>> {
    let pairs = list(
        db,
        "SELECT lo || ' ' || hi FROM balances GROUP BY lo, hi ORDER BY sum(acts) DESC, lo, hi",
    )?;
    for at in [0, 1, pairs.len() / 2, pairs.len().saturating_sub(1)] {
        let Some((a, b)) = pairs.get(at).and_then(|p| p.split_once(' ')) else { continue };
        let acts = ledger.dyad(a, b, 20)?.acts;
        time(&format!("dyad {a} {b} ({acts} acts)"), || {
            ledger.dyad(a, b, 20).map(|d| d.latest.len())
        })?;
    }
    Ok(())
}

fn searches(ledger: &Ledger, db: &rusqlite::Connection) -> Result<(), Box<dyn Error>> {
    // As a reading room keeps them.
    let columns: Columns = ledger.columns()?;
    time(&format!("columns of {} bytes", columns.bytes()), || {
        ledger.columns().map(|c| c.papers())
    })?;
    let ask = |search: &Search, facets| {
        let page = Page { after: None, limit: 20, facets };
        ledger.search(search, Some(&columns), &page).map(|f| f.total as usize)
    };
    // The index itself tells which words are frequent.
    db.execute_batch(
        "CREATE VIRTUAL TABLE temp.vocabulary USING fts5vocab('main', 'words', 'row')",
    )?;
    let most = list(
        db,
        "SELECT term FROM temp.vocabulary WHERE length(term) > 4 ORDER BY doc DESC LIMIT 2",
    )?;
    let middle = list(
        db,
        "SELECT term FROM temp.vocabulary WHERE length(term) > 4
         AND doc BETWEEN 2000 AND 5000 ORDER BY doc DESC LIMIT 2",
    )?;
    let rare = list(
        db,
        "SELECT term FROM temp.vocabulary WHERE doc BETWEEN 2 AND 5 ORDER BY term LIMIT 1",
    )?;
    let mut questions: Vec<(String, String)> = Vec::new();
    for (kind, words) in [("most frequent", &most), ("middling", &middle), ("rare", &rare)] {
        questions.extend(words.iter().map(|w| (format!("search {kind} {w}"), w.clone())));
    }
    for (kind, words) in [
        ("two most frequent", [most.first(), most.get(1)]),
        ("frequent and rare", [most.first(), rare.first()]),
        ("two middling", [middle.first(), middle.get(1)]),
    ] {
        if let [Some(a), Some(b)] = words {
            questions.push((format!("search {kind} {a} {b}"), format!("{a} {b}")));
        }
    }
    if let Some(word) = most.first() {
        let start: String = word.chars().take(3).collect();
        questions.push((format!("search ending left open {start}*"), format!("{start}*")));
    }
    questions.push(("search phrase".into(), "\"prime minister\"".into()));
    questions.push(("search phrase".into(), "\"of the\"".into()));
    for (name, words) in questions {
        let words = Query::parse(&words, |w| vec![w.to_owned()]);
        let search = Search { words, ..Search::default() };
        time(&name, || ask(&search, 0))?;
        time(&format!("{name}, with facets"), || ask(&search, NAMED))?;
    }
    let frequent = most.first().cloned().unwrap_or_default();
    let middling = middle.first().cloned().unwrap_or_default();
    let year = |y: &str| DocumentFilter {
        from: Some(y.into()),
        to: Some(y.into()),
        ..DocumentFilter::default()
    };
    let consult = || ToldFilter { types: vec!["CONSULT".into()], ..ToldFilter::default() };
    let party = |who: &str| ToldFilter { actor: Some(who.into()), ..ToldFilter::default() };
    let codes =
        list(db, "SELECT code FROM codes GROUP BY code ORDER BY count(*) DESC, code LIMIT 1")?;
    let code = codes.first().cloned().unwrap_or_default();
    let entity = format!("country/{code}");
    // A word with diacritics, whose papers must be looked at.
    let marked = list(
        db,
        "SELECT e.name FROM parties p JOIN entities e ON e.id = p.entity
         WHERE e.name GLOB '*[^ -~]*' AND e.name NOT LIKE '% %'
         GROUP BY e.id ORDER BY count(*) DESC LIMIT 1",
    )?;
    let marked = marked.first().cloned().unwrap_or_default();
    let (all, any, no) = (DocumentFilter::default, ToldFilter::default, String::new());
    for (name, word, papers, told, order) in [
        ("frequent word of one year", &frequent, year("2015"), any(), Order::Best),
        ("frequent word, newest first", &frequent, all(), any(), Order::Newest),
        ("frequent word, one type", &frequent, all(), consult(), Order::Best),
        ("frequent word, most frequent actor", &frequent, all(), party(&code), Order::Best),
        ("frequent word, the same by its entity", &frequent, all(), party(&entity), Order::Best),
        ("middling word, one type", &middling, all(), consult(), Order::Best),
        ("middling word, one year and type", &middling, year("2015"), consult(), Order::Best),
        ("word with diacritics", &marked, all(), any(), Order::Best),
        ("no words", &no, all(), any(), Order::Newest),
        ("no words, one type", &no, all(), consult(), Order::Newest),
        ("nothing found", &middling, year("1901"), consult(), Order::Best),
    ] {
        let words = Query::parse(word, |w| vec![w.to_owned()]);
        let search = Search { words, papers, told, order };
        time(&format!("search {name}, with facets"), || ask(&search, NAMED))?;
    }
    Ok(())
}

fn acts(ledger: &Ledger, db: &rusqlite::Connection) -> Result<(), Box<dyn Error>> {
    let tags = |kind: &str, order: &str| {
        let sql = format!(
            "SELECT tag FROM tags WHERE kind = '{kind}' GROUP BY tag ORDER BY count(*) {order} LIMIT 1"
        );
        list(db, &sql).map(|l| l.into_iter().next())
    };
    let codes =
        list(db, "SELECT code FROM codes GROUP BY code ORDER BY count(*) DESC, code LIMIT 2")?;
    let persons = list(
        db,
        "SELECT e.name FROM parties p JOIN entities e ON e.id = p.entity
         WHERE e.key LIKE 'person/%' GROUP BY e.id ORDER BY count(*) DESC LIMIT 1",
    )?;
    let types = list(db, "SELECT type FROM acts GROUP BY type ORDER BY count(*) DESC")?;
    let modes =
        list(db, "SELECT mode FROM acts WHERE mode IS NOT NULL GROUP BY mode ORDER BY count(*)")?;
    let (a, b) = (codes.first().cloned(), codes.get(1).cloned());
    let (often, seldom) = (types.first().cloned(), types.last().cloned());
    let (area, rare) = (tags("area", "DESC")?, tags("area", "ASC")?);
    let (framework, context) = (tags("framework", "DESC")?, tags("context", "DESC")?);
    let none = ActFilter::default;
    let one = |t: &Option<String>| t.clone().into_iter().collect::<Vec<_>>();
    let year = |f: ActFilter| ActFilter { from: Some("2012".into()), to: Some("2012".into()), ..f };
    let pair = ActFilter { actor: a.clone(), recipient: b.clone(), ..none() };
    let questions = [
        ("no filter", none()),
        (
            "actor, type, area, all frequent",
            ActFilter { actor: a.clone(), types: one(&often), area: area.clone(), ..none() },
        ),
        ("two big parties, frequent area", ActFilter { area: area.clone(), ..pair.clone() }),
        ("two big parties, rare area", ActFilter { area: rare.clone(), ..pair.clone() }),
        ("two big parties, rare type", ActFilter { types: one(&seldom), ..pair.clone() }),
        ("two big parties, context", ActFilter { context: context.clone(), ..pair.clone() }),
        ("two big parties, denied", ActFilter { aux: Some("negation".into()), ..pair.clone() }),
        (
            "two big parties, facts, one year",
            year(ActFilter { aux: Some("none".into()), ..pair.clone() }),
        ),
        ("two big parties, conflict", ActFilter { quad: Some(4), ..pair.clone() }),
        (
            "two big parties, a code that is nowhere",
            ActFilter { area: Some("nowhere".into()), ..pair.clone() },
        ),
        (
            "big actor, rare mode, framework",
            ActFilter {
                actor: a.clone(),
                mode: modes.first().cloned(),
                framework: framework.clone(),
                ..none()
            },
        ),
        (
            "big recipient, rare type, year",
            year(ActFilter { recipient: a.clone(), types: one(&seldom), ..none() }),
        ),
        (
            "frequent type, area, framework",
            ActFilter {
                types: one(&often),
                area: area.clone(),
                framework: framework.clone(),
                ..none()
            },
        ),
        (
            "frequent type, area, context, big recipient",
            ActFilter {
                types: one(&often),
                area: area.clone(),
                context: context.clone(),
                recipient: b.clone(),
                ..none()
            },
        ),
        (
            "two types, area",
            ActFilter {
                types: types.iter().take(2).cloned().collect(),
                area: area.clone(),
                ..none()
            },
        ),
        ("rare mode alone", ActFilter { mode: modes.first().cloned(), ..none() }),
        ("country that is nowhere", ActFilter { country: Some("ZZZ".into()), ..none() }),
        ("told by nine sources", ActFilter { min_sources: 9, ..none() }),
        ("doubtful", ActFilter { max_confidence: Some(0.05), ..none() }),
        (
            "frequent person as actor, area",
            ActFilter { actor: persons.first().cloned(), area: area.clone(), ..none() },
        ),
        (
            "frequent person as recipient, area",
            ActFilter { recipient: persons.first().cloned(), area: area.clone(), ..none() },
        ),
        (
            "state by its entity as recipient, rare area",
            ActFilter {
                recipient: a.as_ref().map(|a| format!("country/{a}")),
                area: rare,
                ..none()
            },
        ),
        (
            "state by its entity as recipient, frequent area",
            ActFilter { recipient: a.as_ref().map(|a| format!("country/{a}")), area, ..none() },
        ),
    ];
    for (name, filter) in &questions {
        let page = |after: Option<&str>| ledger.acts(filter, after, PAGE);
        time(&format!("acts: {name}"), || page(None).map(|p| p.acts.len()))?;
    }
    by_words(ledger, db, &pair)?;
    // A page deep inside.
    let (mut after, mut pages) = (None, 0);
    while pages < 40 {
        let page = ledger.acts(&pair, after.as_deref(), 500)?;
        pages += 1;
        match page.next {
            Some(next) => after = Some(next),
            None => break,
        }
    }
    time(&format!("acts: two big parties, behind page {pages}"), || {
        ledger.acts(&pair, after.as_deref(), PAGE).map(|p| p.acts.len())
    })
}

/// Acts by words of their papers, and of their sentences.
fn by_words(
    ledger: &Ledger,
    db: &rusqlite::Connection,
    pair: &ActFilter,
) -> Result<(), Box<dyn Error>> {
    let of = |least: u32, most: u32| {
        let sql = format!(
            "SELECT term FROM temp.vocabulary WHERE length(term) > 4
             AND doc BETWEEN {least} AND {most} ORDER BY doc DESC LIMIT 2"
        );
        list(db, &sql)
    };
    let [frequent, middling, rare] = [of(10_000, 10_000_000)?, of(2_000, 5_000)?, of(5, 50)?];
    let none = ActFilter::default();
    for (name, words, filter) in [
        ("frequent word", frequent.first().cloned(), &none),
        ("middling word", middling.first().cloned(), &none),
        ("rare word", rare.first().cloned(), &none),
        ("frequent word, two big parties", frequent.first().cloned(), pair),
        ("middling word, two big parties", middling.first().cloned(), pair),
        ("two frequent words", Some(frequent.join(" ")), &none),
        ("two middling words", Some(middling.join(" ")), &none),
    ] {
        for within in [Within::Paper, Within::Sentence] {
            let query = Query::parse(words.as_deref().unwrap_or(""), |w| vec![w.to_owned()]);
            let words = Query { within, ..query };
            let filter = ActFilter { words, ..filter.clone() };
            time(&format!("acts: {name} in a {within:?}"), || {
                ledger.acts(&filter, None, PAGE).map(|p| p.acts.len())
            })?;
        }
    }
    Ok(())
}

fn entities(ledger: &Ledger, db: &rusqlite::Connection) -> Result<(), Box<dyn Error>> {
    let code = list(db, "SELECT code FROM codes GROUP BY code ORDER BY count(*) DESC LIMIT 1")?;
    for code in &code {
        time(&format!("entity {code}"), || ledger.entity(code, 20).map(|e| e.partners.len()))?;
        time(&format!("entities \"{code}\""), || ledger.entities(code, 20).map(|e| e.len()))?;
        time("entities \"a\"", || ledger.entities("a", 20).map(|e| e.len()))?;
        time(&format!("statements of {code}"), || {
            ledger.statements(Some(code), None, 20).map(|s| s.statements.len())
        })?;
    }
    time("documents by address", || ledger.document_named("made-77").map(|_| 1))?;
    time("stats", || ledger.stats().map(|s| s.types.len()))
}
