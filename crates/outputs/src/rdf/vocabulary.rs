//! Names of things: vocabularies, prefixes, and IRIs of our own.

use oxrdf::NamedNode;

/// Prefixes of the vocabularies in use.
pub(super) const PREFIXES: [(&str, &str); 11] = [
    ("chancery", "urn:chancery:term:"),
    ("edtf", "http://id.loc.gov/datatypes/edtf/"),
    ("geo", "http://www.w3.org/2003/01/geo/wgs84_pos#"),
    ("oa", "http://www.w3.org/ns/oa#"),
    ("plover", "urn:chancery:plover:"),
    ("prov", "http://www.w3.org/ns/prov#"),
    ("rdf", "http://www.w3.org/1999/02/22-rdf-syntax-ns#"),
    ("rdfs", "http://www.w3.org/2000/01/rdf-schema#"),
    ("schema", "https://schema.org/"),
    ("sem", "http://semanticweb.cs.vu.nl/2009/11/sem/"),
    ("xsd", "http://www.w3.org/2001/XMLSchema#"),
];

/// A term by its prefixed name, `sem:Event`.
pub(super) fn term(name: &str) -> NamedNode {
    let (prefix, local) = name.split_once(':').unwrap_or(("chancery", name));
    let space = PREFIXES.iter().find(|p| p.0 == prefix).map_or(PREFIXES[0].1, |p| p.1);
    // Prefixes are constants and local names are plain letters.
    NamedNode::new_unchecked(format!("{space}{}", encode(local)))
}

/// A thing of ours: `urn:chancery:KIND:NAME`.
pub(super) fn ours(kind: &str, name: &str) -> NamedNode {
    NamedNode::new_unchecked(format!("urn:chancery:{kind}:{}", encode(name)))
}

/// An address as an IRI, if it is one that names a place on the web.
pub(super) fn web(url: &str) -> Option<NamedNode> {
    let web = url.starts_with("http://") || url.starts_with("https://");
    if web { NamedNode::new(url).ok() } else { None }
}

/// What may not stand in a URN's name, as `%XX`. Slashes and colons of entity ids stay.
fn encode(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    for byte in name.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' | b':' => {
                out.push(byte as char);
            }
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_the_name_the_iri_is_one() {
        for name in ["a b", "Łódź", "\"<>\\^`{|}", "", "x\ny", "country/KAZ"] {
            let iri = ours("entity", name);
            assert!(NamedNode::new(iri.as_str()).is_ok(), "{iri}");
        }
        assert_eq!(ours("entity", "country/KAZ").as_str(), "urn:chancery:entity:country/KAZ");
        assert_eq!(term("sem:Event").as_str(), "http://semanticweb.cs.vu.nl/2009/11/sem/Event");
        assert!(web("https://example.org/a b").is_none());
        assert!(web("javascript:alert(1)").is_none());
    }
}
