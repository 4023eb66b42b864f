//! A web page in; its main text, title, day, address and language out.

use super::{Reason, jsonl};
use crate::{Document, Lang};
use dom_smoothie::{Config, Readability, TextMode};

/// Bytes in which a page must declare its encoding.
const HEAD: usize = 2048;

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
pub(super) fn extract(page: Document) -> Result<(Document, Option<Lang>), Reason> {
    let config = Config { text_mode: TextMode::Formatted, ..Config::default() };
    let failed = |e: dom_smoothie::ReadabilityError| Reason::Page(e.to_string());
    let mut reader = Readability::new(page.text, None, Some(config)).map_err(failed)?;
    reader.doc.select("figcaption, script, style, noscript").remove();
    let article = reader.parse().map_err(failed)?;
    let text = clean(&article.text_content, article.byline.as_deref());
    let said = article.lang.as_deref().and_then(|l| Lang::from_code(l.get(..2)?));
    let day = article.published_time.as_deref().and_then(|t| jsonl::date(t).ok());
    let title = Some(article.title.trim().to_owned()).filter(|t| !t.is_empty());
    let document = Document {
        published: page.published.or(day),
        title,
        url: article.url.filter(|u| !u.is_empty()),
        text,
        ..page
    };
    Ok((document, said))
}

/// Drops lines that no reader would count as the article's: photo credits, pointers to other
/// articles, the byline.
fn clean(text: &str, byline: Option<&str>) -> String {
    const POINTERS: [&str; 14] = [
        "czytaj też",
        "czytaj także",
        "czytaj również",
        "czytaj więcej",
        "zobacz też",
        "zobacz także",
        "zobacz również",
        "przeczytaj też",
        "przeczytaj także",
        "read more",
        "read also",
        "see also",
        "related:",
        "more on this story",
    ];
    const CREDITS: [&str; 7] =
        ["fot.", "foto:", "zdjęcie:", "źródło zdjęcia", "photo:", "image:", "credit:"];
    /// Longer lines are prose that only begins with such words.
    const CREDIT_LENGTH: usize = 160;
    let mut out = String::with_capacity(text.len());
    for line in text.lines() {
        let plain = line.trim();
        let lower = plain.to_lowercase();
        let dropped = POINTERS.iter().any(|p| lower.starts_with(p))
            || plain.len() <= CREDIT_LENGTH && CREDITS.iter().any(|c| lower.starts_with(c))
            || byline.is_some_and(|b| b.trim() == plain && !plain.is_empty());
        if !dropped {
            out.push_str(plain);
            out.push('\n');
        }
    }
    out.trim().to_owned()
}
