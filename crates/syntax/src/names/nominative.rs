//! Nominatives built from lemmas.
//!
//! **In:** a lemma (of an adjective: masculine singular) and what its noun asks for. **Out:** the
//! nominative. The dictionary leads from forms to lemmas only, so plurals are tried by the rules
//! of Polish declension and kept if the dictionary has them.

use crate::lexicon::Lexicon;
use crate::{Case, Gender};

/// Writes `base` with the capitals of `form`: all, the first, or its own.
pub(super) fn capitals_of(form: &str, base: &str) -> String {
    let mut letters = form.chars().filter(|c| c.is_alphabetic());
    let Some(first) = letters.next() else { return base.to_owned() };
    if !first.is_uppercase() {
        return base.to_owned();
    }
    let all = form.chars().count() > 1 && letters.all(char::is_uppercase);
    if all && form.chars().count() > 2 {
        return base.to_uppercase();
    }
    let mut chars = base.chars();
    chars.next().map(|c| c.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

/// Nominative of an adjective.
pub(super) fn adjective(lemma: &str, gender: Option<Gender>, plural: bool, human: bool) -> String {
    let (stem, soft) = match (lemma.strip_suffix('y'), lemma.strip_suffix('i')) {
        (Some(stem), _) => (stem, false),
        (_, Some(stem)) => (stem, true),
        _ => return lemma.to_owned(),
    };
    // "polski": the i only marks k or g before e; "tani": it stays before every vowel.
    let hard = stem.ends_with(['k', 'g']);
    if plural && human {
        return masculine_plural(lemma);
    }
    match (plural, gender) {
        (false, Some(Gender::Fem)) => format!("{stem}{}", if soft && !hard { "ia" } else { "a" }),
        (true, _) | (false, Some(Gender::Neut)) => {
            format!("{stem}{}", if soft { "ie" } else { "e" })
        }
        _ => lemma.to_owned(),
    }
}

/// Nominative plural of an adjective for men.
fn masculine_plural(lemma: &str) -> String {
    let changes = [
        ("ski", "scy"),
        ("cki", "ccy"),
        ("ki", "cy"),
        ("gi", "dzy"),
        ("ry", "rzy"),
        ("ony", "eni"),
        ("sty", "ści"),
        ("ty", "ci"),
        ("dy", "dzi"),
        ("ły", "li"),
        ("szy", "si"),
        ("chy", "si"),
        ("ny", "ni"),
        ("wy", "wi"),
        ("my", "mi"),
        ("py", "pi"),
    ];
    for (old, new) in changes {
        if let Some(stem) = lemma.strip_suffix(old) {
            return format!("{stem}{new}");
        }
    }
    lemma.to_owned()
}

/// Nominative plural of a noun, if the dictionary has one of the forms that the rules give.
pub(super) fn plural(lemma: &str, human: bool, lexicon: Option<&Lexicon>) -> Option<String> {
    let lexicon = lexicon?;
    let is = |form: &str| {
        lexicon.look_up(form).iter().any(|(tag, base, _)| {
            base == lemma && tag.starts_with("subst:pl:nom") && tag.ends_with(":m1") == human
        })
    };
    if is(lemma) {
        return Some(lemma.to_owned()); // only used in the plural
    }
    // Ends that change, with what takes their place; the empty end adds to the whole lemma.
    let men = [
        ("anin", "anie"),
        ("in", "inie"),
        ("ek", "kowie"),
        ("ec", "cy"),
        ("k", "cy"),
        ("g", "dzy"),
        ("ch", "si"),
        ("r", "rzy"),
        ("st", "ści"),
        ("t", "ci"),
        ("d", "dzi"),
        ("ł", "li"),
        ("sta", "ści"),
        ("ta", "ci"),
        ("da", "dzi"),
        ("ga", "dzy"),
        ("ca", "cy"),
        ("a", "i"),
        ("a", "owie"),
        ("", "i"),
        ("", "y"),
        ("", "e"),
        ("", "owie"),
        ("eł", "ły"),
        ("o", "owie"),
    ];
    let things = [
        ("a", "y"),
        ("a", "i"),
        ("a", "e"),
        ("o", "a"),
        ("e", "a"),
        ("um", "a"),
        ("ek", "ki"),
        ("ę", "ęta"),
        ("mię", "miona"),
        ("ień", "nie"),
        ("eń", "nie"),
        ("ów", "owy"),
        ("ec", "ce"),
        ("", "y"),
        ("", "i"),
        ("", "e"),
        ("ń", "nie"),
        ("ść", "ści"),
        ("ć", "cie"),
        ("ś", "sie"),
        ("ź", "zie"),
        ("ó", "o"),
    ];
    let rules: &[(&str, &str)] = if human { &men } else { &things };
    rules.iter().find_map(|(old, new)| {
        let form = format!("{}{new}", lemma.strip_suffix(old)?);
        is(&form).then_some(form)
    })
}

/// Nominative of a woman's surname: adjectives and names in -a inflect, others do not.
pub(super) fn woman(form: &str) -> String {
    for (old, new) in [("kiej", "ka"), ("ką", "ka"), ("owej", "owa"), ("nej", "na"), ("wej", "wa")]
    {
        if let Some(stem) = form.strip_suffix(old) {
            return format!("{stem}{new}");
        }
    }
    if form.ends_with(['ę', 'ą']) {
        let stem: String = form.chars().take(form.chars().count() - 1).collect();
        return stem + "a";
    }
    form.to_owned()
}

/// Masculine singular of an adjective's form in small letters, by its ending.
pub(super) fn adjective_base(form: &str) -> String {
    let ends = ["iego", "iemu", "ego", "emu", "ich", "imi", "ych", "ymi", "iej", "ej", "im", "ym"];
    let stem = ends.iter().find_map(|e| form.strip_suffix(e));
    let stem = stem.or_else(|| form.strip_suffix(['ą', 'a', 'e', 'y', 'i'])).unwrap_or(form);
    let stem =
        if stem.ends_with("ki") || stem.ends_with("gi") { &stem[..stem.len() - 1] } else { stem };
    format!("{stem}{}", if stem.ends_with(['k', 'g']) { "i" } else { "y" })
}

/// An acronym or a name without its hyphenated ending: "PiS-u", "Bundeswehr-u".
pub(super) fn without_hyphen(form: &str) -> Option<&str> {
    let (stem, end) = form.rsplit_once('-')?;
    let ending = matches!(end, "u" | "owi" | "em" | "ie" | "a" | "cie" | "ów" | "y" | "ą");
    (ending && stem.chars().filter(|c| c.is_uppercase()).count() > 1).then_some(stem)
}

/// A foreign name without the ending that an apostrophe marks off: "Mike'a", "O'Leary'ego".
pub(super) fn without_apostrophe(form: &str) -> Option<&str> {
    let (at, mark) = form.char_indices().rfind(|(_, c)| matches!(c, '\'' | '’'))?;
    let end = &form[at + mark.len_utf8()..];
    let endings =
        ["a", "ego", "em", "owi", "emu", "m", "u", "ie", "iem", "im", "s", "ów", "y", "e", "i"];
    (endings.contains(&end) && at > 1).then_some(&form[..at])
}

/// Nominative of a name that no dictionary has, by its ending; `None` if no rule holds.
pub(super) fn unknown(form: &str, case: Case, person: bool, woman: bool) -> Option<String> {
    let cut = |end: &str, new: &str| {
        let stem = form.strip_suffix(end).filter(|s| s.chars().count() > 1)?;
        Some(format!("{stem}{new}"))
    };
    if form.ends_with(['ę', 'ą']) && matches!(case, Case::Acc | Case::Ins) {
        return cut("ę", "a").or_else(|| cut("ą", "a"));
    }
    let adjective = cut("iego", "i").or_else(|| cut("ego", "")).or_else(|| cut("emu", ""));
    if person && adjective.is_some() {
        return adjective;
    }
    if woman {
        return match case {
            Case::Gen => cut("ii", "ia")
                .or_else(|| cut("ki", "ka"))
                .or_else(|| cut("gi", "ga"))
                .or_else(|| cut("y", "a")),
            _ => None,
        };
    }
    match case {
        Case::Nom | Case::Voc => Some(form.to_owned()),
        Case::Gen | Case::Acc => cut("a", "").or_else(|| cut("u", "")).or_else(|| cut("y", "a")),
        Case::Dat => cut("owi", ""),
        Case::Ins => cut("kiem", "k")
            .or_else(|| cut("giem", "g"))
            .or_else(|| cut("em", ""))
            .or_else(|| cut("im", "i"))
            .or_else(|| cut("ym", "y")),
        Case::Loc => [
            "dzie:d", "cie:t", "rze:r", "nie:n", "sie:s", "zie:z", "wie:w", "bie:b", "pie:p",
            "mie:m", "fie:f", "u:",
        ]
        .iter()
        .find_map(|rule| rule.split_once(':').and_then(|(old, new)| cut(old, new))),
    }
}

/// Whether a form ends in a consonant that no case ending leaves ("Biden", not "Bidenem").
pub(super) fn ends_bare(form: &str) -> bool {
    let last = form.chars().next_back().map(|c| c.to_lowercase().next().unwrap_or(c));
    last.is_some_and(|c| c.is_alphabetic() && !"aeiouyąęóéäöü".contains(c))
        && !["em", "im", "ym", "ch", "ów"].iter().any(|end| form.ends_with(end))
}
