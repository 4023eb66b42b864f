//! Reports gathered into acts.
//!
//! **In:** sketches, or a new report and the acts that it may belong to. **Out:** groups, with the
//! verdict that joined each report. Two groups are joined only if no report of one is *apart* from a
//! report of the other (complete link on contradictions), so a chain of neighbours never glues a week
//! of daily calls together. Pairs are taken from the surest down, ties by the sketches' own order of
//! paper and day, so that a batch gives the same groups in whatever order it comes.

use super::compare::{Verdict, compare};
use super::keys::keys;
use super::sketch::Sketch;
use super::time::DayFrom;
use std::collections::HashMap;

/// Reports of one act.
#[derive(Clone, Debug, Default)]
pub struct Group {
    /// Indices of the sketches, in the order given.
    pub members: Vec<usize>,
    /// What joined two of them: the indices and the verdict.
    pub joined: Vec<(usize, usize, Verdict)>,
}

/// Gathers a batch. Each sketch is in exactly one group; groups come in the order of their first.
#[must_use]
pub fn group(sketches: &[Sketch]) -> Vec<Group> {
    let mut found: HashMap<u64, Vec<usize>> = HashMap::new();
    for (i, sketch) in sketches.iter().enumerate() {
        for key in keys(sketch) {
            found.entry(key).or_default().push(i);
        }
    }
    let mut pairs: Vec<(usize, usize)> = found
        .into_values()
        .flat_map(|v| {
            let all = v.clone();
            v.into_iter().enumerate().flat_map(move |(n, i)| {
                all[n + 1..].iter().map(move |&j| (i, j)).collect::<Vec<_>>()
            })
        })
        .collect();
    pairs.sort_unstable();
    pairs.dedup();
    let mut edges: Vec<(usize, usize, Verdict)> = pairs
        .into_iter()
        .map(|(i, j)| (i, j, compare(&sketches[i], &sketches[j])))
        .filter(|e| e.2.same)
        .collect();
    let rank = |i: usize| {
        let s = &sketches[i];
        (s.document, s.day.map(|d| (d.from, d.to)), s.words.first().copied(), i)
    };
    edges.sort_by(|x, y| {
        let order = |e: &(usize, usize, Verdict)| {
            let (a, b) = (rank(e.0), rank(e.1));
            if a <= b { (a, b) } else { (b, a) }
        };
        y.2.score.total_cmp(&x.2.score).then_with(|| order(x).cmp(&order(y)))
    });
    let mut of: Vec<usize> = (0..sketches.len()).collect();
    let mut groups: Vec<Group> =
        of.iter().map(|&i| Group { members: vec![i], joined: Vec::new() }).collect();
    for (i, j, verdict) in edges {
        let (a, b) = (of[i].min(of[j]), of[i].max(of[j]));
        let may = |x: &usize| {
            groups[b].members.iter().all(|y| !compare(&sketches[*x], &sketches[*y]).apart)
        };
        if a == b || !groups[a].members.iter().all(may) {
            continue;
        }
        let gone = std::mem::take(&mut groups[b]);
        gone.members.iter().for_each(|&m| of[m] = a);
        groups[a].members.extend(gone.members);
        groups[a].joined.extend(gone.joined);
        groups[a].joined.push((i, j, verdict));
    }
    groups.retain(|g| !g.members.is_empty());
    groups.iter_mut().for_each(|g| g.members.sort_unstable());
    groups
}

/// The act that a new report belongs to: the one with the surest report like it, unless another of
/// its reports is apart from the new one. `acts` hold the sketches of each candidate act's reports
/// (some of them, where there are very many: the first seen and the surest dated).
#[must_use]
pub fn place(new: &Sketch, acts: &[&[Sketch]]) -> Option<(usize, Verdict)> {
    let mut best: Option<(usize, Verdict)> = None;
    for (n, reports) in acts.iter().enumerate() {
        let verdicts: Vec<Verdict> = reports.iter().map(|r| compare(r, new)).collect();
        // a paper that already tells this act tells another one here
        if verdicts.iter().any(|v| v.apart) {
            continue;
        }
        for verdict in verdicts.into_iter().filter(|v| v.same) {
            if best.as_ref().is_none_or(|b| verdict.score > b.1.score) {
                best = Some((n, verdict));
            }
        }
    }
    best
}

