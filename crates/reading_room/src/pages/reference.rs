//! The API for readers: the same list that makes its routes and its description.

use super::shell::{Shell, Visit};
use super::{Shown, render};
use crate::api;
use askama::Template;

#[derive(Template)]
#[template(path = "api.html")]
struct Reference {
    s: Shell,
    operations: Vec<Row>,
    formats: Vec<&'static str>,
}

struct Row {
    method: String,
    path: &'static str,
    summary: &'static str,
    answer: &'static str,
    params: Vec<(&'static str, &'static str)>,
}

/// `GET /api`.
pub async fn reference(visit: Visit) -> Shown {
    let operations = api::operations()
        .into_iter()
        .map(|o| Row {
            method: o.method.to_uppercase(),
            path: o.path,
            summary: o.summary,
            answer: o.answer,
            params: o.params.iter().map(|p| (p.name, p.doc)).collect(),
        })
        .collect();
    let files = outputs::Format::all().filter(|f| f.shape() == outputs::Shape::File);
    let formats = files.map(|f| f.name()).collect();
    render(&Reference { s: Shell::part(&visit, "api"), operations, formats })
}
