//! Dictionary: what a form can be.
//!
//! **In:** a form. **Out:** its analyses: tag, class of name, and an edit script that makes the
//! lemma. **Why:** for an inflecting language the candidates of a dictionary are worth more
//! than any learner; a tagger that only chooses among them is both better and faster.
//!
//! A table is a minimal automaton (`fst`) from forms to the number of a list of analyses. Forms
//! of one paradigm share their lists (the lemma is an edit of the form), so 4 million Polish
//! forms have only some ten thousand lists. The same structure serves the dictionary, the
//! training treebank's own forms, and, over reversed suffixes, the [`Guesser`].

mod build;
mod class;
mod guess;
mod script;
mod sgjp;

pub use build::{Entry, TableBuilder};
pub use class::NameClass;
pub use guess::{GuessBuilder, Guesser};
pub use script::{LemmaScript, apply as apply_script};
pub use sgjp::{SgjpError, build_sgjp, expand_tag};

use crate::section::{Section, damaged, strings};
use pack::{Pack, PackError};
use std::sync::Arc;

/// Kind of a dictionary pack.
pub const LEXICON_KIND: &str = "lexicon";
/// Layout of a dictionary pack; raised when it changes.
pub const LEXICON_SCHEMA: u64 = 0x4c45_5849_0001;

/// One analysis of a form, as it lies in the file.
#[repr(C)]
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, bytemuck::Pod, bytemuck::Zeroable,
)]
pub struct Analysis {
    /// Index into the table's tags.
    pub tag: u16,
    /// [`NameClass`] bits in a dictionary, a count (capped) in a treebank's table.
    pub info: u16,
    /// Index into the table's edit scripts.
    pub script: u32,
}

/// A table of forms and their analyses, read in place.
pub struct Table {
    map: fst::Map<Section<u8>>,
    starts: Section<u32>,
    items: Section<u32>,
    analyses: Section<Analysis>,
}

impl Table {
    /// Opens the sections `PREFIX.fst`, `PREFIX.starts`, `PREFIX.items` and `PREFIX.analyses`.
    ///
    /// # Errors
    /// [`PackError::Damaged`] if one is missing or they do not fit together.
    pub fn open(pack: &Arc<Pack>, prefix: &str) -> Result<Self, PackError> {
        let map = fst::Map::new(Section::new(pack, &format!("{prefix}.fst"))?)
            .map_err(|e| damaged(pack, format!("section {prefix}.fst: {e}")))?;
        let starts: Section<u32> = Section::new(pack, &format!("{prefix}.starts"))?;
        let items: Section<u32> = Section::new(pack, &format!("{prefix}.items"))?;
        let analyses: Section<Analysis> = Section::new(pack, &format!("{prefix}.analyses"))?;
        let fits = starts.get().windows(2).all(|w| w[0] <= w[1])
            && starts.get().last().is_some_and(|&e| e as usize == items.get().len())
            && items.get().iter().all(|&i| (i as usize) < analyses.get().len());
        if !fits {
            return Err(damaged(pack, format!("lists of {prefix} do not fit together")));
        }
        Ok(Self { map, starts, items, analyses })
    }

    /// Number of forms.
    pub fn len(&self) -> usize {
        self.map.len()
    }

    /// Whether the table has no form.
    pub fn is_empty(&self) -> bool {
        self.map.is_empty()
    }

    /// The analyses of exactly this form.
    pub fn get(&self, form: &str) -> impl Iterator<Item = Analysis> + '_ {
        let list = self.map.get(form.as_bytes());
        list.map(|l| self.list(l)).into_iter().flatten()
    }

    /// Whether the form is in the table.
    pub fn contains(&self, form: &str) -> bool {
        self.map.contains_key(form.as_bytes())
    }

    fn list(&self, list: u64) -> impl Iterator<Item = Analysis> + '_ {
        let starts = self.starts.get();
        let range = match (starts.get(list as usize), starts.get(list as usize + 1)) {
            (Some(&a), Some(&b)) => a as usize..b as usize,
            _ => 0..0,
        };
        let analyses = self.analyses.get();
        self.items.get()[range].iter().map(move |&i| analyses[i as usize])
    }
}

/// A language's dictionary with its guesser for unknown forms.
pub struct Lexicon {
    /// Date or version of the source.
    version: String,
    tags: Vec<String>,
    scripts: Vec<LemmaScript>,
    /// Forms of the dictionary.
    pub table: Table,
    /// Unknown forms by their ends.
    pub guesser: Guesser,
}

impl Lexicon {
    /// Reads a dictionary pack.
    ///
    /// # Errors
    /// If its parts are missing or do not fit together.
    pub fn from_pack(pack: &Arc<Pack>) -> Result<Self, PackError> {
        let scripts = strings(pack, "scripts")?;
        let scripts = scripts.iter().map(|s| {
            LemmaScript::decode(s).ok_or_else(|| damaged(pack, format!("edit script {s:?}")))
        });
        Ok(Self {
            version: pack.version().to_owned(),
            tags: strings(pack, "tags")?,
            scripts: scripts.collect::<Result<_, _>>()?,
            table: Table::open(pack, "forms")?,
            guesser: Guesser::open(pack, "guess")?,
        })
    }

    /// Opens a dictionary file.
    ///
    /// # Errors
    /// As [`Pack::open`] and [`Lexicon::from_pack`].
    pub fn open(path: &std::path::Path) -> Result<Self, PackError> {
        Self::from_pack(&Arc::new(Pack::open(path, LEXICON_KIND, LEXICON_SCHEMA)?))
    }

    /// Date or version of the source.
    pub fn version(&self) -> &str {
        &self.version
    }

    /// The dictionary's tags; [`Analysis::tag`] is an index into them.
    pub fn tags(&self) -> &[String] {
        &self.tags
    }

    /// The dictionary's edit scripts; [`Analysis::script`] is an index into them.
    pub fn scripts(&self) -> &[LemmaScript] {
        &self.scripts
    }

    /// Tag, lemma and name class of every analysis of exactly this form. For look-ups by hand;
    /// the tagger reads the tables directly.
    pub fn look_up(&self, form: &str) -> Vec<(&str, String, NameClass)> {
        let analyses = self.table.get(form);
        analyses
            .map(|a| {
                let mut lemma = String::new();
                self.scripts[a.script as usize].apply(form, &mut lemma);
                (self.tags[usize::from(a.tag)].as_str(), lemma, NameClass::from_bits(a.info))
            })
            .collect()
    }

    /// The kinds of name that the form can be, over all analyses.
    pub fn name_class(&self, form: &str) -> NameClass {
        self.table.get(form).fold(NameClass::NONE, |c, a| c.union(NameClass::from_bits(a.info)))
    }
}
