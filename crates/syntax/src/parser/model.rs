//! The parser's pack: labels, tables of 16-bit weights, and how they are summed.
//!
//! *Actions:* a row holds the weights of `Left` and `Right`; those of `Shift` are minus their sum,
//! since every update adds as much as it takes away. *Labels:* a row holds only the labels whose
//! weight is not zero, a handful of some fifty, so that the table can have many rows and few
//! features must share one.

use super::features::{ACTION_TEMPLATES, ACTION_TEXT, LABEL_TEMPLATES, LABEL_TEXT};
use crate::section::Section;
use compact_str::CompactString;
use pack::{Pack, PackError, PackWriter};
use std::sync::Arc;

/// Kind of a parser pack.
pub const PARSER_KIND: &str = "parser";

/// Most labels a model can have: their sets are kept as bits of a `u64`.
pub(crate) const MAX_LABELS: usize = 64;

/// Raised whenever the atoms or the layout change in a way that the templates do not show.
const REVISION: u64 = 3;

/// What a parser pack and its reader must agree on: templates, atoms, layout.
pub fn parser_schema() -> u64 {
    let text = format!("{REVISION} {ACTION_TEXT} {LABEL_TEXT}");
    xxhash_rust::xxh3::xxh3_64(text.as_bytes())
}

/// Sizes of the two tables.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Shape {
    pub action_bits: u32,
    pub label_bits: u32,
    /// Whether the templates saw word clusters.
    pub clusters: bool,
}

impl Shape {
    pub fn action_shift(&self) -> u32 {
        64 - self.action_bits
    }
    pub fn label_shift(&self) -> u32 {
        64 - self.label_bits
    }
}

/// The relations of a language.
#[derive(Clone, Debug)]
pub(crate) struct Labels {
    pub names: Vec<CompactString>,
    /// Number of `root`.
    pub root: u8,
    /// Which labels mark their head (`case`, `mark`).
    marks: Vec<bool>,
}

impl Labels {
    /// Numbers labels; `root` is added if it is missing. `None` if there are too many.
    pub fn new(mut names: Vec<CompactString>) -> Option<Self> {
        if !names.iter().any(|n| n == "root") {
            names.push("root".into());
        }
        let root = names.iter().position(|n| n == "root")? as u8;
        let marks = names.iter().map(|n| matches!(n.as_str(), "case" | "mark")).collect();
        (names.len() <= MAX_LABELS).then_some(Self { names, root, marks })
    }

    /// The marker that a dependent with this label and lemma gives to its head; 0 for none.
    pub fn marker(&self, label: u8, lemma: u32) -> u32 {
        if self.marks.get(label as usize) == Some(&true) { lemma } else { 0 }
    }

    /// The best-scored label but `root`, which only the artificial root gives.
    pub fn best<T: PartialOrd + Copy>(&self, scores: &[T; MAX_LABELS]) -> u8 {
        let mut best = u8::from(self.root == 0 && self.names.len() > 1);
        for i in 0..self.names.len() as u8 {
            if i != self.root && scores[i as usize] > scores[best as usize] {
                best = i;
            }
        }
        best
    }
}

/// The tables of a pack.
pub(crate) struct Tables {
    pub shape: Shape,
    actions: Section<i16>,
    starts: Section<u32>,
    entries: Section<i16>,
}

impl Tables {
    /// The tables, borrowed for one sentence.
    pub fn get(&self) -> Model<'_> {
        let ((actions, _), (entries, _)) =
            (self.actions.get().as_chunks(), self.entries.get().as_chunks());
        Model { actions, starts: self.starts.get(), entries }
    }
}

/// Tables borrowed for one sentence.
pub(crate) struct Model<'p> {
    /// Weights of `Left` and `Right`.
    actions: &'p [[i16; 2]],
    /// Where the entries of each row start, and where the last ends.
    starts: &'p [u32],
    /// Label and weight.
    entries: &'p [[i16; 2]],
}

