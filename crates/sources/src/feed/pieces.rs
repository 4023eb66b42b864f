//! A broken feed in; its entries as little feeds of their own out, so that those which are whole can
//! be read.

/// Feeds that are larger, have more entries or a longer head are not mended: each entry is read with
/// the head before it, and that must not become endless.
const LONGEST: usize = 32 << 20;
const ENTRIES: usize = 10_000;
const HEAD: usize = 64 << 10;

/// Cuts RSS or Atom into one feed an entry; an entry that does not end is an error. Nothing if it is
/// neither, or too large to be mended.
pub(super) fn cut(bytes: &[u8]) -> Vec<Result<Vec<u8>, &'static str>> {
    if bytes.len() > LONGEST {
        return Vec::new();
    }
    let rss = count(bytes, b"<item");
    let atom = count(bytes, b"<entry");
    let (open, close): (&[u8], &[u8]) =
        if rss >= atom { (b"<item", b"</item>") } else { (b"<entry", b"</entry>") };
    let Some(first) = find(bytes, 0, open) else { return Vec::new() };
    let head = &bytes[..first];
    if head.len() > HEAD || rss.max(atom) > ENTRIES {
        return Vec::new();
    }
    let tail: &[u8] = if rss < atom {
        b"</feed>"
    } else if find(head, 0, b"<rdf:RDF").is_some() {
        b"</rdf:RDF>"
    } else {
        b"</channel></rss>"
    };
    let mut out = Vec::new();
    let mut at = Some(first);
    let mut end = Some(first);
    while let Some(start) = at {
        let next = find(bytes, start + open.len(), open);
        // An end that lies ahead is not looked for again; where there is none, there is none.
        if end.is_some_and(|end| end <= start) {
            end = find(bytes, start, close).map(|e| e + close.len());
        }
        out.push(match end.filter(|&end| next.is_none_or(|next| end <= next)) {
            Some(end) => Ok([head, &bytes[start..end], tail].concat()),
            None => Err("the entry does not end"),
        });
        at = next;
    }
    out
}

/// Where a tag begins next; `<item` is not found in `<items>`.
fn find(bytes: &[u8], from: usize, tag: &[u8]) -> Option<usize> {
    let rest = bytes.get(from..)?;
    let whole = |i: usize| {
        tag.ends_with(b">")
            || rest.get(i + tag.len()).is_some_and(|b| b.is_ascii_whitespace() || *b == b'>')
    };
    (0..rest.len().saturating_sub(tag.len() - 1))
        .find(|&i| rest[i] == b'<' && rest[i..].starts_with(tag) && whole(i))
        .map(|i| from + i)
}

fn count(bytes: &[u8], tag: &[u8]) -> usize {
    let mut found = 0;
    let mut at = 0;
    while let Some(i) = find(bytes, at, tag) {
        (found, at) = (found + 1, i + 1);
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_entries_are_cut_out() {
        let feed = "<rss><channel><items/><item>a</item><item>b<item x='1'>c</item><item>d";
        let all = cut(feed.as_bytes());
        let shown: Vec<_> = all
            .iter()
            .map(|p| p.as_ref().map(|p| String::from_utf8_lossy(p).into_owned()))
            .collect();
        let head = "<rss><channel><items/>";
        let tail = "</channel></rss>";
        assert_eq!(
            shown,
            [
                Ok(format!("{head}<item>a</item>{tail}")),
                Err(&"the entry does not end"),
                Ok(format!("{head}<item x='1'>c</item>{tail}")),
                Err(&"the entry does not end"),
            ]
        );
        assert!(cut(b"<html>").is_empty() && cut(b"").is_empty());
    }
}
