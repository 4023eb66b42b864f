//! The tagger's features.
//!
//! A *context* is a hash of what stands around a word; a *view* is a coarser or finer image of
//! a candidate tag. A candidate's score is the sum of the weights of all (context, view) pairs.
//! Views let rare tags share what is learnt for their class, case and agreement.

use crate::clusters::Clusters;
use crate::lexicon::NameClass;
use crate::tagger::lexis::{Reading, Source, Variant, shape};

/// Raised when a template, view or hash changes: models made for others are refused.
pub(crate) const TEMPLATES: u64 = 0x5441_4747_0004;
/// Contexts a word has.
pub(crate) const CONTEXTS: usize = 45;
/// How many of them, the first, depend on the form alone.
pub(crate) const OWN: usize = 9;
/// Images of a tag: whole, class, class and case, agreement.
pub(crate) const VIEWS: usize = 4;

/// Images of one tag.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Views {
    pub of: [u32; VIEWS],
    pub case: u8,
    /// Number and gender (0 where the tag has none).
    pub number: u8,
    pub gender: u8,
}

impl Views {
    /// Images of a tag: positional (`subst:sg:gen:m1`) or full (`VBD VERB Mood=Ind|...`).
    pub fn new(id: u16, tag: &str) -> Self {
        let mut v = Views::default();
        v.of[0] = u32::from(id);
        if let Some((xpos, rest)) = tag.split_once(' ') {
            let (upos, feats) = rest.split_once(' ').unwrap_or((rest, ""));
            v.of[1] = string(upos) as u32;
            v.of[2] = string(xpos) as u32;
            v.of[3] = string(feats) as u32;
            v.number = number(if feats.contains("Number=Sing") {
                "sg"
            } else if feats.contains("Number=Plur") {
                "pl"
            } else {
                ""
            });
            return v;
        }
        for part in tag.split(':').skip(1) {
            let case = ["nom", "gen", "dat", "acc", "inst", "loc", "voc"];
            let gender = ["m1", "m2", "m3", "f", "n"];
            if let Some(i) = case.iter().position(|&c| c == part) {
                v.case = i as u8 + 1;
            } else if let Some(i) = gender.iter().position(|&g| g == part) {
                v.gender = i as u8 + 1;
            } else if number(part) > 0 {
                v.number = number(part);
            }
        }
        let class = tag.split(':').next().unwrap_or(tag);
        v.of[1] = string(class) as u32;
        v.of[2] = mix(string(class), u64::from(v.case)) as u32;
        v.of[3] = v.agreement();
        v
    }

    /// Case, number and gender as one value.
    pub fn agreement(self) -> u32 {
        u32::from(self.case) | u32::from(self.number) << 4 | u32::from(self.gender) << 8
    }

    /// Which of case, number and gender two tags share.
    pub fn agree(self, other: Self) -> u32 {
        let same = |a: u8, b: u8| u32::from(a != 0) + u32::from(a != 0 && a == b);
        same(self.case, other.case)
            + 3 * same(self.number, other.number)
            + 9 * same(self.gender, other.gender)
    }
}

fn number(part: &str) -> u8 {
    match part {
        "sg" => 1,
        "pl" => 2,
        _ => 0,
    }
}

/// Mixes a value into a hash.
#[inline]
pub(crate) fn mix(h: u64, v: u64) -> u64 {
    (h.rotate_left(23) ^ v).wrapping_mul(0x9E37_79B9_7F4A_7C15)
}

/// Hash of a string.
pub(crate) fn string(s: &str) -> u64 {
    xxhash_rust::xxh3::xxh3_64(s.as_bytes())
}

