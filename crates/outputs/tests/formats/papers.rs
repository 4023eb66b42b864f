//! Papers of the tests' own: prose and records made here, with everything that is hard to write.

use outputs::{Format, Manifest, Options, Paper, Target, Told, open};
use record::{
    Cited, Coded, DateRecord, Event, MentionRecord, PlaceRecord, Record, Relation, Statement,
};
use std::path::PathBuf;

/// A talk, a demand, a denied visit, a second telling, a quote; Polish letters and an emoji.
pub const TALK: &str = "Prezydent Litwy Gitanas Żvirblis spotkał się w Wilnie z premierem Łotwy 🙂.\nZażądał od Rosji zwrotu archiwów. Minister Ćma nie pojedzie do Rygi.\nRozmowa obu polityków trwała godzinę. „Łączy nas\nwspólna droga” – dodał Żvirblis.";

/// A tab, carriage returns, a quotation mark, a right-to-left override, a man called None.
pub const VISIT: &str = "Chancellor\tNone of \u{202E}Austria\u{202C} visited Albania in March. The \"EU\" praised Albania\r\nfor reforms. Long ago Albania had sanctioned Greece.";

/// The span of the `nth` time that words stand in a text, in code points.
pub fn cite(text: &str, words: &str, nth: usize) -> Cited {
    let Some((byte, _)) = text.match_indices(words).nth(nth) else {
        panic!("\"{words}\" does not stand in the text {} times", nth + 1)
    };
    let start = text[..byte].chars().count() as u32;
    Cited { text: words.into(), start, end: start + words.chars().count() as u32 }
}

pub fn mention(
    cited: Cited,
    name: &str,
    entity: Option<&str>,
    code: &str,
    sector: &str,
) -> MentionRecord {
    let some = |v: &str| (!v.is_empty()).then(|| v.into());
    MentionRecord {
        cited,
        name: name.into(),
        entity: entity.map(Into::into),
        code: some(code),
        sector: some(sector),
        implied: false,
    }
}

pub fn event(text: &str, id: &str, kind: (&str, &str, &str, u8, f32), trigger: &str) -> Event {
    let trigger = cite(text, trigger, 0);
    Event {
        id: id.into(),
        sentence: [trigger.start, trigger.end],
        event: kind.0.into(),
        mode: (!kind.1.is_empty()).then(|| kind.1.into()),
        contexts: vec!["diplomatic".into()],
        aux: "none".into(),
        weight: "core".into(),
        cameo: kind.2.into(),
        quad: kind.3,
        score: kind.4,
        trigger,
        actors: Vec::new(),
        recipients: Vec::new(),
        said_by: None,
        statement: None,
        areas: Vec::new(),
        frameworks: Vec::new(),
        date: None,
        place: None,
        same_as: None,
        confidence: 0.9,
        why: vec!["act by frame pl/frames/X.frames:1 \"spotkać\" (tree)".into()],
    }
}

fn date(value: &str, granularity: &str) -> Option<DateRecord> {
    Some(DateRecord {
        value: value.into(),
        granularity: granularity.into(),
        text: None,
        start: None,
        end: None,
        from: "inferred".into(),
    })
}

pub fn record(id: &str, lang: &str, coded: Coded) -> Record {
    Record { id: id.into(), lang: lang.into(), published: None, title: None, url: None, coded }
}

/// The record of [`TALK`].
pub fn talk() -> Record {
    let t = TALK;
    let president = |n| {
        let words = if n == 0 { "Prezydent Litwy Gitanas Żvirblis" } else { "Żvirblis" };
        mention(
            cite(t, words, n),
            "Gitanas Žvirblis",
            Some("person/gitanas-zvirblis"),
            "LTU",
            "GOV",
        )
    };
    let latvia = |words: &str| {
        mention(cite(t, words, 0), "Zane Bērziņa", Some("person/zane-berzina"), "LVA", "GOV")
    };
    let russia = mention(cite(t, "Rosji", 0), "Russia", Some("country/RUS"), "RUS", "");
    let mut e1 = event(t, "e1", ("CONSULT", "", "040", 1, 2.5), "spotkał się");
    e1.sentence = [0, cite(t, "🙂.", 0).end];
    e1.actors = vec![president(0), latvia("premierem Łotwy")];
    e1.date = date("2024-02-18", "day");
    e1.place = Some(PlaceRecord {
        name: "Vilnius".into(),
        country: Some("LTU".into()),
        lat: 54.6892,
        lon: 25.2798,
        cited: cite(t, "Wilnie", 0),
    });
    e1.areas = vec!["energy".into(), "transit; ports".into()];
    let mut e2 = event(t, "e2", ("REQUEST", "yield", "105", 3, -1.0), "Zażądał od Rosji zwrotu");
    e2.actors = vec![MentionRecord { implied: true, ..president(0) }];
    e2.recipients = vec![russia];
    e2.date = date("2024-02-18", "day");
    e2.said_by = Some(president(0));
    let mut e3 = event(t, "e3", ("CONSULT", "visit", "042", 1, 4.0), "nie pojedzie");
    let cma = mention(cite(t, "Minister Ćma", 0), "Ćma", None, "LTU", "GOV");
    e3.actors = vec![cma];
    e3.recipients = vec![mention(cite(t, "Rygi", 0), "Latvia", Some("country/LVA"), "LVA", "")];
    e3.aux = "negation".into();
    let mut e4 = event(t, "e4", ("CONSULT", "", "040", 1, 2.5), "Rozmowa obu polityków");
    e4.actors = e1.actors.clone();
    e4.same_as = Some("e1".into());
    e4.date = date("2024-02-18", "day");
    let quote = Statement {
        id: "s1".into(),
        speaker: Some(president(1)),
        addressees: Vec::new(),
        cue: Some(cite(t, "dodał", 0)),
        kind: "direct".into(),
        content: cite(t, "„Łączy nas\nwspólna droga”", 0),
        events: Vec::new(),
    };
    let coded = Coded {
        events: vec![e1, e2, e3, e4],
        statements: vec![quote],
        relations: vec![Relation {
            kind: "partnership".into(),
            parties: vec!["LTU".into(), "LVA".into()],
            label: "neighbours".into(),
            said_by: None,
            evidence: cite(t, "wspólna droga", 0),
        }],
        occasions: Vec::new(),
        notes: vec!["nothing was made of \"godzinę\"".into()],
    };
    Record {
        published: Some("2024-02-19".into()),
        title: Some("Spotkanie w Wilnie".into()),
        url: Some("https://www.wiesci.example/a/1?x=1;2".into()),
        ..record("talk-1", "pl", coded)
    }
}

