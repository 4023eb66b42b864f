//! An entry of a feed in; its document out, with the page it links where the feed holds too little.

use crate::canonical_url;
use crate::read::{Reader, Step};
use crate::web::{Conditions, FetchError, Fetched};
use chrono::Datelike;
use feed_rs::model::{Content, Entry, Text};
use jiff::civil::Date;
use text::{Document, Item, Lang, ReadError, Reason, detect, html_text, settle};
use url::Url;
use xxhash_rust::xxh3::xxh3_64;

/// Letters from which on a text may be a whole article.
const WHOLE: usize = 500;
/// How teasers end.
const TEASERS: [&str; 10] = [
    "…",
    "...",
    "[…]",
    "[...]",
    "(...)",
    "czytaj więcej",
    "czytaj dalej",
    "read more",
    "continue reading",
    "więcej",
];

/// The document of an entry; `None` if it is known already and need not be fetched.
pub(super) fn document(
    entry: Entry,
    feed_lang: Option<&str>,
    name: &str,
    reader: &Reader,
) -> Result<Option<Step>, ReadError> {
    let fail = |reason| ReadError::new(name, None, reason);
    let carried = Carried::of(entry, feed_lang, name).map_err(fail)?;
    if carried.whole {
        return carried.step(reader, name, None).map(Some);
    }
    let (web, link) = match (&reader.web, &carried.link) {
        (Some(web), Some(link)) if !reader.alone => (web, link),
        (_, None) => return carried.step(reader, name, Some("it links no page".into())).map(Some),
        _ => {
            return carried.step(reader, name, Some("pages are not fetched".into())).map(Some);
        }
    };
    if reader.known.as_ref().is_some_and(|known| known(&carried.id)) {
        return Ok(None);
    }
    let why = match web.get(link, &Conditions::default()) {
        Ok(Fetched::Body(body)) => {
            let media = body.content_type.as_deref().unwrap_or("text/html");
            if media.contains("html") {
                match reader.page(body, link.as_str()) {
                    Ok(Item::Document(page)) => {
                        return Ok(Some(Step::new(0, Ok(Item::Document(carried.complete(page))))));
                    }
                    Ok(Item::Conllu { .. }) => "its page is no text".into(),
                    Err(error) => error.reason.to_string(),
                }
            } else {
                format!("its page is {media}")
            }
        }
        Ok(Fetched::NotModified) => "its page did not come".into(),
        Err(error) => {
            let again = passing(&error);
            let step = carried.step(reader, name, Some(error.to_string()))?;
            return Ok(Some(Step { again, ..step }));
        }
    };
    carried.step(reader, name, Some(why)).map(Some)
}

/// Whether a later try may fare better.
fn passing(error: &FetchError) -> bool {
    match error {
        FetchError::Timeout(_) | FetchError::Connection(_) | FetchError::RobotsUnknown { .. } => {
            true
        }
        FetchError::Status { code, .. } => *code == 429 || *code >= 500,
        _ => false,
    }
}

/// What the feed itself says of an entry.
struct Carried {
    id: String,
    title: Option<String>,
    link: Option<Url>,
    author: Option<String>,
    published: Option<Date>,
    lang: Option<Lang>,
    text: String,
    whole: bool,
}

impl Carried {
    fn of(entry: Entry, feed_lang: Option<&str>, feed: &str) -> Result<Self, Reason> {
        let said = entry.language.as_deref().or(feed_lang);
        let lang = said.and_then(|code| Lang::from_code(code.split(['-', '_']).next()?));
        let title = entry.title.as_ref().map(|t| title(&t.content)).filter(|t| !t.is_empty());
        let link = link(&entry);
        let names: Vec<&str> = entry
            .authors
            .iter()
            .filter_map(|p| p.name.as_deref())
            .map(|n| n.trim().trim_matches(['(', ')']))
            .filter(|n| !n.is_empty() && !n.eq_ignore_ascii_case("unknown"))
            .collect();
        let published = entry.published.or(entry.updated).and_then(|moment| {
            let (year, month) = (i16::try_from(moment.year()).ok()?, moment.month());
            Date::new(year, i8::try_from(month).ok()?, i8::try_from(moment.day()).ok()?).ok()
        });
        let content = entry.content.as_ref().map_or(Ok(String::new()), content)?;
        let summary = entry.summary.as_ref().map_or(Ok(String::new()), words)?;
        let id = match &link {
            Some(link) => canonical_url(link.as_str()),
            None if entry.id.is_empty() => {
                let words = format!("{}\n{content}\n{summary}", title.as_deref().unwrap_or(""));
                format!("{feed}#{:016x}", xxh3_64(words.as_bytes()))
            }
            None => entry.id.clone(),
        };
        let carries = !content.is_empty();
        let text = if content.len() >= summary.len() { content } else { summary.clone() };
        // What stands beside a shorter summary is the text; a summary alone may be the text too, if
        // it is long and does not end like a teaser.
        let long = text.chars().filter(|c| c.is_alphabetic()).count() >= WHOLE;
        let whole = long && !teaser(&text)
            || carries && !teaser(&text) && text.len() > 2 * summary.len().max(150);
        let author = (!names.is_empty()).then(|| names.join(", "));
        Ok(Self { id, title, link, author, published, lang, text, whole })
    }

