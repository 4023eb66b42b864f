//! Whose paper it is: what a government's own site or a headline tells about bare roles.
//!
//! In a readout of the White House "the President" needs no name and no state. The address says
//! which government writes; a headline that names a person by a bare role ("Readout of President
//! Biden's call with ...") says the same.

use super::Linker;
use crate::tables::{RoleClass, office_number, sector_number};
use crate::who::plain_sentence;
use crate::{Mention, MentionKind, World};
use compact_str::CompactString;
use syntax::Sentence;
use syntax::lexicon::Lexicon;
use text::Document;

/// Labels of an address that only governments use.
const OFFICIAL: &[&str] = &[
    "gov",
    "gouv",
    "gob",
    "go",
    "gc",
    "kremlin",
    "government",
    "mid",
    "elysee",
    "bundesregierung",
    "bundeskanzler",
    "auswaertiges-amt",
    "akorda",
    "mfa",
    "mofa",
    "fmprc",
    "premier",
    "prezydent",
    "president",
    "pm",
    "mea",
    "governo",
];

/// Top-level domains of states and their codes.
const DOMAINS: &[(&str, &str)] = &[
    ("gov", "USA"),
    ("mil", "USA"),
    ("pl", "POL"),
    ("uk", "GBR"),
    ("ua", "UKR"),
    ("ru", "RUS"),
    ("de", "DEU"),
    ("fr", "FRA"),
    ("cn", "CHN"),
    ("il", "ISR"),
    ("in", "IND"),
    ("jp", "JPN"),
    ("kr", "KOR"),
    ("kz", "KAZ"),
    ("uz", "UZB"),
    ("kg", "KGZ"),
    ("tj", "TJK"),
    ("tr", "TUR"),
    ("ca", "CAN"),
    ("au", "AUS"),
    ("it", "ITA"),
    ("es", "ESP"),
    ("br", "BRA"),
    ("mx", "MEX"),
    ("ar", "ARG"),
    ("za", "ZAF"),
    ("eg", "EGY"),
    ("ir", "IRN"),
    ("sa", "SAU"),
    ("ae", "ARE"),
    ("pk", "PAK"),
    ("by", "BLR"),
    ("lt", "LTU"),
    ("lv", "LVA"),
    ("ee", "EST"),
    ("cz", "CZE"),
    ("sk", "SVK"),
    ("hu", "HUN"),
    ("ro", "ROU"),
    ("bg", "BGR"),
    ("gr", "GRC"),
    ("rs", "SRB"),
    ("ge", "GEO"),
    ("am", "ARM"),
    ("az", "AZE"),
    ("md", "MDA"),
    ("fi", "FIN"),
    ("se", "SWE"),
    ("no", "NOR"),
    ("dk", "DNK"),
    ("nl", "NLD"),
    ("be", "BEL"),
    ("at", "AUT"),
    ("ch", "CHE"),
    ("pt", "PRT"),
    ("ie", "IRL"),
    ("tw", "TWN"),
    ("vn", "VNM"),
    ("id", "IDN"),
    ("ph", "PHL"),
    ("my", "MYS"),
    ("sg", "SGP"),
    ("nz", "NZL"),
];

impl World {
    /// The state whose government publishes under this address, if it is a government's at all.
    pub fn home_of(&self, url: &str) -> Option<&'static str> {
        let rest = url.split_once("://").map_or(url, |(_, r)| r);
        let host = rest.split(['/', '?', '#', ':']).next().unwrap_or("").to_ascii_lowercase();
        let labels: Vec<&str> = host.split('.').collect();
        let official = labels.iter().any(|l| OFFICIAL.contains(l) || l.starts_with("gov"));
        let domain = labels.last()?;
        DOMAINS
            .iter()
            .find(|(d, _)| d == domain)
            .filter(|_| official && labels.len() > 1)
            .map(|(_, code)| *code)
    }

    /// As [`World::link`], with what the document's headline and address tell about bare roles.
    /// Those whom the world does not know are named by the base form of their words, as far as
    /// `lexicon`, the dictionary of the document's language, tells it.
    pub fn link_document(
        &self,
        document: &Document,
        sentences: &[Sentence],
        lexicon: Option<&Lexicon>,
    ) -> Vec<Mention> {
        let day = document.published.map(crate::world::day_number);
        let mut linker = Linker::new(self.layers(), &document.text, document.lang, day);
        linker.lexicon = lexicon;
        linker.memory.home =
            document.url.as_deref().and_then(|u| self.home_of(u)).map(CompactString::from);
        if let Some(title) = &document.title {
            let sentence = plain_sentence(title, document.lang);
            let mut headline = Linker::new(self.layers(), title, document.lang, day);
            let mut nodes = headline.read(&sentence);
            headline.settle(&sentence, &mut nodes);
            let foreign =
                |code: &CompactString| linker.memory.home.as_ref().is_some_and(|h| h != code);
            headline.memory.bare.retain(|_, (code, _)| !foreign(code));
            linker.memory.home_offices = headline.memory.bare;
        }
        linker.run(sentences)
    }
}

