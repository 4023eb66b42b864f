//! A paper as the writers see it: checked against its text, its acts chosen, its words left out
//! where they must be.

use crate::{Acts, Manifest, OutputError, Paper, Told, ids, strip};
use record::{Cited, Event, MentionRecord, Record};
use std::{borrow::Cow, collections::HashMap};

/// A paper on its way into a file.
pub(crate) struct View<'a> {
    /// Its record, without words if they are left out.
    pub record: Cow<'a, Record>,
    /// Its text, if it is there and may be given away.
    pub text: Option<&'a str>,
    /// Who published it: as given, else the host of its address.
    pub source: Option<&'a str>,
    /// What the ledger knows of each event of the record.
    pub told: &'a [Told],
    /// Indices of the events that are given away, and how often the paper tells each.
    chosen: Vec<(usize, u32)>,
    /// What a line number or a mask needs of a text even if it is not given away.
    layout: Option<&'a str>,
    /// The byte at which each code point of the text begins, and its end.
    starts: Vec<usize>,
}

/// An act on its way into a file.
#[derive(Clone, Copy)]
pub(crate) struct Act<'v> {
    pub event: &'v Event,
    pub told: Option<&'v Told>,
    /// How often its paper tells it.
    pub tellings: u32,
}

impl Act<'_> {
    /// Its stable id.
    pub fn id(&self, view: &View<'_>) -> String {
        ids::act(&view.record, self.event, self.told)
    }

    /// Reports, papers and sources that tell it: the ledger's count, else this paper's.
    pub fn counts(&self) -> (u32, u32, u32) {
        match self.told {
            Some(told) => (told.n_reports, told.n_documents, told.n_sources),
            None => (self.tellings, 1, 1),
        }
    }
}

impl<'a> View<'a> {
    /// Checks a paper and chooses its acts; what stays out is counted in the manifest.
    pub fn new(
        paper: &Paper<'a>,
        acts: Acts,
        anonymous: bool,
        manifest: &mut Manifest,
    ) -> Result<Self, OutputError> {
        let record = paper.record;
        let events = record.coded.events.len();
        if !paper.told.is_empty() && paper.told.len() != events {
            let (document, told) = (record.id.clone(), paper.told.len());
            return Err(OutputError::Told { document, events, told });
        }
        let starts = match paper.text {
            Some(text) => text.char_indices().map(|c| c.0).chain([text.len()]).collect(),
            None => Vec::new(),
        };
        check(record, paper.text, &starts)?;
        manifest.documents += 1;
        manifest.events += events as u64;
        let chosen = choose(record, paper.told, acts, manifest);
        let host = record.url.as_deref().and_then(host);
        Ok(Self {
            record: if anonymous {
                Cow::Owned(strip::strip(record))
            } else {
                Cow::Borrowed(record)
            },
            text: paper.text.filter(|_| !anonymous),
            source: paper.source.or(host),
            told: paper.told,
            chosen,
            layout: paper.text,
            starts,
        })
    }

    /// The acts that are given away, in the record's order.
    pub fn acts(&self) -> impl Iterator<Item = Act<'_>> {
        self.chosen.iter().map(|&(n, tellings)| Act {
            event: &self.record.coded.events[n],
            told: self.told.get(n),
            tellings,
        })
    }

    /// The stable id of the first telling of an event that repeats others of its paper; `None` if it
    /// repeats none.
    pub fn first_telling(&self, event: &Event) -> Option<String> {
        let events = &self.record.coded.events;
        let mut first = None;
        let mut next = event.same_as.as_deref();
        // As many steps as there are events: a circle of repeats ends too.
        for _ in 0..events.len() {
            let Some(n) = next.and_then(|id| events.iter().position(|e| e.id == id)) else { break };
            first = Some(n);
            next = events[n].same_as.as_deref();
        }
        first.map(|n| ids::act(&self.record, &events[n], self.told.get(n)))
    }

    /// The text, or marks in place of its letters: what an annotation tool needs under the offsets.
    pub fn text_or_mask(&self) -> Cow<'a, str> {
        if let Some(text) = self.text {
            return Cow::Borrowed(text);
        }
        let mask = |c| if c == '\n' { '\n' } else { 'x' };
        Cow::Owned(match self.layout {
            Some(text) => text.chars().map(mask).collect(),
            None => {
                "x".repeat(citations(&self.record).map(|c| c.1.end).max().unwrap_or(0) as usize)
            }
        })
    }

    /// Code points of the text, if it was there.
    pub fn length(&self) -> Option<usize> {
        self.layout.map(|_| self.starts.len() - 1)
    }

    /// First code point of each sentence, for [`sentence_number`]; empty if the text is not there or
    /// of a language whose sentences are not known.
    pub fn sentence_starts(&self) -> Vec<u32> {
        let Some(text) = self.layout else { return Vec::new() };
        let Some(lang) = text::Lang::from_code(&self.record.lang) else { return Vec::new() };
        let points = text::CodePoints::new(text);
        text::segment(text, 0, lang).iter().map(|s| points.at(s.span.start)).collect()
    }

    /// The words of a span of code points, if the text is given away.
    pub fn words(&self, start: u32, end: u32) -> Option<String> {
        let byte = |at: u32| self.starts.get(at as usize).or(self.starts.last()).copied();
        self.text?.get(byte(start)?..byte(end)?).map(str::to_owned)
    }
}

