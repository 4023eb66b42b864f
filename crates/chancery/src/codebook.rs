//! The codebook and words that the program codes with: built in, or a user's own.
//!
//! `--ontology FOLDER` has the files of `ontologies/plover/`; a file that is not there is the shipped
//! one, and a line `include built-in` in a file stands for the shipped lines. `--frames FOLDER` has
//! the layout of `languages/` (`pl/frames/*.frames`, `pl/classes.txt`, `pl/areas.txt`, ...); its
//! words are added to the shipped ones. See `docs/codebook.md`.

use anyhow::{Context, Result, bail};
use events::Coder;
use events::engine::OwnWords;
use events::ontology::{Ontology, Sources};
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use text::Lang;

/// Where codebook and words come from.
#[derive(Clone, Debug, Default)]
pub struct Codebook {
    /// A folder of codebook files.
    pub ontology: Option<PathBuf>,
    /// A folder of languages.
    pub frames: Option<PathBuf>,
}

/// Names of the word lists of a language's folder.
const LISTS: [&str; 4] = ["classes.txt", "discourse.txt", "areas.txt", "contexts.txt"];

impl Codebook {
    /// The coder. A broken line of the user's own is an error that names all of them.
    pub fn open(&self) -> Result<Coder> {
        if self.ontology.is_none() && self.frames.is_none() {
            return Ok(Coder::built_in()?);
        }
        let (coder, problems) = self.read()?;
        if !problems.is_empty() {
            bail!("the codebook cannot be used:\n{}", problems.join("\n"));
        }
        Ok(coder)
    }

    /// The coder of all lines that can be used, and `file:line: reason` of those that cannot.
    pub fn read(&self) -> Result<(Coder, Vec<String>)> {
        let files = self.ontology.as_deref().map(ontology_files).transpose()?.unwrap_or_default();
        let own = |name: &str| files.get(name).map(|(s, t)| (s.as_str(), t.as_str()));
        let (ontology, errors) = Ontology::read(&Sources::of_folder(own));
        let mut problems: Vec<String> = errors.iter().map(ToString::to_string).collect();
        let mut of = |lang| match &self.frames {
            Some(folder) => words(&folder.join(Lang::code(lang)), lang, &mut problems),
            None => Ok(OwnWords::default()),
        };
        let (polish, english) = (of(Lang::Pl)?, of(Lang::En)?);
        if let (Some(folder), true) = (&self.frames, empty(&polish) && empty(&english)) {
            bail!("{}: neither pl/ nor en/ with frames or word lists in it", folder.display());
        }
        let coder = Coder::new(ontology, &polish, &english);
        for lang in [Lang::Pl, Lang::En] {
            problems.extend(coder.language(lang).broken.iter().map(ToString::to_string));
        }
        Ok((coder, problems))
    }
}

fn empty(words: &OwnWords) -> bool {
    let lists = [&words.classes, &words.discourse, &words.areas, &words.contexts];
    words.frames.is_empty() && lists.iter().all(|l| l.is_empty())
}

/// Shown name and text of the codebook files that a folder has.
fn ontology_files(folder: &Path) -> Result<HashMap<&'static str, (String, String)>> {
    let mut files = HashMap::new();
    for name in Sources::FILES {
        let path = folder.join(name);
        if path.is_file() {
            files.insert(name, (path.display().to_string(), read(&path)?));
        }
    }
    if files.is_empty() {
        bail!("{}: none of {} is there", folder.display(), Sources::FILES.join(", "));
    }
    Ok(files)
}

fn read(path: &Path) -> Result<String> {
    std::fs::read_to_string(path).with_context(|| format!("{} cannot be read", path.display()))
}

/// The words of a language's folder. Lines of word lists that cannot be used are added to `problems`.
fn words(folder: &Path, lang: Lang, problems: &mut Vec<String>) -> Result<OwnWords> {
    let mut words = OwnWords::default();
    if !folder.is_dir() {
        return Ok(words);
    }
    let frames = folder.join("frames");
    if frames.is_dir() {
        let entries = std::fs::read_dir(&frames)
            .with_context(|| format!("{} cannot be read", frames.display()))?;
        let mut paths: Vec<PathBuf> = entries.flatten().map(|e| e.path()).collect();
        paths.retain(|p| p.extension().is_some_and(|e| e == "frames"));
        paths.sort();
        for path in paths {
            let file = path.file_name().unwrap_or_default().to_string_lossy();
            words.frames.push((format!("{}/frames/{file}", lang.code()), read(&path)?));
        }
    }
    for name in LISTS {
        let path = folder.join(name);
        if !path.is_file() {
            continue;
        }
        let text = read(&path)?;
        for (line, expected) in wrong_lines(name, &text) {
            problems.push(format!("{}:{line}: expected {expected}", path.display()));
        }
        *match name {
            "classes.txt" => &mut words.classes,
            "discourse.txt" => &mut words.discourse,
            "areas.txt" => &mut words.areas,
            _ => &mut words.contexts,
        } = text;
    }
    Ok(words)
}

/// Lines of a word list without its columns, and what is expected there.
fn wrong_lines(name: &str, text: &str) -> Vec<(usize, &'static str)> {
    let fits = |line: &str| match name {
        "classes.txt" => line.contains('='),
        "areas.txt" => line.contains('|'),
        "contexts.txt" => {
            let columns: Vec<&str> = line.splitn(3, '|').collect();
            columns.len() == 3 && columns[1].trim().parse::<f32>().is_ok()
        }
        _ => true,
    };
    let expected = match name {
        "classes.txt" => "@class = lemma, lemma",
        "areas.txt" => "area | lemmas, lemmas",
        _ => "context | weight | lemmas, lemmas",
    };
    let lines = text.lines().enumerate().map(|(n, l)| (n + 1, l.trim()));
    lines
        .filter(|(_, l)| !l.is_empty() && !l.starts_with('#') && !fits(l))
        .map(|(n, _)| (n, expected))
        .collect()
}
