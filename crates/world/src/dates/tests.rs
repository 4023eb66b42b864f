use super::*;
use proptest::prelude::*;
use std::sync::Arc;
use syntax::{Morph, Upos, Word};

/// A sentence cut at blanks and marks; `verb` names the word that is a verb and its features.
fn sentence(text: &str, verb: Option<(&str, &str)>) -> Sentence {
    let mut words = Vec::new();
    let mut start = 0;
    for piece in text.split_inclusive(|c: char| c.is_whitespace()) {
        let form = piece.trim_end().trim_end_matches(['.', ',']);
        let feats = verb.filter(|v| v.0 == form).map(|v| v.1);
        words.push(Word {
            span: Span::new(start, start + form.len()),
            continues_token: false,
            lemma: form.to_lowercase().into(),
            upos: if feats.is_some() { Upos::Verb } else { Upos::X },
            xpos: Arc::from("_"),
            feats: Arc::from(feats.unwrap_or("_")),
            morph: feats.map(Morph::from_ud).unwrap_or_default(),
            head: None,
            deprel: "dep".into(),
        });
        start += piece.len();
    }
    Sentence { span: Span::new(0, text.len()), words, names: Vec::new(), ends_paragraph: true }
}

fn found(text: &str, verb: Option<(&str, &str)>, lang: Lang) -> Vec<(String, String)> {
    let published = Date::new(2021, 6, 2).ok();
    find_dates(&[sentence(text, verb)], text, lang, published)
        .into_iter()
        .map(|d| (d.span.of(text).to_owned(), d.value.to_string()))
        .collect()
}

fn pairs(expected: &[(&str, &str)]) -> Vec<(String, String)> {
    expected.iter().map(|&(a, b)| (a.to_owned(), b.to_owned())).collect()
}

#[test]
fn tense_of_the_nearest_verb_decides() {
    let past = Some(("rozmawiali", "Tense=Past|VerbForm=Fin"));
    assert_eq!(
        found("Ministrowie rozmawiali w czwartek rano.", past, Lang::Pl),
        pairs(&[("w czwartek rano", "2021-05-27")])
    );
    let future = Some(("spotkają", "Tense=Fut|VerbForm=Fin"));
    assert_eq!(
        found("Ministrowie spotkają się w czwartek rano.", future, Lang::Pl),
        pairs(&[("w czwartek rano", "2021-06-03")])
    );
}

#[test]
fn the_tree_finds_the_governing_verb() {
    let text = "Rzecznik zapowiedział , że w czwartek przyjedzie minister";
    let mut sentence = sentence(text, Some(("przyjedzie", "Tense=Fut|VerbForm=Fin")));
    sentence.words[1].upos = Upos::Verb;
    sentence.words[1].morph = Morph::from_ud("Tense=Past|VerbForm=Fin");
    // Rzecznik <- zapowiedział -> przyjedzie -> czwartek -> w
    let heads = [Some(1), None, Some(6), Some(6), Some(5), Some(6), Some(1), Some(6)];
    for (word, head) in sentence.words.iter_mut().zip(heads) {
        word.head = head;
    }
    let dates = find_dates(&[sentence], text, Lang::Pl, Date::new(2021, 6, 2).ok());
    assert_eq!(dates.len(), 1);
    assert_eq!(dates[0].value, "2021-06-03");
    assert_eq!(dates[0].words, 4..6);
}

#[test]
fn several_expressions_in_one_sentence() {
    assert_eq!(
        found("W 2014 r. podpisano umowę, a od środy do piątku trwał szczyt.", None, Lang::Pl),
        pairs(&[("W 2014 r.", "2014"), ("od środy do piątku", "2021-05-26/2021-05-28")])
    );
    assert_eq!(
        found("A June 2020 deal was renewed in early May, after Monday's talks.", None, Lang::En),
        pairs(&[
            ("A June 2020", "2020-06"),
            ("in early May", "2021-05"),
            ("after Monday", "2021-05-31")
        ])
    );
}

#[test]
fn words_that_only_look_like_dates_are_left_alone() {
    for text in [
        "Theresa May may march on",
        "the second half of the match",
        "for the first time in the fall of",
    ] {
        assert_eq!(found(text, None, Lang::En), [], "{text}");
    }
    for text in ["Maja Nowak ma 24 lata", "za dwa tysiące złotych", "po raz drugi", "w 5 krajach"]
    {
        assert_eq!(found(text, None, Lang::Pl), [], "{text}");
    }
}

#[test]
fn planned_days_lie_ahead() {
    assert_eq!(
        found("Wizytę zaplanowano na 15 września.", None, Lang::Pl),
        pairs(&[("na 15 września", "2021-09-15")])
    );
}

proptest! {
    #[test]
    fn any_text_gives_ordered_spans_on_character_boundaries(text in "\\PC{0,80}", pl: bool) {
        let lang = if pl { Lang::Pl } else { Lang::En };
        let dates = find_dates(&[sentence(&text, None)], &text, lang, Date::new(2021, 6, 2).ok());
        let mut last = 0;
        for date in dates {
            prop_assert!(text.is_char_boundary(date.span.start as usize));
            prop_assert!(text.is_char_boundary(date.span.end as usize));
            prop_assert!(last <= date.span.start && date.span.start < date.span.end);
            last = date.span.end;
        }
    }

    #[test]
    fn any_chain_of_time_words_is_read_without_panic(
        words in prop::collection::vec(
            prop::sample::select(vec![
                "w", "od", "do", "środy", "środę", "31", "2", "0", "9999", "2014", "czerwca", "r.", "lat",
                "lata", "90.", "-", "i", "XX", "wieku", "pierwszej", "połowie", "kwartale", "temu", "za",
                "dwa", "tysiące", "ubiegłym", "roku", "ostatnich", "przełomie", "na", "nocy", "z",
                "0000-00-00", "2021-W99", "o", "godz.", "początku", "tygodniu", "999",
            ]),
            0..9,
        ),
        year in -9999i16..9999,
    ) {
        let published = Date::new(year, 2, 28).ok();
        for tense in [ClauseTense::Past, ClauseTense::Future, ClauseTense::Unknown] {
            resolve_in(&words.join(" "), Lang::Pl, published, tense);
        }
    }

    #[test]
    fn a_written_day_is_read_back(year in 1900i16..2100, month in 1i8..=12, day in 1i8..=28) {
        let date = Date::new(year, month, day).unwrap();
        let months = ["stycznia", "lutego", "marca", "kwietnia", "maja", "czerwca", "lipca",
            "sierpnia", "września", "października", "listopada", "grudnia"];
        let text = format!("{day} {} {year} r.", months[month as usize - 1]);
        let value = resolve(&text, Lang::Pl, None).map(|r| r.value.to_string());
        prop_assert_eq!(value, Some(date.to_string()));
    }
}
