//! What may be said of a pledge, never more than the links say.
//!
//! **In:** the links of a pledge, the time it names, and the day up to which the ledger reads.
//! **Out:** a [`Status`].

use super::link::{Link, LinkKind};
use crate::merge::Window;
use crate::merge::time::number;
use jiff::civil::Date;

/// A link counts if it is at least so sure.
pub const FIRM: f32 = 0.6;

/// What is known of a pledge.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// It was made; nothing later bears on it.
    Promised,
    /// It was made again, and nothing else is known.
    Repeated,
    /// A later act does what was undertaken, and none after it takes it back.
    CarriedOut,
    /// A later act takes it back, and none after it carries it out.
    Withdrawn,
    /// It cannot be said: the named time is past and nothing is known, or the acts contradict each
    /// other.
    Open,
}

impl Status {
    /// The word for readers.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Promised => "promised",
            Self::Repeated => "repeated",
            Self::CarriedOut => "carried out",
            Self::Withdrawn => "withdrawn",
            Self::Open => "open",
        }
    }
}

/// The status of a pledge as of a day. Links later than the day, and links that are not firm, do
/// not count.
#[must_use]
pub fn status(links: &[Link], due: Option<Window>, as_of: Date) -> Status {
    let firm = || links.iter().filter(|l| l.score >= FIRM && l.day.from <= as_of);
    let last = |kind: LinkKind| firm().filter(|l| l.kind == kind).map(|l| number(l.day.to)).max();
    let (done, gone) = (last(LinkKind::CarriedOut), last(LinkKind::Withdrawn));
    let against = last(LinkKind::Contradicted);
    match (done, gone) {
        (Some(done), Some(gone)) if done == gone => Status::Open,
        (Some(done), gone) if gone.is_none_or(|g| g < done) => match against {
            Some(against) if against >= done => Status::Open,
            _ => Status::CarriedOut,
        },
        // made again behind the withdrawal: which of them stands is not known
        (_, Some(gone)) if last(LinkKind::Repeated).is_some_and(|r| r >= gone) => Status::Open,
        (_, Some(_)) => Status::Withdrawn,
        _ if against.is_some() => Status::Open,
        _ if due.is_some_and(|d| d.to < as_of) => Status::Open,
        _ if last(LinkKind::Repeated).is_some() => Status::Repeated,
        _ => Status::Promised,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::merge::sample::deed;

    fn link(kind: LinkKind, score: f32, day: &str) -> Link {
        let day = deed("AID", 1, day, "", "").day.expect("a day");
        Link { kind, score, day, reasons: Vec::new() }
    }

    #[test]
    fn no_more_than_the_links_say() {
        use LinkKind::*;
        let as_of: Date = "2025-06-30".parse().expect("a day");
        let say = |links: &[Link]| status(links, None, as_of).name();
        assert_eq!(say(&[]), "promised");
        assert_eq!(say(&[link(Repeated, 0.8, "2025-02-01")]), "repeated");
        assert_eq!(say(&[link(CarriedOut, 0.5, "2025-02-01")]), "promised", "a guess is no deed");
        assert_eq!(say(&[link(CarriedOut, 0.8, "2025-07-01")]), "promised", "not yet");
        let done = link(CarriedOut, 0.8, "2025-03-01");
        assert_eq!(say(&[link(Repeated, 0.8, "2025-04-01"), done.clone()]), "carried out");
        assert_eq!(say(&[done.clone(), link(Withdrawn, 0.8, "2025-04-01")]), "withdrawn");
        assert_eq!(say(&[done.clone(), link(Withdrawn, 0.8, "2025-02-01")]), "carried out");
        assert_eq!(say(&[done.clone(), link(Withdrawn, 0.8, "2025-03-01")]), "open");
        assert_eq!(say(&[done, link(Contradicted, 0.8, "2025-04-01")]), "open");
        assert_eq!(say(&[link(Contradicted, 0.8, "2025-04-01")]), "open");
        let back = [link(Withdrawn, 0.8, "2025-04-01"), link(Repeated, 0.8, "2025-05-01")];
        assert_eq!(say(&back), "open");
    }

    #[test]
    fn a_time_that_is_past_leaves_it_open() {
        let due = deed("AGREE", 1, "2025-05", "", "").day;
        assert_eq!(status(&[], due, "2025-05-20".parse().expect("a day")), Status::Promised);
        assert_eq!(status(&[], due, "2025-06-20".parse().expect("a day")), Status::Open);
    }
}
