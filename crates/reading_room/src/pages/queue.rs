//! The queue of the desk: one record after the other, judged by keys or forms.
//!
//! **In:** who checks, the order, and the record looked at last. **Out:** the next record with its
//! sentence and coded parts, and three forms: right, wrong (and in what), unsure.

use super::form::{Sent, Writer, writer};
use super::paper::{Entry, entries};
use super::quoted::{Quoted, quoted};
use super::shell::{Shell, Visit};
use super::view::part;
use super::{Shown, asked};
use crate::api::Named;
use crate::guard::fresh;
use crate::hide::unit_name;
use crate::params::{Kind, Param, Params};
use crate::problem::Problem;
use crate::room::Room;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::Uri;
use axum::response::{IntoResponse, Redirect};
use ledger::LedgerError;
use ledger::check::{Check, CheckFilter, CheckRow, Order, Queue, ReportPage};
use record::Coded;

/// Acts up to this confidence are worth checking first.
pub const DOUBTFUL: f32 = 0.6;

/// Verdicts of the checker that are listed.
const LISTED: u32 = 8;

const NUMBER: Kind = Kind::Whole(1, 2_147_483_647, 0);
static ORDER: Param =
    Param { name: "order", kind: Kind::OneOf(&["lowest", "second", "sample"]), doc: "Order" };
static AT: Param = Param { name: "at", kind: NUMBER, doc: "A record" };
static FROM: Param = Param { name: "from", kind: NUMBER, doc: "The record looked at last" };
static WAY: Param = Param { name: "way", kind: Kind::OneOf(&["next", "back"]), doc: "Direction" };
static KEPT: Param = Param { name: "kept", kind: NUMBER, doc: "The record just judged" };
static DONE: Param = Param { name: "done", kind: NUMBER, doc: "The correction just made" };
static ASKED: &[&Param] = &[&ORDER, &AT, &FROM, &WAY, &KEPT, &DONE];

/// The queue as the page shows it.
pub struct Shown_ {
    /// `lowest`, `second`, `sample`.
    pub order: &'static str,
    /// The record; none at the end of the queue.
    pub item: Option<Item>,
    /// What was just done, in words.
    pub message: String,
    /// The record that was just judged, for another look.
    pub again: Option<i64>,
    /// The checker's latest verdicts.
    pub mine: Vec<Mine>,
    /// Records judged by this checker, and doubtful ones left.
    pub done: u64,
    pub left: u64,
    /// Whether the record that was asked for is gone.
    pub gone: bool,
}

/// A record to be judged.
pub struct Item {
    pub report: i64,
    pub version: String,
    pub lang: String,
    pub title: String,
    pub source: String,
    pub published: String,
    pub paper: String,
    pub quoted: Quoted,
    pub entry: Entry,
    pub others: u32,
    /// What the checker said of it before.
    pub before: Option<Mine>,
    /// What the checker said of it when it said something else.
    pub stale: bool,
}

/// A verdict of the checker.
pub struct Mine {
    pub report: Option<i64>,
    pub event: String,
    pub words: String,
    pub verdict: String,
    pub slots: Vec<String>,
    pub slot_codes: Vec<String>,
    pub note: String,
    pub at: String,
}

impl Mine {
    /// Whether a part was found wrong.
    pub fn has(&self, slot: &str) -> bool {
        self.slot_codes.iter().any(|s| s == slot)
    }

    fn of(row: CheckRow, s: &Shell) -> Self {
        let text = |pointer: &str| row.event.pointer(pointer).and_then(|v| v.as_str());
        Self {
            report: row.report,
            event: s.event(text("/event").unwrap_or("")).into_owned(),
            words: text("/trigger/text").unwrap_or("").replace(['\n', '\r', '\t'], " "),
            verdict: s.t(&format!("verdict.{}", row.verdict)).into_owned(),
            slots: row.slots.iter().map(|x| s.slot(x)).collect(),
            slot_codes: row.slots,
            note: row.note,
            at: row.at,
        }
    }
}

fn order_of(asked: &Params) -> (&'static str, Order) {
    match asked.text("order") {
        Some("second") => ("second", Order::Second),
        Some("sample") => ("sample", Order::Sample),
        _ => ("lowest", Order::Lowest),
    }
}

