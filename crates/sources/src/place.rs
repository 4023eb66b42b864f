//! What the user named in; units that are read whole or resumed inside out.

use crate::Kind;
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;
use text::{ReadError, Reason};
use url::Url;

/// One place papers come from, as the user named it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// A file or a folder.
    Path(PathBuf),
    /// Standard input, named "-".
    Stdin,
    /// An http or https address.
    Url(Url),
}

impl Source {
    /// Understands a name: "-", an address that begins with `http://` or `https://`, else a path.
    pub fn parse(name: &str) -> Self {
        if name == "-" {
            return Source::Stdin;
        }
        let scheme = name.split_once("://").map(|(scheme, _)| scheme.to_ascii_lowercase());
        match (scheme.as_deref(), Url::parse(name)) {
            (Some("http" | "https"), Ok(url)) => Source::Url(url),
            _ => Source::Path(name.into()),
        }
    }
}

/// A unit that is read whole or resumed inside: a file, a feed, an archive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unit {
    /// Its path or address as the caller should keep it; "-" for standard input.
    pub name: String,
    /// Where it lies; no folder.
    pub source: Source,
}

/// What tells whether a unit has changed since it was read.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Stamp {
    /// Size of a file in bytes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub size: Option<u64>,
    /// When a file was last modified, in nanoseconds since 1970 (UTC).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub modified: Option<i64>,
    /// The `ETag` of an answer from the web, as it was given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub etag: Option<String>,
    /// The `Last-Modified` of an answer from the web, as it was given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_modified: Option<String>,
    /// A hash (XXH3) of the bytes of an answer, for servers that give neither.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub content: Option<u64>,
}

/// What the caller keeps of a unit from one run to the next.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Known {
    /// The stamp of the reading that this tells of.
    pub stamp: Stamp,
    /// The position of the last thing taken, see [`crate::Given::position`].
    pub position: u64,
    /// Whether it was read to its end.
    pub finished: bool,
}

impl Stamp {
    /// Of a file.
    pub(crate) fn of(about: &std::fs::Metadata) -> Self {
        let modified = about.modified().ok().and_then(|m| m.duration_since(UNIX_EPOCH).ok());
        Stamp {
            size: Some(about.len()),
            modified: modified.and_then(|d| i64::try_from(d.as_nanos()).ok()),
            ..Stamp::default()
        }
    }
}

/// Units in the order of their naming, and what lies beside them.
#[derive(Debug, Default)]
pub struct Expanded {
    /// The files of a folder sorted by name; folders that cannot be read or hold nothing are errors
    /// in their place.
    pub units: Vec<Result<Unit, ReadError>>,
    /// Files in named folders that are of no known format, or no files (pipes, sockets): not read.
    pub passed_over: Vec<PathBuf>,
}

/// Makes units of what was named; folders are walked with the folders in them. Links to folders are
/// not followed, so that no walk runs in a circle. A file that was named is a unit whatever its name.
pub fn expand(sources: &[Source]) -> Expanded {
    let mut out = Expanded::default();
    for source in sources {
        match source {
            Source::Path(path) if path.is_dir() => {
                let before = out.units.len();
                walk(path, &mut out);
                if out.units.len() == before {
                    out.units.push(Err(error(path, Reason::Empty)));
                }
            }
            Source::Path(path) => out.units.push(Ok(Unit::at(path))),
            Source::Stdin => {
                out.units.push(Ok(Unit { name: "-".into(), source: Source::Stdin }));
            }
            Source::Url(url) => {
                out.units.push(Ok(Unit { name: url.to_string(), source: source.clone() }));
            }
        }
    }
    out
}

impl Unit {
    fn at(path: &Path) -> Self {
        Unit { name: path.display().to_string(), source: Source::Path(path.into()) }
    }
}

fn walk(folder: &Path, out: &mut Expanded) {
    let entries = match std::fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(e) => return out.units.push(Err(error(folder, Reason::Io(e.to_string())))),
    };
    let mut names = Vec::new();
    for entry in entries {
        match entry {
            Ok(entry) => names.push(entry),
            Err(e) => out.units.push(Err(error(folder, Reason::Io(e.to_string())))),
        }
    }
    names.sort_by_key(std::fs::DirEntry::file_name);
    for entry in names {
        let path = entry.path();
        let known = Kind::of_name(&entry.file_name().to_string_lossy()).is_some();
        match entry.file_type() {
            Ok(kind) if kind.is_dir() => walk(&path, out),
            Ok(_) if path.is_dir() => {}
            Ok(_) if known && path.is_file() => out.units.push(Ok(Unit::at(&path))),
            Ok(_) => out.passed_over.push(path),
            Err(e) => out.units.push(Err(error(&path, Reason::Io(e.to_string())))),
        }
    }
}

fn error(path: &Path, reason: Reason) -> ReadError {
    ReadError::new(&path.display().to_string(), None, reason)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_understood() {
        assert_eq!(Source::parse("-"), Source::Stdin);
        assert!(matches!(Source::parse("HTTPS://example.org/feed"), Source::Url(_)));
        assert_eq!(Source::parse("http:"), Source::Path("http:".into()));
        assert_eq!(
            Source::parse("ftp://example.org/a"),
            Source::Path("ftp://example.org/a".into())
        );
        assert_eq!(Source::parse("a b/ć.txt"), Source::Path("a b/ć.txt".into()));
    }

    #[test]
    fn folders_are_walked_in_order_and_nothing_is_silent() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["b.txt", "a/z.warc.gz", "a/feed.xml", "c.png", "d.jsonl.zst"] {
            let path = folder.path().join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, "x").unwrap();
        }
        let empty = folder.path().join("empty");
        std::fs::create_dir(&empty).unwrap();
        let missing = Source::parse("missing.txt");
        let found = expand(&[Source::Path(folder.path().into()), missing, Source::Path(empty)]);
        let names: Vec<_> = found
            .units
            .iter()
            .flatten()
            .map(|u| u.name.rsplit('/').next().unwrap().to_owned())
            .collect();
        assert_eq!(names, ["feed.xml", "z.warc.gz", "b.txt", "d.jsonl.zst", "missing.txt"]);
        let errors: Vec<_> = found.units.iter().filter_map(|u| u.as_ref().err()).collect();
        assert!(matches!(errors[..], [ReadError { reason: Reason::Empty, .. }]));
        assert_eq!(found.passed_over.len(), 1);
    }

    #[test]
    fn what_is_kept_survives_the_way_through_json() {
        let known = Known {
            stamp: Stamp { size: Some(3), content: Some(u64::MAX), ..Stamp::default() },
            position: 7,
            finished: true,
        };
        let line = serde_json::to_string(&known).unwrap();
        assert!(!line.contains("etag"));
        assert_eq!(serde_json::from_str::<Known>(&line).unwrap(), known);
    }
}
