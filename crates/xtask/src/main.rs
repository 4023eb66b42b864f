//! Builds the packs that the program ships.
//!
//! `cargo xtask lexicon`: SGJP to `languages/pl/lexicon.pack`.
//! `cargo xtask clusters`: plain text to `languages/<code>/clusters.pack`.
//! `cargo xtask links`: measures whether languages agree on who is who.
//! `cargo xtask names`: trains and measures the name tagger.
//! `cargo xtask world`: the tables of states, offices and places to `world/world.pack`.

mod clusters;
mod corpus;
mod lexicon;
mod links;
mod names;
mod tagger;
mod world;

use clap::{Parser, Subcommand};

#[derive(Parser)]
#[command(about = "Builds the packs that the program ships")]
struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Learn word clusters from plain text.
    Clusters(clusters::Args),
    /// Build a dictionary pack from SGJP's rows.
    Lexicon(lexicon::Args),
    /// Train a tagger alone.
    TrainTagger(tagger::Train),
    /// Score a tagger on gold tokens.
    ScoreTagger(tagger::Score),
    /// Measure whether one entity has one id in several languages.
    Links(links::Args),
    /// Train and measure the name tagger.
    Names(names::Args),
    /// Build the world pack from its tables.
    World(world::Args),
}

fn main() -> anyhow::Result<()> {
    match Args::parse().command {
        Command::Clusters(args) => clusters::run(&args),
        Command::Lexicon(args) => lexicon::run(&args),
        Command::TrainTagger(args) => tagger::train(&args),
        Command::ScoreTagger(args) => tagger::measure(&args),
        Command::Links(args) => links::run(&args),
        Command::Names(args) => names::run(&args),
        Command::World(args) => world::run(&args),
    }
}
