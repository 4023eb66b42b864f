//! Forms that browsers send, and what must be so before one is carried out.

use super::shell::Visit;
use crate::problem::Problem;
use crate::room::Room;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use ledger::Form;

/// Fields that are looked at; a form of ours has fewer.
const FIELDS: usize = 200;

/// The fields of a form.
pub struct Sent(Vec<(String, String)>);

impl Sent {
    /// From a body.
    pub fn parse(body: &[u8]) -> Self {
        let fields = form_urlencoded::parse(body).take(FIELDS);
        Self(fields.map(|(n, v)| (n.into_owned(), v.replace("\r\n", "\n"))).collect())
    }

    /// A field, as it was typed.
    pub fn text(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|f| f.0 == name).map(|f| f.1.as_str())
    }

    /// The same, empty where it was not sent.
    pub fn typed(&self, name: &str) -> String {
        self.text(name).unwrap_or("").to_owned()
    }

    /// A field with several values.
    pub fn all(&self, name: &str) -> Vec<String> {
        self.0.iter().filter(|f| f.0 == name).map(|f| f.1.clone()).collect()
    }

    /// That the form was made for this session: no other page can know its token.
    pub fn belongs(&self, visit: &Visit) -> Result<(), Problem> {
        let token = visit.session.as_ref().map(|s| s.form.as_str());
        if token.is_some_and(|t| !t.is_empty() && self.text("form") == Some(t)) {
            return Ok(());
        }
        let detail = "This form is not of this visit: the program was started anew, or you came in again. Open the page once more.";
        Err(Problem::new(StatusCode::FORBIDDEN, detail))
    }

    /// The key that makes this form one, however often it is sent.
    pub fn once(&self) -> Result<Form, Problem> {
        let form = Form::new(&format!("form:{}", self.text("once").unwrap_or("")))?;
        let all = self.0.iter().flat_map(|(n, v)| [n.as_bytes(), b"=", v.as_bytes(), b"\0"]);
        Ok(form.holding(&all.flatten().copied().collect::<Vec<u8>>()))
    }
}

/// The name under which a visitor writes, or where they must go first.
pub enum Writer {
    /// May write.
    Named(String),
    /// Gives a name first.
    Door(Response),
}

/// Who writes: only in a room for writing, only through the door, only with a name.
pub fn writer(room: &Room, visit: &Visit, back: &str) -> Result<Writer, Problem> {
    room.writable()?;
    if !visit.who().is_empty() {
        return Ok(Writer::Named(visit.who().to_owned()));
    }
    let query = form_urlencoded::Serializer::new(String::new()).append_pair("back", back).finish();
    Ok(Writer::Door(Redirect::to(&format!("/enter?{query}")).into_response()))
}
