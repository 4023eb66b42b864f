//! Flags of the commands that keep a ledger and ask it.

use super::search::{ToldArgs, WordsArgs};
use super::{KnownLanguage, Source};
use clap::{Args, ValueEnum};
use std::path::PathBuf;

#[derive(Args)]
pub struct Ingest {
    #[command(flatten)]
    pub source: Source,
    /// The ledger; it is made where there is none
    #[arg(long, value_name = "FILE", env = "CHANCERY_LEDGER")]
    pub ledger: PathBuf,
    /// Say what would be read, and keep nothing
    #[arg(long)]
    pub dry_run: bool,
    /// Also fetch from addresses in this machine's own network
    #[arg(long)]
    pub allow_private: bool,
    /// Take what feeds carry, without fetching the pages they link
    #[arg(long)]
    pub no_linked_pages: bool,
    /// Date pages of archives that name no day by the day they were fetched on
    #[arg(long)]
    pub dating_by_crawl: bool,
    /// Also write what could not be read into this file: JSON lines with file, line, reason
    #[arg(long, value_name = "FILE")]
    pub rejects: Option<PathBuf>,
    /// Documents read at a time [default: one a processor]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub jobs: Option<u16>,
}

/// Which ledger is asked.
#[derive(Args)]
pub struct LedgerFile {
    /// The ledger
    #[arg(long, value_name = "FILE", env = "CHANCERY_LEDGER")]
    pub ledger: PathBuf,
}

/// Form of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum TableFormat {
    /// For reading
    Text,
    /// JSON, one object a line
    Json,
    /// CSV with a heading
    Csv,
}

#[derive(Args)]
pub struct Acts {
    #[command(flatten)]
    pub ledger: LedgerFile,
    /// Who acts: a code (CHN), an entity (person/...) or a canonical name
    #[arg(long, value_name = "WHO")]
    pub actor: Option<String>,
    /// Toward whom
    #[arg(long, value_name = "WHO")]
    pub recipient: Option<String>,
    /// PLOVER types, any of them
    #[arg(long = "type", value_name = "TYPE", value_delimiter = ',')]
    pub event: Vec<String>,
    /// PLOVER mode
    #[arg(long, value_name = "MODE")]
    pub mode: Option<String>,
    /// From this year, month or day on
    #[arg(long, value_name = "YYYY[-MM[-DD]]")]
    pub from: Option<String>,
    /// Up to this year, month or day
    #[arg(long, value_name = "YYYY[-MM[-DD]]")]
    pub to: Option<String>,
    /// Area of cooperation
    #[arg(long, value_name = "AREA")]
    pub area: Option<String>,
    /// Framework, by its canonical short name
    #[arg(long, value_name = "NAME")]
    pub framework: Option<String>,
    /// PLOVER context
    #[arg(long, value_name = "CONTEXT")]
    pub context: Option<String>,
    /// Quad class
    #[arg(long, value_name = "1-4", value_parser = clap::value_parser!(u8).range(1..=4))]
    pub quad: Option<u8>,
    /// core or background
    #[arg(long, value_name = "WEIGHT")]
    pub weight: Option<String>,
    /// none, future, hypothetical, negation or historical
    #[arg(long, value_name = "AUX")]
    pub aux: Option<String>,
    /// Country of the place
    #[arg(long, value_name = "CODE")]
    pub country: Option<String>,
    #[command(flatten)]
    pub words: WordsArgs,
    /// Told by at least so many sources
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub min_sources: u32,
    /// At least so certain, 0 to 1
    #[arg(long, value_name = "C", default_value_t = 0.0)]
    pub min_confidence: f32,
    /// Most acts
    #[arg(long, value_name = "N", default_value_t = 50)]
    pub limit: u32,
    /// Go on behind this cursor
    #[arg(long, value_name = "CURSOR")]
    pub after: Option<String>,
    /// Form of the answer
    #[arg(long, value_enum, default_value_t = TableFormat::Text)]
    pub format: TableFormat,
}

