//! What a word can be, from all sources together.
//!
//! **In:** a form as it stands in the text. **Out:** its readings: dictionary (as written, in
//! lower case, for capitals also as a name), the training treebank's own forms, the last part of
//! a hyphenated compound, and guesses for what none of them knows.

use crate::lexicon::{Analysis, Guesser, LemmaScript, Lexicon, NameClass, Table};
use crate::section::{damaged, strings};
use pack::{Pack, PackError};
use rustc_hash::FxHashMap;
use std::sync::Arc;

/// Where a reading comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Source {
    Dictionary,
    Treebank,
    Compound,
    GuessCommon,
    GuessName,
    Shape,
}

/// Which string the edit script applies to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Variant {
    Exact,
    Lower,
    Title,
}

/// One reading of a word.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Reading {
    /// Index into the model's tags.
    pub tag: u16,
    /// Name class bits, or how often the treebank has it.
    pub info: u16,
    pub script: u32,
    pub source: Source,
    pub variant: Variant,
    /// Position among the guesses; for the treebank's readings how frequent they are (1 to 4).
    pub rank: u8,
    /// Byte at which the analysed part of a compound begins, else 0.
    pub from: u16,
}

/// The treebank's forms are known when they occurred this often; rarer ones are guessed as well.
const KNOWN: u32 = 4;

/// All sources of readings of one language.
pub(crate) struct Lexis {
    lexicon: Option<Arc<Lexicon>>,
    /// The dictionary's tags as the model's.
    lexicon_tags: Vec<u16>,
    pub tags: Vec<Arc<str>>,
    own: Table,
    own_scripts: Vec<LemmaScript>,
    own_guesser: Option<Guesser>,
    shapes: Table,
}

impl Lexis {
    pub fn from_pack(pack: &Arc<Pack>, lexicon: Option<Arc<Lexicon>>) -> Result<Self, PackError> {
        let needs = strings(pack, "lexicon")?;
        let needs = needs.first().map_or("", String::as_str);
        let has = lexicon.as_ref().map_or("", |l| l.version());
        if needs != has {
            return Err(PackError::Wrong {
                path: pack.path().into(),
                reason: format!(
                    "its dictionary is {}, not {}: train it again",
                    if needs.is_empty() { "none" } else { needs },
                    if has.is_empty() { "none" } else { has }
                ),
            });
        }
        let tags: Vec<Arc<str>> =
            strings(pack, "tags")?.into_iter().map(|t| Arc::from(t.as_str())).collect();
        let by_name: FxHashMap<&str, u16> =
            tags.iter().enumerate().map(|(i, t)| (&**t, i as u16)).collect();
        let lexicon_tags = lexicon.iter().flat_map(|l| l.tags()).map(|t| {
            by_name
                .get(t.as_str())
                .copied()
                .ok_or_else(|| damaged(pack, format!("the dictionary's tag {t} is missing")))
        });
        let lexicon_tags = lexicon_tags.collect::<Result<_, _>>()?;
        let own_scripts = strings(pack, "scripts")?;
        let own_scripts = own_scripts.iter().map(|s| {
            LemmaScript::decode(s).ok_or_else(|| damaged(pack, format!("edit script {s:?}")))
        });
        let own_scripts = own_scripts.collect::<Result<_, _>>()?;
        let own_guesser = match lexicon {
            None => Some(Guesser::open(pack, "guess")?),
            Some(_) => None,
        };
        Ok(Self {
            lexicon,
            lexicon_tags,
            tags,
            own: Table::open(pack, "own")?,
            own_scripts,
            own_guesser,
            shapes: Table::open(pack, "shapes")?,
        })
    }

    /// Whether the dictionary (or, without one, the treebank) has the form in a class that
    /// `accept` takes.
    pub fn has(&self, form: &str, accept: impl Fn(&str) -> bool) -> bool {
        let own = self.own.get(form).map(|a| usize::from(a.tag));
        let dictionary = self.lexicon.iter().flat_map(|l| l.table.get(form));
        let dictionary = dictionary.map(|a| usize::from(self.lexicon_tags[usize::from(a.tag)]));
        own.chain(dictionary).any(|t| accept(&self.tags[t]))
    }

