//! The flags: one source for parsing, help, completions and the man page.

mod ledger;
mod search;
mod serve;

pub use ledger::*;
pub use search::*;
pub use serve::{LogFormat, Serve};

use clap::{Args, Parser, Subcommand, ValueEnum};
use jiff::civil::Date;
use std::path::PathBuf;
use text::Lang;

/// Reads diplomatic news and keeps the record of who did or said what to whom.
#[derive(Parser)]
#[command(name = "chancery", version, disable_version_flag = true, arg_required_else_help = true)]
pub struct Cli {
    /// Print the versions of the program and of its packs
    #[arg(short = 'V', long)]
    pub version: bool,
    /// Take packs from this folder instead of the built-in ones
    #[arg(long, global = true, value_name = "DIR", env = "CHANCERY_PACKS")]
    pub packs: Option<PathBuf>,
    /// Further actors, offices and frameworks beside those of `chancery world folder`
    #[arg(long = "world", global = true, value_name = "FILE")]
    pub overlays: Vec<PathBuf>,
    /// Code by the codebook in this folder (docs/codebook.md)
    #[arg(long, global = true, value_name = "FOLDER")]
    pub ontology: Option<PathBuf>,
    /// Add the frames, areas and word lists in this folder (layout of languages/)
    #[arg(long, global = true, value_name = "FOLDER")]
    pub frames: Option<PathBuf>,
    #[command(subcommand)]
    pub command: Option<Command>,
}

#[derive(Subcommand)]
pub enum Command {
    /// Read papers and print their coded, cited record
    Read(Read),
    /// Read papers into a ledger, which keeps and merges their records
    Ingest(Ingest),
    /// Find papers of a ledger by words in any inflection
    Search(Search),
    /// List acts of a ledger by who, toward whom, what, when, about what
    Acts(Acts),
    /// Tell what passes between two parties: balance by month, partnerships, newest acts
    Dyad(AskDyad),
    /// List what was promised, conceded and threatened, and what became of it
    Pledges(Pledges),
    /// Find who is in a ledger, and whom they deal with
    Entity(AskEntity),
    /// Give a ledger's records away in the formats of the field
    Export(Export),
    /// Put a record of a ledger right, with your name and reason
    Correct(Correct),
    /// List what people put right, or print the corrected papers as gold records
    Corrections(Corrections),
    /// Say how far people who checked records agree: Krippendorff's alpha, part by part
    Agreement(AskAgreement),
    /// Read the papers of a ledger again that another program or other packs read
    Recode(Recode),
    /// Copy a ledger while it is in use
    Backup(Backup),
    /// Make a ledger from a backup
    Restore(Restore),
    /// Say of everything in a ledger whether it is as it should be
    Verify(Verify),
    /// Show a ledger as pages and an API on this machine
    Serve(Serve),
    /// Count what is in a ledger
    Stats(StatsArgs),
    /// Print how one record came about: words, tree, mentions, rules
    Explain(Explain),
    /// Print the syntax alone, as CoNLL-U
    Parse(Parse),
    /// Score the program (or records it made) against coded documents, sentences or pairs
    Eval(Eval),
    /// Run the frames' example sentences as test cases
    Cases(Cases),
    /// Look into a codebook
    #[command(subcommand)]
    Ontology(OntologyCommand),
    /// Tell who held an office, or what a name means, on a day
    Who(Who),
    /// Tell what a time expression means on a day of publication
    When(When),
    /// Keep actors, offices and frameworks of your own
    World(Overlay),
    /// Train a language's tagger and parser from treebanks
    Train(Train),
    /// Score the packs of a language on gold treebanks (CoNLL-U, also .zst)
    EvalSyntax(EvalSyntax),
    /// Say of every pack whether it is there and sound
    Doctor,
    /// Print a completion script for a shell
    Completions {
        /// bash, zsh, fish, elvish or powershell
        shell: clap_complete::Shell,
    },
    /// Print the manual page (roff)
    Man,
}

/// What is read, and what is known about it from outside.
#[derive(Args)]
pub struct Source {
    /// Files, folders, or - for standard input (.txt .md .html .jsonl .conllu)
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// Language of texts that do not say
    #[arg(long, value_enum, default_value_t = Language::Auto)]
    pub lang: Language,
    /// Day of publication of texts that do not say
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    pub published: Option<Date>,
}

#[derive(Args)]
pub struct Read {
    #[command(flatten)]
    pub source: Source,
    /// Form of the output
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
    /// Documents read at a time [default: one a processor]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub jobs: Option<u16>,
}

#[derive(Args)]
pub struct Explain {
    #[command(flatten)]
    pub source: Source,
    /// The event's id
    #[arg(long, value_name = "ID")]
    pub event: String,
    /// The document's id, if the file holds several
    #[arg(long, value_name = "ID")]
    pub id: Option<String>,
}

#[derive(Args)]
pub struct Eval {
    /// Gold records: JSON lines, or one JSON object
    pub gold: PathBuf,
    /// What the gold codes [default: its first record tells]
    #[arg(long, value_enum, value_name = "KIND")]
    pub set: Option<Set>,
    /// Score these records (`chancery read --format jsonl`) instead of reading the texts
    #[arg(long, value_name = "OUT.jsonl")]
    pub predicted: Option<PathBuf>,
    /// Print missed and surplus acts with sentence and derivation, N of each [default: all]
    #[arg(long, value_name = "N", num_args = 0..=1, default_missing_value = "1000000")]
    pub errors: Option<usize>,
    /// Form of the output
    #[arg(long, value_enum, default_value_t = LookupFormat::Text)]
    pub format: LookupFormat,
}

