//! A mention as the older files code it: country, role, known group.

use crate::tables::{self, Country, Organisation};
use record::MentionRecord;

/// A party to an act, looked up once.
#[derive(Clone, Copy)]
pub(crate) struct Party<'a> {
    pub mention: &'a MentionRecord,
    pub country: Option<&'static Country>,
    pub organisation: Option<&'static Organisation>,
}

/// Which file's spelling of country codes.
#[derive(Clone, Copy)]
pub(crate) enum Spelling {
    Gdelt,
    Phoenix,
}

impl<'a> Party<'a> {
    pub fn new(mention: &'a MentionRecord) -> Self {
        let code = mention.code.as_deref();
        let country = code.and_then(tables::country);
        let organisation = match country {
            None => code.and_then(tables::organisation),
            Some(_) => None,
        };
        Self { mention, country, organisation }
    }

    /// What tells this party from others in one act.
    pub fn key(&self) -> &'a str {
        self.mention.entity.as_deref().unwrap_or(&self.mention.name)
    }

    /// Whether it is a state itself, not someone who belongs to it.
    pub fn is_state(&self) -> bool {
        self.mention.entity.as_deref().is_some_and(|e| e.starts_with("country/"))
    }

    /// The CAMEO role of its PLOVER sector; empty where CAMEO has none.
    pub fn role(&self) -> &'static str {
        self.mention.sector.as_deref().map_or("", cameo_role)
    }

    /// The country part of its code.
    pub fn country_code(&self, spelling: Spelling) -> &'static str {
        match (self.country, spelling) {
            (Some(country), Spelling::Gdelt) => country.gdelt,
            (Some(country), Spelling::Phoenix) => country.phoenix,
            (None, _) => self.organisation.map_or("", |o| o.region),
        }
    }

    /// Its whole CAMEO code, `POLGOV`, `IGOEUREEC`; empty where nothing is known of it.
    pub fn composite(&self, spelling: Spelling) -> String {
        match (self.country, self.organisation) {
            (Some(_), _) => format!("{}{}", self.country_code(spelling), self.role()),
            (None, Some(organisation)) => organisation.composite.into(),
            (None, None) => self.role().into(),
        }
    }

    /// The role codes that its CAMEO code holds, first to last.
    pub fn roles(&self) -> Vec<&'static str> {
        let Some(organisation) = self.organisation else {
            return Some(self.role()).filter(|r| !r.is_empty()).into_iter().collect();
        };
        let mut roles = Vec::new();
        for start in (0..organisation.composite.len()).step_by(3) {
            if let Some(part) = organisation.composite.get(start..start + 3)
                && ORGANISATION_ROLES.contains(&part)
            {
                roles.push(part);
            }
        }
        roles
    }

    /// PLOVER's country column: ISO 3166-1 with KOS for Kosovo, and the codes for what is no state.
    pub fn plover_country(&self) -> Option<&'a str> {
        let code = self.mention.code.as_deref()?;
        Some(match code {
            "XKX" => "KOS",
            "EU" => "EUR",
            "UN" => "UNO",
            _ if self.country.is_some() => code,
            _ => match self.mention.sector.as_deref() {
                Some(sector @ ("NGO" | "ISM" | "IMG" | "MNC")) => sector,
                Some("IGO") | None => "IGO",
                Some(_) => return None,
            },
        })
    }
}

/// Role parts that occur in the composite codes of organisations.
const ORGANISATION_ROLES: [&str; 12] =
    ["IGO", "NGO", "BUS", "COP", "DEV", "HLH", "HRI", "JUD", "KID", "LAB", "MIL", "REF"];

/// PLOVER sector to CAMEO role. Where PLOVER renamed a role, the older name; CAMEO has no code for
/// paramilitaries of the government's side (UAF is nearest), for civil society (CVL), for
/// partial recognition or for the unknown.
fn cameo_role(sector: &str) -> &'static str {
    match sector {
        "GOV" => "GOV",
        "MIL" => "MIL",
        "COP" => "COP",
        "JUD" => "JUD",
        "LEG" => "LEG",
        "SPY" => "SPY",
        "PTY" => "PTY",
        "OPP" => "OPP",
        "REB" => "REB",
        "UAF" | "PRM" => "UAF",
        "AGR" => "AGR",
        "BUS" => "BUS",
        "CRM" => "CRM",
        "CVL" | "SOC" => "CVL",
        "EDU" => "EDU",
        "ELI" => "ELI",
        "JRN" => "MED",
        "MED" => "HLH",
        "LAB" => "LAB",
        "REF" => "REF",
        "REL" => "REL",
        "IGO" => "IGO",
        "NGO" => "NGO",
        "IMG" => "IMG",
        "MNC" => "MNC",
        _ => "",
    }
}

/// PLOVER sector to the names of ICEWS sectors, comma-joined; empty where there is none.
pub(crate) fn icews_sectors(sector: &str) -> &'static str {
    match sector {
        "GOV" => "Government",
        "MIL" => "Government,Military",
        "COP" => "Government,Police",
        "JUD" => "Government,Judicial",
        "LEG" => "Government,Legislative / Parliamentary",
        "SPY" => "Government,Intelligence",
        "PTY" => "Parties",
        "OPP" => "Parties,Opposition Party",
        "REB" => "Dissident,Rebel",
        "UAF" | "PRM" => "Unidentified Forces",
        "AGR" => "Business,Agricultural Business",
        "BUS" | "MNC" => "Business",
        "CRM" => "Criminals / Gangs",
        "CVL" | "SOC" => "General Population / Civilian / Social",
        "EDU" => "Social,Education",
        "ELI" => "Elite",
        "JRN" => "News,Media",
        "MED" => "Medical / Health",
        "LAB" => "Social,Labor",
        "REF" => "Refugees / Displaced",
        "REL" => "Religious",
        "IGO" => "International Government Organization",
        "NGO" => "Nongovernmental Organization",
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use record::Cited;

    fn mention(code: Option<&str>, sector: Option<&str>) -> MentionRecord {
        MentionRecord {
            cited: Cited { text: "x".into(), start: 0, end: 1 },
            name: "X".into(),
            entity: None,
            code: code.map(Into::into),
            sector: sector.map(Into::into),
            implied: false,
        }
    }

    #[test]
    fn parties_are_coded_as_cameo_does() {
        let all = |code, sector| {
            let mention = mention(code, sector);
            let party = Party::new(&mention);
            (party.composite(Spelling::Gdelt), party.roles().join("+"))
        };
        assert_eq!(all(Some("POL"), Some("GOV")), ("POLGOV".into(), "GOV".into()));
        assert_eq!(all(Some("ROU"), None), ("ROM".into(), String::new()));
        assert_eq!(all(Some("POL"), Some("JRN")), ("POLMED".into(), "MED".into()));
        assert_eq!(all(Some("EU"), Some("IGO")), ("IGOEUREEC".into(), "IGO".into()));
        assert_eq!(all(Some("WHO"), Some("IGO")), ("IGOUNOHLHWHO".into(), "IGO+HLH".into()));
        assert_eq!(all(Some("SCO"), Some("IGO")), ("IGO".into(), "IGO".into()));
        assert_eq!(all(None, None), (String::new(), String::new()));
        assert_eq!(Party::new(&mention(Some("XKX"), None)).plover_country(), Some("KOS"));
        assert_eq!(Party::new(&mention(Some("SCO"), Some("IGO"))).plover_country(), Some("IGO"));
    }
}
