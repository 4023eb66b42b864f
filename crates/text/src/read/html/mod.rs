//! A web page in; its main text, title, day, author, address and language out.

mod clean;
mod json_ld;
mod meta;
mod tree;

use super::Reason;
use super::date::day_in_address;
use crate::{Document, Lang};
use clean::clean;
use dom_smoothie::{Config, Readability, TextMode};
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Bytes in which a page must declare its encoding.
const HEAD: usize = 2048;

/// What is known about a page from the way it came, beside its bytes.
#[derive(Clone, Copy, Debug, Default)]
pub struct Carried<'a> {
    /// The encoding that the transport named (HTTP `Content-Type`); it wins over the page's own.
    pub charset: Option<&'a str>,
    /// The address where the page was found.
    pub url: Option<&'a str>,
}

/// The encoding a page declares in its first bytes (`charset=` in a meta element).
pub(super) fn declared(bytes: &[u8]) -> Option<String> {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(HEAD)]).to_ascii_lowercase();
    let at = head.find("charset=")? + "charset=".len();
    let label = head[at..].trim_start_matches(['"', '\'', ' ']);
    let end = label.find(|c: char| !(c.is_ascii_alphanumeric() || "-_:.".contains(c)));
    let label = &label[..end.unwrap_or(label.len())];
    (!label.is_empty()).then(|| label.to_owned())
}

/// Replaces a page's source by its main text; also gives the language it says it is in.
///
/// What the page says about itself wins over what the caller assumed (`page.published`).
pub(super) fn extract(
    page: Document,
    carried: Carried<'_>,
) -> Result<(Document, Option<Lang>), Reason> {
    let (meta, article) = held(|| {
        let tree = tree::parse(&page.text)?;
        let meta = meta::ask(&tree);
        let config = Config { text_mode: TextMode::Formatted, ..Config::default() };
        let failed = |e: dom_smoothie::ReadabilityError| Reason::Page(e.to_string());
        let mut reader = Readability::with_document(tree, None, Some(config)).map_err(failed)?;
        reader.doc.select("figcaption, script, style, noscript").remove();
        Ok((meta, reader.parse().map_err(failed)?))
    })?;
    let text = clean(&article.text_content, article.byline.as_deref());
    let title = Some(clean::seen(article.title.trim())).filter(|t| !t.is_empty());
    let byline = article.byline.as_deref().and_then(meta::author);
    let url = address(meta.address, carried.url);
    let by_address = || url.as_deref().and_then(day_in_address);
    let document = Document {
        published: meta.published.or_else(by_address).or(page.published),
        title,
        author: meta.author.or(byline),
        url,
        text,
        ..page
    };
    Ok((document, meta.lang))
}

/// The address a page is cited by: the one it declares, unless it was found on another host (a page
/// may not pass for another paper's), else the one where it was found.
fn address(declared: Option<String>, found: Option<&str>) -> Option<String> {
    let host = |url: &str| {
        let rest = url.split_once("://")?.1;
        let host = rest.split(['/', '?', '#']).next()?.to_ascii_lowercase();
        let bare = ["www.", "m.", "amp."].iter().find_map(|p| host.strip_prefix(p));
        Some(bare.map_or_else(|| host.clone(), str::to_owned))
    };
    match (declared, found) {
        (Some(declared), Some(found)) if host(&declared) == host(found) => Some(declared),
        (declared, None) => declared,
        (_, Some(found)) => Some(found.to_owned()),
    }
}

/// The words of a piece of HTML (of a feed's entry), all of them and not only a main part of them:
/// paragraphs a line each, without captions, scripts and pointers to other articles.
///
/// # Errors
/// If the piece is nested too deep or has too many elements.
pub fn html_text(html: &str) -> Result<String, Reason> {
    held(|| {
        let tree = tree::parse(html)?;
        tree.select("figcaption, script, style, noscript, template, iframe, form, head").remove();
        Ok(clean(&tree.formatted_text(), None))
    })
}

/// Holds back a fault in the parsers of others: of a million pages, one may not cost the rest. None
/// is known.
fn held<T>(read: impl FnOnce() -> Result<T, Reason>) -> Result<T, Reason> {
    catch_unwind(AssertUnwindSafe(read)).unwrap_or_else(|_| {
        Err(Reason::Page("a fault of the program, please report it with the page".into()))
    })
}
