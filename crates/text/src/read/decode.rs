//! Bytes in, text out: UTF-8, UTF-16 with its mark, a declared encoding, or one of the two
//! encodings of older Polish archives.

use super::Reason;
use encoding_rs::{Encoding, ISO_8859_2, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1250};

/// Decodes a file. `declared` is the encoding that the file itself names (HTML).
///
/// Windows-1250 and ISO-8859-2 differ in a few letters and cannot be told apart by their bytes
/// alone; the one that gives the more Polish-looking letters is taken, and neither where the
/// letters look like no Polish (or English with typographic quotes) at all.
///
/// # Errors
/// [`Reason::Binary`], [`Reason::Encoding`] with the first offending byte, or
/// [`Reason::Declared`].
pub fn decode(bytes: Vec<u8>, declared: Option<&str>) -> Result<String, Reason> {
    if let Some((encoding, mark)) = Encoding::for_bom(&bytes) {
        if encoding == UTF_16LE || encoding == UTF_16BE {
            let text = encoding.decode_without_bom_handling_and_without_replacement(&bytes[mark..]);
            return text.map(Into::into).ok_or(Reason::Declared { label: encoding.name().into() });
        }
        if encoding == UTF_8 {
            return utf8(bytes[mark..].to_vec(), declared);
        }
    }
    utf8(bytes, declared)
}

fn utf8(bytes: Vec<u8>, declared: Option<&str>) -> Result<String, Reason> {
    if let Some(byte) = bytes.iter().position(|&b| b == 0) {
        return Err(Reason::Binary { byte });
    }
    let error = match String::from_utf8(bytes) {
        Ok(text) => return Ok(text),
        Err(error) => error,
    };
    let byte = error.utf8_error().valid_up_to();
    let bytes = error.into_bytes();
    if let Some(encoding) = declared.and_then(|l| Encoding::for_label(l.as_bytes()))
        && encoding != UTF_8
    {
        let text = encoding.decode_without_bom_handling_and_without_replacement(&bytes);
        let wrong = || Reason::Declared { label: encoding.name().into() };
        return text.map(Into::into).ok_or_else(wrong);
    }
    let candidates = [WINDOWS_1250, ISO_8859_2].into_iter().filter_map(|encoding| {
        let text = encoding.decode_without_bom_handling_and_without_replacement(&bytes)?;
        let score = plausibility(&text)?;
        Some((score, text))
    });
    let best = candidates.reduce(|a, b| if b.0 > a.0 { b } else { a });
    best.map(|(_, text)| text.into()).ok_or(Reason::Encoding { byte })
}

/// How much a text looks like Polish or English prose; `None` if it does not.
fn plausibility(text: &str) -> Option<i64> {
    let (mut good, mut bad, mut letters) = (0i64, 0i64, 0i64);
    for c in text.chars() {
        match c {
            'a'..='z' | 'A'..='Z' => letters += 1,
            _ if c.is_ascii() => {}
            'ą' | 'ć' | 'ę' | 'ł' | 'ń' | 'ó' | 'ś' | 'ź' | 'ż' => good += 2,
            'Ą' | 'Ć' | 'Ę' | 'Ł' | 'Ń' | 'Ó' | 'Ś' | 'Ź' | 'Ż' => good += 1,
            '„' | '”' | '“' | '’' | '‘' | '–' | '—' | '…' | '«' | '»' | '\u{A0}' | '§' | '°' => {
                good += 1
            }
            'é' | 'á' | 'ä' | 'ö' | 'ü' | 'č' | 'š' | 'ž' | 'ř' => {}
            _ => bad += 2,
        }
    }
    // Polish has about one marked letter in twelve; far more is another script read wrongly.
    (good > bad * 4 && good < 2 * letters).then_some(good - 3 * bad)
}
