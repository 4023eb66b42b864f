//! CSV and the tab files, read with the csv crate.

use crate::papers::export;
use outputs::{Acts, Format, Options};
use std::collections::HashSet;

/// The rows of a tab file, quotes being letters like others; every row as long as the first.
fn tab(text: &str) -> Vec<Vec<String>> {
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(b'\t')
        .quoting(false)
        .has_headers(false)
        .from_reader(text.as_bytes());
    let rows: Result<Vec<_>, _> = reader.records().collect();
    let Ok(rows) = rows else { panic!("not a table: {rows:?}") };
    assert_eq!(rows.len(), text.lines().count());
    rows.iter().map(|r| r.iter().map(str::to_owned).collect()).collect()
}

fn at<'a>(row: &'a [String], columns: &[String], name: &str) -> &'a str {
    let Some(n) = columns.iter().position(|c| c == name) else { panic!("no column {name}") };
    &row[n]
}

#[test]
fn csv_has_one_row_an_act_and_no_formulas() {
    let (text, manifest) = export(Format::Csv, &Options::default());
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let header: Vec<String> =
        reader.headers().map(|h| h.iter().map(str::to_owned).collect()).unwrap_or_default();
    assert_eq!(header, manifest.columns);
    let rows: Vec<Vec<String>> = reader
        .records()
        .map(|r| r.map(|r| r.iter().map(str::to_owned).collect()).unwrap_or_default())
        .collect();
    assert_eq!((rows.len() as u64, manifest.rows), (7, 7));
    assert_eq!(text.lines().count(), 8, "no line breaks inside values");
    let get = |row: usize, name: &str| at(&rows[row], &header, name).to_owned();
    assert_eq!(get(0, "actor_names"), "Gitanas Žvirblis; Zane Bērziņa");
    assert_eq!(get(0, "areas"), "energy; transit, ports");
    assert_eq!(get(0, "lat"), "54.6892");
    assert_eq!(get(0, "source"), "wiesci.example");
    assert_eq!(get(1, "score"), "-1");
    assert_eq!(get(1, "implied"), "true");
    assert_eq!(get(2, "aux"), "negation");
    assert_eq!(get(3, "same_as"), "e1");
    assert_eq!(get(4, "title"), "'=cmd|'/C calc'!A0 says \"None\" and more");
    assert_eq!(get(4, "actor_texts"), "Chancellor None");
    assert_eq!(get(4, "act"), "act-7");
    assert_eq!(get(4, "id"), "act-7");
    assert_eq!(get(5, "trigger"), "praised Albania for reforms");
    assert_eq!(get(6, "goldstein"), "-8");
    assert_eq!(get(6, "cameo"), "163");
    assert_eq!(get(0, "cameo"), "040", "leading zeros stay");
}

#[test]
fn polecat_has_forty_columns() {
    let (text, manifest) = export(Format::Polecat, &Options::default());
    let rows = tab(&text);
    let (header, rows) = (&rows[0], &rows[1..]);
    assert_eq!((header.len(), header), (40, &manifest.columns));
    // Two of four: one is denied, one told again; of the visit, one is background.
    assert_eq!(rows.len(), 4);
    assert_eq!(manifest.left_out["negation"], 1);
    assert_eq!(manifest.left_out["told again"], 1);
    assert_eq!(manifest.left_out["background"], 1);
    let get = |row: usize, name: &str| at(&rows[row], header, name);
    assert_eq!(get(0, "Event Date"), "2024-02-18");
    assert_eq!(get(0, "Event Type"), "CONSULT");
    assert_eq!(get(0, "Event Mode"), "None");
    assert_eq!(get(0, "Quad Code"), "VERBAL COOPERATION");
    assert_eq!(get(0, "Actor Country"), "LTU; LVA");
    assert_eq!(get(0, "Actor COW"), "368; 367");
    assert_eq!(get(0, "Recipient Name"), "None");
    assert_eq!((get(0, "Placename"), get(0, "City")), ("Vilnius", "Vilnius"));
    assert_eq!(get(0, "Country"), "Lithuania");
    assert_eq!(get(0, "Raw Placename"), "Wilnie");
    assert_eq!(get(0, "Story People"), "Gitanas Žvirblis; Zane Bērziņa");
    assert_eq!(get(0, "Story Locations"), "Russia; Latvia; Vilnius");
    assert_eq!(get(1, "Intensity"), "-1");
    // The month holds no publication day, so its first day stands for it.
    assert_eq!(get(2, "Event Date"), "2025-03-01");
    assert_eq!(get(2, "Actor Name Raw"), "Chancellor None");
    assert_eq!(get(3, "Actor Country"), "EUR");
    assert_eq!(get(3, "Actor COW"), "None");
    assert_eq!(get(3, "Event Date"), "2025-04-02");
    assert_eq!(get(3, "Source"), "The Example; Times");
    assert!(rows.iter().flatten().all(|v| !v.is_empty()), "missing is None");
}

