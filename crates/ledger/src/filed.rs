//! A paper as it comes to be kept, and how its words are packed.

use compact_str::CompactString;
use record::Record;

/// A paper ready to be kept.
#[derive(Clone, Debug)]
pub struct Filed {
    /// What makes it the same paper again: its canonical address, else `unit#id`.
    pub key: String,
    /// Its text; the record's offsets point into it.
    pub text: String,
    /// Its words with their lemmas, in text order.
    pub tokens: Vec<Token>,
    /// Its record.
    pub record: Record,
    /// Who published it: the host of its address, else where it came from.
    pub source: String,
    /// Who wrote it.
    pub author: Option<String>,
    /// Versions of the program and packs that made the record.
    pub maker: String,
}

/// A word of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// First code point.
    pub start: u32,
    /// One past the last code point.
    pub end: u32,
    /// Its dictionary form.
    pub lemma: CompactString,
}

/// Words as bytes: for each the gap to the word before, its length and its lemma, all counted in
/// LEB128. Small, since zstd packs the repeated lemmas.
pub(crate) fn pack(tokens: &[Token]) -> Vec<u8> {
    let mut out = Vec::with_capacity(tokens.len() * 8);
    let mut at = 0;
    for token in tokens {
        // Parts of one token may share its span ("zrobiłem"); the gap is then negative.
        number(&mut out, zigzag(i64::from(token.start) - i64::from(at)));
        number(&mut out, u64::from(token.end.saturating_sub(token.start)));
        number(&mut out, token.lemma.len() as u64);
        out.extend_from_slice(token.lemma.as_bytes());
        at = token.end;
    }
    out
}

/// The words again; `None` if the bytes are not what [`pack`] wrote.
pub(crate) fn unpack(mut bytes: &[u8]) -> Option<Vec<Token>> {
    let mut tokens = Vec::new();
    let mut at = 0_i64;
    while !bytes.is_empty() {
        let gap = take(&mut bytes)?;
        let gap = (gap >> 1) as i64 ^ -((gap & 1) as i64);
        let start = u32::try_from(at.checked_add(gap)?).ok()?;
        let end = start.checked_add(u32::try_from(take(&mut bytes)?).ok()?)?;
        let length = usize::try_from(take(&mut bytes)?).ok()?;
        let lemma = std::str::from_utf8(bytes.get(..length)?).ok()?;
        bytes = &bytes[length..];
        tokens.push(Token { start, end, lemma: lemma.into() });
        at = i64::from(end);
    }
    Some(tokens)
}

fn zigzag(n: i64) -> u64 {
    ((n << 1) ^ (n >> 63)) as u64
}

fn number(out: &mut Vec<u8>, mut n: u64) {
    while n >= 0x80 {
        out.push(n as u8 | 0x80);
        n >>= 7;
    }
    out.push(n as u8);
}

fn take(bytes: &mut &[u8]) -> Option<u64> {
    let mut n = 0_u64;
    for shift in (0..64).step_by(7) {
        let (&first, rest) = bytes.split_first()?;
        *bytes = rest;
        n |= u64::from(first & 0x7F) << shift;
        if first < 0x80 {
            return Some(n);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn words_survive_packing(raw in prop::collection::vec((0_u32..90, 0_u32..30, "\\PC{0,12}"), 0..60)) {
            let mut at = 0;
            let tokens: Vec<Token> = raw
                .into_iter()
                .map(|(gap, length, lemma)| {
                    let start = at + gap;
                    at = start + length;
                    Token { start, end: at, lemma: lemma.into() }
                })
                .collect();
            prop_assert_eq!(unpack(&pack(&tokens)), Some(tokens));
        }

        #[test]
        fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            let _ = unpack(&bytes);
        }
    }
}
