//! Where bytes go: a file or a stream, counted and hashed on the way.
//!
//! A file is written as `NAME.part` and gets its name when it is finished, so that half a file is
//! never taken for a whole one.

use crate::{FileEntry, OutputError};
use sha2::{Digest, Sha256};
use std::{
    fmt,
    fs::File,
    io::{self, BufWriter, Write},
    path::{Path, PathBuf},
};

/// Where an export goes.
pub enum Target {
    /// A file, made anew when the export is finished; its folder must be there.
    File(PathBuf),
    /// A stream, such as standard output.
    Stream(Box<dyn Write + Send>),
    /// A folder, made if it is not there.
    Folder(PathBuf),
}

impl fmt::Debug for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File(path) => write!(f, "File({path:?})"),
            Self::Stream(_) => f.write_str("Stream"),
            Self::Folder(path) => write!(f, "Folder({path:?})"),
        }
    }
}

/// A file or stream being written.
pub(crate) struct Sink {
    out: Box<dyn Write + Send>,
    path: PathBuf,
    /// What the file is called until it is finished.
    part: Option<PathBuf>,
    hash: Sha256,
    bytes: u64,
}

impl Sink {
    /// Makes a file anew. Pipes and devices are written directly.
    pub fn create(path: PathBuf) -> Result<Self, OutputError> {
        let plain = path.metadata().map_or(true, |m| m.is_file());
        let mut part = path.clone().into_os_string();
        part.push(".part");
        let part = plain.then(|| PathBuf::from(part));
        match File::create(part.as_ref().unwrap_or(&path)) {
            Ok(file) => Ok(Self { part, ..Self::over(Box::new(BufWriter::new(file)), path) }),
            Err(source) => Err(OutputError::Write { path, source }),
        }
    }

    /// Makes a file that must not be there yet.
    pub fn create_new(path: PathBuf) -> Result<Self, OutputError> {
        match File::create_new(&path) {
            Ok(file) => Ok(Self::over(Box::new(BufWriter::new(file)), path)),
            Err(source) => Err(OutputError::Write { path, source }),
        }
    }

    /// Writes into a stream, called `-`.
    pub fn stream(out: Box<dyn Write + Send>) -> Self {
        Self::over(Box::new(BufWriter::new(out)), "-".into())
    }

    fn over(out: Box<dyn Write + Send>, path: PathBuf) -> Self {
        Self { out, path, part: None, hash: Sha256::new(), bytes: 0 }
    }

    /// Where it writes to.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Writes a string.
    pub fn put(&mut self, text: &str) -> Result<(), OutputError> {
        self.write_all(text.as_bytes()).map_err(|source| self.error(source))
    }

    /// An error of this file.
    pub fn error(&self, source: io::Error) -> OutputError {
        OutputError::Write { path: self.path.clone(), source }
    }

    /// Flushes, gives the file its name, and tells what was written.
    pub fn close(mut self) -> Result<FileEntry, OutputError> {
        self.out.flush().map_err(|source| self.error(source))?;
        if let Some(part) = &self.part {
            std::fs::rename(part, &self.path).map_err(|source| self.error(source))?;
        }
        let name = self.path.file_name().unwrap_or(self.path.as_os_str());
        let mut sha256 = String::with_capacity(64);
        for byte in self.hash.finalize() {
            sha256.push_str(&format!("{byte:02x}"));
        }
        Ok(FileEntry { name: name.to_string_lossy().into(), bytes: self.bytes, sha256 })
    }
}

impl Write for Sink {
    fn write(&mut self, buffer: &[u8]) -> io::Result<usize> {
        let n = self.out.write(buffer)?;
        self.hash.update(&buffer[..n]);
        self.bytes += n as u64;
        Ok(n)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}
