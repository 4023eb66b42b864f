//! The tables of the field: countries, organisations, CAMEO codes and their scales.
//!
//! Read once from files of the repository that a test checks; a line that does not parse is left
//! out there and fails that test.

use std::{collections::HashMap, sync::LazyLock};

/// A state or territory by the codes of the field.
#[derive(Debug)]
pub(crate) struct Country {
    /// ISO 3166-1 alpha-3.
    pub iso3: &'static str,
    /// English name.
    pub name: &'static str,
    /// Name as ICEWS spells it.
    pub icews: &'static str,
    /// FIPS 10-4, or empty.
    pub fips: &'static str,
    /// Correlates of War number, or empty.
    pub cow: &'static str,
    /// Code in GDELT's actor columns.
    pub gdelt: &'static str,
    /// Code in Phoenix.
    pub phoenix: &'static str,
}

/// An organisation that CAMEO's actor lists know.
#[derive(Debug)]
pub(crate) struct Organisation {
    /// The whole code, `IGOEUREEC`.
    pub composite: &'static str,
    /// The known group in it, `EEC`.
    pub group: &'static str,
    /// The region that stands in the country column, or empty.
    pub region: &'static str,
}

/// A CAMEO code.
#[derive(Debug)]
pub(crate) struct Code {
    /// Its name.
    pub name: &'static str,
    /// Quad class by root, 1 to 4.
    pub quad: u8,
    /// Goldstein value as GDELT, Phoenix and ICEWS carry it.
    pub gdelt: Option<f32>,
    pub phoenix: Option<f32>,
    pub icews: Option<f32>,
}

static COUNTRIES: LazyLock<HashMap<&str, Country>> = LazyLock::new(|| {
    rows(include_str!("../data/countries.tsv"), '\t')
        .filter_map(|row| {
            let [iso3, name, icews, fips, cow, gdelt, phoenix] = row[..] else { return None };
            let or = |value: &'static str, other| if value.is_empty() { other } else { value };
            let country = Country {
                iso3,
                name,
                icews: or(icews, name),
                fips,
                cow,
                gdelt: or(gdelt, iso3),
                phoenix: or(phoenix, iso3),
            };
            Some((iso3, country))
        })
        .collect()
});

static ORGANISATIONS: LazyLock<HashMap<&str, Organisation>> = LazyLock::new(|| {
    rows(include_str!("../data/organisations.tsv"), '\t')
        .filter_map(|row| {
            let [acronym, composite, group, region] = row[..] else { return None };
            Some((acronym, Organisation { composite, group, region }))
        })
        .collect()
});

static CODES: LazyLock<HashMap<&str, Code>> = LazyLock::new(|| {
    let mut codes: HashMap<&str, Code> =
        rows(include_str!("../../../ontologies/plover/cameo_codes.txt"), '|')
            .filter_map(|row| {
                let [code, quad, goldstein, _, _, _, name] = row[..] else { return None };
                let value = goldstein.parse().ok();
                let quad = quad.parse().ok()?;
                Some((code, Code { name, quad, gdelt: value, phoenix: value, icews: value }))
            })
            .collect();
    for row in rows(include_str!("../data/cameo_scales.tsv"), '\t') {
        if let [code, phoenix, icews] = row[..]
            && let Some(entry) = codes.get_mut(code)
        {
            entry.phoenix = phoenix.parse().ok();
            entry.icews = icews.parse().ok();
        }
    }
    codes
});

/// The cells of each line that is neither empty nor a comment.
fn rows(file: &'static str, separator: char) -> impl Iterator<Item = Vec<&'static str>> {
    file.lines()
        .filter(|l| !l.is_empty() && !l.starts_with('#'))
        .map(move |l| l.split(separator).map(str::trim).collect())
}

/// The state or territory of an ISO 3166-1 alpha-3 code.
pub(crate) fn country(iso3: &str) -> Option<&'static Country> {
    COUNTRIES.get(iso3)
}

/// The organisation of an acronym.
pub(crate) fn organisation(acronym: &str) -> Option<&'static Organisation> {
    ORGANISATIONS.get(acronym)
}

/// A CAMEO code's entry.
pub(crate) fn code(code: &str) -> Option<&'static Code> {
    CODES.get(code)
}

/// A value of a scale; where the scale lacks the code, that of the code above it.
pub(crate) fn scale(cameo: &str, of: impl Fn(&Code) -> Option<f32>) -> Option<f32> {
    (2..=cameo.len()).rev().filter_map(|n| code(cameo.get(..n)?)).find_map(of)
}

/// Quad class as Phoenix counts it: 0 for statements and appeals, root 16 is verbal.
pub(crate) fn phoenix_quad(cameo: &str) -> Option<u8> {
    match cameo.get(..2)? {
        "01" | "02" => Some(0),
        "16" => Some(3),
        _ => code(cameo).or_else(|| code(cameo.get(..2)?)).map(|c| c.quad),
    }
}

/// PLOVER types, each with its modes, as the codebook of the repository lists them.
pub(crate) fn plover_types() -> Vec<(&'static str, Vec<&'static str>)> {
    rows(include_str!("../../../ontologies/plover/types.txt"), '|')
        .map(|row| {
            let modes = row.get(4).copied().unwrap_or_default().split(',');
            let names = modes.filter_map(|m| m.split_whitespace().next()).collect();
            (row[0], names)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_tables_is_read() {
        let lines = |file: &'static str| rows(file, '\t').count();
        assert_eq!(COUNTRIES.len(), lines(include_str!("../data/countries.tsv")));
        assert_eq!(ORGANISATIONS.len(), lines(include_str!("../data/organisations.tsv")));
        assert_eq!(CODES.len(), 318);
        for row in rows(include_str!("../data/cameo_scales.tsv"), '\t') {
            assert!(row.len() == 3 && code(row[0]).is_some(), "{row:?}");
        }
        for country in COUNTRIES.values() {
            assert!(country.iso3.len() == 3 && !country.name.is_empty(), "{country:?}");
            assert!(matches!(country.fips.len(), 0 | 2), "{country:?}");
            assert!(country.cow.is_empty() || country.cow.parse::<u16>().is_ok(), "{country:?}");
        }
        for organisation in ORGANISATIONS.values() {
            assert_eq!(organisation.composite.len() % 3, 0, "{organisation:?}");
        }
    }

    #[test]
    fn codes_of_the_field_differ_where_they_do() {
        let poland = country("POL").map(|c| (c.name, c.fips, c.cow, c.gdelt));
        assert_eq!(poland, Some(("Poland", "PL", "290", "POL")));
        assert_eq!(country("ROU").map(|c| (c.gdelt, c.phoenix)), Some(("ROM", "ROU")));
        assert_eq!(country("RUS").map(|c| c.icews), Some("Russian Federation"));
    }

    #[test]
    fn scales_part_where_the_field_parts() {
        let scales = |c| (scale(c, |c| c.gdelt), scale(c, |c| c.phoenix), scale(c, |c| c.icews));
        assert_eq!(scales("040"), (Some(1.0), Some(1.0), Some(1.0)));
        assert_eq!(scales("163"), (Some(-8.0), Some(-6.5), Some(-8.0)));
        // 0313 is not in Phoenix: 031 stands for it.
        assert_eq!(scales("0313").1, scale("031", |c| c.phoenix));
        assert!(scale("155", |c| c.gdelt).is_some());
        assert_eq!(
            (phoenix_quad("010"), phoenix_quad("163"), phoenix_quad("173")),
            (Some(0), Some(3), Some(4))
        );
        assert_eq!(phoenix_quad("ąę"), None);
    }
}