#[derive(Args)]
pub struct AskDyad {
    /// The first code, such as CHN
    pub a: String,
    /// The second code, such as KAZ
    pub b: String,
    #[command(flatten)]
    pub ledger: LedgerFile,
    /// Newest acts listed
    #[arg(long, value_name = "N", default_value_t = 20)]
    pub limit: u32,
    /// Form of the answer
    #[arg(long, value_enum, default_value_t = TableFormat::Text)]
    pub format: TableFormat,
}

#[derive(Args)]
pub struct Pledges {
    #[command(flatten)]
    pub ledger: LedgerFile,
    /// Who undertakes: a code (CHN), an entity (person/...) or a canonical name
    #[arg(long, value_name = "WHO")]
    pub actor: Option<String>,
    /// Toward whom
    #[arg(long, value_name = "WHO")]
    pub recipient: Option<String>,
    /// promised, repeated, "carried out", withdrawn or open
    #[arg(long, value_name = "STATUS")]
    pub status: Option<String>,
    /// promise, concession or threat
    #[arg(long, value_name = "KIND")]
    pub kind: Option<String>,
    /// Made on this day or later
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub from: Option<String>,
    /// Made on this day or earlier
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub to: Option<String>,
    /// Most pledges
    #[arg(long, value_name = "N", default_value_t = 30)]
    pub limit: u32,
    /// Form of the answer
    #[arg(long, value_enum, default_value_t = TableFormat::Text)]
    pub format: TableFormat,
}

#[derive(Args)]
pub struct AskEntity {
    /// Part of a name, a code or an entity's id
    #[arg(required = true, value_name = "WORDS")]
    pub words: Vec<String>,
    #[command(flatten)]
    pub ledger: LedgerFile,
    /// Most entities, and most partners
    #[arg(long, value_name = "N", default_value_t = 20)]
    pub limit: u32,
    /// Form of the answer
    #[arg(long, value_enum, default_value_t = TableFormat::Text)]
    pub format: TableFormat,
}

#[derive(Args)]
pub struct StatsArgs {
    #[command(flatten)]
    pub ledger: LedgerFile,
    /// Form of the answer
    #[arg(long, value_enum, default_value_t = TableFormat::Text)]
    pub format: TableFormat,
}

#[derive(Args)]
pub struct Export {
    #[command(flatten)]
    pub ledger: LedgerFile,
    /// jsonl, csv, parquet, polecat, icews, gdelt-events, gdelt-mentions, gdelt-quotes, phoenix,
    /// plover, jsonld, turtle, ntriples, graphml, brat, label-studio or conllu (docs/exports.md)
    #[arg(long, value_name = "FORMAT")]
    pub format: String,
    /// The file, or for brat the folder; - for standard output
    #[arg(long, value_name = "FILE")]
    pub to: PathBuf,
    /// Every report, one report an act, or one act of a kind between the same parties a day
    /// [default: what readers of the format expect]
    #[arg(long, value_enum)]
    pub per: Option<Per>,
    /// Leave the texts out; offsets and addresses stay
    #[arg(long)]
    pub anonymous_text: bool,
    /// Leave papers out that are copies of others
    #[arg(long)]
    pub originals: bool,
    #[command(flatten)]
    pub words: WordsArgs,
    #[command(flatten)]
    pub told: ToldArgs,
    /// Papers of one language
    #[arg(long, value_enum)]
    pub lang: Option<KnownLanguage>,
    /// Papers of one source
    #[arg(long, value_name = "NAME")]
    pub source: Option<String>,
    /// Papers from this year, month or day on
    #[arg(long, value_name = "YYYY[-MM[-DD]]")]
    pub from: Option<String>,
    /// Papers up to this year, month or day
    #[arg(long, value_name = "YYYY[-MM[-DD]]")]
    pub until: Option<String>,
}

/// What a row of an export is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Per {
    /// Every report
    Report,
    /// Each act once, by the report that stands for it
    Act,
    /// One act of a type between the same parties a day
    #[value(name = "one-a-day")]
    Day,
}