/// The record of [`VISIT`].
pub fn visit() -> Record {
    let t = VISIT;
    let chancellor = mention(cite(t, "Chancellor\tNone", 0), "None", None, "AUT", "GOV");
    let albania = |n| mention(cite(t, "Albania", n), "Albania", Some("country/ALB"), "ALB", "");
    let mut e1 = event(t, "e1", ("CONSULT", "visit", "042", 1, 4.0), "visited");
    e1.actors = vec![chancellor];
    e1.recipients = vec![albania(0)];
    e1.date = date("2025-03", "month");
    let mut e2 = event(t, "e2", ("SUPPORT", "", "051", 1, 5.0), "praised Albania\r\nfor reforms");
    e2.actors = vec![mention(cite(t, "EU", 0), "European Union", Some("org/EU"), "EU", "IGO")];
    e2.recipients = vec![albania(1)];
    let mut e3 = event(t, "e3", ("SANCTION", "discontinue", "163", 4, -6.0), "sanctioned");
    e3.actors = vec![albania(2)];
    e3.recipients = vec![mention(cite(t, "Greece", 0), "Greece", Some("country/GRC"), "GRC", "")];
    e3.weight = "background".into();
    let coded = Coded { events: vec![e1, e2, e3], ..Coded::default() };
    Record {
        published: Some("2025-04-02".into()),
        title: Some("=cmd|'/C calc'!A0\tsays \"None\"\nand more".into()),
        ..record("a/b \"c\"", "en", coded)
    }
}

/// What a ledger knows of the acts of [`visit`].
pub fn told() -> Vec<Told> {
    ["act-7", "act-8", "act-9"]
        .map(|act| Told {
            act: act.into(),
            n_reports: 5,
            n_documents: 4,
            n_sources: 3,
            first_seen: Some("2025-03-30".into()),
        })
        .into()
}

/// Exports the papers with their texts, the second with a ledger, and reads the file back.
pub fn export(format: Format, options: &Options) -> (String, Manifest) {
    let (bytes, manifest) = export_bytes(format, options);
    let Ok(text) = String::from_utf8(bytes) else { panic!("{format} is not UTF-8") };
    (text, manifest)
}

pub fn export_bytes(format: Format, options: &Options) -> (Vec<u8>, Manifest) {
    let Ok(folder) = tempfile::tempdir() else { panic!("no temporary folder") };
    let path = folder.path().join(format!("out.{}", format.extension()));
    let manifest = export_to(format, Target::File(path.clone()), options);
    let Ok(bytes) = std::fs::read(&path) else { panic!("{} was not written", path.display()) };
    (bytes, manifest)
}

pub fn export_to(format: Format, target: Target, options: &Options) -> Manifest {
    let (talk, visit, told) = (talk(), visit(), told());
    let empty = record("nothing", "pl", Coded::default());
    let papers = [
        Paper { record: &talk, text: Some(TALK), source: None, told: &[] },
        Paper {
            record: &visit,
            text: Some(VISIT),
            source: Some("The Example; Times"),
            told: &told,
        },
        Paper { record: &empty, text: Some("Nic."), source: None, told: &[] },
    ];
    let mut export = open(format, target, options).unwrap_or_else(|e| panic!("{format}: {e}"));
    for paper in &papers {
        export.paper(paper).unwrap_or_else(|e| panic!("{format}: {e}"));
    }
    export.finish().unwrap_or_else(|e| panic!("{format}: {e}"))
}

/// A folder for a test, as a path.
pub fn folder() -> (tempfile::TempDir, PathBuf) {
    let Ok(folder) = tempfile::tempdir() else { panic!("no temporary folder") };
    let path = folder.path().to_owned();
    (folder, path)
}
