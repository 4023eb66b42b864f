//! CAMEO codes and what they are in PLOVER.
//!
//! **In:** `cameo_codes.txt`, one code a line with quad class, Goldstein score, PLOVER type, mode
//! and contexts. **Out:** the row of a code. For reading data that was coded in CAMEO; the other
//! way, a record's own CAMEO code, is [`super::Ontology::cameo`].

use super::{OntologyError, lines};
use compact_str::CompactString;
use rustc_hash::FxHashMap;

const FILE: &str = "cameo_codes.txt";

/// One CAMEO code.
#[derive(Clone, Debug, PartialEq)]
pub struct CameoCode {
    /// Quad class by root, 1 to 4.
    pub quad: u8,
    /// Goldstein score, where the public table has one.
    pub goldstein: Option<f32>,
    /// PLOVER type; `None` for statements that PLOVER does not code.
    pub event: Option<CompactString>,
    /// PLOVER mode.
    pub mode: Option<CompactString>,
    /// PLOVER contexts.
    pub contexts: Vec<CompactString>,
    /// CAMEO's title.
    pub name: CompactString,
}

/// All codes of two, three and four digits.
#[derive(Debug, Default)]
pub struct CameoTable(FxHashMap<CompactString, CameoCode>);

impl CameoTable {
    /// CAMEO 1.1b3 in PLOVER 2.0 terms.
    ///
    /// # Errors
    /// If the built-in file is broken (a test keeps it sound).
    pub fn built_in() -> Result<Self, OntologyError> {
        Self::parse(include_str!("../../../../ontologies/plover/cameo_codes.txt"), &|_, _| true)
    }

    /// Reads a table; `known` tells whether a type has a mode.
    ///
    /// # Errors
    /// The first line with a wrong number of columns, a broken number, a code given twice or an
    /// unknown type or mode.
    pub fn parse(
        source: &str,
        known: &dyn Fn(&str, Option<&str>) -> bool,
    ) -> Result<Self, OntologyError> {
        let mut table = FxHashMap::default();
        for (line, text) in lines(source) {
            let fail = |reason: String| OntologyError { file: FILE.into(), line, reason };
            let columns: Vec<&str> = text.split('|').map(str::trim).collect();
            let [code, quad, goldstein, event, mode, contexts, name] = columns[..] else {
                return Err(fail(
                    "a code has 7 columns: code | quad | Goldstein | type | mode | contexts | name"
                        .into(),
                ));
            };
            if !(2..=4).contains(&code.len()) || !code.bytes().all(|b| b.is_ascii_digit()) {
                return Err(fail(format!("{code} is no CAMEO code of two to four digits")));
            }
            let said = |s: &str| (s != "-").then(|| CompactString::from(s));
            if event != "-" && !known(event, said(mode).as_deref()) {
                return Err(fail(format!("unknown type {event} {mode}")));
            }
            let row = CameoCode {
                quad: quad
                    .parse()
                    .ok()
                    .filter(|q| (1..=4).contains(q))
                    .ok_or_else(|| fail(format!("{quad} is no quad class")))?,
                goldstein: match goldstein {
                    "-" => None,
                    g => Some(g.parse().map_err(|_| fail(format!("{g} is no score")))?),
                },
                event: said(event),
                mode: said(mode),
                contexts: if contexts == "-" {
                    Vec::new()
                } else {
                    contexts.split(',').map(|c| c.trim().into()).collect()
                },
                name: name.into(),
            };
            if table.insert(code.into(), row).is_some() {
                return Err(fail(format!("{code} is given twice")));
            }
        }
        Ok(Self(table))
    }

    /// The row of a code. Codes are text: "010" is not "10".
    pub fn get(&self, code: &str) -> Option<&CameoCode> {
        self.0.get(code)
    }

    /// How many codes there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Goldstein score of a code, or of the nearest parent that has one.
    pub fn goldstein(&self, code: &str) -> Option<f32> {
        let digits = code.is_ascii().then_some(code)?;
        (2..=digits.len()).rev().find_map(|n| self.get(&digits[..n])?.goldstein)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ontology::Ontology;

    #[test]
    fn every_code_maps_to_a_known_type_and_mode() {
        let o = Ontology::built_in().unwrap();
        let source = include_str!("../../../../ontologies/plover/cameo_codes.txt");
        let table = CameoTable::parse(source, &|e, m| o.knows(e, m)).unwrap();
        assert_eq!(table.len(), 318);
        let phone = table.get("041").unwrap();
        assert_eq!(
            (phone.event.as_deref(), phone.mode.as_deref(), phone.quad),
            (Some("CONSULT"), Some("phone"), 1)
        );
        assert_eq!(table.get("010").unwrap().event, None);
        assert_eq!(table.get("10").unwrap().event.as_deref(), Some("REQUEST"));
        assert_eq!(table.goldstein("057"), Some(8.0));
        assert_eq!(table.goldstein("1213"), Some(-4.0), "the parent's where the table has none");
    }

    #[test]
    fn records_lead_to_codes_of_the_table() {
        let (o, table) = (Ontology::built_in().unwrap(), CameoTable::built_in().unwrap());
        for (event, mode) in o.kinds() {
            let code = o.cameo(event, mode, &[]);
            assert!(table.get(code).is_some(), "{event} {mode:?} gives {code}");
        }
    }

    #[test]
    fn broken_lines_are_named() {
        let e =
            CameoTable::parse("# c\n04 | 1 | 1 | TALK | - | - | CONSULT", &|e, _| e == "CONSULT")
                .unwrap_err();
        assert_eq!(e.to_string(), "cameo_codes.txt:2: unknown type TALK -");
        assert!(CameoTable::parse("4 | 1 | 1 | - | - | - | x", &|_, _| true).is_err());
    }
}
