//! JSON over the ledger, under `/api/v1`.
//!
//! One list ([`operations`]) makes both the routes and their description, so that the description
//! cannot name a route that is not there, nor keep one silent.

mod acts;
mod checks;
mod corrections;
mod exports;
mod filters;
mod openapi;
mod papers;
mod read;
mod search;
mod sent;
mod world;

pub use filters::{ACTS, AFTER, FROM, PLEDGES, STATUSES, TO, TYPES, act_filter, pledge_filter};
pub use openapi::openapi;
pub use papers::number;
pub use read::record_of;
pub use search::{SEARCHED, find};

use crate::params::{Param, Params, Strictness};
use crate::problem::Problem;
use crate::room::Room;
use axum::extract::{FromRequestParts, MatchedPath, RawPathParams, Request};
use axum::http::request::Parts;
use axum::middleware::{Next, from_fn};
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodRouter, get};
use axum::{Json, Router};
use std::convert::Infallible;

/// An operation of the API with the handler that carries it out.
pub struct Operation {
    /// `get` or `post`.
    pub method: &'static str,
    /// Its path as OpenAPI writes it.
    pub path: &'static str,
    /// What it does, in a line.
    pub summary: &'static str,
    /// What may stand in the query.
    pub params: &'static [&'static Param],
    /// Name of the schema of its answer; a media type where it is no JSON.
    pub answer: &'static str,
    /// The handler.
    pub handler: fn() -> MethodRouter<Room>,
}

/// Every operation, in the order of the documentation.
pub fn operations() -> Vec<Operation> {
    let mut all = Vec::new();
    all.extend(acts::operations());
    all.extend(papers::operations());
    all.extend(search::operations());
    all.extend(world::operations());
    all.extend(exports::operations());
    all.extend(read::operations());
    all.extend(corrections::operations());
    all.extend(checks::operations());
    all.push(Operation {
        method: "get",
        path: "/api/v1/openapi.json",
        summary: "This description",
        params: &[],
        answer: "OpenApi",
        handler: || get(|| async { Json(openapi()) }),
    });
    all
}

/// The routes of the API.
pub fn routes() -> Router<Room> {
    let mut router = Router::new();
    for operation in operations() {
        // Keys of entities hold slashes.
        let path = operation.path.replace("{key}", "{*key}");
        router = router.route(&path, (operation.handler)());
    }
    let router = router.route_layer(from_fn(checked));
    router.route("/api/v1/{*rest}", get(unknown)).route("/api/v1", get(unknown))
}

async fn unknown() -> Problem {
    Problem::missing("There is no such address; /api/v1/openapi.json lists those that are.")
}

/// Checks the query of every operation, also of those that take none: a parameter that is not
/// known is a question that was meant otherwise.
async fn checked(mut request: Request, next: Next) -> Response {
    let matched = request.extensions().get::<MatchedPath>();
    let path = matched.map(|m| m.as_str().replace("{*key}", "{key}")).unwrap_or_default();
    let method = match request.method().as_str() {
        "HEAD" => "get".to_owned(),
        other => other.to_ascii_lowercase(),
    };
    let asked = |o: &Operation| o.path == path && o.method == method;
    if let Some(operation) = operations().into_iter().find(asked) {
        match Params::parse(request.uri().query(), operation.params, Strictness::Api) {
            Ok(params) => request.extensions_mut().insert(Asked(params)),
            Err(problem) => return problem.into_response(),
        };
    }
    next.run(request).await
}

/// Checked parameters of the operation that is asked for.
#[derive(Clone, Default)]
pub struct Asked(pub Params);

impl FromRequestParts<Room> for Asked {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &Room) -> Result<Self, Infallible> {
        Ok(parts.extensions.remove().unwrap_or_default())
    }
}

/// What stands in the path, decoded; never NUL, never too long.
pub struct Named(pub Vec<String>);

impl FromRequestParts<Room> for Named {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, room: &Room) -> Result<Self, Response> {
        let wrong = || Problem::missing("There is nothing of that name here.").into_response();
        let path = RawPathParams::from_request_parts(parts, room).await.map_err(|_| wrong())?;
        let mut names = Vec::new();
        for (_, value) in &path {
            if value.contains('\0') || value.len() > 2_000 {
                return Err(wrong());
            }
            names.push(value.to_owned());
        }
        Ok(Self(names))
    }
}

impl Named {
    /// The only name.
    pub fn one(self) -> String {
        self.0.into_iter().next().unwrap_or_default()
    }

    /// The only name as a number of a document.
    pub fn document(self) -> Result<i64, Problem> {
        self.number("document")
    }

    /// The only name as a number of something.
    pub fn number(self, what: &str) -> Result<i64, Problem> {
        let name = self.one();
        name.parse().ok().filter(|n| *n > 0).ok_or_else(|| {
            let name = crate::plain::short(&crate::plain::plain(&name), 40);
            Problem::missing(format!("there is no {what} \"{name}\""))
        })
    }
}

/// Answers of the API.
pub type Answer<T> = Result<Json<T>, Problem>;
