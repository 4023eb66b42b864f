//! The world as a program holds it: the shipped pack, and what a user added to it.

use crate::tables::{
    DEPENDENT, EntityRow, Kind, LED_BY_GOVERNMENT, OFFICES, Owned, PACK_KIND, PACK_SCHEMA,
    TenureRow, View, office_number,
};
use jiff::civil::Date;
use pack::{Pack, PackError};
use std::path::Path;
use thiserror::Error;

/// Why a world could not be loaded.
#[derive(Debug, Error)]
pub enum WorldError {
    /// The pack was refused.
    #[error(transparent)]
    Pack(#[from] PackError),
    /// The pack's tables contradict each other.
    #[error("{0}: the world pack is damaged: its tables do not fit together; build it again")]
    Unsound(String),
    /// The overlay could not be read at all.
    #[error("{path}: cannot read the overlay: {source}")]
    Overlay {
        /// The overlay's file.
        path: std::path::PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
}

/// Everything the program knows of actors, offices and places. Cheap to share behind an `Arc`.
pub struct World {
    pack: Pack,
    pub(crate) overlay: Option<Owned>,
}

/// An entity in one of the layers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Ref {
    /// 0: an overlay's, 1: the pack's.
    pub layer: u8,
    pub row: u32,
}

/// The borrowed layers, overlay first, made once a document.
#[derive(Clone, Copy)]
pub(crate) struct Layers<'w> {
    pub views: [Option<View<'w>>; 2],
}

impl World {
    /// Takes a verified pack (see [`Pack::open`] and [`Pack::built_in`] with [`PACK_KIND`] and
    /// [`PACK_SCHEMA`]).
    ///
    /// # Errors
    /// If its tables are missing or do not fit together.
    pub fn load(pack: Pack) -> Result<Self, WorldError> {
        if !View::of_pack(&pack)?.is_sound() {
            return Err(WorldError::Unsound(pack.path().display().to_string()));
        }
        Ok(Self { pack, overlay: None })
    }

    /// Opens a pack file.
    ///
    /// # Errors
    /// If the file is missing, damaged or of another version.
    pub fn open(path: &Path) -> Result<Self, WorldError> {
        Self::load(Pack::open(path, PACK_KIND, PACK_SCHEMA)?)
    }

    /// The pack behind it, for its version and path.
    pub fn pack(&self) -> &Pack {
        &self.pack
    }

    pub(crate) fn layers(&self) -> Layers<'_> {
        Layers { views: [self.overlay.as_ref().map(Owned::view), View::of_pack(&self.pack).ok()] }
    }

    /// The framework that cooperation through this entity names: "SCO" for `org/SCO`, "BRI" for
    /// `framework/BRI`; none for other entities.
    pub fn framework_of<'e>(&self, entity: &'e str) -> Option<&'e str> {
        entity.strip_prefix("framework/").or_else(|| entity.strip_prefix("org/"))
    }

    /// Canonical English name of an entity.
    pub fn name_of(&self, entity: &str) -> Option<String> {
        let layers = self.layers();
        let found = layers.by_id(entity)?;
        Some(layers.str_name(found).to_owned())
    }
}

/// A day as yyyymmdd.
pub(crate) fn day_number(date: Date) -> u32 {
    date.year().max(0) as u32 * 10_000 + date.month() as u32 * 100 + date.day() as u32
}

/// Whole years between two yyyymmdd days, roughly.
pub(crate) fn years_between(a: u32, b: u32) -> u32 {
    (a.max(b) / 100 * 12 / 100 + a.max(b) / 100 % 100)
        .saturating_sub(a.min(b) / 100 * 12 / 100 + a.min(b) / 100 % 100)
        / 12
}

