//! What papers tell, in columns in memory, so that all hits of a search can be counted at once.
//!
//! **In:** a ledger: all of it, or some of its papers. **Out:** for each paper its language,
//! source, day and the acts that it tells; for each act its type, class, country, codes, areas,
//! frameworks. 37 bytes a report. It is a picture of the ledger as it was when it was made:
//! papers that came later are not in it.

use crate::error::Result;
use crate::store::Ledger;
use rusqlite::{Connection, Row, params_from_iter};
use std::collections::HashMap;

/// A name by its number in [`Names`].
pub(super) type Name = u32;

/// Stands for a name that nothing has.
pub(super) const NOTHING: Name = Name::MAX;

/// What papers tell, in columns. Made by [`Ledger::columns`] or [`Ledger::columns_of`].
#[derive(Debug, Default)]
pub struct Columns {
    /// Numbers of the papers, ascending.
    pub(super) ids: Vec<i64>,
    pub(super) papers: Vec<PaperCell>,
    /// Papers by their places in `ids`, the newest first, those without a day last.
    pub(super) newest: Vec<u32>,
    /// Acts of all papers, by their places in `acts`.
    told: Vec<u32>,
    /// Numbers of the acts, ascending.
    act_ids: Vec<i64>,
    pub(super) acts: Vec<ActCell>,
    /// Codes of all acts: twice the name, and one more for recipients.
    codes: Vec<u32>,
    /// Tags of all acts: twice the name, and one more for frameworks.
    tags: Vec<u32>,
    pub(super) names: Names,
}

/// A paper.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct PaperCell {
    pub lang: Name,
    pub source: Name,
    /// `YYYYMMDD`; 0 where the day is not known.
    pub day: u32,
    pub copy: bool,
    told: [u32; 2],
}

/// An act.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct ActCell {
    pub kind: Name,
    /// Of the place; [`NOTHING`] where there is none.
    pub country: Name,
    pub quad: u8,
    codes: [u32; 2],
    tags: [u32; 2],
}

/// Names by number.
#[derive(Debug, Default)]
pub(super) struct Names {
    names: Vec<String>,
    numbers: HashMap<String, Name>,
}

impl Names {
    /// The number of a name, a new one if it is new.
    fn take(&mut self, name: &str) -> Name {
        if let Some(number) = self.numbers.get(name) {
            return *number;
        }
        let number = self.names.len() as Name;
        self.names.push(name.to_owned());
        self.numbers.insert(name.to_owned(), number);
        number
    }

    /// The number of a name; [`NOTHING`] if nothing has it.
    pub(super) fn number(&self, name: &str) -> Name {
        self.numbers.get(name).copied().unwrap_or(NOTHING)
    }

    pub(super) fn name(&self, number: Name) -> &str {
        self.names.get(number as usize).map_or("", String::as_str)
    }

    pub(super) fn len(&self) -> usize {
        self.names.len()
    }
}

impl Columns {
    /// How many papers are in them.
    pub fn papers(&self) -> usize {
        self.ids.len()
    }

    /// Bytes that they take, without the allocator's own.
    pub fn bytes(&self) -> usize {
        self.ids.len() * 12
            + size_of_val(self.papers.as_slice())
            + self.acts.len() * (8 + size_of::<ActCell>())
            + (self.told.len() + self.codes.len() + self.tags.len()) * 4
    }

    /// The acts that a paper tells, by their places.
    pub(super) fn told(&self, paper: &PaperCell) -> &[u32] {
        &self.told[paper.told[0] as usize..paper.told[1] as usize]
    }

    /// Codes of an act with their roles: 0 actor, 1 recipient.
    pub(super) fn codes(&self, act: &ActCell) -> impl Iterator<Item = (Name, u32)> {
        let codes = &self.codes[act.codes[0] as usize..act.codes[1] as usize];
        codes.iter().map(|c| (c >> 1, c & 1))
    }

    /// Tags of an act with their kinds: 0 area, 1 framework.
    pub(super) fn tags(&self, act: &ActCell) -> impl Iterator<Item = (Name, u32)> {
        let tags = &self.tags[act.tags[0] as usize..act.tags[1] as usize];
        tags.iter().map(|t| (t >> 1, t & 1))
    }

    /// The place of a paper.
    pub(super) fn place(&self, document: i64) -> Option<u32> {
        self.ids.binary_search(&document).ok().map(|p| p as u32)
    }

    /// The place of an act.
    pub(super) fn act(&self, id: i64) -> Option<usize> {
        self.act_ids.binary_search(&id).ok()
    }

    /// The number of an act in the ledger.
    pub(super) fn act_id(&self, place: u32) -> i64 {
        self.act_ids[place as usize]
    }
}

