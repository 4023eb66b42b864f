//! The world's tables as they lie in the pack, and the view that rules read.
//!
//! Every table is an array of plain rows; strings are ranges in one heap. Nothing is decoded at
//! load: opening the world costs a checksum.

use crate::trie::{Edge, Trie};
use bytemuck::{Pod, Zeroable};
use pack::{Pack, PackError, PackWriter};

/// Kind mark of the pack.
pub const PACK_KIND: &str = "world";
/// Changes whenever a row or a key changes its meaning.
pub const PACK_SCHEMA: u64 = 0x776f_726c_6400_0003;

/// A string in the heap.
#[repr(C)]
#[derive(Clone, Copy, Debug, Default, Pod, Zeroable, PartialEq, Eq, Hash)]
pub struct Str {
    pub at: u32,
    pub len: u32,
}

/// What an entity is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum Kind {
    State,
    Person,
    Organisation,
    Group,
    Party,
    Institution,
    Framework,
    Business,
    Media,
    Place,
    /// A war, referendum, epidemic, feast, conference: no party.
    Event,
    /// A work, device, service, law: no party.
    Product,
}

impl Kind {
    const ALL: [Kind; 12] = [
        Kind::State,
        Kind::Person,
        Kind::Organisation,
        Kind::Group,
        Kind::Party,
        Kind::Institution,
        Kind::Framework,
        Kind::Business,
        Kind::Media,
        Kind::Place,
        Kind::Event,
        Kind::Product,
    ];

    /// The kind of a row; rows are checked at load.
    pub fn from_u8(n: u8) -> Kind {
        Self::ALL.get(usize::from(n)).copied().unwrap_or(Kind::Place)
    }
}

/// PLOVER sectors in use; 0 is none.
pub const SECTORS: &[&str] = &[
    "", "GOV", "MIL", "COP", "JUD", "LEG", "PTY", "OPP", "REB", "CVL", "MED", "BUS", "NGO", "IGO",
    "SPY", "EDU", "REL", "LAB", "CRM", "UNK",
];

/// The number of a sector, 0 if it is none of PLOVER's.
pub fn sector_number(name: &str) -> u8 {
    SECTORS.iter().position(|&s| s == name).unwrap_or(0) as u8
}

/// Offices in order of rank: where a person holds several, the first counts.
pub const OFFICES: &[&str] = &[
    "",
    "supreme_leader",
    "head_of_state",
    "head_of_government",
    "commission_president",
    "council_president",
    "secretary_general",
    "director_general",
    "president",
    "high_representative",
    "parliament_president",
    "foreign_minister",
    "vice_president",
    "deputy_head_of_government",
    "defence_minister",
    "interior_minister",
    "finance_minister",
    "national_security",
    "justice_minister",
    "economy_minister",
    "trade_minister",
    "energy_minister",
    "agriculture_minister",
    "health_minister",
    "education_minister",
    "transport_minister",
    "environment_minister",
    "culture_minister",
    "labour_social_minister",
    "european_affairs_minister",
    "digital_minister",
    "emergency_minister",
    "other_minister",
    "legislature_head",
    "military_chief",
    "intelligence_head",
    "central_bank_head",
    "party_leader",
    "governor_general",
    "deputy_minister",
    "igo_official",
    "leader",
    "other",
];

/// The number of an office; unknown names count as "other".
pub fn office_number(name: &str) -> u8 {
    OFFICES.iter().position(|&s| s == name).unwrap_or(OFFICES.len() - 1) as u8
}

/// One entity.
#[repr(C)]
#[derive(Clone, Copy, Debug, Pod, Zeroable)]
pub struct EntityRow {
    pub id: Str,
    pub name: Str,
    /// State or organisation it belongs to.
    pub code: Str,
    /// First and last day as yyyymmdd, 0 where open.
    pub from: u32,
    pub to: u32,
    /// Inhabitants, for places.
    pub population: u32,
    pub lat: f32,
    pub lon: f32,
    /// First row and number of rows in `tenures`, for persons.
    pub tenures: u32,
    pub tenure_count: u16,
    pub kind: u8,
    pub sector: u8,
    /// Office of whoever heads it, for organisations and institutions.
    pub headed_by: u8,
    pub flags: u8,
    pub pad: u16,
}