/// What is computed once per word.
#[derive(Clone, Debug, Default)]
pub(crate) struct Token {
    pub form: u64,
    pub suffix: [u64; 4],
    pub prefix: u64,
    pub shape: u64,
    /// Word cluster and the first steps to it; 0 if unknown.
    pub cluster: u64,
    pub cluster_path: u64,
    /// Hash of the set of candidate tags, and of their classes and cases.
    pub ambiguity: u64,
    pub ambiguity_class: u64,
    /// Agreement images of the candidates, as a 64-bit sketch.
    pub agreements: u64,
    pub readings: std::ops::Range<u32>,
    pub candidates: std::ops::Range<u32>,
    pub lower: std::ops::Range<u32>,
}

impl Token {
    /// Everything but the candidates.
    pub fn new(form: &str, lower: &str, clusters: Option<&Clusters>) -> Self {
        let mut t = Token { form: string(lower), ..Token::default() };
        let mut h = 7;
        let mut n = 0;
        for c in lower.chars().rev().take(4) {
            h = mix(h, u64::from(u32::from(c)));
            t.suffix[n] = h;
            n += 1;
        }
        for i in n..4 {
            t.suffix[i] = mix(h, i as u64);
        }
        t.prefix = lower.chars().take(3).fold(11, |h, c| mix(h, u64::from(u32::from(c))));
        t.shape = string(shape(form, &mut [0; 12]));
        if let Some(c) = clusters.and_then(|c| c.of(form)) {
            t.cluster = u64::from(c.id);
            t.cluster_path = u64::from(c.prefix(8));
        }
        t
    }
}

/// A candidate tag with how it was found.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Candidate {
    pub tag: u16,
    pub origin: u8,
    /// How frequent the treebank has it for this form, 0 to 4.
    pub frequency: u8,
}

/// How a reading was found, as a small number; lower is stronger.
pub(crate) fn origin(r: &Reading) -> u8 {
    let rare = r.class().has(NameClass::RARE);
    let name = r.class().is_name();
    match (r.source, r.variant) {
        (Source::Dictionary, _) if rare => 9,
        (Source::Dictionary, Variant::Exact) => u8::from(name),
        (Source::Dictionary, Variant::Lower) => 2,
        (Source::Dictionary, Variant::Title) => 3,
        (Source::Treebank, _) => 4,
        (Source::Compound, _) => 5,
        (Source::GuessName, _) => 6 + 10 * r.rank.min(4),
        (Source::GuessCommon, _) => 7 + 10 * r.rank.min(4),
        (Source::Shape, _) => 8 + 10 * r.rank.min(4),
    }
}

/// What was chosen for a word before.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Past {
    pub views: Views,
}

