//! What the parser looks at: the templates that join the [`Atoms`] of words.
//!
//! A template mixes the atoms of a few slots into the number of a row. The text of all templates
//! is part of the pack's schema, so that a model made for other templates is refused.

use super::atoms::{Atoms, agreement, distance};
use super::state::State;

const MIX: u64 = 0x9e37_79b9_7f4a_7c15;

#[inline(always)]
fn row(template: u64, parts: &[u32], shift: u32) -> u32 {
    let mut h = template.wrapping_mul(0xd6e8_feb8_6659_fd93);
    for &p in parts {
        h = (h.rotate_left(23) ^ u64::from(p)).wrapping_mul(MIX);
    }
    h ^= h >> 29;
    (h.wrapping_mul(MIX) >> shift) as u32
}

macro_rules! templates {
    ($(#[$doc:meta])* $name:ident, $count:ident, $text:ident, $context:ident: $type:ident, $from:literal => $([$($part:expr),+])+) => {
        pub(crate) const $text: &str = stringify!($([$($part),+])+);
        pub(crate) const $count: usize = [$(stringify!($($part)+)),+].len();
        $(#[$doc])*
        #[inline]
        pub(crate) fn $name($context: &$type, shift: u32, out: &mut [u32; $count]) {
            let mut template = 0;
            $(
                out[template] = row(template as u64 + $from, &[$($part),+], shift);
                template += 1;
            )+
            let _ = template;
        }
    };
}

/// The slots that action templates read.
pub(crate) struct Context<'a> {
    s0: &'a Atoms,
    s1: &'a Atoms,
    s2: &'a Atoms,
    b0: &'a Atoms,
    b1: &'a Atoms,
    b2: &'a Atoms,
    /// Neighbours in the sentence: before and after S0, before B0, after S1.
    p0: &'a Atoms,
    n0: &'a Atoms,
    pb: &'a Atoms,
    n1: &'a Atoms,
    s0l: &'a Atoms,
    s0r: &'a Atoms,
    s0l2: &'a Atoms,
    s0r2: &'a Atoms,
    s1l: &'a Atoms,
    s1r: &'a Atoms,
    b0l: &'a Atoms,
    s1r2: &'a Atoms,
    /// Labels of the outermost children.
    l: Labels,
    /// Markers of S0, S1, B0.
    m0: u32,
    m1: u32,
    mb: u32,
    /// Label sets of S0, S1, B0, hashed.
    set0: u32,
    set1: u32,
    setb: u32,
    /// Numbers of children.
    v0: u32,
    v1: u32,
    vb: u32,
    /// Agreement of S0-B0, S1-S0, S1-B0.
    a0b: u32,
    a10: u32,
    a1b: u32,
    /// Distances.
    d0b: u32,
    d10: u32,
    /// Finite verbs left in the buffer, up to 3.
    verbs: u32,
}

struct Labels {
    s0l: u32,
    s0r: u32,
    s1l: u32,
    s1r: u32,
    b0l: u32,
}

fn fold(set: u64) -> u32 {
    (set.wrapping_mul(MIX) >> 32) as u32
}

impl<'a> Context<'a> {
    /// Reads a configuration. `atoms` holds the root, the words and an empty one; `verbs[i]` counts
    /// finite words from `i` on.
    pub fn of(state: &State, atoms: &'a [Atoms], verbs: &[u8]) -> Self {
        let at = |i: u32| &atoms[i as usize];
        let node = |i: u32| &state.nodes[i as usize];
        let (s0, s1, s2) = (state.stack_at(0), state.stack_at(1), state.stack_at(2));
        let (b0, b1, b2) = (state.buffer_at(0), state.buffer_at(1), state.buffer_at(2));
        let (n0, n1, nb) = (node(s0), node(s1), node(b0));
        let label = |i: u32| u32::from(node(i).label);
        Self {
            s0: at(s0),
            s1: at(s1),
            s2: at(s2),
            b0: at(b0),
            b1: at(b1),
            b2: at(b2),
            p0: at(s0.saturating_sub(1)),
            n0: at((s0 + 1).min(state.none())),
            pb: at(b0.saturating_sub(1)),
            n1: at((s1 + 1).min(state.none())),
            s0l: at(n0.left[0]),
            s0l2: at(n0.left[1]),
            s0r2: at(n0.right[1]),
            s0r: at(n0.right[0]),
            s1l: at(n1.left[0]),
            s1r: at(n1.right[0]),
            b0l: at(nb.left[0]),
            s1r2: at(n1.right[1]),
            l: Labels {
                s0l: label(n0.left[0]),
                s0r: label(n0.right[0]),
                s1l: label(n1.left[0]),
                s1r: label(n1.right[0]),
                b0l: label(nb.left[0]),
            },
            m0: n0.marker,
            m1: n1.marker,
            mb: nb.marker,
            set0: fold(n0.labels),
            set1: fold(n1.labels),
            setb: fold(nb.labels),
            v0: u32::from(n0.left_count.min(3)) * 4 + u32::from(n0.right_count.min(3)),
            vb: u32::from(nb.left_count.min(3)),
            v1: u32::from(n1.left_count.min(3)) * 4 + u32::from(n1.right_count.min(3)),
            a0b: agreement(at(s0), at(b0)),
            a10: agreement(at(s1), at(s0)),
            a1b: agreement(at(s1), at(b0)),
            d0b: distance(s0, b0),
            d10: distance(s1, s0),
            verbs: u32::from(verbs[b0 as usize].min(3)),
        }
    }
}

/// A word and its neighbours in the sentence.
pub(crate) struct Near<'a> {
    w: &'a Atoms,
    before: &'a Atoms,
    after: &'a Atoms,
    after2: &'a Atoms,
}

