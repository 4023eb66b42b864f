//! Building a table: forms with analyses in, sections of a pack out.

use super::{Analysis, LemmaScript};
use rustc_hash::FxHashMap;

/// Interns tags and edit scripts for the tables of one pack.
#[derive(Default)]
pub struct Entry {
    tags: Interner<String>,
    scripts: Interner<LemmaScript>,
}

impl Entry {
    /// An interner whose tags are already numbered.
    pub fn with_tags(tags: &[String]) -> Self {
        let mut this = Self::default();
        for t in tags {
            this.tags.id(t.clone());
        }
        this
    }

    /// The analysis of `form` as `tag` with this lemma; `None` if there are too many tags or the
    /// edit is too long.
    pub fn analysis(&mut self, form: &str, tag: &str, lemma: &str, info: u16) -> Option<Analysis> {
        let script = self.scripts.id(LemmaScript::between(form, lemma)?);
        let tag = u16::try_from(self.tags.id_ref(tag)).ok()?;
        Some(Analysis { tag, info, script })
    }

    /// All tags, by number.
    pub fn tags(&self) -> &[String] {
        &self.tags.all
    }

    /// A script by number.
    pub fn script(&self, id: u32) -> &LemmaScript {
        &self.scripts.all[id as usize]
    }

    /// The scripts as lines of a section.
    pub fn encoded_scripts(&self) -> Vec<String> {
        self.scripts.all.iter().map(LemmaScript::encode).collect()
    }
}

struct Interner<T> {
    ids: FxHashMap<T, u32>,
    all: Vec<T>,
}

impl<T> Default for Interner<T> {
    fn default() -> Self {
        Self { ids: FxHashMap::default(), all: Vec::new() }
    }
}

impl<T: Clone + Eq + std::hash::Hash> Interner<T> {
    fn id(&mut self, value: T) -> u32 {
        if let Some(&id) = self.ids.get(&value) {
            return id;
        }
        let id = self.all.len() as u32;
        self.all.push(value.clone());
        self.ids.insert(value, id);
        id
    }
}

impl Interner<String> {
    fn id_ref(&mut self, value: &str) -> u32 {
        match self.ids.get(value) {
            Some(&id) => id,
            None => self.id(value.to_owned()),
        }
    }
}

/// Collects keys with their lists of analyses.
#[derive(Default)]
pub struct TableBuilder {
    analyses: FxHashMap<Analysis, u32>,
    all: Vec<Analysis>,
    lists: FxHashMap<Vec<u32>, u32>,
    starts: Vec<u32>,
    items: Vec<u32>,
    keys: Vec<(Vec<u8>, u32)>,
}

impl TableBuilder {
    /// Adds a key. Its analyses keep their order.
    pub fn add(&mut self, key: Vec<u8>, analyses: &[Analysis]) {
        let list = self.list(analyses);
        self.keys.push((key, list));
    }

    fn list(&mut self, analyses: &[Analysis]) -> u32 {
        let mut list = Vec::with_capacity(analyses.len());
        for a in analyses {
            let all = &mut self.all;
            let id = *self.analyses.entry(*a).or_insert_with(|| {
                all.push(*a);
                all.len() as u32 - 1
            });
            list.push(id);
        }
        if let Some(&id) = self.lists.get(&list) {
            return id;
        }
        let id = self.starts.len() as u32;
        self.starts.push(self.items.len() as u32);
        self.items.extend_from_slice(&list);
        self.lists.insert(list, id);
        id
    }

    /// Number of distinct analyses and lists so far.
    pub fn sizes(&self) -> (usize, usize) {
        (self.all.len(), self.lists.len())
    }

    /// Writes the four sections of the table.
    ///
    /// # Errors
    /// If a key was added twice.
    pub fn write(mut self, prefix: &str, out: &mut pack::PackWriter) -> Result<(), fst::Error> {
        self.starts.push(self.items.len() as u32);
        self.keys.sort_unstable();
        let mut builder = fst::MapBuilder::memory();
        for (key, list) in &self.keys {
            builder.insert(key, u64::from(*list))?;
        }
        out.section(&format!("{prefix}.fst"), builder.into_inner()?);
        out.values(&format!("{prefix}.starts"), &self.starts);
        out.values(&format!("{prefix}.items"), &self.items);
        out.values(&format!("{prefix}.analyses"), &self.all);
        Ok(())
    }
}
