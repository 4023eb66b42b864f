//! A pair: its acts in time, its balance, what about, the latest sentences.

use super::shell::{Shell, Visit};
use super::view::{Act, Figure, Pledge, part};
use super::zoom::{asked_days, whole, zoom};
use super::{Shown, asked, render};
use crate::api::{FROM, Named, TO};
use crate::charts::{self, Frame};
use crate::params::{Kind, Param};
use crate::problem::Problem;
use crate::room::Room;
use askama::Template;
use axum::extract::State;
use axum::http::Uri;
use axum::response::{IntoResponse, Redirect};
use jiff::civil::Date;
use ledger::ask::{Dyad, Month, Partnership, TagCount};

/// Acts on the line of time.
pub const DRAWN: u32 = 200;
const LISTED: u32 = 15;

#[derive(Template)]
#[template(path = "dyad.html")]
struct Pair {
    s: Shell,
    a: String,
    b: String,
    codes: [String; 2],
    acts: u64,
    cooperation: u32,
    conflict: u32,
    mean: String,
    figures: Vec<Figure>,
    months: Vec<Row>,
    dayless: u32,
    areas: Vec<TagCount>,
    frameworks: Vec<TagCount>,
    counted: u32,
    partnerships: Vec<Partnership>,
    latest: Vec<Act>,
    pledges: Vec<Pledge>,
    forth: String,
    back: String,
}

/// A month of the table.
struct Row {
    month: String,
    quads: [u32; 4],
}

/// Months as rows, newest first.
fn rows(months: &[Month]) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    for month in months.iter().rev().filter(|m| !m.month.is_empty()) {
        if rows.last().is_none_or(|r| r.month != month.month) {
            rows.push(Row { month: month.month.clone(), quads: [0; 4] });
        }
        if let Some(row) = rows.last_mut() {
            row.quads[usize::from(month.quad.clamp(1, 4)) - 1] += month.acts;
        }
    }
    rows
}

/// What stands around the charts of a pair.
pub fn frame(s: &Shell, key: &str, names: [&str; 2], documents: u64, alone: bool) -> Frame {
    Frame {
        title: format!("{}: {} – {}", s.t(key), names[0], names[1]),
        note: format!("{}. {}", s.t(&format!("{key}_units")), s.tn("dyad.source", &documents)),
        alone,
        tongue: s.tongue,
    }
}

/// The days on which a line of time looks; all of them if nobody says.
pub static DAYS: &[&Param] = &[&FROM, &TO];

/// The first and the last of those days, as the ledger asks.
pub fn bounds(over: Option<[Date; 2]>) -> [String; 2] {
    match over {
        Some(days) => days.map(|d| d.to_string()),
        None => [String::new(), "9999-12-31".into()],
    }
}