/// The queue of whoever visits; `None` for those who may not write.
pub async fn queue(
    room: &Room,
    visit: &Visit,
    s: &Shell,
    uri: &Uri,
) -> Result<Option<Shown_>, Problem> {
    if !visit.write || visit.who().is_empty() {
        return Ok(None);
    }
    let asked = asked(uri, ASKED)?;
    let (order, by) = order_of(&asked);
    let number = |name: &str| asked.text(name).and_then(|n| n.parse::<i64>().ok());
    let (at, from, kept, corrected) =
        (number("at"), number("from"), number("kept"), number("done"));
    let back = asked.text("way") == Some("back");
    let chance = u64::from_str_radix(fresh().get(..16).unwrap_or("0"), 16).unwrap_or(0);
    let me = visit.who().to_owned();
    let wish = Queue { who: me.clone(), order: by, most: DOUBTFUL, chance };
    let answer = room
        .ask(move |l| {
            let report = match at {
                Some(report) => Some(report),
                None => l.queued(&wish, from, back)?.map(|q| q.report),
            };
            let page = match report.map(|r| l.report(r)).transpose() {
                Err(LedgerError::Absent(_)) => None,
                page => page?,
            };
            let text = match &page {
                Some(p) => l.paper(p.report.document)?.text,
                None => String::new(),
            };
            let of = |report| CheckFilter {
                who: Some(wish.who.clone()),
                report,
                ..CheckFilter::default()
            };
            let last = kept.map(|r| l.checks(&of(Some(r)), None, 1)).transpose()?;
            let mine = l.checks(&of(None), None, LISTED)?;
            Ok((report, page, text, last, mine, l.queue_counts(&wish)?))
        })
        .await?;
    let (report, page, text, last, mine, (done, left)) = answer;
    let last = last.and_then(|l| l.into_iter().next());
    let message = match (&last, corrected) {
        (Some(row), _) => {
            let verdict = s.t(&format!("verdict.{}", row.verdict));
            let slots: Vec<String> = row.slots.iter().map(|x| s.slot(x)).collect();
            let slots =
                if slots.is_empty() { String::new() } else { format!(" ({})", slots.join(", ")) };
            s.tn("queue.kept", &format!("{verdict}{slots}"))
        }
        (None, Some(n)) => s.tn("correct.done", &n),
        _ => String::new(),
    };
    Ok(Some(Shown_ {
        order,
        gone: report.is_some() && page.is_none(),
        item: page.map(|p| item(p, &text, &me, s)),
        message,
        again: last.and(kept),
        mine: mine.into_iter().map(|m| Mine::of(m, s)).collect(),
        done,
        left,
    }))
}

fn item(page: ReportPage, text: &str, me: &str, s: &Shell) -> Item {
    let quoted = quoted(text, &page.event);
    let title = page.report.title.clone().filter(|t| !t.trim().is_empty());
    let current = |c: &&CheckRow| c.who == me && c.report == Some(page.report.report);
    let before = page.checks.iter().find(current).cloned();
    let stale =
        before.is_none() && page.checks.iter().any(|c| c.who == me && c.standing == "stale");
    let coded = Coded { events: vec![page.event], ..Coded::default() };
    let mut entry = entries(&coded, &[page.act], &[], s);
    Item {
        report: page.report.report,
        version: page.version,
        lang: page.report.lang,
        title: title.unwrap_or(page.report.document_name),
        source: unit_name(&page.report.source),
        published: page.report.published.unwrap_or_default(),
        paper: format!("/paper/{}#{}", page.report.document, part(&page.report.event)),
        quoted,
        entry: entry.remove(0),
        others: page.n_reports.saturating_sub(1),
        before: before.map(|b| Mine::of(b, s)),
        stale,
    }
}

/// `POST /check/{report}`: a verdict from one of the forms; goes on to the next record.
pub async fn check(State(room): State<Room>, visit: Visit, name: Named, body: Bytes) -> Shown {
    let report = name.number("report")?;
    let who = match writer(&room, &visit, "/desk")? {
        Writer::Named(who) => who,
        Writer::Door(door) => return Ok(door),
    };
    let sent = Sent::parse(&body);
    sent.belongs(&visit)?;
    let check = Check {
        report,
        verdict: sent.typed("verdict"),
        slots: sent.all("slot"),
        note: sent.typed("note"),
        who,
        version: sent.text("version").map(str::to_owned),
    };
    // Sent twice, it is the same verdict, which the ledger keeps once.
    room.write(false, move |l| l.check(&check, None)).await?;
    let order = ["second", "sample"].into_iter().find(|o| sent.text("order") == Some(o));
    let order = order.unwrap_or("lowest");
    Ok(Redirect::to(&format!("/desk?order={order}&from={report}&kept={report}#queue"))
        .into_response())
}
