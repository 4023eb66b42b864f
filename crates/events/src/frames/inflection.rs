//! Base forms of English verbs for heads whose lemma is in no frame.
//!
//! Lemmatisers that learn suffix edits lose a final "e" now and then ("eased" to "eas") and miss rare
//! strong verbs. The rules are those of any English grammar (Quirk et al. 1985, 3.2-3.20): drop "-ed",
//! "-ing", "-s", restore "e" or "y", undouble the consonant; strong verbs come from a list. A candidate
//! counts only if it is known, so that no new word can arise.

/// Past tense forms and participles of strong verbs that frames are headed by.
const STRONG: [(&str, &str); 84] = [
    ("beaten", "beat"),
    ("began", "begin"),
    ("begun", "begin"),
    ("bled", "bleed"),
    ("blew", "blow"),
    ("blown", "blow"),
    ("bore", "bear"),
    ("borne", "bear"),
    ("bought", "buy"),
    ("bound", "bind"),
    ("broke", "break"),
    ("broken", "break"),
    ("brought", "bring"),
    ("built", "build"),
    ("caught", "catch"),
    ("chose", "choose"),
    ("chosen", "choose"),
    ("dealt", "deal"),
    ("drawn", "draw"),
    ("drew", "draw"),
    ("driven", "drive"),
    ("drove", "drive"),
    ("dug", "dig"),
    ("fed", "feed"),
    ("fled", "flee"),
    ("flew", "fly"),
    ("flown", "fly"),
    ("forbade", "forbid"),
    ("forbidden", "forbid"),
    ("forgave", "forgive"),
    ("forgiven", "forgive"),
    ("forsworn", "forswear"),
    ("fought", "fight"),
    ("froze", "freeze"),
    ("frozen", "freeze"),
    ("gave", "give"),
    ("given", "give"),
    ("held", "hold"),
    ("hung", "hang"),
    ("kept", "keep"),
    ("laid", "lay"),
    ("led", "lead"),
    ("lent", "lend"),
    ("met", "meet"),
    ("mistook", "mistake"),
    ("overran", "overrun"),
    ("oversaw", "oversee"),
    ("overthrew", "overthrow"),
    ("overthrown", "overthrow"),
    ("paid", "pay"),
    ("partook", "partake"),
    ("pled", "plead"),
    ("rebuilt", "rebuild"),
    ("retaken", "retake"),
    ("retook", "retake"),
    ("sank", "sink"),
    ("sent", "send"),
    ("shook", "shake"),
    ("shot", "shoot"),
    ("slain", "slay"),
    ("slew", "slay"),
    ("sold", "sell"),
    ("sought", "seek"),
    ("spoke", "speak"),
    ("spoken", "speak"),
    ("stole", "steal"),
    ("stolen", "steal"),
    ("stood", "stand"),
    ("struck", "strike"),
    ("sunk", "sink"),
    ("swore", "swear"),
    ("sworn", "swear"),
    ("taken", "take"),
    ("took", "take"),
    ("tore", "tear"),
    ("torn", "tear"),
    ("undertaken", "undertake"),
    ("undertook", "undertake"),
    ("upheld", "uphold"),
    ("withdrawn", "withdraw"),
    ("withdrew", "withdraw"),
    ("withheld", "withhold"),
    ("withstood", "withstand"),
    ("won", "win"),
];

/// The known base form of a lower-cased English verb form.
pub fn english_base(form: &str, known: impl Fn(&str) -> bool) -> Option<String> {
    let strong = STRONG.iter().find(|(f, _)| *f == form).map(|(_, base)| (*base).to_owned());
    let regular = ["ed", "ing", "es", "s"].iter().filter_map(|s| form.strip_suffix(s));
    let candidates = regular.flat_map(|stem| {
        let mut chars = stem.chars();
        let (last, before) = (chars.next_back(), chars.next_back());
        let undoubled =
            (last.is_some() && last == before).then(|| stem[..stem.len() - 1].to_owned());
        let y = stem.strip_suffix('i').map(|s| format!("{s}y"));
        let k = stem.strip_suffix("ck").map(|s| format!("{s}c"));
        [Some(format!("{stem}e")), Some(stem.to_owned()), undoubled, y, k]
    });
    strong.into_iter().chain(candidates.flatten()).find(|c| known(c))
}

/// The other English spelling of a word, British for American and back: "organize", "organise".
pub fn other_spelling(word: &str) -> Option<String> {
    const PAIRS: [(&str, &str); 10] = [
        ("ize", "ise"),
        ("yze", "yse"),
        ("ization", "isation"),
        ("avor", "avour"),
        ("abor", "abour"),
        ("onor", "onour"),
        ("arbor", "arbour"),
        ("ighbor", "ighbour"),
        ("efense", "efence"),
        ("program", "programme"),
    ];
    let swap = |from: &str, to: &str| word.strip_suffix(from).map(|stem| format!("{stem}{to}"));
    PAIRS.iter().find_map(|(us, uk)| swap(us, uk).or_else(|| swap(uk, us)))
}

#[cfg(test)]
mod tests {
    use super::{english_base, other_spelling};

    #[test]
    fn spellings_go_both_ways() {
        assert_eq!(other_spelling("organize").as_deref(), Some("organise"));
        assert_eq!(other_spelling("criticise").as_deref(), Some("criticize"));
        assert_eq!(other_spelling("programme").as_deref(), Some("program"));
        assert_eq!(other_spelling("pomoc"), None);
    }

    #[test]
    fn restores_known_bases_only() {
        let known = |w: &str| {
            matches!(w, "ease" | "cancel" | "decry" | "panic" | "reject" | "free" | "withhold")
        };
        for (form, base) in [
            ("eased", "ease"),
            ("easing", "ease"),
            ("cancelled", "cancel"),
            ("decries", "decry"),
            ("panicked", "panic"),
            ("rejects", "reject"),
            ("freed", "free"),
            ("withheld", "withhold"),
        ] {
            assert_eq!(english_base(form, known).as_deref(), Some(base), "{form}");
        }
        assert_eq!(english_base("walked", known), None);
        assert_eq!(english_base("need", known), None);
    }
}