#[test]
fn icews_mirrors_what_is_between_equals() {
    let (text, manifest) = export(Format::Icews, &Options::default());
    let rows = tab(&text);
    let (header, rows) = (&rows[0], &rows[1..]);
    assert_eq!((header.len(), header), (20, &manifest.columns));
    assert_eq!(rows.len(), 6);
    let get = |row: usize, name: &str| at(&rows[row], header, name);
    let names = |row| (get(row, "Source Name"), get(row, "Target Name"));
    assert_eq!(names(0), ("Gitanas Žvirblis", "Zane Bērziņa"));
    assert_eq!(names(1), ("Zane Bērziņa", "Gitanas Žvirblis"));
    assert_eq!((get(0, "CAMEO Code"), get(0, "Intensity")), ("040", "1"));
    assert_eq!(get(0, "Event Text"), get(1, "Event Text"));
    assert_eq!(names(2), ("Gitanas Žvirblis", "Russian Federation"));
    assert_eq!(get(2, "Sentence Number"), "2");
    assert_eq!(get(2, "Source Sectors"), "Government");
    // The visitor's act and the host's.
    assert_eq!(names(3), ("None", "Albania"));
    assert_eq!((get(3, "CAMEO Code"), get(4, "CAMEO Code")), ("042", "043"));
    assert_eq!(names(4), ("Albania", "None"));
    assert_eq!((get(5, "Source Name"), get(5, "Source Country")), ("European Union", "NA"));
    assert_eq!(get(5, "Publisher"), "The Example; Times");
    let ids: HashSet<&str> = rows.iter().map(|r| r[0].as_str()).collect();
    assert_eq!(ids.len(), 6, "ids are unique");
    assert!(ids.iter().all(|id| id.parse::<u64>().is_ok_and(|n| n < 1 << 53)));
}

#[test]
fn gdelt_has_sixty_one_columns_and_no_header() {
    let (text, manifest) = export(Format::GdeltEvents, &Options::default());
    let rows = tab(&text);
    assert_eq!((rows[0].len(), manifest.columns.len(), rows.len()), (61, 61, 6));
    let get = |row: usize, name: &str| at(&rows[row], &manifest.columns, name);
    assert_eq!(get(0, "Day"), "20240218");
    assert_eq!((get(0, "MonthYear"), get(0, "Year")), ("202402", "2024"));
    assert_eq!(get(0, "FractionDate"), "2024.1315");
    assert_eq!((get(0, "Actor1Code"), get(0, "Actor2Code")), ("LTUGOV", "LVAGOV"));
    assert_eq!(get(0, "Actor1Name"), "GITANAS ŽVIRBLIS");
    assert_eq!((get(0, "Actor1CountryCode"), get(0, "Actor1Type1Code")), ("LTU", "GOV"));
    assert_eq!((get(0, "EventCode"), get(0, "EventRootCode")), ("040", "04"));
    assert_eq!((get(0, "QuadClass"), get(0, "GoldsteinScale")), ("1", "1"));
    assert_eq!(
        (get(0, "NumMentions"), get(0, "NumArticles")),
        ("2", "1"),
        "told twice in one paper"
    );
    assert_eq!((get(0, "ActionGeo_Type"), get(0, "ActionGeo_CountryCode")), ("4", "LH"));
    assert_eq!(get(0, "ActionGeo_Fullname"), "Vilnius, Lithuania");
    assert_eq!(get(0, "Actor1Geo_Type"), "");
    assert_eq!(get(0, "DATEADDED"), "20240219000000");
    assert_eq!(get(0, "SOURCEURL"), "https://www.wiesci.example/a/1?x=1;2");
    assert_eq!(
        (get(3, "NumMentions"), get(3, "NumSources"), get(3, "NumArticles")),
        ("5", "3", "4")
    );
    assert_eq!(get(3, "DATEADDED"), "20250330000000");
    assert_eq!((get(3, "EventCode"), get(4, "EventCode")), ("042", "043"));
    assert_eq!(get(5, "Actor1Code"), "IGOEUREEC");
    assert_eq!((get(5, "Actor1KnownGroupCode"), get(5, "Actor1CountryCode")), ("EEC", "EUR"));
}

