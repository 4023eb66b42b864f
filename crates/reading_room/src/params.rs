//! The words of a query string: one list for checking them and for describing them.
//!
//! **In:** a query string and the parameters that a route knows. **Out:** [`Params`] whose values
//! are of the kind they should be, or a [`Problem`] that names the parameter. The API's
//! description is made from the same list, so that it cannot say anything else.

use crate::problem::Problem;
use serde_json::{Value, json};

/// No value is longer, in characters.
const LONGEST: usize = 200;

/// A parameter of a route.
#[derive(Debug)]
pub struct Param {
    /// Its name.
    pub name: &'static str,
    /// What it may be.
    pub kind: Kind,
    /// What it means.
    pub doc: &'static str,
}

/// What a parameter may be.
#[derive(Debug)]
pub enum Kind {
    /// Words.
    Text,
    /// `YYYY`, `YYYY-MM` or `YYYY-MM-DD`.
    Day,
    /// A whole number within bounds, with what it is if nobody says.
    Whole(u32, u32, u32),
    /// A number from 0 to 1.
    Share,
    /// One of these.
    OneOf(&'static [&'static str]),
    /// Some of these, with commas between them.
    SomeOf(&'static [&'static str]),
    /// A cursor of acts: a day (or none), a tilde, a number.
    DayCursor,
    /// A cursor that is a number.
    Cursor,
    /// A cursor of a search: four numbers with tildes between them.
    HitCursor,
}

