//! From (lemma, tag) to universal part of speech and features.
//!
//! Learnt from the treebank: what a tag means for lemmas in lower case, names and figures; which
//! lemmas deviate ("który" is a determiner though tagged as an adjective); and, for tags that the
//! treebank lacks, what their parts mean elsewhere.

use super::features::{mix, string};
use super::lexis::class_of;
use crate::section::{Section, damaged, strings};
use crate::{Morph, Upos};
use pack::{Pack, PackError, PackWriter};
use rustc_hash::FxHashMap;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Kinds of lemma whose tags are read apart.
const SHAPES: usize = 4;

/// A universal part of speech with its features.
pub(super) struct UdRow {
    pub upos: Upos,
    pub feats: Arc<str>,
    pub morph: Morph,
}

/// The learnt table.
pub(super) struct UdTable {
    rows: Vec<UdRow>,
    /// `SHAPES` rows for each tag.
    by_tag: Vec<u32>,
    by_lemma: FxHashMap<u64, u32>,
    /// Two rows where the sentence decides the part of speech.
    alternatives: FxHashMap<u64, [u32; 2]>,
    /// Penn tags of full tags; empty for positional ones.
    xpos: Vec<Arc<str>>,
}

fn lemma_shape(lemma: &str) -> usize {
    match lemma.chars().next() {
        Some(c) if c.is_uppercase() => 1,
        Some(c) if c.is_numeric() => 2,
        Some(c) if c.is_alphabetic() => 0,
        _ => 3,
    }
}

fn key(tag: u16, lemma: &str) -> u64 {
    mix(string(lemma), u64::from(tag))
}

impl UdTable {
    pub fn open(pack: &Arc<Pack>, tags: &[Arc<str>]) -> Result<Self, PackError> {
        let rows = strings(pack, "ud.rows")?.into_iter().map(|line| {
            let (upos, feats) = line.split_once('\t')?;
            let morph = Morph::from_ud(feats);
            Some(UdRow { upos: Upos::from_ud(upos)?, feats: Arc::from(feats), morph })
        });
        let rows: Option<Vec<UdRow>> = rows.collect();
        let rows = rows.ok_or_else(|| damaged(pack, "section ud.rows".into()))?;
        let by_tag: Section<u32> = Section::new(pack, "ud.tags")?;
        let by_lemma: Section<[u64; 2]> = Section::new(pack, "ud.lemmas")?;
        let by_tag = by_tag.get().to_vec();
        let by_lemma: FxHashMap<u64, u32> =
            by_lemma.get().iter().map(|&[k, v]| (k, v as u32)).collect();
        let alternatives: Section<[u64; 3]> = Section::new(pack, "ud.alternatives")?;
        let alternatives: FxHashMap<u64, [u32; 2]> =
            alternatives.get().iter().map(|&[k, a, b]| (k, [a as u32, b as u32])).collect();
        let fits = by_tag.len() == tags.len() * SHAPES
            && by_tag
                .iter()
                .chain(by_lemma.values())
                .chain(alternatives.values().flatten())
                .all(|&r| (r as usize) < rows.len());
        if !fits {
            return Err(damaged(pack, "the UD tables do not fit together".into()));
        }
        let full = tags.iter().any(|t| t.contains(' '));
        let first = |t: &Arc<str>| Arc::from(t.split(' ').next().unwrap_or("_"));
        let xpos = if full { tags.iter().map(first).collect() } else { Vec::new() };
        Ok(Self { rows, by_tag, by_lemma, alternatives, xpos })
    }

    /// The row of a tag with a lemma.
    pub fn find(&self, tag: u16, lemma: &str) -> u32 {
        let by_tag = || self.by_tag[usize::from(tag) * SHAPES + lemma_shape(lemma)];
        self.by_lemma.get(&key(tag, lemma)).copied().unwrap_or_else(by_tag)
    }

    /// The two rows between which the sentence decides, for lemmas like "być" (full verb and
    /// auxiliary).
    pub fn alternatives(&self, tag: u16, lemma: &str) -> Option<[u32; 2]> {
        self.alternatives.get(&key(tag, lemma)).copied()
    }

    pub fn row(&self, row: u32) -> &UdRow {
        &self.rows[row as usize]
    }

    /// The language-specific part of a full tag.
    pub fn xpos(&self, tag: usize) -> Option<&Arc<str>> {
        self.xpos.get(tag)
    }
}

/// Counts what the treebank has.
#[derive(Default)]
pub(super) struct UdLearner {
    /// (tag, lemma) to counts of (upos, feats).
    seen: BTreeMap<(u16, String), BTreeMap<(Upos, String), u32>>,
}

type Feats = BTreeSet<String>;

/// A deviating tag: its part of speech, the features it adds and those it lacks.
type Deviation = (u16, Upos, Feats, Feats);

fn features(feats: &str) -> Feats {
    feats.split('|').filter(|f| *f != "_" && !f.is_empty()).map(str::to_owned).collect()
}

fn join(feats: &Feats) -> String {
    let mut all: Vec<&str> = feats.iter().map(String::as_str).collect();
    // UD sorts by the name of the feature, regardless of case.
    all.sort_by_key(|f| f.to_lowercase());
    if all.is_empty() { "_".into() } else { all.join("|") }
}

