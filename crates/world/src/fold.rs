//! Name keys: what stays of a word when spelling and inflection are forgiven.
//!
//! **In:** a word as it stands in a text or a name list. **Out:** short hashes that are equal for
//! all forms of one name. Two foldings serve two needs:
//!
//! * [`tight`] keeps the letters and drops only case and diacritics: names of states, offices and
//!   organisations, which every language has in its own spelling;
//! * [`loose`] also merges the romanisations of one sound (sh/sz/š, w/v, kh/ch/h, y/j/i):
//!   personal names ("Tokayev", "Tokajew", "Токаев" are one key).
//!
//! Inflection is forgiven by stems: a listed name gives one stem ([`base_stem`]), a word of the
//! text gives every stem that stripping a case ending can leave ([`text_stems`]).

use text::Lang;

/// The longest word that can be part of a name; longer ones get no key.
pub const MAX_WORD: usize = 48;

/// A folded word on the stack: ASCII letters and digits only.
#[derive(Clone, Copy)]
pub struct Folded {
    bytes: [u8; MAX_WORD + 4],
    len: u8,
}

impl Folded {
    fn new() -> Self {
        Self { bytes: [0; MAX_WORD + 4], len: 0 }
    }

    fn push(&mut self, b: u8) {
        if usize::from(self.len) < MAX_WORD {
            self.bytes[usize::from(self.len)] = b;
            self.len += 1;
        }
    }

    /// The folded letters.
    pub fn as_bytes(&self) -> &[u8] {
        &self.bytes[..usize::from(self.len)]
    }

    /// The folded letters as text.
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(self.as_bytes()).unwrap_or("")
    }
}

/// Hash of one key: FNV-1a with a final mix, stable across machines because packs hold it.
pub fn hash(bytes: &[u8]) -> u64 {
    finish(bytes.iter().fold(FNV_BASIS, |h, &b| (h ^ u64::from(b)).wrapping_mul(FNV_PRIME)))
}

const FNV_BASIS: u64 = 0xcbf2_9ce4_8422_2325;
const FNV_PRIME: u64 = 0x0000_0100_0000_01b3;

fn finish(mut h: u64) -> u64 {
    h ^= h >> 29;
    h.wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

/// The hashes of all beginnings of a word, so that its stems need not be read again.
pub(crate) struct PrefixHashes {
    hashes: [u64; MAX_WORD + 5],
    start: *const u8,
    len: usize,
}

impl PrefixHashes {
    pub(crate) fn of(folded: &[u8]) -> Self {
        let mut hashes = [0; MAX_WORD + 5];
        let mut h = FNV_BASIS;
        for (i, &b) in folded.iter().enumerate().take(MAX_WORD + 4) {
            h = (h ^ u64::from(b)).wrapping_mul(FNV_PRIME);
            hashes[i + 1] = finish(h);
        }
        hashes[0] = finish(FNV_BASIS);
        Self { hashes, start: folded.as_ptr(), len: folded.len() }
    }

    /// [`hash`] of a stem: looked up where it is a beginning of the word itself.
    pub(crate) fn stem(&self, stem: &[u8]) -> u64 {
        if stem.as_ptr() == self.start && stem.len() <= self.len {
            self.hashes[stem.len()]
        } else {
            hash(stem)
        }
    }
}

/// ASCII letters for a lower-case letter of Latin or Cyrillic script; empty for marks and signs.
fn ascii(c: char) -> &'static str {
    match c {
        'ą' | 'á' | 'à' | 'â' | 'ä' | 'ã' | 'å' | 'ā' | 'ă' | 'ǎ' | 'ạ' | 'ả' | 'ấ' | 'ầ' | 'ậ'
        | 'ắ' | 'а' | 'ә' => "a",
        'æ' => "ae",
        'б' => "b",
        'ć' | 'č' | 'ç' | 'ċ' => "c",
        'ď' | 'ð' | 'đ' | 'д' => "d",
        'ę' | 'é' | 'è' | 'ê' | 'ë' | 'ē' | 'ě' | 'ė' | 'ế' | 'ề' | 'ệ' | 'ẽ' | 'ə' | 'е' | 'э'
        | 'є' => "e",
        'ф' => "f",
        'ğ' | 'ģ' | 'ġ' | 'г' | 'ґ' | 'ғ' => "g",
        'ħ' | 'ḥ' | 'һ' => "h",
        'í' | 'ì' | 'î' | 'ï' | 'ī' | 'ı' | 'į' | 'и' | 'і' | 'ị' => "i",
        'й' => "y",
        'ї' => "yi",
        'ķ' | 'қ' | 'к' => "k",
        'ł' | 'ľ' | 'ĺ' | 'ļ' | 'л' => "l",
        'м' => "m",
        'ń' | 'ň' | 'ñ' | 'ņ' | 'н' | 'ң' => "n",
        'ó' | 'ò' | 'ô' | 'ö' | 'õ' | 'ō' | 'ő' | 'ø' | 'ố' | 'ộ' | 'о' | 'ө' | 'ơ' | 'ờ' => {
            "o"
        }
        'œ' => "oe",
        'п' => "p",
        'ř' | 'ŕ' | 'р' => "r",
        'ś' | 'š' | 'ş' | 'ș' | 'с' => "s",
        'ß' => "ss",
        'ť' | 'ţ' | 'ț' | 'т' => "t",
        'þ' => "th",
        'ú' | 'ù' | 'û' | 'ü' | 'ū' | 'ů' | 'ű' | 'ũ' | 'ư' | 'ữ' | 'у' | 'ү' | 'ұ' => {
            "u"
        }
        'ў' => "w",
        'в' => "v",
        'ý' | 'ÿ' | 'ỳ' | 'ы' => "y",
        'ź' | 'ż' | 'ž' | 'з' => "z",
        'ё' => "yo",
        'ж' => "zh",
        'х' => "kh",
        'ц' => "ts",
        'ч' => "ch",
        'ш' => "sh",
        'щ' => "shch",
        'ю' => "yu",
        'я' => "ya",
        'җ' => "zh",
        _ => "",
    }
}

