//! `chancery ontology check [FOLDER]`: is a codebook sound?
//!
//! Broken lines are errors (exit code 1) with file, line and reason. What a codebook's author should
//! know beside is a warning: rows that no act reaches, operators without rows, types without a CAMEO
//! code, contexts that words name but the codebook does not have.

use crate::cli::OntologyCheck;
use crate::codebook::Codebook;
use anyhow::Result;
use events::frames::Evokes;
use std::collections::BTreeSet;
use std::io::Write;
use std::process::ExitCode;
use text::Lang;

/// Checks and prints one line a problem, then what the codebook holds.
pub fn check(mut codebook: Codebook, args: &OntologyCheck) -> Result<ExitCode> {
    if let Some(folder) = &args.folder {
        codebook.ontology = Some(folder.clone());
    }
    let (coder, errors) = codebook.read()?;
    let ontology = coder.ontology();
    let mut operators: BTreeSet<&str> = BTreeSet::new();
    let (mut warnings, mut frames) = (Vec::new(), 0);
    for lang in [Lang::Pl, Lang::En] {
        let language = coder.language(lang);
        frames += language.frames.frames().len();
        operators.extend(language.frames.frames().iter().filter_map(|f| match &f.evokes {
            Evokes::Operator(name) => Some(name.as_str()),
            Evokes::Act { .. } => None,
        }));
        for context in language.contexts.names() {
            if !ontology.contexts().any(|c| c == context) {
                let lang = lang.code();
                warnings
                    .push(format!("{lang}/contexts.txt: the codebook has no context {context}"));
            }
        }
    }
    warnings.extend(ontology.check(operators.iter().copied()).iter().map(ToString::to_string));
    let mut out = std::io::stdout().lock();
    for error in &errors {
        writeln!(out, "error    {error}")?;
    }
    for warning in &warnings {
        writeln!(out, "warning  {warning}")?;
    }
    let kinds = ontology.kinds();
    let types = kinds.iter().filter(|(_, mode)| mode.is_none()).count();
    writeln!(
        out,
        "{}: {types} types, {} modes, {} contexts, {} operators, {frames} frames; {} errors, {} warnings",
        codebook.ontology.as_deref().map_or("built in".into(), |f| f.display().to_string()),
        kinds.len() - types,
        ontology.contexts().count(),
        operators.len(),
        errors.len(),
        warnings.len()
    )?;
    Ok(if errors.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