/// The number of an event's sentence in the paper, from 1.
pub(crate) fn sentence_number(starts: &[u32], event: &Event) -> Option<usize> {
    match starts.partition_point(|s| *s <= event.sentence[0]) {
        0 => None,
        n => Some(n),
    }
}

/// Which events are given away. A repeat goes with the first telling that is, whether the record
/// or the ledger says that the two are one act.
fn choose(
    record: &Record,
    told: &[Told],
    acts: Acts,
    manifest: &mut Manifest,
) -> Vec<(usize, u32)> {
    let mut chosen: Vec<(usize, u32)> = Vec::new();
    let mut place: HashMap<&str, usize> = HashMap::new();
    let mut known: HashMap<&str, usize> = HashMap::new();
    for (n, event) in record.coded.events.iter().enumerate() {
        if let Some(reason) = acts.refuses(&event.aux, &event.weight) {
            manifest.leave_out(reason);
            continue;
        }
        let act = told.get(n).map(|t| t.act.as_str());
        let repeated = event.same_as.as_deref().and_then(|id| place.get(id));
        let first = repeated.or_else(|| known.get(act?)).copied();
        match first {
            Some(at) if !acts.repeats => {
                chosen[at].1 += 1;
                place.insert(&event.id, at);
                manifest.leave_out("told again");
            }
            _ => {
                place.insert(&event.id, chosen.len());
                if let Some(act) = act {
                    known.entry(act).or_insert(chosen.len());
                }
                chosen.push((n, 1));
            }
        }
    }
    chosen
}

/// Every citation of a record with the event or statement it belongs to.
fn citations(record: &Record) -> impl Iterator<Item = (&str, &Cited)> {
    let coded = &record.coded;
    fn words(m: &MentionRecord) -> &Cited {
        &m.cited
    }
    let events = coded.events.iter().flat_map(|e| {
        let mentions = e.actors.iter().chain(&e.recipients).chain(&e.said_by).map(words);
        let place = e.place.iter().map(|p| &p.cited);
        let all = std::iter::once(&e.trigger).chain(mentions).chain(place);
        all.map(move |c| (e.id.as_str(), c))
    });
    let statements = coded.statements.iter().flat_map(|s| {
        let mentions = s.speaker.iter().chain(&s.addressees).map(words);
        let all = std::iter::once(&s.content).chain(&s.cue).chain(mentions);
        all.map(move |c| (s.id.as_str(), c))
    });
    let relations = coded.relations.iter().map(|r| ("a relation", &r.evidence));
    let occasions = coded.occasions.iter().map(|o| ("an occasion", &o.evidence));
    events.chain(statements).chain(relations).chain(occasions)
}

/// The longest text that a record without its text may point into: far beyond any paper, and short
/// enough that a mask of it can be made.
const LONGEST: u32 = 1 << 26;

/// Whether every citation stands in the text where the record says; without the text, whether it
/// could.
fn check(record: &Record, text: Option<&str>, starts: &[usize]) -> Result<(), OutputError> {
    let fault = |what: &str, start, end, cited: &str| OutputError::Citation {
        document: record.id.clone(),
        what: what.into(),
        start,
        end,
        cited: cited.into(),
    };
    let slice =
        |start: u32, end: u32| text?.get(*starts.get(start as usize)?..*starts.get(end as usize)?);
    for (what, cited) in citations(record) {
        let (start, end) = (cited.start, cited.end);
        let fits = match text {
            Some(_) => slice(start, end) == Some(cited.text.as_str()),
            None => start <= end && end <= LONGEST,
        };
        if !fits {
            return Err(fault(what, start, end, &cited.text));
        }
    }
    for event in &record.coded.events {
        let [start, end] = event.sentence;
        let fits = match text {
            Some(_) => slice(start, end).is_some(),
            None => start <= end && end <= LONGEST,
        };
        if !fits {
            return Err(fault(&event.id, start, end, "(its sentence)"));
        }
    }
    Ok(())
}

/// The host of an address, without `www.`.
fn host(url: &str) -> Option<&str> {
    let rest = url.split_once("://")?.1;
    let host = rest.split(['/', '?', '#', ':']).next()?.rsplit('@').next()?;
    Some(host.strip_prefix("www.").unwrap_or(host)).filter(|h| !h.is_empty())
}

#[cfg(test)]
mod tests {
    use super::host;

    #[test]
    fn hosts_are_cut_out() {
        assert_eq!(host("https://www.example.org/a?b"), Some("example.org"));
        assert_eq!(host("http://news.example:8080/x"), Some("news.example"));
        assert_eq!(host("example.org"), None);
        assert_eq!(host("https:///x"), None);
    }
}