#[test]
fn gdelt_mentions_point_to_events() {
    let (events, _) = export(Format::GdeltEvents, &Options::default());
    let (mentions, manifest) = export(Format::GdeltMentions, &Options::default());
    let ids: HashSet<String> = tab(&events).into_iter().map(|r| r[0].clone()).collect();
    let rows = tab(&mentions);
    assert_eq!((rows[0].len(), manifest.columns.len(), rows.len()), (16, 16, 8));
    assert!(rows.iter().all(|r| ids.contains(&r[0])));
    let get = |row: usize, name: &str| at(&rows[row], &manifest.columns, name);
    assert_eq!(get(0, "MentionTimeDate"), "20240219000000");
    assert_eq!((get(0, "MentionType"), get(0, "MentionSourceName")), ("1", "wiesci.example"));
    assert_eq!((get(0, "SentenceID"), get(0, "ActionCharOffset")), ("1", "33"));
    assert_eq!(get(0, "Confidence"), "90");
    let length = crate::papers::TALK.chars().count().to_string();
    assert_eq!(get(0, "MentionDocLen"), length);
    // The second telling is a mention of the first's event.
    assert_eq!(rows[3][0], rows[0][0]);
    assert_eq!((get(5, "MentionType"), get(5, "MentionIdentifier")), ("2", "a/b \"c\""));
}

#[test]
fn phoenix_has_twenty_six_columns_and_its_own_scale() {
    let options = Options { acts: Some(Acts::ALL), ..Options::default() };
    let (text, manifest) = export(Format::Phoenix, &options);
    let rows = tab(&text);
    assert_eq!((rows[0].len(), manifest.columns.len()), (26, 26));
    let get = |row: usize, name: &str| at(&rows[row], &manifest.columns, name);
    assert_eq!((get(0, "Year"), get(0, "Month"), get(0, "Day")), ("2024", "02", "18"));
    let source = ["SourceActorFull", "SourceActorEntity", "SourceActorRole"].map(|c| get(0, c));
    assert_eq!(source, ["LTUGOV", "LTU", "GOV"]);
    assert_eq!(get(0, "Issues"), "DIPLOMATIC,1");
    assert_eq!(get(0, "SentenceID"), "talk-1_1");
    assert_eq!(get(0, "URLs"), "https://www.wiesci.example/a/1?x=1%3B2");
    let last = rows.len() - 1;
    assert_eq!((get(last, "EventCode"), get(last, "QuadClass")), ("163", "3"));
    assert_eq!(get(last, "GoldsteinScore"), "-6.5");
    assert_eq!(get(last, "NewsSources"), "The Example, Times");
    let europe = rows.iter().find(|r| r[5] == "IGOEUREEC").map(|r| (r[6].as_str(), r[8].as_str()));
    assert_eq!(europe, Some(("IGO", "EEC")));
}