    /// How often the treebank has the form with a tag that `accept` takes.
    pub fn count(&self, form: &str, accept: impl Fn(&str) -> bool) -> u32 {
        let fitting = self.own.get(form).filter(|a| accept(&self.tags[usize::from(a.tag)]));
        fitting.map(|a| u32::from(a.info)).sum()
    }

    /// Appends the readings of a form. `lower` is the form in lower case, `title` room for a
    /// capitalised copy. `held_out` is the right tag while learning: the treebank's table is then
    /// read as if this occurrence were not in it.
    pub fn readings(
        &self,
        form: &str,
        lower: &str,
        title: &mut String,
        held_out: Option<u16>,
        out: &mut Vec<Reading>,
    ) {
        let begin = out.len();
        let (mut known, mut seen) = (false, 0);
        let mut take = |form: &str, variant: Variant, out: &mut Vec<Reading>| {
            if let Some(l) = &self.lexicon {
                let n = out.len();
                out.extend(l.table.get(form).map(|a| self.reading(a, variant)));
                known |= out.len() > n;
            }
            let n = out.len();
            let mut total = 0;
            for a in self.own.get(form) {
                let count = a.info - u16::from(held_out == Some(a.tag));
                total += u32::from(count);
                if count > 0 {
                    let (tag, script) = (a.tag, a.script);
                    let (source, rank) = (Source::Treebank, 0);
                    out.push(Reading { tag, info: count, script, source, variant, rank, from: 0 });
                }
            }
            // Slips of annotators and misspelt words: one reading in two hundred.
            let mut i = n;
            while i < out.len() {
                let r = &mut out[i];
                if r.source == Source::Treebank {
                    if u32::from(r.info) * 200 < total {
                        out.remove(i);
                        continue;
                    }
                    r.rank = match (u32::from(r.info) * 100).checked_div(total).unwrap_or(0) {
                        50.. => 4,
                        10.. => 3,
                        2.. => 2,
                        _ => 1,
                    };
                }
                i += 1;
            }
            seen += total;
        };
        take(form, Variant::Exact, out);
        let cased = form != lower;
        if cased {
            take(lower, Variant::Lower, out);
            let capitals = form.chars().filter(|c| c.is_uppercase()).count();
            if capitals > 1 {
                make_title(form, lower, title);
                if title != form {
                    take(title, Variant::Title, out);
                }
            }
        }
        if self.lexicon.is_none() && seen >= KNOWN {
            // A known word with a capital that it never had before may be a name ("Fair").
            let exact = |r: &Reading| r.variant == Variant::Exact;
            if let (Some(g), true, false) =
                (&self.own_guesser, cased, out[begin..].iter().any(exact))
            {
                let guesses = g.guess(form, true).enumerate().take(4);
                out.extend(guesses.map(|(rank, a)| Reading {
                    source: Source::GuessName,
                    rank: rank as u8,
                    ..self.reading(a, Variant::Exact)
                }));
            }
            return;
        }
        if known {
            return;
        }
        if let (Some(l), Some(at)) = (&self.lexicon, form.rfind('-'))
            && at > 0
            && form.len() == lower.len()
        {
            for (whole, variant) in [(form, Variant::Exact), (lower, Variant::Lower)] {
                let part = &whole[at + 1..];
                if let (Ok(from), true) =
                    (u16::try_from(at + 1), variant == Variant::Exact || cased)
                {
                    let readings = l.table.get(part).map(|a| Reading {
                        source: Source::Compound,
                        from,
                        ..self.reading(a, variant)
                    });
                    out.extend(readings.filter(|r| {
                        ["subst", "adj"].contains(&class_of(&self.tags[usize::from(r.tag)]))
                    }));
                }
            }
            if out.len() > begin && out[begin..].iter().any(|r| r.source == Source::Compound) {
                return;
            }
        }
        self.guess(form, lower, cased, out);
    }

