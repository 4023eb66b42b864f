//! JSON-LD: a list of one object a paper, each with its context, so that each can be read alone.
//!
//! The file as a whole is one JSON-LD document; each line between the brackets is one too (without
//! the comma at its end). The triples are those of the Turtle file.

use super::graph::graph;
use super::vocabulary::PREFIXES;
use crate::formats::Writer;
use crate::sink::Sink;
use crate::view::View;
use crate::{FileEntry, Manifest, Options, OutputError};
use oxrdf::vocab::{rdf, xsd};
use oxrdf::{Literal, NamedOrBlankNode, Term, Triple};
use serde_json::{Map, Value, json};

pub(crate) struct JsonLd {
    sink: Sink,
    version: String,
    first: bool,
}

impl JsonLd {
    pub fn new(sink: Sink, options: &Options) -> Self {
        Self { sink, version: options.version.clone(), first: true }
    }
}

impl Writer for JsonLd {
    fn paper(&mut self, view: &View<'_>, manifest: &mut Manifest) -> Result<(), OutputError> {
        let object = object(&graph(view, &self.version));
        self.sink.put(if self.first { "[\n" } else { ",\n" })?;
        self.first = false;
        self.sink.put(&object.to_string())?;
        manifest.rows += 1;
        Ok(())
    }

    fn finish(mut self: Box<Self>, _: &mut Manifest) -> Result<Vec<FileEntry>, OutputError> {
        self.sink.put(if self.first { "[]\n" } else { "\n]\n" })?;
        Ok(vec![self.sink.close()?])
    }
}

/// Triples as one object: nodes in order of their first triple, terms with prefixes.
fn object(triples: &[Triple]) -> Value {
    let mut nodes: Map<String, Value> = Map::new();
    for triple in triples {
        let NamedOrBlankNode::NamedNode(subject) = &triple.subject else { continue };
        let node =
            nodes.entry(subject.as_str()).or_insert_with(|| json!({"@id": subject.as_str()}));
        let (key, value) = if triple.predicate == rdf::TYPE {
            let Term::NamedNode(class) = &triple.object else { continue };
            ("@type".to_owned(), Value::from(compact(class.as_str())))
        } else {
            (compact(triple.predicate.as_str()), value(&triple.object))
        };
        if let Some(node) = node.as_object_mut() {
            match node.entry(key) {
                serde_json::map::Entry::Vacant(slot) => {
                    slot.insert(value);
                }
                serde_json::map::Entry::Occupied(mut slot) => match slot.get_mut() {
                    Value::Array(values) => values.push(value),
                    one => *one = Value::Array(vec![one.take(), value]),
                },
            }
        }
    }
    let context: Map<String, Value> =
        PREFIXES.iter().map(|(p, space)| ((*p).to_owned(), Value::from(*space))).collect();
    let nodes: Vec<Value> = nodes.into_iter().map(|n| n.1).collect();
    json!({"@context": context, "@graph": nodes})
}

/// A term with its prefix.
fn compact(iri: &str) -> String {
    PREFIXES
        .iter()
        .find_map(|(prefix, space)| Some(format!("{prefix}:{}", iri.strip_prefix(space)?)))
        .unwrap_or_else(|| iri.to_owned())
}

fn value(term: &Term) -> Value {
    match term {
        Term::NamedNode(node) => json!({"@id": node.as_str()}),
        Term::BlankNode(node) => json!({"@id": node.to_string()}),
        Term::Literal(literal) => literal_value(literal),
    }
}

fn literal_value(literal: &Literal) -> Value {
    if let Some(language) = literal.language() {
        return json!({"@value": literal.value(), "@language": language});
    }
    let datatype = literal.datatype();
    if datatype == xsd::STRING {
        return literal.value().into();
    }
    if datatype == xsd::INTEGER
        && let Ok(number) = literal.value().parse::<i64>()
    {
        return number.into();
    }
    json!({"@value": literal.value(), "@type": compact(datatype.as_str())})
}
