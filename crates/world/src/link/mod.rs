//! Sentences in, mentions out: the path of the world room.
//!
//! ```text
//! words -> pieces with keys (atoms) -> names and role nouns found in the index (find)
//!       -> role phrases put together: adjective, owner, name (roles)
//!       -> persons dated and chained through the document (persons) -> mentions (out)
//! ```
//!
//! Trees are used where they are there (the head of a mention, apposition); nothing depends on
//! them, so that a sentence without arcs still gives its mentions.

mod acronyms;
mod address;
mod find;
mod home;
mod names;
mod out;
mod persons;
mod roles;
mod when;

use crate::atoms::Atoms;
use crate::tables::{Kind, MONARCH, SECTORS, sector_number};
use crate::world::{Layers, Ref, day_number};
use crate::{Mention, MentionKind, World};
use compact_str::CompactString;
use jiff::civil::Date;
use rustc_hash::FxHashMap;
use syntax::lexicon::Lexicon;
use syntax::{Case, Sentence, Word};
use text::Lang;

/// Something found, on its way to becoming a mention.
#[derive(Clone, Debug)]
pub(crate) struct Node {
    /// Atoms, half-open.
    pub a: usize,
    pub b: usize,
    /// The atom of the role noun or of the name's first piece.
    pub head: usize,
    pub kind: MentionKind,
    pub entity: Option<Ref>,
    /// The name of somebody whom the world does not know, as first given.
    pub name: Option<CompactString>,
    pub role: Option<RoleInfo>,
    /// State or organisation.
    pub code: Option<CompactString>,
    pub sector: u8,
    /// Number of the office meant, 0 if none.
    pub office: u8,
    pub plural: bool,
    pub confidence: f32,
    pub why: CompactString,
    /// Taken up by a larger mention.
    pub absorbed: bool,
    /// A surname alone, which its role may correct.
    pub surname_only: bool,
    /// Owned by whoever was named last ("jego rzecznik").
    pub possessive: bool,
    /// A role with a name and no state beside it.
    pub bare: bool,
    /// Was someone's once ("były prezydent").
    pub former: bool,
}

/// What the table says of a role noun.
#[derive(Clone, Copy, Debug)]
pub(crate) struct RoleInfo {
    pub class: crate::tables::RoleClass,
    pub flags: u8,
    /// Identity of the noun, for memory.
    pub noun: u32,
}

impl Node {
    /// What tells one office from another in a document's memory: "the King" is not the president,
    /// though both head a state.
    pub fn post(&self) -> u8 {
        let monarch = self.role.is_some_and(|r| r.flags & MONARCH != 0);
        self.office | if monarch { 0x80 } else { 0 }
    }

    pub fn new(a: usize, b: usize, kind: MentionKind) -> Self {
        Self {
            a,
            b,
            head: a,
            kind,
            entity: None,
            name: None,
            role: None,
            code: None,
            sector: 0,
            office: 0,
            plural: false,
            confidence: 1.0,
            why: CompactString::default(),
            absorbed: false,
            surname_only: false,
            possessive: false,
            former: false,
            bare: false,
        }
    }
}

/// What a document has told so far.
#[derive(Default)]
pub(crate) struct Memory {
    /// Last holder named of each office: code and person.
    pub offices: FxHashMap<u8, (CompactString, Option<Ref>)>,
    /// Last owner of each role noun.
    pub nouns: FxHashMap<u32, CompactString>,
    /// Surname key to a person named before.
    pub surnames: FxHashMap<u64, usize>,
    /// Persons named, known or not.
    pub people: Vec<Known>,
    /// Acronyms that the document defines otherwise than the world.
    pub redefined: Vec<CompactString>,
    /// Last person or role with a code, for "jego rzecznik".
    pub last: Option<(CompactString, u8)>,
    /// State whose government writes, and the holders that its headline names.
    pub home: Option<CompactString>,
    pub home_offices: FxHashMap<u8, (CompactString, Option<Ref>)>,
    /// First person named with a bare role ("Prezydent Biden"), by office.
    pub bare: FxHashMap<u8, (CompactString, Option<Ref>)>,
    /// Last state or person with a code, for "jej władze".
    pub last_state: Option<CompactString>,
}

/// A person that the document named.
#[derive(Clone, Debug)]
pub(crate) struct Known {
    pub entity: Option<Ref>,
    pub name: CompactString,
    pub code: Option<CompactString>,
    pub sector: u8,
    pub office: u8,
}

