//! Syntactic words: Polish mobile endings cut off their hosts.
//!
//! **In:** a token and a way to ask the dictionary. **Out:** the byte lengths of its words, as
//! UD Polish PDB cuts them: zrobił|em, zrobił|by|śmy, by|m, gdyby|ś, powinna|m.
//! **Why here:** "działem" is a noun and "dawałem" is not; only a dictionary can tell.

/// Endings of the past tense and conditional, longest first.
const ENDINGS: [&str; 6] = ["ście", "śmy", "em", "eś", "m", "ś"];

/// Words other than verbs that carry a mobile ending in the standard language.
const HOSTS: [&str; 14] = [
    "aby",
    "ażeby",
    "by",
    "byle",
    "choćby",
    "chociażby",
    "czyby",
    "gdyby",
    "iżby",
    "jakby",
    "jakoby",
    "oby",
    "żeby",
    "że",
];

/// What the splitter asks of a dictionary.
pub(crate) trait Forms {
    /// Whether the form can be a past-tense verb (or "powinien").
    fn is_past(&self, form: &str) -> bool;
    /// Whether the form is a word of its own.
    fn is_word(&self, form: &str) -> bool;
    /// Whether the form is common as a past-tense verb.
    fn is_common_past(&self, form: &str) -> bool;
}

/// Lengths in bytes of up to three words; unused ones are 0. A token that is one word gives its
/// own length. `lower` is the token in lower case and must be as long as the token.
pub(crate) fn split_polish(lower: &str, forms: &impl Forms) -> [usize; 3] {
    let whole = [lower.len(), 0, 0];
    let (rest, ending) =
        ENDINGS.iter().find_map(|e| Some((lower.strip_suffix(e)?, e.len()))).unwrap_or((lower, 0));
    if ending > 0 && HOSTS.contains(&rest) {
        return [rest.len(), ending, 0];
    }
    let conditional = rest.strip_suffix("by").filter(|verb| forms.is_past(verb));
    if let Some(verb) = conditional {
        let parts = [verb.len(), 2, ending];
        return if forms.is_word(lower) && !forms.is_common_past(verb) { whole } else { parts };
    }
    if ending == 0 || !forms.is_past(rest) {
        return whole;
    }
    // "em" and "eś" follow consonants, "m" and "ś" vowels: "robiła|m", never "robił|m".
    let vowel = rest.ends_with(['a', 'o', 'e', 'i', 'y']);
    let fits = match &lower[rest.len()..] {
        "em" | "eś" => !vowel,
        "m" | "ś" => vowel,
        _ => true,
    };
    if !fits {
        return whole;
    }
    if forms.is_word(lower) && !forms.is_common_past(rest) {
        return whole;
    }
    [rest.len(), ending, 0]
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    struct Small;

    impl Forms for Small {
        fn is_past(&self, form: &str) -> bool {
            ["obiecał", "obiecała", "obiecali", "dział", "miał", "powinna"].contains(&form)
        }
        fn is_word(&self, form: &str) -> bool {
            self.is_past(form) || ["działem", "miałem", "osoby"].contains(&form)
        }
        fn is_common_past(&self, form: &str) -> bool {
            form == "miał"
        }
    }

    fn split(token: &str) -> Vec<&str> {
        let mut at = 0;
        let lengths = split_polish(token, &Small);
        let parts = lengths.iter().filter(|&&n| n > 0).map(|n| {
            at += n;
            &token[at - n..at]
        });
        parts.collect()
    }

    #[test]
    fn mobile_endings_are_cut_as_the_treebank_does() {
        assert_eq!(split("obiecałem"), ["obiecał", "em"]);
        assert_eq!(split("obiecałaś"), ["obiecała", "ś"]);
        assert_eq!(split("obiecałby"), ["obiecał", "by"]);
        assert_eq!(split("obiecalibyśmy"), ["obiecali", "by", "śmy"]);
        assert_eq!(split("gdybym"), ["gdyby", "m"]);
        assert_eq!(split("byśmy"), ["by", "śmy"]);
        assert_eq!(split("żeście"), ["że", "ście"]);
        assert_eq!(split("powinnam"), ["powinna", "m"]);
    }

    #[test]
    fn words_that_only_look_alike_stay_whole() {
        for word in ["działem", "osoby", "gdyby", "obiecała", "problem", "kiedyś", "em", "m"] {
            assert_eq!(split(word), [word]);
        }
        assert_eq!(split("miałem"), ["miał", "em"]);
    }

    proptest! {
        #[test]
        fn parts_cover_the_token(token in "[a-ząćęłńóśźż]{1,4}(by)?(em|eś|m|ś|śmy|ście)?|\\PC{1,8}") {
            let lengths = split_polish(&token, &Small);
            prop_assert_eq!(lengths.iter().sum::<usize>(), token.len());
            prop_assert!(token.is_char_boundary(lengths[0]));
            prop_assert!(token.is_char_boundary(lengths[0] + lengths[1]));
            prop_assert!(lengths[0] > 0);
        }
    }
}
