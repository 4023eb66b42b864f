//! GraphML: states and organisations as nodes, what they did to each other as edges.
//!
//! One edge for each ordered pair, with counts by quad class, the mean PLOVER score, and the first
//! and last day. A person, a ministry, an army counts for the state it belongs to. An act counts
//! once for a pair, however many of its parties belong to it. In memory are the pairs, not the acts.

use super::Writer;
use crate::dyads::dyads;
use crate::party::Party;
use crate::sink::Sink;
use crate::view::View;
use crate::{FileEntry, Manifest, OutputError, cell, dates};
use quick_xml::Writer as Xml;
use quick_xml::events::{BytesDecl, BytesText, Event as Piece};
use std::collections::{BTreeMap, BTreeSet};
use std::io;

/// Attributes of edges: name and type.
const EDGE: [(&str, &str); 8] = [
    ("acts", "long"),
    ("verbal_cooperation", "long"),
    ("material_cooperation", "long"),
    ("verbal_conflict", "long"),
    ("material_conflict", "long"),
    ("mean_score", "double"),
    ("first", "string"),
    ("last", "string"),
];

#[derive(Default)]
struct Edge {
    quads: [u64; 4],
    score: f64,
    first: Option<String>,
    last: Option<String>,
}

pub(crate) struct GraphMl {
    sink: Sink,
    /// Code to name and kind.
    nodes: BTreeMap<String, (String, &'static str)>,
    edges: BTreeMap<(String, String), Edge>,
}

impl GraphMl {
    pub fn new(sink: Sink) -> Self {
        Self { sink, nodes: BTreeMap::new(), edges: BTreeMap::new() }
    }

    /// The node of a party; `None` if it has no code.
    fn node(&mut self, party: &Party<'_>) -> Option<String> {
        let code = cell::clean(party.mention.code.as_deref()?);
        if code.is_empty() {
            return None;
        }
        self.nodes.entry(code.clone().into_owned()).or_insert_with(|| match party.country {
            Some(country) => (country.name.to_owned(), "country"),
            // The first name that is met; an organisation's bodies share its code.
            None => (party.mention.name.to_string(), "organisation"),
        });
        Some(code.into_owned())
    }
}

impl Writer for GraphMl {
    fn paper(&mut self, view: &View<'_>, manifest: &mut Manifest) -> Result<(), OutputError> {
        for act in view.acts() {
            let event = act.event;
            let day = dates::act_day(&view.record, event).map(|d| d.to_string());
            let mut pairs = BTreeSet::new();
            for dyad in dyads(event, manifest) {
                let Some((source, target)) = dyad.both(manifest) else { continue };
                match (self.node(&source), self.node(&target)) {
                    (Some(a), Some(b)) => {
                        pairs.insert((a, b));
                    }
                    _ => manifest.leave_out("no coded party"),
                }
            }
            for pair in pairs {
                let edge = self.edges.entry(pair).or_default();
                if let Some(count) = edge.quads.get_mut(usize::from(event.quad).wrapping_sub(1)) {
                    *count += 1;
                }
                edge.score += f64::from(event.score);
                if day.is_some() {
                    edge.first = edge.first.take().min(day.clone()).or_else(|| day.clone());
                    edge.last = edge.last.take().max(day.clone());
                }
            }
        }
        Ok(())
    }

    fn finish(self: Box<Self>, manifest: &mut Manifest) -> Result<Vec<FileEntry>, OutputError> {
        let GraphMl { sink, nodes, edges } = *self;
        manifest.rows = edges.len() as u64;
        let path = sink.path().to_owned();
        let mut xml = Xml::new_with_indent(sink, b' ', 2);
        write(&mut xml, &nodes, &edges).map_err(|source| OutputError::Write { path, source })?;
        let mut sink = xml.into_inner();
        sink.put("\n")?;
        Ok(vec![sink.close()?])
    }
}

fn write(
    xml: &mut Xml<Sink>,
    nodes: &BTreeMap<String, (String, &'static str)>,
    edges: &BTreeMap<(String, String), Edge>,
) -> io::Result<()> {
    xml.write_event(Piece::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    let root = xml
        .create_element("graphml")
        .with_attribute(("xmlns", "http://graphml.graphdrawing.org/xmlns"));
    root.write_inner_content(|xml| {
        for name in ["label", "kind"] {
            key(xml, name, "node", "string")?;
        }
        for (name, kind) in EDGE {
            key(xml, name, "edge", kind)?;
        }
        let graph = xml
            .create_element("graph")
            .with_attributes([("id", "acts"), ("edgedefault", "directed")]);
        graph.write_inner_content(|xml| {
            for (code, (name, kind)) in nodes {
                let node = xml.create_element("node").with_attribute(("id", code.as_str()));
                node.write_inner_content(|xml| {
                    data(xml, "label", name)?;
                    data(xml, "kind", kind)
                })?;
            }
            for ((source, target), edge) in edges {
                let ends = [("source", source.as_str()), ("target", target.as_str())];
                let element = xml.create_element("edge").with_attributes(ends);
                element.write_inner_content(|xml| edge_data(xml, edge))?;
            }
            Ok(())
        })?;
        Ok(())
    })?;
    Ok(())
}

fn edge_data(xml: &mut Xml<Sink>, edge: &Edge) -> io::Result<()> {
    let acts: u64 = edge.quads.iter().sum();
    data(xml, "acts", &acts.to_string())?;
    for (n, count) in edge.quads.iter().enumerate() {
        data(xml, EDGE[n + 1].0, &count.to_string())?;
    }
    let mean = (edge.score / acts.max(1) as f64 * 1000.0).round() / 1000.0;
    data(xml, "mean_score", &mean.to_string())?;
    for (name, day) in [("first", &edge.first), ("last", &edge.last)] {
        if let Some(day) = day {
            data(xml, name, day)?;
        }
    }
    Ok(())
}

fn key(xml: &mut Xml<Sink>, name: &str, of: &str, kind: &str) -> io::Result<()> {
    xml.create_element("key")
        .with_attributes([("id", name), ("for", of), ("attr.name", name), ("attr.type", kind)])
        .write_empty()?;
    Ok(())
}

fn data(xml: &mut Xml<Sink>, name: &str, value: &str) -> io::Result<()> {
    // Control characters cannot stand in XML at all.
    let value = cell::clean(value);
    let element = xml.create_element("data").with_attribute(("key", name));
    element.write_text_content(BytesText::new(&value))?;
    Ok(())
}
