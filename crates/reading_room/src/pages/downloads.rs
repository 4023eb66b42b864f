//! Files beside the charts and lists: CSV for spreadsheets, SVG for papers.

use super::shell::{Shell, Visit};
use super::zoom::asked_days;
use super::{Shown, actor, asked, dyad};
use crate::api::{ACTS, AFTER, Named, act_filter};
use crate::charts::{self, Frame};
use crate::params::{Kind, Param};
use crate::plain::cell;
use crate::problem::Problem;
use crate::room::Room;
use axum::extract::State;
use axum::http::{HeaderValue, Uri, header};
use axum::response::{IntoResponse, Response};
use ledger::ask::PartyRow;

/// Acts of a CSV file; the API has cursors for more.
const ACTS_OF_A_FILE: u32 = 5_000;

/// A file that is saved, not opened.
fn file(name: &str, kind: &'static str, bytes: String) -> Response {
    // Names are made of codes; what is none of these characters is left out.
    let name: String =
        name.chars().filter(|c| c.is_ascii_alphanumeric() || "-._".contains(*c)).collect();
    let disposition = HeaderValue::from_str(&format!("attachment; filename=\"{name}\""));
    let disposition = disposition.unwrap_or_else(|_| HeaderValue::from_static("attachment"));
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(kind)),
        (header::CONTENT_DISPOSITION, disposition),
    ];
    (headers, bytes).into_response()
}

fn svg(name: &str, drawn: String) -> Shown {
    if drawn.is_empty() {
        return Err(Problem::missing("There is nothing to draw."));
    }
    Ok(file(name, "image/svg+xml", drawn))
}

fn csv(name: &str, rows: Vec<Vec<String>>) -> Shown {
    let mut out = csv::Writer::from_writer(Vec::new());
    for row in rows {
        out.write_record(row.iter().map(|c| cell(c))).map_err(|e| Problem::fault(&e))?;
    }
    let bytes = out.into_inner().map_err(|e| Problem::fault(&e))?;
    let text = String::from_utf8(bytes).map_err(|e| Problem::fault(&e))?;
    Ok(file(name, "text/csv; charset=utf-8", text))
}

fn header_row(names: &[&str]) -> Vec<String> {
    names.iter().map(|n| (*n).to_owned()).collect()
}

/// `GET /dyad/{a}/{b}/{timeline,balance}.{csv,svg}`.
pub async fn dyad(State(room): State<Room>, visit: Visit, names: Named, uri: Uri) -> Shown {
    let over = asked_days(&asked(&uri, dyad::DAYS)?);
    let [from, to] = dyad::bounds(over);
    let wanted = names.0.get(2).cloned().unwrap_or_default();
    let [a, b] = dyad::two(names)?;
    let s = Shell::new(&visit, "", "");
    let documents = room.stats().await?.documents;
    let [of_a, of_b] = [s.code(&a), s.code(&b)];
    let frame = |key| dyad::frame(&s, key, [&of_a, &of_b], documents, true);
    let name = format!("{a}-{b}-{wanted}");
    let pair = (a.clone(), b.clone());
    match wanted.as_str() {
        "timeline.svg" | "timeline.csv" => {
            let most = if wanted == "timeline.svg" { dyad::DRAWN } else { 50_000 };
            let points = room.ask(move |l| l.points(&pair.0, &pair.1, [&from, &to], most)).await?;
            if wanted == "timeline.svg" {
                return svg(
                    &name,
                    charts::timeline(&points, [&of_a, &of_b], None, &frame("dyad.timeline")),
                );
            }
            let head = header_row(&["act", "day", "type", "quad", "score", "direction"]);
            let rows = points.into_iter().map(|p| {
                let direction = p.direction.replace("a->b", &format!("{a}->{b}"));
                let direction = direction.replace("b->a", &format!("{b}->{a}"));
                vec![p.act, p.day, p.event, p.quad.to_string(), p.score.to_string(), direction]
            });
            csv(&name, std::iter::once(head).chain(rows).collect())
        }
        "balance.svg" | "balance.csv" => {
            let months = room.ask(move |l| Ok(l.dyad(&pair.0, &pair.1, 0)?.months)).await?;
            if wanted == "balance.svg" {
                return svg(&name, charts::balance(&months, &frame("dyad.balance")));
            }
            let head = header_row(&["month", "quad", "direction", "acts", "score"]);
            let rows = months.into_iter().map(|m| {
                let direction = match m.direction {
                    "a->b" => format!("{a}->{b}"),
                    "b->a" => format!("{b}->{a}"),
                    other => other.to_owned(),
                };
                vec![
                    m.month,
                    m.quad.to_string(),
                    direction,
                    m.acts.to_string(),
                    m.score.to_string(),
                ]
            });
            csv(&name, std::iter::once(head).chain(rows).collect())
        }
        _ => Err(Problem::missing("There is no such file.")),
    }
}

