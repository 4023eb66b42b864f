//! Flags of the search, and of what else is asked by words.

use super::KnownLanguage;
use super::ledger::{LedgerFile, TableFormat};
use clap::{Args, ValueEnum};

#[derive(Args)]
pub struct Search {
    /// Words; all must occur, in any inflection. \"Words in quotes\" must follow each other, a star
    /// stands for any ending. Without words all papers are there to be narrowed down
    #[arg(value_name = "WORDS")]
    pub words: Vec<String>,
    #[command(flatten)]
    pub ledger: LedgerFile,
    #[command(flatten)]
    pub told: ToldArgs,
    /// Papers of one language
    #[arg(long, value_enum)]
    pub lang: Option<KnownLanguage>,
    /// Papers from this year, month or day on
    #[arg(long, value_name = "YYYY[-MM[-DD]]")]
    pub from: Option<String>,
    /// Papers up to this year, month or day
    #[arg(long, value_name = "YYYY[-MM[-DD]]")]
    pub to: Option<String>,
    /// Papers of one source
    #[arg(long, value_name = "NAME")]
    pub source: Option<String>,
    /// Leave papers out that are copies of others
    #[arg(long)]
    pub originals: bool,
    /// In which order; without words the newest come first
    #[arg(long, value_enum, default_value_t = Sort::Best)]
    pub sort: Sort,
    /// Also count what the papers found can be narrowed down by, naming so many values of each
    #[arg(long, value_name = "N", num_args = 0..=1, default_missing_value = "12")]
    pub facets: Option<usize>,
    /// Most papers
    #[arg(long, value_name = "N", default_value_t = 20)]
    pub limit: u32,
    /// Go on behind this cursor
    #[arg(long, value_name = "CURSOR")]
    pub after: Option<String>,
    /// Form of the answer
    #[arg(long, value_enum, default_value_t = TableFormat::Text)]
    pub format: TableFormat,
}

/// The order of a search.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Sort {
    /// The best first
    Best,
    /// The newest first
    Newest,
}

/// Acts that papers must tell one of.
#[derive(Args)]
pub struct ToldArgs {
    /// PLOVER types, any of them: papers that tell such an act
    #[arg(long = "type", value_name = "TYPE", value_delimiter = ',')]
    pub event: Vec<String>,
    /// Quad class
    #[arg(long, value_name = "1-4", value_parser = clap::value_parser!(u8).range(1..=4))]
    pub quad: Option<u8>,
    /// Who acts: a code (CHN), an entity (person/...) or a canonical name
    #[arg(long, value_name = "WHO")]
    pub actor: Option<String>,
    /// Toward whom
    #[arg(long, value_name = "WHO")]
    pub recipient: Option<String>,
    /// Area of cooperation
    #[arg(long, value_name = "AREA")]
    pub area: Option<String>,
    /// Framework, by its canonical short name
    #[arg(long, value_name = "NAME")]
    pub framework: Option<String>,
    /// Country of the place
    #[arg(long, value_name = "CODE")]
    pub country: Option<String>,
}

/// Words that papers must have.
#[derive(Args)]
pub struct WordsArgs {
    /// Told in papers that have these words, all of them, in any inflection
    #[arg(long, value_name = "WORDS")]
    pub words: Option<String>,
    /// Where the words must stand
    #[arg(long, value_enum, value_name = "WHERE", default_value_t = WordsIn::Paper, requires = "words")]
    pub words_in: WordsIn,
}

/// Where words must stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum WordsIn {
    /// Anywhere in a paper that tells the act
    Paper,
    /// In the sentence that tells it
    Sentence,
}
