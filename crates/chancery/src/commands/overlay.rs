//! `chancery world`: a user's own actors, offices and frameworks, without building anything.
//!
//! `add` takes lines over into `world.jsonl` of the configuration folder, `check` tells which lines
//! do not hold, `folder` prints where the file lies. Every command that looks at the world reads
//! it. The form of a line is told in `docs/world.md`.

use crate::cli::OverlayCommand;
use crate::config;
use anyhow::{Context, Result};
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Does what was wished; code 2 if a line was refused.
pub fn run(command: &OverlayCommand) -> Result<ExitCode> {
    let own =
        config::world_file().context("no home folder is known: name one in CHANCERY_CONFIG")?;
    match command {
        OverlayCommand::Folder => {
            println!("{}", own.parent().unwrap_or(&own).display());
            Ok(ExitCode::SUCCESS)
        }
        OverlayCommand::Check { files } if files.is_empty() && !own.exists() => {
            println!("{}: not there yet; \"chancery world add\" makes it", own.display());
            Ok(ExitCode::SUCCESS)
        }
        OverlayCommand::Check { files } if files.is_empty() => check(&[own]),
        OverlayCommand::Check { files } => check(files),
        OverlayCommand::Add { files } => add(&own, files),
    }
}

fn check(files: &[PathBuf]) -> Result<ExitCode> {
    let mut code = ExitCode::SUCCESS;
    for (i, file) in files.iter().enumerate() {
        let bytes = bytes_of(file)?;
        // files before this one are read with it: their offices may clash with its own
        let before: Vec<&PathBuf> = files[..i].iter().filter(|f| f.as_os_str() != "-").collect();
        let (good, problems) = world::check_overlay(&before, file, &bytes)?;
        println!("{}: {} hold, {} refused", file.display(), entries(good.len()), problems.len());
        for problem in problems {
            eprintln!("{problem}");
            code = ExitCode::from(2);
        }
    }
    Ok(code)
}

fn add(own: &Path, files: &[PathBuf]) -> Result<ExitCode> {
    let mut code = ExitCode::SUCCESS;
    for file in files {
        let bytes = bytes_of(file)?;
        let before: Vec<&Path> = own.exists().then_some(own).into_iter().collect();
        let (good, problems) = world::check_overlay(&before, file, &bytes)?;
        for problem in &problems {
            eprintln!("{problem}");
            code = ExitCode::from(2);
        }
        append(own, &bytes, &good).with_context(|| format!("writing {}", own.display()))?;
        println!("{}: {} taken over into {}", file.display(), entries(good.len()), own.display());
    }
    Ok(code)
}

/// Appends the lines with these numbers to the user's file, which is made where it is missing.
fn append(own: &Path, bytes: &[u8], lines: &[usize]) -> Result<()> {
    if lines.is_empty() {
        return Ok(());
    }
    if let Some(folder) = own.parent() {
        std::fs::create_dir_all(folder)?;
    }
    let unfinished = std::fs::read(own).is_ok_and(|b| !b.is_empty() && !b.ends_with(b"\n"));
    let mut added = if unfinished { vec![b'\n'] } else { Vec::new() };
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    for (i, line) in bytes.split(|&b| b == b'\n').enumerate() {
        if lines.binary_search(&(i + 1)).is_ok() {
            added.extend_from_slice(line.trim_ascii());
            added.push(b'\n');
        }
    }
    let mut file = std::fs::OpenOptions::new().create(true).append(true).open(own)?;
    Ok(file.write_all(&added)?)
}

fn bytes_of(file: &Path) -> Result<Vec<u8>> {
    if file.as_os_str() == "-" {
        let mut bytes = Vec::new();
        std::io::stdin().lock().read_to_end(&mut bytes)?;
        return Ok(bytes);
    }
    std::fs::read(file).with_context(|| format!("{}: cannot be read", file.display()))
}

fn entries(n: usize) -> String {
    format!("{n} {}", if n == 1 { "entry" } else { "entries" })
}
