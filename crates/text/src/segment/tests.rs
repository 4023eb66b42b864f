use super::*;

/// Sentences as tokens joined by "|".
fn cut(text: &str, lang: Lang) -> Vec<String> {
    let join = |s: &Segment| s.tokens.iter().map(|t| t.of(text)).collect::<Vec<_>>().join("|");
    segment(text, 0, lang).iter().map(join).collect()
}

/// Sentences as they stand in the text.
fn sentences(text: &str, lang: Lang) -> Vec<&str> {
    segment(text, 0, lang).iter().map(|s| s.span.of(text)).collect()
}

#[test]
fn polish_tokens() {
    for (text, expected) in [
        ("Mówił ws. Bielska-Białej.", "Mówił|ws|.|Bielska-Białej|."),
        ("24-letni pilot F-16", "24-letni|pilot|F-16"),
        ("stosunki polsko-kazachskie", "stosunki|polsko|-|kazachskie"),
        ("poseł PiS-u o COVID-19", "poseł|PiS-u|o|COVID-19"),
        ("od 2,5 do 1.200 mln zł (5%)", "od|2,5|do|1.200|mln|zł|(|5|%|)"),
        ("2.06.2021 o 12:30", "2|.|06|.|2021|o|12:30"),
        ("w latach 2015–2019", "w|latach|2015|–|2019"),
        ("„Nie” – odparł… ,,tak''", "„|Nie|”|–|odparł|…|,,|tak|''"),
        ("minister al-Abbadi u de Gaulle’a", "minister|al-Abbadi|u|de|Gaulle’a"),
        ("pisz: biuro@msz.gov.pl, www.gov.pl.", "pisz|:|biuro@msz.gov.pl|,|www.gov.pl|."),
        ("https://a.pl/b?c=1,2. #Pokój @Premier", "https://a.pl/b?c=1,2|.|#Pokój|@Premier"),
    ] {
        assert_eq!(cut(text, Lang::Pl).join("|"), expected);
    }
}

#[test]
fn english_tokens() {
    for (text, expected) in [
        ("They don't and can't.", "They|do|n't|and|ca|n't|."),
        ("Biden’s aides cannot say", "Biden|’s|aides|can|not|say"),
        ("the U.S. Secretary, Mr. Doe,", "the|U.S.|Secretary|,|Mr.|Doe|,"),
        ("a $2.7bn US-led plan...", "a|$|2.7|bn|US|-|led|plan|..."),
        ("O'Neill's e-mail", "O'Neill|'s|e-mail"),
    ] {
        assert_eq!(cut(text, Lang::En).join("|"), expected);
    }
}

#[test]
fn periods_that_end_no_sentence() {
    for text in [
        "Spotkał się z prof. Nowakiem i gen. Kowalem w ub. tygodniu.",
        "Obchodzono 100. rocznicę odzyskania niepodległości.",
        "J. K. Nowak przyjął ok. 15 tys. osób, m.in. z Litwy.",
        "W 2014 r. Rosja zajęła półwysep.",
        "1. Ministrowie omówili handel.",
    ] {
        assert_eq!(sentences(text, Lang::Pl).len(), 1, "{text}");
    }
    let text = "Umowę zawarto w Rydze w maju 1995 r. Nigdy jej nie zmieniono.";
    assert_eq!(sentences(text, Lang::Pl).len(), 2);
    let text = "„Nie podpiszę. Nigdy.” Tak powiedział. – Dlaczego? – spytała.";
    let expected = ["„Nie podpiszę.", "Nigdy.”", "Tak powiedział.", "– Dlaczego? – spytała."];
    assert_eq!(sentences(text, Lang::Pl), expected);
    let text = "Gov. Doe met Mr. Roe in the U.S. on Sept. 3. He left at 5 p.m. The talks go on.";
    assert_eq!(sentences(text, Lang::En).len(), 3);
}

#[test]
fn line_breaks() {
    let headline =
        "Prezydent przyjął ambasadora\nAmbasador Litwy złożył w środę listy uwierzytelniające.";
    assert_eq!(sentences(headline, Lang::Pl).len(), 2);
    let list = "Uzgodniono:\n- wymianę jeńców,\n- dostawy zboża\n- rozejm";
    assert_eq!(sentences(list, Lang::Pl).len(), 4);
    let wrapped = "Minister spraw zagranicznych oświadczył dziś w Sejmie, że rząd\n\
                   Republiki nie zmieni swego stanowiska w sprawie granicy, a na\n\
                   Litwę pojedzie dopiero wtedy, gdy parlament przyjmie uchwałę,\n\
                   którą zapowiedział. Rozmowy mają trwać.";
    let found = segment(wrapped, 0, Lang::Pl);
    assert_eq!(found.len(), 2);
    assert!(!found[0].ends_paragraph && found[1].ends_paragraph);
}
