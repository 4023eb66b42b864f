//! Map: acts by country and place.

use super::shell::{Shell, Visit};
use super::view::Figure;
use super::{Shown, render};
use crate::charts::{self, Frame};
use crate::room::Room;
use askama::Template;
use axum::extract::State;

/// Rows of the table under the map.
const LISTED: usize = 60;

#[derive(Template)]
#[template(path = "map.html")]
struct Map {
    s: Shell,
    figure: Option<Figure>,
    tables: [Table; 2],
}

/// A table under the map.
struct Table {
    head: &'static str,
    rows: Vec<Row>,
}

/// A row of a table.
struct Row {
    name: String,
    href: String,
    acts: u32,
    conflict: u32,
}

/// `GET /map`.
pub async fn map(State(room): State<Room>, visit: Visit) -> Shown {
    let (places, stats) = (room.places().await?, room.stats().await?);
    let s = Shell::part(&visit, "map");
    let source = s.tn("dyad.source", &stats.documents);
    let frame = Frame {
        title: s.t("map.chart").into_owned(),
        note: String::new(),
        alone: false,
        tongue: s.tongue,
    };
    let figure = (!places.is_empty()).then(|| Figure {
        title: frame.title.clone(),
        units: s.t("map.units").into_owned(),
        source: format!("{source}. {}", s.t("map.credit")),
        svg: charts::map(&places, &frame),
        csv_href: "/map.csv".into(),
        svg_href: "/map.svg".into(),
        zoom: None,
    });
    let mut countries: Vec<Row> = Vec::new();
    for place in places.iter() {
        let Some(code) = &place.country else { continue };
        let name = s.code(code);
        match countries.iter_mut().find(|r| r.name == name) {
            Some(row) => {
                row.acts += place.acts;
                row.conflict += place.conflict;
            }
            None => countries.push(Row {
                name,
                href: format!("/acts?country={}", super::view::part(code)),
                acts: place.acts,
                conflict: place.conflict,
            }),
        }
    }
    countries.sort_by(|a, b| b.acts.cmp(&a.acts).then_with(|| a.name.cmp(&b.name)));
    let named = places.iter().filter_map(|p| {
        let country = p.country.as_deref().unwrap_or("");
        Some(Row {
            name: p.place.clone()?,
            href: format!("/acts?country={}", super::view::part(country)),
            acts: p.acts,
            conflict: p.conflict,
        })
    });
    let places = named.take(LISTED).collect();
    let tables = [("map.country", countries), ("map.place", places)];
    let tables = tables.map(|(head, rows)| Table { head, rows });
    render(&Map { s, figure, tables })
}