    /// What the feed carries, as a document; `missing` tells why it is not the page.
    fn step(self, reader: &Reader, name: &str, missing: Option<String>) -> Result<Step, ReadError> {
        let fail = |reason| ReadError::new(name, None, reason);
        let (text, what) = match (&self.text, &self.title) {
            (text, _) if !text.is_empty() => (text.clone(), "summary"),
            (_, Some(title)) => (title.clone(), "headline"),
            _ => {
                let why = missing.map_or(String::new(), |why| format!(" ({why})"));
                return Err(fail(Reason::Feed(format!("the entry has no text{why}"))));
            }
        };
        let note = missing.map(|why| format!("only the {what} that the feed carries: {why}"));
        if let Some(at) = text.bytes().position(|b| matches!(b, 0..=8 | 0x0E..=0x1F | 0x7F)) {
            return Err(fail(Reason::Control { code: text.as_bytes()[at], byte: at }));
        }
        let said = reader.defaults.lang.map_or_else(|| settle(&text, self.lang), |l| Ok(Some(l)));
        let lang = said.and_then(|said| said.map_or_else(|| detect(&text), Ok)).map_err(fail)?;
        let document = Document {
            id: self.id,
            lang,
            published: self.published.or(reader.defaults.published),
            title: self.title,
            author: self.author,
            url: self.link.map(|l| l.to_string()),
            text,
        };
        Ok(Step { note, ..Step::new(0, Ok(Item::Document(document))) })
    }

    /// The linked page, with what the feed knows better or the page does not say. Of two days that
    /// differ by one (a feed that reckons in UTC), the page's counts, else the feed's.
    fn complete(self, page: Document) -> Document {
        let near = |a: Date, b: Date| {
            a == b || a.tomorrow().ok() == Some(b) || a.yesterday().ok() == Some(b)
        };
        let published = match (self.published, page.published) {
            (Some(feed), Some(page)) if near(feed, page) => Some(page),
            (Some(feed), _) => Some(feed),
            (None, page) => page,
        };
        Document {
            id: self.id,
            title: self.title.or(page.title),
            author: page.author.or(self.author),
            published,
            ..page
        }
    }
}

/// The page of an entry: its first link that is not to something else, else its id if that is an
/// address.
fn link(entry: &Entry) -> Option<Url> {
    let whole = |href: &str| {
        Url::parse(href.trim()).ok().filter(|url| matches!(url.scheme(), "http" | "https"))
    };
    let itself =
        |rel: &Option<String>| rel.as_deref().is_none_or(|r| r == "alternate" || r.is_empty());
    let links = entry.links.iter().filter(|l| itself(&l.rel)).filter_map(|l| whole(&l.href));
    links.into_iter().next().or_else(|| whole(&entry.id))
}

/// The words of a content; nothing for what is no text (images, sounds).
fn content(content: &Content) -> Result<String, Reason> {
    let Some(body) = &content.body else { return Ok(String::new()) };
    let media = content.content_type.to_string();
    if media.starts_with("text/plain") {
        return plain(body);
    }
    let text = media.starts_with("text/") || media.contains("xml") || media.contains("html");
    if text { html_text(body) } else { Ok(String::new()) }
}

fn words(text: &Text) -> Result<String, Reason> {
    if text.content_type.to_string().starts_with("text/plain") {
        plain(&text.content)
    } else {
        html_text(&text.content)
    }
}

/// Text that is said to be plain; many feeds put HTML there all the same.
fn plain(text: &str) -> Result<String, Reason> {
    let marked =
        text.contains("</") || text.contains("/>") || text.contains("<p>") || text.contains("<br");
    if marked || entity(text) { html_text(text) } else { Ok(text.trim().to_owned()) }
}

/// Whether a character is written as an entity (`&quot;`, `&#8222;`).
fn entity(text: &str) -> bool {
    text.match_indices('&').any(|(i, _)| {
        let rest = &text[i + 1..];
        let end =
            rest.find(|c: char| !(c.is_ascii_alphanumeric() || c == '#')).unwrap_or(rest.len());
        (2..=10).contains(&end) && rest[end..].starts_with(';')
    })
}

/// A headline in one line and without marks.
fn title(text: &str) -> String {
    let plain = plain(text).unwrap_or_default();
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether a text ends like an invitation to read on.
fn teaser(text: &str) -> bool {
    let end = text.trim_end().to_lowercase();
    TEASERS.iter().any(|t| end.ends_with(t))
}