static ENTITY: Param = Param { name: "entity", kind: Kind::Text, doc: "Key or code of the actor" };

async fn partners_of(room: &Room, uri: &Uri) -> Result<ledger::ask::EntityPage, Problem> {
    let asked = asked(uri, &[&ENTITY])?;
    let key =
        asked.owned("entity").ok_or_else(|| Problem::wrong("Parameter \"entity\" is needed."))?;
    room.ask(move |l| l.entity(&key, 1_000)).await.map_err(Problem::unknown)
}

/// `GET /network.svg?entity=`.
pub async fn network(State(room): State<Room>, visit: Visit, uri: Uri) -> Shown {
    let page = partners_of(&room, &uri).await?;
    let s = Shell::new(&visit, "", "");
    let code = page.entity.code.unwrap_or_default();
    let documents = room.stats().await?.documents;
    let frame = actor::frame(&s, &s.code(&code), documents, true);
    svg(&format!("{code}-network.svg"), charts::network(&code, &page.partners, &frame))
}

/// `GET /partners.csv?entity=`.
pub async fn partners(State(room): State<Room>, uri: Uri) -> Shown {
    let page = partners_of(&room, &uri).await?;
    let code = page.entity.code.unwrap_or_default();
    let head = header_row(&["code", "partner", "acts", "cooperation", "conflict", "mean_score"]);
    let rows = page.partners.into_iter().map(|p| {
        let (acts, score) = (p.acts.to_string(), p.mean_score.to_string());
        vec![code.clone(), p.code, acts, p.cooperation.to_string(), p.conflict.to_string(), score]
    });
    csv(&format!("{code}-partners.csv"), std::iter::once(head).chain(rows).collect())
}

/// `GET /map.svg`.
pub async fn map_svg(State(room): State<Room>, visit: Visit) -> Shown {
    let (places, stats) = (room.places().await?, room.stats().await?);
    let s = Shell::new(&visit, "", "");
    let note = format!("{}. {}", s.tn("dyad.source", &stats.documents), s.t("map.credit"));
    let title = s.t("map.chart").into_owned();
    let frame = Frame { title, note, alone: true, tongue: s.tongue };
    svg("map.svg", charts::map(&places, &frame))
}

/// `GET /map.csv`.
pub async fn map_csv(State(room): State<Room>) -> Shown {
    let places = room.places().await?;
    let head = header_row(&["country", "place", "lat", "lon", "acts", "conflict"]);
    let rows = places.iter().map(|p| {
        let degrees = |d: Option<f64>| d.map(|d| format!("{d:.4}")).unwrap_or_default();
        vec![
            p.country.clone().unwrap_or_default(),
            p.place.clone().unwrap_or_default(),
            degrees(p.lat),
            degrees(p.lon),
            p.acts.to_string(),
            p.conflict.to_string(),
        ]
    });
    csv("map.csv", std::iter::once(head).chain(rows).collect())
}

/// `GET /acts.csv` with the filters of the list.
pub async fn acts_csv(State(room): State<Room>, uri: Uri) -> Shown {
    let asked = asked(&uri, ACTS)?;
    let (filter, after) = (act_filter(&room, &asked).await?, asked.owned(AFTER.name));
    let page = room.ask(move |l| l.acts(&filter, after.as_deref(), ACTS_OF_A_FILE)).await?;
    let head = header_row(&[
        "act",
        "date",
        "type",
        "mode",
        "cameo",
        "quad",
        "score",
        "aux",
        "weight",
        "actors",
        "actor_codes",
        "recipients",
        "recipient_codes",
        "areas",
        "frameworks",
        "contexts",
        "place",
        "country",
        "confidence",
        "n_reports",
        "n_sources",
        "said_by",
        "sentence",
        "url",
    ]);
    let rows = page.acts.into_iter().map(|a| {
        let names =
            |list: &[PartyRow]| list.iter().map(|p| p.name.as_str()).collect::<Vec<_>>().join("; ");
        let codes = |list: &[PartyRow]| {
            list.iter().map(|p| p.code.as_deref().unwrap_or("")).collect::<Vec<_>>().join("; ")
        };
        vec![
            a.act,
            a.date.unwrap_or_default(),
            a.event,
            a.mode.unwrap_or_default(),
            a.cameo,
            a.quad.to_string(),
            a.score.to_string(),
            a.aux,
            a.weight,
            names(&a.actors),
            codes(&a.actors),
            names(&a.recipients),
            codes(&a.recipients),
            a.areas.join("; "),
            a.frameworks.join("; "),
            a.contexts.join("; "),
            a.place.unwrap_or_default(),
            a.country.unwrap_or_default(),
            format!("{:.2}", a.confidence),
            a.n_reports.to_string(),
            a.n_sources.to_string(),
            a.report.said_by.unwrap_or_default(),
            a.report.sentence,
            a.report.url.unwrap_or_default(),
        ]
    });
    csv("acts.csv", std::iter::once(head).chain(rows).collect())
}