fn most(counts: &BTreeMap<(Upos, String), u32>) -> Option<&(Upos, String)> {
    counts.iter().max_by(|a, b| a.1.cmp(b.1).then(b.0.cmp(a.0))).map(|(k, _)| k)
}

impl UdLearner {
    /// Classes and lemmas that have two parts of speech, each at least ten times and in at least
    /// three cases of a hundred.
    fn undecided(&self, tags: &[String]) -> BTreeMap<(String, String), [Upos; 2]> {
        let mut sums: BTreeMap<(String, String), BTreeMap<Upos, u32>> = BTreeMap::new();
        for ((tag, lemma), counts) in &self.seen {
            let class = class_of(&tags[usize::from(*tag)]).to_owned();
            let sum = sums.entry((class, lemma.clone())).or_default();
            for ((upos, _), n) in counts {
                *sum.entry(*upos).or_default() += n;
            }
        }
        let pairs = sums.into_iter().filter_map(|(k, counts)| {
            let total: u32 = counts.values().sum();
            let mut ranked: Vec<(Upos, u32)> = counts.into_iter().collect();
            ranked.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
            match ranked[..] {
                [(a, _), (b, n), ..] if n >= 10 && n * 33 >= total => Some((k, [a, b])),
                _ => None,
            }
        });
        pairs.collect()
    }

    pub fn add(&mut self, tag: u16, lemma: &str, upos: Upos, feats: &str) {
        let counts = self.seen.entry((tag, lemma.to_owned())).or_default();
        *counts.entry((upos, feats.to_owned())).or_default() += 1;
    }

    pub fn write(&self, tags: &[String], choose: bool, out: &mut PackWriter) {
        // 1. What a tag means for each kind of lemma.
        let mut kinds: BTreeMap<(u16, usize), BTreeMap<(Upos, String), u32>> = BTreeMap::new();
        for ((tag, lemma), counts) in &self.seen {
            let sum = kinds.entry((*tag, lemma_shape(lemma))).or_default();
            for (k, n) in counts {
                *sum.entry(k.clone()).or_default() += n;
            }
        }
        let mut table: BTreeMap<(u16, usize), (Upos, String)> =
            kinds.iter().filter_map(|(k, c)| Some((*k, most(c)?.clone()))).collect();
        // 2. Unseen tags from their class and the meaning of their parts.
        let analogy = Analogy::learn(tags, &table);
        for (i, tag) in tags.iter().enumerate() {
            let i = i as u16;
            for shape in 0..SHAPES {
                if table.contains_key(&(i, shape)) {
                    continue;
                }
                let value = analogy
                    .infer(tag, shape)
                    .or_else(|| (0..SHAPES).find_map(|s| table.get(&(i, s)).cloned()));
                let value = value.unwrap_or((Upos::X, "_".into()));
                table.insert((i, shape), value);
            }
        }
        // 3. Lemmas that deviate, for all tags of their class.
        let mut lemmas: BTreeMap<(u16, String), (Upos, String)> = BTreeMap::new();
        let mut deviant: BTreeMap<(String, String), Vec<Deviation>> = BTreeMap::new();
        for ((tag, lemma), counts) in &self.seen {
            let Some((upos, feats)) = most(counts) else { continue };
            let base = &table[&(*tag, lemma_shape(lemma))];
            let class = class_of(&tags[usize::from(*tag)]).to_owned();
            if (&base.0, &base.1) != (upos, feats) {
                lemmas.insert((*tag, lemma.clone()), (*upos, feats.clone()));
                let (has, plain) = (features(feats), features(&base.1));
                let added = has.difference(&plain).cloned().collect();
                let lost = plain.difference(&has).cloned().collect();
                let entry = deviant.entry((class, lemma.clone())).or_default();
                entry.push((*tag, *upos, added, lost));
            }
        }
        for ((class, lemma), cases) in &deviant {
            // What all deviating tags of the lemma have in common.
            let (_, upos, mut added, mut lost) = cases[0].clone();
            if cases.iter().any(|c| c.1 != upos) {
                continue;
            }
            for c in &cases[1..] {
                added.retain(|f| c.2.contains(f));
                lost.retain(|f| c.3.contains(f));
            }
            for (i, tag) in tags.iter().enumerate() {
                let i = i as u16;
                if class_of(tag) != class || self.seen.contains_key(&(i, lemma.clone())) {
                    continue;
                }
                let mut feats = features(&table[&(i, lemma_shape(lemma))].1);
                feats.retain(|f| !lost.contains(f));
                feats.extend(added.iter().cloned());
                lemmas.insert((i, lemma.clone()), (upos, join(&feats)));
            }
        }
        let mut ids: BTreeMap<(Upos, String), u32> = BTreeMap::new();
        let mut rows: Vec<String> = Vec::new();
        let mut id = |v: &(Upos, String)| {
            *ids.entry(v.clone()).or_insert_with(|| {
                rows.push(format!("{}\t{}", v.0.as_ud(), v.1));
                rows.len() as u32 - 1
            })
        };
        let by_tag: Vec<u32> = table.values().map(&mut id).collect();
        let mut by_lemma: Vec<[u64; 2]> =
            lemmas.iter().map(|((t, l), v)| [key(*t, l), u64::from(id(v))]).collect();
        by_lemma.sort_unstable();
        // 4. Lemmas with two parts of speech in one class: the tagger decides by the sentence.
        let mut alternatives: Vec<[u64; 3]> = Vec::new();
        let open = if choose { self.undecided(tags) } else { BTreeMap::new() };
        for ((class, lemma), pair) in &open {
            for (i, _) in tags.iter().enumerate().filter(|(_, t)| class_of(t) == class) {
                let i = i as u16;
                let base =
                    lemmas.get(&(i, lemma.clone())).unwrap_or(&table[&(i, lemma_shape(lemma))]);
                let counts = self.seen.get(&(i, lemma.clone()));
                let rows = pair.map(|upos| {
                    let own = counts.into_iter().flatten().filter(|((u, _), _)| *u == upos);
                    let feats = own.max_by_key(|x| x.1).map_or(&base.1, |((_, f), _)| f);
                    u64::from(id(&(upos, feats.clone())))
                });
                alternatives.push([key(i, lemma), rows[0], rows[1]]);
            }
        }
        alternatives.sort_unstable();
        out.values("ud.alternatives", &alternatives);
        out.section("ud.rows", crate::section::join_strings(&rows));
        out.values("ud.tags", &by_tag);
        out.values("ud.lemmas", &by_lemma);
    }
}

