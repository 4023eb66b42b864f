//! What a thread remembers of the forms that it met lately.
//!
//! **In:** a form. **Out:** its readings, candidates and the part of their scores that hangs on
//! the form alone. **Why:** half of the words of any text are a few thousand forms, and looking
//! one up walks several automata. What is remembered is what a look-up would give, so results do
//! not depend on what was read before.

use super::features::{Candidate, Token};
use super::lexis::Reading;
use compact_str::CompactString;

/// Forms remembered: a power of two.
const SLOTS: usize = 8192;
/// Most others that a form outlasts when they want its place.
const LONGEST: u8 = 3;
/// Languages remembered.
const LANGUAGES: usize = 4;

/// One form.
#[derive(Clone, Default)]
pub(super) struct FormEntry {
    form: CompactString,
    /// How much longer it is kept when another form wants its place.
    worth: u8,
    pub lower: CompactString,
    pub token: Token,
    pub readings: Vec<Reading>,
    pub candidates: Vec<Candidate>,
    pub own: Vec<i32>,
    pub meanings: Vec<Meaning>,
}

/// What a form means under one of its tags.
#[derive(Clone, Debug)]
pub(super) struct Meaning {
    pub tag: u16,
    /// Whether it begins the sentence, where a capital says nothing.
    pub first: bool,
    pub lemma: CompactString,
    /// Rows of the UD table; two different ones where the sentence decides.
    pub rows: [u32; 2],
}

impl FormEntry {
    /// What it means with this tag, if that was asked before.
    pub fn meaning(&self, tag: u16, first: bool) -> Option<&Meaning> {
        self.meanings.iter().find(|m| m.tag == tag && m.first == first)
    }
}

/// Forms of one tagger.
#[derive(Default)]
pub(super) struct FormCache {
    slots: Vec<FormEntry>,
    /// For forms that get no place.
    spare: FormEntry,
}

/// A cache for each tagger that the thread works with, the last used first.
#[derive(Default)]
pub(super) struct FormCaches(Vec<(u64, FormCache)>);

impl FormCaches {
    /// The cache of the tagger with this number.
    pub fn of(&mut self, id: u64) -> &mut FormCache {
        match self.0.iter().position(|(i, _)| *i == id) {
            Some(at) => self.0[..=at].rotate_right(1),
            None => {
                self.0.truncate(LANGUAGES - 1);
                self.0.insert(0, (id, FormCache::default()));
            }
        }
        &mut self.0[0].1
    }
}

impl FormCache {
    /// Where a form is kept, its entry, and whether that is filled. One that is not must be filled.
    pub fn entry(&mut self, form: &str) -> (u32, &mut FormEntry, bool) {
        if self.slots.is_empty() {
            self.slots.resize_with(SLOTS, FormEntry::default);
        }
        let at = super::features::string(form) as usize % SLOTS;
        let entry = &mut self.slots[at];
        if entry.form == form && !form.is_empty() {
            entry.worth = (entry.worth + 1).min(LONGEST);
            return (at as u32, entry, true);
        }
        if entry.worth > 0 {
            entry.worth -= 1;
            return (u32::MAX, &mut self.spare, false);
        }
        entry.form = form.into();
        (at as u32, entry, false)
    }

    /// The entry of a form that was kept at `slot`, if it still is.
    pub fn held(&mut self, slot: u32, form: &str) -> Option<&mut FormEntry> {
        self.slots.get_mut(slot as usize).filter(|e| e.form == form)
    }
}
