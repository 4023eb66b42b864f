//! A name and first bytes in; what kind of content it is out.

use text::{Format, Packing};

/// What a unit is read as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// One of the formats of `text`: one document, or JSONL.
    Text(Format),
    /// RSS, Atom or JSON Feed.
    Feed,
    /// A web archive.
    Warc,
}

/// Bytes of the head that are looked at.
const HEAD: usize = 4096;

impl Kind {
    /// By a file name's extension, that of the packing aside. `.xml` and `.json` are feeds where they
    /// are anything.
    pub fn of_name(name: &str) -> Option<Self> {
        let bare = Packing::strip(name);
        let extension = bare.rsplit_once('.')?.1.to_ascii_lowercase();
        match extension.as_str() {
            "warc" | "wet" => Some(Kind::Warc),
            "rss" | "atom" | "rdf" | "xml" | "json" => Some(Kind::Feed),
            _ => Format::of(std::path::Path::new(bare)).map(Kind::Text),
        }
    }

    /// By its first bytes, unpacked.
    pub fn sniff(head: &[u8]) -> Self {
        let head = &head[..head.len().min(HEAD)];
        if head.starts_with(b"WARC/") {
            return Kind::Warc;
        }
        let words = String::from_utf8_lossy(head).to_ascii_lowercase();
        let words = words.trim_start_matches('\u{FEFF}').trim_start();
        let roots = ["<rss", "<feed", "<rdf:rdf"];
        let html = words.starts_with("<!doctype html") || words.starts_with("<html");
        let feed = words.starts_with('<') && !html && roots.iter().any(|r| words.contains(r));
        let json = words.starts_with('{') && words.contains("jsonfeed.org/version/");
        if feed || json { Kind::Feed } else { Kind::Text(Format::sniff(head)) }
    }

    /// By the media type of HTTP; `None` where it tells nothing more than that it is bytes or text.
    pub fn of_media_type(media: &str) -> Option<Self> {
        let media = media.split(';').next().unwrap_or(media).trim().to_ascii_lowercase();
        Some(match media.as_str() {
            "text/html" | "application/xhtml+xml" => Kind::Text(Format::Html),
            "text/markdown" => Kind::Text(Format::Markdown),
            "application/jsonl" | "application/x-ndjson" | "application/ndjson" => {
                Kind::Text(Format::Jsonl)
            }
            "application/rss+xml"
            | "application/atom+xml"
            | "application/rdf+xml"
            | "application/feed+json" => Kind::Feed,
            "application/warc" => Kind::Warc,
            _ => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_by_name_and_by_first_bytes() {
        assert_eq!(Kind::of_name("CC-NEWS-1.warc.gz"), Some(Kind::Warc));
        assert_eq!(Kind::of_name("a/feed.XML.zst"), Some(Kind::Feed));
        assert_eq!(Kind::of_name("a.jsonl.gz"), Some(Kind::Text(Format::Jsonl)));
        assert_eq!(Kind::of_name("a.png"), None);
        assert_eq!(Kind::of_name("README"), None);
        assert_eq!(Kind::sniff(b"WARC/1.0\r\n"), Kind::Warc);
        assert_eq!(
            Kind::sniff(b"\xEF\xBB\xBF<?xml version='1.0'?>\n<rss version='2.0'>"),
            Kind::Feed
        );
        assert_eq!(Kind::sniff(b"{\"version\": \"https://jsonfeed.org/version/1.1\","), Kind::Feed);
        assert_eq!(Kind::sniff(b"{\"id\": \"a\"}"), Kind::Text(Format::Jsonl));
        assert_eq!(
            Kind::sniff(b"<!DOCTYPE html><html><p>an &lt;rss> feed <rss"),
            Kind::Text(Format::Html)
        );
        assert_eq!(Kind::sniff(b""), Kind::Text(Format::Text));
    }
}
