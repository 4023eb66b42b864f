//! Parquet: the columns of the CSV with their types, lists as lists, values as they are.
//!
//! Rows are gathered into groups of [`GROUP`], so memory does not grow with the number of papers.

use super::Writer;
use super::columns::{COLUMNS, Kind, Value};
use crate::sink::Sink;
use crate::view::View;
use crate::{FileEntry, Manifest, OutputError};
use arrow_array::builder::{
    BooleanBuilder, Float64Builder, Int64Builder, ListBuilder, StringBuilder,
};
use arrow_array::{ArrayRef, RecordBatch};
use arrow_schema::{DataType, Field, Schema, SchemaRef};
use parquet::arrow::ArrowWriter;
use parquet::basic::{Compression, ZstdLevel};
use parquet::file::properties::WriterProperties;
use std::path::PathBuf;
use std::sync::Arc;

/// Rows in memory at a time, and in a row group.
const GROUP: usize = 8192;

pub(crate) struct Parquet {
    out: ArrowWriter<Sink>,
    schema: SchemaRef,
    rows: Vec<Vec<Value>>,
    path: PathBuf,
}

impl Parquet {
    pub fn new(sink: Sink) -> Result<Self, OutputError> {
        let path = sink.path().to_owned();
        let fields: Vec<Field> =
            COLUMNS.iter().map(|c| Field::new(c.name, data_type(c.kind), true)).collect();
        let schema = Arc::new(Schema::new(fields));
        let properties = WriterProperties::builder()
            .set_compression(Compression::ZSTD(ZstdLevel::default()))
            // Without this the crate's version would be the only thing that differs between runs.
            .set_created_by("chancery".into())
            .build();
        let out = ArrowWriter::try_new(sink, schema.clone(), Some(properties))
            .map_err(|e| failed(&path, e))?;
        Ok(Self { out, schema, rows: Vec::new(), path })
    }

    /// Writes the rows that are in memory as one group.
    fn write(&mut self) -> Result<(), OutputError> {
        if self.rows.is_empty() {
            return Ok(());
        }
        let arrays = (0..COLUMNS.len()).map(|n| array(COLUMNS[n].kind, &self.rows, n)).collect();
        let batch =
            RecordBatch::try_new(self.schema.clone(), arrays).map_err(|e| failed(&self.path, e))?;
        self.out.write(&batch).map_err(|e| failed(&self.path, e))?;
        self.out.flush().map_err(|e| failed(&self.path, e))?;
        self.rows.clear();
        Ok(())
    }
}

impl Writer for Parquet {
    fn paper(&mut self, view: &View<'_>, manifest: &mut Manifest) -> Result<(), OutputError> {
        for act in view.acts() {
            self.rows.push(COLUMNS.iter().map(|c| (c.of)(view, &act)).collect());
            manifest.rows += 1;
        }
        if self.rows.len() >= GROUP { self.write() } else { Ok(()) }
    }

    fn finish(mut self: Box<Self>, _: &mut Manifest) -> Result<Vec<FileEntry>, OutputError> {
        self.write()?;
        let Parquet { out, path, .. } = *self;
        let sink = out.into_inner().map_err(|e| failed(&path, e))?;
        Ok(vec![sink.close()?])
    }
}

fn failed(path: &std::path::Path, reason: impl ToString) -> OutputError {
    OutputError::Parquet { path: path.into(), reason: reason.to_string() }
}

fn data_type(kind: Kind) -> DataType {
    match kind {
        Kind::Text => DataType::Utf8,
        Kind::Int => DataType::Int64,
        Kind::Float => DataType::Float64,
        Kind::Flag => DataType::Boolean,
        Kind::List => DataType::List(Arc::new(Field::new_list_field(DataType::Utf8, true))),
    }
}

/// Column `n` of the rows. Each column gives values of its own kind only (a test reads them all).
fn array(kind: Kind, rows: &[Vec<Value>], n: usize) -> ArrayRef {
    let values = rows.iter().map(|r| &r[n]);
    match kind {
        Kind::Text => {
            let mut column = StringBuilder::new();
            for value in values {
                column.append_option(if let Value::Text(v) = value { v.as_deref() } else { None });
            }
            Arc::new(column.finish())
        }
        Kind::Int => {
            let mut column = Int64Builder::new();
            for value in values {
                column.append_option(if let Value::Int(v) = value { *v } else { None });
            }
            Arc::new(column.finish())
        }
        Kind::Float => {
            let mut column = Float64Builder::new();
            for value in values {
                column.append_option(if let Value::Float(v) = value { *v } else { None });
            }
            Arc::new(column.finish())
        }
        Kind::Flag => {
            let mut column = BooleanBuilder::new();
            for value in values {
                column.append_option(if let Value::Flag(v) = value { *v } else { None });
            }
            Arc::new(column.finish())
        }
        Kind::List => {
            let mut column = ListBuilder::new(StringBuilder::new());
            for value in values {
                if let Value::List(items) = value {
                    for item in items {
                        column.values().append_option(item.as_deref());
                    }
                }
                column.append(true);
            }
            Arc::new(column.finish())
        }
    }
}
