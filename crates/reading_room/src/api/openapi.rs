//! OpenAPI 3.1, made from the operations; the schemas of rows stand in `assets/schemas.json`.

use super::sent::KEY;
use super::{Operation, operations};
use serde_json::{Map, Value, json};

/// The description of the API.
pub fn openapi() -> Value {
    let mut paths: Map<String, Value> = Map::new();
    for operation in operations() {
        let entry = paths.entry(operation.path).or_insert_with(|| json!({}));
        entry[operation.method] = described(&operation);
    }
    // The file is linked in and a test reads it.
    let schemas: Value =
        serde_json::from_str(include_str!("../../assets/schemas.json")).unwrap_or_default();
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Chancery reading room",
            "version": "1",
            "summary": "Who did or said what to whom, from a ledger of papers",
            "description": "Read only, unless the room was opened with --write: then POST to corrections and checks changes the ledger. Lists have cursors: give `next` as `after`. Answers have entity tags: send `If-None-Match`. Errors are problems (RFC 9457). Offsets count Unicode code points. Days are ISO 8601, EDTF where imprecise.",
            "license": {"name": "MIT OR Apache-2.0", "identifier": "MIT OR Apache-2.0"},
        },
        "servers": [{"url": "/"}],
        "security": [{}, {"token": []}],
        "paths": paths,
        "components": {
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
            "schemas": schemas,
        },
    })
}

fn described(operation: &Operation) -> Value {
    let mut parameters: Vec<Value> = Vec::new();
    for part in operation.path.split('/').filter_map(|p| p.strip_prefix('{')) {
        let name = part.trim_end_matches('}');
        parameters.push(json!({
            "name": name, "in": "path", "required": true,
            "description": path_doc(name), "schema": path_schema(name),
        }));
    }
    for param in operation.params {
        parameters.push(param.described());
    }
    let problem = |what: &str| {
        json!({"description": what, "content": {"application/problem+json":
            {"schema": {"$ref": "#/components/schemas/Problem"}}}})
    };
    let good = if operation.answer.contains('/') {
        json!({"description": "The file", "content": {operation.answer: {}}})
    } else {
        let schema = json!({"$ref": format!("#/components/schemas/{}", operation.answer)});
        json!({"description": "The answer", "content": {"application/json": {"schema": schema}}})
    };
    let mut responses = json!({
        "200": good,
        "400": problem("The question cannot be asked so"),
        "401": problem("The room needs its token"),
        "429": problem("Too many requests"),
        "503": problem("Busy; ask again"),
    });
    if operation.path.contains('{') {
        responses["404"] = problem("There is none");
    }
    let mut out = json!({
        "operationId": id(operation),
        "summary": operation.summary,
        "parameters": parameters,
        "responses": responses,
    });
    if operation.method == "get" {
        out["responses"]["304"] = json!({"description": "As it was (If-None-Match)"});
    } else {
        let (body, writes) = body_of(operation.path);
        let what = if writes {
            "It cannot be done so; allowed names what can"
        } else {
            "The text cannot be read"
        };
        for (status, what) in [
            ("408", "The body came too slowly"),
            ("413", "The body is too large"),
            ("415", "The body is no JSON"),
            ("422", what),
        ] {
            out["responses"][status] = problem(what);
        }
        if writes {
            out["security"] = json!([{"token": []}]);
            for (status, what) in [
                ("403", "The room is read-only, or the request comes from a page elsewhere"),
                ("404", "There is none"),
                ("409", "The record has changed since it was seen"),
            ] {
                out["responses"][status] = problem(what);
            }
            if let Some(list) = out["parameters"].as_array_mut() {
                list.push(json!({
                    "name": KEY, "in": "header", "required": false,
                    "description": "Any text of the sender's own: a request that comes twice with the same key is carried out once",
                    "schema": {"type": "string", "minLength": 1, "maxLength": 190, "pattern": "^[!-~]+$"},
                }));
            }
        }
        let schema = json!({"$ref": format!("#/components/schemas/{body}")});
        out["requestBody"] =
            json!({"required": true, "content": {"application/json": {"schema": schema}}});
    }
    out
}

/// The schema of a body, and whether it changes the ledger.
fn body_of(path: &str) -> (&'static str, bool) {
    match path {
        "/api/v1/corrections" => ("Wish", true),
        "/api/v1/checks" => ("Check", true),
        p if p.ends_with("/undo") => ("Undo", true),
        _ => ("Given", false),
    }
}

/// `getActsReports` and so on.
fn id(operation: &Operation) -> String {
    let parts = operation.path.trim_start_matches("/api/v1/").split(['/', '.']);
    let mut out = operation.method.to_owned();
    for part in parts {
        let part = part.trim_matches(['{', '}']);
        out.extend(part.chars().take(1).flat_map(char::to_uppercase));
        out.extend(part.chars().skip(1));
    }
    out
}

fn path_doc(name: &str) -> &'static str {
    match name {
        "id" => "Stable id of the act",
        "document" => "Number of the paper in the ledger",
        "report" => "Number of the report; a paper that is read again gets new ones",
        "correction" => "Number of the correction",
        "key" => "Key (person/..., country/KAZ, org/SCO) or code; slashes may be percent-encoded",
        "a" | "b" => "ISO 3166-1 alpha-3 or an organisation's acronym",
        "format" => "Name of a format",
        _ => "",
    }
}

fn path_schema(name: &str) -> Value {
    match name {
        "document" | "report" | "correction" => json!({"type": "integer", "minimum": 1}),
        "a" | "b" => json!({"type": "string", "pattern": "^[A-Z0-9-]{2,12}$"}),
        "format" => {
            let files = outputs::Format::all().filter(|f| f.shape() == outputs::Shape::File);
            json!({"type": "string", "enum": files.map(|f| f.name()).collect::<Vec<_>>()})
        }
        _ => json!({"type": "string", "minLength": 1}),
    }
}