/// Why a person is taken for one of the government that writes.
const OF_THE_HOUSE: &str = "bare role with a name in a government's own paper";

impl Linker<'_, '_> {
    /// "President Ali Bongo Ondimba, Foreign Minister Hermann Immongault and ...": in a row the state
    /// is told once, so that whoever follows a guest is one, too.
    pub fn guests_in_a_row(&mut self, nodes: &mut [super::Node]) {
        let mut before: Option<usize> = None;
        for i in 0..nodes.len() {
            if nodes[i].absorbed {
                continue;
            }
            if let Some(p) = before.filter(|_| nodes[i].why == OF_THE_HOUSE)
                && nodes[p].kind == MentionKind::Person
                && nodes[p].code.is_some()
                && nodes[p].code != self.memory.home
                && (nodes[p].b..nodes[i].a)
                    .all(|a| matches!(self.atoms.list[a].span.of(self.text), "," | ";" | "and"))
            {
                nodes[i].code = nodes[p].code.clone();
                nodes[i].why = "bare role with a name in a row with a guest".into();
                let (name, code) = (nodes[i].name.clone(), nodes[i].code.clone());
                let known = self.memory.people.iter_mut().rev();
                let mut known =
                    known.filter(|k| k.entity.is_none() && Some(&k.name) == name.as_ref());
                if let Some(known) = known.next() {
                    known.code = code;
                }
            }
            before = Some(i);
        }
    }

    /// "Senior Advisor Mitch Landrieu" in a government's own paper: guests are introduced with their
    /// state, so that a title and a name without one are of the house.
    pub fn of_the_house(&self, node: &mut super::Node) {
        let (Some(role), Some(home)) = (node.role, &self.memory.home) else { return };
        if role.class != RoleClass::Post || node.former || node.plural {
            return;
        }
        let government = sector_number("GOV");
        let ours = node.code.as_ref() == Some(home);
        if node.entity.is_none() && node.code.is_none() {
            node.code = Some(home.clone());
            node.confidence = 0.6;
            node.why = OF_THE_HOUSE.into();
            if node.sector == 0 {
                node.sector = government;
            }
        } else if node.entity.is_some() && ours && node.sector == sector_number("PTY") {
            // whom the world knows by an earlier office has a new one
            node.sector = government;
        }
    }

    /// What a bare role or body means in a government's own paper.
    pub fn at_home(&self, node: &mut super::Node) -> bool {
        let Some(role) = node.role else { return false };
        if node.plural || node.kind == MentionKind::Person || role.flags != 0 || node.former {
            return false;
        }
        if let (RoleClass::Post, Some((code, person))) =
            (role.class, self.memory.home_offices.get(&node.office))
        {
            node.code = Some(code.clone());
            node.entity = *person;
            node.why = "bare role, its holder in the headline".into();
            node.confidence = 0.8;
            return true;
        }
        let Some(home) = self.memory.home.clone() else { return false };
        let on_the_day = |office: u8| self.day.and_then(|d| self.layers.holder(&home, office, d));
        let holder = on_the_day(node.office);
        // where the president leads the government there is no prime minister, and the one of whom
        // the paper speaks is a guest
        let head = |o: &str| office_number(o) == node.office;
        if head("head_of_government")
            && role.class == RoleClass::Post
            && holder.map(|h| h.0) == on_the_day(office_number("head_of_state")).map(|h| h.0)
        {
            return false;
        }
        let ours = match role.class {
            RoleClass::Post => node.office != 0 && holder.is_some(),
            RoleClass::Body => node.sector == sector_number("GOV"),
            RoleClass::People => false,
        };
        // a role named in the paper before wins over one that the government may not even have
        if !ours || (role.class == RoleClass::Body && self.memory.nouns.contains_key(&role.noun)) {
            return false;
        }
        node.entity = holder.map(|h| h.0).filter(|_| role.class == RoleClass::Post);
        node.code = Some(home);
        node.why = "bare role in a government's own paper".into();
        node.confidence = 0.7;
        true
    }
}
