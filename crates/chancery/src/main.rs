//! The `chancery` command: the only place that knows the whole path.
//!
//! **In:** a person's wish on the command line. **Out:** records on standard output, complaints on
//! standard error, and an exit code: 0 all read, 1 the program could not run, 2 some document (or
//! a flag) was wrong.
#![warn(missing_docs)]

mod cli;
mod codebook;
mod commands;
mod config;
mod inputs;
mod output;
mod packs;
mod papers;
mod pipeline;
mod terms;

use clap::Parser;
use std::process::ExitCode;

fn main() -> ExitCode {
    let cli = cli::Cli::parse();
    match commands::run(cli) {
        Ok(code) => code,
        Err(error) if broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("chancery: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// Whether whoever read our output went away ("chancery read ... | head"): no error of ours.
fn broken_pipe(error: &anyhow::Error) -> bool {
    error.chain().any(|e| {
        let io = e.downcast_ref::<std::io::Error>();
        io.is_some_and(|e| e.kind() == std::io::ErrorKind::BrokenPipe)
    })
}
