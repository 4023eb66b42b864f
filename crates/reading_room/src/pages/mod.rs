//! Pages for people: made here whole, so that they work without script.
//!
//! Every template escapes what it is given; only charts, which escape for themselves
//! (`charts::draw`), go in as they are.

mod actor;
mod acts;
mod add;
mod agreement;
mod correct;
mod desk;
mod downloads;
mod dyad;
mod enter;
mod form;
mod home;
mod map;
mod marked;
mod paper;
mod pledges;
mod queue;
mod quoted;
mod reference;
mod rights;
mod search;
mod shell;
mod sources;
mod view;
mod zoom;

use crate::language::Tongue;
use crate::params::{Param, Params, Strictness};
use crate::plain::shown;
use crate::problem::Problem;
use crate::room::Room;
use askama::Template;
use axum::Router;
use axum::extract::{FromRequestParts, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderValue, StatusCode, Uri, header};
use axum::middleware::{Next, from_fn};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::{get, post};
use shell::{Shell, Visit};

/// The routes of the pages.
pub fn routes() -> Router<Room> {
    Router::new()
        .route("/", get(home::home))
        .route("/acts", get(acts::acts))
        .route("/acts.csv", get(downloads::acts_csv))
        .route("/act/{id}", get(acts::act))
        .route("/paper/{document}", get(paper::paper))
        .route("/dyad/{a}/{b}", get(dyad::dyad))
        .route("/dyad/{a}/{b}/{file}", get(downloads::dyad))
        .route("/dyad", get(dyad::find))
        .route("/actor/{*key}", get(actor::actor))
        .route("/network.svg", get(downloads::network))
        .route("/partners.csv", get(downloads::partners))
        .route("/search", get(search::search))
        .route("/pledges", get(pledges::pledges))
        .route("/map", get(map::map))
        .route("/map.svg", get(downloads::map_svg))
        .route("/map.csv", get(downloads::map_csv))
        .route("/desk", get(desk::desk).post(desk::read))
        .route("/desk/agreement", get(agreement::page))
        .route("/desk/{file}", get(agreement::file))
        .route("/check/{report}", post(queue::check))
        .route("/correct/{report}", get(correct::form).post(correct::correct))
        .route("/add/{document}", get(add::form).post(add::add))
        .route("/undo/{correction}", post(rights::undo))
        .route("/sources", get(sources::sources))
        .route("/api", get(reference::reference))
        .route("/enter", get(enter::door).post(enter::enter))
        .route("/preferences", get(shell::preferences))
        .fallback(nowhere)
        .layer(from_fn(varies))
}

async fn nowhere() -> Problem {
    Problem::missing("Nothing of this room has that address.")
}

/// A page from its template.
pub fn render(template: &impl Template) -> Result<Response, Problem> {
    let html = template.render().map_err(|e| Problem::fault(&e))?;
    Ok(Html(shown(html)).into_response())
}

/// A page that is whole although its status tells of an error: a form with what is wrong in it.
#[derive(Clone)]
pub struct Whole;

/// The same with a status, as a form that was not taken.
pub fn render_with(status: StatusCode, template: &impl Template) -> Result<Response, Problem> {
    let mut page = render(template)?;
    *page.status_mut() = status;
    page.extensions_mut().insert(Whole);
    Ok(page)
}

/// What handlers of pages give.
pub type Shown = Result<Response, Problem>;

/// Checked parameters of a page.
pub fn asked(uri: &Uri, known: &[&'static Param]) -> Result<Params, Problem> {
    Params::parse(uri.query(), known, Strictness::Page)
}

#[derive(Template)]
#[template(path = "fault.html")]
struct Fault {
    s: Shell,
    title: String,
    more: String,
    detail: String,
}

/// Shows problems as pages, in the visitor's language.
pub async fn as_page(State(room): State<Room>, request: Request, next: Next) -> Response {
    let path = request.uri().path();
    if ["/api/", "/assets/", "/metrics", "/healthz"].iter().any(|p| path.starts_with(p)) {
        return next.run(request).await;
    }
    let (mut parts, body): (Parts, _) = request.into_parts();
    let visit = Visit::from_request_parts(&mut parts, &room).await;
    let response = next.run(Request::from_parts(parts, body)).await;
    let (Some(problem), Ok(visit)) = (response.extensions().get::<Problem>().cloned(), visit)
    else {
        return response;
    };
    let mut s = Shell::new(&visit, "", "");
    let key = format!("fault.{}", problem.status.as_u16());
    let known = [400, 401, 403, 404, 405, 408, 409, 413, 421, 422, 429, 503, 504];
    let known = known.contains(&problem.status.as_u16());
    let key = if known { key.as_str() } else { "fault.other" };
    let title = s.t(key).into_owned();
    // What exactly is wrong is said in English, as the API says it; elsewhere the kind of thing is
    // said before.
    let more = match s.tongue {
        Tongue::En => String::new(),
        Tongue::Pl => s.t(&format!("{key}.more")).into_owned(),
    };
    s.title.clone_from(&title);
    let Ok(mut page) = render(&Fault { s, title, more, detail: problem.detail.clone() }) else {
        return response;
    };
    *page.status_mut() = problem.status;
    page.extensions_mut().insert(problem);
    for name in [header::RETRY_AFTER, header::ALLOW, header::WWW_AUTHENTICATE] {
        if let Some(value) = response.headers().get(&name) {
            page.headers_mut().insert(name, value.clone());
        }
    }
    page
}

/// Says that pages differ by who asks.
async fn varies(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let by = HeaderValue::from_static("Cookie, Accept-Language");
    response.headers_mut().insert(header::VARY, by);
    response
}
