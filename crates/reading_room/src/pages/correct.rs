//! A record put right by a form.
//!
//! **In:** a report as it stands, and what was typed. **Out:** a [`Wish`] with what differs, carried
//! out by the same code as the command's; then a redirect to the paper. What cannot be done so comes
//! back in the form with everything that was typed.

use super::form::{Sent, Writer, writer};
use super::paper::{Entry, entries};
use super::quoted::{Quoted, quoted};
use super::rights::{Right, rights};
use super::shell::{Shell, Visit};
use super::view::part;
use super::{Shown, render, render_with};
use crate::api::Named;
use crate::guard::fresh;
use crate::hide::Hide;
use crate::problem::Problem;
use crate::room::Room;
use askama::Template;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{StatusCode, Uri};
use axum::response::{IntoResponse, Redirect};
use ledger::check::{CheckRow, ReportPage};
use ledger::{Terms, Wish};
use record::{Coded, Event, MentionRecord};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

#[derive(Template)]
#[template(path = "correct.html")]
struct Page {
    s: Shell,
    complaint: String,
    /// The name of the field that is wrong; empty where it is none.
    wrong: &'static str,
    report: i64,
    version: String,
    once: String,
    /// The fields as the record fills them, JSON.
    was: String,
    lang: String,
    paper: String,
    title: String,
    act: String,
    others: u32,
    entry: Entry,
    quoted: Quoted,
    typed: Typed,
    kinds: Vec<Kind>,
    checks: Vec<CheckRow>,
    corrections: Vec<Right>,
    desk: String,
}

/// A type with its modes, for the selects.
pub struct Kind {
    pub code: String,
    pub name: String,
    pub modes: Vec<String>,
}

/// What stands in the fields.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Typed {
    pub event: String,
    pub mode: String,
    pub actor: String,
    pub recipient: String,
    pub date: String,
    pub aux: String,
    pub weight: String,
    pub place: bool,
    pub why: String,
    pub merge_with: String,
    pub all: bool,
}

impl Typed {
    /// As the record stands.
    fn of(event: &Event) -> Self {
        let names = |list: &[MentionRecord]| {
            list.iter().map(|m| m.name.as_str()).collect::<Vec<_>>().join("\n")
        };
        Self {
            event: event.event.to_string(),
            mode: event.mode.as_ref().map(ToString::to_string).unwrap_or_default(),
            actor: names(&event.actors),
            recipient: names(&event.recipients),
            date: event.date.as_ref().map(|d| d.value.to_string()).unwrap_or_default(),
            aux: event.aux.to_string(),
            weight: event.weight.to_string(),
            ..Self::default()
        }
    }

    /// As it was sent.
    pub fn sent(sent: &Sent) -> Self {
        Self {
            event: sent.typed("type"),
            mode: sent.typed("mode"),
            actor: sent.typed("actor"),
            recipient: sent.typed("recipient"),
            date: sent.typed("date"),
            aux: sent.typed("aux"),
            weight: sent.typed("weight"),
            place: sent.text("place").is_some(),
            why: sent.typed("why"),
            merge_with: sent.typed("merge_with"),
            all: sent.text("scope") == Some("act"),
        }
    }

    /// The same over a record that says something else by now: what the visitor left as it `was` is
    /// what it is now, so that nobody takes back what another has just put right.
    fn over(self, was: &Self, now: &Self) -> Self {
        let kept = |mine: String, was: &str, now: &str| match mine.trim() == was.trim() {
            true => now.to_owned(),
            false => mine,
        };
        let kind = (self.event.trim(), self.mode.trim()) == (was.event.as_str(), was.mode.as_str());
        let (event, mode) = match kind {
            true => (now.event.clone(), now.mode.clone()),
            false => (self.event, self.mode),
        };
        Self {
            event,
            mode,
            actor: kept(self.actor, &was.actor, &now.actor),
            recipient: kept(self.recipient, &was.recipient, &now.recipient),
            date: kept(self.date, &was.date, &now.date),
            aux: kept(self.aux, &was.aux, &now.aux),
            weight: kept(self.weight, &was.weight, &now.weight),
            ..self
        }
    }

    /// What differs from the record, as a wish.
    fn differs(&self, now: &Self) -> Wish {
        let none = |s: &str| if s.is_empty() { "none".to_owned() } else { s.to_owned() };
        let text = |mine: &str, now: &str| (mine.trim() != now).then(|| none(mine.trim()));
        let names = |mine: &str, now: &str| {
            let lines = |s: &str| -> Vec<String> {
                s.lines().map(|l| l.trim().to_owned()).filter(|l| !l.is_empty()).collect()
            };
            match (lines(mine), lines(now)) {
                (mine, now) if mine == now => Vec::new(),
                (mine, _) if mine.is_empty() => vec!["none".into()],
                (mine, _) => mine,
            }
        };
        let kind = (self.event.trim(), self.mode.trim()) != (now.event.as_str(), now.mode.as_str());
        Wish {
            event: kind.then(|| self.event.trim().to_owned()),
            mode: kind.then(|| none(self.mode.trim())),
            actor: names(&self.actor, &now.actor),
            recipient: names(&self.recipient, &now.recipient),
            date: text(&self.date, &now.date),
            aux: text(&self.aux, &now.aux),
            weight: text(&self.weight, &now.weight),
            place: self.place.then(|| "none".into()),
            ..Wish::default()
        }
    }
}

