//! Who held which offices: a person's career, or those who led a state or an organisation.
//!
//! **In:** an entity's id. **Out:** its offices with their days, the newest first. Sources that tell
//! the same office of the same person twice are told once.

use crate::tables::{Kind, OFFICES, TenureRow};
use crate::world::{Ref, World};
use serde::Serialize;

/// One office held by one person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Office {
    /// Entity id of the holder.
    pub person: String,
    /// Canonical name of the holder.
    pub name: String,
    /// Name of the office in the world's tables (`tables::OFFICES`).
    pub office: &'static str,
    /// Title as the source gives it; empty where it gives none.
    pub title: String,
    /// State or organisation.
    pub code: String,
    /// First day, ISO 8601; none where unknown.
    pub from: Option<String>,
    /// Last day; none where the office was still held when its source was read.
    pub to: Option<String>,
    /// The day up to which an open office is vouched for; none where it ended.
    pub as_of: Option<String>,
}

impl World {
    /// The offices that a person held, or, for a state or an organisation, those of its leaders
    /// (`leading` offices only: head of state, of government, and their like). The newest first;
    /// empty where nothing is known.
    pub fn offices(&self, entity: &str) -> Vec<Office> {
        let layers = self.layers();
        let Some(found) = layers.by_id(entity) else { return Vec::new() };
        let mut rows: Vec<(Ref, TenureRow)> = match layers.kind(found) {
            Kind::Person => layers.tenures(found).iter().map(|t| (found, *t)).collect(),
            _ => {
                let code = layers.str_code(found);
                // An organ of a state has its code, but not its leaders.
                if layers.kind(found) != Kind::State && entity != format!("org/{code}") {
                    return Vec::new();
                }
                self.leaders(code)
            }
        };
        rows.sort_by_key(|(person, t)| (std::cmp::Reverse(t.to), t.office, t.trust, *person));
        let mut kept: Vec<(Ref, TenureRow)> = Vec::new();
        for (person, row) in rows {
            // Two sources on one time in office: the more trusted stands first.
            let same = |(p, t): &(Ref, TenureRow)| {
                *p == person && t.office == row.office && t.from <= row.to && row.from <= t.to
            };
            match kept.iter_mut().find(|k| same(k)) {
                Some((_, t)) if row.trust < t.trust => *t = row,
                Some(_) => {}
                None => kept.push((person, row)),
            }
        }
        kept.into_iter().map(|(person, row)| self.office(person, &row)).collect()
    }

    /// Those who led a state or an organisation.
    fn leaders(&self, code: &str) -> Vec<(Ref, TenureRow)> {
        let layers = self.layers();
        let mut rows = Vec::new();
        for layer in 0..2_u8 {
            let Some(view) = layers.views[usize::from(layer)] else { continue };
            for office in LEADING {
                let held = view.tenures_at(code, *office);
                rows.extend(held.map(|t| (Ref { layer, row: t.person }, *t)));
            }
        }
        rows
    }

    fn office(&self, person: Ref, row: &TenureRow) -> Office {
        let layers = self.layers();
        let view = layers.view(person);
        Office {
            person: layers.str_id(person).to_owned(),
            name: layers.str_name(person).to_owned(),
            office: OFFICES.get(usize::from(row.office)).copied().unwrap_or(""),
            title: view.str(row.title).to_owned(),
            code: view.str(row.code).to_owned(),
            from: iso(row.from),
            to: iso(row.to),
            as_of: iso(row.as_of).filter(|_| iso(row.to).is_none()),
        }
    }
}

/// Numbers of the offices that lead a state or an organisation, in [`OFFICES`].
const LEADING: &[u8] = &[1, 2, 3, 4, 5, 6, 7, 8];

/// A yyyymmdd day in ISO 8601; none where open or unknown.
pub(crate) fn iso(day: u32) -> Option<String> {
    (day != 0 && day < 99_990_000)
        .then(|| format!("{:04}-{:02}-{:02}", day / 10_000, day / 100 % 100, day % 100))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tables::office_number;

    #[test]
    fn leading_offices_are_named_in_the_tables() {
        let names: Vec<&str> = LEADING.iter().map(|o| OFFICES[usize::from(*o)]).collect();
        assert_eq!(names[..3], ["supreme_leader", "head_of_state", "head_of_government"]);
        assert_eq!(names.last(), Some(&"president"));
        assert!(!LEADING.contains(&office_number("foreign_minister")));
    }

    #[test]
    fn days_that_are_open_or_unknown_have_no_date() {
        assert_eq!(iso(20_240_611).as_deref(), Some("2024-06-11"));
        assert_eq!((iso(0), iso(99_991_231)), (None, None));
    }
}