/// Lower case without diacritics, Cyrillic romanised; signs inside a word are dropped.
pub fn tight(word: &str) -> Folded {
    let mut out = Folded::new();
    for c in word.chars() {
        if c.is_ascii_alphanumeric() || c == '+' {
            out.push(c.to_ascii_lowercase() as u8);
        } else if !c.is_ascii() {
            for l in c.to_lowercase() {
                ascii(l).bytes().for_each(|b| out.push(b));
            }
        }
    }
    out
}

fn vowel(b: u8) -> bool {
    matches!(b, b'a' | b'e' | b'o' | b'u')
}

/// A tight key with the romanisations of one sound merged. `polish` reads "ch" as in "Chamenei",
/// otherwise as in "Medvedchuk"; everything else is the same for all spellings.
pub fn loose(tight: &Folded, polish: bool) -> Folded {
    let s = tight.as_bytes();
    let at = |i: usize| s.get(i).copied().unwrap_or(0);
    let mut first = Folded::new();
    let mut i = 0;
    while i < s.len() {
        let (byte, used) = match (s[i], at(i + 1), at(i + 2)) {
            (b's', b'h', b'c') if at(i + 3) == b'h' => (b's', 4),
            (b's', b'z', b'c') if at(i + 3) == b'z' => (b's', 4),
            (b's', b'c', b'h') => (b's', 3),
            (b's', b'z' | b'h', _) => (b's', 2),
            (b't', b'c', b'h') => (b'c', 3),
            (b'd', b'z', b'h') => (b'z', 3),
            (b'c', b'z', _) => (b'c', 2),
            (b'c', b'h', _) => (if polish { b'h' } else { b'c' }, 2),
            (b't', b's' | b'z', _) => (b'c', 2),
            (b'c', b'k', _) => (b'k', 2),
            (b'c', b'a' | b'o' | b'u' | b'l' | b'r', _) => (b'k', 1),
            (b'r' | b'd', b'z', _) => (b'z', 2),
            (b'd', b'j', _) => (b'z', 2),
            (b'z', b'h', _) => (b'z', 2),
            (b'k' | b'g', b'h', _) => (b'h', 2),
            (b'p', b'h', _) => (b'f', 2),
            (b't', b'h', _) => (b't', 2),
            (b'w', ..) => (b'v', 1),
            (b'q', ..) => (b'k', 1),
            (b'y' | b'j', ..) => (b'i', 1),
            (b, ..) => (b, 1),
        };
        first.push(byte);
        if s[i] == b'x' && i > 0 {
            first.len -= 1;
            first.push(b'k');
            first.push(b's');
        }
        i += used;
    }
    // An i beside another vowel marks softness or a glide, which spellings treat freely.
    let f = first.as_bytes();
    let mut out = Folded::new();
    for (i, &b) in f.iter().enumerate() {
        let before = if i > 0 { f[i - 1] } else { 0 };
        let after = f.get(i + 1).copied().unwrap_or(0);
        let glide = b == b'i' && (vowel(after) || (vowel(before) && i + 1 < f.len()));
        if !(glide && f.len() > 3) && out.as_bytes().last() != Some(&b) {
            out.push(b);
        }
    }
    out
}

