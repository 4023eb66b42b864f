//! Who acts on whom, where grammar or the document has to tell: silent recipients, domestic actors,
//! coordination inside titles, dialogues, judgements. Sentences are our own.

mod common;

use common::*;
use serde_json::Value;

/// Codes of a list of parties, `-` where there is none, joined by `+`.
fn codes(parties: &Value) -> String {
    let code = |p: &Value| p["code"].as_str().unwrap_or("-").to_string();
    parties.as_array().unwrap().iter().map(code).collect::<Vec<_>>().join("+")
}

/// `TYPE ACTORS > RECIPIENTS` of every core event of a text, in order.
fn acts(text: &str) -> Vec<String> {
    let folder = Folder::new();
    let path = folder.file("zdanie.txt", text);
    let output = run(&["read", path.to_str().unwrap(), "--lang", "pl", "--format", "jsonl"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let records = records(&output);
    let events = records[0]["events"].as_array().unwrap();
    events
        .iter()
        .filter(|e| e["weight"] == "core")
        .map(|e| {
            let (a, r) = (codes(&e["actors"]), codes(&e["recipients"]));
            format!("{} {a} > {r}", e["event"].as_str().unwrap())
        })
        .collect()
}

/// Asserts that a text yields an act among others.
fn yields(text: &str, act: &str) {
    let all = acts(text);
    assert!(all.iter().any(|a| a == act), "{text}\nwanted {act}\ngot {all:?}");
}

#[test]
fn the_nearest_party_of_the_clause_is_the_recipient_a_frame_does_not_name() {
    if !ready() {
        return;
    }
    yields("Rumunia zagroziła, że zabroni wjazdu obywatelom Mołdawii.", "THREATEN ROU > MDA");
    yields("Studenci z Chile demonstrowali, żądając od rządu reform.", "PROTEST CHL > CHL");
}

#[test]
fn titles_and_states_in_coordination_are_all_parties() {
    if !ready() {
        return;
    }
    yields("Prezydenci Polski, Litwy i Łotwy spotkali się w Wilnie.", "CONSULT POL+LTU+LVA > ");
}

#[test]
fn rebels_and_police_belong_to_the_state_whose_affairs_are_told() {
    if !ready() {
        return;
    }
    yields("Wojsko Czadu zaatakowało rebeliantów.", "ASSAULT TCD > TCD");
}

#[test]
fn words_after_a_dash_are_told_by_whoever_is_named_later() {
    if !ready() {
        return;
    }
    let text = "Prezydent Litwy Gitanas Nausėda spotkał się z prezydentem Finlandii. – Finlandia jest \
                wzorem dla sąsiadów. Dziękujemy jej za pomoc – powiedział Gitanas Nausėda.";
    yields(text, "SUPPORT LTU > FIN");
}

#[test]
fn a_judgement_counts_only_in_somebody_s_words() {
    if !ready() {
        return;
    }
    yields("Premier Łotwy powiedział, że Białoruś jest agresywna.", "ACCUSE LVA > BLR");
    assert!(acts("Białoruś jest agresywna.").is_empty());
    assert!(acts("Zima na Łotwie jest skandaliczna.").is_empty());
}

#[test]
fn an_interview_is_no_talk_between_states() {
    if !ready() {
        return;
    }
    let all = acts("Premier Danii powiedział w rozmowie z agencją Reutera, że zima będzie ciepła.");
    assert!(all.is_empty(), "{all:?}");
}

#[test]
fn an_act_that_is_also_a_listed_event_keeps_its_states() {
    if !ready() {
        return;
    }
    yields("Rosyjskie ataki na Ukrainę trwają.", "ASSAULT RUS > UKR");
}
