//! Tables of answers: aligned on a terminal, CSV and JSON for programs.

use crate::cli::TableFormat;
use anyhow::Result;
use serde::Serialize;
use std::io::Write;

/// Rows under a heading; a cell is empty where nothing is known.
#[derive(Default)]
pub struct Table {
    heads: Vec<&'static str>,
    rows: Vec<Vec<String>>,
}

impl Table {
    /// An empty table with these columns.
    pub fn new(heads: &[&'static str]) -> Self {
        Self { heads: heads.to_vec(), rows: Vec::new() }
    }

    /// Adds a row; it must have as many cells as there are columns.
    pub fn row(&mut self, cells: Vec<String>) {
        debug_assert_eq!(cells.len(), self.heads.len());
        self.rows.push(cells);
    }

    /// Prints it; as JSON the rows themselves are printed, one a line.
    pub fn print<T: Serialize>(
        &self,
        format: TableFormat,
        items: &[T],
        out: &mut dyn Write,
    ) -> Result<()> {
        match format {
            TableFormat::Text => self.aligned(out),
            TableFormat::Csv => self.csv(out),
            TableFormat::Json => {
                for item in items {
                    serde_json::to_writer(&mut *out, item)?;
                    writeln!(out)?;
                }
                Ok(())
            }
        }
    }

    /// Columns as wide as their widest cell, the last one as it comes.
    fn aligned(&self, out: &mut dyn Write) -> Result<()> {
        let mut widths: Vec<usize> = self.heads.iter().map(|h| h.chars().count()).collect();
        for row in &self.rows {
            for (width, cell) in widths.iter_mut().zip(row) {
                *width = (*width).max(cell.chars().count());
            }
        }
        let heads = self.heads.iter().map(|h| (*h).to_owned()).collect();
        for row in std::iter::once(&heads).chain(&self.rows) {
            let cells: Vec<String> = row
                .iter()
                .zip(&widths)
                .map(|(cell, width)| {
                    let gap = width.saturating_sub(cell.chars().count());
                    // Numbers stand at the right, words at the left.
                    let number = cell.parse::<f64>().is_ok();
                    if number { " ".repeat(gap) + cell } else { cell.clone() + &" ".repeat(gap) }
                })
                .collect();
            writeln!(out, "{}", cells.join("  ").trim_end())?;
        }
        Ok(())
    }

    /// RFC 4180, with line breaks of one byte.
    fn csv(&self, out: &mut dyn Write) -> Result<()> {
        let heads: Vec<String> = self.heads.iter().map(|h| (*h).to_owned()).collect();
        for row in std::iter::once(&heads).chain(&self.rows) {
            let cells: Vec<String> = row.iter().map(|c| csv_cell(c)).collect();
            writeln!(out, "{}", cells.join(","))?;
        }
        Ok(())
    }
}

/// A cell as CSV has it; quoted where it must be.
fn csv_cell(cell: &str) -> String {
    if cell.contains([',', '"', '\n', '\r']) {
        format!("\"{}\"", cell.replace('"', "\"\""))
    } else {
        cell.to_owned()
    }
}

/// A bar of a share between 0 and 1, in eighths of a character.
pub fn bar(share: f64, width: usize) -> String {
    const EIGHTHS: [char; 8] = [' ', '▏', '▎', '▍', '▌', '▋', '▊', '▉'];
    let eighths = (share.clamp(0.0, 1.0) * width as f64 * 8.0).round() as usize;
    let mut out = "█".repeat(eighths / 8);
    if !eighths.is_multiple_of(8) {
        out.push(EIGHTHS[eighths % 8]);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_that_hold_commas_are_quoted() {
        let mut table = Table::new(&["who", "what"]);
        table.row(vec!["Xi \"J.\"".into(), "a, b".into()]);
        let mut out = Vec::new();
        table.print::<()>(TableFormat::Csv, &[], &mut out).expect("printed");
        assert_eq!(String::from_utf8_lossy(&out), "who,what\n\"Xi \"\"J.\"\"\",\"a, b\"\n");
    }

    #[test]
    fn numbers_stand_at_the_right() {
        let mut table = Table::new(&["acts", "name"]);
        table.row(vec!["7".into(), "Łódź".into()]);
        let mut out = Vec::new();
        table.print::<()>(TableFormat::Text, &[], &mut out).expect("printed");
        assert_eq!(String::from_utf8_lossy(&out), "acts  name\n   7  Łódź\n");
    }

    #[test]
    fn a_bar_is_as_long_as_its_share() {
        assert_eq!(bar(1.0, 4), "████");
        assert_eq!(bar(0.5, 1), "▌");
        assert_eq!(bar(0.0, 4), "");
    }
}
