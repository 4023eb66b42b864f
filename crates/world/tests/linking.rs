//! The shipped world against questions of our own. Skipped, with the reason, where the pack has
//! not been built.

use jiff::civil::Date;
use std::path::{Path, PathBuf};
use syntax::{Morph, Sentence, Upos, Word};
use text::Lang;
use world::World;

fn pack() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../world/world.pack")
}

fn world() -> Option<World> {
    if !pack().exists() {
        println!("skipped: {} is not built (cargo xtask world)", pack().display());
        return None;
    }
    Some(World::open(&pack()).expect("the shipped pack opens"))
}

fn plain(text: &str) -> String {
    world::fold::tight(&text.replace([' ', '-'], "")).as_str().to_owned()
}

#[test]
fn offices_are_held_by_whom_they_were_held() {
    let Some(world) = world() else { return };
    let table = include_str!("data/holders.tsv");
    let (mut asked, mut answered, mut right) = (0, 0, 0);
    for line in table.lines().filter(|l| !l.starts_with('#') && !l.is_empty()) {
        let f: Vec<&str> = line.split('\t').collect();
        let day: Date = f[1].parse().expect("a day");
        asked += 1;
        let answers = world.who(f[0], Some(day));
        let Some(first) = answers.first().filter(|a| a.entity.starts_with("person/")) else {
            println!("no answer: {line}");
            continue;
        };
        answered += 1;
        if f[2].split('|').any(|e| plain(&first.name).contains(&plain(e))) {
            right += 1;
        } else {
            println!("wrong: {line}: {} ({:?})", first.name, first.office);
        }
    }
    println!("{asked} asked, {answered} answered, {right} right");
    assert!(asked >= 120);
    assert!(f64::from(answered) >= 0.90 * f64::from(asked), "{answered} of {asked} answered");
    assert!(f64::from(right) >= 0.97 * f64::from(answered), "{right} of {answered} right");
}

#[test]
fn careers_and_leaders_are_told_newest_first() {
    let Some(world) = world() else { return };
    let career = world.offices("person/andrzej-duda");
    let head = career.iter().find(|o| o.office == "head_of_state").expect("a president");
    assert_eq!((head.code.as_str(), head.name.as_str()), ("POL", "Andrzej Duda"));
    assert_eq!(head.from.as_deref(), Some("2015-08-06"));
    assert_eq!((head.to.as_deref(), &head.as_of), (Some("2025-08-06"), &None));
    let leaders = world.offices("country/POL");
    assert!(leaders.iter().any(|o| o.person == "person/andrzej-duda"));
    assert!(leaders.iter().all(|o| o.code == "POL" && o.office != "foreign_minister"));
    let days: Vec<&str> = leaders.iter().filter_map(|o| o.to.as_deref()).collect();
    assert!(days.is_sorted_by(|a, b| a >= b), "{days:?}");
    assert!(world.offices("person/nobody-at-all").is_empty());
    assert!(world.offices("framework/BRI").is_empty());
}

#[test]
fn overlays_come_first_and_bad_lines_are_told() {
    let Some(world) = world() else { return };
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("overlay.jsonl");
    let lines = r#"{"kind": "office", "person": "Zofia Wierzba", "code": "KAZ", "office": "head_of_state", "from": "2031-01-01"}
{"kind": "office", "person": "Zofia Wierzba", "code": "KAZ", "office": "head_of_state", "from": "2031-01-01", "to": "2030-01-01"}
not json
{"kind": "framework", "id": "WISLA", "name": "Vistula Format", "names": {"pl": ["Format Wiślany"]}}
"#;
    std::fs::write(&path, lines).expect("written");
    let (world, problems) = world.with_overlay(&path).expect("read");
    assert_eq!(problems.iter().map(|p| p.line).collect::<Vec<_>>(), [2, 3]);
    assert!(problems[0].to_string().contains("overlay.jsonl:2: the office ends"));
    let day: Date = "2031-06-01".parse().expect("a day");
    assert_eq!(world.who("prezydent Kazachstanu", Some(day))[0].name, "Zofia Wierzba");
    assert_eq!(world.who("Formatu Wiślanego", None)[0].entity, "framework/WISLA");
    assert_eq!(world.framework_of("framework/WISLA"), Some("WISLA"));
}

