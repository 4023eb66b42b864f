//! The parser's pack: labels, tables of weights, and how they are summed.
//!
//! *Actions:* a row holds the weights of `Left` and `Right`; those of `Shift` are minus their sum,
//! since every update adds as much as it takes away. *Labels:* a row holds only the labels whose
//! weight is not zero, a handful of some fifty, so that the table can have many rows and few
//! features must share one.
//!
//! Nearly all the time of parsing goes into waiting for rows. So weights are bytes (see
//! [`crate::weights`]), and each pass over the rows of a step is free of branches, for the
//! processor to have many fetches under way.

use super::features::{
    FRONT_TEXT, FURTHER_TEXT, JOINT_TEXT, LABEL_TEMPLATES, LABEL_TEXT, SECOND_TEXT, TOP_TEXT,
};
use crate::section::Section;
use crate::weights;
use compact_str::CompactString;
use pack::{Pack, PackError, PackWriter};
use std::sync::Arc;

/// Kind of a parser pack.
pub const PARSER_KIND: &str = "parser";

/// Most labels a model can have: their sets are kept as bits of a `u64`.
pub(crate) const MAX_LABELS: usize = 64;

/// Raised whenever the atoms or the layout change in a way that the templates do not show.
const REVISION: u64 = 4;

/// What a parser pack and its reader must agree on: templates, atoms, layout.
pub fn parser_schema() -> u64 {
    let text = [JOINT_TEXT, TOP_TEXT, SECOND_TEXT, FRONT_TEXT, FURTHER_TEXT, LABEL_TEXT].join(" ");
    let text = format!("{REVISION} {text}");
    xxhash_rust::xxh3::xxh3_64(text.as_bytes())
}

/// Sizes of the two tables.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Shape {
    pub action_bits: u32,
    pub label_bits: u32,
    /// Whether the templates saw word clusters.
    pub clusters: bool,
    /// Whether the further action templates are used.
    pub further: bool,
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
    actions: Section<i8>,
    blocks: Section<u32>,
    starts: Section<u16>,
    entries: Section<i8>,
}

impl Tables {
    /// The tables, borrowed for one sentence.
    pub fn get(&self) -> Model<'_> {
        let ((actions, _), (entries, _)) =
            (self.actions.get().as_chunks(), self.entries.get().as_chunks());
        Model { actions, blocks: self.blocks.get(), starts: self.starts.get(), entries }
    }
}

/// Rows of labels that share one entry of `blocks`.
const BLOCK: usize = 64;

/// Tables borrowed for one sentence.
pub(crate) struct Model<'p> {
    /// Weights of `Left` and `Right`.
    actions: &'p [[i8; 2]],
    /// Where the entries of each block of rows start.
    blocks: &'p [u32],
    /// Where the entries of each row start, from the start of its block; and where the last ends.
    starts: &'p [u16],
    /// Label and weight. One more than there are, so that even an empty row has something to read.
    entries: &'p [[i8; 2]],
}