impl<'a> Near<'a> {
    /// Reads the place of a word; `atoms` as for [`Context::of`].
    pub fn of(atoms: &'a [Atoms], word: u32) -> Self {
        let last = atoms.len() - 1;
        let word = word as usize;
        Self {
            w: &atoms[word],
            before: &atoms[word.saturating_sub(1)],
            after: &atoms[(word + 1).min(last)],
            after2: &atoms[(word + 2).min(last)],
        }
    }
}

// What hangs on one word alone is summed once for each word, not once a step.
templates! {
    /// Rows of the action model for the top of the stack alone.
    top_rows, TOP_TEMPLATES, TOP_TEXT, c: Near, 201 =>
    [c.w.form, c.w.gram] [c.w.lemma] [c.w.gram] [c.w.tag] [c.w.form] [c.after.form, c.w.gram]
}

templates! {
    /// Rows of the action model for the word below the top alone.
    second_rows, SECOND_TEMPLATES, SECOND_TEXT, c: Near, 221 =>
    [c.w.form, c.w.gram] [c.w.lemma] [c.w.gram] [c.w.tag] [c.w.form]
}

templates! {
    /// Rows of the action model for the first words of the buffer alone.
    front_rows, FRONT_TEMPLATES, FRONT_TEXT, c: Near, 241 =>
    [c.w.form, c.w.gram] [c.w.lemma] [c.w.gram] [c.w.tag] [c.w.form]
    [c.after.lemma] [c.after.gram] [c.after.tag] [c.after.form] [c.after2.gram] [c.after2.lemma]
    [c.w.gram, c.after.gram] [c.w.lemma, c.after.gram] [c.w.gram, c.after.lemma]
    [c.w.gram, c.after.gram, c.after2.gram] [c.w.form, c.after.form]
    [c.w.suffix, c.after.suffix] [c.w.cluster[0], c.after.cluster[0]] [c.before.form, c.w.gram]
}

