//! A record's sentence with its words marked, and what stands around it.

use super::marked::{Marked, marked};
use record::{Coded, Event};

/// Code points around a sentence that are shown: who "he" is stands before.
const AROUND: usize = 300;

/// A sentence in its place.
pub struct Quoted {
    pub before: Marked,
    pub sentence: Marked,
    pub after: Marked,
    /// Whether a line ends before the sentence, and after it.
    pub breaks: [bool; 2],
}

/// Quotes the sentence of an event from its paper.
pub fn quoted(text: &str, event: &Event) -> Quoted {
    let points: Vec<char> = text.chars().collect();
    let [from, to] = event.sentence.map(|p| (p as usize).min(points.len()));
    let (from, to) = (from.min(to), to);
    let start = words(&points, from.saturating_sub(AROUND), from);
    let end = points.len().min(to + AROUND);
    let line = |part: &[char]| part.iter().take_while(|c| c.is_whitespace()).any(|c| *c == '\n');
    let ending: Vec<char> = points[start..from].iter().rev().copied().collect();
    Quoted {
        breaks: [line(&ending), line(&points[to..end])],
        before: part(&points, event, start, from),
        sentence: part(&points, event, from, to),
        after: part(&points, event, to, end),
    }
}

/// The first word's begin at or after `from`, so that no half word is shown.
fn words(points: &[char], from: usize, to: usize) -> usize {
    if from == 0 {
        return 0;
    }
    points[from..to].iter().position(|c| c.is_whitespace()).map_or(to, |n| from + n)
}

/// A stretch of the text with the marks that lie in it.
fn part(points: &[char], event: &Event, from: usize, to: usize) -> Marked {
    let text: String = points[from..to].iter().collect();
    let mut event = event.clone();
    let lies =
        |c: &record::Cited| c.start as usize >= from && c.start <= c.end && c.end as usize <= to;
    let shift = |c: &mut record::Cited| {
        c.start -= from as u32;
        c.end -= from as u32;
    };
    for list in [&mut event.actors, &mut event.recipients] {
        list.retain(|m| lies(&m.cited));
        list.iter_mut().for_each(|m| shift(&mut m.cited));
    }
    event.said_by = event.said_by.filter(|m| lies(&m.cited));
    event.said_by.iter_mut().for_each(|m| shift(&mut m.cited));
    event.place = event.place.filter(|p| lies(&p.cited));
    event.place.iter_mut().for_each(|p| shift(&mut p.cited));
    if lies(&event.trigger) {
        shift(&mut event.trigger);
    } else {
        (event.trigger.start, event.trigger.end) = (0, 0);
    }
    marked(&text, &Coded { events: vec![event], ..Coded::default() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn event(sentence: [u32; 2], trigger: [u32; 2], actor: [u32; 2]) -> Event {
        serde_json::from_value(json!({
            "id": "e1", "sentence": sentence, "event": "AID", "mode": null, "contexts": [],
            "aux": "none", "weight": "core", "cameo": "070", "quad": 2, "score": 1.0,
            "trigger": {"text": "", "start": trigger[0], "end": trigger[1]},
            "actors": [{"text": "", "start": actor[0], "end": actor[1], "name": "X", "entity": null,
                        "code": null, "sector": null, "implied": false}],
            "recipients": [], "said_by": null, "statement": null, "areas": [], "frameworks": [],
            "date": null, "place": null, "same_as": null, "confidence": 0.5, "why": [],
        }))
        .expect("an event")
    }

    fn told(m: &Marked) -> Vec<(String, String)> {
        m.0.iter().flatten().map(|p| (p.text.clone(), p.class.clone())).collect()
    }

    #[test]
    fn words_are_marked_where_they_stand() {
        let text = "Łódź helps. It aided Żywiec.";
        let q = quoted(text, &event([12, 28], [15, 20], [0, 4]));
        assert_eq!(told(&q.before)[0], ("Łódź".into(), "p".into()));
        assert_eq!(told(&q.sentence)[1], ("aided".into(), "t q2".into()));
        assert!(q.after.0.is_empty());
        let text = "One.\n\nTwo here.\nThree.";
        let q = quoted(text, &event([6, 15], [6, 9], [0, 0]));
        assert_eq!(q.breaks, [true, true]);
        assert_eq!(
            quoted("One. Two. Three.", &event([5, 9], [5, 8], [0, 0])).breaks,
            [false, false]
        );
    }

    #[test]
    fn wild_offsets_do_no_harm() {
        for (sentence, trigger) in [([90, 99], [95, 96]), ([5, 2], [3, 1]), ([0, 99], [2, 99])] {
            let q = quoted("short text", &event(sentence, trigger, [50, 60]));
            let all = [&q.before, &q.sentence, &q.after];
            let text: String = all.iter().flat_map(|m| told(m)).map(|p| p.0).collect();
            assert!("short text".contains(text.trim()), "{text}");
        }
    }
}
