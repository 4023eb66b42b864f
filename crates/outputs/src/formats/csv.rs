//! CSV by RFC 4180 with `\n` ends: a header, one row an act.
//!
//! Lists are joined with `; ` (a `;` inside an item becomes `,`); what is unknown is empty. Values
//! hold no line break, so that tools that go by lines can read the file, and no text that a
//! spreadsheet would run as a formula.

use super::Writer;
use super::columns::{COLUMNS, Value};
use crate::sink::Sink;
use crate::view::View;
use crate::{FileEntry, Manifest, OutputError, cell};

pub(crate) struct Csv {
    out: csv::Writer<Sink>,
    path: std::path::PathBuf,
}

impl Csv {
    pub fn new(sink: Sink) -> Result<Self, OutputError> {
        let path = sink.path().to_owned();
        let mut csv = Self { out: csv::Writer::from_writer(sink), path };
        let names: Vec<String> = COLUMNS.iter().map(|c| c.name.to_owned()).collect();
        csv.row(&names)?;
        Ok(csv)
    }

    fn row(&mut self, values: &[String]) -> Result<(), OutputError> {
        self.out.write_record(values).map_err(|e| OutputError::Write {
            path: self.path.clone(),
            source: std::io::Error::other(e),
        })
    }
}

impl Writer for Csv {
    fn paper(&mut self, view: &View<'_>, manifest: &mut Manifest) -> Result<(), OutputError> {
        for act in view.acts() {
            let row: Vec<String> = COLUMNS.iter().map(|c| write((c.of)(view, &act))).collect();
            self.row(&row)?;
            manifest.rows += 1;
        }
        Ok(())
    }

    fn finish(self: Box<Self>, _: &mut Manifest) -> Result<Vec<FileEntry>, OutputError> {
        let Csv { out, path } = *self;
        let sink = out.into_inner().map_err(|e| OutputError::Write {
            path,
            source: std::io::Error::new(e.error().kind(), e.error().to_string()),
        })?;
        Ok(vec![sink.close()?])
    }
}

/// A value as a cell.
fn write(value: Value) -> String {
    match value {
        Value::Text(text) => cell::guard(cell::clean(&text.unwrap_or_default())).into_owned(),
        Value::Int(number) => number.map(|n| n.to_string()).unwrap_or_default(),
        Value::Float(number) => number.map(|n| n.to_string()).unwrap_or_default(),
        Value::Flag(flag) => flag.map(|f| f.to_string()).unwrap_or_default(),
        Value::List(items) => {
            let items: Vec<String> = items
                .iter()
                .map(|i| cell::item(i.as_deref().unwrap_or_default(), ';', ","))
                .collect();
            cell::guard(items.join("; ").into()).into_owned()
        }
    }
}
