//! XML in; a refusal out if it defines entities of its own.
//!
//! Ten lines of definitions, each ten times the one before, make a gigabyte out of a kilobyte
//! ("billion laughs"), and an external one reads files of this machine. The XML reader expands
//! neither; but what such a feed says would then be something else than it means, so it is refused
//! with a word about it. No feed needs them.

use text::Reason;

/// Refuses a document type with entity definitions.
pub(super) fn entities(bytes: &[u8]) -> Result<(), Reason> {
    // Every encoding in which XML may come writes these letters as ASCII, UTF-16 with zeros between.
    let utf16 =
        matches!(bytes, [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..] | [0, b'<', ..] | [b'<', 0, ..]);
    let plain: Vec<u8>;
    let bytes = if utf16 {
        plain = bytes.iter().copied().filter(|&b| b != 0).collect();
        &plain
    } else {
        bytes
    };
    // Document type and definitions stand before the first element, in which anything may be written.
    let element =
        bytes.windows(2).position(|w| w[0] == b'<' && (w[1].is_ascii_alphabetic() || w[1] == b'_'));
    let prolog = &bytes[..element.unwrap_or(bytes.len())];
    let word = b"<!ENTITY";
    let defines = prolog.windows(word.len()).any(|w| w.eq_ignore_ascii_case(word));
    if defines { Err(Reason::Entities) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn definitions_are_refused_and_talk_of_them_is_not() {
        let laughs = "<?xml version=\"1.0\"?>\n<!-- x --><!DOCTYPE rss [\n<!ENTITY a \"ha\">\n\
                      <!ENTITY b \"&a;&a;&a;\">]><rss version=\"2.0\"></rss>";
        assert_eq!(entities(laughs.as_bytes()), Err(Reason::Entities));
        assert_eq!(entities(laughs.to_lowercase().as_bytes()), Err(Reason::Entities));
        let wide: Vec<u8> = "\u{FEFF}"
            .encode_utf16()
            .chain(laughs.encode_utf16())
            .flat_map(u16::to_le_bytes)
            .collect();
        assert_eq!(entities(&wide), Err(Reason::Entities));
        for harmless in [
            "<!DOCTYPE rss PUBLIC \"-//Netscape//DTD RSS 0.91//EN\" \"x.dtd\"><rss/>",
            "<rss><item><![CDATA[<!DOCTYPE a [<!ENTITY b \"c\">]>]]></item></rss>",
            "<!DOCTYPE rss SYSTEM \"x.dtd\"><rss><![CDATA[<!ENTITY b \"c\">]]></rss>",
            "{\"version\": \"x\"}",
            "",
        ] {
            assert_eq!(entities(harmless.as_bytes()), Ok(()), "{harmless}");
        }
    }
}