/// Types with their modes by the codebook.
pub fn kinds(terms: &dyn Terms, s: &Shell) -> Result<Vec<Kind>, Problem> {
    let mut all: Vec<Kind> = Vec::new();
    for (code, mode) in terms.kinds().map_err(|e| Problem::fault(&e))? {
        if all.last().is_none_or(|k| k.code != code) {
            all.push(Kind { name: s.event(&code).into_owned(), code, modes: Vec::new() });
        }
        if let (Some(kind), Some(mode)) = (all.last_mut(), mode) {
            kind.modes.push(mode);
        }
    }
    Ok(all)
}

/// What the page shows of a report.
async fn page(
    room: &Room,
    visit: &Visit,
    report: i64,
    desk: &str,
) -> Result<(Page, Event), Problem> {
    let (found, text) = room
        .ask(move |l| {
            let page = l.report(report)?;
            let text = l.paper(page.report.document)?.text;
            Ok((page, text))
        })
        .await?;
    let ReportPage { report: row, act, n_reports, event, version, checks, corrections } = found;
    let mut s = Shell::new(visit, "", "");
    s.title = s.t("correct.title").into_owned();
    let coded = Coded { events: vec![event.clone()], ..Coded::default() };
    let mut entry = entries(&coded, std::slice::from_ref(&act), &[], &s);
    let title = row.title.clone().filter(|t| !t.trim().is_empty());
    let page = Page {
        complaint: String::new(),
        wrong: "",
        report,
        version,
        once: fresh(),
        lang: row.lang,
        paper: format!("/paper/{}#r-{}", row.document, part(&row.event)),
        title: title.unwrap_or(row.document_name),
        act: format!("/act/{}", part(&act)),
        others: n_reports.saturating_sub(1),
        entry: entry.remove(0),
        quoted: quoted(&text, &event),
        was: serde_json::to_string(&Typed::of(&event)).unwrap_or_default(),
        typed: Typed::of(&event),
        kinds: kinds(room.reader.as_ref(), &s)?,
        checks: seen_by(checks, visit.who(), report).hidden(),
        corrections: rights(corrections, &s),
        desk: desk.to_owned(),
        s,
    };
    Ok((page, event))
}

/// The verdicts that a visitor may see: their own, and those of others once they have judged the
/// record themselves, so that nobody judges by what another said.
fn seen_by(mut checks: Vec<CheckRow>, who: &str, report: i64) -> Vec<CheckRow> {
    let judged = checks.iter().any(|c| c.who == who && c.report == Some(report));
    checks.retain(|c| judged || c.who == who);
    checks
}

/// The order of the queue to go back to; empty for the paper.
fn desk(given: Option<&str>) -> &'static str {
    ["lowest", "second", "sample"].into_iter().find(|o| given == Some(o)).unwrap_or("")
}

/// `GET /correct/{report}`.
pub async fn form(State(room): State<Room>, visit: Visit, name: Named, uri: Uri) -> Shown {
    let report = name.number("report")?;
    if let Writer::Door(door) = writer(&room, &visit, &visit.path)? {
        return Ok(door);
    }
    let asked = form_urlencoded::parse(uri.query().unwrap_or("").as_bytes());
    let from = asked.into_iter().find(|q| q.0 == "desk").map(|q| q.1.into_owned());
    let (page, _) = page(&room, &visit, report, desk(from.as_deref())).await?;
    render(&page)
}