/// `GET /dyad/{a}/{b}?from=&to=`.
pub async fn dyad(State(room): State<Room>, visit: Visit, pair: Named, uri: Uri) -> Shown {
    let [a, b] = two(pair)?;
    let asked = asked(&uri, DAYS)?;
    let over = asked_days(&asked);
    let [from, to] = bounds(over);
    let documents = room.stats().await?.documents;
    let codes = [a.clone(), b.clone()];
    let (dyad, points) = room
        .ask(move |l| Ok((l.dyad(&a, &b, LISTED)?, l.points(&a, &b, [&from, &to], DRAWN)?)))
        .await?;
    let all = whole(&dyad.months);
    // Without days, and where not even these can all be drawn, the axis ends with the acts drawn.
    let cut = points.len() >= DRAWN as usize;
    let over = over.zip(all).filter(|_| !cut).map(|([from, to], all)| {
        let inside = [from.max(all[0]), to.min(all[1])];
        if inside[0] <= inside[1] { inside } else { all }
    });
    let mut s = Shell::new(&visit, "", "");
    let names = [s.code(&codes[0]), s.code(&codes[1])];
    s.title = crate::plain::plain(&format!("{} – {}", names[0], names[1]));
    let [of_a, of_b] = [names[0].as_str(), names[1].as_str()];
    let base = format!("/dyad/{}/{}", part(&codes[0]), part(&codes[1]));
    let around = |key| frame(&s, key, [of_a, of_b], documents, false);
    let timeline = charts::timeline(&points, [of_a, of_b], over, &around("dyad.timeline"));
    let balance = charts::balance(&dyad.months, &around("dyad.balance"));
    let mut figures = Vec::new();
    for (key, file, svg) in
        [("dyad.timeline", "timeline", timeline), ("dyad.balance", "balance", balance)]
    {
        if svg.is_empty() {
            continue;
        }
        let mut units = s.t(&format!("{key}_units")).into_owned();
        let of_time = key == "dyad.timeline";
        if of_time && cut {
            units = format!("{units}; {}", s.tn("dyad.newest", &DRAWN));
        }
        let query = if of_time { asked.query(&[]) } else { String::new() };
        let query = if query.is_empty() { query } else { format!("?{query}") };
        let drawn = over.or_else(|| {
            let day = |p: Option<&ledger::ask::Point>| p?.day.parse().ok();
            Some([day(points.iter().rfind(|p| !p.day.is_empty()))?, day(points.first())?])
        });
        figures.push(Figure {
            title: s.t(key).into_owned(),
            units,
            source: s.tn("dyad.source", &documents),
            svg,
            csv_href: format!("{base}/{file}.csv{query}"),
            svg_href: format!("{base}/{file}.svg{query}"),
            zoom: drawn
                .zip(all)
                .filter(|_| of_time)
                .map(|(d, all)| zoom(&base, d, all, &dyad.months, &s)),
        });
    }
    let Dyad { acts, months, latest, pledges, areas, frameworks, counted, partnerships, .. } = dyad;
    let sum = |quads: [u8; 2]| {
        months.iter().filter(|m| quads.contains(&m.quad)).map(|m| m.acts).sum::<u32>()
    };
    let score: f64 = months.iter().map(|m| m.score).sum();
    let link = |from: &str, to: &str| {
        let mut query = form_urlencoded::Serializer::new(String::new());
        query.append_pair("actor", from).append_pair("recipient", to);
        format!("/acts?{}", query.finish())
    };
    render(&Pair {
        cooperation: sum([1, 2]),
        conflict: sum([3, 4]),
        mean: if acts == 0 { "–".into() } else { s.score(score / acts as f64) },
        months: rows(&months),
        dayless: months.iter().filter(|m| m.month.is_empty()).map(|m| m.acts).sum(),
        latest: latest.into_iter().map(|r| Act::of(r, &s)).collect(),
        pledges: pledges.into_iter().map(|p| Pledge::of(p, &s)).collect(),
        forth: link(&codes[0], &codes[1]),
        back: link(&codes[1], &codes[0]),
        a: names[0].clone(),
        b: names[1].clone(),
        s,
        codes,
        acts,
        figures,
        areas,
        frameworks,
        counted,
        partnerships,
    })
}

/// The two codes of an address.
pub fn two(pair: Named) -> Result<[String; 2], Problem> {
    let mut names = pair.0.into_iter();
    match (names.next(), names.next()) {
        (Some(a), Some(b)) => Ok([a, b]),
        _ => Err(Problem::missing("A pair is of two codes.")),
    }
}

static A: Param = Param { name: "a", kind: Kind::Text, doc: "First code" };
static B: Param = Param { name: "b", kind: Kind::Text, doc: "Second code" };

/// `GET /dyad?a=POL&b=FIN`: the form that finds a pair.
pub async fn find(uri: Uri) -> Shown {
    let asked = asked(&uri, &[&A, &B])?;
    let code = |name| asked.text(name).unwrap_or("").trim().to_uppercase();
    let (a, b) = (code("a"), code("b"));
    if a.is_empty() || b.is_empty() {
        return Err(Problem::wrong("A pair is of two codes, such as POL and FIN."));
    }
    Ok(Redirect::to(&format!("/dyad/{}/{}", part(&a), part(&b))).into_response())
}
