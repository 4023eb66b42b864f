//! A recorded HTTP answer in; status, what it is, and its content out.

use std::io::Read;
use text::{Limits, Reason, unpack};

/// An answer as an archive keeps it.
pub(super) struct Answer {
    pub status: u16,
    pub media: Option<String>,
    /// The content, unpacked.
    pub content: Vec<u8>,
}

/// Fields that a head may have.
const FIELDS: usize = 256;

/// Reads a recorded answer.
///
/// Archives keep some contents as they came and some unpacked, with the old head beside them; so
/// chunks and gzip are undone where they are really there.
pub(super) fn read(record: &[u8], limits: &Limits) -> Result<Answer, Reason> {
    let mut fields = [httparse::EMPTY_HEADER; FIELDS];
    let mut answer = httparse::Response::new(&mut fields);
    let mut config = httparse::ParserConfig::default();
    config
        .allow_spaces_after_header_name_in_responses(true)
        .allow_obsolete_multiline_headers_in_responses(true)
        .allow_multiple_spaces_in_response_status_delimiters(true)
        .ignore_invalid_headers_in_responses(true);
    let length = match config.parse_response(&mut answer, record) {
        Ok(httparse::Status::Complete(length)) => length,
        Ok(httparse::Status::Partial) => {
            return Err(Reason::Archive("its HTTP head is cut off".into()));
        }
        Err(e) => return Err(Reason::Archive(format!("its HTTP head is broken ({e})"))),
    };
    let field = |name: &str| {
        let field = answer.headers.iter().find(|h| h.name.eq_ignore_ascii_case(name))?;
        Some(String::from_utf8_lossy(field.value).trim().to_owned())
    };
    let status = answer.code.unwrap_or_default();
    let media = field("content-type");
    let chunked =
        field("transfer-encoding").is_some_and(|e| e.to_ascii_lowercase().contains("chunked"));
    let content = &record[length..];
    let joined = if chunked { unchunk(content) } else { None };
    let packed = joined.as_deref().unwrap_or(content);
    let mut content = Vec::new();
    unpack(packed, limits, true)?.read_to_end(&mut content)?;
    Ok(Answer { status, media, content })
}

/// Joins the chunks of a content; `None` where it has none (any more).
fn unchunk(mut content: &[u8]) -> Option<Vec<u8>> {
    let mut out = Vec::new();
    loop {
        let end = content.iter().position(|&b| b == b'\n')?;
        let line = std::str::from_utf8(&content[..end]).ok()?;
        let size = line.split(';').next()?.trim();
        let size = usize::from_str_radix(size, 16).ok()?;
        content = &content[end + 1..];
        if size == 0 {
            return Some(out);
        }
        // The last chunk of what was cut off is shorter than it says.
        let size = size.min(content.len());
        out.extend_from_slice(&content[..size]);
        content = &content[size..];
        content = content
            .strip_prefix(b"\r\n")
            .or_else(|| content.strip_prefix(b"\n"))
            .unwrap_or(content);
        if content.is_empty() {
            return Some(out);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    #[test]
    fn chunks_and_packing_are_undone_where_they_are() {
        let limits = Limits::default();
        let head = "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nTransfer-Encoding: chunked\r\n\
                    Content-Encoding: gzip\r\n\r\n";
        let text = "Premier przyjął ambasadora.";
        let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        packer.write_all(text.as_bytes()).unwrap();
        let packed = packer.finish().unwrap();
        let (a, b) = packed.split_at(9);
        let mut chunks = format!("{:x};x=1\r\n", a.len()).into_bytes();
        chunks.extend(
            [a, b"\r\n", format!("{:X}\r\n", b.len()).as_bytes(), b, b"\r\n0\r\n\r\n"].concat(),
        );
        for content in [text.as_bytes(), &packed, &chunks] {
            let answer = read(&[head.as_bytes(), content].concat(), &limits).unwrap();
            assert_eq!((answer.status, answer.content.as_slice()), (200, text.as_bytes()));
            assert_eq!(answer.media.as_deref(), Some("text/html; charset=utf-8"));
        }
        for wrong in ["HTTP/1.1 200 OK\r\nA: b", "nie HTTP\r\n\r\n", ""] {
            assert!(matches!(read(wrong.as_bytes(), &limits), Err(Reason::Archive(_))));
        }
    }
}