/// All that the steps share.
pub(crate) struct Linker<'w, 's> {
    pub layers: Layers<'w>,
    pub text: &'s str,
    pub lang: Lang,
    /// The dictionary by which inflected names find their base form.
    pub lexicon: Option<&'s Lexicon>,
    /// Publication as yyyymmdd.
    pub day: Option<u32>,
    /// The day is inferred from whom the document names.
    pub assumed: bool,
    pub memory: Memory,
    pub atoms: Atoms,
    /// Names of languages that are not analysed count whatever their script.
    pub foreign: bool,
    /// The text is a question asked by hand: its first word opens no sentence.
    pub question: bool,
    /// Names are settled rather than parties sought: events count as names of their own.
    pub settling: bool,
    /// Bare roles without a state so far: mention and office.
    pub pending: Vec<(usize, u8)>,
}

impl World {
    /// All mentions of a document in text order.
    ///
    /// `published` decides who holds an office; without it the persons and years that the document
    /// names give an assumed time, and roles alone keep their state but name nobody.
    /// Sentences may lack trees, lemmas (empty or `_`) and names.
    pub fn link(
        &self,
        sentences: &[Sentence],
        text: &str,
        lang: Lang,
        published: Option<Date>,
    ) -> Vec<Mention> {
        Linker::new(self.layers(), text, lang, published.map(day_number)).run(sentences)
    }
}

impl<'w, 's> Linker<'w, 's> {
    pub fn new(layers: Layers<'w>, text: &'s str, lang: Lang, day: Option<u32>) -> Self {
        Linker {
            layers,
            text,
            lang,
            lexicon: None,
            day,
            assumed: false,
            foreign: false,
            question: false,
            settling: false,
            memory: Memory::default(),
            atoms: Atoms::default(),
            pending: Vec::new(),
        }
    }

    /// The whole document.
    pub fn run(mut self, sentences: &[Sentence]) -> Vec<Mention> {
        if self.day.is_none() {
            self.day = self.assumed_day(sentences);
            self.assumed = self.day.is_some();
        }
        let mut out = Vec::new();
        for (i, sentence) in sentences.iter().enumerate() {
            let mut nodes = self.read(sentence);
            self.settle(sentence, &mut nodes);
            self.write(i as u32, sentence, &nodes, &mut out);
        }
        self.fill_in(&mut out);
        out
    }

    /// What stands in one sentence.
    fn read(&mut self, sentence: &Sentence) -> Vec<Node> {
        let mut atoms = std::mem::take(&mut self.atoms);
        atoms.read(sentence, self.text, self.lang);
        self.atoms = atoms;
        let mut nodes = self.find(sentence);
        self.forget_redefined(sentence, &mut nodes);
        for node in &mut nodes {
            // events and products are no parties: their words are taken, and that is all
            let kind = node.entity.map(|e| self.layers.kind(e));
            node.absorbed |= matches!(kind, Some(Kind::Event | Kind::Product));
        }
        self.assemble(sentence, &mut nodes);
        nodes
    }

    pub fn word<'a>(&self, sentence: &'a Sentence, atom: usize) -> &'a Word {
        &sentence.words[self.atoms.list[atom].word as usize]
    }

    pub fn case(&self, sentence: &Sentence, node: &Node) -> Option<Case> {
        self.word(sentence, node.head).morph.case
    }

    pub fn sector_name(&self, n: u8) -> Option<CompactString> {
        SECTORS.get(usize::from(n)).filter(|s| !s.is_empty()).map(|s| CompactString::from(*s))
    }

    /// Sector that a thing of this kind has by itself.
    pub fn sector_of(&self, entity: Ref) -> u8 {
        self.layers.row(entity).sector
    }

    /// Whether the owner is an organisation rather than a state.
    pub fn is_organisation(&self, code: &str) -> bool {
        code.len() != 3 || self.layers.by_id(&format!("country/{code}")).is_none()
    }

    pub fn igo(&self) -> u8 {
        sector_number("IGO")
    }
}

/// The kind of mention that an entity makes under a name.
pub(crate) fn mention_kind(kind: Kind) -> MentionKind {
    match kind {
        Kind::State => MentionKind::State,
        Kind::Person => MentionKind::Person,
        Kind::Organisation => MentionKind::Organisation,
        Kind::Group => MentionKind::Group,
        Kind::Party | Kind::Institution | Kind::Media => MentionKind::Institution,
        Kind::Framework => MentionKind::Framework,
        Kind::Business => MentionKind::Business,
        Kind::Place => MentionKind::Place,
        Kind::Event | Kind::Product => MentionKind::Unknown,
    }
}