impl Ledger {
    /// Columns of all papers. Reads the whole ledger but its texts: about two seconds a million
    /// reports.
    ///
    /// # Errors
    /// If the ledger cannot be read.
    pub fn columns(&self) -> Result<Columns> {
        self.read_columns(None)
    }

    /// Columns of some papers.
    ///
    /// # Errors
    /// If the ledger cannot be read.
    pub fn columns_of(&self, documents: &[i64]) -> Result<Columns> {
        self.read_columns(Some(documents))
    }

    /// Columns that suffice to search these papers, or all: of them alone where they are few.
    pub(super) fn columns_for(&self, documents: Option<&[i64]>) -> Result<Columns> {
        let Some(documents) = documents else { return self.columns() };
        let all: usize = self
            .run(|db| db.query_row("SELECT count(*) FROM documents", [], |r| r.get::<_, i64>(0)))?
            as usize;
        // Looking a paper up costs about as much as reading past ten.
        self.read_columns((documents.len() < all / 10).then_some(documents))
    }

    fn read_columns(&self, documents: Option<&[i64]>) -> Result<Columns> {
        let documents = documents.map(|d| {
            let mut ascending = d.to_vec();
            ascending.sort_unstable();
            ascending.dedup();
            ascending
        });
        let documents = documents.as_deref();
        self.run(|db| {
            // One picture, whatever is filed meanwhile.
            let tx = db.unchecked_transaction()?;
            let mut columns = Columns::default();
            columns.read_papers(&tx, documents)?;
            let told = columns.read_told(&tx, documents)?;
            columns.read_acts(&tx, documents.map(|_| told.as_slice()))?;
            columns.connect(told);
            tx.commit()?;
            Ok(columns)
        })
    }
}

/// What is read of a table.
struct Wanted {
    columns: &'static str,
    table: &'static str,
    /// By which rows are asked for where not all are, and in the order of which they come.
    key: &'static str,
}

/// Gives the rows of a table, in order of the key: all, or those whose key is in a list that
/// ascends, itself JSON.
fn each(
    db: &Connection,
    wanted: &Wanted,
    list: Option<&str>,
    mut take: impl FnMut(&Row) -> rusqlite::Result<()>,
) -> rusqlite::Result<()> {
    let Wanted { columns, table, key } = wanted;
    let sql = match list {
        None => format!("SELECT {columns} FROM {table} ORDER BY {key}"),
        // The list is the outer loop, so rows come in its order.
        Some(_) => format!(
            "SELECT {columns} FROM json_each(?1) list CROSS JOIN {table} ON {key} = list.value"
        ),
    };
    let mut asked = db.prepare_cached(&sql)?;
    let mut rows = asked.query(params_from_iter(list))?;
    while let Some(row) = rows.next()? {
        take(row)?;
    }
    Ok(())
}

/// Numbers as SQLite takes a list of them.
pub(super) fn listed(numbers: &[i64]) -> String {
    let mut out = String::with_capacity(numbers.len() * 8 + 2);
    out.push('[');
    for (i, n) in numbers.iter().enumerate() {
        if i > 0 {
            out.push(',');
        }
        out.push_str(&n.to_string());
    }
    out.push(']');
    out
}

/// A day as a number that sorts as the day does; 0 if it is none.
pub(super) fn number_of_day(day: &str) -> u32 {
    let shape = day.bytes().enumerate().all(|(i, b)| match i {
        4 | 7 => b == b'-',
        _ => b.is_ascii_digit(),
    });
    if !(shape && matches!(day.len(), 4 | 7 | 10)) {
        return 0;
    }
    format!("{:0<8}", day.replace('-', "")).parse().unwrap_or(0)
}

impl Columns {
    fn read_papers(&mut self, db: &Connection, documents: Option<&[i64]>) -> rusqlite::Result<()> {
        let mut sources: HashMap<i64, Name> = HashMap::new();
        let named = Wanted { columns: "id, name", table: "sources", key: "id" };
        each(db, &named, None, |r| {
            sources.insert(r.get(0)?, self.names.take(r.get_ref(1)?.as_str()?));
            Ok(())
        })?;
        let wanted = Wanted {
            columns: "d.id, d.lang, d.source, d.published, d.copy_of IS NOT NULL",
            table: "documents d",
            key: "d.id",
        };
        each(db, &wanted, documents.map(listed).as_deref(), |r| {
            self.ids.push(r.get(0)?);
            self.papers.push(PaperCell {
                lang: self.names.take(r.get_ref(1)?.as_str()?),
                source: sources.get(&r.get(2)?).copied().unwrap_or(NOTHING),
                day: r.get_ref(3)?.as_str_or_null()?.map_or(0, number_of_day),
                copy: r.get(4)?,
                told: [0, 0],
            });
            Ok(())
        })?;
        self.newest = (0..self.ids.len() as u32).collect();
        let papers = &self.papers;
        self.newest.sort_by_key(|p| std::cmp::Reverse((papers[*p as usize].day, *p)));
        Ok(())
    }

