//! Writing a pack: collect sections, lay them out, sum them up.

use crate::{ALIGN, CHECKSUM_AT, ENDIAN_MARK, FORMAT, LABEL, MAGIC, SECTION_NAME, TABLE_AT};

/// Collects the sections of one pack, in the order in which they will lie in the file.
pub struct PackWriter {
    kind: String,
    version: String,
    schema: u64,
    sections: Vec<(String, Vec<u8>)>,
}

impl PackWriter {
    /// A pack of this `kind` and `version` (at most 32 bytes each) for readers that agree on `schema`.
    ///
    /// # Panics
    /// If a label does not fit: labels are the builder's own constants.
    pub fn new(kind: &str, version: &str, schema: u64) -> Self {
        assert!(kind.len() <= LABEL && version.len() <= LABEL, "pack labels hold {LABEL} bytes");
        Self { kind: kind.into(), version: version.into(), schema, sections: Vec::new() }
    }

    /// Adds a section. Names hold at most 48 bytes and must differ.
    ///
    /// # Panics
    /// If the name is too long or taken.
    pub fn section(&mut self, name: &str, bytes: Vec<u8>) -> &mut Self {
        assert!(name.len() <= SECTION_NAME, "section names hold {SECTION_NAME} bytes");
        assert!(self.sections.iter().all(|(n, _)| n != name), "section {name} added twice");
        self.sections.push((name.into(), bytes));
        self
    }

    /// Adds a section of plain values (integers, floats, `bytemuck::Pod` structs), little endian.
    pub fn values<T: bytemuck::NoUninit>(&mut self, name: &str, values: &[T]) -> &mut Self {
        self.section(name, bytemuck::cast_slice(values).to_vec())
    }

    /// The finished file.
    pub fn finish(&self) -> Vec<u8> {
        let mut out = vec![0u8; TABLE_AT + self.sections.len() * 64];
        out[..8].copy_from_slice(MAGIC);
        out[8..12].copy_from_slice(&FORMAT.to_le_bytes());
        out[12..16].copy_from_slice(&ENDIAN_MARK.to_le_bytes());
        out[16..24].copy_from_slice(&self.schema.to_le_bytes());
        out[40..44].copy_from_slice(&(self.sections.len() as u32).to_le_bytes());
        out[64..64 + self.kind.len()].copy_from_slice(self.kind.as_bytes());
        out[96..96 + self.version.len()].copy_from_slice(self.version.as_bytes());
        for (i, (name, bytes)) in self.sections.iter().enumerate() {
            out.resize(out.len().next_multiple_of(ALIGN), 0);
            let (at, row) = (out.len(), TABLE_AT + i * 64);
            out[row..row + name.len()].copy_from_slice(name.as_bytes());
            out[row + 48..row + 56].copy_from_slice(&(at as u64).to_le_bytes());
            out[row + 56..row + 64].copy_from_slice(&(bytes.len() as u64).to_le_bytes());
            out.extend_from_slice(bytes);
        }
        let length = out.len() as u64;
        out[32..40].copy_from_slice(&length.to_le_bytes());
        let sum = crate::checksum(&out);
        out[CHECKSUM_AT..CHECKSUM_AT + 8].copy_from_slice(&sum.to_le_bytes());
        out
    }
}