impl Model<'_> {
    /// Sums the rows of the action table.
    pub fn actions(&self, rows: &[u32; ACTION_TEMPLATES]) -> [i32; 4] {
        let (mut left, mut right) = (0i32, 0i32);
        for &row in rows {
            let [l, r] = self.actions[row as usize];
            left += i32::from(l);
            right += i32::from(r);
        }
        [-left - right, left, right, 0]
    }

    /// Sums the rows of the label table.
    pub fn labels(&self, rows: &[u32; LABEL_TEMPLATES], sum: &mut [i32; MAX_LABELS]) {
        for &row in rows {
            let row = row as usize;
            let (from, to) = (self.starts[row] as usize, self.starts[row + 1] as usize);
            for &[label, weight] in &self.entries[from..to] {
                sum[label as usize % MAX_LABELS] += i32::from(weight);
            }
        }
    }
}

/// Checks a pack and reads its labels and shape.
pub(crate) fn read(pack: &Arc<Pack>) -> Result<(Tables, Labels), PackError> {
    let damaged =
        |reason: &str| PackError::Damaged { path: pack.path().into(), reason: reason.into() };
    let &[action_bits, label_bits, clusters] = pack.values::<u32>("shape")? else {
        return Err(damaged("section shape does not hold three numbers"));
    };
    let shape = Shape { action_bits, label_bits, clusters: clusters != 0 };
    let names = std::str::from_utf8(pack.section("labels")?);
    let names = names.map_err(|_| damaged("the labels are not UTF-8"))?;
    let labels = Labels::new(names.lines().map(Into::into).collect())
        .ok_or_else(|| damaged("more than 64 labels"))?;
    let (actions, starts) = (Section::new(pack, "actions")?, Section::new(pack, "label_rows")?);
    let entries = Section::new(pack, "label_weights")?;
    let tables = Tables { shape, actions, starts, entries };
    let model = tables.get();
    let count = model.entries.len();
    if !(1..=28).contains(&action_bits)
        || !(1..=28).contains(&label_bits)
        || model.actions.len() != 1 << action_bits
        || model.starts.len() != (1 << label_bits) + 1
        || !model.starts.is_sorted()
        || model.starts.last().is_none_or(|&end| end as usize != count)
    {
        return Err(damaged("the tables do not have the size that section shape gives"));
    }
    let known = labels.names.len() as i16;
    if model.entries.iter().any(|&[label, _]| !(0..known).contains(&label)) {
        return Err(damaged("a weight belongs to no label"));
    }
    Ok((tables, labels))
}

/// Writes a parser pack from summed weights: rows of 4 for the actions, of `stride` for labels.
pub(crate) fn write(
    version: &str,
    shape: Shape,
    labels: &Labels,
    actions: &[f32],
    (label_weights, stride): (&[f32], usize),
) -> Vec<u8> {
    let mut pack = PackWriter::new(PARSER_KIND, version, parser_schema());
    pack.values("shape", &[shape.action_bits, shape.label_bits, u32::from(shape.clusters)]);
    pack.section("labels", labels.names.join("\n").into_bytes());
    let actions: Vec<i16> =
        quantise(actions).as_chunks::<4>().0.iter().flat_map(|r| [r[1], r[2]]).collect();
    pack.values("actions", &actions);
    let (mut starts, mut entries) = (vec![0u32], Vec::<i16>::new());
    let weights = quantise(label_weights);
    for row in weights.chunks(stride) {
        for (label, &weight) in row.iter().enumerate() {
            if weight.unsigned_abs() >= LEAST_WEIGHT {
                entries.extend([label as i16, weight]);
            }
        }
        starts.push(entries.len() as u32 / 2);
    }
    pack.values("label_rows", &starts);
    pack.values("label_weights", &entries);
    pack.finish()
}

/// Label weights below this, of 32,767, are dropped.
const LEAST_WEIGHT: u16 = 160;

/// Brings weights to 16 bits with one scale. A perceptron's argmax does not change with scale.
fn quantise(weights: &[f32]) -> Vec<i16> {
    let largest = weights.iter().fold(f32::MIN_POSITIVE, |m, w| m.max(w.abs()));
    let scale = f32::from(i16::MAX) / largest;
    weights.iter().map(|w| (w * scale).round() as i16).collect()
}
