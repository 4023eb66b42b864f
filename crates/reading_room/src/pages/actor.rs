//! An actor: whom it deals with, how, which offices it held or who led it, and who else has its
//! code.

use super::shell::{Shell, Visit};
use super::view::{Act, Figure, part};
use super::{Shown, render};
use crate::api::Named;
use crate::charts::{self, Frame};
use crate::problem::Problem;
use crate::reader::Office;
use crate::room::Room;
use askama::Template;
use axum::extract::State;
use ledger::ask::{ActFilter, EntityRow, StatementRow};

const PARTNERS: u32 = 60;
const LISTED: u32 = 8;

#[derive(Template)]
#[template(path = "actor.html")]
struct Actor {
    s: Shell,
    about: EntityRow,
    code: String,
    sector: String,
    figure: Option<Figure>,
    partners: Vec<Row>,
    kin: Vec<Kin>,
    acts: Vec<Act>,
    statements: Vec<StatementRow>,
    offices: Vec<Held>,
    /// Whether the offices are those of others, who led this state or organisation.
    led: bool,
    more_offices: usize,
    as_actor: String,
    as_recipient: String,
}

struct Row {
    rank: usize,
    name: String,
    code: String,
    href: String,
    acts: u32,
    cooperation: u32,
    conflict: u32,
    mean: String,
}

struct Kin {
    name: String,
    sector: String,
    href: String,
    acts: u32,
}

/// An office with its days.
struct Held {
    name: String,
    href: String,
    office: String,
    of: String,
    from: String,
    to: String,
}

/// Offices of a page: careers are shorter, the leaders of a state go back for ages.
const OFFICES: usize = 12;

impl Held {
    fn of(office: Office, s: &Shell) -> Self {
        let until = office.as_of.map(|day| s.tn("actor.as_of", &s.day(&day)));
        Self {
            href: format!("/actor/{}", part(&office.person)),
            name: office.name,
            office: s.t(&format!("office.{}", office.office)).into_owned(),
            of: s.code(&office.code),
            from: office.from.map_or_else(|| "?".into(), |day| s.day(&day)),
            to: office.to.map(|day| s.day(&day)).or(until).unwrap_or_default(),
        }
    }
}

/// What stands around an actor's network.
pub fn frame(s: &Shell, name: &str, documents: u64, alone: bool) -> Frame {
    let source = s.tn("dyad.source", &documents);
    Frame {
        title: format!("{}: {name}", s.t("actor.network")),
        note: format!("{}. {source}", s.t("actor.network_units")),
        alone,
        tongue: s.tongue,
    }
}

/// `GET /actor/{key}`.
pub async fn actor(State(room): State<Room>, visit: Visit, key: Named) -> Shown {
    let key = key.one();
    let documents = room.stats().await?.documents;
    let page = room.ask(move |l| l.entity(&key, PARTNERS)).await.map_err(Problem::unknown)?;
    let entity = page.entity.entity.clone();
    // A state acts through all its organs and leaders, which have its code.
    let whole = entity.starts_with("country/") || entity.starts_with("org/");
    let by = page.entity.code.clone().filter(|_| whole).unwrap_or_else(|| entity.clone());
    let (acts, statements) = room
        .ask(move |l| {
            let filter = ActFilter { actor: Some(by), ..ActFilter::default() };
            Ok((
                l.acts(&filter, None, LISTED)?.acts,
                l.statements(Some(&entity), None, 5)?.statements,
            ))
        })
        .await?;
    let s = Shell::new(&visit, "", &page.entity.name);
    let mut offices = room.reader.offices(&page.entity.entity);
    let more_offices = offices.len().saturating_sub(OFFICES);
    offices.truncate(OFFICES);
    let code = page.entity.code.clone().unwrap_or_default();
    let svg = charts::network(&code, &page.partners, &frame(&s, &s.code(&code), documents, false));
    let query = form_urlencoded::Serializer::new(String::new())
        .append_pair("entity", &page.entity.entity)
        .finish();
    let figure = (!svg.is_empty()).then(|| Figure {
        title: s.t("actor.network").into_owned(),
        units: s.t("actor.network_units").into_owned(),
        source: s.tn("dyad.source", &documents),
        svg,
        csv_href: format!("/partners.csv?{query}"),
        svg_href: format!("/network.svg?{query}"),
        zoom: None,
    });
    let partners = page.partners.into_iter().enumerate().map(|(i, p)| Row {
        rank: i + 1,
        name: s.code(&p.code),
        href: format!("/dyad/{}/{}", part(&code), part(&p.code)),
        acts: p.acts,
        cooperation: p.cooperation,
        conflict: p.conflict,
        mean: s.score(p.mean_score),
        code: p.code,
    });
    let partners = partners.collect();
    let kin = page.kin.into_iter().map(|e| Kin {
        href: format!("/actor/{}", part(&e.entity)),
        acts: e.acts_as_actor + e.acts_as_recipient,
        sector: e.sector.unwrap_or_default(),
        name: e.name,
    });
    let link = |role: &str| {
        let mut query = form_urlencoded::Serializer::new(String::new());
        format!("/acts?{}", query.append_pair(role, &page.entity.entity).finish())
    };
    let acts = acts.into_iter().map(|a| Act::of(a, &s)).collect();
    render(&Actor {
        led: whole,
        more_offices,
        offices: offices.into_iter().map(|o| Held::of(o, &s)).collect(),
        kin: kin.collect(),
        as_actor: link("actor"),
        as_recipient: link("recipient"),
        sector: page.entity.sector.clone().unwrap_or_default(),
        about: page.entity,
        s,
        code,
        figure,
        partners,
        acts,
        statements,
    })
}