/// Flag: the seat of its state's government.
pub const CAPITAL: u8 = 1;
/// Flag: a state led by its head of government.
pub const LED_BY_GOVERNMENT: u8 = 2;
/// Flag: the city that stands for the European Union.
pub const SEAT_OF_UNION: u8 = 8;
/// Flag: a territory of another state.
pub const DEPENDENT: u8 = 16;
/// Flags: what its name counts as, whatever its kind (two bits: organisation, product, event).
pub const NAMED: u8 = 96;
/// [`NAMED`]: an organisation.
pub const NAMED_ORGANISATION: u8 = 32;
/// [`NAMED`]: a product.
pub const NAMED_PRODUCT: u8 = 64;
/// [`NAMED`]: an event.
pub const NAMED_EVENT: u8 = 96;
/// Flag: named after a place ("Kreml"), as which its name counts.
pub const NAMED_PLACE: u8 = 128;
/// Flag: surname comes first in the usual order.
pub const SURNAME_FIRST: u8 = 4;

/// One office held by one person.
#[repr(C)]
#[derive(Clone, Copy, Debug, Pod, Zeroable)]
pub struct TenureRow {
    pub person: u32,
    pub from: u32,
    /// 99991231 where open at `as_of`.
    pub to: u32,
    /// The day up to which an open row is vouched for.
    pub as_of: u32,
    /// State or organisation.
    pub code: Str,
    pub title: Str,
    pub office: u8,
    /// Sector of the holder.
    pub sector: u8,
    /// Smaller is better where rows disagree.
    pub trust: u8,
    pub pad: u8,
}

/// How a listed name relates to its target.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Form {
    /// A name; capital where the list has one.
    Name,
    /// An acronym: capitals as listed.
    Acronym,
    /// An adjective of a state.
    Adjective,
    /// An inhabitant.
    Demonym,
    /// A role or body noun: the target is a row of `roles`.
    Role,
    /// A whole personal name.
    FullName,
    /// A surname.
    Surname,
}

impl Form {
    /// The form of a row.
    pub fn from_u8(n: u8) -> Form {
        match n {
            1 => Form::Acronym,
            2 => Form::Adjective,
            3 => Form::Demonym,
            4 => Form::Role,
            5 => Form::FullName,
            6 => Form::Surname,
            _ => Form::Name,
        }
    }
}

/// One meaning of a listed name.
#[repr(C)]
#[derive(Clone, Copy, Debug, Pod, Zeroable, PartialEq, Eq, Hash)]
pub struct SenseRow {
    pub target: u32,
    pub spelling: Str,
    pub form: u8,
    pub pad: [u8; 3],
}

/// A role or body noun.
#[repr(C)]
#[derive(Clone, Copy, Debug, Pod, Zeroable)]
pub struct RoleRow {
    pub term: Str,
    /// State or organisation that the term itself names, if any.
    pub code: Str,
    pub class: u8,
    pub office: u8,
    pub sector: u8,
    pub flags: u8,
}

/// What a role noun denotes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum RoleClass {
    /// One who holds an office or post.
    Post,
    /// A body: government, ministry, army, court.
    Body,
    /// People of a kind: soldiers, deputies, residents.
    People,
}

impl RoleClass {
    /// The class of a row.
    pub fn from_u8(n: u8) -> RoleClass {
        match n {
            0 => RoleClass::Post,
            1 => RoleClass::Body,
            _ => RoleClass::People,
        }
    }
}

/// Role flag: means something only with its owner ("strona kazachska").
pub const NEEDS_OWNER: u8 = 1;
/// Role flag: heads what follows ("szef MSZ").
pub const HEADS: u8 = 2;
/// Role flag: speaks or acts for what follows ("rzecznik Kremla").
pub const SPEAKS_FOR: u8 = 4;
/// Role flag: sent to another state ("ambasador Rosji w Polsce").
pub const SENT: u8 = 8;
/// Role flag: a monarch, whom a republic does not have.
pub const MONARCH: u8 = 32;
/// Role flag: one of the other side ("his counterpart").
pub const OTHER_SIDE: u8 = 16;

/// All tables in memory: what the builder makes and what an overlay is.
#[derive(Default)]
pub struct Owned {
    pub heap: Vec<u8>,
    pub entities: Vec<EntityRow>,
    /// Ordered by person.
    pub tenures: Vec<TenureRow>,
    /// Rows of `tenures`, ordered by code and office.
    pub by_office: Vec<u32>,
    pub roles: Vec<RoleRow>,
    pub senses: Vec<SenseRow>,
    /// Entities ordered by id, for look-ups.
    pub by_id: Vec<u32>,
    pub edges: Vec<Edge>,
    pub starts: Vec<u32>,
    pub values: Vec<u32>,
}