impl Model<'_> {
    /// Sums rows of the action table: `Left` and `Right`.
    #[inline]
    pub fn actions(&self, rows: &[u32]) -> [i32; 2] {
        let (mut left, mut right) = (0i32, 0i32);
        for &row in rows {
            let [l, r] = self.actions[row as usize];
            left += weights::value(l);
            right += weights::value(r);
        }
        [left, right]
    }

    /// Where the entries of a row start.
    #[inline]
    fn start(&self, row: usize) -> usize {
        self.blocks[row / BLOCK] as usize + usize::from(self.starts[row])
    }

    /// Sums the rows of the label table.
    pub fn labels(&self, rows: &[u32; LABEL_TEMPLATES], sum: &mut [i32; MAX_LABELS]) {
        let mut spans = [(0, 0); LABEL_TEMPLATES];
        for (span, &row) in spans.iter_mut().zip(rows) {
            *span = (self.start(row as usize), self.start(row as usize + 1));
        }
        let mut firsts = [[0; 2]; LABEL_TEMPLATES];
        for (first, &(from, _)) in firsts.iter_mut().zip(&spans) {
            *first = self.entries[from];
        }
        for ((from, to), [label, weight]) in spans.into_iter().zip(firsts) {
            let any = i32::from(from < to);
            sum[label as usize % MAX_LABELS] += any * weights::value(weight);
            for &[label, weight] in self.entries.get(from + 1..to).unwrap_or_default() {
                sum[label as usize % MAX_LABELS] += weights::value(weight);
            }
        }
    }

    /// Whether the tables have the sizes that `shape` gives and no look-up can miss.
    fn fits(&self, shape: &Shape) -> bool {
        let rows = 1usize << shape.label_bits;
        self.actions.len() == 1 << shape.action_bits
            && self.starts.len() == rows + 1
            && self.blocks.len() == rows / BLOCK + 1
            && (0..=rows).map(|r| self.start(r)).is_sorted()
            && self.start(rows) + 1 == self.entries.len()
    }
}

/// Checks a pack and reads its labels and shape.
pub(crate) fn read(pack: &Arc<Pack>) -> Result<(Tables, Labels), PackError> {
    let damaged =
        |reason: &str| PackError::Damaged { path: pack.path().into(), reason: reason.into() };
    let &[action_bits, label_bits, clusters, further] = pack.values::<u32>("shape")? else {
        return Err(damaged("section shape does not hold four numbers"));
    };
    let shape = Shape { action_bits, label_bits, clusters: clusters != 0, further: further != 0 };
    let names = std::str::from_utf8(pack.section("labels")?);
    let names = names.map_err(|_| damaged("the labels are not UTF-8"))?;
    let labels = Labels::new(names.lines().map(Into::into).collect())
        .ok_or_else(|| damaged("more than 64 labels"))?;
    let (actions, blocks) = (Section::new(pack, "actions")?, Section::new(pack, "label_blocks")?);
    let (starts, entries) =
        (Section::new(pack, "label_rows")?, Section::new(pack, "label_weights")?);
    let tables = Tables { shape, actions, blocks, starts, entries };
    let model = tables.get();
    if !(1..=28).contains(&action_bits)
        || !(6..=28).contains(&label_bits)
        || !model.fits(&tables.shape)
    {
        return Err(damaged("the tables do not have the size that section shape gives"));
    }
    let known = labels.names.len() as i8;
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
    pack.values(
        "shape",
        &[shape.action_bits, shape.label_bits, u32::from(shape.clusters), u32::from(shape.further)],
    );
    pack.section("labels", labels.names.join("\n").into_bytes());
    let actions: Vec<i8> =
        weights::codes(actions).as_chunks::<4>().0.iter().flat_map(|r| [r[1], r[2]]).collect();
    pack.values("actions", &actions);
    let (mut blocks, mut starts) = (Vec::<u32>::new(), Vec::<u16>::new());
    let mut entries: Vec<[i8; 2]> = Vec::new();
    let codes = weights::codes(label_weights);
    let empty = vec![0; stride];
    // An empty row at the end tells where the last one ends.
    for (number, row) in codes.chunks(stride).chain([&empty[..]]).enumerate() {
        if number % BLOCK == 0 {
            blocks.push(entries.len() as u32);
        }
        let block = blocks.last().map_or(0, |&b| b as usize);
        starts.push((entries.len() - block) as u16);
        for (label, &code) in row.iter().enumerate() {
            if code.unsigned_abs() >= LEAST_CODE {
                entries.push([label as i8, code]);
            }
        }
    }
    entries.push([0; 2]);
    pack.values("label_blocks", &blocks);
    pack.values("label_rows", &starts);
    pack.values("label_weights", &entries);
    pack.finish()
}

/// Label weights whose codes are smaller are dropped.
const LEAST_CODE: u8 = 9;
