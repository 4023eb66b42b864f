//! A page's JSON-LD (schema.org) in; day, author, address and language of its article out.

use super::super::date::day_as_written;
use super::meta::author;
use dom_query::Document;
use jiff::civil::Date;
use serde_json::{Map, Value};

/// What the JSON-LD says.
#[derive(Debug, Default)]
pub(super) struct Linked {
    pub published: Option<Date>,
    pub author: Option<String>,
    pub address: Option<String>,
    pub lang: Option<String>,
}

/// Objects deeper than this (in lists, `@graph`, `mainEntity`) are not the page's article.
const DEPTH: usize = 4;

/// Asks all blocks of a page: its articles first, the page itself then. Blocks that are no JSON are
/// passed over, as browsers do.
pub(super) fn ask(page: &Document) -> Linked {
    let scripts = page.select("script[type=\"application/ld+json\"]");
    let blocks: Vec<Value> = scripts
        .nodes()
        .iter()
        .filter_map(|script| serde_json::from_str(script.text().trim()).ok())
        .collect();
    let (mut articles, mut pages) = (Vec::new(), Vec::new());
    blocks.iter().for_each(|block| collect(block, DEPTH, &mut articles, &mut pages));
    articles.extend(pages);
    let string = |name: &str| {
        articles.iter().find_map(|o| o.get(name)?.as_str()).map(str::trim).map(str::to_owned)
    };
    Linked {
        published: articles.iter().find_map(|o| day_as_written(o.get("datePublished")?.as_str()?)),
        author: articles.iter().find_map(|o| names(o.get("author")?)),
        address: string("url"),
        lang: string("inLanguage"),
    }
}

type Object = Map<String, Value>;

fn collect<'v>(
    value: &'v Value,
    depth: usize,
    articles: &mut Vec<&'v Object>,
    pages: &mut Vec<&'v Object>,
) {
    if depth == 0 {
        return;
    }
    match value {
        Value::Array(list) => list.iter().for_each(|v| collect(v, depth - 1, articles, pages)),
        Value::Object(object) => {
            if is(object, &["Article", "BlogPosting", "Report"]) {
                articles.push(object);
            } else if is(object, &["WebPage"]) {
                pages.push(object);
            }
            for inner in ["@graph", "mainEntity", "mainEntityOfPage"] {
                object.get(inner).into_iter().for_each(|v| collect(v, depth - 1, articles, pages));
            }
        }
        _ => {}
    }
}

/// Whether an object's type ends in one of these ("NewsArticle" is an "Article").
fn is(object: &Object, ends: &[&str]) -> bool {
    let fits = |v: &Value| v.as_str().is_some_and(|t| ends.iter().any(|e| t.ends_with(e)));
    match object.get("@type") {
        Some(Value::Array(types)) => types.iter().any(fits),
        Some(one) => fits(one),
        None => false,
    }
}

/// A name, a person, or a list of them.
fn names(value: &Value) -> Option<String> {
    match value {
        Value::String(name) => author(name),
        Value::Object(person) => author(person.get("name")?.as_str()?),
        Value::Array(list) => {
            let all: Vec<String> = list
                .iter()
                .filter_map(|v| match v {
                    Value::Array(_) => None,
                    one => names(one),
                })
                .collect();
            author(&all.join(", "))
        }
        _ => None,
    }
}
