//! `chancery doctor` and `chancery --version`: what the program stands on.

use crate::packs::{Packs, needs};
use anyhow::Result;
use std::io::Write;
use std::process::ExitCode;

/// Prints one line a pack: there and sound, or what is wrong and what to do.
pub fn run(packs: &Packs) -> Result<ExitCode> {
    let mut out = std::io::stdout().lock();
    let mut ill = false;
    writeln!(out, "ok       program             {}", env!("CARGO_PKG_VERSION"))?;
    for need in needs() {
        let name = need.name.trim_end_matches(".pack");
        match packs.open(&need) {
            Ok(Some(pack)) => {
                let size = pack.size() as f64 / 1e6;
                let (version, place) = (pack.version(), pack.path().display());
                writeln!(out, "ok       {name:<19} {version} ({size:.1} MB, {place})")?;
            }
            Ok(None) if need.optional => writeln!(out, "none     {name:<19} not needed")?,
            Ok(None) => {
                ill = true;
                let advice = "build it (docs/architecture.md) or give a folder with it by --packs";
                writeln!(out, "missing  {name:<19} {advice}")?;
            }
            Err(e) => {
                ill = true;
                writeln!(out, "broken   {name:<19} {e}")?;
            }
        }
    }
    match events::Coder::built_in() {
        Ok(_) => writeln!(out, "ok       codebook and frames built in")?,
        Err(e) => {
            ill = true;
            writeln!(out, "broken   codebook and frames {e}")?;
        }
    }
    Ok(if ill { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

/// Prints the versions of the program and its packs.
pub fn versions(packs: &Packs) -> Result<ExitCode> {
    let mut out = std::io::stdout().lock();
    writeln!(out, "chancery {}", env!("CARGO_PKG_VERSION"))?;
    for need in needs() {
        let version = match packs.open(&need) {
            Ok(Some(pack)) => pack.version().to_owned(),
            Ok(None) if need.optional => continue,
            Ok(None) => "missing".into(),
            Err(_) => "broken, see \"chancery doctor\"".into(),
        };
        writeln!(out, "{} {version}", need.name.trim_end_matches(".pack"))?;
    }
    Ok(ExitCode::SUCCESS)
}