    /// Pairs of the place of a paper and the number of an act that it tells, each once.
    fn read_told(
        &mut self,
        db: &Connection,
        documents: Option<&[i64]>,
    ) -> rusqlite::Result<Vec<(u32, i64)>> {
        let mut told = Vec::new();
        // All of them are read in their own order, not in that of an index that leads to and fro.
        let key = if documents.is_some() { "r.document" } else { "r.id" };
        let wanted = Wanted { columns: "r.document, r.act", table: "reports r", key };
        each(db, &wanted, documents.map(listed).as_deref(), |r| {
            if let Some(place) = self.place(r.get(0)?) {
                told.push((place, r.get(1)?));
            }
            Ok(())
        })?;
        told.sort_unstable();
        told.dedup();
        Ok(told)
    }

    fn read_acts(&mut self, db: &Connection, told: Option<&[(u32, i64)]>) -> rusqlite::Result<()> {
        let list = told.map(|told| {
            let mut ids: Vec<i64> = told.iter().map(|t| t.1).collect();
            ids.sort_unstable();
            ids.dedup();
            listed(&ids)
        });
        let list = list.as_deref();
        let wanted =
            Wanted { columns: "a.id, a.type, a.quad, a.country", table: "acts a", key: "a.id" };
        each(db, &wanted, list, |r| {
            self.act_ids.push(r.get(0)?);
            let country = r.get_ref(3)?.as_str_or_null()?;
            self.acts.push(ActCell {
                kind: self.names.take(r.get_ref(1)?.as_str()?),
                quad: r.get(2)?,
                country: country.map_or(NOTHING, |c| self.names.take(c)),
                ..ActCell::default()
            });
            Ok(())
        })?;
        // The indices by act hold all that is asked, in order of the acts.
        let wanted = Wanted { columns: "c.act, c.code, c.role", table: "codes c", key: "c.act" };
        let mut at = 0;
        each(db, &wanted, list, |r| {
            let Some(place) = forward(&self.act_ids, &mut at, r.get(0)?) else { return Ok(()) };
            let end = self.codes.len() as u32;
            let cell = &mut self.acts[place].codes;
            if cell[1] != end {
                *cell = [end, end];
            }
            cell[1] += 1;
            let role: u32 = r.get(2)?;
            self.codes.push(self.names.take(r.get_ref(1)?.as_str()?) << 1 | role & 1);
            Ok(())
        })?;
        let wanted = Wanted { columns: "t.act, t.tag, t.kind", table: "tags t", key: "t.act" };
        let mut at = 0;
        each(db, &wanted, list, |r| {
            let kind = match r.get_ref(2)?.as_str()? {
                "area" => 0,
                "framework" => 1,
                _ => return Ok(()),
            };
            let Some(place) = forward(&self.act_ids, &mut at, r.get(0)?) else { return Ok(()) };
            let end = self.tags.len() as u32;
            let cell = &mut self.acts[place].tags;
            if cell[1] != end {
                *cell = [end, end];
            }
            cell[1] += 1;
            self.tags.push(self.names.take(r.get_ref(1)?.as_str()?) << 1 | kind);
            Ok(())
        })
    }

    /// Gives every paper its acts.
    fn connect(&mut self, told: Vec<(u32, i64)>) {
        for (paper, id) in told {
            let Some(act) = self.act(id) else { continue };
            let end = self.told.len() as u32;
            let cell = &mut self.papers[paper as usize].told;
            if cell[1] != end {
                *cell = [end, end];
            }
            cell[1] += 1;
            self.told.push(act as u32);
        }
    }
}

/// The place of a number, looked for from where the last one was; both ascend.
pub(super) fn forward(ids: &[i64], at: &mut usize, id: i64) -> Option<usize> {
    while ids.get(*at).is_some_and(|i| *i < id) {
        *at += 1;
    }
    (ids.get(*at) == Some(&id)).then_some(*at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_sort_as_numbers() {
        assert_eq!(number_of_day("2024-06-11"), 20_240_611);
        assert_eq!(number_of_day("2024-06"), 20_240_600);
        assert_eq!(number_of_day("2024"), 20_240_000);
        assert_eq!(number_of_day("2024-99-99"), 20_249_999);
        for wrong in ["", "spring", "2024/06/11", "20240611", "2024-6-1", "ąąąą"] {
            assert_eq!(number_of_day(wrong), 0, "{wrong}");
        }
    }

    #[test]
    fn names_keep_their_numbers() {
        let mut names = Names::default();
        let (a, b) = (names.take("POL"), names.take("FIN"));
        assert_eq!((names.take("POL"), names.number("FIN"), names.name(a)), (a, b, "POL"));
        assert_eq!((names.number("XXX"), names.name(NOTHING)), (NOTHING, ""));
    }
}
