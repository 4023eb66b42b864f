//! What whoever exports may choose.

use crate::OutputError;
use std::str::FromStr;

/// Choices for an export.
#[derive(Clone, Debug)]
pub struct Options {
    /// Leaves out every word of the paper (headline, sentences, quotes, the words of mentions) and
    /// keeps offsets, addresses, codes and canonical names.
    pub anonymous_text: bool,
    /// The program's version, written where a format has a place for it.
    pub version: String,
    /// Which acts are given away; `None` is the format's own choice ([`crate::Format::acts`]).
    pub acts: Option<Acts>,
}

impl Default for Options {
    fn default() -> Self {
        Self { anonymous_text: false, version: env!("CARGO_PKG_VERSION").into(), acts: None }
    }
}

/// Which acts are given away, by what the record says of them.
///
/// Acts that are stated as facts and told for the first time in their paper always are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Acts {
    /// `aux` is `future`: announced or promised (the type says so as well: AGREE, THREATEN, ...).
    pub future: bool,
    /// `aux` is `negation`: said not to have happened.
    pub negated: bool,
    /// `aux` is `hypothetical`: conditional or imagined.
    pub hypothetical: bool,
    /// `aux` is `historical`: background from before the news.
    pub historical: bool,
    /// `weight` is `background`: only referred to.
    pub background: bool,
    /// `same_as` points to an earlier act of the paper that is given away.
    pub repeats: bool,
}

impl Acts {
    /// Every act of the record.
    pub const ALL: Self = Self {
        future: true,
        negated: true,
        hypothetical: true,
        historical: true,
        background: true,
        repeats: true,
    };
    /// What event data sets hold: acts stated as done or announced, once a paper.
    pub const ASSERTED: Self = Self {
        future: true,
        negated: false,
        hypothetical: false,
        historical: false,
        background: false,
        repeats: false,
    };
    /// As [`Acts::ASSERTED`], with each telling: what files of mentions hold.
    pub const MENTIONS: Self = Self { repeats: true, ..Self::ASSERTED };
    /// Whatever is not said to have failed to happen: PLOVER marks the rest in `context`.
    pub const MARKED: Self = Self { negated: false, ..Self::ALL };

    /// Why an act with these marks stays out, if it does.
    pub(crate) fn refuses(&self, aux: &str, weight: &str) -> Option<&'static str> {
        let (kept, reason) = match aux {
            "future" => (self.future, "future"),
            "negation" => (self.negated, "negation"),
            "hypothetical" => (self.hypothetical, "hypothetical"),
            "historical" => (self.historical, "historical"),
            _ => (true, ""),
        };
        if !kept {
            return Some(reason);
        }
        (weight == "background" && !self.background).then_some("background")
    }
}

impl FromStr for Acts {
    type Err = OutputError;

    fn from_str(name: &str) -> Result<Self, OutputError> {
        match name {
            "all" => Ok(Self::ALL),
            "asserted" => Ok(Self::ASSERTED),
            _ => Err(OutputError::UnknownActs(name.into())),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn field_files_hold_what_is_asserted() {
        assert_eq!(Acts::ASSERTED.refuses("none", "core"), None);
        assert_eq!(Acts::ASSERTED.refuses("future", "core"), None);
        assert_eq!(Acts::ASSERTED.refuses("negation", "core"), Some("negation"));
        assert_eq!(Acts::ASSERTED.refuses("hypothetical", "core"), Some("hypothetical"));
        assert_eq!(Acts::ASSERTED.refuses("none", "background"), Some("background"));
        assert_eq!(Acts::ALL.refuses("negation", "background"), None);
        assert!("some".parse::<Acts>().is_err());
    }
}