#[derive(Subcommand)]
pub enum OntologyCommand {
    /// Say file, line and reason of everything that is wrong with a codebook
    Check(OntologyCheck),
}

#[derive(Args)]
pub struct OntologyCheck {
    /// Folder with types.txt, contexts.txt, composition.txt, cameo.txt [default: the built-in one]
    pub folder: Option<PathBuf>,
}

/// What a gold file codes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Set {
    /// Documents with events
    News,
    /// Documents with events, as news
    Readouts,
    /// Single coded sentences
    Gsr,
    /// Relations between two marked actors
    Plv,
}

#[derive(Args)]
pub struct Cases {
    /// Part of a case's name (pl/frames/AID.frames:8), a type, an operator or a head lemma
    pub filter: Option<String>,
    /// Cases of one language
    #[arg(long, value_enum)]
    pub lang: Option<KnownLanguage>,
    /// Print failed cases only
    #[arg(long)]
    pub failed: bool,
    /// Form of the output
    #[arg(long, value_enum, default_value_t = LookupFormat::Text)]
    pub format: LookupFormat,
}

#[derive(Args)]
pub struct Parse {
    #[command(flatten)]
    pub source: Source,
    /// Documents read at a time [default: one a processor]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub jobs: Option<u16>,
}

#[derive(Args)]
pub struct Who {
    /// A name or role in any inflected form; without it, lines `query<TAB>day` of standard input
    pub query: Option<String>,
    /// The day [default: any]
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    pub on: Option<Date>,
    /// Form of the answer
    #[arg(long, value_enum, default_value_t = LookupFormat::Text)]
    pub format: LookupFormat,
}

#[derive(Args)]
pub struct When {
    /// A time expression; without it, lines `expression<TAB>day` of standard input
    pub expression: Option<String>,
    /// Day of publication
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    pub published: Option<Date>,
    /// Language of the expression
    #[arg(long, value_enum, default_value_t = KnownLanguage::Pl)]
    pub lang: KnownLanguage,
    /// Form of the answer
    #[arg(long, value_enum, default_value_t = LookupFormat::Text)]
    pub format: LookupFormat,
}

#[derive(Args)]
pub struct Overlay {
    #[command(subcommand)]
    pub command: OverlayCommand,
}

#[derive(Subcommand)]
pub enum OverlayCommand {
    /// Take lines over into your own world, after checking each
    Add {
        /// Files of JSON lines, or - for standard input
        #[arg(value_name = "FILE", default_value = "-")]
        files: Vec<PathBuf>,
    },
    /// Check your own world, or files that are to become part of it
    Check {
        /// Files of JSON lines; without them your own world
        #[arg(value_name = "FILE")]
        files: Vec<PathBuf>,
    },
    /// Print where your own world lies
    Folder,
}

#[derive(Args)]
pub struct Train {
    /// What the configuration must be for
    #[arg(long, value_enum)]
    pub lang: Option<KnownLanguage>,
    /// The language's train.toml; packs are read from and written to its folder
    #[arg(long, value_name = "FILE")]
    pub config: PathBuf,
    /// Folder of the treebanks named there
    #[arg(long, value_name = "DIR", default_value = "../shared/data")]
    pub data: PathBuf,
    /// Folder of the language's packs, if not that of the configuration
    #[arg(long, value_name = "DIR")]
    pub to: Option<PathBuf>,
    /// Train on growing parts instead and print the scores on the held-out treebanks
    #[arg(long)]
    pub curve: bool,
}

#[derive(Args)]
pub struct EvalSyntax {
    /// Gold treebanks
    #[arg(required = true, value_name = "GOLD")]
    pub gold: Vec<PathBuf>,
    /// Also write the analyses into this folder: NAME.tokens.conllu, NAME.raw.conllu
    #[arg(long, value_name = "DIR")]
    pub write: Option<PathBuf>,
    /// Their language
    #[arg(long, value_enum, default_value_t = KnownLanguage::Pl)]
    pub lang: KnownLanguage,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum LookupFormat {
    /// For reading
    Text,
    /// A line of JSON a question
    Jsonl,
}

/// A language by name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum KnownLanguage {
    /// Polish
    Pl,
    /// English
    En,
}

impl KnownLanguage {
    /// As the text room knows it.
    pub fn lang(self) -> Lang {
        match self {
            Self::Pl => Lang::Pl,
            Self::En => Lang::En,
        }
    }

    /// ISO 639-1 code.
    pub fn code(self) -> &'static str {
        self.lang().code()
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For reading
    Text,
    /// One JSON object a document
    Jsonl,
    /// The syntax, with entities
    Conllu,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Language {
    /// Detected
    Auto,
    /// Polish
    Pl,
    /// English
    En,
}

impl Source {
    /// What the flags give where the input says nothing.
    pub fn defaults(&self) -> text::Defaults {
        let lang = match self.lang {
            Language::Auto => None,
            Language::Pl => Some(Lang::Pl),
            Language::En => Some(Lang::En),
        };
        text::Defaults { lang, published: self.published }
    }
}

/// A day written YYYY-MM-DD and nothing else.
pub fn day(given: &str) -> Result<Date, String> {
    let shape = given.len() == 10 && given.bytes().filter(|b| *b == b'-').count() == 2;
    let wrong = || format!("\"{given}\" is no date: write YYYY-MM-DD");
    if shape { given.parse().map_err(|_| wrong()) } else { Err(wrong()) }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    #[test]
    fn the_flags_are_consistent() {
        super::Cli::command().debug_assert();
    }
}
