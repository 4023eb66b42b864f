//! `chancery cases [FILTER]`: the frames' example sentences as test cases.
//!
//! Every line of a frame file carries a sentence and the record that must come of it. A case passes
//! if one of the sentence's records has the expected type, mode and parties (all participants of a
//! reciprocal act may stand on either side), or if `none` is expected and none comes. Further
//! records are counted but do no harm: an example's words may well carry a second act.

use crate::cli::{Cases, LookupFormat};
use crate::codebook::Codebook;
use crate::packs::{Engines, Packs};
use crate::pipeline;
use anyhow::{Result, bail};
use events::frames::{Evokes, Expected, Frame};
use events::record::{Event, MentionRecord};
use rayon::prelude::*;
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;
use std::process::ExitCode;
use text::{Document, Lang};

/// One example that was run.
struct Case<'a> {
    frame: &'a Frame,
    lang: Lang,
    sentence: &'a str,
    expected: &'a Expected,
    got: Vec<Event>,
    /// Why it failed; `None` if it passed.
    fault: Option<Fault>,
}

/// How far the nearest record is from the expected one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Fault {
    Unwanted,
    Nothing,
    Type,
    Mode,
    Swapped,
    Actor,
    Recipient,
    Both,
}

impl Fault {
    fn name(self) -> &'static str {
        match self {
            Fault::Unwanted => "a record where none is expected",
            Fault::Nothing => "no record",
            Fault::Type => "another type",
            Fault::Mode => "another mode",
            Fault::Swapped => "actor and recipient swapped",
            Fault::Actor => "another actor",
            Fault::Recipient => "another recipient",
            Fault::Both => "another actor and recipient",
        }
    }
}

