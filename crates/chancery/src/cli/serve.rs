//! Flags of `chancery serve`.

use super::LedgerFile;
use clap::{Args, ValueEnum};

#[derive(Args)]
pub struct Serve {
    #[command(flatten)]
    pub ledger: LedgerFile,
    /// Address to listen on; any but this machine's own needs a token
    #[arg(long, value_name = "IP", default_value = "127.0.0.1")]
    pub bind: String,
    /// Port to listen on; 0 for any that is free
    #[arg(long, value_name = "N", default_value_t = 8080)]
    pub port: u16,
    /// What visitors must present (at least 16 characters); better given by the environment, where
    /// other users of the machine do not see it
    #[arg(long, value_name = "TOKEN", env = "CHANCERY_TOKEN", hide_env_values = true)]
    pub token: Option<String>,
    /// Let visitors correct and check records, each under the name that they give; needs a token
    #[arg(long)]
    pub write: bool,
    /// A name under which the room is reached, such as that of a proxy before it
    #[arg(long = "host", value_name = "NAME")]
    pub hosts: Vec<String>,
    /// Requests a second from one address, in the long run
    #[arg(long, value_name = "N", default_value_t = 50, value_parser = clap::value_parser!(u32).range(1..))]
    pub rate: u32,
    /// Longest text that may be sent, in KB
    #[arg(long = "max-body", value_name = "KB", default_value_t = 256)]
    pub longest_body: usize,
    /// Seconds that an answer may take
    #[arg(long = "timeout", value_name = "S", default_value_t = 30, value_parser = clap::value_parser!(u64).range(1..))]
    pub patience: u64,
    /// Form of the log on standard error
    #[arg(long, value_enum, default_value_t = LogFormat::Text)]
    pub log: LogFormat,
}

/// Form of the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum LogFormat {
    /// Lines for reading
    Text,
    /// One JSON object a line
    Json,
    /// No log
    None,
}