/// Which reports stand for an act of very many in [`place`]: those that fix it best (dated by the text to
/// a day, told for itself, most parties), the first seen among equals. At most `most` indices, in order.
#[must_use]
pub fn representatives(reports: &[Sketch], most: usize) -> Vec<usize> {
    let rank = |&i: &usize| {
        let s = &reports[i];
        let dated = s.day.is_some_and(|d| d.is_a_day() && d.source == DayFrom::Text);
        let parties = s.parties().filter(|p| p.is_known()).count();
        (!dated, s.background, std::cmp::Reverse(parties), s.published, s.document)
    };
    let mut order: Vec<usize> = (0..reports.len()).collect();
    order.sort_by_key(rank);
    order.truncate(most);
    order.sort_unstable();
    order
}

#[cfg(test)]
mod tests {
    use super::super::sample::talk;
    use super::*;

    const PAIR: &str = "person/duda POL, person/stubb FIN";

    #[test]
    fn daily_calls_stay_calls_of_a_day() {
        let mut all = Vec::new();
        for day in 10..15 {
            for paper in 0..3 {
                let mut s = talk(day * 10 + paper, &format!("2025-02-{day}"), PAIR);
                // same matter every day: words like the next day's
                s.words = (0..6).chain([day as u64 * 10, day as u64 * 10 + 1]).collect();
                all.push(s);
            }
        }
        let groups = group(&all);
        assert_eq!(groups.len(), 5, "{groups:?}");
        assert!(groups.iter().all(|g| g.members.len() == 3 && g.joined.len() == 2));
    }

    #[test]
    fn the_order_of_the_papers_does_not_matter() {
        let mut all = vec![
            talk(1, "2025-02-10", PAIR),
            talk(2, "2025-02-10", "person/duda POL, country/FIN FIN"),
            talk(3, "2025-02-11", PAIR),
            talk(4, "2025-02", PAIR),
            talk(5, "2025-02-11", "person/stubb FIN, person/duda POL"),
        ];
        for (n, s) in all.iter_mut().enumerate() {
            s.words = [1, 2, 3, 4 + n as u64].into();
        }
        let named = |all: &[Sketch]| {
            let name = |g: &Group| {
                let mut papers: Vec<i64> = g.members.iter().map(|&m| all[m].document).collect();
                papers.sort_unstable();
                papers
            };
            let mut groups: Vec<Vec<i64>> = group(all).iter().map(name).collect();
            groups.sort();
            groups
        };
        let first = named(&all);
        for _ in 0..all.len() {
            all.rotate_left(1);
            assert_eq!(named(&all), first);
            let mut back = all.clone();
            back.reverse();
            assert_eq!(named(&back), first);
        }
    }

    #[test]
    fn a_new_report_finds_its_act() {
        let first = [talk(1, "2025-02-10", PAIR), talk(2, "2025-02-10", PAIR)];
        let second = [talk(3, "2025-02-11", PAIR)];
        let acts: [&[Sketch]; 2] = [&first, &second];
        let found = place(&talk(4, "2025-02-11", PAIR), &acts).map(|f| f.0);
        assert_eq!(found, Some(1));
        assert!(place(&talk(4, "2025-02-12", PAIR), &acts).is_none());
        assert!(place(&talk(3, "2025-02-11", PAIR), &acts).is_none(), "its paper has told it");
    }

    #[test]
    fn the_firmest_reports_stand_for_an_act() {
        let mut rough = talk(1, "2025-02", PAIR);
        rough.background = true;
        let reports =
            [rough, talk(2, "2025-02-10", "person/duda POL"), talk(3, "2025-02-10", PAIR)];
        assert_eq!(representatives(&reports, 2), [1, 2]);
        assert_eq!(representatives(&reports, 1), [2]);
        assert!(representatives(&[], 4).is_empty());
        let kept = serde_json::to_string(&reports[2]).expect("it prints");
        assert_eq!(serde_json::from_str::<Sketch>(&kept).expect("it reads"), reports[2]);
    }
}
