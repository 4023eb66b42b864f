//! What a frame's example sentence must yield.
//!
//! ```text
//! ... | Polska udzieliła pomocy Ukrainie. => AID - POL > UKR
//! ... | Węgry tolerują atak Rosji na Ukrainę. => none
//! ```

use compact_str::CompactString;
use std::fmt;

/// The record that an example must yield, or none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Expected {
    /// No record at all.
    Nothing,
    /// This one.
    Record {
        /// Event type.
        event: CompactString,
        /// Mode; `-` in the file is none.
        mode: Option<CompactString>,
        /// Codes of the actors, joined by `+`; `-` is nobody.
        actors: Vec<CompactString>,
        /// Codes of the recipients.
        recipients: Vec<CompactString>,
    },
}

impl Expected {
    /// Reads `TYPE mode ACTORS > RECIPIENTS` or `none`.
    ///
    /// # Errors
    /// What is wrong, where the words are neither.
    pub fn parse(words: &str) -> Result<Self, String> {
        let columns: Vec<&str> = words.split_whitespace().collect();
        match columns[..] {
            ["none"] => Ok(Self::Nothing),
            [event, mode, actors, ">", recipients] => Ok(Self::Record {
                event: event.into(),
                mode: (mode != "-").then(|| mode.into()),
                actors: side(actors)?,
                recipients: side(recipients)?,
            }),
            _ => Err(format!(
                "an example ends with => TYPE mode ACTORS > RECIPIENTS or => none, not => {words}"
            )),
        }
    }
}

fn side(codes: &str) -> Result<Vec<CompactString>, String> {
    if codes == "-" {
        return Ok(Vec::new());
    }
    let mut codes: Vec<CompactString> = codes.split('+').map(CompactString::from).collect();
    if codes.iter().any(|c| c.is_empty()) {
        return Err("parties are codes joined by +, or - for nobody".into());
    }
    codes.sort_unstable();
    codes.dedup();
    Ok(codes)
}

impl fmt::Display for Expected {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let side = |codes: &[CompactString]| {
            if codes.is_empty() { "-".into() } else { codes.join("+") }
        };
        match self {
            Self::Nothing => f.write_str("none"),
            Self::Record { event, mode, actors, recipients } => {
                let mode = mode.as_deref().unwrap_or("-");
                write!(f, "{event} {mode} {} > {}", side(actors), side(recipients))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn examples_are_read_and_printed_alike() {
        for words in ["none", "REQUEST assist MDA+UKR > ROU", "AID - - > -"] {
            assert_eq!(Expected::parse(words).unwrap().to_string(), words);
        }
        assert!(Expected::parse("AID POL > UKR").unwrap_err().contains("TYPE mode"));
        assert!(Expected::parse("AID - POL+ > UKR").is_err());
    }
}