/// Runs the cases. Exit code 1 if any failed.
pub fn run(packs: Packs, codebook: &Codebook, args: &Cases) -> Result<ExitCode> {
    let engines = Engines::open(packs, codebook)?;
    let langs: Vec<Lang> = match args.lang {
        Some(lang) => vec![lang.lang()],
        None => vec![Lang::Pl, Lang::En],
    };
    let chosen: Vec<(&Frame, Lang)> = langs
        .into_iter()
        .flat_map(|l| engines.coder.language(l).frames.frames().iter().map(move |f| (f, l)))
        .filter(|(f, _)| args.filter.as_deref().is_none_or(|wish| named(f, wish)))
        .filter(|(f, _)| f.example.is_some())
        .collect();
    if chosen.is_empty() {
        bail!(
            "no case is named {:?}: give a part of a file name, a type, an operator or a head lemma",
            args.filter.as_deref().unwrap_or_default()
        );
    }
    let cases: Vec<Case> =
        chosen.par_iter().map(|&(f, l)| one(&engines, f, l)).collect::<Result<_>>()?;
    let mut out = std::io::stdout().lock();
    for case in cases.iter().filter(|c| c.fault.is_some() || !args.failed) {
        match args.format {
            LookupFormat::Text => out.write_all(page(case).as_bytes())?,
            LookupFormat::Jsonl => writeln!(out, "{}", line(case))?,
        }
    }
    if args.format == LookupFormat::Text {
        summary(&cases, &mut out)?;
    }
    let failed = cases.iter().any(|c| c.fault.is_some());
    Ok(if failed { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

/// Whether a wish names a frame.
fn named(frame: &Frame, wish: &str) -> bool {
    let evoked = match &frame.evokes {
        Evokes::Act { event, .. } => event,
        Evokes::Operator(name) => name,
    };
    evoked == wish || frame.source.contains(wish) || frame.heads.iter().any(|h| h == wish)
}

fn one<'a>(engines: &Engines, frame: &'a Frame, lang: Lang) -> Result<Case<'a>> {
    let Some((sentence, expected)) = &frame.example else {
        bail!("{}: no example", frame.source);
    };
    let document = Document {
        id: frame.source.to_string(),
        lang,
        published: None,
        title: None,
        author: None,
        url: None,
        text: sentence.clone(),
    };
    let got = pipeline::events(engines, &document)?;
    let fault = fault(expected, &got);
    Ok(Case { frame, lang, sentence, expected, got, fault })
}

fn fault(expected: &Expected, got: &[Event]) -> Option<Fault> {
    let Expected::Record { event, mode, actors, recipients } = expected else {
        return (!got.is_empty()).then_some(Fault::Unwanted);
    };
    let set = |codes: &[_]| codes.iter().map(ToString::to_string).collect::<BTreeSet<String>>();
    let (actors, recipients) = (set(actors), set(recipients));
    let distance = |e: &Event| {
        let (a, r) = (codes(&e.actors), codes(&e.recipients));
        if e.event != *event {
            return Some(Fault::Type);
        }
        if e.mode != *mode {
            return Some(Fault::Mode);
        }
        let reciprocal = matches!(event.as_str(), "AGREE" | "CONSULT" | "COOPERATE");
        let one_side = [&a, &r, &actors, &recipients].iter().any(|s| s.is_empty());
        if reciprocal && one_side && a.union(&r).eq(actors.union(&recipients)) {
            return None;
        }
        match (a == actors, r == recipients) {
            (true, true) => None,
            (true, false) => Some(Fault::Recipient),
            (false, true) => Some(Fault::Actor),
            (false, false) if a == recipients && r == actors => {
                if reciprocal {
                    None
                } else {
                    Some(Fault::Swapped)
                }
            }
            (false, false) => Some(Fault::Both),
        }
    };
    if got.is_empty() {
        return Some(Fault::Nothing);
    }
    let faults: Vec<Option<Fault>> = got.iter().map(distance).collect();
    if faults.contains(&None) { None } else { faults.into_iter().flatten().max() }
}

/// Parties without a code do not count, as in the scorers.
fn codes(parties: &[MentionRecord]) -> BTreeSet<String> {
    parties.iter().filter_map(|p| p.code.as_deref()).map(str::to_owned).collect()
}

/// A record in the words of the frame files.
fn record(e: &Event) -> String {
    let side = |parties: &[MentionRecord]| {
        let codes: BTreeSet<&str> =
            parties.iter().map(|p| p.code.as_deref().unwrap_or("?")).collect();
        let codes: Vec<&str> = codes.into_iter().collect();
        if codes.is_empty() { "-".into() } else { codes.join("+") }
    };
    let mode = e.mode.as_deref().unwrap_or("-");
    format!("{} {mode} {} > {}", e.event, side(&e.actors), side(&e.recipients))
}

fn page(case: &Case) -> String {
    let Case { frame, sentence, expected, got, fault, .. } = case;
    let Some(fault) = fault else {
        return format!("pass  {}  {sentence}\n", frame.source);
    };
    let mut out = format!("FAIL  {}  {sentence}\n", frame.source);
    out += &format!("      expected  {expected}  ({})\n", fault.name());
    if got.is_empty() {
        out += "      got       none\n";
    }
    for e in got {
        out += &format!("      got       {}  ({})\n", record(e), e.why.join("; "));
    }
    out
}

fn line(case: &Case) -> serde_json::Value {
    json!({
        "name": case.frame.source, "lang": case.lang.code(), "sentence": case.sentence,
        "expected": case.expected.to_string(), "passed": case.fault.is_none(),
        "fault": case.fault.map(Fault::name),
        "got": case.got.iter().map(record).collect::<Vec<_>>(),
        "why": case.got.iter().map(|e| &e.why).collect::<Vec<_>>(),
    })
}

/// Passed of all by language, then what fails by reason, the most frequent first.
fn summary(cases: &[Case], out: &mut impl Write) -> Result<()> {
    for lang in [Lang::Pl, Lang::En] {
        let all: Vec<&Case> = cases.iter().filter(|c| c.lang == lang).collect();
        if all.is_empty() {
            continue;
        }
        let passed: Vec<&&Case> = all.iter().filter(|c| c.fault.is_none()).collect();
        let more = passed.iter().filter(|c| c.got.len() > 1).count();
        let share = 100.0 * passed.len() as f64 / all.len() as f64;
        writeln!(
            out,
            "{}: {} of {} cases pass ({share:.1}%), {more} of them with further records",
            lang.code(),
            passed.len(),
            all.len()
        )?;
        let mut reasons: BTreeMap<Fault, usize> = BTreeMap::new();
        for fault in all.iter().filter_map(|c| c.fault) {
            *reasons.entry(fault).or_default() += 1;
        }
        let mut reasons: Vec<_> = reasons.into_iter().collect();
        reasons.sort_by_key(|(_, n)| std::cmp::Reverse(*n));
        for (fault, n) in reasons {
            writeln!(out, "  {n:4}  {}", fault.name())?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn event(kind: &str, actors: &[&str], recipients: &[&str]) -> Event {
        let cited = |text: &str| events::record::Cited { text: text.into(), start: 0, end: 0 };
        let party = |code: &&str| MentionRecord {
            cited: cited(code),
            name: (*code).into(),
            entity: None,
            code: Some((*code).into()),
            sector: None,
            implied: false,
        };
        Event {
            id: "e1".into(),
            sentence: [0, 1],
            event: kind.into(),
            mode: None,
            contexts: Vec::new(),
            aux: "none".into(),
            weight: "core".into(),
            cameo: "".into(),
            quad: 1,
            score: 0.0,
            trigger: cited("x"),
            actors: actors.iter().map(party).collect(),
            recipients: recipients.iter().map(party).collect(),
            said_by: None,
            statement: None,
            areas: Vec::new(),
            frameworks: Vec::new(),
            date: None,
            place: None,
            same_as: None,
            confidence: 1.0,
            why: Vec::new(),
        }
    }

    fn judged(expected: &str, got: &[Event]) -> Option<Fault> {
        fault(&Expected::parse(expected).unwrap(), got)
    }

    #[test]
    fn the_nearest_record_gives_the_reason() {
        let aid = "AID - POL > UKR";
        assert_eq!(judged(aid, &[]), Some(Fault::Nothing));
        assert_eq!(judged(aid, &[event("AID", &["UKR"], &["POL"])]), Some(Fault::Swapped));
        let two = [event("AGREE", &["POL"], &[]), event("AID", &["POL"], &[])];
        assert_eq!(judged(aid, &two), Some(Fault::Recipient));
        let right = [event("AGREE", &["POL"], &[]), event("AID", &["POL"], &["UKR"])];
        assert_eq!(judged(aid, &right), None);
        assert_eq!(judged("none", &right), Some(Fault::Unwanted));
    }

    #[test]
    fn participants_of_a_talk_may_stand_on_either_side() {
        let talk = "CONSULT - POL+UKR > -";
        assert_eq!(judged(talk, &[event("CONSULT", &["UKR"], &["POL"])]), None);
        assert_eq!(judged(talk, &[event("CONSULT", &["UKR"], &[])]), Some(Fault::Actor));
        assert_eq!(
            judged("AID - POL+UKR > -", &[event("AID", &["UKR"], &["POL"])]),
            Some(Fault::Both)
        );
    }
}