/// A text without analysis: capitals for names, nothing else known.
fn sentences(text: &str, lang: Lang) -> Vec<Sentence> {
    let word = |&span: &text::Span| {
        let form = span.of(text);
        let upos = match form {
            _ if !form.chars().any(char::is_alphanumeric) => Upos::Punct,
            "w" | "we" | "z" | "do" | "na" | "in" | "of" | "to" | "with" | "for" => Upos::Adp,
            _ if form.chars().next().is_some_and(char::is_uppercase) => Upos::Propn,
            _ => Upos::Noun,
        };
        Word {
            span,
            continues_token: false,
            lemma: "_".into(),
            upos,
            xpos: "_".into(),
            feats: "_".into(),
            morph: Morph::default(),
            head: None,
            deprel: "_".into(),
        }
    };
    let whole = |s: text::Segment| Sentence {
        span: s.span,
        words: s.tokens.iter().map(word).collect(),
        names: Vec::new(),
        ends_paragraph: false,
    };
    text::segment(text, 0, lang).into_iter().map(whole).collect()
}

/// "text = code sector kind" of every mention with a code.
fn told(world: &World, text: &str, lang: Lang, day: &str) -> Vec<String> {
    let mentions = world.link(&sentences(text, lang), text, lang, day.parse().ok());
    assert!(mentions.windows(2).all(|w| w[0].span.start <= w[1].span.start));
    let coded = mentions.iter().filter(|m| m.code.is_some());
    coded
        .map(|m| {
            let code = m.code.as_deref().unwrap_or("-");
            format!(
                "{} = {code} {} {:?}",
                m.span.of(text),
                m.sector.as_deref().unwrap_or("-"),
                m.kind
            )
        })
        .collect()
}

#[test]
fn polish_role_phrases_carry_their_state() {
    let Some(world) = world() else { return };
    let cases: &[(&str, &[&str])] = &[
        (
            "Gość rozmawiał z prezydentem Kazachstanu Kasymem-Żomartem Tokajewem.",
            &["prezydentem Kazachstanu Kasymem-Żomartem Tokajewem = KAZ GOV Person"],
        ),
        (
            "Głos zabrał szef MSZ Niemiec Heiko Maas.",
            &["szef MSZ Niemiec Heiko Maas = DEU GOV Person"],
        ),
        ("Przyjechał ambasador Rosji w Polsce.", &["ambasador Rosji w Polsce = RUS GOV Role"]),
        (
            "Zgodziła się strona kazachska i strona unijna.",
            &["strona kazachska = KAZ GOV Institution", "strona unijna = EU IGO Institution"],
        ),
        ("Wyrok wydał sąd w Moskwie.", &["sąd w Moskwie = RUS JUD Institution"]),
        ("Odpowiedział rzecznik Kremla.", &["rzecznik Kremla = RUS GOV Role"]),
        (
            "Trwają rozmowy chińsko-kazachstańskie.",
            &["chińsko = CHN - Adjective", "kazachstańskie = KAZ - Adjective"],
        ),
        (
            "Pomogą Unia Europejska, Stany Zjednoczone i Wielka Brytania.",
            &[
                "Unia Europejska = EU IGO Organisation",
                "Stany Zjednoczone = USA - State",
                "Wielka Brytania = GBR - State",
            ],
        ),
        ("Protestował polski rząd.", &["polski rząd = POL GOV Institution"]),
        ("Cofnęły się rosyjskie wojska.", &["rosyjskie wojska = RUS MIL Institution"]),
    ];
    for (text, want) in cases {
        assert_eq!(&told(&world, text, Lang::Pl, "2021-06-02"), want, "{text}");
    }
}