/// Fills the contexts of word `i`.
pub(crate) fn contexts(tokens: &[Token], past: &[Past], i: usize, out: &mut [u64; CONTEXTS]) {
    static EDGE: std::sync::LazyLock<Token> = std::sync::LazyLock::new(Token::default);
    let edge: &Token = &EDGE;
    let at = |d: isize| i.checked_add_signed(d).and_then(|j| tokens.get(j)).unwrap_or(edge);
    let before = |d: usize| i.checked_sub(d).map_or(Views::default(), |j| past[j].views);
    let (t, n1, n2, p1, p2) = (at(0), at(1), at(2), at(-1), at(-2));
    let (b1, b2) = (before(1), before(2));
    let (tag1, class1, case1) = (u64::from(b1.of[0]), u64::from(b1.of[1]), u64::from(b1.of[2]));
    let (class2, case2) = (u64::from(b2.of[1]), u64::from(b2.of[2]));
    let agree1 = mix(class1, u64::from(b1.of[3]));
    let agree2 = mix(class2, u64::from(b2.of[3]));
    // The case asked for by the last preposition or carried by the last noun, and the last verb.
    let (mut governor, mut verb, mut nominative) = (0u64, 0u64, 0u64);
    for j in (i.saturating_sub(6)..i).rev() {
        let v = past[j].views;
        if governor == 0 && v.case > 0 && i - j > 1 {
            governor = mix(u64::from(v.of[2]), (i - j).min(3) as u64);
        }
        if nominative == 0 && v.case == 1 {
            nominative = u64::from(v.agreement());
        }
        if verb == 0 && v.case == 0 && v.number > 0 {
            verb = mix(u64::from(v.of[1]), u64::from(v.agreement()));
        }
    }
    let first = u64::from(i == 0);
    let own = own_values(t);
    let values = [
        own[0],
        own[1],
        own[2],
        own[3],
        own[4],
        own[5],
        own[6],
        own[7],
        own[8],
        mix(t.shape, first),
        tag1,
        mix(case1, case2),
        agree1,
        mix(tag1, t.form),
        mix(case1, t.suffix[2]),
        p1.form,
        n1.form,
        mix(n1.suffix[2], 1),
        p2.form,
        mix(t.form, n1.suffix[2]),
        mix(t.form, n1.form),
        mix(p1.form, t.form),
        n1.ambiguity,
        mix(n1.ambiguity_class, tag1),
        mix(t.ambiguity, agree1),
        mix(t.ambiguity, n1.ambiguity_class),
        mix(n1.ambiguity_class, n2.ambiguity_class),
        mix(t.ambiguity, p1.form),
        mix(mix(t.shape, p1.shape), n1.shape),
        mix(t.ambiguity, governor),
        mix(verb, t.ambiguity_class),
        mix(nominative, t.ambiguity_class),
        mix(agree1, agree2),
        mix(mix(case1, n1.ambiguity_class), t.suffix[1]),
        mix(t.ambiguity, n1.form),
        mix(t.suffix[2], p1.suffix[2]),
        n2.form,
        mix(mix(agree1, t.ambiguity), n1.ambiguity),
        mix(p1.form, p2.form),
        mix(mix(p2.form, p1.form), t.ambiguity_class),
        mix(verb, mix(t.ambiguity, tag1)),
        mix(p1.cluster, t.ambiguity_class),
        mix(n1.cluster, t.ambiguity_class),
        mix(t.cluster_path, tag1),
        mix(mix(p1.cluster_path, t.cluster_path), n1.cluster_path),
    ];
    for (k, (o, v)) in out.iter_mut().zip(values).enumerate() {
        *o = numbered(k, v);
    }
}

/// The values of the contexts that depend on the form alone.
fn own_values(t: &Token) -> [u64; OWN] {
    let [s1, s2, s3, s4] = t.suffix;
    [1, t.form, s1, s2, s3, s4, t.prefix, t.ambiguity, mix(t.cluster, 1)]
}

/// The contexts that depend on the form alone: the first of [`contexts`].
pub(crate) fn own_contexts(token: &Token) -> [u64; OWN] {
    let mut k = 0;
    own_values(token).map(|v| {
        k += 1;
        numbered(k - 1, v)
    })
}

#[inline]
fn numbered(k: usize, value: u64) -> u64 {
    mix(mix(0x5eed, k as u64), value)
}

/// Contexts that depend on the candidate: how it was found and with whom it could agree. Their
/// view is the candidate's class.
pub(crate) fn candidate_contexts(
    tokens: &[Token],
    past: &[Past],
    i: usize,
    candidate: Candidate,
    views: Views,
) -> [u64; 6] {
    let t = &tokens[i];
    let sketch = |v: Views| 1u64 << (mix(3, u64::from(v.agreement())) >> 58);
    let next = tokens.get(i + 1).map_or(0, |n| n.agreements);
    let can = u64::from(views.case > 0 && next & sketch(views) != 0);
    let next2 = tokens.get(i + 2).map_or(0, |n| n.agreements);
    let can2 = u64::from(views.case > 0 && next2 & sketch(views) != 0);
    let with1 = i.checked_sub(1).map_or(99, |j| views.agree(past[j].views));
    let with2 = i.checked_sub(2).map_or(99, |j| views.agree(past[j].views));
    let class1 = i.checked_sub(1).map_or(0, |j| u64::from(past[j].views.of[1]));
    let class2 = i.checked_sub(2).map_or(0, |j| u64::from(past[j].views.of[1]));
    let first = u64::from(i == 0);
    let origin = u64::from(candidate.origin);
    [
        mix(101, origin),
        mix(mix(102, origin), mix(t.shape, first)),
        mix(mix(106, origin), u64::from(candidate.frequency)),
        mix(mix(103, mix(can, can2)), tokens.get(i + 1).map_or(0, |n| n.ambiguity_class)),
        mix(mix(104, u64::from(with1)), class1),
        mix(mix(105, u64::from(with2)), mix(class2, class1)),
    ]
}

