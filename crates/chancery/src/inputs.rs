//! Names on the command line in, documents in that order out.

use std::path::{Path, PathBuf};
use text::{Defaults, Format, Item, ReadError, Reason};

/// Files to be read, in order; folders are walked, their files sorted by name.
pub fn expand(names: &[PathBuf]) -> Vec<Result<PathBuf, ReadError>> {
    let mut out = Vec::new();
    for name in names {
        if name.is_dir() {
            let before = out.len();
            walk(name, &mut out);
            if out.len() == before {
                out.push(Err(error(name, Reason::Empty)));
            }
        } else {
            out.push(Ok(name.clone()));
        }
    }
    out
}

/// All files of known formats in a folder and the folders in it (links to folders are not followed).
fn walk(folder: &Path, out: &mut Vec<Result<PathBuf, ReadError>>) {
    let entries = match std::fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(e) => return out.push(Err(error(folder, Reason::Io(e.to_string())))),
    };
    let mut entries: Vec<_> = entries.filter_map(Result::ok).collect();
    entries.sort_by_key(std::fs::DirEntry::file_name);
    for entry in entries {
        let path = entry.path();
        match entry.file_type() {
            Ok(t) if t.is_dir() => walk(&path, out),
            Ok(_) if Format::of(&path).is_some() && path.is_file() => out.push(Ok(path)),
            _ => {}
        }
    }
}

fn error(path: &Path, reason: Reason) -> ReadError {
    ReadError::new(&path.display().to_string(), None, reason)
}

/// Everything that the files hold, one document at a time, with the file it came from.
pub fn documents(
    files: Vec<Result<PathBuf, ReadError>>,
    defaults: Defaults,
) -> impl Iterator<Item = (String, Result<Item, ReadError>)> {
    files.into_iter().flat_map(move |file| {
        let (name, items): (String, text::Items) = match file {
            Ok(path) if path.as_os_str() == "-" => {
                ("-".into(), text::read_stream(std::io::stdin(), "-", defaults))
            }
            Ok(path) => (path.display().to_string(), text::read_file(&path, defaults)),
            Err(e) => (e.file.clone(), Box::new(std::iter::once(Err(e)))),
        };
        items.map(move |item| (name.clone(), item))
    })
}