templates! {
    /// Rows of the action model for several words together.
    joint_rows, JOINT_TEMPLATES, JOINT_TEXT, c: Context, 1 =>
    // Pairs.
    [c.s2.gram] [c.s0.lemma, c.b0.lemma] [c.s0.lemma, c.b0.gram] [c.s0.gram, c.b0.lemma]
    [c.s0.gram, c.b0.gram] [c.s0.tag, c.b0.tag]
    [c.s1.lemma, c.s0.lemma] [c.s1.lemma, c.s0.gram] [c.s1.gram, c.s0.lemma]
    [c.s1.gram, c.s0.gram] [c.s1.tag, c.s0.tag]
    [c.s1.gram, c.b0.gram] [c.s1.lemma, c.b0.gram] [c.s1.gram, c.b0.lemma]
    [c.s1.lemma, c.b0.lemma] [c.s0.gram, c.b1.gram]
    // Triples.
    [c.s0.gram, c.b0.gram, c.b1.gram] [c.s1.gram, c.s0.gram, c.b0.gram]
    [c.s2.gram, c.s1.gram, c.s0.gram]
    [c.s1.lemma, c.s0.gram, c.b0.gram] [c.s1.gram, c.s0.lemma, c.b0.gram]
    [c.s1.gram, c.s0.gram, c.b0.lemma] [c.s0.pos, c.b0.pos, c.b1.pos, c.b2.pos]
    [c.s2.pos, c.s1.pos, c.s0.pos, c.b0.pos]
    // A preposition ahead: which of two words it belongs to.
    [c.s1.lemma, c.s0.gram, c.b0.lemma] [c.s1.gram, c.s0.lemma, c.b0.lemma]
    [c.s1.gram, c.s0.gram, c.b0.lemma, c.b1.gram] [c.s1.cluster[1], c.s0.cluster[1], c.b0.lemma]
    // Children.
    [c.s0.gram, c.s0l.gram, c.b0.gram] [c.s0.gram, c.s0r.gram, c.b0.gram]
    [c.s1.gram, c.s1r.gram, c.s0.gram] [c.s1.gram, c.s1l.gram, c.s0.gram]
    [c.s0.gram, c.b0.gram, c.b0l.gram] [c.s1.gram, c.s0.gram, c.s0r.gram]
    [c.s1.gram, c.s0.gram, c.s0l.gram] [c.s1.gram, c.b0.gram, c.b0l.gram]
    [c.s0.pos, c.l.s0l, c.l.s0r, c.b0.pos] [c.s1.pos, c.l.s1r, c.s0.pos, c.l.s0l]
    [c.s1.pos, c.s1r.pos, c.s1r2.pos, c.s0.pos] [c.s1r.lemma, c.s0.gram]
    // Label sets and numbers of children.
    [c.b0.gram, c.setb] [c.s0.lemma, c.set0] [c.s1.lemma, c.set1]
    [c.s1.gram, c.set1, c.s0.gram] [c.s0.gram, c.set0, c.b0.gram] [c.s0.gram, c.setb, c.b0.gram]
    [c.s1.gram, c.v1, c.s0.pos]
    // Markers.
    [c.m0, c.s0.gram, c.b0.gram] [c.m0, c.s1.lemma] [c.m0, c.s0.case, c.b0.lemma]
    [c.m0, c.s0.case, c.s1.gram, c.b0.gram] [c.mb, c.s0.gram, c.b0.gram] [c.mb, c.s0.lemma]
    [c.m1, c.m0, c.s1.pos, c.s0.pos] [c.m1, c.s1.gram, c.mb, c.b0.gram]
    // Agreement and distance.
    [c.a0b, c.s0.gram, c.b0.gram] [c.a10, c.s1.gram, c.s0.gram] [c.a1b, c.s1.gram, c.b0.gram]
    [c.d0b, c.s0.gram, c.b0.gram] [c.d10, c.s1.gram, c.s0.gram]
    [c.verbs, c.s0.gram, c.b0.pos] [c.verbs, c.s1.pos, c.s0.pos, c.b0.pos]
    // Forms without tags, and neighbours: what holds where the tagger is wrong.
    [c.s0.form, c.b0.form] [c.s1.form, c.s0.form] [c.s1.suffix, c.s0.suffix]
    [c.s0.suffix, c.b0.gram] [c.s0.gram, c.b0.suffix]
    [c.n0.gram, c.s0.gram, c.b0.gram] [c.pb.gram, c.b0.gram, c.s0.gram]
    [c.p0.gram, c.s0.gram, c.b0.gram]
    // Clusters.
    [c.s0.cluster[0], c.b0.cluster[0]] [c.s1.cluster[0], c.s0.cluster[0]]
    [c.s1.cluster[1], c.s0.cluster[1], c.b0.cluster[1]]
    [c.s0.cluster[0], c.b0.gram] [c.s0.gram, c.b0.cluster[0]]
    [c.s1.cluster[0], c.s0.gram] [c.s1.gram, c.s0.cluster[0]]
    [c.s1.cluster[1], c.m0, c.s0.cluster[1]] [c.s1.cluster[2], c.s0.cluster[2], c.b0.cluster[2], c.m0]
}