impl Owned {
    /// The pack file.
    pub fn to_pack(&self, version: &str) -> Vec<u8> {
        let mut w = PackWriter::new(PACK_KIND, version, PACK_SCHEMA);
        w.section("heap", self.heap.clone())
            .values("entities", &self.entities)
            .values("tenures", &self.tenures)
            .values("by_office", &self.by_office)
            .values("roles", &self.roles)
            .values("senses", &self.senses)
            .values("by_id", &self.by_id)
            .values("edges", &self.edges)
            .values("starts", &self.starts)
            .values("values", &self.values);
        w.finish()
    }

    /// The view that rules read.
    pub fn view(&self) -> View<'_> {
        View {
            heap: &self.heap,
            entities: &self.entities,
            tenures: &self.tenures,
            by_office: &self.by_office,
            roles: &self.roles,
            senses: &self.senses,
            by_id: &self.by_id,
            trie: Trie { edges: &self.edges, starts: &self.starts, values: &self.values },
        }
    }
}

/// Borrowed tables of one layer (the pack or an overlay).
#[derive(Clone, Copy)]
pub struct View<'p> {
    heap: &'p [u8],
    pub entities: &'p [EntityRow],
    pub tenures: &'p [TenureRow],
    pub by_office: &'p [u32],
    pub roles: &'p [RoleRow],
    pub senses: &'p [SenseRow],
    pub by_id: &'p [u32],
    pub trie: Trie<'p>,
}

impl<'p> View<'p> {
    /// A layer that knows nothing.
    pub fn empty() -> Self {
        const EDGE: &[Edge] = &[Edge::NONE, Edge::NONE];
        let trie = Trie { edges: EDGE, starts: &[0, 0, 0, 0, 0], values: &[] };
        View {
            heap: &[],
            entities: &[],
            tenures: &[],
            by_office: &[],
            roles: &[],
            senses: &[],
            by_id: &[],
            trie,
        }
    }

    /// Reads the tables of a pack.
    ///
    /// # Errors
    /// If a table is missing or does not fit the others.
    pub fn of_pack(pack: &'p Pack) -> Result<Self, PackError> {
        let view = View {
            heap: pack.section("heap")?,
            entities: pack.values("entities")?,
            tenures: pack.values("tenures")?,
            by_office: pack.values("by_office")?,
            roles: pack.values("roles")?,
            senses: pack.values("senses")?,
            by_id: pack.values("by_id")?,
            trie: Trie {
                edges: pack.values("edges")?,
                starts: pack.values("starts")?,
                values: pack.values("values")?,
            },
        };
        Ok(view)
    }

    /// Whether no row points outside its tables.
    pub fn is_sound(&self) -> bool {
        let (e, t) = (self.entities.len(), self.tenures.len());
        self.trie.is_sound()
            && self.trie.values.iter().all(|&v| (v as usize) < self.senses.len())
            && self.by_office.iter().all(|&v| (v as usize) < t)
            && self.by_id.iter().all(|&v| (v as usize) < e)
            && self.tenures.iter().all(|r| (r.person as usize) < e)
            && self.entities.iter().all(|r| r.tenures as usize + usize::from(r.tenure_count) <= t)
            && self.senses.iter().all(|s| {
                let n = if s.form == Form::Role as u8 { self.roles.len() } else { e };
                (s.target as usize) < n
            })
    }

    /// A string; empty where the heap does not hold it.
    pub fn str(&self, s: Str) -> &'p str {
        let bytes = self.heap.get(s.at as usize..(s.at as usize).saturating_add(s.len as usize));
        std::str::from_utf8(bytes.unwrap_or(&[])).unwrap_or("")
    }

    /// The offices of a person.
    pub fn tenures_of(&self, entity: u32) -> &'p [TenureRow] {
        let row = &self.entities[entity as usize];
        &self.tenures[row.tenures as usize..row.tenures as usize + usize::from(row.tenure_count)]
    }

    /// The rows of one office of one state or organisation.
    pub fn tenures_at(
        &self,
        code: &str,
        office: u8,
    ) -> impl Iterator<Item = &'p TenureRow> + use<'p> {
        let view = *self;
        let code = code.to_owned();
        let key = move |&i: &u32| {
            let row = &view.tenures[i as usize];
            (view.str(row.code), row.office)
        };
        let first = self.by_office.partition_point(|i| key(i) < (code.as_str(), office));
        let rows = &self.by_office[first..];
        rows.iter()
            .take_while(move |&i| key(i) == (code.as_str(), office))
            .map(move |&i| &view.tenures[i as usize])
    }

    /// The entity with this id.
    pub fn entity_by_id(&self, id: &str) -> Option<u32> {
        let at = self.by_id.partition_point(|&e| self.str(self.entities[e as usize].id) < id);
        let e = *self.by_id.get(at)?;
        (self.str(self.entities[e as usize].id) == id).then_some(e)
    }
}
