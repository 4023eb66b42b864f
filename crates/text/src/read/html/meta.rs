//! A page's tree in; what the page says about itself out: day, author, address, language.
//!
//! Asked in this order, the first answer counts:
//! - **day**: `article:published_time`; JSON-LD `datePublished` of an article, then of the page;
//!   `itemprop=datePublished`; the usual `meta` names; `time datetime` of the article;
//! - **author**: JSON-LD `author`; `meta name=author` and its kin; `rel=author`, `itemprop=author`;
//! - **address**: `link rel=canonical`; `og:url`; JSON-LD `url`. Only whole http(s) addresses;
//! - **language**: `html lang`; JSON-LD `inLanguage`; `og:locale`; `http-equiv=content-language`.

use super::super::date::day_as_written;
use super::json_ld;
use crate::Lang;
use dom_query::Document;
use jiff::civil::Date;

/// What a page says about itself.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Meta {
    pub published: Option<Date>,
    pub author: Option<String>,
    pub address: Option<String>,
    pub lang: Option<Lang>,
}

/// `meta` elements that hold the day of publication, beside `article:published_time`.
const DAYS: [&str; 14] = [
    "article:published",
    "og:published_time",
    "datepublished",
    "date",
    "dc.date",
    "dc.date.issued",
    "dcterms.date",
    "dcterms.issued",
    "dcterms.created",
    "pubdate",
    "publish-date",
    "publish_date",
    "parsely-pub-date",
    "sailthru.date",
];
const AUTHORS: [&str; 6] =
    ["author", "dc.creator", "dcterms.creator", "article:author", "parsely-author", "byl"];
/// Longer "authors" are sentences.
const AUTHOR_LENGTH: usize = 120;

/// Asks a page.
pub(super) fn ask(page: &Document) -> Meta {
    let metas = metas(page);
    let said = |name: &str| metas.iter().find(|(n, _)| n == name).map(|(_, v)| v.as_str());
    let linked = json_ld::ask(page);
    let published = said("article:published_time")
        .and_then(day_as_written)
        .or(linked.published)
        .or_else(|| marked_day(page))
        .or_else(|| DAYS.iter().filter_map(|n| said(n)).find_map(day_as_written))
        .or_else(|| time_elements(page));
    let author = linked
        .author
        .or_else(|| AUTHORS.iter().filter_map(|n| said(n)).find_map(author))
        .or_else(|| marked_author(page));
    let canonical = attribute(page, "link[rel=\"canonical\"]", "href");
    let address = [canonical.as_deref(), said("og:url"), linked.address.as_deref()]
        .into_iter()
        .flatten()
        .find(|a| a.starts_with("https://") || a.starts_with("http://"))
        .map(str::to_owned);
    let html = attribute(page, "html", "lang").or_else(|| attribute(page, "html", "xml:lang"));
    let header = attribute(page, "meta[http-equiv=\"content-language\" i]", "content");
    let codes = [html.as_deref(), linked.lang.as_deref(), said("og:locale"), header.as_deref()];
    let lang = codes.into_iter().flatten().find_map(language);
    Meta { published, author, address, lang }
}

/// All named `meta` elements: name in small letters, content; the first of a name first.
fn metas(page: &Document) -> Vec<(String, String)> {
    let elements = page.select("meta");
    let named = elements.nodes().iter().filter_map(|meta| {
        let name = meta.attr("property").or_else(|| meta.attr("name"))?;
        let content = meta.attr("content")?;
        let content = content.trim();
        (!content.is_empty()).then(|| (name.trim().to_ascii_lowercase(), content.to_owned()))
    });
    named.collect()
}

fn attribute(page: &Document, selector: &str, name: &str) -> Option<String> {
    let found = page.select(selector);
    let value = found.nodes().iter().find_map(|node| node.attr(name))?;
    let value = value.trim();
    (!value.is_empty()).then(|| value.to_owned())
}

/// The language of a code such as `pl`, `pl-PL`, `en_GB`.
pub(super) fn language(code: &str) -> Option<Lang> {
    Lang::from_code(code.trim().split(['-', '_', ',']).next()?)
}

/// Microdata.
fn marked_day(page: &Document) -> Option<Date> {
    let found = page.select("[itemprop=\"datePublished\"]");
    found.nodes().iter().find_map(|node| {
        let value = node.attr("content").or_else(|| node.attr("datetime"));
        day_as_written(&value.unwrap_or_else(|| node.text()))
    })
}

/// The first time of the article, else the page's if all its times name one day (lists of other
/// articles have times of their own).
fn time_elements(page: &Document) -> Option<Date> {
    for selector in [
        "time[pubdate]",
        "article header time[datetime]",
        "article time[datetime]",
        "main time[datetime]",
    ] {
        let days = page.select(selector);
        if let Some(day) = days
            .nodes()
            .iter()
            .find_map(|n| day_as_written(&n.attr("datetime").unwrap_or_default()))
        {
            return Some(day);
        }
    }
    let all = page.select("time[datetime]");
    let mut days =
        all.nodes().iter().filter_map(|n| day_as_written(&n.attr("datetime").unwrap_or_default()));
    let first = days.next()?;
    days.all(|day| day == first).then_some(first)
}

fn marked_author(page: &Document) -> Option<String> {
    ["[itemprop=\"author\"] [itemprop=\"name\"]", "[itemprop=\"author\"]", "a[rel=\"author\"]"]
        .into_iter()
        .find_map(|selector| {
            let found = page.select(selector);
            found
                .nodes()
                .iter()
                .find_map(|node| author(&node.attr("content").unwrap_or_else(|| node.text())))
        })
}

/// A name without the words before it; `None` where it is an address or a sentence.
pub(crate) fn author(text: &str) -> Option<String> {
    const BEFORE: [&str; 7] =
        ["autorka:", "autor:", "oprac.", "opracowanie:", "author:", "by ", "tekst:"];
    let mut name = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let lower = name.to_lowercase();
    if let Some(before) = BEFORE.iter().find(|b| lower.starts_with(*b))
        && let Some(rest) = name.get(before.len()..)
    {
        name = rest.trim().to_owned();
    }
    let sound = !name.is_empty() && name.len() <= AUTHOR_LENGTH && !name.contains("://");
    sound.then_some(name)
}
