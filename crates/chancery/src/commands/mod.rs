//! One file a command.

mod agreement;
mod ask;
mod cases;
mod desk;
mod doctor;
mod eval;
mod explain;
mod export;
mod ingest;
mod lookup;
mod ontology;
mod overlay;
mod read;
mod recode;
mod search;
mod serve;
mod train;

use crate::cli::{Cli, Command, Format, OntologyCommand};
use crate::codebook::Codebook;
use crate::packs::Packs;
use anyhow::Result;
use clap::CommandFactory;
use std::io::Write;
use std::process::ExitCode;

/// Does what was wished.
pub fn run(cli: Cli) -> Result<ExitCode> {
    let packs = Packs::new(cli.packs, cli.overlays);
    let codebook = Codebook { ontology: cli.ontology, frames: cli.frames };
    let book = &codebook;
    if cli.version {
        return doctor::versions(&packs);
    }
    let Some(command) = cli.command else {
        Cli::command().print_help()?;
        return Ok(ExitCode::from(2));
    };
    match command {
        Command::Read(args) => read::run(packs, book, &args.source, args.format, args.jobs),
        Command::Parse(args) => read::run(packs, book, &args.source, Format::Conllu, args.jobs),
        Command::Ingest(args) => ingest::run(packs, book, &args),
        Command::Search(args) => search::run(packs, book, &args),
        Command::Acts(args) => ask::acts(packs, book, &args),
        Command::Dyad(args) => ask::dyad(&args),
        Command::Pledges(args) => ask::pledges(&args),
        Command::Entity(args) => ask::entity(&args),
        Command::Export(args) => export::run(packs, book, &args),
        Command::Correct(args) => desk::correct(packs, book, &args),
        Command::Recode(args) => recode::run(packs, book, &args),
        Command::Corrections(args) => desk::corrections(&args),
        Command::Agreement(args) => agreement::run(&args),
        Command::Backup(args) => desk::backup(&args),
        Command::Restore(args) => desk::restore(&args),
        Command::Verify(args) => desk::verify(&args),
        Command::Serve(args) => serve::run(packs, book, &args),
        Command::Stats(args) => ask::stats(&args),
        Command::Explain(args) => explain::run(packs, book, &args),
        Command::Eval(args) => eval::run(packs, book, &args),
        Command::Cases(args) => cases::run(packs, book, &args),
        Command::Ontology(OntologyCommand::Check(args)) => ontology::check(codebook, &args),
        Command::Who(args) => lookup::who(packs, book, &args),
        Command::When(args) => lookup::when(&args),
        Command::World(args) => overlay::run(&args.command),
        Command::Train(args) => train::train(&args),
        Command::EvalSyntax(args) => train::eval_syntax(packs, book, &args),
        Command::Doctor => doctor::run(&packs),
        Command::Completions { shell } => {
            let mut script = Vec::new();
            clap_complete::generate(shell, &mut Cli::command(), "chancery", &mut script);
            std::io::stdout().write_all(&script)?;
            Ok(ExitCode::SUCCESS)
        }
        Command::Man => {
            clap_mangen::Man::new(Cli::command()).render(&mut std::io::stdout())?;
            Ok(ExitCode::SUCCESS)
        }
    }
}