templates! {
    /// Further rows for several words together, for languages that inflect little: word order and
    /// children say more there than agreement. They cost a fifth of the time of parsing.
    further_rows, FURTHER_TEMPLATES, FURTHER_TEXT, c: Context, 101 =>
    [c.s2.lemma] [c.s0.lemma, c.b0.case, c.b0.pos] [c.s0.gram, c.s2.gram]
    [c.s0.gram, c.l.s0l, c.l.s0r] [c.s1.gram, c.l.s1l, c.l.s1r] [c.b0.gram, c.l.b0l]
    [c.s0.pos, c.s0l.pos, c.s0l2.pos] [c.s0.pos, c.s0r.pos, c.s0r2.pos] [c.s0r.lemma, c.b0.gram]
    [c.s0.gram, c.set0] [c.s1.gram, c.set1] [c.s0.gram, c.v0] [c.b0.gram, c.vb]
    [c.a0b, c.a10, c.a1b, c.s0.pos, c.b0.pos] [c.d10, c.d0b, c.s0.pos]
    [c.s0.suffix, c.b0.suffix] [c.n1.gram, c.s1.gram, c.s0.gram]
    [c.s0.cluster[1], c.b0.cluster[1], c.s0.gram] [c.s1.cluster[1], c.s0.cluster[1], c.s0.gram]
}

/// The slots that label templates read.
pub(crate) struct ArcContext<'a> {
    h: &'a Atoms,
    d: &'a Atoms,
    dl: &'a Atoms,
    dr: &'a Atoms,
    before: &'a Atoms,
    after: &'a Atoms,
    /// Direction and distance.
    way: u32,
    far: u32,
    /// Markers of dependent and head.
    m: u32,
    mh: u32,
    /// Label sets.
    seth: u32,
    setd: u32,
    /// The last label given to the head on this side, and the outermost labels of the dependent.
    side: u32,
    dll: u32,
    drl: u32,
    agree: u32,
    next: &'a Atoms,
}

impl<'a> ArcContext<'a> {
    /// Reads an arc that is about to be made.
    pub fn of(state: &State, atoms: &'a [Atoms], head: u32, dependent: u32) -> Self {
        let at = |i: u32| &atoms[i as usize];
        let (h, d) = (&state.nodes[head as usize], &state.nodes[dependent as usize]);
        let label = |i: u32| u32::from(state.nodes[i as usize].label);
        let left = dependent < head;
        Self {
            h: at(head),
            d: at(dependent),
            dl: at(d.left[0]),
            dr: at(d.right[0]),
            before: at(dependent - 1),
            after: at(dependent + 1),
            way: u32::from(left),
            far: distance(head, dependent) * 2 + u32::from(left),
            m: d.marker,
            mh: h.marker,
            seth: fold(h.labels),
            setd: fold(d.labels),
            side: label(if left { h.left[0] } else { h.right[0] }),
            dll: label(d.left[0]),
            drl: label(d.right[0]),
            agree: agreement(at(head), at(dependent)) * 2 + u32::from(left),
            next: at(state.next),
        }
    }
}

