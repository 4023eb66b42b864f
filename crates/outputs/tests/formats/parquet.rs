//! Parquet, read with the reader of the parquet crate.

use crate::papers::export_bytes;
use ::parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use arrow_array::cast::AsArray;
use arrow_array::types::{Float64Type, Int64Type};
use arrow_array::{Array, RecordBatch};
use outputs::{Format, Options};

fn read(options: &Options) -> (RecordBatch, outputs::Manifest) {
    let (bytes, manifest) = export_bytes(Format::Parquet, options);
    let Ok(folder) = tempfile::tempdir() else { panic!("no temporary folder") };
    let path = folder.path().join("x.parquet");
    assert!(std::fs::write(&path, bytes).is_ok());
    let file = std::fs::File::open(&path).unwrap_or_else(|e| panic!("{e}"));
    let reader = ParquetRecordBatchReaderBuilder::try_new(file).and_then(|b| b.build());
    let mut reader = reader.unwrap_or_else(|e| panic!("{e}"));
    let Some(Ok(batch)) = reader.next() else { panic!("no rows") };
    (batch, manifest)
}

#[test]
fn parquet_has_the_columns_of_the_csv_with_types() {
    let (batch, manifest) = read(&Options::default());
    let schema = batch.schema();
    let names: Vec<&String> = schema.fields().iter().map(|f| f.name()).collect();
    assert_eq!(names, manifest.columns.iter().collect::<Vec<_>>());
    assert_eq!(batch.num_rows(), 7);
    let column =
        |name: &str| batch.column_by_name(name).cloned().unwrap_or_else(|| panic!("{name}"));
    let text = |name: &str, row: usize| column(name).as_string::<i32>().value(row).to_owned();
    assert_eq!(text("cameo", 0), "040");
    // Values are as they are: no guard, no cleaning.
    assert_eq!(text("title", 4), "=cmd|'/C calc'!A0\tsays \"None\"\nand more");
    assert_eq!(text("trigger", 5), "praised Albania\r\nfor reforms");
    assert_eq!(column("quad").as_primitive::<Int64Type>().value(1), 3);
    assert_eq!(column("lat").as_primitive::<Float64Type>().value(0), 54.6892);
    assert!(column("lat").is_null(1));
    assert!(column("n_reports").is_null(0));
    assert_eq!(column("n_reports").as_primitive::<Int64Type>().value(4), 5);
    assert!(column("implied").as_boolean().value(1));
    let actors = column("actor_codes").as_list::<i32>().value(0);
    let actors: Vec<Option<&str>> = actors.as_string::<i32>().iter().collect();
    assert_eq!(actors, [Some("LTU"), Some("LVA")]);
    let areas = column("areas").as_list::<i32>().value(0);
    assert_eq!(areas.as_string::<i32>().value(1), "transit; ports");
    assert_eq!(text("sentence", 0), crate::papers::TALK.lines().next().unwrap_or_default());
}

#[test]
fn parquet_without_text_has_no_words() {
    let (batch, _) = read(&Options { anonymous_text: true, ..Options::default() });
    for name in ["trigger", "sentence", "title"] {
        let column = batch.column_by_name(name).unwrap_or_else(|| panic!("{name}"));
        assert_eq!(column.null_count(), 7, "{name}");
    }
    let start = batch.column_by_name("trigger_start").unwrap_or_else(|| panic!());
    assert_eq!(start.as_primitive::<Int64Type>().value(0), 33);
}
