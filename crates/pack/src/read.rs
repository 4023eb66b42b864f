//! Reading a pack in place.

use crate::{
    ALIGN, CHECKSUM_AT, ENDIAN_MARK, FORMAT, LABEL, MAGIC, PackError, SECTION_NAME, TABLE_AT,
};
use std::path::{Path, PathBuf};

/// Bytes linked into the binary, forced to the alignment that sections need.
///
/// `static P: &AlignedBytes<[u8]> = &AlignedBytes { bytes: *include_bytes!("x.pack") };`
#[repr(C, align(64))]
pub struct AlignedBytes<T: ?Sized> {
    /// The file's bytes.
    pub bytes: T,
}

enum Bytes {
    Mapped(memmap2::Mmap),
    Static(&'static [u8]),
    Owned(Vec<Block>, usize),
}

/// Owned bytes in blocks of the alignment that sections need.
#[repr(C, align(64))]
#[derive(Clone, Copy, bytemuck::Pod, bytemuck::Zeroable)]
struct Block([u8; ALIGN]);

impl std::ops::Deref for Bytes {
    type Target = [u8];
    fn deref(&self) -> &[u8] {
        match self {
            Bytes::Mapped(m) => m,
            Bytes::Static(s) => s,
            Bytes::Owned(blocks, length) => &bytemuck::cast_slice(blocks)[..*length],
        }
    }
}

/// An open, verified pack. Cheap to share between threads behind an `Arc`.
pub struct Pack {
    bytes: Bytes,
    path: PathBuf,
    kind: String,
    version: String,
    sections: Vec<(String, std::ops::Range<usize>)>,
}

impl Pack {
    /// Maps and verifies a pack file.
    ///
    /// # Errors
    /// If the file cannot be read, is no pack, is damaged, or is not of this `kind` and `schema`.
    #[allow(unsafe_code)] // Mapping is unsafe because another process may change the file under us.
    pub fn open(path: &Path, kind: &str, schema: u64) -> Result<Self, PackError> {
        let io = |source| PackError::Io { path: path.into(), source };
        let file = std::fs::File::open(path).map_err(io)?;
        // SAFETY: packs are written once and replaced by renaming, never edited in place; a file
        // changed by force can give wrong values but no invalid ones, since sections hold plain data.
        let map = unsafe { memmap2::Mmap::map(&file) }.map_err(io)?;
        Self::verify(Bytes::Mapped(map), path.into(), kind, schema)
    }

    /// Verifies a pack that is linked into the binary (see [`AlignedBytes`]).
    ///
    /// # Errors
    /// As [`Pack::open`].
    pub fn built_in(bytes: &'static [u8], kind: &str, schema: u64) -> Result<Self, PackError> {
        Self::verify(Bytes::Static(bytes), format!("built-in {kind} pack").into(), kind, schema)
    }

    /// Verifies a pack that was just built, copying it into aligned memory.
    ///
    /// # Errors
    /// As [`Pack::open`].
    pub fn in_memory(bytes: &[u8], kind: &str, schema: u64) -> Result<Self, PackError> {
        let mut blocks = vec![Block([0; ALIGN]); bytes.len().div_ceil(ALIGN)];
        bytemuck::cast_slice_mut(&mut blocks)[..bytes.len()].copy_from_slice(bytes);
        let owned = Bytes::Owned(blocks, bytes.len());
        Self::verify(owned, format!("{kind} pack in memory").into(), kind, schema)
    }

    fn verify(bytes: Bytes, path: PathBuf, kind: &str, schema: u64) -> Result<Self, PackError> {
        let foreign = |r: &str| PackError::Foreign { path: path.clone(), reason: r.into() };
        let damaged = |reason: String| PackError::Damaged { path: path.clone(), reason };
        let wrong = |reason: String| PackError::Wrong { path: path.clone(), reason };
        if bytes.len() < TABLE_AT || &bytes[..8] != MAGIC {
            return Err(foreign("it does not begin with the pack mark"));
        }
        let word = |at: usize| {
            u32::from_le_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]])
        };
        let long = |at: usize| u64::from(word(at)) | u64::from(word(at + 4)) << 32;
        if word(8) != FORMAT {
            return Err(foreign(&format!("format {} instead of {FORMAT}", word(8))));
        }
        if word(12) != ENDIAN_MARK || cfg!(target_endian = "big") {
            return Err(foreign("packs are little endian"));
        }
        if long(32) != bytes.len() as u64 {
            return Err(damaged(format!("{} bytes instead of {}", bytes.len(), long(32))));
        }
        if long(CHECKSUM_AT) != crate::checksum(&bytes) {
            return Err(damaged("its checksum does not match".into()));
        }
        let label = |at: usize, n: usize| {
            let b = &bytes[at..at + n];
            let end = b.iter().position(|&c| c == 0).unwrap_or(n);
            String::from_utf8_lossy(&b[..end]).into_owned()
        };
        let found = label(64, LABEL);
        if found != kind {
            return Err(wrong(format!("a \"{kind}\" pack is needed, this is \"{found}\"")));
        }
        if long(16) != schema {
            return Err(wrong(format!(
                "it was made for schema {:016x}, this program reads {schema:016x}: build it again",
                long(16)
            )));
        }
        let count = word(40) as usize;
        if TABLE_AT + count.saturating_mul(64) > bytes.len() {
            return Err(damaged(format!("a table of {count} sections does not fit")));
        }
        let mut sections = Vec::with_capacity(count);
        for i in 0..count {
            let row = TABLE_AT + i * 64;
            let (at, len) =
                (long(row + SECTION_NAME) as usize, long(row + SECTION_NAME + 8) as usize);
            let end = at.checked_add(len).filter(|&e| e <= bytes.len() && at % ALIGN == 0);
            let end = end.ok_or_else(|| damaged(format!("section {i} lies outside the file")))?;
            sections.push((label(row, SECTION_NAME), at..end));
        }
        let version = label(64 + LABEL, LABEL);
        Ok(Self { kind: found, version, sections, path, bytes })
    }

    /// The kind the pack was made as.
    pub fn kind(&self) -> &str {
        &self.kind
    }

    /// The version its builder gave it.
    pub fn version(&self) -> &str {
        &self.version
    }

    /// Where it came from: a path, or "built-in ... pack".
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Size of the whole pack in bytes.
    pub fn size(&self) -> usize {
        self.bytes.len()
    }

    /// The bytes of a section.
    ///
    /// # Errors
    /// [`PackError::Damaged`] if there is no such section.
    pub fn section(&self, name: &str) -> Result<&[u8], PackError> {
        Ok(&self.bytes[self.range(name)?])
    }

    /// Where a section lies in [`Pack::bytes`], for readers that keep sections beside a shared pack.
    ///
    /// # Errors
    /// [`PackError::Damaged`] if there is no such section.
    pub fn range(&self, name: &str) -> Result<std::ops::Range<usize>, PackError> {
        let hit = self.sections.iter().find(|(n, _)| n == name);
        hit.map(|(_, range)| range.clone()).ok_or_else(|| PackError::Damaged {
            path: self.path.clone(),
            reason: format!("section {name} is missing"),
        })
    }

    /// The whole file.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// A section as values of a plain type.
    ///
    /// # Errors
    /// [`PackError::Damaged`] if it is missing or its length is no multiple of the type's size.
    pub fn values<T: bytemuck::AnyBitPattern>(&self, name: &str) -> Result<&[T], PackError> {
        bytemuck::try_cast_slice(self.section(name)?).map_err(|e| PackError::Damaged {
            path: self.path.clone(),
            reason: format!("section {name}: {e}"),
        })
    }
}
