//! The document: what every later room reads and none reshapes.

use jiff::civil::Date;

/// A language the program can read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Lang {
    /// Polish.
    Pl,
    /// English.
    En,
}

impl Lang {
    /// ISO 639-1 code.
    pub fn code(self) -> &'static str {
        match self {
            Lang::Pl => "pl",
            Lang::En => "en",
        }
    }

    /// The language of an ISO 639-1 code, if the program reads it.
    pub fn from_code(code: &str) -> Option<Self> {
        match code.to_ascii_lowercase().as_str() {
            "pl" => Some(Lang::Pl),
            "en" => Some(Lang::En),
            _ => None,
        }
    }
}

/// One paper: its words and what is known about it from outside.
#[derive(Clone, Debug, PartialEq)]
pub struct Document {
    /// Given by the input, else the file name without its extension.
    pub id: String,
    /// Given or detected.
    pub lang: Lang,
    /// The day of publication, in the paper's own calendar day.
    pub published: Option<Date>,
    /// Headline as metadata; not part of `text` unless the input had it there.
    pub title: Option<String>,
    /// Who wrote it, as the paper puts it; several names are joined by ", ".
    pub author: Option<String>,
    /// Where it was published.
    pub url: Option<String>,
    /// The text as it was given; all spans point into it.
    pub text: String,
}
