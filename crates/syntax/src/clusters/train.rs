//! From sentences to a cluster pack.

use super::exchange::{Bigrams, Exchange};
use super::{CLUSTERS_KIND, CLUSTERS_SCHEMA, hash, merge, slot};
use pack::PackWriter;
use rustc_hash::FxHashMap;

/// How clusters are learnt.
#[derive(Clone, Copy, Debug)]
pub struct ClusterOptions {
    /// Number of clusters (at most 65,000).
    pub clusters: usize,
    /// Forms rarer than this share one of two clusters' worth of statistics (capital, small) and
    /// get no entry.
    pub at_least: u32,
    /// Most sweeps over the words.
    pub sweeps: usize,
}

impl Default for ClusterOptions {
    fn default() -> Self {
        Self { clusters: 1000, at_least: 2, sweeps: 15 }
    }
}

/// Collects sentences, then clusters their forms.
#[derive(Default)]
pub struct ClusterTrainer {
    numbers: FxHashMap<String, u32>,
    forms: Vec<String>,
    sentences: Vec<Vec<u32>>,
}

/// Stand for rare forms; no text has them as words.
const RARE: [&str; 2] = ["\u{1}Rare", "\u{1}rare"];

impl ClusterTrainer {
    /// Adds a sentence of forms as they are written.
    pub fn add<'a>(&mut self, forms: impl IntoIterator<Item = &'a str>) {
        let mut sentence = Vec::new();
        for form in forms {
            let form: String =
                form.chars().map(|c| if c.is_ascii_digit() { '0' } else { c }).collect();
            sentence.push(self.number(form));
        }
        if !sentence.is_empty() {
            self.sentences.push(sentence);
        }
    }

    fn number(&mut self, form: String) -> u32 {
        if let Some(&n) = self.numbers.get(&form) {
            return n;
        }
        let n = self.forms.len() as u32;
        self.forms.push(form.clone());
        self.numbers.insert(form, n);
        n
    }

    /// Number of tokens so far.
    pub fn tokens(&self) -> usize {
        self.sentences.iter().map(Vec::len).sum()
    }

    /// Learns the clusters and writes the pack. `progress` hears of each sweep.
    pub fn finish(
        mut self,
        options: ClusterOptions,
        version: &str,
        mut progress: impl FnMut(&str),
    ) -> Vec<u8> {
        self.lower_first_words();
        let (order, count) = self.renumber(options.at_least);
        let bigrams = Bigrams::count(&self.sentences, order.len() + 1);
        let classes = options.clusters.min(order.len()).clamp(2, 65_000);
        progress(&format!("{} forms from {} tokens", order.len(), self.tokens()));
        let mut exchange = Exchange::new(&bigrams, classes);
        exchange.place_all();
        for i in 1..=options.sweeps {
            let moved = exchange.sweep();
            progress(&format!("sweep {i}: {moved} moved"));
            if moved * 500 < order.len() {
                break;
            }
        }
        let paths = merge::tree(classes, &exchange.next, &exchange.size);
        progress("joined into a tree");
        let mut leaves: Vec<usize> = (0..classes).collect();
        leaves.sort_by(|&a, &b| paths[a].cmp(&paths[b]));
        let mut id_of = vec![0u16; classes];
        let mut table = vec![0u16; classes + 1];
        for (i, &c) in leaves.iter().enumerate() {
            id_of[c] = i as u16 + 1;
            let steps = paths[c].iter().take(16).enumerate();
            table[i + 1] = steps.fold(0, |p, (i, &s)| p | u16::from(s) << (15 - i));
        }
        let known = order.iter().enumerate().filter(|(_, f)| !f.starts_with('\u{1}'));
        let entries: Vec<(u64, u16, u8)> = known
            .map(|(i, form)| {
                let id = id_of[exchange.class[i + 1] as usize];
                (hash(form), id, (32 - count[i].leading_zeros()) as u8)
            })
            .collect();
        write(&entries, &table, version)
    }

    /// The first word of a sentence says nothing by its capital: it gets its lower-case form
    /// where that one is more frequent inside sentences.
    fn lower_first_words(&mut self) {
        let mut inside = vec![0u32; self.forms.len()];
        for s in &self.sentences {
            for &w in &s[1..] {
                inside[w as usize] += 1;
            }
        }
        for s in &mut self.sentences {
            let lower = self.forms[s[0] as usize].to_lowercase();
            if let Some(&l) = self.numbers.get(&lower)
                && inside[l as usize] > inside[s[0] as usize]
            {
                s[0] = l;
            }
        }
    }

    /// Numbers forms by falling frequency from 1, rare ones as one of [`RARE`]; the forms in the
    /// new order with their counts.
    fn renumber(&mut self, at_least: u32) -> (Vec<String>, Vec<u32>) {
        let rare = RARE.map(|r| self.number(r.to_owned()));
        let mut count = vec![0u32; self.forms.len()];
        for &w in self.sentences.iter().flatten() {
            count[w as usize] += 1;
        }
        for s in &mut self.sentences {
            for w in s {
                if count[*w as usize] < at_least {
                    let form = &self.forms[*w as usize];
                    let small = !form.chars().next().is_some_and(char::is_uppercase);
                    *w = rare[usize::from(small)];
                }
            }
        }
        count.fill(0);
        for &w in self.sentences.iter().flatten() {
            count[w as usize] += 1;
        }
        let mut order: Vec<u32> =
            (0..self.forms.len() as u32).filter(|&w| count[w as usize] > 0).collect();
        order.sort_by(|&a, &b| {
            let key = |w: u32| (std::cmp::Reverse(count[w as usize]), &self.forms[w as usize]);
            key(a).cmp(&key(b))
        });
        let mut new = vec![0u32; self.forms.len()];
        for (i, &w) in order.iter().enumerate() {
            new[w as usize] = i as u32 + 1;
        }
        for w in self.sentences.iter_mut().flatten() {
            *w = new[*w as usize];
        }
        let forms = order.iter().map(|&w| self.forms[w as usize].clone()).collect();
        (forms, order.iter().map(|&w| count[w as usize]).collect())
    }
}

/// Lays out the hash table.
fn write(entries: &[(u64, u16, u8)], paths: &[u16], version: &str) -> Vec<u8> {
    let size = (entries.len() * 3 / 2 + 1).next_power_of_two();
    let (mut keys, mut ids) = (vec![0u32; size], vec![0u16; size]);
    let mut seen = vec![0u8; size];
    for &(hash, id, frequency) in entries {
        let mut at = slot(hash, size);
        while ids[at] != 0 && keys[at] != hash as u32 {
            at = (at + 1) & (size - 1);
        }
        if ids[at] == 0 {
            (keys[at], ids[at], seen[at]) = (hash as u32, id, frequency);
        }
    }
    let mut out = PackWriter::new(CLUSTERS_KIND, version, CLUSTERS_SCHEMA);
    out.values("keys", &keys).values("ids", &ids).values("paths", paths).values("seen", &seen);
    out.finish()
}
