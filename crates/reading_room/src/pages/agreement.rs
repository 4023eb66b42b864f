//! How far checkers agree: figures, disagreements, and both as files.

use super::shell::{Shell, Visit};
use super::{Shown, render};
use crate::api::Named;
use crate::hide::{Hide, unit_name};
use crate::plain::cell;
use crate::problem::Problem;
use crate::room::Room;
use askama::Template;
use axum::extract::State;
use axum::http::header;
use axum::response::IntoResponse;
use ledger::check::{Agreement, Reliability, VERDICT_COLUMNS};

#[derive(Template)]
#[template(path = "agreement.html")]
struct Page {
    s: Shell,
    found: Agreement,
}

impl Page {
    /// Name of what is compared.
    fn of(&self, figure: &Reliability) -> String {
        match figure.of.as_str() {
            "verdict" | "right or wrong" => {
                self.s.t(&format!("agreement.{}", figure.of)).into_owned()
            }
            slot => self.s.slot(slot),
        }
    }

    /// A number of three decimals.
    fn number(&self, x: &Option<f64>) -> String {
        x.map(|x| format!("{x:.3}")).unwrap_or_default()
    }

    /// An interval.
    fn interval(&self, i: &Option<[f64; 2]>) -> String {
        i.map(|[a, b]| format!("{a:.3} – {b:.3}")).unwrap_or_default()
    }

    /// A share in hundredths.
    fn share(&self, x: &Option<f64>) -> String {
        x.map(|x| format!("{:.1} %", x * 100.0)).unwrap_or_default()
    }

    /// Why there is no alpha.
    fn undefined(&self, why: &Option<&'static str>) -> String {
        why.map(|w| self.s.t(&format!("agreement.{w}")).into_owned()).unwrap_or_default()
    }
}

/// `GET /desk/agreement`.
pub async fn page(State(room): State<Room>, visit: Visit) -> Shown {
    let found = room.agreement().await?.as_ref().clone().hidden();
    let mut s = Shell::new(&visit, "desk", "");
    s.title = s.t("agreement.title").into_owned();
    render(&Page { s, found })
}

/// `GET /desk/agreement.csv` (the figures) and `/desk/checks.csv` (a row a verdict that counts).
pub async fn file(State(room): State<Room>, name: Named) -> Shown {
    let name = name.one();
    let mut out = csv::Writer::from_writer(Vec::new());
    let mut row = |cells: Vec<String>| out.write_record(cells.iter().map(|c| cell(c)));
    let made = if name == "agreement.csv" {
        let found = room.agreement().await?;
        let heads =
            ["of", "units", "values", "agreement", "alpha", "alpha_low", "alpha_high", "undefined"];
        let number = |x: Option<f64>| x.map(|x| format!("{x:.6}")).unwrap_or_default();
        row(heads.map(str::to_owned).to_vec()).and_then(|()| {
            found.figures.iter().try_for_each(|f| {
                row(vec![
                    f.of.clone(),
                    f.units.to_string(),
                    f.values.to_string(),
                    number(f.agreement),
                    number(f.alpha),
                    number(f.interval.map(|i| i[0])),
                    number(f.interval.map(|i| i[1])),
                    f.undefined.unwrap_or_default().to_owned(),
                ])
            })
        })
    } else if name == "checks.csv" {
        let verdicts = room.ask(|l| l.verdicts(&[])).await?;
        row(VERDICT_COLUMNS.map(str::to_owned).to_vec())
            .and_then(|()| verdicts.cells(unit_name).try_for_each(|cells| row(cells.to_vec())))
    } else {
        return Err(Problem::missing("There is no such file."));
    };
    made.map_err(|e| Problem::fault(&e))?;
    let bytes = out.into_inner().map_err(|e| Problem::fault(&e))?;
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")),
    ];
    Ok((headers, bytes).into_response())
}
