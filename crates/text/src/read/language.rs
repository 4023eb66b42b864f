//! Which language a text is in: Polish, English, or one that is not read.

use super::Reason;
use crate::Lang;

/// Words that one language uses all the time and the other never.
const POLISH: &[&str] = &[
    "w", "z", "i", "na", "do", "się", "nie", "że", "jest", "oraz", "przez", "od", "po", "o", "ze",
    "są", "był", "była", "które", "który", "która", "jak", "dla", "przy", "ale", "czy", "także",
    "tym", "tego", "będzie", "może", "już", "tylko", "ich", "jego", "jej", "we", "za", "pod",
    "nad",
];
const ENGLISH: &[&str] = &[
    "the", "of", "and", "to", "in", "is", "was", "were", "that", "for", "with", "by", "on", "at",
    "as", "it", "his", "her", "their", "from", "has", "have", "had", "be", "are", "said", "will",
    "would", "which", "this", "an", "its", "but", "not", "he", "she", "they", "after", "who",
];

/// Bytes that are looked at; a paper's language does not change later on.
const ENOUGH: usize = 6000;
/// Letters below which statistics of letters say little.
const SHORT: usize = 60;

/// Letters from which on the words are believed rather than the page around them.
const LONG: usize = 400;

/// The language of a text that is said to be in one, by its page or feed.
///
/// Programs that run papers say "en" by default of papers in any language, so a longer text speaks
/// for itself; a short one is believed to be what it is said to be. `None`: nothing was said and
/// the text decides.
///
/// # Errors
/// [`Reason::Language`] if a longer text is plainly in a language that is not read.
pub fn settle(text: &str, said: Option<Lang>) -> Result<Option<Lang>, Reason> {
    let Some(said) = said else { return Ok(None) };
    if text.chars().filter(|c| c.is_alphabetic()).nth(LONG).is_none() {
        return Ok(Some(said));
    }
    match detect(text) {
        Ok(found) => Ok(Some(found)),
        Err(Reason::Language(other)) => Err(Reason::Language(other)),
        Err(_) => Ok(Some(said)),
    }
}

/// Finds the language of a text.
///
/// Function words and Polish letters decide where they speak clearly; otherwise letter
/// statistics over all languages, so that German or Czech is refused and not read as Polish.
///
/// # Errors
/// [`Reason::Language`] for another language, [`Reason::NoLanguage`] if nothing tells.
pub fn detect(text: &str) -> Result<Lang, Reason> {
    let cut = text.char_indices().map(|(i, _)| i).find(|&i| i >= ENOUGH).unwrap_or(text.len());
    let text = &text[..cut];
    let (mut polish, mut english, mut words) = (0usize, 0usize, 0usize);
    for word in text.split(|c: char| !c.is_alphabetic()).filter(|w| !w.is_empty()) {
        let word = word.to_lowercase();
        words += 1;
        polish += usize::from(POLISH.contains(&word.as_str()));
        english += usize::from(ENGLISH.contains(&word.as_str()));
    }
    let marked = text.chars().filter(|c| "ąęłńśźżćóĄĘŁŃŚŹŻĆÓ".contains(*c)).count();
    // Letters of other alphabets and neighbours: a few stand in names, many are another language.
    let alphabetic = |c: &char| c.is_alphabetic() && !c.is_ascii();
    let alien = text.chars().filter(alphabetic).count().saturating_sub(marked);
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    let foreign = whatlang::detect(text).filter(|i| {
        !matches!(i.lang(), whatlang::Lang::Pol | whatlang::Lang::Eng) && i.confidence() > 0.8
    });
    let pl = (polish * 2 + marked).saturating_sub(2 * alien);
    let en = (english * 2).saturating_sub(2 * alien);
    // A share of function words that no text in another language reaches.
    let clear = pl.max(en) * 6 > words && (pl >= 2 * en || en >= 2 * pl);
    if letters >= SHORT {
        if let Some(other) = foreign.filter(|_| !clear) {
            return Err(Reason::Language(other.lang().eng_name().into()));
        }
        if !clear && let Some(info) = whatlang::detect(text) {
            return match info.lang() {
                whatlang::Lang::Pol => Ok(Lang::Pl),
                whatlang::Lang::Eng => Ok(Lang::En),
                other => Err(Reason::Language(other.eng_name().into())),
            };
        }
    } else if words > 0 && !text.chars().any(|c| c.is_alphabetic() && c < '\u{250}') {
        let other = whatlang::detect(text).map_or("of another script", |i| i.lang().eng_name());
        return Err(Reason::Language(other.into()));
    }
    match pl.cmp(&en) {
        std::cmp::Ordering::Greater => Ok(Lang::Pl),
        std::cmp::Ordering::Less => Ok(Lang::En),
        std::cmp::Ordering::Equal => Err(Reason::NoLanguage),
    }
}