/// `POST /correct/{report}`.
pub async fn correct(State(room): State<Room>, visit: Visit, name: Named, body: Bytes) -> Shown {
    let report = name.number("report")?;
    let who = match writer(&room, &visit, &format!("/correct/{report}"))? {
        Writer::Named(who) => who,
        Writer::Door(door) => return Ok(door),
    };
    let sent = Sent::parse(&body);
    sent.belongs(&visit)?;
    let form = sent.once()?;
    let desk = desk(sent.text("desk"));
    let typed = Typed::sent(&sent);
    // Sent twice, the record may be gone by the second time: then only the ledger knows the answer.
    let known = page(&room, &visit, report, desk).await;
    let now = known.as_ref().map(|(_, event)| Typed::of(event)).unwrap_or_default();
    // Pages do not hold all that names may: what was typed is compared with what was shown.
    let was: Option<Typed> = sent.text("was").and_then(|was| serde_json::from_str(was).ok());
    let wish = match sent.text("do") {
        Some("reject") => Wish { reject: true, ..Wish::default() },
        Some("split") => Wish { split: true, ..Wish::default() },
        Some("merge") => {
            Wish { merge_with: Some(uid(&typed.merge_with).to_owned()), ..Wish::default() }
        }
        _ => typed.differs(was.as_ref().unwrap_or(&now)),
    };
    let wish = Wish {
        report: Some(report),
        all: typed.all && !wish.split,
        version: sent.text("version").map(str::to_owned),
        who,
        why: typed.why.clone(),
        ..wish
    };
    let reader = Arc::clone(&room.reader);
    let done = room.write(true, move |l| l.put_right(&wish, reader.as_ref(), Some(&form))).await;
    match (done, known) {
        (Ok(made), known) => {
            let n = made.answer.first().copied().unwrap_or_default();
            let to = match (desk, known) {
                ("", Ok((page, _))) => page.paper.replacen('#', &format!("?done={n}#"), 1),
                ("", Err(_)) => "/sources".to_owned(),
                (order, _) => format!("/desk?order={order}&from={report}&done={n}#queue"),
            };
            Ok(Redirect::to(&to).into_response())
        }
        (Err(problem), Ok((page, _))) if comes_back(problem.status) => {
            let wrong = problem.field.map_or("", |f| f.0);
            let status = problem.status;
            // A form about a changed record is from now on about it as it is now.
            let kept = if status == StatusCode::CONFLICT {
                let (page, event) = self::page(&room, &visit, report, desk).await?;
                let typed = match was {
                    Some(was) => typed.over(&was, &Typed::of(&event)),
                    None => typed,
                };
                Page { typed, ..page }
            } else {
                let (version, once) = (sent.typed("version"), sent.typed("once"));
                Page { typed, version, once, was: sent.typed("was"), ..page }
            };
            let kept = Page { complaint: problem.detail, wrong, ..kept };
            render_with(status, &kept)
        }
        (Err(problem), _) => Err(problem),
    }
}

/// Whether a problem is shown in the form.
pub fn comes_back(status: StatusCode) -> bool {
    matches!(
        status,
        StatusCode::CONFLICT | StatusCode::UNPROCESSABLE_ENTITY | StatusCode::SERVICE_UNAVAILABLE
    )
}

/// An act's id, or the one in an address of its page.
fn uid(given: &str) -> &str {
    let given = given.trim();
    let Some((_, id)) = given.rsplit_once("/act/") else { return given };
    id.split(['?', '#']).next().unwrap_or(id)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(actor: &str, mode: &str, date: &str) -> Typed {
        Typed {
            event: "CONSULT".into(),
            actor: actor.into(),
            mode: mode.into(),
            date: date.into(),
            aux: "none".into(),
            weight: "core".into(),
            ..Typed::default()
        }
    }

    #[test]
    fn only_what_differs_is_wished() {
        let now = typed("Poland\nFinland", "phone", "2024-06-11");
        let same = Typed { actor: " Poland \n\nFinland\n".into(), ..now.clone() };
        assert_eq!(same.differs(&now), Wish::default());
        let mine = typed("Poland", "", "").differs(&now);
        assert_eq!(mine.actor, ["Poland"]);
        assert_eq!((mine.event.as_deref(), mine.mode.as_deref()), (Some("CONSULT"), Some("none")));
        assert_eq!((mine.date.as_deref(), mine.aux), (Some("none"), None));
        assert_eq!(typed("", "phone", "2024-06-11").differs(&now).actor, ["none"]);
    }

    #[test]
    fn what_another_put_right_is_not_taken_back() {
        let was = typed("Poland\nFinland", "phone", "2024-06-11");
        let now = typed("Poland\nNorway", "", "2024-06-11");
        let mine = Typed {
            why: "a day later".into(),
            ..typed("Poland\nFinland\n", "phone", "2024-06-12")
        };
        let over = mine.over(&was, &now);
        assert_eq!((over.actor.as_str(), over.mode.as_str()), ("Poland\nNorway", ""));
        assert_eq!((over.date.as_str(), over.why.as_str()), ("2024-06-12", "a day later"));
        assert!(over.differs(&now).actor.is_empty(), "only the day is wished");
    }

    #[test]
    fn an_act_may_be_named_by_its_address() {
        assert_eq!(uid(" 00ff "), "00ff");
        assert_eq!(uid("http://127.0.0.1:8080/act/00ff"), "00ff");
        assert_eq!(uid("https://example.org/act/00ff?hl=pl#main"), "00ff");
    }
}