/// Weights of one line of the table: what a processor fetches at once. All views of a context lie
/// in its line, so that scoring the candidates of a word costs one fetch a context.
pub(crate) const LINE: usize = 64;

/// The line of a context in a table of `1 << bits` weights.
#[inline]
pub(crate) fn line(context: u64, bits: u32) -> usize {
    (context.wrapping_mul(0xA076_1D64_78BD_642F) >> (64 + LINE.trailing_zeros() - bits)) as usize
}

/// A view as [`place`] wants it.
#[inline]
pub(crate) fn view_key(view: u32, kind: usize) -> u32 {
    (view << 3 | kind as u32).wrapping_mul(0x9E37_79B1)
}

/// The place of a view in the line of a context. Two views that share a place in one line have
/// different places in most others.
#[inline]
pub(crate) fn place(context: u64, key: u32) -> usize {
    ((context as u32 ^ key).wrapping_mul(0x85EB_CA6B) >> (32 - LINE.trailing_zeros())) as usize
}

/// Row of a (context, view) pair in a table of `1 << bits` weights.
#[inline]
pub(crate) fn row(context: u64, view: u32, kind: usize, bits: u32) -> usize {
    line(context, bits) * LINE + place(context, view_key(view, kind))
}

/// Contexts that tell apart the parts of speech of one tag and lemma ("został" as a full verb and
/// as an auxiliary), when the whole sentence is tagged.
pub(crate) const CHOICE: usize = 16;

/// Kind of view of such a choice in [`row`].
pub(crate) const CHOICE_KIND: usize = VIEWS + 1;

/// Fills the contexts of a choice for word `i` with this lemma.
pub(crate) fn choice_contexts(
    tokens: &[Token],
    past: &[Past],
    i: usize,
    lemma: u64,
    out: &mut [u64; CHOICE],
) {
    let view = |d: isize| {
        let at = i.checked_add_signed(d).and_then(|j| past.get(j));
        at.map_or(0, |p| u64::from(p.views.of[2]))
    };
    let own = past[i].views;
    // What could be a predicate on either side: the nearest nominative or instrumental that is
    // not cut off by another verb, and whether it agrees.
    let near = |range: &mut dyn Iterator<Item = usize>| {
        let mut found = 0u64;
        for j in range.take(7) {
            let v = past[j].views;
            if v.case == 1 || v.case == 5 {
                found = mix(u64::from(v.of[2]), u64::from(v.agree(own)));
                break;
            }
            if v.case == 0 && v.number > 0 {
                break;
            }
        }
        found
    };
    let right = near(&mut (i + 1..past.len()));
    let left = near(&mut (0..i).rev());
    let form = tokens[i].form;
    let next = tokens.get(i + 1).map_or(0, |t| t.form);
    let previous = i.checked_sub(1).map_or(0, |j| tokens[j].form);
    let values = [
        1,
        u64::from(own.of[0]),
        form,
        view(1),
        view(2),
        view(-1),
        mix(view(1), view(2)),
        mix(view(-1), view(1)),
        mix(view(-2), view(-1)),
        right,
        left,
        mix(left, right),
        mix(right, view(1)),
        next,
        previous,
        mix(mix(view(1), view(2)), view(3)),
    ];
    for (k, (o, v)) in out.iter_mut().zip(values).enumerate() {
        *o = mix(mix(mix(0xc401ce, k as u64), lemma), v);
    }
}