impl<'w> Layers<'w> {
    pub fn view(&self, r: Ref) -> View<'w> {
        // A Ref is only made from a layer that is there.
        self.views[usize::from(r.layer)]
            .unwrap_or_else(|| self.views[1].unwrap_or_else(View::empty))
    }

    pub fn row(&self, r: Ref) -> &'w EntityRow {
        &self.view(r).entities[r.row as usize]
    }

    pub fn kind(&self, r: Ref) -> Kind {
        Kind::from_u8(self.row(r).kind)
    }

    pub fn str_id(&self, r: Ref) -> &'w str {
        self.view(r).str(self.row(r).id)
    }

    pub fn str_name(&self, r: Ref) -> &'w str {
        self.view(r).str(self.row(r).name)
    }

    pub fn str_code(&self, r: Ref) -> &'w str {
        self.view(r).str(self.row(r).code)
    }

    pub fn tenures(&self, r: Ref) -> &'w [TenureRow] {
        self.view(r).tenures_of(r.row)
    }

    pub fn by_id(&self, id: &str) -> Option<Ref> {
        (0..2u8).find_map(|layer| {
            let row = self.views[usize::from(layer)]?.entity_by_id(id)?;
            Some(Ref { layer, row })
        })
    }

    /// Whether a code is that of a dependent territory.
    pub fn is_dependent(&self, code: &str) -> bool {
        self.by_id(&format!("country/{code}")).is_some_and(|s| self.row(s).flags & DEPENDENT != 0)
    }

    /// Who held an office on a day, if one answer stands out. An overlay's answer comes first.
    pub fn holder(&self, code: &str, office: u8, day: u32) -> Option<(Ref, &'w TenureRow)> {
        let office = match OFFICES.get(usize::from(office)).copied().unwrap_or("") {
            "leader" => return self.leader(code, day),
            "" | "other" | "other_minister" | "deputy_minister" | "igo_official" => return None,
            _ => office,
        };
        for layer in 0..2u8 {
            let Some(view) = self.views[usize::from(layer)] else { continue };
            let mut best: Option<&TenureRow> = None;
            for t in view.tenures_at(code, office) {
                let held = t.from <= day && day <= t.to && !stale(t, day);
                // sources that disagree count by trust; on a day of change the new holder counts
                let better =
                    |b: &TenureRow| (t.trust, u32::MAX - t.from) <= (b.trust, u32::MAX - b.from);
                if held && best.is_none_or(better) {
                    best = Some(t);
                }
            }
            if let Some(t) = best {
                return Some((Ref { layer, row: t.person }, t));
            }
        }
        None
    }

    /// Whom news calls the leader of a state: its supreme leader, else head of government or state.
    fn leader(&self, code: &str, day: u32) -> Option<(Ref, &'w TenureRow)> {
        let state = self.by_id(&format!("country/{code}"));
        let government = state.is_some_and(|s| self.row(s).flags & LED_BY_GOVERNMENT != 0);
        let order = if government {
            ["head_of_government", "head_of_state"]
        } else {
            ["supreme_leader", "head_of_state"]
        };
        let heads = order.into_iter().chain(["head_of_government", "secretary_general"]);
        heads.map(office_number).find_map(|o| self.holder(code, o, day))
    }

    /// The office of a person that counts on a day: the highest one held then.
    pub fn office_on(&self, person: Ref, day: u32) -> Option<&'w TenureRow> {
        let held =
            self.tenures(person).iter().filter(|t| t.from <= day && day <= t.to && !stale(t, day));
        held.min_by_key(|t| (t.office, t.trust, u32::MAX - t.from))
    }

    /// The office that a person held last before, or will hold first after a day.
    pub fn nearest_office(&self, person: Ref, day: u32) -> Option<&'w TenureRow> {
        let gap = |t: &&TenureRow| {
            if t.from > day {
                years_between(t.from, day)
            } else {
                years_between(day, t.to.min(day))
            }
        };
        self.tenures(person).iter().min_by_key(|t| (gap(t), t.office, t.trust))
    }
}

/// An open tenure says nothing about days long after its source was read.
fn stale(t: &TenureRow, day: u32) -> bool {
    t.as_of != 0 && day > t.as_of && years_between(day, t.as_of) >= 1
}
