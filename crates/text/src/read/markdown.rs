//! Markdown in; its words without its marks out.
//!
//! Only marks are taken off: headings, emphasis, links (their words stay), images, quotation
//! and code marks, front matter (which gives title, date and language). Lists keep their lines.

use super::date::date;
use crate::{Document, Lang};

/// Replaces Markdown by its plain text; also gives the language that its front matter names.
pub(super) fn strip(source: Document) -> (Document, Option<Lang>) {
    let mut document = Document { text: String::new(), ..source };
    let mut said = None;
    let mut body = source.text.as_str();
    if let Some((front, rest)) = front_matter(body) {
        for line in front.lines() {
            let Some((key, value)) = line.split_once(':') else { continue };
            let value = value.trim().trim_matches(['"', '\'']);
            match key.trim() {
                "title" => document.title = Some(value.to_owned()),
                "url" => document.url = Some(value.to_owned()),
                "lang" | "language" => said = Lang::from_code(value),
                "author" => document.author = Some(value.to_owned()),
                // The paper's own word wins over what the caller assumed.
                "date" | "published" => {
                    document.published = date(value).ok().or(document.published)
                }
                _ => {}
            }
        }
        body = rest;
    }
    let mut text = String::with_capacity(body.len());
    let mut fenced = false;
    for line in body.lines() {
        if line.trim_start().starts_with("```") || line.trim_start().starts_with("~~~") {
            fenced = !fenced;
            continue;
        }
        let plain = block_marks(line);
        let heading = line.trim_start().starts_with('#');
        if !fenced && rule(plain) {
            text.push('\n');
            continue;
        }
        inline_marks(plain, &mut text);
        // a heading is a paragraph of its own
        text.push_str(if heading { "\n\n" } else { "\n" });
    }
    document.text = text.trim().to_owned();
    (document, said)
}

fn front_matter(text: &str) -> Option<(&str, &str)> {
    let rest = text.strip_prefix("---\n")?;
    let end = rest.find("\n---")?;
    let after = &rest[end + 4..];
    Some((&rest[..end], after.split_once('\n').map_or("", |(_, body)| body)))
}

/// A line without the marks of its block.
fn block_marks(line: &str) -> &str {
    let mut line = line.trim_start();
    while let Some(rest) = line.strip_prefix('>') {
        line = rest.trim_start();
    }
    let hashes = line.len() - line.trim_start_matches('#').len();
    if (1..=6).contains(&hashes) && line[hashes..].starts_with(' ') {
        return line[hashes..].trim_end_matches('#').trim();
    }
    for mark in ["- ", "* ", "+ "] {
        if let Some(rest) = line.strip_prefix(mark) {
            return rest;
        }
    }
    line
}

/// Thematic breaks, underlines of headings and rows between table parts.
fn rule(line: &str) -> bool {
    let line = line.trim();
    line.len() >= 3 && line.chars().all(|c| matches!(c, '-' | '=' | '*' | '_' | '|' | ':' | ' '))
}

/// Copies a line without emphasis, code, link and image marks.
fn inline_marks(line: &str, out: &mut String) {
    let mut rest = line;
    while let Some(c) = rest.chars().next() {
        let image = rest.starts_with("![");
        if image || c == '[' {
            let open = if image { 2 } else { 1 };
            if let Some((words, after)) = link(&rest[open..]) {
                if !image {
                    inline_marks(words, out);
                }
                rest = after;
                continue;
            }
        }
        let mut length = c.len_utf8();
        match c {
            '\\' if rest[1..].starts_with(|n: char| n.is_ascii_punctuation()) => {
                out.push_str(&rest[1..2]);
                length = 2;
            }
            '*' | '`' => {}
            '_' if edge(out, &rest[1..]) => {}
            _ => out.push(c),
        }
        rest = &rest[length..];
    }
}

/// Words of a link and what follows it: `words](address)after`.
fn link(text: &str) -> Option<(&str, &str)> {
    let close = text.find(']')?;
    let address = text[close + 1..].strip_prefix('(')?;
    let end = address.find(')')?;
    Some((&text[..close], &address[end + 1..]))
}

/// An underscore at a word's edge is emphasis; inside a word it is a letter.
fn edge(before: &str, after: &str) -> bool {
    let word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    !(word(before.chars().next_back()) && word(after.chars().next()))
}
