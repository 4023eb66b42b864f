//! Unknown forms: what their ends suggest.
//!
//! **In:** a form that no dictionary has. **Out:** at most [`MOST`] analyses, likeliest first.
//! Learnt from the dictionary itself: for every ending of one to eight characters, which
//! (tag, edit script) pairs its forms have. Names and common words are learnt apart, since
//! "-owa" ends a surname far more often than an adjective only when it is capitalised.

use super::{Analysis, Entry, Table, TableBuilder};
use pack::{Pack, PackError};
use rustc_hash::FxHashMap;
use std::sync::Arc;

/// Most candidates that the guesser gives.
pub const MOST: usize = 16;
/// Longest ending learnt, in characters.
const LONGEST: usize = 7;

/// Suffix tables for common words and for names.
pub struct Guesser {
    common: Table,
    names: Table,
}

impl Guesser {
    /// Opens the guesser's tables in a pack.
    ///
    /// # Errors
    /// If a section is missing or damaged.
    pub fn open(pack: &Arc<Pack>, prefix: &str) -> Result<Self, PackError> {
        Ok(Self {
            common: Table::open(pack, &format!("{prefix}.common"))?,
            names: Table::open(pack, &format!("{prefix}.names"))?,
        })
    }

    /// Analyses of the longest known ending, likeliest first.
    pub fn guess(&self, form: &str, as_name: bool) -> impl Iterator<Item = Analysis> + '_ {
        let table = if as_name { &self.names } else { &self.common };
        let mut node = table.map.as_fst().root();
        let mut output = fst::raw::Output::zero();
        let mut best = None;
        'walk: for c in form.chars().rev().take(LONGEST) {
            let mut buffer = [0; 4];
            for &b in c.encode_utf8(&mut buffer).as_bytes() {
                let Some(at) = node.find_input(b) else { break 'walk };
                let step = node.transition(at);
                output = output.cat(step.out);
                node = table.map.as_fst().node(step.addr);
            }
            if node.is_final() {
                best = Some(output.cat(node.final_output()).value());
            }
        }
        // The empty ending stands for any form.
        let best = best.or_else(|| table.map.get([]));
        best.map(|list| table.list(list)).into_iter().flatten()
    }
}

/// Learns endings from forms.
#[derive(Default)]
pub struct GuessBuilder {
    forms: Vec<(Vec<char>, u32)>,
    lists: FxHashMap<Vec<(Analysis, u32)>, u32>,
    all: Vec<Vec<(Analysis, u32)>>,
}

impl GuessBuilder {
    /// Adds a form with its analyses and their weights. Analyses whose edit is not at the end of the word or
    /// reaches too far into it teach nothing and are left out.
    pub fn add(&mut self, form: &str, analyses: &[(Analysis, u32)], entry: &Entry) {
        let chars: Vec<char> = form.chars().rev().collect();
        if chars.len() < 4 {
            return;
        }
        let usable = analyses.iter().filter(|(a, _)| {
            let s = entry.script(a.script);
            s.skip == 0 && s.cut <= 8 && s.append.len() <= 8 && usize::from(s.cut) + 1 < form.len()
        });
        let mut list: Vec<_> = usable.map(|&(a, n)| (Analysis { info: 0, ..a }, n)).collect();
        list.sort_unstable();
        list.dedup();
        if list.is_empty() {
            return;
        }
        let all = &mut self.all;
        let id = *self.lists.entry(list).or_insert_with_key(|k| {
            all.push(k.clone());
            all.len() as u32 - 1
        });
        self.forms.push((chars, id));
    }

    /// Number of forms learnt from.
    pub fn len(&self) -> usize {
        self.forms.len()
    }

    /// Whether nothing was learnt.
    pub fn is_empty(&self) -> bool {
        self.forms.is_empty()
    }

    /// Writes the tables: endings of at least `support` forms whose list differs from that of the
    /// next shorter ending.
    ///
    /// # Errors
    /// If the automaton cannot be built.
    pub fn write(
        mut self,
        prefix: &str,
        support: usize,
        entry: &Entry,
        out: &mut pack::PackWriter,
    ) -> Result<(), fst::Error> {
        self.forms.sort_unstable();
        let mut table = TableBuilder::default();
        self.node(0..self.forms.len(), 0, support, &[], entry, &mut table);
        table.write(prefix, out)
    }

    /// One ending: the forms of `range` share their last `depth` characters.
    fn node(
        &self,
        range: std::ops::Range<usize>,
        depth: usize,
        support: usize,
        parent: &[Analysis],
        entry: &Entry,
        table: &mut TableBuilder,
    ) {
        if range.is_empty() {
            return;
        }
        let mut lists: FxHashMap<u32, u32> = FxHashMap::default();
        for (_, id) in &self.forms[range.clone()] {
            *lists.entry(*id).or_default() += 1;
        }
        let mut counts: FxHashMap<Analysis, u64> = FxHashMap::default();
        for (&id, &n) in &lists {
            for &(a, w) in &self.all[id as usize] {
                *counts.entry(a).or_default() += u64::from(n) * u64::from(w);
            }
        }
        // An edit must fit within the ending, else it would touch letters nobody has seen.
        let ending: usize = self.forms[range.start].0[..depth].iter().map(|c| c.len_utf8()).sum();
        let mut ranked: Vec<(Analysis, u64)> = counts
            .into_iter()
            .filter(|(a, _)| usize::from(entry.script(a.script).cut) <= ending)
            .collect();
        ranked.sort_unstable_by(|x, y| y.1.cmp(&x.1).then(x.0.cmp(&y.0)));
        let floor = ranked.first().map_or(0, |r| r.1 / 100);
        // At most one lemma edit a tag and rank: the likeliest.
        let mut best: Vec<Analysis> = Vec::with_capacity(MOST);
        for (a, n) in ranked {
            if n < floor || best.len() == MOST {
                break;
            }
            if best.iter().filter(|b| b.tag == a.tag).count() < 2 {
                best.push(a);
            }
        }
        if best != parent && !best.is_empty() {
            let key: String = self.forms[range.start].0[..depth].iter().collect();
            table.add(key.into_bytes(), &best);
        }
        if depth == LONGEST {
            return;
        }
        let mut start = range.start;
        // Forms that end here sort first.
        while start < range.end && self.forms[start].0.len() == depth {
            start += 1;
        }
        while start < range.end {
            let c = self.forms[start].0[depth];
            let n = self.forms[start..range.end].partition_point(|f| f.0[depth] == c);
            if n >= support {
                self.node(start..start + n, depth + 1, support, &best, entry, table);
            }
            start += n;
        }
    }
}