    fn guess(&self, form: &str, lower: &str, cased: bool, out: &mut Vec<Reading>) {
        let guesser = match (&self.lexicon, &self.own_guesser) {
            (Some(l), _) => Some(&l.guesser),
            (None, own) => own.as_ref(),
        };
        let alphabetic = form.chars().any(char::is_alphabetic);
        if let (Some(guesser), true) = (guesser, alphabetic) {
            let mut push = |analyses: &mut dyn Iterator<Item = Analysis>, source, variant| {
                for (rank, a) in analyses.enumerate() {
                    let r = self.reading(a, variant);
                    out.push(Reading { source, rank: rank as u8, ..r });
                }
            };
            if cased {
                push(&mut guesser.guess(form, true), Source::GuessName, Variant::Exact);
            }
            push(&mut guesser.guess(lower, false), Source::GuessCommon, Variant::Lower);
        }
        let mut key = [0u8; SHAPE];
        for (rank, a) in self.shapes.get(shape(form, &mut key)).enumerate() {
            let (tag, info, script) = (a.tag, 0, a.script);
            let (source, variant, rank) = (Source::Shape, Variant::Exact, rank as u8);
            out.push(Reading { tag, info, script, source, variant, rank, from: 0 });
        }
    }

    fn reading(&self, a: Analysis, variant: Variant) -> Reading {
        let tag =
            if self.lexicon.is_some() { self.lexicon_tags[usize::from(a.tag)] } else { a.tag };
        let (info, script) = (a.info, a.script);
        Reading { tag, info, script, source: Source::Dictionary, variant, rank: 0, from: 0 }
    }

    /// Appends the lemma of a reading. Falls back to the form where a guessed edit does not fit.
    pub fn lemma(
        &self,
        r: &Reading,
        form: &str,
        lower: &str,
        title: &mut String,
        out: &mut compact_str::CompactString,
    ) {
        let base = match r.variant {
            Variant::Exact => form,
            Variant::Lower => lower,
            Variant::Title => {
                make_title(form, lower, title);
                title
            }
        };
        let from = usize::from(r.from);
        let scripts = match (&self.lexicon, r.source) {
            (Some(l), Source::Dictionary | Source::Compound) => l.scripts(),
            (Some(l), Source::GuessCommon | Source::GuessName) => l.scripts(),
            _ => &self.own_scripts,
        };
        out.push_str(&base[..from]);
        let done = scripts[r.script as usize].apply(&base[from..], out);
        if !done || out.is_empty() {
            out.push_str(&base[from..]);
        }
    }
}

impl Reading {
    /// Name classes; empty for readings that are not the dictionary's.
    pub fn class(&self) -> NameClass {
        match self.source {
            Source::Dictionary | Source::Compound => NameClass::from_bits(self.info),
            _ => NameClass::NONE,
        }
    }
}

/// First position of a positional tag.
pub(crate) fn class_of(tag: &str) -> &str {
    tag.split(':').next().unwrap_or(tag)
}

fn make_title(form: &str, lower: &str, title: &mut String) {
    title.clear();
    // "NATO" -> "Nato", "Bielsko-Biała" in capitals -> "Bielsko-Biała".
    let mut start = true;
    for (c, l) in form.chars().zip(lower.chars()) {
        title.push(if start { c } else { l });
        start = !c.is_alphanumeric();
    }
}

const SHAPE: usize = 12;

/// The shape of a form: "Aa" "AA" "a" "9", runs shortened, cut at twelve bytes. Signs stand for
/// themselves when they are ASCII.
pub(crate) fn shape<'b>(form: &str, key: &'b mut [u8; SHAPE]) -> &'b str {
    let mut n = 0;
    for c in form.chars() {
        let s = match c {
            c if c.is_uppercase() => b'A',
            c if c.is_alphabetic() => b'a',
            c if c.is_numeric() => b'9',
            c if c.is_ascii() => c as u8,
            _ => b'?',
        };
        let repeated = n >= 2 && key[n - 1] == s && key[n - 2] == s;
        let digits = n >= 1 && s == b'9' && key[n - 1] == b'9';
        if n < SHAPE && !repeated && !digits {
            key[n] = s;
            n += 1;
        }
    }
    // Only ASCII was written.
    std::str::from_utf8(&key[..n]).unwrap_or("")
}
