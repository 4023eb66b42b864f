//! Turtle and N-Triples, written as the papers come.

use super::graph::graph;
use super::vocabulary::PREFIXES;
use crate::formats::Writer;
use crate::sink::Sink;
use crate::view::View;
use crate::{FileEntry, Manifest, Options, OutputError};
use oxttl::ntriples::WriterNTriplesSerializer;
use oxttl::turtle::WriterTurtleSerializer;
use oxttl::{NTriplesSerializer, TurtleSerializer};
use std::path::PathBuf;

pub(crate) struct Turtle {
    out: WriterTurtleSerializer<Sink>,
    path: PathBuf,
    version: String,
}

impl Turtle {
    pub fn new(sink: Sink, options: &Options) -> Result<Self, OutputError> {
        let path = sink.path().to_owned();
        let mut serializer = TurtleSerializer::new();
        for (prefix, space) in PREFIXES {
            serializer = serializer.with_prefix(prefix, space).map_err(|e| OutputError::Write {
                path: path.clone(),
                source: std::io::Error::other(e),
            })?;
        }
        Ok(Self { out: serializer.for_writer(sink), path, version: options.version.clone() })
    }
}

impl Writer for Turtle {
    fn paper(&mut self, view: &View<'_>, manifest: &mut Manifest) -> Result<(), OutputError> {
        for triple in graph(view, &self.version) {
            self.out
                .serialize_triple(&triple)
                .map_err(|source| OutputError::Write { path: self.path.clone(), source })?;
            manifest.rows += 1;
        }
        Ok(())
    }

    fn finish(self: Box<Self>, _: &mut Manifest) -> Result<Vec<FileEntry>, OutputError> {
        let Turtle { out, path, .. } = *self;
        let sink = out.finish().map_err(|source| OutputError::Write { path, source })?;
        Ok(vec![sink.close()?])
    }
}

pub(crate) struct NTriples {
    out: WriterNTriplesSerializer<Sink>,
    path: PathBuf,
    version: String,
}

impl NTriples {
    pub fn new(sink: Sink, options: &Options) -> Self {
        let path = sink.path().to_owned();
        let out = NTriplesSerializer::new().for_writer(sink);
        Self { out, path, version: options.version.clone() }
    }
}

impl Writer for NTriples {
    fn paper(&mut self, view: &View<'_>, manifest: &mut Manifest) -> Result<(), OutputError> {
        for triple in graph(view, &self.version) {
            self.out
                .serialize_triple(&triple)
                .map_err(|source| OutputError::Write { path: self.path.clone(), source })?;
            manifest.rows += 1;
        }
        Ok(())
    }

    fn finish(self: Box<Self>, _: &mut Manifest) -> Result<Vec<FileEntry>, OutputError> {
        let NTriples { out, .. } = *self;
        Ok(vec![out.finish().close()?])
    }
}