#[derive(Args)]
pub struct Correct {
    /// The act's stable id; with --add the paper's id, address or key
    pub act: Option<String>,
    #[command(flatten)]
    pub ledger: LedgerFile,
    /// Add an act that was missed: the words of the paper that carry it (with --type and --actor)
    #[arg(long, value_name = "WORDS", requires = "event", conflicts_with_all = ["reject", "split", "merge_with", "report"])]
    pub add: Option<String>,
    /// Who corrects
    #[arg(long, value_name = "NAME")]
    pub who: Option<String>,
    /// Why
    #[arg(long, value_name = "REASON")]
    pub why: Option<String>,
    /// Only this report of the act, by its number
    #[arg(long, value_name = "N")]
    pub report: Option<i64>,
    /// Another PLOVER type
    #[arg(long = "type", value_name = "TYPE")]
    pub event: Option<String>,
    /// Another PLOVER mode; none for no mode
    #[arg(long, value_name = "MODE")]
    pub mode: Option<String>,
    /// Other actors, in any form that `chancery who` knows; none for nobody
    #[arg(long, value_name = "WHO")]
    pub actor: Vec<String>,
    /// Other recipients
    #[arg(long, value_name = "WHO")]
    pub recipient: Vec<String>,
    /// Another date (ISO 8601, EDTF); none for no date
    #[arg(long, value_name = "DATE")]
    pub date: Option<String>,
    /// No place is named
    #[arg(long)]
    pub no_place: bool,
    /// core or background
    #[arg(long, value_name = "WEIGHT", value_parser = ["core", "background"])]
    pub weight: Option<String>,
    /// none, future, hypothetical, negation or historical
    #[arg(long, value_name = "AUX", value_parser = ["none", "future", "hypothetical", "negation", "historical"])]
    pub aux: Option<String>,
    /// It is no act
    #[arg(long, conflicts_with_all = ["event", "mode", "actor", "recipient", "date", "no_place", "split", "merge_with"])]
    pub reject: bool,
    /// The report tells an act of its own
    #[arg(long, conflicts_with_all = ["event", "mode", "actor", "recipient", "merge_with"])]
    pub split: bool,
    /// It is the same act as this one
    #[arg(long, value_name = "ACT", conflicts_with_all = ["event", "mode", "actor", "recipient"])]
    pub merge_with: Option<String>,
    /// Take a correction back, by its number; --who says who does
    #[arg(long, value_name = "N", conflicts_with_all = ["act", "reject", "split", "merge_with"])]
    pub undo: Option<i64>,
}

#[derive(Args)]
pub struct Corrections {
    #[command(flatten)]
    pub ledger: LedgerFile,
    /// Print the corrected papers as gold records for `chancery eval`
    #[arg(long)]
    pub gold: bool,
    /// Form of the answer
    #[arg(long, value_enum, default_value_t = TableFormat::Text)]
    pub format: TableFormat,
}

#[derive(Args)]
pub struct AskAgreement {
    #[command(flatten)]
    pub ledger: LedgerFile,
    /// Compare these checkers only; give it twice or more
    #[arg(long = "who", value_name = "NAME")]
    pub who: Vec<String>,
    /// The verdicts themselves, a row each, instead of the figures
    #[arg(long)]
    pub verdicts: bool,
    /// Form of the answer
    #[arg(long, value_enum, default_value_t = TableFormat::Text)]
    pub format: TableFormat,
}

#[derive(Args)]
pub struct Recode {
    #[command(flatten)]
    pub ledger: LedgerFile,
}

#[derive(Args)]
pub struct Backup {
    /// The copy; it must not be there
    pub to: PathBuf,
    #[command(flatten)]
    pub ledger: LedgerFile,
}

#[derive(Args)]
pub struct Restore {
    /// The backup
    pub from: PathBuf,
    #[command(flatten)]
    pub ledger: LedgerFile,
}

#[derive(Args)]
pub struct Verify {
    #[command(flatten)]
    pub ledger: LedgerFile,
}