/// Checked values.
#[derive(Clone, Debug, Default)]
pub struct Params(Vec<(&'static str, String)>);

/// How strictly a query is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Strictness {
    /// Programs ask: what is not known or empty is an error.
    Api,
    /// Browsers ask: empty fields of a form mean nothing, foreign words are passed over.
    Page,
}

impl Params {
    /// Checks a query string.
    pub fn parse(
        query: Option<&str>,
        known: &[&'static Param],
        strictness: Strictness,
    ) -> Result<Self, Problem> {
        let mut values: Vec<(&'static str, String)> = Vec::new();
        for (name, value) in form_urlencoded::parse(query.unwrap_or("").as_bytes()) {
            let Some(param) = known.iter().find(|p| p.name == name) else {
                if strictness == Strictness::Page {
                    continue;
                }
                let names: Vec<&str> = known.iter().map(|p| p.name).collect();
                let known = if names.is_empty() { "none".into() } else { names.join(", ") };
                return Err(Problem::wrong(format!(
                    "There is no parameter \"{}\" here; there is: {known}.",
                    crate::plain::short(&name, 40)
                )));
            };
            let trimmed = value.trim_matches(|c: char| c.is_whitespace() && !c.is_control());
            if trimmed.is_empty() {
                if strictness == Strictness::Page {
                    continue;
                }
                return Err(wrong(param, "is empty"));
            }
            if values.iter().any(|v| v.0 == param.name) {
                return Err(wrong(param, "is given twice"));
            }
            values.push((param.name, checked(param, trimmed)?));
        }
        Ok(Self(values))
    }

    /// A value as words.
    pub fn text(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|v| v.0 == name).map(|v| v.1.as_str())
    }

    /// The same, owned.
    pub fn owned(&self, name: &str) -> Option<String> {
        self.text(name).map(str::to_owned)
    }

    /// A whole number, or what the parameter is if nobody says.
    pub fn whole(&self, param: &Param) -> u32 {
        let Kind::Whole(_, _, usual) = param.kind else { return 0 };
        self.text(param.name).and_then(|v| v.parse().ok()).unwrap_or(usual)
    }

    /// A number from 0 to 1.
    pub fn share(&self, name: &str) -> Option<f32> {
        self.text(name).and_then(|v| v.parse().ok())
    }

    /// Values with commas between them.
    pub fn list(&self, name: &str) -> Vec<String> {
        self.text(name).map(|v| v.split(',').map(str::to_owned).collect()).unwrap_or_default()
    }

    /// The query string again, with other values for some of its parameters; none takes one away.
    pub fn query_with(&self, other: &[(&str, Option<&str>)]) -> String {
        let mut out = form_urlencoded::Serializer::new(String::new());
        for (name, value) in self.0.iter().filter(|v| !other.iter().any(|o| o.0 == v.0)) {
            out.append_pair(name, value);
        }
        for (name, value) in other {
            if let Some(value) = value {
                out.append_pair(name, value);
            }
        }
        out.finish()
    }

    /// The query string again, without some of its parameters: for links to further pages.
    pub fn query(&self, without: &[&str]) -> String {
        let mut out = form_urlencoded::Serializer::new(String::new());
        for (name, value) in self.0.iter().filter(|v| !without.contains(&v.0)) {
            out.append_pair(name, value);
        }
        out.finish()
    }
}

fn wrong(param: &Param, why: &str) -> Problem {
    Problem::wrong(format!("Parameter \"{}\" {why}.", param.name))
}

/// A value of its kind, in the form in which it is used.
fn checked(param: &Param, value: &str) -> Result<String, Problem> {
    if value.chars().count() > LONGEST {
        return Err(wrong(param, &format!("is longer than {LONGEST} characters")));
    }
    if value.contains(char::is_control) {
        return Err(wrong(param, "holds a control character"));
    }
    let good = match &param.kind {
        Kind::Text => true,
        Kind::Day => day(value),
        Kind::Whole(least, most, _) => {
            let number = value.bytes().all(|b| b.is_ascii_digit()).then(|| value.parse().ok());
            number.flatten().is_some_and(|n: u32| (*least..=*most).contains(&n))
        }
        Kind::Share => {
            // Some write small numbers as 1e-3; nobody writes "inf" or "NaN" and means a share.
            let written = value.bytes().all(|b| b.is_ascii_digit() || b".eE+-".contains(&b));
            written && value.parse().is_ok_and(|n: f32| (0.0..=1.0).contains(&n))
        }
        Kind::OneOf(of) => of.contains(&value),
        Kind::SomeOf(of) => value.split(',').all(|v| of.contains(&v)),
        Kind::Cursor => digits(value, 9),
        Kind::HitCursor => {
            let parts: Vec<&str> = value.split('~').collect();
            parts.len() == 4 && parts.iter().zip([18, 8, 18, 18]).all(|(p, most)| digits(p, most))
        }
        Kind::DayCursor => value.split_once('~').is_some_and(|(day, number)| {
            let shape =
                |(i, b): (usize, u8)| if i == 4 || i == 7 { b == b'-' } else { b.is_ascii_digit() };
            (day.is_empty() || day.len() == 10 && day.bytes().enumerate().all(shape))
                && digits(number, 18)
        }),
    };
    if good { Ok(value.to_owned()) } else { Err(wrong(param, &must_be(&param.kind))) }
}

/// Whether a value is so many digits at most, and at least one.
fn digits(value: &str, most: usize) -> bool {
    (1..=most).contains(&value.len()) && value.bytes().all(|b| b.is_ascii_digit())
}

fn must_be(kind: &Kind) -> String {
    match kind {
        Kind::Text => "must be words".into(),
        Kind::Day => "must be a day: YYYY, YYYY-MM or YYYY-MM-DD".into(),
        Kind::Whole(least, most, _) => format!("must be a whole number from {least} to {most}"),
        Kind::Share => "must be a number from 0 to 1".into(),
        Kind::OneOf(of) => format!("must be one of: {}", of.join(", ")),
        Kind::SomeOf(of) => format!("must be some of these with commas: {}", of.join(", ")),
        Kind::Cursor | Kind::DayCursor | Kind::HitCursor => {
            "must be what the page before gave as next".into()
        }
    }
}

/// The pattern of a day in the API's description; what it lets through, [`day`] lets through.
const DAY: &str = "^[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?$";

/// Words: no control characters, and something other than blanks.
const TEXT: &str = "^[^\\u0000-\\u001f\\u007f-\\u009f]*[^\\s\\u0000-\\u001f\\u007f-\\u009f][^\\u0000-\\u001f\\u007f-\\u009f]*$";

/// A cursor of acts.
const DAY_CURSOR: &str = "^([0-9]{4}-[0-9]{2}-[0-9]{2})?~[0-9]{1,18}$";

/// A cursor of a search.
const HIT_CURSOR: &str = "^[0-9]{1,18}~[0-9]{1,8}~[0-9]{1,18}~[0-9]{1,18}$";

fn day(value: &str) -> bool {
    let shape = value.bytes().enumerate().all(|(i, b)| match i {
        4 | 7 => b == b'-',
        _ => b.is_ascii_digit(),
    });
    let within = |from: usize, most: u8| {
        let part = value.get(from..from + 2).and_then(|p| p.parse::<u8>().ok());
        part.is_some_and(|n| (1..=most).contains(&n))
    };
    match value.len() {
        4 => shape,
        7 => shape && within(5, 12),
        10 => shape && within(5, 12) && within(8, 31),
        _ => false,
    }
}

impl Param {
    /// As OpenAPI describes it.
    pub fn described(&self) -> Value {
        let schema = match &self.kind {
            Kind::Text => {
                json!({"type": "string", "minLength": 1, "maxLength": LONGEST, "pattern": TEXT})
            }
            Kind::Cursor => json!({"type": "string", "pattern": "^[0-9]{1,9}$"}),
            Kind::HitCursor => json!({"type": "string", "pattern": HIT_CURSOR}),
            Kind::DayCursor => json!({"type": "string", "pattern": DAY_CURSOR}),
            Kind::Day => json!({"type": "string", "pattern": DAY}),
            Kind::Whole(least, most, usual) => {
                json!({"type": "integer", "minimum": least, "maximum": most, "default": usual})
            }
            Kind::Share => json!({"type": "number", "minimum": 0, "maximum": 1}),
            Kind::OneOf(of) => json!({"type": "string", "enum": of}),
            Kind::SomeOf(of) => {
                json!({"type": "array", "minItems": 1, "items": {"type": "string", "enum": of}})
            }
        };
        let mut out = json!({
            "name": self.name, "in": "query", "required": false, "description": self.doc,
            "schema": schema,
        });
        if matches!(self.kind, Kind::SomeOf(_)) {
            out["style"] = json!("form");
            out["explode"] = json!(false);
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    static FROM: Param = Param { name: "from", kind: Kind::Day, doc: "" };
    static LIMIT: Param = Param { name: "limit", kind: Kind::Whole(1, 10, 5), doc: "" };
    static HITS: Param = Param { name: "after", kind: Kind::HitCursor, doc: "" };
    static LEAST: Param = Param { name: "least", kind: Kind::Share, doc: "" };

    fn ask(query: &str, strictness: Strictness) -> Result<Params, Problem> {
        Params::parse(Some(query), &[&FROM, &LIMIT, &LEAST, &HITS], strictness)
    }

    #[test]
    fn wrong_values_are_named() {
        for bad in [
            "from=2021-13",
            "from=2021-00-01",
            "from=20210101",
            "from=x%00",
            "limit=0",
            "limit=11",
            "limit=%2B5",
            "least=1.5",
            "least=NaN",
            "who=x",
            "limit=",
            "limit=1&limit=2",
            "after=5",
            "after=5~5~5",
            "after=5~5~5~5~5",
            "after=5~x~5~5",
            "after=5~5~5~-5",
            "after=5~5~5~",
            "after=5~123456789~5~5",
        ] {
            assert!(ask(bad, Strictness::Api).is_err(), "{bad}");
        }
        let problem = ask("limit=99", Strictness::Api).map(|_| ()).map_err(|p| p.detail);
        assert_eq!(problem, Err("Parameter \"limit\" must be a whole number from 1 to 10.".into()));
    }

    #[test]
    fn queries_are_written_again_with_other_values() {
        let params = ask("from=2021&limit=3&after=9~20210101~0~7", Strictness::Api).expect("good");
        assert_eq!(
            params.query_with(&[("after", None), ("from", Some("a b&"))]),
            "limit=3&from=a+b%26"
        );
        assert_eq!(params.query_with(&[]), params.query(&[]));
    }

    #[test]
    fn forms_may_leave_fields_empty() {
        let params = ask("from=&limit=3&utm=x", Strictness::Page).expect("a form");
        assert_eq!((params.text("from"), params.whole(&LIMIT)), (None, 3));
        assert_eq!(ask("least=1e-1", Strictness::Api).expect("a share").share("least"), Some(0.1));
        assert_eq!(ask("from=2021", Strictness::Page).expect("a form").whole(&LIMIT), 5);
    }
}