/// The stem a listed Polish name gives: without its final vowels, never under two letters.
pub fn base_stem(folded: &[u8]) -> &[u8] {
    if folded.len() > 6 && folded.ends_with(b"owie") {
        return &folded[..folded.len() - 4];
    }
    match folded {
        [head @ .., last] if head.len() >= 2 && is_final_vowel(*last) => match head {
            // "Europejskie", "Sahara Zachodnia": a softening i belongs to the ending
            [rest @ .., b'i'] if *last == b'e' && rest.len() >= 2 => rest,
            _ => head,
        },
        _ => folded,
    }
}

fn is_final_vowel(b: u8) -> bool {
    matches!(b, b'a' | b'e' | b'i' | b'o' | b'u' | b'y')
}

/// Polish case endings of nouns, adjectives and names, folded.
const ENDINGS: &[&[u8]] = &[
    b"a", b"e", b"i", b"o", b"u", b"y", b"ie", b"ia", b"ii", b"em", b"iem", b"om", b"iom", b"ami",
    b"iami", b"ach", b"iach", b"ow", b"owi", b"ego", b"iego", b"emu", b"iemu", b"im", b"ym",
    b"ich", b"ych", b"imi", b"ymi", b"ej", b"iej", b"owie", b"m", b"ah", b"ovi", b"ov", b"ih",
    b"ov", b"ovie", b"eo", b"ou", b"ei", b"iei",
];

/// Softened consonants before an ending and what they come from: "Republice" is a form of
/// "Republika", "studenci" of "student".
const SOFT: &[(&[u8], &[u8], &[u8])] = &[
    (b"dzi", b"e", b"d"),
    (b"ci", b"e", b"t"),
    (b"c", b"e", b"k"),
    (b"c", b"y", b"k"),
    (b"c", b"i", b"t"),
    (b"dz", b"e", b"g"),
    (b"dz", b"y", b"g"),
    (b"dz", b"i", b"d"),
    (b"rz", b"e", b"r"),
    (b"rz", b"y", b"r"),
    (b"sz", b"e", b"ch"),
    (b"s", b"i", b"ch"),
    (b"sc", b"ie", b"st"),
    (b"dz", b"ie", b"d"),
    (b"c", b"ie", b"t"),
    // as the loose keys write them
    (b"z", b"e", b"d"),
    (b"z", b"i", b"d"),
    (b"z", b"e", b"g"),
];

/// Calls `found` with every stem that a form of a Polish text can have, the whole form first.
/// Every stem keeps at least two letters (three where an ending is long).
pub fn text_stems(folded: &[u8], lang: Lang, mut found: impl FnMut(&[u8])) {
    found(folded);
    if lang == Lang::En {
        // plurals and demonyms: "Kazakhs", "ministries"
        if let Some(rest) = folded.strip_suffix(b"ies").filter(|r| r.len() > 2) {
            let mut b = rest.to_vec();
            b.push(b'y');
            found(&b);
        }
        if let Some(rest) = folded.strip_suffix(b"s").filter(|r| r.len() > 2) {
            found(rest);
        }
        return;
    }
    let Some(last) = folded.last() else { return };
    for &e in ENDINGS {
        if e.last() != Some(last) {
            continue;
        }
        let Some(stem) = folded.strip_suffix(e) else { continue };
        if stem.len() < 2 || (e.len() > 2 && stem.len() < 3) {
            continue;
        }
        found(stem);
        for &(soft, ending, hard) in SOFT {
            if ending != e {
                continue;
            }
            if let Some(root) = stem.strip_suffix(soft).filter(|r| r.len() >= 2) {
                let mut buffer = [0u8; MAX_WORD + 4];
                let n = root.len() + hard.len();
                if n <= MAX_WORD {
                    buffer[..root.len()].copy_from_slice(root);
                    buffer[root.len()..n].copy_from_slice(hard);
                    found(&buffer[..n]);
                }
            }
        }
    }
}

