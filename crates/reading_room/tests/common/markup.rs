//! What a page is made of, read strictly: where a browser would find an element, this finds it, too.
#![allow(dead_code)] // every test file uses a part

/// An element's beginning or end, or words between.
pub enum Piece<'p> {
    Open { name: &'p str, attributes: Vec<(&'p str, &'p str)>, closed: bool },
    Close(&'p str),
    Words(&'p str),
}

/// Elements that our pages and charts are made of.
const KNOWN: &str = " html head meta title link script body a header nav ul li main h1 h2 h3 p form \
    label input button section dl div dt dd ol span blockquote footer strong bdi code details \
    summary textarea select option table thead tbody tr th td figure figcaption svg g path circle \
    line rect text mark q ";

const EMPTY: [&str; 3] = ["meta", "link", "input"];

/// Takes a page apart.
pub fn pieces(page: &str) -> Vec<Piece<'_>> {
    let mut out = Vec::new();
    let mut rest = page;
    while let Some(at) = rest.find('<') {
        if at > 0 {
            out.push(Piece::Words(&rest[..at]));
        }
        rest = &rest[at + 1..];
        if let Some(after) = rest.strip_prefix("!doctype html>") {
            rest = after;
        } else if let Some(after) = rest.strip_prefix('/') {
            let end = after.find('>').expect("an end tag ends");
            out.push(Piece::Close(&after[..end]));
            rest = &after[end + 1..];
        } else {
            let (piece, after) = open(rest);
            out.push(piece);
            rest = after;
        }
    }
    out.push(Piece::Words(rest));
    out
}

fn open(tag: &str) -> (Piece<'_>, &str) {
    let end = tag.find(|c: char| !c.is_ascii_alphanumeric()).expect("a tag ends");
    let (name, mut rest) = tag.split_at(end);
    assert!(!name.is_empty(), "a bare \"<\": {}", &tag[..tag.len().min(60)]);
    let mut attributes = Vec::new();
    loop {
        rest = rest.trim_start();
        if let Some(after) = rest.strip_prefix("/>") {
            return (Piece::Open { name, attributes, closed: true }, after);
        }
        if let Some(after) = rest.strip_prefix('>') {
            return (Piece::Open { name, attributes, closed: false }, after);
        }
        let end = rest.find(|c: char| !(c.is_ascii_alphanumeric() || "-:".contains(c)));
        let (attribute, after) = rest.split_at(end.expect("an attribute ends"));
        assert!(!attribute.is_empty(), "no attribute: {}", &rest[..rest.len().min(60)]);
        rest = after;
        if let Some(after) = rest.strip_prefix("=\"") {
            let end = after.find('"').expect("a value ends");
            attributes.push((attribute, &after[..end]));
            rest = &after[end + 1..];
        } else {
            attributes.push((attribute, ""));
        }
    }
}

/// Whether words turn the direction of those that follow.
fn turns(words: &str) -> bool {
    words.contains(['\u{200E}', '\u{200F}', '\u{61C}'])
}

/// Asserts that a page or chart holds nothing but our elements, runs nothing but our script, leads
/// nowhere but where it should, and isolates whatever turns the direction of writing.
pub fn assert_harmless(page: &str, from: &str) {
    let mut stack: Vec<(&str, bool)> = Vec::new();
    let control = |c: char| c.is_control() && !"\n\r\t".contains(c);
    let found = page.find(control).or_else(|| page.find(['\u{FFFE}', '\u{FFFF}']));
    assert_eq!(found, None, "{from}: a control character");
    let opens = |c| matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}');
    assert!(!page.contains(opens), "{from}: opens an embedding or an isolate");
    for piece in pieces(page) {
        match piece {
            Piece::Open { name, attributes, closed } => {
                assert!(KNOWN.contains(&format!(" {name} ")), "{from}: <{name}>");
                let value = |wanted| attributes.iter().find(|a| a.0 == wanted).map(|a| a.1);
                for (attribute, value) in &attributes {
                    assert!(
                        !attribute.starts_with("on") && *attribute != "style",
                        "{from}: {attribute}"
                    );
                    assert!(
                        !turns(value) || *attribute == "value",
                        "{from}: {attribute} turns: {value}"
                    );
                    if ["href", "src", "action"].contains(attribute) {
                        let ours = value.starts_with(['/', '#']) && !value.starts_with("//");
                        let web = *attribute == "href" && value.starts_with("https://");
                        assert!(ours || web, "{from}: {attribute}=\"{value}\"");
                    }
                }
                if name == "script" {
                    let ours = value("src").is_some_and(|s| s.starts_with("/assets/"));
                    assert!(ours, "{from}: a script of another");
                }
                if !closed && !EMPTY.contains(&name) {
                    let isolated =
                        matches!(name, "bdi" | "textarea") || value("dir") == Some("auto");
                    stack.push((name, isolated));
                }
            }
            Piece::Close(name) => {
                let open = stack.pop().map(|s| s.0);
                assert_eq!(open, Some(name), "{from}: elements cross");
            }
            Piece::Words(words) => {
                let isolated = stack.iter().any(|s| s.1);
                assert!(
                    isolated || !turns(words),
                    "{from}: not isolated: {words:?} in {:?}",
                    stack.last()
                );
            }
        }
    }
    assert!(stack.is_empty(), "{from}: {:?} stays open", stack.last());
}
