//! One file a command.

mod doctor;
mod explain;
mod lookup;
mod overlay;
mod read;
mod train;

use crate::cli::{Cli, Command, Format};
use crate::packs::Packs;
use anyhow::Result;
use clap::CommandFactory;
use std::io::Write;
use std::process::ExitCode;

/// Does what was wished.
pub fn run(cli: Cli) -> Result<ExitCode> {
    let packs = Packs::new(cli.packs, cli.overlays);
    if cli.version {
        return doctor::versions(&packs);
    }
    let Some(command) = cli.command else {
        Cli::command().print_help()?;
        return Ok(ExitCode::from(2));
    };
    match command {
        Command::Read(args) => read::run(packs, &args.source, args.format, args.jobs),
        Command::Parse(args) => read::run(packs, &args.source, Format::Conllu, args.jobs),
        Command::Explain(args) => explain::run(packs, &args),
        Command::Who(args) => lookup::who(packs, &args),
        Command::When(args) => lookup::when(&args),
        Command::World(args) => overlay::run(&args.command),
        Command::Train(args) => train::train(&args),
        Command::EvalSyntax(args) => train::eval_syntax(packs, &args),
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