templates! {
    /// Rows of the label model for an arc.
    label_rows, LABEL_TEMPLATES, LABEL_TEXT, c: ArcContext, 1 =>
    [c.h.gram, c.d.gram, c.way] [c.h.lemma, c.d.gram, c.way] [c.h.lemma, c.d.lemma, c.way]
    [c.h.gram, c.d.lemma, c.way] [c.h.tag, c.d.tag, c.way] [c.d.form, c.way] [c.d.lemma]
    [c.d.tag, c.way] [c.h.lemma, c.way] [c.h.pos, c.d.pos, c.far]
    [c.m, c.d.case, c.h.gram] [c.m, c.d.case, c.h.lemma] [c.m, c.d.lemma] [c.m, c.d.gram, c.h.pos]
    [c.h.lemma, c.d.case, c.d.pos, c.m, c.seth] [c.seth, c.h.gram, c.d.gram]
    [c.seth, c.h.pos, c.d.gram, c.m, c.way] [c.setd, c.h.gram, c.d.gram, c.way]
    [c.setd, c.d.lemma] [c.side, c.h.gram, c.d.gram, c.way]
    [c.dll, c.drl, c.h.pos, c.d.gram] [c.dl.lemma, c.d.gram, c.h.gram]
    [c.dr.lemma, c.d.gram, c.h.gram] [c.before.gram, c.d.gram, c.h.gram, c.way]
    [c.after.gram, c.d.gram, c.h.gram, c.way] [c.before.lemma, c.d.lemma, c.h.pos]
    [c.agree, c.h.gram, c.d.gram] [c.agree, c.h.pos, c.d.gram, c.m]
    [c.next.gram, c.d.gram, c.h.gram] [c.mh, c.h.gram, c.d.gram, c.way]
    [c.h.cluster[0], c.d.gram, c.m, c.way] [c.h.gram, c.d.cluster[0], c.m, c.way]
    [c.h.cluster[1], c.d.cluster[1], c.d.case, c.m, c.way] [c.h.cluster[0], c.d.cluster[0], c.way]
}

/// Rows that add to the scores of the actions: without the further ones, and with them.
pub(crate) const PLAIN_TEMPLATES: usize =
    JOINT_TEMPLATES + TOP_TEMPLATES + SECOND_TEMPLATES + FRONT_TEMPLATES;
/// See [`PLAIN_TEMPLATES`].
pub(crate) const ACTION_TEMPLATES: usize = PLAIN_TEMPLATES + FURTHER_TEMPLATES;

/// All rows of the action model for a configuration, the further ones last.
pub(crate) fn action_rows(
    state: &State,
    atoms: &[Atoms],
    verbs: &[u8],
    shift: u32,
    out: &mut [u32; ACTION_TEMPLATES],
) {
    let context = Context::of(state, atoms, verbs);
    let (mut joint, mut further) = ([0; JOINT_TEMPLATES], [0; FURTHER_TEMPLATES]);
    let (mut top, mut second) = ([0; TOP_TEMPLATES], [0; SECOND_TEMPLATES]);
    let mut front = [0; FRONT_TEMPLATES];
    joint_rows(&context, shift, &mut joint);
    top_rows(&Near::of(atoms, state.stack_at(0)), shift, &mut top);
    second_rows(&Near::of(atoms, state.stack_at(1)), shift, &mut second);
    front_rows(&Near::of(atoms, state.buffer_at(0)), shift, &mut front);
    further_rows(&context, shift, &mut further);
    let all = joint.into_iter().chain(top).chain(second).chain(front).chain(further);
    out.iter_mut().zip(all).for_each(|(o, row)| *o = row);
}