/// Case endings of names in Slavic languages other than Polish, romanised and folded: "Rossiya,
/// Rossii, Rossiey", "Německo, Německa, Německem", "Italija, Italiju".
const SLAVIC_ENDINGS: &[&[u8]] = &[
    b"iyata", b"iyami", b"yata", b"skog", b"iyey", b"iyakh", b"iei", b"iey", b"iya", b"iyu",
    b"iyi", b"iye", b"iyo", b"iju", b"ija", b"iji", b"ijo", b"yami", b"yakh", b"ogo", b"ego",
    b"oho", b"eho", b"omu", b"emu", b"imi", b"ymi", b"ami", b"ach", b"akh", b"ykh", b"ikh", b"ych",
    b"ich", b"ega", b"iga", b"aya", b"oye", b"eye", b"uyu", b"ata", b"ite", b"oto", b"eto", b"ou",
    b"oy", b"ey", b"ii", b"ie", b"ia", b"iu", b"yi", b"yu", b"ya", b"ye", b"em", b"om", b"am",
    b"im", b"ym", b"ov", b"ev", b"ju", b"ja", b"jo", b"yy", b"iy", b"mi", b"u", b"a", b"e", b"i",
    b"o", b"y", b"m", b"t",
];

/// The stem of a name or form in another Slavic language: without its longest ending, never under
/// three letters.
pub fn slavic_stem(folded: &[u8]) -> &[u8] {
    let rest = SLAVIC_ENDINGS.iter().filter_map(|e| folded.strip_suffix(*e));
    rest.filter(|r| r.len() >= 3).min_by_key(|r| r.len()).unwrap_or(folded)
}

/// Whether a word is written in Cyrillic letters.
pub fn is_cyrillic(word: &str) -> bool {
    word.chars().any(|c| matches!(c, '\u{400}'..='\u{52F}'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn meets(name: &str, form: &str) -> bool {
        let base = tight(name);
        let base = base_stem(base.as_bytes()).to_vec();
        let mut hit = false;
        text_stems(tight(form).as_bytes(), Lang::Pl, |s| hit |= s == base);
        hit
    }

    fn meets_loosely(name: &str, form: &str) -> bool {
        let mut hit = false;
        for polish in [false, true] {
            let base = loose(&tight(name), polish);
            let base = base_stem(base.as_bytes()).to_vec();
            let form = loose(&tight(form), true);
            text_stems(form.as_bytes(), Lang::Pl, |s| hit |= s == base);
        }
        hit
    }

    #[test]
    fn inflected_names_share_a_stem() {
        for (name, form) in [
            ("Unia", "Unii"),
            ("Europejska", "Europejską"),
            ("Brytania", "Brytanią"),
            ("Zjednoczone", "Zjednoczonych"),
            ("Republika", "Republice"),
            ("Kazachstan", "Kazachstanowi"),
            ("Norwegia", "Norwegii"),
            ("Polska", "Polsce"),
            ("kazachski", "kazachskiego"),
            ("Talibowie", "talibami"),
        ] {
            assert!(meets(name, form), "{name} / {form}");
        }
        assert!(!meets("Kuwejt", "Kuby"));
    }

    #[test]
    fn slavic_forms_share_a_stem() {
        for (name, form) in [
            ("Россия", "России"),
            ("Россия", "Россией"),
            ("Германия", "Германию"),
            ("Німеччина", "Німеччині"),
            ("Německo", "Německem"),
            ("Velká Británie", "Velké Británii"),
        ] {
            for (n, f) in name.split(' ').zip(form.split(' ')) {
                let (n, f) = (tight(n), tight(f));
                let stems = (slavic_stem(n.as_bytes()), slavic_stem(f.as_bytes()));
                assert_eq!(stems.0, stems.1, "{name} / {form}");
            }
        }
    }

    #[test]
    fn romanisations_share_a_key() {
        for (name, form) in [
            ("Tokayev", "Tokajewem"),
            ("Tokaev", "Tokajewa"),
            ("Токаев", "Tokajew"),
            ("Zelenskyy", "Zełenskiego"),
            ("Lukashenko", "Łukaszenką"),
            ("Mirziyoyev", "Mirzijojewowi"),
            ("Lavrov", "Ławrowa"),
            ("Yanukovych", "Janukowyczem"),
            ("Khamenei", "Chamenei"),
            ("Netanyahu", "Netanjahu"),
            ("Sergei", "Siergiej"),
        ] {
            assert!(meets_loosely(name, form), "{name} / {form}");
        }
        assert!(!meets_loosely("Putin", "Poroszenko"));
    }
}