/// Features of unseen tags by analogy: what the class always has, and what each position value
/// brings wherever it occurs.
struct Analogy {
    /// (class, shape) to part of speech.
    upos: BTreeMap<(String, usize), Upos>,
    /// (class, aspect) to features that do not come from the tag's other parts.
    constant: BTreeMap<(String, String), Feats>,
    /// Position value to features.
    value: BTreeMap<String, Feats>,
}

fn aspect(tag: &str) -> &str {
    tag.split(':').find(|p| matches!(*p, "perf" | "imperf")).unwrap_or("")
}

impl Analogy {
    fn learn(tags: &[String], table: &BTreeMap<(u16, usize), (Upos, String)>) -> Self {
        let seen: Vec<(&str, usize, Upos, Feats)> = table
            .iter()
            .map(|((t, s), (u, f))| (tags[usize::from(*t)].as_str(), *s, *u, features(f)))
            .collect();
        let mut upos: BTreeMap<(String, usize), BTreeMap<Upos, u32>> = BTreeMap::new();
        let mut constant: BTreeMap<(String, String), Option<Feats>> = BTreeMap::new();
        let mut with: BTreeMap<&str, BTreeMap<&str, u32>> = BTreeMap::new();
        let mut count: BTreeMap<&str, u32> = BTreeMap::new();
        let mut total: BTreeMap<&str, u32> = BTreeMap::new();
        for (tag, shape, u, feats) in &seen {
            let class = class_of(tag).to_owned();
            *upos.entry((class.clone(), *shape)).or_default().entry(*u).or_default() += 1;
            let c = constant.entry((class, aspect(tag).to_owned())).or_default();
            match c {
                None => *c = Some(feats.clone()),
                Some(c) => c.retain(|f| feats.contains(f)),
            }
            for part in tag.split(':').skip(1) {
                *count.entry(part).or_default() += 1;
                for f in feats {
                    *with.entry(part).or_default().entry(f).or_default() += 1;
                }
            }
            for f in feats {
                *total.entry(f).or_default() += 1;
            }
        }
        // A value brings a feature if they nearly always go together, both ways round.
        let value = with.into_iter().map(|(part, feats)| {
            let n = count[part];
            let brought = feats
                .into_iter()
                .filter(|(f, k)| k * 10 >= n * 9 && k * 10 >= total[f] * 3 && n > 1);
            (part.to_owned(), brought.map(|(f, _)| f.to_owned()).collect())
        });
        Self {
            value: value.collect(),
            upos: upos
                .into_iter()
                .filter_map(|(k, c)| c.into_iter().max_by_key(|x| x.1).map(|(u, _)| (k, u)))
                .collect(),
            constant: constant.into_iter().filter_map(|(k, f)| Some((k, f?))).collect(),
        }
    }

    fn infer(&self, tag: &str, shape: usize) -> Option<(Upos, String)> {
        let class = class_of(tag).to_owned();
        let upos = (0..SHAPES)
            .map(|s| (shape + s) % SHAPES)
            .find_map(|s| self.upos.get(&(class.clone(), s)))?;
        let mut feats =
            self.constant.get(&(class, aspect(tag).to_owned())).cloned().unwrap_or_default();
        for part in tag.split(':').skip(1) {
            for f in self.value.get(part).into_iter().flatten() {
                let name = f.split('=').next().unwrap_or(f);
                if !feats.iter().any(|g| g.split('=').next() == Some(name)) {
                    feats.insert(f.clone());
                }
            }
        }
        Some((*upos, join(&feats)))
    }
}
