//! What stands around an act: areas of cooperation, frameworks, contexts, day, place.

use super::tree::Tree;
use jiff::civil::Date;
use world::{DateMention, Mention, MentionKind};

/// The words that belong to an act: its head's clause or phrase, without other acts' parts.
pub fn region(tree: &Tree, head: usize, others: &[usize]) -> Vec<usize> {
    let mut words = Vec::new();
    let mut stack = vec![head];
    while let Some(w) = stack.pop() {
        words.push(w);
        stack.extend(tree.kids(w).filter(|k| !others.contains(k)));
        if words.len() > tree.len() {
            break;
        }
    }
    words.sort_unstable();
    words
}

/// The day of an act: the time expression nearest above it in the tree.
pub fn date_of<'d>(tree: &Tree, head: usize, dates: &'d [DateMention]) -> Option<&'d DateMention> {
    if dates.is_empty() {
        return None;
    }
    let clause = tree.clause(head);
    let within = |d: &DateMention| d.words.clone().any(|w| tree.clause(w as usize) == clause);
    dates.iter().find(|d| within(d))
}

/// Whether a date value lies more than a year before publication (the guidelines' "historical").
pub fn long_ago(value: &str, published: Option<Date>) -> bool {
    let year = value
        .trim_start_matches('/')
        .get(..4)
        .and_then(|y| y.replace('X', "9").parse::<i16>().ok());
    match (year, published) {
        (Some(y), Some(p)) if value.len() >= 10 && value.as_bytes()[4] == b'-' => value[..10]
            .parse::<Date>()
            .map_or(y + 1 < p.year(), |d| (p - d).get_days() > 365 || y + 1 < p.year()),
        (Some(y), Some(p)) => y + 1 < p.year() || (value.len() == 4 && y < p.year() - 1),
        _ => false,
    }
}

/// Whether an act works through the organisation headed by a word: "w ramach SCO", "na forum ONZ",
/// and the examples of a list, "w ramach takich formatów, jak A oraz B".
pub fn works_through(tree: &Tree, head: usize) -> bool {
    let frame = |k: usize| {
        matches!(tree.lemma(k), "rama" | "ramy" | "format" | "forum" | "formuła" | "framework")
            || ["w ramach", "na forum", "within", "under"].iter().any(|p| tree.marked_by(k, p))
    };
    let chain = std::iter::once(head).chain(tree.ancestors(head).into_iter().take(3));
    if chain.take_while(|&k| tree.nominal(k)).any(frame) {
        return true;
    }
    let first = tree.coordination_head(head);
    let example = tree.kids(first).any(|k| matches!(tree.lower[k].as_str(), "jak" | "as" | "like"));
    let before = (0..first).rev().take(12).take_while(|&k| !(tree.verbal(k) && tree.finite(k)));
    example && before.into_iter().any(frame)
}

/// The place an act's words name: "w Astanie", "in Geneva"; never guessed.
pub fn place_of<'m>(tree: &Tree, words: &[usize], mentions: &'m [Mention]) -> Option<&'m Mention> {
    mentions.iter().find(|m| {
        let head = m.head as usize;
        m.kind == MentionKind::Place
            && m.place.is_some()
            && words.contains(&head)
            && tree.preposition(head).is_some_and(|p| {
                matches!(p.as_str(), "w" | "we" | "na" | "in" | "at" | "koło" | "near")
            })
    })
}