#[test]
fn english_role_phrases_carry_their_state() {
    let Some(world) = world() else { return };
    let cases: &[(&str, &[&str])] = &[
        (
            "The visit was announced by Kazakhstan's president.",
            &["Kazakhstan's president = KAZ GOV Role"],
        ),
        (
            "Aides met U.S. Secretary of State Antony Blinken.",
            &["U.S. Secretary of State Antony Blinken = USA GOV Person"],
        ),
        (
            "Praise came from Prime Minister Benjamin Netanyahu of Israel.",
            &["Prime Minister Benjamin Netanyahu of Israel = ISR GOV Person"],
        ),
        (
            "It was denied by the ambassador of France to Mali.",
            &["ambassador of France to Mali = FRA GOV Role"],
        ),
    ];
    for (text, want) in cases {
        assert_eq!(&told(&world, text, Lang::En, "2021-06-02"), want, "{text}");
    }
}

#[test]
fn surnames_follow_full_names_and_namesakes_do_not() {
    let Some(world) = world() else { return };
    let text = "Przybył Kasym-Żomart Tokajew. Tokajewa powitano w Pekinie.";
    let mentions =
        world.link(&sentences(text, Lang::Pl), text, Lang::Pl, "2021-06-02".parse().ok());
    let persons: Vec<_> = mentions
        .iter()
        .filter_map(|m| m.entity.as_deref())
        .filter(|e| e.starts_with("person/"))
        .collect();
    assert_eq!(persons, ["person/kassym-jomart-tokayev"; 2]);
    assert_eq!(world.home_of("https://www.whitehouse.gov/x"), Some("USA"));
    assert_eq!(world.home_of("https://www.gov.pl/web/dyplomacja"), Some("POL"));
    assert_eq!(world.home_of("https://news.example.pl/"), None);
}

#[test]
fn a_state_told_after_the_name_tells_whose_name_it_was() {
    let Some(world) = world() else { return };
    let text = "Workers met Prime Minister Kishida Fumio of Japan .";
    let day = "2022-05-20".parse().ok();
    let mentions = world.link(&sentences(text, Lang::En), text, Lang::En, day);
    let of_japan = mentions.iter().find(|m| m.code.as_deref() == Some("JPN")).expect("a guest");
    assert_eq!(of_japan.entity.as_deref(), Some("person/fumio-kishida"));
    let text = "Workers met Prime Minister Kishida Jiro of Japan .";
    let mentions = world.link(&sentences(text, Lang::En), text, Lang::En, day);
    let of_japan = mentions.iter().find(|m| m.code.as_deref() == Some("JPN")).expect("a guest");
    assert_eq!((of_japan.entity.as_deref(), of_japan.name.as_str()), (None, "Kishida Jiro"));
}

#[test]
fn guests_and_hosts_of_a_governments_own_paper() {
    let Some(world) = world() else { return };
    let read = |text: &str| {
        let document = text::Document {
            id: "readout".into(),
            lang: Lang::En,
            published: "2023-05-20".parse().ok(),
            title: None,
            author: None,
            url: Some("https://www.whitehouse.gov/readout".into()),
            text: text.into(),
        };
        let told = world.link_document(&document, &sentences(text, Lang::En), None);
        told.into_iter()
            .map(|m| (m.name.to_string(), m.code.unwrap_or_default().to_string()))
            .collect::<Vec<_>>()
    };
    let has = |told: &[(String, String)], name: &str, code: &str| {
        told.iter().any(|(n, c)| n == name && c == code)
    };
    // A title and a name without a state are of the house.
    let told = read("Senior Advisor Mona Webster met workers .");
    assert!(has(&told, "Mona Webster", "USA"), "{told:?}");
    // In a row the state is told once.
    let told = read("They met President Emmanuel Macron , Minister Paul Lemoine and aides .");
    assert!(has(&told, "Paul Lemoine", "FRA"), "{told:?}");
    // A republic whose president governs has no prime minister of its own.
    let told = read("Prime Minister Rishi Sunak came . The Prime Minister thanked the President .");
    assert_eq!(
        told.iter().filter(|t| has(&[(*t).clone()], "Rishi Sunak", "GBR")).count(),
        2,
        "{told:?}"
    );
    assert!(has(&told, "Joe Biden", "USA"), "{told:?}");
    // A pair of names before a body, nouns before a title.
    let told = read(
        "Workers praised the Biden-Harris Administration . White House Water Council Director Ada Boone spoke .",
    );
    assert!(has(&told, "Biden-Harris Administration", "USA"), "{told:?}");
    assert!(has(&told, "Ada Boone", "USA"), "{told:?}");
}
